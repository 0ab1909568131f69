"""Pacts on directed dyads from the atlas alone: what state 1 owes state 2, not what either owes."""

from __future__ import annotations

import polars as pl
import pytest

from detente.panel import dyad_years


def test_defence_is_owed_by_the_one_that_is_bound():
    panel = dyad_years(years=(2010, 2010)).dyads(("USA", "JPN"), ("USA", "CAN")).add("atop")
    owed = {row[:2]: row[2] for row in panel.collect().select("ccode1", "ccode2", "atop_defense").rows()}
    assert owed == {(2, 740): 1, (740, 2): 0, (2, 20): 1, (20, 2): 1}


@pytest.mark.shared
def test_flags_are_the_published_cells(shared):
    keys = ["ccode1", "ccode2", "year"]
    theirs = pl.read_parquet(shared / "data/relations/alliances/atop_alliance_5.1_ddy.parquet")
    flags = [c for c in theirs.columns if c.startswith("atop_")]
    ours = dyad_years(years=(1816, 2018)).add("atop").collect().with_columns(pl.col(keys).cast(pl.Int64))
    both = ours.join(theirs.unique(keys), on=keys, how="left", suffix="_p")
    for flag in flags:
        assert both.filter(pl.col(flag) != pl.col(f"{flag}_p").fill_null(0)).is_empty()
