"""Which frames of the lexicon a sentence holds, and around which words.

In: one parsed sentence and its mentions. Out: `Match`es (a frame, its head token, its slots) in text
order; where one frame's head is an argument another frame has used, only the outer one is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.lexicon import Frame, Need, frames
from detente.reading.mentions import Mention
from detente.reading.slots import Slots, around, phrase_tokens

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_POS = {"VERB": "v", "AUX": "v", "NOUN": "n", "PROPN": "n", "ADJ": "a", "ADV": "a"}


@dataclass(frozen=True, slots=True)
class Match:
    """A frame found at `head`, with the slots around it and the tokens its conditions used."""

    frame: Frame
    head: Token
    slots: Slots
    used: frozenset[int]


def find(sentence: Span, mentions: list[Mention]) -> list[Match]:
    """All frames of one sentence, outermost only, in text order."""
    table = frames()
    inside = {i for m in mentions if m.kind != "pronoun" for i in range(m.start, m.end)}
    found: list[Match] = []
    for token in sentence:
        pos = _POS.get(token.pos_)
        if pos is None or (token.i in inside and pos != "v"):
            continue
        candidates = table.get(token.lemma_.lower()) or table.get(token.lower_)
        if not candidates:
            continue
        slots = around(token)
        for frame in candidates:
            if frame.pos != pos:
                continue
            used = _fits(frame, slots, mentions, sentence)
            if used is not None:
                found.append(Match(frame, token, slots, used))
                break
    used_by_others = {i: m.head.i for m in found for i in m.used}
    return [m for m in found if used_by_others.get(m.head.i, m.head.i) == m.head.i]


def _fits(frame: Frame, slots: Slots, mentions: list[Mention], sentence: Span) -> frozenset[int] | None:
    """Tokens the frame's conditions used, or None where one fails."""
    used: set[int] = set()
    for need in frame.needs:
        hit = _hit(need, slots, mentions, sentence)
        if (hit is None) != need.absent:
            return None
        if hit and not need.absent:
            used |= hit
    return frozenset(used)


def _hit(need: Need, slots: Slots, mentions: list[Mention], sentence: Span) -> set[int] | None:
    """Tokens that satisfy one condition (may be empty), or None."""
    if need.slot == "any":
        lemmas = f" {' '.join(t.lemma_.lower() for t in sentence)} "
        lowers = f" {' '.join(t.lower_ for t in sentence)} "
        return set() if any(f" {w} " in lemmas or f" {w} " in lowers for w in need.words) else None
    names = need.slot.split("/")
    if names == ["cause"]:
        return set() if _is_cause(slots, mentions) else None
    if need.actors or need.sort:
        some = [m for name in names for m in slots.mentions(name, mentions)]
        ids = {i for m in some for i in m.ids if need.sort is None or _sort(i) == need.sort}
        return set() if len(ids) >= max(need.actors, 1) else None
    hit: set[int] = set()
    for name in names:
        tokens = slots.tokens.get(name, [])
        if not tokens:
            continue
        if not need.words:
            return set()
        lemmas, lowers = slots.words(name)
        for word in need.words:
            if f" {word} " in lemmas or f" {word} " in lowers:
                parts = word.split()
                hit |= {
                    i for i in tokens if slots.doc[i].lemma_.lower() in parts or slots.doc[i].lower_ in parts
                }
    return hit or None


def _sort(actor: str) -> str:
    """`state`, `org`, `group`, `bloc` or `event`, from an id."""
    return actor.split(":")[0] if ":" in actor else "state"


def _is_cause(slots: Slots, mentions: list[Mention]) -> bool:
    """Whether the subject is a thing that happened, not a state that acts."""
    tokens = slots.tokens.get("subj", [])
    if not tokens:
        return False
    inside = set(tokens)
    heads = [slots.doc[i] for i in tokens if slots.doc[i].head.i not in inside]
    for head in heads:
        for mention in mentions:
            if mention.start <= head.i < mention.end and _sort(mention.ids[0]) in ("state", "bloc"):
                return False
    return bool(heads)


def clause_of(token: Token) -> list[int]:
    """Token indices of the clause a head word belongs to (the verb that governs it and all below)."""
    node, hops = token, 0
    while node.pos_ not in ("VERB", "AUX") and node.head is not node and hops < 10:
        node, hops = node.head, hops + 1
    return phrase_tokens(node, clauses=True)
