"""Nouns that speak of a deed or a state as of a fact ("Russia's annexation of Crimea", "the rivalry between A and B").

In: a noun token. Out: its clause, with what depends on it as arguments, and its `Force`: a fact if the noun is definite or
has its owner, no adjective makes it a mere possibility, and nothing above it is a fear, a plan, a denial or a supposition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.compose import operators, tables
from detente.reading.compose.clauses import Clause, Filler, dependents
from detente.reading.compose.force import Force

if TYPE_CHECKING:
    from spacy.tokens import Token

_VERBAL = ("VERB", "AUX")


def clause_of(noun: Token, pos: str) -> Clause | None:
    """The noun as predicate with its own dependents."""
    if noun.pos_ not in ("NOUN", "PROPN") or noun.dep_ in ("compound", "amod", "attr", "npadvmod"):
        return None
    clause = Clause(noun, noun, pos, passive=False)
    clause.put("self", Filler(noun))
    for relation, filler in dependents(noun):
        clause.put(relation, filler)
    for child in noun.children:
        if child.dep_ == "appos":
            clause.put("appos", Filler(child))
    if noun.dep_ == "dobj" and noun.head.pos_ in _VERBAL:
        for relation, filler in dependents(
            noun.head
        ):  # "continued its arms sales to A": the parser is in doubt
            if filler.marker is not None and filler.marker.i == noun.right_edge.i + 1:
                clause.put(relation, filler)
    if noun.dep_ == "conj" and not {"poss", "mod", "det"} & set(clause.arguments):
        for relation, filler in dependents(
            noun.head
        ):  # "Russia's invasion of A and annexation of B": one owner
            if relation in ("poss", "mod") and noun.head.pos_ == "NOUN":
                clause.put(relation, Filler(filler.token, filler.marker, borrowed=True))
    return clause


def attributive_of(adjective: Token) -> Clause | None:
    """An adjective before a name ("landlocked Bolivia") as predicate of what it names."""
    if adjective.dep_ != "amod" or adjective.head.pos_ != "PROPN" or adjective.i > adjective.head.i:
        return None
    return _said_of_its_head(adjective, "AMOD")


def apposition_of(noun: Token) -> Clause | None:
    """A description set beside a name: "India, the world's largest importer of arms," says so of India."""
    first = (
        noun.head if noun.dep_ == "conj" and noun.head.pos_ == "NOUN" else noun
    )  # "A, a member of B and an ally of C,"
    if first.dep_ != "appos" or noun.pos_ != "NOUN" or first.i < first.head.i:
        return None
    return _said_of_its_head(noun, "NOUN", first.head)


def example_of(noun: Token) -> Clause | None:
    """Examples of a kind: "EU members such as Poland and Malta" says of these that they are members."""
    if noun.pos_ != "NOUN" or noun.dep_ == "attr":
        return None
    for child in noun.children:
        such = child.lower_ == "as" and any(c.lower_ == "such" for c in child.children)
        plural = child.lower_ in ("like", "including") and noun.tag_ == "NNS"
        inner = next((c for c in child.children if c.dep_ == "pobj"), None)
        if inner is None or child.dep_ != "prep" or child.i < noun.i or not (such or plural):
            continue
        clause = Clause(noun, noun, "NOUN", passive=False)
        clause.put("self", Filler(noun))
        clause.put("subj", Filler(inner, child, borrowed=True))
        for relation, filler in dependents(noun):
            if filler.marker != child:
                clause.put(relation, filler)
        return clause
    return None


def _said_of_its_head(word: Token, pos: str, head: Token | None = None) -> Clause:
    clause = Clause(word, word, pos, passive=False)
    clause.put("self", Filler(word))
    clause.put("subj", Filler(head or word.head, borrowed=True))
    for relation, filler in dependents(word):
        clause.put(relation, filler)
    return clause


def force_of(noun: Token, pos: str, kind: str) -> Force:
    """Whether the noun speaks of a fact, and under whose name."""
    force = Force(presupposed=True)
    lasting = pos == "STA" and kind not in (
        "change",
        "event",
    )  # whatever is said of "the rivalry of A with B", it is there
    force.trail.append("noun")
    said = {
        c.lower_
        for c in noun.children
        if c.dep_ in ("det", "amod", "compound", "nummod", "advmod", "predet", "neg")
    }
    said |= {t.lower_ for t in noun.lefts for t in t.subtree if t.lower_ in ("if", "not", "no")}
    doubtful = said & tables.words("classes", "not_yet")
    if pos == "NOUN" and noun.dep_ != "appos":  # examples of a kind
        _above(noun, "STA", force, lasting=True)
        return force
    if noun.dep_ == "appos" or pos == "AMOD":
        _above(noun.head, "STA", force)
        return force
    if doubtful:
        force.block(f"'{min(doubtful)}' makes it no single fact")
        return force
    if not _definite(noun) and not (lasting and _subject_of_fact(noun)):
        force.block("it is not said of one that has been")
        return force
    _above(noun, pos, force, lasting=lasting)
    return force


def _definite(noun: Token) -> bool:
    """Whether a noun speaks of what is known: with its owner or a definite article, or in the plural."""
    known = ("the", "this", "that", "these", "those", "both")
    owned = any(c.dep_ == "poss" or (c.dep_ == "det" and c.lower_ in known) for c in noun.children)
    owned = owned or (noun.dep_ == "conj" and any(c.dep_ == "poss" for c in noun.head.children))
    return owned or noun.tag_ in ("NNS", "NNPS") or _owned_by_adjective(noun) or _before_the_past(noun)


def _before_the_past(noun: Token) -> bool:
    """ "After NATO intervention in A, they made peace": a bare noun with its owner, laid to something past."""
    owned = any(c.dep_ in ("amod", "compound") and c.text[:1].isupper() for c in noun.children)
    laid = noun.dep_ == "pobj" and noun.head.lower_ in ("after", "since", "following", "despite", "during")
    return owned and laid and noun.head.head.tag_ == "VBD"


def _owned_by_adjective(noun: Token) -> bool:
    """Whether a name's adjective owns what a plain past clause speaks of ("Swedish aggression against Norway led to war")."""
    owned = any(c.dep_ == "amod" and c.text[:1].isupper() for c in noun.children)
    counted = any(c.dep_ in ("nummod", "predet", "neg") for c in noun.children)
    open_verb = noun.head.lemma_ in tables.words("classes", "copulas") | tables.words(
        "classes", "said_of_prospects"
    )
    return owned and not counted and not open_verb and noun.head.tag_ == "VBD" and _subject_of_fact(noun)


