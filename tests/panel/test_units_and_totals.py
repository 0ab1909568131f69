"""Units besides years, shifts, state-year totals, codes; and power in weighted voting."""

from __future__ import annotations

import datetime
import itertools

import polars as pl
import pytest

from detente.errors import InputError
from detente.measures.voting_power import banzhaf, shapley
from detente.panel import convert, dyad_years, leader_dyad_years, leader_years, state_days, state_years


def test_a_lag_is_of_the_year_before_and_not_of_the_row_before():
    panel = state_years(years=(1930, 1960)).states("DEU", "USA").add("nmc")
    frame = panel.lag("cinc").lead("cinc", years=2).collect()
    held = {(r["ccode"], r["year"]): r for r in frame.iter_rows(named=True)}
    for (code, year), row in held.items():
        before, later = held.get((code, year - 1)), held.get((code, year + 2))
        assert row["l1_cinc"] == (before["cinc"] if before else None)
        assert row["f2_cinc"] == (later["cinc"] if later else None)
    assert any((code, year - 1) not in held for code, year in held if year > 1930)  # Germany's gap


def test_shifts_of_pairs_and_their_codebook():
    panel = dyad_years(False, years=(2000, 2005)).dyads(("USA", "RUS")).add("mids").lag("cowmidhostlev")
    assert (
        panel.collect()["l1_cowmidhostlev"].to_list()[1:] == panel.collect()["cowmidhostlev"].to_list()[:-1]
    )
    assert panel.codebook().filter(pl.col("column") == "l1_cowmidhostlev").height == 1
    with pytest.raises(InputError, match="no column"):
        panel.lag("nothing").collect()
    with pytest.raises(InputError):
        panel.lag("cowmidhostlev", years=0)


def test_state_totals_are_the_sums_of_the_pairs():
    pairs = dyad_years(years=(1990, 1995)).add("mids").add("wars").add("atop").add("contiguity").collect()
    states = state_years(years=(1990, 1995))
    for verb in ("state_mids", "state_wars", "state_atop", "state_contiguity"):
        states = states.add(verb)
    totals = pairs.group_by(pl.col("ccode1").alias("ccode"), "year").agg(
        cowmid_opponents=pl.col("cowmidongoing").sum(),
        cowinter_opponents=pl.col("cowinterongoing").sum(),
        atop_defends=pl.col("atop_defense").sum(),
        land_neighbours=(pl.col("conttype") == 1).sum(),
    )
    both = states.collect().join(totals, on=["ccode", "year"], suffix="_sum")
    assert both.height > 1000
    for column in ("cowmid_opponents", "cowinter_opponents", "atop_defends", "land_neighbours"):
        assert (
            both.filter(pl.col(column).cast(pl.Int64) != pl.col(f"{column}_sum").cast(pl.Int64)).height <= 12
        )
    kuwait = states.collect().filter(pl.col("ccode") == 690, pl.col("year") == 1990)
    assert kuwait["cowinter_opponents"].item() >= 1


def test_onsets_count_new_conflicts_and_episodes_after_quiet():
    frame = state_years("gw", (1946, 2020)).add("ucdp_onsets").collect()
    gaps = [f"sumonset{g}" for g in (1, 2, 3, 5, 10, 20)]
    for wide, narrow in itertools.pairwise(gaps):
        assert (frame[wide].fill_null(0) >= frame[narrow].fill_null(0)).all()
    assert (frame["sumonset20"].fill_null(0) >= frame["sumnewconf"].fill_null(0)).all()
    assert frame["sumnewconf"].sum() > 200


def test_co_belligerents_are_in_conflict_in_state_years():
    frame = state_years("gw", (2003, 2003)).states("GBR", "AUS").add("ucdp_acd").collect()
    assert frame["ucdpongoing"].to_list() == [1, 1]


def test_war_onsets_and_types_of_rivalry():
    war = dyad_years(False, years=(1980, 1988)).dyads(("IRN", "IRQ")).add("wars").collect()
    assert war["cowinteronset"].to_list()[0] == 1
    assert sum(war["cowinteronset"].to_list()) == 1
    rivals = dyad_years(False, years=(1990, 1990)).dyads(("IND", "PAK")).add("rivalries").collect()
    assert rivals["tssrivalry_spatial"].item() == 1


def test_names_stand_beside_numbers():
    frame = state_years(years=(1980, 1980)).states("USA", "FRA").add("names").collect()
    assert frame.select("ccode", "name", "iso3", "iso2").rows() == [
        (2, "United States", "USA", "US"),
        (220, "France", "FRA", "FR"),
    ]


def test_codes_are_converted_in_their_year():
    assert convert([365, 710], "cow", "iso3", 2000) == ["RUS", "CHN"]
    assert convert([365], "cow", "name", 1975) == ["Soviet Union"]
    assert convert(["Germany", "France", None], "name", "cow", [2000, 2000, 2000]) == [255, 220, None]
    assert convert([345, 679], "cow", "gw", 2010) == [340, 678]
    with pytest.raises(InputError):
        convert([2], "cow", "nothing")
    with pytest.raises(InputError):
        convert([2, 20], "cow", "iso3", [2000])


