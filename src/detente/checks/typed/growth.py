"""Words for growth and for the state of an economy: weak, strong, so much a year, in a worse state than another's.

Growth is weak or strong by a line and beside the median state of the world, so that a slump of all is no sign of one. A pace "of
so much a year" said of one year may be that of the years up to it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from detente.checks.entities import Entity
from detente.checks.typed.questions import only
from detente.checks.typed.relations import silent
from detente.domain import Claim, Period, Quantity
from detente.inference.verdict import negated as negated_label
from detente.measures.capability import StateSeries
from detente.model import Finding, Label

if TYPE_CHECKING:
    from detente.checks.typed.door import Context
    from detente.measures.registry import Bench

RATES = ("gdp_growth",)
_WEAK, _STRONG = 2.0, 4.0
"""Growth below the one is weak, above the other strong, where that of the median state lies on the other side of it."""
_PACE_YEARS = 10
_CONDITION = ("gdp_growth", "gdp_per_capita")
"""What the state of an economy is read from: how it grows, and how much there is a head."""


def of_a_rate(q: Quantity) -> bool:
    """Whether it is said of a rate that it is low or high, without a number."""
    return q.measure in RATES and q.value is not None and q.value.bound in ("low", "many")


def median(s: StateSeries, start: int, end: int) -> float:
    """The median state's rate over the years that the series holds."""
    return float(np.nanmedian([np.nanmedian(s.at_all(y)) for y in range(start, min(end, s.last_year) + 1)]))


def brisk(mean: float, world: float, bound: str | None) -> bool | None:
    """Whether growth was weak (`low`) or strong (`many`): by a line, and beside the median state."""
    weak, strong = mean < min(_WEAK, world), mean > max(_STRONG, world)
    if bound == "low":
        return True if weak else False if strong else None
    return True if strong else False if weak else None


def a_year(q: Quantity) -> bool:
    """Whether the amount is said to be so much a year: a pace, which one year need not show."""
    unit = (q.value.unit or "").replace(" ", "_") if q.value is not None else ""
    return q.measure in RATES and "per_year" in unit


def pace(s: StateSeries, a: Entity, end: int) -> float:
    """The mean of the ten years up to one; NaN where any is missing."""
    own = np.array([s.at(p, end - _PACE_YEARS + 1, end) for p in a.positions]).mean(axis=0)
    return float(own.mean())


def condition(claim: Claim, q: Quantity, bench: Bench, context: Context) -> Finding:
    """Whether one economy was in a better state than another: growth and output a head must agree."""
    from detente.checks.typed.quantities import of_series

    if q.comparison is None or not only(q.comparison.than.of):
        return silent("no_source", "The state of an economy is told here only beside another's.")
    positive = claim.model_copy(update={"polarity": "positive"})
    found = [
        of_series(positive, q.model_copy(update={"measure": m, "basis": None}), bench, context)
        for m in _CONDITION
    ]
    labels = {f.label for f in found}
    label: Label = found[0].label if len(labels) == 1 else "insufficient_evidence"
    if labels >= {"supported", "contradicted"}:
        label = "contested"
    lead = found[0]
    return replace(
        lead,
        label=negated_label(label) if claim.negative else label,
        grade="moderate" if label in ("supported", "contradicted") else "low",
        reason=" ".join(f.reason for f in found),
        specifications=tuple(s for f in found for s in f.specifications),
        evidence=tuple(e for f in found for e in f.evidence),
        limits=("The state of an economy is read from its growth and its output a head alone.", *lead.limits),
        why="too_weak" if label == "insufficient_evidence" else None,
    )


def overtook(claim: Claim, q: Quantity, bench: Bench, context: Context) -> Finding:
    """An amount that became greater than another's: less before the period, greater at its end (output at market rates)."""
    from detente.checks.typed.quantities import of_series

    if q.measure == "gdp" and q.basis is None:
        q = q.model_copy(update={"basis": "market_exchange_rate"})
    start = claim.period.start
    end = claim.period.end if claim.period.end is not None else context.latest
    if start is None:
        return silent("no_coverage", "When it overtook is not said.")
    before, after = (
        of_series(claim.model_copy(update={"polarity": "positive", "period": _year(y)}), q, bench, context)
        for y in (start - 1, end)
    )
    ratios = [f.specifications[0].estimate if f.specifications else None for f in (before, after)]
    label: Label = "insufficient_evidence"
    if ratios[0] is not None and ratios[1] is not None:
        label = "supported" if ratios[0] < 1 < ratios[1] else "contradicted"
    return replace(
        after,
        label=negated_label(label) if claim.negative else label,
        grade="moderate" if label != "insufficient_evidence" else "low",
        reason=f"{start - 1}: {before.reason} {end}: {after.reason}",
        specifications=(*before.specifications, *after.specifications),
        evidence=(*before.evidence, *after.evidence),
        why="too_weak" if label == "insufficient_evidence" else None,
    )


def _year(year: int) -> Period:
    return Period.model_validate({"from": year, "to": year, "origin": "stated"})
