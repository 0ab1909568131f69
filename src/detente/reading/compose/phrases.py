"""Who a noun phrase stands for: a name, an organ of a state, a quantified group, a pronoun, a coordination of these.

In: the head token of the phrase. Out: a `Ref` (a set of actors, and the tokens that it accounts for), or None where it is
nobody that could be named for certain. `organs.csv` lists the nouns that stand for a state ("government"), `quantifiers.csv`
the words that quantify a group.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente.domain import ActorSet
from detente.reading.compose import pronouns, tables
from detente.reading.compose.context import PLACE_KINDS, Context

if TYPE_CHECKING:
    from spacy.tokens import Token

    from detente.reading.mentions import Mention

_MODIFIER = ("poss", "amod", "compound", "nmod", "nn")


@dataclass(frozen=True, slots=True)
class Ref:
    """Who a phrase stands for, and the tokens it accounts for; `place`: only where, not who."""

    actors: ActorSet
    tokens: frozenset[int]
    place: bool = False
    negated: bool = False
    disjunction: bool = False
    office: str | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the set."""
        return self.actors.ids


def resolve(token: Token, context: Context) -> Ref | None:
    """Who `token` and what is coordinated with it stand for; None if the first of them is nobody."""
    first = single(token, context)
    if first is None:
        return None
    refs, tokens, disjunction, negated = [first], set(first.tokens), first.disjunction, first.negated
    waiting, steps = [token], 0
    while waiting and steps < 40:
        steps += 1
        link = waiting.pop(0)
        words = [c for c in link.children if c.dep_ in ("cc", "preconj")]
        following = [c for c in link.children if _joins(c, link, context)] + _last_of_list(link)
        if not following:
            continue
        disjunction |= any(w.lower_ == "or" for w in words)
        negated |= any(w.lower_ in ("neither", "nor") for w in words)
        for (
            one
        ) in following:  # the parser hangs all members of a list on the first, or each on the one before
            other = single(one, context)
            if other is None and not disjunction:
                waiting = []
                break
            if (
                other is None
                or other.actors.quantifier
                or first.actors.quantifier
                or other.place != first.place
            ):
                return None
            refs.append(other)
            tokens |= other.tokens | {w.i for w in words}
            waiting.append(one)
    tokens |= {
        c.i for c in token.children if c.dep_ in ("preconj", "predet") or c.lower_ in ("both", "neither")
    }
    negated |= any(c.lower_ == "neither" for c in token.children)
    if len(refs) == 1:
        return replace(first, tokens=frozenset(tokens), negated=negated, disjunction=disjunction)
    if len(refs) > 2 and sum(token.doc[i].lower_ in ("and", "&") for i in tokens) > 1:
        return None  # "between Chile and Peru, and Bolivia and Brazil": who goes with whom is not clear
    ids = tuple(dict.fromkeys(i for r in refs for i in r.ids))
    return Ref(ActorSet(ids=ids), frozenset(tokens), first.place, negated, disjunction)


def _last_of_list(link: Token) -> list[Token]:
    """The last of "A, B, and C did it" where the parser takes it for a second subject."""
    if link.dep_ not in ("nsubj", "nsubjpass"):
        return []
    return [
        c for c in link.head.children
        if c.dep_ == link.dep_ and c.i > link.i
        and (before := c.doc[c.left_edge.i - 1]).dep_ == "cc" and before.head == link and before.lower_ in ("and", "or")
    ]  # fmt: skip


def _joins(child: Token, link: Token, context: Context) -> bool:
    """Whether a phrase is the next member of a list (the parser takes some members for appositions)."""
    told = any(
        c.dep_ in ("cc", "preconj")
        for t in (link, child, *link.conjuncts, *child.conjuncts)
        for c in t.children
    )
    if not told and child.doc[child.left_edge.i - 1].text == ",":
        return False  # "since the invasion of A, B has been poor"
    if child.dep_ == "conj":
        return child.pos_ in ("NOUN", "PROPN", "PRON", "ADJ")
    one, other = context.mention(link), context.mention(child)
    if child.dep_ != "appos" or not told or one is None or other is None:
        return False
    before = child.doc[other.start - 1].lower_
    return one.ids != other.ids and one.kind == other.kind and before in (",", "the")


def single(token: Token, context: Context) -> Ref | None:
    """Who the phrase headed by `token` stands for, without what is coordinated with it."""
    for step in (_named, _pronoun, _person, _organ, _quantified, _in_apposition):
        found = step(token, context)
        if found is not None:
            return found
    return None


