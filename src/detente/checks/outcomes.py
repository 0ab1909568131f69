"""Outcomes that are quantities: did trade or supplies of arms grow, shrink or end?

In: two entities and a date. Out: the change of two-way trade itself (current dollars) as a
specification, what it does to a verdict on trade, and whether supplies of arms went on. "Reduced"
and "ended" are claims about amounts: what grew was not reduced, what went on did not end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.checks import change
from detente.inference import placebo, thresholds
from detente.inference.verdict import Verdict
from detente.measures.cube import column, fill
from detente.model import Grade, Label, Specification

if TYPE_CHECKING:
    from detente.checks.entities import Entity
    from detente.measures.cube import Cube
    from detente.measures.registry import Bench


def volume(
    bench: Bench, a: Entity, b: Entity, start: int, end: int, sign: int, latest: int, turn: int | None
) -> Specification | None:
    """Two-way trade itself, years before the date (or the period's start) against the years after it."""
    cube = bench.memo("log trade", lambda: _log_trade(bench))
    middle = turn if turn is not None else start
    before = (
        max(middle - thresholds.OUTCOME_YEARS, start) if turn else middle - thresholds.OUTCOME_YEARS,
        middle - 1,
    )
    after = (middle + 1, min(end, latest, cube.last_year))
    windows = [cube.window(*w) for w in (before, after)]
    if not all(len(w) >= thresholds.FEWEST_YEARS for w in windows):
        return None
    own = [change.between(bench.index, w, a, b) for w in windows]
    pool = bench.recent(("pool", "log trade", before, after), lambda: placebo.pool_of(*windows))
    moved = placebo.ranked_change(own[0], own[1], pool)
    if moved is None:
        return None
    oriented = moved.estimate * sign
    clear = (moved.low > 0 or moved.high < 0) and abs(oriented) >= thresholds.SMALLEST_LOG_TRADE
    return Specification(
        "trade",
        "cow-trade",
        "log_trade",
        f"{after[0]}-{after[1]}",
        f"{before[0]}-{before[1]}",
        "log points of current dollars",
        moved.estimate,
        moved.low,
        moved.high,
        moved.percentile if sign > 0 else 100 - moved.percentile,
        direction=int(np.sign(oriented)) if clear else 0,
        significant=clear,
        note=f"times {np.exp(moved.estimate):.2g} in current dollars, {before[0]}-{before[1]} to "
        f"{after[0]}-{after[1]}",
    )


def by_volume(verdict: Verdict, traded: Specification | None, direction: str | None) -> Verdict:
    """The verdict on trade, held to the volume: what grew was not reduced, what went on did not end."""
    if traded is None or traded.estimate is None:
        return verdict
    if direction == "end" and traded.estimate > np.log(thresholds.GOES_ON_SHARE):
        reason = f"trade went on ({traded.note})"
        return Verdict("contradicted", "moderate", (reason, *verdict.reasons), verdict.views)
    if (
        direction == "end"
        and traded.estimate > np.log(thresholds.ENDED_SHARE)
        and verdict.label == "supported"
    ):
        reason = f"trade fell but did not end ({traded.note})"
        return Verdict("partly_supported", "low", (reason, *verdict.reasons), verdict.views)
    if traded.significant and traded.direction < 0:
        reason = f"two-way trade itself went the other way ({traded.note})"
        if verdict.families(1):
            return Verdict("contested", "low", (reason, *verdict.reasons), verdict.views)
        return Verdict("contradicted", "moderate", (reason, *verdict.reasons), verdict.views)
    return verdict


def _log_trade(bench: Bench) -> Cube:
    table = bench.atlas.table("trade").drop_nulls("log_trade")
    ends = tuple(bench.lineages(column(table, c)) for c in ("ccode1", "ccode2"))
    first, last = bench.atlas.coverage("trade")
    values = column(table, "log_trade", np.float32)
    return fill(
        bench.index, max(first, 1900), last, (ends[0], ends[1]), column(table, "year"), values, absent=0.0
    )


def supplies(
    bench: Bench, a: Entity, b: Entity, year: int, direction: str | None, topic: str, latest: int
) -> tuple[Label, Grade, str] | None:
    """Whether supplies of arms alleged to have ended went on: shares of five years before and after."""
    if direction != "end" or topic not in ("arms", "aid"):
        return None
    cube = bench.cube("arms_share")
    before = change.between(bench.index, cube.window(year - 3, year - 1), a, b)
    after = change.between(
        bench.index,
        cube.window(year + thresholds.OUTCOME_YEARS, min(year + thresholds.OUTCOME_YEARS + 1, latest)),
        a,
        b,
    )
    known = np.isfinite(before).any() and np.isfinite(after).any()
    if not known or np.nanmean(before) < thresholds.SUPPLIER_SHARE:
        return None
    share = float(np.nanmean(after) / np.nanmean(before))
    told = f"arms supplied went from {np.nanmean(before):.0f} to {np.nanmean(after):.0f} per cent of imports"
    if share >= thresholds.GOES_ON_SHARE:
        return "contradicted", "moderate" if topic == "arms" else "low", told
    return ("supported", "moderate", told) if share < thresholds.ENDED_SHARE and topic == "arms" else None
