"""Where the source on trade holds almost nothing of a state, its trade is unknown, not nothing."""

from __future__ import annotations

import numpy as np
import pytest

from detente import api
from detente.measures import trade


@pytest.fixture(scope="module")
def bench():
    return api.bench()


@pytest.mark.parametrize(("one", "two", "first", "last"), [(255, 220, 1960, 1989), (345, 325, 1997, 2005)])
def test_a_gap_in_the_source_is_unknown(bench, one, two, first, last):
    i, j = bench.index.position[one], bench.index.position[two]
    for name in ("trade_share", "import_share", "export_share"):
        window = trade.directed(bench, name).window(first, last)
        assert np.isnan(window[:, [i, j], [j, i]]).all()
    for name in ("trade_share", "trade_intensity"):
        assert np.isnan(bench.cube(name).window(first, last)[:, bench.index.pair(i, j)]).all()


def test_small_trade_on_record_stays_what_it_is(bench):
    position = bench.index.position
    window = trade.directed(bench, "trade_share").window(1970, 2014)
    assert np.isfinite(window[:, position[770], position[160]]).all()  # Pakistan and Argentina
