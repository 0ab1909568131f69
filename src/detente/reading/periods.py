"""When: the years a passage speaks of, from its own words.

In: text and the date of the document, if known (the anchor for "recently", "last year", "two years ago"). Out: `Span`s
with calendar years and days, both ends included, and where each comes from. Words alone name years (`time_units`),
leaders their time in office (`tenures`), and named events come from `data/periods.csv`; more can be passed in. Without
a date of the document what is relative to it has no years: nothing here looks at today's clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from detente.model import Period
from detente.reading import lexicon, relative_time, tenures, time_parts, time_units
from detente.reading.lexicon import wordset
from detente.reading.time_units import Stretch, Words

Event = tuple[str, int, int | None]  # (regular expression over lower-case text, first year, last year)
Origin = Literal["stated", "inferred", "article"]

_YEAR = re.compile(r"\b(?:1[6-9]|20)\d\d(?=s?\b)")
_JOINTS = frozenset(("-", "–", "—", "to", "until", "till", "through", "into"))
_ONWARD = wordset("onward onwards on")
_LENGTHS = {"year": 1, "years": 1, "decade": 10, "decades": 10, "century": 100, "centuries": 100}
_FRACTIONS = {"half": 50, "quarter": 25}
_BACK = (
    ("to",),
    ("up", "to"),
    ("until",),
    ("till",),
    ("ending", "in"),
    ("before",),
    ("preceding",),
    ("prior", "to"),
    ("through",),
)
_AHEAD = (
    ("from",),
    ("since",),
    ("after",),
    ("following",),
    ("beginning", "in"),
    ("starting", "in"),
    ("that", "followed"),
)
_ROUGHLY = wordset("over about around for with within")
_FUNCTION = wordset(
    "and or but nor as when while because which that who the a an to until till with by in on at after before since from if "
    "it they he she we saw was were is brought marked began though although where than"
)
_LEADS = wordset("over in during for throughout within the from")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start:end` of the text name the years `first` to `last`; `sort` is how.

    sort: `range`, `point`, `since`, `until`, `by`, `after`, `before`, `within` (a horizon), `decades` (a length up to
    the text's present). `since` and `until` are the first and last day where the words give them, `precision` the unit
    named (day, month, season, quarter, half, year, decade, century, era, term). `origin`: `stated`, `inferred` (a named
    event's or a leader's years) or `article` (counted from the date of the text).
    """

    start: int
    end: int
    first: int | None
    last: int | None
    sort: str = "range"
    since: date | None = None
    until: date | None = None
    precision: str = "year"
    origin: Origin = "stated"


@cache
def last_year(texts: Iterable[str]) -> int | None:
    """The latest year that is written out in the texts."""
    return max((int(m[0]) for text in texts for m in _YEAR.finditer(text)), default=None)


def events() -> tuple[Event, ...]:
    """The named periods of `data/periods.csv`."""
    return tuple(
        (row["pattern"], int(row["start"]), int(row["end"]) if row["end"] else None)
        for row in lexicon.rows("periods.csv")
    )


@cache
def _compiled(more: tuple[Event, ...]) -> tuple[tuple[re.Pattern[str], int, int], ...]:
    return tuple(
        (re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), first, first if last is None else last)
        for pattern, first, last in (*events(), *more)
    )


@cache
def _marks() -> tuple[tuple[tuple[str, ...], str], ...]:
    rows = [(tuple(row["words"].split()), row["sort"]) for row in lexicon.rows("marks.csv")]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


@cache
def _marks_by_word() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, sort in _marks():
        found.setdefault(phrase[0], []).append((phrase, sort))
    return {word: tuple(rows) for word, rows in found.items()}


def find(
    text: str, *, year: int | None = None, more: Iterable[Event] = (), day: date | None = None
) -> list[Span]:
    """Period expressions of `text` in text order, without overlaps.

    Args:
        text: any text; matched case-insensitively but for the names of leaders.
        year: the year the text was written in, for "recently" and "since"; None leaves those ends open.
        more: further named events as (pattern, first year, last year or None).
        day: the day the text was written, where it is known, for "this spring" and "last month".

    """
    year = day.year if day is not None else year
    words = Words(text)
    words.named = _named(words, text, tuple(more))
    found: list[Span] = []
    i = 0
    while i < len(words):
        here = _at(words, i, text, year, day, found)
        if here is None:
            i += 1
        else:
            end, span = here
            found.append(span)
            i = end
    return found


def _named(words: Words, text: str, more: tuple[Event, ...]) -> dict[int, time_units.Found]:
    """Named events by the word they begin with, the longest where several do."""
    low = text.lower()
    if len(low) != len(text):  # a few letters change length in lower case; places must stay exact
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    starts = {start: k for k, start in enumerate(words.start)}
    ends = {end: k + 1 for k, end in enumerate(words.end)}
    found: dict[int, time_units.Found] = {}
    for pattern, first, last in _compiled(more):
        for match in pattern.finditer(low):
            begin, end = starts.get(match.start()), ends.get(match.end())
            if begin is not None and end is not None and (begin not in found or found[begin][0] < end):
                found[begin] = end, time_units.years(first, last, "era")
    return found


