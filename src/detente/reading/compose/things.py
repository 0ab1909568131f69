"""Things and measures a noun phrase stands for: agreements, weapons, products; economies, trade, populations.

In: the head token. Out: the dict of a `Thing`, or of a quantity's `measure`, `of`, `with`, `product`, with the tokens that
these account for. Tables: `things.csv`, `topics.csv`, `products.csv`, `measures.csv`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente import actors
from detente.errors import DetenteError
from detente.reading.compose import phrases, pronouns, tables
from detente.reading.compose.context import PLACE_KINDS, Context

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Found:
    """Slots of a statement and the tokens that they account for."""

    slots: dict[str, Any]
    tokens: frozenset[int]
    negated: bool = False


def known(token: Token, context: Context) -> Found | None:
    """An organisation, agreement or pipeline by id, if it stands alone."""
    if token.tag_ == "WDT" and token.head.dep_ == "relcl":  # "the SCO, which includes ..."
        found = known(token.head.head, context)
        return None if found is None else Found(found.slots, frozenset((token.i,)))
    mention = context.mention(token)
    members = mention is not None and mention.kind == "bloc" and mention.ids[0].endswith("-members")
    if (
        mention is not None and members and token.i == mention.start
    ):  # "NATO members" as what they are members of
        return _of_its_members(mention.ids[0], token)
    if mention is None or mention.kind not in ("organisation", "treaty", "pipeline") or len(mention.ids) != 1:
        return None
    if any(
        c.dep_ == "conj" or (c.dep_ in ("amod", "compound") and c.i < mention.start) for c in token.children
    ):
        return None
    return Found({"id": mention.ids[0]}, frozenset(range(mention.start, mention.end)) | _articles(token))


def _of_its_members(bloc: str, token: Token) -> Found | None:
    named = "org:" + bloc.removeprefix("bloc:").removesuffix("-members").upper()
    try:
        actors.get(named)
    except DetenteError:
        return None
    return Found({"id": named}, frozenset((token.i,)))


def person(token: Token, context: Context) -> Found | None:
    """Somebody who has ruled, by name: his id and the state that was his."""
    mention = context.mention(token)
    if mention is None or mention.kind != "leader" or context.heads(mention) != token:
        return None
    if any(c.dep_ == "conj" for c in token.children):
        return None
    ref = phrases.single(token, context)
    if ref is None or len(ref.ids) != 1:
        return None
    named = mention.text.lower().removesuffix("'s").removesuffix("’s").strip().replace(" ", "-")
    return Found({"id": f"person:{named}", "state": ref.ids}, ref.tokens)


def thing(token: Token, context: Context) -> Found | None:
    """A known agreement or organisation by id, or a described thing of `things.csv`."""
    found = known(token, context)
    if found is not None or context.mention(token) is not None:
        return found
    row = tables.mapping("things").get(token.lemma_.lower())
    if row is None:
        return None
    slots: dict[str, Any] = {"kind": row["kind"]}
    tokens = {token.i} | _articles(token)
    if row["product"]:
        slots["product"] = (row["product"],)
    for child in token.children:
        if child.dep_ not in ("amod", "compound", "nmod"):
            continue
        topic = tables.mapping("topics").get(child.lower_)
        if topic is not None:
            slots[topic["slot"]] = topic["value"] if topic["slot"] != "product" else (topic["value"],)
            tokens |= {
                t.i
                for t in child.subtree
                if t.i == child.i or t.text == "-" or t.lower_ in ("free", "mutual")
            }
    named = _proper(token) if row["kind"] == "agreement" else []
    if len(named) > 1:  # "the Stability Pact"
        slots["name"] = " ".join(t.text for t in named)
        tokens |= {t.i for t in named}
    owner = phrases.modifiers(token, context)
    if owner is not None and row["kind"] in ("product", "weapons", "troops", "territory", "resources"):
        slots["of"] = owner.ids
        tokens |= owner.tokens
    return Found(slots, frozenset(tokens), any(c.lower_ == "no" and c.dep_ == "det" for c in token.children))


def _proper(token: Token) -> list[Token]:
    """The words of a name in capitals that ends with the token, or goes on with "of"."""
    if token.pos_ != "PROPN" or not token.text[:1].isupper():
        return []
    at = token.i
    while at > token.sent.start and token.doc[at - 1].head == token and token.doc[at - 1].text[:1].isupper():
        at -= 1
    end = token.i + 1
    after = token.doc[end : end + 2]
    if len(after) == 2 and after[0].lower_ == "of" and after[1].pos_ == "PROPN" and after[0].head == token:
        end = after[1].i + 1
    return list(token.doc[at:end])


def _articles(token: Token) -> set[int]:
    return {c.i for c in token.children if c.dep_ == "det"}


def place(token: Token, context: Context) -> Found | None:
    """Ids of a place: a territory, city, sea, or a state as where something is; with what is coordinated."""
    if token.tag_ == "WDT" and token.head.dep_ == "relcl":  # "the Kurils, which ..."
        found = place(token.head.head, context)
        ids_only = found is not None and all(":" in i for i in found.slots["ids"])
        return Found(found.slots, frozenset((token.i,))) if found is not None and ids_only else None
    ids: list[str] = []
    tokens: set[int] = set()
    named = [g for c in token.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"]
    if (
        token.lemma_.lower() in tables.words("classes", "place_nouns")
        and named
        and context.mention(token) is None
    ):
        found = place(named[0], context)  # "the island of Takeshima"
        found = found or _around(named[0], context)
        return (
            None
            if found is None
            else Found(found.slots, found.tokens | {token.i, named[0].head.i} | _articles(token))
        )
    if token.lemma_.lower() in tables.words("classes", "place_nouns") and context.mention(token) is None:
        return _before_noun(token, context)
    for one in (token, *token.conjuncts):
        mention = context.mention(one)
        if mention is not None and mention.kind in (*PLACE_KINDS, "territory"):
            if mention.kind == "territory" or mention.ids[0].startswith("sea:"):
                name = mention.ids[0].removeprefix("sea:")
            else:
                name = mention.text
            ids.append(name if ":" in name else f"place:{name.lower().replace(' ', '-')}")
            tokens |= set(range(mention.start, mention.end)) | _articles(one)
            continue
        ref = phrases.country(one, context)
        if ref is None or not ref.ids:
            return None
        seat = mention is not None and mention.kind == "capital"  # a city that is taken or held is no state
        ids += [f"place:{mention.text.lower().replace(' ', '-')}"] if seat and mention else ref.ids
        tokens |= ref.tokens
    tokens |= {c.i for t in (token, *token.conjuncts) for c in t.children if c.dep_ in ("cc", "punct")}
    return Found({"ids": tuple(dict.fromkeys(ids))}, frozenset(tokens)) if ids else None


def _around(token: Token, context: Context) -> Found | None:
    """The state that a place not known by itself is in: "the port of A in Syria"."""
    for child in token.children:
        inner = next((g for g in child.children if g.dep_ == "pobj"), None) if child.lower_ == "in" else None
        if inner is not None:
            return place(inner, context)
    return None


def _before_noun(token: Token, context: Context) -> Found | None:
    """Territories named before such a noun: "the Abkhazia and South Ossetia regions"."""
    ids: list[str] = []
    tokens = {token.i} | _articles(token)
    for child in token.lefts:
        if child.dep_ in ("compound", "nmod", "amod"):
            for inner in child.subtree:
                mention = context.mention(inner)
                if mention is not None and mention.kind == "territory":
                    ids += mention.ids
                    tokens |= {t.i for t in child.subtree}
    return Found({"ids": tuple(dict.fromkeys(ids))}, frozenset(tokens)) if ids else None


def measure(token: Token, context: Context) -> Found | None:
    """A measured quantity with its owner: "China's economy", "trade between A and B", "the volume of Russian exports to C"."""
    row = measure_row(token)
    if row is None:
        return _size_of(token, context)
    held = _held_whole(token, row)
    if held is None:
        return None
    slots: dict[str, Any] = {"type": "quantity", "measure": row["measure"]}
    own = {c.i for c in token.children if c.lower_ in row["modifiers"].split("|")}
    tokens = {token.i} | _articles(token) | own | held
    owner = phrases.possessors(token, context)
    if owner is None and row["of"] and any(c.dep_ == "poss" for c in token.children):
        return None
    owner = _beside(token, row, held, owner, slots, tokens, context)
    if owner is not None:
        if "of" in slots or owner.place:
            return None
        slots["of"] = owner.actors
        tokens |= owner.tokens
        if row["measure"] == "trade_total" and "with" not in slots and len(owner.ids) == 2:
            if any(c.dep_ == "poss" for c in token.children):
                return None
            slots |= {"of": [owner.ids[0]], "with": [owner.ids[1]]}
    if "of" not in slots:
        slots |= _understood(token, row, context)
    if "of" not in slots or not _nothing_more(token, tokens):
        return None
    for child in token.children:
        product = tables.mapping("products").get(child.lower_)
        if child.dep_ in ("amod", "compound") and product is not None and row["product"] == "yes":
            slots["product"] = (product["product"],)
            tokens.add(child.i)
    return Found(slots, frozenset(tokens))


def _beside(
    token: Token, row: dict[str, str], held: set[int], owner: phrases.Ref | None, slots: dict[str, Any], tokens: set[int],
    context: Context,
) -> phrases.Ref | None:  # fmt: skip
    """Take what stands behind the noun: both sides of trade, a partner, the place that owns it; the owner comes back."""
    for child in token.children:
        if child.dep_ != "prep" or child.i in held:
            continue
        inner = next((c for c in child.children if c.dep_ == "pobj"), None)
        ref = None if inner is None else phrases.resolve(inner, context)
        if ref is None or ref.disjunction or ref.negated:
            continue
        if child.lower_ == "between" and len(ref.ids) == 2 and row["partner"] == "yes":
            slots |= {"of": [ref.ids[0]], "with": [ref.ids[1]]}
        elif child.lower_ in ("with", "to", "from") and row["partner"] == "yes" and owner is not None:
            slots["with"] = ref.actors
        elif child.lower_ == "in" and owner is None and row["partner"] != "yes":
            owner = ref
        elif child.lower_ == "of" and owner is not None and ref.ids == owner.ids:
            pass
        else:
            continue
        tokens |= ref.tokens | {child.i}
    return owner


def _size_of(token: Token, context: Context) -> Found | None:
    """ "The volume of trade between A and B", "the size of China's economy": the quantity itself."""
    if (
        token.lemma_.lower() not in tables.words("classes", "size_nouns")
        or context.mention(token) is not None
    ):
        return None
    beside = [c for c in token.children if c.dep_ not in ("det", "punct", "prep")]
    inner = [g for c in token.children if c.lower_ == "of" for g in c.children if g.dep_ == "pobj"]
    if len(inner) != 1 or any(c.lower_ not in tables.words("classes", "measure_neutral") for c in beside):
        return None
    found = measure(inner[0], context)
    if found is None:
        return None
    return Found(
        found.slots, found.tokens | {token.i, inner[0].head.i} | _articles(token) | {c.i for c in beside}
    )


def _understood(token: Token, row: dict[str, str], context: Context) -> dict[str, Any]:
    """Whose "the economy", "GDP", "exports" or "trade" is, where one state (or one pair) is spoken of; else nothing."""
    if row["measure"] not in tables.words("classes", "understood_measures"):
        return {}
    determined = {c.lower_ for c in token.children if c.dep_ == "det"}
    before = {c.lower_ for c in token.children if c.dep_ in ("amod", "compound", "nmod", "poss", "nummod")}
    wide = before & tables.words("classes", "worldwide")
    bare = row["measure"] == "gdp_growth" and not before & set(row["modifiers"].split("|"))
    if not determined <= {"the"} or wide or bare or any(c.dep_ == "poss" for c in token.children):
        return {}
    if row["measure"] == "trade_total":
        here = any(i in context.at for i in range(context.sentence.start, context.sentence.end))
        counted = token.head.dep_ == "prep" and token.head.head.lemma_.lower() in tables.words(
            "classes", "size_nouns"
        )
        pair = context.memory.pair if not here and (determined or counted) else ()
        return {"of": [pair[0]], "with": [pair[1]]} if len(pair) == 2 else {}
    who = pronouns.the_state(token, context)
    return {"of": list(who)} if who else {}


def _nothing_more(token: Token, held: set[int]) -> bool:
    """Whether the noun carries nothing that would make it another quantity ("purchasing power", "GDP per worker")."""
    neutral = tables.words("classes", "measure_neutral")
    for child in token.children:
        if child.i in held or child.dep_ in ("det", "case", "punct", "relcl", "appos", "cc"):
            continue
        if child.dep_ in ("amod", "compound", "nmod") and child.lower_ not in neutral and (
            child.lower_ not in tables.mapping("products")
        ):  # fmt: skip
            return False
        if child.dep_ == "conj" or (
            child.dep_ == "prep" and child.lower_ not in ("in", "since", "over", "between", "during")
        ):
            return False
    return True


def measure_row(token: Token) -> dict[str, str] | None:
    """The row of a measure's noun; a row with `modifiers` needs one of them ("military spending"), with `of` one after it."""
    said = {c.lower_ for c in token.children if c.dep_ in ("amod", "compound", "nmod")}
    after = {t.lower_ for t in _whole(token)}
    for row in tables.rows("measures"):
        if token.lemma_.lower() in row["words"].split("|") or token.lower_ in row["words"].split("|"):
            needed = set(filter(None, row["modifiers"].split("|")))
            whole = set(filter(None, row["of"].split("|")))
            if (not needed or needed & said) and (not whole or whole & after):
                return row
    return None


