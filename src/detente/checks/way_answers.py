"""Answers to statements about ways: required, possible without, in use, landlocked, a border open or closed.

In: a `facets.WayStatement` and the years of the claim. Out: a finding, or None where the map has no answer of its own
and the older tests of the kind may try. Who is necessary goes to `necessity`; what is in use is in `in_use`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from detente import transport
from detente.checks import corridors, findings, in_use, necessity
from detente.facets import WayStatement
from detente.model import Claim, Effect, EvidenceRows, Finding, Grade, Label, Specification
from detente.transport import adjacency, ends, links, network, places
from detente.transport.tables import rows, state_at

if TYPE_CHECKING:
    from detente.checks.registry import Context

_PORTS = 4  # of a group of states
_WEIGHT = ("contradicted", "partly_supported", "supported")


def years_of(claim: Claim, st: WayStatement, latest: int) -> tuple[int, int]:
    """First and last year to try: those of the claim, from the year it says "since", the last alone for "by" and "already"."""
    first = min(max(claim.period.start or latest, corridors.FIRST_YEAR), corridors.LAST_YEAR)
    last = max(first, corridors.year_of(claim, latest))
    if not claim.period.stated and st.when is None:
        first = first if claim.period.start is not None else last
    if st.when and st.when[0] == "since" and first <= st.when[1] <= last:
        first = st.when[1]
    if st.when and st.when[0] == "by" and st.when[1] <= corridors.LAST_YEAR:
        last = st.when[1] if first <= st.when[1] <= last else last
        first = last
    elif claim.facets.way.at_end:
        first = last
    return first, last


def answer(st: WayStatement, claim: Claim, context: Context) -> Finding | None:
    """The finding of a statement, or of the weaker of two; None where it has none."""
    if st.also is not None:
        found = [answer(x, claim, context) for x in (replace(st, also=None), st.also)]
        both = [f for f in found if f is not None and f.label in _WEIGHT]
        return min(both, key=lambda f: _WEIGHT.index(f.label)) if len(both) == 2 else None
    years = years_of(claim, st, context.latest)
    if claim.details.get("undated") and claim.facets.way.vague_time:
        return None
    if st.link is not None and claim.details.get("undated"):  # "Nord Stream carried": in its own time
        opened = links.named()[st.link].open_from
        years = (opened, opened) if opened <= years[1] else years
    if st.asks == "border":
        return in_use.border(st, years)
    if st.asks == "landlocked":
        return _landlocked(st, years)
    if st.asks == "least":
        return _least(st, years)
    if st.link is not None:
        found = in_use.link(st, years)
        if found is not None:
            return found
    if st.asks in ("exists", "through"):
        return in_use.way(st, years)
    return _required(st, claim, years)


def _required(st: WayStatement, claim: Claim, years: tuple[int, int]) -> Finding | None:
    """Whether the gatekeepers cut every way, or, for `without`, whether one way does without them."""
    negated = st.true != (st.asks == "required")
    origin, goal, mode = st.origin, st.goal, st.mode
    if origin is None or not st.keepers:
        return None
    strait = any(places.is_strait(k) for k in st.keepers)
    if (
        mode == "sea"
        and not strait
        and all(adjacency.is_landlocked(s, years[1]) for s in corridors.states_of(origin, years[1]))
    ):
        mode = None  # "before it can be put on a ship"
    if strait and (mode not in ("sea", "oil pipeline")):
        mode = "sea"
    if mode == "oil pipeline" and strait:  # pumped past a strait to a port of the same state
        origin, mode = _state(origin, years[1]), "sea"
        goal = "ocean" if goal is None or _state(goal, years[1]) == origin else goal
    if mode == "rail+road":
        mode = "land"
    if mode == "sea" and (st.shut or any(map(corridors.is_open_water, st.keepers))):
        return _detour(st, origin, goal or "ocean", years, negated)
    if "foreign" in st.keepers:
        return _foreign(st, origin, goal, years, negated)
    if goal in (None, "world"):
        if mode == "sea":
            goal = "ocean"
        elif mode in (None, "land", "road", "rail"):
            return _surrounded(origin, st, mode, years, negated)
        else:
            return _anywhere(origin, st, mode, years, negated)
    keepers = st.keepers
    if mode == "sea":
        keepers = _at_sea(st)
        origin, goal = _harbour(origin, years[1]), _harbour(goal, years[1])
    shown = claim if bool(claim.details.get("negated")) == negated else _turned(claim, negated)
    if st.each:
        mixed = _each(keepers, origin, goal, mode, years)
        if mixed is not None:
            return mixed
    if st.natural:
        keepers = (
            *keepers,
            *(r["id"] for r in rows("straits.csv") if r["kind"] == "canal" and r["id"] not in keepers),
        )
    found = necessity.cut(shown, keepers, origin, goal, mode, years)
    if (
        goal in {r["id"] for r in rows("seas.csv")} - {"ocean"}
        and mode != "sea"
        and found.label == ("contradicted" if negated else "supported")
    ):
        return _wide(found, keepers, origin, goal, years)
    return found


def _detour(
    st: WayStatement, origin: str, goal: str, years: tuple[int, int], negated: bool
) -> Finding | None:
    """ "With A shut, ships must go round B": whether the best way left passes B; without A, B need be no cut."""
    found = []
    for start, end in _voyages(origin, goal, years[0]):
        routes = transport.route(start, end, "sea", years[0], without=st.shut, k=1).routes
        if routes and not set(routes[0].passages) & {start, end}:
            found.append((start, end, routes[0]))
    if negated or not found:
        return None
    start, end, route = found[0]
    share = sum(any(k in r.passages for k in st.keepers) for _, _, r in found) / len(found)
    passed = share > 0.5
    shut = st.shut or network.shut_straits(years[0])
    free = transport.is_necessary(
        (*st.keepers, *st.shut), origin, goal, mode="sea", as_of=years[0], prices=False
    )
    said: Label = "contradicted" if not passed else "supported" if shut or free.answer else "partly_supported"
    by = ", ".join(map(corridors.name, route.passages)) or "the open sea"
    return fact(
        said, f"The best way left leads by {by}: {route.km:,.0f} km ({years[0]}).", "length of the best way left",
        route.km, "km", years,
        corridors.way_rows([("Best way left", route)]),
        f"transport.route({start!r}, {end!r}, 'sea', {years[0]}, without={st.shut!r})",
        "moderate",
    )  # fmt: skip


def _voyages(origin: str, goal: str, year: int) -> list[tuple[str, str]]:
    """Ports to try: of every coastal member where an end is a group of states, up to four each."""
    sides = []
    for end in (origin, goal):
        ports = (
            [transport.main_place(s, "sea", year) for s in corridors.states_of(end, year)]
            if ":" in end
            else [corridors.stop(end)]
        )
        if len(end) == 3:
            ports = [transport.main_place(end, "sea", year)]
        sides.append([p for p in ports if p][:_PORTS])
    return [(a, b) for a in sides[0] for b in sides[1] if a != b]


def _turned(claim: Claim, negated: bool) -> Claim:
    return replace(claim, details={**claim.details, "negated": negated})


def _state(end: str, year: int) -> str:
    return next(iter(corridors.states_of(end, year)), end)


def _harbour(end: str, year: int) -> str:
    """The end of a voyage: the state of a town that the table gives no quay."""
    found = ends.parse(end, year)
    return (
        ends.state_of(found[0], year)
        if len(found) == 1 and found[0].kind == "place" and not ends.sea_vertices(found[0], year)
        else end
    )


def _at_sea(st: WayStatement) -> tuple[str, ...]:
    """Gatekeepers at sea: a state stands for the straits and canals on its shores, where it has any."""
    out: list[str] = []
    for k in st.keepers:
        own = [
            r["id"] for r in rows("straits.csv")
            if k in r["states"].split(";") and (r["lat_a"] or r["encloses"])
        ]  # fmt: skip
        out += own if own and len(k) == 3 else [k]
    return tuple(dict.fromkeys(out))


def _each(
    keepers: tuple[str, ...], origin: str, goal: str, mode: str | None, years: tuple[int, int]
) -> Finding | None:
    """For "both A and B": None where each alone cuts or none does; else the answer is not plain."""
    alone = [necessity.decide((k,), origin, goal, mode, years)[0].answer for k in keepers]
    if len(set(alone)) == 1:
        return None
    which = ", ".join(corridors.name(k) for k, a in zip(keepers, alone, strict=True) if a)
    return findings.simple(
        "partly_supported", f"Of those named only {which or 'none'} cannot be gone round.", grade="moderate"
    )


def _wide(
    found: Finding, keepers: tuple[str, ...], origin: str, goal: str, years: tuple[int, int]
) -> Finding:
    """Lowered where a port on a sea that opens into the one named would do."""
    shores = ends.coast_states(goal, True) - ends.coast_states(goal)
    year = years[1]
    parts = frozenset(p for p in adjacency.land(year).state if p.split(":")[0] in shores)
    start = ends.land_parts(ends.parse(origin, year)[0], year)
    if (
        not parts
        or adjacency.way(start, parts & adjacency.ocean_parts(year), year, frozenset(keepers)) is None
    ):
        return found
    return findings.simple(
        "partly_supported",
        f"{found.reason} A port on a sea that opens into {corridors.name(goal)} can be reached without.",
        grade="low",
    )


def _surrounded(
    origin: str, st: WayStatement, mode: str | None, years: tuple[int, int], negated: bool
) -> Finding | None:
    """ "To anywhere else only through Y": whether every neighbour is among the gatekeepers."""
    state = _state(origin, years[1])
    if ":" in state:
        return None
    keepers = {s for k in st.keepers for s in corridors.states_of(k, years[1])}
    around = {
        y: tuple(n for n in adjacency.neighbours(state_at(state, y), y) if n in keepers or _leads_on(n, state_at(state, y), y))
        for y in set(years)
    }  # fmt: skip
    if not all(around.values()):
        return None
    cut = [not set(n) - keepers for n in around.values()]
    if mode is None and all(cut) and not adjacency.is_landlocked(state, years[1]):
        cut = [False]  # no word of land, and there is the sea
    listed = ", ".join(findings.name(n) for n in around[years[1]])
    said = label(cut, not negated)
    return fact(
        said, f"Over land {findings.name(state)} touches {listed} ({years[1]}).", "neighbours that are no gatekeeper",
        float(len(set(around[years[1]]) - keepers)), "states", years,
        tuple({"state": state, "neighbour": n, "gatekeeper": n in keepers} for n in around[years[1]]),
        f"transport.neighbours('{state}', {years[1]})",
    )  # fmt: skip


def _leads_on(state: str, origin: str, year: int) -> bool:
    """Whether a neighbour has a coast or another neighbour: an enclave leads nowhere."""
    return bool(set(adjacency.neighbours(state, year)) - {origin}) or not adjacency.is_landlocked(state, year)


def _anywhere(
    origin: str, st: WayStatement, mode: str | None, years: tuple[int, int], negated: bool
) -> Finding | None:
    """Fuel to any foreign buyer: whether one can be reached without the gatekeepers."""
    state = _state(origin, years[1])
    others = [s for s in corridors.rows("states.csv") if s["iso3"] not in (state, *st.keepers)]
    cut, way = [], ""
    for y in sorted(set(years)):
        then = state_at(state, y)
        free = None
        for s in others:
            goal = state_at(s["iso3"], y)
            if goal == then or goal in st.keepers:
                continue
            asked = transport.is_necessary(st.keepers, then, goal, mode=mode or "oil", as_of=y, prices=False)
            if asked.answer is False:
                free = asked
                break
        cut.append(free is None)
        if free is not None and free.alternatives:
            way = " - ".join(map(corridors.name, free.alternatives[0].by))
    said = label(cut, not negated)
    reason = f"A buyer can be reached without: {way}." if way else "No buyer can be reached without."
    return fact(
        said, reason, "share of years without a way round", sum(cut) / len(cut), "share", years,
        ({"from": state, "way without": way or None, "by": mode},),
        f"[transport.is_necessary({st.keepers!r}, {state!r}, s['iso3'], mode={mode or 'oil'!r}, as_of={years[1]}) "
        f"for s in transport.tables.rows('states.csv') if s['iso3'] not in {(state, *st.keepers)!r}]",
    )  # fmt: skip


def _foreign(
    st: WayStatement, origin: str, goal: str | None, years: tuple[int, int], negated: bool
) -> Finding | None:
    """ "Without foreign soil": whether at least one other state must be entered."""
    counts = []
    for y in sorted(set(years)):
        least, way = transport.least_crossings(origin, "ocean" if goal in (None, "world") else goal, as_of=y)
        if least is None:
            return None
        counts.append((least, way))
    cut = [n > 0 for n, _ in counts]
    return _entered(label(cut, not negated), counts[-1], origin, goal, years)


def _least(st: WayStatement, years: tuple[int, int]) -> Finding | None:
    """A number of states to be crossed, against the fewest."""
    if st.origin is None or st.count is None:
        return None
    op, number = st.count
    goal = "ocean" if st.goal in (None, "world") else st.goal
    counts = []
    for y in sorted(set(years)):
        least, way = transport.least_crossings(st.origin, goal or "ocean", as_of=y)
        if least is None:
            return None
        counts.append((least, way))
    held = [n >= number if op == ">=" else n <= number for n, _ in counts]
    return _entered(label(held, st.true), counts[-1], st.origin, goal, years)


def _entered(
    label: Label, count: tuple[int, tuple[str, ...]], origin: str, goal: str | None, years: tuple[int, int]
) -> Finding:
    least, way = count
    by = " - ".join(map(corridors.name, way))
    reason = f"The way with the fewest borders enters {least} other state{'s' if least != 1 else ''} ({by}, {years[1]})."
    return fact(
        label, reason, "states entered on the way with the fewest", float(least), "states", years,
        ({"from": origin, "to": goal or "ocean", "fewest states entered": least, "way": by},),
        f"transport.least_crossings({origin!r}, {goal or 'ocean'!r}, as_of={years[1]})",
    )  # fmt: skip


def _landlocked(st: WayStatement, years: tuple[int, int]) -> Finding | None:
    """Whether a state has a coast on the ocean, in every year tried."""
    state = st.origin or ""
    tried = {y: adjacency.is_landlocked(state_at(state, y), y) for y in sorted(set(years))}
    if not any(s == state_at(state, years[1]) for s in adjacency.land(years[1]).state.values()):
        return None
    said = label(list(tried.values()), st.true)
    word = "has no coast" if tried[years[1]] else "has a coast"
    return fact(
        said, f"{findings.name(state)} {word} on the ocean ({years[1]}).", "years without a coast",
        sum(tried.values()) / len(tried), "share", years,
        tuple({"state": state, "year": y, "landlocked": v} for y, v in tried.items()),
        f"transport.is_landlocked({state!r}, {years[1]})",
    )  # fmt: skip


def label(held: list[bool], asserted: bool) -> Label:
    """Supported where it held as asserted in every year tried, contradicted where in none."""
    if len(set(held)) > 1:
        return "partly_supported"
    return "supported" if held[0] == asserted else "contradicted"


def fact(
    label: Label, reason: str, measure: str, value: float, unit: str, years: tuple[int, int],
    table: tuple[dict[str, Any], ...], query: str, grade: Grade = "high", limits: tuple[str, ...] = (),
) -> Finding:  # fmt: skip
    """A finding on one fact of the map."""
    sign = {"supported": 1, "partly_supported": 1, "contradicted": -1}.get(label, 0)
    span = str(years[1]) if years[0] == years[1] else f"{years[0]}-{years[1]}"
    mixed = label == "partly_supported"
    specification = Specification(
        "transport", corridors.SOURCE, measure, span, "the map", unit, round(value, 4), direction=sign, significant=not mixed,
    )  # fmt: skip
    return Finding(
        label, "moderate" if mixed else grade, (
            "it changed with the years" if mixed else "it can be read off the map of ways",
        ), reason,
        effect=Effect(round(value, 4), f"{unit}: {measure}"), specifications=(specification,),
        would_change=("A border, strait or link that the map does not hold, or holds with another year.",),
        counter_reading="A way that exists may still be too slow, too dear or too dangerous to be one.",
        evidence=(EvidenceRows(corridors.SOURCE, transport.VERSION, query, table),),
        limits=limits or ("Air transport is left out.",), citations=transport.citations(),
    )  # fmt: skip
