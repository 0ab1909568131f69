"""Whether a way is in use: a link by its name, a railway, road, pipeline or line between two states, a border open.

In: a `facets.WayStatement` and years. Out: a finding, or None where the tables cannot say. A link named, or known as the
only one of its mode between its states, decides by its years in use. Else fuels are looked up among the pipelines
and lines between two states, roads and railways on the network with closed borders heeded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente import transport
from detente.checks import corridors, findings, way_answers
from detente.errors import DetenteError
from detente.inference import thresholds
from detente.model import Finding
from detente.transport import adjacency, ends, links, network, places
from detente.transport.energy import links as energy_links
from detente.transport.tables import rows, state_at, year

if TYPE_CHECKING:
    from detente.facets import WayStatement
    from detente.transport.links import Link


def link(st: WayStatement, years: tuple[int, int]) -> Finding | None:
    """A statement that names a link: in use in these years, between these states, past or through those named."""
    x = links.named()[st.link or ""]
    ours = [
        s
        for s in (_state(st.origin, years[1]), _state(st.goal, years[1]))
        if s and s not in ("ocean", "world")
    ]
    outside = [s for s in ours if not _on(x, s, years[1])]
    if outside and x.open_from < network.NEVER:
        return None
    used = _used((x,), years)
    if st.when is not None and st.when[0] == "opened":
        near = abs(x.open_from - st.when[1]) <= thresholds.LINK_GRACE_YEARS
        return _of_links((x,), [near], st.true, years)
    kept = tuple(k for k in st.keepers if len(k) == 3)
    if st.asks in ("required", "without", "through") and st.keepers:
        if any(places.is_strait(k) for k in st.keepers) or len(kept) != len(st.keepers):
            return _past_strait(st, x, years, used)
        way_on = x.path(*ours) if len(ours) == 2 else x.states
        passed = [k in (way_on or x.states) for k in kept]
        if st.asks == "required":
            return None
        if len(set(passed)) > 1:
            return None
        held = [u and passed[0] == (st.asks == "through") for u in used]
        return _of_links((x,), held, st.true, years)
    return _of_links((x,), used, st.true, years)


def _past_strait(st: WayStatement, x: Link, years: tuple[int, int], used: list[bool]) -> Finding | None:
    """A pipeline past a strait: in use, and its last state has a port that the strait does not shut in."""
    if st.asks != "without" or "oil" not in x.modes or not all(places.is_strait(k) for k in st.keepers):
        return None
    free = (
        transport.is_necessary(
            st.keepers, x.states[-1], "ocean", mode="sea", as_of=years[1], prices=False
        ).answer
        is False
    )
    return _of_links((x,), [u and free for u in used], st.true, years)


def _state(end: str | None, as_of: int) -> str | None:
    """The state an end is or lies in; the end itself for the sea and blocs."""
    if end is None or end in ("ocean", "world") or ":" in end:
        return end
    if any(r["id"] == end for r in rows("seas.csv")):
        return None
    return next(iter(corridors.states_of(end, as_of)), end)


def _on(x: Link, end: str, as_of: int) -> bool:
    """Whether a link has a state (or a member of a bloc) on its way, under its name of that year or of today."""
    if ":" in end:
        return bool(set(transport.members(end, as_of)) & set(x.states))
    return end in x.states or any(state_at(s, as_of) == end for s in x.states)


def _used(found: tuple[Link, ...], years: tuple[int, int]) -> list[bool]:
    """For every year whether one of the links is in use; at the ends of the span a year of grace."""
    first, last = years
    tried = range(first, last + 1)
    return [
        any(
            x.in_use(y)
            or (y == first < last and x.in_use(y + thresholds.LINK_GRACE_YEARS))
            or (y == last > first and x.in_use(y - thresholds.LINK_GRACE_YEARS))
            for x in found
        )
        for y in tried
    ]


def _of_links(found: tuple[Link, ...], held: list[bool], asserted: bool, years: tuple[int, int]) -> Finding:
    x = found[0]
    label = way_answers.label(held, asserted)
    span = f"in use since {x.open_from}" if x.open_from < network.NEVER else f"never in use ({x.status})"
    ended = f" until {x.open_to}" if x.open_to < network.NEVER else ""
    reason = (
        f"{x.name} ({', '.join(map(corridors.name, dict.fromkeys(x.states)))}): {span}{ended}; {x.source}."
    )
    table = tuple(
        {"link": y.name, "mode": "+".join(y.modes), "states": " - ".join(y.states),
         "in use from": y.open_from if y.open_from < network.NEVER else None,
         "until": y.open_to if y.open_to < network.NEVER else None, "status": y.status, "source": y.source}
        for y in found
    )  # fmt: skip
    return way_answers.fact(
        label, reason, "share of years in which it held", sum(held) / len(held), "share", years, table,
        f"transport.links.named()[{x.id!r}]", limits=("Years in use as publicly known; stops of less than a year are left out.",),
    )  # fmt: skip


def way(st: WayStatement, years: tuple[int, int]) -> Finding | None:
    """A way between two ends, through the gatekeepers if there are any: in use or not."""
    a, b = _state(st.origin, years[1]), _state(st.goal, years[1])
    mode = st.mode
    if st.fixed and st.site:
        over = _across(st.site)
        if over:
            return _of_links(over, _used(over, years), st.true, years)
    if a is None or ":" in a or (b is not None and ":" in b):
        return None
    fuel = mode.split()[0] if mode else ""
    if fuel in ("oil", "gas", "electricity"):
        return _fuel(st, a, b, fuel, years)
    if st.asks == "through" and any(places.is_strait(k) for k in st.keepers):
        return None
    if st.asks == "through" and b in (None, "world"):
        b = "ocean"
    if b is None or b == "world":
        return None
    if st.keepers and st.asks == "through":
        return _through(st, a, b, years)
    if b == "ocean" or mode == "sea":
        return None
    layers = ("rail", "road") if mode in (None, "rail+road", "land") else (mode,)
    known = tuple(dict.fromkeys(x for m in layers for x in links.between(a, b, m)))
    if mode == "rail+road":
        known = tuple(x for x in known if {"rail", "road"} <= set(x.modes)) or known
    if known and (any(x.sole for x in known) or all(_used(known, years)) or st.fixed):
        return _of_links(known, _used(known, years), st.true, years)
    return _on_the_ground(st, a, b, "land" if mode in (None, "rail+road", "land") else mode, years)


def _across(strait: str) -> tuple[Link, ...]:
    """Links over or under a strait: those of the table between states on its shores."""
    shores = {s for r in rows("straits.csv") if r["id"] == strait for s in r["states"].split(";")}
    return tuple(
        x
        for x in links.named().values()
        if {"rail", "road"} & set(x.modes) and len(x.states) == 2 and set(x.states) <= shores
    )


def _on_the_ground(st: WayStatement, a: str, b: str, mode: str, years: tuple[int, int]) -> Finding | None:
    """Road or rail between two states, by the map first, then on the network with closed borders heeded."""
    last = years[1]
    then = [state_at(s, last) for s in (a, b)]
    joined = [
        adjacency.way(adjacency.parts_of(state_at(a, y), y), adjacency.parts_of(state_at(b, y), y), y)
        is not None
        for y in sorted(set(years))
    ]
    pair = f"{corridors.name(a)} and {corridors.name(b)}"
    if not any(joined):
        return _said(st, [False], years, f"No land and no fixed link joins {pair} ({last}).", a, b, "high")
    if st.fixed and then[1] not in adjacency.neighbours(then[0], last):
        return _said(
            st, [False], years, f"No fixed link joins {pair}; they do not touch ({last}).", a, b, "high"
        )
    if st.fixed:
        return None
    near = b in adjacency.neighbours(a, last)
    if st.direct and not near:
        return _said(st, [False], years, f"{pair} do not touch over land ({last}).", a, b, "high")
    shut = [_shut(a, b, mode, y) for y in sorted(set(years))]
    if near and all(s == "closed" for s in shut):
        return _said(
            st,
            [False],
            years,
            f"The border of {pair} is closed to traffic ({years[0]}-{last}).",
            a,
            b,
            "high",
        )
    if near and any(s is not None for s in shut):
        return None
    found, ends_of = [], None
    for y in sorted(set(years)):
        ends_of = corridors.typical(
            a if st.origin is None or ":" in st.origin else st.origin,
            st.goal or b,
            y,
            "rail" if mode == "rail" else None,
        )
        try:
            routes = transport.route(*ends_of, mode, y, k=4).routes if ends_of else ()
        except DetenteError:
            return None
        found.append(any(tuple(dict.fromkeys(r.states)) == (a, b) for r in routes) if near else bool(routes))
        if near and routes and not found[-1]:
            return None  # joined, but by way of others
    if not any(found) and not (near and mode == "rail") and not _barred(a, b, mode, last):
        return None
    said = "joins" if found[-1] else "does not join"
    return _said(st, found, years, f"The network of {mode} {said} {pair} ({last}).", a, b, "moderate")


def _barred(a: str, b: str, mode: str, as_of: int) -> bool:
    """Whether every chain of neighbours from one state to the other crosses a border that is closed or has no road."""
    start, goal = state_at(a, as_of), state_at(b, as_of)
    seen, queue = {start}, [start]
    for s in queue:
        for n in adjacency.neighbours(s, as_of):
            if n not in seen and _shut(s, n, mode, as_of) != "closed":
                seen.add(n)
                queue.append(n)
    return goal not in seen


def _said(
    st: WayStatement, held: list[bool], years: tuple[int, int], reason: str, a: str, b: str, grade: str
) -> Finding:
    return way_answers.fact(
        way_answers.label(held, st.true), reason, "share of years with a way", sum(held) / len(held), "share", years,
        ({"from": a, "to": b, "by": st.mode, "joined": held[-1]},), f"transport.route({a!r}, {b!r}, {st.mode!r}, {years[1]})",
        grade=grade,  # type: ignore[arg-type]
    )  # fmt: skip


def _through(st: WayStatement, a: str, b: str, years: tuple[int, int]) -> Finding | None:
    """A way over land through a state: both halves must be there."""
    found = []
    mode = st.mode if st.mode in ("rail", "road") else "land"
    for y in sorted(set(years)):
        for k in st.keepers:
            mid = _state(k, y)
            if mid is None or ":" in mid or mid in (a, b):
                return None
            start, stop = (ends.land_parts(ends.parse(e, y)[0], y) for e in (a, b))
            halves = [
                adjacency.way(start, adjacency.parts_of(mid, y), y, frozenset({b})),
                adjacency.way(adjacency.parts_of(mid, y), stop, y, frozenset({a})),
            ]
            found.append(all(h is not None for h in halves))
            if found[-1] and any(
                _shut(*pair, mode, y) == "closed"
                for pair in ((a, mid), (mid, b))
                if pair[1] in adjacency.neighbours(pair[0], y)
            ):
                return None
    who = ", ".join(map(corridors.name, st.keepers))
    said = "leads" if found[-1] else "does not lead"
    reason = (
        f"A way over land from {corridors.name(a)} to {corridors.name(b)} {said} through {who} ({years[1]})."
    )
    return _said(st, found, years, reason, a, b, "moderate")


def _shut(a: str, b: str, mode: str, as_of: int) -> str | None:
    """ "closed" or "restricted" where the table of closures holds that border so, for all traffic or this mode."""
    kinds = [
        "closed" if r["kind"] in network.CLOSING else "restricted"
        for r in rows("closures.csv")
        if {r["a"], r["b"]} == {a, b} and int(r["from"]) <= as_of < year(r["to"], network.NEVER)
        and (r["mode"] in ("any", mode) or mode == "land")
    ]  # fmt: skip
    partial = {
        r["mode"]
        for r in rows("closures.csv")
        if {r["a"], r["b"]} == {a, b} and int(r["from"]) <= as_of < year(r["to"], network.NEVER)
    }
    if mode == "land" and kinds and not partial & {"any"} and not {"road", "rail"} <= partial:
        return "restricted"
    return min(kinds, default=None)


def border(st: WayStatement, years: tuple[int, int]) -> Finding | None:
    """The border of two states, open or closed in all the years."""
    a, b = st.origin or "", st.goal or ""
    mode = st.mode if st.mode in ("road", "rail") else "land"
    if not any(b in adjacency.neighbours(a, y) for y in years):
        return None
    states = [_shut(a, b, mode, y) for y in range(years[0], years[1] + 1)]
    if any(s == "restricted" for s in states) or (
        st.when and years[0] + 2 < years[1] and len(set(states)) > 1
    ):
        held = [True, False]
    else:
        held = [s is None for s in states]
    if len(set(held)) > 1 and sum(s == "closed" for s in states) / len(states) > thresholds.SHUT_SHARE:
        held = [False]
    reasons = [r["reason"] for r in rows("closures.csv") if {r["a"], r["b"]} == {a, b}]
    pair = f"{findings.name(a)} and {findings.name(b)}"
    reason = f"The border of {pair}: {'; '.join(reasons) or 'no closure is known'}."
    table = tuple(
        {"year": y, "border": s or "open"} for y, s in zip(range(years[0], years[1] + 1), states, strict=True)
    )
    return way_answers.fact(
        way_answers.label(held, st.true), reason, "share of years open", sum(s is None for s in states) / len(states), "share",
        years, table,
        f"[r for r in transport.tables.rows('closures.csv') if {{r['a'], r['b']}} == {{{a!r}, {b!r}}}]",
        grade="high" if reasons else "low",
    )  # fmt: skip


def _fuel(st: WayStatement, a: str, b: str | None, fuel: str, years: tuple[int, int]) -> Finding | None:
    """Oil, gas or power from one state to another: the pipelines and lines in use."""
    tried = range(years[0], years[1] + 1)
    if b in (None, "world", "ocean") or fuel == "oil":
        return _fuel_graph(st, a, b, fuel, years)
    known = tuple(x for x in links.between(a, b, fuel) if fuel != "gas" or x.path(a, b))
    longer = tuple(x for x in links.named().values() if fuel in x.modes and x.path(a, b))
    if st.keepers and st.asks == "through":
        found = tuple(x for x in longer if all(k in x.states for k in st.keepers))
        return _of_links(found, _used(found, years), st.true, years) if found else None
    direct = [_direct(a, b, fuel, y) for y in tried]
    held = [
        d or u for d, u in zip(direct, _used(longer, years) if longer else [False] * len(direct), strict=True)
    ]
    named = known or longer
    if any(x.sole for x in known):
        return _of_links(named, _used(known, years), st.true, years)
    if longer and not any(direct):
        return _of_links(named, held, st.true, years)
    what = "gas pipeline" if fuel == "gas" else "power line"
    if any(held):
        reason = f"{what.capitalize()}s in use join {corridors.name(a)} with {corridors.name(b)}."
        return _said(st, held, years, reason, a, b, "high")
    joined = transport.is_necessary(
        (), a, b, mode="gas pipeline" if fuel == "gas" else fuel, as_of=years[1], prices=False
    )
    if joined.pairs:
        return None
    reason = f"No {what} of the tables leads from {corridors.name(a)} to {corridors.name(b)} ({years[1]})."
    return _said(st, [False], years, reason, a, b, "moderate")


def _direct(a: str, b: str, fuel: str, as_of: int) -> bool:
    """Whether a pipeline or line of the tables joins two states in that direction in a year."""
    for x in energy_links(fuel, as_of):
        if ({x.a, x.b} == {a, b}) and x.direction in ("both", "ab" if x.a == a else "ba"):
            return True
    return any(x.in_use(as_of) for x in links.between(a, b, fuel) if fuel != "gas" or x.path(a, b))


def _fuel_graph(st: WayStatement, a: str, b: str | None, fuel: str, years: tuple[int, int]) -> Finding | None:
    """Crude along the pipelines, to a state or to the sea, through the gatekeepers."""
    if fuel != "oil":
        return None
    held = []
    mode = st.mode or "oil"
    for y in sorted({*years, *range(years[0], years[1] + 1, 2)}):
        graph = links.oil_graph(y)
        if mode == "oil pipeline":
            graph = {k: v for k, v in graph.items() if k not in (links.OCEAN, links.CASPIAN)}
        start = state_at(a, y)
        goal = {links.OCEAN} if b in (None, "world", "ocean") else {state_at(b or "", y)}
        mids = [state_at(k, y) for k in st.keepers if len(k) == 3]
        if len(mids) != len(st.keepers):
            return None
        if mids and b in (None, "world"):
            held.append(all(m in _reach(graph, start) for m in mids))
        elif mids:
            held.append(all(m in _reach(graph, start) and goal & _reach(graph, m) for m in mids))
        else:
            held.append(bool(goal & _reach(graph, start)))
    known = tuple(
        x
        for x in links.named().values()
        if "oil" in x.modes
        and a in x.states
        and (b is None or b in x.states or b in ("ocean", "world"))
        and all(k in x.states for k in st.keepers)
    )
    if known:
        return _of_links(known, held, st.true, years)
    if any(held):
        return None
    end = corridors.name(b) if b and len(b) == 3 else "the sea"
    reason = f"No oil pipeline of the tables leads from {corridors.name(a)} to {end} in these years."
    return _said(st, held, years, reason, a, b or "ocean", "moderate")


def _reach(graph: dict[str, frozenset[str]], start: str) -> set[str]:
    seen, queue = {start}, [start]
    for node in queue:
        fresh = graph.get(node, frozenset()) - seen
        seen |= fresh
        queue += sorted(fresh)
    return seen - {start}
