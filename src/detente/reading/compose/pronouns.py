"""What a pronoun or "the country" stands for: only where one antecedent is possible, in this sentence or the one before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.compose import tables
from detente.reading.compose.context import PLACE_KINDS, Context

if TYPE_CHECKING:
    from spacy.tokens import Token

Subjects = Callable[["Token", Context], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Antecedent:
    """Ids, and the tokens of the expression that stands for them."""

    ids: tuple[str, ...]
    tokens: tuple[int, ...]


def stands_for(token: Token, context: Context, subjects: Subjects) -> Antecedent | None:
    """The antecedent of `token`, if it is an expression of this kind and the antecedent is certain."""
    word = token.lower_
    if token.dep_ == "expl":
        return None
    if word in ("it", "its", "itself"):
        found = _same_clause(token, context, subjects) or _one(token, context)
        return Antecedent(found, (token.i,)) if len(found) == 1 else None
    if word in ("they", "their", "them", "both", "themselves"):
        found = _same_clause(token, context, subjects) if word in ("their", "themselves") else ()
        found = found if len(found) > 1 else _two(token, context)
        return Antecedent(found, (token.i,)) if len(found) == 2 else None
    if word in ("which", "that", "who", "whom", "whose") and token.tag_ in ("WDT", "WP", "WP$", "IN"):
        return _relative(token, context, subjects)
    if word == "other" and token.i > 0 and token.nbor(-1).lower_ in ("each", "the"):
        return None
    return _definite(token, context)


def _same_clause(token: Token, context: Context, subjects: Subjects) -> tuple[str, ...]:
    """The subject of the clause that a possessive stands in ("Russia raised its exports")."""
    if token.lower_ not in ("its", "their", "itself", "themselves"):
        return ()
    node, hops = token, 0
    while node.head != node and hops < 12:
        node, hops = node.head, hops + 1
        if node.pos_ in ("VERB", "AUX"):
            for child in node.children:
                if child.dep_ in ("nsubj", "nsubjpass") and child.i < token.i:
                    if token in set(child.subtree):
                        return ()
                    return subjects(child, context)
    return ()


def _names_before(token: Token, context: Context) -> list[str]:
    """Distinct actors named in this sentence before a token."""
    found = [
        i
        for k in range(context.sentence.start, token.i)
        if (m := context.at.get(k)) is not None and m.start == k and m.kind not in PLACE_KINDS
        for i in m.ids
    ]
    return list(dict.fromkeys(found))


def _one(token: Token, context: Context) -> tuple[str, ...]:
    """The one actor named before in this sentence, or else the one of the sentence before."""
    here = _names_before(token, context)
    if here:
        things = [t for t in context.doc[context.sentence.start : token.i] if _rival(t, context)]
        return (here[0],) if len(here) == 1 and not things else ()
    memory = context.memory
    if len(memory.singles) == 1 and memory.subject == memory.singles:
        return memory.singles
    return ()


def _rival(token: Token, context: Context) -> bool:
    """A singular noun that "it" could mean as well: a subject that is no actor."""
    return token.dep_ in ("nsubj", "nsubjpass") and token.tag_ == "NN" and token.i not in context.at


def _two(token: Token, context: Context) -> tuple[str, ...]:
    here = _names_before(token, context)
    if here:
        return ()
    return context.memory.pair


def _relative(token: Token, context: Context, subjects: Subjects) -> Antecedent | None:
    node = token
    for _ in range(6):
        if node.dep_ == "relcl":
            head = node.head
            if node.i > head.i:
                found = (
                    subjects(head, context)
                    if head.n_lefts + head.n_rights and _coordinated(head, node)
                    else ()
                )
                found = found or subjects_of_one(head, context, subjects)
                return Antecedent(found, (token.i,)) if found else None
        if node.head == node:
            return None
        node = node.head
    return None


def _coordinated(head: Token, verb: Token) -> bool:
    return any(c.dep_ == "conj" for c in head.children) and verb.tag_ in ("VBP",)


def subjects_of_one(head: Token, context: Context, subjects: Subjects) -> tuple[str, ...]:
    """Ids of the head noun of a relative clause alone."""
    ids = subjects(head, context)
    mention = context.mention(head)
    if mention is not None:
        return mention.ids if len(ids) >= len(mention.ids) else ()
    return ids if len(ids) == 1 else ()


def _definite(token: Token, context: Context) -> Antecedent | None:
    """ "The country", "the two countries", "both sides" with nothing further said of them."""
    kids = list(token.children)
    if token.lemma_ not in tables.words("classes", "described") or context.mention(token) is not None:
        return None
    said = {c.lower_ for c in kids if c.dep_ in ("det", "nummod", "predet", "amod", "case", "preconj")}
    if len(said) != len([c for c in kids if c.dep_ != "conj"]):
        return None
    tokens = (token.i, *(c.i for c in kids))
    if said in ({"the"}, {"this"}, {"the", "'s"}, {"the", "’s"}) and token.tag_ == "NN":
        found = _one(token, context)
        return Antecedent(found, tokens) if len(found) == 1 and ":" not in found[0] else None
    if said & {"two", "both"} and said <= {"the", "two", "both", "these", "'", "’"}:
        found = _two(token, context)
        return Antecedent(found, tokens) if len(found) == 2 else None
    return None
