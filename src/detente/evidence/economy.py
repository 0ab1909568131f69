"""Shared by the economic sources: the columns they fill and growth from a constant-price series."""

from __future__ import annotations

import polars as pl


def with_growth(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` (iso3, year, gdp_constant) with `growth`, per cent over the year before, if adjacent."""
    ordered = frame.sort("iso3", "year")
    before = pl.col("gdp_constant").shift(1).over("iso3")
    adjacent = pl.col("year") - pl.col("year").shift(1).over("iso3") == 1
    growth = 100 * (pl.col("gdp_constant") / before - 1)
    return ordered.with_columns(growth=pl.when(adjacent).then(growth))
