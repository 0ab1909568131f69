"""Chinese official finance by recipient and year (AidData GCDF 3.0), constant 2021 dollars."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import files
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

_COLUMNS: files.Columns = {
    "ccode": (pl.Int16, ("ccode",)),
    "year": (pl.Int16, ("year",)),
    "oda": (pl.Float64, ("oda_adj",)),
    "oof": (pl.Float64, ("oof_adj",)),
    "vague": (pl.Float64, ("vof_adj",)),
}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`commitments`: ccode, year, oda, oof, vague (2021 USD, refinancing taken out)."""
    return {"commitments": files.read_table(files.find(folder, SOURCE, "commitments")[0], _COLUMNS)}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`chinese_finance`, to whole dollars."""
    return {"chinese_finance": raw["commitments"].with_columns(pl.col("oda", "oof", "vague").round())}
