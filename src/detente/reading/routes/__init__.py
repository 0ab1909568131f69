"""Claims about ways, read once: what a sentence asserts of a way, what it weighs, and who is at its ends.

`things` finds what the sentence names, `grammar` (with `patterns`) reads the statement, `journeys` the comparison, `roles`
the mode and what the roles alone say. In: a claim of necessity or connectivity. Out: a `facets.Way`.
"""

from __future__ import annotations

from dataclasses import replace

from detente import actors
from detente.errors import DetenteError, UnknownActorError
from detente.facets import Journey, Way, WayStatement
from detente.model import Claim
from detente.reading import cues
from detente.reading.routes import grammar, journeys, patterns, roles, things

KINDS = ("necessity", "connectivity")
_FIRST_YEAR, _LAST_YEAR = 1946, 2024  # of the map


def way(claim: Claim) -> Way:
    """What a claim about ways says beyond its roles."""
    text = claim.quote
    statement, names_ends = _stated(claim)
    mode = roles.mode_of(claim)
    return Way(
        statement=statement,
        journey=journeys.read(claim, mode) if claim.kind == "connectivity" else Journey(),
        passage=roles.passage(claim),
        mode=mode,
        names_ends=names_ends,
        weighs=patterns.DOUBT.search(text.lower()) is not None,
        at_end=cues.said("way.at_end", text),
        vague_time=cues.said("way.vague_time", text),
        consent=cues.said("way.consent", text),
        leverage=cues.said("way.leverage", text),
        relations=cues.said("way.relations", text),
    )


def _stated(claim: Claim) -> tuple[WayStatement | None, bool]:
    """The statement, None where the sentence names too little or leaves doubt; and whether it names two things."""
    given = tuple(dict.fromkeys(r.id for r in claim.actors))
    try:
        sent = things.sentence(claim.quote, given, _year(claim))
        if not sent.things:
            return None, False
        names_ends = len([t for t in sent.things if t.kind != "link"]) > 1
        found = grammar.read(sent, claim.kind)
    except DetenteError:
        return None, False
    if found is not None and found.mode in ("oil", "gas") and cues.said("way.piped", claim.quote):
        found = replace(found, mode=f"{found.mode} pipeline")
    return found, names_ends


def _year(claim: Claim) -> int:
    """The last year of the claim that the map knows, and in which the states it names still were."""
    end = claim.period.end if claim.period.end is not None else max(_LAST_YEAR, claim.period.start or 0)
    for role in claim.actors:
        try:
            actor = actors.get(role.id)
        except UnknownActorError:
            continue
        if (
            actor.kind == "state"
            and actor.end is not None
            and (claim.period.start or 0) <= actor.end.year < end
        ):
            end = actor.end.year
    return min(max(end, _FIRST_YEAR), _LAST_YEAR)
