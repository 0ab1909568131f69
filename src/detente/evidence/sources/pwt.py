"""Penn World Table 10.01: real GDP at constant national prices and population.

Real GDP (`rgdpna`) is in million 2017 US dollars, population in millions; both are turned into
units. GDP per head is in the same constant dollars, not in current ones.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import economy, files
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

_COLUMNS: files.Columns = {
    "iso3": (pl.String, ("isocode", "countrycode")),
    "year": (pl.Int16, ("year",)),
    "rgdpna": (pl.Float64, ("rgdpna",)),
    "pop": (pl.Float64, ("pop",)),
}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`pwt`: iso3, year, rgdpna (million 2017 USD), pop (million)."""
    return {"pwt": files.read_table(files.find(folder, SOURCE, "table")[0], _COLUMNS)}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`economy` rows of this source."""
    frame = raw["pwt"].select(
        "iso3",
        "year",
        gdp_constant=1e6 * pl.col("rgdpna"),
        gdp_per_head=pl.col("rgdpna") / pl.col("pop"),
        population=1e6 * pl.col("pop"),
    )
    frame = economy.with_growth(frame.filter(pl.col("gdp_constant").is_not_null()))
    return {"economy": frame.with_columns(source=pl.lit(SOURCE.id))}
