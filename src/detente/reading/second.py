"""A second opinion on a sentence of a known kind: the learned reader beside grammar and patterns.

In: the claim that grammar and patterns made of a sentence, and a `Sense` of it. Out: the claim as it stands, the
claim in the direction and roles that the model read, or the claim marked `unread`. Where the two agree the claim stands;
where only the model reads anything, it is followed if it is sure; where they contradict each other, the surer wins
or, between the two, nobody: better unread than turned round.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from detente.model import Claim, Role
from detente.reading.details import goods, hedged, portion, rank_of
from detente.reading.lexicon import wordset
from detente.reading.mentions import Mention
from detente.reading.sense import Sense

TAKE, DOUBT, OVERRULE = 0.60, 0.65, 0.80
FIRM, RULED = (0.80, 0.90), (0.95, 0.99)
TAKE_KIND, OVERRULE_KIND, FOREIGN = 0.5, 0.97, 0.01
"""How sure the model must be to be followed alone, to cast doubt, and to overrule; chosen on sentences held out of
its training (`tools/train_reader.py` prints how often it errs above each)."""

SEVERAL = 5
"""Rank that "among the leading partners" stands for."""

_AS: dict[str, tuple[str, dict[str, Any]]] = {
    "no_change/break": ("worsen", {"degree": "break"}),
    "necessity/avoidable": ("required", {"negated": True}),
    "connectivity/linked": ("possible", {}),
    "connectivity/unlinked": ("possible", {"negated": True}),
    "realignment/stays": ("switch", {"negated": True}),
    "driver/none": ("improve", {"negated": True}),
    "triad/same_side": ("bring_together", {}),
    "triad/opposite_sides": ("drive_apart", {}),
    "possibility/unite": ("join", {}),
    "possibility/acquire": ("other", {}),
}
"""What the classes of the model are called between reading and checks, where the names differ."""

_MINUS = wordset(
    "hostile worsen diverge leave not_member fall less negligible falling balanced unlinked break drive_apart failed "
    "end shortage importer"
)
_ASIDE = wordset("normative order value membership energy")
"""Kinds in which the model has no say: their grammar is sure, or it has not learned them."""
_GRAMMAR = wordset("level power influence necessity connectivity")
"""Kinds that are read by rules of their own: against these the model's word is not enough."""
_KEEPS_ROLES = wordset("necessity connectivity possibility")
_NOT_ALONE = wordset("necessity connectivity")
"""Kinds that are more than a direction (who is in the way, of what there is too little): not read by the model alone."""


def opinion(claim: Claim, sense: Sense, mentions: list[Mention], *, firm: bool) -> Claim:
    """The claim after the second opinion; see the head of this file. `firm`: the thesaurus stands behind it."""
    if claim.kind in _ASIDE or claim.kind not in sense.directions:
        return claim
    if claim.kind in ("power", "convergence") and claim.topic in ("relation", "national"):
        claim = replace(claim, topic=_topic(claim))
    name, denied, sure = sense.direction(claim.kind)
    direction, details = _AS.get(f"{claim.kind}/{name}", (name, {}))
    details = dict(details)
    if denied:
        details["negated"] = not details.get("negated", False)
    if "unread" in claim.details or "guessed" in claim.details:
        bar = RULED[0] if claim.kind == "level" else TAKE
        alone = claim.kind not in _NOT_ALONE and sure >= bar and sense.kinds[claim.kind] >= FOREIGN
        return _as_sensed(claim, direction, details, sense, mentions) if alone else claim
    if _agree(claim, direction, details):
        return claim
    ruled = claim.kind in _GRAMMAR or (firm and claim.kind == "trend")
    doubt, overrule = RULED if ruled else FIRM if firm else (DOUBT, OVERRULE)
    if sure >= overrule:
        return _as_sensed(claim, direction, details, sense, mentions)
    return replace(claim, details={**claim.details, "unread": True}) if sure >= doubt else claim


def kind(sense: Sense, mentions: list[Mention], read: str | None) -> str | None:
    """The kind of a sentence of which grammar and cues made `read` (None: nothing)."""
    if not mentions and read is None:
        return None
    found, sure = max(sense.kinds.items(), key=lambda item: item[1])
    if found == read or sure < (TAKE_KIND if read is None else OVERRULE_KIND):
        return read
    return found


def _agree(claim: Claim, direction: str, details: dict[str, Any]) -> bool:
    """Whether a claim and another reading of it point the same way."""
    same = bool(claim.details.get("negated")) == bool(details.get("negated"))
    if claim.kind in ("trend", "level") and claim.direction == direction and not same:
        return True  # what is denied, and by which word, the grammar knows better ("never been better")
    if claim.kind == "realignment":  # a switch is a leaving and a going over at once
        return same and {claim.direction, direction} != {"away", "toward"}
    if claim.kind == "linkage" and {claim.direction, direction} == {"linked", "top_partner"}:
        return False  # growing alike is not trading much
    return ((claim.direction in _MINUS or claim.direction == "away") == (direction in _MINUS)) == same


