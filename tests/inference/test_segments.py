"""The segmentation of one series is the one that `breaks.pelt` finds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.inference import breaks, segments


@settings(deadline=None)  # the first call loads compiled code
@given(
    seed=st.integers(0, 10_000),
    length=st.integers(6, 90),
    jumps=st.integers(0, 4),
    least=st.integers(1, 3),
)
def test_as_pelt(seed, length, jumps, least):
    rng = np.random.default_rng(seed)
    values = rng.normal(size=length)
    for at in rng.integers(0, length, jumps):
        values[at:] += rng.normal() * 5
    assert segments.segment(values, least) == breaks.pelt(values, min_size=least).of(0)


def test_a_step_is_found_where_it_is():
    assert segments.segment(np.repeat([0.0, 5.0, 1.0], 8) + np.tile([0.0, 0.1], 12), 3) == [8, 16]


@pytest.mark.parametrize("length", [0, 1, 5])
def test_a_series_too_short_to_part_has_no_break(length):
    assert segments.segment(np.arange(float(length)), 3) == []
