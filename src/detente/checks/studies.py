"""Event studies of a pair around a date: every series that covers it, in one orientation.

In: two entities, a day, the sign asked for (+1 friendlier, -1 more hostile). Out: specifications
with randomisation p-values over placebo dates of the pair and all other pairs at the date. Yearly:
disputes, rivalry, votes. Monthly: reported events (GDELT), where the months are covered.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from detente.checks.change import between
from detente.inference import event_study, thresholds
from detente.measures import events_monthly
from detente.model import Specification

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.checks.entities import Entity
    from detente.measures.registry import Bench

_YEARLY = ("mid_hostility", "gml_hostility", "un_ideal_distance", "un_kappa")
_BEFORE, _AFTER = 6, 4  # years drawn to either side
_ALPHA = 1 - thresholds.SINGLE_FAMILY_PERCENTILE / 100


def around(bench: Bench, a: Entity, b: Entity, day: date, sign: int, latest: int) -> list[Specification]:
    """All event studies of a pair around a day, oriented so that direction +1 is the sign asked for."""
    found = [_yearly(bench, name, a, b, day.year, sign, latest) for name in _YEARLY]
    found += [_monthly(bench, a, b, day, sign, latest)]
    return [s for s in found if s is not None]


def _yearly(
    bench: Bench, name: str, a: Entity, b: Entity, year: int, sign: int, latest: int
) -> Specification | None:
    measure = bench.measures[name]
    block, at = _years(bench, name, year, latest)
    return _specified(
        block,
        bench,
        a,
        b,
        at,
        sign * measure.closer,
        (thresholds.STUDY_YEARS_BEFORE, thresholds.STUDY_YEARS_AFTER),
        (measure.family, measure.source, name, measure.unit),
        (
            f"{year}-{year + thresholds.STUDY_YEARS_AFTER - 1}",
            f"{year - thresholds.STUDY_YEARS_BEFORE}-{year - 1}",
        ),
        sign,
        measure.smallest,
    )


def _years(bench: Bench, name: str, year: int, latest: int) -> tuple[NDArray[np.float32], int]:
    """The yearly values of all pairs around a year, and the row of that year."""
    cube = bench.cube(name)
    first = max(year - thresholds.PLACEBO_REACH_YEARS, cube.first_year)
    return cube.window(first, min(year + thresholds.PLACEBO_REACH_YEARS, latest)), year - first


def paths(
    bench: Bench, a: Entity, b: Entity, day: date, studied: Sequence[Specification], latest: int
) -> list[dict]:
    """The pair's series around a day less their means before it, with the placebo fan, in years from it.

    One series a family of those studied: the one that moved, else the first. Rows of `measure`, `at` (years,
    0 the period of the day), `value`, `low`, `high`.
    """
    chosen: dict[str, Specification] = {}
    for one in studied:
        held = chosen.get(one.family)
        if held is None or (one.significant and not held.significant):
            chosen[one.family] = one
    rows: list[dict] = []
    for one in chosen.values():
        monthly = one.measure not in _YEARLY
        if monthly:
            cube = events_monthly.cube(bench)
            if cube is None:
                continue
            block, at = cube.values[: cube.row(date(latest, 12, 1)) + 1], cube.row(day)
            before, step = thresholds.STUDY_MONTHS_BEFORE, 12
        else:
            block, at = _years(bench, one.measure, day.year, latest)
            before, step = thresholds.STUDY_YEARS_BEFORE, 1
        first, last = max(at - _BEFORE * step, 0), min(at + _AFTER * step + 1, len(block))
        both = np.column_stack([between(bench.index, block, a, b), _active(block)])
        found = event_study.fan(both, 0, at, before=before, first=first, last=last)
        rows += [
            {"measure": one.measure, "at": round((first + k - at) / step, 3), "value": round(float(value), 4),
             **({"low": round(float(low), 4), "high": round(float(high), 4)} if np.isfinite(low) else {})}
            for k, (value, low, high) in enumerate(found) if np.isfinite(value)
        ]  # fmt: skip
    return rows


def _active(block: NDArray[np.float32]) -> NDArray[np.float32]:
    """The pairs with something to show in these periods."""
    return block[:, np.isfinite(block).any(axis=0) & (np.nanmax(np.abs(np.nan_to_num(block)), axis=0) > 0)]


def _monthly(bench: Bench, a: Entity, b: Entity, day: date, sign: int, latest: int) -> Specification | None:
    cube = events_monthly.cube(bench)
    if cube is None or day.year > latest:
        return None
    at = cube.row(day)
    values = cube.values[: max(cube.row(date(latest, 12, 1)) + 1, 0)]
    if not 0 < at < len(values):
        return None
    span = (cube.month(at), cube.month(min(at + thresholds.STUDY_MONTHS_AFTER, len(values)) - 1))
    base = (cube.month(max(at - thresholds.STUDY_MONTHS_BEFORE, 0)), cube.month(at - 1))
    return _specified(
        values,
        bench,
        a,
        b,
        at,
        sign,
        (thresholds.STUDY_MONTHS_BEFORE, thresholds.STUDY_MONTHS_AFTER),
        ("voice", "gdelt", "reported events a day", "composite score a day"),
        (f"{span[0]:%Y-%m} to {span[1]:%Y-%m}", f"{base[0]:%Y-%m} to {base[1]:%Y-%m}"),
        sign,
        0.0,
    )


def _specified(
    block: NDArray[np.float32],
    bench: Bench,
    a: Entity,
    b: Entity,
    at: int,
    orientation: int,
    lengths: tuple[int, int],
    names: tuple[str, str, str, str],
    windows: tuple[str, str],
    sign: int,
    smallest: float,
) -> Specification | None:
    if not len(block) or not 0 < at < len(block):
        return None
    own = between(bench.index, block, a, b)
    oriented = np.column_stack([own, _active(block)]) * orientation
    found = event_study.study(oriented, 0, at, before=lengths[0], after=lengths[1])
    other = event_study.study(-oriented, 0, at, before=lengths[0], after=lengths[1])
    if found is None or other is None:
        return None
    worth = abs(found.estimate) >= smallest and found.estimate != 0
    toward, back = found.clear(_ALPHA) and worth, other.clear(_ALPHA) and worth
    family, source, name, unit = names
    chances = [
        f"{p:.3f} over {n:,} {what}"
        for p, n, what in (
            (found.p_dates, found.dates, "placebo dates"),
            (found.p_cases, found.cases, "other pairs"),
        )
        if p is not None
    ]
    flip = [None if x is None else x * orientation for x in (found.low, found.high)]
    low, high = (flip[0], flip[1]) if orientation > 0 else (flip[1], flip[0])
    return Specification(
        family,
        source,
        name,
        windows[0],
        windows[1],
        unit,
        found.estimate * orientation,
        low,
        high,
        found.percentile,
        direction=1 if toward else -1 if back else 0,
        significant=toward or back,
        note=f"{'friendlier' if sign > 0 else 'more hostile'}: randomisation p "
        f"{' and '.join(chances) or 'not available'}",
    )
