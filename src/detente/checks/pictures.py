"""Pictures of pairs of states: the strip of all pairs, the line, the connected scatter, the ribbons.

In: the bench, one measure, the pair and the years. Out: `model.Chart` as data, or None where the years hold
too little to draw. A title says what the drawing shows, in plain words and natural units.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from detente.checks.change import between
from detente.english import capital
from detente.inference import breakdate, placebo
from detente.measures import words
from detente.model import Chart, Specification

if TYPE_CHECKING:
    from detente.checks.entities import Entity
    from detente.measures.registry import Bench, Measure

_MOST_PAIRS = 400  # pairs drawn in a strip: every so many by rank, so that the shape stays
_BREAK = "Weight of the date of the break, per cent"


def line(
    bench: Bench, measure: str, a: Entity, b: Entity, start: int, end: int, title: str, latest: int
) -> Chart | None:
    """The pair's yearly series with the middle nine tenths of all pairs as the placebo band.

    Beneath it the weight of every year as the date of one break, where the series has no gap.
    """
    definition, cube = bench.measures[measure], bench.cube(measure)
    first, last = max(start - 10, cube.first_year), min(end + 5, cube.last_year, latest)
    window = cube.window(first, last)
    own = between(bench.index, window, a, b)
    said = heading(definition)
    data: list[dict] = []
    for offset, year in enumerate(range(first, last + 1)):
        if not np.isfinite(own[offset]):
            continue
        low, high = bench.memo(("band", measure, year), lambda o=offset: _band(window[o]))
        value = round(float(own[offset]), 4)
        data.append({"year": year, "value": value, "low": low, "high": high, "panel": said})
    if len(data) < 2:
        return None
    source = bench.source(definition.source)
    begun, ended = data[0], data[-1]
    data += [
        {"year": year, "value": round(100 * float(weight), 1), "panel": _BREAK}
        for year, weight in zip(
            [row["year"] for row in data], breakdate.weights(np.array([row["value"] for row in data])),
            strict=True,
        )
        if np.isfinite(weight)
    ]  # fmt: skip
    return Chart(
        form="lines",
        title=title,
        data=tuple(data),
        encoding={
            "x": {"field": "year", "title": "Year"},
            "y": {"field": "value", "title": said, "unit": words.unit(definition.unit)},
            "placebo_low": "low",
            "placebo_high": "high",
            "panel": "panel",
            "marks": [{"x": start, "label": "claimed from"}, {"x": end, "label": "to"}][: 1 + (end > start)],
        },
        source_line=f"{source.title} {source.version}",
        alt=(
            f"{said}, {a.said} and {b.said}: {words.amount(begun['value'])} in {begun['year']}, "
            f"{words.amount(ended['value'])} in {ended['year']}. The band holds nine in ten of all pairs."
        ),
    )


def heading(measure: Measure) -> str:
    """A measure's name and unit over its axis."""
    said = words.named(measure.name)
    return f"{capital(said)}, {words.unit(measure.unit)}"


def _band(row: np.ndarray) -> tuple[float | None, float | None]:
    known = row[np.isfinite(row)]
    if not len(known):
        return None, None
    low, high = np.percentile(known, [5, 95])
    return round(float(low), 4), round(float(high), 4)


def moved(bench: Bench, lead: Specification, a: Entity, b: Entity) -> str:
    """A title: how the pair's measure moved between the two windows of a specification."""
    said, who = words.named(lead.measure), f"{a.said} and {b.said}"
    cube = bench.cube(lead.measure)
    ends = []
    for span in (lead.baseline, lead.window):
        years = [int(year) for year in re.findall(r"\d{4}", span)]
        if not years:
            return f"{who}: {said}, {lead.window}"
        known = between(bench.index, cube.window(years[0], years[-1]), a, b)
        ends.append(float(np.nanmean(known)) if np.isfinite(known).any() else None)
    before, after = ends
    if before is None or after is None:
        return f"{who}: {said}"
    years = f"{lead.baseline} to {lead.window}"
    if abs(after - before) < bench.measures[lead.measure].smallest:
        return f"{who}: {said} hardly moved, {years}"
    way = "rose" if after > before else "fell"
    return f"{who}: {said} {way} from {words.amount(before, 2)} to {words.amount(after, 2)}, {years}"


