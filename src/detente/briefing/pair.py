"""The brief of a pair of states.

In: the bench, two states, a period. Out: a `Brief`: the relation by family on one time axis, turning points with
the events near them, who moved with it, what each side gets from whom, ways between them, where sources
differ, and claims worth testing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.briefing import differ, fighting, head, holdings, questions, series, turns
from detente.briefing.page_of import Brief, Section
from detente.briefing.sources import coverage, used
from detente.briefing.ways import corridors
from detente.briefing.wording import change, the, times
from detente.english import capital, listed

if TYPE_CHECKING:
    from detente.checks.entities import Entity
    from detente.measures.registry import Bench

_TURNS_FOLLOWED = 3
_TURNS_SHOWN = 8
_THIRDS = 4  # third parties named, each way
_FROM_EVENTS = "events"
_TONES = {1: "friendly", -1: "hostile"}


def brief(bench: Bench, a: Entity, b: Entity, period: tuple[int, int]) -> Brief:
    """All of it, for `a` and `b` in the years of `period`."""
    first, last = period
    lines, silent = series.split(series.of_pair(bench, a, b, first, last))
    found = turns.of_pair(bench, a, b, first, last, fighting.war_years(bench, a, b))
    own = [one for one in turns.events_between(bench, a, b) if first <= one.year <= last]
    ways = corridors(bench, a, b, last)
    sections = (
        _turning(bench, a, b, found),
        _events(bench, own, found),
        _moved(bench, a, b, found, last),
        _portfolio(bench, a, b, last),
        ways,
        _disagreements(bench, a, b, first, last, lines),
    )
    names = [one.source for one in (*lines, *silent)] + [name for turn in found for name in turn.sources]
    names += [name for section in sections for name in section.sources]
    fought = fighting.sentences(bench, a, b, first, last)
    names += fighting.SOURCES if fought else ()
    kept = used(bench, names)
    return Brief(
        states=((a.id, a.name), (b.id, b.name)),
        first=first,
        last=last,
        lead=(
            *head.lead(bench, a, b, lines, silent, found, own),
            *fought,
            *head.silences(silent),
            *head.names(bench, a, b, first, last),
        ),
        figures=(head.picture(a, b, lines, own, found, first, last, kept),) if lines else (),
        sections=(*sections, coverage(kept, first, last)),
        claims=questions.of_pair(
            bench, a, b, [turn for turn in found if turn.measure != turns.RECORD], first, last
        ),
        sources=kept,
        atlas_version=bench.atlas.version,
    )


def _turning(bench: Bench, a: Entity, b: Entity, found: list[turns.Turn]) -> Section:
    rows, short = [], []
    chosen = turns.strongest(found, _TURNS_SHOWN)
    for turn in found:
        near = turns.events_near(bench, a, b, turn.year)[:2]
        events = "; ".join(f"{one.name} ({one.year})" for one in near)
        rows.append(
            {
                "year": turn.year,
                "family": turn.family,
                "direction": turn.way,
                "change": change(turn),
                "rank": f"beyond {min(turn.percentile, 99.9):.1f}% of {turn.placebos:,} pairs",
                "events": events or "none on record",
            }
        )
        if turn in chosen:
            sign = "▲ closer" if turn.closer > 0 else "▼ apart"
            fitting = next((one for one in near if one.sign * turn.closer >= 0), None)
            event = f"{fitting.name} ({fitting.year})" if fitting is not None else ""
            short.append((str(turn.year), sign, change(turn), event))
    said = (
        "A turning point is a year in which the level of a measure moved by more than nine in ten other pairs did, "
        "and by a quarter or more of all it ever moved for this pair: the mean of five years against the next five.",
        "They were searched for, so some lie there by chance; an event near one is no proof of a cause.",
    )
    return Section(
        "turning_points",
        "Turning points",
        said,
        tuple(rows),
        tuple(dict.fromkeys(name for t in found for name in t.sources)),
        tuple(short) or (("–", "", "no measure moved so far", ""),),
        ("Year", "Way", "What moved", "Dated event near it"),
    )


def _events(bench: Bench, own: list[Any], found: list[turns.Turn]) -> Section:
    shown = head.marked(own, found)
    dates = turns.written_dates(bench)
    rows = tuple(
        {
            "date": dates.get(one.id, one.day.isoformat()),
            "event": one.name,
            "tone": _TONES.get(one.sign, "neither"),
            "reference": one.reference,
        }
        for one in sorted(own, key=lambda one: (one.day, one.id))
    )
    short = tuple((str(i), one.name, str(one.year)) for i, one in enumerate(shown, 1))
    said = "The table of dated events is a selection: what it leaves out proves nothing."
    if not rows:
        said = "The table of dated events has none between them; it is a selection, and its silence proves nothing."
    elif len(rows) > len(shown):
        said = f"The picture numbers the weightiest {len(shown)} of {len(rows)}. {said}"
    return Section("events", "Dated events between them", (said,), rows, (_FROM_EVENTS,), short)


def _moved(bench: Bench, a: Entity, b: Entity, found: list[turns.Turn], last: int) -> Section:
    """Third parties whose tie to one of the two changed in the same years, the same way or the other."""
    rows, said, short = [], [], []
    followed = [turn for turn in found if turn.measure != turns.RECORD]
    for turn in turns.strongest(followed, _TURNS_FOLLOWED):
        weighty = turns.weighty(bench, a, b, turn.year)
        shares, parts = [], []
        for own, other in ((a, b), (b, a)):
            moved = turns.moved_with(bench, own, other, turn, last, weighty)
            name = turns.state_name(own.codes[0], turn.year) or own.name
            shares.append((moved.share, f"{moved.share:.0%} of the ties of {the(name)}"))
            for sign, thirds in ((1, moved.same), (-1, moved.other)):
                way = "closer" if turn.closer * sign > 0 else "more distant"
                named = [(turns.state_name(code, turn.year), rank) for code, rank in thirds[:_THIRDS]]
                rows += [
                    {
                        "year": turn.year,
                        "family": turn.family,
                        "pair": f"{name} and {third}",
                        "direction": way,
                        "rank": f"beyond {min(rank, 99.9):.1f}% of pairs",
                        "with": "the same way" if sign > 0 else "the other way",
                    }
                    for third, rank in named
                    if third
                ]
                if named:
                    adverb = "closer to" if way == "closer" else "farther from"
                    parts.append(f"{name} {adverb} {listed(the(third) for third, _ in named)}")
        told = [words for share, words in shares if share >= 0.005]
        chance = "" if bench.measures[turn.measure].sparse else " (10% is what chance gives)"
        opening = f"{turn.year}, {series.PANEL_OF[turn.measure].what}, {turn.way}"
        said.append(
            f"{opening}: the same way, beyond nine in ten pairs, moved {listed(told)} to others{chance}."
            if told
            else f"{opening}: next to none of their ties to others moved the same way beyond nine in ten pairs."
        )
        moves = (
            "; ".join(parts)
            if parts
            else "no state of weight beyond nine in ten pairs: a turn of this pair alone"
        )
        mark = "▲" if turn.closer > 0 else "▼"
        short.append((f"{turn.year} {mark}", f"{capital(series.PANEL_OF[turn.measure].what)}: {moves}."))
    if not followed:
        said = ["No measure of theirs turned, so there is nothing to compare the ties of others with."]
        short = [("–", "There is no turning point to compare the ties of others with.")]
    else:
        said.append(
            "Named are those among the thirty largest states by capability and the neighbours of the two by land."
        )
    sources = ("nmc", "cow-contiguity") if followed else ()
    return Section(
        "moved_with", "Third parties that moved with it", tuple(said), tuple(rows), sources, tuple(short)
    )


def _portfolio(bench: Bench, a: Entity, b: Entity, last: int) -> Section:
    rows: list[dict[str, Any]] = []
    cells: dict[str, dict[str, str]] = {}
    for who, other in ((a, b), (b, a)):
        for row in holdings.portfolio(bench, who, other, last):
            share, rank, named = row.pop("share"), row.pop("rank"), row.pop("named")
            row["the other"] = (
                f"{holdings.small(share)} per cent, rank {rank}" if rank else "nothing recorded"
            )
            rows.append(row)
            theirs = f"; {other.name} {holdings.small(share)}% ({times(rank)})" if rank and not named else ""
            cells.setdefault(row["what"], {})[who.id] = f"{holdings.in_short(row)}{theirs} · {row['years']}"
        if ranked := holdings.votes(bench, who, last):
            year, nearest = ranked
            place = next((i + 1 for i, (code, _) in enumerate(nearest) if code in other.codes), None)
            largest = ", ".join(turns.state_name(code, year) for code, _ in nearest[:3])
            rows.append(
                {
                    "state": who.name,
                    "what": "UN votes, nearest states",
                    "years": str(year),
                    "largest": largest,
                    "concentration": None,
                    "the other": f"place {place} of {len(nearest)}" if place else "did not vote",
                }
            )
            theirs = f"; {other.name} {times(place)} of {len(nearest)}" if place else ""
            cells.setdefault("Votes nearest to", {})[who.id] = f"{largest}{theirs} · {year}"
    short = tuple(
        (what, by.get(a.id, "none on record"), by.get(b.id, "none on record")) for what, by in cells.items()
    )
    said = (
        "Shares are averages over the years named, in per cent of all partners; concentration is the Herfindahl index "
        "(0: spread over many, 1: one partner).",
    )
    return Section(
        "portfolio",
        "What each side gets from whom",
        said if rows else ("No shares are on record in these years.",),
        tuple(rows),
        ("sipri-arms", "cow-trade", "baci-energy", "un-ideal-points"),
        short,
        ("", a.name, b.name),
    )


def _disagreements(
    bench: Bench, a: Entity, b: Entity, first: int, last: int, lines: list[series.Series]
) -> Section:
    said = (*differ.sentences(bench, a, b, first, last), *differ.families(bench, lines)) or (differ.SILENT,)
    sources = ("tss-rivalries", "td-rivalries", "cow-mid", "gml-mid")
    return Section("disagreements", "Where sources differ", said, (), sources, tuple((one,) for one in said))
