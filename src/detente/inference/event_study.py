"""Event study: was a series abnormal after a date, against other dates and other cases?

In: an array (periods, cases) and the case and date asked about. Out: the abnormal level (mean after
the date less mean before it, in units of the case's own period-to-period noise and in raw units),
with one-sided randomisation p-values from placebo dates (the same case at every other date whose
windows do not touch the event) and placebo cases (every other case at the same date).
Sources: MacKinlay 1997, Journal of Economic Literature 35(1); Edgington and Onghena 2007,
Randomization Tests. No politics here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.inference import thresholds

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class EventStudy:
    """What followed a date, oriented as asked (`p` small: abnormally high; use -values for low).

    `estimate`, `low`, `high` are raw units: the change of level and its interval, which inverts the
    distribution over placebo dates. `score` is the change in units of noise. `p_dates` and `p_cases`
    are None where there are fewer than nine placebos. `percentile` is the rank among placebo cases.
    """

    before: float
    after: float
    estimate: float
    low: float | None
    high: float | None
    score: float
    p_dates: float | None
    p_cases: float | None
    percentile: float | None
    dates: int
    cases: int

    def clear(self, alpha: float = 0.05) -> bool:
        """Whether every randomisation that could be made rejects at `alpha`, and cases could be."""
        known = [p for p in (self.p_dates, self.p_cases) if p is not None]
        return self.p_cases is not None and bool(known) and max(known) <= alpha


def study(
    values: NDArray[np.floating], case: int, at: int, *, before: int, after: int, fewest: int = 2
) -> EventStudy | None:
    """The event study of column `case` around row `at` (the first row that counts as after).

    `values` has shape (periods, cases), NaN unknown. `before` and `after` are window lengths in
    periods. None where either window has fewer than `fewest` known values.
    """
    values = np.asarray(values, dtype=float)
    if not 0 < at < len(values):
        return None
    own = _changes(values[:, case : case + 1], before, after, fewest)[:, 0]
    if not np.isfinite(own[at]):
        return None
    scale = _scale(values)
    estimate, unit = float(own[at]), float(scale[case])
    periods = np.arange(len(values))
    apart = (periods >= at + after + before) | (periods <= at - after - before)
    dates = own[apart & np.isfinite(own)]
    every = _changes(values[max(at - before, 0) : at + after], before, after, fewest)[min(at, before)]
    every = every / scale
    every[case] = np.nan
    cases = every[np.isfinite(every)]
    score = estimate / unit
    low = high = None
    if len(dates) >= thresholds.FEWEST_PLACEBOS:
        spread = np.percentile(dates - dates.mean(), [2.5, 97.5])
        low, high = estimate - float(spread[1]), estimate - float(spread[0])
    window = values[max(at - before, 0) : at, case]
    follow = values[at : at + after, case]
    return EventStudy(
        before=float(np.nanmean(window)),
        after=float(np.nanmean(follow)),
        estimate=estimate,
        low=low,
        high=high,
        score=score,
        p_dates=_p(estimate, dates),
        p_cases=_p(score, cases),
        percentile=_percentile(score, cases),
        dates=len(dates),
        cases=len(cases),
    )


def fan(
    values: NDArray[np.floating], case: int, at: int, *, before: int, first: int, last: int
) -> NDArray[np.float64]:
    """How far column `case` lay from its mean before the date, against the middle nine tenths of the others.

    Rows `first` to `last` (excluded) of (deviation, low, high), shape (last - first, 3), raw units: the others'
    deviations count in units of their own noise, as in `study`, and are told in that of `case`.
    """
    values = np.asarray(values, dtype=float)
    scale = _scale(values)
    base = values[max(at - before, 0) : at]
    known = np.isfinite(base)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(known, base, 0.0).sum(axis=0) / known.sum(axis=0)
        away = values[first:last] - mean
        scores = np.delete(away / scale, case, axis=1)
    edges = np.full((len(away), 2), np.nan)
    for k, row in enumerate(scores):
        row = row[np.isfinite(row)]
        if len(row) >= thresholds.FEWEST_PLACEBOS:
            edges[k] = np.percentile(row, [5, 95]) * scale[case]
    return np.column_stack([away[:, case], edges])


def _changes(values: NDArray[np.floating], before: int, after: int, fewest: int) -> NDArray[np.floating]:
    """Mean of the next `after` rows less mean of the `before` rows above, for every row and case."""
    known = np.isfinite(values)
    total = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(np.where(known, values, 0.0), axis=0)])
    count = np.concatenate([np.zeros((1, values.shape[1])), np.cumsum(known, axis=0)])
    rows = np.arange(len(values))
    low, high = np.maximum(rows - before, 0), np.minimum(rows + after, len(values))
    counts = count[rows] - count[low], count[high] - count[rows]
    with np.errstate(invalid="ignore", divide="ignore"):
        change = (total[high] - total[rows]) / counts[1] - (total[rows] - total[low]) / counts[0]
    change[(counts[0] < fewest) | (counts[1] < fewest)] = np.nan
    return change


def _scale(values: NDArray[np.floating]) -> NDArray[np.floating]:
    """The unit of each case: its noise, drawn towards that of all."""
    noise = _noise(values)
    pooled = float(np.nanmedian(noise[noise > 0])) if (noise > 0).any() else 1.0
    shrunk = (1 - thresholds.NOISE_SHRINK) * noise + thresholds.NOISE_SHRINK * pooled
    return np.where(np.isfinite(noise), shrunk, np.nan)


def _noise(values: NDArray[np.floating]) -> NDArray[np.floating]:
    """Standard deviation of each case's first differences."""
    steps = np.diff(values, axis=0)
    known = np.isfinite(steps)
    count = known.sum(axis=0)
    square = np.where(known, steps, 0.0) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(count >= 2, np.sqrt(square.sum(axis=0) / np.maximum(count, 1)), np.nan)


def _p(value: float, placebos: NDArray[np.floating]) -> float | None:
    """Share of placebos at least as large, the case itself counted among them."""
    if len(placebos) < thresholds.FEWEST_PLACEBOS:
        return None
    return (1 + int(np.count_nonzero(placebos >= value - 1e-9))) / (1 + len(placebos))


def _percentile(value: float, placebos: NDArray[np.floating]) -> float | None:
    if len(placebos) < thresholds.FEWEST_PLACEBOS:
        return None
    below = np.count_nonzero(placebos < value - 1e-9)
    tied = np.count_nonzero(np.abs(placebos - value) <= 1e-9)
    return 100.0 * (below + 0.5 * tied) / len(placebos)
