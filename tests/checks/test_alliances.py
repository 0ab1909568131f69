"""Alliances that held, ended or were never entered; levels and turns of the century before 1946."""

from __future__ import annotations

import pytest

from detente.checks import registry

HELD = [
    ("USA", "CAN", 1955, 2010, "stable", "supported"),
    ("ESP", "USA", 1985, 2010, "worsen", "contradicted"),
    ("GBR", "JPN", 1910, 1935, "worsen", "supported"),
    ("AUS", "USA", 1960, 2010, "stable", "supported"),
    ("IRQ", "GBR", 1952, 1965, "stable", "contradicted"),
]


@pytest.mark.parametrize(("a", "b", "start", "end", "direction", "label"), HELD)
def test_an_alliance_is_settled_by_its_treaty(bench, make_claim, a, b, start, end, direction, label):
    details = {"alliance": True, "level": "close"}
    claim = make_claim("no_change", (start, end), direction, details=details, subject=a, object=b)
    assert registry.check(claim, bench).label == label


@pytest.mark.parametrize(
    ("a", "label"), [("CHE", "supported"), ("AUT", "supported"), ("NOR", "contradicted")]
)
def test_keeping_out_of_alliances_is_asked_of_all_partners(bench, make_claim, a, label):
    details = {"alliance": True, "unaligned": True}
    claim = make_claim("no_change", (1956, 2008), "stable", details=details, subject=a, object="USA")
    assert registry.check(claim, bench).label == label


def test_a_pair_without_a_pact_is_left_to_the_test_of_the_relation(bench, make_claim):
    claim = make_claim(
        "no_change",
        (1970, 2010),
        "stable",
        details={"alliance": True, "level": "close"},
        subject="ISR",
        object="USA",
    )
    assert registry.check(claim, bench).label != "contradicted"


@pytest.mark.parametrize(
    ("a", "b", "year", "direction", "label"),
    [
        ("FRA", "DEU", 1870, "close", "contradicted"),
        ("RUS", "TUR", 1877, "hostile", "supported"),
        ("CHN", "JPN", 1894, "close", "contradicted"),
        ("CHL", "BOL", 1879, "hostile", "supported"),
        ("GRC", "TUR", 1897, "close", "contradicted"),
    ],
)
def test_a_war_before_the_records_of_votes_is_a_level(bench, make_claim, a, b, year, direction, label):
    claim = make_claim("level", (year, year), direction, subject=a, object=b)
    assert registry.check(claim, bench).label == label


def test_the_side_left_is_followed_into_its_successor(bench, make_claim):
    claim = make_claim("realignment", (1988, 2005), "switch", subject="ROU", frm="SUN", to="USA")
    assert registry.check(claim, bench).label == "supported"


@pytest.mark.parametrize(
    ("a", "b", "start", "end", "direction", "label"),
    [
        ("RUS", "JPN", 1900, 1905, "improve", "contradicted"),
        ("ITA", "TUR", 1908, 1912, "improve", "contradicted"),
        ("SLV", "HND", 1965, 1969, "worsen", "supported"),
    ],
)
def test_a_war_at_the_end_of_a_period_settles_a_turn(bench, make_claim, a, b, start, end, direction, label):
    claim = make_claim("trend", (start, end), direction, subject=a, object=b)
    assert registry.check(claim, bench).label == label


def test_a_rivalry_laid_to_rest_is_asked_of_the_whole_relation(bench, make_claim):
    roles = {"subject": "POL", "object": "DEU"}
    claim = make_claim("trend", (1985, 2004), "improve", topic="rivalry", details={"break": 1990}, **roles)
    finding = registry.check(claim, bench)
    assert finding.label == "supported"
    assert {"commitment", "events"} <= {s.family for s in finding.specifications}


def test_enemies_who_trade_are_enemies_still(bench, make_claim):
    details = {"level": "hostile"}
    claim = make_claim("no_change", (1950, 2010), "stable", details=details, subject="ISR", object="SYR")
    assert registry.check(claim, bench).label == "supported"
