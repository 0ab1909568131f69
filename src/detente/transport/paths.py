"""Shortest paths on the corridor network with states, straits and modes taken out.

In: a `Network` and a `Filter`; out: distances and paths as edge numbers. Dijkstra is SciPy's
(compiled). A filter decides which edges are open; what is removed is never bridged.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from detente.errors import InputError
from detente.transport import network
from detente.transport.network import BORDER, GAUGE, STRAIT, TERMINAL, Network
from detente.transport.tables import NEVER, projects, rows

MODES = ("road", "rail", "sea", "ferry", "river")
GROUPS = {
    None: ("road", "rail", "sea", "ferry"),
    "any": ("road", "rail", "sea", "ferry"),
    "land": ("road", "rail"),
}
WEIGHTS = ("km", "hours", "usd")
# A tie-breaker in km, so that a change of mode or a border is never free.
TIE_KM = 1e-3


@dataclass(frozen=True)
class Filter:
    """What may be used: layers, states and straits taken out, projects opened, closed borders heeded."""

    as_of: int = 2023
    modes: tuple[str, ...] = GROUPS[None]
    without_states: frozenset[str] = frozenset()
    without_straits: frozenset[str] = frozenset()
    open_projects: frozenset[str] = frozenset()
    ignore_closures: bool = False
    weigh: str = "km"
    closed_projects: frozenset[str] = frozenset()  # as if never built

    def without(self, states: frozenset[str]) -> Filter:
        """The same with more states taken out."""
        return replace(self, without_states=self.without_states | states)


@dataclass(frozen=True)
class Graph:
    """The open edges of a network as a sparse matrix; `edge_of` finds an edge from its two ends."""

    net: Network
    matrix: csr_matrix
    keys: np.ndarray
    edges: np.ndarray

    def edge_of(self, u: int, v: int) -> int:
        """Number of the cheapest open edge from u to v."""
        return int(self.edges[np.searchsorted(self.keys, u * self.net.size + v)])


def modes_of(mode: str | None, open_projects: frozenset[str]) -> tuple[str, ...]:
    """Layers of a mode name: None or any, land, or a comma list of road, rail, sea, ferry, river."""
    if mode in GROUPS:
        chosen = GROUPS[mode]
    else:
        chosen = tuple(m.strip() for m in str(mode).split(",") if m.strip())
        wrong = [m for m in chosen if m not in MODES]
        if wrong or not chosen:
            raise InputError(f"Unknown mode {mode!r}: give any, land, or a list of {', '.join(MODES)}.")
    if "VOLGA-DON" in open_projects and "sea" in chosen:
        chosen = tuple(dict.fromkeys((*chosen, "ferry", "river")))
    return chosen


@lru_cache(maxsize=64)
def _base_mask(
    as_of: int, modes: tuple[str, ...], open_projects: frozenset[str], ignore_closures: bool
) -> np.ndarray:
    """Edges open for these modes, year and projects, before any state is taken out."""
    net = network.load(as_of)
    opened = np.array([bool(p) and p in open_projects for p in net.project])
    fits = {m: m.startswith(modes) for m in set(net.mode)}
    mode_ok = np.array([fits[m] for m in net.mode])
    dated = (net.open_from <= as_of) & (as_of < net.open_to)
    if open_projects:  # a crossing that waits for an opened project opens with it
        ends = {int(x) for x in np.r_[net.u[opened], net.v[opened]]}
        waits = (net.kind == BORDER) & (net.open_from == NEVER)
        opened |= waits & np.isin(net.u, list(ends)) | waits & np.isin(net.v, list(ends))
    permitted = ~net.permission | opened
    mask = mode_ok & (dated | opened) & permitted
    closed_straits = {r["id"] for r in rows("straits.csv") if r["default_open"] != "yes"}
    closed_straits |= network.shut_straits(as_of)
    mask &= ~np.array([k == STRAIT and i in closed_straits for k, i in zip(net.kind, net.item, strict=True)])
    if not ignore_closures:
        mask &= ~net.closed
    return mask


def check_projects(names: tuple[str, ...] | frozenset[str]) -> frozenset[str]:
    """Project ids in capitals; InputError for one that the tables do not know."""
    known = {r["project"] for r in rows("edges.csv") if r["project"]} | set(projects())
    wanted = frozenset(n.strip().upper() for n in names)
    unknown = wanted - known
    if unknown:
        raise InputError(
            f"Unknown project {', '.join(sorted(unknown))}; known are {', '.join(sorted(known))}."
        )
    return wanted


@lru_cache(maxsize=16)
def _vertex_states(as_of: int) -> tuple[np.ndarray, dict[str, int]]:
    """State number of every vertex (present and historic codes), and the numbers."""
    net = network.load(as_of)
    codes = sorted({p.state for p in net.places} | {p.today for p in net.places})
    number = {c: i for i, c in enumerate(codes)}
    then = np.array([number[net.places[p].state] for p in net.vertex_place])
    today = np.array([number[net.places[p].today] for p in net.vertex_place])
    return np.stack([then, today]), number


def removed_vertices(net: Network, states: frozenset[str]) -> np.ndarray:
    """True for the vertices on the soil of any of the states (historic codes too).

    The water off a port stays: ships pass it, but its hub and so its quays are gone.
    """
    held, number = _vertex_states(net.as_of)
    gone = [number[s] for s in states if s in number]
    return np.isin(held, gone).any(0) & ~_at_sea(net.as_of)


@lru_cache(maxsize=16)
def _at_sea(as_of: int) -> np.ndarray:
    return np.array([layer == "sea" for layer in network.load(as_of).vertex_layer])


def open_edges(f: Filter) -> np.ndarray:
    """Numbers of the edges that a filter leaves open."""
    net = network.load(f.as_of)
    mask = _base_mask(f.as_of, f.modes, f.open_projects, f.ignore_closures)
    if f.closed_projects:
        mask = mask & ~np.array([p in f.closed_projects for p in net.project])
    if f.without_states:
        gone = removed_vertices(net, f.without_states)
        mask = mask & ~gone[net.u] & ~gone[net.v]
    shut = f.without_straits | {
        r["id"]
        for r in rows("straits.csv")
        if r["closes_with_state"] == "yes" and f.without_states & set(r["states"].split(";"))
    }
    if shut:
        mask = mask & ~strait_mask(f.as_of, frozenset(shut))
    return np.flatnonzero(mask)


@lru_cache(maxsize=128)
def strait_mask(as_of: int, shut: frozenset[str]) -> np.ndarray:
    """Edges through the straits, and to the passages (a passage is a node, a strait an edge)."""
    net = network.load(as_of)
    passages = {net.index[f"s:{s}"] for s in shut if f"s:{s}" in net.index}
    at = np.isin(net.vertex_place, list(passages))
    through = np.array([k == STRAIT and i in shut for k, i in zip(net.kind, net.item, strict=True)])
    return through | at[net.u] | at[net.v]


@lru_cache(maxsize=64)
def layer_mask(as_of: int, layer: str) -> np.ndarray:
    """Edges of one layer."""
    return np.array([m == layer for m in network.load(as_of).mode])


def weights(net: Network, weigh: str) -> np.ndarray:
    """Weight of every edge: km, best hours or best USD, with a small tie-breaker."""
    if weigh not in WEIGHTS:
        raise InputError(f"Cannot weigh by {weigh!r}: give km, hours or usd.")
    value = {"km": net.km, "hours": net.hours[:, 1], "usd": net.usd[:, 1]}[weigh]
    tie = np.isin(net.kind, (TERMINAL, GAUGE, BORDER)) * TIE_KM
    return value + tie + 1e-7


@lru_cache(maxsize=64)
def graph(f: Filter) -> Graph:
    """The open network as a matrix; of parallel edges the cheapest is kept."""
    return graph_uncached(f)


def graph_uncached(f: Filter, net: Network | None = None) -> Graph:
    """`graph` for questions asked once, or on a network whose costs were changed (`borders`)."""
    net = net or network.load(f.as_of)
    return _matrix(net, open_edges(f), weights(net, f.weigh))


def from_departure(net: Network, start: int, goal: int) -> Network:
    """The network with no hours for loading at the start of a journey and unloading at its end."""
    at_ends = (net.kind == TERMINAL) & ((net.u == start) | (net.v == goal))
    return replace(net, hours=np.where(at_ends[:, None], 0.0, net.hours))


@lru_cache(maxsize=64)
def quays(as_of: int, state: str, end: str) -> np.ndarray:
    """Edges that `load` ships in the ports of a state, or `unload` them."""
    net = network.load(as_of)
    afloat = np.array([layer == "sea" for layer in net.vertex_layer])
    own = np.array([net.places[p].state == state for p in net.vertex_place])
    side = net.v if end == "load" else net.u
    return (net.kind == TERMINAL) & afloat[side] & own[net.u]


def _matrix(net: Network, edges: np.ndarray, weight: np.ndarray) -> Graph:
    keys = net.u[edges].astype(np.int64) * net.size + net.v[edges]
    order = np.lexsort((weight[edges], keys))
    keys, edges = keys[order], edges[order]
    first = np.r_[True, keys[1:] != keys[:-1]] if len(keys) else np.zeros(0, bool)
    keys, edges = keys[first], edges[first]
    counts = np.bincount(net.u[edges], minlength=net.size)
    indptr = np.r_[0, np.cumsum(counts)].astype(np.int32)
    matrix = csr_matrix((weight[edges], net.v[edges].astype(np.int32), indptr), shape=(net.size, net.size))
    return Graph(net, matrix, keys, edges)


def _thinned(g: Graph, keep: np.ndarray) -> Graph:
    """The graph with fewer of its edges."""
    edges = g.edges[keep]
    indptr = np.r_[0, np.cumsum(np.bincount(g.net.u[edges], minlength=g.net.size))].astype(np.int32)
    matrix = csr_matrix((g.matrix.data[keep], g.matrix.indices[keep], indptr), shape=g.matrix.shape)
    return Graph(g.net, matrix, g.keys[keep], edges)


def vertex(net: Network, place: str) -> int:
    """The vertex where a journey from or to a place starts: its hub, else its only layer."""
    i = net.index[place]
    hub = net.vertex_of.get((i, "hub"))
    if hub is not None:
        return hub
    own = [v for (p, _), v in net.vertex_of.items() if p == i]
    if not own:
        raise InputError(f"{net.places[i].name} is on no leg of the network.")
    return own[0]


def shortest(
    g: Graph, start: int, goal: int, banned: np.ndarray | None = None
) -> tuple[float, list[int]] | None:
    """Weight and edges of the shortest path, or None; `banned` is a mask over edges."""
    if banned is not None:
        g = _thinned(g, ~banned[g.edges])
    distance, before = dijkstra(g.matrix, indices=start, return_predecessors=True)
    if not np.isfinite(distance[goal]):
        return None
    path = []
    v = goal
    while v != start:
        u = int(before[v])
        path.append(g.edge_of(u, v))
        v = u
    return float(distance[goal]), path[::-1]


def distances(g: Graph, sources: np.ndarray) -> np.ndarray:
    """Weights `[sources, vertices]` of shortest paths; inf where there is none."""
    return dijkstra(g.matrix, indices=sources)


def shortest_of_many(g: Graph, starts, goals) -> tuple[float, list[int]] | None:
    """Weight and edges of the shortest path from any of several starts to any of several goals."""
    starts, goals = sorted(set(starts)), sorted(set(goals))
    if not starts or not goals:
        return None
    distance, before, _ = dijkstra(g.matrix, indices=starts, return_predecessors=True, min_only=True)
    goal = min(goals, key=lambda v: distance[v])
    if not np.isfinite(distance[goal]):
        return None
    path, v = [], goal
    while before[v] >= 0:
        u = int(before[v])
        path.append(g.edge_of(u, v))
        v = u
    return float(distance[goal]), path[::-1]
