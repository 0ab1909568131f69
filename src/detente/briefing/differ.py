"""Where two sources on the same thing differ, for a pair of states.

In: a pair and a period. Out: sentences: the years that one source records and the other does not, within the
years both cover.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from detente.checks.change import between

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.checks.entities import Entity
    from detente.measures.registry import Bench

SILENT = "No two sources on the same thing differ, or none records anything of the kind."
_TWINS = (
    ("tss_rivalry", "td_rivalry", "a strategic rivalry"),
    ("mid_hostility", "gml_hostility", "a militarised dispute"),
)


def sentences(bench: Bench, a: Entity, b: Entity, first: int, last: int) -> tuple[str, ...]:
    """One sentence a pair of sources that differ, or agree on something; none where both are silent."""
    said = []
    for one, two, what in _TWINS:
        cubes = bench.cube(one), bench.cube(two)
        start = max(first, *(cube.first_year for cube in cubes))
        end = min(last, *(cube.last_year for cube in cubes))
        if start > end:
            continue
        names = [bench.source(bench.measures[name].source).title for name in (one, two)]
        marks = [between(bench.index, cube.window(start, end), a, b) > 0 for cube in cubes]
        if not marks[0].any() and not marks[1].any():
            continue
        only = [np.flatnonzero(mark & ~other) + start for mark, other in (marks, marks[::-1])]
        parts = [
            f"only {name} records {what} in {spans(years.tolist())}"
            for name, years in zip(names, only, strict=True)
            if len(years)
        ]
        if parts:
            said.append(f"Within {start} to {end}, {'; '.join(parts)}.")
        else:
            both = spans((np.flatnonzero(marks[0]) + start).tolist())
            said.append(f"{names[0]} and {names[1]} agree on {what} in {both}.")
    return tuple(said)


def spans(years: Sequence[int]) -> str:
    """Years as spans: 1965, 1971 to 1973."""
    if not years:
        return ""
    cuts = [0, *(i + 1 for i, (a, b) in enumerate(pairwise(years)) if b > a + 1), len(years)]
    found = [(years[i], years[j - 1]) for i, j in pairwise(cuts)]
    return ", ".join(str(a) if a == b else f"{a} to {b}" for a, b in found)
