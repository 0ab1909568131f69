"""Who fought whom, where, and who is bound to whom: read from all states of a list, on the bundled atlas."""

from __future__ import annotations

import polars as pl
import pytest

from detente.measures import commitment, conflict


@pytest.mark.parametrize(
    ("year", "one", "two"),
    [(2003, 200, 645), (2003, 645, 900), (1948, 663, 666), (1948, 652, 666), (1948, 651, 666)],
)
def test_every_co_belligerent_fought(bench, year, one, two):
    found = conflict.opposed(bench).filter(
        pl.col("year") == year, pl.col("lineage1") == one, pl.col("lineage2") == two
    )
    assert found.height == 1


def test_a_supporter_with_troops_is_no_party(bench):
    """Poland and others supported the invasion of Iraq of 2003."""
    found = conflict.opposed(bench).filter(pl.col("year") == 2003)
    assert 290 not in {*found["lineage1"], *found["lineage2"]}


def test_a_rebellion_is_fought_where_most_of_its_years_are(bench):
    """The PKK's lists name Iraq (645) and Turkey (640): the lower number comes first, most of the war is in Turkey."""
    table = bench.atlas.table("ucdp_deaths").with_columns(field=conflict._field(bench))
    assert set(table.filter(pl.col("dyad_id") == 781)["field"]) == {640}
    rows = conflict.rows(bench, None, (640,))
    assert 781 in set(rows["dyad_id"])


def test_an_obligation_of_one_side_binds_that_side(bench):
    assert commitment.bound(bench, 2, 740)[2010] == (True, False)
    assert commitment.bound(bench, 740, 2)[2010] == (False, True)
    assert commitment.bound(bench, 2, 20)[2010] == (True, True)
    assert commitment.bound(bench, 70, 750) == {}
