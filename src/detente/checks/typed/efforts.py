"""Attempts told by the record of deeds: that it was tried, that what was aimed at was done or not.

An attempt is a deed by which one presses, offers or mediates in the matter of the aim. That it came about is the deed aimed
at, on record; that it failed is told only of peace, where fighting went on. Why it came so is not told, so the grade is low.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from detente.checks import deeds
from detente.checks.deeds import findings as told
from detente.checks.deeds import units, vocabulary, when
from detente.checks.deeds.record import Deed, load
from detente.checks.occasions import key
from detente.domain import Claim, Event, Influence
from detente.domain.acts import ACTS
from detente.inference.verdict import negated as negated_label
from detente.model import Finding

if TYPE_CHECKING:
    from detente.checks.typed.door import Context
    from detente.measures.registry import Bench

_GOOD_OFFICES = (
    "mediate",
    "convene_conference",
    "hold_talks",
    "agree",
    "sign_agreement",
    "cease_fire",
    "meet",
)
_PRESSURE = (
    "threaten", "demand", "impose_sanctions", "embargo_arms", "restrict_trade", "raise_tariffs", "cut_supply", "cut_aid",
    "close_border", "blockade", "mobilise", "cyberattack", "expel_people", "attack", "bomb", "invade", "occupy_territory",
    "clash",
)  # fmt: skip
_OFFERS = ("mediate", "agree", "sign_agreement", "hold_talks", "pledge", "give_aid", "convene_conference")
_BEFORE_YEARS = 2
_FIGHTING = 3
"""Weight of an act from which it is fighting."""


def by_record(claim: Claim, i: Influence, bench: Bench, context: Context) -> Finding | None:
    """The finding on an attempt by the record alone; None where it cannot tell."""
    aim = i.aim
    if not isinstance(aim, Event) or not claim.period.known:
        return None
    window = when.window(claim.period, context.latest)
    found = (
        _tried(claim, i, aim, bench, context, window)
        if i.outcome is None
        else _came(i, aim, bench, context, window)
    )
    if found is None:
        return None
    return replace(found, label=negated_label(found.label)) if claim.negative else found


def _came(i: Influence, aim: Event, bench: Bench, context: Context, window: when.Window) -> Finding | None:
    """Whether what was aimed at came about, after attempts that are on record."""
    if i.aim_polarity == "negative":
        return None
    tries = _attempts(i, aim, bench, context, window)
    done = deeds.evaluate(aim, _period(window), False, bench, context)
    if not tries:
        return None
    if done.label == "supported":
        label = "supported" if i.outcome == "succeeded" else "contradicted"
        reason = f"What was tried: {told.several(tries)}. What came of it: {done.reason}"
        return replace(
            done, label=label, grade="low", reason=reason, evidence=(*done.evidence, *told.rows(bench, tries))
        )
    fought = _fought_on(aim, bench, context, window)
    if aim.act != "make_peace" or not fought or i.outcome not in ("succeeded", "failed", "null"):
        return None
    label = "contradicted" if i.outcome == "succeeded" else "supported"
    fight = f"No peace is on record {window.words()}. They fought on: {told.several(fought)}."
    reason = f"What was tried: {told.several(tries)}. {fight}"
    return replace(told.found(label, bench, [*tries, *fought], reason), grade="low")


def _period(window: when.Window):
    from detente.domain import Period

    first = None if window.first == date.min else window.first.isoformat()
    return Period.model_validate({"from": first, "to": window.last.isoformat(), "origin": "stated"})


def _fought_on(aim: Event, bench: Bench, context: Context, window: when.Window) -> list[Deed]:
    """Deeds of force between the parties in the last year of the window or the one after."""
    record = load(bench, context.latest)
    after = when.Window(date(window.last.year, 1, 1), date(window.last.year + 1, 12, 31))
    acts = [n for n, a in ACTS.items() if a.sign < 0 and a.weight >= _FIGHTING]
    parties = [units.unit(p, bench, window.last.year) for p in (*aim.actors.ids, *aim.targets.ids)]
    lands = [frozenset((key(p),)) for p in (*aim.actors.ids, *aim.targets.ids)]
    return [
        d
        for d in record.of(acts)
        if when.fit(d, after)
        and sum(
            bool(own & _involved(d)) or u.among(d.everyone) for own, u in zip(lands, parties, strict=True)
        )
        >= 2
    ]


def _involved(deed: Deed) -> frozenset[str]:
    """Parties, and the states and places it was done in, armed groups by the state they are based in."""
    from detente.checks.deeds import places

    bases = {key(state) for group, state in units.bases() if key(group) in deed.everyone}
    return deed.everyone | bases | frozenset(s for p in deed.places for s in places.states(p))


def _attempts(i: Influence, aim: Event, bench: Bench, context: Context, window: when.Window) -> list[Deed]:
    """Deeds by which it was tried: good offices between the parties, or what the named one did in the matter."""
    record = load(bench, context.latest)
    first = window.first if window.first != date.min else window.last
    before = when.Window(date(max(first.year - _BEFORE_YEARS, 1), 1, 1), window.last)
    if not i.who:
        parties = [units.unit(p, bench, window.last.year) for p in (*aim.actors.ids, *aim.targets.ids)]
        both = [
            d
            for d in record.of(_GOOD_OFFICES)
            if when.fit(d, window) and all(u.among(d.everyone) for u in parties)
        ]
        return both if len(parties) > 1 else []
    words = _matter(aim)
    if aim.act == "make_peace" and not words:
        sides = [units.unit(p, bench, window.last.year) for p in (*aim.actors.ids, *aim.targets.ids)]
        host = units.unit(i.who.ids[0], bench, window.last.year)
        offices = [d for d in record.of(_GOOD_OFFICES) if when.fit(d, before) and host.among(d.everyone)]
        return [d for d in offices if len(sides) > 1 and all(u.among(d.everyone) for u in sides)]
    doer = units.unit(i.who.ids[0], bench, window.last.year)
    own = [d for d in record.of((*_PRESSURE, *_OFFERS)) if doer.among(d.doers) and when.fit(d, before)]
    over = units.unit(i.over.ids[0], bench, window.last.year) if i.over.ids else units.ANYBODY
    named = vocabulary.words(over.said)
    return [d for d in own if words and words & d.words and (over.among(_involved(d)) or named <= d.words)]


def _matter(aim: Event) -> frozenset[str]:
    """Words by which a row tells that it was about what is aimed at: its object and its other parties."""
    found: set[str] = set()
    for thing in aim.object:
        for name in (thing.quality, thing.domain, *thing.product, *thing.topic):
            found |= vocabulary.domain(name) if name else set()
        for named in (thing.id, thing.name):
            found |= vocabulary.slug_words(named)[0] if named else set()
    return frozenset(found)


def _tried(
    claim: Claim, i: Influence, aim: Event, bench: Bench, context: Context, window: when.Window
) -> Finding | None:
    """That one pressed another: hostile deeds of the one to the other, in the matter of the aim or in another."""
    if not i.who.ids or not i.over.ids:
        return None
    record = load(bench, context.latest)
    doer, receiver = (units.unit(s.ids[0], bench, window.last.year) for s in (i.who, i.over))
    acts = _PRESSURE if i.aim_polarity == "negative" else (*_PRESSURE, *_OFFERS)
    own = [
        d
        for d in record.of(acts)
        if doer.among(d.doers) and receiver.among(d.receivers) and when.fit(d, window) == "within"
    ]
    matter = _matter(aim) | {
        w for p in aim.actors.ids if p not in i.over.ids for w in vocabulary.words(units.said(p))
    }
    fitting = [d for d in own if (matter - vocabulary.generic()) & d.words]
    if fitting:
        return replace(
            told.found("supported", bench, fitting, f"The record holds: {told.several(fitting)}."),
            grade="low",
        )
    if own:
        reason = f"The record holds pressure, and not what it was for: {told.several(own)}."
        return replace(told.found("partly_supported", bench, own, reason), grade="low")
    return None
