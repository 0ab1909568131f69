"""The arguments of a predicate: what stands in which grammatical relation to it, in any form of clause.

In: the token of a verb, or of a noun or adjective after a copula. Out: a `Clause` with its arguments by relation; the
passive is turned round ("was invaded by" gives obj and subj), the subject of a participle, infinitive, second conjunct or
relative clause is found in the clause it depends on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.reading.compose import tables

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
_DIRECT = {
    "dobj": "obj", "dative": "dative", "attr": "attr", "oprd": "attr", "acomp": "acomp", "xcomp": "xcomp", "ccomp": "ccomp",
    "prt": "part", "npadvmod": "by how much",
}  # fmt: skip


_MISTAKEN = ("advcl", "conj", "xcomp")


@dataclass(frozen=True, slots=True)
class Filler:
    """A token in a relation; `marker` is its preposition, `borrowed` whether it stands in another clause."""

    token: Token
    marker: Token | None = None
    borrowed: bool = False


@dataclass(slots=True)
class Clause:
    """A predicate with its arguments. `verb` bears tense and negation: the predicate itself or its copula."""

    predicate: Token
    verb: Token
    pos: str
    passive: bool
    arguments: dict[str, list[Filler]] = field(default_factory=dict)

    def put(self, relation: str, filler: Filler) -> None:
        """Add one argument."""
        self.arguments.setdefault(relation, []).append(filler)


def clause_of(predicate: Token) -> Clause | None:
    """The clause that a token heads, or None if it heads none."""
    state = _participle(predicate)
    if state:
        verb, pos = predicate.head, "VERB"
    elif predicate.pos_ in ("VERB", "AUX") and predicate.dep_ not in ("aux", "auxpass"):
        verb, pos = predicate, "VERB"
    elif _is_complement(predicate):
        verb, pos = predicate.head, "ADJ" if predicate.dep_ == "acomp" or predicate.pos_ == "ADJ" else "NOUN"
    elif (
        predicate.dep_ == "conj"
        and predicate.head.dep_ in ("attr", "acomp")
        and predicate.pos_ == predicate.head.pos_
    ):
        verb, pos = predicate.head.head, predicate.pos_
        if verb.lemma_ not in tables.words("classes", "copulas"):
            return None
    else:
        return None
    if pos == "ADJ" and predicate.tag_ in ("JJR", "RBR"):
        pos = "ADJR"
    passive = state or (is_passive(verb) and pos == "VERB")
    clause = Clause(predicate, verb, pos, passive)
    clause.put("self", Filler(predicate))
    if passive:
        clause.put("passive", Filler(next((c for c in verb.children if c.dep_ == "auxpass"), verb)))
    subject = subject_of(verb)
    if subject is not None:
        clause.put("obj" if passive else "subj", subject)
    for relation, filler in dependents(predicate):
        if passive and relation == "agent":
            relation = "subj"
        clause.put(relation, filler)
    receiver = _hidden_dative(predicate) if pos == "VERB" else None
    if receiver is not None:
        clause.put("dative", Filler(receiver))
    shared = _shared_object(predicate) if pos == "VERB" and not passive else None
    if shared is not None:
        clause.put("obj", shared)
    if verb != predicate:
        clause.put("cop", Filler(verb))
        for relation, filler in dependents(verb):
            if filler.token != predicate and relation not in ("attr", "acomp"):
                clause.put(relation, filler)
    return clause


def _participle(predicate: Token) -> bool:
    """Whether a participle is parsed as the complement of a copula ("is addicted to")."""
    return (
        predicate.pos_ == "VERB"
        and predicate.tag_ == "VBN"
        and predicate.dep_ == "acomp"
        and predicate.head.lemma_ in ("be", "become", "remain", "stay")
    )


def _hidden_dative(verb: Token) -> Token | None:
    """The receiver that the parser takes for a part of the object's name: "gave Norway missiles"."""
    if verb.lemma_.lower() not in tables.words("classes", "giving") or verb.i + 1 >= len(verb.doc):
        return None
    after = verb.nbor(1)
    given = after.head
    hidden = given.dep_ == "dobj" and given.head == verb and after.dep_ in ("compound", "nmod")
    return after if hidden and after.tag_ == "NNP" and not after.text.isupper() else None


