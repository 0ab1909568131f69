"""Net energy imports as a share of energy use (World Bank, in Our World in Data's layout)."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import files, names
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

_COLUMNS: files.Columns = {
    "name": (pl.String, ("Entity",)),
    "year": (pl.Int16, ("Year",)),
    "value": (pl.Float64, ("Energy imports (World Bank (2014))", "Energy imports")),
}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`imports`: name, year, net imports in per cent of energy use (negative for net exporters)."""
    return {"imports": files.read_table(files.find(folder, SOURCE, "imports")[0], _COLUMNS)}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`energy` rows of this source."""
    iso3 = pl.col("name").replace_strict(names.ids_by_name(), default=None, return_dtype=pl.String)
    table = raw["imports"].with_columns(
        iso3=iso3,
        indicator=pl.lit("net_imports"),
        unit=pl.lit("per cent of energy use"),
        source=pl.lit(SOURCE.id),
    )
    return {"energy": table.filter(pl.col("iso3").is_not_null(), pl.col("value").is_not_null())}
