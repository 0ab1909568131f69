"""Years from words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model import Period
from detente.reading import periods

CASES = [
    ("between 1969 and 1979", 1969, 1979),
    ("from 1955 to 2010", 1955, 2010),
    ("in 1962-1988", 1962, 1988),
    ("2000–05", 2000, 2005),
    ("since 2014", 2014, 2017),
    ("by 2012", None, 2012),
    ("until 1985", None, 1985),
    ("before 1914", None, 1913),
    ("after 1990", 1990, None),
    ("around 1961", 1961, 1961),
    ("in June 2017", 2017, 2017),
    ("on 3 March 1918", 1918, 1918),
    ("in the 1980s", 1980, 1989),
    ("in the early 1990s", 1990, 1993),
    ("in the late 1970s", 1976, 1979),
    ("from the 1950s to the 1970s", 1950, 1979),
    ("in the 21st century", 2001, 2017),
    ("in the twentieth century", 1901, 2000),
    ("in the last decade of the 20th century", 1990, 1999),
    ("during the Cold War", 1947, 1991),
    ("after the Cold War", 1991, None),
    ("post-9/11", 2001, None),
    ("since the Soviet withdrawal", 1989, 2017),
    ("during Barack Obama’s tenure", 2009, 2017),
    ("over the past ten years", 2007, 2017),
    ("in recent years", 2012, 2017),
    ("now", 2017, 2017),
    ("last year", 2016, 2016),
]


@pytest.mark.parametrize(("text", "first", "last"), CASES)
def test_expressions(text: str, first: int | None, last: int | None) -> None:
    words = f"Chad and Mali quarrelled {text}, it is said"
    period = periods.combine(periods.find(words, year=2017), words)
    assert (period.start, period.end) == (first, last)
    assert period.stated
    assert period.stated in words


def test_a_horizon_counts_from_the_stated_year() -> None:
    text = "In 2008 it was likely within six years"
    assert periods.combine(periods.find(text), text) == Period(2008, 2014, "In 2008; within six years")


def test_numbers_that_are_no_years() -> None:
    assert periods.find("2000 troops and 1500 tanks, $1990") == []


def test_more_events_can_be_passed_in() -> None:
    text = "after the great pumpkin crisis"
    assert periods.find(text) == []
    found = periods.find(text, more=[("great pumpkin crisis", 1966, None)])
    assert [(s.first, s.last) for s in found] == [(1966, None)]


def test_without_an_anchor_relative_words_say_nothing() -> None:
    assert periods.find("recently, over the past ten years") == []


@given(st.text(max_size=200), st.one_of(st.none(), st.integers(1900, 2100)))
def test_spans_lie_in_the_text_and_do_not_overlap(text: str, year: int | None) -> None:
    found = periods.find(text, year=year)
    assert all(0 <= s.start < s.end <= len(text) for s in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.integers(1816, 2090), st.integers(0, 60))
def test_any_range_is_read(first: int, length: int) -> None:
    text = f"between {first} and {first + length}"
    period = periods.combine(periods.find(text), text)
    assert (period.start, period.end) == (first, first + length)
