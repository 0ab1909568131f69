"""Numbers said of a quantity: shares, values, ranks.

In: the head token of a phrase such as "10 per cent" or "the second-largest economy". Out: slots with the tokens they hold.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from detente.reading.compose import phrases, tables, things
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
    share = tables.mapping("shares").get(token.lower_)
    slots: dict[str, Any] = {}
    if share is not None:
        slots = {"number": float(share["number"]), "unit": "percent", "bound": share["bound"] or None}
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
    if not slots:
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
    low = " ".join(t.lower_ for t in inside)
    for row in tables.rows("bounds"):
        if any(re.search(rf"\b{re.escape(w)}\b", low) for w in row["words"].split("|")):
            slots["bound"] = row["bound"]
            break
    return Found(slots, frozenset(t.i for t in inside))


def rank(token: Token, context: Context) -> Found | None:
    """A place in an order: "the world's second-largest economy", "one of the largest exporters of oil"."""
    head, within = token, None
    if token.lower_ == "one":
        inner = next(
            (g for c in token.children if c.dep_ == "prep" and c.lower_ == "of" for g in c.children), None
        )
        if inner is None:
            return None
        head, within = inner, 5
    row = next((r for r in tables.rows("ranked") if head.lemma_.lower() in r["words"].split("|")), None)
    if row is None:
        return None
    tokens = {token.i, head.i} | {c.i for t in (token, head) for c in t.children if c.dep_ == "det"}
    position, below = None, False
    for child in head.children:
        said = child.text.lower().rpartition("-")[2]
        order = tables.mapping("superlatives").get(said)
        if child.dep_ in ("amod", "compound", "nmod") and order is not None:
            position, below = 1, order["sign"] == "less"
            inside = list(child.subtree) + [c for c in head.children if c.i < child.i]
            for t in inside:
                number_word = tables.mapping("ordinals").get(t.lower_.partition("-")[0])
                if number_word is not None:
                    position = int(number_word["number"])
                    tokens.add(t.i)
            tokens |= {t.i for t in child.subtree}
    if position is None:
        return None
    slots: dict[str, Any] = {"type": "quantity", "measure": row["measure"]}
    if row["product"]:
        slots["product"] = (row["product"],)
    among, partner, used, known = _among(head, row, context)
    if not known:
        return None
    tokens |= used
    if partner is not None:
        slots["of"] = partner
    elif row["partner"] == "yes":
        if not row["alone"]:
            return None  # "the world's largest partner" is nobody's
        slots["measure"] = row["alone"]
    slots["partner"] = partner is not None
    for child in head.children:
        product = tables.mapping("products").get(child.lower_)
        if child.dep_ in ("amod", "compound") and product is not None and row["goods"] == "yes":
            slots["product"] = (product["product"],)
            tokens.add(child.i)
        elif child.dep_ == "prep" and child.lower_ == "of" and row["goods"] == "yes":
            goods = next((g for g in child.children if g.dep_ == "pobj"), None)
            product = None if goods is None else tables.mapping("products").get(goods.lower_)
            if product is None:
                return None
            slots["product"] = (product["product"],)
            tokens |= {child.i, goods.i} if goods is not None else {child.i}
            whose = None if goods is None else phrases.modifiers(goods, context)
            if whose is not None:
                slots["with"] = whose.actors
                tokens |= whose.tokens
        elif (
            child.dep_ in ("amod", "compound")
            and child.i not in tokens
            and child.lower_ not in row["modifiers"].split("|")
        ):
            return None
        elif child.lower_ in row["modifiers"].split("|"):
            tokens.add(child.i)
    own = row["modifiers"].split("|")
    tokens |= {
        t.i
        for c in head.children
        if c.lower_ == "of" and any(g.lower_ in own for g in c.children)
        for t in c.subtree
    }
    slots["rank"] = {"among": among, "from_below": below} | (
        {"within": within} if within else {"position": position}
    )
    return Found(slots, frozenset(tokens))


def _among(head: Token, row: dict[str, str], context: Context) -> tuple[str, Any, set[int], bool]:
    """Among whom the rank is; for partners, whose partner; the tokens; whether that is known."""
    for child in head.children:
        if child.dep_ == "poss" and child.lower_ == "world":
            return "world", None, {t.i for t in child.subtree}, True
        if (
            child.dep_ == "prep"
            and child.lower_ in ("in", "on")
            and any(g.lower_ in ("world", "globe") for g in child.children)
        ):
            return "world", None, {t.i for t in child.subtree}, True
    owner = phrases.possessors(head, context)
    if owner is None:
        own = row["modifiers"].split("|")
        if any(g.lower_ in own for c in head.children if c.lower_ == "of" for g in c.children):
            return (
                "world",
                None,
                {t.i for c in head.children if c.lower_ == "of" for t in c.subtree},
                row["partner"] != "yes",
            )
        bare = not any(
            c.dep_ == "poss" or (c.dep_ == "prep" and not (c.lower_ == "of" and row["goods"] == "yes"))
            for c in head.children
        )
        return "world", None, set(), row["partner"] != "yes" and bare
    if row["partner"] == "yes":
        return "partners", owner.actors, set(owner.tokens), True
    if len(owner.ids) == 1 and owner.ids[0].startswith(("bloc:", "org:")):
        return owner.ids[0], None, set(owner.tokens), True
    return "world", None, set(), False


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
