"""Whom a phrase names: the actors of a noun phrase, and the places below a verb.

Actors are named at the level of states (ISO alpha-3) or organisations (`org:...`); an agent within a state has
the state's id and a sector (`MIL`, `REB` ...). In: spaCy tokens and the names found in them. Out: `Actor`s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.events import tables
from detente.reading.lexicon import wordset

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


_CORE = frozenset(("compound", "amod", "nmod", "poss", "appos", "nummod", "npadvmod", "preconj", "quantmod"))
_BELONGS = wordset("of in from throughout across within at inside for to")


@dataclass(frozen=True, slots=True)
class Name:
    """Tokens `start:end` name the states or organisations `ids`; `sector` where the name implies one."""

    start: int
    end: int
    ids: tuple[str, ...]
    kind: str
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor of an event: id (None if no state or organisation is known), sector, the words, where."""

    id: str | None
    sector: str | None
    mention: str
    at: int


class Cast:
    """The names of one text, found by token."""

    def __init__(self, doc: Doc, names: Sequence[Name]) -> None:
        self.doc = doc
        self.names = tuple(names)
        self.by_token = {i: name for name in names for i in range(name.start, name.end)}

    def of(self, token: Token) -> Name | None:
        """The name that holds a token, or None."""
        return self.by_token.get(token.i)


def sector_of(head: Token, cast: Cast | None = None) -> str | None:
    """Sector of a noun phrase by its head, then by the words before it."""
    table = tables.sectors()
    before = [c for c in head.children if c.dep_ in _CORE and c.i < head.i]
    words = [head, *reversed(before)]
    for k, word in enumerate(words):
        name = cast.of(word) if cast is not None else None
        if name is not None and name.ids[0].startswith("org:"):
            continue  # the European Union is no trade union
        lemma = word.lemma_.lower()
        for prior in words[k + 1 :]:
            if found := table.get(f"{prior.lower_} {lemma}"):
                return found
        # A capital hides a plural from the lemmatizer.
        forms = (lemma, word.lower_, word.lower_.removesuffix("s"))
        if word.pos_ in ("NOUN", "PROPN", "ADJ") and (
            found := next(filter(None, map(table.get, forms)), None)
        ):
            return found
    return None


def actors_of(head: Token, cast: Cast) -> list[Actor]:
    """The actors of a noun phrase and of the phrases joined to it by "and"."""
    found: list[Actor] = []
    for one in (head, *joined(head)):
        for actor in phrase_actors(one, cast):
            if all((actor.id, actor.sector) != (f.id, f.sector) for f in found):
                found.append(actor)
    named = [a for a in found if a.id is not None]
    return named or found


def joined(head: Token) -> Iterator[Token]:
    """Phrases joined to a phrase by "and"."""
    for child in head.children:
        if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN", "PRON", "ADJ", "NUM"):
            yield child
            yield from joined(child)


def core(head: Token, end: int | None = None) -> Iterator[Token]:
    """Words of a phrase that stand before its head or beside it, nearest to the head first."""
    end = head.i if end is None else end
    for child in sorted(head.children, key=lambda c: abs(c.i - head.i)):
        if (child.dep_ in _CORE and child.i < end) or child.dep_ == "appos":
            yield child
            for inner in child.children:
                if inner.dep_ == "conj" and inner.i < end:
                    yield inner
            if child.dep_ != "appos":
                yield from core(child, end)


_QUANTITIES = wordset(
    "third half quarter hundred hundreds thousand thousands ten tens dozen dozens score scores group number majority "
    "million millions crowd handful pair couple some many most all several lot one two three four five six part unit"
)


