"""Tests of `route`: a way between two sides, through or without others, on the map of the year.

In: a route statement. Out: the finding of the tests of necessity and connectivity, which take a `facets.WayStatement`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from detente import actors
from detente.checks import findings
from detente.checks.typed import transit
from detente.checks.typed.questions import ask, only
from detente.checks.typed.relations import silent
from detente.domain import ActorSet, Claim, Period, Route
from detente.english import listed
from detente.errors import UnknownActorError
from detente.facets import Facets, Journey, Way, WayStatement
from detente.model import Finding

if TYPE_CHECKING:
    from detente.checks.typed.door import Context
    from detente.measures.registry import Bench

_MODES = {
    "gas_pipeline": "gas pipeline", "oil_pipeline": "oil pipeline", "gas": "gas pipeline", "oil": "oil pipeline", "road": "road",
    "rail": "rail", "sea": "sea", "land": "land", "electricity": "electricity",
}  # fmt: skip
_OCEAN = frozenset(("ocean", "sea", "place:sea", "place:ocean", "place:open-sea"))
Asks = Literal["required", "through", "without", "exists", "least", "landlocked", "border"]


def route(claim: Claim, bench: Bench, context: Context) -> Finding:
    """A way that is needed, possible, past somebody, open, shut, shorter or cheaper."""
    r = claim.statement
    assert isinstance(r, Route)
    if r.share is not None:
        return transit.share(claim, r, context)
    if any(s.quantifier for s in (r.from_, r.to, r.through, r.without, r.alternatives)):
        return silent("no_source", "Ways are tested between states that are named.")
    origin, goal = only(r.from_), _goal(only(r.to))
    parts = _by_members(claim, r, bench, context)
    if parts is not None:
        return parts
    link = _link(r)
    if link is not None and not claim.period.known:
        claim = claim.model_copy(update={"period": _lifetime(link)})
    if origin is None and link is None:
        return silent("no_source", "The claim does not say from where the way leads.")
    if r.state in ("shorter", "cheaper"):
        return _weighed(claim, r, bench, context, origin, goal)
    asked = _asked(r)
    if asked is None:
        return silent("no_source", "The claim names nobody whom the way would pass.")
    asks, true, keepers, each = asked
    if r.mode == "air":
        return silent("no_source", "Ways through the air are on no map here.")
    statement = WayStatement(
        asks, true != claim.negative, origin, goal, keepers, _MODES.get(r.mode or ""), each=each, link=link
    )
    kind = "necessity" if asks == "required" else "connectivity"
    roles = {
        "subject": _actor(origin),
        "object": _actor(goal),
        "third": _actor(keepers[0]) if keepers else None,
    }
    way = Way(statement=statement, mode=_MODES.get(r.mode or ""), names_ends=True)
    direction = "required" if asks == "required" else "possible"

    def put(one: WayStatement) -> Finding:
        facets = Facets(way=replace(way, statement=one))
        return ask(kind, claim, bench, context, roles, topic="transport", direction=direction, facets=facets)

    found = put(statement)
    shut = _shut(claim, context, origin) if asks == "required" and not each and r.mode in _OVERLAND else ()
    beside = tuple(s for s in shut if s not in keepers)
    if not beside or found.label not in ("supported", "contradicted"):
        return found
    wider = put(replace(statement, keepers=(*keepers, *beside)))
    if wider.label == found.label:
        return found
    limit = f"The borders with {listed([findings.name(s) for s in beside])} were shut in these years."
    return replace(wider, grade="moderate", limits=(limit, *wider.limits))


_OVERLAND = ("land", "road", "rail", "any", None)


def _shut(claim: Claim, context: Context, origin: str | None) -> tuple[str, ...]:
    """Neighbours whose border with a state was shut in all the years of the claim, by the list of closures."""
    from detente.transport.tables import rows

    end = claim.period.end if claim.period.end is not None else context.latest
    start = claim.period.start if claim.period.start is not None else end
    return tuple(
        row["b"] if row["a"] == origin else row["a"]
        for row in rows("closures.csv")
        if origin in (row["a"], row["b"]) and row["mode"] == "any" and row["kind"] == "closed"
        and int(row["from"] or 0) <= start and int(row["to"] or 9999) >= end
    )  # fmt: skip


def _by_members(claim: Claim, r: Route, bench: Bench, context: Context) -> Finding | None:
    """A way to or from an organisation is one to or from each of its members; None where neither end is one."""
    from detente.checks.deeds import units
    from detente.checks.typed.sets import joined

    year = claim.period.end or claim.period.start or context.latest
    for slot in ("from_", "to"):
        end = only(getattr(r, slot))
        if end is None or not end.startswith("org:"):
            continue
        apart = {*r.from_.ids, *r.to.ids, *r.through.ids, *r.without.ids, *r.alternatives.ids}
        inside = [m for m in units.members(end, bench, min(year, context.latest)) if m not in apart]
        found = [
            (findings.name(m), route(
                claim.model_copy(update={"statement": r.model_copy(update={slot: ActorSet(ids=(m,))})}), bench, context
            ))
            for m in inside
        ]  # fmt: skip
        return joined(found) if found else None
    return None


def _actor(place: str | None) -> str | None:
    """A state or bloc that stands at an end or on the way; None for a strait, a sea, a city or the world at large."""
    if place is None:
        return None
    try:
        actors.get(place)
    except UnknownActorError:
        return None
    return place


def _goal(goal: str | None) -> str | None:
    return "ocean" if goal is None or goal in _OCEAN else goal


def _link(r: Route) -> str | None:
    """The named link (pipeline, railway, canal) that the statement is of, if the table of links holds it."""
    from detente.transport import links

    name = (r.carrier or "").partition(":")[2] or r.carrier or ""
    return name if name in links.named() else None


def _lifetime(link: str) -> Period:
    """From the year in which a link was opened: what is said of it without time is said of its own time."""
    from detente.transport import links

    first = str(links.named()[link].open_from)
    return Period.model_validate({"from": first, "to": first, "origin": "inferred"})


def _asked(r: Route) -> tuple[Asks, bool, tuple[str, ...], bool] | None:
    """What is asked, whether as true, of which gatekeepers, and whether each of them is needed."""
    gates = r.through.ids or r.without.ids or r.alternatives.ids
    if r.state in ("open", "possible") or r.state in ("closed", "impossible"):
        yes = r.state in ("open", "possible")
        if r.without.ids:
            return ("without", yes, r.without.ids, False)
        if r.through.ids:
            return ("through", yes, r.through.ids, False)
        return ("exists", yes, (), False)
    if not gates:
        return None
    if r.state == "required":
        return ("required", True, gates, len(gates) > 1 and not r.alternatives.ids)
    return ("without", True, gates, False)


def _weighed(
    claim: Claim, r: Route, bench: Bench, context: Context, origin: str | None, goal: str | None
) -> Finding:
    if not (r.through or r.without) or not r.than:
        return silent("no_source", "The claim does not say which way is weighed against which.")
    journey = Journey(
        origin, goal, tuple(r.through.ids), tuple(r.than.ids or r.without.ids), weigh="usd" if r.state == "cheaper" else "km",
        comparative=True, mode=_MODES.get(r.mode or ""),
    )  # fmt: skip
    roles = {"subject": _actor(origin), "object": _actor(goal), "third": _actor(only(r.through))}
    way = Way(journey=journey, mode=_MODES.get(r.mode or ""), weighs=True)
    return ask(
        "connectivity",
        claim,
        bench,
        context,
        roles,
        topic="transport",
        direction="cheaper",
        facets=Facets(way=way),
    )
