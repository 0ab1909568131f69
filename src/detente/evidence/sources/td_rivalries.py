"""Strategic rivalries (Thompson and Dreyer), one row a pair and year of rivalry."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import files, rivalry
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

_COLUMNS: files.Columns = {
    "ccode1": (pl.Int16, ("ccode1",)),
    "ccode2": (pl.Int16, ("ccode2",)),
    "start": (pl.Int32, ("start", "styear")),
    "end": (pl.Int32, ("end", "endyear")),
}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`spells`: ccode1, ccode2, first and last year of the rivalry."""
    return {"spells": files.read_table(files.find(folder, SOURCE, "rivalries")[0], _COLUMNS)}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`rivalries` rows of this source."""
    return {"rivalries": rivalry.by_pair_year(raw["spells"], "thompson-dreyer")}
