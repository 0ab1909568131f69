"""Tests of `causation`, `influence` and `order`: what brought something about, who had his way, what orders the ties of states.

A cause is a dated act; its effect a change between two states, or what a third did in answer. At most `moderate`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from detente.checks.typed import efforts
from detente.checks.typed.questions import ask, only
from detente.checks.typed.relations import silent
from detente.domain import Causation, Change, Claim, Event, Influence, Order, Quantity, Relation
from detente.facets import Effect, Facets, Layer, Occurrence, Ordering
from detente.facets import Influence as Attempt
from detente.model import Finding

if TYPE_CHECKING:
    from detente.checks.typed.door import Context
    from detente.measures.registry import Bench

_OCCURRENCES = {
    "invade": "invasion", "occupy_territory": "invasion", "wage_war": "war", "armed_conflict": "war", "sign_agreement": "treaty",
    "make_peace": "treaty", "annex_territory": "annexation", "break_relations": "rupture", "restore_relations": "restoration",
    "normalise_relations": "normalisation", "impose_sanctions": "sanctions_imposed", "hold_exercise": "exercise",
    "stage_coup": "coup", "visit": "visit", "meet": "summit", "recognise_state": "recognition", "withdraw_troops": "withdrawal",
}  # fmt: skip


def causation(claim: Claim, bench: Bench, context: Context) -> Finding:
    """One thing brought about, prevented or did not bring about another."""
    c = claim.statement
    assert isinstance(c, Causation)
    if c.cause_holds == "supposed" or c.link in ("determines", "prevented"):
        return silent(
            "no_source",
            "What a supposed cause would do, or a real one kept from happening, is not in the record.",
        )
    if not isinstance(c.cause, Event):
        return silent(
            "too_weak", "Only a dated deed can be tested as a cause; this cause has no date of its own."
        )
    event = _occurrence(c.cause, claim)
    flip = c.link == "did_not_cause"
    if isinstance(c.effect, Change) and isinstance(c.effect.of, Relation):
        return _driver(claim, c.effect, c.effect.of, event, flip, bench, context)
    if isinstance(c.effect, Change) and (traded := _traded(c.effect)) is not None:
        return _driver(claim, *traded, event, flip, bench, context)
    if isinstance(c.effect, Event):
        return _reaction(claim, c.effect, c.cause, event, flip, bench, context)
    return silent(
        "too_weak", "Only a change between two states, or a deed in answer, can be tested as an effect."
    )


def _occurrence(cause: Event, claim: Claim) -> Occurrence:
    from detente.actors import occurrences

    who = tuple(sorted({occurrences.key(i) for i in (*cause.actors.ids, *cause.targets.ids)}))
    known = occurrences.kinds()
    kind = _OCCURRENCES.get(cause.act)
    years = (claim.period.start,) if claim.period.start is not None else ()
    named = cause.named if cause.named and cause.named.startswith("event:") else None
    from detente.presentation import statement_text

    return Occurrence(
        id=named, actors=who, kinds=(kind,) if kind in known else (), years=years, own_years=years,
        trade_agreement=any(o.kind == "agreement" and o.domain == "trade" for o in cause.object),
        label=statement_text(cause),
    )  # fmt: skip


_MOVES: dict[str | None, Literal["improved", "worsened"]] = {
    "rose": "improved", "began": "improved", "fell": "worsened", "ended": "worsened",
}  # fmt: skip


def _traded(change: Change) -> tuple[Change, Relation] | None:
    """A rise or fall of all trade between two, as the change of their ties in trade that the same series tell."""
    q = change.of
    direction = _MOVES.get(change.direction)
    if (
        not isinstance(q, Quantity)
        or q.measure != "trade_total"
        or q.product
        or not (q.of and q.with_)
        or direction is None
    ):
        return None
    ties = Relation(a=q.of, b=q.with_, domain="trade")
    return change.model_copy(update={"of": ties, "direction": direction}), ties


_TOPICS = {"trade": "trade", "economic": "trade", "arms": "arms", "votes": "voting", "military": "alliance"}
_EFFECTS = {
    "improved": "improve",
    "restored": "improve",
    "worsened": "worsen",
    "broke": "worsen",
    "ended": "end",
    "began": "start",
}


def _driver(
    claim: Claim, change: Change, r: Relation, event: Occurrence, flip: bool, bench: Bench, context: Context
) -> Finding:
    a, b = only(r.a), only(r.b) or (r.a.ids[1] if len(r.a) > 1 else None)
    direction = _EFFECTS.get(change.direction or "")
    if a is None or b is None or direction is None:
        return silent("too_weak", "The claim does not say between whom which change was brought about.")
    topic = {
        "trade": "trade",
        "economic": "trade",
        "arms": "arms",
        "votes": "voting",
        "military": "alliance",
    }.get(r.domain, "relation")
    facets = Facets(cause=event, effect=Effect(rupture=change.direction == "broke"))
    return ask(
        "driver",
        claim,
        bench,
        context,
        {"subject": a, "object": b},
        topic=topic,
        direction=direction,
        flip=flip,
        facets=facets,
    )


_FRIENDLY = (
    "establish_relations",
    "restore_relations",
    "normalise_relations",
    "give_aid",
    "lift_sanctions",
    "support_diplomatically",
)
_BREAKS = (
    "break_relations",
    "recall_ambassador",
    "expel_diplomats",
    "downgrade_relations",
    "withdraw_recognition",
)
_HOSTILE = (
    "impose_sanctions",
    "restrict_trade",
    "embargo_arms",
    "close_border",
    "attack",
    "bomb",
    "invade",
    "protest_diplomatically",
)


def _reaction(
    claim: Claim, deed: Event, cause: Event, event: Occurrence, flip: bool, bench: Bench, context: Context
) -> Finding:
    who, toward = only(deed.actors), only(deed.targets) or only(cause.actors)
    direction = "friendly" if deed.act in _FRIENDLY else "break" if deed.act in _BREAKS else "hostile"
    if who is None or toward is None or who == toward or deed.act not in (*_FRIENDLY, *_BREAKS, *_HOSTILE):
        return silent("too_weak", "No test here tells such a deed from what would have been done anyway.")
    roles = {"subject": who, "object": toward}
    found = ask(
        "reaction", claim, bench, context, roles, direction=direction, flip=flip, facets=Facets(event=event)
    )
    return replace(found, grade="moderate") if found.grade == "high" else found


_AIMS: dict[str, tuple[str, ...]] = {
    "withdraw_troops": ("compel_withdrawal",),
    "change_government": ("change_regime",),
    "leave_office": ("change_regime",),
    "annex_territory": ("seize_territory",),
    "transfer_territory": ("seize_territory",),
    "disarm": ("disarm", "nuclear"),
    "acquire_weapon": ("nuclear",),
    "test_weapon": ("nuclear",),
    "make_peace": ("impose_terms",),
    "accept_demand": ("impose_terms",),
    "become_independent": ("prevent_independence", "win_independence"),
    "release": ("free",),
    "defeat": ("win_war",),
    "invade": ("deter",),
    "attack": ("deter",),
}
"""Aims of the record of attempts that an aimed-at act can be. Weapons other than nuclear ones are `disarm` alone."""


def influence(claim: Claim, bench: Bench, context: Context) -> Finding:
    """An attempt to bring somebody to something, by the record of attempts of the same aim."""
    i = claim.statement
    assert isinstance(i, Influence)
    who, over = only(i.who), only(i.over)
    found = _by_attempts(claim, i, bench, context, who, over)
    if found.label != "insufficient_evidence":
        return found
    return efforts.by_record(claim, i, bench, context) or found


def _by_attempts(
    claim: Claim, i: Influence, bench: Bench, context: Context, who: str | None, over: str | None
) -> Finding:
    """The finding by the record of attempts of the same aim."""
    if who is None or over is None:
        return silent("no_source", "The claim does not say who tried to move whom.")
    if i.outcome is None:
        return silent("silent_record", "That it was tried is a deed; the record of attempts holds outcomes.")
    if not isinstance(i.aim, Event) or not (aims := _aims(i.aim)):
        return silent("too_weak", "Its aim is of no kind that the record of attempts holds.")
    direction = "succeeded" if i.outcome == "succeeded" else "failed"
    facets = Facets(
        influence=Attempt(aims=aims, prevents=i.aim_polarity == "negative", past=not claim.period.known)
    )
    return ask(
        "influence",
        claim,
        bench,
        context,
        {"subject": who, "object": over},
        topic="policy",
        direction=direction,
        facets=facets,
    )


def _aims(aim: Event) -> tuple[str, ...]:
    aims = _AIMS.get(aim.act, ())
    qualities = {o.quality for o in aim.object if o.quality}
    if "nuclear" in aims and qualities and "nuclear" not in qualities:
        return tuple(a for a in aims if a != "nuclear")
    return aims


_LAYERS: dict[str, Layer] = {
    "ideology": "voting bloc",
    "trade": "trade",
    "economics": "trade",
    "region": "region",
}


def order(claim: Claim, bench: Bench, context: Context) -> Finding:
    """What orders the ties of states, and what gave way to it."""
    o = claim.statement
    assert isinstance(o, Order)
    now, before = _LAYERS.get(o.by), _LAYERS.get(o.instead_of or "")
    if now is None or (o.instead_of and before is None):
        return silent("no_source", "No layer of ties here stands for that.")
    ordering = Ordering(
        rules=before or now, gives_way_to=now if before else None, ideology="ideology" in (o.by, o.instead_of)
    )
    direction: Literal["shift"] = "shift"
    return ask(
        "order",
        claim,
        bench,
        context,
        {"subject": o.region},
        direction=direction,
        facets=Facets(ordering=ordering),
    )
