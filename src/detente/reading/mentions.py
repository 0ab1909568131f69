"""Who is spoken of: actor mentions in a parsed text, and what "they" and "both states" stand for.

In: a spaCy `Doc`. Out: `Mention`s in text order, longest phrase first, with one id or, for a pronoun or
"the two countries", the ids of the last pair named. Phrases come from `detente.actors.mentions()`;
combining forms ("Sino-", "Indo-") from `data/prefixes.csv`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from detente.reading import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

_END = ""  # key under which a trie node keeps its actors
_PAIR_HEADS = frozenset(
    "state states country countries nation nations side sides neighbour neighbours neighbor neighbors power "
    "powers government governments party parties capital capitals republic republics rival rivals ally allies "
    "partner partners giant giants economy economies".split()
)
_SINGLE_HEADS = frozenset("country nation state kingdom republic government regime".split())
_MAX_PHRASE = 12


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens `start:end` name the actors `ids`; `kind` as in `actors.mentions()`, or `pronoun`."""

    start: int
    end: int
    ids: tuple[str, ...]
    kind: str
    text: str


@cache
def _trie() -> dict:
    from detente import actors

    return build_trie(actors.mentions())


def build_trie(phrases: Iterable[tuple[str, str, str]]) -> dict:
    """Nested dicts of lower-case tokens; leaves list (phrase as written, id, kind)."""
    root: dict = {}
    for phrase, actor, kind in phrases:
        node = root
        for word in _split(phrase):
            node = node.setdefault(word.lower(), {})
        node.setdefault(_END, []).append((phrase, actor, kind))
    return root


def _split(phrase: str) -> list[str]:
    """Cut a phrase as the tokenizer cuts running text (hyphens and possessives apart)."""
    for mark in ("-", "'", "’", "(", ")", ",", "/"):
        phrase = phrase.replace(mark, f" {mark} ")
    phrase = phrase.replace(" ' s", " 's").replace(" ’ s", " ’s")
    return phrase.split()


def _written_so(phrase: str, said: str) -> bool:
    """Accept `said` for `phrase` if the capitals agree: "US" is not "us", "Turkey" is not "turkey"."""
    if phrase.isupper() and len(phrase) <= 5:
        return said == phrase
    return not phrase[0].isupper() or any(word[0].isupper() for word in said.split() if word)


def find(doc: Doc) -> list[Mention]:
    """All actor mentions of `doc` in text order, without overlaps."""
    trie, prefixes = _trie(), _prefixes()
    found: list[Mention] = []
    i, n = 0, len(doc)
    while i < n:
        node, j, best = trie, i, None
        while j < n and j - i < _MAX_PHRASE and (node := node.get(doc[j].lower_)) is not None:
            j += 1
            if _END in node:
                said = doc[i:j].text
                for phrase, actor, kind in node[_END]:
                    if _written_so(phrase, said) and (best is None or best.end < j):
                        best = Mention(i, j, (actor,), kind, said)
        if best is None and i + 1 < n and doc[i + 1].text in "-–" and doc[i].lower_ in prefixes:
            best = Mention(i, i + 1, (prefixes[doc[i].lower_],), "demonym", doc[i].text)
        if best is None:
            i += 1
        else:
            found.append(best)
            i = best.end
    return found


@cache
def _prefixes() -> dict[str, str]:
    return {row["prefix"]: row["id"] for row in lexicon.rows("prefixes.csv")}


@dataclass(slots=True)
class Focus:
    """What was spoken of last: the pair that "both" means and the one actor that "it" means."""

    pair: tuple[str, ...] = ()
    single: str | None = None

    def note(self, mentions: list[Mention]) -> None:
        """Take in the actors of one sentence."""
        ids = list(dict.fromkeys(i for m in mentions if m.kind != "pronoun" for i in m.ids if _is_state(i)))
        if len(ids) == 2:
            self.pair = (ids[0], ids[1])
        elif len(ids) > 2 and (pair := _coordinated(mentions)):
            self.pair = pair
        if ids:
            self.single = ids[0]


def _is_state(actor: str) -> bool:
    return ":" not in actor


def _coordinated(mentions: list[Mention]) -> tuple[str, ...]:
    states = [m for m in mentions if m.kind != "pronoun" and _is_state(m.ids[0])]
    for one, two in zip(states, states[1:], strict=False):
        if 0 < two.start - one.end <= 3 and one.ids != two.ids:
            return (one.ids[0], two.ids[0])
    return ()


def with_pronouns(sentence: Span, mentions: list[Mention], focus: Focus) -> list[Mention]:
    """Mentions of one sentence, with pronouns and "both states" resolved where that is safe.

    Args:
        sentence: the sentence.
        mentions: its actor mentions.
        focus: what earlier sentences spoke of; not changed here.

    """
    taken = {i for m in mentions for i in range(m.start, m.end)}
    extra: list[Mention] = []
    for token in sentence:
        if token.i in taken:
            continue
        before = [m for m in mentions if m.end <= token.i]
        local = Focus(focus.pair, focus.single)
        local.note(before)
        word, head = token.lower_, token.head.lower_
        span: tuple[int, int] | None = None
        ids: tuple[str, ...] = ()
        following = token.doc[token.i + 1] if token.i + 1 < sentence.end else None
        if word in ("both", "two") and head in _PAIR_HEADS and token.head.i > token.i:
            if not any(m.start > token.i and m.end <= token.head.i for m in mentions):
                span, ids = (token.i, token.head.i + 1), local.pair
        elif word == "both" and (following is None or following.i not in {m.start for m in mentions}):
            span, ids = (token.i, token.i + 1), local.pair
        elif word in ("they", "them", "their", "each", "another") and local.pair:
            if word != "each" or (following is not None and following.lower_ == "other"):
                span, ids = (token.i, token.i + 1), local.pair
        elif word in ("former", "latter") and head == word and local.pair:
            span, ids = (token.i, token.i + 1), (local.pair[0 if word == "former" else 1],)
        elif word in ("it", "its") and local.single and token.dep_ != "expl":
            if not _is_dummy(token):
                span, ids = (token.i, token.i + 1), (local.single,)
        elif word in _SINGLE_HEADS and local.single and _has_definite(token):
            span, ids = (token.i, token.i + 1), (local.single,)
        if span and ids:
            extra.append(Mention(span[0], span[1], ids, "pronoun", token.doc[span[0] : span[1]].text))
    return sorted([*mentions, *extra], key=lambda m: m.start)


def _has_definite(token) -> bool:  # noqa: ANN001 (a spaCy token)
    """Whether "the country" stands alone, without a name or a further description."""
    kids = list(token.children)
    return any(k.lower_ in ("the", "this") for k in kids) and all(k.dep_ in ("det", "case") for k in kids)


def _is_dummy(token) -> bool:  # noqa: ANN001
    """Whether "it" refers to nothing: "it is likely that", "it should be noted"."""
    head = token.head
    return (
        token.dep_.startswith("nsubj")
        and any(child.dep_ in ("ccomp", "xcomp", "acomp", "advcl", "csubj") for child in head.children)
        and (head.lemma_ == "be" or any(c.dep_ == "auxpass" for c in head.children))
    )
