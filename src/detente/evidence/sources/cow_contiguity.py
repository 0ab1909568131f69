"""Direct contiguity of states over time (Correlates of War 3.2).

Kind 0 of the file says "not contiguous", over years in which another row may say that the two are; it is left out, so that
every row of the table is a border by land or a stretch of water.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import files
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

_PAIR: files.Columns = {
    "ccode1": (pl.Int16, ("ccode1", "state1no")),
    "ccode2": (pl.Int16, ("ccode2", "state2no")),
    "kind": (pl.Int8, ("conttype",)),
}
# Copies have dates; the official file has begin and end as YYYYMM.
_DATES: files.Columns = {"start": (pl.Date, ("stdate",)), "end": (pl.Date, ("enddate",))}
_MONTHS: files.Columns = {"start": (pl.Int32, ("begin",)), "end": (pl.Int32, ("end",))}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`contiguity`: ccode1, ccode2, kind 1 (land) to 5 (under 400 miles of sea) or 0 (none), start and end year."""
    path = files.find(folder, SOURCE, "contiguity")[0]
    if path.suffix == ".parquet":
        frame = files.read_table(path, {**_PAIR, **_DATES})
        return {"contiguity": frame.with_columns(pl.col("start", "end").dt.year())}
    frame = files.read_table(path, {**_PAIR, **_MONTHS})
    return {"contiguity": frame.with_columns(pl.col("start", "end") // 100)}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`contiguity`, each pair once, kinds 1 to 5; the end is null where it is the end of the data."""
    last = raw["contiguity"]["end"].max()
    pairs = (
        raw["contiguity"]
        .filter(pl.col("kind").is_between(1, 5))
        .with_columns(
            ccode1=pl.min_horizontal("ccode1", "ccode2"),
            ccode2=pl.max_horizontal("ccode1", "ccode2"),
            end=pl.when(pl.col("end") < last).then(pl.col("end")),
        )
    )
    return {"contiguity": pairs.unique()}
