"""Structural balance of a signed graph: triads, the exact frustration index, and who is on whose side.

In: a symmetric matrix of ties, +1 friendly, -1 hostile, 0 none. Out: counts of balanced and unbalanced
triads; the least number of ties that must be ignored for the graph to split into two friendly
camps (the frustration index, exact, by mixed-integer programming); how often two nodes share a
camp over all near-optimal splits.
Sources: Cartwright and Harary 1956, Psychological Review 63(5); Aref, Mason and Wilson 2020, Networks
75(1) (the binary programs); Lancichinetti and Fortunato 2012, Scientific Reports 2 (consensus).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SECONDS = 20.0  # for the solver; graphs of 40 nodes take well under one
_SPLITS = 40
_SEED = 20170315


@dataclass(frozen=True)
class Frustration:
    """`index` ties are frustrated in the best split; `sides` is 0 or 1 a node; `exact` if proven."""

    index: int
    ties: int
    sides: tuple[int, ...]
    exact: bool


def triads(signs: NDArray[np.int8]) -> tuple[int, int]:
    """Number of balanced and of unbalanced triangles (products of three signs)."""
    s = _checked(signs)
    product = round(np.trace(s @ s @ s) / 6)
    whole = round(np.trace(np.abs(s) @ np.abs(s) @ np.abs(s)) / 6)
    return (whole + product) // 2, (whole - product) // 2


def pull(signs: NDArray[np.float64]) -> NDArray[np.float64]:
    """For every pair, the mean product of both ends' ties with all third parties; shape (n, n).

    Above 0 the pair has common friends and common enemies, below 0 it stands on different sides:
    balance theory expects the pair's own tie to move towards it. 0 where no third party is tied to both.
    """
    s = np.asarray(signs, dtype=float).copy()
    np.fill_diagonal(s, 0.0)
    weight = np.abs(s) @ np.abs(s)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(weight > 0, (s @ s) / np.maximum(weight, 1e-12), 0.0)
    np.fill_diagonal(mean, 0.0)
    return mean


def frustration(signs: NDArray[np.int8], seconds: float = _SECONDS) -> Frustration:
    """The frustration index: ties across the camps that are friendly plus ties within that are hostile.

    One binary a node (its camp) and one a tie (frustrated or not), with every unbalanced triangle
    asking for at least one frustrated tie. `exact` is False where time ran out.
    """
    import highspy

    s = _checked(signs)
    i, j = np.nonzero(np.triu(s, 1))
    nodes, ties = len(s), len(i)
    if not ties:
        return Frustration(0, 0, (0,) * nodes, True)
    model = highspy.Highs()
    model.silent()
    model.setOptionValue("time_limit", seconds)
    model.setOptionValue("threads", 1)
    model.setOptionValue("random_seed", 1)
    infinite = highspy.kHighsInf
    for k in range(nodes + ties):
        model.addVar(0.0, 1.0)
        model.changeColIntegrality(k, highspy.HighsVarType.kInteger)
        model.changeColCost(k, 1.0 if k >= nodes else 0.0)
    number = np.full(s.shape, -1)
    number[i, j] = number[j, i] = nodes + np.arange(ties)
    for a, b in zip(i.tolist(), j.tolist(), strict=True):
        f = int(number[a, b])
        if s[a, b] > 0:
            model.addRow(0.0, infinite, 3, [f, a, b], [1.0, -1.0, 1.0])
            model.addRow(0.0, infinite, 3, [f, a, b], [1.0, 1.0, -1.0])
        else:
            model.addRow(-1.0, infinite, 3, [f, a, b], [1.0, -1.0, -1.0])
            model.addRow(1.0, infinite, 3, [f, a, b], [1.0, 1.0, 1.0])
    for a, b in zip(i.tolist(), j.tolist(), strict=True):
        for c in np.flatnonzero((s[a] != 0) & (s[b] != 0) & (np.arange(nodes) > b)).tolist():
            if s[a, b] * s[b, c] * s[a, c] < 0:
                triangle = [int(number[a, b]), int(number[b, c]), int(number[a, c])]
                model.addRow(1.0, infinite, 3, triangle, [1.0, 1.0, 1.0])
    anchor = int(np.abs(s).sum(axis=0).argmax())
    model.changeColBounds(anchor, 1.0, 1.0)
    model.run()
    exact = model.getModelStatus() == highspy.HighsModelStatus.kOptimal
    value = np.asarray(model.getSolution().col_value)
    found = (value[:nodes] > 0.5).astype(int) if len(value) >= nodes else None
    sides = _descend(s, np.random.default_rng(_SEED)) if found is None else found
    return Frustration(frustrated(s, sides), ties, tuple(int(x) for x in sides), exact)


def frustrated(signs: NDArray[np.float64], sides: NDArray[np.int_]) -> int:
    """Ties that a split frustrates: friendly across, hostile within."""
    same = np.where(sides[:, None] == sides[None, :], 1, -1)
    upper = np.triu(np.ones_like(same, dtype=bool), 1)
    return int(np.count_nonzero((np.asarray(signs) * same < 0) & upper))


def together(signs: NDArray[np.int8], splits: int = _SPLITS, seed: int = _SEED) -> NDArray[np.float64]:
    """Share of near-optimal splits in which each pair of nodes is in one camp; shape (n, n).

    Every split descends from its own random start over ties of which a tenth, drawn anew, is left
    out, so that a camp which hangs on one tie shows as a share near one half.
    """
    s = _checked(signs)
    rng = np.random.default_rng(seed)
    total = np.zeros(s.shape)
    for _ in range(splits):
        keep = np.triu(rng.random(s.shape) >= 0.1, 1)
        sides = _descend(np.where(keep | keep.T, s, 0.0), rng)
        total += sides[:, None] == sides[None, :]
    return total / splits


def _descend(s: NDArray[np.float64], rng: np.random.Generator, starts: int = 5) -> NDArray[np.int_]:
    """The best of a few splits found by moving single nodes while that frees ties."""
    best, least = np.zeros(len(s), dtype=int), float("inf")
    for _ in range(starts):
        x = rng.choice([-1.0, 1.0], size=len(s))
        for _ in range(20 * len(s)):
            gain = x * (s @ x)  # below 0: more of the node's ties are frustrated than not
            worst = int(gain.argmin())
            if gain[worst] >= 0:
                break
            x[worst] = -x[worst]
        cost = -float(x @ s @ x)
        if cost < least:
            best, least = (x > 0).astype(int), cost
    return best


def _checked(signs: NDArray[np.int8]) -> NDArray[np.float64]:
    s = np.asarray(signs, dtype=float)
    if s.ndim != 2 or s.shape[0] != s.shape[1] or not np.array_equal(s, s.T):
        raise InputError("A signed graph is given as a square, symmetric matrix of -1, 0 and 1.")
    if not np.isin(s, (-1.0, 0.0, 1.0)).all():
        raise InputError("A tie of a signed graph is -1, 0 or 1.")
    s = s.copy()
    np.fill_diagonal(s, 0.0)
    return s
