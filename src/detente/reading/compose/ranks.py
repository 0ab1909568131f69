"""Places in an order: "the world's second-largest economy", "one of Chile's main partners", "the richest state in Europe".

In: the head token of the phrase. Out: a `Found` with the slots of a quantity and its rank; `partner` says whether its owner is
the one whose partner it is. Tables: `ranked.csv` (nouns), `superlatives.csv`, `richest.csv` (adjectives that say the measure).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from detente.reading.compose import amounts, phrases, tables
from detente.reading.compose.context import Context
from detente.reading.compose.things import Found

if TYPE_CHECKING:
    from spacy.tokens import Token

_MANY = 5
"""How many "one of the largest" may be."""
_WORLD = ("world", "planet", "globe", "earth")
_OWN_MEASURES = ("oil_production", "gas_production", "oil_reserves", "gas_reserves")
_BEFORE = ("amod", "compound", "nmod", "nummod", "advmod")


@dataclass(slots=True)
class _Place:
    """What is found of a rank so far."""

    position: int | None = None
    within: int | None = None
    below: bool = False
    measure: str | None = None
    tokens: set[int] = field(default_factory=set)


def rank(token: Token, context: Context) -> Found | None:
    """A place in an order, or None."""
    head, place = token, _Place()
    if token.lower_ == "one":
        inner = next(
            (g for c in token.children if c.dep_ == "prep" and c.lower_ == "of" for g in c.children), None
        )
        if inner is None:
            return None
        head, place.within = inner, _MANY
    if context.mention(head) is not None:
        return None
    for row in tables.rows("ranked"):
        if head.lemma_.lower() in row["words"].split("|"):
            found = _as(row, head, token, _Place(within=place.within), context)
            if found is not None:
                return found
    return None


def _as(row: dict[str, str], head: Token, token: Token, place: _Place, context: Context) -> Found | None:
    """The place that the noun is by one row of the table."""
    place.tokens = {token.i, head.i} | {c.i for t in (token, head) for c in t.children if c.dep_ == "det"}
    if head != token:
        place.tokens |= {c.i for c in token.children if c.lower_ == "of"}
    if not _superlative(head, place, row):
        return None
    _counted(head, token, place)
    if row["must"] and not any(t.lower_ in row["must"].split("|") for t in _beside(head)):
        return None
    return _slots(head, row, place, context)


def _beside(head: Token) -> list[Token]:
    """The words before a noun, and those after its "of" or "for"."""
    return [c for c in head.children if c.i < head.i] + [
        g for c in head.children if c.lower_ in ("of", "for") for g in c.children if g.dep_ == "pobj"
    ]


def _superlative(head: Token, place: _Place, row: dict[str, str]) -> bool:
    """Take the superlative before the noun ("second-largest", "single biggest", "most important", "richest")."""
    for child in head.children:
        if child.dep_ not in _BEFORE or child.i > head.i:
            continue
        most = next((c for c in child.children if c.lower_ in ("most", "least")), None)
        said = child.text.lower().rpartition("-")[2]
        order = tables.mapping("superlatives").get(said)
        measured = tables.mapping("richest").get(said if most is None else f"most {said}")
        if order is not None and order["needs"] == "most" and most is None:
            order = None
        if (
            order is not None
            and order["only"] == "partner"
            and row["partner"] != "yes"
            and row["goods"] != "yes"
        ):
            order = None
        if order is None and (measured is None or row["rich"] != "yes"):
            continue
        place.position = 1
        if order is not None:
            place.below = order["sign"] == "less"
        else:
            assert measured is not None
            place.measure, place.below = measured["measure"], measured["sign"] == "less"
        if row["rich"] == "yes" and place.measure is None:
            return False  # "the largest country": of what is not said
        for t in (*child.subtree, *(c for c in head.children if c.i < child.i)):
            number_word = tables.mapping("ordinals").get(t.lower_.partition("-")[0])
            if number_word is not None:
                place.position = int(number_word["number"])
                place.tokens.add(t.i)
        place.tokens |= {t.i for t in child.subtree}
        return True
    return False


def _counted(head: Token, token: Token, place: _Place) -> None:
    """ "The five largest partners", "one of its top three buyers": within how many."""
    plural = head.tag_ in ("NNS", "NNPS") and head.lower_ != "reserves"
    for child in head.children:
        count = amounts.number(child.text) if child.dep_ == "nummod" and child.i < head.i else None
        if count is not None and 1 < count <= 20 and plural:
            place.within = int(count)
            place.tokens.add(child.i)
    if plural and place.within is None and head == token:
        place.within = _MANY
    if place.within is not None and place.position not in (None, 1):
        place.within = None


def _slots(head: Token, row: dict[str, str], place: _Place, context: Context) -> Found | None:
    slots: dict[str, Any] = {"type": "quantity", "measure": place.measure or row["measure"]}
    if row["product"]:
        slots["product"] = (row["product"],)
    among, partner, used, known = _among(head, row, context)
    if not known:
        return None
    tokens = place.tokens | used
    if partner == "mutual":
        slots["mutual"] = True
    elif partner is not None:
        slots["of"] = partner
    elif row["partner"] == "yes":
        if not row["alone"]:
            return None  # "the world's largest partner" is nobody's
        slots["measure"] = row["alone"]
    slots["partner"] = partner is not None
    held = _said_before(head, row, slots, tokens) and _said_after(head, row, slots, tokens, context)
    if not held:
        return None
    slots["rank"] = {"among": among, "from_below": place.below} | (
        {"within": place.within} if place.within else {"position": place.position}
    )
    _joined(slots)
    return Found(slots, frozenset(tokens))


def _joined(slots: dict[str, Any]) -> None:
    """Producers of oil or gas, and their reserves, have a measure of their own."""
    own = f"{(slots.get('product') or ('',))[0]}_{slots['measure']}"
    if own in _OWN_MEASURES:
        slots["measure"] = own
        slots.pop("product")


def _said_before(head: Token, row: dict[str, str], slots: dict[str, Any], tokens: set[int]) -> bool:
    """Adjectives and compounds: products are taken, words of the row's own pass, any other makes it another thing."""
    known = {*row["modifiers"].split("|"), *row["must"].split("|")} | tables.words("classes", "rank_neutral")
    for child in head.children:
        if child.dep_ not in _BEFORE or child.i in tokens or child.i > head.i:
            continue
        product = tables.mapping("products").get(child.lower_)
        if product is not None and row["goods"] == "yes":
            slots["product"] = (product["product"],)
        elif child.lower_ == "growing" and slots["measure"] == "gdp":
            slots["measure"] = "gdp_growth"
        elif child.lower_ not in known:
            return False
        tokens.add(child.i)
    return True


