"""Balance between two partners, and how a state's partners spread."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import reading
from detente.checks import balance, diversity, registry
from detente.measures import ties
from detente.measures.ties import Tie
from detente.model import Role


def _tie(family: str, side: int) -> Tie:
    return Tie(family, "s", "m", "u", 2000, 2010, (1.0, 1.0), 0.9 * side, 50.0, side)


def _balance(make_claim, who, one, two, years, **details):
    from dataclasses import replace

    claim = make_claim("dependence", years, "balanced", details=details, subject=who)
    return replace(claim, actors=(*claim.actors, Role(one, "object"), Role(two, "object")))


@pytest.mark.parametrize(
    ("who", "one", "two", "years", "label"),
    [
        ("CAN", "USA", "RUS", (2005, 2014), "contradicted"),  # one ally, one arms seller, one market
        ("POL", "USA", "SUN", (1970, 1980), "contradicted"),  # Warsaw Pact
        ("BLR", "RUS", "USA", (2005, 2014), "contradicted"),
        ("EGY", "USA", "RUS", (2010, 2020), "supported"),  # a third of its arms from each
        ("NPL", "IND", "CHN", (2008, 2018), "supported"),
        ("TUR", "org:NATO", "RUS", (2017, 2017), "contested"),  # an even share of its energy
        ("TUR", "RUS", "USA", (2005, 2018), "contested"),  # allied to one, supplied with energy by the other
    ],
)
def test_a_balance_is_weighed_over_families(bench, make_claim, who, one, two, years, label):
    assert registry.check(_balance(make_claim, who, one, two, years), bench).label == label


def test_the_order_of_the_two_partners_does_not_matter(bench, make_claim):
    for who, one, two in (("IND", "USA", "RUS"), ("KAZ", "RUS", "CHN"), ("CAN", "RUS", "USA")):
        there = registry.check(_balance(make_claim, who, one, two, (2005, 2014)), bench)
        back = registry.check(_balance(make_claim, who, two, one, (2005, 2014)), bench)
        assert (there.label, there.grade) == (back.label, back.grade)
        assert [s.estimate for s in there.specifications] == [-(s.estimate or 0) for s in back.specifications]


def test_a_denied_balance_is_the_mirror_image(bench, make_claim):
    assert registry.check(
        _balance(make_claim, "CAN", "USA", "RUS", (2005, 2014), negated=True), bench
    ).label == ("supported")


def test_a_balance_with_one_partner_named_is_not_weighed(bench, make_claim):
    claim = make_claim("dependence", (2005, 2014), "balanced", subject="IND", object="USA")
    assert registry.check(claim, bench).label == "insufficient_evidence"


@given(st.lists(st.sampled_from((-1, 0, 1)), min_size=5, max_size=5), st.integers(0, 5))
def test_the_verdict_is_even_handed_and_needs_three_families(sides, count):
    names = ("commitment", "arms", "voting", "trade", "energy")
    found = tuple(_tie(f, s) for f, s in zip(names[:count], sides, strict=False))
    mirrored = tuple(_tie(t.family, -t.side) for t in found)
    label = balance.verdict(found)[0]
    assert label == balance.verdict(mirrored)[0]
    if count < 3:
        assert label == "insufficient_evidence"
    elif len({t.side for t in found}) == 1 and found[0].side:
        assert label == "contradicted"
    elif not any(t.side for t in found):
        assert label == "supported"


def test_commerce_alone_does_not_set_off_a_pact():
    ally = (_tie("commitment", 1), _tie("voting", 0), _tie("trade", -1), _tie("energy", -1))
    assert balance.verdict(ally)[0] != "supported"
    assert balance.verdict((*ally, _tie("arms", 0)))[0] == "supported"


def test_the_herfindahl_index_is_that_of_its_shares(bench):
    first, index = ties.herfindahl(bench, "arms")
    known = index[np.isfinite(index)]
    assert known.min() > 0
    assert known.max() <= 1 + 1e-9
    cube = ties.SHARES["arms"][2](bench)
    india = bench.place("IND")
    row = np.nan_to_num(cube.window(2015, 2015)[0, india].astype(float)) / 100
    assert index[2015 - first, india] == pytest.approx(((row / max(row.sum(), 1)) ** 2).sum())


@pytest.mark.parametrize(
    ("who", "topic", "years", "direction", "label"),
    [
        ("MEX", "trade", (1990, 2010), "falling", "supported"),  # the United States: four fifths to three
        ("MEX", "trade", (1990, 2010), "rising", "contradicted"),
        (
            "PAK",
            "arms",
            (1990, 2020),
            "falling",
            "contradicted",
        ),  # China: from many sellers to three quarters
        ("PAK", "arms", (1990, 2020), "rising", "supported"),
    ],
)
def test_partners_at_large_spread_or_narrow(bench, make_claim, who, topic, years, direction, label):
    claim = make_claim("dependence", years, direction, topic, subject=who)
    assert registry.check(claim, bench).label == label


def test_the_sellers_of_one_fuel_are_not_counted_where_flows_are_confidential(bench, make_claim):
    claim = make_claim("dependence", (2005, 2020), "falling", "gas", subject="UKR")
    assert registry.check(claim, bench).label == "insufficient_evidence"


def test_a_basket_is_ranked_among_all_states_and_against_ten_years_before(bench, make_claim):
    finding = registry.check(
        make_claim("dependence", (2012, 2014), "concentrated", "arms", subject="PAK"), bench
    )
    (known,) = finding.specifications
    assert known.placebo_percentile is not None
    assert "since 20" in known.note
    assert "of 100 other states" in finding.reason


def test_few_states_move_beyond_the_others_both_ways(bench):
    """A quarter of all states at most is called spread, and a quarter narrowed: the bar is a rank."""
    found = {1: 0, -1: 0}
    places = [i for i in range(bench.index.size) if bench.index.alive(2010, 2010)[0, i]]
    for place in places:
        one = ties.spread(bench, "trade", (place,), 1995, 2010)
        if one is not None and one.change is not None:
            known = diversity.specification(one, 1)
            found[known.direction] = found.get(known.direction, 0) + known.significant
    assert 0 < found[1] <= len(places) / 4
    assert 0 < found[-1] <= len(places) / 4


def test_the_reading_of_a_balance_names_both_partners():
    (claim, *_) = reading.read_claims("Nepal is balancing between India and China.")
    assert (claim.kind, claim.direction) == ("dependence", "balanced")
    assert claim.roles("object") == ("IND", "CHN")
