"""Did an outcome turn at a date? Interrupted series with controls, and synthetic control.

In: one treated series, control series over the same periods, the row of the date. Out: the change of
level with its interval, the trend before the date, the gap to a weighted mean of controls, and how
rare such a gap is among the controls treated in turn (placebo in space) and at an earlier date
(placebo in time).
Sources: Bernal, Cummins and Gasparrini 2017, International Journal of Epidemiology 46(1); Abadie,
Diamond and Hainmueller 2010, JASA 105; Ferman and Pinto 2021, Quantitative Economics 12(4) (series less
their means before the date); Newey and West 1987, Econometrica 55(3). No politics here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.special import stdtr, stdtrit

from detente.inference import thresholds

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Interrupted:
    """Level change at the date with its 95 per cent interval, and the slope before it with its p."""

    level: float
    low: float
    high: float
    slope_before: float
    p_slope: float


@dataclass(frozen=True)
class Synthetic:
    """Gap to the synthetic series after the date, in raw units; `p_space` is two-sided.

    `misfit` is the root mean square gap before the date; `in_time` the gap at a placebo date halfway
    through the periods before it; `weights` are (control, weight) of those above one per cent. `series` is
    the synthetic series, `fan` the (5th, 95th) percentile of the placebos' gaps, both for every period.
    """

    gap: float
    misfit: float
    p_space: float
    in_time: float | None
    controls: int
    weights: tuple[tuple[int, float], ...]
    series: tuple[float, ...]
    fan: tuple[tuple[float, float], ...]


def interrupted(treated: NDArray[np.float64], controls: NDArray[np.float64], at: int) -> Interrupted | None:
    """Segmented regression of treated less the controls' mean on a slope and a step at row `at`.

    `treated` has shape (periods,), `controls` (periods, n), NaN unknown. Newey-West errors with one
    lag. None with fewer than five periods before or two after.
    """
    counted = np.isfinite(controls)
    count = counted.sum(axis=1)
    mean = np.where(count > 0, np.where(counted, controls, 0.0).sum(axis=1) / np.maximum(count, 1), np.nan)
    y = treated - (mean if controls.shape[1] else 0.0)
    known = np.isfinite(y)
    time = np.arange(len(y)) - at
    before = known & (time < 0)
    if before.sum() < thresholds.SYNTHETIC_BEFORE or (known & (time >= 0)).sum() < thresholds.SYNTHETIC_AFTER:
        return None
    level, spread, freedom = _regress(y[known], np.column_stack([time >= 0, np.ones_like(time), time])[known])
    half = float(stdtrit(freedom, 0.5 + thresholds.CONFIDENCE / 2)) * spread[0]
    slope, slope_spread, left = _regress(y[before], np.column_stack([time, np.ones_like(time)])[before])
    t = abs(slope[0]) / slope_spread[0] if slope_spread[0] > 0 else 0.0
    step = float(level[0])
    return Interrupted(step, step - half, step + half, float(slope[0]), float(2 * stdtr(left, -t)))


def _regress(y: NDArray[np.float64], x: NDArray[Any]) -> tuple[NDArray, NDArray, int]:
    """Least squares with Newey-West standard errors (one lag): coefficients, errors, degrees of freedom."""
    x = x.astype(float)
    bread = np.linalg.pinv(x.T @ x)
    beta = bread @ x.T @ y
    scores = x * (y - x @ beta)[:, None]
    lagged = scores[1:].T @ scores[:-1]
    meat = scores.T @ scores + 0.5 * (lagged + lagged.T)
    freedom = max(len(y) - x.shape[1], 1)
    variance = bread @ meat @ bread * len(y) / freedom
    return beta, np.sqrt(np.maximum(np.diag(variance), 0.0)), freedom


def synthetic(treated: NDArray[np.float64], controls: NDArray[np.float64], at: int) -> Synthetic | None:
    """Synthetic control of `treated` (periods,) from `controls` (periods, n) with the date at row `at`.

    Controls with a gap are dropped; the thirty nearest before the date are used. None with fewer than
    five periods before, two after or nine controls.
    """
    whole = np.flatnonzero(np.isfinite(controls).all(axis=0))
    if (
        not np.isfinite(treated).all()
        or at < thresholds.SYNTHETIC_BEFORE
        or len(treated) - at < thresholds.SYNTHETIC_AFTER
    ):
        return None
    if len(whole) < thresholds.FEWEST_PLACEBOS:
        return None
    y = treated - treated[:at].mean()
    x = controls[:, whole] - controls[:at, whole].mean(axis=0)
    near = np.argsort(((x[:at] - y[:at, None]) ** 2).sum(axis=0), kind="stable")[
        : thresholds.SYNTHETIC_CONTROLS
    ]
    x, whole = x[:, near], whole[near]
    made, weights = _fit(y, x, at)
    own = _strength(y - made, at)
    gaps = [x[:, k] - _fit(x[:, k], np.delete(x, k, axis=1), at)[0] for k in range(x.shape[1])]
    placebos = [_strength(one, at) for one in gaps]
    p = (1 + sum(abs(s) >= abs(own) - 1e-12 for s in placebos)) / (1 + len(placebos))
    gap = y - made
    halfway = at // 2
    in_time = None
    if halfway >= thresholds.SYNTHETIC_BEFORE - 1 and at - halfway >= thresholds.SYNTHETIC_AFTER:
        early = y[:at] - y[:halfway].mean()
        others = x[:at] - x[:halfway].mean(axis=0)
        in_time = float((early - _fit(early, others, halfway)[0])[halfway:].mean())
    return Synthetic(
        gap=float(gap[at:].mean()),
        misfit=float(np.sqrt(np.mean(gap[:at] ** 2))),
        p_space=p,
        in_time=in_time,
        controls=x.shape[1],
        weights=tuple((int(whole[k]), float(w)) for k, w in enumerate(weights) if w > 0.01),
        series=tuple(float(v) for v in made + treated[:at].mean()),
        fan=tuple((float(low), float(high)) for low, high in np.percentile(gaps, [5, 95], axis=0).T),
    )


def _fit(y: NDArray[np.float64], x: NDArray[np.float64], at: int) -> tuple[NDArray, NDArray]:
    """The synthetic series and its weights: not negative, summing to one, nearest before the date."""
    from scipy.optimize import nnls  # a third of a second: only where it is used

    heavy = 1e3 * max(float(np.abs(x[:at]).max(initial=0.0)), 1.0)
    weights, _ = nnls(np.vstack([x[:at], np.full(x.shape[1], heavy)]), np.append(y[:at], heavy))
    weights = weights / max(weights.sum(), 1e-12)
    return x @ weights, weights


def _strength(gap: NDArray[np.float64], at: int) -> float:
    """Mean gap after the date in units of the misfit before it."""
    misfit = float(np.sqrt(np.mean(gap[:at] ** 2)))
    return float(gap[at:].mean()) / max(misfit, 1e-6 + 0.01 * float(np.abs(gap).max()))
