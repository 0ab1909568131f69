"""What gas reached the European Union by pipeline and as LNG, by origin and by line: sums of whole years.

Read from daily flows; only years with every day are kept, and only the sums.
"""

from __future__ import annotations

from calendar import isleap
from pathlib import Path

import polars as pl

from detente.evidence import files
from detente.evidence.source import load_source

SOURCE = load_source(__file__)
_ORIGINS = {"russia": "RUS", "norway": "NOR", "algeria": "DZA", "azerbaijan": "AZE", "libya": "LBY", "lng": "lng"}  # fmt: skip
_MILLION_TO_BILLION = 1000

_COLUMNS: files.Columns = {
    **files.rename("date", dtype=pl.String),
    **files.rename(*_ORIGINS, "eu_total", dtype=pl.Float64),
}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`flows`: date and million cubic metres a day by origin."""
    return {"flows": files.read_table(files.find(folder, SOURCE, "flows")[0], _COLUMNS)}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`eu_gas`: year, origin (a state by pipeline, or `lng` of all origins), billion cubic metres."""
    days = (
        raw["flows"]
        .drop_nulls("date")
        .unique("date")
        .with_columns(year=pl.col("date").str.slice(0, 4).cast(pl.Int16))
    )
    sums = days.group_by("year").agg(
        pl.len().alias("days"), pl.col(*_ORIGINS, "eu_total").sum().round(0) / _MILLION_TO_BILLION
    )
    whole = [y for y, n in sums.select("year", "days").iter_rows() if n == 365 + isleap(y)]
    table = (
        sums.filter(pl.col("year").is_in(whole))
        .rename({**_ORIGINS, "eu_total": "total"})
        .unpivot(index="year", on=[*_ORIGINS.values(), "total"], variable_name="origin", value_name="volume")
    )
    return {"eu_gas": table}
