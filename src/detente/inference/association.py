"""Do two yearly series move together? Partial correlation with a block-bootstrap interval.

In: two series and what to take out of both (the world's mean growth). Out: the correlation of the
residuals, its interval (circular moving blocks; Politis and Romano 1992; seeded), and its rank among all
other pairs of series.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DRAWS = 999
_BLOCK = 3
_SEED = 20170315


@dataclass(frozen=True)
class Association:
    """Correlation with its 95 per cent interval over n years."""

    value: float
    low: float
    high: float
    n: int


def residuals(values: NDArray[np.float64], control: NDArray[np.float64]) -> NDArray[np.float64]:
    """Residuals of the columns of `values` (years, k) on `control` (years,) or (years, m) and a constant."""
    design = np.column_stack([np.ones(len(control)), control])
    solution, *_ = np.linalg.lstsq(design, values, rcond=None)
    return values - design @ solution


def correlation(one: NDArray[np.float64], two: NDArray[np.float64]) -> Association | None:
    """Pearson correlation of two aligned series; None below eight common years."""
    both = np.isfinite(one) & np.isfinite(two)
    x, y = one[both], two[both]
    n = len(x)
    if n < 8 or x.std() == 0 or y.std() == 0:
        return None
    value = float(np.corrcoef(x, y)[0, 1])
    rng = np.random.default_rng(_SEED)
    blocks = -(-n // _BLOCK)
    starts = rng.integers(0, n, size=(_DRAWS, blocks))
    index = ((starts[:, :, None] + np.arange(_BLOCK)) % n).reshape(_DRAWS, -1)[:, :n]
    a, b = x[index], y[index]
    a, b = a - a.mean(axis=1, keepdims=True), b - b.mean(axis=1, keepdims=True)
    spread = np.sqrt((a**2).sum(axis=1) * (b**2).sum(axis=1))
    with np.errstate(invalid="ignore", divide="ignore"):
        draws = (a * b).sum(axis=1) / spread
    low, high = np.nanpercentile(draws, [2.5, 97.5])
    return Association(value, float(low), float(high), n)


def rolling(
    one: NDArray[np.float64], two: NDArray[np.float64], span: int, fewest: int = 8
) -> NDArray[np.float64]:
    """Correlation over each `span` years, at the last of them; NaN where fewer than `fewest` are known."""
    found = np.full(len(one), np.nan)
    for last in range(span - 1, len(one)):
        x, y = one[last - span + 1 : last + 1], two[last - span + 1 : last + 1]
        both = np.isfinite(x) & np.isfinite(y)
        if both.sum() >= fewest and x[both].std() > 0 and y[both].std() > 0:
            found[last] = np.corrcoef(x[both], y[both])[0, 1]
    return found


def all_pairs(values: NDArray[np.float64], fewest: int = 8) -> NDArray[np.float64]:
    """Correlations of all pairs of columns that share at least `fewest` years; shape (k, k)."""
    known = np.isfinite(values)
    filled = np.where(known, values, 0.0)
    count = known.T.astype(float) @ known
    sums = filled.T @ known
    products = filled.T @ filled
    squares = (filled**2).T @ known
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = sums / count
        covariance = products / count - mean * mean.T
        variance = squares / count - mean**2
        result = covariance / np.sqrt(variance * variance.T)
    result[count < fewest] = np.nan
    np.fill_diagonal(result, np.nan)
    return result
