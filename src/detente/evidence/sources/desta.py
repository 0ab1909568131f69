"""Free-trade agreements and customs unions in force by pair and year (DESTA 2.01).

Which pairs have such an agreement comes from the in-force table of the `desta` package. That
table counts from signature and leaves out the members of the European Communities among
themselves; both are mended with DESTA's own list of treaties by dyad: a pair counts from the
first entry into force of a treaty signed since, and members of the Communities from theirs.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.errors import SourceFormatError
from detente.evidence import files, names
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

# The Communities' founding, amending and enlarging treaties, not their agreements with others.
COMMUNITIES = r"^EC( \(.*| Amsterdam.*| Lisbon.*| Maastricht.*| Nice.*)?$"

_IN_FORCE: files.Columns = {
    "country1": (pl.String, ("country1",)),
    "country2": (pl.String, ("country2",)),
    "year": (pl.Int16, ("year",)),
    "in_force": (pl.Int8, ("in_force_fta",)),
}
_TREATIES: files.Columns = {
    "country1": (pl.String, ("country1",)),
    "country2": (pl.String, ("country2",)),
    "name": (pl.String, ("name",)),
    "signed": (pl.Int16, ("year",)),
    "entry": (pl.Int16, ("entryforceyear",)),
}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`agreements`: iso3_1 < iso3_2, year, in_force (0/1); `treaties`: name, signed, entry (years)."""
    path = files.find(folder, SOURCE, "in_force")[0]
    agreements = files.read_table(path, _IN_FORCE)
    known = names.ids_by_name()
    strange = sorted((set(agreements["country1"]) | set(agreements["country2"])) - set(known))
    if strange:
        raise SourceFormatError(
            f"{path.name} names countries unknown to names.csv: {', '.join(strange[:5])}."
        )
    treaties = files.read_table(files.find(folder, SOURCE, "treaties")[0], _TREATIES)
    return {"agreements": _pairs(agreements), "treaties": _pairs(treaties)}


def _pairs(frame: pl.DataFrame) -> pl.DataFrame:
    party = pl.col("country1", "country2").replace_strict(
        names.ids_by_name(), default=None, return_dtype=pl.String
    )
    frame = frame.with_columns(party).drop_nulls(["country1", "country2"])
    return frame.with_columns(
        iso3_1=pl.min_horizontal("country1", "country2"), iso3_2=pl.max_horizontal("country1", "country2")
    ).drop("country1", "country2")


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`fta`: pairs of COW states and years with an agreement in force."""
    pair = ["iso3_1", "iso3_2"]
    flagged = raw["agreements"].filter(pl.col("in_force") == 1).group_by(pair).agg(pl.col("year").min())
    treaties = raw["treaties"].drop_nulls("entry")
    entries = flagged.join(treaties, on=pair).filter(pl.col("signed") >= pl.col("year"))
    communities = treaties.filter(pl.col("name").str.contains(COMMUNITIES))
    starts = pl.concat([entries, communities], how="diagonal").group_by(pair).agg(pl.col("entry").min())
    last = raw["agreements"]["year"].max()
    years = starts.select(*pair, year=pl.int_ranges("entry", pl.lit(last) + 1, dtype=pl.Int16)).explode(
        "year"
    )
    pairs = names.ccode_of(years.drop_nulls(), "iso3_1", "year", "_a")
    pairs = names.ccode_of(pairs, "iso3_2", "year", "_b")
    pairs = pairs.select(
        pl.min_horizontal("_a", "_b").alias("ccode1"), pl.max_horizontal("_a", "_b").alias("ccode2"), "year"
    )
    return {"fta": pairs.filter(pl.col("ccode1") < pl.col("ccode2")).unique()}