def _named(token: Token, context: Context) -> Ref | None:
    mention = context.mention(token)
    if mention is None or mention.kind in ("pronoun", "treaty", "pipeline"):
        return None
    if context.heads(mention) != token or (mention.kind == "demonym" and not _is_people(token, mention)):
        return None
    if any(
        c.dep_ in ("amod", "compound") and c.lower_ in tables.words("classes", "not_itself")
        for c in token.children
    ):
        return None
    if mention.kind == "name" and any(
        c.dep_ == "det" and c.lower_ in ("a", "an", "another") for c in token.children
    ):
        return None  # "an Iran that ...": not the one that is
    tokens = set(range(mention.start, mention.end)) | _small(token)
    for child in token.children:  # "Chinese President Xi Jinping"
        inner = context.mention(child)
        if mention.kind == "leader" and child.i < token.i and child.dep_ in _MODIFIER:
            if inner is not None and inner.ids != mention.ids:
                return None
            if inner is not None or child.lower_ in tables.words("classes", "titles"):
                tokens |= {
                    t.i
                    for t in child.subtree
                    if context.mention(t) in (None, mention) or _same(t, mention, context)
                }
    return _group(token, mention, tokens) or Ref(
        ActorSet(ids=mention.ids), frozenset(tokens), mention.kind in PLACE_KINDS, _says_no(token),
        office="leader" if mention.kind == "leader" else None,
    )  # fmt: skip


def _same(token: Token, mention: Mention, context: Context) -> bool:
    other = context.mention(token)
    return other is not None and other.ids == mention.ids


def _is_people(token: Token, mention: Mention) -> bool:
    """Whether a demonym stands alone for its state: "the Chinese", "the Russians" but not "Russians" or "Russian"."""
    return token.pos_ in ("NOUN", "PROPN", "ADJ") and token.dep_ not in ("amod", "compound") and any(
        c.dep_ == "det" and c.lower_ == "the" for c in token.children
    ) and not any(c.dep_ in ("amod", "relcl") for c in token.children)  # fmt: skip


def _group(token: Token, mention: Mention, tokens: set[int]) -> Ref | None:
    """A bloc named as its members ("most African states") with its quantifier."""
    if mention.kind != "bloc" or len(mention.ids) != 1:
        return None
    how = [c for c in token.children if c.lower_ in tables.mapping("quantifiers")]
    if not how:
        if token.tag_ == "NNS" and token.text == token.lower_:  # "African states": at least some
            return Ref(ActorSet(quantifier="some", of=mention.ids[0]), frozenset(tokens))
        return None
    quantifier = tables.mapping("quantifiers")[how[0].lower_]["quantifier"]
    return Ref(
        ActorSet.model_validate({"quantifier": quantifier, "of": mention.ids[0]}), frozenset(tokens | {c.i for c in how}),
        negated=how[0].lower_ in ("no", "none"),
    )  # fmt: skip


def _small(token: Token) -> set[int]:
    """Articles, possessive marks and the like that belong to a name."""
    return {c.i for c in token.children if c.dep_ in ("det", "case", "punct", "predet")}


def _says_no(token: Token) -> bool:
    return any(c.dep_ == "det" and c.lower_ in ("no", "neither") for c in token.children)


def _pronoun(token: Token, context: Context) -> Ref | None:
    found = pronouns.stands_for(token, context, subjects)
    if found is None:
        return None
    return Ref(ActorSet(ids=found.ids), frozenset(found.tokens), office="person" if found.person else None)


def _person(token: Token, context: Context) -> Ref | None:
    """Somebody introduced with office and state before, by family name: "Singh"."""
    state = context.people.get(token.text) if token.pos_ == "PROPN" else None
    if not state or context.mention(token) is not None:
        return None
    kids = [c for c in token.children if c.dep_ not in ("punct", "case", "appos", "cc", "conj")]
    if any(
        c.dep_ != "compound" or c.i > token.i or c.lower_ in tables.words("classes", "not_itself")
        for c in kids
    ):
        return None
    return Ref(ActorSet(ids=(state,)), frozenset({token.i, *(c.i for c in kids)}), office="person")


def country(token: Token, context: Context) -> Ref | None:
    """A state as a place: by its name, or "the country"; not its government or people."""
    found = _named(token, context)
    if found is not None and found.office is None and (m := context.mention(token)) is not None and m.kind in (
        "name", "bloc", "capital"
    ):  # fmt: skip
        return found
    return _pronoun(token, context) if token.pos_ == "NOUN" else None


