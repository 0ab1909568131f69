"""Which way a sentence on two states' relations points, by a thesaurus instead of frames.

In: a parsed sentence whose kind is known. Out: a `Bearing`: +1 (good, or for the better) or -1, whether the
sentence says so of a state of affairs, of a turn, or of something that went on; or None where its words point
both ways. Words come from `data/bearings.csv`. What a word of ending, more or less governs is taken for its
opposite or itself ("buried their feud" is good); in "from A to B" and "A gave way to B" the last state counts; what
stands in a clause of time or cause ("after the war", "over fishing") is the setting, not the statement; a
negation must stand before the word it denies. With doubt there is no bearing: better unread than turned round.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from detente.reading import lexicon
from detente.reading.lexicon import wordset

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from detente.reading.mentions import Mention

KINDS = frozenset(("trend", "level", "no_change", "convergence", "realignment"))
"""Kinds of claim whose direction the thesaurus can tell."""
_REACH = 8
"""Words over which a verb is taken to govern, or a negation to deny."""
_GAP = 4
_TIMES = wordset(
    "after following since before during despite amid once when because while whereas although though than"
)
_CAUSES = wordset("over under through")
_NO = wordset("not n't n’t never no nor neither nobody without cannot hardly scarcely barely")
_NO_VERBS = wordset("fail refuse decline")
_LAST = wordset(
    "then until before finally eventually later ended end turned ultimately subsequently thereafter afterwards"
)
_WARS = re.compile(
    r"\b(?:[A-Z][\w-]{1,40} ){1,6}Wars?\b(?: (?:I{1,2}|One|Two)\b)?|\bWar of [A-Z]\w+(?: [A-Z]\w+)*"
    r"|\b(?:Peace|Treaty|Pact|Accords?|Convention) of [A-Z]\w+"
    r"|\b(?:after|since|before|during|of|between) the wars?\b|\b(?:post|pre|inter)-?war\b|\bwar scare\b"
    r"|\btrade (?:wars?|disputes?)\b|\bcivil wars?\b|\bprisoners? of war\b|\bcold[- ]war\b|\bwar-?time\b|\bprice wars?\b"
    r"|\bpeace (?:act|conference|congress|talks|settlement)\b|\bclos(?:e of|ed|es|ing)\b"
)
"""Names and phrases whose words do not say how two states stand."""
_COMPARED = re.compile(
    r"\b(?:before|in|until) (?:the )?(?:\w+ )?(\d{4})s?\b.{0,60}\bthan\b.{0,40}"
    r"\b(?:in|after|since|by) (?:the )?(?:\w+ )?(\d{4})s?\b"
)


@dataclass(frozen=True, slots=True)
class Item:
    """A phrase of the thesaurus in the sentence: its sort and the tokens it covers."""

    sort: str
    tokens: tuple[int, ...]

    @property
    def start(self) -> int:
        """First token."""
        return self.tokens[0]

    @property
    def end(self) -> int:
        """Last token."""
        return self.tokens[-1]


@dataclass(frozen=True, slots=True)
class Bearing:
    """What the words say: `sign` +1 or -1; `way` is state, turn, kept or apart; `pact`: it is said of an alliance.

    `denied`: a negation turned it; `firm`: more than a single word of mood says so.
    """

    sign: int
    way: str
    pact: bool = False
    denied: bool = False
    firm: bool = True


@cache
def _phrases() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Phrases of the thesaurus by their first word, longest first."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for row in lexicon.rows("bearings.csv"):
        for phrase in row["words"].split("|"):
            words = tuple(phrase.split())
            found.setdefault(words[0], []).append((row["sort"], words))
    for group in found.values():
        group.sort(key=lambda p: -len(p[1]))
    return found


@cache
def _bases(word: str) -> frozenset[str]:
    """What a word may be a form of: "soured" of "sour", "quarrelled" of "quarrel", "allies" of "ally"."""
    found = {word}
    for ending, instead in (
        ("ies", "y"),
        ("ied", "y"),
        ("es", ""),
        ("s", ""),
        ("ed", ""),
        ("ed", "e"),
        ("d", ""),
        ("ing", ""),
        ("ing", "e"),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)] + instead
            found.add(stem)
            if ending in ("ed", "ing") and not instead and len(stem) > 3 and stem[-1] == stem[-2]:
                found.add(stem[:-1])
    return frozenset(found)


def keys(token: Token) -> frozenset[str]:
    """Words of the thesaurus a token may stand for."""
    low = token.lower_.replace("’", "'")
    return _bases(low) | {token.lemma_.lower()}


def match(
    doc: Doc, keys: list[frozenset[str]], at: int, words: tuple[str, ...], free: set[int]
) -> tuple[int, ...] | None:
    """Tokens that a phrase covers from `at`, without those of its gaps; None where it does not fit."""
    taken, i, k = [at], at + 1, 1
    while k < len(words):
        if words[k] == "*":
            nxt = next((j for j in range(i, min(i + _GAP + 1, len(doc))) if words[k + 1] in keys[j]), None)
            if nxt is None:
                return None
            i, k = nxt, k + 1
        if i >= len(doc) or i not in free or (words[k] != "_" and words[k] not in keys[i]):
            return None
        taken.append(i)
        i, k = i + 1, k + 1
    return tuple(taken)


def items(doc: Doc, mentions: list[Mention], sorts: frozenset[str]) -> list[Item]:
    """Phrases of these sorts in a sentence, longest first where they overlap, in order."""
    named = {i for m in mentions for i in range(m.start, m.end) if m.kind != "pronoun"}
    hidden = {t.i for hit in _WARS.finditer(doc.text) for t in doc if hit.start() <= t.idx < hit.end()}
    free = {t.i for t in doc if not t.is_punct or t.text == "-"} - named - hidden
    words_of = [keys(t) for t in doc]
    hits: list[Item] = []
    for token in doc:
        if token.i not in free:
            continue
        for key in words_of[token.i]:
            for sort, words in _phrases().get(key, ()):
                taken = match(doc, words_of, token.i, words, free) if sort in sorts else None
                if taken is not None:
                    hits.append(Item(sort, taken))
    hits.sort(key=lambda h: (-len(h.tokens), h.start))
    used: set[int] = set()
    kept = []
    for hit in hits:
        if not used & set(hit.tokens):
            used |= set(hit.tokens)
            kept.append(hit)
    return sorted(kept, key=lambda h: h.start)


def setting(doc: Doc, phrases: frozenset[int] = frozenset()) -> set[int]:
    """Tokens of clauses and phrases of time and cause, which are not what the sentence states.

    `phrases` are tokens of the thesaurus's own phrases: the "over" of "got over" opens no clause of cause.
    """
    root = next((t.i for t in doc if t.dep_ == "ROOT"), None)
    out: set[int] = set()
    for token in doc:
        if token.i in phrases:
            continue
        if token.lower_ in _TIMES and token.dep_ in ("mark", "advmod"):
            head = token.head
            inside = {t.i for t in head.subtree} if head.dep_ in ("advcl", "relcl", "acl") else set()
            inside = {i for i in inside if i >= token.i}
        elif token.dep_ == "agent" or (token.dep_ == "prep" and token.lower_ in _TIMES | _CAUSES | {"by"}):
            inside = {t.i for t in token.subtree}
        else:
            continue
        if root not in inside:
            out |= inside
    return out


_VALENCE = {"good": 1, "bad": -1, "pact": 1, "tie": 1}
_OPERATORS = frozenset(("up", "down", "end", "less", "gives", "apart", "outlive"))
_RELATION = (
    frozenset(("good", "bad", "pact", "tie", "better", "worse", "keep", "fast", "steady")) | _OPERATORS
)
_VOTES = frozenset(("alike", "unlike", "gap", "narrow", "wide", "rare"))
_WEAK = wordset("close calm cold war term peace warm relation cool ease")


@dataclass(frozen=True, slots=True)
class _Said:
    """One statement: where it stands, its sign, and whether it is of a state, a turn or something kept."""

    at: int
    sign: int
    way: str
    pact: bool = False
    denied: bool = False
    parts: tuple[int, ...] = ()


def read(doc: Doc, mentions: list[Mention]) -> Bearing | None:
    """What the sentence says of two states' relation; None where it says nothing, or both."""
    found = heard(doc, mentions)
    return found if isinstance(found, Bearing) else None


