"""Planted breaks: what was put into placebo data is found with stated power, and nothing where nothing was put.

A thousand quiet pairs follow a first-order autoregression of unit spread, seen as three families of evidence.
One pair has a step of a known size at a known year in some of them. Found means what the checks mean by it:
beyond the placebo percentile, off zero, in at least two families (`verdict.of_change`).
"""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.checks.change import leaning
from detente.inference import placebo, thresholds, verdict
from detente.model import Specification

PAIRS, YEARS, MEMORY = 1000, 40, 0.4
FAMILIES = ("coercion", "commitment", "trade")
SPAN = thresholds.WINDOW_YEARS
WORTH = 0.5  # spreads: the smallest change worth naming


def quiet(rng):
    """Yearly values of all pairs, shape (years, pairs), with unit spread and some memory."""
    shocks = rng.normal(size=(YEARS, PAIRS)) * (1 - MEMORY**2) ** 0.5
    values = np.empty_like(shocks)
    values[0] = rng.normal(size=PAIRS)
    for year in range(1, YEARS):
        values[year] = MEMORY * values[year - 1] + shocks[year]
    return values.astype(np.float32)


def judged(blocks, year):
    """The verdict on "pair 0 came closer at `year`" from one block of values a family."""
    specs, ranks = [], []
    for family, values in zip(FAMILIES, blocks, strict=True):
        before, after = values[year - SPAN : year], values[year : year + SPAN]
        pool = placebo.pool_of(before, after)
        moved = placebo.ranked_change(before[:, 0], after[:, 0], pool)
        assert moved is not None
        clear = moved.low > 0 or moved.high < 0
        bar = thresholds.PLACEBO_PERCENTILE
        up, down = moved.percentile >= bar, moved.percentile <= 100 - bar
        specs.append(Specification(
            family, "s", "m", "after", "before", "sd", moved.estimate, moved.low, moved.high, moved.percentile,
            leaning(moved.estimate, WORTH, moved.percentile), bool(clear and (up or down)),
        ))  # fmt: skip
        ranks.append(pool.ranks)
    rank, leanings = placebo.composite(ranks, [s.placebo_percentile or 0 for s in specs], FAMILIES)
    return verdict.of_change(specs, [False] * len(specs), active=True, rank=rank, leanings=leanings)


def draw(seed, size, families=2, year=20):
    rng = np.random.default_rng(seed)
    blocks = [quiet(rng) for _ in FAMILIES]
    for block in blocks[:families]:
        block[year:, 0] += size
    return judged(blocks, year)


def found(size, families=2, n=60, label="supported"):
    """Share of draws in which a step of `size` spreads in `families` families is found."""
    return np.mean([draw(seed, size, families).label == label for seed in range(n)])


def test_a_step_of_two_spreads_in_all_families_is_found_in_more_than_four_draws_of_five():
    assert found(2.0, families=3) >= 0.8


def test_a_step_of_three_spreads_in_all_families_is_found_with_power_nine_tenths():
    assert found(3.0, families=3) >= 0.9


def test_where_a_third_family_is_noise_it_costs_power():
    """Three quarters of what leans must lean one way: with one design a family, chance in the third may forbid it."""
    assert 0.5 <= found(4.0) < 0.9


def test_a_step_the_other_way_is_contradicted():
    assert found(-3.0, families=3, label="contradicted") >= 0.9


def test_power_grows_with_the_step():
    small, middle, large = (found(size, n=40) for size in (1.0, 2.5, 4.0))
    assert small <= middle <= large
    assert small <= 0.5 <= large


def test_no_step_is_found_where_none_was_planted():
    assert found(0.0, n=200) <= 0.05
    assert found(0.0, n=200, label="contradicted") <= 0.05


def test_a_step_in_one_family_alone_is_found_no_oftener_than_chance_adds_a_second():
    chance = 2 * (1 - thresholds.PLACEBO_PERCENTILE / 100)
    assert found(6.0, families=1, n=100) <= chance


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**31 - 1), st.integers(SPAN, YEARS - SPAN), st.sampled_from([-1, 1]))
def test_a_great_step_is_found_at_its_year_whatever_the_data(seed, year, sign):
    label = draw(seed, 8.0 * sign, 3, year).label
    assert label == ("supported" if sign > 0 else "contradicted")


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**31 - 1), st.integers(SPAN, YEARS - SPAN))
def test_a_pair_like_all_others_is_seldom_found(seed, year):
    rng = np.random.default_rng(seed)
    blocks = [quiet(rng) for _ in FAMILIES]
    for block in blocks:
        block[:, 0] = np.median(block, axis=1)  # moves as the middle pair does: nothing special
    assert judged(blocks, year).label not in ("supported", "contradicted")