Here = tuple[int, Span] | None


def _at(words: Words, i: int, text: str, year: int | None, day: date | None, before: list[Span]) -> Here:
    """The expression that begins with a word, or None."""
    for read in (_anchored, _between, _pointed):
        here = read(words, i, text, year)
        if here is not None:
            return here
    horizon = relative_time.horizon(words, i)
    if horizon is not None:
        return horizon[0], _span(words, i, horizon[0], None, horizon[1], "within")
    back = relative_time.since_then(words, i)
    if back and before:
        return back, _span(words, i, back, before[-1].last, year, "since")
    if year is None:
        return None
    counted = relative_time.find(words, i, year, day)
    if counted is None:
        return None
    end, stretch, sort = counted
    return end, _of(words, i, end, stretch, sort, "article")


def _span(words: Words, i: int, end: int, first: int | None, last: int | None, sort: str) -> Span:
    return Span(words.start[i], words.end[end - 1], first, last, sort)


def _of(words: Words, i: int, end: int, stretch: Stretch, sort: str = "", origin: Origin = "stated") -> Span:
    """The span of a stretch of time as it stands."""
    first, last = stretch.first.year, stretch.last.year
    sort = sort or ("point" if first == last else "range")
    return Span(
        words.start[i], words.end[end - 1], first, last, sort,
        stretch.first, stretch.last, stretch.precision, origin,
    )  # fmt: skip


def _moment(words: Words, i: int) -> time_units.Found | None:
    """A stretch of time or a part of one, with or without an article."""
    found = time_parts.part(words, i)
    at = words.skip(i, "the", "its", "an", "a")
    whole = time_units.unit(words, at)
    if whole is None and at != i:
        whole = time_units.unit(words, i)
    if found is None or (whole is not None and whole[0] >= found[0]):
        return whole
    return found


def _between(words: Words, i: int, text: str, year: int | None) -> Here:
    """Two moments and all between them: "between X and Y", "from X to Y", "X-Y", "the 1960s and 70s"."""
    lead = words.at(i)
    at = i + 1 if lead in ("from", "between", "in", "during", "over", "for") else i
    one = _moment(words, at)
    if one is None:
        return None
    joint = words.at(one[0])
    joined = one[0] + 1
    if joint == "up" and words.at(joined) == "to":
        joint, joined = "to", joined + 1
    if joint not in _JOINTS and joint not in ("and", "&", ","):
        return None
    if joint in _JOINTS and (now := _present(words, joined)):
        return now, _present_span(words, i, now, one[1], year)
    two = _last_decade(words, joined, one[1]) or _moment(words, joined)
    if two is None or two[1].last < one[1].first:
        return None
    if joint == "," and (two[1].precision != "decade" or two[0] == joined):
        return None
    if joint in ("and", "&", ",") and lead != "between":
        units = (one[1].precision, two[1].precision)
        next_to = 0 <= two[1].first.year - one[1].last.year <= (1 if joint != "," else 11)
        if units not in (("decade", "decade"), ("century", "century")) or not next_to:
            return None
    if joint in ("-", "–", "—") and one[1].precision == "era":
        return None
    precision = one[1].precision if one[1].precision == two[1].precision else "year"
    both = Stretch(one[1].first, two[1].last, precision)
    end = two[0]
    return end, _of(words, i, end, both, "range", _origin(one[1], two[1]))


def _last_decade(words: Words, i: int, one: Stretch) -> time_units.Found | None:
    """The last of the decades that follow one in two figures: "the 1950s, 60s and 70s"."""
    found, at = None, i
    while (more := time_units.following_decade(words, words.skip(at, "and", "the"), one)) is not None:
        found, one = more, more[1]
        at = words.skip(more[0], ",", "and", "&", "to")
        if at == more[0]:
            break
    return found


def _present(words: Words, i: int) -> int:
    """The place after "the present", "today", "now" or "date", else 0."""
    at = words.skip(words.skip(i, "the"), "this")
    return at + 1 if words.at(at) in ("present", "today", "now", "date", "day") else 0


def _present_span(words: Words, i: int, end: int, one: Stretch, year: int | None) -> Span:
    """ "From 1990 to the present": open where the text has no date."""
    return Span(
        words.start[i], words.end[end - 1], one.first.year, year, "since", one.first, None, one.precision
    )


def _origin(*stretches: Stretch) -> Origin:
    return "inferred" if any(s.precision in ("era", "term") for s in stretches) else "stated"


def _pointed(words: Words, i: int, text: str, year: int | None) -> Here:
    """A moment with or without a word before it that says how the period lies to it."""
    for phrase, sort in _marks_by_word().get(words.at(i), ()):
        if tuple(words.low[i : i + len(phrase)]) == phrase:
            here = _marked(words, i, i + len(phrase), sort, text, year)
            if here is not None:
                return here
    return _marked(words, i, i, "in", text, year)


