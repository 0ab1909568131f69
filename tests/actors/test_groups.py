"""Members of groups of states by year, and of organisations from a table of memberships."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import actors
from detente.actors._tables import actors as all_actors
from detente.errors import UnknownActorError

BLOCS = sorted(a.id for a in all_actors().values() if a.kind == "bloc")


def test_central_asia_is_five_states_since_1991() -> None:
    assert actors.members("bloc:central-asia", 2017) == ("KAZ", "KGZ", "TJK", "TKM", "UZB")
    assert actors.members("bloc:central-asia", 1985) == ()


def test_dated_members_come_and_go() -> None:
    assert len(actors.members("bloc:eu-members", 2004)) == 25
    assert [len(actors.members("bloc:eu-members", y)) for y in (1960, 1973, 1990, 2010, 2015, 2021)] == [
        6, 9, 12, 27, 28, 27,
    ]  # fmt: skip
    assert [len(actors.members("bloc:nato-members", y)) for y in (1949, 1955, 1990, 2005, 2024)] == [
        12,
        15,
        16,
        26,
        32,
    ]
    assert "SUN" in actors.members("bloc:soviet-bloc", 1980)
    assert "ALB" not in actors.members("bloc:soviet-bloc", 1980)
    assert actors.members("bloc:soviet-bloc", 2000) == ()


def test_a_state_that_does_not_exist_is_no_member() -> None:
    balkans = actors.members("bloc:balkans", 1975)
    assert "YUG" in balkans
    assert "HRV" not in balkans


def test_organisations_need_their_table() -> None:
    rows = [
        {"org": "org:SCO", "iso3": "PAK", "status": "member", "start": 2017, "end": None},
        {"org": "org:SCO", "iso3": "IRN", "status": "observer", "start": 2005, "end": 2023},
        {"org": "org:SCO", "iso3": "KAZ", "status": "member", "start": 2001, "end": None},
        {"org": "org:SEATO", "iso3": "PAK", "status": "member", "start": 1955, "end": 1973},
    ]
    assert actors.members("org:SCO", 2018, rows) == ("KAZ", "PAK")
    assert actors.members("org:SCO", 2010, rows) == ("KAZ",)
    assert actors.members("org:SEATO", 1980, rows) == ()
    assert actors.members("org:SCO", 2018) == ()
    assert actors.members("group:ISIS", 2018) == ()
    assert actors.members("FRA", 2018) == ("FRA",)
    with pytest.raises(UnknownActorError):
        actors.members("bloc:nowhere", 2000)


@given(st.sampled_from(BLOCS), st.integers(1816, 2030))
def test_members_of_a_year_are_among_all_and_exist(bloc: str, year: int) -> None:
    inside = actors.members(bloc, year)
    assert list(inside) == sorted(set(inside))
    assert set(inside) <= set(actors.members(bloc))
    assert all(actors.exists(i, year) for i in inside)
