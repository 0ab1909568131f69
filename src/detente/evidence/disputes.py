"""Shared by the two dispute data sets: reading directed dyad-years, folding them to pairs.

In: files of Correlates of War MID or of Gibler, Miller and Little, one row a dispute, directed
dyad and year. Out: a pair-year with the highest hostility reached and the disputes counted.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import files
from detente.evidence.source import Source

_COLUMNS: files.Columns = {
    "dispnum": (pl.Int32, ("dispnum", "disno")),
    "ccode1": (pl.Int16, ("ccode1", "statea")),
    "ccode2": (pl.Int16, ("ccode2", "stateb")),
    "year": (pl.Int16, ("year",)),
    "onset": (pl.Int8, ("disponset", "midonset", "newmid")),
    "sidea1": (pl.Int8, ("sidea1", "sideaa")),
    "sidea2": (pl.Int8, ("sidea2", "sideab")),
    "hostility1": (pl.Int8, ("hostlev1", "mihosta", "hihosta")),
    "hostility2": (pl.Int8, ("hostlev2", "mihostb", "hihostb")),
}


def read(folder: Path, source: Source) -> pl.DataFrame:
    """Disputes by directed dyad and year, the two states on opposite sides."""
    frame = files.read_table(files.find(folder, source, "dyads")[0], _COLUMNS, missing=("-9",))
    return frame.filter(pl.col("sidea1") != pl.col("sidea2"))


def by_pair_year(frame: pl.DataFrame, source_id: str) -> pl.DataFrame:
    """Pair-years: hostility (highest of both states and all disputes), disputes, onsets."""
    once = frame.with_columns(
        ccode1=pl.min_horizontal("ccode1", "ccode2"), ccode2=pl.max_horizontal("ccode1", "ccode2")
    )
    level = pl.max_horizontal("hostility1", "hostility2").clip(1, 5)
    pairs = once.group_by("ccode1", "ccode2", "year").agg(
        hostility=level.max(),
        disputes=pl.col("dispnum").n_unique(),
        onsets=pl.col("dispnum").filter(pl.col("onset") == 1).n_unique(),
    )
    return pairs.with_columns(source=pl.lit(source_id))
