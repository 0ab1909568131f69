"""Routes between two places: `route(from, to, ...)`, with legs, ranges, alternatives and reasons.

Ranges come from seeded simulation over the leg ranges: every figure (low, best, high) is drawn from
a beta distribution on [low, high] with mean best (CPMM figures are means); line haul of one mode in
one region shares a draw, borders and terminals are independent. Alternatives differ in a border, a
strait or a change of mode (Lawler's partition of the solutions), not in a street.
"""

from __future__ import annotations

import heapq
from dataclasses import asdict, dataclass
from functools import cache

import numpy as np

from detente.errors import InputError
from detente.transport import costs, network, paths, places
from detente.transport.borders import Relations, with_relations
from detente.transport.network import BORDER, GAUGE, LEG, STRAIT, TERMINAL, Network
from detente.transport.tables import rows

DRAWS = 1000
CONCENTRATION = 4.0
FIRST_YEAR, LAST_YEAR = 1946, 2100


@dataclass(frozen=True)
class Leg:
    """One stretch by one mode in one state; waiting and changes are those at its start.

    `km`; `hours` and `usd` with the waiting and changes included; `wait_hours` at the border
    `border`; `change` of gauge or mode; `low`/`high` are those of the tables, summed.
    """

    mode: str
    start: str
    end: str
    via: tuple[str, ...]
    state: str
    km: float
    hours: float
    hours_low: float
    hours_high: float
    usd: float
    usd_low: float
    usd_high: float
    border: str
    wait_hours: float
    change: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Route:
    """One way: totals, 90 per cent ranges by simulation, states in order, straits, legs, its line."""

    km: float
    hours: float
    hours_low: float
    hours_high: float
    usd: float
    usd_low: float
    usd_high: float
    states: tuple[str, ...]
    borders: tuple[str, ...]
    straits: tuple[str, ...]
    passages: tuple[str, ...]
    legs: tuple[Leg, ...]
    line: tuple[tuple[float, float, str], ...]  # lon, lat, mode of the stretch that ends there


@dataclass(frozen=True)
class RouteAnswer:
    """What `route` answers; `routes` is empty where there is no way, and `reason` says why."""

    start: str
    end: str
    as_of: int
    weigh: str
    routes: tuple[Route, ...]
    reason: str = ""
    limits: tuple[str, ...] = ()

    def to_json(self) -> dict:
        """The contract: {"routes": [{km, hours, usd, states, legs, ...}]}, or {"routes": [], "reason"}."""
        head = {"from": self.start, "to": self.end, "as_of": self.as_of, "weigh": self.weigh}
        if not self.routes:
            return head | {"routes": [], "reason": self.reason, "limits": list(self.limits)}
        routes = []
        for r in self.routes:
            d = asdict(r)
            d.pop("line")
            routes.append(d)
        return head | {"routes": routes, "limits": list(self.limits)}

    def _repr_html_(self) -> str:
        """What a notebook shows: the map and the legs, framed."""
        from detente.notebook import frame
        from detente.transport.command import page

        return frame(page(self), 760)