def heard(doc: Doc, mentions: list[Mention]) -> Bearing | bool:
    """As `read`, but where there is no bearing: True if words of both ways stand unresolved, else False."""
    everything = items(doc, mentions, _RELATION)
    aside = setting(doc, frozenset(i for x in everything for i in x.tokens))
    everything = [
        Item("down", (*denied, *x.tokens)) if (denied := _not_lasting(doc[x.start], x)) else x
        for x in everything
    ]  # "did not last"
    inside = [x for x in everything if x.start not in aside]
    if not inside:
        return False
    if all(x.sort in ("steady", "tie", "keep") for x in inside) and any(x.sort == "steady" for x in inside):
        return Bearing(1, "steady")
    said = _statements(doc, inside)
    said, sure = _deny(doc, said, aside | {i for x in everything for i in x.tokens})
    if not said or not sure:
        return False
    if (years := _COMPARED.search(doc.text)) and years[1] < years[2]:
        said = [_turned(s) for s in said]
    both = len({s.sign for s in said}) > 1
    if both:
        main = [s for s in said if _is_main(doc, s.at)]
        if main and len({s.sign for s in main}) == 1:
            said = main
        elif latest := _latest(doc, said):
            said = latest
        elif any(t.lower_ in _LAST and t.i < said[-1].at and t.i > said[0].at for t in doc):
            said = said[-1:]
        else:
            return True
    ways = ["turn" if both else s.way for s in said]
    way = next((w for w in ("apart", "kept", "turn") if w in ways), "state")
    if way == "state" and any(x.sort in ("keep", "outlive") for x in everything):
        way = "kept"
    plain = {doc[i].lower_ for s in said for i in s.parts} | {
        doc[i].lemma_.lower() for s in said for i in s.parts
    }
    firm = way == "turn" or len(said) > 1 or any(len(s.parts) > 1 for s in said) or not plain & _WEAK
    return Bearing(said[0].sign, way, any(s.pact for s in said), any(s.denied for s in said), firm)


