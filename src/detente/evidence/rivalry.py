"""Shared by the two rivalry data sets: spells of rivalry, unrolled to years.

In: one row a rivalry with first and last year. Out: one row a pair and year. Years before 1816,
where the COW state system begins, are left out.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import files
from detente.evidence.source import Source

_COLUMNS: files.Columns = {
    "ccode1": (pl.Int16, ("ccode1",)),
    "ccode2": (pl.Int16, ("ccode2",)),
    "start": (pl.Int32, ("start", "styear")),
    "end": (pl.Int32, ("end", "endyear")),
}
FIRST_YEAR = 1816


def read(folder: Path, source: Source) -> dict[str, pl.DataFrame]:
    """`spells`: ccode1, ccode2, first and last year of the rivalry."""
    return {"spells": files.read_table(files.find(folder, source, "rivalries")[0], _COLUMNS)}


def by_pair_year(spells: pl.DataFrame, source_id: str) -> pl.DataFrame:
    """Pairs and years of `spells` (ccode1, ccode2, start, end), each once."""
    years = pl.int_ranges(pl.max_horizontal("start", pl.lit(FIRST_YEAR)), pl.col("end") + 1)
    pairs = spells.filter(pl.col("end") >= FIRST_YEAR).select(
        pl.min_horizontal("ccode1", "ccode2").alias("ccode1"),
        pl.max_horizontal("ccode1", "ccode2").alias("ccode2"),
        years.alias("year"),
    )
    return pairs.explode("year").unique().with_columns(source=pl.lit(source_id))


def derive(raw: dict[str, pl.DataFrame], label: str) -> dict[str, pl.DataFrame]:
    """`rivalries` rows of the source that the table calls `label`."""
    return {"rivalries": by_pair_year(raw["spells"], label)}
