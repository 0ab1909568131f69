"""Ideal points of states in the UN General Assembly (Bailey, Strezhnev and Voeten).

The file gives posterior quantiles at 5, 50 and 95 per cent. The 95 per cent interval is made
from them by stretching each half of the 90 per cent interval by 1.960 / 1.645.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import files
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

STRETCH = 1.959963985 / 1.644853627

_COLUMNS: files.Columns = {
    "ccode": (pl.Int16, ("ccode",)),
    "year": (pl.Int16, ("year",)),
    "ideal": (pl.Float64, ("idealpointall",)),
    "legacy": (pl.Float64, ("idealpointlegacy",)),
    "q5": (pl.Float64, ("q5all",)),
    "q50": (pl.Float64, ("q50all",)),
    "q95": (pl.Float64, ("q95all",)),
}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`ideal_points`: ccode, year (of the session), ideal (all votes), legacy, q5, q50, q95."""
    frame = files.read_table(files.find(folder, SOURCE, "points")[0], _COLUMNS)
    return {"ideal_points": frame.filter(pl.col("ideal").is_not_null())}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`ideal_points` with the 95 per cent interval."""
    low = pl.col("q50") - STRETCH * (pl.col("q50") - pl.col("q5"))
    high = pl.col("q50") + STRETCH * (pl.col("q95") - pl.col("q50"))
    return {"ideal_points": raw["ideal_points"].with_columns(low=low, high=high)}
