"""The outcome of a cause against a synthetic pair: the test of the dense measures and its picture.

In: a pair of states, the year of the cause, the measures of the outcome and the sign asked for. Out: one
`Controlled` a measure that covers both sides of the date; the picture is the observed series against that
of a weighted mean of both states' other pairs, with the gap, and the placebo pairs' gaps, beneath.
Method and sources: `inference.synthetic`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.checks import change, pictures
from detente.english import capital
from detente.inference import synthetic, thresholds
from detente.measures import words
from detente.model import Chart, Specification

if TYPE_CHECKING:
    from detente.checks.change import Tested
    from detente.checks.entities import Entity
    from detente.inference.synthetic import Synthetic
    from detente.measures.registry import Bench

_DENSE = ("trade_intensity", "un_ideal_distance")
_GAP = "Observed less synthetic"


@dataclass(frozen=True)
class Controlled:
    """One measure tested: its specification, a sentence where the move began before, and what was drawn."""

    tested: Tested
    lead_up: str | None
    first: int
    turn: int
    observed: tuple[float, ...]
    made: Synthetic


def examine(
    bench: Bench, a: Entity, b: Entity, year: int, measures: Sequence[str], sign: int, latest: int
) -> list[Controlled]:
    """Synthetic control of the dense ones of `measures` around a year; empty where none covers it."""
    if len(a.positions) > 1 or len(b.positions) > 1:
        return []
    found = [_examine(bench, name, a, b, year, sign, latest) for name in measures if name in _DENSE]
    return [one for one in found if one is not None]


def _examine(
    bench: Bench, name: str, a: Entity, b: Entity, year: int, sign: int, latest: int
) -> Controlled | None:
    measure, cube = bench.measures[name], bench.cube(name)
    first, last = (
        max(year - thresholds.CAUSE_YEARS_BEFORE, cube.first_year),
        min(year + thresholds.CAUSE_YEARS_AFTER, latest, cube.last_year),
    )
    block = cube.window(first, last).astype(float)
    if last <= year or not len(block):
        return None
    own = change.between(bench.index, block, a, b).astype(float)
    i, j = a.positions[0], b.positions[0]
    others = np.unique(np.concatenate([bench.index.partners(i), bench.index.partners(j)]))
    others = others[(others != int(bench.index.pair(i, j))) & (others < bench.index.pairs)]
    at = year - first + 1
    made = synthetic.synthetic(own, block[:, others], at)
    broken = synthetic.interrupted(own, block[:, others], at)
    if made is None or broken is None:
        return None
    oriented = made.gap * measure.closer * sign
    worth = abs(made.gap) >= measure.smallest
    early = None
    if broken.p_slope <= thresholds.CAUSE_ALPHA and broken.slope_before * measure.closer * sign > 0:
        early = f"{name.replace('_', ' ')} was already moving that way before the date"
    specification = Specification(
        measure.family,
        measure.source,
        name,
        f"{year + 1}-{last}",
        f"{first}-{year}",
        measure.unit,
        made.gap,
        placebo_percentile=100 * (1 - made.p_space / 2) if oriented > 0 else 50 * made.p_space,
        direction=int(np.sign(oriented)) if worth else 0,
        significant=made.p_space <= thresholds.CAUSE_ALPHA and worth,
        note=f"gap to a synthetic pair of {len(made.weights)} of {made.controls} others; "
        f"placebo in space p {made.p_space:.2f}, "
        f"gap at a placebo date {made.in_time if made.in_time is None else round(made.in_time, 2)}, "
        f"misfit before {made.misfit:.2f}; "
        f"step {broken.level:+.2f} ({broken.low:+.2f} to {broken.high:+.2f})",
    )
    tested = change.Tested(specification, False, True, name)
    return Controlled(tested, early, first, year, tuple(float(v) for v in own), made)


def picture(bench: Bench, found: Sequence[Controlled], a: Entity, b: Entity, cause: str) -> Chart | None:
    """Observed against synthetic with the gap beneath, of the clearest measure; None where none was tested."""
    if not found:
        return None
    one = min(found, key=lambda c: (not c.tested.specification.significant, c.made.p_space))
    measure, made = bench.measures[one.tested.measure], one.made
    heading = pictures.heading(measure)
    who = f"{a.said} and {b.said}"
    upper = [
        {"year": one.first + k, "line": line, "value": round(value, 4), "panel": heading}
        for line, series in (("observed", one.observed), ("synthetic pair", made.series))
        for k, value in enumerate(series)
    ]
    lower = [
        {"year": one.first + k, "line": "gap", "value": round(value - other, 4), "low": round(fan[0], 4),
         "high": round(fan[1], 4), "panel": _GAP}
        for k, (value, other, fan) in enumerate(zip(one.observed, made.series, made.fan, strict=True))
    ]  # fmt: skip
    years = one.tested.specification.window
    size = words.amount(abs(made.gap), 2)
    if abs(made.gap) < measure.smallest:
        said = f"as in the synthetic pair, {years}"
    else:
        said = f"{size} {'above' if made.gap > 0 else 'below'} the synthetic pair, {years}"
    title = f"{who} after {cause}: {words.named(measure.name)} {said}"
    source = bench.source(measure.source)
    return Chart(
        "lines", f"{capital(title)}", (*upper, *lower),
        {"x": {"field": "year", "title": "Year"},
         "y": {"field": "value", "title": heading, "unit": words.unit(measure.unit)},
         "series": "line", "panel": "panel", "placebo_low": "low", "placebo_high": "high",
         "marks": [{"x": one.turn, "label": cause}]},
        f"{source.title} {source.version}",
        f"{heading}, of {who} and of a synthetic pair of {len(made.weights)} of {made.controls} others, "
        f"{one.first}-{one.first + len(upper) // 2 - 1}; the mean gap after {one.turn} is "
        f"{words.amount(made.gap, 2)}, as clear a gap in {made.p_space * (made.controls + 1):.0f} of "
        f"{made.controls + 1} pairs. The band holds nine in ten of the placebo pairs' gaps.",
    )  # fmt: skip
