"""Alliance obligations in force by dyad-year (ATOP 5.1).

Non-aggression and consultation flags include wide regional treaties; only `defense` (and
`offense`, `neutral`) speak of an alliance. The published rows are directed; a pair carries a
flag if either direction does, and `defense_by` and the like say who is bound: 1 the state with the
lower number, 2 the other, 3 both (the United States owes Japan defence, not the reverse).
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import files
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

FLAGS = ("defense", "offense", "neutral", "nonagg", "consul")

_BY = tuple(f"{flag}_by" for flag in FLAGS)

_COLUMNS: files.Columns = {
    "ccode1": (pl.Int16, ("ccode1", "stateA", "mem1")),
    "ccode2": (pl.Int16, ("ccode2", "stateB", "mem2")),
    "year": (pl.Int16, ("year",)),
    **{flag: (pl.Int8, (f"atop_{flag}", flag)) for flag in FLAGS},
}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`obligations`: directed dyad-years with five 0/1 flags."""
    return {"obligations": files.read_table(files.find(folder, SOURCE, "dyads")[0], _COLUMNS)}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`atop`, one row a pair and year with at least one obligation."""
    low, high = pl.min_horizontal("ccode1", "ccode2"), pl.max_horizontal("ccode1", "ccode2")
    pairs = raw["obligations"].filter(pl.col("ccode1") != pl.col("ccode2"))
    # A file with each pair once says nothing of who is bound to whom.
    directed = pairs.select((pl.col("ccode1") > pl.col("ccode2")).any()).item()
    who = pl.when(pl.lit(directed)).then(pl.when(pl.col("ccode1") < pl.col("ccode2")).then(1).otherwise(2))
    pairs = pairs.with_columns((pl.col(f) * who).alias(f"{f}_by") for f in FLAGS)
    pairs = pairs.with_columns(ccode1=low, ccode2=high).unique(["ccode1", "ccode2", "year", *_BY])
    pairs = pairs.group_by("ccode1", "ccode2", "year").agg(
        pl.col(FLAGS).max(), *(pl.col(by).unique().sum() if directed else pl.col(by).first() for by in _BY)
    )
    pairs = pairs.with_columns(one_sided=pl.col("defense_by").is_in([1, 2]).cast(pl.Int8))
    return {"atop": pairs.filter(pl.any_horizontal(pl.col(FLAGS) == 1))}
