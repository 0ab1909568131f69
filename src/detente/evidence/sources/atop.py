"""Alliance obligations in force by dyad-year (ATOP 5.1).

Non-aggression and consultation flags include wide regional treaties; only `defense` (and
`offense`, `neutral`) speak of an alliance. The published rows are directed; a pair carries a
flag if either direction does (the United States owes Japan defence, not the reverse), and
`one_sided` tells a defence obligation that binds only one of the two.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import files
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

FLAGS = ("defense", "offense", "neutral", "nonagg", "consul")

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
    pairs = (
        raw["obligations"].with_columns(ccode1=low, ccode2=high).filter(pl.col("ccode1") < pl.col("ccode2"))
    )
    pairs = pairs.group_by("ccode1", "ccode2", "year").agg(
        pl.col(FLAGS).max(),
        one_sided=(pl.col("defense").max() > pl.col("defense").min()).cast(pl.Int8),
    )
    return {"atop": pairs.filter(pl.any_horizontal(pl.col(FLAGS) == 1))}
