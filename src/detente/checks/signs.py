"""A sign of influence: one outcome with a date, a count or a record, and which side had its way by it.

In: what the record shows. Out: `Sign`, +1 where the stronger side had its way, -1 where it had not, 0 where
it had it in part; and `same`, whether two ids are one state under its names through time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from detente import actors
from detente.model import Specification


@dataclass(frozen=True)
class Sign:
    """One measurable outcome: +1 the stronger side had its way, -1 it had not; `partly`: in part."""

    sign: int
    specification: Specification
    rows: tuple[dict[str, Any], ...] = ()
    partly: bool = False


def same(one: str, two: str) -> bool:
    """Whether two ids are the same state under its names through time."""
    if one == two:
        return True
    try:
        codes = [actors.ccode(i) for i in (one, two)]
    except Exception:
        return False
    return None not in codes and actors.lineage(codes[0]) == actors.lineage(codes[1])  # type: ignore[arg-type]


def outcome(
    sign: int, source: str, measure: str, window: str, value: float, unit: str, note: str
) -> Specification:
    """The specification of one outcome against the stronger side's aim."""
    return Specification(
        "outcome", source, measure, window, "the stronger side's aim", unit, value, direction=sign,
        significant=sign != 0, note=note,
    )  # fmt: skip
