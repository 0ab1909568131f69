"""What we took a claim to mean, as a sentence: the second line of its card.

In: a `detente.model.Claim` in the language of kinds, roles, topics and directions (docs/house.md).
Out: plain sentences. A reading without a sentence of its own is said by its parts.
"""

from __future__ import annotations

from functools import cache

from detente import actors
from detente.english import capital
from detente.errors import DetenteError
from detente.model import Claim, Part, Role
from detente.report.text import phrase, years

TOPICS = {
    "relation": "relations",
    "voting": "votes in the UN General Assembly",
    "alliance": "alliance ties",
    "arms": "arms supplies",
    "rivalry": "rivalry",
    "conflict": "conflict",
    "gdp": "economic output",
    "growth": "economic growth",
}

QUALIFIERS = {
    "asserted": "Stated as a fact",
    "likely": "Held to be likely",
    "possible": "Held to be possible",
    "certain": "Held to be certain",
    "impossible": "Held to be impossible",
    "recommended": "A recommendation",
    "conditional": "Tied to a condition",
    "reported": "Reported as what others say",
}

# (kind, direction) to a sentence; {x} is the actors in role x, {topic} the topic's noun.
SENTENCES: dict[tuple[str, str], str] = {
    ("level", "close"): "{subject} and {object} are close in their {topic}",
    ("level", "hostile"): "{subject} and {object} are hostile to one another",
    ("trend", "improve"): "{topic} between {subject} and {object} improved",
    ("trend", "worsen"): "{topic} between {subject} and {object} grew worse",
    ("no_change", "stable"): "{topic} between {subject} and {object} did not change",
    ("no_change", "improve"): "{topic} between {subject} and {object} took a turn for the better",
    ("no_change", "worsen"): "{topic} between {subject} and {object} took a turn for the worse",
    ("realignment", "switch"): "{subject} moved from {from} towards {to}",
    ("realignment", "away"): "{subject} moved away from {from}",
    ("realignment", "toward"): "{subject} moved towards {to}",
    ("convergence", "converge"): "the positions of {subject} and {object} came closer to one another",
    ("convergence", "diverge"): "the positions of {subject} and {object} moved apart",
    ("membership", "join"): "{subject} joined {organisation}",
    ("membership", "leave"): "{subject} left {organisation}",
    ("membership", "member"): "{subject} is a member of {organisation}",
    ("membership", "not_member"): "{subject} is not a member of {organisation}",
    ("membership", "observer"): "{subject} is an observer at {organisation}",
    ("power", "rise"): "the {topic} power of {subject} grew",
    ("power", "fall"): "the {topic} power of {subject} shrank",
    ("power", "greater"): "{subject} has more {topic} power than {comparison}",
    ("power", "less"): "{subject} has less {topic} power than {comparison}",
    ("power", "dominant"): "{subject} has the most {topic} power",
    ("dependence", "majority"): "{subject} gets more than half of its {topic} from {supplier}",
    ("dependence", "main"): "{supplier} is the main source of the {topic} of {subject}",
    ("dependence", "negligible"): "{subject} gets next to none of its {topic} from {supplier}",
    ("dependence", "concentrated"): "{subject} gets its {topic} from few sources",
    ("dependence", "balanced"): "{subject} keeps its ties to {object} in balance",
    ("dependence", "rising"): "{subject} came to depend more on {supplier} for its {topic}",
    ("dependence", "falling"): "{subject} came to depend less on {supplier} for its {topic}",
    ("linkage", "linked"): "{topic} of {subject} moves with that of {object}",
    ("linkage", "unlinked"): "{topic} of {subject} does not move with that of {object}",
    ("linkage", "top_partner"): "{object} is among the first trade partners of {subject}",
    ("triad", "bring_together"): "{third} brought {subject} and {object} together",
    ("triad", "drive_apart"): "{third} drove {subject} and {object} apart",
    ("driver", "improve"): "{cause} improved the {topic} of {subject} and {object}",
    ("driver", "worsen"): "{cause} worsened the {topic} of {subject} and {object}",
    ("driver", "end"): "{cause} brought the {topic} of {subject} and {object} to an end",
    ("driver", "start"): "{cause} began the {topic} of {subject} and {object}",
    ("influence", "failed"): "{subject} could not bring {object} to do as it wished",
    ("influence", "succeeded"): "{subject} brought {object} to do as it wished",
    ("threat", "rise"): "the threat from {subject} in {place} grew",
    ("threat", "fall"): "the threat from {subject} in {place} shrank",
    ("threat", "present"): "{subject} is a threat in {place}",
    ("energy", "shortage"): "{subject} is short of {topic}",
    ("energy", "abundance"): "{subject} has more {topic} than it needs",
    ("energy", "exporter"): "{subject} sells {topic} abroad",
    ("energy", "importer"): "{subject} buys {topic} abroad",
    ("possibility", "join"): "{subject} may join {organisation}",
    ("possibility", "leave"): "{subject} may leave {organisation}",
    ("possibility", "ally"): "{subject} and {object} may become allies",
    ("possibility", "fight"): "{subject} and {object} may fight",
    ("possibility", "supply"): "{supplier} may become a source of the {topic} of {subject}",
    ("possibility", "improve"): "relations between {subject} and {object} may improve",
    ("possibility", "worsen"): "relations between {subject} and {object} may grow worse",
    ("necessity", "required"): "the way between {subject} and {object} needs {third}",
    ("necessity", "possible"): "the way between {subject} and {object} does without {third}",
    ("connectivity", "cheaper"): "the way between {subject} and {object} is cheaper by {third}",
    ("connectivity", "required"): "the way between {subject} and {object} needs {third}",
    ("order", "shift"): "the order that ties between states follow has shifted",
    ("connectivity", "possible"): "{subject} and {object} can be joined by land or sea",
    ("reaction", "hostile"): "{subject} reacted to {object} with hostility",
    ("reaction", "friendly"): "{subject} reacted to {object} with friendship",
    ("reaction", "break"): "{subject} broke with {object}",
    ("reaction", "none"): "{subject} did not react to {object}",
}