def strip(
    bench: Bench, measure: str, pairs: list[tuple[Entity, Entity]], start: int, end: int, latest: int
) -> Chart | None:
    """All pairs of states by their mean over the years on one line, those of the claim marked."""
    definition, cube = bench.measures[measure], bench.cube(measure)
    first, last = max(start, cube.first_year), min(end, cube.last_year, latest)
    window = cube.window(first, last)
    if not len(window):
        return None
    mean = bench.recent(("mean", measure, first, last), lambda: placebo.window_mean(window, 1))
    everyone = np.sort(mean[np.isfinite(mean)])
    own = [(a, b, between(bench.index, window, a, b)) for a, b in pairs]
    chosen = [(a, b, float(np.nanmean(v))) for a, b, v in own if np.isfinite(v).any()]
    if len(everyone) < 20 or not chosen:
        return None
    low, high = np.percentile(everyone, [5, 95])
    edges = {"low": round(float(low), 4), "high": round(float(high), 4)}
    drawn = everyone[np.unique(np.linspace(0, len(everyone) - 1, _MOST_PAIRS).round().astype(int))]
    data = [
        {"pair": f"{a.name} and {b.name}", "value": round(value, 4), "asked": True} | edges
        for a, b, value in chosen
    ]
    data += [{"value": round(float(v), 4), "asked": False} | edges for v in drawn]
    years = f"{first}-{last}" if last > first else f"{first}"
    title = "; ".join(
        f"{a.said} and {b.said}: {words.named(measure)} {_place(value, everyone)}" for a, b, value in chosen
    )
    source = bench.source(definition.source)
    return Chart(
        "strip", f"{capital(title)}, {years}", tuple(data),
        {"x": {"field": "value", "title": f"{heading(definition)}, mean of {years}"}, "label": "pair",
         "highlight": "asked", "placebo_low": "low", "placebo_high": "high",
         "count": f"{len(everyone):,} pairs of states ({len(drawn)} of them drawn)"},
        f"{source.title} {source.version}",
        f"Strip of {len(everyone):,} pairs of states. {title}, {years}. "
        + "; ".join(f"{a.said} and {b.said} at {words.amount(value)}" for a, b, value in chosen) + ".",
    )  # fmt: skip


def _place(value: float, everyone: np.ndarray) -> str:
    """Where a value lies among all pairs, said from the nearer end."""
    below = float(np.searchsorted(everyone, value - 1e-6)) / len(everyone)
    above = 1 - float(np.searchsorted(everyone, value + 1e-6, side="right")) / len(everyone)
    share, way = (below, "higher") if below >= above else (above, "lower")
    if max(below, above) < 0.5:
        return "as of most pairs"
    shown = "more than 99" if share > 0.99 else f"{100 * share:.0f}"
    return f"{way} than between {shown} of 100 pairs"


