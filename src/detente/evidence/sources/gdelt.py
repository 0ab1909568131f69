"""News-reported events between states by month, from daily composites of GDELT 2.0.

The composite of a day sums Goldstein score, sources, articles and tone over events whose two
actors are named by a bare country code. Not all days are there: divide by `days`.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import files
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

_COLUMNS: files.Columns = {
    "month": (pl.String, ("month",)),
    "a": (pl.String, ("a",)),
    "b": (pl.String, ("b",)),
    "value": (pl.Float64, ("score_sum",)),
    "days": (pl.Int8, ("days",)),
}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`months`: month (YYYYMM), two ISO alpha-3 codes in any order, sum of scores, days in the data."""
    return {"months": files.read_table(files.find(folder, SOURCE, "months")[0], _COLUMNS)}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`gdelt_dyad_month`, each pair once; events within a country are left out."""
    pairs = raw["months"].filter(pl.col("a") != pl.col("b"))
    pairs = pairs.group_by(
        pl.min_horizontal("a", "b").alias("iso3_1"),
        pl.max_horizontal("a", "b").alias("iso3_2"),
        (pl.col("month") + "01").str.to_date("%Y%m%d").alias("month"),
    ).agg(pl.col("value").sum().round(1), pl.col("days").max())
    return {"gdelt_dyad_month": pairs}