def phrase_actors(head: Token, cast: Cast) -> list[Actor]:
    """The actors of one noun phrase: its head, else what describes it, else what it is of or in."""
    if head.lemma_.lower() in _QUANTITIES:
        for child in head.children:
            if child.dep_ in ("prep", "quantmod") and child.lower_ == "of":
                for noun in child.children:
                    if noun.dep_ == "pobj":
                        return phrase_actors(noun, cast)
    sector = sector_of(head, cast)
    name = cast.of(head)
    if name is not None and usable(head, cast):
        return [] if name.kind == "region" and sector is None else _named(head, name, sector)
    if name is not None and name.kind == "demonym":
        sector = sector or "CVL"  # "ethnic Albanians": people, of wherever they live
    found: list[Actor] = []
    words = [w for w in core(head) if cast.of(w) is not None and usable(w, cast)]
    states = [w for w in words if (n := cast.of(w)) is not None and n.kind not in ("people", "bloc")]
    for word in states or words:
        name = cast.of(word)
        assert name is not None
        # "Hungarian and Romanian officials" are two, "Iraqi President Saddam Hussein" is one.
        if not found or word.dep_ == "conj" or any(c.dep_ == "conj" and cast.of(c) for c in word.children):
            found += [a for a in _named(head, name, sector) if a.id not in {f.id for f in found}]
    if found:
        return found
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ in _BELONGS:
            for noun in child.children:
                if noun.dep_ == "pobj":
                    inner = actors_of(noun, cast)
                    if inner and inner[0].id is not None:
                        own = sector or inner[0].sector
                        return [
                            Actor(a.id, own, head.doc[head.left_edge.i : noun.i + 1].text, head.i)
                            for a in inner
                        ]
    for child in head.children:
        if child.dep_ == "acl":
            for token in child.subtree:
                name = cast.of(token)
                if name is not None and usable(token, cast) and sector is not None:
                    return _named(head, name, sector)
    return [Actor(None, sector, text_of(head), head.i)] if sector is not None else []


def usable(token: Token, cast: Cast) -> bool:
    """Whether a name is an actor here, not in "anti-Syria", "pro-Iranian" or "Syrian-backed"."""
    name = cast.of(token)
    if name is None:
        return False
    doc = token.doc
    if name.end < len(doc) and doc[name.end].lower_ in ("minority", "minorities"):
        return False
    before = doc[max(0, name.start - 2) : name.start].text.lower()
    after = doc[name.end : name.end + 2].text.lower() if name.end + 1 < len(doc) else ""
    if before.endswith("ethnic"):  # ethnic Albanians are somebody's citizens elsewhere
        return False
    if before in ("anti-", "pro-", "non-", "pan-", "trans-") or after in (
        "-backed",
        "-held",
        "-occupied",
        "-owned",
        "-made",
        "-based",
    ):
        return False
    return after not in ("-born", "-trained", "-style", "-supported", "-supplied", "-funded", "-brokered")


def _named(head: Token, name: Name, sector: str | None) -> list[Actor]:
    sector = name.sector or sector or ("CVL" if name.kind == "people" else None)
    if any(c.lower_ in _OUT for t in (head, *head.children) for c in t.children):
        sector = "ELI"
    return [Actor(i, sector, text_of(head), head.i) for i in name.ids]


_OUT = wordset("former ousted exiled deposed ex fugitive")


def text_of(head: Token) -> str:
    """Words of a phrase without its article and what follows its head."""
    start = head.left_edge.i
    while start < head.i and (head.doc[start].dep_ in ("det", "punct") or head.doc[start].is_space):
        start += 1
    return head.doc[start : head.i + 1].text


PLACE = wordset("in at near outside inside around throughout across")


def places_below(verb: Token, cast: Cast) -> list[Name]:
    """Names of where it happens, below a verb."""
    found: list[Name] = []
    clause = verb.head if verb.dep_ in ("nsubj", "nsubjpass") else verb
    for token in clause.subtree:
        if token.dep_ == "prep" and token.lower_ in PLACE:
            for noun in token.children:
                if noun.dep_ == "prep":  # "outside of"
                    noun = next((c for c in noun.children if c.dep_ == "pobj"), noun)
                if noun.dep_ == "pobj":
                    there = _located(noun, cast, 0)[:1]
                    # What is near a state is not in it; what is near one of its towns most often is.
                    found += [n for n in there if token.lower_ not in _BESIDE or n.kind != "name"]
    return found


_BESIDE = wordset("near outside around")
_NOT_THERE = wordset("front embassy consulate mission legation")  # "at the Chinese embassy" is not in China


def _located(noun: Token, cast: Cast, depth: int) -> list[Name]:
    if noun.lemma_.lower() in _NOT_THERE:
        return []
    for word in (noun, *core(noun)):
        name = cast.of(word)
        if name is not None and usable(word, cast) and ":" not in name.ids[0]:
            return [name]
    inner = (c for p in noun.children if p.dep_ == "prep" and p.lower_ in ("of", "in") for c in p.children)
    return next((f for c in inner if depth < 3 and (f := _located(c, cast, depth + 1))), [])
