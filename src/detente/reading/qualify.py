"""How sure, whose view, and whether denied: the words around a claim's head.

In: a head token and the tokens of its clause. Out: qualifier, negation, tense, the speaker.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from detente.model import Qualifier
from detente.reading import language
from detente.reading.lexicon import hedges, wordset
from detente.reading.slots import phrase_tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SAY = wordset(
    "say argue claim believe think assert insist maintain warn contend suggest note "
    "report state declare announce "
    "predict hold acknowledge admit deny tell write conclude observe fear hope "
    "expect estimate add stress emphasise "
    "emphasize allege reckon consider concede explain remark caution forecast reveal confirm"
)
_RECOMMEND = frozenset(("should", "must", "ought"))
_MODAL: dict[str, Qualifier] = {
    "might": "possible",
    "may": "possible",
    "could": "possible",
    "can": "possible",
    "ca": "possible",
}
_RARELY = wordset("hardly scarcely barely")
_NOT = wordset("not n't never no neither nor hardly scarcely barely without nobody nothing none")
_FAILING = wordset("fail refuse decline cease stop avoid inhibit forget omit")
_VERBAL = ("VERB", "AUX")


@dataclass(frozen=True, slots=True)
class Manner:
    """What is said about a claim rather than in it."""

    qualifier: Qualifier
    negated: bool
    future: bool
    recommended: bool
    conditional: bool
    word: str | None = None  # the hedge as written


def verb_of(head: Token) -> Token:
    """The verb whose auxiliaries and negation hold for `head`."""
    node, hops = head, 0
    while node.pos_ not in _VERBAL and node.head != node and hops < 8:
        node, hops = node.head, hops + 1
    return node


def chain(head: Token) -> list[Token]:
    """The head's verb and the verbs above it, up to the root or a clause that speaks of another matter."""
    verbs = [verb_of(head)]
    node = verbs[0]
    while node.head != node and len(verbs) < 6:
        if _breaks_off(node):
            break
        node = verb_of(node.head)
        if node == verbs[-1]:
            break
        verbs.append(node)
    return verbs


def _breaks_off(node: Token) -> bool:
    """Whether what is above a clause says nothing of how sure it is."""
    if node.dep_ == "relcl":
        return node.head.dep_ != "attr"  # "could be the next to turn" goes on
    if node.dep_ in ("conj", "advcl", "parataxis"):
        return True
    low, high = sorted((node.i, node.head.i))
    return any(node.doc[i].text in (":", ";", "—", "–") for i in range(low + 1, high))


def _auxiliaries(verb: Token) -> set[str]:
    words = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    subject = any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
    if not words and not subject and verb.dep_ == "conj" and verb.head.pos_ in _VERBAL:
        words = {c.lower_ for c in verb.head.children if c.dep_ in ("aux", "auxpass")}
    return words


def scope(head: Token, others: list[Token]) -> list[int]:
    """Tokens whose hedges hold for `head`: its own clause and the bare words on the path above it.

    Clauses in which another claim has its head are left out, except on the path.
    """
    verb = verb_of(head)
    heads = {o.i for o in others if o.i != head.i}
    if head.pos_ not in _VERBAL and not _is_argument(head):
        return phrase_tokens(head)
    found = set(phrase_tokens(verb, clauses=True))
    for child in _clauses_below(verb):
        tokens = set(phrase_tokens(child, clauses=True))
        if head.i not in tokens and (heads & tokens or child.dep_ in ("advcl", "parataxis", "conj", "relcl")):
            found -= tokens
    found.add(verb.i)
    node, hops = verb, 0
    while node.head != node and hops < 12:
        if _breaks_off(node) and not (
            node.dep_ == "advcl" and not any(c.dep_ == "mark" for c in node.children)
        ):
            break
        node, hops = node.head, hops + 1
        found.add(node.i)
        for child in node.children:
            if child.dep_ in _LIGHT and child.i not in found:
                found.update(i for i in phrase_tokens(child) if i not in heads)
    return sorted(found)


_LIGHT = wordset("aux auxpass neg advmod acomp oprd prt attr expl det amod")


def _is_argument(noun: Token, depth: int = 0) -> bool:
    """Whether a noun is an argument of its verb rather than in an adjunct ("with the rise of")."""
    if noun.dep_ in ("nsubj", "nsubjpass", "dobj", "attr", "ROOT", "oprd", "acomp", "conj"):
        return True
    if noun.dep_ != "pobj" or noun.head.dep_ != "prep" or depth > 3:
        return False
    prep = noun.head
    if prep.head.pos_ in _VERBAL:
        return prep.lower_ in ("in", "into", "to", "at", "on", "for", "of")
    return prep.lower_ == "of" and _is_argument(prep.head, depth + 1)


def _clauses_below(verb: Token) -> list[Token]:
    found, stack = [], list(verb.children)
    while stack:
        token = stack.pop()
        if (
            token.dep_ in ("advcl", "conj", "ccomp", "relcl", "parataxis", "acl", "xcomp")
            and token.pos_ in _VERBAL
        ):
            found.append(token)
        stack.extend(token.children)
    return found


