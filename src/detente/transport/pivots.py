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
    opened = paths.check_projects(open_projects)
    f = paths.Filter(as_of, paths.modes_of(mode, opened), open_projects=opened, weigh=weigh)
    codes, vertices = capitals(as_of)
    return codes, paths.distances(paths.graph(f), vertices)[:, vertices]


def pivotal(
    as_of: int = 2023,
    weigh: str = "km",
    mode: str | None = None,
    only: tuple[str, ...] | None = None,
    open_projects: tuple[str, ...] = (),
) -> tuple[Pivot, ...]:
    """Take every state (or those in `only`) out in turn and compare all pairs of the others' capitals.

    Sources whose ways never touch the state are not computed again. Most costly first.
    """
    opened = paths.check_projects(open_projects)
    f = paths.Filter(as_of, paths.modes_of(mode, opened), open_projects=opened, weigh=weigh)
    g = paths.graph(f)
    codes, vertices = capitals(as_of)
    then = np.array([state_at(c, as_of) for c in codes])
    base, before = dijkstra(g.matrix, indices=vertices, return_predecessors=True)
    base = base[:, vertices]
    touched = _touched(g, before, vertices)
    out = []
    for iso3 in sorted(
        {str(s) for s in then} if only is None else {state_at(places.state(s), as_of) for s in only}
    ):
        others = np.flatnonzero(then != iso3)
        key = f.without(frozenset({iso3}))
        gone = _gone(g.net, key)
        used = np.any(touched[:, gone], axis=1) if gone.any() else np.zeros(len(codes), bool)
        sources = others[used[others]]
        if not len(sources):
            out.append(Pivot(iso3, _pairs(base, others), 0, 0, 1.0, 1.0, 0.0))
            continue
        now = base.copy()
        now[sources] = paths.distances(paths.graph_uncached(key), vertices[sources])[:, vertices]
        out.append(_compare(iso3, base[np.ix_(others, others)], now[np.ix_(others, others)]))
    return tuple(sorted(out, key=lambda p: (-p.cut, -p.extra, p.state)))


def _gone(net: network.Network, f: paths.Filter) -> np.ndarray:
    """Vertices that a filter takes out, with the ends of straits its states can close."""
    gone = paths.removed_vertices(net, f.without_states)
    for r in rows("straits.csv"):
        if r["lat_a"] and r["closes_with_state"] == "yes" and f.without_states & set(r["states"].split(";")):
            for k in "ab":
                gone[net.vertex_of[net.index[f"s:{r['id']}/{k}"], "sea"]] = True
    return gone


def _touched(g: paths.Graph, before: np.ndarray, vertices: np.ndarray) -> np.ndarray:
    """Mask `[sources, vertices]` of the vertices on the shortest ways to any capital."""
    touched = np.zeros(before.shape, bool)
    touched[:, vertices] = True
    at = np.broadcast_to(vertices, (len(vertices), len(vertices))).copy()
    row = np.arange(len(vertices))[:, None]
    while True:
        up = before[row, at]
        moving = up >= 0
        if not moving.any():
            return touched
        at = np.where(moving, up, at)
        fresh = moving & ~touched[row, at]
        touched[np.broadcast_to(row, at.shape)[moving], at[moving]] = True
        if not fresh.any() and (np.where(moving, before[row, at], -1) < 0).all():
            return touched


def _pairs(matrix: np.ndarray, index: np.ndarray) -> int:
    inner = matrix[np.ix_(index, index)]
    return int((np.isfinite(inner).sum() - len(index)) // 2)


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
