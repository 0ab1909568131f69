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


def _pairs(found):
    return [frozenset(row) for row in found.table.select("id1", "id2").rows()]


def test_well_known_ruptures_and_normalisations_are_near_the_top():
    listed = _pairs(watch(since=2021, top=60))
    for one, two in (
        ("RUS", "UKR"),
        ("DZA", "MAR"),
        ("IRN", "SAU"),
        ("LTU", "CHN"),
        ("QAT", "ARE"),
        ("FRA", "MLI"),
    ):
        assert frozenset((one, two)) in listed
    longer = _pairs(watch(since=2014, top=60))
    for one, two in (
        ("RUS", "UKR"),
        ("USA", "IRN"),
        ("IND", "PAK"),
        ("USA", "CHN"),
        ("IRN", "SAU"),
        ("AZE", "ARM"),
    ):
        assert frozenset((one, two)) in longer


def test_all_families_say_which_agree_and_which_do_not():
    found = watch(since=2021, top=30)
    assert [m.measure for m in found.measures][-1] == "all families"
    for row in found.table.iter_rows(named=True):
        assert row["direction"] == ("closer" if row["ratio"] > 0 else "apart")
        assert not {*row["families"].split(", ")} & {*row["against"].split(", ")} - {""}
        assert row["deeds"] or "," in row["families"]


def test_an_event_of_many_pairs_is_shared_among_them(bench):
    from detente.watching_families import deeds

    record = deeds(bench, 2014)
    crowded = bench.atlas.table("events").filter(bench.atlas.table("events")["year"] >= 2014)
    names = {
        r["name"] for r in crowded.iter_rows(named=True) if (r["dyads"] or "").count(";") >= 6 and r["sign"]
    }
    shares = [abs(p) for told in record.events.values() for _, name, p in told if name in names]
    assert shares
    assert max(shares) < 0.6


def test_one_states_own_drift_is_nobodys_change():
    from detente.watching import _undrifted

    rng = np.random.default_rng(3)
    one, two = np.triu_indices(30, 1)
    series = rng.normal(size=(len(one), 40))
    moved = (one == 4) | (two == 4)
    series[moved, -10:] += 6
    net = _undrifted(series, one, two)
    assert abs(net[moved, -10:].mean() - net[moved, :-10].mean()) < 0.5 * 6


def test_a_treaty_of_many_is_no_step_of_a_pair():
    from detente.watching import _without_wide_steps

    one, two = np.triu_indices(8, 1)
    raw = np.zeros((len(one), 6))
    raw[one == 0, 3:] = 2.0  # one state joins with seven others
    alone = np.flatnonzero((one == 1) & (two == 2))[0]
    raw[alone, 4:] = 3.0
    net = _without_wide_steps(raw, one, two)
    assert (net[one == 0] == 0).all()
    assert net[alone].tolist() == [0, 0, 0, 0, 3, 3]


def test_ranks_among_the_pairs_themselves_are_announced():
    from detente.watching import summary

    short = watch(measure="events", since="2021-01", top=3)
    assert short.measures[0].null == "other pairs at the same date"
    assert "other pairs at the same date" in summary(short)[0]
    assert watch(measure="events", top=3).measures[0].null == "earlier dates"


def test_before_and_after_are_as_published(bench):
    row = watch(measure="un_ideal_distance", since=2021, top=1).table.row(0, named=True)
    a, b = bench.place(row["id1"]), bench.place(row["id2"])
    cube = bench.cube("un_ideal_distance")
    values = cube.window(2021, 2023)[:, int(bench.index.pair(a, b))]
    assert row["after"] == pytest.approx(float(np.nanmean(values)), abs=1e-5)
