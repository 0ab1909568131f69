"""Memberships of organizations readers name, to 2025: our own table, each row with its source.

Read from `data/memberships.csv` in the package, so no folder of files is needed.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import names
from detente.evidence.source import load_source

SOURCE = load_source(__file__)


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`memberships`: org, iso3, status, start, end, their ISO dates, source, note. `folder` is not used."""
    return {"memberships": names.table("memberships.csv")}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`memberships` rows of this source, by year."""
    table = raw["memberships"].select(
        "org",
        "iso3",
        "status",
        pl.col("start", "end").str.slice(0, 4).cast(pl.Int16),
        source=pl.lit(SOURCE.id),
    )
    return {"memberships": table}
