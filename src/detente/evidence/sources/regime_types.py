"""Regime types by two open indices, as spells of a class: Polity5 (to 2018) and the polyarchy index of V-Dem (to 2024).

Only the class computed from the yearly index is kept: democracy, between, autocracy. Polity's own cuts (6 and -6); half of the
scale of polyarchy for democracy, four tenths for autocracy.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import files
from detente.evidence.source import load_source

SOURCE = load_source(__file__)
_COLUMNS: files.Columns = {
    **files.rename("ccode", "year", dtype=pl.Int16),
    **files.rename("polity2", "v2x_polyarchy", dtype=pl.Float64),
}
_CUTS = {"polity": ("polity2", 6.0, -6.0), "polyarchy": ("v2x_polyarchy", 0.5, 0.4)}
LAST_YEAR = 2024  # later values of the copy repeat the last year


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`indices`: ccode, year, polity2, v2x_polyarchy."""
    return {"indices": files.read_table(files.find(folder, SOURCE, "indices")[0], _COLUMNS, missing=("NaN",))}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`regimes`: spells of years in which a state was of one class by one index."""
    parts = []
    for index, (column, high, low) in _CUTS.items():
        value = pl.col(column)
        known = raw["indices"].filter(
            value.is_not_null() & value.is_not_nan() & (pl.col("year") <= LAST_YEAR)
        )
        classed = known.with_columns(
            type=pl.when(value >= high).then(pl.lit("democracy")).when(value <= low).then(pl.lit("autocracy"))
            .otherwise(pl.lit("between"))
        ).sort("ccode", "year")  # fmt: skip
        new = (pl.col("type") != pl.col("type").shift().over("ccode")) | (
            pl.col("year").diff().over("ccode") != 1
        )
        spells = classed.with_columns(spell=new.fill_null(True).cum_sum())
        parts.append(
            spells.group_by("ccode", "spell", "type").agg(start=pl.col("year").min(), end=pl.col("year").max())
            .with_columns(index=pl.lit(index))
        )  # fmt: skip
    return {"regimes": pl.concat(parts).with_columns(source=pl.lit(SOURCE.id))}
