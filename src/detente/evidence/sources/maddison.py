"""Maddison Project Database 2020 in Our World in Data's layout: long-run GDP and population.

GDP and GDP per head are in 2011 international dollars. Aggregates of vanished states stop where
the state did, though the file carries them on.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import economy, files, names
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

LAST_YEAR = {"SUN": 1991, "YUG": 1991, "CSK": 1992}
FIRST_YEAR = 1816

_COLUMNS: files.Columns = {
    "name": (pl.String, ("Entity",)),
    "year": (pl.Int16, ("Year",)),
    "gdp_per_head": (pl.Float64, ("GDP per capita",)),
    "population": (pl.Float64, ("Population",)),
    "gdp_constant": (pl.Float64, ("GDP",)),
}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`maddison`: name, year, gdp_per_head and gdp_constant (2011 international $), population."""
    return {"maddison": files.read_table(files.find(folder, SOURCE, "table")[0], _COLUMNS)}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`economy` rows of this source from 1816 on; regions are left out."""
    frame = raw["maddison"].with_columns(
        iso3=pl.col("name").replace_strict(names.ids_by_name(), default=None, return_dtype=pl.String)
    )
    last = pl.col("iso3").replace_strict(LAST_YEAR, default=names.LAST_YEAR, return_dtype=pl.Int16)
    frame = frame.filter(
        pl.col("iso3").is_not_null(), pl.col("year") >= FIRST_YEAR, pl.col("year") <= last
    ).filter(pl.any_horizontal(pl.col("gdp_per_head", "gdp_constant").is_not_null()))
    return {"economy": economy.with_growth(frame).with_columns(source=pl.lit(SOURCE.id))}
