"""National Material Capabilities (Correlates of War 7.0): CINC and shares of military means.

Military spending is in thousand current dollars (pounds before 1914) and exceeds 32 bits when
summed, so it is read as 64-bit.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import files
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

_COLUMNS: files.Columns = {
    "ccode": (pl.Int16, ("ccode",)),
    "year": (pl.Int16, ("year",)),
    "milex": (pl.Int64, ("milex",)),
    "milper": (pl.Int64, ("milper",)),
    "cinc": (pl.Float64, ("cinc",)),
}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`capabilities`: milex (thousand current USD), milper (thousand), cinc (0 to 1)."""
    path = files.find(folder, SOURCE, "capabilities")[0]
    frame = files.read_table(path, _COLUMNS, missing=("-9",))
    blank = [pl.when(pl.col(c) >= 0).then(pl.col(c)).alias(c) for c in ("milex", "milper", "cinc")]
    return {"capabilities": frame.with_columns(blank)}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`cinc` with each state's share of the year's world total."""
    shares = [
        (pl.col(name) / pl.col(name).sum().over("year")).alias(f"{name}_share")
        for name in ("milex", "milper")
    ]
    table = raw["capabilities"].with_columns(shares)
    return {
        "cinc": table.filter(pl.any_horizontal(pl.col("cinc", "milex_share", "milper_share").is_not_null()))
    }
