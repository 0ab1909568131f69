"""Who does it to whom: actors of a noun phrase, and the source and target of an act.

Actors are named at the level of states (ISO alpha-3) or organisations (`org:...`); an agent within a state has
the state's id and a sector (`MIL`, `REB` ...). Candidates for the target are ranked by their grammatical distance
from the act; an agent without a state of its own is one of the source's state (a domestic event).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading.events import tables
from detente.reading.events.acts import Reading
from detente.reading.events.grammar import classes_of
from detente.reading.events.phrases import (
    PLACE,
    Actor,
    Cast,
    Name,
    actors_of,
    joined,
    phrase_actors,
    places_below,
    sector_of,
    text_of,
    usable,
)
from detente.reading.lexicon import wordset

if TYPE_CHECKING:
    from spacy.tokens import Token

_MUTUAL = wordset("CONSULT AGREE SUPPORT COOPERATE ASSAULT")
# Grammatical distance of one step from a word to its head.
_STEP = {
    "dobj": 0.0,
    "dative": 0.0,
    "nsubjpass": 0.0,
    "pobj": 0.0,
    "attr": 0.1,
    "oprd": 0.1,
    "pcomp": 0.3,
    "poss": 0.5,
    "amod": 0.4,
    "compound": 0.4,
    "nmod": 0.4,
    "appos": 0.2,
    "conj": 0.8,
    "xcomp": 0.4,
    "ccomp": 0.5,
    "acl": 0.8,
    "nsubj": 0.3,
    "agent": 0.2,
    "relcl": 3.0,
    "advcl": 1.6,
    "parataxis": 3.0,
}
_PREP = {
    "against": 0.0,
    "to": 0.2,
    "with": 0.1,
    "between": 0.1,
    "on": 0.4,
    "of": 0.3,
    "for": 0.4,
    "from": 0.5,
    "at": 0.4,
    "over": 0.6,
    "by": 0.3,
    "into": 0.4,
    "toward": 0.2,
    "towards": 0.2,
    "among": 0.3,
    "upon": 0.2,
    "in": 1.0,
    "near": 1.2,
    "about": 0.9,
    "after": 6.0,
    "before": 6.0,
    "since": 6.0,
    "until": 6.0,
}
_FAR = 3.0
_TOO_FAR = 6.0
_MAX_HOPS = 12


def source_of(act: Reading, cast: Cast) -> list[Actor]:
    """Who does it: the subject, the agent of a passive, the owner of a noun."""
    if act.passive:
        found = _agents(act, cast)
        moved = act.type in _MOVING and any(t.lemma_.lower() in _MOVES for t in act.chain)
        if not found and act.subject is not None and moved:
            found = actors_of(act.subject, cast)  # "troops were withdrawn from ..."
        return found
    if act.subject is None:
        return _owner(act, cast)
    if act.subject.pos_ == "PRON":
        return _referent(act, cast)
    found = actors_of(act.subject, cast)
    if not any(a.id for a in found) and act.speaker is not None and _is_their(act.subject):
        return actors_of(act.speaker, cast)
    if not found and act.subject.pos_ == "NOUN" and act.subject.lemma_.lower() not in _NOBODY:
        return [Actor(None, "CVL", text_of(act.subject), act.subject.i)]
    return found


_MOVES = wordset("put place send deploy dispatch withdraw ship pull evacuate mass move station fly recall")
_MOVING = wordset("SANCTION RETREAT MOBILIZE AID AGREE THREATEN")


_NOBODY = wordset("country nation state side party neighbour neighbor government power republic")


def _agents(act: Reading, cast: Cast) -> list[Actor]:
    for token in act.chain:
        for child in token.children:
            if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
                for noun in child.children:
                    if noun.dep_ == "pobj" and (found := actors_of(noun, cast)):
                        return found
    for child in act.chain[0].subtree:  # "killed in an attack by guerrillas"
        if child.dep_ == "prep" and child.lower_ == "by" and child.head.dep_ == "pobj":
            for noun in child.children:
                if noun.dep_ == "pobj" and any(a.id for a in actors_of(noun, cast)):
                    return actors_of(noun, cast)
    return []


def _is_their(head: Token) -> bool:
    return any(c.dep_ == "poss" and c.lower_ in ("their", "its", "his", "her") for c in head.children)


def _referent(act: Reading, cast: Cast) -> list[Actor]:
    """Whom "he", "it" or "they" stands for: the speaker, else a subject further up, else the last named before."""
    if act.speaker is not None and act.speaker.pos_ != "PRON":
        found = actors_of(act.speaker, cast)
        if found:
            return found
    assert act.subject is not None
    node = act.subject.head
    while node.head != node:
        node = node.head
        for child in node.children:
            if child.dep_ in ("nsubj", "nsubjpass") and child != act.subject and child.pos_ != "PRON":
                found = actors_of(child, cast)
                if any(a.id for a in found):
                    return found
    before = [n for n in cast.names if n.end <= act.subject.i]
    return (
        [
            Actor(
                before[0].ids[0],
                before[0].sector,
                cast.doc[before[0].start : before[0].end].text,
                before[0].start,
            )
        ]
        if before
        else []
    )


def _owner(act: Reading, cast: Cast) -> list[Actor]:
    """Who does what a noun says: "Palestinian riots", "the visit of ...", "talks between A and B", "by ..."."""
    for noun in act.chain:
        between = [c for c in noun.children if c.lower_ in ("between", "among")]
        for child in (*between, *(t for t in noun.subtree if t.lower_ == "by")):
            if child.dep_ in ("prep", "agent"):
                for inner in child.children:
                    if inner.dep_ == "pobj" and (found := actors_of(inner, cast)):
                        return found
        for child in noun.children:
            owns = child.dep_ in ("poss", "amod", "compound", "nmod") and child.i < noun.i
            if owns and (found := [a for a in phrase_actors(child, cast) if a.id]):
                return found
        for child in noun.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "from"):
                for inner in child.children:
                    if inner.dep_ == "pobj" and (found := [a for a in actors_of(inner, cast) if a.id]):
                        return found
    return []


def _distance(token: Token, act: Reading) -> float:
    """Grammatical distance of a word from an act; `_TOO_FAR` and more is not of this act."""
    chain = {t.i: k for k, t in enumerate(act.chain)}
    node, cost, hops = token, 0.0, 0
    while node.i not in chain:
        if node.head == node or hops > 14:
            return _TOO_FAR
        cost += _step(node)
        node, hops = node.head, hops + 1
    return cost + 0.05 * (len(act.chain) - 1 - chain[node.i])


def _step(node: Token) -> float:
    if node.dep_ in ("prep", "agent", "dative") and node.pos_ in ("ADP", "SCONJ"):
        if node.lower_ == "against" and any(c.lower_ == "by" for c in node.head.children):
            return 0.8  # "crimes by A against B" are A's
        return _PREP.get(node.lower_, 2.0)
    if node.dep_ == "advcl":
        return 0.6 if node.tag_ == "VB" and not any(c.dep_ == "mark" for c in node.children) else 3.0
    if node.dep_ in ("amod", "compound", "nmod", "poss") and _is_owned(node.head):
        return 0.1
    return _STEP.get(node.dep_, 1.5)


def _is_owned(noun: Token) -> bool:
    """Whether a noun is its describer's: "Serbian forces", and "the American invasion of Iraq", which is America's."""
    if noun.lemma_.lower() in tables.sectors():
        return True
    return any(kind in tables.noun_types() for kind in classes_of(noun))


@dataclass(frozen=True, slots=True)
class _Candidate:
    cost: float
    at: int
    head: Token
    actors: tuple[Actor, ...]
    group: bool = False


def targets_of(act: Reading, source: Sequence[Actor], cast: Cast, taken: frozenset[int]) -> list[Actor]:
    """To whom it is done: the nearest actor that is not the source; empty if there is none."""
    own = {a.id for a in source}
    several = len({(a.id, a.sector) for a in source}) > 1
    if act.addressee is not None and not any(t.i in taken for t in (act.addressee,)):
        asked = actors_of(act.addressee, cast)
        if any(a.id for a in asked) or (asked and act.type == "REQUEST"):
            return _housed(asked, act, source, cast)
    found = [c for c in _candidates(act, cast, taken) if c.cost < _TOO_FAR]
    if several and act.type in _MUTUAL:
        found = [c for c in found if c.cost < 1.0 and not own >= {a.id for a in c.actors}]
        found = [c for c in found if c.head.dep_ not in ("compound", "amod", "nmod")]
        found = [c for c in found if c.actors[0].id is not None]
    local = bool(source) and all(a.sector in LOCAL for a in source)
    found = [c for c in found if _can_be(c, own, act, local)]
    ranked = sorted(found, key=lambda c: (c.cost + _own_cost(c, own), c.at))
    if ranked:
        return _housed(ranked[0].actors, act, source, cast)
    return [] if several else _at_home(act, source)


def _at_home(act: Reading, source: Sequence[Actor]) -> list[Actor]:
    """Who bears an act of which the text names no target: protest and coercion are against or within one's own."""
    dissent = act.type == "THREATEN" and all(a.sector in LOCAL for a in source)
    force = act.type == "ASSAULT" and any(a.sector for a in source)
    if act.type not in ("PROTEST", "COERCE", "CONCEDE") and not dissent and not force:
        return []
    return [Actor(a.id, None, a.mention, a.at) for a in source[:1] if a.id and ":" not in a.id]


