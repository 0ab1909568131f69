"""Why a sentence, a clause or a deed is not read: questions and headings, deeds told too loosely, sport and words.

In: a sentence's `Context`, or a clause with what was made of it. Out: the reason in words, or None.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.domain import ACTS
from detente.reading.compose import tables

if TYPE_CHECKING:
    from spacy.tokens import Token

    from detente.reading.compose import times
    from detente.reading.compose.clauses import Clause
    from detente.reading.compose.context import Context
    from detente.reading.compose.force import Force
    from detente.reading.compose.matching import Match

_QUOTES = '"“”'


def never_better(clause: Clause, force: Force) -> bool:
    """Whether a comparison is denied for all time: "relations have never been better" says that they are good."""
    never = any(c.lower_ == "never" for c in clause.verb.children)
    return clause.pos == "ADJR" and force.polarity == "negative" and never


def unreadable(context: Context) -> str | None:
    """Why nothing of a sentence can be read: a question, a heading, a sentence too long."""
    text = context.sentence.text.strip()
    bare = text.rstrip(_QUOTES + "'’)]* ")
    if bare.endswith("?"):
        return "a question"
    if not bare.endswith((".", "!", ";", ":", ",", "…")) and not text.endswith(("*",)) and not context.alone:
        if (
            context.sentence.end == len(context.doc)
            and context.sentence.start > 0
            and len(context.sentence) > 12
        ):
            return None
        return "a heading or a fragment"
    if len(context.sentence) > 120:
        return "the sentence is too long"
    return None


def conditional(clause: Clause, force: Force, context: Context) -> bool:
    """Whether a clause told as a fact stands under an "if" or "unless", its own, of a clause before it, or of the sentence."""
    if force.modality != "asserted" or force.presupposed:
        return False
    node, seen = clause.verb, 0
    while node.head != node and seen < 20 and not _under_if(node, force):
        node, seen = node.head, seen + 1
    first = next((t for t in context.sentence if t.is_alpha and t.dep_ not in ("cc", "advmod")), None)
    opens = (
        first is not None
        and first.dep_ == "mark"
        and _supposes(first.head)
        and first.head.i not in force.aside
    )
    return _under_if(node, force) or (opens and clause.verb not in set(first.head.subtree))  # type: ignore[union-attr]


def _under_if(verb: Token, force: Force) -> bool:
    return any(_supposes(c) and c.i not in force.aside for c in verb.children)


def _supposes(verb: Token) -> bool:
    """Whether an adverbial clause begins with a plain "if" or "unless" ("even if" concedes)."""
    if verb.dep_ != "advcl":
        return False
    return any(
        c.dep_ == "mark"
        and c.lower_ in ("if", "unless")
        and not (c.i and c.nbor(-1).lower_ in ("even", "as"))
        for c in verb.children
    )


def too_little(clause: Clause, made: Any, moment: times.When) -> str | None:
    """Why a deed is said too loosely to be one: without doer or party, without time."""
    act, dated = ACTS[made.act], moment.period.origin == "stated"
    if not made.actors and not dated and (clause.pos == "NOM" or not made.targets or act.weight < 2):
        return "neither who did it nor when is said"
    if not made.actors and act.plover in ("ACCUSE", "REQUEST", "THREATEN"):
        return "nobody is said to have said it"
    if clause.pos != "NOM":
        return None
    alone = not act.unique and not (made.targets or made.place or made.object) and len(made.actors.ids) < 2
    if alone and (not dated or any(":" in i for i in made.actors.ids)):
        return "it is not said when"
    noun = clause.predicate
    loose = noun.tag_ in ("NNS", "NNPS") and not any(c.dep_ in ("det", "poss") for c in noun.children)
    if (act.plover == "CONSULT" or loose) and not dated and not _told_of_the_past(noun):
        return "it is not certain that it has happened"
    return None


def not_a_state_of(clause: Clause, made: Any, force: Force) -> str | None:
    """Why an attribute is not told of an actor: only able to have it, or "its weapons" of somebody not named."""
    if made.type != "attribute":
        return None
    if force.modality == "able":
        return "what it can be is not said to be so"
    owners = clause.arguments.get("poss", ())
    if clause.pos == "STA" and any(f.token.pos_ != "PROPN" for f in owners):
        return "it is not certain whose it is"
    return None


def _told_of_the_past(noun: Token) -> bool:
    """Whether the verb above a noun is in a past tense."""
    node = noun
    while node.head != node and node.pos_ not in ("VERB", "AUX"):
        node = node.head
    return node.tag_ == "VBD" or any(c.tag_ == "VBD" and c.dep_ in ("aux", "auxpass") for c in node.children)


def no_deed_of_force(found: Match, made: Any, context: Context) -> str | None:
    """Why what sounds like a deed of force is none: words of a person, or sport."""
    if found.office in ("leader", "person") and made.act == "attack":
        return "a person may attack in words"
    contest = ACTS[made.act].plover == "ASSAULT" or made.act == "meet"
    if contest and any(t.lower_ in tables.words("classes", "sport") for t in context.sentence):
        return "it is of sport"
    return None


def swing(first: Any, second: Any) -> bool:
    """Whether two coordinated verbs tell opposite changes of one time ("rose and fell")."""
    ways = {getattr(first.made, "direction", None), getattr(second.made, "direction", None)}
    if first.clause.verb != second.clause.verb.head or second.clause.verb.dep_ != "conj" or None in ways:
        return False
    return len(ways) == 2 and not (first.when.period.known and second.when.period.known)


def no_turn(found: Match, made: Any) -> str | None:
    """Why a move from one state to another is no change of sides: of a person or a seat, or from its own side."""
    if made.type != "alignment" or not (made.toward and made.away):
        return None
    who = made.who.ids
    if found.office in ("leader", "person") or any(i.startswith("org:") for i in who):
        return "it may be a person or a seat that moved"
    if set(who) & {*made.away.ids, *made.toward.ids}:
        return "nobody turns from or to himself"
    return None
