"""Who is spoken of: actor mentions in a parsed text, and what "they" and "both states" stand for.

In: a spaCy `Doc`. Out: `Mention`s in text order, longest phrase first, with one id or, for a pronoun or
"the two countries", the ids of the last pair named. Phrases come from `detente.actors.mentions()`;
combining forms ("Sino-", "Indo-") from `data/prefixes.csv`.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from detente.reading import homonyms, lexicon
from detente.reading.lexicon import wordset

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_END = ""  # key under which a trie node keeps its actors
_MAX_PHRASE = 16
_MAX_NAME = 8  # tokens of the longest name of a person
NOBODY = "nobody"  # kind of a phrase that holds an actor's name and is none
# What a name is that stands where an actor could: a reason of `actors.no_actor`.
_PARTIES = ("part of", "people", "territory", "colony", "state", "city")
_LASTING = frozenset(("name", "organisation", NOBODY))
_PIECE = re.compile(r"\w+|[^\w\s]")
_SIGNS = str.maketrans(dict.fromkeys("‐‑–—", "-") | dict.fromkeys("’‘ʼ´ʻ′`", "'"))
_PAIR_HEADS = wordset(
    "state states country countries nation nation nations side sides neighbour "
    "neighbours neighbor neighbors power "
    "powers government governments party parties capital capitals republic republics "
    "rival rivals ally allies "
    "partner partners giant giants economy economies enemy enemies foes friends people peoples"
)
_SINGLE_HEADS = wordset("country nation state kingdom republic government regime")
_BETWEEN_PAIR = frozenset(
    ("and", "and the", "-", "–", "—", "- the", "with", "with the", "& the", "&", "/", "versus")
)
_COMPASS = wordset("central south north east west southeast northeast southern northern eastern western")


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

    known = list(actors.mentions())
    names = {phrase for phrase, _, _ in known}
    places = [(p["phrase"], p["id"] or f"sea:{p['phrase']}", p["kind"]) for p in lexicon.rows("places.csv")]
    known += [p for p in places if p[0] not in names]
    names |= {phrase for phrase, _, _ in places}
    return build_trie(
        [*known, *((p, actors.no_actor(p) or "", NOBODY) for p in actors.not_actors() if p not in names)]
    )


def build_trie(phrases: Iterable[tuple[str, str, str]]) -> dict:
    """Nested dicts of pieces of words; leaves list (phrase as written, its pieces, id, kind)."""
    root: dict = {}
    for phrase, actor, kind in phrases:
        node, cut = root, pieces(phrase)
        for piece in cut:
            node = node.setdefault(piece.lower(), {})
        node.setdefault(_END, []).append((phrase, cut, actor, kind))
    return root


def pieces(text: str) -> tuple[str, ...]:
    """Words and signs of a phrase or token, without accents and with one kind of dash and apostrophe.

    Names are compared piece by piece, so it is all one where a tokenizer cuts "N'Djamena", "Côte d’Ivoire" or "D.R.".
    """
    if text == "&":
        return ("and",)
    if text.isascii():
        return (text,) if text.isalnum() else tuple(_PIECE.findall(text.replace("`", "'")))
    plain = unicodedata.normalize("NFKD", text.translate(_SIGNS))
    return tuple(_PIECE.findall("".join(c for c in plain if not unicodedata.combining(c))))


def _written_so(phrase: str, ours: tuple[str, ...], theirs: Sequence[str]) -> bool:
    """Accept what is said for `phrase` if no capital is missing: "US" is not "us"."""
    if phrase.isupper() and len(phrase) <= 5:
        return ours == tuple(theirs)
    everyday = phrase == phrase.lower()  # in the middle of a word its case must be kept
    return all(
        (b == a or b[0].isupper() or not a[0].isupper()) and (not everyday or b[1:] == a[1:])
        for a, b in zip(ours, theirs, strict=True)
    )


@cache
def _prefixes() -> dict[str, str]:
    return {row["prefix"]: row["id"] for row in lexicon.rows("prefixes.csv")}


@cache
def _expanded(actor: str) -> tuple[str, ...]:
    """A group of two states as its two members ("the two Koreas"), a strait as its states."""
    if ";" in actor:
        return tuple(actor.split(";"))
    if not actor.startswith("bloc:"):
        return (actor,)
    from detente import actors

    inside = tuple(dict.fromkeys(m for y in (1980, 2000, 2020) for m in actors.members(actor, y)))
    return inside if len(inside) == 2 else (actor,)


def find(doc: Doc, trie: dict | None = None, *, venues: bool = False) -> list[Mention]:
    """All actor mentions of `doc` in text order, without overlaps.

    `trie` are other phrases than the reader's; `venues` keeps cities and parts of states where something happened.
    """
    return survey(doc, trie, venues=venues)[0]


def survey(
    doc: Doc, trie: dict | None = None, *, venues: bool = False
) -> tuple[list[Mention], list[Mention]]:
    """Actor mentions, and names in their place that are no actors: parts of states, territories, peoples, homonyms.

    A sentence with one of the latter names its parties: none may be filled in from the sentences before.
    """
    trie, prefixes = _trie() if trie is None else trie, _prefixes()
    cut = [pieces(token.text) for token in doc]
    found: list[Mention] = []
    others: list[Mention] = []
    i, n = 0, len(doc)
    while i < n:
        best = _longest(doc, cut, i, trie)
        best = best and _overlapping(doc, cut, best, trie)
        if best is None and i + 1 < n and doc[i + 1].text in "-–" and doc[i].lower_ in prefixes:
            best = Mention(i, i + 1, (prefixes[doc[i].lower_],), "demonym", doc[i].text)
        best = _elliptic(doc, i, trie) if best is None else best
        best = _person(doc, i) if best is None else best
        if best is None:
            i += 1
            continue
        if best.kind == NOBODY:
            others += [best] if best.ids[0].startswith(_PARTIES) else []
        elif venues or not _is_venue(doc, best):
            found.append(best)
        i = best.end
    kept = homonyms.actors_only(doc, found, placing=venues)
    stayed = {m.start for m in kept}
    return kept, sorted([*others, *(m for m in found if m.start not in stayed)], key=lambda m: m.start)


def _longest(doc: Doc, cut: list[tuple[str, ...]], i: int, trie: dict) -> Mention | None:
    """The longest phrase that begins with token `i` and ends with a token."""
    node, j, best, said = trie, i, None, []
    if not cut[i]:  # a name may run over a line's end, but does not begin with one
        return None
    while j < len(doc) and j - i < _MAX_PHRASE and doc[j].text.count("\n") < 2:
        for piece in cut[j]:
            node = node.get(piece.lower())
            if node is None:
                return best
        said.extend(cut[j])
        j += 1
        for phrase, ours, actor, kind in node.get(_END, ()):
            if _written_so(phrase, ours, said):
                best = Mention(i, j, _expanded(actor), kind, doc[i:j].text)
                break
    return best


def _overlapping(doc: Doc, cut: list[tuple[str, ...]], best: Mention, trie: dict) -> Mention:
    """A phrase that begins inside another and goes on beyond it is the longer name.

    "The Commonwealth" in "the Commonwealth of Independent States", "Republic of the Congo" in "... Congo-Kinshasa".
    """
    for k in range(best.start + 1, best.end):
        if not doc[k].text[0].isalpha():
            continue
        longer = _longest(doc, cut, k, trie)
        if longer is not None and longer.end > best.end and longer.kind in _LASTING:
            return longer
    return best


def _person(doc: Doc, i: int) -> Mention | None:
    """Somebody who has held office, by whole name, or by a family name after a title of office ("President Boric")."""
    from detente import actors

    if not doc[i].text[0].isupper():
        return None
    if actors.may_begin_a_name(doc[i].text):
        for j in range(min(len(doc), i + _MAX_NAME), i + 1, -1):
            state = actors.leader(doc[i:j].text) if doc[j - 1].text[-1].isalpha() else None
            if state is not None and actors.is_whole_name(doc[i:j].text):
                return Mention(i, j, (state.id,), "leader", doc[i:j].text)
    if i and lexicon.titles().get(doc[i - 1].lower_) and doc[i].is_alpha and not doc[i].is_upper:
        further = i + 1 < len(doc) and doc[i + 1].text[0].isupper()
        state = None if further else actors.leader(doc[i].text)
        if state is not None:
            return Mention(i, i + 1, (state.id,), "leader", doc[i].text)
    return None


def _elliptic(doc: Doc, i: int, trie: dict) -> Mention | None:
    """The first half of "Central to South Asia": "Central" with the noun of the second half."""
    if doc[i].lower_ not in _COMPASS or not doc[i].text[0].isupper() or i + 3 >= len(doc):
        return None
    if doc[i + 1].lower_ not in ("to", "and", "or") or doc[i + 2].lower_ not in _COMPASS:
        return None
    for _, _, actor, kind in trie.get(doc[i].lower_, {}).get(doc[i + 3].lower_, {}).get(_END, []):
        return Mention(i, i + 1, _expanded(actor), kind, doc[i].text)
    return None


_WHO_RULES = wordset(
    "government governments regime regimes rulers ruler leadership leaders authorities coup junta revolution uprising "
    "putsch power policymakers officials parliament court throne men circles elite generals policy communists"
)


def _is_venue(doc: Doc, mention: Mention) -> bool:
    """Whether a city is only where something happened ("met in Vienna"), and not its state.

    "The regime in Damascus" and "took power in Kabul" still speak of the state.
    """
    if mention.kind not in ("capital", "port", "city") or mention.start == 0:
        return False
    before = doc[mention.start - 1]
    if mention.end < len(doc) and doc[mention.end].lower_ in ("'s", "’s"):
        return False  # "at Moscow's side"
    if before.lower_ not in ("in", "at", "near") or before.dep_ != "prep":
        return False
    governor = before.head
    around = (governor, *(c for c in governor.children if c.dep_ in ("dobj", "nsubj", "nsubjpass")))
    return not any(t.lower_ in _WHO_RULES for t in around)


@dataclass(slots=True)
class Focus:
    """What was spoken of last: the pair that "both" means and the one actor that "it" means."""

    pair: tuple[str, ...] = ()
    single: str | None = None

    def note(self, doc: Doc, mentions: Sequence[Mention]) -> None:
        """Take in the actors of one sentence."""
        named = [m for m in mentions if m.kind != "pronoun"]
        states = list(dict.fromkeys(i for m in named for i in m.ids if is_state(i)))
        pair = _coordinated(doc, named)
        if pair:
            self.pair = pair
        elif len(states) == 2 and not any(i.startswith("org:") for m in named for i in m.ids):
            self.pair = (states[0], states[1])
        anyone = states or [i for m in named for i in m.ids if i.startswith("org:")]
        if anyone:
            self.single = anyone[0]


def is_state(actor: str) -> bool:
    """Whether an id is a state's (organisations, groups and blocs carry a prefix)."""
    return ":" not in actor


