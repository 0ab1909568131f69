"""Power in weighted voting: the indices of Banzhaf and of Shapley and Shubik, exact.

In: whole weights of the members and the quota a motion needs. Out: for each member its share of all swings (Banzhaf 1965,
Rutgers Law Review 19) or of all orders in which it turns a losing into a winning coalition (Shapley and Shubik 1954, American
Political Science Review 48). Counted by dynamic programming over sums of weights, so that hundreds of members take no time.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import factorial

from detente.errors import InputError


def banzhaf(weights: Sequence[int], quota: int, *, absolute: bool = False) -> tuple[float, ...]:
    """Each member's share of swings; `absolute` gives the chance that its vote decides when all others toss a coin.

    Raises InputError for weights that are not whole and positive, or a quota that all together do not reach.
    """
    whole = _checked(weights, quota)
    swings = []
    for i, own in enumerate(whole):
        ways = _sums(whole[:i] + whole[i + 1 :])
        swings.append(sum(n for total, n in ways.items() if quota - own <= total < quota))
    total = 2 ** (len(whole) - 1) if absolute else sum(swings)
    return tuple(float(Fraction(s, total)) for s in swings)


def shapley(weights: Sequence[int], quota: int) -> tuple[float, ...]:
    """Each member's Shapley-Shubik index; they add up to 1. Raises as `banzhaf`."""
    whole = _checked(weights, quota)
    n = len(whole)
    found = []
    for i, own in enumerate(whole):
        index = Fraction(0)
        for (size, total), ways in _sized(whole[:i] + whole[i + 1 :]).items():
            if quota - own <= total < quota:
                index += Fraction(ways * factorial(size) * factorial(n - size - 1), factorial(n))
        found.append(float(index))
    return tuple(found)


def _checked(weights: Sequence[int], quota: int) -> list[int]:
    if not weights or any(w != int(w) or w < 0 for w in weights):
        raise InputError("Weights are whole numbers, none below 0.")
    whole = [int(w) for w in weights]
    if not 0 < quota <= sum(whole):
        raise InputError(f"The quota lies between 1 and the sum of the weights ({sum(whole)}), not {quota}.")
    return whole


def _sums(weights: list[int]) -> dict[int, int]:
    """How many coalitions have each sum of weights."""
    ways = {0: 1}
    for w in weights:
        more = dict(ways)
        for total, n in ways.items():
            more[total + w] = more.get(total + w, 0) + n
        ways = more
    return ways


def _sized(weights: list[int]) -> dict[tuple[int, int], int]:
    """How many coalitions have each size and sum of weights."""
    ways = {(0, 0): 1}
    for w in weights:
        more = dict(ways)
        for (size, total), n in ways.items():
            key = (size + 1, total + w)
            more[key] = more.get(key, 0) + n
        ways = more
    return ways
