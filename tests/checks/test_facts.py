"""Claims that one figure or one date settles: shares, ranks, memberships, pacts, power."""

from __future__ import annotations

import numpy as np
import pytest

from detente.checks import registry
from detente.report.charts import draw


def label(bench, claim):
    return registry.check(claim, bench).label


@pytest.mark.parametrize(
    ("subject", "supplier", "years", "topic", "direction", "expected"),
    [
        ("IND", "SUN", (1980, 1989), "arms", "main", "supported"),
        ("IND", "USA", (1980, 1989), "arms", "majority", "contradicted"),
        ("CAN", "USA", (2000, 2010), "trade", "majority", "supported"),
        ("DEU", "FRA", (2000, 2010), "trade", "majority", "contradicted"),
        ("MEX", "USA", (2005, 2010), "exports", "majority", "supported"),
    ],
)
def test_shares(bench, make_claim, subject, supplier, years, topic, direction, expected):
    claim = make_claim("dependence", years, direction, topic, subject=subject, supplier=supplier)
    assert label(bench, claim) == expected


def test_a_share_of_a_year_just_after_the_source_ends_is_read_at_its_end_and_said(bench, make_claim):
    claim = make_claim("dependence", (2015, 2015), "majority", "imports", subject="USA", supplier="CHN")
    finding = registry.check(claim, bench)
    assert finding.label == "contradicted"
    assert finding.grade == "moderate"
    assert any("ends in 2014" in limit for limit in finding.limits)


def test_a_share_long_after_the_source_ends_is_not_guessed(bench, make_claim):
    claim = make_claim("dependence", (2022, 2022), "majority", "imports", subject="USA", supplier="CHN")
    assert label(bench, claim) == "insufficient_evidence"


@pytest.mark.parametrize(
    ("subject", "organisation", "years", "direction", "expected"),
    [
        ("POL", "org:NATO", (1999, 1999), "join", "supported"),
        ("POL", "org:NATO", (1995, 1998), "member", "contradicted"),
        ("GBR", "org:EU", (2020, 2020), "leave", "supported"),
        ("CHE", "org:EU", (2000, 2010), "member", "contradicted"),
        ("PAK", "org:SCO", (2017, 2017), "join", "supported"),
        ("TUR", "org:NATO", (2017, 2019), "leave", "contradicted"),
    ],
)
def test_memberships(bench, make_claim, subject, organisation, years, direction, expected):
    claim = make_claim(
        "membership", years, direction, "membership", subject=subject, organisation=organisation
    )
    assert label(bench, claim) == expected


def test_the_two_yardsticks_of_power_are_both_asked_and_disagreement_is_said(bench, make_claim):
    claim = make_claim("power", (2012, 2012), "greater", "national", subject="CHN", comparison="USA")
    finding = registry.check(claim, bench)
    assert finding.label == "contested"
    assert {s.measure for s in finding.specifications} == {"cinc", "gdp_product"}


def test_material_capabilities_are_answered_by_cinc_alone(bench, make_claim):
    claim = make_claim("power", (1980, 2012), "rise", "material", subject="CHN")
    finding = registry.check(claim, bench)
    assert finding.label == "supported"
    assert {s.measure for s in finding.specifications} == {"cinc"}


def test_a_pact_that_lapsed_is_not_an_alliance_to_the_end(bench, make_claim):
    claim = make_claim("level", (1968, 1985), "close", "alliance", subject="ALB", object="SUN")
    assert label(bench, claim) == "contradicted"


def test_the_picture_of_power_is_a_slope_for_each_yardstick(bench, make_claim):
    """Two yardsticks that disagree end on either side of equal."""
    claim = make_claim("power", (2012, 2012), "greater", "national", subject="CHN", comparison="USA")
    found = registry.check(claim, bench)
    chart = found.chart
    assert chart is not None
    assert chart.form == "slope"
    ends = {(r["line"], r["from and to"]): r["times"] for r in chart.data if "times" in r}
    assert {year for _, year in ends} == {1982, 2012}
    for one, line in zip(found.specifications, ("capabilities", "GDP × per head"), strict=True):
        assert ends[line, 2012] == pytest.approx(one.estimate, rel=1e-3)
    assert ends["capabilities", 2012] > 1 > ends["GDP × per head", 2012]
    drawn = draw(chart, 660, "x")
    assert "equal" in drawn
    assert "Year by year" in drawn


