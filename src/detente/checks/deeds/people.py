"""Through whom: whether a deed of a state can be one of a named person.

A row that names the person is of him; a row that names another person is not; a row that names none is his if he was in office
in that state at the time (`actors/data/leaders.csv`).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from detente import actors
from detente.checks.deeds import vocabulary
from detente.checks.occasions import key

if TYPE_CHECKING:
    from detente.checks.deeds.record import Deed


def fits(deed: Deed, person: str, whose: tuple[str, ...]) -> bool:
    """Whether the deed can have been done by (or to) this person of one of these states."""
    own, _ = vocabulary.slug_words(person)
    if own <= deed.words or _surname(person) in deed.words:
        return True
    states = frozenset(map(key, whose)) or deed.everyone
    others = {s for s, _, _, state in _terms() if state in states and s in deed.words}
    if others:
        return False
    return any(
        surname == _surname(person) and state in states and first <= deed.year <= last
        for surname, first, last, state in _terms()
    )


def _surname(person: str) -> str:
    return vocabulary.stem(person.rpartition("-")[2].rpartition(":")[2])


@cache
def _terms() -> tuple[tuple[str, int, int, str], ...]:
    """Surname as a word, first and last year in office, key of the state."""
    return tuple(
        (vocabulary.stem(vocabulary.plain_words(p.phrase)[-1]), p.start or 0, p.end or 9999, key(p.id))
        for p in actors.phrases()
        if p.kind == "leader" and vocabulary.plain_words(p.phrase)
    )
