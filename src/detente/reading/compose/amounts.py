"""Numbers said of a quantity: shares, values, ranks.

In: the head token of a phrase such as "10 per cent" or "the second-largest economy". Out: slots with the tokens they hold.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from detente.reading.compose import tables, things
from detente.reading.compose.context import Context
from detente.reading.compose.things import Found

if TYPE_CHECKING:
    from spacy.tokens import Token

_RANGE = re.compile(r"\d[\d.]*[-–]\d[\d.]*")
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
    after = token.doc[token.i + 1 : token.i + 3].text.lower()
    if unit is None and (after == "per cent" or after.startswith(("%", "percent"))):
        unit, words = (
            tables.mapping("units")["%"],
            words
            + [
                t for t in token.doc[token.i + 1 : token.i + 3] if t.lower_ in ("%", "per", "cent", "percent")
            ],
        )
    if any(t.lower_ in tables.words("classes", "short_rates") for t in token.doc[token.i + 1 : token.i + 4]):
        return None  # "$1 billion a day" is no sum of a year
    whole = fraction(token)
    if whole is not None:
        return whole
    slots: dict[str, Any] = {}
    value, factor = None, 1.0
    if any(_RANGE.fullmatch(t.text) for t in inside) or any(
        t.lower_ in ("to", "between", "or") for t in inside
    ):
        return None
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
    hyphens = sum(1 for t in inside if t.text in "-–")
    money = any(t.text in "$€£" for t in inside)
    scaled = token.lower_ in tables.mapping("scales")
    if value is None or hyphens or (unit is None and not (scaled or money)):
        return None
    slots = {"number": value * factor, "unit": unit["unit"] if unit else "usd" if money else None}
    if any(t.text in "€£" for t in inside):
        return None
    of = [
        g
        for c in token.children
        if c.dep_ == "prep" and c.lower_ == "of"
        for g in c.children
        if g.lower_ == "gdp"
    ]
    if of:
        slots["unit"] = "percent_of_gdp"
        inside += [*of[0].head.subtree]
    if bound := _bound(" ".join(t.lower_ for t in inside)):
        slots["bound"] = bound
    return Found(slots, frozenset(t.i for t in inside))


def _bound(low: str) -> str | None:
    """What words before a number say of it: about, at least, more than ..."""
    for row in tables.rows("bounds"):
        if any(re.search(rf"\b{re.escape(w)}\b", low) for w in row["words"].split("|")):
            return row["bound"]
    return None


def whole_amount(token: Token, context: Context) -> Found | None:
    """A figure that is no part of something else: "4 per cent", but not "4 per cent of the world total"."""
    found = amount(token, context)
    if found is None or found.slots.get("unit") != "percent":
        return found
    parts = [c for c in token.children if c.dep_ == "prep" and c.lower_ == "of" and c.i not in found.tokens]
    return None if parts else found


def of_goods(token: Token, context: Context) -> Found | None:
    """A sum of money that goods are worth: "3 billion dollars of goods", "$37 billion in goods"."""
    found = amount(token, context)
    after = [g for c in token.children if c.dep_ == "prep" and c.lower_ in ("of", "in") for g in c.children]
    narrowed = ("amod", "compound", "conj")
    goods = [
        g
        for g in after
        if g.lower_ in tables.words("classes", "plain_goods")
        and not any(c.dep_ in narrowed for c in g.children)
    ]
    if found is None or found.slots.get("unit") != "usd" or not goods:
        return None
    return Found(found.slots, found.tokens | {goods[0].i, goods[0].head.i})


def year(token: Token) -> Found | None:
    """A calendar year as the time of a comparison ("than in 1990")."""
    if not re.fullmatch(r"1[89]\d\d|20\d\d", token.text) or any(
        c.dep_ in ("cc", "conj") for c in token.children
    ):
        return None
    return Found({"from": token.text, "to": token.text, "origin": "stated"}, frozenset((token.i,)))


def fraction(token: Token) -> Found | None:
    """A share said by a word: "most", "half", "two thirds", "nearly all", "the bulk", "the lion's share"."""
    before = [t for t in token.subtree if t.i < token.i and not t.is_punct]
    low = _words(before)
    long = (
        r
        for w, r in tables.mapping("shares").items()
        if " " in w and f" {low} {token.lower_}".endswith(f" {w}")
    )
    row = tables.mapping("shares").get(token.lower_) or next(long, None)
    if row is None:
        return None
    if row["needs"] and not any(re.search(rf"\b{re.escape(w)}\b", low) for w in row["needs"].split("|")):
        return None
    slots: dict[str, Any] = {"number": float(row["number"]), "unit": "percent", "bound": row["bound"] or None}
    counts = [
        n
        for t in before
        if (n := number(t.text)) is not None and t.dep_ in ("nummod", "compound", "quantmod")
    ]
    if row["part"]:
        if len(counts) > 1:
            return None
        slots["number"] = round(float(row["number"]) * (counts[0] if counts else 1), 1)
        slots["bound"] = _bound(low)
    elif not row["needs"] and not row["bound"]:
        slots["bound"] = _bound(low)
    return Found(slots, frozenset({token.i} | {t.i for t in token.subtree if t.i < token.i}))


def _words(tokens: list[Token]) -> str:
    return " ".join(t.lower_ for t in tokens)


def share(token: Token, context: Context) -> Found | None:
    """A share of a quantity: "40 per cent of Poland's gas imports", "most of India's arms imports", "a fifth of world trade"."""
    part = amount(token, context)
    inner = next(
        (
            g
            for c in token.children
            if c.dep_ == "prep" and c.lower_ == "of"
            for g in c.children
            if g.dep_ == "pobj"
        ),
        None,
    )
    if part is None or inner is None or part.slots.get("unit") != "percent":
        return None
    tokens = {t.i for t in token.subtree if t.i <= token.i} | {inner.head.i}
    found = things.measure(inner, context)
    if found is not None:
        slots = dict(found.slots) | {"share": part.slots}
        return Found(slots, frozenset(tokens | found.tokens))
    row = things.measure_row(inner)
    world = [
        c
        for c in inner.children
        if c.lower_ in ("world", "global") or (c.dep_ == "poss" and c.lower_ == "world")
    ]
    if row is None or not world:
        return None
    slots = {
        "type": "quantity",
        "measure": row["measure"],
        "share": part.slots | {"of": "world"},
        "world": True,
    }
    return Found(slots, frozenset(tokens | {t.i for t in inner.subtree if t.i <= inner.i}))
