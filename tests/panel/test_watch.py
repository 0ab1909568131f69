"""Watching: a planted change comes first, common movements and quiet series do not."""

from __future__ import annotations

import numpy as np
import pytest

from detente.errors import InputError
from detente.watch import contrast, watch


def test_a_planted_change_is_beyond_the_placebos():
    rng = np.random.default_rng(0)
    series = rng.normal(size=(400, 72))
    series[7, -12:] += 3
    found = contrast(series, 12, 36)
    assert np.nanargmax(np.abs(found.ratio)) == 7
    assert found.percentile[7] > 99.9
    # Nobody else is special: percentiles of noise are spread evenly.
    assert np.mean(np.delete(found.percentile, 7)) == pytest.approx(50, abs=5)


def test_a_window_full_of_gaps_says_nothing():
    series = np.random.default_rng(1).normal(size=(5, 72))
    series[0, -12:-4] = np.nan
    series[1] = np.nan
    found = contrast(series, 12, 36)
    assert np.isnan(found.ratio[:2]).all()
    assert np.isfinite(found.ratio[2:]).all()


def test_events_and_a_yearly_measure():
    for measure in ("events", "un_ideal_distance"):
        found = watch(measure=measure, top=20)
        assert found.table.height == 20
        size = found.table["ratio"].abs().to_list()
        assert size == sorted(size, reverse=True)
        assert found.table["placebo_percentile"][0] > 95
        assert found.table["recent"].is_between(0, 1.000001).all()
        since = found.table["since"].drop_nulls()
        assert ((since >= found.first) & (since <= found.last)).all()


@pytest.mark.parametrize("options", [{"measure": "nothing"}, {"window": 80}, {"window": 1}])
def test_bad_options_are_said(options):
    with pytest.raises(InputError):
        watch(**options)
