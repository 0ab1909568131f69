"""Tests of what is said to be possible or predicted: a chance from base rates, and what happened since.

The label of a forecast is `open`, with its probability on a line of its own. Once its horizon has passed, what happened
decides a prediction; a mere possibility that did not come true stays open.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from detente import actors
from detente.checks import findings
from detente.checks.deeds import findings as told
from detente.checks.deeds import when
from detente.checks.deeds.record import load
from detente.checks.occasions import key
from detente.checks.typed.questions import ask, only
from detente.domain import Causation, Change, Claim, Event, Membership, Period, Relation
from detente.english import capital
from detente.inference.verdict import negated
from detente.measures import conflict
from detente.model import Finding

if TYPE_CHECKING:
    from detente.checks.typed.door import Context
    from detente.measures.registry import Bench

_SLIM = ("unlikely", "almost_no_chance")
_WARLIKE = ("wage_war", "invade", "attack", "armed_conflict", "clash", "bomb")


def evaluate(claim: Claim, bench: Bench, context: Context) -> Finding:
    """The finding on a possibility or prediction."""
    past = claim.period.end is not None and claim.period.end < context.latest
    happened = _happened(claim, bench, context) if past or claim.modality == "predicted" else None
    if happened is not None and past:
        came_true = happened.label == ("contradicted" if claim.negative else "supported")
        if claim.modality == "predicted" or came_true:
            return happened  # what came true was possible; what did not may have been
    if happened is not None and claim.modality == "predicted" and _came_true(claim, happened, context):
        return happened
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


_SOON = 10
"""A forecast without a horizon is of so many years."""


def _came_true(claim: Claim, happened: Finding, context: Context) -> bool:
    """Whether a forecast without a horizon is settled: it has come true, or ten years went by without it."""
    if claim.period.end is not None or claim.period.start is None:
        return False
    return happened.label == "supported" or claim.period.start + _SOON < context.latest


def _happened(claim: Claim, bench: Bench, context: Context) -> Finding | None:
    """What came of a prediction whose horizon has passed, where the test of its statement decides it."""
    from detente.checks.typed.tests import STATEMENTS

    within = claim
    if claim.period.end is None and claim.period.start is not None:
        span = {
            "from": _after(claim.period.from_ or ""),
            "to": str(claim.period.start + _SOON),
            "origin": claim.period.origin,
        }
        within = claim.model_copy(update={"period": Period.model_validate(span)})
    if isinstance(claim.statement, Causation):
        found = consequence(within, claim.statement, bench, context)
    else:
        found = STATEMENTS[type(claim.statement)](
            within.model_copy(update={"modality": "asserted"}), bench, context
        )
    if found.label not in ("supported", "contradicted", "partly_supported"):
        return None
    if claim.likelihood in _SLIM:  # what was called unlikely, and was not seen, bears the forecast out
        found = replace(found, label=negated(found.label))
    return replace(
        found, grade_reasons=("its horizon has passed: what happened decides", *found.grade_reasons)
    )


def _after(day: str) -> str:
    """What is forecast after a month or day begins with the next one; after a year, within it."""
    if len(day) == 10:
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    if len(day) == 7:
        year, month = int(day[:4]), int(day[5:])
        return f"{year + month // 12:04d}-{month % 12 + 1:02d}"
    return day


_STATUS = (
    "become_independent",
    "declare_independence",
    "unify",
    "dissolve_state",
    "change_status",
    "annex_territory",
)
"""Deeds by which the status of a territory changes."""
_FOUGHT = ("armed_conflict", "wage_war", "clash", "attack", "invade")


def consequence(claim: Claim, c: Causation, bench: Bench, context: Context) -> Finding:
    """What became of "if A is done, B will follow": A is on record, and B, which lists hold, did or did not follow.

    Only fighting has a list that says it did not come. A forecast of what any such deed brings falls with one that brought none.
    """
    cause, effect = c.cause, c.effect
    if not isinstance(cause, Event) or not isinstance(effect, Event) or effect.act not in _FOUGHT:
        return findings.simple("open", "What would follow is on no list here.")
    record, window = load(bench, context.latest), when.window(claim.period, context.latest)
    acts = _STATUS if cause.act == "change_status" else (cause.act,)
    lands = [o for t in cause.object for o in (t.id, *t.of) if o] + list(cause.place)
    who = {key(i) for i in (*cause.actors.ids, *cause.targets.ids, *(_state(x) for x in lands))}
    deeds = [d for d in record.of(acts) if who & d.doers and when.fit(d, window) == "within"] if who else []
    if not deeds:
        return findings.simple("open", "The record holds no such cause in these years.")
    states = [d.actors[0] for d in deeds if d.actors]
    codes = tuple(sorted({n for s in states if (n := actors.gwcode(s) or actors.ccode(s)) is not None}))
    first, level = conflict.intensity(bench, None, codes)
    years = range(min(d.year for d in deeds), max(d.year for d in deeds) + _AFTER + 1)
    if not codes or years[-1] >= first + len(level):
        return findings.simple("open", "The list of armed conflicts does not reach so far.")
    fought = [y for y in years if level[y - first]]
    said = f"{told.several(deeds)}. In {years[0]}-{years[-1]} "
    if fought:
        return told.found(
            "insufficient_evidence",
            bench,
            deeds,
            f"{said}armed conflict there is listed in {fought[0]}; whether it came of that is not tested.",
        )
    label = "supported" if claim.negative else "contradicted"
    return told.found(label, bench, deeds, f"{said}no armed conflict there is listed (UCDP/PRIO).")


_AFTER = 3


def _state(place: str) -> str:
    """The state that goes by the name of a place (Kosovo), or the place itself."""
    named = actors.resolve(place.rpartition(":")[2].replace("-", " ").title()) if ":" in place else None
    return named.id if named is not None else place


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
