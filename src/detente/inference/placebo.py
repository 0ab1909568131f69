"""Change between two windows, ranked against the same change in every other pair of states.

In: arrays (years, cases) of a measure for two windows. Out: one case's change with an interval that
allows for serial correlation, and its percentile among all cases. No politics here.

Interval: a moderated t (Smyth 2004, Statistical Applications in Genetics 3(1)): five yearly values say
little of their own noise, so each case's variance is drawn towards the mean variance of all cases,
as if four more years of it had been seen; the effective number of years is n (1 - r) / (1 + r), r the
lag-one autocorrelation pooled over all cases (Bayley and Hammersley 1946).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.inference import thresholds

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PRIOR_YEARS = 4.0
_MOST_AUTOCORRELATION = 0.6


@dataclass(frozen=True)
class Pool:
    """What the same comparison gives for every case: the changes, and how noisy a year is."""

    changes: NDArray[np.float32]
    variance: float
    autocorrelation: float

    @property
    def size(self) -> int:
        """Number of cases with a change."""
        return int(np.isfinite(self.changes).sum())

    @cached_property
    def ranks(self) -> NDArray[np.float32]:
        """Percentile (mid-rank, 0 to 100) of every case's change; NaN where it has none."""
        known = np.isfinite(self.changes)
        found = np.full(len(self.changes), np.nan, dtype=np.float32)
        values = np.round(self.changes[known], 6)
        if not len(values):
            return found
        order = _order(values)
        ordered = values[order]
        starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
        ends = np.r_[starts[1:], len(ordered)]
        ranks = np.empty(len(values), dtype=np.float32)
        ranks[order] = np.repeat(50.0 * (starts + ends) / len(values), ends - starts)
        found[known] = ranks
        return found


def _order(values: NDArray[np.float32]) -> NDArray[np.int64]:
    """`np.argsort` of finite values: their bits, made to rise with them, and their places sorted as one number.

    Sorting numbers uses the processor's vectors, which sorting places does not: twice as fast.
    """
    bits = (values + np.float32(0)).view(np.int32).astype(np.int64)  # minus zero becomes zero
    rising = np.where(bits < 0, np.int64(-(2**31)) - bits, bits)
    return np.sort(rising << 32 | np.arange(len(values))) & 0xFFFFFFFF


@dataclass(frozen=True)
class Change:
    """A case's change: after minus before, its interval, and its placebo percentile (0 to 100).

    Percentiles are mid-ranks: a case tied with everybody stands at 50.
    """

    before: float
    after: float
    estimate: float
    low: float
    high: float
    percentile: float


def window_mean(values: NDArray[np.float32], fewest: int = thresholds.FEWEST_YEARS) -> NDArray[np.float32]:
    """Mean over the first axis, NaN where fewer than `fewest` values are known."""
    known = np.isfinite(values)
    count = known.sum(axis=0)
    total = np.where(known, values, 0).sum(axis=0)
    return np.where(count >= fewest, total / np.maximum(count, 1), np.nan).astype(np.float32)


@dataclass(frozen=True)
class Summary:
    """What a pool needs to know of one window: every case's mean, and the noise around the means."""

    mean: NDArray[np.float32]
    squares: float
    lagged: float
    degrees: float
    years: int


def summarise(values: NDArray[np.float32], fewest: int = thresholds.FEWEST_YEARS) -> Summary:
    """Means of all cases in a window (years, cases), with pooled squares and lag-one products."""
    known = np.isfinite(values)
    filled = np.where(known, values, np.float32(0))
    count = known.sum(axis=0)
    mean = filled.sum(axis=0) / np.maximum(count, 1)
    enough = count >= fewest
    residual = np.where(known & enough, filled - mean, np.float32(0))
    return Summary(
        mean=np.where(enough, mean, np.nan).astype(np.float32),
        squares=float(np.einsum("ij,ij->", residual, residual)),
        lagged=float(np.einsum("ij,ij->", residual[1:], residual[:-1])),
        degrees=float(count[enough].sum() - enough.sum()),
        years=len(values),
    )


