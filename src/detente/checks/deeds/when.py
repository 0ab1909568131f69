"""When a deed was done against when it is claimed to have been.

In: a deed and a window of days. Out: how well they fit: `within`, `coarse` (the record's date is less precise than the claim's)
or None. The only tolerance is of precision, and of a day where the claim names a day (a date differs by where one stands).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from detente.checks.deeds.record import Deed, first_day, last_day
from detente.domain.acts import ACTS

if TYPE_CHECKING:
    from detente.domain.periods import Period

Fit = Literal["within", "coarse"]
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """The days in which the claim places the deed, both included; `each_year`: once in every year of them."""

    first: date
    last: date
    to_the_day: bool = False
    each_year: bool = False
    stated: bool = True

    def years(self) -> Iterator[Window]:
        """One window a year, where it must have happened each year; else the whole."""
        if not self.each_year or self.first.year == self.last.year:
            yield self
            return
        for year in range(self.first.year, self.last.year + 1):
            yield Window(max(self.first, date(year, 1, 1)), min(self.last, date(year, 12, 31)))

    def words(self) -> str:
        """The window as printed: in 2014, from 2011 to 2012, before 2013."""
        if not self.stated:
            return "at any time"
        whole = (self.first.month, self.first.day, self.last.month, self.last.day) == (1, 1, 12, 31)
        if self.first == date.min:
            return f"up to {self.last.year if whole or self.last.month == 12 else said(self.last)}"
        if self.first == self.last:
            return f"on {said(self.first)}"
        if whole and self.first.year == self.last.year:
            return f"in {self.first.year}"
        if self.first.year == self.last.year and self.first.month == self.last.month:
            return f"in {self.first:%B} {self.first.year}"
        if whole:
            return f"from {self.first.year} to {self.last.year}"
        return f"from {said(self.first)} to {said(self.last)}"


def window(period: Period, latest: int) -> Window:
    """The claim's period as days, cut at the end of the evidence."""
    end = date(latest, 12, 31)
    first = first_day(period.from_) if period.from_ else date.min
    last = last_day(period.to) if period.to else end
    if period.holds == "by_end":
        first = date.min
    exact = bool(period.from_ and period.to and len(period.from_) == 10 and period.from_ == period.to)
    return Window(first, last, exact, period.holds == "each_year", period.known)


def fit(deed: Deed, claimed: Window) -> Fit | None:
    """How well the deed's dates fit the window."""
    first, last = deed.start, deed.last
    until = deed.end or deed.until
    if until and ACTS[deed.act].lasts:
        last = max(last, until)
    slack = _DAY if claimed.to_the_day and deed.precision == "day" else timedelta(0)
    low = claimed.first - slack if claimed.first > date.min + slack else claimed.first
    if last < low or first > claimed.last + slack:
        return None
    if last > deed.last or (deed.start >= low and deed.last <= claimed.last + slack):
        return "within"
    return "coarse"


def said(day: date) -> str:
    """A day as printed: 18 March 2014."""
    return f"{day.day} {day:%B} {day.year}"


def dated(deed: Deed) -> str:
    """A deed's date as precise as the record has it."""
    if deed.precision == "day":
        return said(deed.start)
    return f"{deed.start:%B} {deed.year}" if deed.precision == "month" else str(deed.year)
