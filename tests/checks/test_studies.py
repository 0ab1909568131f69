"""Reported events by month, and event studies of real pairs in them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from detente.checks import studies
from detente.checks.entities import entity
from detente.evidence import atlas
from detente.measures import events_monthly
from detente.measures.registry import Bench


@pytest.fixture(scope="module")
def bench() -> Bench:
    return Bench(atlas.open(atlas.bundled_path()))


# Score a day by year, computed independently from the daily matrices behind the table.
@pytest.mark.parametrize(
    ("one", "two", "year", "expected"),
    [("PAK", "RUS", 2018, 55.49), ("IND", "PAK", 2019, -60.27), ("RUS", "USA", 2022, -84.29), ("CHN", "RUS", 2021, 207.10)],
)  # fmt: skip
def test_monthly_scores_against_yearly_reference_values(bench, one, two, year, expected):
    cube = events_monthly.cube(bench)
    assert cube is not None
    pair = int(bench.index.pair(bench.place(one), bench.place(two)))
    table = bench.atlas.table("gdelt_dyad_month")
    rows = [cube.row(date(year, month, 1)) for month in range(1, 13)]
    own = table.filter((table["iso3_1"] == min(one, two)) & (table["iso3_2"] == max(one, two)))
    own = own.filter(own["month"].dt.year() == year).sort("month")
    weights = own["days"].to_numpy().astype(float)
    values = cube.values[rows, pair][[m.month - 1 for m in own["month"].to_list()]]
    known = np.isfinite(values)
    assert np.average(values[known], weights=weights[known]) == pytest.approx(expected, abs=0.02)


def test_months_and_rows_are_each_other_s_inverse(bench):
    cube = events_monthly.cube(bench)
    assert cube is not None
    assert cube.first_month == date(2018, 1, 1)
    assert all(cube.row(cube.month(k)) == k for k in range(len(cube.values)))
    assert np.isnan(cube.values[:, -1]).all()


def test_voice_hears_a_famous_quarrel_and_not_a_quiet_pair(bench):
    quarrel = studies.around(bench, *_pair(bench, "RUS", "USA"), date(2022, 2, 24), -1, 2025)
    voice = next(s for s in quarrel if s.family == "voice")
    assert voice.significant
    assert voice.direction == 1
    assert voice.estimate is not None
    assert voice.estimate < 0
    quiet = studies.around(bench, *_pair(bench, "BTN", "PRY"), date(2021, 6, 1), -1, 2025)
    assert not any(s.significant for s in quiet if s.family in ("voice", "coercion"))


def test_as_of_ends_the_months(bench):
    found = studies.around(bench, *_pair(bench, "RUS", "USA"), date(2022, 2, 24), -1, 2021)
    assert not any(s.family == "voice" for s in found)


def _pair(bench: Bench, one: str, two: str):
    a, b = entity(bench, one, 2020), entity(bench, two, 2020)
    assert a is not None
    assert b is not None
    return a, b