_AT_LARGE = {
    "rising": "the {topic} of {subject} came to rest on fewer partners",
    "falling": "the {topic} of {subject} came to rest on more partners",
}
"""Dependence on partners at large, where no supplier is named."""


class _Missing(KeyError):
    """A role the sentence needs is not filled."""


class _Roles(dict[str, str]):
    def __missing__(self, key: str) -> str:
        raise _Missing(key)


def way_clause(claim: Claim) -> str | None:
    """The reading of a claim on ways, by the grammar that tests it; that grammar is loaded for such claims only."""
    if claim.kind not in ("necessity", "connectivity"):
        return None
    from detente.report.way_meaning import clause

    return clause(claim)


@cache
def actor_name(actor: str) -> str | None:
    """The usual name of an actor, with its article, or None where the house does not know it."""
    try:
        found = actors.get(actor)
    except DetenteError:
        return None
    return actors.with_article(found.name, found.kind)


def said_name(role: Role) -> str:
    """The usual name, else the text's own words, else the id."""
    return actor_name(role.id) or role.mention or role.id


def sentence(claim: Claim) -> str:
    """The reading in one sentence; of a typed claim its restatement, which carries the label."""
    if claim.restatement:
        return claim.restatement
    if claim.kind == "value" and claim.details.get("unread"):
        return "Not understood well enough to say what to test."
    if claim.kind == "value":
        return "A judgement of value, which no evidence can settle."
    if claim.kind == "normative" or claim.qualifier == "recommended":
        return "A recommendation. What it takes for granted is tested as claims of its own."
    if said := way_clause(claim):
        return f"{capital(said)}."
    pattern = SENTENCES.get((claim.kind, claim.direction or ""))
    if claim.kind == "dependence" and not claim.role("supplier"):
        pattern = _AT_LARGE.get(claim.direction or "", pattern)
    if claim.kind == "connectivity" and claim.direction == "possible" and claim.role("third"):
        pattern = "a way between {subject} and {object}, and the part of {third} in it"
    if claim.kind == "necessity" and claim.details.get("destination") == "sea" and not claim.role("object"):
        pattern = "the way of {subject} to the sea needs {third}"
    roles = _Roles(topic=TOPICS.get(claim.topic, phrase(claim.topic)))
    for name in dict.fromkeys(role.role for role in claim.actors):
        roles[name] = _listing([said_name(role) for role in claim.actors if role.role == name])
    if claim.details.get("cause"):
        cause = str(claim.details["cause"])
        roles.setdefault("cause", actor_name(cause) or cause)
    try:
        said = pattern.format_map(roles) if pattern else _by_parts(claim)
    except _Missing:
        said = _by_parts(claim)
    if claim.kind == "level" and (other := claim.role("comparison")):
        beside = claim.role("comparison_object") or claim.role("object")
        pair = _listing([actor_name(one) or one for one in (other, beside) if one])
        said = f"{said}, more so than {pair}"
    if claim.details.get("negated"):
        said = f"it is not so that {said}"
    return f"{capital(said)}."


