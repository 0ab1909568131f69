"""Militarized interstate disputes by dyad-year (Gibler, Miller and Little 2.2.1)."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import disputes
from detente.evidence.source import load_source

SOURCE = load_source(__file__)


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`disputes`: one row a dispute, directed dyad and year."""
    return {"disputes": disputes.read(folder, SOURCE)}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`mid` rows of this source."""
    return {"mid": disputes.by_pair_year(raw["disputes"], SOURCE.id)}
