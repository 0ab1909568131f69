"""Attempts of states to have their way with others, and whether they had it: our own table, each row with its source.

Read from `data/attempts.csv` in the package, so no folder of files is needed.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import names
from detente.evidence.source import load_source

SOURCE = load_source(__file__)


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`attempts`: the columns of `data/attempts.csv`, all as text. `folder` is not used."""
    return {"attempts": names.table("attempts.csv")}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`attempts` with years as numbers; the row's own source is `reference`."""
    table = raw["attempts"].with_columns(
        pl.col("first", "last").cast(pl.Int16), pl.col("matter").fill_null(""), reference=pl.col("source")
    )
    return {"attempts": table}
