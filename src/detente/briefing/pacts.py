"""What a pair's alliance treaties oblige them to, who is bound, and what the latest is called.

In: the bench, two states, a year. Out: one phrase, such as "bound to defend one another (2018)". What is obliged is from ATOP's
flags with their direction; the name is that of the latest pact of the two in the table of dated events.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.briefing import turns
from detente.english import listed
from detente.measures import commitment

if TYPE_CHECKING:
    from detente.checks.entities import Entity
    from detente.measures.registry import Bench

# Flag: what both are bound to, what one is bound to towards the other; the weightiest first.
_MUTUAL = (
    ("defense", "to defend one another", "to defend"),
    ("offense", "to attack together", "to join in an attack of"),
    ("neutral", "to stay neutral in a war of the other", "to stay neutral in a war of"),
    ("nonagg", "not to attack one another", "not to attack"),
    ("consul", "to consult one another", "to consult with"),
)
_TYPE = "alliance_pact"
_MANY = 4


def phrase(bench: Bench, a: Entity, b: Entity, year: int) -> str:
    """What treaties in force in `year` bind the two to, with the name of the latest pact on record."""
    one, two = a.codes[0], b.codes[0]
    parts = []
    for flag, both, each in _MUTUAL:
        mine, theirs = commitment.bound(bench, one, two, flag).get(year, (False, False))
        if mine and theirs:
            parts.append(both)
        elif mine or theirs:
            who, whom = (a, b) if mine else (b, a)
            parts.append(f"({who.said} alone) {each} {whom.said}")
    if not parts:
        return f"no alliance treaty ({year})"
    named = _latest_name(bench, a, b, year)
    said = f"by treaty bound {listed(parts)} ({year})"
    return f"{said}; the latest pact on record: {named}" if named else said


def _latest_name(bench: Bench, a: Entity, b: Entity, year: int) -> str:
    found = [one for one in turns.events_between(bench, a, b) if one.type == _TYPE and one.year <= year]
    if not found:
        return ""
    last = max(found, key=lambda one: one.day)
    return f"{last.name} ({last.year})"