def route(
    start: str,
    end: str,
    mode: str | None = None,
    as_of: int = 2023,
    without: tuple[str, ...] = (),
    open_projects: tuple[str, ...] = (),
    weigh: str = "hours",
    k: int = 1,
    ignore_closures: bool = False,
    relations: Relations | None = None,
    seed: int = 0,
) -> RouteAnswer:
    """The best way, and up to k - 1 others, between two places.

    `mode`: None/any (road, rail, sea, Caspian ferry), land, or a list such as "road,ferry".
    `without`: states, straits or canals taken out. `open_projects`: ids of projects.csv, VOLGA-DON,
    NSR, NWP. `weigh`: km, hours or usd. `relations`: scores (0 hostile .. 1 close) by pair of states,
    which scale the border costs (`borders`). Units: km, hours, USD per 20 t. Hours run from departure to
    arrival: changes on the way count, loading at the start and unloading at the end do not. Where ports of two
    states take no cargo from one another, no voyage joins them. UnknownActorError for a name not known,
    InputError for other bad input; no way is an answer, not an error.
    """
    if k < 1:
        raise InputError("k must be at least 1.")
    f, a, b = _question(start, end, mode, as_of, without, open_projects, weigh, ignore_closures)
    net = network.load(f.as_of)
    net = with_relations(net, relations) if relations is not None else net
    gone = paths.removed_vertices(net, f.without_states)
    names = net.places[net.index[a]].name, net.places[net.index[b]].name
    limits = (*_limits(f), *filter(None, map(places.announcement, (start, end))))
    for place, name in zip((a, b), names, strict=True):
        if gone[paths.vertex(net, place)]:
            return RouteAnswer(
                *names, as_of, weigh, (), f"{name} lies in a state that was taken out.", limits
            )
    ends = paths.vertex(net, a), paths.vertex(net, b)
    net = paths.from_departure(net, *ends)
    g = paths.graph_uncached(f, net)
    found = _alternatives(g, *ends, k, frozenset() if ignore_closures else network.sea_closed(as_of))
    if not found:
        return RouteAnswer(*names, as_of, weigh, (), _why_not(f, a, b, names), limits)
    routes = tuple(describe(net, edges, seed) for edges in found)
    return RouteAnswer(*names, as_of, weigh, routes, limits=limits)


def _question(start, end, mode, as_of, without, open_projects, weigh, ignore_closures):
    """The filter and the two node ids of a question, checked."""
    if not FIRST_YEAR <= as_of <= LAST_YEAR:
        raise InputError(f"The network knows the years {FIRST_YEAR} to {LAST_YEAR}, not {as_of}.")
    if weigh not in paths.WEIGHTS:
        raise InputError(f"Cannot weigh by {weigh!r}: give km, hours or usd.")
    opened = paths.check_projects(tuple(open_projects))
    states, straits = set(), set()
    for name in without:
        more = places.barrier(name)
        states |= more[0]
        straits |= more[1]
    open_water = [r["name"] for r in rows("straits.csv") if r["id"] in straits and not r["lat_a"]]
    if open_water:
        raise InputError(f"{open_water[0]} is open water: there is nothing to close.")
    a, b = places.node(start), places.node(end)
    f = paths.Filter(
        as_of,
        paths.modes_of(mode, opened),
        frozenset(states),
        frozenset(straits),
        opened,
        ignore_closures,
        weigh,
    )
    return f, a, b


def _limits(f: paths.Filter) -> tuple[str, ...]:
    out = [
        "Legs are principal corridors, not every road; hours and USD are model figures with wide ranges.",
        "Hours run from departure to arrival, without loading at the start and unloading at the end.",
    ]
    if f.as_of < 2019:
        out.append("Hours and USD are those of 2019, the first year of the CPMM figures used.")
    if f.as_of > 2024:
        out.append("The tables end in 2024; later years are as 2024 left them.")
    return tuple(out)


def _why_not(f: paths.Filter, a: str, b: str, names: tuple[str, str]) -> str:
    """One sentence: what keeps the two apart."""
    net = network.load(f.as_of)
    for place, name in zip((a, b), names, strict=True):
        i = net.index[place]
        own = {layer.rstrip("0123456789") for (p, layer) in net.vertex_of if p == i} - {"hub"}
        if not own & set(f.modes):
            return f"{name} has no {' or '.join(f.modes)} connection in the network."
    if not f.ignore_closures:
        freed = paths.Filter(**{**asdict(f), "ignore_closures": True, "without_states": f.without_states})
        found = _alternatives(paths.graph(freed), paths.vertex(net, a), paths.vertex(net, b), 1)
        if found:
            shut = sorted({_crossing(net, e) for e in found[0] if net.closed[e]})
            voyage = _barred(net, found[0], network.sea_closed(f.as_of))
            if voyage is not None:
                shut.append(f"between the ports of {' and '.join(voyage)}")
            return f"Only across closed borders: {', '.join(shut)}."
    removed = sorted(f.without_states | f.without_straits)
    if removed:
        return f"No way from {names[0]} to {names[1]} without {', '.join(removed)}."
    return f"No way from {names[0]} to {names[1]} by {', '.join(f.modes)} in {f.as_of}."


