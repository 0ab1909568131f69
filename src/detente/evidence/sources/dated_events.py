"""Dated events between states that articles refer to: our own table, each row with its source.

Read from `data/events.csv` in the package, so no folder of files is needed.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import names
from detente.evidence.source import load_source

SOURCE = load_source(__file__)


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`events`: the columns of `data/events.csv`, all as text. `folder` is not used."""
    return {"events": names.table("events.csv")}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`events` with years and typed signs and weights; the row's own source is `reference`."""
    table = raw["events"].with_columns(
        year=pl.col("date").str.slice(0, 4).cast(pl.Int16),
        end_year=pl.col("end_date").str.slice(0, 4).cast(pl.Int16, strict=False),
        sign=pl.col("sign").cast(pl.Int8),
        weight=pl.col("weight").cast(pl.Int8),
        reference=pl.col("source"),
    )
    return {"events": table}
