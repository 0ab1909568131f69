"""Time the transport room against networkx, igraph, SciPy on the whole graph and searoute.

Run: `python benchmarks/transport.py [--pivotal]`. Peers are not dependencies of detente: one that is not
installed is passed over with a line (igraph is under the GPL and is only ever used here). Every peer
solves the same question on the same edges, and its answer is compared before its time is printed.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time

import numpy as np

from detente.transport import all_pairs, network, paths, pivotal, route
from detente.transport.pivots import capitals


def timed(call, repeat: int = 5) -> tuple[float, object]:
    """Median milliseconds of a call, and its answer."""
    spent, answer = [], None
    for _ in range(repeat):
        start = time.perf_counter()
        answer = call()
        spent.append(1000 * (time.perf_counter() - start))
    return statistics.median(spent), answer


def say(what: str, milliseconds: float, note: str = "") -> None:
    print(f"{what:<58}{milliseconds:>12,.1f} ms  {note}")


def edges() -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """The open edges of 2023: from, to, km, number of vertices."""
    f = paths.Filter()
    g = paths.graph(f)
    matrix = g.matrix.tocoo()
    return matrix.row, matrix.col, matrix.data, g.net.size


def ours() -> tuple[np.ndarray, np.ndarray]:
    start = time.perf_counter()
    network.load(2023)
    say("detente: load the network of a year", 1000 * (time.perf_counter() - start))
    for a, b, options in (
        ("Tashkent", "Karachi", {}),
        ("Moscow", "Mumbai", {"weigh": "hours"}),
        ("Tashkent", "Karachi", {"k": 3}),
        ("Rotterdam", "Singapore", {"mode": "sea", "without": ("Suez",)}),
    ):
        route(a, b, **options)
        ms, answer = timed(lambda a=a, b=b, o=options: route(a, b, **o), 20)
        say(f"detente: route {a} - {b} {options or ''}", ms, f"{answer.routes[0].km:,.0f} km")
    ms, (codes, d) = timed(all_pairs)
    say(f"detente: all pairs of {len(codes)} capitals", ms)
    return capitals()[1], d


def networkx_pairs(seats: np.ndarray, d: np.ndarray) -> None:
    import networkx as nx

    u, v, w, n = edges()
    g = nx.DiGraph()
    g.add_nodes_from(range(n))
    g.add_weighted_edges_from(zip(u.tolist(), v.tolist(), w.tolist(), strict=True))
    chosen = seats[::10]

    def run():
        return [nx.single_source_dijkstra_path_length(g, int(s)) for s in chosen]

    ms, answer = timed(run, 1)
    for i, s in enumerate(range(0, len(seats), 10)):
        for j, t in enumerate(seats):
            assert abs(answer[i].get(int(t), np.inf) - d[s, j]) < 1e-6 or np.isinf(d[s, j])
    say("networkx: the same pairs (a tenth of them, times ten)", ms * 10, "equal")


def igraph_pairs(seats: np.ndarray, d: np.ndarray) -> None:
    import igraph

    u, v, w, n = edges()
    g = igraph.Graph(n=n, edges=np.stack([u, v], 1).tolist(), directed=True)
    ms, answer = timed(lambda: g.distances(seats.tolist(), seats.tolist(), weights=w.tolist()), 3)
    got = np.array(answer)
    assert np.allclose(np.where(np.isfinite(got), got, -1), np.where(np.isfinite(d), d, -1))
    say("igraph: the same pairs", ms, "equal")


def scipy_pairs(seats: np.ndarray, d: np.ndarray) -> None:
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    u, v, w, n = edges()

    def run():
        return dijkstra(csr_matrix((w, (u, v)), shape=(n, n)), indices=seats)[:, seats]

    ms, got = timed(run)
    assert np.allclose(np.where(np.isfinite(got), got, -1), np.where(np.isfinite(d), d, -1))
    say("scipy: matrix built and solved anew, the same pairs", ms, "equal")


def searoute_route(seats: np.ndarray, d: np.ndarray) -> None:
    import searoute

    ends = {
        "Shanghai": (121.7, 31.2),
        "Rotterdam": (4.05, 51.95),
        "Mumbai": (72.85, 18.95),
        "Singapore": (103.8, 1.26),
    }
    for a, b in (("Shanghai", "Rotterdam"), ("Mumbai", "Rotterdam"), ("Singapore", "Rotterdam")):
        ms, answer = timed(lambda a=a, b=b: searoute.searoute(ends[a], ends[b]), 5)
        km = answer["properties"]["length"]
        mine = route(a, b, "sea").routes[0].km
        say(
            f"searoute: {a} - {b}",
            ms,
            f"{km:,.0f} km; detente {mine:,.0f} km ({100 * (mine / km - 1):+.1f} %)",
        )


def main() -> None:
    seats, d = ours()
    for peer in (networkx_pairs, igraph_pairs, scipy_pairs, searoute_route):
        try:
            peer(seats, d)
        except ImportError as missing:
            print(f"{peer.__name__}: passed over, {missing.name} is not installed")
    if "--pivotal" in sys.argv:
        ms, table = timed(pivotal, 1)
        say(f"detente: {len(table)} states taken out in turn, all pairs", ms)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"peak memory {peak:.2f} GB")


if __name__ == "__main__":
    main()