def _crossing(net: Network, e: int) -> str:
    return net.places[net.vertex_place[net.u[e]]].name


def _features(net: Network, edges: list[int]) -> tuple[tuple, ...]:
    """What makes a way different: borders by state pair, straits, changes of mode; else its legs."""
    out = []
    for e in edges:
        if net.kind[e] == BORDER:
            pair = _pair(net, e)
            if pair[0] != pair[1]:
                out.append(("border", *sorted(pair)))
        elif net.kind[e] == STRAIT:
            out.append(("strait", net.item[e]))
        elif net.kind[e] == LEG and net.mode[e] in ("sea", "ferry", "river"):
            out.append(("layer", net.mode[e]))
    return tuple(dict.fromkeys(out))


def _pair(net: Network, e: int) -> tuple[str, str]:
    return net.places[net.vertex_place[net.u[e]]].state, net.places[net.vertex_place[net.v[e]]].state


def _alternatives(
    g: paths.Graph, start: int, goal: int, k: int, apart: frozenset[frozenset[str]] = frozenset()
) -> list[list[int]]:
    """Up to k ways, best first, that differ in a feature (Lawler 1972: ban features one by one).

    No voyage joins ports of two states that are `apart`.
    """
    first = _shortest(g, start, goal, apart)
    if first is None:
        return []
    if k == 1:
        return [first[1]]
    net = g.net
    heap: list[tuple[float, int, list[int], frozenset]] = [(first[0], 0, first[1], frozenset())]
    out, seen, tried, count = [], set(), set(), 0
    while heap and len(out) < k:
        _, _, edges, banned = heapq.heappop(heap)
        features = _features(net, edges) or tuple(("edge", e) for e in edges if net.kind[e] == LEG)
        if frozenset(features) in seen:
            continue
        seen.add(frozenset(features))
        out.append(edges)
        for feature in features:
            ban = banned | {feature}
            if ban in tried or len(out) == k:
                continue
            tried.add(ban)
            more = _shortest(g, start, goal, apart, _banned(net, ban))
            if more:
                count += 1
                heapq.heappush(heap, (more[0], count, more[1], ban))
    return out


_MOST_TRIES = 24


def _shortest(
    g: paths.Graph,
    start: int,
    goal: int,
    apart: frozenset[frozenset[str]],
    banned: np.ndarray | None = None,
) -> tuple[float, list[int]] | None:
    """The shortest way whose voyages join no two states that are `apart`.

    A way with such a voyage is tried again without loading in the one state, and without unloading in the other.
    """
    none = np.zeros(len(g.net.u), bool) if banned is None else banned
    heap: list[tuple[float, int, list[int], np.ndarray]] = []
    tries = 0

    def push(mask: np.ndarray) -> None:
        found = paths.shortest(g, start, goal, mask)
        if found:
            heapq.heappush(heap, (found[0], tries, found[1], mask))

    push(none)
    while heap and tries < _MOST_TRIES:
        weight, _, edges, mask = heapq.heappop(heap)
        voyage = _barred(g.net, edges, apart)
        if voyage is None:
            return weight, edges
        for end, state in zip(("load", "unload"), voyage, strict=True):
            tries += 1
            push(mask | paths.quays(g.net.as_of, state, end))
    return None


def _barred(net: Network, edges: list[int], apart: frozenset[frozenset[str]]) -> tuple[str, str] | None:
    """The states where a way's first forbidden voyage loads and unloads."""
    loaded = ""
    for e in edges:
        if net.kind[e] != TERMINAL or net.mode[e] != "sea":
            continue
        state = net.places[net.vertex_place[net.u[e]]].state
        if net.vertex_layer[net.v[e]] == "sea":
            loaded = state
        elif frozenset((loaded, state)) in apart:
            return loaded, state
    return None


def _banned(net: Network, features: frozenset) -> np.ndarray:
    """Mask of the edges that the features forbid."""
    mask = np.zeros(len(net.u), bool)
    for f in features:
        if f[0] == "border":
            mask |= _border_mask(net, f[1], f[2])
        elif f[0] == "strait":
            mask |= paths.strait_mask(net.as_of, frozenset({f[1]}))
        elif f[0] == "layer":
            mask |= paths.layer_mask(net.as_of, f[1])
        else:
            mask[f[1]] = True
    return mask


