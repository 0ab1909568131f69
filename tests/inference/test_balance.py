"""Signed graphs: the exact frustration index, triads, camps."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import InputError
from detente.inference import balance

# Gahuku-Gama alliances ("rova") and enmities ("hina") among sixteen tribes of the New Guinea highlands.
# Read 1954, Cultures of the Central Highlands, New Guinea, Southwestern Journal of Anthropology
# 10(1), 1-43, as tabulated by Hage and Harary 1983, Structural Models in Anthropology, 56-60.
FRIENDS = (
    "1-2 3-4 3-6 3-7 5-7 6-7 3-8 4-8 6-8 7-8 5-9 9-10 6-11 7-11 8-11 6-12 7-12 8-12 11-12 7-13 9-13 10-13 "
    "5-14 13-14 1-15 2-15 1-16 2-16 15-16"
)
ENEMIES = (
    "1-3 2-3 1-4 1-5 2-5 1-6 2-6 2-9 6-9 2-10 9-11 10-11 1-12 6-13 11-13 8-14 12-14 5-15 9-15 10-15 11-15 "
    "12-15 13-15 5-16 6-16 11-16 12-16 13-16 14-16"
)


def highland() -> np.ndarray:
    signs = np.zeros((16, 16), dtype=np.int8)
    for text, sign in ((FRIENDS, 1), (ENEMIES, -1)):
        for tie in text.split():
            a, b = (int(x) - 1 for x in tie.split("-"))
            signs[a, b] = signs[b, a] = sign
    return signs


def brute(signs: np.ndarray) -> int:
    splits = (np.array(s) for s in product((0, 1), repeat=len(signs)))
    return min(balance.frustrated(signs, s) for s in splits)


def test_frustration_index_against_the_published_optimum_of_the_highland_tribes():
    signs = highland()
    assert np.count_nonzero(np.triu(signs) > 0) == np.count_nonzero(np.triu(signs) < 0) == 29
    found = balance.frustration(signs)
    assert (found.index, found.ties, found.exact) == (7, 58, True)
    assert balance.frustrated(signs, np.array(found.sides)) == 7


def test_triads_of_the_highland_tribes_against_enumeration():
    signs = highland()
    products = [
        int(signs[a, b]) * int(signs[b, c]) * int(signs[a, c])
        for a in range(16)
        for b in range(a)
        for c in range(b)
    ]
    assert balance.triads(signs) == (products.count(1), products.count(-1))


@st.composite
def graphs(draw: st.DrawFn, most: int = 7) -> np.ndarray:
    n = draw(st.integers(2, most))
    upper = draw(st.lists(st.sampled_from([-1, 0, 1]), min_size=n * n, max_size=n * n))
    signs = np.triu(np.array(upper).reshape(n, n), 1)
    return signs + signs.T


@settings(max_examples=40, deadline=None)
@given(graphs())
def test_frustration_equals_the_best_of_all_splits(signs: np.ndarray):
    assert balance.frustration(signs).index == brute(signs)


@settings(max_examples=40, deadline=None)
@given(graphs(), st.data())
def test_switching_a_camp_leaves_the_index(signs: np.ndarray, data: st.DataObject):
    flip = np.array(data.draw(st.lists(st.sampled_from([-1, 1]), min_size=len(signs), max_size=len(signs))))
    assert balance.frustration(signs * flip[:, None] * flip).index == balance.frustration(signs).index


def test_a_balanced_graph_has_no_frustration_and_two_camps():
    camp = np.array([1, 1, 1, -1, -1, -1])
    signs = np.outer(camp, camp)
    np.fill_diagonal(signs, 0)
    assert balance.frustration(signs).index == 0
    shared = balance.together(signs)
    assert shared[0, 1] > 0.9
    assert shared[0, 3] < 0.1


def test_the_enemy_of_an_enemy_pulls_together():
    signs = np.array([[0, 0, -1], [0, 0, -1], [-1, -1, 0]])
    assert balance.pull(signs)[0, 1] == 1.0
    assert balance.pull(-signs)[0, 1] == 1.0
    signs[0, 2] = signs[2, 0] = 1
    assert balance.pull(signs)[0, 1] == -1.0


def test_together_is_the_same_at_every_run():
    assert np.array_equal(balance.together(highland()), balance.together(highland()))


@pytest.mark.parametrize("wrong", [np.zeros((2, 3)), np.array([[0, 1], [-1, 0]]), np.full((2, 2), 0.5)])
def test_what_is_no_signed_graph_is_refused(wrong: np.ndarray):
    with pytest.raises(InputError):
        balance.frustration(wrong)