def _by_parts(claim: Claim) -> str:
    who = _listing([said_name(role) for role in claim.actors])
    what = f"{phrase(claim.kind)}, {phrase(claim.topic)}"
    if claim.direction:
        what += f": {phrase(claim.direction)}"
    return f"{what} ({who})" if who else what


def _listing(names: list[str]) -> str:
    names = list(dict.fromkeys(names))
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else ""


def period(claim: Claim) -> str:
    """The period in years, with the text's own words where it has some."""
    if claim.typed is not None:
        return _origin(claim)
    said = years(claim.period.start, claim.period.end)
    said = f"{capital(said)}"
    return f"{said} (“{claim.period.stated}”)" if claim.period.stated else said


_ORIGINS = {
    "stated": "as stated",
    "inferred": "inferred from the text",
    "article": "the date of the article",
    "none": "no time is said",
}


def _origin(claim: Claim) -> str:
    """The years of a typed claim and where they come from."""
    from detente.presentation.restatement import period_text

    assert claim.typed is not None
    period = claim.typed.period
    if not period.known:
        return "No time is said"
    words = f" (“{period.words}”)" if period.words else ""
    return f"{capital(period_text(period))}{words}, {_ORIGINS[period.origin]}"


_MODALITIES = {
    "asserted": "Stated as a fact",
    "able": "Said to be within somebody's power",
    "possible": "Held to be possible",
    "predicted": "Predicted",
    "recommended": "A recommendation",
    "asked": "Asked",
}
_STANCES = {
    "own": "",
    "endorsed": ", which the author shares",
    "reported": ", which the author only reports",
    "rejected": ", which the author rejects",
}


def qualifier(claim: Claim) -> str:
    """How it is said: modality and the author's stance to it."""
    if claim.typed is None:
        return QUALIFIERS.get(claim.qualifier, claim.qualifier)
    return f"{_MODALITIES[claim.typed.modality]}{_STANCES[claim.typed.stance]}"


def speaker(claim: Claim, part: Part | None) -> str:
    """Who says it: the author of the part by name where known, else whom the text names."""
    if claim.attribution not in ("author", ""):
        return claim.attribution
    who = "a reader" if part is not None and part.kind == "comment" else "the author"
    return f"{part.author}, {who}" if part is not None and part.author else who


def assumed(claim: Claim) -> list[str]:
    """What the reading supplied because the text does not say it, as sentences."""
    said = []
    if claim.typed is not None:
        return [f"Not tested: “{u.text}”." for u in claim.typed.untested]
    if not claim.period.stated:
        taken = period(claim)
        said.append(f"The text gives no period; this was taken: {taken[:1].lower()}{taken[1:]}.")
    if claim.details.get("guessed"):
        said.append("No verb of change was recognised; the plain direction of this kind of claim was taken.")
    if claim.attribution in ("author", ""):
        said.append("Nobody is named as saying it; it was taken as the writer's own claim.")
    return said


def slots(claim: Claim) -> list[tuple[str, str]]:
    """Every slot of the reading by name, for those who want all of it."""
    if claim.typed is not None:
        return _typed_slots(claim.typed.model_dump(mode="json", by_alias=True, exclude_defaults=True))
    rows = [("kind", phrase(claim.kind)), ("topic", phrase(claim.topic))]
    rows += [("direction", phrase(claim.direction))] if claim.direction else []
    rows += [
        (phrase(role.role), f"{said_name(role)} [{role.id}]" + (f" “{role.mention}”" if role.mention else ""))
        for role in claim.actors
    ]
    rows += [("period", period(claim)), ("qualifier", claim.qualifier), ("attribution", claim.attribution)]
    return rows + [(phrase(str(key)), str(value)) for key, value in claim.details.items()]


_OF_THE_CARD = ("id", "part", "quote", "start", "end", "untested", "premises")


def _typed_slots(value: object, name: str = "") -> list[tuple[str, str]]:
    """The slots of a typed claim, nested ones by their path."""
    if isinstance(value, dict):
        inner = [(k, v) for k, v in value.items() if name or k not in _OF_THE_CARD]
        return [row for k, v in inner for row in _typed_slots(v, f"{name} {phrase(str(k))}".strip())]
    if isinstance(value, list):
        return [(name, ", ".join(actor_name(v) or v if isinstance(v, str) else str(v) for v in value))]
    return [(name, str(value))]
