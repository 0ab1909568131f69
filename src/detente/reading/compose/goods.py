"""Goods that are bought, sold and depended on, and shares of them: "most of its gas", "40 per cent of Chile's exports".

In: the head token of a phrase. Out: `Found` slots of a quantity (`measure`, `product`, `share`, `of`) or of a dependence
(`domain`, `on`), with the tokens they hold. Tables: `goods.csv`, `shares.csv`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente.reading.compose import amounts, phrases, tables
from detente.reading.compose.context import Context
from detente.reading.compose.things import Found

if TYPE_CHECKING:
    from spacy.tokens import Token

_NARROWING = ("amod", "compound", "nmod", "nummod")
_TO_WHOM = {"imports": ("from",), "exports": ("to",), "trade_total": ("with",)}
_FLOWS = {
    "I": ("imports",),
    "E": ("exports",),
    "T": ("trade_total",),
    "A": ("imports", "exports", "trade_total"),
}
"""By the second letter of the variable: which flows its noun may name; all but A and T take a bare product too."""


def goods(token: Token, context: Context) -> Found | None:
    """A noun of goods with its owner and what it is of: "its gas", "German oil imports", "weapons", "trade"."""
    row = tables.mapping("goods").get(token.lower_) or tables.mapping("goods").get(token.lemma_.lower())
    if row is None or context.mention(token) is not None:
        return None
    slots: dict[str, Any] = {"measure": row["measure"]} if row["measure"] else {}
    if row["product"]:
        slots["product"] = (row["product"],)
    slots["domain"] = row["domain"]
    tokens = {token.i} | {c.i for c in token.children if c.dep_ in ("det", "case")}
    for child in token.children:
        if child.dep_ not in _NARROWING or child.i > token.i or child.lower_ in tables.mapping("shares"):
            continue
        inner = tables.mapping("goods").get(child.lower_)
        if inner is not None and inner["product"] and not row["product"]:
            slots["product"], slots["domain"] = (inner["product"],), inner["domain"]
        elif child.lower_ not in tables.words("classes", "goods_neutral") and not _names(child, context):
            return None
        tokens |= set() if _names(child, context) else {child.i}
    for child in token.children:
        if child.dep_ in ("conj", "cc") or (child.dep_ in ("relcl", "acl") and child.i > token.i):
            return None
        if child.dep_ == "prep":
            held = _of_product(child, slots) or _of_time_or_source(child)
            if held is None:
                return None
            tokens |= held
    return (
        Found(slots, frozenset(tokens)) if slots["domain"] else None
    )  # "supplies" of nothing named are no goods


def _of_product(preposition: Token, slots: dict[str, Any]) -> set[int] | None:
    """ "Imports of gas": the product of a flow, taken into the slots."""
    inner = next((c for c in preposition.children if c.dep_ == "pobj"), None)
    row = None if inner is None else tables.mapping("goods").get(inner.lower_)
    if inner is None or row is None or preposition.lower_ != "of" or not row["product"] or "product" in slots:
        return None
    slots["product"], slots["domain"] = (row["product"],), row["domain"]
    return {preposition.i, inner.i}


def _of_time_or_source(preposition: Token) -> set[int] | None:
    """Words of time, and of whom the goods come from, leave the goods what they are."""
    said = {t.lower_ for t in preposition.subtree}
    when = any(t.like_num or t.text[:4].isdigit() for t in preposition.subtree) or said & tables.words(
        "classes", "time_nouns"
    )
    return set() if when or preposition.lower_ in ("from", "to", "with", "since", "during") else None


def _names(child: Token, context: Context) -> bool:
    return any(context.mention(t) is not None for t in child.subtree)


def share(name: str, token: Token, context: Context) -> Found | None:
    """A share of goods, its owner under `of` where the phrase says it ("most of Chile's exports")."""
    head, part, tokens = _parted(token, context)
    if head is None or part is None:
        return None
    found = goods(head, context)
    if found is None:
        return None
    flows = _FLOWS[name[1]]
    measure = found.slots.get("measure")
    if measure is None and "product" not in found.slots:
        return None  # "half of its aid", "its security": no goods that are counted here
    if (measure is None and name[1] in "TA") or (measure is not None and measure not in flows):
        return None
    slots: dict[str, Any] = {k: v for k, v in found.slots.items() if k != "domain"}
    slots |= {"share": part}
    owner = phrases.possessors(head, context)
    tokens = tokens | found.tokens
    partner = _source(head, context, _TO_WHOM.get(measure or "", ("from",) if name[1] == "I" else ("to",)))
    if (partner is not None) != name.endswith("S") or (partner is not None and partner.place):
        return None
    if partner is not None:
        slots["with"] = partner.actors
        tokens = tokens | partner.tokens
    said = [c for c in head.children if c.dep_ == "poss"]
    if said and owner is None and said[0].lower_ in ("its", "their"):
        tokens = tokens | {said[0].i}  # of the one who buys or sells, whom the frame knows
    elif said or owner is not None:
        if owner is None or owner.place or owner.disjunction:
            return None
        slots["of"] = owner.actors
        tokens = tokens | owner.tokens
    return Found(slots, frozenset(tokens))


def _parted(token: Token, context: Context) -> tuple[Token | None, dict[str, Any] | None, set[int]]:
    """The noun of goods, the share as an amount, and the tokens of the share."""
    if tables.mapping("goods").get(token.lower_) is not None:  # "most Russian gas", "half its oil"
        for child in token.children:
            if child.i < token.i and child.dep_ in ("det", "predet", "amod", "quantmod", "nummod"):
                part = amounts.fraction(child)
                if part is not None:
                    return token, part.slots, set(part.tokens)
        return None, None, set()
    part = amounts.amount(token, context)
    if part is None or part.slots.get("unit") != "percent":
        return None, None, set()
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            for inner in child.children:
                if inner.dep_ == "pobj":
                    return inner, part.slots, set(part.tokens) | {child.i}
    return None, None, set()


def domain(token: Token, context: Context, owned: bool) -> Found | None:
    """What is depended on or for: "Russian gas" (`owned`: with whose it is), "its security", "arms imports"."""
    found = goods(token, context)
    if found is None:
        return None
    slots: dict[str, Any] = {"domain": found.slots["domain"]}
    tokens = set(found.tokens)
    if owned:
        named = next((c for c in token.children if c.dep_ == "poss" and context.mention(c) is not None), None)
        owner = phrases.modifiers(token, context) or _source(token, context, ("from",))
        owner = owner or (None if named is None else phrases.resolve(named, context))
        if owner is None or owner.place or len(owner.ids) != 1:
            return None
        slots["on"] = owner.actors
        tokens |= owner.tokens
    elif any(_names(c, context) for c in token.children if c.dep_ in ("amod", "compound", "nmod")):
        return None
    else:
        tokens |= {c.i for c in token.children if c.dep_ == "poss"}
    return Found(slots, frozenset(tokens))


def _source(token: Token, context: Context, words: tuple[str, ...]) -> phrases.Ref | None:
    """ "Gas from Norway", "exports to Norway": from or to whom, where that depends on the noun."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in words:
            for inner in child.children:
                found = phrases.resolve(inner, context) if inner.dep_ == "pobj" else None
                if found is not None:
                    return phrases.Ref(found.actors, found.tokens | {child.i}, found.place)
    return None