def own_words(head: Token, tokens: list[int], manner: Manner) -> list[int]:
    """Tokens to quote: the whole scope where what is above matters (a hedge), else the clause."""
    verb = verb_of(head)
    if manner.word or manner.recommended or verb.dep_ in ("xcomp", "pcomp", "csubj", "acl") or speaker(head):
        return tokens
    below = set(phrase_tokens(verb, clauses=True))
    return [i for i in tokens if i in below] or tokens


_DISMISSED = ("excluded", "discounted", "dismissed")
_DISMISSING = frozenset(("rule", "exclude", "discount", "dismiss"))


def manner(head: Token, tokens: list[int], *, used_negation: bool = False) -> Manner:
    """Read qualifier, negation and tense of a claim from its clause."""
    doc = head.doc
    verbs = chain(head)
    verb = verbs[0]
    text = f" {' '.join(doc[i].lower_ for i in tokens)} "
    text = text.replace(" ca n't ", " can't ").replace(" can not ", " cannot ")
    infinitive = "to" in _auxiliaries(verb) or verb.tag_ == "VBG"
    hedge = next(
        ((p, q) for p, q in hedges() if f" {p} " in text and (infinitive or not p.endswith(" to"))), None
    )
    auxiliaries = set().union(*(_auxiliaries(v) for v in verbs[:3]))
    if head.pos_ not in _VERBAL and not _is_argument(head):
        auxiliaries = set()
    own = _auxiliaries(verb)
    perfect = bool(own & {"have", "has", "had"}) and verb.tag_ == "VBN"
    governed = len(verbs) > 1 or head.pos_ not in _VERBAL
    aside = verb.dep_ == "pcomp" and verb.head.lower_ == "without"
    recommended = bool(_recommending(verb)) or any(
        _recommending(v) for v in verbs[1:2] if infinitive and not aside
    )
    future = bool(
        auxiliaries & {"will", "would", "wo", "'ll", "’ll", "shall", "might", "may", "could"}
    ) and not (perfect and not auxiliaries & {"will", "would"})
    if hedge and infinitive and governed:
        future = True
    if hedge and verb.dep_ in ("ccomp", "csubj") and verb.tag_ in ("VBZ", "VBP") and hedge[1] != "reported":
        future = True
    if " going to " in text and infinitive:
        future = True
    negated = not used_negation and _negated(head, verb)
    qualifier: Qualifier = "asserted"
    word = None
    if negated and verb is not head and verb.lemma_ in _DISMISSING and own & {"can", "ca", "could"}:
        dismissed = "ruled out" if verb.lemma_ == "rule" else verb.lower_
        hedge, future = (f"could not be {dismissed}", "possible"), True
    if hedge:
        qualifier, word = cast(Qualifier, hedge[1]), hedge[0]
    else:
        for name, value in _MODAL.items():
            if name in auxiliaries:
                qualifier, word = value, name
                break
        if qualifier == "possible" and negated and word in ("can", "ca", "could"):
            qualifier = "impossible" if word != "could" else "asserted"
            negated = word == "could"
    conditional = any(
        doc[i].lower_ in ("if", "unless", "provided", "providing", "whether") and doc[i].dep_ == "mark"
        for i in _sentence(head)
    ) and _has_condition(head)
    if conditional and qualifier in ("asserted", "possible"):
        qualifier = "conditional"
    if recommended:
        qualifier = "recommended"
    if qualifier == "possible" and word and word.endswith(("ruled out", *_DISMISSED)):
        negated = False
    return Manner(qualifier, negated, future, recommended, conditional, word)


def lifted(head: Token) -> bool:
    """Whether a requirement is denied: "does not have to pass", "need not cross"."""
    verb = verb_of(head)
    above = verb.head if verb.dep_ in ("xcomp", "ccomp") else verb
    modals = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    denied = any(c.dep_ == "neg" for c in above.children)
    return denied and (above.lemma_ in ("have", "need", "require", "oblige") or "need" in modals)


def _sentence(head: Token) -> range:
    return range(language.sentence_of(head).start, language.sentence_of(head).end)


def _has_condition(head: Token) -> bool:
    """Whether an if-clause hangs on the head's verb or one above it."""
    return any(
        child.dep_ == "advcl"
        and any(g.dep_ == "mark" and g.lower_ in ("if", "unless", "provided") for g in child.children)
        for verb in chain(head)
        for child in verb.children
        if head.i not in phrase_tokens(child, clauses=True)
    )


def _recommending(verb: Token) -> str | None:
    """The word by which a verb is recommended: should, must, ought, "needs to", "has to"."""
    for child in verb.children:
        if child.dep_ == "aux" and child.lower_ in _RECOMMEND and not _is_deduction(verb, child):
            return child.lower_
    above = verb.head
    bare = above.tag_ in ("VBZ", "VBP") and not any(c.dep_ == "aux" for c in above.children)
    if (
        verb.dep_ == "xcomp"
        and above.lemma_ in ("need", "have", "ought")
        and (bare or above.lemma_ in ("need", "ought"))
        and any(c.lower_ == "to" for c in verb.children)
    ):
        return f"{verb.head.lower_} to"
    if verb.dep_ == "conj" and verb.head != verb and verb.head.pos_ in _VERBAL:
        has_subject = any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children)
        if not has_subject and verb.tag_ == "VB":
            return _recommending(verb.head)
    return None