def _not_lasting(token: Token, item: Item) -> list[int]:
    """The negation of a verb of lasting: "did not last" is an end."""
    if item.sort != "keep" or token.lemma_.lower() not in _LASTING:
        return []
    return [c.i for c in token.children if c.dep_ == "neg" and c.lower_ != "never"]


def _turned(said: _Said) -> _Said:
    return _Said(said.at, -said.sign, said.way, said.pact, said.denied, said.parts)


def _statements(doc: Doc, found: list[Item]) -> list[_Said]:
    """Statements of the phrases, operators with what they govern, in order."""
    used: set[int] = _left_behind(doc, found)
    out: list[_Said] = []
    for k, item in enumerate(found):
        if (
            item.sort not in _OPERATORS
            or k in used
            or (item.sort == "end" and _is_adjective(doc[item.start]))
        ):
            continue
        if item.sort == "up" and any(
            x.sort in ("better", "worse") and 0 < x.start - item.end <= _GAP for x in found
        ):  # "grew worse": the complement says which way
            continue
        if item.sort == "gives":
            before = [
                j for j in range(k) if found[j].sort in _VALENCE and item.start - found[j].end <= _REACH
            ]
            within = [j for j in range(len(found)) if item.start < found[j].start < item.end]
            if any(
                j not in used and item.end < found[j].start <= item.end + _REACH for j in range(len(found))
            ):
                used |= {*before, *within}
            continue
        j = _governed(doc, found, k, used)
        if j is None:
            continue
        used.add(j)
        value = _VALENCE[found[j].sort]
        if item.sort == "outlive":
            if value > 0:
                out.append(
                    _Said(
                        item.start,
                        value,
                        "kept",
                        found[j].sort == "pact",
                        parts=(*item.tokens, *found[j].tokens),
                    )
                )
            continue
        if item.sort == "apart":
            if found[j].sort == "pact":
                out.append(_Said(item.start, 1, "apart", True, parts=(*item.tokens, *found[j].tokens)))
            continue
        sign = value if item.sort == "up" else -value
        way = "state" if item.sort == "less" else "turn"
        out.append(
            _Said(
                item.start,
                sign,
                way,
                found[j].sort == "pact",
                item.sort == "less",
                (*item.tokens, *found[j].tokens),
            )
        )
    keeps = [k for k, x in enumerate(found) if x.sort in ("keep", "outlive")]
    for k, item in enumerate(found):  # "mended the rift", "soured the friendship"
        if item.sort in ("better", "worse"):
            over = "bad" if item.sort == "better" else "good"
            subjects = {c.i for c in doc[item.start].children if c.dep_ in ("nsubj", "nsubjpass")}
            used |= {j for j in range(k) if found[j].sort == over and subjects & set(found[j].tokens)}
            used |= set(
                [
                    j
                    for j in range(k + 1, len(found))
                    if found[j].sort == over and found[j].start - item.end <= _GAP
                ][:1]
            )
    for k, item in enumerate(found):
        if k in used:
            continue
        if item.sort in ("good", "bad", "pact"):
            near = any(abs(found[j].start - item.start) <= _REACH for j in keeps)
            turned = any(x.sort == "gives" and 0 < item.start - x.end <= _REACH for x in found)
            way = "turn" if turned else "kept" if near else "state"
            out.append(_Said(item.start, _VALENCE[item.sort], way, item.sort == "pact", parts=item.tokens))
        elif item.sort == "fast":
            out.append(_Said(item.start, 1, "kept", parts=item.tokens))
        elif item.sort in ("better", "worse"):
            out.append(_Said(item.start, 1 if item.sort == "better" else -1, "turn", parts=item.tokens))
    return sorted(out, key=lambda s: s.at)


