"""The skeleton of panels: who exists when, and which pairs share a day."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from detente.errors import InputError, UnknownActorError
from detente.panel import dyad_years, state_years
from detente.panel.grid import grid


def test_directed_dyad_years_of_the_cow_list():
    frame = dyad_years().collect()
    states = state_years().collect().group_by("year").len()["len"].to_numpy()
    # Every ordered pair of a year's members, less the pairs that share no day.
    assert frame.height == (states * (states - 1)).sum() - 60 == 1_912_290
    assert frame.columns == ["ccode1", "ccode2", "year"]
    assert frame.is_duplicated().sum() == 0
    assert frame.equals(frame.sort("ccode1", "ccode2", "year"))


def test_states_that_share_a_year_but_no_day_are_no_dyad():
    # Suriname joined on 25 November 1975, the Republic of Vietnam ended on 30 April.
    both = dyad_years(directed=False).dyads((115, 817)).collect()
    assert both.height == 0
    apart = grid("cow")
    assert len(apart.apart) == 60
    i, j, y = apart.apart.T
    assert (apart.days[i, y] > 0).all()
    assert (apart.days[j, y] > 0).all()


def test_undirected_is_half_of_directed():
    directed = dyad_years(years=(1950, 1960)).collect()
    undirected = dyad_years(directed=False, years=(1950, 1960)).collect()
    assert directed.height == 2 * undirected.height
    assert (undirected["ccode1"] < undirected["ccode2"]).all()
    both = directed.filter(pl.col("ccode1") < pl.col("ccode2"))
    assert both.equals(undirected)


def test_years_after_the_list_carry_its_members_on():
    counts = state_years(years=(2014, 2024)).collect().group_by("year").len().sort("year")["len"]
    assert counts.n_unique() == 1


def test_leap_year_and_transition_year():
    where = grid("cow")
    france = int(np.flatnonzero(where.codes == 220)[0])
    assert where.days[france, 1940 - where.first] == 366
    assert 0 < where.days[france, 1942 - where.first] < 365
    assert where.days[france, 1943 - where.first] == 0
    russia = int(np.flatnonzero(where.codes == 365)[0])
    assert where.names[where.ids[russia, 1991 - where.first]] == "SUN"
    assert where.names[where.ids[russia, 1992 - where.first]] == "RUS"


def test_filters_name_states_by_id_number_or_name():
    by_id = dyad_years().dyads(("PAK", "RUS")).collect()
    assert by_id.equals(dyad_years().dyads((770, 365)).collect())
    assert by_id.equals(dyad_years().dyads(("Russia", "Pakistan")).collect())
    assert set(by_id["ccode1"]) == {365, 770}
    assert by_id["year"].min() == 1947
    germany = state_years().states("DEU").collect()
    assert set(germany["ccode"]) == {255, 260}


def test_regions_and_relevance():
    asia = dyad_years(directed=False).regions("asia").collect()
    assert asia.select(pl.all_horizontal(pl.col("ccode1", "ccode2").is_between(700, 899).all())).item()
    near = dyad_years(directed=False, years=(2000, 2000)).politically_relevant()
    frame = near.add("contiguity").add("major_powers").collect()
    assert frame.filter(
        (pl.col("conttype") == 0) & (pl.col("cowmaj1") == 0) & (pl.col("cowmaj2") == 0)
    ).is_empty()
    full = dyad_years(directed=False, years=(2000, 2000)).add("contiguity").add("major_powers").collect()
    kept = full.filter((pl.col("conttype") > 0) | (pl.col("cowmaj1") == 1) | (pl.col("cowmaj2") == 1))
    assert kept.equals(frame)


@pytest.mark.parametrize(
    "make",
    [
        lambda: dyad_years(system="iso"),
        lambda: dyad_years(years=(2000, 1990)),
        lambda: dyad_years(years=(1500, 1600)),
        lambda: dyad_years(years="ab"),  # type: ignore[arg-type]
        lambda: dyad_years().add("nothing"),
        lambda: dyad_years().regions("atlantis"),
        lambda: state_years().politically_relevant(),
        lambda: state_years().add("atop").collect(),
        lambda: dyad_years().add("mids", data="none").collect(),
        lambda: dyad_years().add("mids", nonsense=1).collect(),
        lambda: dyad_years().add("mids").add("mids").collect(),
        lambda: dyad_years(files="/no/such/folder"),
    ],
)
def test_bad_input_is_said(make):
    with pytest.raises(InputError):
        make()


def test_unknown_state_is_said():
    with pytest.raises(UnknownActorError):
        state_years().states("Atlantis").collect()
    with pytest.raises(UnknownActorError):
        state_years().states(999).collect()


@pytest.mark.shared
def test_crosswalk_against_isard(shared):
    theirs = pl.read_parquet(shared / "data/relations/states/isard_gw_cw_panel.parquet")
    where = grid("gw")
    i, y = np.nonzero(where.days > 0)
    ours = pl.DataFrame(
        {
            "gwcode": where.codes[i].astype(np.int64),
            "year": (y + where.first).astype(np.int64),
            "mine": where.other[i, y].astype(np.int64),
        }
    ).filter(pl.col("year") <= 2016)
    both = ours.join(theirs, on=["gwcode", "year"], how="left").with_columns(
        mine=pl.when(pl.col("mine") >= 0).then("mine")
    )
    assert both.filter(pl.col("mine").ne_missing(pl.col("ccode"))).is_empty()
    assert both.height > 19_000
