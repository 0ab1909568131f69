"""Where: whether the place a claim names is the place of a deed, or holds it.

Data: `evidence/data/places.csv` (place, the states and places it lies in, other names; empty where it is disputed or lies in
none) and the capitals of all states. A deed without a place of its own lies with the state it was done to.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from detente import actors
from detente.checks.deeds import vocabulary
from detente.checks.occasions import key

if TYPE_CHECKING:
    from detente.checks.deeds.record import Deed

_BORDER = "border:"
_AT_HOME = ("invite",)
"""Acts whose place is the doer's own, where none is said."""


@dataclass(frozen=True)
class Place:
    """A place: what it lies in, and its names as words."""

    id: str
    inside: frozenset[str]
    names: tuple[frozenset[str], ...]


@cache
def _places() -> dict[str, Place]:
    text = files("detente.evidence").joinpath("data", "places.csv").read_text("utf-8")
    found = {}
    for row in csv.DictReader(text.splitlines()):
        slugs = (row["place"], *filter(None, row["also"].split(";")))
        names = tuple(vocabulary.slug_words(slug)[0] for slug in slugs)
        found[row["place"]] = Place(row["place"], frozenset(filter(None, row["inside"].split(";"))), names)
    for place, state in _capitals():
        words = vocabulary.slug_words(place)[0]
        found.setdefault(place, Place(place, frozenset((state,)), (words,)))
    return found


def _capitals() -> Iterator[tuple[str, str]]:
    """Capitals by the id a writer would give them, with their states (the one that stands today first)."""
    states = [actors.get(i) for i in actors.states()["id"].unique().sort().to_list()]
    for state in sorted(states, key=lambda s: s.end is not None):
        if state.capital:
            yield "place:" + "-".join(vocabulary.plain_words(state.capital)), state.id


@cache
def _by_words() -> dict[frozenset[str], str]:
    return {name: place.id for place in _places().values() for name in place.names}


def known(place: str) -> str:
    """The id a place is kept under: another name of it, or its own."""
    if place in _places() or not place.startswith("place:"):
        return place
    return _by_words().get(vocabulary.slug_words(place)[0], place)


@cache
def around(place: str) -> frozenset[str]:
    """The place and all it lies in: states by key, places by id."""
    found: set[str] = set()
    waiting = [known(place)]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(_places()[one].inside if one in _places() else ())
    return frozenset(p if p.startswith("place:") else key(p) for p in found)


def fits(deed: Deed, place: str) -> bool:
    """Whether the deed was done at, in or about this place."""
    if place.startswith(_BORDER):
        return _at_border(deed, place)
    own = known(place)
    if ":" not in own:
        own = key(own)
    if any(own in around(p) for p in (*deed.places, *(o for o in deed.objects if o.startswith("place:")))):
        return True
    if not place.startswith("place:"):
        home = deed.doers if deed.act in _AT_HOME else deed.receivers
        return own in home and not deed.places
    names = _places()[own].names if own in _places() else (vocabulary.slug_words(place)[0],)
    return any(name <= deed.words for name in names)


def _at_border(deed: Deed, place: str) -> bool:
    sides = {key(s) for s in place.removeprefix(_BORDER).split("-")}
    if any(
        p.startswith(_BORDER) and {key(s) for s in p.removeprefix(_BORDER).split("-")} == sides
        for p in deed.places
    ):
        return True
    return sides <= deed.everyone and bool(deed.words & vocabulary.domain("border"))


def states(place: str) -> frozenset[str]:
    """Keys of the states a place lies in."""
    return frozenset(p for p in around(place) if not p.startswith("place:"))
