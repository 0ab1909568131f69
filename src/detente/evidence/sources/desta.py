"""Free-trade agreements and customs unions in force by pair and year (DESTA 2.01)."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.errors import SourceFormatError
from detente.evidence import files, names
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

_COLUMNS: files.Columns = {
    "country1": (pl.String, ("country1",)),
    "country2": (pl.String, ("country2",)),
    "year": (pl.Int16, ("year",)),
    "in_force": (pl.Int8, ("in_force_fta",)),
}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`agreements`: iso3_1, iso3_2, year, in_force (0/1)."""
    path = files.find(folder, SOURCE, "in_force")[0]
    frame = files.read_table(path, _COLUMNS)
    known = names.ids_by_name()
    strange = sorted((set(frame["country1"]) | set(frame["country2"])) - set(known))
    if strange:
        raise SourceFormatError(
            f"{path.name} names countries unknown to names.csv: {', '.join(strange[:5])}."
        )
    ids = [pl.col(f"country{i}").replace_strict(known).alias(f"iso3_{i}") for i in (1, 2)]
    return {"agreements": frame.select(*ids, "year", "in_force")}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`fta`: pairs of COW states and years with an agreement in force."""
    pairs = raw["agreements"].filter(pl.col("in_force") == 1)
    pairs = names.ccode_of(pairs, "iso3_1", "year", "_a")
    pairs = names.ccode_of(pairs, "iso3_2", "year", "_b")
    pairs = pairs.select(
        pl.min_horizontal("_a", "_b").alias("ccode1"), pl.max_horizontal("_a", "_b").alias("ccode2"), "year"
    )
    return {"fta": pairs.filter(pl.col("ccode1") < pl.col("ccode2")).unique()}
