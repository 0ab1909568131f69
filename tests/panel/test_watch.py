"""Watching: a planted change comes first, common movements and quiet series do not."""

from __future__ import annotations

import json

import numpy as np
import pytest

from detente.errors import InputError
from detente.watching import contrast, watch


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
        about = found.measures[0]
        assert found.table.height == 20
        size = found.table["ratio"].abs().to_list()
        assert size == sorted(size, reverse=True)
        assert found.table["placebo_percentile"][0] > 95
        assert found.table["recent"].is_between(0, 1.000001).all()
        broke = found.table["break_at"].drop_nulls()
        assert ((broke >= about.first) & (broke <= about.last)).all()
        assert about.beyond <= about.pairs
        assert about.expected == pytest.approx(about.pairs / 20, abs=0.06)


def test_since_sets_the_window_and_a_family_joins_its_measures():
    found = watch(family="voting", since=2020, top=7)
    assert found.table.height == 7
    assert len(found.measures) > 1
    assert {m.family for m in found.measures} == {"voting"}
    assert all(m.since == "2020" for m in found.measures)
    ranks = found.table["placebo_percentile"].to_list()
    assert ranks == sorted(ranks, reverse=True)
    assert watch(since="2023-01", top=1).measures[0].since == "2023-01"


def test_plain_values_hold_all():
    found = watch(top=3).to_dict()
    assert len(found["pairs"]) == 3
    json.dumps(found)


@pytest.mark.parametrize(
    "options",
    [
        {"measure": "nothing"},
        {"family": "nothing"},
        {"measure": "events", "family": "voting"},
        {"window": 80},
        {"window": 1},
        {"since": "lately"},
        {"since": 2100},
        {"top": 0},
    ],
)
def test_bad_options_are_said(options):
    with pytest.raises(InputError):
        watch(**options)


def test_a_medians_common_movement_is_nobodys_change():
    rng = np.random.default_rng(2)
    series = rng.normal(size=(200, 60))
    series[:, -12:] += 5
    moved = series - np.median(series, axis=0)
    assert np.abs(contrast(moved, 12, 36).ratio).max() < 5