def _is_adjective(token: Token) -> bool:
    """Whether a participle describes the noun after it: "moved to settled relations"."""
    before = token.nbor(-1).lower_ if token.i else ""
    return token.dep_ == "amod" or (
        token.tag_ in ("VBN", "VBD", "JJ")
        and before in ("to", "into", "of", "a", "an", "the", "their", "its", "more")
    )


def _left_behind(doc: Doc, found: list[Item]) -> set[int]:
    """Which phrases stand between "from" and "to": the state that was left."""
    out: set[int] = set()
    for token in doc:
        if token.lower_ != "from":
            continue
        ends = [t.i for t in doc[token.i + 1 :] if t.lower_ in ("to", "into", "towards", "toward")]
        if not ends or not any(
            x.start > ends[-1] and x.sort in (*_VALENCE, "better", "worse") for x in found
        ):
            continue
        last = next((e for e in ends if any(token.i < x.start < e for x in found)), None)
        if last is not None:
            out |= {k for k, x in enumerate(found) if token.i < x.start < last and x.sort in _VALENCE}
    return out


def _governed(doc: Doc, found: list[Item], k: int, used: set[int]) -> int | None:
    """Which phrase an operator governs: in its gap, else its object, else its subject."""
    item = found[k]
    verb = doc[item.start]
    if verb.lemma_.lower() == "end" and verb.pos_ == "NOUN" and verb.dep_ == "pobj" and len(item.tokens) == 1:
        return None  # "by the end of the decade"
    open_ = [j for j, x in enumerate(found) if x.sort in _VALENCE and j not in used]
    within = [j for j in open_ if item.start < found[j].start < item.end]
    right = [j for j in open_ if 0 < found[j].start - item.end <= _REACH]
    left = [j for j in open_ if 0 < item.start - found[j].end <= _REACH + _GAP]
    stop = next(
        (x.start for x in found if x.start > item.end and x.sort in ("up", "down", "end", "better", "worse")),
        None,
    )
    if stop is not None:
        right = [j for j in right if found[j].start < stop]
    if item.sort == "outlive":
        return next((j for j in right if found[j].sort == "bad"), None)
    if item.sort == "less":
        return next((j for j in right if found[j].start - item.end <= _GAP), None)
    passive = any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children)
    if item.sort == "apart" or (item.sort == "end" and not passive):
        order = [*within, *right[:1], *left[-1:]]
    elif passive or not _has_object(verb):
        order = [*within, *left[-1:], *(right[:1] if not passive else [])]
    else:
        order = [*within, *right[:1], *left[-1:]]
    return order[0] if order else None