def move(
    bench: Bench, measure: str, mover: Entity, old: Entity, new: Entity, start: int, end: int, latest: int
) -> Chart | None:
    """Connected scatter: closeness to the old side against closeness to the new one, year by year."""
    definition, cube = bench.measures[measure], bench.cube(measure)
    first, last = max(start - 5, cube.first_year), min(end + 3, cube.last_year, latest)
    window = cube.window(first, last)
    one, two = (between(bench.index, window, mover, pole) for pole in (old, new))
    data = [
        {"year": year, "label": str(year), "old": round(float(x), 4), "new": round(float(y), 4)}
        for year, x, y in zip(range(first, last + 1), one, two, strict=False)
        if np.isfinite(x) and np.isfinite(y)
    ]
    if len(data) < 3:
        return None
    said, source = words.named(measure), bench.source(definition.source)
    begun, ended = data[0], data[-1]
    way = ["rose", "fell"] if definition.closer > 0 else ["fell", "rose"]

    def went(key: str) -> str:
        gap = definition.closer * (ended[key] - begun[key])
        return "hardly moved" if abs(gap) < definition.smallest else way[0] if gap > 0 else way[1]

    title = f"{mover.said}, {begun['year']} to {ended['year']}: {said} {went('old')} with {old.said}"
    title += f", {went('new')} with {new.said}"
    unit = words.unit(definition.unit)
    return Chart(
        "scatter", f"{capital(title)}", tuple(data),
        {"x": {"field": "old", "title": f"With {old.said}", "unit": unit},
         "y": {"field": "new", "title": f"{capital(said)}, with {new.said}", "unit": unit},
         "order": "year", "label": "label", "diagonal": "alike with both"},
        f"{source.title} {source.version}",
        f"{said} of {mover.said} in {begun['year']}: {words.amount(begun['old'])} with {old.said}, "
        f"{words.amount(begun['new'])} with {new.said}; in {ended['year']}: {words.amount(ended['old'])} and "
        f"{words.amount(ended['new'])}.",
    )  # fmt: skip


def positions(bench: Bench, a: Entity, b: Entity, start: int, end: int, latest: int) -> Chart | None:
    """The two states' ideal points in the UN with their intervals, and the gap between them beneath."""
    import polars as pl

    if len(a.codes) != 1 or len(b.codes) != 1 or a.codes == b.codes:
        return None
    table = bench.atlas.table("ideal_points")
    table = table.filter((pl.col("year") >= start - 10) & (pl.col("year") <= min(end + 5, latest)))
    codes, upper, lower = bench.lineages(table["ccode"].to_numpy()), "Position in UN votes", "Gap"
    found: list[dict[int, float]] = []
    data = []
    for who in (a, b):
        own = table.filter(pl.Series(codes == who.codes[0])).sort("year")
        found.append(dict(zip(own["year"].to_list(), own["ideal"].to_list(), strict=True)))
        data += [
            {"year": r["year"], "state": who.name, "value": round(r["ideal"], 3), "low": round(r["low"], 3),
             "high": round(r["high"], 3), "panel": upper}
            for r in own.iter_rows(named=True)
        ]  # fmt: skip
    gaps = {year: abs(found[0][year] - found[1][year]) for year in sorted(found[0].keys() & found[1].keys())}
    if len(gaps) < 3:
        return None
    data += [
        {"year": year, "state": "gap", "value": round(gap, 3), "panel": lower} for year, gap in gaps.items()
    ]
    years = [y for y in gaps if start <= y <= end] or list(gaps)
    was, is_ = gaps[years[0]], gaps[years[-1]]
    smallest = bench.measures["un_ideal_distance"].smallest
    way = "stayed much the same" if abs(is_ - was) < smallest else "narrowed" if is_ < was else "widened"
    shown = f"from {was:.1f} in {years[0]} to {is_:.1f} in {years[-1]}"
    source = bench.source("un-ideal-points")
    return Chart(
        "lines", f"The gap between {a.said} and {b.said} in UN votes {way}: {shown}", tuple(data),
        {"x": {"field": "year", "title": "Year"},
         "y": {"field": "value", "title": upper, "unit": "points on the UN ideal-point scale"},
         "low": "low", "high": "high", "series": "state", "panel": "panel",
         "marks": [{"x": start, "label": "claimed from"}, {"x": end, "label": "to"}][: 1 + (end > start)]},
        f"{source.title} {source.version}",
        f"Ideal points of {a.said} and {b.said} by year with 95 per cent intervals; the gap went {shown}.",
    )  # fmt: skip