_UPON_OWN = wordset("COERCE THREATEN PROTEST ASSAULT MOBILIZE SANCTION ACCUSE REQUEST REJECT CONCEDE")
REPORTERS = wordset("JRN CVL MIL COP NGO JUD REF EDU")
LOCAL = wordset("CVL REB OPP EDU LAB AGR REF")
_UPON_FORCES = wordset("COERCE ASSAULT ACCUSE REQUEST THREATEN")


def _can_be(candidate: _Candidate, own: set[str | None], act: Reading, local: bool) -> bool:
    """Whether a candidate can be done to by its own state."""
    actor = candidate.actors[0]
    if actor.id is None:
        if _is_their(candidate.head) or candidate.cost > 1.5:
            return False
        forces = act.type in _UPON_FORCES and candidate.cost < 0.8
        direct = (actor.sector == "GOV" and candidate.cost < 0.1) or (local and candidate.cost < 0.3)
        return actor.sector not in ("MIL", "COP", "GOV", "SPY") or forces or direct
    if actor.id in own and actor.sector is None and not candidate.group:
        return act.type in _UPON_OWN or (local and candidate.cost < 0.8)
    return True


def _housed(found: Sequence[Actor], act: Reading, source: Sequence[Actor], cast: Cast) -> list[Actor]:
    """Give agents without a state that of the place where it happens, else the source's."""
    if all(a.id is not None for a in found):
        return list(found)
    places = [n.ids[0] for n in places_below(act.chain[0], cast)]
    home = next((a.id for a in source if a.id and not a.id.startswith("org:")), None)
    home = places[0] if places else _partner(act, cast, {a.id for a in source}) or home
    return [a if a.id is not None else Actor(home, a.sector, a.mention, a.at) for a in found]