def _shared_object(verb: Token) -> Filler | None:
    """The object of two verbs at once: "Chile armed and sheltered the rebels" (nothing stands between but "and")."""
    joined = [c for c in verb.children if c.dep_ == "conj" and c.tag_ == verb.tag_ and c.i > verb.i]
    if len(joined) != 1 or any(c.dep_ in ("dobj", "ccomp", "xcomp", "attr", "acomp") for c in verb.children):
        return None
    if [t.lower_ for t in verb.doc[verb.i + 1 : joined[0].i]] not in (
        ["and"],
        ["and", "then"],
        ["and", "later"],
    ):
        return None
    for child in joined[0].children:
        if child.dep_ == "dobj":
            return Filler(child, borrowed=True)
    return None


def _is_complement(predicate: Token) -> bool:
    """Whether a noun or adjective is predicated by a copula ("remained partners" may be parsed as an object)."""
    if predicate.dep_ in ("attr", "acomp", "oprd"):
        return predicate.head.lemma_ in tables.words("classes", "copulas")
    return predicate.dep_ == "dobj" and predicate.head.lemma_ in ("remain", "become")


def finite_participle(verb: Token) -> bool:
    """A past tense that the parser takes for a participle of its subject: "Relations soured in 1960." with no other verb."""
    noun = verb.head
    if verb.dep_ != "acl" or verb.tag_ != "VBN" or noun.dep_ != "ROOT" or noun.pos_ not in ("NOUN", "PROPN"):
        return False
    if verb.i < noun.i or any(c.dep_ in ("agent", "punct") and c.i < verb.i for c in noun.children):
        return False
    return not any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in noun.subtree) and not any(
        c.dep_ == "agent" for c in verb.children
    )


def is_passive(verb: Token) -> bool:
    """Whether a verb form is passive: with an auxiliary, or a bare past participle after a noun."""
    if finite_participle(verb):
        return False
    node, hops = verb, 0
    while hops < 5:
        if any(c.dep_ in ("auxpass", "nsubjpass") for c in node.children):
            return True
        if (
            node.dep_ == "conj"
            and node.tag_ == "VBN"
            and not any(c.dep_ in ("aux", "nsubj") for c in node.children)
        ):
            node, hops = node.head, hops + 1
            continue
        break
    bare = not any(c.dep_ in ("aux", "nsubj") for c in node.children)
    return bare and node.tag_ == "VBN" and node.dep_ in ("acl", "advcl")


def comes_to(verb: Token) -> bool:
    """Whether an infinitive that the parser takes for a purpose is what its subject came to do ("came to vote like A")."""
    return (
        verb.dep_ == "advcl" and verb.head.lemma_ == "come" and verb.i - verb.head.i <= 3
        and any(c.dep_ == "aux" and c.tag_ == "TO" for c in verb.children)
    )  # fmt: skip


def subject_of(verb: Token, hops: int = 0) -> Filler | None:
    """The subject of a verb, in its own clause or in the one it depends on."""
    for child in verb.children:
        if child.dep_ in _SUBJECTS:
            return Filler(child, borrowed=hops > 0)
    if hops > 6:
        return None
    if verb.dep_ == "conj" and verb.head.pos_ in ("VERB", "AUX"):
        if is_passive(verb) != is_passive(verb.head) and not any(
            c.dep_ in ("aux", "auxpass") for c in verb.children
        ):
            pass
        return subject_of(verb.head, hops + 1)
    if verb.dep_ == "xcomp":
        controlled = [
            c
            for c in verb.head.children
            if c.dep_ in ("dobj", "nsubj") and c.i > verb.head.i and c.i < verb.i
        ]
        if controlled:
            return Filler(controlled[0], borrowed=True)
        if verb.head.pos_ in ("ADJ", "ADV", "NOUN") and verb.head.head.pos_ in ("VERB", "AUX"):
            return subject_of(verb.head.head, hops + 1)
        return subject_of(verb.head, hops + 1)
    if verb.dep_ == "acl" and verb.tag_ in ("VBN", "VBG") and verb.i > verb.head.i:
        return Filler(verb.head, borrowed=True)
    if (
        verb.dep_ == "advcl"
        and verb.tag_ == "VBG"
        and any(c.dep_ == "dobj" and c.right_edge.i == verb.i - 1 for c in verb.head.children)
    ):
        return None  # "they caught A violating it": it may be A who does it
    if verb.dep_ == "advcl" and (verb.tag_ in ("VBN", "VBG") or comes_to(verb)):
        return subject_of(verb.head, hops + 1)
    if verb.dep_ == "pcomp" and verb.head.lower_ == "from":  # "kept A from joining": of A
        kept = [c for c in verb.head.head.children if c.dep_ == "dobj"]
        return Filler(kept[0], borrowed=True) if kept else None
    if verb.dep_ == "pcomp" and verb.head.head.pos_ in ("VERB", "AUX"):
        above = verb.head.head
        if above.lemma_.lower() in tables.words(
            "classes", "object_control"
        ):  # "accused Chile of invading Peru"
            done_to = [c for c in above.children if c.dep_ in ("dobj", "nsubjpass") and c.i < verb.i]
            return Filler(done_to[0], borrowed=True) if done_to else None
        return subject_of(above, hops + 1)
    return None


