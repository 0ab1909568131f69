"""Which frames of the lexicon a sentence holds, and around which words.

In: one parsed sentence and its mentions. Out: `Match`es (a frame, its head token, its slots) in text
order. Where one frame's head is an argument another frame has used, or an aim within it, only the outer
one is kept; what a sentence takes for granted ("after the rupture of 2017") makes no claim.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.lexicon import Frame, Need, frames, wordset
from detente.reading.mentions import Mention
from detente.reading.slots import Slots, around, in_a_row, phrase_tokens

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_POS = {"VERB": "v", "AUX": "v", "NOUN": "n", "PROPN": "n", "ADJ": "a", "ADV": "a"}
_OWN = (
    "mod",
    "of",
    "between",
    "with",
    "to",
    "toward",
    "towards",
    "from",
    "among",
    "in",
    "on",
    "upon",
    "against",
    "about",
    "into",
)
_GRANTED = wordset(
    "after before since following despite until till during over amid because "
    "against by besides notwithstanding "
    "under without through for at than like"
)
_LEADS = wordset("result lead succeed contribute culminate end help")
_PAIR_KINDS = frozenset(("level", "trend", "no_change", "convergence", "linkage"))
_SWALLOWS = {
    "influence": frozenset(("influence", "trend", "level", "threat")),
    "necessity": frozenset(("connectivity", "necessity")),
    "connectivity": frozenset(("connectivity",)),
    "driver": frozenset(("trend", "level", "no_change")),
}


@dataclass(frozen=True, slots=True)
class Match:
    """A frame found at `head`, with the slots around it and the tokens its conditions used."""

    frame: Frame
    head: Token
    slots: Slots
    used: frozenset[int]


_ERAS = wordset("cold world first second great")


def _dates(token: Token) -> bool:
    """Whether a word only says when: the "war" of "throughout the Cold War"."""
    return token.lower_ == "war" and any(c.lower_ in _ERAS for c in token.lefts)


def loosely(sentence: Span, mentions: list[Mention]) -> list[Match]:
    """One match by the words of a sentence alone, for a claim put to us that no frame fits."""
    inside = {i for m in mentions if m.kind != "pronoun" for i in range(m.start, m.end)}
    table = frames("loose.csv")
    best: tuple[int, Match] | None = None
    for token in sentence:
        if token.i in inside or _dates(token):
            continue
        for frame in table.get(token.lemma_.lower(), ()) or table.get(token.lower_, ()):
            slots = in_a_row(token)
            if _fits(frame, slots, mentions, sentence) is not None:
                if best is None or frame.order < best[0]:
                    best = (frame.order, Match(frame, token, slots, frozenset()))
                break
    return [best[1]] if best else []


def find(sentence: Span, mentions: list[Mention]) -> list[Match]:
    """All frames of one sentence, outermost only, in text order."""
    table = frames()
    inside = {i for m in mentions if m.kind != "pronoun" for i in range(m.start, m.end)}
    found: list[Match] = []
    for token in sentence:
        pos = _POS.get(token.pos_)
        if (
            pos is None
            or (token.i in inside and pos != "v")
            or (pos == "v" and token.dep_ in ("amod", "aux", "auxpass"))
        ):
            continue
        candidates = table.get(token.lemma_.lower()) or table.get(token.lower_)
        if not candidates or (token.dep_ == "pcomp" and token.head.lower_ == "for"):
            continue
        slots = around(token)
        for frame in candidates:
            if frame.pos != pos:
                continue
            used = _fits(frame, slots, mentions, sentence)
            if used is not None:
                if pos != "n" or _asserted(frame, slots, mentions):
                    found.append(Match(frame, token, slots, used))
                break
    if not found and mentions and len(sentence) <= 40:
        return _by_order(sentence, mentions, inside)
    return _outermost(found)


def _by_order(sentence: Span, mentions: list[Mention], inside: set[int]) -> list[Match]:
    """One match by word order alone, for a short sentence whose verb the tagger took for a noun."""
    if any(c.dep_ in ("nsubj", "nsubjpass") for c in sentence.root.children):
        return []
    for token in sentence:
        if (
            token.i in inside
            or token.i == sentence.start
            or token.pos_ not in ("NOUN", "PROPN", "VERB", "ADJ")
        ):
            continue
        if any(c.dep_ in ("det", "poss", "case", "nsubj", "nsubjpass") for c in token.children) or token.nbor(
            -1
        ).pos_ in (
            "DET",
            "ADP",
        ):
            continue
        low = token.lower_
        stems = (low, low[:-1] if low.endswith("s") else low, low[:-2] if low.endswith(("es", "ed")) else low)
        for stem in (token.lemma_.lower(), *stems):
            for frame in frames().get(stem, ()):
                if frame.pos != "v" or not frame.needs:
                    continue
                slots = in_a_row(token)
                used = _fits(frame, slots, mentions, sentence)
                if used is not None:
                    return [Match(frame, token, slots, used)]
    return []


def _asserted(frame: Frame, slots: Slots, mentions: list[Mention]) -> bool:
    """Whether a noun is said of somebody, and not only taken for granted or mentioned as an aim."""
    noun = slots.head
    if noun.dep_ == "pobj" and noun.head.lower_ in _GRANTED:
        return False
    own = {i for name in _OWN for m in slots.mentions(name, mentions) for i in m.ids}
    own_here = {i for m in mentions for i in m.ids if any(t in _subtree(noun) for t in range(m.start, m.end))}
    if len(own & own_here) >= (2 if frame.kind in _PAIR_KINDS else 1):
        return True
    if noun.dep_ in ("nsubj", "nsubjpass", "dobj", "attr", "oprd", "ROOT", "conj"):
        return True
    return noun.dep_ == "pobj" and noun.head.lower_ in ("in", "into", "to") and noun.head.head.pos_ == "VERB"


def _subtree(token: Token) -> set[int]:
    return set(phrase_tokens(token))


def _outermost(found: list[Match]) -> list[Match]:
    """Drop a match whose head another match has used, or that stands inside one that swallows its kind."""
    used_by_others: dict[int, int] = {}
    for match in found:
        for i in match.used:
            if i != match.head.i:
                used_by_others[i] = match.head.i
    kept = [m for m in found if m.head.i not in used_by_others]
    by_head = {m.head.i: m for m in kept}
    return [m for m in kept if not _swallowed(m, by_head)]


def _swallowed(match: Match, by_head: dict[int, Match]) -> bool:
    node, hops = match.head, 0
    if match.frame.kind == "connectivity" and node.dep_ == "acl":
        return True
    while node.head != node and hops < 15:
        if (
            node.dep_ == "pcomp"
            and node.head.lower_ in ("of", "than")
            and node.doc[max(node.head.i - 1, 0)].lower_ in ("instead", "rather")
        ):
            return True
        if node.dep_ in ("conj", "parataxis"):
            return False
        granted = node.dep_ == "advcl" and any(c.dep_ == "mark" for c in node.children)
        node, hops = node.head, hops + 1
        outer = by_head.get(node.i)
        if outer and outer.frame.kind == "driver" and match.frame.pos != "n":
            outer = None
        if outer and not granted and match.frame.kind in _SWALLOWS.get(outer.frame.kind, ()):
            return True
        if granted:
            return False
    return False


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
    if need.slot == "all":
        ids = {i for m in mentions for i in m.ids if need.sort is None or sort_of(i) == need.sort}
        return set() if len(ids) >= max(need.actors, 1) else None
    names = need.slot.split("/")
    if names == ["cause"]:
        return set() if _is_cause(slots, mentions) else None
    if need.actors or need.sort:
        some = [m for name in names for m in slots.mentions(name, mentions) if m.text not in ("its", "their")]
        ids = {i for m in some for i in m.ids if need.sort is None or sort_of(i) == need.sort}
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


def sort_of(actor: str) -> str:
    """`state`, `org`, `group`, `bloc` or `event`, from an id."""
    return actor.split(":")[0] if ":" in actor else "state"


def _is_cause(slots: Slots, mentions: list[Mention]) -> bool:
    """Whether the subject is a thing that happened, not a state that acts."""
    head = slots.head
    tokens = slots.tokens.get("subj", [])
    if "passive" in slots.tokens or (head.dep_ == "pcomp" and head.head.head.lemma_ not in _LEADS):
        return False
    inside = set(tokens)
    heads = [slots.doc[i] for i in tokens if slots.doc[i].head.i not in inside]
    for head in heads:
        for mention in mentions:
            if mention.start <= head.i < mention.end and sort_of(mention.ids[0]) in (
                "state",
                "bloc",
                "group",
            ):
                return False
    return bool(heads)


def clause_of(token: Token) -> list[int]:
    """Token indices of the clause a head word belongs to (the verb that governs it and all below)."""
    node, hops = token, 0
    while node.pos_ not in ("VERB", "AUX") and node.head != node and hops < 10:
        node, hops = node.head, hops + 1
    return phrase_tokens(node, clauses=True)