def subjects(token: Token, context: Context) -> tuple[str, ...]:
    """Ids a phrase stands for without pronouns: what a pronoun may look back at."""
    if token.pos_ == "PRON":
        return ()
    refs = [single(t, context) for t in (token, *token.conjuncts)]
    if len(refs) > 1 and None in refs:
        return ()  # "the Turks and others, who ...": not all of them are known
    return tuple(dict.fromkeys(i for r in refs if r is not None for i in r.ids))


def possessors(token: Token, context: Context) -> Ref | None:
    """Of whom a noun is: "Russia's", "Chinese", "its", "US" before it, or "of Russia" after it."""
    before = [c for c in token.children if c.dep_ in _MODIFIER and c.i < token.i]
    owner = [c for c in before if c.dep_ == "poss"]
    named = [c for c in before if context.mention(c) is not None or _pair_before(c, context)]
    for child in owner:
        return resolve(child, context)
    if named or not owner:
        found = modifiers(token, context)
        if found is not None or named:
            return found
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            for inner in child.children:
                if inner.dep_ == "pobj":
                    found = resolve(inner, context)
                    return None if found is None else replace(found, tokens=found.tokens | {child.i})
    return None


def _pair_before(child: Token, context: Context) -> bool:
    return any(context.mention(c) is not None for c in child.children)


def modifiers(token: Token, context: Context) -> Ref | None:
    """The actors named as adjectives or compounds before a noun: "Russian", "Sino-Russian", "US and Chinese"."""
    ids: list[str] = []
    tokens: set[int] = set()
    for child in token.children:
        if child.i < token.i and child.dep_ in ("amod", "compound", "nmod", "nn"):
            for inner in child.subtree:
                mention = context.mention(inner)
                if child.tag_ in ("VBN", "VBG") and child.lower_ != "led":
                    continue  # "US-backed", "Western-leaning" are not of them; "the US-led invasion" is
                if mention is not None and _only_for_or_against(mention, token):
                    continue  # "pro-Russian rebels" are not Russia's
                if mention is not None and mention.kind not in PLACE_KINDS and mention.kind != "pronoun":
                    ids += mention.ids
                    tokens |= set(range(mention.start, mention.end))
    if not ids:
        return _bilateral(token, context)
    between = set(range(min(tokens), max(tokens)))
    joined = {i for i in between - tokens if token.doc[i].lower_ in ("-", "–", "and", ",")}
    if between - tokens - joined:
        return None
    return Ref(ActorSet(ids=tuple(dict.fromkeys(ids))), frozenset(tokens | joined))


def adjective(token: Token, context: Context) -> Ref | None:
    """A state by its adjective after a copula ("most of its imports were Chinese")."""
    mention = context.mention(token)
    if mention is None or mention.kind != "demonym" or any(c.dep_ == "conj" for c in token.children):
        return None
    return Ref(ActorSet(ids=mention.ids), frozenset(range(mention.start, mention.end)))


def _only_for_or_against(mention: Mention, token: Token) -> bool:
    """Whether a prefix sets a name off: "pro-Russian", "anti-American", "non-Arab", "ex-Soviet"."""
    start = mention.start
    if start < 2 or token.doc[start - 1].text not in ("-", "–"):
        return False
    return token.doc[start - 2].lower_ in tables.words("classes", "not_itself")


def _bilateral(token: Token, context: Context) -> Ref | None:
    """The two states under discussion, where an adjective says that a thing is theirs ("bilateral trade")."""
    words = [
        c for c in token.children if c.dep_ == "amod" and c.lower_ in tables.words("classes", "bilateral")
    ]
    parties = any(c.dep_ == "prep" and c.lower_ in ("between", "with", "among", "of") for c in token.children)
    found = pronouns.pair(token, context) if words and not parties else ()
    return Ref(ActorSet(ids=found), frozenset(c.i for c in words)) if len(found) == 2 else None


