"""Frames of the lexicon held against a clause: which one fits, and what its variables stand for.

A frame fits if each of its required arguments is there and resolves, and no core argument of the clause (object, predicate
complement, infinitive, particle) is left over. The reason why the best candidate did not fit is kept for the reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from detente.domain import ActorSet
from detente.reading.compose import (
    amounts,
    bonds,
    causes,
    goods,
    lexicon,
    phrases,
    pronouns,
    ranks,
    tables,
    things,
)
from detente.reading.compose.clauses import Clause, Filler, dependents
from detente.reading.compose.context import Context
from detente.reading.compose.lexicon import Argument, Frame

if TYPE_CHECKING:
    from spacy.tokens import Token

_SURE = ("subj", "obj", "dative", "poss", "of", "with", "between", "to")
_SAID = ("VERB", "ADJ", "ADJR")
_CORE = ("obj", "dative", "attr", "acomp", "xcomp", "ccomp", "part")


@dataclass(slots=True)
class Match:
    """A frame that fits: `values` by variable, the tokens it accounts for, what negates it from inside."""

    frame: Frame
    clause: Clause
    values: dict[str, Any] = field(default_factory=dict)
    tokens: set[int] = field(default_factory=set)
    light: list[Any] = field(default_factory=list)
    negated: bool = False
    aside: set[int] = field(default_factory=set)
    office: str | None = None


def matches(clause: Clause, context: Context) -> Iterator[Match | str]:
    """The frames that fit the clause in order, and the reasons why others did not."""
    candidates = lexicon.frames().get((clause.pos, clause.predicate.lemma_.lower()), ())
    for frame in candidates:
        yield _fits(frame, clause, context)


def known(clause: Clause) -> bool:
    """Whether the predicate is in the lexicon at all."""
    return (clause.pos, clause.predicate.lemma_.lower()) in lexicon.frames()


def _fits(frame: Frame, clause: Clause, context: Context) -> Match | str:
    found = Match(frame, clause)
    if _figurative(clause.predicate):
        return "it is no war or attack in the plain sense"
    if frame.pos == "NOUN" and any(
        c.lower_ in tables.words("classes", "doubtful_modifiers") for c in clause.predicate.children
    ):
        return "an adjective makes it doubtful that it is one"
    if frame.pos == "NOUN" and _non(clause.predicate):
        return "an adjective makes it doubtful that it is one"
    pool = {k: list(v) for k, v in clause.arguments.items()}
    used: list[Filler] = []
    for argument in (a for a in frame.arguments if a.words):
        filler = _lexical(argument, pool)
        if filler is None:
            if not argument.optional:
                return f"'{clause.predicate.lemma_}' without what it needs to be this predicate"
            continue
        _take(filler, found, used)
        found.negated |= any(c.dep_ == "det" and c.lower_ == "no" for c in filler.token.children)
        found.light.append(filler.token)
        for relation, inner in (*dependents(filler.token), *_of_participles(filler.token)):
            pool.setdefault(relation, []).append(inner)
    if any("det" in a.relations for a in frame.arguments if a.words):
        found.negated = False  # "no access except ...": the frame itself holds the denial
    if any(_stands(r, pool, context) for a in frame.arguments if a.absent for r in a.relations):
        return "what follows makes it another predicate"
    for argument in (a for a in frame.arguments if a.variable):
        problem = _bind(argument, pool, found, used, context)
        if problem:
            return problem
    if any(k.startswith("R") for k in found.values) and _placed_after(pool, context):
        return "the place is told after somebody else's"
    problem = _left_over(frame, pool, found, used)
    if problem:
        return problem
    if frame.pos == "VERB" and not clause.passive and not clause.arguments.get("subj"):
        return "its subject is not said"
    if frame.pos == "NOUN" and any(
        c.dep_ == "compound" and c.i not in found.tokens and context.mention(c) is None
        for c in clause.predicate.children
    ):
        return "a noun before it makes it another thing"
    if (
        frame.pos == "NOUN"
        and frame.gives.get("type") == "attribute"
        and _narrowed(clause.predicate, found, context)
    ):
        return "an adjective makes it another thing"
    if frame.pos == "NOUN" and any(c.dep_ == "det" and c.lower_ == "no" for c in clause.predicate.children):
        found.negated = not found.negated  # "there is no rivalry between them"
    if _limited(clause, found):
        return "a word in it limits or denies it"
    if frame.gives.get("polarity") == "negative":
        if found.negated:
            return "two negations in one clause"
        found.negated = True
    if frame.gives.get("type") == "quantity" and _of_some(found):
        return "it is said of some of them only"
    left = [r for r in _CORE for f in pool.get(r, ()) if f not in used and not _harmless(r, f)]
    if left and frame.pos == "VERB":
        return f"its {left[0]} is not part of this predicate"
    return found


def _limited(clause: Clause, found: Match) -> bool:
    """Whether a word by the predicate limits or denies it ("no closer", "less friendly", "improved little", "too close")."""
    limiting = tables.words("classes", "limiting")
    nobody = tables.words("classes", "nobody")
    if any(
        f.token.lower_ in nobody and f.token.i not in found.tokens for f in clause.arguments.get("subj", ())
    ):
        return True
    for token in (clause.predicate, *found.light):
        for child in token.children:
            word = child.lower_
            if (
                word in limiting
                and child.i not in found.tokens
                and child.dep_ not in ("poss", "nsubj", "dobj", "neg")
            ):
                return True
            if word == "no" and token != clause.predicate and child.dep_ in ("det", "advmod", "neg"):
                return child.dep_ != "det"
            within = limiting | ({"no"} if word != "longer" else set())
            if child.dep_ in ("prep", "advmod", "acomp") and any(c.lower_ in within for c in child.children):
                return True
            if word == "too" and child.i < token.i and token.pos_ in ("ADJ", "ADV"):
                return True
    return False


def _placed_after(pool: dict[str, list[Filler]], context: Context) -> bool:
    """ "After the United States, Norway is the largest buyer": a place below somebody named."""
    return any(
        context.mention(f.token) is not None
        for relation in ("after", "behind", "except", "besides", "excluding", "outside", "to")
        for f in pool.get(relation, ())
        if f.borrowed is False
        and f.marker is not None
        and f.marker.head.pos_ in ("VERB", "AUX", "ADJ", "ADV")
    )


def _of_participles(noun: Token) -> Iterator[tuple[str, Filler]]:
    """What hangs on a participle that says no more than its noun: "the sanctions imposed on A were lifted"."""
    for child in noun.children:
        if (
            child.dep_ == "acl"
            and child.tag_ == "VBN"
            and child.lower_ in tables.words("classes", "transparent")
        ):
            yield from ((r, f) for r, f in dependents(child) if f.marker is not None and r != "agent")


def _non(noun: Token) -> bool:
    """Whether "non-" stands before a noun or is a part of it."""
    before = noun.doc[max(noun.i - 2, 0) : noun.i].text.lower()
    return noun.lower_.startswith("non-") or before.endswith(("non-", "non -", "non"))


def _narrowed(noun: Token, found: Match, context: Context) -> bool:
    """Whether an adjective that the frame does not know says what sort of thing it is: a regional power is no great power."""
    return any(
        c.dep_ == "amod"
        and c.i not in found.tokens
        and c.lower_ not in tables.words("classes", "plain_modifiers")
        and context.mention(c) is None
        for c in noun.children
    ) or any(
        c.dep_ == "prep" and any(g.lemma_.lower() in tables.words("classes", "respects") for g in c.children)
        for c in noun.children
    )


def _of_some(found: Match) -> bool:
    """Whether an amount is said of some or most members of a group, not of the group as a whole."""
    held = (v for v in found.values.values() if hasattr(v, "tokens"))
    quantifiers = tables.mapping("quantifiers")
    doc = found.clause.predicate.doc
    return any(doc[i].lower_ in quantifiers and doc[i].dep_ == "det" for v in held for i in v.tokens)


def _stands(relation: str, pool: dict[str, list[Filler]], context: Context) -> bool:
    """Whether anything but a time or a cause stands in a relation ("than", also as "than at")."""
    aside = tables.words("classes", "causal_nouns")  # "as a result of the war" is no comparison
    timed = tables.words("classes", "of_time") | tables.words("classes", "spans_of_time")
    for key, held in pool.items():
        if key == relation or key.startswith(f"{relation} "):
            for filler in held:
                word = filler.token.lower_
                time = word in timed or bonds.time_said(filler.token, context) is not None
                if word not in aside and (relation == "than" or not time):
                    return True
    return False


def _harmless(relation: str, filler: Filler) -> bool:
    return relation == "part" and filler.token.lower_ in tables.words("classes", "empty_particles")


def _lexical(argument: Argument, pool: dict[str, list[Filler]]) -> Filler | None:
    for relation in argument.relations:
        for filler in pool.get(relation, ()):
            token = filler.token
            if relation != "more" and any(
                c.lower_ in tables.words("classes", "comparing") for c in token.children
            ):
                continue  # "less gas": a comparison, not the thing itself
            if _figurative(token):
                continue
            if token.lower_ in argument.words or (
                token.lemma_.lower() in argument.words and token.tag_ not in ("JJR", "JJS")
            ):  # a greater power is no great power
                return filler
    return None


def _figurative(token: Token) -> bool:
    """Whether a word for war or attack is meant otherwise: a proxy, trade, cold or civil war."""
    return token.lemma_.lower() in tables.words("classes", "violent") and any(
        c.lower_ in tables.words("classes", "not_literal") for c in token.children
    )


def _take(filler: Filler, found: Match, used: list[Filler]) -> None:
    used.append(filler)
    found.tokens.add(filler.token.i)
    found.tokens |= {
        c.i for c in filler.token.children if c.dep_ in ("det", "case") or c.lower_ in ("more", "ever")
    }
    for child in filler.token.children:  # "a 99-year lease"
        if child.dep_ in ("compound", "nmod", "amod") and child.lemma_.lower() in ("year", "day", "month"):
            found.tokens |= {t.i for t in child.subtree}
    if filler.marker is not None:
        found.tokens.add(filler.marker.i)
        if filler.marker.head.dep_ in ("prep", "advmod") and filler.marker.head.pos_ in ("ADP", "SCONJ"):
            found.tokens.add(filler.marker.head.i)


def _bind(
    argument: Argument, pool: dict[str, list[Filler]], found: Match, used: list[Filler], context: Context
) -> str | None:
    """Give a variable its value; a problem in words, or None."""
    name = argument.variable or ""
    for relation in argument.relations:
        for filler in pool.get(relation, ()):
            if filler in used or name in found.values or _in_doubt(filler):
                continue
            if _mutual(filler.token):
                used.append(filler)  # "with each other": the other side is in the subject
                found.tokens |= {t.i for t in filler.token.subtree} | (
                    {filler.marker.i} if filler.marker else set()
                )
                return None
            if name == "EI":  # "the lowest point since 1991": the time of no deed
                time = bonds.time_said(filler.token, context)
                found.aside |= set() if time is None else set(time.tokens)
                used.append(filler)
                continue
            value = (
                _mods(filler, pool, context)
                if relation == "mod" and name[0] not in "OGJYZ"
                else bonds.value(name[:2], filler.token, context)
                if name[0] == "E"
                else _value(name, filler.token, context)
            )
            if value is None:
                continue
            if isinstance(value, phrases.Ref):
                if value.disjunction and not value.negated and not name.startswith("D"):
                    return "one of two alternatives"
                found.office = found.office or value.office
            if value.negated and found.negated:
                return "two negations in one clause"
            found.negated |= value.negated
            found.values[name] = value
            found.tokens |= value.tokens
            used.append(filler)
            if filler.marker is not None:
                found.tokens.add(filler.marker.i)
            if name[0] == "G":  # "signed an agreement with Norway"
                for inner, further in dependents(filler.token):
                    if further.marker is not None:
                        pool.setdefault(inner, []).append(further)
    if name in found.values:
        return None
    if argument.optional or _unnamed_doer(argument, pool, found, context):
        unresolved = [f for r in argument.relations if r in _SURE for f in pool.get(r, ()) if f not in used]
        return f"it is not certain who or what '{unresolved[0].token.text}' is" if unresolved else None
    said = next((f.token.text for r in argument.relations for f in pool.get(r, ())), None)
    if name[0] in "AB" and "between" in argument.relations:
        implied = _implied(argument, found, context)
        if implied is not None:
            found.values[name] = implied
            return None
    return (
        f"it is not certain who or what '{said}' is"
        if said
        else "a part that the predicate needs is not said"
    )


def _in_doubt(filler: Filler) -> bool:
    """Whether an adverb makes only this part doubtful ("rose, perhaps to 20 per cent")."""
    marks = tables.mapping("adverbs")
    around = () if filler.marker is None else filler.marker.children
    return any(
        c.dep_ == "advmod" and marks.get(c.lower_, {}).get("effect") in ("mood", "block") for c in around
    )


def _implied(argument: Argument, found: Match, context: Context) -> phrases.Ref | None:
    """The two states under discussion, where a bilateral matter is named without its parties ("Relations soured")."""
    noun = next((t for t in found.light if t.pos_ == "NOUN"), None) if found.frame.pos in _SAID else None
    pair = () if noun is None else pronouns.implied_pair(noun, context)
    if noun is None or not pair or any(isinstance(v, phrases.Ref) for v in found.values.values()):
        return None  # "China settled border disputes": with whom is not said
    return phrases.Ref(ActorSet(ids=pair), frozenset(c.i for c in noun.children if c.dep_ in ("det", "amod")))


def _left_over(frame: Frame, pool: dict[str, list[Filler]], found: Match, used: list[Filler]) -> str | None:
    """A second subject or object beside one that a variable took, which no other took."""
    for argument in frame.arguments:
        if argument.variable is None or argument.variable not in found.values:
            continue
        for relation in (r for r in argument.relations if r in _SURE[:3]):
            for filler in pool.get(relation, ()):
                if filler not in used:
                    return f"it is not certain who or what '{filler.token.text}' is"
    return None


def _unnamed_doer(argument: Argument, pool: dict[str, list[Filler]], found: Match, context: Context) -> bool:
    """Whether the doer of a deed is left unsaid: in a passive without "by", or beside a noun of a deed ("the invasion of A")."""
    gives = found.frame.gives
    doer = str(gives.get("actors", "")).split("+")[0]
    if gives.get("type") != "event" or doer != argument.variable or doer[:1] != "A":
        return False
    if found.frame.pos == "VERB":
        owned = any({"mod", "poss"} & set(a.relations) for a in found.frame.arguments)
        return (
            found.clause.passive and "subj" in argument.relations and not pool.get("subj")
            and (owned or not any(_owned(t, context) for t in found.light))
        )  # fmt: skip
    if found.frame.pos != "NOM" or pool.get("poss") or pool.get("by"):
        return False
    plain = tables.words("classes", "deed_modifiers")
    bare = not any(_owned(t, context) for t in found.light)
    return bare and all(
        f.token.lower_ in plain or f.token.i in found.tokens or f.token.like_num for f in pool.get("mod", ())
    )


def _owned(token: Token, context: Context) -> bool:
    """Whether a noun has an owner ("Swedish troops")."""
    return any(
        context.mention(t) is not None
        for c in token.lefts if c.dep_ in ("poss", "amod", "compound", "nmod")
        for t in c.subtree
    )  # fmt: skip


_GROWTH = frozenset(("gdp_growth",))
_MEASURES: dict[str, tuple[bool, frozenset[str]]] = {
    "MG": (True, frozenset(("gdp",))), "MW": (True, _GROWTH), "MF": (False, _GROWTH), "MX": (False, _GROWTH | {"gdp"}),
}  # fmt: skip
_UNITS: dict[str, tuple[bool, frozenset[str]]] = {
    "NQ": (True, frozenset(("percent",))), "NP": (True, frozenset(("people",))), "NM": (True, frozenset(("usd",))),
}  # fmt: skip
"""What a variable's second letter asks: G the economy, W its growth, F not growth, X neither; Q per cent, P people, M money."""