def agent_of(verb: Token) -> Filler | None:
    """Who a passive verb says did it ("by Norway")."""
    agent = next((c for c in verb.children if c.dep_ == "agent"), None)
    inner = None if agent is None else next((c for c in agent.children if c.dep_ == "pobj"), None)
    return None if inner is None else Filler(inner, agent)


def _parts(token: Token) -> bool:
    """Whether a sign parts two sentences; a hyphen within a word does not."""
    return token.text in (";", ":", "—", "–") or (token.text == "-" and bool(token.nbor(-1).whitespace_))


def independent(verb: Token) -> bool:
    """A main clause that the parser hung under the next one (no mark, a finite verb before a semicolon, colon or dash)."""
    return (
        verb.i < verb.head.i
        and not any(c.dep_ == "mark" for c in verb.children)
        and any(_parts(t) for t in verb.doc[verb.i : verb.head.i])
        and any(c.dep_.startswith("nsubj") for c in verb.children)
    )


def aside(verb: Token) -> bool:
    """A sentence of its own set into another between brackets or after a semicolon, colon or dash: asserted for itself."""
    if verb.dep_ not in ("parataxis", "dep", "ccomp") or verb.i < verb.head.i:
        return False
    finite = verb.tag_ in ("VBD", "VBZ", "VBP") or any(
        c.dep_ in ("aux", "auxpass") and c.tag_ in ("VBD", "VBZ", "VBP") for c in verb.children
    )
    if not finite or not any(c.dep_.startswith("nsubj") for c in verb.children):
        return False
    if any(c.dep_ == "mark" for c in verb.children):
        return False
    first = verb.left_edge
    before = first.nbor(-1).text if first.i else ""
    return first.text == "(" or before == "(" or (verb.dep_ != "ccomp" and before in (";", "—", "–"))


def dependents(token: Token) -> Iterator[tuple[str, Filler]]:
    """What depends on a token, by relation; objects of prepositions under the preposition's own word."""
    for child in token.children:
        if child.dep_ in ("prep", "agent", "dative") and child.pos_ in (
            "ADP",
            "SCONJ",
            "PART",
            "VERB",
            "ADV",
        ):
            yield from _after(child, "agent" if child.dep_ == "agent" and child.lower_ == "by" else None)
            yield from (("adv", Filler(c)) for c in child.children if c.dep_ == "advmod")  # "mainly from"
        elif child.dep_ == "dobj" and child.lower_ == "more":  # "voted much more like A"
            yield "adv", Filler(child)
            for inner in child.children:
                if inner.dep_ == "prep":
                    yield from _after(inner)
        elif child.dep_ == "npadvmod" and token.dep_ == "amod" and child.i < token.i:
            yield "mod", Filler(child)
        elif child.dep_ == "ccomp" and (independent(child) or aside(child)):
            continue
        elif child.dep_ in _DIRECT:
            yield _DIRECT[child.dep_], Filler(child)
            if child.dep_ == "dobj":  # "abandoned A for B"
                for inner in child.children:
                    if inner.dep_ == "prep" and inner.lower_ in ("for", "in", "with"):
                        yield from (("obj " + name, filler) for name, filler in _after(inner))
        elif child.dep_ in ("poss", "acl"):
            yield child.dep_, Filler(child)
        elif (
            child.pos_ in ("PROPN", "ADJ") and child.dep_ in _MISTAKEN
        ):  # "from A to B" taken for an infinitive
            for mark in child.children:
                if mark.dep_ == "aux" and mark.lower_ == "to":
                    yield "to", Filler(child, mark)
        elif child.dep_ in ("amod", "compound", "nmod", "nn") and child.i < token.i:
            yield "mod", Filler(child)
            for inner in child.children:  # "calm and friendly"
                if inner.dep_ == "conj" and inner.pos_ == "ADJ":
                    yield "mod", Filler(inner)
        elif child.dep_ == "det":
            yield "det", Filler(child)
        elif child.dep_ == "nummod":
            yield "num", Filler(child)
            yield from (("num", Filler(c)) for c in child.children if c.dep_ == "quantmod")
        elif child.dep_ == "advmod":
            yield "adv", Filler(child)
            if any(c.lower_ in ("more", "ever") for c in child.children):
                yield "more", Filler(child)
            for inner in child.children:  # "closer to", "apart from"
                if inner.dep_ == "prep":
                    yield from _after(inner)
        if child.dep_ in ("acomp", "oprd") and child.pos_ in ("ADJ", "ADV"):
            for inner in child.children:
                if inner.dep_ == "prep":
                    yield from _after(inner)


