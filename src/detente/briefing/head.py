"""The head of a pair's brief: the sentences a reader should know who reads no further, and the picture.

In: the series, turning points and events of a pair. Out: sentences and one chart of small panels on one axis of years.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.briefing import differ, series, turns
from detente.model import Chart
from detente.report.text import number

if TYPE_CHECKING:
    from detente.checks.entities import Entity
    from detente.measures.registry import Bench

_MARKS = 6  # events marked in the picture


def lead(
    a: Entity,
    b: Entity,
    lines: list[series.Series],
    silent: list[series.Series],
    found: list[turns.Turn],
    own: list[Any],
) -> tuple[str, ...]:
    """What a reader should know who reads no further."""
    if not lines:
        return (f"No source in the atlas holds a value for {a.name} and {b.name} in these years.",)
    closer = sum(turn.closer > 0 for turn in found)
    said = [
        f"{len(found)} turning {'point lies' if len(found) == 1 else 'points lie'} beyond nine in ten other pairs: "
        f"{closer} towards closer ties, {len(found) - closer} away."
        if found
        else "No measure shows a break beyond what nine in ten other pairs show."
    ]
    pact = next((one for one in lines if one.panel.startswith("Alliance")), None)
    if pact is not None and (value := pact.at(pact.last_year)) is not None:
        said.append(f"In {pact.last_year}, the last year of the alliance data, they had {_pact(value)}.")
    votes = next((one for one in lines if one.band is not None and one.family == "voting"), None)
    if votes is not None and votes.band is not None and (value := votes.at(votes.last_year)) is not None:
        low, high = votes.band[0][-1], votes.band[1][-1]
        place = "no nearer and no farther than most pairs"
        if value < low:
            place = "nearer than nine in ten pairs"
        elif value > high:
            place = "farther apart than nine in ten pairs"
        said.append(f"In {votes.last_year} their votes in the UN were {place} (distance {number(value)}).")
    if own:
        said.append(f"{len(own)} dated events between them are on record, the latest in {own[-1].year}.")
    if silent:
        ends: dict[str, int] = {}
        for one in silent:
            what = one.panel.partition(":")[0].partition(" (")[0].lower()
            ends[what] = max(one.last_year, ends.get(what, 0))
        said.append(
            f"Nothing is on record of: {', '.join(f'{what} (to {end})' for what, end in ends.items())}."
        )
    return tuple(said)


def names(bench: Bench, a: Entity, b: Entity, first: int, last: int) -> tuple[str, ...]:
    """What each state was called before (its series run through its predecessors), and since when it has been one."""
    said = []
    for one in (a, b):
        alive = bench.index.alive(first, last)[:, one.positions[0]]
        called = [turns.state_name(one.codes[0], first + i) for i in range(len(alive)) if alive[i]]
        years = [first + i for i in range(len(alive)) if alive[i]]
        spans = [f"{who} from {years[called.index(who)]}" for who in dict.fromkeys(called) if who]
        if len(spans) > 1:
            said.append(f"One series joins {' and '.join(spans)}.")
        elif years and len(years) < len(alive):
            said.append(f"{one.name} was a state in {differ.spans(years)}.")
        elif not years:
            said.append(f"{one.name} was no state in these years.")
    return tuple(said)


def _pact(level: float) -> str:
    """A level of pact in words (see `measures.commitment`)."""
    if level >= 3:
        return "a pact of defence or offence"
    if level >= 2:
        return "a pact of neutrality"
    if level >= 1:
        return "a pact of non-aggression or consultation"
    return "only a lesser pact shared with many others" if level > 0 else "no pact"


def picture(
    a: Entity,
    b: Entity,
    lines: list[series.Series],
    own: list[Any],
    found: list[turns.Turn],
    first: int,
    last: int,
    kept: tuple[dict[str, Any], ...],
) -> Chart:
    """Small panels by family on one axis of years, the weightiest dated events marked."""
    weighty = sorted(
        own, key=lambda one: (-one.weight, -any(abs(one.year - t.year) <= 1 for t in found), one.day, one.id)
    )[:_MARKS]
    apart: list[Any] = []
    for one in weighty:  # one mark a year
        if all(abs(one.year - other.year) > 1 for other in apart):
            apart.append(one)
    marks = [{"x": one.year, "label": str(one.year)} for one in sorted(apart, key=lambda one: one.day)]
    ends = "; ".join(
        f"{one['title']} {one['version']}" for one in kept if any(s.source == one["id"] for s in lines)
    )
    panels = list(dict.fromkeys(one.panel for one in lines))
    return Chart(
        "lines",
        f"{a.name} and {b.name} by family of evidence, {first} to {last}",
        series.rows(lines, first, last),
        {
            "x": {"field": "year", "title": "Year"},
            "y": "value",
            "series": "series",
            "panel": "panel",
            "placebo_low": "low_80",
            "placebo_high": "high_80",
            "marks": marks,
        },
        f"{ends}. Band: the middle 80 per cent of all pairs.",
        f"{len(panels)} small panels on one axis of years: {', '.join(panels)}. Upright lines mark dated events: "
        + (", ".join(f"{one.name} ({one.year})" for one in apart) or "none")
        + ".",
    )
