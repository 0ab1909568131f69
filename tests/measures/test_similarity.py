"""Similarity: every matrix formula against the plain definition, pair by pair."""

from __future__ import annotations

import warnings

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from detente.errors import InputError
from detente.measures.similarity import METHODS, Portfolios, all_pairs, vote_portfolios


def naive(a, b, method, distance, weights, span):
    joint = np.isfinite(a) & np.isfinite(b)
    if not joint.any():
        return np.nan
    a, b, w = a[joint], b[joint], weights[joint]

    def d(x, y):
        return (x - y) ** 2 if distance == "squared" else abs(x - y)

    observed = np.average(d(a, b), weights=w)
    if method == "S":
        return 1 - 2 * observed / (span**2 if distance == "squared" else span)
    if method == "identical":
        return np.average(a == b, weights=w)
    if method == "tau_b":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return stats.kendalltau(a, b).statistic
    pa, pb = a, b
    wa = wb = w
    if method == "pi":
        pa = pb = np.concatenate([a, b])
        wa = wb = np.concatenate([w, w])
    chance = np.average(d(pa[:, None], pb[None]), weights=wa[:, None] * wb[None])
    return 1 - observed / chance if chance > 1e-9 else np.nan


tables = st.integers(2, 6).flatmap(
    lambda n: st.integers(1, 12).flatmap(
        lambda k: st.lists(
            st.lists(st.sampled_from([0.0, 1.0, 2.0, 3.0, np.nan]), min_size=k, max_size=k),
            min_size=n,
            max_size=n,
        )
    )
)


@settings(max_examples=60, deadline=None)
@given(tables, st.sampled_from(METHODS), st.sampled_from(["squared", "absolute"]), st.booleans())
def test_all_pairs_at_once_equal_the_definition(rows, method, distance, weighted):
    values = np.array(rows)
    if weighted and method == "tau_b":
        return
    weights = np.arange(1.0, values.shape[1] + 1) if weighted else np.ones(values.shape[1])
    portfolios = Portfolios(values, (0.0, 1.0, 2.0, 3.0), weights if weighted else None)
    found = portfolios.similarity(method, distance)
    for i in range(len(values)):
        for j in range(len(values)):
            expected = naive(values[i], values[j], method, distance, weights, 3.0)
            np.testing.assert_allclose(found[i, j], expected, atol=1e-9)


def test_bounds_and_identity():
    rng = np.random.default_rng(0)
    values = rng.integers(1, 4, size=(8, 50)).astype(float)
    portfolios = Portfolios(values, (1.0, 2.0, 3.0))
    for method in METHODS:
        found = portfolios.similarity(method)
        np.testing.assert_allclose(np.diag(found), 1.0)
        np.testing.assert_allclose(found, found.T)
        assert (found >= -1 - 1e-12).all()


def test_tau_takes_no_weights_and_methods_are_known():
    with pytest.raises(InputError):
        Portfolios(np.ones((2, 2)), (0.0, 1.0), np.ones(2)).similarity("tau_b")
    with pytest.raises(InputError):
        all_pairs([], ("Q",))  # type: ignore[arg-type]


def test_votes_by_issue_and_unsorted_rows():
    votes = pl.DataFrame(
        {
            "session_year": [1950, 1951, 1950, 1950, 1950, 1951],
            "resid": [5001, 6002, 5001, 5003, 5003, 6002],
            "ccode": [2, 2, 365, 2, 365, 365],
            "vote": [1, 1, 3, 1, 1, 1],
        }
    )
    frame = all_pairs(vote_portfolios(votes), ("S",))
    assert frame.to_dicts() == [
        {"ccode1": 2, "ccode2": 365, "year": 1950, "joint": 2.0, "S": 0.0},
        {"ccode1": 2, "ccode2": 365, "year": 1951, "joint": 1.0, "S": 1.0},
    ]
    issue = all_pairs(vote_portfolios(votes, [5003]), ("S",))
    assert issue["S"].to_list() == [1.0]
    with pytest.raises(InputError):
        all_pairs(vote_portfolios(votes, [1]), ("S",))