def _after(preposition: Token, relation: str | None = None) -> Iterator[tuple[str, Filler]]:
    for inner in preposition.children:
        if inner.dep_ in ("pobj", "pcomp"):
            yield relation or preposition.lower_, Filler(inner, preposition)
        elif inner.dep_ == "prep":  # "out of", "because of"
            for last in inner.children:
                if last.dep_ in ("pobj", "pcomp"):
                    turned = preposition.lower_ == "from" and inner.lower_ in (
                        "to",
                        "into",
                        "toward",
                        "towards",
                    )
                    yield (
                        inner.lower_ if turned else f"{preposition.lower_} {inner.lower_}",
                        Filler(last, inner),
                    )
        elif inner.dep_ == "conj" and inner.pos_ == "ADP" and inner.lower_ != preposition.lower_:
            yield from _after(inner)  # "out of A and into B"


def approximable(adverb: Token, token: Token) -> bool:
    """Whether "almost" tells how alike things are ("almost identical", "almost in lockstep"), not that it was not so."""
    alike = tables.words("classes", "likeness")
    return token.lower_ in alike or adverb.head.lower_ in alike or any(
        t.lower_ in alike for t in adverb.doc[adverb.i + 1 : adverb.i + 3]
    )  # fmt: skip


def at_a_time(noun: Token) -> bool:
    """ "At a time when A is rising": it is."""
    return noun.head.lower_ == "at" and any(c.dep_ == "det" and c.lower_ == "a" for c in noun.children)


def governing_word(verb: Token) -> Token:
    """What governs a complement: for "it is true that" the adjective, for "the fact is that" the noun, else the verb."""
    head = verb.head
    if head.lemma_ in ("be", "remain") and verb.dep_ in ("ccomp", "csubj"):
        for relation in ("attr", "acomp"):  # "it is likely no coincidence that": the noun
            for child in head.children:
                if child.dep_ == relation and child.i != verb.i:
                    return child
        for child in head.children:
            if child.dep_ == "csubj" and child.lemma_ == "be":  # "what is clear is that"
                return next((c for c in child.children if c.dep_ == "acomp"), head)
            if child.dep_ == "nsubj" and child.pos_ == "NOUN" and child.i < head.i:
                return child
    return head


def past(verb: Token) -> bool:
    """Whether a verb is in the past tense."""
    return verb.tag_ == "VBD" or any(c.dep_ in ("aux", "auxpass") and c.tag_ == "VBD" for c in verb.children)


def takes_in(verb: Token) -> bool:
    """Whether a verb's object says that what follows "in" is only wished or hard ("has an interest in leaving")."""
    return any(
        c.dep_ in ("dobj", "attr") and c.lemma_.lower() in tables.words("classes", "wished_in")
        for c in verb.children
    )


def set_aside(verb: Token) -> bool:
    """ "Not to mention", "never mind": a denied infinitive or order that asserts what stands under it."""
    helpers = {c.dep_: c.lower_ for c in verb.children}
    order = helpers.get("neg") == "never" and "nsubj" not in helpers
    return verb.tag_ == "VB" and (order or (helpers.get("aux") == "to" and helpers.get("neg") == "not"))


def inverted(verb: Token) -> bool:
    """Whether a clause begins with its auxiliary, as suppositions do: "should exports drop", "had Chile joined"."""
    subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    inside = (t for t in verb.subtree if t.dep_ != "punct" and t.lower_ not in ("and", "but", "or"))
    first = next(inside, verb)
    if subject is None or first.i >= subject.i or first.dep_ not in ("aux", "auxpass", "ROOT"):
        return False
    return first.lower_ in ("should", "had", "were", "did")
