"""Numbers said of a quantity: shares, values, ranks.

In: the head token of a phrase such as "10 per cent" or "the second-largest economy". Out: slots with the tokens they hold.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from detente.reading.compose import tables
from detente.reading.compose.context import Context
from detente.reading.compose.things import Found

if TYPE_CHECKING:
    from spacy.tokens import Token

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def number(text: str) -> float | None:
    """The number that a word or figure says."""
    low = text.lower()
    if _NUMBER.fullmatch(low):
        return float(low.replace(",", ""))
    row = tables.mapping("numbers").get(low)
    return float(row["number"]) if row else None


def amount(token: Token, context: Context) -> Found | None:
    """A figure with its unit and bound: "about 10 per cent", "$3 billion", "more than half"."""
    words = sorted(token.subtree, key=lambda t: t.i)
    inside = [t for t in words if t.i <= token.i]
    unit = tables.mapping("units").get(token.lower_)
    share = tables.mapping("shares").get(token.lower_)
    slots: dict[str, Any] = {}
    if share is not None:
        slots = {"number": float(share["number"]), "unit": "percent", "bound": share["bound"] or None}
    value, factor = None, 1.0
    for t in inside:
        one = number(t.text)
        scale = tables.mapping("scales").get(t.lower_)
        if scale is not None:
            factor *= float(scale["factor"])
        elif (
            one is not None
            and value is None
            and t.dep_ in ("nummod", "quantmod", "compound", "pobj", "dobj", "attr", "npadvmod")
        ):
            value = one
    if not slots:
        if value is None or unit is None:
            return None
        slots = {"number": value * factor, "unit": unit["unit"]}
    low = " ".join(t.lower_ for t in inside)
    for row in tables.rows("bounds"):
        if any(re.search(rf"\b{re.escape(w)}\b", low) for w in row["words"].split("|")):
            slots["bound"] = row["bound"]
            break
    return Found(slots, frozenset(t.i for t in inside))
