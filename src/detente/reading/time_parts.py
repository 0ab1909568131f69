"""Parts of a stretch of time: "the late '90s", "the second half of 1998", "the last years of the 1990s".

In: the words of a text and a place in them. Out: where the expression ends and the stretch it names, or None.
"""

from __future__ import annotations

from datetime import timedelta

from detente.reading.time_units import (
    DASHES,
    EARLY,
    LATE,
    MIDDLE,
    Found,
    Stretch,
    Words,
    months,
    number,
    unit,
    years,
)

_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "sixth": 6,
    "seventh": 7, "eighth": 8, "ninth": 9, "last": -1, "final": -1, "closing": -1, "opening": 1,
}  # fmt: skip
_SHARES = {"half": 2, "quarter": 4, "third": 3}


def part(words: Words, i: int) -> Found | None:
    """A part of a longer stretch: "the late '90s", "the second half of 1998", "the last years of the 1990s"."""
    at = words.skip(i, "the")
    word = words.at(at)
    if word in EARLY | LATE | MIDDLE:
        to = words.skip(at + 1, *DASHES)
        if words.at(to) == "to" and (end := part(words, words.skip(to + 1, *DASHES))) is not None:
            return _joined_parts(words, to, word, end)  # "mid- to late 1990s"
        to = words.skip(to, "part", "years", "months", "days")
        to = words.skip(words.skip(to, "of"), "the")
        return _cut(words, to, word)
    if word in _ORDINALS and (found := _ordinal_part(words, at, _ORDINALS[word])):
        return found
    return None


def _joined_parts(words: Words, i: int, word: str, end: Found) -> Found | None:
    """From the first part to the second: "early to mid-1990s"."""
    while i < end[0] and unit(words, i) is None:
        i += 1
    first = _cut(words, i, word)
    return (end[0], Stretch(first[1].first, end[1].last, end[1].precision)) if first else None


def _cut(words: Words, i: int, word: str) -> Found | None:
    found = unit(words, i)
    if found is None or found[1].precision == "day":
        return None
    whole = found[1]
    spans = whole.precision in ("decade", "century", "era")
    length = (whole.last.year - whole.first.year + 1) if spans else 0
    if whole.precision == "era" and length < 5:
        return None
    if not length:
        return found[0], _third(whole, word)
    third = max(length * 2 // 5, 1)
    first = whole.first.year
    if word in ("end", "close"):
        return found[0], years(first + length - max(third // 2, 1), whole.last.year, whole.precision)
    if word in EARLY:
        return found[0], years(first, first + third - 1, whole.precision)
    if word in LATE:
        return found[0], years(first + length - third, whole.last.year, whole.precision)
    return found[0], years(first + third - 1, first + length - third, whole.precision)


def _third(whole: Stretch, word: str) -> Stretch:
    """The early, middle or late third of a year or less, to the day."""
    days = (whole.last - whole.first).days + 1
    step = timedelta(days=max(days // 3, 1))
    if word in EARLY:
        return Stretch(whole.first, min(whole.first + step, whole.last), whole.precision)
    if word in LATE:
        return Stretch(max(whole.last - step, whole.first), whole.last, whole.precision)
    return Stretch(
        min(whole.first + step, whole.last), max(whole.last - step, whole.first + step), whole.precision
    )


def _ordinal_part(words: Words, i: int, ordinal: int) -> Found | None:
    """ "first half of", "third quarter of", "last two decades of", "last years of"."""
    at, count = i + 1, 1
    if (counted := number(words, at)) is not None and words.at(counted[0]) in ("years", "decades"):
        at, count = counted
    unit_word = words.at(at)
    if words.at(at + 1) != "of":
        return None
    found = unit(words, words.skip(at + 2, "the"))
    if found is None:
        return None
    whole = found[1]
    if unit_word in _SHARES:
        return _share(found, ordinal, _SHARES[unit_word])
    length = {
        "years": 3 if count == 1 else count,
        "year": 1,
        "decade": 10,
        "decades": 10 * max(count, 1),
    }.get(unit_word)
    span = whole.last.year - whole.first.year + 1
    if length is None or length > span:
        return None
    # The decades of a century are those of its figures: the last of the twentieth is 1990 to 1999.
    start = whole.first.year - (1 if length % 10 == 0 and whole.precision == "century" else 0)
    if ordinal < 0:
        return found[0], years(start + span - length, start + span - 1, whole.precision)
    first = start + (ordinal - 1) * length if length < span and unit_word in ("decade", "year") else start
    return found[0], years(first, min(first + length - 1, whole.last.year), whole.precision)


def _share(found: Found, ordinal: int, of: int) -> Found | None:
    """One half, third or quarter of a stretch, in years where it has some, else in months."""
    end, whole = found
    place = of if ordinal < 0 else ordinal
    if place > of:
        return None
    span = whole.last.year - whole.first.year + 1
    if span >= 10:
        first, last = (whole.first.year + span * k // of for k in (place - 1, place))
        return end, years(first, last - 1, whole.precision)
    if whole.precision == "year" and span == 1:
        size = 12 // of
        return end, months(
            whole.first.year, (place - 1) * size + 1, place * size, "quarter" if of == 4 else "half"
        )
    return None