def _is_deduction(verb: Token, modal: Token) -> bool:
    """Whether "must have" or "should be noted" is no advice."""
    if any(c.lemma_ == "have" and c.dep_ == "aux" for c in verb.children) and verb.tag_ == "VBN":
        return True
    return verb.lemma_ in ("note", "remember", "recall", "stress", "say", "mention", "point") and any(
        c.dep_ == "nsubjpass" for c in verb.children
    )


def recommendation(verb: Token) -> str | None:
    """The recommending word on a verb, if any (also "it is time to", "X would do well to")."""
    word = _recommending(verb)
    if word:
        return word
    above = verb.head
    first = not any(c.dep_ == "nsubj" and c.i < verb.i for c in verb.children)
    if verb.lemma_ == "let" and verb.dep_ == "ROOT" and verb.tag_ == "VB" and first:
        return "let"
    if verb.dep_ in ("xcomp", "acl", "ccomp", "relcl", "advcl") and any(
        c.lower_ == "to" and c.dep_ == "aux" for c in verb.children
    ):
        if above.lemma_ == "time" or any(c.lemma_ == "time" and c.dep_ == "attr" for c in above.children):
            return "it is time to"
        if above.lemma_ == "do" and any(c.lower_ == "well" for c in above.children):
            return "would do well to"
    if above.lemma_ in ("recommend", "urge", "advise", "propose") and verb.dep_ in ("ccomp", "xcomp"):
        return above.lemma_
    return None


def _is_superlative(verb: Token) -> bool:
    """Whether "never" with a comparative makes a superlative: "have never been better"."""
    return any(c.lower_ == "never" for c in verb.children) and any(
        c.tag_ in ("JJR", "RBR") or any(g.tag_ == "RBR" for g in c.children)
        for c in verb.children
        if c.dep_ in ("acomp", "attr", "advmod", "oprd")
    )


def _negated(head: Token, verb: Token) -> bool:
    """Odd number of negations on the head, its verb, or an implicative verb above ("failed to")."""
    count = 0
    nodes = {head.i: head, verb.i: verb}
    for node in nodes.values():
        if _is_superlative(node):
            continue
        count += sum(1 for c in node.children if c.dep_ == "neg" or (c.dep_ == "det" and c.lower_ == "no"))
        count += sum(
            1 for c in node.children if c.lower_ == "longer" and any(g.lower_ == "no" for g in c.children)
        )
        count += sum(1 for c in node.children if c.lower_ in ("hardly", "scarcely", "neither", "nor"))
        count += sum(  # "hardly ever"
            1 for c in node.children for g in c.children if c.lower_ == "ever" and g.lower_ in _RARELY
        )
    for child in verb.children:
        if child.dep_ in ("dobj", "attr", "nsubj") and child.i not in nodes:
            count += any(g.dep_ in ("det", "neg") and g.lower_ in ("no", "neither") for g in child.children)
    if verb.dep_ == "pcomp" and verb.head.lower_ == "without":
        count += 1
    if verb.dep_ == "pcomp" and verb.head.lower_ == "in" and verb.head.head.lemma_ == "succeed":
        count += any(c.dep_ == "neg" for c in verb.head.head.children)
    if verb.dep_ in ("xcomp", "ccomp") or (
        verb.dep_ in ("acl",) and verb.head.lemma_ in ("failure", "inability", "refusal", "reluctance")
    ):
        above = verb.head
        failing = (
            above.lemma_ in _FAILING
            or above.lemma_ in ("failure", "inability", "refusal", "reluctance")
            or any(c.lower_ in ("unable", "impossible", "unwilling") for c in [above, *above.children])
        )
        count += failing
        count += failing is False and verb.dep_ == "xcomp" and any(c.dep_ == "neg" for c in above.children)
    return count % 2 == 1


def speaker(head: Token) -> str | None:
    """Who says it, if the claim hangs on a verb of saying or "according to"; the text's own words."""
    node, hops = head, 0
    while node.head != node and hops < 12:
        above = node.head
        if node.dep_ in ("ccomp", "parataxis") and above.lemma_ in _SAY:
            for child in above.children:
                if child.dep_ == "nsubj":
                    if child.lower_ in ("i", "we", "it", "one"):
                        return None
                    return _words(head.doc, phrase_tokens(child))
        node, hops = above, hops + 1
    for token in language.sentence_of(head):
        if (
            token.lower_ == "according"
            and token.i + 1 < len(head.doc)
            and head.doc[token.i + 1].lower_ == "to"
        ):
            for child in head.doc[token.i + 1].children:
                return _words(head.doc, phrase_tokens(child))
            for child in token.children:
                for inner in child.children:
                    return _words(head.doc, phrase_tokens(inner))
    return None


def _words(doc: Doc, tokens: list[int]) -> str:
    return doc[min(tokens) : max(tokens) + 1].text
