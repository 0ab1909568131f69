"""Interrupted series and synthetic control on series whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.inference import synthetic

PERIODS, CONTROLS, AT = 16, 25, 11


def world(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """A treated unit that is a mix of three controls, all driven by two common factors."""
    rng = np.random.default_rng(seed)
    factors = np.cumsum(rng.normal(scale=0.4, size=(PERIODS, 2)), axis=0)
    loadings = rng.uniform(0, 1, size=(2, CONTROLS))
    controls = (
        factors @ loadings + rng.normal(scale=0.1, size=(PERIODS, CONTROLS)) + rng.normal(size=CONTROLS)
    )
    treated = controls[:, :3] @ np.array([0.5, 0.3, 0.2]) + rng.normal(scale=0.1, size=PERIODS) + 2.0
    return treated, controls


def test_a_planted_fall_is_found_and_measured():
    found = []
    for seed in range(30):
        treated, controls = world(seed)
        treated[AT:] -= 1.0
        made = synthetic.synthetic(treated, controls, AT)
        assert made is not None
        found.append((made.p_space <= 0.05, made.gap))
    assert np.mean([f for f, _ in found]) >= 0.8
    assert abs(np.mean([g for _, g in found]) + 1.0) < 0.15


def test_nothing_planted_is_rarely_found():
    clear = []
    for seed in range(100, 200):
        treated, controls = world(seed)
        made = synthetic.synthetic(treated, controls, AT)
        assert made is not None
        clear.append(made.p_space <= 0.05)
    assert np.mean(clear) <= 0.11


def test_the_placebo_in_time_sees_nothing_before_the_date():
    gaps = []
    for seed in range(30):
        treated, controls = world(seed)
        treated[AT:] -= 5.0
        made = synthetic.synthetic(treated, controls, AT)
        assert made is not None
        assert made.in_time is not None
        gaps.append(made.in_time)
    assert abs(np.mean(gaps)) < 0.2


def test_a_trend_before_the_date_is_told_from_a_step():
    rng = np.random.default_rng(5)
    controls = rng.normal(scale=0.1, size=(PERIODS, CONTROLS))
    time = np.arange(PERIODS)
    trending = synthetic.interrupted(0.3 * time + rng.normal(scale=0.1, size=PERIODS), controls, AT)
    stepping = synthetic.interrupted(2.0 * (time >= AT) + rng.normal(scale=0.1, size=PERIODS), controls, AT)
    assert trending is not None
    assert stepping is not None
    assert trending.p_slope < 0.01
    assert abs(trending.level) < 0.5
    assert stepping.p_slope > 0.01
    assert stepping.low > 1.0
    assert stepping.high < 3.0


@pytest.mark.parametrize("at", [2, PERIODS - 1])
def test_too_short_a_side_gives_nothing(at: int):
    treated, controls = world(1)
    assert synthetic.synthetic(treated, controls, at) is None
    assert synthetic.interrupted(treated, controls, at) is None


def test_controls_with_gaps_are_left_out():
    treated, controls = world(2)
    controls[3, 0] = np.nan
    made = synthetic.synthetic(treated, controls, AT)
    assert made is not None
    assert 0 not in {k for k, _ in made.weights}
    assert made.controls == CONTROLS - 1


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.floats(-100, 100))
def test_a_constant_added_changes_nothing_and_weights_sum_to_one(seed: int, shift: float):
    treated, controls = world(seed)
    one = synthetic.synthetic(treated, controls, AT)
    two = synthetic.synthetic(treated + shift, controls, AT)
    assert one is not None
    assert two is not None
    assert np.isclose(one.gap, two.gap, atol=1e-5)
    assert 0.85 <= sum(w for _, w in one.weights) <= 1.0001


def test_the_fan_holds_nine_in_ten_placebo_gaps_and_not_a_planted_one():
    treated, controls = world(3)
    treated[AT:] -= 3.0
    made = synthetic.synthetic(treated, controls, AT)
    assert made is not None
    low, high = np.array(made.fan).T
    assert len(low) == len(made.series) == PERIODS
    assert (low <= high).all()
    assert (treated - np.array(made.series) < low)[AT:].all()
