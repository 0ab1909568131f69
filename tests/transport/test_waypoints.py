"""Ways made to pass something, places that stand for a state, and the sources as a report lists them."""

import pytest

from detente.transport import citations, main_place, members, project_of, route, saved, sources, through


@pytest.mark.parametrize("by", [("TKM",), ("CHN",), ("AFG", "IRN"), ("tehran",)])
def test_the_way_passes_what_it_must_and_is_no_shorter(by):
    best = route("Tashkent", "Karachi", weigh="km").routes[0]
    made = through("Tashkent", "Karachi", by, weigh="km")
    assert made is not None
    assert {x for x in by if len(x) == 3} <= set(made.states)
    assert made.km >= best.km - 0.1
    change = saved(made, best)[0]
    assert change is not None
    assert change.best <= 0.05


def test_passing_what_lies_on_the_way_costs_nothing():
    best = route("Tashkent", "Karachi").routes[0]
    made = through("Tashkent", "Karachi", (best.states[1],))
    assert made is not None
    assert made.km == pytest.approx(best.km, abs=0.5)
    assert made.hours == pytest.approx(best.hours, abs=0.1)


def test_what_is_taken_out_cannot_be_passed():
    assert through("Tashkent", "Karachi", ("TKM",), without=("TKM",)) is None
    assert through("Lisbon", "Paris", ("JPN",), "rail") is None


def test_a_place_stands_for_a_state_in_a_mode():
    assert main_place("MNG", "sea") is None
    assert main_place("PAK", "sea") == "karachi"
    assert main_place("FRA", "rail") is not None


def test_members_and_projects_by_name():
    assert members("bloc:central-asia", 2020) == ("KAZ", "KGZ", "TJK", "TKM", "UZB")
    assert members("bloc:central-asia", 1980) == ("SUN",)
    assert members("ocean") == ("",)
    assert project_of("CASA_1000", "CASA-1000") == "CASA1000"
    assert project_of("nothing of the kind") is None


def test_every_citation_is_a_source():
    keys = {s["citation_key"] for s in sources()}
    assert {k for fuel in ("road", "gas", "electricity") for k in citations(fuel)} <= keys
    assert all(s["citation_key"] in s["bibtex"] and s["licence"] and s["id"] for s in sources())
