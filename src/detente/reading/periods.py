"""When: the years a passage speaks of, from its own words.

In: text and the year of the document (the anchor for "recently", "now", "since"). Out: `Span`s with
calendar years, both ends included. Named events come from `data/periods.csv`; more can be passed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from detente.model import Period
from detente.reading import lexicon

Event = tuple[str, int, int | None]  # (regular expression over lower-case text, first year, last year)

_YEAR = r"(?:1[6-9]\d\d|2[01]\d\d)"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_SEASON = r"(?:spring|summer|autumn|fall|winter)(?: of)?"
_ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "last",
    "final",
)
_NUMBERS = {**lexicon.NUMBERS, "a": 1, "few": 4, "several": 5, "couple of": 2}
_COUNT = r"(\d{1,3}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + ")"
_POINT = (
    rf"(?:(?:the )?(?:early|mid|late|end of|middle of|beginning of)[- ]?(?:the "
    rf")?)?(?:\d{{1,2}} )?(?:{_MONTH},? (?:\d{{1,2}},? )?|{_SEASON} )?({_YEAR})(?!s|\d)"
)


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start:end` of the text name the years `first` to `last`; `sort` is how.

    sort: `range`, `point`, `since`, `until`, `by`, `after`, `before`, `within` (a horizon).
    """

    start: int
    end: int
    first: int | None
    last: int | None
    sort: str = "range"


@cache
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


_MARK = (
    r"(?:(since|ever since|from|after|following|in the (?:wake|aftermath) of|in "
    r"the years after|post|until|till|up to|through|before|prior to|pre|by|during"
    r"|in|throughout|around|about|circa|at the end of|with)[- ](?:the |its |an? )?)?"
)
_RANGES = (
    re.compile(
        rf"(?:(?:from|between|in|during|over|for)\s{{0,9}})?{_POINT}\s{{0,9}}(?:[-–—]|to|and|until|till"
        rf"|through|up to)\s{{0,9}}{_POINT}"
    ),
    re.compile(rf"(?:(?:in|during|over|for|from)\s{{0,9}})?\b({_YEAR})\s{{0,9}}[-–—/]\s{{0,9}}(\d\d)(?!\d)"),
)
_DECADE_RANGE = re.compile(
    r"(?:(?:from|between)\s{0,9})?the (1[89]\d0|20\d0)s\s{0,9}(?:to|and|until|through|into)\s{0,9}the (1[89]\d0|20\d0)s"
)
_DECADE = re.compile(
    rf"{_MARK}(?:(early|mid|late|first half of the|second half of the)[- ])?(?:the )?(1[89]\d0|20\d0)['’]?s\b"
)
_YEARS = re.compile(rf"{_MARK}{_POINT}")
_CENTURY = re.compile(
    r"(?:(since the|in the|during the|throughout the|of the|the)\s{0,9})?(?:(early|mid|late"
    r"|first half of the|second half of the)[- ])?(?:the )?"
    r"(19th|20th|21st|nineteenth|twentieth|twenty-first) century"
)
_CENTURY_DECADE = re.compile(
    r"(" + "|".join(_ORDINALS) + r") (decade|quarter|half|third|two decades|three decades) of the "
    r"(19th|20th|21st|nineteenth|twentieth|twenty-first|past|last|present|current) century"
)
_CENTURIES = {
    "19th": 1801,
    "nineteenth": 1801,
    "20th": 1901,
    "twentieth": 1901,
    "21st": 2001,
    "twenty-first": 2001,
}
_LASTING = re.compile(
    rf"(?:(over|in|during|for|within|throughout) )?(?:the )?(?:(past|last|previous|next"
    rf"|coming)\s{{0,9}})?(?:{_COUNT}\s{{0,9}})?(year|decade)(s)?\b"
)
_WITHIN = re.compile(
    rf"(?:within|in|over|inside|during)\s{{1,9}}(?:the (?:next|coming|following)\s{{1,9}})?{_COUNT}\s{{1,9}}(year|decade)s?\b"
)
_DECADES_OF = re.compile(
    r"\b(?:after )?(decades|years|half a century|a century|a decade|a generation|generations) of\b"
)
_WORDS: tuple[tuple[re.Pattern[str], int, int], ...] = tuple(
    (re.compile(rf"\b(?:{p})\b"), a, b)
    for p, a, b in (
        (
            (
                r"recently|lately|of late|in recent (?:years|months|times)|in the last "
                r"few years|over the last few years"
            ),
            -5,
            0,
        ),
        (
            (
                r"now(?!\s+that)|today|nowadays|currently|at present|these days|this year"
                r"|at the moment|presently"
            ),
            0,
            0,
        ),
        (r"last year", -1, -1),
        (r"next year", 1, 1),
        (r"in the (?:near|foreseeable) future|in (?:the )?coming years|soon", 0, 5),
        (r"in the (?:distant|long(?:er)?) (?:future|run|term)", 0, 30),
        (r"in recent decades", -25, 0),
    )
)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word]


