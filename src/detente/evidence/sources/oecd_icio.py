"""Trade in goods between economies by the OECD's inter-country input-output tables.

Reads the yearly sums over the tables (intermediate and final use, basic prices). It is not customs trade: re-exports are
taken out, so entrepots stand far below their customs figures. What is outside its 80 economies is one rest, `ROW`.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import files
from detente.evidence.source import load_source

SOURCE = load_source(__file__)
REST = "ROW"
SMALLEST = 1.0
"""Million USD: lesser cells of the tables are balancing residue."""

_COLUMNS: files.Columns = {
    **files.rename("exporter", "importer", dtype=pl.String),
    **files.rename("year", dtype=pl.Int16),
    **files.rename("goods", dtype=pl.Float64),
}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`flows`: exporter, importer (ISO alpha-3 or ROW), year, goods (million USD)."""
    return {"flows": files.read_table(files.find(folder, SOURCE, "flows")[0], _COLUMNS)}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`io_trade`: flows of at least a million dollars, in whole millions."""
    flows = raw["flows"].filter((pl.col("goods") >= SMALLEST) & (pl.col("exporter") != pl.col("importer")))
    return {"io_trade": flows.with_columns(pl.col("goods").round())}