def _kept(
    found: things.Found | None, slot: str, asked: tuple[bool, frozenset[str]] | None
) -> things.Found | None:
    """A measure or amount, if it is of the sort that the variable asks for."""
    if found is None or asked is None:
        return found
    wanted, names = asked
    return found if (found.slots.get(slot) in names) == wanted else None


def _mutual(token: Token) -> bool:
    """Whether it is "each other" or "one another"."""
    if token.lower_ == "one":
        return any(c.lower_ == "another" for c in token.children)
    return token.lower_ in ("other", "another") and token.i > 0 and token.nbor(-1).lower_ in ("each", "one")


def _mods(filler: Filler, pool: dict[str, list[Filler]], context: Context) -> phrases.Ref | None:
    if filler.token.dep_ == "npadvmod":  # "Swedish-occupied"
        mention = context.mention(filler.token)
        known = mention is not None and mention.kind in ("demonym", "name", "group", "organisation")
        return (
            phrases.Ref(ActorSet(ids=mention.ids), frozenset((filler.token.i, filler.token.i + 1)))
            if known and mention else None
        )  # fmt: skip
    found, noun = phrases.modifiers(filler.token.head, context), filler.token.head
    sided = tables.words("classes", "sided_nouns")
    if (
        found is not None
        and len(found.ids) == 1
        and found.ids[0].startswith("bloc:")
        and noun.lemma_ in sided
    ):
        return replace(found, actors=ActorSet(quantifier="some", of=found.ids[0]))  # "America's Asian allies"
    return found


