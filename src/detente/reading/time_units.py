"""Stretches of time that words name by themselves: days, months, seasons, years, decades, centuries and their parts.

In: the words of a text (`Words`) and a place in them. Out: where the expression ends and the `Stretch` it names, or
None. Nothing here looks at the date of the text. One pass from left to right, a few words ahead: linear in time.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from detente.reading import lexicon
from detente.reading.dates import MONTHS
from detente.reading.lexicon import NUMBERS, wordset

_WORD = re.compile(r"\d+(?:st|nd|rd|th|s)?(?![^\W\d_])|\d+|[^\W\d_]+|[^\w\s]", re.IGNORECASE)
FIRST_YEAR, LAST_YEAR = 1600, 2199
DASHES = frozenset("-–—")
_APOSTROPHES = frozenset("'’‘")
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 14)}
_TENS = {
    "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
    "nineties": 90, "noughties": 100, "aughts": 100,
}  # fmt: skip
_CENTURIES = {
    "17th": 1601, "seventeenth": 1601, "18th": 1701, "eighteenth": 1701, "19th": 1801, "nineteenth": 1801,
    "20th": 1901, "twentieth": 1901, "21st": 2001, "twenty-first": 2001,
}  # fmt: skip
_OWNERS = wordset("his her their my our your its someone one's")
EARLY = wordset("early beginning start dawn outset onset opening")
LATE = wordset("late later latter end close closing")
MIDDLE = wordset("mid middle")


@dataclass(frozen=True, slots=True)
class Stretch:
    """From the first to the last day, both included; `precision` is the unit that was named."""

    first: date
    last: date
    precision: str


Found = tuple[int, Stretch]


class Words:
    """The words and signs of a text, in lower case, with their places."""

    def __init__(self, text: str) -> None:
        self.raw: list[str] = []
        self.low: list[str] = []
        self.start: list[int] = []
        self.end: list[int] = []
        for match in _WORD.finditer(text):
            self.raw.append(match.group())
            self.low.append(match.group().lower())
            self.start.append(match.start())
            self.end.append(match.end())

        self.named: dict[int, Found] = {}  # named events and eras by the word they begin with

    def __len__(self) -> int:
        return len(self.low)

    def at(self, i: int) -> str:
        """The word at a place, empty outside the text."""
        return self.low[i] if 0 <= i < len(self.low) else ""

    def glued(self, i: int) -> bool:
        """Whether a word stands without a space after the one before it."""
        return 0 < i < len(self.low) and self.start[i] == self.end[i - 1]

    def skip(self, i: int, *words: str) -> int:
        """The place after one of these words, or the same place."""
        return i + 1 if self.at(i) in words else i


def years(first: int, last: int, precision: str = "year") -> Stretch:
    """Whole calendar years."""
    return Stretch(date(first, 1, 1), date(last, 12, 31), precision)


def months(year: int, first: int, last: int, precision: str = "month") -> Stretch:
    """Whole months; a month after the twelfth is of the next year."""
    end_year, end = (year, last) if last <= 12 else (year + 1, last - 12)
    return Stretch(date(year, first, 1), date(end_year, end, monthrange(end_year, end)[1]), precision)


def unit(words: Words, i: int) -> Found | None:
    """The longest expression that begins at a place."""
    found: Found | None = words.named.get(i)
    for read in _READERS:
        here = read(words, i)
        if here is not None and (found is None or here[0] > found[0]):
            found = here
    return found


def number(words: Words, i: int) -> tuple[int, int] | None:
    """(place after it, value) of a count: "5", "five", "twenty-five", "a", "a few", "several", "a couple of"."""
    word = words.at(i)
    if word.isdecimal() and len(word) <= 3:
        return i + 1, int(word)
    if word in ("a", "the") and words.at(i + 1) in ("few", "couple", "dozen"):
        return number(words, i + 1)
    if word == "couple":
        return words.skip(i + 1, "of"), 2
    if word in ("a", "an", "one"):
        return i + 1, 1
    if word in ("few", "several"):
        return i + 1, 4 if word == "few" else 5
    value = NUMBERS.get(word)
    if value is None:
        return None
    joined = words.skip(i + 1, *DASHES)
    more = NUMBERS.get(words.at(joined), 0)
    if value >= 20 and value % 10 == 0 and 0 < more < 10:
        return joined + 1, value + more
    return i + 1, value


def fraction_of_a_century(words: Words, i: int) -> tuple[int, int] | None:
    """(place of "century", 0) of "half a century", "the half-century", "quarter of a century"."""
    if words.at(i) not in ("half", "quarter"):
        return None
    at = words.skip(words.skip(words.skip(i + 1, *DASHES), "of"), "a")
    return (at, 0) if words.at(at) == "century" else None


def year_at(words: Words, i: int) -> int | None:
    """The year that a word of four digits is, where nothing says that it counts things."""
    word = words.at(i)
    if len(word) != 4 or not word.isdecimal() or not FIRST_YEAR <= int(word) <= LAST_YEAR:
        return None
    before = words.at(i - 1)
    if before in ("$", "€", "£", "#", "№") or (
        words.glued(i) and (before.isalpha() or before in (".", ",", ":"))
    ):
        return None
    after = words.at(i + 1)
    if words.glued(i + 1) and (
        after in ("%", "°")
        or (after in (".", ",", ":") and words.glued(i + 2) and words.at(i + 2).isdecimal())
    ):
        return None
    return None if after in lexicon.counted() else int(word)


def _day(words: Words, i: int) -> Found | None:
    """A calendar day: "14 March 1999", "March 14, 1999", "the 14th of March 1999", "1999-03-14", "14.3.1999"."""
    figures = _iso_day(words, i) or _numbered_day(words, i)
    if figures is not None:
        return figures
    at = words.skip(i, "the")
    day = _day_number(words.at(at))
    if day:  # 14 March 1999
        at = words.skip(at + 1, "of")
        month, at = MONTHS.get(words.at(at), 0), at + 1
    else:
        month, at = MONTHS.get(words.at(i), 0), words.skip(i + 1, ".")
        day = _day_number(words.at(at)) if month else 0
        at += 1
    if not month or not day:
        return None
    at = words.skip(words.skip(at, "."), ",")
    year = year_at(words, at)
    return None if year is None else _dated(at + 1, year, month, day)


def _dated(end: int, year: int, month: int, day: int) -> Found | None:
    try:
        here = date(year, month, day)
    except ValueError:
        return None
    return end, Stretch(here, here, "day")


def _day_number(word: str) -> int:
    digits = word.rstrip("stndrh")
    return int(digits) if digits.isdecimal() and len(digits) <= 2 and 1 <= int(digits) <= 31 else 0


def _iso_day(words: Words, i: int) -> Found | None:
    year = words.at(i)
    parts = (words.at(i + 1), words.at(i + 2), words.at(i + 3), words.at(i + 4))
    if len(year) != 4 or not year.isdecimal() or parts[0] != "-" or parts[2] != "-":
        return None
    if not (len(parts[1]) == len(parts[3]) == 2 and parts[1].isdecimal() and parts[3].isdecimal()):
        return None
    return (
        _dated(i + 5, int(year), int(parts[1]), int(parts[3]))
        if FIRST_YEAR <= int(year) <= LAST_YEAR
        else None
    )


def _numbered_day(words: Words, i: int) -> Found | None:
    """ "24.08.1991", "24/8/1991": where day and month could change places, the year alone."""
    one, sign, two, again, year = (words.at(i + k) for k in range(5))
    if sign not in (".", "/") or again != sign or not all(words.glued(i + k) for k in range(1, 5)):
        return None
    first, second = _day_number(one), _day_number(two)
    if not first or not second or len(year) != 4 or not year.isdecimal():
        return None
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    if first > 12 >= second:
        return _dated(i + 5, int(year), second, first)
    if second > 12 >= first:
        return _dated(i + 5, int(year), first, second)
    return (i + 5, years(int(year), int(year))) if first <= 12 else None


def _month(words: Words, i: int) -> Found | None:
    """ "March 1999", "Mar. 1999", "March of 1999"."""
    month = MONTHS.get(words.at(i), 0)
    if not month:
        return None
    at = words.skip(words.skip(words.skip(i + 1, "."), ","), "of")
    year = year_at(words, at)
    return None if year is None else (at + 1, months(year, month, month))


def _months(words: Words, i: int) -> Found | None:
    """ "March to June 1999", "between March and June 1999": months of one year."""
    month = MONTHS.get(words.at(i), 0)
    at = words.skip(i + 1, ".")
    if not month or words.at(at) not in DASHES | {"to", "and", "until", "through"}:
        return None
    later = MONTHS.get(words.at(at + 1), 0)
    year = year_at(words, words.skip(at + 2, "."))
    end = words.skip(at + 2, ".") + 1
    return (end, months(year, month, later)) if year is not None and later >= month else None


def _season(words: Words, i: int) -> Found | None:
    """ "spring 1999", "the summer of 1968", "the winter of 1978-79"."""
    bounds = _SEASONS.get(words.at(i))
    if bounds is None:
        return None
    at = words.skip(words.skip(i + 1, ","), "of")
    if (short := _short_year(words, at)) is not None:
        return short[0], months(short[1].first.year, *bounds, "season")
    year = year_at(words, at)
    if year is None:
        return None
    end = _short_range(words, at)
    return (end[0] if end else at + 1), months(year, *bounds, "season")


def _quarter(words: Words, i: int) -> Found | None:
    """ "Q3 1998", "H1 of 2020", "the third quarter of 1998"."""
    letter, figure = words.at(i), words.at(i + 1)
    if letter not in ("q", "h") or not words.glued(i + 1) or figure not in ("1", "2", "3", "4"):
        return None
    at = words.skip(words.skip(i + 2, ","), "of")
    year = year_at(words, at)
    size = 3 if letter == "q" else 6
    if year is None or int(figure) * size > 12:
        return None
    return at + 1, months(
        year, (int(figure) - 1) * size + 1, int(figure) * size, "quarter" if size == 3 else "half"
    )


def _short_range(words: Words, i: int) -> Found | None:
    """ "1998-9", "2003/04", "1914-18", "1999-02": a year and the last figures of a later one."""
    year, end = year_at(words, i), words.at(i + 2)
    if (
        year is None
        or words.at(i + 1) not in DASHES | {"/"}
        or not (words.glued(i + 1) and words.glued(i + 2))
    ):
        return None
    if not end.isdecimal() or len(end) > 2 or words.at(i + 3) in DASHES:
        return None
    base = 10 ** len(end)
    last = year - year % base + int(end)
    if last <= year and len(end) == 2 and year % 100 >= 90:
        last += 100
    if last > year:
        return i + 3, years(year, last)
    if len(end) == 2 and words.at(i + 1) == "-" and 1 <= int(end) <= 12:
        return i + 3, months(year, int(end), int(end))  # 2008-05
    return None


def _short_year(words: Words, i: int) -> Found | None:
    """ "'68" after "in", "since", "of" and their like."""
    word = words.at(i + 1)
    if (
        words.at(i) not in _APOSTROPHES
        or words.glued(i)
        or not words.glued(i + 1)
        or (words.glued(i + 2) and words.at(i + 2).isalpha())
    ):
        return None
    if len(word) != 2 or not word.isdecimal() or words.at(i - 1) not in _BEFORE_SHORT:
        return None
    year = 1900 + int(word) if int(word) > 29 else 2000 + int(word)
    return i + 2, years(year, year)


_BEFORE_SHORT = wordset("in since of by until till before after from to and spring summer autumn fall winter")


def _fiscal(words: Words, i: int) -> Found | None:
    """ "FY2004", "fiscal year 2003-04", "fiscal 2004": the calendar years of its name."""
    if words.at(i) == "fy":
        at = i + 1
    elif words.at(i) in ("fiscal", "financial"):
        at = words.skip(i + 1, "year", "years")
    else:
        return None
    word = words.at(at)
    if words.at(i) == "fy" and len(word) == 2 and word.isdecimal():  # FY04
        year = 2000 + int(word) if int(word) < 50 else 1900 + int(word)
        return at + 1, years(year, year, "fiscal year")
    if len(word) != 4 or not word.isdecimal() or not FIRST_YEAR <= int(word) <= LAST_YEAR:
        return None
    found = None if words.glued(at) else _short_range(words, at)
    return found or (at + 1, years(int(word), int(word), "fiscal year"))


def _year(words: Words, i: int) -> Found | None:
    year = year_at(words, i)
    return None if year is None else (i + 1, years(year, year))


def _decade(words: Words, i: int) -> Found | None:
    """ "the 1990s", "1990's", "the '90s", "the nineties"; not "in his seventies"."""
    word = words.at(i)
    if word == "nineteen":  # "nineteen-nineties"
        at = words.skip(i + 1, *DASHES)
        tens = _TENS.get(words.at(at), 100)
        return (at + 1, years(1900 + tens, 1909 + tens, "decade")) if tens < 100 else None
    if word in _TENS and words.at(i - 1) not in _OWNERS:
        return i + 1, years(1900 + _TENS[word], 1909 + _TENS[word], "decade")
    if len(word) == 5 and word[:4].isdecimal() and word[3] == "0" and word.endswith("s"):
        first = int(word[:4])
        return (i + 1, years(first, first + 9, "decade")) if FIRST_YEAR <= first <= LAST_YEAR else None
    if (
        len(word) == 4
        and word.isdecimal()
        and word[3] == "0"
        and words.at(i + 1) in _APOSTROPHES
        and words.at(i + 2) == "s"
    ):
        first = int(word)
        together = words.glued(i + 1) and words.glued(i + 2)
        return (
            (i + 3, years(first, first + 9, "decade"))
            if together and FIRST_YEAR <= first <= LAST_YEAR
            else None
        )
    return _short_decade(words, i)


def _short_decade(words: Words, i: int) -> Found | None:
    """ "'70s" anywhere, "70s" after "the", "early", "mid" and their like."""
    quoted = words.at(i) in _APOSTROPHES
    at = i + quoted
    word, end = words.at(at), at + 1
    if len(word) == 2 and words.at(end) in _APOSTROPHES and words.at(end + 1) == "s" and words.glued(end + 1):
        word, end = f"{word}s", end + 2  # "the 70's"
    if len(word) != 3 or not word[:2].isdecimal() or word[1] != "0" or word[2] != "s":
        return None
    before = words.at(i - 1)
    if quoted and not words.glued(at):
        return None
    if not quoted and before not in EARLY | LATE | MIDDLE | DASHES | {"the"}:
        return None
    if words.at(i - 1) in _OWNERS or words.at(i - 2) in _OWNERS:
        return None
    tens = int(word[:2])
    first = (2000 if tens < 20 else 1900) + tens
    return end, years(first, first + 9, "decade")


def following_decade(words: Words, i: int, after: Stretch) -> Found | None:
    """ "70s" after "the 1960s and": a decade of the same century in two figures."""
    word = words.at(words.skip(i, *_APOSTROPHES))
    at = words.skip(i, *_APOSTROPHES)
    if after.precision != "decade" or len(word) != 3 or not word[:2].isdecimal() or word[1:] != "0s":
        return None
    first = after.first.year - after.first.year % 100 + int(word[:2])
    return at + 1, years(first, first + 9, "decade")


def _century(words: Words, i: int) -> Found | None:
    """ "the 20th century", "the nineteenth and twentieth centuries"."""
    at, first = _century_number(words, i)
    if not first:
        return None
    last = first
    if (
        words.at(at) in ("and", "to")
        and (more := _century_number(words, words.skip(at + 1, "the")))
        and more[1]
    ):
        at, last = more
    at = words.skip(at, *DASHES)
    if words.at(at) not in ("century", "centuries"):
        return None
    return at + 1, years(first, last + 99, "century")


def _century_number(words: Words, i: int) -> tuple[int, int]:
    if words.at(i) == "twenty" and words.at(i + 1) in DASHES and words.at(i + 2) == "first":
        return i + 3, 2001
    return i + 1, _CENTURIES.get(words.at(i), 0)


_READERS: tuple[Callable[[Words, int], Found | None], ...] = (
    _day, _month, _months, _season, _quarter, _fiscal, _short_range, _short_year, _year, _decade, _century,
)  # fmt: skip
