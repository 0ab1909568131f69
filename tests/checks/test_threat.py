"""Threat: battle deaths by group and place, their range, and the silence of the list."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.checks import registry, threat
from detente.evidence import atlas
from detente.measures import conflict
from detente.measures.conflict import Deaths
from detente.measures.registry import Bench
from detente.model import Claim, Period, Role
from detente.reading.facets import filled
from detente.report.charts import draw


@pytest.fixture(scope="module")
def bench():
    return Bench(atlas.open(atlas.bundled_path()))


def claim(direction, start, end, stated="as given", negated=False, **roles):
    actors = tuple(Role(i, r) for r, i in roles.items())
    details = {"negated": True} if negated else {}
    return filled(
        Claim(
            "c1",
            "p1",
            "",
            0,
            0,
            "threat",
            actors,
            "conflict",
            direction,
            Period(start, end, stated),
            details=details,
        )
    )


ROWS = [
    ("rise", "group:ISIS", "AFG", 2014, 2018, "supported"),
    ("rise", "group:BOKO_HARAM", "NGA", 2009, 2015, "supported"),
    ("fall", "group:FARC", "COL", 2005, 2016, "supported"),
    ("rise", "group:FARC", "COL", 2005, 2016, "contradicted"),
    ("rise", "group:TALIBAN", "AFG", 2003, 2015, "supported"),
    ("fall", "group:TALIBAN", "AFG", 2003, 2015, "contradicted"),
    ("fall", "group:UNITA", "AGO", 1999, 2005, "supported"),
    ("fall", "group:SHINING_PATH", "PER", 1990, 2000, "supported"),
    ("rise", "group:SHINING_PATH", "PER", 1990, 2000, "contradicted"),
    ("present", "group:PKK", "TUR", 1993, 1998, "supported"),
    ("present", "group:LTTE", "LKA", 2013, 2018, "contradicted"),
    ("present", "group:AL_SHABAAB", "SOM", 2010, 2020, "supported"),
]


@pytest.mark.parametrize(("direction", "group", "place", "start", "end", "label"), ROWS)
def test_groups_with_clear_history(bench, direction, group, place, start, end, label):
    found = registry.check(claim(direction, start, end, subject=group, place=place), bench)
    assert found.label == label, (found.reason, found.grade_reasons)


def test_deaths_of_islamic_state_in_afghanistan_against_ucdp(bench):
    series = conflict.deaths(bench, "group:ISIS", (700,)).at(2015, 2020)
    assert series.best.tolist() == [679, 2141, 2795, 2842, 1075, 316]
    assert series.low.tolist()[0] == 615
    assert series.high.tolist()[0] == 855
    same = conflict.deaths(bench, "group:ISIS_K", None).at(2015, 2017)
    assert same.best[0] == 679


def test_deaths_of_the_taliban_in_afghanistan_against_ucdp(bench):
    series = conflict.deaths(bench, "group:TALIBAN", (700,)).at(2012, 2021)
    assert (series.best[0], series.best[2], series.best[-1]) == (7730, 12351, 34795)


def test_a_place_without_a_group_counts_all_groups(bench):
    found = registry.check(claim("rise", 2004, 2009, place="PAK"), bench)
    assert found.label == "supported"
    found = registry.check(claim("rise", 1995, 2005, place="PRT"), bench)
    assert found.label == "insufficient_evidence"


def test_absence_from_the_list_is_not_absence(bench):
    found = registry.check(claim("present", 2015, 2018, subject="group:ISIS", place="PRT"), bench)
    assert found.label == "insufficient_evidence"


def test_sponsorship_is_said_to_be_untested_and_lowers_the_grade(bench):
    alone = registry.check(claim("rise", 2013, 2017, subject="group:ISIS", place="AFG"), bench)
    accused = registry.check(claim("rise", 2013, 2017, subject="group:ISIS", place="AFG", third="IND"), bench)
    assert alone.label == accused.label == "supported"
    assert alone.grade == "moderate"
    assert accused.grade == "low"
    assert "India" in accused.limits[0]


def test_no_years_takes_the_last_five(bench):
    found = registry.check(claim("rise", None, 2017, None, subject="group:ISIS", place="AFG"), bench)
    assert found.label == "supported"
    assert "2013-2017" in " ".join(found.grade_reasons)


def test_negation_turns_the_label(bench):
    found = registry.check(claim("rise", 2013, 2017, negated=True, subject="group:ISIS", place="AFG"), bench)
    assert found.label == "contradicted"


def test_states_are_put_to_the_tests_of_states(bench):
    found = registry.check(claim("present", 1965, 1971, subject="PAK", object="IND"), bench)
    assert found.label == "supported"
    found = registry.check(claim("present", 1995, 2010, subject="NLD", object="BEL"), bench)
    assert found.label == "contradicted"


def test_the_card_is_whole(bench):
    found = registry.check(claim("rise", 2013, 2017, subject="group:ISIS", place="AFG"), bench)
    assert len(found.specifications) == 4
    assert found.would_change
    assert found.counter_reading
    assert found.citations
    assert {e.source for e in found.evidence} == {"ucdp-brd", "ucdp-prio"}
    assert all(row["side_b"] == "IS" for row in found.evidence[0].rows)
    assert any("2023" in limit for limit in found.limits)
    assert found.chart is not None
    assert draw(found.chart, 660, "x")


def test_every_printed_query_runs(bench):
    from detente.measures.ask import ask

    for group, place in (("group:ISIS", "AFG"), ("group:MUJAHIDEEN", "AFG"), ("group:TTP", None)):
        roles = {"subject": group} | ({"place": place} if place else {})
        for evidence in registry.check(claim("rise", 1990, 2017, **roles), bench).evidence:
            assert len(ask(bench, evidence.query)), evidence.query


def series(values, spread=0.0):
    best = np.asarray(values, dtype=float)
    return Deaths(2000, best, best * (1 - spread), best * (1 + spread), (best > 0).astype(np.int64))


def label(values, wanted=1, spread=0.0):
    cut = series(values, spread)
    others = np.random.default_rng(0).gamma(0.5, 400, size=(len(values), 200))
    return threat.verdict(threat.designs(cut, wanted, others, cut), len(values))[0]


def test_a_planted_rise_is_found_and_its_mirror_denied():
    found = denied = 0
    rng = np.random.default_rng(5)
    for _ in range(60):
        values = rng.poisson(100 * 2.0 ** np.arange(6) * rng.lognormal(0, 0.2, 6))
        found += label(values) == "supported"
        denied += label(values, wanted=-1) == "contradicted"
    assert found >= 54
    assert denied >= 54


def test_no_rise_is_found_where_none_was_planted():
    rng = np.random.default_rng(6)
    wrong = 0
    for _ in range(300):
        values = rng.poisson(500 * rng.lognormal(0, 0.6, 6))
        wrong += label(values) == "supported"
    assert wrong <= 15


def test_an_estimate_too_uncertain_settles_nothing():
    assert label([100, 200, 400, 800, 1600]) == "supported"
    assert label([100, 110, 170, 180, 190], spread=0.6) != "supported"


def test_calibration_draws_stay_under_one_in_twelve(bench):
    rng = np.random.default_rng(3)
    assert sum(threat.false_positive(bench, rng) for _ in range(300)) <= 24


@given(st.lists(st.integers(0, 5000), min_size=4, max_size=12))
@settings(max_examples=60, deadline=None)
def test_reversing_the_years_mirrors_the_label(values):
    swap = {"supported": "contradicted", "contradicted": "supported"}
    up, down = label(values, 1), label(values, -1)
    if up == "supported":
        assert down == "contradicted"
        assert label(values[::-1], 1) in (swap[up], "contested", "insufficient_evidence")
    assert not (up == "supported" and down == "supported")


@given(st.permutations(range(7)))
@settings(max_examples=30, deadline=None)
def test_order_against_scipys_kendall(order):
    from scipy.stats import kendalltau

    values = np.array(order, dtype=float)
    tau, p = threat.ordered(values)
    side = "greater" if tau >= 0 else "less"
    reference = kendalltau(np.arange(7), values, alternative=side, method="exact")
    assert tau == pytest.approx(reference.statistic)
    assert p == pytest.approx(reference.pvalue)


BETWEEN = [  # sentence, actors, years, label: by threats, shows and uses of force between two states
    ("Ecuador lived under the threat of a Peruvian attack", "ECU;PER", (1981, 1995), "supported"),
    ("Denmark was menaced by Sweden", "DNK;SWE", (1960, 1990), "contradicted"),
    ("Turkey massed troops against Syria", "TUR;SYR", (1998, 1998), "supported"),
    ("Italy intimidated Switzerland with its army", "ITA;CHE", (1970, 1990), "contradicted"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "actors", "years", "label"), BETWEEN)
def test_threats_between_states_are_years_of_dispute(bench, sentence, actors, years, label):
    from detente.reading.claims import read_sentence

    asked = read_sentence(sentence, actors=actors.split(";"), years=years, kind="threat")
    found = registry.check(asked, bench)
    assert found.label == label, (asked.actors, asked.details, found.reason)