def _said_after(
    head: Token, row: dict[str, str], slots: dict[str, Any], tokens: set[int], context: Context
) -> bool:
    """ "Of Russian oil", "of arms to Egypt", "for its gas": products and partners behind the noun."""
    own = row["modifiers"].split("|")
    for child in head.children:
        if child.dep_ != "prep" or child.i in tokens:
            continue
        inner = next((g for g in child.children if g.dep_ == "pobj"), None)
        if child.lower_ in ("after", "behind", "except", "besides"):
            return False
        if inner is None or inner.i in tokens:
            continue
        if child.lower_ in ("of", "for") and inner.lower_ in {*own, row["measure"]}:
            tokens |= {t.i for t in child.subtree}
            continue
        product = tables.mapping("products").get(inner.lower_)
        if product is not None and row["goods"] == "yes" and child.lower_ in ("of", "for"):
            slots["product"] = (product["product"],)
            tokens |= {child.i, inner.i}
            tokens |= {c.i for c in inner.children if c.lower_ in ("natural", "crude")}
            whose = phrases.modifiers(inner, context)
            if whose is not None and not slots["partner"]:
                slots["with"] = whose.actors
                tokens |= whose.tokens
            if any(c.dep_ in ("conj", "cc") for c in inner.children):
                return False
        elif child.lower_ == "of" and row["goods"] == "yes":
            return False
        elif (
            child.lower_ in ("to", "in", "from")
            and not slots["partner"]
            and context.mention(inner) is not None
        ):
            return False  # "the largest exporter of oil to Chile": among whom is another matter
    return True