def _border_mask(net: Network, a: str, b: str) -> np.ndarray:
    held, number = paths._vertex_states(net.as_of)
    then = held[0]
    x, y = number[a], number[b]
    u, v = then[net.u], then[net.v]
    return (net.kind == BORDER) & (((u == x) & (v == y)) | ((u == y) & (v == x)))


def describe(net: Network, edges: list[int], seed: int = 0) -> Route:
    """A path as legs, totals and ranges."""
    hours, usd = _simulate(net, edges, seed)
    return Route(
        round(float(net.km[edges].sum()), 1), *hours, *usd, states_on(net, edges),
        tuple(_crossing(net, e) for e in edges if net.kind[e] == BORDER and len(set(_pair(net, e))) == 2),
        tuple(net.item[e] for e in edges if net.kind[e] == STRAIT), passages_on(net, edges),
        _legs(net, edges), _line(net, edges),
    )  # fmt: skip


def states_on(net: Network, edges: list[int]) -> tuple[str, ...]:
    """States whose soil a path touches, in order; the holder of a canal or strait it passes is one."""
    visited = []
    for e in edges:
        if net.kind[e] == STRAIT:
            visited.append(_strait_owner(net.item[e]))
        elif net.mode[e] != "sea" or net.kind[e] == TERMINAL:  # ships pass ports without touching soil
            visited += [net.places[net.vertex_place[x]].state for x in (net.u[e], net.v[e])]
    named = [s for s in visited if s]
    return tuple(s for i, s in enumerate(named) if i == 0 or s != named[i - 1])


NEAR_DEGREES = 2.0  # a turning point this near a cape rounds it


def passages_on(net: Network, edges: list[int]) -> tuple[str, ...]:
    """Straits, canals and capes in the order passed, by id; a cape is passed where the line turns near it."""
    capes = [(r["id"], float(r["lon"]), float(r["lat"])) for r in rows("straits.csv") if not r["lat_a"]]
    out = []
    for e in edges:
        if net.kind[e] == STRAIT:
            out.append(net.item[e])
        elif net.kind[e] == LEG and net.mode[e] == "sea":
            a, b = net.places[net.vertex_place[net.u[e]]], net.places[net.vertex_place[net.v[e]]]
            for x, y in [*_via(a.id, b.id), (b.lon, b.lat)]:
                out += [
                    c for c, lon, lat in capes if abs(lon - x) < NEAR_DEGREES and abs(lat - y) < NEAR_DEGREES
                ]
    return tuple(dict.fromkeys(out))


def _strait_owner(strait: str) -> str:
    """The state that holds a canal or a strait it can close; "" for an international strait."""
    r = next(r for r in rows("straits.csv") if r["id"] == strait)
    return r["states"] if r["closes_with_state"] == "yes" and ";" not in r["states"] else ""


def _legs(net: Network, edges: list[int]) -> tuple[Leg, ...]:
    groups: list[tuple[list[int], list[int]]] = []  # (waiting edges, moving edges)
    waiting: list[int] = []
    for e in edges:
        if net.kind[e] not in (LEG, STRAIT):
            waiting.append(e)
            continue
        last = groups[-1][1][-1] if groups else None
        same = last is not None and net.mode[last] == net.mode[e] and not waiting
        if same:
            groups[-1][1].append(e)
        else:
            groups.append((waiting, [e]))
        waiting = []
    return tuple(
        _one_leg(net, before, moving, waiting if i == len(groups) - 1 else [])
        for i, (before, moving) in enumerate(groups)
    )


