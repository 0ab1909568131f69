"""Who does what in a clause: the phrases around one head word, by grammatical slot.

In: a token of a parsed sentence (a verb, noun or adjective) and the actor mentions of the sentence.
Out: `Slots`: for `subj`, `obj`, `comp`, and each preposition (`from`, `with` ...) the tokens of its
phrases, from which words and mentions are read. Passives are turned round, relative and participial
clauses look to their antecedent, and a noun borrows the slots of the light verb that governs it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.reading import language
from detente.reading.lexicon import classes, wordset
from detente.reading.mentions import Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SUBJECTS = frozenset(("nsubj", "csubj"))
_PASSIVE = frozenset(("nsubjpass", "csubjpass"))
_CLAUSES = frozenset(("relcl", "advcl", "ccomp", "csubj", "acl", "parataxis"))
_VERBAL = frozenset(("VERB", "AUX"))
_AMOUNTS = wordset("half a any ever usual expected before")
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM"))


@dataclass(slots=True)
class Slots:
    """Token indices by slot, for one head word."""

    doc: Doc
    head: Token
    tokens: dict[str, list[int]] = field(default_factory=dict)
    borrowed: set[str] = field(default_factory=set)  # slots a noun has from the verb that governs it

    def add(self, slot: str, phrase: Token) -> None:
        """Put the phrase headed by `phrase` into `slot`, without clauses inside it."""
        found = self.tokens.setdefault(slot, [])
        found.extend(i for i in phrase_tokens(phrase) if i not in found and i != self.head.i)

    def words(self, slot: str) -> tuple[str, str]:
        """Lemmas and lower-case words of a slot, each as " a b c " for phrase search."""
        some = [self.doc[i] for i in sorted(self.tokens.get(slot, ()))]
        return (
            f" {' '.join(t.lemma_.lower() for t in some)} ",
            f" {' '.join(t.lower_ for t in some)} ",
        )

    def mentions(self, slot: str, mentions: list[Mention]) -> list[Mention]:
        """Actor mentions within a slot, in text order."""
        inside = set(self.tokens.get(slot, ()))
        return [m for m in mentions if any(i in inside for i in range(m.start, m.end))]


def phrase_tokens(head: Token, *, clauses: bool = False) -> list[int]:
    """Indices of the tokens of the phrase under `head`; clauses within it left out unless asked for."""
    found: list[int] = []
    stack = [head]
    while stack:
        token = stack.pop()
        found.append(token.i)
        stack.extend(c for c in token.children if clauses or not _set_apart(c))
    return sorted(found)


def _set_apart(token: Token) -> bool:
    """Whether a phrase is a clause of its own or a description in apposition ("X, a member of Y")."""
    return (token.dep_ in _CLAUSES and token.pos_ in _VERBAL) or (
        token.dep_ == "appos" and token.pos_ == "NOUN"
    )


def around(head: Token) -> Slots:
    """Slots of a head word: its own phrases and those it borrows."""
    slots = Slots(head.doc, head)
    if head.pos_ in _VERBAL:
        _verb(head, slots)
    elif head.pos_ in ("ADJ", "ADV") and head.dep_ not in ("amod", "compound"):
        _dependents(head, slots, noun=False)
        if head.head.pos_ in _VERBAL and head.head != head:
            _verb(head.head, slots)
    else:
        _noun(head, slots)
    _comparison(head, slots)
    return slots


def in_a_row(head: Token) -> Slots:
    """Slots read from word order alone, for sentences whose grammar the parser has missed."""
    slots = Slots(head.doc, head)
    sentence = language.sentence_of(head)
    slots.tokens["subj"] = [t.i for t in sentence if t.i < head.i and not t.is_punct]
    name = "obj"
    for token in sentence[head.i - sentence.start + 1 :]:
        if token.pos_ in ("ADP", "SCONJ") and token.lower_ not in ("of",):
            name = token.lower_
        elif not token.is_punct:
            slots.tokens.setdefault(name, []).append(token.i)
    return slots


def _comparison(head: Token, slots: Slots) -> None:
    """Move what follows "than" or "compared with" into the slot `than`."""
    sentence = language.sentence_of(head)
    for token in sentence:
        following = head.doc[token.i + 1] if token.i + 1 < sentence.end else token
        if token.lower_ == "than" and not following.like_num and following.lower_ not in _AMOUNTS:
            begin = token.i + 1
            break
        if (
            token.lower_ in ("compared", "relative")
            and following.lower_ in ("with", "to")
            and token.i > head.i
        ):
            begin = token.i + 2
            break
    else:
        return
    end = begin
    while (
        end < sentence.end
        and slots.doc[end].text not in (",", ";", ".")
        and slots.doc[end].lower_ not in ("after", "before", "since", "during", "until", "because")
    ):
        end += 1
    for name, tokens in slots.tokens.items():
        slots.tokens[name] = [i for i in tokens if not begin <= i < end]
    slots.tokens["than"] = list(range(begin, end))


def _verb(verb: Token, slots: Slots) -> None:
    passive = any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children)
    agents = [
        p
        for c in verb.children
        if c.dep_ == "agent" or (passive and c.lower_ == "by")
        for p in c.children
        if p.dep_ == "pobj"
    ]
    has_subject = False
    for child in verb.children:
        if child.dep_ in _SUBJECTS:
            has_subject = True
            for one in _antecedents(child):
                slots.add("subj", one)
        elif child.dep_ in _PASSIVE:
            has_subject = True
            for one in _antecedents(child):
                slots.add("obj", one)
                if not agents:
                    slots.add("subj", one)
                    slots.tokens.setdefault("passive", []).append(verb.i)
    for agent in agents:
        slots.add("subj", agent)
        has_subject = True
    if not has_subject:
        for one in subject_of(verb):
            slots.add("subj", one)
    _dependents(verb, slots, noun=False)


def _dependents(head: Token, slots: Slots, *, noun: bool) -> None:
    """Objects, complements, particles and prepositional phrases under `head`."""
    for child in head.children:
        dep = child.dep_
        if dep in ("dobj", "attr", "oprd", "dative") and not noun:
            for one in _antecedents(child):
                slots.add("obj", one)
                _prepositions(one, slots)
        elif dep == "acomp" or (
            dep in ("advmod", "prt", "xcomp", "ccomp") and child.pos_ in ("ADJ", "ADV", "ADP")
        ):
            slots.add("prt" if dep == "prt" else "comp", child)
            _prepositions(child, slots)
        elif dep in ("prep", "agent") or (dep == "prt" and child.pos_ == "ADP"):
            _preposition(child, slots)
        elif dep == "neg":
            slots.add("neg", child)


def _prepositions(head: Token, slots: Slots) -> None:
    for child in head.children:
        if child.dep_ in ("prep", "agent"):
            _preposition(child, slots)
        elif child.dep_ in ("advmod", "acomp", "amod") and child.pos_ in ("ADV", "ADJ"):
            _prepositions(child, slots)


def _preposition(prep: Token, slots: Slots) -> None:
    name = prep.lower_
    for child in prep.children:
        if child.dep_ in ("pobj", "pcomp", "prep", "amod"):
            if child.dep_ == "prep":  # "out of the pact", "from under", "from 1990 to 2000"
                _preposition(child, slots)
            for one in _antecedents(child):  # "the pact of which it is a member"
                slots.add(name, one)
            for inner in child.children:
                if inner.dep_ == "prep":
                    _preposition(inner, slots)
        elif child.dep_ in ("cc", "conj"):
            continue


def _noun(noun: Token, slots: Slots) -> None:
    for child in noun.children:
        if child.dep_ in ("poss", "compound", "amod", "nmod", "nummod", "npadvmod", "appos"):
            slots.add("mod", child)
        elif child.dep_ == "prep":
            _preposition(child, slots)
        elif child.dep_ == "advmod":
            slots.add("comp", child)
            _prepositions(child, slots)
        elif child.dep_ == "neg" or child.lower_ == "no":
            slots.add("neg", child)
    governor, hops = noun, 0
    while (
        governor.dep_ in ("pobj", "prep", "conj", "dobj", "attr", "oprd", "nmod", "appos", "pcomp")
        and hops < 4
    ):
        governor, hops = governor.head, hops + 1
        if governor.pos_ in _VERBAL:
            own = set(slots.tokens)
            slots.tokens.setdefault("verb", []).append(governor.i)
            _verb(governor, slots)
            slots.borrowed = set(slots.tokens) - own
            return
    if noun.dep_ in _SUBJECTS | _PASSIVE and noun.head.pos_ in _VERBAL:
        slots.tokens.setdefault("verb", []).append(noun.head.i)
        for child in noun.head.children:
            if child.dep_ == "prep" and child.lower_ in ("with", "between", "to"):
                _preposition(child, slots)


def _antecedents(token: Token) -> list[Token]:
    """What a relative pronoun stands for; else the token itself."""
    if token.lower_ in ("which", "that", "who", "whom", "whose") and token.pos_ in ("PRON", "DET", "SCONJ"):
        node, hops = token.head, 0
        while node.dep_ != "relcl" and node.head != node and hops < 4:
            node, hops = node.head, hops + 1
        if node.dep_ == "relcl":
            return [node.head]
        verb = token.head
        cleft = [c for c in verb.head.children if c.dep_ == "attr"]
        if verb.dep_ in ("ccomp", "advcl") and verb.head.lemma_ == "be" and cleft:  # "it was X that ..."
            return cleft
    return [token]


def subject_of(verb: Token, depth: int = 0) -> list[Token]:
    """Subject heads of a verb, looked for upward where the verb has none of its own."""
    own = [c for c in verb.children if c.dep_ in _SUBJECTS | _PASSIVE]
    if own:
        return [a for c in own for a in _antecedents(c)]
    above = verb.head
    if above == verb or depth > 8:
        return []
    if verb.dep_ in ("acl", "relcl"):
        if above.pos_ in _NOMINAL and verb.tag_ in ("VBG", "VBN"):
            return [above]
        return subject_of(_governing_verb(above), depth + 1) if _governing_verb(above) != verb else []
    if verb.dep_ in ("xcomp", "ccomp") and above.lemma_ in classes()["OBJECT_CONTROL"]:
        objects = [c for c in above.children if c.dep_ in ("dobj", "nsubj") and c.i > above.i]
        if objects:
            return objects
    if verb.dep_ == "pcomp" and above.lower_ == "from":  # "prevented Pakistan from testing"
        objects = [c for c in above.head.children if c.dep_ == "dobj"]
        if objects:
            return objects
    up = _governing_verb(above)
    return subject_of(up, depth + 1) if up != verb and up.pos_ in _VERBAL else []


def _governing_verb(token: Token) -> Token:
    hops = 0
    while token.pos_ not in _VERBAL and token.head != token and hops < 8:
        token, hops = token.head, hops + 1
    return token
