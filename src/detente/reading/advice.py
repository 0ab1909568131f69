"""Recommendations with their premises, and statements of value.

In: one sentence with the drafts already made. Out: further drafts of kind `normative` and `value`, and
which drafts are the premises of which recommendation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.model import Role
from detente.reading import details as detail
from detente.reading import periods, qualify
from detente.reading.drafts import Draft, dated, period_of
from detente.reading.lexicon import classes
from detente.reading.mentions import Mention
from detente.reading.slots import around, phrase_tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

_BECAUSE = frozenset(("because", "since", "as", "for", "given", "now"))


def may_matter(sentence: Span) -> bool:
    """Whether a sentence without actors may still hold an order or value claim."""
    words = f" {' '.join(t.lower_ for t in sentence)} "
    return detail.has(words, "VALUE") or detail.has(words, "ORDER")


def recommendations(
    sentence: Span, mentions: list[Mention], made: list[Draft], spans: list[periods.Span], year: int | None
) -> list[Draft]:
    """A normative draft for each recommending verb that no frame has read as one."""
    found: list[Draft] = []
    read = [
        set(phrase_tokens(qualify.verb_of(sentence.doc[d.head]))) | {qualify.verb_of(sentence.doc[d.head]).i}
        for d in made
        if d.kind in ("normative", "necessity")
    ]
    for verb in sentence:
        if verb.pos_ not in ("VERB", "AUX"):
            continue
        word = qualify.recommendation(verb)
        if not word or any(verb.i in tokens for tokens in read):
            continue
        below = phrase_tokens(verb, clauses=True)
        if any(verb.dep_ == "conj" and verb.head.i == qualify.verb_of(sentence.doc[f.head]).i for f in found):
            continue
        slots = around(verb)
        actors: list[tuple[str, str, str]] = []
        for name in ("subj", *sorted(n for n in slots.tokens if n != "subj")):
            if name in ("than", "neg"):
                continue
            for mention in slots.mentions(name, mentions):
                for actor in mention.ids:
                    if actor not in {a[0] for a in actors}:
                        actors.append((actor, "subject" if name == "subj" else "object", mention.text))
        for mention in mentions:
            if mention.start in below:
                actors.extend(
                    (a, "object", mention.text) for a in mention.ids if a not in {x[0] for x in actors}
                )
        if not actors:
            continue
        period = period_of(verb, below, spans, year, future=True)
        found.append(
            Draft(
                "normative",
                "relation",
                "recommended",
                tuple(Role(dated(a, period), r, m) for a, r, m in actors),
                period,
                "recommended",
                qualify.speaker(verb),
                {"hedge": word},
                verb.i,
                tuple(below),
            )
        )
    return found


def premises(doc: Doc, made: list[Draft]) -> dict[int, list[int]]:
    """Index of each recommendation -> indices of the drafts it rests on."""
    found: dict[int, list[int]] = {}
    for k, one in enumerate(made):
        if one.kind != "normative":
            continue
        sentence = doc[one.head].sent
        for j, other in enumerate(made):
            if j != k and other.kind not in ("normative", "value") and _is_reason(doc, other.head, sentence):
                found.setdefault(k, []).append(j)
    return found


def _is_reason(doc: Doc, head: int, sentence: Span) -> bool:
    """Whether a head stands in a because-clause (or a "without" phrase) of its sentence."""
    node = doc[head]
    hops = 0
    while hops < 15:
        if any(c.dep_ == "mark" and c.lower_ in _BECAUSE for c in node.children):
            return True
        if node.dep_ == "pcomp" and node.head.lower_ == "without":
            return True
        if node.head is node:
            return False
        node, hops = node.head, hops + 1
    return False


def values(
    sentence: Span, mentions: list[Mention], made: list[Draft], spans: list[periods.Span], year: int | None
) -> list[Draft]:
    """A value draft where a sentence judges and nothing in it can be checked, or judges besides."""
    words = f" {' '.join(t.lower_ for t in sentence)} "
    hits = [w for w in classes()["VALUE"] if f" {w} " in words]
    if not hits:
        return []
    head = next((t for t in sentence if t.lower_ == hits[0].split()[0]), sentence.root)
    if any(d.kind in ("normative", "value") for d in made):
        return []
    actors = tuple(Role(a, "subject", m.text) for m in mentions[:1] for a in m.ids)
    verb = qualify.verb_of(head)
    below = phrase_tokens(verb, clauses=True)
    period = period_of(verb, below, spans, year)
    return [
        Draft(
            "value",
            "relation",
            None,
            actors,
            period,
            "asserted",
            qualify.speaker(head),
            {},
            head.i,
            tuple(below),
        )
    ]
