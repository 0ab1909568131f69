"""Thin a table of pairwise distances to few edges that keep every distance within a factor.

The greedy spanner of Althofer et al. (1993), "On sparse spanners of weighted graphs": pairs are
taken shortest first and kept only where the edges kept so far do not already join them within
`stretch` times the distance. In: a symmetric matrix of km. Out: the pairs kept.
"""

from __future__ import annotations

import heapq

import numpy as np


def greedy(km: np.ndarray, stretch: float) -> list[tuple[int, int]]:
    """Pairs `(i, j)`, i < j, of the greedy `stretch`-spanner of `km` `[n, n]`; inf means no way."""
    n = len(km)
    upper, right = np.triu_indices(n, 1)
    length = km[upper, right]
    order = np.argsort(length, kind="stable")
    neighbours: list[list[tuple[int, float]]] = [[] for _ in range(n)]
    kept = []
    for k in order:
        d = float(length[k])
        if not np.isfinite(d):
            break
        i, j = int(upper[k]), int(right[k])
        if not _within(neighbours, i, j, d * stretch):
            neighbours[i].append((j, d))
            neighbours[j].append((i, d))
            kept.append((i, j))
    return kept


def _within(neighbours: list[list[tuple[int, float]]], start: int, goal: int, limit: float) -> bool:
    """Whether `goal` is within `limit` of `start` along the edges kept so far."""
    best = {start: 0.0}
    queue = [(0.0, start)]
    while queue:
        d, i = heapq.heappop(queue)
        if i == goal:
            return True
        if d > best[i]:
            continue
        for j, w in neighbours[i]:
            nd = d + w
            if nd <= limit and nd < best.get(j, np.inf):
                best[j] = nd
                heapq.heappush(queue, (nd, j))
    return False
