"""Persons who act for a state while they hold an office: who, of which state, from when to when.

In: a name ("Rodrigo Duterte", "Duterte", "President Duterte") and a date. Out: the state, or terms of office, by
look-up in `data/leaders.csv` (made by `tools/build_leaders.py`). A person out of office stands for no state, and a
family name that persons of several states bear stands for none without a date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from detente.actors._fold import fold
from detente.actors._tables import Actor, actors, read

_TITLE = re.compile(
    r"^(?:(?:the|former|then|late|acting|interim|vice|deputy|prime|foreign|crown|supreme|first|party)[ -])*"
    r"(?:president|minister|premier|chancellor|king|queen|prince|emir|sultan|shah|general|colonel|marshal|chairman"
    r"|secretary|leader|dictator|comrade|ayatollah|sheikh|mr|mrs|ms|taoiseach|pope)\.? +",
    re.IGNORECASE,
)


_YEAR = 366  # days; terms of which only years are known touch in the year of the change


@dataclass(frozen=True, slots=True)
class Term:
    """One person's time in one office. `start` and `end` are dates; where only a year is known its first and
    last day; `end` None is in office when the sources end (January 2026)."""

    id: str
    name: str
    surname: str
    role: str
    start: date
    end: date | None
    own: tuple[str, ...]

    def covers(self, when: date | int) -> bool:
        """Whether some day of the year, or the day, lies in the term."""
        first, last = (date(when, 1, 1), date(when, 12, 31)) if isinstance(when, int) else (when, when)
        return self.start <= last and (self.end is None or first <= self.end)


def _day(text: str, *, last: bool = False) -> date:
    """A date that may be a year or a month alone."""
    if len(text) == 4:
        return date(int(text), 12, 31) if last else date(int(text), 1, 1)
    if len(text) == 7:
        return date(int(text[:4]), int(text[5:]), 28 if last else 1)
    return date.fromisoformat(text)


@cache
def rows() -> tuple[dict[str, str], ...]:
    """The table as it stands; dates are read only of the persons asked for."""
    return tuple(read("leaders.csv"))


@cache
def _names() -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    """Row numbers by whole name or a spelling of it, and by family name (both folded, in lower case)."""
    whole: dict[str, list[int]] = {}
    family: dict[str, list[int]] = {}
    for number, row in enumerate(rows()):
        forms = {fold(form).casefold() for form in (row["name"], *row["also"].split(";"))}
        for form in forms - {""}:
            if " " in form or "own" in row["origin"]:
                whole.setdefault(form, []).append(number)
        family.setdefault(fold(row["surname"]).casefold(), []).append(number)
    return {k: tuple(v) for k, v in whole.items()}, {k: tuple(v) for k, v in family.items()}


@cache
def _first_words() -> frozenset[str]:
    return frozenset(name.partition(" ")[0].partition("-")[0] for name in _names()[0])


def may_begin_a_name(word: str) -> bool:
    """Whether some whole name begins with a word: elsewhere a reader need look no further."""
    return fold(word).casefold() in _first_words()


def is_whole_name(text: str) -> bool:
    """Whether this is somebody's whole name or chosen spelling, not a family name alone."""
    return fold(text).casefold() in _names()[0]


@cache
def _term(number: int) -> Term:
    row = rows()[number]
    end = _day(row["end"], last=True) if row["end"] else None
    own = tuple(filter(None, row["also"].split(";"))) if "own" in row["origin"] else ()
    return Term(row["id"], row["name"], row["surname"], row["role"], _day(row["start"]), end, own)


def _bare(name: str) -> str:
    text = fold(name).strip(" .,;:!?")
    text = re.sub(r"'s?$", "", text)
    while (shorter := _TITLE.sub("", text, count=1)) != text:
        text = shorter
    return text.casefold()


def _found(name: str) -> tuple[list[Term], list[Term]]:
    """Terms of those whose whole name or chosen spelling this is, and of those whose family name it is."""
    bare = _bare(name)
    whole, family = _names()
    given = fold(name).strip().casefold()
    known = whole.get(given) or whole.get(bare, ())
    return [_term(n) for n in known], [_term(n) for n in family.get(bare, ()) if n not in known]


def leader(name: str, when: date | str | int | None = None) -> Actor | None:
    """The state a person acts for on a day or in a year, or None.

    `when` is a date, an ISO date or a year. Without it the state is given only where every person of the name held
    office in the same one. None also for persons in no office then, and where two in office in two states bear the name.
    """
    if isinstance(when, str):
        when = int(when) if len(when) == 4 else _day(when)
    for terms in _found(name):
        held = terms if when is None else [t for t in terms if t.covers(when)]
        states = {t.id for t in held}
        if when is None and len({t.name for t in held}) == 1 and states and not _at_once(held):
            return actors()[
                max(held, key=lambda t: (t.end or date.max, t.start)).id
            ]  # one person: the office held last
        if len(states) == 1:
            return actors()[states.pop()]
        if states:
            return None
    return None


def _at_once(terms: list[Term]) -> bool:
    """Whether somebody is chief of several states at the same time (the king of the United Kingdom)."""
    return any(
        one.id != two.id
        and (min(one.end or date.max, two.end or date.max) - max(one.start, two.start)).days > _YEAR
        for one in terms
        for two in terms
    )


def term(name: str) -> list[tuple[str, date, date | None]]:
    """(state, first day, last day or None) of each term of the persons of this name, in order of time.

    Terms as a state's effective leader where there are any; lesser offices only where there are none.
    """
    whole, family = _found(name)
    terms = whole or family
    ruling = [t for t in terms if t.role == "effective leader"] or [
        t for t in terms if t.role != "other office"
    ]
    return [(t.id, t.start, t.end) for t in sorted(ruling or terms, key=lambda t: t.start)]


def persons(name: str) -> frozenset[str]:
    """The whole names of those whom a name may mean."""
    whole, family = _found(name)
    return frozenset(t.name for t in whole or family)
