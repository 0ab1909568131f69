"""Where sources differ for a pair of states: two lists of one thing, and families that point apart.

In: a pair and a period. Out: sentences: the years that one source records and the other does not, within the
years both cover; and which families of evidence moved closer and which apart at the end of their record.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from detente.checks.change import between
from detente.english import capital, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.briefing.series import Series
    from detente.checks.entities import Entity
    from detente.measures.registry import Bench

SILENT = "No two sources on the same thing differ, or none records anything of the kind."
_TWINS = (
    ("tss_rivalry", "td_rivalry", "strategic rivalry"),
    ("mid_hostility", "gml_hostility", "militarised disputes"),
)
_SHORT = {
    "tss-rivalries": "Thompson, Sakuwa and Suhas",
    "td-rivalries": "Thompson and Dreyer",
    "cow-mid": "Correlates of War",
    "gml-mid": "Gibler, Miller and Little",
}
_SPAN = 10  # years at the end of a record, halved
_APART = ("un_ideal_distance", "trade_share", "igo_joint", "arms_share", "pact_level")


def sentences(bench: Bench, a: Entity, b: Entity, first: int, last: int) -> tuple[str, ...]:
    """One sentence a pair of sources that differ, or agree on something; none where both are silent."""
    said = []
    for one, two, what in _TWINS:
        cubes = bench.cube(one), bench.cube(two)
        start = max(first, *(cube.first_year for cube in cubes))
        end = min(last, *(cube.last_year for cube in cubes))
        if start > end:
            continue
        names = [_SHORT[bench.measures[name].source] for name in (one, two)]
        marks = [between(bench.index, cube.window(start, end), a, b) > 0 for cube in cubes]
        if not marks[0].any() and not marks[1].any():
            continue
        only = [np.flatnonzero(mark & ~other) + start for mark, other in (marks, marks[::-1])]
        parts = [
            f"only {name} list{'s' if name.startswith('Corr') else ''} {spans(years.tolist())}"
            for name, years in zip(names, only, strict=True)
            if len(years)
        ]
        opening = f"{capital(what)}, {start} to {end}"
        if parts:
            said.append(f"{opening}: {'; '.join(parts)}.")
        else:
            both = spans((np.flatnonzero(marks[0]) + start).tolist())
            said.append(f"{opening}: {names[0]} and {names[1]} agree on {both}.")
    return tuple(said)


def families(bench: Bench, lines: list[Series]) -> tuple[str, ...]:
    """One sentence where families moved in different directions in the last ten years of their records."""
    ways: dict[int, list[str]] = {1: [], -1: []}
    for name in _APART:
        found = [one for one in lines if one.measure == name]
        measure = bench.measures[name]
        moves = [move for one in found if (move := _move(one)) is not None]
        if not moves:
            continue
        move = max(moves, key=abs) if name == "arms_share" else float(np.mean(moves))
        if abs(move) >= measure.smallest:
            end = max(one.last_year for one in found)
            sign = 1 if move * measure.closer > 0 else -1
            ways[sign].append(f"{found[0].drawn.what} (to {end})")
    if not all(ways.values()):
        return ()
    return (
        "Families point apart in the last ten years of their records: "
        f"closer in {listed(ways[1])}, more distant in {listed(ways[-1])}.",
    )


def _move(one: Series) -> float | None:
    values = one.values[-_SPAN:]
    halves = values[: _SPAN // 2], values[_SPAN // 2 :]
    if len(values) < _SPAN or any(np.isfinite(half).sum() < 3 for half in halves):
        return None
    return float(np.nanmean(halves[1]) - np.nanmean(halves[0]))


def spans(years: Sequence[int]) -> str:
    """Years as spans: 1965, 1971 to 1973."""
    if not years:
        return ""
    cuts = [0, *(i + 1 for i, (a, b) in enumerate(pairwise(years)) if b > a + 1), len(years)]
    found = [(years[i], years[j - 1]) for i, j in pairwise(cuts)]
    return ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in found)
