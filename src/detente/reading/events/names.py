"""The names in a parsed text, at the level at which events are coded: states and organisations.

In: a spaCy `Doc` and the year of the text, if known. Out: `phrases.Name`s. Names are those of `detente.actors`, with
further places, peoples and leaders from this folder's tables; a group stands for the state it acts within.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from detente.reading import lexicon, mentions
from detente.reading.events import tables
from detente.reading.events.phrases import Name

if TYPE_CHECKING:
    from spacy.tokens import Doc


@cache
def _trie() -> dict:
    from detente import actors

    phrases = [
        (p, row["id"], row["kind"]) for row in tables.rows("names.csv") for p in row["phrases"].split("|")
    ]
    phrases += [(p, "", mentions.NOBODY) for p in actors.not_actors()]
    # "The Asia-Pacific" would hide the longer "Asia-Pacific Economic Cooperation"
    phrases += [m for m in actors.mentions() if m[2] != "bloc" or not m[0].lower().startswith("the ")]
    known = {phrase for phrase, _, _ in phrases}
    for row in tables.rows("phoenix.csv.gz"):
        if row["phrase"] not in known:
            phrases.append((row["phrase"], row["id"], row["kind"]))
    return mentions.build_trie(phrases)


@cache
def _heard() -> dict[str, str]:
    """Last names of leaders as they sound to the state, where only one has them."""
    from detente import actors

    found: dict[str, set[str]] = {}
    leaders = [(p, i) for p, i, kind in actors.mentions() if kind == "leader"]
    for row in (*tables.rows("phoenix.csv.gz"), *tables.rows("names.csv")):
        if row["kind"] == "surname" or (row["kind"] == "leader" and "phrases" in row):
            leaders += [(p, row["id"]) for p in (row.get("phrases") or row.get("phrase") or "").split("|")]
    for phrase, actor in leaders:
        last = phrase.split()[-1]
        if len(last) >= 6 and last[0].isupper():
            found.setdefault(sound(last), set()).add(actor)
    return {key: next(iter(ids)) for key, ids in found.items() if len(ids) == 1}


_SOUNDS = (
    ("ck", "k"), ("kh", "k"), ("gh", "g"), ("q", "k"), ("ph", "f"), ("dh", "d"), ("th", "t"), ("ou", "u"),
    ("oo", "u"), ("ee", "i"), ("y", "i"), ("j", "i"), ("w", "v"), ("z", "s"), ("c", "k"), ("h", ""),
)  # fmt: skip


def sound(word: str) -> str:
    """A name without what transliterations differ in ("Bouteflicka" sounds as "Bouteflika")."""
    text = "".join(c for c in word.lower() if c.isalpha())
    for old, new in _SOUNDS:
        text = text.replace(old, new)
    return "".join(c for k, c in enumerate(text) if k == 0 or text[k - 1] != c)


def find(doc: Doc, year: int | None) -> list[Name]:
    """Names of a text in order, longest first, without overlaps."""
    from detente import actors

    found: list[Name] = []
    regions = actors.regions()
    for mention in mentions.find(doc, _trie(), venues=True):
        if mention.ids == ("none",):
            continue
        if mention.kind == "surname" and not _titled(doc, mention):
            continue
        ids = tuple(dict.fromkeys(dated(i, year) for i in mention.ids))
        home = tables.homes().get(mention.ids[0])
        if home is not None:
            found.append(Name(mention.start, mention.end, (home[0],), "group", home[1]))
        else:
            kind, _, sector = mention.kind.partition(":")
            kind = "region" if kind == "place" and mention.text in regions else kind
            sector = "GOV" if kind in ("leader", "surname", "government") else sector or None
            found.append(Name(mention.start, mention.end, ids, kind, sector))
    return sorted([*found, *_misspelt(doc, found)], key=lambda name: name.start)


def _misspelt(doc: Doc, found: list[Name]) -> Iterator[Name]:
    """Unknown last names after a title that sound as a leader's."""
    taken = {i for name in found for i in range(name.start, name.end)}
    for token in doc:
        if (
            len(token) < 6
            or not token.text[0].isupper()
            or not token.is_alpha
            or token.lower_ in lexicon.titles()
        ):
            continue
        if taken.intersection(range(max(0, token.i - 2), token.i + 1)):
            continue
        actor = _heard().get(sound(token.text))
        if actor and _titled(doc, mentions.Mention(token.i, token.i + 1, (actor,), "surname", token.text)):
            yield Name(token.i, token.i + 1, (actor,), "leader", "GOV")


def _titled(doc: Doc, mention: mentions.Mention) -> bool:
    """Whether a surname ends a name that begins with a title ("President ...", first names may stand between)."""
    at, end = mention.start, mention.end
    if end < len(doc) and doc[end].text[0].isupper() and doc[end].is_alpha:
        return False
    return any(doc[k].lower_ in lexicon.titles() for k in range(max(0, at - 3), at))


@cache
def dated(actor: str, year: int | None) -> str:
    """The state's id in a year: what has ended is the state that is now its legal person, and the other way round.

    A republic within a federation keeps its own name (Serbia in 2000, Ukraine in 1985), Russia does not.
    """
    from detente import actors

    if year is None or ":" in actor or ";" in actor:
        return actor
    if actor == "RUS":
        return actors.at("RUS", year)
    if actors.exists(actor, year):
        return actor
    if actor in _HEIRS:
        return _HEIRS[actor] if actors.exists(_HEIRS[actor], year) else actor
    before = [p for p in actors.predecessors(actor) if p not in _FEDERATIONS and actors.exists(p, year)]
    return before[0] if len(before) == 1 and actor not in _OWN_CODE else actor


_FEDERATIONS = frozenset(("SUN", "YUG", "CSK", "SCG"))
_OWN_CODE = frozenset(("TLS", "XKX", "ESH", "PSE", "HKG"))  # coded as themselves before they were states
_HEIRS = {"SUN": "RUS", "DDR": "DEU", "YMD": "YEM", "YAR": "YEM", "VDR": "VNM"}
