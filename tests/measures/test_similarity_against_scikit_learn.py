"""Kappa against scikit-learn's weighted kappa (Cohen 1968), on UN votes of one session."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from detente.evidence import atlas
from detente.measures.similarity import vote_portfolios

metrics = pytest.importorskip("sklearn.metrics")


@pytest.mark.parametrize(("distance", "weights"), [("squared", "quadratic"), ("absolute", "linear")])
def test_kappa_of_votes_against_cohen_kappa_score(distance, weights):
    votes = atlas.open(atlas.bundled_path()).table("un_votes").filter(pl.col("session_year") == 1985)
    _, codes, portfolios = next(vote_portfolios(votes))
    found = portfolios.similarity("kappa", distance)
    rng = np.random.default_rng(4)
    checked = 0
    for i, j in rng.integers(0, len(codes), size=(60, 2)):
        a, b = portfolios.values[i], portfolios.values[j]
        joint = np.isfinite(a) & np.isfinite(b)
        if not np.isfinite(found[i, j]) or i == j:
            continue
        expected = metrics.cohen_kappa_score(a[joint], b[joint], labels=[1, 2, 3], weights=weights)
        assert found[i, j] == pytest.approx(expected, abs=1e-6)
        checked += 1
    assert checked > 40
