"""Fuels: each supplier's share of a state's imports of gas, oil, coal or all of them, by value.

Source: CEPII BACI, HS 2701, 2702, 2709, 271111, 271121 (1995 on). Its holes are known: confidential trade
goes to other codes or areas (Russian pipeline gas to Germany is not booked in 2010-2024), so a supplier's
absence is no evidence of absence; see `checks.dependence`.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from detente.measures.cube import DirectedCube, column, fill_directed
from detente.measures.registry import Bench

PRODUCTS = {
    "gas": ("gas", "lng"),
    "oil": ("crude",),
    "coal": ("coal",),
    "energy": ("gas", "lng", "crude", "coal"),
}


def import_share(bench: Bench, topic: str) -> DirectedCube:
    """Directed cube: per cent of the row state's imports of the fuels that came from the column state."""
    return bench.memo(("fuel share", topic), lambda: _import_share(bench, topic))


def _import_share(bench: Bench, topic: str) -> DirectedCube:
    table = (
        bench.atlas.table("energy_trade")
        .filter(pl.col("product").is_in(PRODUCTS[topic]))
        .group_by("importer", "exporter", "year")
        .agg(pl.col("value").sum())
    )
    codes = {
        iso: int(bench.index.codes[place]) if (place := bench.place(iso)) >= 0 else 0
        for iso in {*table["importer"].unique().to_list(), *table["exporter"].unique().to_list()}
    }
    ends = tuple(np.array([codes[i] for i in table[name]]) for name in ("importer", "exporter"))
    first, last = bench.atlas.coverage("energy_trade")
    cube = fill_directed(
        bench.index,
        first,
        last,
        (ends[0], ends[1]),
        column(table, "year"),
        column(table, "value", np.float32),
    )
    total = np.nansum(cube.values, axis=2, keepdims=True)
    shares = np.where(total > 0, 100 * cube.values / np.maximum(total, 1e-9), np.nan)
    return DirectedCube(first, bench.index, shares.astype(np.float32))
