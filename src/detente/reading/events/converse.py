"""Acts said from the side of whom they are done to: "had its vessel rammed by", "received assurances from".

In: an act and its ends as grammar gives them. Out: the ends turned round where the verb is one of `data/converse.csv`
and a phrase names who does it; and whether a negated subject says that nobody did it ("No troops fired").
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from detente.reading.events import tables
from detente.reading.events.grammar import lemma_of
from detente.reading.events.phrases import actors_of
from detente.reading.lexicon import wordset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from detente.reading.events.acts import Reading
    from detente.reading.events.phrases import Actor, Cast

_NONE = wordset("no neither none nobody nothing nor")


@cache
def _verbs() -> dict[str, frozenset[str]]:
    return {row["verb"]: frozenset(row["prepositions"].split("|")) for row in tables.rows("converse.csv")}


def turned(
    act: Reading, sources: list[Actor], targets: list[Actor], cast: Cast
) -> tuple[list[Actor], list[Actor]]:
    """Sources and targets of an act, exchanged where its verb says it from the other side."""
    verb = act.chain[0]
    lemma = "have" if verb.lower_ in ("had", "has", "have", "having") else lemma_of(verb)
    prepositions = _verbs().get(lemma, frozenset())
    if not prepositions or act.passive or act.subject is None:
        return sources, targets
    if lemma == "have" and not any(t.tag_ == "VBN" and t.i > verb.i for t in verb.subtree):
        return sources, targets
    doers = next((found for noun in _phrases(verb, prepositions) if (found := actors_of(noun, cast))), [])
    done_to = actors_of(act.subject, cast)
    if not any(a.id for a in doers) or not any(a.id for a in done_to):
        return sources, targets
    return doers, done_to


def _phrases(verb: Token, prepositions: frozenset[str]) -> Iterator[Token]:
    """Nouns after the prepositions that say who does it, nearest to the verb first."""
    for token in sorted(verb.subtree, key=lambda t: t.i):
        if token.i > verb.i and token.dep_ in ("prep", "agent") and token.lower_ in prepositions:
            yield from (c for c in token.children if c.dep_ == "pobj")


def is_nobodys(act: Reading) -> bool:
    """Whether the subject says that nobody did it: "No Indian troops fired", "neither A nor B", "none of the ships"."""
    subject = act.subject
    if subject is None:
        return False
    edge = subject.left_edge.lower_  # "not one soldier"
    return (
        subject.lower_ in _NONE
        or edge == "not"
        or any(
            child.lower_ in _NONE
            and child.dep_ in ("det", "preconj", "cc", "neg", "advmod", "nsubj")
            and child.i < subject.i
            for child in subject.children
        )
    )
