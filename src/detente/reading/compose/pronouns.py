"""What a pronoun or "the country" stands for: only where one antecedent is possible, in this sentence or the one before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.compose import tables
from detente.reading.compose.context import PLACE_KINDS, Context

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOBODY = (
    "?",
    "?",
    "?",
)  # a subject that is no actor: the possessive is its own, and nothing else is looked for
Subjects = Callable[["Token", Context], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Antecedent:
    """Ids, and the tokens of the expression that stands for them."""

    ids: tuple[str, ...]
    tokens: tuple[int, ...]
    person: bool = False


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
    if word in ("he", "she") and token.dep_ in ("nsubj", "nsubjpass"):
        found = _person(token, context)
        return Antecedent(found, (token.i,), person=True) if found else None
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
                    between, _ = candidates(child.right_edge.i + 1, token.i, context)
                    return () if between else subjects(child, context) or _NOBODY
    return ()


def candidates(start: int, end: int, context: Context) -> tuple[list[str], list[str]]:
    """Distinct actors that a singular pronoun could mean between two tokens, and the leaders among the persons named.

    Adjectives ("Chinese goods"), places and groups of states cannot be meant by "it"; leaders only by "he" and "she".
    """
    singles: list[str] = []
    leaders: list[str] = []
    for i in range(start, end):
        mention = context.at.get(i)
        if (
            mention is None
            or mention.start != i
            or mention.end > end
            or mention.kind in (*PLACE_KINDS, "treaty", "pipeline")
        ):
            continue
        head = context.heads(mention)
        if mention.kind == "leader":
            leaders += mention.ids
        elif (head.dep_ not in ("amod", "compound", "nmod") and mention.kind not in ("demonym", "bloc")) or (
            head.head.lemma_ in tables.mapping("organs") and head.dep_ in ("amod", "compound")
        ):
            singles += mention.ids
    return list(dict.fromkeys(singles)), list(dict.fromkeys(leaders))


def _one(token: Token, context: Context) -> tuple[str, ...]:
    """The one actor named before in this sentence, or else the one of the sentence before, if it was its subject."""
    here, _ = candidates(context.sentence.start, token.i, context)
    if here or any(_rival(t, context) for t in context.doc[context.sentence.start : token.i]):
        things = [t for t in context.doc[context.sentence.start : token.i] if _rival(t, context)]
        return (here[0],) if len(here) == 1 and not things else ()
    memory = context.memory
    if any(
        i in context.at and context.at[i].kind not in PLACE_KINDS
        for i in range(context.sentence.start, token.i)
    ):
        return ()
    if len(memory.singles) == 1 and memory.subject == memory.singles:
        return memory.singles
    return ()


def _the_state(token: Token, context: Context) -> tuple[str, ...]:
    """The one state named before in this sentence, else the one of the sentence before: "the country"."""
    before = range(context.sentence.start, token.i)
    here = {
        i for k in before if (m := context.at.get(k)) is not None and m.kind not in PLACE_KINDS for i in m.ids
    }
    if not here and context.memory.subject != context.memory.named:
        return ()
    found = tuple(i for i in (here or context.memory.named) if ":" not in i)
    return found if len(found) == 1 else ()


def _person(token: Token, context: Context) -> tuple[str, ...]:
    """The state of the one leader named before: "he"."""
    _, here = candidates(context.sentence.start, token.i, context)
    found = tuple(here) or context.memory.leaders
    others = [
        t
        for t in context.doc[context.sentence.start : token.i]
        if t.pos_ == "PROPN" and t.dep_ == "nsubj" and t.i not in context.at
    ]
    return found if len(found) == 1 and not others else ()


def _rival(token: Token, context: Context) -> bool:
    """A singular noun that "it" could mean as well: a subject that is no actor."""
    return (
        token.dep_ in ("nsubj", "nsubjpass") and token.tag_ in ("NN", "NNP") and token.i not in context.at
        and not any(c.i in context.at for c in token.children if c.dep_ in ("amod", "compound", "poss"))
    )  # fmt: skip


def _two(token: Token, context: Context) -> tuple[str, ...]:
    """The pair of states of the sentence before, if this one names nobody before."""
    here = [i for i in range(context.sentence.start, token.i) if i in context.at]
    return () if here else context.memory.pair


def _relative(token: Token, context: Context, subjects: Subjects) -> Antecedent | None:
    node = token
    for _ in range(6):
        if node.dep_ == "relcl":
            head = node.head
            if node.i > head.i:
                if _whose_is_open(head, node):
                    return None
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


def _whose_is_open(head: Token, verb: Token) -> bool:
    """ "A and B, which joined it": of both or of the last; only the plural of the present tells."""
    return verb.tag_ != "VBP" and any(c.dep_ == "conj" and head.i < c.i < verb.i for c in head.children)


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
        found = _the_state(token, context)
        return Antecedent(found, tokens) if found else None
    if said & {"two", "both"} and said <= {"the", "two", "both", "these", "'", "’"}:
        found = _two(token, context)
        return Antecedent(found, tokens) if len(found) == 2 else None
    return None
