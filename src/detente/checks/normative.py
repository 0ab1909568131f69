"""Normative: "A should ...", with the factual premises tested in its place.

A recommendation is `not_testable`; what it takes for granted is not. The reading gives each premise
as a claim of its own; this check reports how they fared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.model import Claim, Finding

if TYPE_CHECKING:
    from detente.checks.registry import Context
    from detente.measures.registry import Bench

KIND = "normative"


def check(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Say that advice cannot be tested, and what its premises came to."""
    told = []
    for premise_id in claim.premises:
        if premise_id in context.premises:
            premise, finding = context.premises[premise_id]
            told.append(f"{premise_id} ({premise.kind}): {finding.label.replace('_', ' ')}")
    reason = "A recommendation: no evidence decides what ought to be done."
    reason += (
        f" Its premises: {'; '.join(told)}."
        if told
        else " It states no factual premise that could be tested."
    )
    return Finding(
        "not_testable", "high", ("a recommendation, by its own words",), reason,
        would_change=("Nothing measured; its premises are tested as claims of their own.",),
    )  # fmt: skip
