"""Who says what a clause says: "according to", "as the minister put it", "..., said the minister", a verb of saying above it.

In: the verb of the clause and its `Force`. Out: speaker and stance in the `Force`, with the tokens that say so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.compose import tables

if TYPE_CHECKING:
    from spacy.tokens import Token

    from detente.reading.compose.force import Force


def row_of(head: Token, kind: str, *, passive: bool) -> dict[str, str] | None:
    """The row of `governors.csv` for a governor of a clause in that kind of complement."""
    form = f"{kind}_passive" if passive else kind
    for row in tables.rows("governors"):
        if row["kind"] in (form, kind) and head.lemma_.lower() in row["words"].split("|") and (
            row["kind"] == form or not passive
        ):  # fmt: skip
            return row
    return None


def reports(verb: Token) -> bool:
    """Whether a verb says in plain past or present that somebody said something."""
    row = row_of(verb, "ccomp", passive=False) if verb.tag_ in ("VBD", "VBZ", "VBP") else None
    negated = any(c.dep_ == "neg" or (c.dep_ == "aux" and c.tag_ == "MD") for c in verb.children)
    return row is not None and row["effect"] == "reported" and not negated


def _words(token: Token) -> str:
    """A phrase as it stands in the text."""
    return token.doc[token.left_edge.i : token.right_edge.i + 1].text


def _subject(verb: Token) -> Token | None:
    return next((c for c in verb.children if c.dep_ == "nsubj"), None)


def _says_after(child: Token) -> str | None:
    """A verb of saying set behind a clause, its subject after it: "..., said the minister"."""
    placed = child.dep_ in ("conj", "parataxis", "ccomp", "dep", "advcl")
    if not placed or child.i == 0 or child.nbor(-1).text not in (",", "-", "–", "—"):
        return None
    before = any(
        (c.dep_.startswith("nsubj") or c.dep_ in ("mark", "cc")) and c.i < child.i for c in child.children
    )
    row = row_of(child, "ccomp", passive=False)
    if row is None or row["effect"] != "reported" or child.tag_ not in ("VBD", "VBZ", "VBP") or before:
        return None
    return " ".join(t.text for t in child.subtree if t.i > child.i and t.pos_ != "PUNCT") or "somebody"


def _says_within(child: Token) -> str | None:
    """A clause of saying set between commas: "Chile, many believe, ..."."""
    subject = _subject(child)
    if child.dep_ != "parataxis" or subject is None or not reports(child) or subject.i > child.i:
        return None
    first = child.left_edge
    if any(t.tag_ in ("WP", "WDT", "WP$") for t in child.subtree):
        return None  # a relative clause beside the main one
    if first.i == 0 or any(c.dep_ in ("ccomp", "dobj", "mark") for c in child.children):
        return None
    set_apart = first.text == "," or first.nbor(-1).text in (",", "–", "—", "-", "(")
    return _words(subject) if set_apart else None


def _as_said(child: Token) -> str | None:
    """An "as" clause that says whose words the main clause is: "as the minister put it"."""
    if child.dep_ != "advcl" or not any(c.dep_ == "mark" and c.lower_ == "as" for c in child.children):
        return None
    first = child.left_edge.i
    if any(t.text in ('"', "”", "’") for t in child.doc[max(first - 2, 0) : first]):
        return None  # only the words in quotation marks before it are his
    full = any(
        c.dep_ in ("ccomp", "xcomp") or (c.dep_ == "dobj" and c.lower_ != "it") for c in child.children
    )
    subject = _subject(child)
    said = child.lemma_.lower() in tables.words("classes", "as_said")
    return _words(subject) if said and not full and subject is not None else None


def _prefaced(child: Token) -> str | None:
    """A phrase that says whose view follows: "according to the ministry", "in the eyes of Chile", "in the general's words"."""
    if child.dep_ != "prep":
        return None
    if child.lower_ == "according":
        return " ".join(t.text for t in child.subtree if t.i > child.i + 1) or "somebody"
    noun = next((c for c in child.children if c.dep_ == "pobj"), None)
    if (
        child.lower_ not in ("in", "to", "by")
        or noun is None
        or noun.lower_ not in tables.words("classes", "views")
    ):
        return None
    for owner in noun.children:
        if owner.dep_ == "poss":
            return (
                None
                if owner.lower_ in ("my", "our")
                else " ".join(t.text for t in owner.subtree if t.dep_ != "case")
            )
        if owner.dep_ == "prep" and owner.lower_ == "of":
            return " ".join(t.text for t in owner.subtree if t != owner)
    return None


def _doubted(child: Token) -> str | None:
    """A clause that leaves it to somebody else: "or so the story goes", "if the general is to be believed"."""
    words = {c.lower_ for c in child.children}
    subject = next((c for c in child.children if c.dep_.startswith("nsubj")), None)
    if child.dep_ == "conj" and "so" in words and child.left_edge.i > 1:
        before = {t.lower_ for t in child.doc[child.left_edge.i - 2 : child.left_edge.i]}
        return _words(subject) if subject is not None and "or" in before else None
    if child.dep_ != "advcl" or not (words & {"if", "to"}):
        return None
    below = [t for t in child.subtree if t.lemma_ in ("believe", "trust", "credit", "tell")]
    if (
        "if" in words
        and subject is not None
        and below
        and any(c.dep_ == "auxpass" for c in below[0].children)
    ):
        return _words(subject)
    if child.lemma_ == "hear" and below:
        teller = _subject(below[0])
        return "somebody" if teller is None else _words(teller)
    return None


_ASIDES = (_says_after, _says_within, _as_said, _prefaced, _doubted)


def according(verb: Token, force: Force) -> None:
    """What stands beside a clause and says whose view it is, on the way from its verb to the root."""
    node, hops = verb, 0
    while hops < 8:
        for child in node.children:
            speaker = next((said for aside in _ASIDES if (said := aside(child))), None)
            if speaker is not None and child != verb:
                force.speaker, force.stance = speaker[:120], "reported"
                force.aside |= {t.i for t in child.subtree}
        if node.head == node:
            return
        node, hops = node.head, hops + 1


def attribute(row: dict[str, str], head: Token, force: Force) -> None:
    """Somebody says it: who, and whether the author stands by it."""
    passive = row["kind"] == "xcomp_passive"  # "is said to": its subject is not who says it
    speaker = next((c for c in head.children if c.dep_ in ("agent" if passive else "nsubj", "agent")), None)
    if (
        speaker is None
        and head.dep_ in ("xcomp", "csubj", "advcl", "pcomp", "ccomp")
        and head.tag_ in ("VB", "VBG")
    ):
        return force.block("a view whose holder is not said")
    if speaker is not None and speaker.lower_ in ("i", "we"):
        return None
    words = (
        "somebody" if speaker is None else speaker.doc[speaker.left_edge.i : speaker.right_edge.i + 1].text
    )
    if (
        speaker is not None and speaker.tag_ in ("WP", "WDT") and head.dep_ == "relcl"
    ):  # "Poles who believe that"
        speaker = head.head
        words = speaker.doc[speaker.left_edge.i : head.left_edge.i].text.rstrip(", ")
    if speaker is not None and speaker.lower_ in ("it", "that", "this", "which", "who", "he", "she", "they"):
        words = speaker.text
    if head.lemma_ == "suggest" and speaker is not None and speaker.tag_ == "NN":
        return force.block("what something suggests is a guess")
    denied = any(c.dep_ == "neg" for c in head.children)
    if denied or force.stance in ("reported", "rejected"):
        return force.block("a view that is denied, or a report of a report")
    if any(c.dep_ == "aux" and c.tag_ == "MD" for c in head.children):
        return force.block("a view somebody may hold")
    force.speaker, force.stance = words[:120], row["effect"]
    return None
