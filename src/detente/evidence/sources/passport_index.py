"""Visa requirements by passport and destination (Passport Index)."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import files
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

_COLUMNS: files.Columns = {
    "passport": (pl.String, ("Passport",)),
    "destination": (pl.String, ("Destination",)),
    "requirement": (pl.String, ("Requirement",)),
}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`visas`: passport, destination, requirement as published (a category or days without a visa)."""
    return {"visas": files.read_table(files.find(folder, SOURCE, "visas")[0], _COLUMNS)}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`visas`; a number of days means visa free, -1 (one's own country) is left out."""
    days = pl.col("requirement").cast(pl.Int16, strict=False)
    table = raw["visas"].with_columns(days=days).filter(pl.col("passport") != pl.col("destination"))
    return {
        "visas": table.with_columns(
            requirement=pl.when(pl.col("days").is_not_null())
            .then(pl.lit("visa free"))
            .otherwise(pl.col("requirement"))
        )
    }
