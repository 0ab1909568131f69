"""Who stood with whom against whom, in wars, crises and standing alignments: our own table, each row with its source.

Read from `data/alignments.csv` in the package, so no folder of files is needed.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import names
from detente.evidence.source import load_source

SOURCE = load_source(__file__)


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`alignments`: the columns of `data/alignments.csv`, all as text. `folder` is not used."""
    return {"alignments": names.table("alignments.csv")}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`alignments` with years as numbers and empty sides as empty text; the row's own source is `reference`."""
    table = raw["alignments"].with_columns(
        pl.col("first", "last").cast(pl.Int16),
        pl.col("side_a", "with_a", "side_b", "with_b", "apart", "place").fill_null(""),
        reference=pl.col("source"),
    )
    return {"alignments": table}
