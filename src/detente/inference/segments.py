"""Change points of the mean of one short series, without compiled code.

In: an array of values without gaps. Out: the positions that begin a new segment, as `inference.breaks.pelt` finds
them (Jackson et al. 2005, IEEE Signal Processing Letters 12(2)): the segmentation with the least sum of squared
deviations plus a penalty a break. `breaks` follows tens of thousands of series with numba, whose loading alone takes longer
than a hundred years of one series do here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def default_penalty(series: NDArray[np.floating]) -> NDArray[np.float64]:
    """3 sigma^2 log(n) a break, sigma from the median absolute first difference of each series (series, times).

    The factor leaves a break in fewer than one of a hundred series of independent noise of 240 points
    (see `benchmarks/breaks.py`); series with serial correlation need more.
    """
    spread = np.median(np.abs(np.diff(series, axis=1)), axis=1) / (0.6745 * np.sqrt(2.0))
    spread = np.where(spread > 0, spread, series.std(axis=1) + 1e-12)
    return 3.0 * spread**2 * np.log(series.shape[1])


def segment(values: NDArray[np.floating], min_size: int = 2) -> list[int]:
    """Positions of breaks in `values` (times), rising; no segment is shorter than `min_size`."""
    series = np.asarray(values, dtype=np.float64)
    length = len(series)
    if length < 2 * min_size:
        return []
    penalty = float(default_penalty(series[None])[0])
    series = series - series.mean()
    sums = np.concatenate([[0.0], np.cumsum(series)])
    base = np.full(length + 1, np.inf)  # least total of the points before a start, less their squares
    base[0] = 0.0
    start = np.zeros(length + 1, dtype=np.int64)
    for t in range(min_size, length + 1):
        s = np.arange(t - min_size + 1)
        total = base[s] - (sums[t] - sums[s]) ** 2 / (t - s)
        start[t] = int(np.argmin(total))
        base[t] = total[start[t]] + penalty
    found, t = [], int(start[length])
    while t > 0:
        found.append(t)
        t = int(start[t])
    return found[::-1]
