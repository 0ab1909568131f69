"""Who sits astride the ways: sea access of landlocked states, what each state's removal costs, vetoes.

All on the corridor network between capitals. In: a year and a weight; out: tables as frozen values.
Dominators: states on every way between two ends. A state's removal leaves the water free (ships pass
its coast) but closes its soil, its quays, and the canals and straits it holds the key to.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import dijkstra

from detente.errors import InputError
from detente.transport import ends, network, paths, places
from detente.transport.tables import rows, state_at, states


@dataclass(frozen=True)
class SeaAccess:
    """One way of a state to the ocean: port, the states crossed, km, hours and USD (best figures)."""

    port: str
    port_state: str
    through: tuple[str, ...]
    km: float
    hours: float
    usd: float


@dataclass(frozen=True)
class Pivot:
    """What taking one state out does to all pairs of capitals of other states.

    `cut`: pairs left with no way; `longer`: pairs with a longer way; `mean_ratio`, `worst_ratio`: of
    weight without to weight with, over the longer ones; `extra`: sum of the added weight.
    """

    state: str
    pairs: int
    cut: int
    longer: int
    mean_ratio: float
    worst_ratio: float
    extra: float


def sea_access(
    state: str,
    *,
    as_of: int = 2023,
    weigh: str = "hours",
    mode: str = "any",
    without: tuple[str, ...] = (),
    open_projects: tuple[str, ...] = (),
    n: int = 5,
) -> tuple[SeaAccess, ...]:
    """The n best ocean ports of a state from its capital, over land and the Caspian, and through whom.

    Empty where no ocean port can be reached. UnknownActorError for a name not known.
    """
    from detente.transport.routing import describe

    iso3 = places.state(state)
    opened = paths.check_projects(open_projects)
    modes = ("road", "rail", "ferry") if mode == "any" else paths.modes_of(mode, opened)
    held = frozenset().union(*(places.barrier(w)[0] for w in without)) if without else frozenset()
    f = paths.Filter(as_of, modes, held, frozenset(), opened, weigh=weigh)
    g = paths.graph(f)
    net = g.net
    start = paths.vertex(net, places.capital(iso3))
    ports = [(p, net.vertex_of[net.index[p], "hub"]) for p in ends.ocean_ports()]
    distance, before = dijkstra(g.matrix, indices=start, return_predecessors=True)
    best = sorted((float(distance[v]), p, v) for p, v in ports if np.isfinite(distance[v]))[:n]
    out = []
    for _, port, v in best:
        edges = []
        while v != start:
            u = int(before[v])
            edges.append(g.edge_of(u, v))
            v = u
        r = describe(net, edges[::-1])
        place = net.places[net.index[port]]
        through = tuple(s for s in r.states if s not in (state_at(iso3, as_of), place.state))
        out.append(SeaAccess(place.name, place.state, through, r.km, r.hours, r.usd))
    return tuple(out)


def capitals(as_of: int = 2023) -> tuple[tuple[str, ...], np.ndarray]:
    """States (present codes) and the hub vertices of their capitals."""
    net = network.load(as_of)
    codes, vertices = [], []
    for iso3 in states():
        try:
            v = paths.vertex(net, places.capital(iso3))
        except InputError:
            continue
        codes.append(iso3)
        vertices.append(v)
    return tuple(codes), np.array(vertices)


def all_pairs(
    as_of: int = 2023, weigh: str = "km", mode: str | None = None, open_projects: tuple[str, ...] = ()
) -> tuple[tuple[str, ...], np.ndarray]:
    """States and the weights `[n, n]` between their capitals; inf where there is no way."""
    codes, vertices = capitals(as_of)
    return codes, _weights(as_of, weigh, mode, open_projects, vertices)[:, vertices]


def between(
    origins: tuple[str, ...], goals: tuple[str, ...], as_of: int = 2023, weigh: str = "km"
) -> tuple[tuple[str, str, float], ...]:
    """(origin, goal, weight) of every pair of different states that has a way, shortest first.

    States are present ISO codes; one without a place on the network is left out.
    """
    hub = dict(zip(*capitals(as_of), strict=True))
    starts, ends = ([s for s in dict.fromkeys(given) if s in hub] for given in (origins, goals))
    if not starts or not ends:
        return ()
    found = _weights(as_of, weigh, None, (), np.array([hub[s] for s in starts]))
    pairs = ((a, b, float(found[i, hub[b]])) for i, a in enumerate(starts) for b in ends if a != b)
    return tuple(sorted((p for p in pairs if np.isfinite(p[2])), key=lambda p: (p[2], p[:2])))


def _weights(as_of, weigh, mode, open_projects, sources) -> np.ndarray:
    opened = paths.check_projects(open_projects)
    f = paths.Filter(as_of, paths.modes_of(mode, opened), open_projects=opened, weigh=weigh)
    return paths.distances(paths.graph(f), sources)


def pivotal(
    as_of: int = 2023,
    weigh: str = "km",
    mode: str | None = None,
    only: tuple[str, ...] | None = None,
    open_projects: tuple[str, ...] = (),
) -> tuple[Pivot, ...]:
    """Take every state (or those in `only`) out in turn and compare all pairs of the others' capitals.

    Only pairs whose best way touches the state can change, so only enough sources to cover those pairs
    are computed again. Most costly first.
    """
    opened = paths.check_projects(open_projects)
    f = paths.Filter(as_of, paths.modes_of(mode, opened), open_projects=opened, weigh=weigh)
    g = paths.graph(f)
    codes, vertices = capitals(as_of)
    then = np.array([state_at(c, as_of) for c in codes])
    base, before = dijkstra(g.matrix, indices=vertices, return_predecessors=True)
    base = base[:, vertices]
    both_ways = weigh != "hours"  # hours of a border differ by direction
    chosen = sorted(
        {str(s) for s in then} if only is None else {state_at(places.state(s), as_of) for s in only}
    )
    passed = _passed(g.net, before, vertices, chosen)
    out = []
    for k, iso3 in enumerate(chosen):
        others = then != iso3
        touched = passed[k] & others[:, None] & others
        now = base
        if touched.any():
            sources = _cover(touched | touched.T) if both_ways else np.flatnonzero(touched.any(1))
            now = base.copy()
            fresh = paths.graph_uncached(f.without(frozenset({iso3})))
            now[sources] = paths.distances(fresh, vertices[sources])[:, vertices]
            if both_ways:
                now[:, sources] = now[sources].T
        out.append(_compare(iso3, base[np.ix_(others, others)], now[np.ix_(others, others)]))
    return tuple(sorted(out, key=lambda p: (-p.cut, -p.extra, p.state)))


def _passed(net: network.Network, before: np.ndarray, vertices: np.ndarray, chosen: list[str]) -> np.ndarray:
    """Mask `[states, sources, goals]`: whether the best way from source to goal touches a state's soil."""
    n = len(vertices)
    held = np.stack([_gone(net, frozenset({s})) for s in chosen])
    passed = np.zeros((len(chosen), n, n), bool)
    at = np.broadcast_to(vertices, (n, n)).copy()
    row = np.arange(n)[:, None]
    while True:
        passed |= held[:, at]
        up = before[row, at]
        moving = up >= 0
        if not moving.any():
            return passed
        at = np.where(moving, up, at)


