"""Inter-state wars by dyad-year, the two states on opposite sides (Correlates of War 4.0)."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import files
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

_COLUMNS: files.Columns = {
    "warnum": (pl.Int32, ("warnum",)),
    "ccode1": (pl.Int16, ("ccode1", "statea")),
    "ccode2": (pl.Int16, ("ccode2", "stateb")),
    "year": (pl.Int16, ("year",)),
    "side1": (pl.Int8, ("sidea1",)),
    "side2": (pl.Int8, ("sidea2",)),
    "outcome1": (pl.Int8, ("outcome1", "outcomea")),
    "onset": (pl.Int8, ("cowinteronset", "onset")),
}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`wars`: one row a war, directed dyad and year."""
    frame = files.read_table(files.find(folder, SOURCE, "wars")[0], _COLUMNS, optional=("onset",))
    return {"wars": frame.filter(pl.col("side1") != pl.col("side2"))}


_WON = {1: 1, 2: -1, 3: 0, 6: 0}  # winner, loser; compromise and stalemate; else it became another conflict


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`wars`, one row a pair and year, with who won the war (of the last one begun, where there are two)."""
    rows = raw["wars"].with_columns(
        won=pl.col("outcome1").replace_strict(_WON, default=None, return_dtype=pl.Int8)
    )
    lower = pl.col("ccode1") < pl.col("ccode2")
    pairs = rows.select(
        pl.min_horizontal("ccode1", "ccode2").alias("ccode1"),
        pl.max_horizontal("ccode1", "ccode2").alias("ccode2"),
        "year",
        "warnum",
        "onset",
        won=pl.when(lower).then(pl.col("won")).otherwise(-pl.col("won")),
    ).sort("warnum")
    each = pairs.group_by("ccode1", "ccode2", "year", maintain_order=True)
    return {"wars": each.agg(pl.col("won").last(), pl.col("onset").max())}
