"""The head of a pair's brief: the sentences a reader should know who reads no further, and the picture.

In: the series, turning points and events of a pair. Out: sentences and one chart of small panels on one axis of years.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from detente.briefing import pacts, series, turns
from detente.briefing.wording import the
from detente.english import capital, listed
from detente.model import Chart
from detente.report.text import number

if TYPE_CHECKING:
    from detente.checks.entities import Entity
    from detente.measures.registry import Bench

_NAMED_TURNS = 5


def lead(
    bench: Bench,
    a: Entity,
    b: Entity,
    lines: list[series.Series],
    silent: list[series.Series],
    found: list[turns.Turn],
    own: list[Any],
) -> tuple[str, ...]:
    """Where the two stand at the end of the record, when that turned, and what there is no record of."""
    if not lines:
        return (f"No source in the atlas holds a value for {a.said} and {b.said} in these years.",)
    said = [_standing(bench, a, b, lines, silent)]
    if trade := _trade(a, b, lines):
        said.append(trade)
    said.append(_turned(found))
    if own:
        last = max(own, key=lambda one: one.day)
        many = (
            f"{len(own)} dated events between them are" if len(own) > 1 else "One dated event between them is"
        )
        said.append(f"{many} on record{', the latest' if len(own) > 1 else ''}: {last.name} ({last.year}).")
    return tuple(one for one in said if one)


def _standing(
    bench: Bench, a: Entity, b: Entity, lines: list[series.Series], silent: list[series.Series]
) -> str:
    """Pact, rivalry, disputes and votes in the last year of each source."""
    by = {one.measure: one for one in (*silent, *lines)}
    parts = []
    if (one := by.get("pact_level")) is not None and (value := one.at(one.last_year)) is not None:
        parts.append(pacts.phrase(bench, a, b, one.last_year))
    if (one := by.get("tss_rivalry")) is not None and (value := one.at(one.last_year)) is not None:
        parts.append(f"{'' if value else 'not '}listed as strategic rivals ({one.last_year})")
    if (one := by.get("mid_hostility")) is not None:
        years = np.flatnonzero(one.values > 0) + one.first_year
        parts.append(
            f"last militarised dispute in {years[-1]} (source to {one.last_year})"
            if len(years)
            else f"no militarised dispute on record (to {one.last_year})"
        )
    if (one := by.get("un_ideal_distance")) is not None and one.rank is not None:
        far = min(max(round(one.rank), 1), 99)
        place = f"nearer than {100 - far}" if far < 50 else f"farther apart than {far}"
        value = one.at(one.last_known or one.last_year)
        parts.append(
            f"in UN votes {place} per cent of all pairs ({one.last_known}; distance {number(value, 2)})"
        )
    return f"At the end of the record: {'; '.join(parts)}." if parts else ""


def _trade(a: Entity, b: Entity, lines: list[series.Series]) -> str:
    found = [one for one in lines if one.measure == "trade_share" and one.last_known is not None]
    if len(found) < 2:
        return ""
    year = min(one.last_known or 0 for one in found)
    one, two = (number(s.at(year), 2) for s in found)
    if year < found[0].last_year - 2:
        return ""
    return f"Trade with {b.said} was {one} per cent of all trade of {a.said}, and {two} of that of {b.said} ({year})."


def _turned(found: list[turns.Turn]) -> str:
    if not found:
        return "No measure shows a turning point beyond what nine in ten other pairs show."
    named = turns.strongest(found, _NAMED_TURNS)
    parts = []
    for closer, word in ((1, "closer"), (-1, "more distant")):
        years: dict[int, list[str]] = {}
        for turn in named:
            if turn.closer == closer:
                years.setdefault(turn.year, []).append(series.PANEL_OF[turn.measure].what)
        if years:
            each = (f"{year} ({', '.join(dict.fromkeys(what))})" for year, what in years.items())
            parts.append(f"{word} in {listed(each)}")
    many = len(found)
    opening = (
        "One turning point"
        if many == 1
        else f"{many} turning points"
        if many == len(named)
        else f"The strongest of {many} turning points"
    )
    return f"{opening}: {'; '.join(parts)}."


def silences(silent: list[series.Series]) -> tuple[str, ...]:
    """What the sources cover and hold nothing of."""
    ends: dict[str, int] = {}
    for one in silent:
        ends[one.drawn.what] = max(one.last_year, ends.get(one.drawn.what, 0))
    said = listed(f"{what} (to {end})" for what, end in ends.items())
    return (f"Nothing is on record of {said}.",) if ends else ()


def names(bench: Bench, a: Entity, b: Entity, first: int, last: int) -> tuple[str, ...]:
    """Whose years each series holds where a state had predecessors, and since when it has been one."""
    said = []
    for one in (a, b):
        alive = bench.index.alive(first, last)[:, one.positions[0]]
        years = [first + i for i, there in enumerate(alive) if there]
        called = [turns.state_name(one.codes[0], year) for year in years]
        spans = [(who, years[called.index(who)]) for who in dict.fromkeys(called) if who]
        if not years:
            said.append(f"{capital(one.said)} was no state in these years.")
            continue
        if len(spans) > 1:
            ends = [year - 1 for _, year in spans[1:]]
            parts = listed(f"{the(who)} until {end}" for (who, _), end in zip(spans, ends, strict=False))
            said.append(f"The series of {the(spans[-1][0])} hold the years of {parts}.")
        elif years[0] > first:
            said.append(f"{capital(one.said)} is in the list of states from {years[0]}.")
        if years[-1] < last:
            said.append(f"{capital(one.said)} is in it to {years[-1]}.")
    return tuple(said)


def marked(own: list[Any], found: list[turns.Turn], most: int = 12) -> list[Any]:
    """The events that the picture and the page number: the weightiest, those near a turning point first."""
    ranked = sorted(
        own, key=lambda one: (-one.weight, -any(abs(one.year - t.year) <= 1 for t in found), one.day, one.id)
    )
    return sorted(ranked[:most], key=lambda one: (one.day, one.id))


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
    """Small panels by family on one axis of years, with numbered events and the turning points."""
    shown = marked(own, found)
    ends = "; ".join(
        f"{one['title']} {one['version']}" for one in kept if any(s.source == one["id"] for s in lines)
    )
    panels = list(dict.fromkeys(one.panel for one in lines))
    return Chart(
        "lines",
        f"{a.name} and {b.name} by family of evidence, {first} to {last}: up is closer",
        series.rows(lines, first, last),
        {
            "x": {"field": "year", "title": "Year"},
            "y": "value",
            "series": "series",
            "panel": "panel",
            "placebo_low": "low_80",
            "placebo_high": "high_80",
            "marks": [{"x": one.year, "label": str(one.year)} for one in shown[:6]],
            "aligned": series.drawn(lines),
            "events": [{"x": one.year, "label": one.name, "sign": one.sign} for one in shown],
            "turns": [
                {"x": one.year, "panel": series.PANEL_OF[one.measure].name, "sign": one.closer}
                for one in found
            ],
        },
        f"{ends}. Band: the middle 80 per cent of all pairs. Triangles: turning points, up is closer.",
        f"{len(panels)} small panels on one axis of years: {', '.join(panels)}. Numbers mark dated events: "
        + (", ".join(f"{i} {one.name} ({one.year})" for i, one in enumerate(shown, 1)) or "none")
        + ".",
    )