def _one_leg(net: Network, before: list[int], moving: list[int], after: list[int]) -> Leg:
    at = net.vertex_place
    every = before + moving + after
    hours, usd = net.hours[every].sum(0), net.usd[every].sum(0)
    borders = [e for e in before + after if net.kind[e] == BORDER]
    changes = [
        net.mode[e].replace(">", " to ")
        for e in before
        if net.kind[e] in (GAUGE, BORDER) and ">" in net.mode[e]
    ]
    loads = [net.mode[e] for e in before if net.kind[e] == TERMINAL]
    if len(loads) == 2:
        changes.append(" to ".join(loads))
    mode = net.mode[moving[0]]
    stops = [net.places[at[net.v[e]]] for e in moving[:-1]]
    passed = {"strait", "canal", "passage"} if mode == "sea" else {"city", "port", "gauge yard"}
    via = tuple(dict.fromkeys(p.name for p in stops if p.kind in passed))
    state = net.places[at[net.u[moving[0]]]].state if mode not in ("sea", "ferry") else ""
    low, best, high = (tuple(round(float(x), 1) for x in row) for row in zip(hours, usd, strict=True))
    return Leg(
        mode, net.places[at[net.u[moving[0]]]].name, net.places[at[net.v[moving[-1]]]].name, via, state,
        km=round(float(net.km[moving].sum()), 1), hours=best[0], hours_low=low[0], hours_high=high[0],
        usd=best[1], usd_low=low[1], usd_high=high[1],
        border="; ".join(_crossing(net, e) for e in borders),
        wait_hours=round(float(net.hours[borders, 1].sum()), 1), change="; ".join(changes),
        sources=tuple(dict.fromkeys(net.source[e] for e in every if net.source[e])),
    )  # fmt: skip


def _simulate(net: Network, edges: list[int], seed: int) -> tuple[tuple[float, float, float], ...]:
    """(best, low, high) of hours and USD: sum of the best figures, 5th and 95th percentile of draws."""
    rng = np.random.default_rng(seed)
    groups: dict[tuple, list[int]] = {}
    for e in edges:
        shared = net.kind[e] in (LEG, STRAIT)
        area = costs.region(net.places[net.vertex_place[net.u[e]]].state, net.as_of) if shared else ""
        key = (net.mode[e].rstrip("0123456789"), area) if shared else ("edge", e)
        groups.setdefault(key, []).append(e)
    out = []
    for values in (net.hours, net.usd):
        total = np.zeros(DRAWS)
        for members in groups.values():
            low, best, high = values[members].sum(0)
            total += draw(rng, low, best, high)
        best = float(values[edges, 1].sum()) if edges else 0.0
        low, high = np.percentile(total, [5, 95])
        out.append((round(best, 1), round(min(float(low), best), 1), round(max(float(high), best), 1)))
    return tuple(out)


def draw(rng: np.random.Generator, low: float, best: float, high: float) -> np.ndarray | float:
    """Draws on [low, high] with mean `best`."""
    if high - low < 1e-9:
        return best
    m = min(max((best - low) / (high - low), 0.02), 0.98)
    return low + (high - low) * rng.beta(CONCENTRATION * m, CONCENTRATION * (1 - m), DRAWS)


def _line(net: Network, edges: list[int]) -> tuple[tuple[float, float, str], ...]:
    """The line to draw: nodes of the path, and the stored points of sea legs between them."""
    if not edges:
        return ()
    first = net.places[net.vertex_place[net.u[edges[0]]]]
    out = [(first.lon, first.lat, "")]
    for e in edges:
        if net.kind[e] not in (LEG, STRAIT, BORDER):
            continue
        a, b = net.places[net.vertex_place[net.u[e]]], net.places[net.vertex_place[net.v[e]]]
        mode = net.mode[e].split(">")[0].rstrip("0123456789")
        out += [(x, y, mode) for x, y in _via(a.id, b.id)] if mode == "sea" else []
        out.append((b.lon, b.lat, mode))
    return tuple(out)


@cache
def _sea_lines() -> dict[tuple[str, str], tuple[tuple[float, float], ...]]:
    """Stored points of every sea leg, both ways."""
    out = {}
    for r in rows("sea/edges.csv"):
        points = tuple((float(p.split()[0]), float(p.split()[1])) for p in r["via"].split(";") if p)
        out[r["a"], r["b"]], out[r["b"], r["a"]] = points, points[::-1]
    return out


def _via(a: str, b: str) -> tuple[tuple[float, float], ...]:
    """Stored points of a sea leg, in the direction of travel."""
    return _sea_lines().get((a, b), ())