_JOINING = wordset("join help assist back support aid")


def _partner(act: Reading, cast: Cast, own: set[str | None]) -> str | None:
    """The one other state that force is used with ("joined Mali in attacking insurgents"): its rebels, not one's own."""
    if act.type != "ASSAULT":
        return None
    above = (act.chain[0], *list(act.chain[0].ancestors)[:3])
    objects = (c for t in above if t.lemma_.lower() in _JOINING for c in t.children if c.dep_ == "dobj")
    joined = [n for c in objects if (n := cast.of(c)) is not None and n.kind == "name"]
    states = {i for name in joined for i in name.ids if ":" not in i} - own
    return states.pop() if len(states) == 1 else None


def settled(source: list[Actor], target: list[Actor], act: Reading, cast: Cast) -> list[Actor]:
    """The source, where the text names no state of it: agents are of the state acted upon, else of the place."""
    if any(a.id for a in source) or (source and source[0].sector in ("CRM", "NGO")):
        return source
    states = [a.id for a in target if a.id and ":" not in a.id]
    places = places_below(act.chain[0], cast)
    abroad = act.type in ("CONSULT", "SUPPORT", "COOPERATE", "AID")
    if source:
        home = states[0] if len(set(states)) == 1 and not (abroad and source[0].sector == "GOV") else None
        home = places[0].ids[0] if places and source[0].sector in LOCAL else home
        return [Actor(home, a.sector, a.mention, a.at) for a in source]
    if act.type in ("ASSAULT", "ACCUSE", "COERCE") and places:
        place = places[0]
        return [Actor(place.ids[0], None, cast.doc[place.start : place.end].text, place.start)]
    return source


