"""Years from words."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.model import Period
from detente.reading import lexicon, periods

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
    ("in the late '80s", 1986, 1989),
    ("in the mid-1960s", 1963, 1966),
    ("in the seventies", 1970, 1979),
    ("in the '50s", 1950, 1959),
    ("in the 1970s and 80s", 1970, 1989),
    ("in the 1950s, 60s and 70s", 1950, 1979),
    ("in the sixties and seventies", 1960, 1979),
    ("in 1998-01", 1998, 2001),
    ("in 1987-8", 1987, 1988),
    ("in 2003/04", 2003, 2004),
    ("in the last years of the 1980s", 1987, 1989),
    ("in the first half of the 1970s", 1970, 1974),
    ("in the ten years to 1999", 1989, 1999),
    ("in the three decades after 1950", 1950, 1980),
    ("two decades from 1955", 1955, 1975),
    ("in the decade before 1914", 1904, 1914),
    ("in the early to mid-1970s", 1970, 1976),
    ("in the late nineteen-seventies", 1976, 1979),
    ("in the 1970s and early 1980s", 1970, 1983),
    ("in the half-century after 1950", 1950, 2000),
    ("in the spring of '68", 1968, 1968),
    ("in FY07", 2007, 2007),
    ("in FY2011", 2011, 2011),
    ("in fiscal year 2010-11", 2010, 2011),
    ("in Q2 2009", 2009, 2009),
    ("in the winter of 1962-63", 1962, 1963),
    ("between March and June 1999", 1999, 1999),
    ("at the turn of the century", 2000, 2000),
    ("at the turn of the twentieth century", 1900, 1900),
    ("in the nineteenth and twentieth centuries", 1801, 2000),
    ("in the Soviet era", 1922, 1991),
    ("between the Suez crisis and 1967", 1956, 1967),
    ("from 1990 onwards", 1990, None),
    ("from 1990 to the present", 1990, 2017),
    ("two decades ago", 1997, 1997),
    ("this spring", 2017, 2017),
    ("under Duterte", 2016, 2017),
    ("in the Kohl years", 1982, 1998),
    ("since Erdogan came to power", 2003, 2017),
    ("after Mubarak was ousted", 2011, None),
    ("during Thatcher’s premiership", 1979, 1990),
]


@pytest.mark.parametrize(("text", "first", "last"), CASES)
def test_expressions(text: str, first: int | None, last: int | None) -> None:
    words = f"Chad and Mali quarrelled {text}, it is said"
    period = periods.combine(periods.find(words, year=2017), words)
    assert (period.start, period.end) == (first, last)
    assert period.stated
    assert period.stated in words


RELATIVE = [
    "lately",
    "two years ago",
    "this spring",
    "last month",
    "in March",
    "over the past decade",
    "for the last ten years",
]


@pytest.mark.parametrize("text", RELATIVE)
def test_nothing_is_relative_to_todays_clock(text: str) -> None:
    assert periods.find(f"They have quarrelled {text}.") == []


def test_where_years_come_from_and_days_where_they_are_said() -> None:
    text = "On 14 March 1999 they met; last month they met again; under Merkel they never did."
    stated, counted, inferred = periods.find(text, day=date(2020, 6, 10))
    assert (stated.origin, stated.since, stated.until, stated.precision) == (
        "stated", date(1999, 3, 14), date(1999, 3, 14), "day",
    )  # fmt: skip
    assert (counted.origin, counted.since, counted.until) == ("article", date(2020, 5, 1), date(2020, 5, 31))
    assert (inferred.origin, inferred.since, inferred.precision) == ("inferred", date(2005, 11, 22), "term")


def test_since_then_runs_from_what_was_said_before() -> None:
    text = "They broke in 1979. Since then they have not met."
    assert [(s.first, s.last) for s in periods.find(text, year=2017)] == [(1979, 1979), (1979, 2017)]
    assert periods.find("Since then they have not met.", year=2017) == []


@pytest.mark.parametrize(
    "text", ["in his seventies", "under President Bush", "over 1800 Russian soldiers", "under Article 5"]
)
def test_what_is_not_sure_has_no_years(text: str) -> None:
    assert periods.find(f"They quarrelled {text}.") == []


@pytest.mark.parametrize("table", ["relative.csv", "marks.csv", "tenures.csv"])
def test_every_row_is_read_in_its_example(table: str) -> None:
    for row in lexicon.rows(table):
        found = periods.find(row["example"], year=2017, day=date(2017, 6, 10))
        assert found, row
        assert table != "relative.csv" or found[0].origin == "article", row


def test_time_grows_with_the_text() -> None:
    for sign in (" ", "\n", "-", ".", "in the 1990s, ", "from ", "two years "):
        assert len(periods.find(sign * 4000)) <= 4000


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
