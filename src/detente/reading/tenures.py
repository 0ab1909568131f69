"""Time in office as a period: "under Duterte", "the Merkel years", "since Erdogan came to power".

In: the words of a text, a place in them and the year of the text. Out: where the expression ends and the stretch it
names, or None where the person is not sure or held office more than once and nothing says which time is meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from detente.reading import lexicon
from detente.reading.lexicon import wordset
from detente.reading.time_units import Stretch, Words

_LEADS = wordset("under during throughout")
_NAME_WORDS = 6
_ORDINALS = {"first": 0, "second": 1, "third": 2}
_GAP = 400  # days between two terms that count as one


@dataclass(frozen=True, slots=True)
class Office:
    """A time in office found in a text: `open` where the holder still holds it."""

    end: int
    stretch: Stretch
    open: bool = False


@cache
def _phrases() -> tuple[tuple[tuple[str, ...], str], ...]:
    rows = [
        (tuple(row["words"].replace("'s", "' s").split()), row["place"])
        for row in lexicon.rows("tenures.csv")
    ]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def find(words: Words, i: int, text: str, year: int | None) -> Office | None:
    """The time in office that begins to be named at a place; `year` is the year of the text."""
    lead = words.at(i - 1) if i else ""
    lead = words.at(i - 2) if lead == "the" else lead
    name = _name(words, i, text)
    if name is None:
        return None
    end, person = name
    at = end
    if words.at(at) in ("'", "’") and words.at(at + 1) == "s":
        at += 2
    for phrase, place in _phrases():
        begin = end if phrase[0] == "'" else at
        said = tuple(words.low[begin : begin + len(phrase)])
        if said != phrase and not (phrase[0] == "'" and said[1:] == phrase[1:] and said[:1] == ("’",)):
            continue
        if place == "held" and lead not in _LEADS:
            continue
        return _office(begin + len(phrase), person, place, phrase, year)
    return _office(end, person, "after", (), year) if lead == "under" else None


def _name(words: Words, i: int, text: str) -> tuple[int, str] | None:
    """(place after it, name) of a leader, the longest name first."""
    from detente import actors

    at = i
    while lexicon.titles().get(words.at(at)) or words.at(at) in ("prime", "foreign"):
        at += 1
    if at >= len(words) or not words.raw[at][0].isupper():
        return None
    for end in range(min(at + _NAME_WORDS, len(words)), at, -1):
        possessive = words.at(end - 1) == "s" and words.at(end - 2) in ("'", "’")
        if possessive or not words.raw[end - 1][0].isalpha():
            continue
        name = text[words.start[at] : words.end[end - 1]]
        people = actors.persons(name)
        if people:
            return (end, name) if len(people) == 1 else None
    return None


def _office(end: int, name: str, place: str, phrase: tuple[str, ...], year: int | None) -> Office | None:
    terms = _joined(name)
    nth = next((_ORDINALS[word] for word in phrase if word in _ORDINALS), None)
    if nth is not None:
        return _nth(end, name, nth)
    if year is not None and len(terms) > 1:
        terms = [t for t in terms if t[0].year <= year] or terms
    if len(terms) != 1:
        return None
    first, last = terms[0]
    if place == "begins":
        return Office(end, Stretch(first, first, "day"))
    if place == "ends":
        return None if last is None else Office(end, Stretch(last, last, "day"))
    return Office(end, Stretch(first, last or date(9999, 12, 31), "term"), last is None)


def _joined(name: str) -> list[tuple[date, date | None]]:
    """The times in office of a person, those that follow one another as one."""
    from detente import actors

    found: list[tuple[date, date | None]] = []
    for _, first, last in actors.term(name):
        before = found[-1][1] if found else None
        if found and (before is None or (first - before).days <= _GAP):
            found[-1] = (found[-1][0], last if last is None or before is None else max(before, last))
        else:
            found.append((first, last))
    return found


def _nth(end: int, name: str, nth: int) -> Office | None:
    """The nth of several separate terms; whose one stretch of years hides several elections is not split."""
    terms = _joined(name)
    if len(terms) <= max(nth, 1):
        return None
    first, last = terms[nth]
    return Office(end, Stretch(first, last or date(9999, 12, 31), "term"), last is None)
