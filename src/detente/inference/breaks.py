"""Change points and trends of many series at once.

In: an array (series, times). Out: breakpoints, the probability that the last change is recent, slopes.

- `pelt`: the segmentation with the least sum of squared deviations plus a penalty a break (Jackson et
  al. 2005, IEEE Signal Processing Letters 12(2)), found exactly with the pruning of Killick, Fearnhead
  and Eckley (2012, JASA 107(500)). Equal to `ruptures.Pelt(model="l2", jump=1)`.
- `monitor`: the posterior of the time since the last change after every observation (Adams and
  MacKay 2007, arXiv:0710.3742), normal data with unknown mean and variance.
- `trend`: Mann-Kendall test with the variance of Hamed and Rao (1998, Journal of Hydrology 204) under
  autocorrelation, and the slope of Theil and Sen (Sen 1968, JASA 63(324)) with its interval.

The loops are compiled by numba: they follow each series' own past, which arrays over blocks of series
cannot (measured: 40,000 series of 240 points, 1.2e9 comparisons, under a second of processor time).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numba import njit, prange
from scipy.special import gammaln, ndtr

from detente.errors import InputError
from detente.inference.segments import default_penalty

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Breaks:
    """Breakpoints of many series: `positions[offsets[k]:offsets[k + 1]]` are those of series k.

    A position is the index of the first point of a new segment. `cost` is the sum of squared
    deviations from segment means, by series.
    """

    positions: NDArray[np.int32]
    offsets: NDArray[np.int64]
    cost: NDArray[np.float64]

    def of(self, k: int) -> list[int]:
        """Breakpoints of series k, rising; empty if it has none."""
        return self.positions[self.offsets[k] : self.offsets[k + 1]].tolist()

    @property
    def counts(self) -> NDArray[np.int64]:
        """Number of breaks of each series."""
        return np.diff(self.offsets)

    @property
    def last(self) -> NDArray[np.int64]:
        """Latest breakpoint of each series, -1 where there is none."""
        ends = np.append(self.positions, -1)[self.offsets[1:] - 1]
        return np.where(self.counts > 0, ends, -1)


def pelt(
    series: NDArray[np.floating],
    penalty: float | NDArray[np.floating] | None = None,
    min_size: int = 2,
) -> Breaks:
    """Exact segmentation of every row of `series` (series, times) by changes of its mean.

    `penalty` is what a break costs, in the squared unit of the series: one number, one a series, or
    None for `default_penalty`. No segment is shorter than `min_size`. Raises InputError for missing
    values or an impossible size.
    """
    series = np.atleast_2d(np.asarray(series, dtype=np.float64))
    count, length = series.shape
    if not np.isfinite(series).all():
        raise InputError("Segmentation needs series without missing or infinite values.")
    if not 1 <= min_size <= length:
        raise InputError(f"Segments of at least {min_size} do not fit series of {length} points.")
    given = default_penalty(series) if penalty is None else np.asarray(penalty, dtype=np.float64)
    penalties = np.array(np.broadcast_to(given, (count,)), order="C")
    if not (penalties >= 0).all():
        raise InputError("A penalty is a number of at least zero.")
    # Centred first: sums of squares then keep their digits.
    centred = series - series.mean(axis=1, keepdims=True)
    marks, total = _search(centred, penalties, min_size)
    rows, positions = np.nonzero(marks)
    offsets = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=count))])
    return Breaks(positions.astype(np.int32), offsets, total - penalties * np.diff(offsets))


_NONE = 1e300  # more than any total; infinities would keep the inner loop from being vectorised


@njit(parallel=True, cache=True)
def _search(series, penalties, min_size):  # pragma: no cover (compiled)
    """Marks (series, times + 1) of segment ends on the best path, and the least penalised total."""
    count, length = series.shape
    marks = np.zeros((count, length + 1), np.bool_)
    totals = np.empty(count, np.float64)
    # inverse[length - n] = 1 / n: read forwards with the segment's start.
    inverse = np.zeros(length + 1, np.float64)
    for n in range(1, length + 1):
        inverse[length - n] = 1.0 / n
    for k in prange(count):
        sums = np.zeros(length + 1, np.float64)
        squares = np.zeros(length + 1, np.float64)
        for t in range(length):
            sums[t + 1] = sums[t] + series[k, t]
            squares[t + 1] = squares[t] + series[k, t] * series[k, t]
        penalty = penalties[k]
        base = np.full(length + 1, _NONE)  # least total of the points before a start, less their squares
        base[0] = 0.0
        values = np.empty(length + 1, np.float64)
        opening = np.zeros(length + 1, np.int32)  # starts below it are ruled out min_size later
        for t in range(min_size, length + 1):
            first = opening[t - min_size]
            low = _least(values, base, sums, inverse, first, t, min_size)
            best = low + squares[t]
            base[t] = low + penalty
            # A start that a break at t already beats is beaten at every end that break can serve.
            kept = max(first, opening[t - 1])
            while kept < t - min_size and values[kept] > base[t] + 1e-9 * abs(best):
                kept += 1
            opening[t] = kept
        totals[k] = base[length] - penalty + squares[length]
        t = length
        while t > 0:
            first = opening[t - min_size]
            low = _least(values, base, sums, inverse, first, t, min_size)
            t = _where(values, low, first)
            marks[k, t] = t > 0
    return marks, totals


@njit(cache=True)
def _least(values, base, sums, inverse, first, t, min_size):  # pragma: no cover (compiled)
    """Least total over segments that end at t, by start; fills `values` from `first` on."""
    count = t - min_size + 1 - first
    turn = len(inverse) - 1 - t + first
    # Slices, so that the loop has plain indices and is vectorised.
    bases, before, shares = base[first:], sums[first:], inverse[turn:]
    at, found = sums[t], values[first:]
    for c in range(count):
        gap = at - before[c]
        found[c] = bases[c] - gap * gap * shares[c]
    return _minimum(found, count)


@njit(cache=True)
def _minimum(values, count):  # pragma: no cover (compiled)
    """Least of the first `count` values, by eight running minima: the compiler turns them into one."""
    a = b = c = d = e = f = g = h = _NONE
    k = 0
    while k + 8 <= count:
        a = values[k] if values[k] < a else a
        b = values[k + 1] if values[k + 1] < b else b
        c = values[k + 2] if values[k + 2] < c else c
        d = values[k + 3] if values[k + 3] < d else d
        e = values[k + 4] if values[k + 4] < e else e
        f = values[k + 5] if values[k + 5] < f else f
        g = values[k + 6] if values[k + 6] < g else g
        h = values[k + 7] if values[k + 7] < h else h
        k += 8
    low = min(min(min(a, b), min(c, d)), min(min(e, f), min(g, h)))
    while k < count:
        low = min(low, values[k])
        k += 1
    return low


@njit(cache=True)
def _where(values, low, first):  # pragma: no cover (compiled)
    s = first
    while values[s] != low:
        s += 1
    return s


@dataclass(frozen=True)
class Monitor:
    """State of monitoring after the last observation, by series.

    `recent` is the probability that the mean or variance changed within the last `window`
    observations; `run` the likeliest number of observations since the last change; `mean` and `before`
    the means of the values since then and of all earlier ones (NaN without earlier ones).
    """

    recent: NDArray[np.float64]
    run: NDArray[np.int64]
    mean: NDArray[np.float64]
    before: NDArray[np.float64]


def monitor(series: NDArray[np.floating], window: int = 12, expected_run: float = 120.0) -> Monitor:
    """Follow every row of `series` (series, times) and say whether it has just changed.

    `expected_run` is the mean number of observations between changes before any is seen. Each series
    is put on its own scale first (median, median absolute deviation), with a weak prior there:
    mean 0 worth a tenth of an observation, variance 1 worth two. Missing values are skipped. Raises
    InputError for an impossible window.
    """
    series = np.atleast_2d(np.asarray(series, dtype=np.float64))
    if not 1 <= window < series.shape[1] or expected_run <= 1:
        raise InputError("The window must be shorter than the series and a run longer than one observation.")
    known = np.isfinite(series)
    safe = np.where(known.any(axis=1, keepdims=True), series, 0.0)
    centre = np.nanmedian(safe, axis=1, keepdims=True)
    scale = np.nanmedian(np.abs(safe - centre), axis=1, keepdims=True) / 0.6745
    scale = np.where(scale > 0, scale, np.nanstd(safe, axis=1, keepdims=True))
    scale = np.where(scale > 0, scale, 1.0)
    steps = np.arange(series.shape[1] + 1)
    shape = 1.0 + steps / 2
    constant = gammaln(shape + 0.5) - gammaln(shape) - 0.5 * np.log(2 * np.pi)
    recent, run = _follow((series - centre) / scale, constant, window, 1.0 / expected_run)
    order = np.cumsum(known[:, ::-1], axis=1)[:, ::-1]  # 1 at the last known value, rising backwards
    since = known & (order <= run[:, None])
    total = np.where(known, series, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (total * since).sum(axis=1) / since.sum(axis=1)
        earlier = known & ~since
        before = (total * earlier).sum(axis=1) / earlier.sum(axis=1)
    return Monitor(recent, run, mean, before)


_LEAST_MASS = 1e-5  # run lengths less likely than this are let go


@njit(parallel=True, cache=True)
def _follow(series, constant, window, hazard):  # pragma: no cover (compiled)
    count, length = series.shape
    recent = np.zeros(count)
    run = np.zeros(count, np.int64)
    for k in prange(count):
        age = np.zeros(length + 1, np.int64)
        mass, kappa, mu, beta = np.zeros((4, length + 1))
        mass[0], kappa[0], beta[0] = 1.0, 0.1, 1.0
        alive = 1
        for t in range(length):
            x = series[k, t]
            if not math.isfinite(x):
                continue
            total = 0.0
            change = 0.0
            for r in range(alive):
                ratio = kappa[r] / (kappa[r] + 1.0)
                gap = x - mu[r]
                shape = 1.0 + 0.5 * age[r]
                density = math.exp(
                    constant[age[r]]
                    + 0.5 * math.log(ratio / beta[r])
                    - (shape + 0.5) * math.log(1.0 + 0.5 * ratio * gap * gap / beta[r])
                )
                mass[r] *= density
                beta[r] += 0.5 * ratio * gap * gap
                mu[r] = (kappa[r] * mu[r] + x) / (kappa[r] + 1.0)
                kappa[r] += 1.0
                age[r] += 1
                change += mass[r] * hazard
                mass[r] *= 1.0 - hazard
                total += mass[r]
            total += change
            kept = 0
            for r in range(alive):
                if mass[r] > _LEAST_MASS * total:
                    age[kept], mass[kept] = age[r], mass[r] / total
                    kappa[kept], mu[kept], beta[kept] = kappa[r], mu[r], beta[r]
                    kept += 1
            age[kept], mass[kept], kappa[kept], mu[kept], beta[kept] = 0, change / total, 0.1, 0.0, 1.0
            alive = kept + 1
        best = -1.0
        for r in range(alive):
            if age[r] < window:
                recent[k] += mass[r]
            if mass[r] > best and age[r] > 0:
                best = mass[r]
                run[k] = age[r]
    return recent, run


@dataclass(frozen=True)
class Trend:
    """Trend of every series: `slope` a step with its 95 per cent interval `low` to `high` (Theil and Sen,
    the interval widened by the autocorrelation correction), `tau` (Kendall), `z` and two-sided `p`
    (Mann-Kendall, corrected). NaN where fewer than four values are known.
    """

    slope: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    tau: NDArray[np.float64]
    z: NDArray[np.float64]
    p: NDArray[np.float64]


def trend(series: NDArray[np.floating], corrected: bool = True) -> Trend:
    """Monotone trend of every row of `series` (series, times); missing values (NaN) are skipped.

    `corrected` allows for autocorrelation; without it the test is the plain one.
    """
    series = np.atleast_2d(np.asarray(series, dtype=np.float64))
    slope, low, high, tau, z = _slopes(series, corrected)
    return Trend(slope, low, high, tau, z, 2 * ndtr(-np.abs(z)))


@njit(parallel=True, cache=True)
def _slopes(series, corrected):  # pragma: no cover (compiled)
    count = len(series)
    found = np.full((5, count), np.nan)
    for k in prange(count):
        times = np.flatnonzero(np.isfinite(series[k]))
        n = len(times)
        if n < 4:
            continue
        values = series[k][times]
        slopes = np.empty(n * (n - 1) // 2)
        score = 0
        at = 0
        for i in range(n - 1):
            for j in range(i + 1, n):
                gap = values[j] - values[i]
                slopes[at] = gap / (times[j] - times[i])
                at += 1
                score += (gap > 0) - (gap < 0)
        half = len(slopes) // 2
        slopes = np.partition(slopes, half)
        middle = slopes[half] if len(slopes) % 2 else 0.5 * (slopes[half] + slopes[:half].max())
        ordered = np.sort(values)
        ties = 0.0
        tied = 0.0
        i = 0
        while i < n:
            j = i
            while j < n and ordered[j] == ordered[i]:
                j += 1
            m = j - i
            ties += m * (m - 1.0) * (2 * m + 5.0)
            tied += m * (m - 1.0) / 2
            i = j
        variance = (n * (n - 1.0) * (2 * n + 5.0) - ties) / 18.0
        if variance <= 0:  # all values equal
            found[:, k] = 0.0
            continue
        if corrected:
            variance *= _inflation(values - middle * times, n)
        spread = math.sqrt(variance)
        found[0, k] = middle
        pairs = n * (n - 1) // 2
        reach = 1.959963984540054 * spread
        below = max(round((pairs - reach) / 2) - 1, 0)
        above = min(round((pairs + reach) / 2), pairs - 1)
        found[1, k] = np.partition(slopes[: half + 1], below)[below]
        found[2, k] = np.partition(slopes[half:], above - half)[above - half]
        found[3, k] = score / math.sqrt(pairs * (pairs - tied))
        # Continuity: the score moves in steps of two.
        step = 1 if score > 0 else (-1 if score < 0 else 0)
        found[4, k] = (score - step) / spread
    return found


@njit(cache=True)
def _inflation(residual, n):  # pragma: no cover (compiled)
    """n / n*: how much autocorrelation of the ranks of the residuals inflates the variance of the score.

    The lags follow a first-order autoregression: single lags of short series are too noisy. Its
    coefficient is corrected for bias (Marriott and Pope 1954, Biometrika 41), and never taken below 0.
    """
    rank = np.empty(n)
    order = np.argsort(residual)
    rank[order] = np.arange(1.0, n + 1.0)
    rank -= rank.mean()
    r = np.sum(rank[1:] * rank[:-1]) / np.sum(rank * rank)
    r = min(max((n * r + 1.0) / (n - 4.0), 0.0), 0.95) if n > 8 else max(r, 0.0)
    extra = 0.0
    for lag in range(1, n - 2):
        extra += (n - lag) * (n - lag - 1.0) * (n - lag - 2.0) * r**lag
    return 1.0 + 2.0 * extra / (n * (n - 1.0) * (n - 2.0))
