"""Under which operators a clause is said: negation, modality, aspect, condition, question, attribution.

In: the verb that bears tense. Out: a `Force`: polarity, modality, likelihood, speaker and stance, or the reason why the
clause is not asserted at all. The way goes from the verb up to the root of the sentence; what each governor does to what
it governs is data (`governors.csv`, `auxiliaries.csv`, `adverbs.csv`, `marks.csv`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.compose import tables
from detente.reading.compose.clauses import (
    approximable,
    aside,
    at_a_time,
    comes_to,
    finite_participle,
    governing_word,
    independent,
    inverted,
    past,
    set_aside,
    takes_in,
)
from detente.reading.compose.force import Force
from detente.reading.compose.speakers import according, attribute, row_of

if TYPE_CHECKING:
    from spacy.tokens import Token

_VERBAL = ("VERB", "AUX")


def force_of(verb: Token, predicate: Token | None = None) -> Force:
    """The operators over a verb (and over its predicate noun or adjective)."""
    force = Force()
    _local(verb, force)
    if predicate is not None and predicate != verb:
        _particles(predicate, force)
    _climb(verb, force, own=True)
    according(verb, force)
    return force


def own_force(verb: Token) -> Force:
    """The operators of a verb itself, without what stands above it."""
    force = Force()
    _local(verb, force)
    return force


def attribution(verb: Token, force: Force) -> None:
    """Who says what hangs on a verb, and whether it is only supposed."""
    if any(c.dep_ == "mark" and c.lower_ in ("if", "unless", "whether") for c in verb.children):
        return force.block("within a condition")
    _up(verb, force, hops=0)
    return according(verb, force)


def _local(verb: Token, force: Force) -> None:
    """Auxiliaries, negation and adverbs of the verb itself."""
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    for helper in helpers:
        force.tokens.add(helper.i)
        row = tables.mapping("auxiliaries").get(helper.lower_)
        if row is not None:
            force.trail.append(helper.lower_)
            force.supposed |= row["effect"] == "supposed"
            if row["modality"]:
                if any(h.lower_ == "have" and h.i > helper.i for h in helpers):
                    force.block("a past possibility that did not come true or is unknown")
                force.mood(row["modality"], row["likelihood"] or None)
    _particles(verb, force)


def _particles(token: Token, force: Force) -> None:
    for child in token.children:
        if child.dep_ == "neg" or (
            child.lower_ in ("never", "nor", "neither")
            and (child.dep_ in ("advmod", "preconj") or (child.dep_ == "cc" and child == token.left_edge))
        ):
            longer = (
                child.lower_ == "no" and child.i + 1 < len(child.doc) and child.nbor(1).lower_ == "longer"
            )
            force.tokens |= {child.i, child.i + 1} if longer else {child.i}
            force.trail.append("negation")
            force.deny()
            if any(c.dep_ == "advmod" and c.lower_ in ("only", "just", "merely", "simply") and abs(c.i - child.i) <= 2
                   for c in token.children):  # fmt: skip
                force.block("'not only' is no negation")
        elif child.dep_ in ("advmod", "npadvmod", "cc", "neg"):
            if child.lower_ == "where" and token.dep_ == "relcl":
                continue  # "Egypt, where ..."
            row = tables.mapping("adverbs").get(child.lower_)
            if child.lower_ in tables.words("classes", "nearly") and approximable(child, token):
                continue
            than = any(t.lower_ == "than" for t in token.subtree)
            if child.lower_ in ("more", "less", "better", "worse") and than:
                force.compared.add(child.i)
            if child.lower_ == "longer" and any(c.lower_ == "no" for c in child.children):
                force.deny()
                force.tokens |= {t.i for t in child.subtree}
                continue
            if row is None:
                continue
            force.trail.append(child.lower_)
            force.tokens.add(child.i)
            if row["effect"] == "block":
                force.block(row["reason"])
            elif row["modality"]:
                force.mood(row["modality"], row["likelihood"] or None)


def _climb(verb: Token, force: Force, *, own: bool, hops: int = 0) -> None:
    """Follow the way from a verb to the root. `own`: polarity and modality above still apply to it."""
    if hops > 12:
        return force.block("the sentence is nested too deep")
    dep, head = verb.dep_, verb.head
    if inverted(verb):
        return force.block("a supposition")
    if dep == "ROOT" or head == verb:
        return _root(verb, force)
    if finite_participle(verb):
        return None
    if aside(verb):
        force.presupposed = True
        return None
    if dep == "conj":
        return _conjunct(verb, force, own=own, hops=hops)
    if dep in ("xcomp", "ccomp", "csubj", "csubjpass") and head.pos_ in (*_VERBAL, "ADJ", "NOUN", "ADV"):
        return _governed(verb, force, own=own, hops=hops)
    if dep == "advcl" and comes_to(verb):
        force.governor = head
        return _governed(verb, force, own=own, hops=hops)
    if dep == "advcl":
        return _adverbial(verb, force, hops=hops)
    if dep in ("relcl", "acl"):
        return _of_noun(verb, force, hops=hops)
    if dep == "pcomp" and _left_open(head, force):
        return None
    if dep == "pcomp" and _prevented(verb, force):
        return _outer(head.head, force, own=own, hops=hops)
    if dep == "pcomp":
        row = row_of(head.head, f"{head.lower_}_pcomp", passive=False)
        if row is not None:
            force.trail.append(f"{head.head.lemma_}:{row['effect']}")
            _apply(row, head.head, verb, force)
            return _climb(head.head, force, own=own, hops=hops + 1)
        if head.lower_ not in tables.words("classes", "fact_pcomp") or head.head.pos_ not in _VERBAL:
            return force.block(f"after '{head.lower_}' nothing is asserted")
        if head.lower_ == "in" and (head.dep_ == "conj" or takes_in(head.head)):
            return force.block("after 'in' nothing is asserted")
        force.presupposed = True
        finite = any(c.dep_.startswith("nsubj") for c in verb.children)  # "given that Chile left"
        if not finite and not _is_fact(head.head):
            return force.block("it is not clear how far the operators of the main clause reach")
        return _up(head.head, force, hops=hops)
    if dep in ("parataxis", "dep") and head.pos_ in _VERBAL:
        return force.block("the parts of the sentence are not joined clearly")
    return force.block("the clause stands in no place where it is asserted")


def _left_open(preposition: Token, force: Force) -> bool:
    """ "The possibility of A joining B cannot be ruled out": it is held possible."""
    noun = preposition.head
    verb = noun.head
    named = noun.lemma_.lower() in tables.words("classes", "possibility_nouns")
    if not named or verb.lemma_.lower() not in tables.words("classes", "exclude_verbs"):
        return False
    denied = any(c.dep_ == "neg" for c in verb.children)
    if not denied or verb.dep_ != "ROOT":
        return False
    force.mood("possible")
    force.tokens |= {noun.i, preposition.i, verb.i} | {
        c.i for c in verb.children if c.dep_ in ("aux", "auxpass", "neg", "prt")
    }
    return True


def _prevented(verb: Token, force: Force) -> bool:
    """ "A kept B from joining C": A brought B not to join; what is denied under it stays within."""
    preposition = verb.head
    head = preposition.head
    row = row_of(head, "from", passive=False) if preposition.lower_ == "from" else None
    if row is None or verb.tag_ != "VBG" or any(c.dep_ == "auxpass" for c in head.children):
        return False
    if force.wrapper or force.aspect or not any(c.dep_ == "dobj" for c in head.children):
        return False
    _apply(row, head, verb, force)
    force.within = "positive" if force.within == "negative" else "negative"
    force.trail.append(f"{head.lemma_}:prevented")
    force.tokens |= {preposition.i, head.i}
    return True


def _outer(governor: Token, force: Force, *, own: bool, hops: int) -> None:
    """The operators over the verb that has a clause under it."""
    if own:
        _local(governor, force)
    return _climb(governor, force, own=own, hops=hops + 1)


def _root(verb: Token, force: Force) -> None:
    if verb.pos_ not in _VERBAL:
        return force.block("no finite verb")
    subject = any(c.dep_ in ("nsubj", "nsubjpass", "expl", "csubj") for c in verb.children)
    if verb.tag_ == "VB" and not any(c.dep_ == "aux" for c in verb.children) and not subject:
        return force.block("an order or a wish")
    if verb.doc[verb.left_edge.i].lower_ in ("may", "let", "long"):
        return force.block("a wish")
    active = verb.tag_ == "VBN" and any(
        c.dep_ == "nsubj" for c in verb.children
    )  # a past tense tagged as participle
    if (
        not active
        and verb.tag_ in ("VBG", "VBN", "TO")
        and not any(c.dep_ in ("aux", "auxpass") for c in verb.children)
    ):
        return force.block("no finite verb")
    return None


def _conjunct(verb: Token, force: Force, *, own: bool, hops: int) -> None:
    head = verb.head
    if head.pos_ not in _VERBAL:
        return force.block("the clause hangs on something that is no verb")
    links = [c for c in head.children if c.dep_ == "cc" and c.i < verb.i]
    if links and links[-1].lower_ == "or":
        return force.block("one of two alternatives")
    if not (verb.tag_ in ("VB", "VBN", "VBG") or verb.tag_ in ("VBD", "VBZ", "VBP") or verb.pos_ == "AUX"):
        return force.block("no finite verb")
    subject = any(c.dep_ in ("nsubj", "nsubjpass", "expl") for c in verb.children)
    helpers = any(c.dep_ == "aux" for c in verb.children)
    if (
        verb.tag_ == "VB"
        and head.tag_ in ("VBZ", "VBD")
        and not (subject or helpers or any(c.dep_ == "aux" for c in head.children))
    ):
        return force.block("no finite verb")
    if not subject and not helpers and own and verb.tag_ in ("VB", "VBN", "VBG"):
        shared = Force()
        _local(head, shared)
        if shared.polarity == "negative":
            return force.block("it is not clear whether the negation reaches this far")
        if shared.modality != "asserted":
            force.mood(shared.modality, shared.likelihood)
        if shared.blocked:
            force.block(shared.blocked)
    return _climb(head, force, own=own, hops=hops + 1)


def _governed(verb: Token, force: Force, *, own: bool, hops: int) -> None:
    """A complement: what its governor does to it."""
    head, dep = governing_word(verb), verb.dep_
    kind = "xcomp" if dep in ("xcomp", "advcl") else "ccomp"
    if kind == "ccomp" and set_aside(head):
        kind = "ccomp_set_aside"
    row = row_of(head, kind, passive=any(c.dep_ == "auxpass" for c in head.children))
    if dep == "ccomp" and head.lemma_ in tables.words("classes", "subjunctive") and verb.tag_ in ("VB", "VBP") and not any(
        c.dep_ == "aux" for c in verb.children
    ):  # fmt: skip
        return force.block("a demand, not a statement")
    if any(c.dep_ == "mark" and c.lower_ in ("whether", "if") for c in verb.children):
        return force.block("asked or left open")
    if row is None:
        if dep == "ccomp" and verb.head.pos_ in _VERBAL and independent(verb):
            return _climb(verb.head, force, own=own, hops=hops + 1)
        return force.block(f"what stands under '{head.lemma_}' is not asserted")
    force.trail.append(f"{head.lemma_}:{row['effect']}")
    if head.lemma_ == "have" and any(c.lower_ == "yet" for t in (head, verb) for c in t.children):
        force.tokens.add(head.i)
        force.deny()  # "has yet to ratify it"
    else:
        _apply(row, head, verb, force)
    if force.blocked:
        return None
    if row["effect"] in ("reported", "rejected", "fact"):
        if kind == "xcomp":
            force.tokens |= {head.i} | {c.i for c in head.children if c.dep_ in ("aux", "auxpass")}
        return _up(head, force, hops=hops)
    governor = head if head.pos_ in _VERBAL else (verb.head if verb.head.pos_ in _VERBAL else head.head)
    if governor.pos_ in _VERBAL and own:
        before = set(force.tokens)
        _local(governor, force)
        if row["effect"] == "hedged":
            force.hedges |= {head.i}
        if kind == "xcomp":
            force.tokens |= {head.i, governor.i}
        else:
            force.tokens = before  # the words of another clause
    return _climb(governor, force, own=own, hops=hops + 1)


def _apply(row: dict[str, str], head: Token, verb: Token, force: Force) -> None:
    match row["effect"]:
        case "block":
            force.block(row["reason"])
        case "reported" | "rejected":
            attribute(row, head, force)
        case "negate":
            force.tokens.add(head.i)
            force.deny()
        case "modality":
            force.tokens.add(head.i)
            force.mood(row["modality"], row["likelihood"] or None)
            force.supposed = False  # "it was likely that A would join": what was seen ahead then
            if row["kind"] == "ccomp" and head.head.pos_ in _VERBAL:
                force.governor = head.head
                force.tokens.add(head.head.i)
        case "unable":
            if force.wrapper is not None and force.wrapper[0].startswith("influence"):
                force.tokens.add(head.i)
                force.deny()
            else:
                force.block(row["reason"])
        case "aspect":
            force.tokens.add(head.i)
            if force.aspect or force.wrapper:
                force.block("two verbs of aspect")
            force.aspect = row["modality"]
        case "act" | "influence":
            if force.aspect or force.wrapper:
                force.block("nested deeds")
            force.wrapper = (f"{row['effect']}:{row['modality']}", head)
            force.within, force.polarity = (
                force.polarity,
                "positive",
            )  # what is denied above is the deed, not its content
        case _:
            if row["kind"].startswith("xcomp"):
                force.tokens.add(head.i)


def _adverbial(verb: Token, force: Force, *, hops: int) -> None:
    marks = [
        c
        for c in verb.children
        if c.dep_ in ("mark", "advmod") and c.lower_ in tables.mapping("marks") and c.i < verb.i
    ]
    if (
        verb.tag_ in ("VBG", "VBN")
        and not marks
        and not any(c.dep_ == "aux" and c.tag_ in ("MD", "TO") for c in verb.children)
    ):
        force.presupposed = True
        if not _is_fact(verb.head):
            return force.block("it is not clear how far the operators of the main clause reach")
        return _climb(verb.head, force, own=False, hops=hops + 1)
    if any(
        m.lower_ == "as" and m.i and m.nbor(-1).lower_ in tables.words("classes", "between_as_and_as")
        for m in marks
    ):
        return force.block("'as long as' and the like make it a condition")
    effects = [tables.mapping("marks")[m.lower_] for m in marks]
    row = next((r for r in effects if r["effect"] == "block"), effects[0] if effects else None)
    if row is None or row["effect"] == "block":
        return force.block("a condition, purpose or comparison" if row is None else row["reason"])
    finite = any(c.dep_ == "aux" or c.dep_.startswith("nsubj") for c in verb.children)
    if row["effect"] == "fact_past" and not past(verb):
        return force.block("it is not clear whether this has happened")
    if not finite and not _is_fact(verb.head):
        return force.block("it is not clear how far the operators of the main clause reach")
    force.presupposed = True
    force.tokens.add(marks[0].i)
    return _up(verb.head, force, hops=hops)


def _is_fact(verb: Token) -> bool:
    """Whether a main clause is put forward as a plain fact, so that what hangs on it without a tense is one too."""
    outer = Force()
    _local(verb, outer)
    _climb(verb, outer, own=True, hops=6)
    return (
        outer.polarity == "positive"
        and outer.modality == "asserted"
        and not outer.blocked
        and not outer.wrapper
    )


def _of_noun(verb: Token, force: Force, *, hops: int) -> None:
    """A relative clause or participle: held true of its noun, whatever is said of that noun."""
    if any(c.dep_ == "aux" and c.tag_ == "TO" for c in verb.children):
        return force.block("what is to be done has not been done")
    if (
        verb.head.lemma_ in tables.words("classes", "time_nouns") and not past(verb) and not at_a_time(verb.head)
    ):  # fmt: skip
        return force.block("it is not clear whether this has happened")
    if _held_possible(verb, force):
        return None
    if verb.head.lemma_ in tables.words("classes", "matters") and any(
        t.tag_ == "WDT" and t.dep_ == "pobj" for t in verb.subtree
    ):
        return force.block("it is said of one matter only")
    if verb.head.lemma_ in tables.words("classes", "terms") and not past(verb):
        return force.block("it is not clear whether this has happened")
    if verb.dep_ == "acl" and any(c.dep_ == "mark" and c.lower_ == "that" for c in verb.children):
        return _that_of_noun(verb, force, hops=hops)
    if verb.dep_ == "acl":
        before = verb.nbor(-1).text if verb.i > 0 else ""
        if verb.tag_ not in ("VBN", "VBG") or (verb.tag_ == "VBG" and before != ","):
            return force.block("what follows the noun is not asserted")
    force.presupposed = True
    return _up(verb.head, force, hops=hops)


def _held_possible(verb: Token, force: Force) -> bool:
    """ "There was a real possibility that A would join B": held possible, if the noun is plainly said to be there."""
    noun = verb.head
    if noun.lemma_.lower() not in tables.words("classes", "possibility_nouns"):
        return False
    said_that = any(c.dep_ in ("mark", "dobj") and c.lower_ == "that" for c in verb.children)
    above = noun.head
    there = noun.dep_ == "attr" and above.lemma_ == "be" and any(c.dep_ == "expl" for c in above.children)
    weighed = {c.lower_ for c in noun.children if c.dep_ in ("det", "amod", "neg")}
    plain = weighed <= {"a", "an", "the", "real", "good", "strong", "serious", "distinct", "clear", "genuine"}
    denied = any(c.dep_ == "neg" or c.tag_ == "MD" for c in above.children)
    if not (said_that and there and plain) or denied or above.dep_ != "ROOT":
        return False
    force.mood("possible")
    force.supposed = False
    force.tokens |= {noun.i, above.i} | {
        c.i for c in (*noun.children, *above.children) if c.dep_ in ("det", "amod", "expl")
    }
    return True


def _that_of_noun(verb: Token, force: Force, *, hops: int) -> None:
    """ "The fact that ...", "no doubt that ...": what the noun makes of the clause."""
    noun = verb.head
    denied = any(c.dep_ == "det" and c.lower_ == "no" for c in noun.children)
    row = row_of(noun, "ccomp_of_no" if denied else "ccomp", passive=False)
    if row is None or row["effect"] not in ("fact", "same"):
        return force.block("what follows the noun is not asserted")
    force.trail.append(f"{noun.lemma_}:{row['effect']}")
    if denied and not (noun.head.lemma_ == "be" and noun.head.dep_ == "ROOT"):
        return force.block("what follows the noun is not asserted")
    force.presupposed = True
    return _up(noun, force, hops=hops)


def _up(token: Token, force: Force, *, hops: int) -> None:
    """From a presupposed clause upwards only attribution, questions and suppositions count."""
    node, steps = token, hops
    while node.head != node and steps < 40:
        steps += 1
        if node.dep_ == "ccomp" and node.head.pos_ in _VERBAL and not independent(node):
            row = row_of(node.head, "ccomp", passive=any(c.dep_ == "auxpass" for c in node.head.children))
            if row is None or row["effect"] == "block":
                return force.block(f"what stands under '{node.head.lemma_}' is not asserted")
            if row["effect"] in ("reported", "rejected"):
                attribute(row, node.head, force)
        marks = {c.lower_ for c in node.children if c.dep_ == "mark"}
        if node.dep_ == "advcl" and marks & {"if", "unless"}:
            return force.block("within a condition")
        if marks & {"whether", "if"} or (node.pos_ in _VERBAL and inverted(node)):
            return force.block("asked or left open")
        node = node.head
    return None
