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
from detente.transport.places import _state_names, plain
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
    """Mentions in the order of the text; matching keeps case, so "gulf" or "bar" is no place."""
    return tuple(Mention(start, end, *_lexicon()[name], name) for start, end, name in _phrases().find(text))
