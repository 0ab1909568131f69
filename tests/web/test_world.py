"""The map: classes, shapes and the words on it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.web import world

values = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=200)


@settings(deadline=None)
@given(values)
def test_every_value_has_a_class_and_higher_values_no_lower_one(given_: list[float]) -> None:
    bounds = world.breaks(given_)
    assert 1 <= len(bounds) <= world.CLASSES
    assert bounds == sorted(set(bounds))
    places = [world.class_of(v, bounds) for v in sorted(given_)]
    assert places == sorted(places)
    assert all(0 <= p < len(bounds) for p in places)
    assert world.class_of(min(given_), bounds) == 0


def test_few_distinct_values_are_their_own_classes() -> None:
    assert world.breaks([0, 0, 4, 5, 0]) == [0, 4, 5]


def test_shapes_lie_on_the_picture_and_belong_to_known_states() -> None:
    drawn = world.shapes()
    for shape in drawn["shapes"].values():
        numbers = [float(n) for n in re.findall(r"-?[\d.]+", shape)]
        assert all(-1 <= x <= drawn["width"] + 1 for x in numbers[::2])
        assert all(-1 <= y <= drawn["height"] + 1 for y in numbers[1::2])
    assert {"PAK", "RUS", "USA", "CHN", "SSD"} <= drawn["shapes"].keys()
    assert {"SGP", "MLT"} <= drawn["dots"].keys()


def test_germany_before_1990_is_the_federal_republic_and_yugoslavia_whole(bench) -> None:
    found = world.ties(bench, "FRA", "un_agreement", 1980)
    names = {row["id"]: row["name"] for row in found["rows"]}
    assert names["YUG"] == "Yugoslavia"
    assert found["soil"]["SVN"] == "YUG"
    assert "SVN" not in names


def test_a_year_beyond_the_source_has_no_figures(bench) -> None:
    found = world.ties(bench, "FRA", "trade_share", 2020)
    assert found["rows"] == []
    assert found["last"] == 2014
    assert "no figure" in world.svg(found)


def test_other_measures_are_refused(bench) -> None:
    with pytest.raises(InputError, match="no measure"):
        world.ties(bench, "FRA", "love", 1980)


def test_rows_at_nought_are_counted_and_not_listed_where_they_are_most() -> None:
    rows = [{"id": "A", "value": 4.0}, *({"id": "B", "value": 0.0} for _ in range(5))]
    assert world.ranked({"rows": rows}) == (rows[:1], 5)
    assert world.ranked({"rows": rows[:2]}) == (rows[:2], 0)
    assert world.ranked(None) == ([], 0)