def _organ(token: Token, context: Context) -> Ref | None:
    """A noun that stands for its state: "the Chinese government", "Israel's prime minister", "the forces of Iran"."""
    row = tables.mapping("organs").get(token.lemma_.lower()) or tables.mapping("organs").get(token.lower_)
    if row is None and token.pos_ == "PROPN":  # "US Secretary of State Kerry", "French President Macron"
        titles = [
            c
            for c in token.children
            if c.dep_ == "compound" and c.lower_ in tables.words("classes", "titles")
        ]
        found = modifiers(token, context) if titles and not former(token) else None
        if found is None or len(found.ids) != 1:
            return None
        names = {c.i for c in token.children if c.dep_ == "compound"}
        return replace(found, tokens=found.tokens | names | {token.i}, office="person")
    if row is None or context.mention(token) is not None:
        return None
    owner = (
        possessors(token, context) or _seated(token, context) or _both(token, context) or _home(token, row, context)
    )  # fmt: skip
    if owner is None or owner.place:
        return None
    words = {c.i for c in token.children if c.lower_ in tables.words("classes", "titles")}
    if row["office"] != "armed_forces":  # "Chile's president, Pedro Aguirre,": the name is his
        words |= {
            t.i
            for c in token.children
            if c.dep_ == "appos" and c.tag_ == "NNP"
            for t in c.subtree
            if t.tag_ == "NNP"
        }
    if token.tag_ == "NNS" and len(owner.ids) == 1 and owner.ids[0].startswith("bloc:"):
        owner = replace(owner, actors=ActorSet(quantifier="some", of=owner.ids[0]))  # "Western governments"
    return replace(
        owner,
        tokens=owner.tokens | _small(token) | words | {token.i},
        negated=_says_no(token),
        office=row["office"],
    )


def _seated(token: Token, context: Context) -> Ref | None:
    """ "The government in Khartoum": of the state whose capital it is."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ == "in":
            for inner in child.children:
                mention = context.mention(inner)
                if inner.dep_ == "pobj" and mention is not None and mention.kind == "capital":
                    return (
                        replace(single, tokens=single.tokens | {child.i})
                        if (single := _named(inner, context))
                        else None
                    )
    return None


def _home(token: Token, row: dict[str, str], context: Context) -> Ref | None:
    """ "The government", with nothing further said, of the one state that is spoken of."""
    kids = [c for c in token.children if c.dep_ not in ("conj", "cc", "punct", "case")]
    if row["office"] != "government" or token.tag_ != "NN" or [c.lower_ for c in kids] != ["the"]:
        return None
    found = pronouns.home(token, context)
    return Ref(ActorSet(ids=found), frozenset(c.i for c in kids)) if found else None


def former(token: Token) -> bool:
    """Whether a person is said to have left office ("the former Indian prime minister")."""
    return any(
        t.lower_ in tables.words("classes", "not_itself") for t in token.doc[token.left_edge.i : token.i]
    )


def _both(token: Token, context: Context) -> Ref | None:
    """ "Both leaders", "the two governments": of the two states under discussion."""
    kids = [c for c in token.children if c.dep_ not in ("conj", "cc", "punct", "case")]
    said = {c.lower_ for c in kids}
    if not (said & {"two", "both"} and said <= {"the", "two", "both", "these"}):
        return None
    found = pronouns.pair(token, context)
    return Ref(ActorSet(ids=found), frozenset(c.i for c in kids)) if len(found) == 2 else None


def _quantified(token: Token, context: Context) -> Ref | None:
    """ "Members of the EU", "most of the Arab states", "all ASEAN countries"."""
    how = tables.mapping("quantifiers").get(token.lower_)
    members = token.lemma_.lower() in tables.words("classes", "members")
    if how is None and not members:
        return None
    owner = possessors(token, context)
    words = [c for c in token.children if c.lower_ in tables.mapping("quantifiers")]
    if owner is None or (members and not words):
        return None
    if owner.actors.quantifier is None and (len(owner.ids) != 1 or ":" not in owner.ids[0]):
        return None
    of = owner.actors.of or owner.ids[0]
    row = how or tables.mapping("quantifiers")[words[0].lower_]
    tokens = frozenset(owner.tokens | _small(token) | {token.i} | {c.i for c in words})
    denied = token.lower_ == "none" or any(w.lower_ == "no" for w in words)
    return Ref(ActorSet.model_validate({"quantifier": row["quantifier"], "of": of}), tokens, negated=denied)


def _in_apposition(token: Token, context: Context) -> Ref | None:
    """ "Its neighbour, Russia": the name after a description."""
    if token.pos_ not in ("NOUN", "PROPN") or context.mention(token) is not None:
        return None
    for child in token.children:
        if child.dep_ == "appos" and child.i > token.i and token.tag_ in ("NN", "NNP"):
            found = _named(child, context)
            if found is not None and not found.place:
                inside = {t.i for t in token.subtree if t.i < child.i}
                return replace(found, tokens=found.tokens | inside)
    return None
