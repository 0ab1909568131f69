"""Which side a state is said to have left, and which it went over to.

In: a parsed sentence on a change of sides, its mentions and the actors it is known to be about. Out: `Poles`
(mover, left, joined) or None. Every name of a side takes the marker that stands nearest before it ("from",
"deserted", "turned its back on"; "into", "embraced"), from `data/poles.csv`, which also lists names of camps
("the Entente") by who led them. A negation that is not the idiom's own leaves the sentence unread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from detente.reading import bearing, lexicon
from detente.reading.lexicon import wordset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from detente.reading.mentions import Mention

_REACH = 10
_NO = wordset("not n't n’t never nor neither nobody hardly scarcely barely cannot")
_TRADES = wordset(
    "swap trade exchange desert drop ditch dump abandon leave forsake throw jilt quit change barter give substitute "
    "sacrifice jettison reject spurn denounce cast discard replace supplant"
)


def lineage(actor: str) -> object:
    """What an id is compared by: the number its successors carry on, else the id itself."""
    from detente import actors

    code = None if ":" in actor else actors.ccode(actor)
    return actor if code is None else actors.lineage(code)


def same(actor: str, given: Sequence[str]) -> str:
    """The given id of the same actor or lineage, else the id read."""
    if actor in given:
        return actor
    line = lineage(actor)
    return next((g for g in given if lineage(g) == line), actor)


@dataclass(frozen=True, slots=True)
class Poles:
    """Ids of who moved, of the side left and of the side joined (None where not said); how they are named."""

    mover: str
    left: str | None
    joined: str | None
    named: dict[str, str]

    @property
    def direction(self) -> str:
        """switch, away or toward."""
        return "switch" if self.left and self.joined else "away" if self.left else "toward"


@dataclass(frozen=True, slots=True)
class _Name:
    start: int
    end: int
    ids: tuple[str, ...]
    text: str


@cache
def _camps() -> list[tuple[str, tuple[str, ...], int, int]]:
    return sorted(
        (
            (phrase, tuple(row["members"].split(";")), int(row["first"]), int(row["last"]))
            for row in lexicon.rows("poles.csv")
            if row["sort"] == "camp"
            for phrase in row["words"].split("|")
        ),
        key=lambda c: -len(c[0]),
    )


@cache
def _markers() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for row in lexicon.rows("poles.csv"):
        if row["sort"] != "camp":
            for phrase in row["words"].split("|"):
                words = tuple(phrase.split())
                found.setdefault(words[0], []).append((row["sort"], words))
    for group in found.values():
        group.sort(key=lambda p: -len(p[1]))
    return found


def read(doc: Doc, mentions: list[Mention], given: Sequence[str], years: tuple[int, int]) -> Poles | None:
    """The sides a sentence names, as ids of `given`; None where mover or sides are not plain."""
    names = _names(doc, mentions, given, years)
    if any(t.lower_ in _NO for t in doc) or len(given) < 2:
        return None
    if any(t.dep_ == "nsubjpass" and t.head.lemma_.lower() in _TRADES for t in doc):
        return None  # "A was dropped for B by C": other words read that
    markers = _found(doc, names)
    setting = bearing.setting(doc)
    placed: dict[str, str] = {}
    named: dict[str, str] = {}
    mover: str | None = None
    for k, name in enumerate(names):
        if name.start in setting:
            continue
        sort = _marker(doc, markers, names, k)
        who = next((i for i in name.ids if i in given), None)
        if who is None:
            continue
        named.setdefault(who, name.text)
        if who == mover:
            continue
        if sort is None:
            mover = mover or who
        elif who not in placed:
            placed[who] = sort
        elif placed[who] != sort:
            return None
    mover = next((i for i in given if i not in placed), None) if mover is None or mover in placed else mover
    if mover is None or mover != given[0] or not placed or mover in placed:
        return (
            None  # tables name first who moved; where the sentence seems to say otherwise, other words decide
        )
    sides = {
        s: [i for i, x in placed.items() if x == s and same(i, [mover]) != mover] for s in ("left", "joined")
    }
    if any(len(v) > 1 for v in sides.values()):
        return None
    left, joined = (sides["left"] or [None])[0], (sides["joined"] or [None])[0]
    rest = [i for i in given if i not in (mover, left, joined)]
    if len(rest) == 1 and (left is None) != (joined is None) and _camps_only(doc, rest[0], names):
        left, joined = left or rest[0], joined or rest[0]
    return Poles(mover, left, joined, named)


def _camps_only(doc: Doc, who: str, names: list[_Name]) -> bool:
    """Whether the third of the actors is not named in another part."""
    return not any(who in n.ids for n in names)


def _names(doc: Doc, mentions: list[Mention], given: Sequence[str], years: tuple[int, int]) -> list[_Name]:
    """Who is named, as the given ids: states themselves, and camps by their members among them."""
    from detente import actors as who

    taken: set[int] = set()
    out: list[_Name] = []
    for phrase, members, first, last in _camps():
        for hit in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", doc.text):
            span = doc.char_span(hit.start(), hit.end())
            if span is None or taken & set(range(span.start, span.end)):
                continue
            if not (first <= years[1] and years[0] <= last):
                continue
            ids = tuple(i for m in members if (i := same(m, given)) in given)
            if ids:
                out.append(_Name(span.start, span.end, ids, span.text))
                taken |= set(range(span.start, span.end))
    for m in mentions:
        if m.kind == "pronoun" or taken & set(range(m.start, m.end)):
            continue
        own: list[str] = []
        for i in m.ids:
            if (s := same(i, given)) in given:
                own.append(s)
            elif i.startswith("bloc:"):
                inside = {x for y in years for x in who.members(i, y)}
                own += [g for g in given if same(g, sorted(inside)) in inside and g not in own]
        if own:
            out.append(_Name(m.start, m.end, tuple(own), m.text))
    out.sort(key=lambda n: n.start)
    plain = {n.ids[0] for n in out if len(n.ids) == 1}  # a camp stands for who is not named beside it
    return [
        n
        if len(n.ids) == 1
        else _Name(n.start, n.end, tuple(i for i in n.ids if i not in plain) or n.ids, n.text)
        for n in out
    ]


def _found(doc: Doc, names: list[_Name]) -> list[tuple[int, int, str]]:
    """Markers in the sentence: first token, last token, sort; the longer where two overlap."""
    named = {i for n in names for i in range(n.start, n.end)}
    free = {t.i for t in doc} - named
    keys = [bearing.keys(t) for t in doc]
    hits: list[tuple[int, int, str]] = []
    for token in doc:
        if token.i not in free:
            continue
        for key in keys[token.i]:
            for sort, words in _markers().get(key, ()):
                taken = bearing.match(doc, keys, token.i, words, free)
                if taken is not None:
                    hits.append((taken[0], taken[-1], sort))
    hits.sort(key=lambda h: (h[0] - h[1], h[0]))
    kept: list[tuple[int, int, str]] = []
    for hit in hits:
        if all(hit[1] < o[0] or hit[0] > o[1] for o in kept):
            kept.append(hit)
    return sorted(kept)


def _marker(doc: Doc, markers: list[tuple[int, int, str]], names: list[_Name], k: int) -> str | None:
    """What stands nearest before a name, back to the name before it."""
    name = names[k]
    floor = names[k - 1].end if k else 0
    near = [m for m in markers if floor <= m[0] and m[1] < name.start and name.start - m[1] <= _REACH]
    if not near:
        swapped = (
            name.start
            and doc[name.start - 1].lower_ == "with"
            and any(t.lemma_.lower() in _TRADES for t in doc[: name.start])
        )
        return "joined" if swapped else None
    start, end, sort = near[-1]
    if any(t.pos_ == "VERB" for t in doc[end + 1 : name.start]):
        return None  # another clause has begun: "came in from the cold and made its peace with ..."
    if sort == "link":
        return next((m[2] for m in reversed(near) if m[2] != "link"), "joined")
    word = doc[start].lower_ if start == end else ""
    if word == "for" and not any(t.lemma_.lower() in _TRADES for t in doc[:start]):
        return None
    if (
        word in ("in", "under", "within", "once", "to")
        and len(near) > 1
        and near[-2][2] == "left"
        and word != "to"
    ):
        return "left"
    if word == "in" and not any(
        t.i < start and t.lemma_.lower() in ("end", "land", "anchor", "find", "be") for t in doc
    ):
        return None
    return sort
