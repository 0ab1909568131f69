"""Necessity claims: the public known answers by their structured reading, and the logic behind them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError, UnknownActorError
from detente.transport import adjacency, is_necessary, least_crossings
from detente.transport.tables import states


def test_doubly_landlocked():
    for year in (1992, 2020):
        assert least_crossings("UZB", as_of=year)[0] == 2
        assert least_crossings("LIE", as_of=year)[0] == 2
    doubly = {s for s in states() if (least_crossings(s)[0] or 0) >= 2}
    assert doubly == {"UZB", "LIE"}
    assert least_crossings("NPL")[0] == 1
    assert least_crossings("IND")[0] == 0


@pytest.mark.parametrize(
    ("keepers", "origin", "destination", "mode", "years", "answer"),
    [
        ("TUR", "Odesa", "the Mediterranean", "sea", (1992, 2020), True),
        ("Turkish Straits", "UKR", "ocean", "sea", (1992, 2020), True),
        (("IND", "CHN"), "NPL", "ocean", "land", (1990, 2020), True),
        ("IND", "NPL", "ocean", "land", (1990, 2020), False),
        ("RUS", "bloc:central-asia", "bloc:south-asia", "land", (1992, 2020), False),
        ("RUS", "UZB", "PAK", "land", (1992, 2020), False),
        ("RUS", "MNG", "ocean", "land", (1992, 2020), False),
        (("RUS", "CHN"), "MNG", "ocean", "land", (1992, 2020), True),
        ("Suez", "NLD", "SGP", "sea", (1990, 2020), False),
        ("EGY", "Rotterdam", "Singapore", "sea", (1990, 2020), False),
        ("Hormuz", "KWT", "ocean", "sea", 2020, True),
        ("Strait of Hormuz", "QAT", "JPN", "sea", 2020, True),
        ("IRN", "KWT", "ocean", "sea", 2020, False),
        ("Bab el-Mandeb", "JOR", "IND", "sea", 2020, False),
        ("Danish Straits", "Gdansk", "ocean", "sea", 2020, False),
        (("Danish Straits", "Kiel Canal"), "Gdansk", "ocean", "sea", 2020, True),
        ("Malacca", "Shanghai", "Rotterdam", "sea", 2020, False),
        ("Gibraltar", "ITA", "Rotterdam", "sea", 2020, False),
        ("ZAF", "LSO", "ocean", "land", 2020, True),
        ("PAK", "AFG", "ocean", "land", 2020, False),
        ("DJI", "ETH", "ocean", "land", 2020, False),
        ("PRK", "KOR", "CHN", "land", 2020, True),
        ("ESP", "PRT", "DEU", "land", 2020, True),
        ("DEU", "FRA", "POL", "land", 2020, False),
        (("LTU", "POL"), "RUS:kaliningrad", "RUS", "land", 2020, True),
        (("LTU", "POL"), "Kaliningrad", "Moscow", "land", 2020, True),
        ("RUS", "FRA", "CHN", "land", 2020, False),
        ("AFG", "UZB", "PAK", "land", 2020, False),
        (("AFG", "CHN", "IRN"), "UZB", "PAK", "land", 2020, True),
        ("RUS", "TKM", "CHN", "gas", 2023, False),
        (("UZB", "KAZ", "IRN"), "TKM", "CHN", "gas", 2023, True),
        ("UKR", "RUS", "DEU", "gas", 2020, False),
        ("IND", "BTN", "BGD", "electricity", 2020, True),
        ("UZB", "KGZ", "AFG", "electricity", 2020, False),
    ],
)  # fmt: skip
def test_is_necessary(keepers, origin, destination, mode, years, answer):
    found = is_necessary(keepers, origin, destination, mode=mode, as_of=years)
    assert found.answer is answer, found.reason
    assert found.reason.endswith(".")
    assert found.limits
    if answer is False:
        assert found.alternatives


def test_the_cape_route_costs_about_two_fifths_more():
    found = is_necessary("Suez", "Rotterdam", "Singapore", mode="sea")
    assert found.alternatives[0].ratio == pytest.approx(11.8 / 8.3, rel=0.03)
    assert "good-hope" in found.alternatives[0].by


def test_joint_cut_is_joint():
    found = is_necessary(("IND", "CHN"), "NPL")
    assert found.cut == ("IND", "CHN")
    assert found.each_alone == ()
    assert found.minimum_cuts == (("CHN", "IND"),)
    idle = is_necessary(("ZAF", "FRA"), "LSO")
    assert idle.cut == ("ZAF",)
    assert idle.each_alone == ("ZAF",)


def test_every_pair_of_two_blocs_is_tried():
    found = is_necessary("RUS", "bloc:central-asia", "bloc:south-asia", as_of=2020)
    assert found.pairs == 30
    assert found.share == 0
    assert any("no way by land" in x for x in found.limits)


def test_law_is_told_apart_from_the_ground():
    found = is_necessary(("GEO", "IRN"), "ARM", "RUS", as_of=2020)
    assert found.answer is False
    assert "AZE" in found.alternatives[0].by
    assert found.in_practice is True
    assert any("closed in law" in x for x in found.limits)


def test_ill_posed_questions():
    assert is_necessary("USA", "GBR", "AUS", mode="land").answer is None
    assert is_necessary("FRA", "FRA", "DEU").answer is None
    with pytest.raises(InputError):
        is_necessary("Suez", "UZB", "PAK")
    with pytest.raises(InputError):
        is_necessary("RUS", "UZB", mode="air")
    with pytest.raises(InputError):
        is_necessary("RUS", "UZB", as_of=(2020, 1990))
    with pytest.raises(UnknownActorError):
        is_necessary("Ruritania", "UZB")


codes = st.sampled_from(sorted(states()))


@settings(max_examples=80, deadline=None)
@given(codes, codes, codes)
def test_removing_a_state_never_reconnects(a, b, x):
    if x in (a, b) or a == b:
        return
    start, goal = adjacency.parts_of(a, 2020), adjacency.parts_of(b, 2020)
    free, shut = adjacency.way(start, goal, 2020), adjacency.way(start, goal, 2020, frozenset({x}))
    if shut is not None:
        assert free is not None
        assert len(free) <= len(shut)
        assert x not in shut
    for s, t in zip((free or ())[:-1], (free or ())[1:], strict=True):
        assert t in adjacency.neighbours(s, 2020)


@settings(max_examples=60, deadline=None)
@given(codes, codes)
def test_land_cuts_cut_and_are_minimum(a, b):
    if a == b:
        return
    start, goal = adjacency.parts_of(a, 2020), adjacency.parts_of(b, 2020)
    if adjacency.way(start, goal, 2020) is None:
        return
    for cut in adjacency.cuts(start, goal, 2020, largest=2):
        assert adjacency.way(start, goal, 2020, frozenset(cut)) is None
        for s in cut:
            assert adjacency.way(start, goal, 2020, frozenset(cut) - {s}) is not None


@settings(max_examples=40, deadline=None)
@given(codes, codes)
def test_touching_is_mutual(a, b):
    assert (a in adjacency.neighbours(b)) == (b in adjacency.neighbours(a))
