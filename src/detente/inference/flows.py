"""Whether a trade between two rose, fell or ended: the rule and its numbers, in one place.

A trade rose where its value in current prices grew by the least ratio, and no less than the world's total of the same goods,
so that dear oil or a boom of the world does not pass for a move of the pair; it fell where it shrank by as much, and no less
than the world's total. What moves one way by the one measure and not by the other is undecided. Booked flows need a
tenth, estimates nearly a third: against customs figures (BACI, 21 large economies, entrepots left out, all spans of years in
2014-2021) the direction of moves so decided on input-output trade was wrong for 3.8 per cent of flows and 2.3 per cent of
totals; with a tenth it was 7.8 and 5.1, and where a side is an entrepot 19 even with nearly a third. Held out: China's trade
with 19 partners by the IMF, spans of years in 2014-2022, none wrong of 848 decided.
"""

from __future__ import annotations

from detente.inference import thresholds


def moved(ratio: float, against_world: float, least: float = thresholds.BOOKED_FLOW_RATIO) -> int:
    """+1 where a trade rose by the rule, -1 where it fell, else 0; each measure a ratio of last to first."""
    if ratio >= least and against_world >= 1:
        return 1
    return -1 if ratio <= 1 / least and against_world <= 1 else 0


def holds(
    ratio: float,
    against_world: float,
    up: bool,
    degree: str | None = None,
    factor: float | None = None,
    least: float = thresholds.BOOKED_FLOW_RATIO,
) -> bool | None:
    """Whether a stated rise (or fall) holds; None where it is undecided."""
    direction = moved(ratio, against_world, least)
    if direction == 0:
        return None
    if (direction > 0) != up:
        return False
    size = ratio if up else 1 / ratio
    if factor:
        gap = abs(size / factor - 1)
        return (
            True
            if gap <= thresholds.FACTOR_MARGIN
            else None
            if gap <= 2 * thresholds.FACTOR_MARGIN
            else False
        )
    if degree == "strong":
        return True if size >= thresholds.GREAT_FLOW_RATIO else None
    return True


def ended(ratio: float) -> bool | None:
    """Whether what is left of a trade is next to nothing; None in between, and where nothing at all is booked."""
    if ratio <= 0:
        return None
    return (
        True
        if ratio <= thresholds.ENDED_FLOW_SHARE
        else False
        if ratio >= thresholds.LASTING_FLOW_SHARE
        else None
    )
