"""What a claim was taken to mean, in the words of its card: the restatement, its time, who says it and how.

In: a `detente.model.Claim`, typed. Out: plain sentences. The restatement itself is made in `presentation`.
"""

from __future__ import annotations

from functools import cache

from detente import actors
from detente.english import capital
from detente.errors import DetenteError
from detente.model import Claim, Part
from detente.presentation.restatement import period_text
from detente.report.text import phrase, years

ORIGINS = {
    "stated": "stated in the text",
    "inferred": "inferred from the text around it",
    "article": "taken from the date of the article",
    "none": "no time is said",
}
MODALITIES = {
    "asserted": "Stated as a fact",
    "able": "Said to be within somebody's power",
    "possible": "Held to be possible",
    "predicted": "Predicted",
    "recommended": "A recommendation",
    "asked": "Asked",
}
STANCES = {
    "own": "the author's own claim",
    "endorsed": "the author shares it",
    "reported": "the author only reports it",
    "rejected": "the author rejects it",
}


@cache
def actor_name(actor: str) -> str | None:
    """The usual name of an actor, with its article, or None where the house does not know it."""
    try:
        found = actors.get(actor)
    except DetenteError:
        return None
    return actors.with_article(found.name, found.kind)


def sentence(claim: Claim) -> str:
    """The restatement, which is tested and carries the label; a claim without one is said by its quote."""
    return claim.restatement or claim.quote


def period(claim: Claim) -> str:
    """The years, the text's own words for them and where they come from."""
    if claim.typed is None:
        said = capital(years(claim.period.start, claim.period.end))
        return f"{said} (“{claim.period.stated}”)" if claim.period.stated else said
    when = claim.typed.period
    if not when.known:
        return "No time is said"
    words = f" (“{when.words}”)" if when.words else ""
    return f"{capital(period_text(when))}{words}, {ORIGINS[when.origin]}"


def modality(claim: Claim) -> str:
    """How sure it is said to be, with the likelihood where one is named."""
    if claim.typed is None:
        return MODALITIES["asserted"]
    likely = f", {phrase(claim.typed.likelihood)}" if claim.typed.likelihood else ""
    return f"{MODALITIES[claim.typed.modality]}{likely}"


def stance(claim: Claim) -> str:
    """Whether the author stands by it."""
    return STANCES[claim.typed.stance] if claim.typed is not None else ""


def speaker(claim: Claim, part: Part | None) -> str:
    """Who says it: the author of the part by name where known, else whom the text names."""
    if claim.attribution not in ("author", "reader", ""):
        return claim.attribution
    who = "a reader" if part is not None and part.kind == "comment" else "the author"
    return f"{part.author}, {who}" if part is not None and part.author else who


def said_by(claim: Claim, part: Part | None) -> str:
    """Who says it, and whether the author stands by it where somebody else is named."""
    who = f"Said by {speaker(claim, part)}"
    own = claim.typed is None or claim.typed.stance == "own"
    return who if own else f"{who}; {stance(claim)}"


def slots(claim: Claim) -> list[tuple[str, str]]:
    """Every slot of the reading by name, for those who want all of it."""
    if claim.typed is None:
        return [("kind", phrase(claim.kind)), ("period", period(claim))]
    return _slots(claim.typed.model_dump(mode="json", by_alias=True, exclude_defaults=True))


_OF_THE_CARD = ("id", "part", "quote", "start", "end", "untested", "premises")


def _slots(value: object, name: str = "") -> list[tuple[str, str]]:
    """The slots of a typed claim, nested ones by their path."""
    if isinstance(value, dict):
        inner = [(k, v) for k, v in value.items() if name or k not in _OF_THE_CARD]
        return [row for k, v in inner for row in _slots(v, f"{name} {phrase(str(k))}".strip())]
    if isinstance(value, list):
        if any(isinstance(v, dict) for v in value):
            return [row for v in value for row in _slots(v, name)]
        return [(name, ", ".join(_called(v) for v in value))]
    return [(name, _called(value))]


def _called(value: object) -> str:
    return (actor_name(value) or value) if isinstance(value, str) else str(value)
