"""Breakpoints against ruptures: the same, or cheaper where its pruning is not exact."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from detente.inference import breaks

ruptures = pytest.importorskip("ruptures")


def cost(row, cuts, penalty):
    ends = [0, *cuts, len(row)]
    return sum(((row[a:b] - row[a:b].mean()) ** 2).sum() for a, b in pairwise(ends)) + penalty * len(cuts)


@pytest.fixture(scope="module")
def series():
    rng = np.random.default_rng(11)
    rows = rng.normal(size=(25, 240))
    for row in rows:
        for at in rng.integers(5, 235, size=rng.integers(0, 5)):
            row[at:] += 2 * rng.normal()
    return rows


@pytest.mark.parametrize("penalty", [4.0, 12.0, 40.0])
@pytest.mark.parametrize("size", [1, 2])
def test_same_breakpoints_as_ruptures(series, penalty, size):
    found = breaks.pelt(series, penalty, min_size=size)
    for k, row in enumerate(series):
        kernel = ruptures.KernelCPD(kernel="linear", min_size=size, jump=1).fit(row).predict(pen=penalty)
        assert found.of(k) == kernel[:-1]
    for k, row in enumerate(series[:5]):
        plain = ruptures.Pelt(model="l2", min_size=size, jump=1).fit(row).predict(pen=penalty)
        assert found.of(k) == plain[:-1]


def test_never_dearer_than_ruptures_with_long_segments(series):
    found = breaks.pelt(series, 3.0, min_size=8)
    for k, row in enumerate(series):
        theirs = ruptures.KernelCPD(kernel="linear", min_size=8, jump=1).fit(row).predict(pen=3.0)[:-1]
        assert cost(row, found.of(k), 3.0) <= cost(row, theirs, 3.0) + 1e-9
