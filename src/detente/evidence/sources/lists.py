"""Lists that single facts are looked up in: attributes of states, who holds which territory, steps of membership, unions by kind.

Read from `data/lists/*.csv` in the package, so no folder of files is needed.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import names
from detente.evidence.source import load_source

SOURCE = load_source(__file__)
TABLES = ("attributes", "membership_steps", "territories", "unions")


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """The tables as text. `folder` is not used."""
    return {name: names.table(f"lists/{name}.csv") for name in TABLES}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The same with the row's own source as `reference`; spells without a first year are as old as the state system."""
    given = {}
    for name, frame in raw.items():
        frame = frame.with_columns(reference=pl.col("source"), source=pl.lit(SOURCE.id))
        if name in _SPELLS:
            frame = frame.with_columns(
                start=pl.col("start").cast(pl.Int16).fill_null(FIRST_YEAR),
                end=pl.col("end").cast(pl.Int16),
                disputed=pl.col("disputed").eq_missing("yes"),
                object=(pl.col("object") if "object" in frame.columns else pl.lit(None, pl.String)).fill_null(
                    ""
                ),
            )
        given[name] = frame
    return given


_SPELLS = ("attributes", "territories")
FIRST_YEAR = 1816
"""What has always been so is listed from the first year of the state system."""
