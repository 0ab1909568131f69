"""Membership in international organizations (Correlates of War IGO 3.0, to 2014).

Codes: 0 none, 1 full member, 2 associate, 3 observer, -9 missing, -1 no such organization yet.
Only full memberships count as joint. Spells of membership ship for the organizations in
`data/organisations.csv`, without those the curated table covers in full.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

from detente.evidence import files, names
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

STATUS = {1: "member", 2: "associate", 3: "observer"}

_JOINT: files.Columns = {
    "ccode1": (pl.Int16, ("ccode1",)),
    "ccode2": (pl.Int16, ("ccode2",)),
    "year": (pl.Int16, ("year",)),
    "joint": (pl.Int16, ("dyadigos", "joint")),
}


@cache
def organisations() -> pl.DataFrame:
    """`column` of the state-year file, `org` id and `name` of each organization that ships."""
    return names.table("organisations.csv")


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`joint`: dyad-years; `states`: ccode, year, column, code (long, named organizations)."""
    joint = files.read_table(files.find(folder, SOURCE, "joint")[0], _JOINT, missing=("-9",))
    columns = organisations()["column"].to_list()
    wide = files.read_table(
        files.find(folder, SOURCE, "states")[0],
        {
            "ccode": (pl.Int16, ("ccode",)),
            "year": (pl.Int16, ("year",)),
            **{column: (pl.Int8, (column,)) for column in columns},
        },
    )
    states = wide.unpivot(columns, index=["ccode", "year"], variable_name="column", value_name="code")
    return {"joint": joint, "states": states}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`igo_joint` by pair and year; `memberships` as spells up to the last year of the data."""
    pairs = raw["joint"].filter(pl.col("ccode1") < pl.col("ccode2")).drop_nulls()
    return {"igo_joint": pairs.unique(["ccode1", "ccode2", "year"]), "memberships": spells(raw["states"])}


def spells(states: pl.DataFrame) -> pl.DataFrame:
    """Runs of consecutive years with one status; the end is null if the data end in it."""
    last = states["year"].max()
    held = states.filter(pl.col("code").is_in(list(STATUS))).join(
        organisations().select("column", "org"), on="column"
    )
    held = names.iso3_of(held, "ccode", "year", "iso3").sort("org", "iso3", "year", "code")
    held = held.unique(["org", "iso3", "year"], keep="first", maintain_order=True)
    key = ["org", "iso3", "code"]
    run = (pl.col("year") - pl.int_range(pl.len()).over(key)).alias("run")
    table = (
        held.sort("org", "iso3", "code", "year")
        .with_columns(run)
        .group_by(*key, "run")
        .agg(start=pl.col("year").min(), end=pl.col("year").max())
    )
    return table.select(
        "org",
        "iso3",
        pl.col("code").replace_strict(STATUS).alias("status"),
        "start",
        pl.when(pl.col("end") < last).then(pl.col("end")).alias("end"),
        pl.lit(SOURCE.id).alias("source"),
    )
