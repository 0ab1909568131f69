"""A statement under a verb that makes it somebody's deed: threatened, pledged, urged, brought about, kept from happening.

In: the statement, its `Force` with the wrapping verb, the sentence. Out: the event that has it as content, or the influence
that has it as aim; None if it is not certain who did that to whom.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from detente.reading.compose import building, causes, phrases, tables
from detente.reading.compose.clauses import agent_of, subject_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from detente.reading.compose.context import Context
    from detente.reading.compose.force import Force


def wrapped(made: Any, force: Force, context: Context, held: set[int], made_by: Token) -> Any | None:
    """A statement as content of a deed of its governor ("threatened to", "persuaded X to")."""
    sort, head = force.wrapper  # type: ignore[misc]
    doer = subject_of(head)
    over = _moved(head)
    if sort == "act:criticise" and any(c.dep_ == "nsubjpass" for c in head.children):
        over, doer = (None if doer is None else doer.token), agent_of(head)
    who = None if doer is None else phrases.resolve(doer.token, context)
    whom = None if over is None else phrases.resolve(over, context)
    free = force.polarity == "positive" and force.within == "positive"
    if who is None and doer is not None and whom is not None and sort.startswith("influence"):
        caused = _brought_about(made, doer.token, head, context, held) if free else None
        if caused is not None:
            return caused
        who = _by_means(doer.token, context)
    if who is None or (over is not None and whom is None) or who.disjunction:
        return None
    if force.within == "negative" and any(
        t.dep_ == "conj" for t in (made_by, *made_by.ancestors) if t.i > head.i
    ):
        return None  # "agreed to sign but not ratify"
    held |= {head.i} | who.tokens | (whom.tokens if whom else set())
    if sort == "influence:succeeded" and force.polarity == "negative":
        if force.modality != "asserted" and not (force.modality == "possible" and "could" in force.trail):
            return None
        force.polarity, force.modality, sort = (
            "positive",
            "asserted",
            "influence:failed",
        )  # "could not stop them"
    return building.under_deed(made, force.within, sort, who, whom)


def _brought_about(made: Any, noun: Token, head: Token, context: Context, held: set[int]) -> Any | None:
    """A deed that an event brought somebody to: "the invasion led Norway to join NATO"."""
    cause = causes.event(noun, context)
    if cause is None:
        return None
    held |= cause.tokens | {head.i}
    return causes.caused(cause.slots, made)


def _moved(head: Token) -> Token | None:
    """Whom a verb of influence moves: its object, or the subject of the clause under it ("made B halt")."""
    for child in head.children:
        if child.dep_ in ("dobj", "dative") or (child.dep_ == "nsubj" and child.i > head.i):
            return child
        if child.dep_ == "ccomp" and child.tag_ == "VB":
            return next((c for c in child.children if c.dep_ == "nsubj"), None)
    return None


def _by_means(token: Token, context: Context) -> phrases.Ref | None:
    """Whose pressure, army or embargo it is that moves somebody."""
    means = token.lemma_.lower() in tables.words("classes", "means_of_influence")
    owner = phrases.possessors(token, context) if means else None
    if owner is None or len(owner.ids) != 1 or owner.place:
        return None
    return replace(owner, tokens=owner.tokens | {token.i} | {c.i for c in token.children if c.dep_ == "det"})
