"""Arms: the share of one state in the other's imports of major arms over five years.

Deliveries are lumpy, so the unit is a five-year sum ending in the year named. The Soviet Union and
Russia are one supplier. Source: SIPRI Arms Transfers Database, five-year shares in whole per cent.
"""

from __future__ import annotations

import numpy as np

from detente.measures.cube import Cube, DirectedCube, column, fill_directed
from detente.measures.registry import Bench, Measure


def supplier_share(bench: Bench) -> DirectedCube:
    """Directed cube: per cent of the row state's arms imports that came from the column state.

    NaN where the recipient imported nothing in the five years.
    """
    return bench.memo("arms share", lambda: _supplier_share(bench))


def _supplier_share(bench: Bench) -> DirectedCube:
    table = bench.atlas.table("arms")
    ids = {*table["recipient"].unique().to_list(), *table["supplier"].unique().to_list()}
    codes = {i: int(bench.index.codes[p]) if (p := bench.place(i)) >= 0 else 0 for i in ids}
    one = np.array([codes[i] for i in table["recipient"]])
    two = np.array([codes[i] for i in table["supplier"]])
    years, share = column(table, "end_year"), column(table, "share", np.float32)
    first, last = bench.atlas.coverage("arms")
    cube = fill_directed(bench.index, first, last, (one, two), years, share)
    importing = (np.nan_to_num(cube.values) > 0).any(axis=2)
    cube.values[~importing] = np.nan
    return cube


def _closest(bench: Bench) -> Cube:
    return supplier_share(bench).symmetric(np.fmax)


MEASURES = (
    Measure(
        "arms_share", "arms", "per cent of five-year arms imports", "sipri-arms", +1, 15.0, True,
        "the larger of the two states' five-year supplier shares", "SIPRI Arms Transfers Database", _closest,
    ),
)  # fmt: skip
