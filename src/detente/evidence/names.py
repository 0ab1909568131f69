"""Code and name crosswalks the adapters need, from the two CSV files in `data/`.

`codes.csv`: COW number, ISO alpha-3 (historic ids for vanished states), ISO number, first and
last year under that id. `names.csv`: the publishers' names of states (SIPRI, Maddison, Our
World in Data, COW, DESTA) and our id.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import polars as pl

LAST_YEAR = 9999


def _csv(name: str) -> bytes:
    return files("detente.evidence").joinpath("data", name).read_bytes()


def table(name: str) -> pl.DataFrame:
    """One CSV of `data/`, all columns as strings, empty cells null."""
    return pl.read_csv(_csv(name), infer_schema=False, null_values=[""])


def listing(folder: str) -> tuple[str, ...]:
    """Names of the CSV files of one folder of `data/`, sorted."""
    found = files("detente.evidence").joinpath("data", folder).iterdir()
    return tuple(sorted(f.name for f in found if f.name.endswith(".csv")))


@cache
def codes() -> pl.DataFrame:
    """ccode, iso3, iso_number, start, end (9999 while it lasts)."""
    frame = pl.read_csv(_csv("codes.csv"), null_values=[""])
    return frame.with_columns(pl.col("end").fill_null(LAST_YEAR))


@cache
def ids_by_name() -> dict[str, str]:
    """Publishers' name of a state -> its id."""
    frame = pl.read_csv(_csv("names.csv"), infer_schema=False)
    return dict(frame.iter_rows())


@cache
def known_ids() -> frozenset[str]:
    """Every state or territory id the adapters may give."""
    return frozenset(ids_by_name().values()) | frozenset(codes()["iso3"])


def iso3_of(frame: pl.DataFrame, ccode: str, year: str, into: str) -> pl.DataFrame:
    """`frame` with a column `into`: the id of COW number `ccode` in `year`; rows without one go."""
    return _dated(
        frame, codes().select("ccode", "start", "end", pl.col("iso3").alias(into)), ccode, year, "ccode"
    )


def ccode_of(frame: pl.DataFrame, iso3: str, year: str, into: str) -> pl.DataFrame:
    """`frame` with a column `into`: the COW number of id `iso3` in `year`; rows without one go."""
    spells = codes().select("iso3", "start", "end", pl.col("ccode").alias(into))
    return _dated(frame, spells, iso3, year, "iso3")


def _dated(frame: pl.DataFrame, spells: pl.DataFrame, left: str, year: str, right: str) -> pl.DataFrame:
    spells = spells.rename({right: "_key", "start": "_start", "end": "_end"})
    spells = spells.with_columns(pl.col("_key").cast(frame.schema[left]))
    # Adjoining spells of one key may share a year (a unification): the later one has it.
    joined = frame.with_row_index("_row").join(spells, left_on=left, right_on="_key")
    joined = joined.filter(pl.col(year).is_between("_start", "_end"))
    joined = joined.sort("_row", "_start").unique("_row", keep="last", maintain_order=True)
    return joined.drop("_row", "_start", "_end")