def _marked(words: Words, i: int, at: int, sort: str, text: str, year: int | None) -> Here:
    found = _moment(words, at)
    is_open = False
    if found is None and at < len(words):
        office = tenures.find(words, words.skip(at, "the"), text, year)
        if office is None:
            return None
        later = (
            year is not None and office.stretch.last.year > year
        )  # more of the term than the text can know
        found, is_open = (office.end, office.stretch), office.open or later
    if found is None:
        return None
    end, stretch = found
    if stretch.precision == "year" and _counts(words, i, at, end):
        return None
    if (
        sort in ("in", "onward")
        and words.at(end) in _ONWARD
        and words.at(end + 1) not in ("the", "a", "which")
    ):
        end, sort = end + 1, "onward"
    span = _of(words, i, end, stretch, "", _origin(stretch))
    if is_open or (stretch.precision == "century" and year is not None and span.first is not None):
        inside = year is not None and stretch.first.year <= year < stretch.last.year
        span = _ended(span, year if is_open or inside else span.last)
    return end, _laid(span, sort, year)


def _counts(words: Words, i: int, at: int, end: int) -> bool:
    """Whether a number that could be a year may as well count what follows: "over 1800 Russian soldiers"."""
    if end != at + 1 or not words.at(end).isalpha() or words.at(end) in _FUNCTION:
        return False
    if at > i:
        return words.at(at - 1) in _ROUGHLY
    return words.at(at).endswith("00") and words.at(at - 1) not in ("the", "year", "of")


def _ended(span: Span, last: int | None) -> Span:
    until = span.until if last == span.last else None
    return Span(
        span.start, span.end, span.first, last, span.sort, span.since, until, span.precision, span.origin
    )


def _laid(span: Span, sort: str, year: int | None) -> Span:
    """The years that a moment and the word before it name: "since 2014", "until 1985", "post-9/11"."""
    first, last, since, until = span.first, span.last, span.since, span.until
    if sort in ("since", "onward"):
        last, until = (year, None) if sort == "since" else (None, None)
        sort = "since"
    elif sort == "after":
        first, last, since, until = last, None, until, None
    elif sort in ("until", "by"):
        first, since = None, None
    elif sort == "before":
        first, last, since, until = None, (first or 0) - 1, None, since
    else:
        sort = span.sort
    return Span(span.start, span.end, first, last, sort, since, until, span.precision, span.origin)


def _anchored(words: Words, i: int, text: str, year: int | None) -> Here:
    """A length laid to a moment: "the five years to 2004", "two decades from 1965", "in the ten years before 1990"."""
    at = i
    while words.at(at) in _LEADS:
        at += 1
    counted = time_units.fraction_of_a_century(words, at) or time_units.number(words, at)
    length = _LENGTHS.get(words.at(counted[0])) if counted else None
    if counted is None or length is None:
        counted = (at, 1)
        length = _LENGTHS.get(words.at(at)) if at > i and words.at(at - 1) == "the" else None
        if length is None:
            return None
    years = counted[1] * length or _FRACTIONS.get(words.at(at))
    if years is None:  # "12 000 years": no count
        return None
    at = counted[0] + 1
    for phrases, ahead in ((_BACK, False), (_AHEAD, True)):
        for phrase in phrases:
            if tuple(words.low[at : at + len(phrase)]) != phrase:
                continue
            moment = _moment(words, at + len(phrase))
            if moment is None:
                continue
            stretch = moment[1]
            first, last = (
                (stretch.last.year, stretch.last.year + years)
                if ahead
                else (stretch.first.year - years, stretch.first.year)
            )
            span = Span(
                words.start[i], words.end[moment[0] - 1], first, last, "range", origin=_origin(stretch)
            )
            return moment[0], span
    return None


def combine(spans: Iterable[Span], text: str) -> Period:
    """One period for a claim from the period expressions in its words.

    A start and an end said apart are joined ("since 1990 ... until 2005"; "in 1990 ... than in 2012"),
    and "in 2008 ... within six years" runs to 2014.
    """
    spans = list(spans)
    if not spans:
        return Period()
    stated = "; ".join(text[s.start : s.end] for s in spans)
    within = [s for s in spans if s.sort == "within"]
    rest = [s for s in spans if s.sort != "within"]
    firsts = [s.first for s in rest if s.first is not None]
    lasts = [s.last for s in rest if s.last is not None]
    first = min(firsts) if firsts else None
    last = max(lasts) if lasts else None
    if within and first is not None:
        last = first + (within[0].last or 0)
    elif any(s.sort in ("after", "since") and s.last is None for s in rest) and not any(
        s.last is not None and s.sort != "point" for s in rest
    ):
        last = None if len(rest) == 1 else last
    if first is not None and last is not None and last < first:
        last = None
    return Period(first, last, stated)
