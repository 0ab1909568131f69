"""What is between two states, said by a noun: "relations between A and B", "Sino-Soviet tensions", "the votes of A and B".

In: the head token. Out: the slots `a`, `b`, `domain` and `fact` of a relation with their tokens, or None if it is not certain
between whom, or what is between them is no matter of states ("cultural ties"). Table: `bonds.csv`. Here too: a side by its
camp ("the Soviet orbit") and a side by a word for what was said before ("those of Norway", "the American one").
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from detente.domain import ActorSet
from detente.reading.compose import phrases, pronouns, tables, times
from detente.reading.compose.phrases import Ref
from detente.reading.compose.things import Found

if TYPE_CHECKING:
    from spacy.tokens import Token

    from detente.reading.compose.context import Context

_BEFORE = ("amod", "compound", "nmod", "nn")
_SECOND = ("with", "to", "toward", "towards", "against", "and")
_KINDS = {"EL": "relation", "EQ": "tension", "EJ": "votes"}
_SIDES = {"EK": "camp", "EZ": "counterpart"}


def value(variable: str, token: Token, context: Context) -> Found | Ref | None:
    """What a token is worth for a variable of the lexicon that starts with E: ties, a side, a time compared with."""
    if variable in _KINDS:
        return bond(token, context, _KINDS[variable])
    if variable in _SIDES:
        return side(token, context, _SIDES[variable])
    if variable == "EH":
        time = time_said(token, context)
        return (
            None if time is None else Found(time.slots, frozenset())
        )  # its words count as those of the period
    return phrases.resolve(token, context)


def bond(token: Token, context: Context, kind: str) -> Found | None:
    """The two sides of a noun of this kind, with its domain."""
    row = _row(token, kind)
    if row is None or context.mention(token) is not None:
        return None
    sides = _between(token, context) or _owned(token, context) or _unsaid(token, context)
    if sides is None:
        return None
    slots, tokens = sides
    about = _domain(token, tokens, context)
    if about is None:
        return None
    domain, words = about
    if kind == "votes" or domain:
        slots["domain"] = "votes" if kind == "votes" else domain
    if row["fact"] and not domain:
        slots["fact"] = row["fact"]
    small = {c.i for c in token.children if c.dep_ in ("det", "case")}
    no = any(c.dep_ == "det" and c.lower_ == "no" for c in token.children)
    return Found(slots, frozenset(tokens | words | small | {token.i}), negated=no)


def _row(token: Token, kind: str) -> dict[str, str] | None:
    for row in tables.rows("bonds"):
        if row["kind"] == kind and token.lower_ in row["words"].split("|"):
            return row if kind != "votes" or of_votes(token) else None
    return None


def of_votes(token: Token) -> bool:
    """Whether a record or position is that of votes: the word stands by it or in its clause."""
    said = tables.words("bonds", "voting")
    return token.lower_ in said or any(t.lower_ in said for t in (*token.subtree, *token.head.subtree))


def _states(owner: Ref | None) -> Ref | None:
    """The owner without the organisation that votes are cast in ("Russian and Chinese UN votes")."""
    if owner is None or len(owner.ids) < 3:
        return owner
    return replace(owner, actors=ActorSet(ids=tuple(i for i in owner.ids if not i.startswith("org:"))))


def _pair(refs: list[Ref]) -> dict[str, Any] | None:
    """The slots of the sides: two of them, or one set of several."""
    if any(r.place or r.disjunction or r.office == "person" for r in refs):
        return None
    if len(refs) == 2:
        one, two = refs[0].actors, refs[1].actors
        return None if set(one.ids) & set(two.ids) else {"a": one, "b": two}
    return {"a": refs[0].actors} if len(refs[0].ids) > 1 else None


def _under(token: Token, word: str) -> list[Token]:
    return [
        g
        for c in token.children
        if c.dep_ == "prep" and c.lower_ == word
        for g in c.children
        if g.dep_ == "pobj"
    ]


def _between(token: Token, context: Context) -> tuple[dict[str, Any], set[int]] | None:
    for word in ("between", "among", "of"):
        for inner in _under(token, word):
            ref = phrases.resolve(inner, context)
            slots = None if ref is None or len(ref.ids) < 2 else _pair([ref])
            if slots is not None and ref is not None:
                return slots, set(ref.tokens) | {inner.head.i}
    return None


def _owned(token: Token, context: Context) -> tuple[dict[str, Any], set[int]] | None:
    owner = _states(phrases.possessors(token, context))
    if owner is None:
        return None
    for word in _SECOND:
        for inner in _under(token, word):
            other = phrases.resolve(inner, context)
            slots = None if other is None else _pair([owner, other])
            if slots is not None and other is not None:
                return slots, set(owner.tokens) | set(other.tokens) | {inner.head.i}
            if other is None:
                return None
    slots = _pair([owner])
    return None if slots is None or len(owner.ids) != 2 else (slots, set(owner.tokens))


def _unsaid(token: Token, context: Context) -> tuple[dict[str, Any], set[int]] | None:
    """ "Relations", with nobody named: of the two under discussion, where these are certain."""
    pair = pronouns.implied_pair(token, context)
    if len(pair) != 2 or any(":" in i for i in pair):
        return None
    return {"a": ActorSet(ids=pair[:1]), "b": ActorSet(ids=pair[1:])}, set()


def _domain(token: Token, held: set[int], context: Context) -> tuple[str, set[int]] | None:
    """The domain that the adjectives say ("" for none) and their tokens; None if they make it another thing."""
    found: set[str] = set()
    tokens: set[int] = set()
    topics = {
        w: r["domain"] for r in tables.rows("bonds") if r["kind"] == "topic" for w in r["words"].split("|")
    }
    for child in token.children:
        if child.dep_ not in _BEFORE or child.i in held:
            continue
        for word in child.subtree:
            if word.lower_ in tables.words("bonds", "refused"):
                return None
            if word.lower_ in topics:
                found.add(topics[word.lower_])
                tokens.add(word.i)
            elif word.pos_ == "PROPN" and context.mention(word) is None:
                return None
            elif word.lower_ in tables.words("bonds", "plain"):
                tokens.add(word.i)
    if len(found) > 1:
        return "", set()
    return next(iter(found), ""), tokens


def side(token: Token, context: Context, kind: str) -> Ref | None:
    """A side by its name, by its camp ("Moscow's orbit") or by a word for what was said ("those of Moscow")."""
    named = phrases.resolve(token, context)
    if named is not None:
        return None if named.place else named
    words = tables.words("bonds", kind) | {"one", "that", "those", "ones"}
    if token.lower_ not in words or context.mention(token) is not None:
        return None
    if any(
        c.lower_ in tables.words("classes", "not_itself") | {"no", "another", "any"} for c in token.children
    ):
        return None
    if token.lower_ == "alliance" and any(
        c.dep_ == "det" and c.lower_ in ("a", "an") for c in token.children
    ):
        return None  # a pact is more than a side
    owner = phrases.possessors(token, context)
    if owner is None:
        inner = [i for first in _under(token, "of") for i in _under(first, "of")]
        owner = phrases.resolve(inner[0], context) if len(inner) == 1 else None
    if owner is None or owner.place or owner.disjunction:
        return None
    small = {c.i for c in token.children if c.dep_ in ("det", "case")}
    spanned = {t.i for t in token.subtree if t.lower_ in ("of", "influence", "interest")}
    return Ref(owner.actors, frozenset(owner.tokens | small | spanned | {token.i}))


def time_said(token: Token, context: Context) -> Found | None:
    """A past time with which another is compared ("than in 1996")."""
    for e in times.expressions(context):
        if e.start <= token.i < e.end and (e.first is not None or e.lean is not None):
            return Found(
                {"year": e.last if e.last is not None else e.first}, frozenset(range(e.start, e.end))
            )
    return None