def _whole(token: Token) -> list[Token]:
    """ "Share of world capabilities", "income per person": the nouns after "of", "in" or "per"."""
    return [
        g for c in token.children if c.dep_ == "prep" and c.lower_ in ("of", "in", "per") for g in c.children if g.dep_ == "pobj"
    ]  # fmt: skip


def _held_whole(token: Token, row: dict[str, str]) -> set[int] | None:
    """The tokens of what a share or income is of, where the row asks for it; None where they say more than that."""
    if not row["of"]:
        return set()
    held: set[int] = set()
    for inner in _whole(token):
        if inner.lower_ in row["of"].split("|"):
            words = [t for t in inner.subtree if t.i <= inner.i]
            known = tables.words("classes", "whole_neutral")
            if any(t.lower_ not in known and t != inner and t.dep_ not in ("det", "case") for t in words):
                return None
            held |= {inner.head.i} | {t.i for t in words}
    return held


def compared(token: Token, context: Context, *, inside: bool = False) -> Found | None:
    """A measure with a comparative before it ("a larger economy", "greater material capabilities"): its measure and sign.

    `inside`: "than Norway" depends on the noun or its adjective, and gives the `other`.
    """
    row = measure_row(token)
    if row is None or row["partner"] == "yes" or context.mention(token) is not None:
        return None
    signs = tables.mapping("comparatives")
    said = [c for c in token.children if c.lower_ in signs and c.i < token.i]
    held = _held_whole(token, row)
    if len(said) != 1 or held is None:
        return None
    own = row["modifiers"].split("|")
    for child in token.children:
        if child.dep_ in ("amod", "compound", "nmod", "poss", "nummod") and child != said[0] and child.lower_ not in own and (
            child.lower_ not in tables.words("classes", "measure_neutral")
        ):  # fmt: skip
            return None
    tokens = held | {token.i, said[0].i} | _articles(token) | {c.i for c in token.children if c.lower_ in own}
    tokens |= {c.i for c in said[0].children if c.dep_ == "advmod"}
    slots: dict[str, Any] = {"measure": row["measure"], "sign": signs[said[0].lower_]["sign"]}
    than = [
        g
        for c in (*token.children, *said[0].children)
        if c.lower_ == "than"
        for g in c.children
        if g.dep_ == "pobj"
    ]
    if bool(than) != inside:
        return None
    if than:
        other = phrases.resolve(than[0], context)
        if other is None or other.place or other.disjunction:
            return None
        slots["other"] = other.actors
        tokens |= other.tokens | {than[0].head.i}
    return Found(slots, frozenset(tokens))