def _coordinated(doc: Doc, named: Sequence[Mention]) -> tuple[str, ...]:
    """The last two states joined as a pair ("Pakistan and Russia"), not part of a longer list."""
    states = [m for m in named if is_state(m.ids[0])]
    found: tuple[str, ...] = ()
    for k, (one, two) in enumerate(itertools.pairwise(states)):
        if one.ids == two.ids or doc[one.end : two.start].text.strip().lower() not in _BETWEEN_PAIR:
            continue
        listed = k > 0 and doc[states[k - 1].end : one.start].text.strip() in (",", ", the")
        if not listed:
            found = (one.ids[0], two.ids[0])
    return found


def with_pronouns(sentence: Span, mentions: list[Mention], focus: Focus) -> list[Mention]:
    """Mentions of one sentence, with pronouns and "both states" resolved where that is safe.

    Args:
        sentence: the sentence.
        mentions: its actor mentions.
        focus: what earlier sentences spoke of; not changed here.

    """
    taken = {i for m in mentions for i in range(m.start, m.end)}
    starts = {m.start for m in mentions}
    extra: list[Mention] = []
    for token in sentence:
        if token.i in taken or token.lower_ not in _PRONOUNS:
            continue
        before = [m for m in mentions if m.end <= token.i]
        local = Focus(focus.pair, focus.single)
        local.note(sentence.doc, before)
        local.single = _topic(sentence, before, extra) or focus.single or local.single
        if token.lower_ == "it" and token.dep_ in ("dobj", "pobj", "dative"):
            local.single = _other(sentence, token, before, local.single) or focus.single
        # "A and B brought the two together": not themselves; but "A and B mended their relations" is.
        if token.lower_ != "their" and set(local.pair) <= _agents(token, before):
            local.pair = focus.pair
        end, ids = _refers(token, sentence, local, before, starts)
        inside = [m for m in mentions if token.i < m.end and m.start < end]
        if ids and all(m.ids[0].startswith("bloc:") for m in inside):
            mentions = [m for m in mentions if m not in inside]
            extra.append(Mention(token.i, end, ids, "pronoun", sentence.doc[token.i : end].text))
    return sorted([*mentions, *extra], key=lambda m: m.start)


