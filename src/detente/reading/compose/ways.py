"""Sentences about ways: from where to where, through or without whom; a way that is needed, possible, open or shut.

In: a `Context` whose sentence speaks of a way by its words (`reading.ways`). Out: the `route` or `attribute` statement that
the grammar of ways (`reading.routes.grammar`) gives, with its polarity, or None where it holds more than a statement can.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.errors import DetenteError
from detente.reading import ways
from detente.reading.compose import building
from detente.reading.compose.context import Context

if TYPE_CHECKING:
    from detente.facets import WayStatement

_LONGEST = 20
"""Words of a sentence of an article that the grammar of ways is trusted with; it must be one clause."""
_FIRST_YEAR, _LAST_YEAR = 1946, 2024  # of the map
_MODES = {
    "rail+road": "land", "oil pipeline": "oil_pipeline", "gas pipeline": "gas_pipeline",
}  # fmt: skip
_SHUT = re.compile(r"[\"“”]")


@dataclass(frozen=True, slots=True)
class WayRead:
    """A statement about a way with its polarity; `passes`: it is of who is passed or passed by."""

    statement: Any
    polarity: str
    passes: bool = False


def read(context: Context) -> WayRead | None:
    """The statement of a sentence about a way, or None."""
    text = context.sentence.text.strip()
    words = [t for t in context.sentence if not t.is_punct and not t.is_space]
    plain = context.single or (len(words) <= _LONGEST and not _nested(context))
    if not plain or _SHUT.search(text) or _reported(context):
        return None
    kind = ways.kind(text)
    if kind is None:
        return None
    stated = _grammar(text, kind, context)
    return None if stated is None else _statement(stated)


def _nested(context: Context) -> bool:
    """Whether a sentence has a clause beside its main one: another verb with a subject, or a comparison."""
    root = context.sentence.root
    return any(
        (t.dep_ in ("nsubj", "nsubjpass") and t.head != root and t.head.dep_ not in ("xcomp", "relcl"))
        or (t.lower_ == "than" and t.nbor(-1).lower_ != "other")
        for t in context.sentence
        if t.i > 0
    )


def _reported(context: Context) -> bool:
    """Whether the sentence says what somebody says, hopes or supposes."""
    return any(
        (t.dep_ == "ccomp" and t.head.pos_ in ("VERB", "AUX"))
        or (t.dep_ == "mark" and t.lower_ == "if")
        or t.lower_ == "according"
        for t in context.sentence
    )


def _grammar(text: str, kind: str, context: Context) -> WayStatement | None:
    from detente.reading.routes import (  # the network of ways is loaded for such sentences only
        grammar,
        things,
    )

    year = min(max(context.year or _LAST_YEAR, _FIRST_YEAR), _LAST_YEAR)
    try:
        sentence = things.sentence(text, (), _said_year(text) or year)
        return grammar.read(sentence, kind) if sentence.things else None
    except DetenteError:
        return None


def _said_year(text: str) -> int | None:
    years = [int(y) for y in re.findall(r"\b(?:19|20)\d\d\b", text)]
    return min(max(years[-1], _FIRST_YEAR), _LAST_YEAR) if years else None


def _statement(w: WayStatement) -> WayRead | None:
    """A statement of ways as a typed one; None where it says what no slot holds."""
    if w.also is not None or w.shut or w.natural or w.direct or w.fixed or w.site:
        return None
    if w.asks == "landlocked":
        return _made({"type": "attribute", "who": [w.origin], "property": "landlocked"}, w.true)
    if w.asks == "least":
        double = w.count == (">=", 2) and w.goal == "ocean" and w.origin and len(w.origin) == 3
        return (
            _made({"type": "attribute", "who": [w.origin], "property": "doubly_landlocked"}, w.true)
            if double
            else None
        )
    goal = w.goal or ("world" if w.asks == "required" and w.origin else None)
    if w.asks == "border" or (w.link is None and (w.origin is None or goal is None)):
        return None
    slots: dict[str, Any] = {"type": "route", "mode": _MODES.get(w.mode or "", w.mode)}
    slots |= {"from": [w.origin]} if w.origin else {}
    slots |= {"to": [goal]} if goal else {}
    slots |= {"carrier": f"pipeline:{w.link}"} if w.link else {}
    return _made(slots | _asked(w), w.true)


def _asked(w: WayStatement) -> dict[str, Any]:
    """What is asked of the gatekeepers, as the slots of a route."""
    if w.asks == "required":
        one_of = len(w.keepers) > 1 and not w.each
        return {"state": "required", "alternatives" if one_of else "through": list(w.keepers)}
    if w.asks == "exists":
        return {"state": "possible"}
    return {"state": "bypasses" if w.asks == "without" and w.link else "possible", w.asks: list(w.keepers)}


def _made(slots: dict[str, Any], true: bool) -> WayRead | None:
    made = building.validated(slots)
    passes = slots["type"] == "route" and bool({"through", "without", "alternatives"} & set(slots))
    return None if made is None else WayRead(made, "positive" if true else "negative", passes)
