"""What two states still had after a date: ties that a break in their relations would have cost.

In: two entities, the year of a date and the last year to look at. Out: one `Tie` for every tie that
was there before the date and is covered after it, kept, lost or neither. A tie that was not there
before says nothing and gives no row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.checks.change import between
from detente.inference import placebo, thresholds
from detente.model import Specification

if TYPE_CHECKING:
    from detente.checks.entities import Entity
    from detente.measures.registry import Bench

COSTLY = ("commitment", "arms", "trade", "institutions")
"""Families of ties that a break of relations would have cost."""


@dataclass(frozen=True)
class Tie:
    """One tie: its mean before, its least after (for force: the most), and what became of it."""

    family: str
    measure: str
    before: float
    after: float
    state: str  # kept, lost or weakened
    years: tuple[int, int]
    baseline: tuple[int, int]
    percentile: float | None = None


def ties(bench: Bench, a: Entity, b: Entity, year: int, until: int, latest: int) -> list[Tie]:
    """All ties that can speak for or against a break between a and b after `year`."""
    found = []
    baseline = (year - thresholds.TIE_YEARS_BEFORE, year - 1)
    for name, (least, keep, lose) in thresholds.TIE_BOUNDS.items():
        cube = bench.cube(name)
        after = (year + 1, min(until + 1, latest, cube.last_year))
        first = _mean(between(bench.index, cube.window(*baseline), a, b))
        later = between(bench.index, cube.window(*after), a, b) if after[0] <= after[1] else np.array([])
        if first is None or first < least or not np.isfinite(later).any():
            continue
        share = float(np.nanmean(later) if name == "trade_share" else np.nanmin(later)) / first
        state = "kept" if share >= keep else "lost" if share < lose else "weakened"
        found.append(Tie(bench.measures[name].family, name, first, share * first, state, after, baseline))
    return found + _force(bench, a, b, year, until, latest) + _votes(bench, a, b, year, until, latest)


def _force(bench: Bench, a: Entity, b: Entity, year: int, until: int, latest: int) -> list[Tie]:
    found = []
    for name in ("mid_hostility", "gml_hostility"):
        cube = bench.cube(name)
        span = (year, min(until, latest))
        own = between(bench.index, cube.window(*span), a, b)
        if cube.last_year < span[1] or not np.isfinite(own).any():
            continue
        top = float(np.nanmax(own))
        state = (
            "kept"
            if top <= thresholds.QUIET_HOSTILITY
            else "lost"
            if top >= thresholds.FORCE_HOSTILITY
            else "weakened"
        )
        found.append(
            Tie("coercion", name, 0.0, top, state, span, (year - thresholds.TIE_YEARS_BEFORE, year - 1))
        )
    return found


def _votes(bench: Bench, a: Entity, b: Entity, year: int, until: int, latest: int) -> list[Tie]:
    before, after = (
        (year - thresholds.TIE_YEARS_BEFORE, year - 1),
        (year + 1, min(max(until, year + 2), latest)),
    )
    found = []
    for name in ("un_ideal_distance", "un_kappa"):
        moved = ranked(bench, name, a, b, before, after, latest)
        if moved is None:
            continue
        closer = bench.measures[name].closer
        rank = moved.percentile if closer < 0 else 100 - moved.percentile  # 100: furthest apart
        clear = (moved.low > 0 or moved.high < 0) and moved.estimate * closer <= -bench.measures[
            name
        ].smallest
        state = (
            "lost"
            if clear and rank >= 100 - thresholds.VOTES_LOST_PERCENT
            else "kept"
            if rank < 100 - thresholds.VOTES_LOST_PERCENT
            else "weakened"
        )
        found.append(Tie("voting", name, moved.before, moved.after, state, after, before, rank))
    return found


def ranked(
    bench: Bench,
    name: str,
    a: Entity,
    b: Entity,
    before: tuple[int, int],
    after: tuple[int, int],
    latest: int,
) -> placebo.Change | None:
    """The pair's change of one measure between two windows, ranked among all pairs; None if not covered."""
    cube = bench.cube(name)
    first, second = cube.window(*before), cube.window(after[0], min(after[1], latest))
    if not len(first) or not len(second):
        return None
    pool = bench.recent(("pool", name, before, after, latest), lambda: placebo.pool_of(first, second))
    return placebo.ranked_change(between(bench.index, first, a, b), between(bench.index, second, a, b), pool)


def kept(found: Sequence[Tie]) -> tuple[str, ...]:
    """Families of which every tie was kept."""
    return tuple(f for f in _families(found) if all(t.state == "kept" for t in found if t.family == f))


def lost(found: Sequence[Tie]) -> tuple[str, ...]:
    """Families of which some tie was lost."""
    return tuple(f for f in _families(found) if any(t.state == "lost" for t in found if t.family == f))


def specifications(bench: Bench, found: Sequence[Tie], sign: int) -> list[Specification]:
    """The ties as specifications; a tie kept has direction -sign (sign +1: the claim is a break)."""
    words = {"kept": "still there", "lost": "gone", "weakened": "weaker"}
    return [
        Specification(
            t.family,
            bench.measures[t.measure].source,
            t.measure,
            f"{t.years[0]}-{t.years[1]}",
            f"{t.baseline[0]}-{t.baseline[1]}",
            bench.measures[t.measure].unit,
            t.after - t.before,
            placebo_percentile=t.percentile,
            direction={"kept": -sign, "lost": sign, "weakened": 0}[t.state],
            significant=t.state != "weakened",
            note=f"{t.before:.3g} before, {t.after:.3g} after: {words[t.state]}",
        )
        for t in found
    ]


def _families(found: Sequence[Tie]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(t.family for t in found))


def _mean(values: np.ndarray) -> float | None:
    return float(np.nanmean(values)) if np.isfinite(values).any() else None
