"""Institutions: memberships two states share, and trade agreements in force between them.

Joint memberships grow for everybody; the measure takes both states' yearly means out.
Sources: COW IGO 3.0 (Pevehouse et al. 2020), to 2014; DESTA 2.01 (Duer, Baccini and Elsig 2014).
"""

from __future__ import annotations

import numpy as np

from detente.measures.cube import Cube, column, double_demean, fill
from detente.measures.registry import Bench, Measure


def _joint(bench: Bench) -> Cube:
    table = bench.atlas.table("igo_joint")
    one, two = (bench.lineages(column(table, c)) for c in ("ccode1", "ccode2"))
    first, last = bench.atlas.coverage("igo_joint")
    return fill(
        bench.index, max(first, 1900), last, (one, two), column(table, "year"),
        column(table, "joint", np.float32), absent=np.nan,
    )  # fmt: skip


def _trade_agreement(bench: Bench) -> Cube:
    table = bench.atlas.table("fta")
    one, two = (bench.lineages(column(table, c)) for c in ("ccode1", "ccode2"))
    years = column(table, "year")
    first, last = bench.atlas.coverage("fta")
    ones = np.ones(len(years), dtype=np.float32)
    return fill(bench.index, first, last, (one, two), years, ones, absent=0.0)


MEASURES = (
    Measure(
        "igo_joint", "institutions", "joint memberships above both states' means", "cow-igo", +1, 2.0, False,
        "joint full memberships less both states' yearly means", "Pevehouse et al. 2020",
        lambda bench: double_demean(_joint(bench)),
    ),
    Measure(
        "trade_agreement", "institutions", "trade agreement in force (0 or 1)", "desta", +1, 0.5, True,
        "1 while a free-trade agreement or customs union is in force", "Duer, Baccini and Elsig 2014",
        _trade_agreement,
    ),
)  # fmt: skip
