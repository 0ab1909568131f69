"""The record of deeds: who did what to whom, when and about what; our own tables, each row with its source.

Read from `data/record/*.csv` in the package, one file a writer, so no folder of files is needed. `dated_events.csv` holds the
older table of dated events with the roles of its actors; a row of it whose roles cannot be told names only `parties`.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import names
from detente.evidence.source import load_source

SOURCE = load_source(__file__)
COLUMNS = ("date", "end", "act", "actors", "targets", "object", "place", "text", "source", "locator")
_OPTIONAL = ("event", "parties")


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`deeds`: the rows of all files as text, with the file each is from (`origin`). `folder` is not used."""
    parts = []
    for name in names.listing("record"):
        part = names.table(f"record/{name}")
        part = part.with_columns(
            pl.lit(None, pl.String).alias(c) for c in _OPTIONAL if c not in part.columns
        ).select(*COLUMNS, *_OPTIONAL, origin=pl.lit(name.removesuffix(".csv")))
        parts.append(part)
    return {"deeds": pl.concat(parts)}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`deeds`: one row a deed (a deed two writers hold stands once, the more precise row first)."""
    return {"deeds": deeds(raw["deeds"].rename({"source": "reference"}), SOURCE.id)}


def deeds(frame: pl.DataFrame, source: str) -> pl.DataFrame:
    """The declared columns from rows as written: sets in order, precision, years, an id of the content."""
    sets = ("actors", "targets", "parties", "object", "place")
    frame = frame.with_columns(
        *(pl.col(c).str.split(";").list.sort().list.join(";") for c in sets),
        year=pl.col("date").str.slice(0, 4).cast(pl.Int16),
        end_year=pl.col("end").str.slice(0, 4).cast(pl.Int16, strict=False),
        precision=pl.col("date").str.len_chars().replace_strict({4: "year", 7: "month", 10: "day"}),
        general=pl.col("reference") == GENERAL,
        source=pl.lit(source),
    )
    what = ("date", "act", "actors", "targets", "parties", "object", "place")
    frame = frame.sort("general", "locator", "origin", nulls_last=True).unique(
        what, keep="first", maintain_order=True
    )
    content = pl.concat_str([pl.col(c).fill_null("") for c in what], separator="|")
    digest = content.map_elements(_digest, return_dtype=pl.String)
    return frame.with_columns(id=pl.lit("deed:") + digest)


GENERAL = "general record"
"""What stands as source where no work is known that certainly holds the row."""


def _digest(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()[:12]
