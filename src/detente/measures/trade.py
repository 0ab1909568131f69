"""Trade between two states: intensity net of size, and shares.

Intensity is the natural log of 1 + two-way trade (million current USD) less each state's mean over
its partners that year: what is special to the pair once both states' growth is taken out.
Source: COW Dyadic Trade 4.0 (Barbieri, Keshk and Pollins 2009), to 2014. A state of which it holds almost
nothing in a year (West Germany from 1960 to 1990, Yugoslavia from 1993) is a gap there, not a state without trade.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.measures.cube import Cube, DirectedCube, column, double_demean, fill, fill_directed
from detente.measures.registry import Bench, Measure

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FEWEST_PARTNERS = 5  # with fewer recorded, a state's year is a gap in the source


def directed(bench: Bench, name: str) -> DirectedCube:
    """Directed cube of one column of the trade table (row state's share with the column state)."""

    return bench.memo(("trade", name), lambda: _directed(bench, name))


def _directed(bench: Bench, name: str) -> DirectedCube:
    table = bench.atlas.table("trade").drop_nulls(name)
    one, two = (bench.lineages(column(table, c)) for c in ("ccode1", "ccode2"))
    years = column(table, "year")
    first, last = bench.atlas.coverage("trade")
    values = column(table, name, np.float32)
    cube = fill_directed(bench.index, max(first, 1900), last, (one, two), years, values)
    year, state = np.nonzero(_gaps(bench, cube.first_year, last))
    cube.values[year, state, :] = np.nan
    cube.values[year, :, state] = np.nan
    return cube


def _gaps(bench: Bench, first: int, last: int) -> NDArray[np.bool_]:
    """Shape (years, states): where the source holds almost nothing of a state."""
    return bench.memo(("trade gaps", first, last), lambda: _count_gaps(bench, first, last))


def _count_gaps(bench: Bench, first: int, last: int) -> NDArray[np.bool_]:
    table = bench.atlas.table("trade")
    state = bench.index.lookup[bench.lineages(column(table, "ccode1"))]
    years = column(table, "year")
    keep = (state >= 0) & (years >= first) & (years <= last)
    cells = (years[keep] - first) * bench.index.size + state[keep]
    size = (last - first + 1) * bench.index.size
    few = (np.bincount(cells, minlength=size) < _FEWEST_PARTNERS).reshape(-1, bench.index.size)
    return few & bench.index.alive(first, last)  # of no state there is nothing to know anyway


def _mean_share(bench: Bench) -> Cube:
    return directed(bench, "trade_share").symmetric(lambda one, two: (one + two) / 2)


def _intensity(bench: Bench) -> Cube:
    table = bench.atlas.table("trade").drop_nulls("log_trade")
    ends = tuple(bench.lineages(column(table, c)) for c in ("ccode1", "ccode2"))
    first, last = bench.atlas.coverage("trade")
    years, values = column(table, "year"), column(table, "log_trade", np.float32)
    cube = fill(bench.index, max(first, 1900), last, ends, years, values, absent=0.0)
    one, two = bench.index.ends
    gap = _gaps(bench, cube.first_year, last)
    cube.values[:, :-1][gap[:, one] | gap[:, two]] = np.nan
    return double_demean(cube)


_COW = "Barbieri, Keshk and Pollins 2009"
MEASURES = (
    Measure(
        "trade_intensity", "trade", "log points above what both states' size gives", "cow-trade", +1, 0.5,
        False, "log(1 + two-way trade) less both states' yearly means over partners", _COW, _intensity,
    ),
    Measure(
        "trade_share", "trade", "per cent of trade, mean of both sides", "cow-trade", +1, 1.0, False,
        "mean of the two shares of total trade", _COW, _mean_share,
    ),
)  # fmt: skip
