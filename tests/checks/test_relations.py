"""Relations whose history is not in doubt, and what the checks must never say of them."""

from __future__ import annotations

import pytest

from detente.checks import registry
from detente.inference import thresholds

TRENDS = [
    ("CHN", "SUN", 1956, 1969, "worsen", "supported"),
    ("FRA", "DEU", 1950, 1965, "improve", "supported"),
    ("IND", "CHN", 1955, 1965, "worsen", "supported"),
    ("USA", "CUB", 1958, 1962, "worsen", "supported"),
    ("USA", "IRN", 1977, 1983, "worsen", "supported"),
    ("USA", "IRN", 1977, 1983, "improve", "contradicted"),
    ("ARG", "BRA", 1978, 1995, "improve", "supported"),
    ("RUS", "UKR", 2012, 2016, "worsen", "supported"),
    ("RUS", "UKR", 2012, 2016, "improve", "contradicted"),
]
SWITCHES = [
    ("EGY", "SUN", "USA", 1972, 1979, "supported"),
    ("CUB", "USA", "SUN", 1958, 1963, "supported"),
    ("SOM", "SUN", "USA", 1975, 1983, "supported"),
    ("UKR", "RUS", "USA", 2012, 2019, "supported"),
    ("DEU", "USA", "SUN", 1968, 1975, "contradicted"),
    ("GBR", "USA", "SUN", 1960, 1975, "contradicted"),
    ("CAN", "USA", "CHN", 1995, 2010, "contradicted"),
]


@pytest.mark.parametrize(("a", "b", "start", "end", "direction", "label"), TRENDS)
def test_trends_of_known_history(bench, make_claim, a, b, start, end, direction, label):
    claim = make_claim("trend", (start, end), direction, subject=a, object=b)
    assert registry.check(claim, bench).label == label


@pytest.mark.parametrize(("mover", "old", "new", "start", "end", "label"), SWITCHES)
def test_changes_of_side_of_known_history(bench, make_claim, mover, old, new, start, end, label):
    claim = make_claim("realignment", (start, end), "switch", subject=mover, frm=old, to=new)
    assert registry.check(claim, bench).label == label


def test_negation_turns_the_verdict(bench, make_claim):
    roles = {"subject": "USA", "object": "CHN"}
    plain = registry.check(make_claim("trend", (1969, 1979), "improve", **roles), bench)
    denied = registry.check(
        make_claim("trend", (1969, 1979), "improve", details={"negated": True}, **roles), bench
    )
    assert (plain.label, denied.label) == ("supported", "contradicted")


def test_the_order_of_the_two_states_does_not_matter(bench, make_claim):
    one = registry.check(make_claim("trend", (1985, 2005), "improve", subject="JOR", object="ISR"), bench)
    two = registry.check(make_claim("trend", (1985, 2005), "improve", subject="ISR", object="JOR"), bench)
    assert one.label == two.label
    assert one.grade == two.grade


def test_the_same_claim_gives_the_same_answer_to_the_last_digit(bench, make_claim):
    claim = make_claim("trend", (1985, 2005), "improve", subject="JOR", object="ISR")
    assert registry.check(claim, bench) == registry.check(claim, bench)


def test_evidence_after_the_as_of_year_is_not_used(bench, make_claim):
    claim = make_claim("trend", (1985, 2005), "improve", subject="JOR", object="ISR")
    early = registry.check(claim, bench, registry.Context(latest=1990))
    for specification in early.specifications:
        assert int(specification.window.split("-")[1]) <= 2005
    late_rows = [r for e in early.evidence for r in e.rows if r["year"] > 1990]
    assert early.label != "supported"
    assert not late_rows


def test_quiet_pairs_give_no_verdict(bench, make_claim):
    claim = make_claim("trend", (1975, 1985), "improve", subject="BTN", object="PRY")
    assert registry.check(claim, bench).label == "insufficient_evidence"


def test_a_state_that_did_not_exist_makes_the_claim_ill_posed(bench, make_claim):
    claim = make_claim("trend", (2000, 2010), "improve", subject="CSK", object="DEU")
    finding = registry.check(claim, bench)
    assert finding.label == "ill_posed"
    assert "Slovakia" in finding.reason


def test_a_state_that_existed_for_part_of_the_period_is_said(bench, make_claim):
    claim = make_claim("trend", (1988, 1994), "improve", subject="ARM", object="AZE")
    assert any("since 1991" in limit for limit in registry.check(claim, bench).limits)


def test_an_unknown_actor_is_ill_posed_not_a_crash(bench, make_claim):
    claim = make_claim("trend", (1988, 1994), "improve", subject="XQZ", object="AZE")
    assert registry.check(claim, bench).label == "ill_posed"


def test_years_beyond_all_evidence(bench, make_claim):
    roles = {"subject": "FRA", "object": "DEU"}
    assert registry.check(make_claim("trend", (3000, 3010), "improve", **roles), bench).label == "ill_posed"
    future = registry.check(make_claim("trend", (2060, 2070), "improve", **roles), bench)
    assert future.label == "insufficient_evidence"


def test_a_reading_marked_unsure_is_not_tested(bench, make_claim):
    claim = make_claim(
        "trend", (1969, 1979), "improve", details={"unread": True}, subject="USA", object="CHN"
    )
    assert registry.check(claim, bench).label == "insufficient_evidence"


def test_relation_claims_have_at_least_twelve_specifications(bench, make_claim):
    claim = make_claim("trend", (1985, 2005), "improve", subject="JOR", object="ISR")
    assert len(registry.check(claim, bench).specifications) >= 12


@pytest.mark.parametrize("kind", registry.KINDS)
def test_every_kind_survives_a_claim_without_roles(bench, make_claim, kind):
    finding = registry.check(make_claim(kind, (1990, 2000)), bench)
    assert finding.label in ("insufficient_evidence", "not_testable", "ill_posed")


@pytest.mark.parametrize("kind", registry.KINDS)
def test_every_finding_explains_itself(bench, make_claim, kind):
    claim = make_claim(kind, (1990, 2005), subject="POL", object="DEU", comparison="FRA", supplier="DEU")
    finding = registry.check(claim, bench)
    assert finding.reason
    assert finding.grade_reasons
    if finding.specifications:
        assert finding.would_change
        assert finding.limits
        assert finding.citations
        assert finding.evidence


def test_no_threshold_is_beyond_its_scale():
    for name in (
        "PLACEBO_PERCENTILE",
        "SINGLE_FAMILY_PERCENTILE",
        "CLOSE_PERCENTILE",
        "COMPOSITE_PERCENTILE",
    ):
        assert 50 < getattr(thresholds, name) < 100
