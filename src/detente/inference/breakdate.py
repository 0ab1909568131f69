"""When a series changed its level, if it did: the weight of every date.

In: a yearly series. Out: for each year the posterior probability that the single change of the mean falls
between it and the year before, both means and the common variance unknown (Smith 1975, "A Bayesian
approach to inference about a change-point in a sequence of random variables", Biometrika 62(2)).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FEWEST = 6  # values below which no date can be told from another


def weights(series: NDArray[np.floating]) -> NDArray[np.float64]:
    """Probability of each position as the first of the new level, given one change; shape (n,), sum 1.

    Position 0 has weight 0. NaN where the series has under `FEWEST` values, gaps, or never moves.
    """
    values = np.asarray(series, dtype=np.float64)
    n = len(values)
    if n < FEWEST or not np.isfinite(values).all() or np.ptp(values) == 0:
        return np.full(n, np.nan)
    first = np.arange(1, n)
    sums, squares = np.cumsum(values)[:-1], float((values**2).sum())
    rest = values.sum() - sums
    within = squares - sums**2 / first - rest**2 / (n - first)
    scale = float(((values - values.mean()) ** 2).sum())
    log = -0.5 * np.log(first * (n - first)) - 0.5 * (n - 2) * np.log(np.maximum(within / scale, 1e-6))
    found = np.exp(log - log.max())
    return np.concatenate([[0.0], found / found.sum()])
