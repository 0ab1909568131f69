"""Signed ties between all states, year by year: ally, rival or neither, and what triads make of them.

In: the bench. Out: for a span of years a matrix of ties between -1 (rivals, recent use of force) and +1
(pact, large arms supplier, friendly deeds), the mean of the families that know the pair; NaN where
none does. `predicted` regresses how pairs' ties moved on what their third parties asked for at the
start (structural balance), so that one pair's move can be set against what its triads predict.
Source: Heider 1946; Cartwright and Harary 1956; Maoz et al. 2007, Journal of Politics 69(1) (ties of states).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.inference import balance, placebo, thresholds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.measures.registry import Bench

SOURCES = ("atop", "cow-mid", "tss-rivalries", "td-rivalries", "sipri-arms", "events")


def ties(bench: Bench, first: int, last: int, latest: int) -> NDArray[np.float32]:
    """Mean signed tie of every pair in first..last; shape (pairs + 1,), NaN where no family covers it."""
    return bench.memo(("ties", first, last, latest), lambda: _ties(bench, first, min(last, latest)))


def _ties(bench: Bench, first: int, last: int) -> NDArray[np.float32]:
    friendly = [
        _family(bench, "pact_level", first, last, lambda v: v >= thresholds.FULL_PACT, 1.0),
        _family(bench, "pact_level", first, last, lambda v: v >= thresholds.LESSER_PACT, 0.5),
        _family(bench, "arms_share", first, last, lambda v: v >= thresholds.TIE_SUPPLIER_SHARE, 1.0),
        _family(bench, "diplomatic_events", first, last, lambda v: v >= thresholds.FRIENDLY_DEEDS, 1.0),
    ]
    hostile = [
        np.fmin(
            *(_family(bench, n, first, last, lambda v: v > 0, -1.0) for n in ("tss_rivalry", "td_rivalry"))
        ),
        np.fmin(
            *(
                _family(
                    bench,
                    n,
                    first - thresholds.FORCE_LASTS_YEARS,
                    last,
                    lambda v: v >= thresholds.FORCE_HOSTILITY,
                    -1.0,
                )
                for n in ("mid_hostility", "gml_hostility")
            )
        ),
        _family(bench, "diplomatic_events", first, last, lambda v: v <= -thresholds.HOSTILE_DEEDS, -1.0),
    ]
    plus = np.nanmax(np.stack([*friendly, np.zeros_like(friendly[0])]), axis=0)
    minus = np.nanmin(np.stack([*hostile, np.zeros_like(friendly[0])]), axis=0)
    known = np.isfinite(np.stack([*friendly, *hostile])).any(axis=0)
    tie = np.where(minus <= -thresholds.RIVALRY_RULES, minus + 0.5 * plus, plus + minus)
    return np.where(known, tie, np.nan).astype(np.float32)


def _family(bench: Bench, name: str, first: int, last: int, tied, sign: float) -> NDArray[np.float32]:
    """Share of the covered years in which a family shows the tie, times its sign."""
    cube = bench.cube(name)
    window = cube.window(first, min(last, cube.last_year))
    if not len(window):
        return np.full(bench.index.pairs + 1, np.nan, dtype=np.float32)
    count = np.isfinite(window).sum(axis=0)
    share = tied(window).sum(axis=0) / np.maximum(count, 1)  # no comparison holds of NaN
    return np.where(count > 0, sign * share, np.nan).astype(np.float32)


def matrix(bench: Bench, values: NDArray[np.float32]) -> NDArray[np.float64]:
    """Pair values as a symmetric matrix of states, NaN as 0."""
    size = bench.index.size
    square = np.zeros((size, size))
    square[np.triu_indices(size, 1)] = np.nan_to_num(values[:-1])
    return square + square.T


@dataclass(frozen=True)
class Predicted:
    """How a pair's tie moved, what its triads at the start predict, and how rare the rest is.

    `slope` is the move a full pull of third parties goes with over all pairs, `low` and `high` its 95
    per cent interval; `percentile` ranks the pair's unexplained move among all pairs with ties.
    """

    moved: float
    expected: float
    slope: float
    low: float
    high: float
    percentile: float
    pairs: int


def predicted(
    bench: Bench, pair: int, before: tuple[int, int], after: tuple[int, int], latest: int
) -> Predicted | None:
    """Set one pair's move against the triads all pairs stood in; None where it has no third party."""
    first, last = ties(bench, *before, latest), ties(bench, *after, latest)
    size = bench.index.size
    upper = np.triu_indices(size, 1)
    start = matrix(bench, first)
    pull = balance.pull(start)[upper]
    reach = (np.abs(start) @ np.abs(start))[upper]
    moved = (last - first)[:-1]
    use = np.isfinite(moved) & (reach > 0)
    if not use[pair] or use.sum() < thresholds.FEWEST_PAIRS:
        return None
    columns = [pull[use], np.nan_to_num(first[:-1])[use], np.ones(int(use.sum()))]
    x = np.column_stack(columns).astype(np.float64)
    y = moved[use].astype(float)
    beta, *_ = np.linalg.lstsq(x, y, rcond=None)
    residual = y - x @ beta
    slope, spread = float(beta[0]), _clustered(x, residual, (upper[0][use], upper[1][use]))
    place = int(np.count_nonzero(use[:pair]))
    return Predicted(
        float(moved[pair]),
        float(x[place] @ beta),
        slope,
        slope - 1.96 * spread,
        slope + 1.96 * spread,
        placebo.percentile(float(residual[place]), residual.astype(np.float32)),
        int(use.sum()),
    )


def _clustered(x: NDArray[np.float64], residual: NDArray[np.float64], ends: tuple[NDArray, NDArray]) -> float:
    """Standard error of the first coefficient, clustered on both states (Aronow, Samii and Assenova 2015)."""
    bread = np.linalg.pinv(x.T @ x)
    scores = x * residual[:, None]
    sums = np.zeros((int(max(e.max() for e in ends)) + 1, x.shape[1]))
    for end in ends:
        np.add.at(sums, end, scores)
    meat = sums.T @ sums - scores.T @ scores
    return float(np.sqrt(max((bread @ meat @ bread)[0, 0], 0.0)))


def signs(bench: Bench, first: int, last: int, latest: int) -> NDArray[np.int8]:
    """Ties as -1, 0 and 1; shape (states, states)."""
    square = matrix(bench, ties(bench, first, last, latest))
    return np.where(
        square >= thresholds.SIGNED_TIE, 1, np.where(square <= -thresholds.SIGNED_TIE, -1, 0)
    ).astype(np.int8)


def neighbourhood(square: NDArray[np.int8], members: tuple[int, ...], most: int = 24) -> NDArray[np.int64]:
    """The members and the states with most ties to them, in index order."""
    near = np.abs(square[list(members)]).sum(axis=0).astype(float)
    weight = np.where(near > 0, near + np.abs(square).sum(axis=0) / 1e4, 0.0)
    weight[list(members)] = np.inf
    chosen = np.argsort(-weight, kind="stable")[:most]
    return np.sort(chosen[weight[chosen] > 0])


def tie(bench: Bench, one: int, others: tuple[int, ...], first: int, last: int, latest: int) -> float:
    """Mean tie of one state (a row of the index) with one or several others; NaN where not covered."""
    values = ties(bench, first, last, latest)[bench.index.pair(one, np.array(others))]
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")
