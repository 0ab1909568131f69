"""Monitoring against the recursion of Adams and MacKay (2007) written out, with scipy's Student density."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from detente.inference import breaks


def written_out(row, window, expected_run):
    """Probability that the run is shorter than `window`, and the likeliest run of at least one."""
    centre = np.median(row)
    scale = np.median(np.abs(row - centre)) / 0.6745
    hazard = 1 / expected_run
    mass, mu, kappa, alpha, beta = (np.array([v]) for v in (1.0, 0.0, 0.1, 1.0, 1.0))
    for x in (row - centre) / scale:
        spread = np.sqrt(beta * (kappa + 1) / (alpha * kappa))
        grown = mass * stats.t.pdf(x, 2 * alpha, mu, spread)
        mass = np.append(grown.sum() * hazard, grown * (1 - hazard))
        mass /= mass.sum()
        beta = np.append(1.0, beta + kappa * (x - mu) ** 2 / (2 * (kappa + 1)))
        mu = np.append(0.0, (kappa * mu + x) / (kappa + 1))
        kappa, alpha = np.append(0.1, kappa + 1), np.append(1.0, alpha + 0.5)
    return mass[:window].sum(), 1 + int(np.argmax(mass[1:]))


@pytest.mark.parametrize("shift", [0.0, 1.5, 4.0])
def test_recent_and_run_against_the_recursion(shift):
    rng = np.random.default_rng(int(10 * shift))
    rows = rng.normal(size=(8, 90))
    rows[:, 80:] += shift
    found = breaks.monitor(rows, window=12, expected_run=120.0)
    for k, row in enumerate(rows):
        recent, run = written_out(row, 12, 120.0)
        assert found.recent[k] == pytest.approx(recent, abs=2e-3)
        assert found.run[k] == run