def _value(name: str, token: Any, context: Context) -> Any:
    match name[0]:
        case "S" if len(name) > 1:
            return goods.share(name, token, context)
        case "J":
            return goods.domain(token, context, owned=name == "JO")
        case "K":
            return amounts.year(token)
        case "M" if name.startswith("MC"):
            return things.compared(token, context, inside=name == "MCB")
        case "L":
            return phrases.adjective(token, context)
        case "P" if name == "PK":
            found = things.place(token, context)
            return found if found is not None and all(":" in i for i in found.slots["ids"]) else None
        case "P":
            return things.place(token, context)
        case "Y":
            found = things.known(token, context)
            return found if found is not None and found.slots["id"].startswith("treaty:") else None
        case "O":
            return things.known(token, context)
        case "G":
            return things.thing(token, context)
        case "M" if name == "MT":
            traded = things.measure(token, context)
            return traded if traded is not None and "with" in traded.slots else None
        case "Q":
            ref = phrases.resolve(token, context)
            return ref if ref is not None and not ref.place else things.place(token, context)
        case "M":
            return _kept(things.measure(token, context), "measure", _MEASURES.get(name.rstrip("2")))
        case "V" | "W":
            return causes.event(token, context)
        case "U":
            ref = phrases.resolve(token, context)
            return (
                ref if ref is not None and ref.ids and all(i.startswith("group:") for i in ref.ids) else None
            )
        case "X":
            ref = phrases.resolve(token, context)
            return ref if ref is not None and ref.office == "armed_forces" else None
        case "N" if name == "NG":
            return amounts.of_goods(token, context)
        case "Z":
            found = things.thing(token, context)
            return found if found is not None and found.slots.get("kind") == "agreement" else None
        case "H":
            return things.person(token, context)
        case "N":
            return _kept(amounts.whole_amount(token, context), "unit", _UNITS.get(name))
        case "R":
            return ranks.rank(token, context)
        case "S":
            return amounts.share(token, context)
        case _:
            ref = phrases.resolve(token, context)
            return None if ref is None or ref.place else ref