def _agents(token: Token, before: list[Mention]) -> set[str]:
    """Ids of the subjects of the verb that a token is an object of."""
    verb, hops = token, 0
    while verb.pos_ not in ("VERB", "AUX") and verb.head != verb and hops < 8:
        if verb.dep_ in ("nsubj", "nsubjpass"):
            return set()
        verb, hops = verb.head, hops + 1
    doing = {t.i for c in verb.children if c.dep_ in ("nsubj", "nsubjpass") for t in c.subtree}
    return {i for m in before if m.start in doing for i in m.ids}


def _other(sentence: Span, token: Token, before: list[Mention], topic: str | None) -> str | None:
    """For an object "it": not the subject of its own verb, but the last other state named before."""
    verb = token.head if token.dep_ != "pobj" else token.head.head
    doing = {c.i for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")}
    agents = {i for m in before if any(t in doing for t in range(m.start, m.end)) for i in m.ids}
    if topic not in agents:
        return topic
    others = [m.ids[0] for m in before if is_state(m.ids[0]) and m.ids[0] not in agents]
    return others[-1] if others else None


def _topic(sentence: Span, before: list[Mention], pronouns: list[Mention]) -> str | None:
    """The one actor that is subject so far in the sentence, or that an earlier "it" stood for."""
    found: tuple[int, str] | None = None
    for mention in [*before, *pronouns]:
        if len(mention.ids) != 1 or not (is_state(mention.ids[0]) or mention.ids[0].startswith("org:")):
            continue
        root = sentence.doc[mention.start : mention.end].root
        if root.dep_ in ("nsubj", "nsubjpass", "poss") and (found is None or mention.start > found[0]):
            found = (mention.start, mention.ids[0])
    return found[1] if found else None


_PRONOUNS = wordset("both two they them their each another former latter it its pair there") | _SINGLE_HEADS


def _refers(
    token: Token, sentence: Span, focus: Focus, before: list[Mention], starts: set[int]
) -> tuple[int, tuple[str, ...]]:
    """(end, ids) of what a pronoun or "both states" stands for; no ids where it is not safe."""
    word, head = token.lower_, token.head
    nothing: tuple[int, tuple[str, ...]] = (token.i + 1, ())
    following = token.doc[token.i + 1] if token.i + 1 < sentence.end else None
    if word in ("both", "two") and head.lower_ in _PAIR_HEADS and head.i > token.i:
        return head.i + 1, focus.pair
    if word == "both":
        named_next = following is not None and (
            {following.i, following.i + 1} & starts or following.pos_ == "NOUN"
        )
        return nothing if named_next else (token.i + 1, focus.pair)
    if word in ("two", "pair"):
        alone = following is None or following.pos_ not in ("NOUN", "PROPN", "ADJ", "NUM")
        definite = token.i > sentence.start and token.nbor(-1).lower_ == "the"
        return (token.i + 1, focus.pair) if alone and definite else nothing
    if word in ("they", "them", "their"):
        others = any(not is_state(m.ids[0]) for m in before)
        names = {i for m in before for i in range(m.start, m.end)}
        plural = any(
            t.tag_ in ("NNS", "NNPS") and t.i not in names for t in sentence.doc[sentence.start : token.i]
        )
        return nothing if others or plural else (token.i + 1, focus.pair)
    if word == "there":  # "most of its arms come from there": the last state named that is not the topic
        if token.i == sentence.start or token.nbor(-1).lower_ != "from":
            return nothing
        states = [m.ids[0] for m in before if len(m.ids) == 1 and is_state(m.ids[0])]
        away = [i for i in states if i != states[0]]
        return (token.i + 1, (away[-1],)) if away else nothing
    if word in ("each", "another"):
        mutual = (
            following is not None and following.lower_ == "other"
            if word == "each"
            else token.nbor(-1).lower_ == "one"
        )
        return (token.i + 1, focus.pair) if mutual else nothing
    if word in ("former", "latter"):
        alone = head.i < token.i or following is None or following.pos_ not in ("NOUN", "PROPN", "ADJ")
        return (token.i + 1, (focus.pair[word == "latter"],)) if alone and focus.pair else nothing
    if focus.single is None:
        return nothing
    if word in ("it", "its"):
        return nothing if token.dep_ == "expl" or _is_dummy(token) else (token.i + 1, (focus.single,))
    return (token.i + 1, (focus.single,)) if _has_definite(token) else nothing


def _has_definite(token: Token) -> bool:
    """Whether "the country" stands alone, without a name or a further description."""
    kids = list(token.children)
    return any(k.lower_ in ("the", "this") for k in kids) and all(k.dep_ in ("det", "case") for k in kids)


def _is_dummy(token: Token) -> bool:
    """Whether "it" refers to nothing: "it is likely that", "it should be noted", "when it comes to"."""
    head = token.head
    if not token.dep_.startswith("nsubj"):
        return False
    if head.lemma_ == "come" and any(c.lower_ in ("when", "to") for c in head.children):
        return True
    weather = head.lemma_ in ("seem", "appear", "turn", "matter", "take")
    light = weather or head.lemma_ == "be" or any(c.dep_ == "auxpass" for c in head.children)
    below = [*head.children, *(g for c in head.children if c.dep_ == "acomp" for g in c.children)]
    return light and any(c.dep_ in ("ccomp", "csubj", "xcomp", "advcl") or c.lemma_ == "time" for c in below)