def _gone(net: network.Network, taken: frozenset[str]) -> np.ndarray:
    """Vertices that go with states, and the ends of the straits they can close."""
    gone = paths.removed_vertices(net, taken)
    for r in rows("straits.csv"):
        if r["lat_a"] and r["closes_with_state"] == "yes" and taken & set(r["states"].split(";")):
            for k in "ab":
                gone[net.vertex_of[net.index[f"s:{r['id']}/{k}"], "sea"]] = True
    return gone


def _cover(pairs: np.ndarray) -> np.ndarray:
    """Few sources such that every pair of a symmetric mask has one of them as an end (greedy)."""
    left, chosen = pairs.copy(), []
    while left.any():
        k = int(left.sum(1).argmax())
        chosen.append(k)
        left[k] = left[:, k] = False
    return np.array(chosen)


def _compare(iso3: str, base: np.ndarray, now: np.ndarray) -> Pivot:
    upper = np.triu_indices(len(base), 1)
    was, then = base[upper], now[upper]
    joined = np.isfinite(was)
    cut = joined & ~np.isfinite(then)
    longer = joined & np.isfinite(then) & (then > was * (1 + 1e-6) + 1e-2)
    ratio = then[longer] / np.maximum(was[longer], 1e-9)
    return Pivot(
        iso3, int(joined.sum()), int(cut.sum()), int(longer.sum()),
        float(ratio.mean()) if len(ratio) else 1.0, float(ratio.max()) if len(ratio) else 1.0,
        float((then[longer] - was[longer]).sum()),
    )  # fmt: skip


def dominators(
    start: str, end: str, *, mode: str | None = None, as_of: int = 2023, open_projects: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """States on every way between two ends on the network, in order of travel (ends left out)."""
    found = _way(start, end, mode, as_of, open_projects, frozenset())
    if found is None:
        return ()
    inside = [s for s in dict.fromkeys(found) if s not in (found[0], found[-1])]
    return tuple(s for s in inside if _way(start, end, mode, as_of, open_projects, frozenset({s})) is None)


def minimum_cuts(
    start: str,
    end: str,
    *,
    mode: str | None = None,
    as_of: int = 2023,
    largest: int = 3,
    open_projects: tuple[str, ...] = (),
) -> tuple[tuple[str, ...], ...]:
    """All smallest sets of states (up to `largest`) whose removal leaves no way on the network."""

    def branch(removed: frozenset[str], left: int) -> set[frozenset[str]]:
        found = _way(start, end, mode, as_of, open_projects, removed)
        if found is None:
            return {removed}
        fixed = {found[0], found[-1]} if found else set()
        inside = [s for s in dict.fromkeys(found) if s not in fixed]
        return set().union(*(branch(removed | {s}, left - 1) for s in inside)) if left else set()

    if _way(start, end, mode, as_of, open_projects, frozenset()) is None:
        return ()
    for size in range(1, largest + 1):
        cuts = branch(frozenset(), size)
        if cuts:
            return tuple(sorted(tuple(sorted(c)) for c in cuts))
    return ()


def _way(start, end, mode, as_of, open_projects, removed) -> tuple[str, ...] | None:
    """States of the best way with states taken out, or None."""
    from detente.transport.routing import describe

    opened = paths.check_projects(open_projects)
    f = paths.Filter(as_of, paths.modes_of(mode, opened), removed, frozenset(), opened)
    net = network.load(as_of)
    a, b = (paths.vertex(net, places.node(x)) for x in (start, end))
    gone = paths.removed_vertices(net, removed)
    if gone[a] or gone[b]:
        return None
    found = paths.shortest(paths.graph_uncached(f), a, b)
    if found is None:
        return None
    first, last = (net.places[net.vertex_place[v]].state for v in (a, b))
    return (first, *describe(net, found[1]).states, last)
