"""Time counted from the date of a text: "last year", "two decades ago", "over the past ten years", "this spring".

In: the words of a text, a place in them, and the year and perhaps the day of the text. Out: where the expression ends
and the stretch it means. Whoever has no date for a text does not ask.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from detente.reading import lexicon
from detente.reading.dates import MONTHS
from detente.reading.lexicon import wordset
from detente.reading.time_units import Stretch, Words, months, number, years

Counted = tuple[int, Stretch, str]

_LEADS = wordset("over in during for within throughout the")
_PAST = wordset("past last previous")
_COMING = wordset("next coming following")
_UNITS = {"year": 1, "years": 1, "decade": 10, "decades": 10, "century": 100}
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 14)}
# "decades of rivalry", "half a century of": how many years up to the text's present
_LENGTHS = (
    (("half", "a", "century", "of"), 50), (("a", "century", "of"), 100), (("a", "decade", "of"), 10),
    (("decades", "of"), 30), (("years", "of"), 10), (("a", "generation", "of"), 30), (("generations", "of"), 30),
)  # fmt: skip
_AHEAD_LEADS = wordset("within in over inside during")


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], str, int, int], ...]]:
    """Fixed phrases by their first word, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str, int, int]]] = {}
    for row in lexicon.rows("relative.csv"):
        phrase = tuple(row["words"].split())
        found.setdefault(phrase[0], []).append((phrase, row["unit"], int(row["from"]), int(row["to"])))
    return {word: tuple(sorted(rows, key=lambda r: -len(r[0]))) for word, rows in found.items()}


def find(words: Words, i: int, year: int, day: date | None) -> Counted | None:
    """The expression that begins with a word, counted from the date of the text."""
    return (
        _ago(words, i, year)
        or _lasting(words, i, year)
        or _season_or_month(words, i, year, day)
        or _fixed(words, i, year, day)
        or _length(words, i, year)
        or _perfect(words, i, year)
    )


def _fixed(words: Words, i: int, year: int, day: date | None) -> Counted | None:
    for phrase, unit, back, ahead in _phrases().get(words.at(i), ()):
        end = i + len(phrase)
        if tuple(words.low[i:end]) != phrase or (words.at(end) == "that" and phrase == ("now",)):
            continue
        if unit == "decade":
            first = year - year % 10 + 10 * back
            return end, years(first, first + 9, "decade"), ""
        if unit == "year" or day is None:
            off = (0, 0) if unit == "day" or unit == "month" else (back, ahead)
            return end, years(year + off[0], year + off[1]), ""
        if unit == "month":
            (a, first), (b, last) = (divmod(day.year * 12 + day.month - 1 + n, 12) for n in (back, ahead))
            return (
                end,
                Stretch(months(a, first + 1, first + 1).first, months(b, last + 1, last + 1).last, "month"),
                "",
            )
        return end, Stretch(day + timedelta(days=back), day + timedelta(days=ahead), "day"), ""
    return None


def _ago(words: Words, i: int, year: int) -> Counted | None:
    """ "two years ago", "a decade earlier" is not counted from the text, "some five years ago" is."""
    at = words.skip(i, "some", "about", "around", "nearly", "almost")
    half = 1 if words.at(at) == "half" and words.at(at + 1) == "a" and words.at(at + 2) == "century" else 0
    counted = (at + 2, 1) if half else number(words, at)
    if counted is None:
        return None
    unit = 50 if half else _UNITS.get(words.at(counted[0]))
    if unit is None or words.at(counted[0] + 1) != "ago":
        return None
    then = year - counted[1] * unit
    return counted[0] + 2, years(then, then), ""


def _lasting(words: Words, i: int, year: int) -> Counted | None:
    """ "over the past ten years", "the last decade", "in the next five years", "the past few years"."""
    at = i
    while words.at(at) in _LEADS:
        at += 1
    way = words.at(at)
    if way not in _PAST and way not in _COMING:
        return None
    counted = number(words, at + 1)
    unit = _UNITS.get(words.at(counted[0] if counted else at + 1))
    end = (counted[0] if counted else at + 1) + 1
    plural = words.at(end - 1).endswith("s")
    if unit is None or (counted is None and not plural and words.at(end - 1) == "year"):
        return None
    length = unit * (counted[1] if counted else 3 if plural else 1)
    if words.at(end) == "of":  # "the last years of the 1990s"
        return None
    first, last = (year, year + length) if way in _COMING else (year - length, year)
    return end, years(first, last), ""


def _season_or_month(words: Words, i: int, year: int, day: date | None) -> Counted | None:
    """ "this spring", "last March", "in March" of the text's year or the one before it."""
    which = words.at(i) if words.at(i) in ("this", "last", "next", "in") else ""
    name = words.at(i + 1) if which else ""
    if which in ("this", "last", "next") and name in _SEASONS:
        own = {"last": _last_of(_SEASONS[name][0], year, day), "next": year + 1}.get(which, year)
        return i + 2, months(own, *_SEASONS[name], "season"), ""
    month = MONTHS.get(name, 0)
    if not month or words.raw[i + 1][0].islower() or day is None or words.at(i + 2).isdecimal():
        return None
    if which == "next":
        own = day.year if month > day.month else day.year + 1
    elif which == "last":
        own = day.year if month < day.month else day.year - 1
    elif which == "in":
        own = day.year if month <= day.month else day.year - 1
    else:
        own = day.year
    return i + 2, months(own, month, month), ""


def _last_of(month: int, year: int, day: date | None) -> int:
    return year if day is not None and day.month > month + 2 else year - 1


def _length(words: Words, i: int, year: int) -> Counted | None:
    at = words.skip(i, "after")
    for phrase, length in _LENGTHS:
        if tuple(words.low[at : at + len(phrase)]) == phrase:
            if phrase[0] in ("years", "decades") and words.at(at - 1) in _PAST | {
                "recent",
                "first",
                "early",
                "final",
            }:
                continue
            return at + len(phrase), years(year - length, year), "decades"
    return None


def _perfect(words: Words, i: int, year: int) -> Counted | None:
    """ "have been at odds for sixty years": a length up to the text's present, after a perfect tense only."""
    if words.at(i) != "for" or not {"has", "have"} & set(words.low[max(0, i - 8) : i]):
        return None
    counted = number(words, words.skip(i + 1, "some", "about", "over", "nearly", "almost", "more"))
    unit = _UNITS.get(words.at(counted[0])) if counted else None
    if (
        counted is None
        or unit is None
        or words.at(counted[0] + 1) in ("to", "until", "from", "after", "before")
    ):
        return None
    return counted[0] + 1, years(year - counted[1] * unit, year), "decades"


def horizon(words: Words, i: int) -> tuple[int, int] | None:
    """(place after it, years) of a horizon: "within six years", "in the next five years" is counted from the text."""
    if words.at(i) not in _AHEAD_LEADS:
        return None
    counted = number(words, i + 1)
    unit = _UNITS.get(words.at(counted[0])) if counted else None
    if counted is None or unit is None or unit > 10:
        return None
    return counted[0] + 1, counted[1] * unit


def since_then(words: Words, i: int) -> int:
    """The place after "since then", "ever since" or "from then on", else 0."""
    for phrase in (("ever", "since", "then"), ("since", "then"), ("from", "then", "on"), ("ever", "since")):
        if tuple(words.low[i : i + len(phrase)]) == phrase:
            return i + len(phrase)
    return 0
