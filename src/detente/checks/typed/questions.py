"""A typed claim as a question to a measure's own test: roles, topic and direction, no sentence.

The tests of relations, shares, power and chances (`checks.level`, `checks.trend` ...) take a `model.Claim` whose quote is
empty here: what they may know stands in its typed slots.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from detente.checks import entities, findings, registry, relation
from detente.domain import ActorSet, Claim
from detente.facets import NEUTRAL, Facets, Timing
from detente.model import Claim as Question
from detente.model import Finding, Period, Role

if TYPE_CHECKING:
    from detente.checks.typed.door import Context
    from detente.measures.registry import Bench


ENERGY = {"energy_shortage": "shortage", "energy_abundance": "abundance"}
"""Properties of a state that are measured year by year, with the direction of their test."""


def only(group: ActorSet) -> str | None:
    """The one id of a set that has been taken apart."""
    return group.ids[0] if group.ids else None


def ask(
    kind: str, claim: Claim, bench: Bench, context: Context, roles: Mapping[str, str | None], *, topic: str = "relation",
    direction: str | None = None, flip: bool = False,
    details: Mapping[str, Any] | None = None, facets: Facets = NEUTRAL,
) -> Finding:  # fmt: skip
    """Put a question to the test of `kind`; the claim's polarity and period go with it.

    `flip` asks the denied question (for statements whose own meaning is a denial). `facets`: what else the test of `kind` may
    ask (`detente.facets`); their timing is that of the claim's period.
    """
    negated = claim.negative != flip
    start, end, stated = _years(claim, context)
    question = Question(
        claim.id, claim.part, "", 0, 0, kind,
        tuple(Role(i, role) for role, i in roles.items() if i),
        topic=topic, direction=direction, period=Period(start, end, stated),
        details={**({"negated": True} if negated else {}), **(details or {})},
        facets=replace(facets, timing=_timing(claim, start, end)),
    )  # fmt: skip
    return _check(question, bench, registry.Context(context.latest))


def _years(claim: Claim, context: Context) -> tuple[int | None, int | None, str | None]:
    start, end = claim.period.start, claim.period.end
    if start is None and end is None:
        return None, None, None
    if end is None:
        return start, max(context.latest, start or 0), f"since {start}"
    if claim.period.holds == "by_end" or start is None:
        return (start if start is not None else end), end, f"by {end}"
    return start, end, f"{start}" if start == end else f"{start}-{end}"


def _timing(claim: Claim, start: int | None, end: int | None) -> Timing:
    """How the period bounds the question: all along, or at its end at the latest."""
    if claim.period.start is None and claim.period.end is None:
        return Timing()
    if claim.period.end is not None and (claim.period.holds == "by_end" or claim.period.start is None):
        return Timing(by_then=True, named=(claim.period.end,), deadline=True)
    ended = claim.period.end is not None and start != end
    return Timing(named=tuple(y for y in (start, end if ended else None) if y is not None))


def _check(question: Question, bench: Bench, context: registry.Context) -> Finding:
    """The finding of the kind's own test, its period settled against the evidence."""
    open_start = question.period.start is None
    question = entities.settle_period(question, context.latest)
    if question.kind in ("necessity", "connectivity") and open_start:  # the map of the day
        question = replace(question, period=replace(question.period, start=question.period.end))
    problem = entities.ill_posed(question)
    if problem:
        return findings.simple("ill_posed", problem, grade="high", reasons=("dates of the state system",))
    found = import_module(f"detente.checks.{question.kind}").check(question, bench, context)
    return relation.with_limits(found, entities.partial_existence(question))
