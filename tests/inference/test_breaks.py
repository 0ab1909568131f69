"""Change points and trends: exactness by exhaustive search, known behaviour, bad input."""

from __future__ import annotations

import warnings
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from detente.errors import InputError
from detente.inference import breaks


def cost(row, cuts, penalty):
    ends = [0, *cuts, len(row)]
    return sum(((row[a:b] - row[a:b].mean()) ** 2).sum() for a, b in pairwise(ends)) + penalty * len(cuts)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(-20, 20), min_size=4, max_size=11),
    st.integers(1, 4),
    st.floats(0.1, 60),
)
def test_no_segmentation_is_cheaper(values, size, penalty):
    row = np.array(values, dtype=float)
    found = breaks.pelt(row, penalty, min_size=size)
    allowed = [
        cuts
        for count in range(len(row))
        for cuts in combinations(range(1, len(row)), count)
        if all(b - a >= size for a, b in pairwise([0, *cuts, len(row)]))
    ]
    least = min(cost(row, cuts, penalty) for cuts in allowed)
    assert cost(row, found.of(0), penalty) == pytest.approx(least, abs=1e-7)
    assert all(b - a >= size for a, b in pairwise([0, *found.of(0), len(row)]))
    assert found.cost[0] + penalty * found.counts[0] == pytest.approx(least, abs=1e-7)


def test_clear_breaks_are_found_and_series_do_not_mix():
    rng = np.random.default_rng(0)
    series = rng.normal(0, 0.3, size=(4, 120))
    series[1, 60:] += 5
    series[2, 30:] += 5
    series[2, 90:] -= 9
    found = breaks.pelt(series)
    assert [found.of(k) for k in range(4)] == [[], [60], [30, 90], []]
    assert found.counts.tolist() == [0, 1, 2, 0]
    assert found.last.tolist() == [-1, 60, 90, -1]


def test_a_large_level_keeps_its_digits():
    rng = np.random.default_rng(1)
    row = rng.normal(size=200)
    row[120:] += 3
    assert breaks.pelt(row, 10.0).of(0) == breaks.pelt(row + 1e7, 10.0).of(0)


def test_constant_series_have_no_break():
    assert breaks.pelt(np.full((2, 40), 7.0)).counts.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("series", "options"),
    [
        ([[1.0, np.nan, 2.0, 3.0]], {}),
        ([[1.0, 2.0, 3.0, 4.0]], {"min_size": 5}),
        ([[1.0, 2.0, 3.0, 4.0]], {"min_size": 0}),
        ([[1.0, 2.0, 3.0, 4.0]], {"penalty": -1.0}),
        ([[1.0, 2.0, 3.0, 4.0]], {"penalty": np.nan}),
    ],
)
def test_bad_input_is_refused(series, options):
    with pytest.raises(InputError):
        breaks.pelt(np.array(series), **options)


def test_monitor_sees_a_recent_change_and_only_that():
    rng = np.random.default_rng(3)
    series = rng.normal(size=(300, 120))
    series[100:200, -6:] += 4
    series[200:, 30:] += 4
    series[0, 10:20] = np.nan
    found = breaks.monitor(series, window=12)
    assert (found.recent[100:200] > 0.9).mean() > 0.95
    assert (found.recent[:100] > 0.5).mean() < 0.05
    assert (found.recent[200:] > 0.5).mean() < 0.05
    assert np.median(found.run[100:200]) == 6
    assert np.median(found.run[200:]) == 90
    np.testing.assert_allclose(np.median((found.mean - found.before)[100:200]), 4, atol=0.4)


def test_monitor_survives_empty_and_constant_series():
    series = np.stack([np.full(30, np.nan), np.full(30, 2.0)])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = breaks.monitor(series)
    assert np.isfinite(found.recent).all()
    with pytest.raises(InputError):
        breaks.monitor(series, window=30)


@pytest.mark.parametrize("count", [10, 11, 60])
def test_slopes_and_intervals_against_scipy(count):
    rng = np.random.default_rng(count)
    series = np.round(rng.normal(size=(20, count)).cumsum(axis=1), 1)
    found = breaks.trend(series, corrected=False)
    for k, row in enumerate(series):
        theirs = stats.theilslopes(row, method="separate")
        assert found.slope[k] == pytest.approx(theirs.slope)
        assert (found.low[k], found.high[k]) == pytest.approx((theirs.low_slope, theirs.high_slope))
        assert found.tau[k] == pytest.approx(stats.kendalltau(np.arange(count), row).statistic)


def test_correction_brings_the_size_of_the_test_near_its_level():
    rng = np.random.default_rng(5)
    noise = rng.normal(size=(1500, 140))
    for t in range(1, 140):
        noise[:, t] += 0.5 * noise[:, t - 1]
    noise = noise[:, 60:]
    plain = (breaks.trend(noise, corrected=False).p < 0.05).mean()
    corrected = (breaks.trend(noise).p < 0.05).mean()
    assert plain > 0.15
    assert corrected < 0.09


def test_gaps_are_skipped_in_time():
    line = np.arange(20.0)
    line[[3, 4, 11]] = np.nan
    found = breaks.trend(line)
    assert found.slope[0] == 1.0
    assert found.tau[0] == 1.0
    assert np.isnan(breaks.trend(np.array([[1.0, np.nan, 2.0, 3.0]])).slope[0])
    flat = breaks.trend(np.full((1, 10), 3.0))
    assert (flat.slope[0], flat.p[0]) == (0.0, 1.0)
