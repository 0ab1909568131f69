"""Who says what a clause says: "according to", "as the minister put it", "..., said the minister", a verb of saying above it.

In: the verb of the clause and its `Force`. Out: speaker and stance in the `Force`, with the tokens that say so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.reading.compose import tables

if TYPE_CHECKING:
    from spacy.tokens import Token

    from detente.reading.compose.operators import Force


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


def _says_after(child: Token) -> bool:
    """Whether a verb set behind a clause says who said it."""
    if (
        child.dep_ not in ("conj", "parataxis", "ccomp", "dep", "advcl")
        or child.i == 0
        or child.nbor(-1).text not in (",", "-", "–", "—")
    ):
        return False
    row = row_of(child, "ccomp", passive=False)
    before = any(
        (c.dep_.startswith("nsubj") or c.dep_ in ("mark", "cc")) and c.i < child.i for c in child.children
    )
    return (
        row is not None and row["effect"] == "reported" and child.tag_ in ("VBD", "VBZ", "VBP") and not before
    )


def _as_said(verb: Token) -> bool:
    """Whether an "as" clause says whose words the main clause is."""
    if verb.dep_ != "advcl" or not any(c.dep_ == "mark" and c.lower_ == "as" for c in verb.children):
        return False
    first = verb.left_edge.i
    if any(t.text in ('"', "”", "’") for t in verb.doc[max(first - 2, 0) : first]):
        return False  # only the words in quotation marks before it are his
    said = verb.lemma_.lower() in tables.words("classes", "as_said")
    full = any(c.dep_ in ("ccomp", "xcomp") or (c.dep_ == "dobj" and c.lower_ != "it") for c in verb.children)
    return said and not full and any(c.dep_ == "nsubj" for c in verb.children)


def according(verb: Token, force: Force) -> None:
    """ "According to the ministry": what follows is the ministry's view."""
    node, hops = verb, 0
    while hops < 8:
        for child in node.children:
            if _says_after(child):  # "..., wrote more than one prophet"
                words = " ".join(t.text for t in child.subtree if t.i > child.i and t.pos_ != "PUNCT")
                force.speaker, force.stance = words[:120] or "somebody", "reported"
                force.aside |= {t.i for t in child.subtree}
            if _as_said(child):  # "as the minister put it"
                subject = next(c for c in child.children if c.dep_ == "nsubj")
                force.speaker = subject.doc[subject.left_edge.i : subject.right_edge.i + 1].text[:120]
                force.stance = "reported"
                force.aside |= {t.i for t in child.subtree}
            if child.dep_ == "prep" and child.lower_ == "according":
                words = " ".join(t.text for t in child.subtree if t.i > child.i + 1)
                force.speaker, force.stance = words[:120] or "somebody", "reported"
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
