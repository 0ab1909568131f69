"""Great-circle distance between the main cities of countries (CEPII GeoDist)."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import files
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

_COLUMNS: files.Columns = {
    "iso3_1": (pl.String, ("iso_o",)),
    "iso3_2": (pl.String, ("iso_d",)),
    "km": (pl.Float64, ("dist",)),
}
# Codes that ISO has retired since the data were made.
_RENAMED = {"ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "PAL": "PSE", "YUG": "SRB"}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`distance`: directed pairs of ISO alpha-3 codes, km."""
    frame = files.read_table(files.find(folder, SOURCE, "distance")[0], _COLUMNS)
    return {"distance": frame.with_columns(pl.col("iso3_1", "iso3_2").replace(_RENAMED))}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`distance`, each pair once."""
    return {"distance": raw["distance"].filter(pl.col("iso3_1") < pl.col("iso3_2"))}
