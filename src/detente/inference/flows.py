"""Whether a trade between two rose, fell or ended: the rule and its numbers, in one place.

A trade rose (fell) where it moved by a tenth or more in current prices, and by a tenth or more against the world's total of
the same goods too: so neither dear oil nor a slump of the world passes for a move of the pair. What moves one way by the
one measure and not by the other is undecided. Volumes, where both ends have them, need no world to be set against.
"""

from __future__ import annotations

MOVED_RATIO = 1.1
"""A tenth: less is within the revisions of the figures."""

GREAT_RATIO = 1.5
"""A strong rise is by half or more, a strong fall by a third or more."""

FACTOR_MARGIN = 0.15
"""A stated factor (doubled, tripled) holds within so much of it; within twice that it is undecided."""

ENDED_SHARE = 0.05
"""A trade that ended is at most a twentieth of its former level, and the source still books something of it."""

LASTS_SHARE = 0.5
"""A trade at half its former level or more has not ended."""

FORMER_YEARS = 3
"""Years before a period whose mean is the former level."""

SMALLEST_MILLIONS = 50.0
"""Million USD: less than this at either end is too little, or too badly booked, to speak of a move."""

PLACES_HIDDEN = 1
"""Partners that may stand above one in gas and are booked nowhere (Germany among the buyers of Russian gas)."""

LISTS_APART_YEARS = 2
"""A year without a list of partners is judged by the lists before and after, at most so many years away, where both agree."""


def moved(ratio: float, against_world: float) -> int:
    """+1 where a trade rose by both measures, -1 where it fell by both, else 0; each a ratio of last to first."""
    if min(ratio, against_world) >= MOVED_RATIO:
        return 1
    return -1 if max(ratio, against_world) <= 1 / MOVED_RATIO else 0


def holds(
    ratio: float, against_world: float, up: bool, degree: str | None = None, factor: float | None = None
) -> bool | None:
    """Whether a stated rise (or fall) holds; None where it is undecided."""
    direction = moved(ratio, against_world)
    if direction == 0:
        return None
    if (direction > 0) != up:
        return False
    size = ratio if up else 1 / ratio
    if factor:
        gap = abs(size / factor - 1)
        return True if gap <= FACTOR_MARGIN else None if gap <= 2 * FACTOR_MARGIN else False
    if degree == "strong":
        return True if size >= GREAT_RATIO else None
    return True


def ended(ratio: float) -> bool | None:
    """Whether what is left of a trade is next to nothing; None in between, and where nothing at all is booked."""
    if ratio <= 0:
        return None
    return True if ratio <= ENDED_SHARE else False if ratio >= LASTS_SHARE else None
