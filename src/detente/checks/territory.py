"""The tests of `territory` and `dispute` statements: who owns, administers, occupies or claims a place; disputes over it.

Data: the atlas's table `territories` and the record of deeds (settlements, referrals to a court). The list of territories is
partial: it refutes only where it holds the place with another owner for those years.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from detente.checks import deeds
from detente.checks.attributes import spells
from detente.checks.attributes.evaluate import denied, unknown
from detente.checks.attributes.spells import Span
from detente.checks.deeds import places
from detente.checks.deeds.requirements import plain
from detente.checks.deeds.units import said
from detente.checks.occasions import key
from detente.domain import Claim, Dispute, Event, Period, Territory
from detente.model import Finding, Label

if TYPE_CHECKING:
    from detente.checks.statements import Context
    from detente.measures.registry import Bench

_EXCLUSIVE = {"owns": ("owns",), "administers": ("administers", "owns")}
"""What only one state can do with a place, and the rows that show another doing it."""
_VERB = {"owns": "owning", "administers": "administering", "occupies": "occupying", "claims": "claiming"}


def claim(one: Claim, bench: Bench, context: Context) -> Finding:
    """The finding on a claim whose statement is of a territory."""
    statement: Territory = one.statement  # type: ignore[assignment]
    if not statement.who.ids or not statement.place:
        return unknown("It does not say who holds what.")
    if statement.status == "lost":
        return _lost(one, statement, bench, context)
    years = spells.span(one.period, context.latest)
    parts = [holds(who, statement.place, statement.status, years, bench) for who in statement.who.ids]
    whole = _joined(statement.who.ids, parts)
    return denied(whole) if one.negative else whole


def dispute(one: Claim, bench: Bench, context: Context) -> Finding:
    """The finding on a claim whose statement is a dispute: both sides claim the thing, or it was settled or submitted."""
    statement: Dispute = one.statement  # type: ignore[assignment]
    sides = (*statement.a.ids, *statement.b.ids)
    if statement.status in ("settled", "submitted"):
        act = "settle_dispute" if statement.status == "settled" else "refer_to_court"
        event = Event(act=act, actors=statement.a, targets=statement.b, object=statement.over)
        period = one.period if statement.status == "submitted" else _by_end(one.period)
        return deeds.evaluate(event, period, one.negative, bench, context)
    held = [t.id for t in statement.over if t.id]
    if len(sides) < 2 or not held:
        return unknown("It does not say who disputes what.")
    years = spells.span(one.period, context.latest)
    parts = [holds(who, held, "claims", years, bench) for who in sides]
    whole = _joined(sides, parts)
    return denied(whole) if one.negative else whole


def _by_end(period: Period) -> Period:
    return period.model_copy(update={"holds": "by_end"})


def _joined(who: Sequence[str], parts: Sequence[Finding]) -> Finding:
    from detente.checks.typed.sets import joined

    return parts[0] if len(parts) == 1 else joined([(said(w), p) for w, p in zip(who, parts, strict=True)])


def _lost(one: Claim, statement: Territory, bench: Bench, context: Context) -> Finding:
    """A territory lost: it was taken, ceded or annexed, by the record of deeds."""
    who, place = statement.who, statement.place
    events = (
        Event(act="seize_territory", targets=who, place=place),
        Event(act="transfer_territory", actors=who, place=place),
        Event(act="lose_territory", actors=who, place=place),
    )
    found = [deeds.evaluate(event, one.period, one.negative, bench, context) for event in events]
    order = ("supported", "contradicted", "partly_supported", "insufficient_evidence")
    return min(found, key=lambda f: order.index(f.label) if f.label in order else len(order))


def holds(who: str, held: Sequence[str], status: str, years: Span, bench: Bench) -> Finding:
    """Whether a state owns, administers, occupies or claims each of the places over the years."""
    if not held or "territories" not in bench.atlas.tables:
        return unknown("It does not say which territory.")
    found = [_one(who, place, status, years, bench) for place in held]
    return _joined(held, found) if len(found) > 1 else found[0]


def _one(who: str, place: str, status: str, years: Span, bench: Bench) -> Finding:
    table = [r for r in bench.atlas.table("territories").to_dicts() if _of(r["place"], place)]
    if not table:
        return unknown(f"No list here says who holds {_said(place)}.")
    rows = [r for r in table if key(r["who"]) == key(who) and r["status"] == status]
    label = _label(rows, table, who, status, years)
    shown = rows or [r for r in table if spells.covered([r], years) != "none"] or table
    told = "; ".join(
        f"{said(r['who'])}: {_VERB[r['status']]} {spells.told([r], 0)}"
        + (f" ({r['note']})" if r["note"] else "") + (" (disputed)" if r["disputed"] else "")
        for r in shown[:6]
    )  # fmt: skip
    if label is None:
        return unknown(f"Of {_said(place)} the list says: {told}.")
    return by_list(
        bench, place, shown, label, told, change="A source that gives the place to another.",
        counter="Holding a place, owning it and being recognised as its owner are three things.",
    )  # fmt: skip


def by_list(
    bench: Bench,
    place: str,
    rows: Sequence[dict[str, Any]],
    label: Label,
    told: str,
    *,
    change: str,
    counter: str,
) -> Finding:
    """What rows of the list of territories decide of a place; the general record alone is no high grade."""
    general = all(r["reference"] == "general record" for r in rows)
    return Finding(
        label, "moderate" if general else "high", ("a list of territories",), f"Of {_said(place)} the list says: {told}.",
        would_change=(change,), counter_reading=counter,
        evidence=spells.evidence(bench, "territories", rows, f"place = '{places.known(place)}'"),
        citations=(bench.source("lists").citation_key,),
    )  # fmt: skip


def _label(
    rows: Sequence[dict[str, Any]], table: Sequence[dict[str, Any]], who: str, status: str, years: Span
) -> Label | None:
    how = spells.covered([r for r in rows if not r["disputed"]], years)
    if how == "all":
        return "supported"
    if spells.covered(rows, years) == "all":
        return "contested"
    if how == "some":
        return "partly_supported"
    others = [
        r
        for r in table
        if key(r["who"]) != key(who) and r["status"] in _EXCLUSIVE.get(status, ()) and not r["disputed"]
    ]
    return "contradicted" if spells.covered(others, years) == "all" else None


def _of(listed: str, claimed: str) -> bool:
    if claimed.startswith("place:") or listed.startswith("place:"):
        return places.known(listed) == places.known(claimed)
    return key(listed) == key(claimed)


def _said(place: str) -> str:
    return plain(place).title() if place.startswith("place:") else said(place)
