"""The parts of the rebuild that can be tried without the large files: spanner, lines, land parts."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.transport.rebuild import outline, spanner, topo


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 14), st.integers(0, 10_000), st.floats(1.0, 2.0))
def test_spanner_keeps_every_distance_within_the_stretch(n, seed, stretch):
    points = np.random.default_rng(seed).uniform(0, 100, (n, 2))
    km = np.hypot(*(points[:, None] - points).transpose(2, 0, 1))
    kept = spanner.greedy(km, stretch)
    best = np.where(np.eye(n, dtype=bool), 0.0, np.inf)
    for i, j in kept:
        best[i, j] = best[j, i] = km[i, j]
    for k in range(n):
        best = np.minimum(best, best[:, [k]] + best[[k], :])
    assert (best <= stretch * km + 1e-6).all()
    assert len(kept) <= n * (n - 1) / 2


def test_spanner_bridges_nothing():
    km = np.array([[0, 1, np.inf], [1, 0, np.inf], [np.inf, np.inf, 0]])
    assert spanner.greedy(km, 1.5) == [(0, 1)]


def test_great_circle_against_known_arcs():
    assert abs(topo.great_circle_km(0, 0, 0, 90) - 10007.557) < 0.01
    assert abs(topo.great_circle_km(48.8566, 2.3522, 52.52, 13.405) - 877.5) < 1.0


def test_thinning_keeps_the_ends_and_the_tolerance():
    x = np.linspace(0, 10, 200)
    line = np.stack([x, np.sin(x)], -1)
    thin = outline.thin(line, 0.05)
    assert len(thin) < 60
    assert (thin[0] == line[0]).all()
    assert (thin[-1] == line[-1]).all()
    assert np.abs(np.interp(x, thin[:, 0], thin[:, 1]) - np.sin(x)).max() < 0.08
