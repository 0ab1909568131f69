"""The weight of every date as the one break of a level."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detente.inference import breakdate


@given(st.integers(3, 12), st.integers(3, 12), st.floats(0.5, 50))
def test_a_clear_step_is_found_where_it_is(before, after, height):
    noise = 0.05 * height * np.cos(7.0 * np.arange(before + after))
    series = np.r_[np.zeros(before), np.full(after, height)] + noise
    found = breakdate.weights(series)
    assert int(found.argmax()) == before
    assert found[before] > 0.9
    assert np.isclose(found.sum(), 1)


def test_it_is_the_posterior_of_smith_1975_worked_by_hand():
    series = np.array([0.0, 1.0, 0.0, 4.0, 5.0, 4.0])
    n, logs = len(series), []
    for k in range(1, n):
        one, two = series[:k], series[k:]
        within = ((one - one.mean()) ** 2).sum() + ((two - two.mean()) ** 2).sum()
        logs.append(-0.5 * np.log(k * (n - k)) - 0.5 * (n - 2) * np.log(within))
    wanted = np.exp(np.array(logs) - max(logs))
    assert np.allclose(breakdate.weights(series)[1:], wanted / wanted.sum())


def test_too_few_gaps_and_flat_series_have_no_date():
    for series in (np.ones(20), np.arange(4.0), np.r_[np.arange(9.0), np.nan]):
        assert np.isnan(breakdate.weights(series)).all()
