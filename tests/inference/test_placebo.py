"""The placebo machinery: ranks, intervals and the composite, on data made here."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.inference import placebo, windows


def noise(rng, years=10, cases=400, scale=1.0):
    return rng.normal(0, scale, size=(years, cases)).astype(np.float32)


def test_percentile_is_a_mid_rank():
    pool = np.array([0, 0, 0, 1], dtype=np.float32)
    assert placebo.percentile(0.0, pool) == pytest.approx(37.5)
    assert placebo.percentile(2.0, pool) == 100.0
    assert placebo.percentile(-1.0, pool) == 0.0


def test_percentile_of_an_empty_pool_is_nan():
    assert np.isnan(placebo.percentile(1.0, np.array([np.nan], dtype=np.float32)))


def test_ranks_agree_with_percentiles_one_by_one():
    rng = np.random.default_rng(1)
    data = noise(rng, cases=60)
    pool = placebo.pool_of(data[:5], data[5:])
    assert pool.ranks[7] == pytest.approx(placebo.percentile(float(pool.changes[7]), pool.changes), abs=1.0)


def test_interval_covers_no_change_in_about_19_of_20_cases():
    rng = np.random.default_rng(2)
    data = noise(rng, cases=2000)
    pool = placebo.pool_of(data[:5], data[5:])
    covered = 0
    for case in range(data.shape[1]):
        low, high = placebo.interval(
            data[:5, case].astype(float), data[5:, case].astype(float), pool.variance, pool.autocorrelation
        )[1:]
        covered += low <= 0 <= high
    assert 0.93 <= covered / data.shape[1] <= 0.995


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.floats(6.0, 10.0))  # beyond what the noise of any seed can hide
def test_a_planted_break_is_found(seed, size):
    rng = np.random.default_rng(seed)
    data = noise(rng)
    data[5:, 0] += size
    pool = placebo.pool_of(data[:5], data[5:])
    change = placebo.ranked_change(data[:5, 0], data[5:, 0], pool)
    assert change is not None
    assert change.low > 0
    assert change.percentile > 97


def test_no_break_is_found_where_none_was_planted_in_more_than_one_case_in_ten():
    rng = np.random.default_rng(3)
    data = noise(rng, cases=1000)
    pool = placebo.pool_of(data[:5], data[5:])
    found = 0
    for case in range(1000):
        change = placebo.ranked_change(data[:5, case], data[5:, case], pool)
        found += change.percentile >= 95 and change.low > 0
    assert found <= 50


def test_composite_is_uniform_under_no_effect():
    rng = np.random.default_rng(4)
    cases = 500
    ranks = [placebo.pool_of(*np.split(noise(rng, cases=cases), 2)).ranks for _ in range(6)]
    families = ["a", "a", "b", "b", "c", "c"]
    overall = [placebo.composite(ranks, [float(r[k]) for r in ranks], families)[0] for k in range(cases)]
    assert np.mean(np.array(overall) >= 90) == pytest.approx(0.10, abs=0.03)


def test_a_window_without_two_years_gives_nothing():
    pool = placebo.Pool(np.zeros(5, dtype=np.float32), 1.0, 0.0)
    one = np.array([1.0, np.nan], dtype=np.float32)
    assert placebo.ranked_change(one, one, pool) is None


@given(st.integers(1900, 2020), st.integers(0, 80), st.booleans(), st.none() | st.integers(1890, 2030))
def test_windows_never_overlap_and_never_reach_beyond_the_evidence(start, length, inner, turn):
    end = start + length
    for pair in windows.comparisons(start, end, 2025, inner=inner, turn=turn):
        assert pair.before[0] <= pair.before[1]
        assert pair.before[1] < pair.after[0] or length < 6
        assert pair.after[1] <= max(2025, end)
