"""The best way made to pass given states, straits or places: "the corridor through X and Y".

For each, the one point that costs least between the two ends is taken; the points are joined in the
order in which the journey meets them. In: names as `route` takes them. Out: a `Route`, or None.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from scipy.sparse.csgraph import dijkstra

from detente.transport import network, paths, places
from detente.transport.routing import Route, _question, describe


def through(
    start: str,
    end: str,
    by: tuple[str, ...],
    mode: str | None = None,
    as_of: int = 2023,
    without: tuple[str, ...] = (),
    open_projects: tuple[str, ...] = (),
    weigh: str = "hours",
) -> Route | None:
    """The best way from start to end that passes all of `by`; None without one. Raises as `route` does."""
    f, a, b = _question(start, end, mode, as_of, without, open_projects, weigh, False)
    net = network.load(f.as_of)
    first, last = paths.vertex(net, a), paths.vertex(net, b)
    g = paths.graph_uncached(f, paths.from_departure(net, first, last))
    out = dijkstra(g.matrix, indices=first)
    back = dijkstra(g.matrix.T.tocsr(), indices=last)
    chosen = []
    for what in by:
        held = _vertices(g.net, what)
        if not len(held):
            return None
        best = held[int(np.argmin((out + back)[held]))]
        if not np.isfinite(out[best] + back[best]):
            return None
        chosen.append(int(best))
    stops = [first, *sorted(dict.fromkeys(chosen), key=lambda v: float(out[v])), last]
    edges: list[int] = []
    for u, v in pairwise(stops):
        part = paths.shortest(g, u, v) if u != v else (0.0, [])
        if part is None:
            return None
        edges += part[1]
    return describe(g.net, edges) if edges else None


def _vertices(net: network.Network, what: str) -> np.ndarray:
    """Vertices of a state's soil, of a strait's two sides, or of a place."""
    held, straits = (frozenset(), frozenset()) if what in net.index else places.barrier(what)
    if what in net.index:
        own = {net.index[what]}
    else:
        own = {net.index[f"s:{s}/{k}"] for s in straits for k in "ab" if f"s:{s}/{k}" in net.index}
    mask = paths.removed_vertices(net, frozenset(held)) if held else np.zeros(net.size, bool)
    return np.flatnonzero(mask | np.isin(net.vertex_place, sorted(own)))