def test_state_days_begin_and_end_with_the_spell():
    days = state_days(years=(1990, 1990)).filter(pl.col("ccode") == 680)
    assert days["date"].max() == datetime.date(1990, 5, 21)
    assert days["date"].min() == datetime.date(1990, 1, 1)
    assert state_days(years=(2000, 2000)).filter(pl.col("ccode") == 2).height == 366


@pytest.fixture
def archigos(tmp_path):
    (tmp_path / "Archigos_made_up.csv").write_text(
        "obsid,ccode,leader,startdate,enddate,exit\nA-1,2,Ann,2000-03-01,2002-06-30,Regular\n"
        "A-2,2,Bob,2002-07-01,2005-12-31,Regular\nB-1,20,Cid,2001-01-01,2002-06-30,Regular\n"
    )
    return tmp_path


def test_leaders_have_a_row_a_year_and_pairs_share_a_day(archigos):
    years = leader_years(archigos, (2000, 2005))
    assert years.filter(pl.col("leader") == "Ann").select("year", "yrinoffice").rows() == [
        (2000, 1), (2001, 2), (2002, 3),
    ]  # fmt: skip
    pairs = leader_dyad_years(archigos, (2000, 2005), directed=False)
    assert set(pairs.select("leader1", "leader2", "year").rows()) == {
        ("Ann", "Cid", 2001),
        ("Ann", "Cid", 2002),
    }
    assert leader_dyad_years(archigos, (2000, 2005)).height == 2 * pairs.height


def test_power_in_the_council_of_the_six_against_published_values():
    """Council of the European Economic Community of 1958: 4, 4, 4, 2, 2, 1 with 12 to decide (Felsenthal and Machover 1998)."""
    weights, quota = (4, 4, 4, 2, 2, 1), 12
    assert banzhaf(weights, quota) == pytest.approx([5 / 21] * 3 + [3 / 21] * 2 + [0])
    assert shapley(weights, quota) == pytest.approx([14 / 60] * 3 + [9 / 60] * 2 + [0])
    assert banzhaf((1, 1, 1), 2, absolute=True) == pytest.approx([0.5] * 3)


def test_the_security_council_against_published_shapley_values():
    """Five vetoes among fifteen: 421/2145 a permanent member, 4/2145 any other (Shapley and Shubik 1954, for fifteen seats)."""
    weights, quota = [7] * 5 + [1] * 10, 39
    found = shapley(weights, quota)
    assert found[0] == pytest.approx(421 / 2145)
    assert found[-1] == pytest.approx(4 / 2145)
    assert sum(found) == pytest.approx(1)


@pytest.mark.parametrize(
    ("weights", "quota"), [((), 1), ((1, 2), 4), ((1, 2), 0), ((-1, 3), 2), ((1.5, 2), 2)]
)
def test_bad_weights_are_said(weights, quota):
    with pytest.raises(InputError):
        banzhaf(weights, quota)


def test_minimum_distance_and_sides_come_from_own_files(tmp_path):
    (tmp_path / "cow_mindist.csv").write_text("ccode1,ccode2,year,mindist\n2,365,1962,82.5\n")
    (tmp_path / "dyadic_mid_4.03.csv").write_text(
        "dispnum,ccode1,ccode2,year,disponset,sidea1,sidea2,fatality1,fatality2,orig1,orig2,hostlev1,hostlev2\n"
        "7,2,365,1962,1,1,0,-9,0,1,1,4,3\n7,365,2,1962,1,0,1,0,-9,1,1,3,4\n8,2,365,1962,0,0,1,0,0,1,1,2,2\n"
    )
    panel = dyad_years(years=(1962, 1962), files=tmp_path).dyads(("USA", "RUS"))
    frame = panel.add("minimum_distance").add("mid_sides").collect().sort("ccode1")
    assert frame["mindist"].to_list() == [82.5, 82.5]
    assert frame["cowmid_side_a1"].to_list() == [1, 0]
    assert frame["cowmid_fatality1"].to_list() == [None, 0]
    with pytest.raises(InputError, match="Minimum distances"):
        dyad_years(years=(1962, 1962)).add("minimum_distance").collect()


def test_votes_of_one_issue_by_the_labels_of_an_own_file(bench, tmp_path):
    votes = bench.atlas.table("un_votes").filter(pl.col("session_year") == 1990)
    marked = votes["resid"].unique().sort().to_list()[:9]
    (tmp_path / "UNVotes_own.csv").write_text(
        "resid,ccode,vote,nu\n" + "".join(f"{r},2,1,1\n" for r in marked) + "1001,2,1,0\n"
    )
    panel = dyad_years(False, years=(1990, 1990), files=tmp_path).dyads(("USA", "FRA"))
    issue = panel.add("similarity", of="votes", issue="nu").collect()["votes_s"].item()
    same = panel.add("similarity", of="votes", resolutions=tuple(marked)).collect()["votes_s"].item()
    assert issue == same
    with pytest.raises(InputError, match="No issue"):
        panel.add("similarity", of="votes", issue="xx").collect()


def test_frustration_is_public():
    import numpy as np

    import detente

    signs = np.array([[0, 1, -1], [1, 0, 1], [-1, 1, 0]], dtype=np.int8)
    assert detente.frustration(signs).index == 1
