"""Trade between two states: intensity net of size, and shares.

Intensity is the natural log of 1 + two-way trade (million current USD) less each state's mean over
its partners that year: what is special to the pair once both states' growth is taken out.
Source: COW Dyadic Trade 4.0 (Barbieri, Keshk and Pollins 2009), to 2014.
"""

from __future__ import annotations

import numpy as np

from detente.measures.cube import Cube, DirectedCube, column, double_demean, fill, fill_directed
from detente.measures.registry import Bench, Measure


def directed(bench: Bench, name: str) -> DirectedCube:
    """Directed cube of one column of the trade table (row state's share with the column state)."""

    return bench.memo(("trade", name), lambda: _directed(bench, name))


def _directed(bench: Bench, name: str) -> DirectedCube:
    table = bench.atlas.table("trade").drop_nulls(name)
    one, two = (bench.lineages(column(table, c)) for c in ("ccode1", "ccode2"))
    years = column(table, "year")
    first, last = bench.atlas.coverage("trade")
    values = column(table, name, np.float32)
    return fill_directed(bench.index, max(first, 1900), last, (one, two), years, values)


def _mean_share(bench: Bench) -> Cube:
    return _directed(bench, "trade_share").symmetric(lambda one, two: (one + two) / 2)


def _intensity(bench: Bench) -> Cube:
    table = bench.atlas.table("trade").drop_nulls("log_trade")
    ends = tuple(bench.lineages(column(table, c)) for c in ("ccode1", "ccode2"))
    first, last = bench.atlas.coverage("trade")
    years, values = column(table, "year"), column(table, "log_trade", np.float32)
    return double_demean(fill(bench.index, max(first, 1900), last, ends, years, values, absent=0.0))


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
