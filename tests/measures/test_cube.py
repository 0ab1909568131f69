"""Laying records out on the cube of pairs."""

from __future__ import annotations

import numpy as np
import pytest

from detente.measures.cube import Index, double_demean, fill, fill_directed


@pytest.fixture
def index():
    exists = np.ones((10, 4), dtype=bool)
    exists[:5, 3] = False  # the fourth state is born in the sixth year
    return Index(np.array([2, 20, 200, 365], dtype=np.int32), 2000, exists)


def test_pair_numbers_follow_the_upper_triangle(index):
    one, two = index.ends
    assert [int(index.pair(i, j)) for i, j in zip(one, two, strict=True)] == list(range(6))
    assert int(index.pair(2, 1)) == int(index.pair(1, 2))
    assert int(index.pair(1, 1)) == index.pairs


def lay(index, values, absent=0.0):
    ends = np.array([365, 2]), np.array([2, 365])
    return fill(index, 2000, 2009, ends, np.array([2007, 2007]), np.array(values, np.float32), absent=absent)


def test_what_is_absent_is_zero_and_what_does_not_exist_is_unknown(index):
    cube = lay(index, [3, 1])
    years, values = cube.series(2, 365)
    assert np.isnan(values[years < 2005]).all()
    assert values[years == 2006][0] == 0


def test_the_largest_of_several_records_counts(index):
    assert lay(index, [1, 3]).series(365, 2)[1][7] == 3
    assert lay(index, [3, 1]).series(365, 2)[1][7] == 3


def test_a_state_with_itself_is_unknown(index):
    assert np.isnan(lay(index, [3, 1]).values[:, index.partners(0)[0]]).all()


def test_direction_is_kept_where_it_matters(index):
    ends = np.array([2]), np.array([20])
    cube = fill_directed(index, 2000, 2009, ends, np.array([2003]), np.array([40], np.float32))
    assert cube.values[3, 0, 1] == 40
    assert cube.values[3, 1, 0] == 0
    assert cube.symmetric(np.fmax).series(20, 2)[1][3] == 40


def test_demeaning_takes_a_general_rise_out(index):
    cube = lay(index, [0, 0])
    cube.values[:, :-1] += np.arange(10, dtype=np.float32)[:, None]
    assert np.nanmax(np.abs(double_demean(cube).values)) < 1e-5


def test_windows_outside_the_source_are_empty(index):
    assert len(lay(index, [1, 1]).window(1950, 1960)) == 0
