"""What a verb governs, and what the tables say of it: the grammar under `acts`.

In: spaCy tokens. Out: the nouns and clauses a verb governs, its subject, and its row of `verbs.csv`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from detente.reading.events import tables
from detente.reading.lexicon import wordset

if TYPE_CHECKING:
    from spacy.tokens import Token


SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_ABOUT = wordset(
    "under as against to with on in into for of at from over between toward towards by upon about"
)


def is_passive(verb: Token) -> bool:
    """Whether the subject of a verb is done to."""
    if any(c.dep_ in ("nsubjpass", "auxpass", "agent") for c in verb.children):
        return not _adjectival(verb)
    return (
        verb.dep_ in ("acl", "relcl", "conj", "advcl")
        and verb.tag_ == "VBN"
        and not any(c.dep_ in ("aux", "dobj") for c in verb.children)
    )


def _adjectival(verb: Token) -> bool:
    """Whether a participle only describes ("is opposed to", "is prepared to")."""
    return verb.lower_ in ("opposed", "prepared", "set", "scheduled", "expected", "committed") and not any(
        c.dep_ == "agent" for c in verb.children
    )


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb, also where it is understood from the clause above."""
    node, hops = verb, 0
    while hops < 8:
        for child in node.children:
            if child.dep_ in SUBJECTS:
                return _antecedent(child, node)
        if node.dep_ in ("acl", "relcl") and node.head.pos_ in ("NOUN", "PROPN", "PRON"):
            if node.tag_ in ("VBD", "VBN", "VBG", "VBZ", "VBP") or node.dep_ == "relcl":
                return node.head
            node = node.head  # "the decision of Paris to sell"
        if node.head == node:
            return None
        node, hops = node.head, hops + 1
    return None


def _antecedent(subject: Token, verb: Token) -> Token:
    if subject.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
        return verb.head
    return subject


def governed(verb: Token) -> Iterator[Token]:
    """Nouns a verb governs, nearest first: objects, then objects of its prepositions."""
    yield from objects_of(verb)
    yield from indirect_objects(verb)


def objects_of(verb: Token) -> Iterator[Token]:
    """Direct objects of a verb (subjects of a passive), with what they are of."""
    patient = ("dobj", "attr", "oprd", "dative") + (("nsubjpass",) if is_passive(verb) else ())
    for child in verb.children:
        if child.dep_ in patient and child.pos_ != "ADP":
            yield from spread(child)


def indirect_objects(verb: Token) -> Iterator[Token]:
    """Objects of a verb's prepositions."""
    for child in verb.children:
        if child.dep_ in ("prep", "dative") and child.lower_ in _ABOUT and child.lower_ != "against":
            for noun in child.children:
                if noun.dep_ == "pobj":
                    yield from spread(noun)


def spread(noun: Token, depth: int = 0) -> Iterator[Token]:
    """A noun, then what it is of ("part of a programme"), then its conjuncts."""
    yield noun
    if depth > 3:
        return
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            for inner in child.children:
                if inner.dep_ == "pobj":
                    yield from spread(inner, depth + 1)
    for child in noun.children:
        if child.dep_ == "conj":
            yield from spread(child, depth + 1)


def classes_of(noun: Token, broad: bool = False) -> list[str]:
    """Classes of a noun: of itself with its first word ("air strike"), of itself, of the words before it.

    What stands before it counts for nouns that say little ("mediation effort"); for others only if `broad`.
    """
    table, found = tables.nouns(), []
    before = [c for c in noun.children if c.dep_ in ("compound", "amod", "nmod") and c.i < noun.i]
    lemma = noun.lemma_.lower()
    for word in reversed(before):
        found += table.get(f"{word.lemma_.lower()} {lemma}", ())
    found += table.get(lemma, ()) or table.get(noun.lower_, ())
    for word in reversed(before):
        if word.pos_ != "PROPN" and (
            broad or lemma in _LITTLE
        ):  # not the friendship of "the Friendship Bridge"
            found += table.get(word.lemma_.lower(), ())
    return found


