"""The brief of a pair of states.

In: the bench, two states, a period. Out: a `Brief`: the relation by family on one time axis, turning points with
the events near them, who moved with it, what each side gets from whom, ways between them, where sources
differ, and claims worth testing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente import actors
from detente.briefing import differ, head, holdings, questions, series, turns
from detente.briefing.page_of import Brief, Section
from detente.briefing.sources import coverage, used
from detente.errors import DetenteError
from detente.report.text import number

if TYPE_CHECKING:
    from detente.checks.entities import Entity
    from detente.measures.registry import Bench

_WAYS = (("road,rail", "By land"), ("sea,road,rail", "By any way"))
_TURNS_FOLLOWED = 3
_FROM_EVENTS = "events"


def brief(bench: Bench, a: Entity, b: Entity, period: tuple[int, int]) -> Brief:
    """All of it, for `a` and `b` in the years of `period`."""
    first, last = period
    lines, silent = series.split(series.of_pair(bench, a, b, first, last))
    found = turns.of_pair(bench, a, b, first, last)
    own = [one for one in turns.events_between(bench, a, b) if first <= one.year <= last]
    corridors, between = _corridors(a, b, last)
    sections = (
        _turning(bench, a, b, found),
        _events(own),
        _moved(bench, a, b, found, last),
        _portfolio(bench, a, b, last),
        corridors,
        _disagreements(bench, a, b, first, last),
    )
    names = [one.source for one in (*lines, *silent)] + [turn.source for turn in found]
    names += [name for section in sections for name in section.sources]
    kept = used(bench, names)
    return Brief(
        states=((a.id, a.name), (b.id, b.name)),
        first=first,
        last=last,
        lead=(*head.lead(a, b, lines, silent, found, own), *head.names(bench, a, b, first, last)),
        figures=(head.picture(a, b, lines, own, found, first, last, kept),) if lines else (),
        sections=(*sections, coverage(kept, first, last)),
        claims=questions.of_pair(bench, a, b, found, first, last, between),
        sources=kept,
        atlas_version=bench.atlas.version,
    )


def _turning(bench: Bench, a: Entity, b: Entity, found: list[turns.Turn]) -> Section:
    rows = []
    for turn in found:
        near = turns.events_near(bench, a, b, turn.year)[:2]
        rows.append(
            {
                "year": turn.year,
                "family": turn.family,
                "direction": "closer" if turn.closer > 0 else "more distant",
                "change": f"{number(turn.before)} to {number(turn.after)} {turn.unit}",
                "rank": f"beyond {min(turn.percentile, 99.9):.1f}% of {turn.placebos:,} pairs",
                "events": "; ".join(f"{one.name} ({one.year})" for one in near) or "none on record",
            }
        )
    said = (
        "A break is a year in which the level of a measure changed; only those beyond nine in ten other pairs are listed.",
        "Breaks were searched for, so some lie there by chance; an event near one is no proof of a cause.",
    )
    return Section(
        "turning_points", "Turning points", said, tuple(rows), tuple(dict.fromkeys(t.source for t in found))
    )


def _events(own: list[Any]) -> Section:
    rows = tuple(
        {
            "date": one.day.isoformat(),
            "event": one.name,
            "tone": {1: "friendly", -1: "hostile"}.get(one.sign, "neither"),
            "reference": one.reference,
        }
        for one in sorted(own, key=lambda one: (-one.weight, one.day, one.id))[:12]
    )
    rows = tuple(sorted(rows, key=lambda row: row["date"]))
    more = f"The weightiest {len(rows)} of {len(own)}." if len(own) > len(rows) else ""
    said = (
        (more,)
        if more
        else ()
        if rows
        else (
            "The table of dated events has none between them; it is a selection, and its silence proves nothing.",
        )
    )
    return Section("events", "Dated events between them", said, rows, (_FROM_EVENTS,))


def _moved(bench: Bench, a: Entity, b: Entity, found: list[turns.Turn], last: int) -> Section:
    """Third parties whose tie to one of the two changed the same way in the same years."""
    rows, said = [], []
    strongest = sorted(found, key=lambda turn: (-turn.percentile, turn.year, turn.measure))[:_TURNS_FOLLOWED]
    for turn in sorted(strongest, key=lambda turn: turn.year):
        way = "closer" if turn.closer > 0 else "more distant"
        shares = []
        for own, other in ((a, b), (b, a)):
            moved, share = turns.moved_with(bench, own, other, turn, last)
            shares.append(f"{share:.0%} of the ties of {own.name}")
            rows += [
                {
                    "year": turn.year,
                    "family": turn.family,
                    "pair": f"{own.name} and {third}",
                    "direction": way,
                    "rank": f"beyond {min(rank, 99.9):.1f}% of pairs",
                }
                for third, rank in moved
            ]
        said.append(
            f"{turn.year}, {turn.family}, {way}: {' and '.join(shares)} to others moved the same way "
            "beyond nine in ten pairs (one in ten is what chance gives)."
        )
    if not found:
        said = ["There is no turning point to compare the ties of others with."]
    return Section("moved_with", "Who moved with it", tuple(said), tuple(rows))


def _portfolio(bench: Bench, a: Entity, b: Entity, last: int) -> Section:
    rows = []
    for who, other in ((a, b), (b, a)):
        for row in holdings.portfolio(bench, who, other, last):
            share, rank = row.pop("share"), row.pop("rank")
            row["the other"] = f"{share:.1f} per cent, rank {rank}" if rank else "nothing recorded"
            rows.append(row)
        if ranked := holdings.votes(bench, who, last):
            year, nearest = ranked
            place = next((i + 1 for i, (code, _) in enumerate(nearest) if code in other.codes), None)
            rows.append(
                {
                    "state": who.name,
                    "what": "UN votes, nearest states",
                    "years": str(year),
                    "largest": ", ".join(turns.state_name(code, year) for code, _ in nearest[:3]),
                    "concentration": None,
                    "the other": f"place {place} of {len(nearest)}" if place else "did not vote",
                }
            )
    said = (
        "Shares are averages over the years named; concentration is the Herfindahl index (0: spread over many, 1: one partner).",
    )
    return Section(
        "portfolio",
        "What each side gets from whom",
        said,
        tuple(rows),
        ("sipri-arms", "cow-trade", "baci-energy", "un-ideal-points"),
    )


def _disagreements(bench: Bench, a: Entity, b: Entity, first: int, last: int) -> Section:
    said = differ.sentences(bench, a, b, first, last)
    sources = ("tss-rivalries", "td-rivalries", "cow-mid", "gml-mid")
    return Section("disagreements", "Where sources differ", said or (differ.SILENT,), (), sources)


def _corridors(a: Entity, b: Entity, last: int) -> tuple[Section, tuple[str, ...]]:
    """The shortest ways between their main places, and the states the way by land passes through."""
    from detente import transport

    year = min(last, 2024)
    rows, said, sources = [], [], []
    between: tuple[str, ...] = ()
    for mode, words in _WAYS:
        try:
            answer = transport.route(actors.at(a.id, year), actors.at(b.id, year), mode, year)
        except DetenteError as error:
            said.append(f"{words}: {error}")
            continue
        if not answer.routes:
            said.append(f"{words}: {answer.reason}")
            continue
        way = answer.routes[0]
        between = between or tuple(_named(state) for state in way.states[1:-1])
        row = {
            "way": words,
            "from": answer.start,
            "to": answer.end,
            "km": round(way.km),
            "hours": f"{way.hours_low:.0f} to {way.hours_high:.0f}",
            "USD": f"{way.usd_low:,.0f} to {way.usd_high:,.0f}",
            "through": ", ".join(_named(state) for state in way.states[1:-1]) or "no third state",
        }
        if not any({**row, "way": ""} == {**other, "way": ""} for other in rows):
            rows.append(row)
        sources = [one["id"] for one in transport.sources()]
    said.append(f"Shortest by distance in {year}; hours and USD (20 t) are model figures with wide ranges.")
    return Section("corridors", "Ways between them", tuple(said), tuple(rows), tuple(sources)), between


def _named(state: str) -> str:
    try:
        return actors.get(state).name
    except DetenteError:
        return state
