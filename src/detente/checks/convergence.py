"""Convergence: "A and B voted (or stood) more and more alike between then and then".

The claim is about one family, so one family answers: ideal-point distance, agreement and
chance-corrected agreement over three designs of windows, against the stricter placebo percentile.
Better relations are not convergence: votes may not move at all, and then the claim is contradicted, if it is
one about votes; a claim of shared interests they can only support.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from detente.checks import change, findings, pictures, relation
from detente.checks.entities import entity
from detente.inference import thresholds
from detente.inference import verdict as rule
from detente.model import Claim, Finding

if TYPE_CHECKING:
    from detente.checks.registry import Context
    from detente.measures.registry import Bench

KIND = "convergence"


def check(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Test a claim of convergence or divergence."""
    start, end = claim.period.start or 0, claim.period.end or 0
    subject, object_ = claim.role("subject"), claim.role("object")
    if subject is None or object_ is None:
        return findings.simple("insufficient_evidence", "The claim names no two states to compare.")
    a, b = entity(bench, subject, end), entity(bench, object_, end)
    if a is None or b is None:
        return findings.simple(
            "insufficient_evidence", "One side is not a state; no vote is recorded for it."
        )
    sign = -1 if claim.direction in ("diverge", "worsen", "away") else 1
    tested = change.examine(
        bench, a, b, start, end, measures=change.BY_TOPIC["voting"], sign=sign, latest=context.latest,
        bar=thresholds.VOTES_PERCENTILE, inner=True, turn=claim.details.get("break"),
    )  # fmt: skip
    verdict = rule.of_one_family(
        [t.specification for t in tested],
        [t.flat for t in tested],
        [t.moved for t in tested],
        change.together(tested),
    )
    if verdict.label == "contradicted" and claim.topic != "voting":
        reason = "votes at large cannot refute a shared interest in one matter"
        verdict = rule.Verdict("insufficient_evidence", "low", (reason, *verdict.reasons), verdict.views)
    if claim.details.get("negated"):
        verdict = rule.mirrored(verdict)
    word = "convergence" if sign > 0 else "divergence"
    found = relation.finding_of_change(
        bench, claim, tested, verdict, a, b, f"{word} of the votes of {a.said} and {b.said}", context.latest
    )
    chart = pictures.positions(bench, a, b, start, end, context.latest)
    return replace(found, chart=chart or found.chart)