_LITTLE = wordset(
    "effort program programme campaign operation mission process session round move action measure plan project drive "
    "bid attempt activity initiative package shipment flight work violence row dispute offensive war call state order"
)


def _fits(noun: Token, objects: tuple[str, ...]) -> bool:
    words = {
        noun.lemma_.lower(),
        noun.lower_,
        *(c.lower_ for c in noun.children if c.dep_ in ("compound", "amod")),
    }
    found = classes_of(noun, broad=True)
    # "air strike" is not a strike: a word with one before it that the table knows is that, not itself
    compound = any(
        f"{c.lower_} {noun.lemma_.lower()}" in tables.nouns()
        for c in noun.children
        if c.dep_ in ("compound", "amod")
    )
    if compound:
        words.discard(noun.lemma_.lower())
    anything = noun.pos_ == "NOUN" and noun.dep_ in ("dobj", "nsubjpass")
    return any(
        (o[1:] in words) if o.startswith("=") else anything if o == "*" else (o in found) for o in objects
    )


def _forms(verb: Token) -> list[str]:
    """Forms under which `verbs.csv` may hold a verb, the most particular first."""
    lemma = lemma_of(verb)
    forms: list[str] = []
    for child in verb.children:
        after = child.dep_ in ("advmod", "prep") and child.i > verb.i
        state = child.pos_ == "ADJ" and child.dep_ in ("ccomp", "oprd", "xcomp")  # "set ablaze"
        if after or state or child.dep_ in ("prt", "acomp", "dobj", "attr"):
            forms.append(f"{lemma}_{child.lower_}")
    if _adjectival(verb):
        forms.append(f"be_{verb.lower_}")
    return [*forms, lemma]


def lemma_of(verb: Token) -> str:
    """Lemma of a verb, put right where the lemmatizer erred ("stag" for "staged", a verb taken for a noun)."""
    lemma, table = verb.lemma_.lower(), tables.verbs()
    if lemma in table or lemma.isdigit():
        return lemma
    stems = [lemma, *(lemma.removesuffix(end) for end in ("ing", "ed", "s") if lemma.endswith(end))]
    for stem in stems:
        for form in (stem, f"{stem}e", stem[:-1] if stem[-2:-1] == stem[-1:] else stem):
            if form in table:
                return form
    return lemma


def entry_of(verb: Token) -> tables.Act | None:
    """What the tables say of a verb with these objects; a row that asks for an object wins."""
    table = tables.verbs()
    further = list(indirect_objects(verb))
    near = [
        *objects_of(verb),
        *(c for c in verb.children if c.dep_ in ("acomp", "oprd", "advmod") or c.pos_ == "ADJ"),
    ]
    near += [noun for noun in further if noun.head.lower_ == "as"]
    forms = _forms(verb)
    if any(kind in tables.noun_types() for noun in near if noun.dep_ == "dobj" for kind in classes_of(noun)):
        further = []  # an object that says what is done needs no other word
    for nouns in (near, further):
        for form in forms:
            for act in table.get(form, ()):
                if any(_fits(noun, act.objects) for noun in nouns):
                    return act
    return next((act for form in forms for act in table.get(form, ()) if not act.objects), None)


def clauses(verb: Token) -> Iterator[Token]:
    """Verbs of the clauses a verb governs."""
    for child in verb.children:
        if child.dep_ in ("xcomp", "ccomp"):
            yield child
    for child in verb.children:
        if child.dep_ in ("acomp", "prep", "dobj", "oprd", "attr", "advmod"):
            for inner in child.children:
                if inner.dep_ in ("xcomp", "ccomp", "pcomp", "acl") and inner.pos_ in ("VERB", "AUX"):
                    yield inner
                elif child.dep_ == "prep" and inner.dep_ == "pobj":
                    yield from (a for a in inner.children if a.dep_ == "acl" and a.tag_ == "VB")
    for child in verb.children:
        if child.dep_ == "advcl" and child.tag_ == "VB" and child.i > verb.i:
            yield child
