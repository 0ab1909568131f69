"""Dynamic ordinal ideal points from roll calls: one dimension, all sessions at once.

In: votes (state, roll call, session; 1 yes, 2 abstain, 3 no). Out: a point and interval for every state
and session. The model is that of Bailey, Strezhnev and Voeten (2017, Journal of Conflict Resolution
61(2)): a vote falls by the ordered cut points of its roll call, which the state's point moves by the
roll call's discrimination; a state's point wanders from session to session. Errors are normal.

The fit scores in turns: three parameters a roll call, averaged over where its voters may be; then every
state's path by one banded system (in the manner of Imai, Lo and Olmsted 2016, American Political Science
Review 110(4), who use variational EM). Intervals are those of the state's path given the roll calls. A
question put again in a later session can bridge the two by keeping its parameters: name it the same
in `items` (`roll_calls.questions` knows those put again word for word). How near it comes to the
published points is in `benchmarks/ideal.py`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numba import njit, prange
from scipy.special import ndtri

from detente.errors import InputError

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

UNITED_STATES = 2
_INTERVAL = 1.959963984540054
_HEIGHT = 0.3989422804014327  # of the standard normal density at 0
_HALF_ROOT = 0.7071067811865476


@dataclass(frozen=True)
class Settings:
    """Priors, on the scale on which all points together have a standard deviation of 1.

    `memory` is the correlation of a state's point with its point a session before; `pull` the prior
    standard deviation of a point, `discrimination` that of roll calls' discriminations; `pseudo` counts
    as so many votes of each kind, cast from the middle, on every roll call, which keeps the cut points
    of unanimous ones finite. The fit stops when points move less than `tolerance` (root mean square).

    `memory` and `pull` let a point move by 0.36 a session (`pull` times the root of 1 less `memory` squared).
    The published points let it move by 0.5 with as many votes as the session before, by less with fewer.
    A weaker pull lets blocs that always vote alike run away from all others.
    """

    memory: float = 0.7
    pull: float = 0.5
    discrimination: float = 1.3
    pseudo: float = 0.01
    iterations: int = 60
    tolerance: float = 0.004


@dataclass(frozen=True)
class Fit:
    """Points by state and session, and what the roll calls turned out to ask.

    `points`: ccode, year (of the session), ideal, low, high (95 per cent). `items`: resid, session_year,
    discrimination, cut1, cut2 (between yes and abstain, abstain and no). `iterations` it took;
    `converged` says whether the last one moved less than the tolerance.
    """

    points: pl.DataFrame
    items: pl.DataFrame
    iterations: int
    converged: bool


def fit(
    votes: pl.DataFrame,
    *,
    resolutions: NDArray[np.integer] | None = None,
    items: pl.DataFrame | None = None,
    positive: int = UNITED_STATES,
    settings: Settings = Settings(),
) -> Fit:
    """Fit ideal points to `votes` (session_year, resid, ccode, vote).

    `session_year` may be any period in whole years; `roll_calls.by_year` puts the calendar year there and
    leaves out motions of procedure, as the published points do since 2025. `resolutions` limits the roll
    calls (an issue, or the user's newer votes among them); `items` (resid, item) names roll calls that are
    the same question; the scale points up where the state `positive` is. Raises InputError for votes other
    than 1, 2, 3 or too few of them.
    """
    import polars as pl

    if resolutions is not None:
        votes = votes.filter(pl.col("resid").is_in(np.asarray(resolutions).tolist()))
    if votes.height < 10 or not votes["vote"].is_in([1, 2, 3]).all():
        raise InputError("Ideal points need at least ten votes coded 1 (yes), 2 (abstain), 3 (no).")
    data = _arrange(votes, items)
    state = _begin(data)
    done, moved = 0, np.inf
    while done < settings.iterations and moved >= settings.tolerance:
        done += 1
        spread = np.sqrt(state.variance)
        _fit_items(data.order, data.starts, data.node, data.vote, state.theta, spread, state.parameters,
                   settings.pseudo, settings.discrimination**-2)  # fmt: skip
        moved = _fit_states(data, state, settings.memory, settings.pull**2)
    return _report(data, state, positive, done, moved < settings.tolerance)


@dataclass(frozen=True)
class _Data:
    """Votes sorted by session; a node is a state in a session, numbered by state, then session."""

    votes: pl.DataFrame
    item: NDArray[np.int32]
    node: NDArray[np.int32]
    vote: NDArray[np.int8]
    order: NDArray[np.int32]  # votes by item
    starts: NDArray[np.int64]  # where each item's votes begin in `order`
    by_node: NDArray[np.int32]  # votes by node
    node_starts: NDArray[np.int64]
    codes: NDArray[np.int16]  # of nodes
    years: NDArray[np.int16]
    gaps: NDArray[np.float64]  # sessions since the state's node before; 0 at its first


@dataclass
class _State:
    theta: NDArray[np.float64]
    variance: NDArray[np.float64]
    parameters: NDArray[np.float64]  # (items, 3): cut1, cut2, discrimination


def _arrange(votes: pl.DataFrame, items: pl.DataFrame | None) -> _Data:
    import polars as pl

    votes = votes.select("session_year", "resid", "ccode", "vote").sort("session_year", "resid", "ccode")
    name = pl.col("resid").cast(pl.Int64)
    if items is not None:
        known = items.select("resid", pl.col("item").cast(pl.String)).unique("resid")
        votes = votes.join(known, on="resid", how="left", maintain_order="left")
        name = pl.col("item").fill_null(pl.col("resid").cast(pl.String))
    item = votes.select(name.rank("dense").cast(pl.Int32) - 1).to_series().to_numpy()
    years, codes = votes["session_year"].to_numpy(), votes["ccode"].to_numpy()
    label, node = np.unique(codes.astype(np.int64) * 10_000 + years, return_inverse=True)
    of_code, of_year = (label // 10_000).astype(np.int16), (label % 10_000).astype(np.int16)
    gaps = np.zeros(len(label))
    same = of_code[1:] == of_code[:-1]
    gaps[1:][same] = (of_year[1:] - of_year[:-1])[same]
    order, by_node = (np.argsort(a, kind="stable").astype(np.int32) for a in (item, node))
    starts, node_starts = (np.concatenate([[0], np.cumsum(np.bincount(a))]) for a in (item, node))
    return _Data(votes, item, node.astype(np.int32), votes["vote"].to_numpy(), order, starts,
                 by_node, node_starts, of_code, of_year, gaps)  # fmt: skip


def _begin(data: _Data) -> _State:
    """Start from the first principal component of each session's votes, signs chained over sessions."""
    years = data.years[data.node]
    theta = np.zeros(len(data.codes))
    past = np.full(1000, np.nan)
    bounds = np.flatnonzero(np.diff(years, prepend=years[0] - 1, append=years[-1] + 1))
    for low, high in pairwise(bounds):
        nodes, place = np.unique(data.node[low:high], return_inverse=True)
        questions, column = np.unique(data.item[low:high], return_inverse=True)
        table = np.full((len(nodes), len(questions)), np.nan)
        table[place, column] = data.vote[low:high]
        table -= np.nanmean(table, axis=0)
        table = np.nan_to_num(table)
        # A state that voted little says little of the component.
        first = np.linalg.eigh(table @ table.T)[1][:, -1]
        spread = first.std()
        point = (first - first.mean()) / spread if spread > 0 else first
        codes = data.codes[nodes]
        known = np.isfinite(past[codes])
        if known.any() and np.sum(past[codes][known] * point[known]) < 0:
            point = -point
        past[codes] = point
        theta[nodes] = point
    counts = np.stack([np.bincount(data.item, data.vote == k, len(data.starts) - 1) + 1.0 for k in (1, 2, 3)])
    share = np.cumsum(counts, axis=0) / counts.sum(axis=0)
    parameters = np.stack([ndtri(share[0]), ndtri(share[1]),
                           np.zeros(len(share[0]))], axis=1)  # fmt: skip
    return _State(theta, np.full(len(theta), 0.05), parameters)


@njit(cache=True)
def _slopes(kind, low, high):  # pragma: no cover (compiled)
    """First derivatives of the log chance of a vote by its two cut points, and minus the second.

    `low` and `high` are the cut points less what moves the state; a yes has no lower, a no no upper end.
    """
    low, high = min(max(low, -8.0), 8.0), min(max(high, -8.0), 8.0)
    d1 = d2 = 0.0
    if kind == 1:
        d1 = _HEIGHT * math.exp(-0.5 * low * low) / (0.5 * math.erfc(-low * _HALF_ROOT))
    elif kind == 3:
        d2 = -_HEIGHT * math.exp(-0.5 * high * high) / (0.5 * math.erfc(high * _HALF_ROOT))
    else:
        chance = 0.5 * (math.erfc(-high * _HALF_ROOT) - math.erfc(-low * _HALF_ROOT))
        chance = max(chance, 1e-12)
        d1 = -_HEIGHT * math.exp(-0.5 * low * low) / chance
        d2 = _HEIGHT * math.exp(-0.5 * high * high) / chance
    return d1, d2, d1 * d1 + low * d1, d1 * d2, d2 * d2 + high * d2


@njit(parallel=True, cache=True)
def _fit_items(order, starts, node, vote, theta, spread, parameters, pseudo, tightness):  # pragma: no cover
    """Two scoring steps for the cut points and the discrimination of every item."""
    for q in prange(len(starts) - 1):
        for _ in range(2):
            cut1, cut2, slope = parameters[q]
            g1 = g2 = h11 = h12 = h22 = 0.0
            gb, hb1, hb2 = -slope * tightness, 0.0, 0.0
            hbb = tightness
            for n in range(2 * starts[q] - 3, 2 * starts[q + 1]):
                # Three pseudo-votes first, one of each kind, from the middle of the scale; then every
                # vote twice, a standard deviation to either side of where the state is.
                if n < 2 * starts[q]:
                    kind, x, weight = n - 2 * starts[q] + 4, 0.0, pseudo
                else:
                    v = order[n // 2]
                    side = 1.0 if n % 2 else -1.0
                    kind, x, weight = vote[v], theta[node[v]] + side * spread[node[v]], 0.5
                d1, d2, a11, a12, a22 = _slopes(kind, cut1 - slope * x, cut2 - slope * x)
                g1 += weight * d1
                g2 += weight * d2
                gb -= weight * x * (d1 + d2)
                h11 += weight * a11
                h12 += weight * a12
                h22 += weight * a22
                hb1 -= weight * x * (a11 + a12)
                hb2 -= weight * x * (a12 + a22)
                hbb += weight * x * x * (a11 + 2.0 * a12 + a22)
            # Solve the 3 by 3 system by elimination.
            m = h12 / h11
            s22, s2b, r2 = h22 - m * h12, hb2 - m * hb1, g2 - m * g1
            m = hb1 / h11
            sbb, rb = hbb - m * hb1, gb - m * g1
            m = s2b / s22
            step_b = (rb - m * r2) / (sbb - m * s2b)
            step_2 = (r2 - s2b * step_b) / s22
            step_1 = (g1 - h12 * step_2 - hb1 * step_b) / h11
            scale = 1.0 / max(1.0, abs(step_b), 0.5 * abs(step_1), 0.5 * abs(step_2))
            new1, new2 = cut1 + scale * step_1, cut2 + scale * step_2
            if new2 - new1 > 1e-3:
                parameters[q, 0], parameters[q, 1] = new1, new2
                parameters[q, 2] = slope + scale * step_b


@njit(parallel=True, cache=True)
def _information(by_node, starts, item, vote, theta, parameters):  # pragma: no cover (compiled)
    """Score and information of every node's point from its votes."""
    score, information = np.zeros((2, len(theta)))
    for k in prange(len(theta)):
        for n in range(starts[k], starts[k + 1]):
            v = by_node[n]
            cut1, cut2, slope = parameters[item[v]]
            eta = slope * theta[k]
            d1, d2, a11, a12, a22 = _slopes(vote[v], cut1 - eta, cut2 - eta)
            score[k] -= slope * (d1 + d2)
            information[k] += slope * slope * (a11 + 2.0 * a12 + a22)
    return score, information


def _fit_states(data: _Data, state: _State, memory: float, pull: float) -> float:
    """One scoring step for all states' paths; returns the root mean square move."""
    score, information = _information(data.by_node, data.node_starts, data.item, data.vote,
                                      state.theta, state.parameters)  # fmt: skip
    target = information * state.theta + score
    theta, variance = _smooth(target, information, data.gaps, memory, pull)
    # The scale is free: discriminations take up what the points give.
    scale = theta.std()
    theta, variance = theta / scale, variance / scale**2
    state.parameters[:, 2] *= scale
    moved = float(np.sqrt(np.mean((theta - state.theta) ** 2)))
    state.theta, state.variance = theta, variance
    return moved


@njit(cache=True)
def _smooth(target, information, gaps, memory, pull):  # pragma: no cover (compiled)
    """Mean and variance of paths: normal observations of precision `information`, first-order autoregressive prior.

    Every point has prior variance `pull`; a new path begins where `gaps` is 0. Forward and backward
    elimination of the block tridiagonal system (Rauch, Tung and Striebel 1965).
    """
    count = len(target)
    mean, variance = np.zeros(count), np.zeros(count)
    ahead = np.zeros(count)  # variance of the prediction from the point before
    for k in range(count):
        prior, spread = 0.0, pull
        if gaps[k] > 0:
            kept = memory ** gaps[k]
            prior, spread = kept * mean[k - 1], pull + kept * kept * (variance[k - 1] - pull)
        ahead[k] = spread
        variance[k] = 1.0 / (1.0 / spread + information[k])
        mean[k] = variance[k] * (prior / spread + target[k])
    for k in range(count - 2, -1, -1):
        if gaps[k + 1] > 0:
            kept = memory ** gaps[k + 1]
            gain = kept * variance[k] / ahead[k + 1]
            mean[k] += gain * (mean[k + 1] - kept * mean[k])
            variance[k] += gain * gain * (variance[k + 1] - ahead[k + 1])
    return mean, variance


def _report(data: _Data, state: _State, positive: int, iterations: int, converged: bool) -> Fit:
    import polars as pl

    anchor = state.theta[data.codes == positive]
    sign = -1.0 if len(anchor) and anchor.mean() < 0 else 1.0
    theta, half = sign * state.theta, _INTERVAL * np.sqrt(state.variance)
    points = pl.DataFrame({"ccode": data.codes, "year": data.years, "ideal": theta,
                           "low": theta - half, "high": theta + half})  # fmt: skip
    rolls = (
        data.votes.select("resid", "session_year")
        .with_columns(item=pl.Series(data.item))
        .unique("resid", keep="first", maintain_order=True)
    )
    found = state.parameters[rolls["item"].to_numpy()]
    items = rolls.select("resid", "session_year").with_columns(
        discrimination=pl.Series(sign * found[:, 2]), cut1=pl.Series(found[:, 0]), cut2=pl.Series(found[:, 1])
    )
    return Fit(points, items, iterations, converged)
