"""Tests of what is said to be possible or predicted: a chance from base rates, and what happened since.

The label of a forecast is `open`, with its probability on a line of its own. Once its horizon has passed, what happened
decides a prediction; a mere possibility that did not come true stays open.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from detente.checks import findings
from detente.checks.typed.questions import ask, only
from detente.domain import Change, Claim, Event, Membership, Relation
from detente.english import capital
from detente.inference.verdict import negated
from detente.model import Finding

if TYPE_CHECKING:
    from detente.checks.typed.door import Context
    from detente.measures.registry import Bench

_SLIM = ("unlikely", "almost_no_chance")
_WARLIKE = ("wage_war", "invade", "attack", "armed_conflict", "clash", "bomb")


def evaluate(claim: Claim, bench: Bench, context: Context) -> Finding:
    """The finding on a possibility or prediction."""
    past = claim.period.end is not None and claim.period.end < context.latest
    if past:
        happened = _happened(claim, bench, context)
        came_true = happened is not None and happened.label == (
            "contradicted" if claim.negative else "supported"
        )
        if happened is not None and (claim.modality == "predicted" or came_true):
            return happened  # what came true was possible; what did not may have been
    chance = _chance(claim, bench, context)
    if chance is None:
        return findings.simple(
            "open", "It lies ahead, and no class of like cases gives it a chance.", reasons=("a forecast",)
        )
    return replace(
        chance,
        label="open",
        why=None,
        reason=capital(chance.reason),
        chart=replace(chance.chart, title=capital(chance.chart.title)) if chance.chart else None,
        grade_reasons=("a forecast", *chance.grade_reasons),
    )


def _happened(claim: Claim, bench: Bench, context: Context) -> Finding | None:
    """What came of a prediction whose horizon has passed, where the test of its statement decides it."""
    from detente.checks.typed.tests import STATEMENTS

    found = STATEMENTS[type(claim.statement)](
        claim.model_copy(update={"modality": "asserted"}), bench, context
    )
    if found.label not in ("supported", "contradicted", "partly_supported"):
        return None
    if claim.likelihood in _SLIM:  # what was called unlikely, and was not seen, bears the forecast out
        found = replace(found, label=negated(found.label))
    return replace(
        found, grade_reasons=("its horizon has passed: what happened decides", *found.grade_reasons)
    )


def _chance(claim: Claim, bench: Bench, context: Context) -> Finding | None:
    asked = _question(claim)
    if asked is None:
        return None
    roles, topic, direction = asked
    horizon = {}
    if (
        claim.period.start is not None
        and claim.period.end is not None
        and claim.period.end > claim.period.start
    ):
        horizon = {"horizon": claim.period.end - claim.period.start}
    found = ask(
        "possibility", claim, bench, context, roles, topic=topic, direction=direction, details=horizon
    )
    return found if found.probability is not None else None


def _question(claim: Claim) -> tuple[dict[str, str | None], str, str] | None:
    """Roles, topic and direction of the class of cases that a statement belongs to."""
    s = claim.statement
    if isinstance(s, Membership) and s.change in ("joined", "left", None):
        direction = "leave" if s.change == "left" else "join"
        return {"subject": only(s.who), "organisation": s.organisation.id}, "membership", direction
    if isinstance(s, Event) and s.act in _WARLIKE:
        pair = (*s.actors.ids, *s.targets.ids)
        return ({"subject": pair[0], "object": pair[1]}, "conflict", "fight") if len(pair) == 2 else None
    if (
        isinstance(s, Event)
        and s.act in ("supply_arms", "sell_arms")
        and len(s.actors) == len(s.targets) == 1
    ):
        return {"supplier": only(s.actors), "subject": only(s.targets)}, "arms", "supply"
    if isinstance(s, Relation) and s.fact == "allied":
        return {"subject": only(s.a), "object": only(s.b)}, "alliance", "ally"
    if isinstance(s, Change) and isinstance(s.of, Relation) and s.direction in ("improved", "worsened"):
        return (
            {"subject": only(s.of.a), "object": only(s.of.b)},
            "relation",
            s.direction[:-1] if s.direction == "improved" else "worsen",
        )
    return None
