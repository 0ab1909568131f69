"""Whether a found value fits a stated one: in one unit, within its bound, by its factor."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.measures.capability import StateSeries

_ROUGH = 0.15
"""A stated value holds within so much of it, unless it is said to be a bound."""

_ROUGH_PART = 0.25
"""A rise or fall by so many per cent holds within so much of it."""
_UNITS = {"usd": ("USD", "dollar"), "percent": ("per cent",), "people": ("people", "person", "inhabitants")}


def commensurable(unit: str | None, s: StateSeries) -> bool:
    """Whether a stated value can be held against a series: both in money, in per cent or in people."""
    return unit is None or any(word in s.unit for word in _UNITS.get(unit, ()))


def holds(value: float, number: float, bound: str | None) -> bool | None:
    """Whether a value fits a stated one; None where it lies too near the edge to tell."""
    slack = _ROUGH * abs(number)
    if bound in ("at_least", "more_than"):
        return True if value >= number else None if value >= number - slack / 3 else False
    if bound in ("at_most", "less_than"):
        return True if value <= number else None if value <= number + slack / 3 else False
    gap = abs(value - number)
    return True if gap <= slack else None if gap <= 2 * slack else False


def by_factor(grown: float, factor: float) -> bool:
    """Whether a growth fits a stated one: a multiple within its margin, a rise by some per cent within its own."""
    if factor >= 2:
        return abs(grown / factor - 1) <= _ROUGH
    return abs(grown - factor) <= _ROUGH_PART * (factor - 1)