def _own_cost(candidate: _Candidate, own: set[str | None]) -> float:
    """A name of the source's own state is a target only for want of another, unless it is an agent within it."""
    if all(a.id is not None and a.id in own for a in candidate.actors):
        return 0.5 if any(a.sector for a in candidate.actors) or candidate.cost < 0.2 else 1.5
    if all(a.id is None for a in candidate.actors):
        return 0.3
    return 0.0


def _candidates(act: Reading, cast: Cast, taken: frozenset[int]) -> Iterator[_Candidate]:
    seen: set[int] = set()
    for token in _below(act, taken):
        name = cast.of(token)
        if name is not None and usable(token, cast) and token.i not in seen:
            seen.update(range(name.start, name.end))
            root = cast.doc[name.start : name.end].root
            head = _phrase_head(root, cast)
            actors = _with_joined(root, head, name, cast)
            if name.kind == "region" and all(a.sector is None for a in actors):
                continue  # a part of a federation is a place, and no state
            extra = _beside(root, act)
            extra += 1.0 if name.ids[0].startswith("bloc:") else 0.0
            yield _Candidate(
                _distance(root, act) + extra, name.start, head, tuple(actors), name.kind == "group"
            )
        elif name is not None and name.kind == "demonym" and token.dep_ not in ("compound", "amod", "nmod"):
            yield _Candidate(
                _distance(token, act), token.i, token, (Actor(None, "CVL", text_of(token), token.i),)
            )
        elif name is None and token.pos_ in ("NOUN", "PROPN") and token.i not in seen:
            sector = tables.sectors().get(token.lemma_.lower())
            if (
                sector is not None
                and token.dep_ not in ("compound", "amod", "nmod")
                and token not in act.chain
            ):
                actors = actors_of(token, cast)
                where = token.dep_ == "pobj" and token.head.lower_ in PLACE
                if actors and actors[0].id is None and not where:
                    yield _Candidate(_distance(token, act), token.i, token, tuple(actors))


_BESIDE = wordset("near outside off along around beside alongside")
_EDGES = wordset("border frontier coast boundary shore")


def _beside(name: Token, act: Reading) -> float:
    """What a name costs as a target for naming only where something is: "near Niger", "at the border with Kuwait"."""
    node, hops = name, 0
    while node not in act.chain and node.head != node and hops < _MAX_HOPS:
        if (
            node.dep_ == "prep"
            and node.lower_ in _BESIDE
            and any(c.dep_ == "dobj" for t in act.chain for c in t.children)
        ):
            return _TOO_FAR
        edge = node.doc[node.i - 1] if node.dep_ == "prep" and node.i else node  # "the border with Kuwait"
        if node != name and (node.lemma_.lower() in _EDGES or edge.lemma_.lower() in _EDGES):
            return 2.0
        node, hops = node.head, hops + 1
    return 0.0


def _phrase_head(root: Token, cast: Cast) -> Token:
    """The noun that a name describes: "officers" in "French officers", not "plan" in "a French plan"."""
    head = root
    while head.dep_ in ("compound", "amod", "nmod", "poss") and head.head.pos_ in ("NOUN", "PROPN"):
        if head.dep_ == "poss" and sector_of(head.head) is None:
            break
        head = head.head
    return head if head is root or sector_of(head) is not None else root


def _with_joined(root: Token, head: Token, name: Name, cast: Cast) -> list[Actor]:
    sector = name.sector or sector_of(head)
    found = [Actor(i, sector, text_of(head), head.i) for i in name.ids]
    for other in dict.fromkeys((*joined(root), *joined(head))):
        for actor in phrase_actors(other, cast):
            if actor.id is not None and all(actor.id != f.id for f in found):
                found.append(actor)
    return found


def _below(act: Reading, taken: frozenset[int]) -> Iterator[Token]:
    """Words of the act's clause that do not belong to its source."""
    top = act.chain[0]
    seen: set[int] = set()
    for start in (top, *act.chain):
        for token in start.subtree:
            if token.i not in seen and token.i not in taken:
                seen.add(token.i)
                yield token
