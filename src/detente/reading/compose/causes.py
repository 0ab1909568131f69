"""What is said to have brought something about: nouns of deeds, dated events by name, causal phrases beside a clause.

In: a noun, or a clause that was read. Out: `Found` slots of the event that is the cause. Tables: `causal.csv` (phrases that
join a cause to a clause), `event_acts.csv` (the act of each type of dated event); names of events are those of the record.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from detente.reading.compose import tables
from detente.reading.compose.context import Context
from detente.reading.compose.things import Found

if TYPE_CHECKING:
    from spacy.tokens import Token

    from detente.reading.compose.clauses import Clause

_LONGEST = 8  # words of an event's name


@cache
def _named() -> dict[str, tuple[str, str]]:
    """Id and act by the name of a dated event; names of two events are left out."""
    text = files("detente.evidence").joinpath("data", "events.csv").read_text("utf-8")
    acts = tables.mapping("event_acts")
    found: dict[str, set[tuple[str, str]]] = {}
    for row in csv.DictReader(text.splitlines()):
        if row["type"] in acts:
            for name in filter(None, row["aliases"].split("|")):
                found.setdefault(name.lower(), set()).add((row["id"], acts[row["type"]]["act"]))
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}


def event(token: Token, context: Context) -> Found | None:
    """The event that a noun phrase stands for: a dated one by its name, or a deed by a noun of the lexicon."""
    dated, deed = _dated(token), _deed(token, context)
    if dated is None or deed is None or deed.slots["type"] != "event" or not deed.slots.get("actors"):
        return dated or deed
    return Found(deed.slots | {"named": dated.slots["named"]}, deed.tokens | dated.tokens)


def _dated(token: Token) -> Found | None:
    """ "The Falklands war", "the fall of the Shah"."""
    left = next((t for t in token.subtree if t.dep_ not in ("det", "punct", "prep")), token)
    ends = [token, *(g for c in token.children if c.dep_ == "prep" and c.lower_ == "of" for g in c.children)]
    for end in reversed(ends):
        span = token.doc[min(left.i, token.i) : end.i + 1]
        held = _named().get(span.text.lower()) if len(span) <= _LONGEST else None
        if held is not None:
            tokens = frozenset(range(span.start, span.end)) | {c.i for c in token.children if c.dep_ == "det"}
            return Found({"type": "event", "act": held[1], "named": held[0]}, tokens)
    return None


def _deed(token: Token, context: Context) -> Found | None:
    """A noun of the lexicon ("Russia's invasion of Ukraine") as the statement that it makes."""
    from detente.reading.compose import building, matching, nouns

    for pos in ("NOM", "STA"):
        clause = nouns.clause_of(token, pos)
        if clause is None or not matching.known(clause):
            continue
        for found in matching.matches(clause, context):
            made = building.statement(found) if isinstance(found, matching.Match) else None
            if made is not None and building.sensible(made) and isinstance(found, matching.Match):
                return Found(made.model_dump(by_alias=True), frozenset(found.tokens | {token.i}))
    return None


def beside(clause: Clause, context: Context) -> Found | None:
    """The cause that a phrase beside a clause names: "because of the war", "in response to Norway's sanctions"."""
    found = []
    for child in clause.verb.children:
        if child.dep_ not in ("prep", "npadvmod", "advmod", "agent"):
            continue
        for end in child.subtree:
            before = child.doc[child.left_edge.i : end.left_edge.i]
            said = " ".join(t.lower_ for t in before if t.pos_ != "DET")
            if end.dep_ != "pobj" or said not in tables.mapping("causal"):
                continue
            cause = event(end, context)
            if cause is not None and cause.slots["type"] in ("event", "membership", "change"):
                found.append(Found(cause.slots, cause.tokens | {t.i for t in before}))
    return found[0] if len(found) == 1 else None


def caused(cause: dict[str, Any], effect: Any, *, link: str = "caused") -> Any | None:
    """The causation of two statements, or None where it is not admitted."""
    from detente.reading.compose import building

    if effect.type not in ("event", "change", "membership", "alignment"):
        return None
    return building.validated({"type": "causation", "cause": cause, "effect": effect, "link": link})