def _as_sensed(
    claim: Claim, direction: str, details: dict[str, Any], sense: Sense, mentions: list[Mention]
) -> Claim:
    """The claim in the direction and, where the kind allows, the roles that the model read."""
    dropped = ("unread", "guessed", "negated", "degree", "level")
    kept = {k: v for k, v in claim.details.items() if k not in dropped}
    details = kept | {k: v for k, v in details.items() if v}
    if claim.kind == "no_change" and direction == "stable" and "level" in sense.directions:
        level, _, sure = sense.direction("level")
        if sure >= TAKE:
            details["level"] = level
    topic, qualifier = _topic(claim), claim.qualifier
    if claim.kind == "no_change" and topic == "alliance":
        details["alliance"] = True
    text = f" {' '.join(re.findall(r'[a-z]+|[0-9]+', claim.quote.lower()))} "
    if claim.kind == "dependence":
        topic, said = goods(text, text), portion(text)
        if said.get("direction") in ("majority", "concentrated") and direction in (
            "majority",
            "main",
            "concentrated",
        ):
            direction = said["direction"]
        details |= {k: v for k, v in said.items() if k != "direction"}
    if claim.kind == "linkage" and direction == "top_partner":
        some = re.search(
            r"\b(?:among|amongst|one of|leading|main|major|important|top) .{0,300}\bpartners\b", text
        )
        topic, details["rank"] = "trade", rank_of(text) or (SEVERAL if some else 1)
    if claim.kind == "possibility":
        qualifier, hedge = hedged(claim, text)
        details |= hedge
    actors = claim.actors if claim.kind in _KEEPS_ROLES else roles(sense, mentions) or claim.actors
    return replace(
        claim, topic=topic, direction=direction, qualifier=qualifier, details=details, actors=actors
    )


_SPOKEN = (
    ("material", re.compile(r"\b(?:material\w*|capabilit\w+)\b", re.I)),
    ("military", re.compile(r"\b(?:military|defen[cs]e) (?:spending|expenditure|outlays?|budgets?)\b", re.I)),
    ("economic", re.compile(r"\b(?:econom\w+|gdp|gnp|output|produced|national income)\b", re.I)),
    ("voting", re.compile(r"\b(?:vot\w+|ballots?|roll[- ]calls?|general assembly|un(?:ited nations)? (?:line|record))\b", re.I)),
    ("alliance", re.compile(r"\b(?:all(?:y|ies|ied|iances?)|pacts?|treat(?:y|ies)|defen[cs]e commitments?)\b", re.I)),
    ("rivalry", re.compile(r"\brival\w*\b", re.I)),
    ("arms", re.compile(r"\b(?:arms|weapon\w*|armament\w*|military equipment)\b", re.I)),
    ("aid", re.compile(r"\b(?:aid|assistance)\b", re.I)),
    ("trade", re.compile(r"\b(?:trad\w+|commerc\w+|exports?|imports?|sales|shipments|deliver\w+)\b", re.I)),
)  # fmt: skip
_TOPICS: dict[str, frozenset[str]] = {
    "level": frozenset(("voting", "alliance", "rivalry")),
    "no_change": frozenset(("voting", "alliance")),
    "convergence": frozenset(("voting",)),
    "power": frozenset(("material", "military", "economic")),
    "driver": frozenset(("arms", "aid", "trade")),
}


def _topic(claim: Claim) -> str:
    """What a sentence of the claim's kind speaks of, by its words; as read where they name nothing."""
    wanted = _TOPICS.get(claim.kind, frozenset())
    text = claim.quote.replace(str(claim.details.get("cause") or "\0"), " ")
    plain = "conflict" if claim.kind == "threat" else claim.topic
    return next((topic for topic, words in _SPOKEN if topic in wanted and words.search(text)), plain)


def roles(sense: Sense, mentions: list[Mention]) -> tuple[Role, ...]:
    """Every actor in the role the model gives it over all its mentions; none where no subject was found."""
    chances: dict[tuple[str, ...], dict[str, float]] = {}
    first: dict[tuple[str, ...], Mention] = {}
    for k, by_role in sorted(sense.roles.items(), key=lambda item: mentions[item[0]].start):
        ids = mentions[k].ids
        first.setdefault(ids, mentions[k])
        held = chances.setdefault(ids, {})
        for role, chance in by_role.items():
            held[role] = max(held.get(role, 0.0), chance) if role != "none" else held.get(role, 1.0) * chance
    found = [
        Role(i, max(by_role, key=lambda r, by_role=by_role: by_role[r]), first[ids].text)
        for ids, by_role in chances.items()
        for i in ids
    ]
    found = [r for r in found if r.role != "none"]
    return tuple(found) if any(r.role == "subject" for r in found) else ()