def combine(before: Summary, after: Summary) -> Pool:
    """The change of every case between two windows, with the pooled yearly variance and autocorrelation."""
    squares, lagged = before.squares + after.squares, before.lagged + after.lagged
    degrees = before.degrees + after.degrees
    variance = squares / degrees if degrees > 0 else 0.0
    # Demeaning short windows biases the lag-one autocorrelation down by about 1 / n.
    years = (before.years + after.years) / 2
    r = lagged / squares + 1 / max(years, 2) if squares > 0 else 0.0
    return Pool(after.mean - before.mean, variance, float(np.clip(r, 0.0, _MOST_AUTOCORRELATION)))


def pool_of(before: NDArray[np.float32], after: NDArray[np.float32]) -> Pool:
    """`combine` straight from the values of two windows."""
    return combine(summarise(before), summarise(after))


def percentile(value: float, pool: NDArray[np.float32]) -> float:
    """Mid-rank of `value` among the known values of `pool`, 0 to 100."""
    known = pool[np.isfinite(pool)]
    if not len(known):
        return float("nan")
    tolerance = 1e-6 * max(1.0, abs(value))
    below = np.count_nonzero(known < value - tolerance)
    tied = np.count_nonzero(np.abs(known - value) <= tolerance)
    return 100.0 * (below + 0.5 * tied) / len(known)


def interval(
    before: NDArray[np.float64], after: NDArray[np.float64], variance: float = 0.0, r: float = 0.3
) -> tuple[float, float, float]:
    """Difference of means with its 95 per cent interval; yearly values, NaN dropped.

    `variance` and `r` are the pool's yearly variance and lag-one autocorrelation.
    """
    from scipy.special import stdtrit  # a fifth of a second to load; ranks do without it

    a, b = before[np.isfinite(before)], after[np.isfinite(after)]
    difference = float(b.mean() - a.mean())
    own = float(np.sum((a - a.mean()) ** 2) + np.sum((b - b.mean()) ** 2))
    freedom = len(a) + len(b) - 2 + _PRIOR_YEARS
    noise = (own + _PRIOR_YEARS * variance) / freedom
    shrink = (1 - r) / (1 + r)
    years = [max(len(x) * shrink, 1.0) for x in (a, b)]
    spread = (noise * (1 / years[0] + 1 / years[1])) ** 0.5
    half = float(stdtrit(freedom, 0.5 + thresholds.CONFIDENCE / 2)) * spread
    return difference, difference - half, difference + half


def ranked_change(
    before: NDArray[Any],
    after: NDArray[Any],
    pool: Pool,
    fewest: int = thresholds.FEWEST_YEARS,
) -> Change | None:
    """One case's change from its yearly values in the two windows, ranked in `pool`.

    None where a window has fewer than `fewest` known years.
    """
    if np.isfinite(before).sum() < fewest or np.isfinite(after).sum() < fewest:
        return None
    estimate, low, high = interval(
        before.astype(float), after.astype(float), pool.variance, pool.autocorrelation
    )
    return Change(
        before=float(np.nanmean(before)),
        after=float(np.nanmean(after)),
        estimate=estimate,
        low=low,
        high=high,
        percentile=percentile(estimate, pool.changes),
    )


def composite(
    ranks: Sequence[NDArray[np.float32]], own: Sequence[float], families: Sequence[str]
) -> tuple[float, dict[str, float]]:
    """Rank of a case's change over all families together, and its mean percentile in each family.

    `ranks[k]` are all cases' percentiles under specification k, `own[k]` the case's, both oriented
    so that 100 is the claimed way; `families[k]` is the specification's family. Families weigh the
    same, specifications within a family too. The case is ranked among the cases that have a value
    in as many families, so a quiet pair with few sources is not compared with a busy one.
    """
    names = list(dict.fromkeys(families))
    totals, counts = [], []
    mine: dict[str, float] = {}
    for name in names:
        members = [k for k, f in enumerate(families) if f == name]
        total = np.zeros(len(ranks[members[0]]), dtype=np.float32)
        count = np.zeros(len(total), dtype=np.float32)
        for k in members:
            known = np.isfinite(ranks[k])
            total[known] += ranks[k][known]
            count += known
        totals.append(np.where(count > 0, total / np.maximum(count, 1), 0))
        counts.append(count > 0)
        mine[name] = float(np.mean([own[k] for k in members]))
    seen = np.sum(counts, axis=0)
    overall = np.sum(totals, axis=0) / np.maximum(seen, 1)
    overall[seen < max(len(names) - 1, 1)] = np.nan
    return percentile(float(np.mean(list(mine.values()))), overall), mine
