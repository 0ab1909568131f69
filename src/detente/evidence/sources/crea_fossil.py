"""What Russia earned from fossil fuels by buyer: sums by calendar year of a monthly estimate."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import files
from detente.evidence.source import load_source

SOURCE = load_source(__file__)
_BUYERS = {
    "China": "CHN",
    "EU": "org:EU",
    "India": "IND",
    "South Korea": "KOR",
    "Türkiye": "TUR",
    "Turkey": "TUR",
    "United Kingdom": "GBR",
    "United States": "USA",
    "Others": "others",
}
_MILLION = 1e6

_COLUMNS: files.Columns = {
    "month": (pl.String, ("month",)),
    "buyer": (pl.String, ("destination_region",)),
    "euros": (pl.Float64, ("total_eur",)),
}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`revenue`: month, buyer as named, euros."""
    return {"revenue": files.read_table(files.find(folder, SOURCE, "revenue")[0], _COLUMNS)}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`fossil_revenue`: year, buyer, million euros, and how many months the sum has (2022 begins on 24 February)."""
    table = raw["revenue"].with_columns(
        year=pl.col("month").str.slice(0, 4).cast(pl.Int16),
        buyer=pl.col("buyer").replace_strict(_BUYERS, default=None),
    )
    sums = (
        table.drop_nulls("buyer")
        .group_by("year", "buyer")
        .agg(
            (pl.col("euros").sum() / _MILLION).round().alias("revenue"),
            pl.col("month").n_unique().alias("months"),
        )
    )
    return {"fossil_revenue": sums}