def test_a_claim_to_be_first_is_drawn_against_the_next_state(bench, make_claim):
    found = registry.check(make_claim("power", (2010, 2010), "dominant", "national", subject="USA"), bench)
    assert found.chart is not None
    ends = [r["times"] for r in found.chart.data if r.get("from and to") == 2010]
    assert ends == pytest.approx([s.estimate for s in found.specifications], rel=1e-3)


@pytest.mark.parametrize("comparison", [None, "PAK"])
def test_growth_in_power_starts_every_slope_at_one(bench, make_claim, comparison):
    roles = {"comparison": comparison} if comparison else {}
    chart = registry.check(
        make_claim("power", (1990, 2012), "rise", "national", subject="IND", **roles), bench
    ).chart
    assert chart is not None
    assert {r["times"] for r in chart.data if r.get("from and to") == 1990} == {1.0}
    assert len([r for r in chart.data if r.get("from and to") == 2012]) == (4 if comparison else 2)


def test_having_no_ally_at_all(bench, make_claim):
    japan = make_claim("level", (1985, 1985), "close", "alliance", {"negated": True}, subject="JPN")
    ireland = make_claim("level", (1985, 1985), "close", "alliance", {"negated": True}, subject="IRL")
    assert (label(bench, japan), label(bench, ireland)) == ("contradicted", "supported")


def test_growth_of_neighbours_against_growth_of_strangers(bench, make_claim):
    near = make_claim("linkage", (1980, 2015), "linked", "growth", subject="CAN", object="USA")
    far = make_claim("linkage", (1980, 2015), "linked", "growth", subject="BTN", object="PRY")
    assert label(bench, near) == "supported"
    assert label(bench, far) != "supported"


def test_the_picture_of_a_link_is_a_rolling_correlation_over_its_band_and_a_scatter(bench, make_claim):
    claim = make_claim("linkage", (1980, 2015), "linked", "growth", subject="CAN", object="USA")
    chart = registry.check(claim, bench).chart
    assert chart is not None
    rolled = [r for r in chart.data if r.get("line") == "correlation"]
    assert [r["year"] for r in rolled] == list(range(1980, 2016))
    assert all(-1 <= r["low"] < r["high"] <= 1 for r in rolled)
    assert sum(r["value"] > r["high"] for r in rolled) > len(rolled) / 2
    dots = [r for r in chart.data if "when" in r]
    assert len(dots) == 36
    last = [r["one"] for r in dots][-15:], [r["two"] for r in dots][-15:]
    assert np.corrcoef(*last)[0, 1] == pytest.approx(rolled[-1]["value"], abs=0.005)
    assert "higher than between" in chart.title
    assert draw(chart, 660, "x").count("<circle") >= len(dots)


def test_use_of_force_settles_friendship(bench, make_claim):
    claim = make_claim("level", (1971, 1971), "close", subject="IND", object="PAK")
    assert label(bench, claim) == "contradicted"


def test_rivals_by_the_list_without_force_are_contested_when_denied(bench, make_claim):
    claim = make_claim(
        "level", (1980, 2010), "hostile", "rivalry", {"negated": True}, subject="EGY", object="ISR"
    )
    assert label(bench, claim) == "contested"


def test_gas_that_is_not_booked_never_refutes(bench, make_claim):
    """Japan bought most of its crude in the Gulf; Russian gas to Germany is not booked at all."""
    japan = make_claim("dependence", (2005, 2015), "main", "oil", subject="JPN", supplier="SAU")
    germany = make_claim("dependence", (2012, 2016), "main", "gas", subject="DEU", supplier="RUS")
    other = make_claim("dependence", (2012, 2016), "main", "oil", subject="JPN", supplier="NOR")
    assert label(bench, japan) in ("supported", "partly_supported")
    assert label(bench, other) == "contradicted"
    assert label(bench, germany) != "contradicted"


def test_a_basket_without_a_name_is_counted_in_trade_and_in_arms(bench, make_claim):
    claim = make_claim("dependence", (2012, 2016), "concentrated", "trade", subject="PAK")
    finding = registry.check(claim, bench)
    assert {s.family for s in finding.specifications} == {"trade", "arms"}
    assert finding.label == "contested"


def test_a_past_without_years_is_not_judged(bench):
    from detente import reading

    (claim, *_) = reading.read_claims("Relations between Egypt and Israel improved.")
    finding = registry.check(claim, bench)
    assert finding.label == "insufficient_evidence"
    assert "when" in finding.reason
