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
TYPES = ("spatial", "positional", "ideological", "interventionary")
# One list names up to three types, the other flags each.
_NAMED: files.Columns = {f"type{n}": (pl.String, (f"type{n}",)) for n in (1, 2, 3)}
_FLAGGED: files.Columns = {name: (pl.Int8, (name,)) for name in TYPES}
FIRST_YEAR = 1816


def read(folder: Path, source: Source) -> dict[str, pl.DataFrame]:
    """`spells`: ccode1, ccode2, first and last year of the rivalry, its types (joined by blanks)."""
    path = files.find(folder, source, "rivalries")[0]
    frame = files.read_table(
        path, {**_COLUMNS, **_NAMED, **_FLAGGED}, optional=(*_NAMED, *_FLAGGED)
    ).with_columns(pl.col(*_NAMED).str.to_lowercase())
    held = [
        pl.when((pl.col(name) == 1) | pl.any_horizontal(pl.col(*_NAMED) == name)).then(pl.lit(name))
        for name in TYPES
    ]
    types = pl.concat_str(held, separator=" ", ignore_nulls=True).replace("", None)
    return {"spells": frame.select(*_COLUMNS, types=types)}


def by_pair_year(spells: pl.DataFrame, source_id: str) -> pl.DataFrame:
    """Pairs and years of `spells` (ccode1, ccode2, start, end and, where known, types), each once."""
    if "types" not in spells.columns:
        spells = spells.with_columns(types=pl.lit(None, pl.String))
    years = pl.int_ranges(pl.max_horizontal("start", pl.lit(FIRST_YEAR)), pl.col("end") + 1)
    pairs = spells.filter(pl.col("end") >= FIRST_YEAR).select(
        pl.min_horizontal("ccode1", "ccode2").alias("ccode1"),
        pl.max_horizontal("ccode1", "ccode2").alias("ccode2"),
        years.alias("year"),
        "types",
    )
    each = pairs.explode("year").group_by("ccode1", "ccode2", "year").agg("types")
    told = [pl.when(pl.col("types").list.join(" ").str.contains(name)).then(pl.lit(name)) for name in TYPES]
    types = pl.concat_str(told, separator=" ", ignore_nulls=True).replace("", None)
    return each.with_columns(types=types, source=pl.lit(source_id))


def derive(raw: dict[str, pl.DataFrame], label: str) -> dict[str, pl.DataFrame]:
    """`rivalries` rows of the source that the table calls `label`."""
    return {"rivalries": by_pair_year(raw["spells"], label)}
