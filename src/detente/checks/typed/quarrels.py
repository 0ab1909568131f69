"""Tests of disputes and threats between two sides: what they quarrel over, and whether one menaces the other.

A dispute over land is one where both hold or claim it and at least one claims it, by the list of territories. A dispute over
anything else is a deed of the record: hostile dealings of the two over that thing. A threat has a direction: hostility of the
two by the test of threats, and deeds by which the one menaced the other.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from detente.checks import territory
from detente.checks.attributes import spells
from detente.checks.attributes.evaluate import denied
from detente.checks.deeds import findings as told
from detente.checks.deeds import places, units, vocabulary, when
from detente.checks.deeds.record import Deed, load
from detente.checks.deeds.requirements import plain
from detente.checks.occasions import key
from detente.checks.typed.questions import ask
from detente.domain import Claim, Relation
from detente.domain.acts import ACTS
from detente.inference.verdict import negated as negated_label
from detente.model import Finding, Label

if TYPE_CHECKING:
    from detente.checks.typed.door import Context
    from detente.domain import Thing
    from detente.measures.registry import Bench

_HELD = {"owns": "holding", "administers": "administering", "occupies": "occupying", "claims": "claiming"}
_MENACE = ("THREATEN", "ASSAULT", "MOBILIZE")
"""PLOVER types of deeds by which one side menaces another."""
_PEACEFUL = ("hold_exercise", "station_troops", "send_troops")
_MENACING_YEARS = 10
"""For so many years a deed says that its doer was a menace; then it has faded."""


def silent(why: str, reason: str) -> Finding:
    """Nothing found, and of which kind of want."""
    return told.silent(reason, why)  # pyright: ignore[reportArgumentType]


def dispute(claim: Claim, r: Relation, bench: Bench, context: Context, a: str, b: str) -> Finding:
    """Whether two sides were in dispute over a place or an issue."""
    lands = [t for t in r.over if _place(t)]
    issues = [t for t in r.over if not _place(t)]
    found: list[Finding] = []
    if lands or (r.domain == "territorial" and not issues):
        found.append(_over_land(claim, bench, context, a, b, [_place(t) for t in lands]))
    if issues or not found:
        found.append(_over_issue(claim, r, bench, context, a, b, issues))
    order = ("contradicted", "contested", "insufficient_evidence", "partly_supported", "supported")
    worst = min(found, key=lambda f: order.index(f.label))
    return denied(worst) if claim.negative else worst


def _place(thing: Thing) -> str:
    """The place a thing is, or is named by; empty where it is none."""
    named = next((i for i in (thing.id, *thing.over) if i and i.startswith("place:")), "")
    return named or (thing.id if thing.id and len(thing.id) == 3 and thing.id.isupper() else "")


def _over_land(claim: Claim, bench: Bench, context: Context, a: str, b: str, wanted: list[str]) -> Finding:
    if "territories" not in bench.atlas.tables:
        return silent("no_source", "This atlas has no list of territories.")
    years = spells.span(claim.period, context.latest)
    rows = bench.atlas.table("territories").to_dicts()
    listed = list(dict.fromkeys(r["place"] for r in rows))
    asked = [places.known(p) for p in wanted]
    fitting = [p for p in listed if not asked or places.known(p) in asked]
    for place in fitting:
        own = {s: [r for r in rows if r["place"] == place and key(r["who"]) == key(s)] for s in (a, b)}
        how = [spells.covered(own[s], years) for s in (a, b)]
        claimed = any(
            r["status"] == "claims" and spells.covered([r], years) != "none" for s in (a, b) for r in own[s]
        )
        if claimed and "none" not in how:
            return _land(
                bench, place, [*own[a], *own[b]], "supported" if set(how) == {"all"} else "partly_supported"
            )
    where = " and ".join(plain(p).title() for p in wanted) if wanted else "any land"
    return silent(
        "silent_record",
        f"The list of territories has no dispute of the two over {where} in these years; it is not complete.",
    )


def _land(bench: Bench, place: str, rows: list[dict[str, Any]], label: Label) -> Finding:
    said = "; ".join(f"{units.said(r['who'])} {_HELD[r['status']]} it {spells.told([r], 0)}" for r in rows)
    return territory.by_list(
        bench, place, rows, label, said, change="A source that dates a claim otherwise.",
        counter="That two claim one place does not say how much they quarrelled over it.",
    )  # fmt: skip


def _over_issue(
    claim: Claim, r: Relation, bench: Bench, context: Context, a: str, b: str, issues: list[Thing]
) -> Finding:
    """Hostile dealings of the two in the years of the claim that the record says were over that thing."""
    record, window = load(bench, context.latest), when.window(claim.period, context.latest)
    pair = (units.unit(a, bench, window.last.year), units.unit(b, bench, window.last.year))
    acts = [name for name, act in ACTS.items() if act.sign < 0]
    own = [d for d in record.of(acts) if _parties(d, pair) and when.fit(d, window) == "within"]
    if not issues:
        wanted = [] if r.domain == "general" else [vocabulary.domain(r.domain)]
        if not wanted:
            return silent("no_source", "The claim does not say over what they were in dispute.")
    else:
        wanted = [w for t in issues for w in _subject(t)]
    whole = [d for d in own if all(w & d.words for w in wanted)]
    part = [d for d in own if any(w & d.words for w in wanted)]
    if whole:
        return told.found("supported", bench, whole, f"The record holds: {told.several(whole)}.")
    if part and len(wanted) > 1:
        return told.found(
            "partly_supported",
            bench,
            part,
            f"The record holds: {told.several(part)}. It does not say all of what it was over.",
        )
    return told.silent(
        f"The record holds no quarrel of the two over it {window.words()}, and it is not complete.",
        bench=bench,
        near=own,
    )


def _subject(thing: Thing) -> list[frozenset[str]]:
    """What a dispute is over, as sets of words of each of which one must stand in the row."""
    named = thing.id or thing.name or ""
    found = (
        [vocabulary.table("domain").get(w, frozenset((w,))) for w in sorted(vocabulary.slug(named))]
        if named
        else []
    )
    for name in (thing.domain, *thing.product, *thing.topic):
        if name:
            found.append(vocabulary.domain(name))
    return found


def _parties(deed: Deed, pair: tuple[units.Unit, units.Unit]) -> bool:
    return all(unit.among(deed.everyone) for unit in pair)


def threat(claim: Claim, bench: Bench, context: Context, a: str, b: str) -> Finding:
    """Whether one side was a threat to another: enmity of the two, and menacing deeds of the one."""
    positive = claim.model_copy(update={"polarity": "positive"})
    found = ask(
        "threat", positive, bench, context, {"subject": a, "object": b}, topic="conflict", direction="present"
    )
    if found.label not in ("supported", "partly_supported"):
        return replace(found, label=negated_label(found.label)) if claim.negative else found
    menaces = _menaces(bench, context, claim, a, b)
    if not menaces:
        reason = f"The record holds no deed by which {units.said(a)} menaced {units.said(b)} in the ten years before."
        return silent("silent_record", f"{found.reason} {reason}")
    label = negated_label(found.label) if claim.negative else found.label
    return replace(
        found, label=label, reason=f"{found.reason} What {units.said(a)} did: {told.several(menaces)}.",
        evidence=(*found.evidence, *told.rows(bench, menaces)),
    )  # fmt: skip


def _reached(deed: Deed) -> frozenset[str]:
    """To whom it was done, and over whose land."""
    return deed.receivers | frozenset(s for p in deed.places for s in places.states(p))


def _menaces(bench: Bench, context: Context, claim: Claim, a: str, b: str) -> list[Deed]:
    record, window = load(bench, context.latest), when.window(claim.period, context.latest)
    first = window.first if window.first != date.min else window.last
    before = when.Window(date(max(first.year - _MENACING_YEARS, 1), 1, 1), window.last)
    acts = [
        n for n, act in ACTS.items() if act.plover in _MENACE and n not in _PEACEFUL and not act.symmetric
    ]
    doer, receiver = units.unit(a, bench, window.last.year), units.unit(b, bench, window.last.year)
    return [
        d
        for d in record.of([*acts, "claim_territory"])
        if doer.among(d.doers) and receiver.among(_reached(d)) and when.fit(d, before)
    ]
