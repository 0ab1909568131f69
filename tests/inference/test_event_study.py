"""Event studies on series whose truth is known."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.inference import event_study

PERIODS, CASES, AT = 60, 80, 40


def noise(seed: int, rho: float = 0.3) -> np.ndarray:
    rng = np.random.default_rng(seed)
    steps = rng.normal(size=(PERIODS, CASES))
    for t in range(1, PERIODS):
        steps[t] += rho * steps[t - 1]
    return steps


def p_values(seed: int, planted: float) -> tuple[float, bool]:
    values = noise(seed)
    values[AT : AT + 3, 0] += planted
    found = event_study.study(values, 0, AT, before=12, after=3)
    assert found is not None
    assert found.p_cases is not None
    return found.p_cases, found.clear()


def test_a_planted_jump_of_four_deviations_is_found_with_power_of_nine_in_ten():
    assert np.mean([p_values(seed, 4.0)[1] for seed in range(60)]) >= 0.9


def test_nothing_planted_is_found_no_more_than_alpha_allows():
    clear = [p_values(seed, 0.0)[1] for seed in range(200)]
    assert np.mean(clear) <= 0.06


def test_p_values_are_uniform_where_nothing_happened():
    p = np.array([p_values(seed, 0.0)[0] for seed in range(200)])
    assert abs(p.mean() - 0.5) < 0.08
    assert abs(np.mean(p <= 0.2) - 0.2) < 0.09


def test_the_jump_is_measured_against_its_own_baseline():
    values = noise(3) * 0.01
    values[:, 0] += 5.0
    values[AT : AT + 3, 0] += 2.0
    found = event_study.study(values, 0, AT, before=12, after=3)
    assert found is not None
    assert abs(found.estimate - 2.0) < 0.1
    assert abs(found.before - 5.0) < 0.1
    assert found.low is not None
    assert found.high is not None
    assert found.low <= found.estimate <= found.high


def test_a_window_without_data_gives_no_study():
    values = noise(1)
    values[AT:, 0] = np.nan
    assert event_study.study(values, 0, AT, before=12, after=3) is None
    assert event_study.study(values, 0, 0, before=12, after=3) is None
    assert event_study.study(values, 0, PERIODS, before=12, after=3) is None


def test_few_placebos_give_no_p_value():
    values = noise(2)[:, :5]
    found = event_study.study(values, 0, AT, before=12, after=3)
    assert found is not None
    assert found.p_cases is None
    assert not found.clear()


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**6), st.floats(-50, 50), st.floats(0.1, 20))
def test_shift_leaves_the_study_and_scale_scales_it(seed: int, shift: float, scale: float):
    values = noise(seed)
    one = event_study.study(values, 0, AT, before=8, after=4)
    two = event_study.study(values * scale + shift, 0, AT, before=8, after=4)
    assert one is not None
    assert two is not None
    assert np.isclose(two.estimate, one.estimate * scale, rtol=1e-6, atol=1e-6 * max(scale, abs(shift)))
    assert one.percentile is not None
    assert two.percentile is not None
    assert abs(one.percentile - two.percentile) < 1.5


def test_the_fan_holds_nine_in_ten_of_the_others_and_not_a_planted_jump():
    values = noise(5)
    values[AT : AT + 3, 0] += 8.0
    found = event_study.fan(values, 0, AT, before=12, first=AT - 12, last=AT + 3)
    assert found.shape == (15, 3)
    assert abs(found[:12, 0].mean()) < 1e-9  # less its mean before
    assert (found[:, 1] < found[:, 2]).all()
    assert (found[12:, 0] > found[12:, 2]).all()
    inside = [
        np.mean((line[:, 0] >= line[:, 1]) & (line[:, 0] <= line[:, 2]))
        for line in (
            event_study.fan(values, case, AT, before=12, first=AT, last=AT + 3) for case in range(1, CASES)
        )
    ]
    assert 0.85 <= np.mean(inside) <= 0.95