def _subject_of_fact(noun: Token) -> bool:
    """Whether a bare noun is the subject of a plain clause ("tension between A and B has grown")."""
    bare = not any(c.dep_ == "det" for c in noun.children)
    verb = noun.head
    return (
        bare
        and noun.dep_ == "nsubj"
        and verb.pos_ in _VERBAL
        and not any(c.tag_ == "MD" for c in verb.children)
    )


def _above(noun: Token, pos: str, force: Force, *, lasting: bool = False) -> None:
    """The way from the noun to its verb: only plain places count."""
    node, steps, distant = noun, 0, False
    while node.head != node and steps < 12:
        steps += 1
        head = node.head
        if head.pos_ in _VERBAL:
            return _under_verb(node, head, pos, force, distant=distant or lasting)
        if node.dep_ == "prep" or head.pos_ in ("ADP", "SCONJ"):
            word = (node if node.dep_ == "prep" else head).lower_
            if word not in tables.words("classes", "fact_preps") and not (lasting and word != "without"):
                return force.block(f"after '{word}' nothing is asserted")
            distant = distant or word in ("since", "after", "following", "despite", "given", "because")
        elif node.dep_ not in ("prep", "conj", "appos", "poss", "pobj", "amod", "nmod"):
            return force.block("the noun stands in no place where it is asserted")
        if (
            not lasting
            and head.lemma_.lower() in tables.words("classes", "not_fact_nouns")
            and head.pos_ == "NOUN"
            and node.dep_ != "poss"
        ):
            return force.block(f"'{head.lemma_}' leaves open whether it happened")
        node = head
    return force.block("no finite verb")


def _under_verb(node: Token, verb: Token, pos: str, force: Force, *, distant: bool) -> None:
    if verb.lemma_.lower() in tables.words("classes", "not_fact_verbs") and not distant:
        return force.block(f"what stands under '{verb.lemma_}' is not asserted")
    open_to_doubt = tables.words("classes", "prospect_adjectives")
    if node.dep_ == "nsubj" and any(c.dep_ == "acomp" and c.lower_ in open_to_doubt for c in verb.children):
        return force.block("it is said of what may or should be")
    if verb.lemma_.lower() in tables.words("classes", "ending") and node.dep_ in ("dobj", "nsubjpass"):
        return force.block(f"'{verb.lemma_}' says that it ends")
    outer = operators.force_of(verb)
    modal = {c.lower_ for c in verb.children if c.dep_ == "aux"} & {
        "would",
        "could",
        "might",
        "may",
        "should",
        "must",
        "will",
        "can",
    }
    if (
        pos == "NOM"
        and not distant
        and (modal or outer.modality != "asserted" or outer.polarity == "negative")
    ):
        return force.block("it is not certain that it has happened")
    bare = node.dep_ == "nsubj" and not any(c.dep_ in ("det", "poss") for c in node.children)
    judged = bare and any(c.dep_ == "amod" and c.i == node.left_edge.i for c in node.children)
    if modal & {"would", "could", "might"} and (not distant or judged):  # "good relations could help both"
        return force.block("it is only supposed")
    if outer.blocked and not (pos == "STA" or distant):
        return force.block(outer.blocked)
    operators.attribution(verb, force)
    return None