def _marked(mark: str | None, first: int, last: int, year: int | None) -> tuple[int | None, int | None, str]:
    """Years and sort of a marked moment: "since 2014", "until 1985", "post-9/11"."""
    match (mark or "").split()[-1:] or [""]:
        case ["since"]:
            return first, year, "since"
        case ["from"]:
            return first, None, "since"
        case ["after" | "following" | "post" | "of"] if mark and mark != "at the end of":
            return last, None, "after"
        case ["until" | "till" | "to" | "through"]:
            return None, last, "until"
        case ["before" | "pre"]:
            return None, first - 1, "before"
        case ["by"]:
            return None, last, "by"
    return first, last, "point" if first == last else "range"


def _part(which: str | None, first: int, length: int) -> tuple[int, int]:
    """First and last year of the early, middle or late part of a decade or century."""
    third = max(length * 2 // 5, 1)
    match (which or "").split(" ")[0]:
        case "early":
            return first, first + third - 1
        case "mid":
            return first + third - 1, first + length - third
        case "late":
            return first + length - third, first + length - 1
        case "first":
            return first, first + length // 2 - 1
        case "second":
            return first + length // 2, first + length - 1
    return first, first + length - 1


def find(text: str, *, year: int | None = None, more: Iterable[Event] = ()) -> list[Span]:
    """Period expressions of `text` in text order, without overlaps.

    Args:
        text: any text; matched case-insensitively.
        year: the year the text was written in, for "recently" and "since"; None leaves those ends open.
        more: further named events as (pattern, first year, last year or None).

    """
    low = text.lower()
    if len(low) != len(text):  # a few letters change length in lower case; spans must stay exact
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    found: list[Span] = []
    taken = bytearray(len(low))  # 1 where a character is part of an expression found already

    def put(start: int, end: int, first: int | None, last: int | None, sort: str = "range") -> None:
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            found.append(Span(start, end, first, last, sort))

    def add(match: re.Match[str], first: int | None, last: int | None, sort: str = "range") -> None:
        start, end = match.span()
        put(start + len(match.group()) - len(match.group().lstrip()), end, first, last, sort)

    for pattern in _RANGES:
        for m in pattern.finditer(low):
            first, last = int(m[1]), int(m[2])
            last = first - first % 100 + last if last < 100 else last
            if first <= last:
                add(m, first, last)
    for m in _DECADE_RANGE.finditer(low):
        add(m, int(m[1]), int(m[2]) + 9)
    for m in _CENTURY_DECADE.finditer(low):
        first = _CENTURIES.get(m[3], 1901 if m[3] in ("past", "last") else 2001)
        place = _ORDINALS.index(m[1])
        unit = {"decade": 10, "quarter": 25, "third": 33, "half": 50, "two decades": 20, "three decades": 30}[
            m[2]
        ]
        begin = first + 100 - unit if place >= 9 else first + place * unit
        add(m, begin - (unit == 10), begin + unit - 1 - (unit == 10))
    for m in _CENTURY.finditer(low):
        first, last = _part(m[2], _CENTURIES[m[3]], 100)
        if first == 2001 and (m[2] is None or "second" in m[2]):
            last = year if year is not None else last
        add(m, first, last)
    for m in _DECADE.finditer(low):
        first, last = _part(m[2], int(m[3]), 10)
        add(m, *_marked(m[1], first, last, year))
    for pattern, first, last in _compiled(tuple(more)):
        for m in pattern.finditer(low):
            lead = re.search(rf"{_MARK}$", low[max(0, m.start() - 60) : m.start()])
            mark = lead[1] if lead else None
            begin = m.start() - len(lead.group()) if lead and mark else m.start()
            put(begin, m.end(), *_marked(mark, first, last, year))
    for m in _WITHIN.finditer(low):
        add(m, None, _number(m[1]) * (10 if m[2] == "decade" else 1), "within")
    for m in _YEARS.finditer(low):
        if _is_a_year(low, m):
            add(m, *_marked(m[1], int(m[2]), int(m[2]), year))
    if year is not None:
        for m in _LASTING.finditer(low):
            if m[2]:
                if not m[3] and not m[5] and m[4] == "year":
                    continue  # "last year" is one year, below
                count = _number(m[3]) if m[3] else (1 if not m[5] else 3)
                length = count * (10 if m[4] == "decade" else 1)
                ahead = m[2] in ("next", "coming")
                add(m, year if ahead else year - length, year + length if ahead else year)
        for pattern, back, ahead_by in _WORDS:
            for m in pattern.finditer(low):
                add(m, year + back, year + ahead_by)
        for m in _DECADES_OF.finditer(low):
            length = {"years": 10, "a decade": 10, "half a century": 50, "a century": 100}.get(m[1], 30)
            add(m, year - length, year, "decades")
    return sorted(found, key=lambda s: s.start)


def _is_a_year(low: str, match: re.Match[str]) -> bool:
    """A bare four-digit number counts as a year unless it counts things ("2000 troops")."""
    if match[1] or match.group().strip() != match[2]:
        return True
    after = low[match.end() : match.end() + 14].strip()
    before = low[: match.start(2)].rstrip()[-1:]
    return before not in "$€£#" and not re.match(
        r"(?:troops|soldiers|people|men|tanks|km|miles|tons|dollars|%|per cent|percent)", after
    )


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
