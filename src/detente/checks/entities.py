"""Who a claim is about, in terms the measures know; and whether they existed at all.

In: a claim's roles and period. Out: entities (one state, or the members of a bloc or organisation)
as positions on the bench's index, or the sentence that makes the claim `ill_posed`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from detente import actors
from detente.errors import UnknownActorError
from detente.inference import thresholds
from detente.model import Claim, Period

if TYPE_CHECKING:
    from detente.measures.registry import Bench

_CHANGES = ("trend", "realignment", "convergence", "no_change")
_OF_NO_TIME = ("influence", "triad", "driver", "reaction")  # may be asked of the past without years
_STATES_OF_AFFAIRS = ("level", "dependence", "membership", "energy", "threat")


@dataclass(frozen=True)
class Entity:
    """A state, or a set of states named together; `positions` are rows of the index."""

    id: str
    name: str
    positions: tuple[int, ...]
    codes: tuple[int, ...]  # lineage numbers

    @property
    def said(self) -> str:
        """The name as it stands in a sentence: "the United States"."""
        return actors.with_article(self.name, "organisation" if self.id.startswith("org:") else "state")


def entity(bench: Bench, actor_id: str, year: int) -> Entity | None:
    """The entity behind an actor id in a year; None where it holds no state (an armed group)."""
    actor = actors.get(actor_id)
    ids = (actor_id,) if actor.kind == "state" else members(bench, actor_id, year)
    codes = []
    for state in ids:
        code = actors.ccode(state, year) or actors.ccode(state)
        if code is not None and actors.lineage(code) in bench.index.position:
            codes.append(actors.lineage(code))
    if not codes:
        return None
    unique = tuple(dict.fromkeys(codes))
    return Entity(actor_id, actor.name, tuple(bench.index.position[c] for c in unique), unique)


def members(bench: Bench, actor_id: str, year: int) -> tuple[str, ...]:
    """Member states of an organisation (atlas) or bloc (actors) in a year, in code order."""
    if actor_id.startswith("org:"):
        import polars as pl

        table = bench.atlas.table("memberships")
        rows = table.filter(
            (pl.col("org") == actor_id)
            & (pl.col("status") == "member")
            & (pl.col("start") <= year)
            & (pl.col("end").is_null() | (pl.col("end") >= year))
        )
        if len(rows):
            return tuple(sorted(rows["iso3"].unique().to_list()))
    return actors.members(actor_id, year)


def settle_period(claim: Claim, latest: int) -> Claim:
    """Give a claim the years it is tested over.

    Without stated years: the recent past, up to the year of the text or `latest`. A claim of change
    "after 1979" or "in 1961" turns on that year: it is tested over the years around it, not to the
    present day. A period that outlives a state it names ends with that state.
    """
    anchor = int(claim.details.get("anchor") or latest)
    end = claim.period.end if claim.period.end is not None else max(anchor, claim.period.start or 0)
    end = min(end, max(latest, claim.period.start or 0))
    span = (
        thresholds.PRESENT_SPAN_YEARS - 1
        if claim.kind in _STATES_OF_AFFAIRS
        else thresholds.DEFAULT_SPAN_YEARS
    )
    if claim.period.stated and claim.direction in ("member", "not_member", "observer", "top_partner"):
        span = 0  # "by 2005 a member": in 2005, not all along
    start = claim.period.start if claim.period.start is not None else end - span
    if claim.kind in _OF_NO_TIME and claim.period.start is None and claim.details.get("undated"):
        end = _last_year(claim, end)  # of states that are no more: their own time
        start = min(start, end - span)
    end = _outlived(claim, start, end)
    details = claim.details if claim.period.start is not None else {**claim.details, "taken": True}
    opening = claim.facets.timing.opening
    past = claim.period.stated and start <= latest and "break" not in details
    if claim.kind in _CHANGES and claim.direction != "stable" and past:
        opened = claim.period.end is None and opening != "in"
        point = end - start <= 1 and start == claim.period.start
        if opened or point:
            details = {**details, "break": start}
            start, end = (
                start - thresholds.RUN_UP_YEARS,
                min(
                    start + (thresholds.AFTERMATH_YEARS if opened else thresholds.RUN_UP_YEARS),
                    end if opened else latest,
                ),
            )
    elif claim.kind == "level" and "break" in details and details.get("negated"):
        start = min(int(details["break"]) + 1, end)  # "no longer rivals after 1999" is about the years since
    elif claim.kind == "level" and claim.period.end is None and opening == "after":
        start += 1  # "after 1979" does not mean 1979
    return replace(claim, period=Period(min(start, end), end, claim.period.stated), details=details)


def _last_year(claim: Claim, end: int) -> int:
    """The last year in which all states named still were, at most `end`."""
    known = [r.id for r in claim.actors if ":" not in r.id]
    ends = []
    for who in known:
        try:
            actor = actors.get(who)
        except UnknownActorError:
            continue
        ends += [actor.end.year] if actor.kind == "state" and actor.end is not None else []
    return min([end, *ends])


def _outlived(claim: Claim, start: int, end: int) -> int:
    """The end of the period, cut to the last year of every state named that ended within it.

    The side a state moved away from or to is followed in its successor: who left Moscow left it for good.
    """
    for role in claim.actors:
        if claim.kind == "realignment" and role.role != "subject" and _lives_on(role.id, end):
            continue
        try:
            actor = actors.get(role.id)
        except UnknownActorError:
            continue
        if actor.kind == "state" and actor.end is not None and start <= actor.end.year < end:
            end = actor.end.year
    return end


def _lives_on(actor_id: str, year: int) -> bool:
    """Whether a successor carries the state's own series on in a year (Russia the Soviet Union's)."""
    code = actors.ccode(actor_id)
    later = [actors.ccode(s) for s in actors.successors(actor_id) if actors.exists(s, year)]
    return code is not None and any(
        c is not None and actors.lineage(c) == actors.lineage(code) for c in later
    )


def ill_posed(claim: Claim) -> str | None:
    """Why the claim cannot be asked at all, or None: an actor that did not exist in the period."""
    start, end = claim.period.start, claim.period.end
    if start is None or end is None:
        return None
    for role in claim.actors:
        actor = actors.get(role.id)
        if actor.kind != "state" or role.role in ("third", "place", "cause"):
            continue  # who the claim is not about may be a name for a state of its time
        if any(actors.exists(actors.at(role.id, y), y) for y in {start, end, *range(start, end + 1)}):
            continue
        years = f"{actor.start or '?'}-{actor.end or 'today'}"
        near = [*actors.successors(role.id), *actors.predecessors(role.id)]
        also = f"; did you mean {' or '.join(actors.get(n).name for n in near)}?" if near else "."
        return f"{actor.name} ({years}) was not a state in {start}-{end}{also}"
    return None


def partial_existence(claim: Claim) -> tuple[str, ...]:
    """Limits to print where an actor existed for only part of the period."""
    start, end = claim.period.start or 0, claim.period.end or 0
    said = []
    for role in claim.actors:
        actor = actors.get(role.id)
        if actor.kind == "state" and actor.start is not None and start < actor.start.year <= end:
            said.append(f"{actor.name} has been a state only since {actor.start.year}.")
    return tuple(dict.fromkeys(said))
