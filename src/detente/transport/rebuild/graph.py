"""The OSM graphs of `scgraph_data` as arrays: snapping, distances inside one state, border edges."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import KDTree

from detente.transport.rebuild.states import codes


@dataclass(frozen=True)
class Graph:
    """Nodes `lat`, `lon`, `state` (ISO code or "") and undirected edges `u`, `v`, `km`."""

    lat: np.ndarray
    lon: np.ndarray
    state: np.ndarray
    u: np.ndarray
    v: np.ndarray
    km: np.ndarray


def read(shared: Path, kind: str) -> Graph:
    """The road or rail graph, with ISO codes of `states.codes` on its nodes."""
    z = np.load(shared / f"osm_{kind}_graph.npz", allow_pickle=True)
    code = codes(shared)
    names = np.array([code.get(str(n), "") for n in z["names"]])
    country = z["country"]
    state = np.where(country >= 0, names[country], "")
    lat, lon = z["lat"].astype(float), z["lon"].astype(float)
    crimea = (state == "RUS") & (lat > 44.3) & (lat < 46.1) & (lon > 32.4) & (lon < 36.65)
    state[crimea] = "UKR"
    return Graph(lat, lon, state, z["u"], z["v"], np.maximum(z["km"].astype(float), 0.001))


def xyz(lat, lon) -> np.ndarray:
    """Points on the unit sphere, for nearest-neighbour search without a seam."""
    p, q = np.radians(np.asarray(lat, float)), np.radians(np.asarray(lon, float))
    return np.stack([np.cos(p) * np.cos(q), np.cos(p) * np.sin(q), np.sin(p)], -1)


def chord_km(chord) -> np.ndarray:
    """Great-circle km of a chord on the unit sphere."""
    return 2 * 6371.0088 * np.arcsin(np.clip(np.asarray(chord) / 2, 0, 1))


def within_state(
    g: Graph, iso3: str, lat, lon, anchors: dict[int, tuple[int, float]], farthest_km: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Distances along the graph inside one state between points, and how far each was snapped.

    Points go to the nearest node of a component of at least 20 nodes (the gap counts 1.2 times),
    at most `farthest_km` `[n]`; `anchors` pins
    point i to a graph node at a known km (the end of a border edge).
    Out: km `[n, n]` (inf where no way) and the gaps in km `[n]`.
    """
    mine = np.flatnonzero(g.state == iso3)
    n = len(lat)
    none = np.full((n, n), np.inf), np.full(n, np.inf)
    if len(mine) < 2:
        return none
    renumber = np.full(len(g.state), -1)
    renumber[mine] = np.arange(len(mine))
    inside = (renumber[g.u] >= 0) & (renumber[g.v] >= 0)
    u, v, km = renumber[g.u[inside]], renumber[g.v[inside]], g.km[inside]
    # csr_matrix adds parallel edges up: keep the shortest of each
    low, high = np.minimum(u, v), np.maximum(u, v)
    order = np.lexsort((km, high, low))
    low, high, km = low[order], high[order], km[order]
    first = np.r_[True, (low[1:] != low[:-1]) | (high[1:] != high[:-1])]
    matrix = csr_matrix((km[first], (low[first], high[first])), shape=(len(mine), len(mine)))
    _, component = connected_components(matrix, directed=False)
    large = np.bincount(component)[component] >= min(20, len(mine) // 2)
    usable = np.flatnonzero(large)
    if not len(usable):
        return none
    tree = KDTree(xyz(g.lat[mine[usable]], g.lon[mine[usable]]))
    chord, where = tree.query(xyz(lat, lon))
    gap, snapped = chord_km(chord), usable[where]
    extra = 1.2 * gap
    for i, (node, km_there) in anchors.items():
        if renumber[node] >= 0 and large[renumber[node]]:
            snapped[i], gap[i], extra[i] = renumber[node], 0.0, km_there
    good = gap <= farthest_km
    out = np.full((n, n), np.inf)
    if good.any():
        sources, inverse = np.unique(snapped[good], return_inverse=True)
        d = dijkstra(matrix, directed=False, indices=sources)[:, sources]
        index = np.flatnonzero(good)
        out[np.ix_(index, index)] = d[np.ix_(inverse, inverse)] + extra[good][:, None] + extra[good]
    np.fill_diagonal(out, 0)
    return out, gap


def border_use(g: Graph, lat, lon, limit_km: float = 3000.0) -> dict[tuple[int, int], int]:
    """How often shortest paths between the points (both ways, within `limit_km`) use each border edge."""
    matrix = csr_matrix(
        (np.r_[g.km, g.km], (np.r_[g.u, g.v], np.r_[g.v, g.u])), shape=(len(g.lat), len(g.lat))
    )
    tree = KDTree(xyz(g.lat, g.lon))
    ends = np.unique(tree.query(xyz(lat, lon))[1])
    use: dict[tuple[int, int], int] = {}
    for s in ends:
        distance, before = dijkstra(matrix, indices=s, return_predecessors=True, limit=limit_km)
        reached = before >= 0
        parent = np.where(reached, before, np.arange(len(before)))
        crossed = reached & (g.state[parent] != g.state)
        # pointer jumping: the last node on the way at which a border was crossed
        last = np.where(crossed, np.arange(len(parent)), parent)
        for _ in range(16):
            last = last[last]
        for t in ends[np.isfinite(distance[ends])]:
            i = int(last[t])
            while crossed[i]:
                edge = (int(min(i, before[i])), int(max(i, before[i])))
                use[edge] = use.get(edge, 0) + 1
                i = int(last[before[i]])
    return use
