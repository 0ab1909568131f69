"""Find the places of the network that a sentence names: straits, canals, seas, cities and ports.

For readers of claims: "tankers from Kuwait must pass the Strait of Hormuz" names a strait that is no
actor. In: text. Out: mentions with character spans, longest names first, none overlapping. Names of
states are left to `detente.actors`; a city that shares its name with a state is not reported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from detente.transport.phrases import Phrases
from detente.transport.places import _bearers, _homonyms, _state_names, _state_of_node, choose, plain
from detente.transport.tables import rows

SHORTEST = 4  # letters; shorter city names (Van, Osh, Bam) are too often something else


@dataclass(frozen=True)
class Mention:
    """`text[start:end]` names `ids`: strait ids, one sea id, or one node id, ready for `is_necessary`."""

    start: int
    end: int
    kind: Literal["strait", "sea", "place"]
    ids: tuple[str, ...]
    words: str


@cache
def _lexicon() -> dict[str, tuple[Literal["strait", "sea", "place"], tuple[str, ...]]]:
    """Name as written -> what it is; straits win over seas, seas over cities."""
    out: dict[str, tuple[Literal["strait", "sea", "place"], tuple[str, ...]]] = {}
    for r in rows("world/nodes.csv"):
        for name in (r["name"], *filter(None, r["aliases"].split(";"))):
            if len(name) >= SHORTEST and name[0].isupper() and plain(name) not in _state_names():
                out.setdefault(name, ("place", (r["id"],)))
    for r in rows("seas.csv"):
        for name in (r["name"], *filter(None, r["aliases"].split(";"))):
            out[name.removeprefix("the ")] = ("sea", (r["id"],))
    straits: dict[str, list[str]] = {}
    for r in rows("straits.csv"):
        for name in (r["name"], *filter(None, r["aliases"].split(";"))):
            straits.setdefault(name, []).append(r["id"])
    ports = {r["name"] for r in rows("world/nodes.csv")}
    for name, ids in straits.items():
        if plain(name) not in _state_names() and name not in ports:  # "Panama" is the state
            out[name] = ("strait", tuple(ids))
    return out | {_lower(name): what for name, what in out.items()}


def _lower(name: str) -> str:
    """The name as many write it: "Danish straits", "the strait of Hormuz", "Suez canal"."""
    kinds = r"\b(?:Straits?|Canal|Sea|Ocean|Channel|Bay|Belts?)\b"
    return re.sub(kinds, lambda m: m.group().lower(), name) if " " in name else name


@cache
def _phrases() -> Phrases:
    return Phrases(_lexicon())


def place_mentions(text: str) -> tuple[Mention, ...]:
    """Mentions in the order of the text; matching keeps case, so "gulf" or "bar" is no place.

    "City, Country" is the city there or none; a name that several states' cities bear is none by itself.
    """
    found = []
    for start, end, name in _phrases().find(text):
        kind, ids = _lexicon()[name]
        if kind == "place":
            node = _meant(name, ids[0], text[end : end + _AFTER])
            if node is None:
                continue
            ids = (node,)
        found.append(Mention(start, end, kind, ids, name))
    return tuple(found)


_AFTER = 60  # characters after a city's name in which its country is looked for
_WHERE = re.compile(r"(?:, | \()((?:[A-Z][\w.'’-]*|of|the|and)(?: (?:[A-Z][\w.'’-]*|of|the|and)){0,4})")


def _meant(name: str, node: str, after: str) -> str | None:
    """The node that a city's name means with what follows it, or None."""
    from detente import actors

    found = _WHERE.match(after)
    words = found[1].split() if found else []
    for n in range(len(words), 0, -1):
        where = " ".join(words[:n])
        if where.rstrip(".") in actors.regions() or where in actors.regions():
            return None  # "Moscow, Idaho"
        iso3 = _state_names().get(plain(where))
        if iso3 is not None:
            bearers = [i for i in _bearers().get(plain(name), ()) if _state_of_node(i) == iso3]
            # "from Odesa, Ukraine said": a state of a list is not where the city is, unless it has one of the name.
            return bearers[0] if bearers else (None if plain(name) in _homonyms() else node)
    return choose(name) if plain(name) in _homonyms() else node
