"""Battle-related deaths by conflict dyad and year (UCDP 24.1), best, low and high estimate."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import files
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

_FIRST = ("gwno_a", "gwno_b", "gwno_battle", "region")
_COLUMNS: files.Columns = {
    "conflict_id": (pl.Int32, ("conflict_id",)),
    "dyad_id": (pl.Int32, ("dyad_id",)),
    "year": (pl.Int16, ("year",)),
    "side_a": (pl.String, ("side_a",)),
    "side_b": (pl.String, ("side_b",)),
    "best": (pl.Int32, ("bd_best",)),
    "low": (pl.Int32, ("bd_low",)),
    "high": (pl.Int32, ("bd_high",)),
    **{name: (pl.String, (name,)) for name in _FIRST},
}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`deaths`: one row a dyad and year; states by Gleditsch-Ward number, the first of several."""
    frame = files.read_table(files.find(folder, SOURCE, "deaths")[0], _COLUMNS)
    first = [pl.col(name).str.split(",").list.first().str.strip_chars().cast(pl.Int16) for name in _FIRST]
    return {"deaths": frame.with_columns(first)}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`ucdp_deaths`."""
    return {"ucdp_deaths": raw["deaths"]}