def _has_object(verb: Token) -> bool:
    """Whether a word governs what follows it: an object, or "of" after a noun, or as an adjective."""
    if verb.dep_ in ("amod", "compound"):
        return True
    return any(
        c.i > verb.i and (c.dep_ == "dobj" or (c.dep_ == "prep" and c.lower_ in ("of", "in")))
        for c in verb.children
    )


def _deny(doc: Doc, said: list[_Said], aside: set[int]) -> tuple[list[_Said], bool]:
    """The statements with their negations, and whether every negation found what it denies."""
    out, sure = list(said), True
    for token in doc:
        verb = token.lemma_.lower() in _NO_VERBS and any(c.dep_ == "xcomp" for c in token.children)
        if token.i in aside or not (token.lower_ in _NO or verb):
            continue
        if (
            token.lower_ == "not"
            and token.i + 1 < len(doc)
            and doc[token.i + 1].lower_ in ("only", "just", "merely")
        ):
            continue
        k = next((k for k, s in enumerate(out) if 0 < s.at - token.i <= _REACH), None)
        if k is None:
            sure = False
            continue
        s = out[k]
        way = "kept" if s.way in ("turn", "kept") else s.way
        out[k] = _Said(s.at, -s.sign, way, s.pact, True, s.parts)
    return out, sure


_LASTING = wordset("last endure survive hold persist continue")
_SIDE = frozenset(("appos", "acl", "relcl", "advcl", "npadvmod"))


def _latest(doc: Doc, said: list[_Said]) -> list[_Said]:
    """The statements of the latest year, where those of each way carry a year of their own."""
    years: dict[int, set[int]] = {}
    for k, s in enumerate(said):
        until = said[k + 1].at if k + 1 < len(said) else len(doc)
        own = {int(t.text[:4]) for t in doc[s.at : until] if re.fullmatch(r"\d{4}s?", t.text)}
        years[s.sign] = years.get(s.sign, set()) | own
    if not all(years.values()) or len({max(y) for y in years.values()}) < len(years):
        return []
    last = max(years, key=lambda sign: max(years[sign]))
    return [s for s in said if s.sign == last]


def _is_main(doc: Doc, at: int) -> bool:
    """Whether a word stands in the main statement, not in an aside or a description."""
    token, hops = doc[at], 0
    commas = [t.i for t in doc if t.text == ","]
    root = next((t.i for t in doc if t.dep_ == "ROOT"), len(doc))
    if any(at < c < root for c in commas):
        return False
    while token.head != token and hops < 12:
        if token.dep_ in _SIDE:
            return False
        token, hops = token.head, hops + 1
    return True


def votes(doc: Doc, mentions: list[Mention]) -> int | None:
    """+1 where two states' votes are said to have come closer, -1 apart, None where the words do not say."""
    found = [x for x in items(doc, mentions, _VOTES) if x.start not in setting(doc)]
    if any(t.lower_ in _NO for t in doc):
        return None
    signs = set()
    rare = any(x.sort == "rare" for x in found)
    for k, item in enumerate(found):
        if item.sort == "gap":
            beside = {x.sort for x in found[max(0, k - 1) : k + 2] if abs(x.start - item.start) <= _REACH}
            signs |= {1} if "narrow" in beside else {-1} if beside & {"wide"} else {0}
        elif item.sort in ("alike", "unlike") and not any(x.sort == "gap" for x in found):
            signs.add((1 if item.sort == "alike" else -1) * (-1 if rare else 1))
    return signs.pop() if len(signs) == 1 and signs <= {1, -1} else None