def _among(head: Token, row: dict[str, str], context: Context) -> tuple[str, Any, set[int], bool]:
    """Among whom the rank is; for partners, whose partner; the tokens; whether that is known."""
    for child in head.children:
        inner = next((g for g in child.children if g.dep_ == "pobj"), None) if child.dep_ == "prep" else None
        whole = child.dep_ == "poss" and child.lower_ in _WORLD and not _narrow(child)
        whole |= (
            inner is not None
            and child.lower_ in ("in", "on", "of")
            and inner.lower_ in _WORLD
            and not _narrow(inner)
        )
        if whole:
            if row["partner"] == "yes" and not row["alone"]:
                return "world", None, set(), False
            return "world", None, {t.i for t in child.subtree}, True
        if inner is not None and child.lower_ in ("in", "on", "across", "among") and row["partner"] != "yes":
            where = phrases.resolve(inner, context)
            if where is not None and len(where.ids) == 1 and where.ids[0].startswith(("bloc:", "org:")):
                return where.ids[0], None, set(where.tokens) | {child.i}, True
    mutual = _mutual(head)
    if mutual and row["partner"] == "yes":
        return "partners", "mutual", mutual, True
    owner = phrases.possessors(head, context)
    if owner is None and row["partner"] == "yes" and row["goods"] == "yes":
        owner = _for_whose(head, context)
    if owner is None:
        return _alone(head, row)
    if row["partner"] == "yes":
        single = len(owner.ids) == 1 and not owner.place and not owner.disjunction
        return "partners", owner.actors, set(owner.tokens), single
    if len(owner.ids) == 1 and owner.ids[0].startswith(("bloc:", "org:")):
        return owner.ids[0], None, set(owner.tokens), True
    return "world", None, set(), False


def _narrow(world: Token) -> bool:
    """Whether only a part of the world is meant ("the developed world's")."""
    return any(
        c.dep_ in ("amod", "compound", "nmod") and c.lower_ not in ("whole", "entire") for c in world.children
    )


def _for_whose(head: Token, context: Context) -> phrases.Ref | None:
    """ "The main market for Australian coal", "the main supplier of arms to India": whose goods or whose supplier."""
    for child in head.children:
        for inner in child.children if child.lower_ == "to" else ():
            found = phrases.resolve(inner, context) if inner.dep_ == "pobj" else None
            if found is not None and not found.place:
                return phrases.Ref(found.actors, found.tokens | {child.i})
        for inner in child.children if child.lower_ == "for" else ():
            if inner.dep_ == "pobj" and inner.lower_ in tables.mapping("goods"):
                return phrases.modifiers(inner, context)
    return None


def _mutual(head: Token) -> set[int]:
    """The tokens of "each other's", "one another's", "of one another", "the other's" before or after the noun."""
    for token in head.subtree:
        before = token.nbor(-1) if token.i > 0 else None
        pair = None if before is None else (before.lower_, token.lower_)
        if before is not None and pair in (("each", "other"), ("one", "another"), ("the", "other")):
            after = token.nbor(1) if token.i + 1 < len(token.doc) else None
            owned = after is not None and after.lower_ in ("'s", "’s")
            of = token.nbor(-2) if token.i > 1 else None
            if owned and after is not None:
                return {before.i, token.i, after.i}
            if of is not None and of.lower_ == "of" and of.head == head and pair[0] != "the":
                return {of.i, before.i, token.i}
    return set()


def _alone(head: Token, row: dict[str, str]) -> tuple[str, Any, set[int], bool]:
    """Nobody's rank named: in the world, where the noun stands without an owner that is not known."""
    own = row["modifiers"].split("|")
    of_own = [c for c in head.children if c.lower_ == "of" and any(g.lower_ in own for g in c.children)]
    if of_own:
        return "world", None, {t.i for c in of_own for t in c.subtree}, row["partner"] != "yes"
    bare = not any(
        c.dep_ == "poss" or (c.dep_ == "prep" and not (c.lower_ in ("of", "for") and row["goods"] == "yes"))
        for c in head.children
    )
    return "world", None, set(), row["partner"] != "yes" and bare
