"""Yearly totals held against the tables that peacesciencer joins to its dyad-years.

Every difference is explained: its tables have rows on pairs that are no dyad-year (states outside the
system, pairs that share no day), which a left join drops, here as there.
"""

from __future__ import annotations

import polars as pl
import pytest

from detente.panel import dyad_years

pytestmark = pytest.mark.shared
KEYS = ["ccode1", "ccode2", "year"]


@pytest.fixture(scope="module")
def ours(shared):
    panel = dyad_years(files=shared / "data/relations")
    for verb in ("atop", "nmc", "contiguity", "igos", "democracy", "mids"):
        panel = panel.add(verb)
    return panel.collect().with_columns(pl.col(KEYS).cast(pl.Int64))


@pytest.mark.parametrize(
    ("file", "columns"),
    [
        ("alliances/atop_alliance_5.1_ddy", ["atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul"]),
        ("conflict/cow_mid_ddydisps", ["cowmidongoing", "cowmidonset"]),
    ],
)  # fmt: skip
def test_pair_totals_by_year(ours, shared, file, columns):
    theirs = pl.read_parquet(shared / f"data/relations/{file}.parquet").unique(KEYS)
    joined = ours.select(KEYS).join(theirs, on=KEYS, how="left")
    mine = ours.group_by("year").agg(pl.col(columns).sum()).sort("year")
    other = joined.group_by("year").agg(pl.col(columns).fill_null(0).sum()).sort("year")
    assert mine.select(pl.all().cast(pl.Int64)).equals(other.select(pl.all().cast(pl.Int64)))


def test_joint_organisations_and_capabilities_are_the_published_cells(ours, shared):
    igos = pl.read_parquet(shared / "data/relations/igo_treaties/cow_igo_v3_joint_ndy.parquet")
    both = ours.filter(pl.col("ccode1") < pl.col("ccode2")).join(igos, on=KEYS, how="left", suffix="_p")
    assert both.filter(pl.col("dyadigos").ne_missing(pl.col("dyadigos_p"))).is_empty()
    nmc = pl.read_parquet(shared / "data/relations/capabilities/cow_nmc_7.0.parquet")
    for n in (1, 2):
        cells = ours.join(nmc, left_on=[f"ccode{n}", "year"], right_on=["ccode", "year"], how="left")
        for column in ("milex", "milper", "tpop", "cinc"):
            assert cells.filter(pl.col(f"{column}{n}").ne_missing(pl.col(column))).is_empty()


def test_contiguity_against_the_dated_spells(ours, shared):
    """Kind 0 is "not contiguous"; the closest of the kinds 1 to 5 counts."""
    spells = pl.read_parquet(shared / "data/relations/states/cow_contdir.parquet").with_columns(
        year=pl.int_ranges(
            pl.col("stdate").dt.year(),
            pl.min_horizontal(pl.col("enddate").dt.year().cast(pl.Int64), 2016) + 1,
        )
    )
    near = spells.filter(pl.col("conttype") > 0)
    years = near.explode("year", empty_as_null=False).group_by(KEYS).agg(pl.col("conttype").min())
    both = ours.join(years, on=KEYS, how="left", suffix="_p")
    assert both.filter(pl.col("conttype") != pl.col("conttype_p").fill_null(0)).is_empty()
