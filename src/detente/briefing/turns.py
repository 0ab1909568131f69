"""Turning points of a pair: years in which a measure changed its level, ranked among all pairs.

In: two states and a period. Out: turning points in order of time. Breaks are those of `inference.breaks.pelt` (least
squares with a penalty); each is then measured as a before-and-after of five years and ranked among the same
change of all other pairs (its placebos). Only what lies beyond nine in ten of them is a turning point.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente import actors
from detente.checks import occasions
from detente.checks.change import between, pool_between
from detente.inference import breaks, placebo
from detente.inference.windows import Windows

if TYPE_CHECKING:
    from detente.checks.entities import Entity
    from detente.measures.registry import Bench

MEASURES = (
    "un_ideal_distance", "pact_level", "mid_hostility", "tss_rivalry", "td_rivalry", "trade_share", "arms_share", "igo_joint",
)  # fmt: skip
_WINDOW = 5
_BAR = 90.0
_NEAR = 2  # years between a break and an event that may go with it
_LONGEST_GAP = 5  # years without a value across which a series is still one


@dataclass(frozen=True)
class Turn:
    """One break. `closer` is +1 or -1; `percentile` (0 to 100) is its rank in that direction."""

    year: int
    measure: str
    family: str
    unit: str
    source: str
    before: float
    after: float
    closer: int
    percentile: float
    windows: Windows
    placebos: int


def of_pair(bench: Bench, a: Entity, b: Entity, first: int, last: int) -> list[Turn]:
    """Turning points on every measure, by year."""
    found = [turn for name in MEASURES for turn in _on(bench, name, a, b, first, last)]
    return sorted(found, key=lambda turn: (turn.year, turn.family, turn.measure))


def _on(bench: Bench, name: str, a: Entity, b: Entity, first: int, last: int) -> list[Turn]:
    measure, cube = bench.measures[name], bench.cube(name)
    start = max(first, cube.first_year)
    values = between(bench.index, cube.window(first, last), a, b).astype(np.float64)
    low, high = _longest_run(values)
    if high - low < 2 * _WINDOW:
        return []
    run = _filled(values[low:high])
    if np.ptp(run) < measure.smallest:
        return []
    made = []
    for at in breaks.pelt(run, min_size=3).of(0):
        year = start + low + int(at)
        windows = Windows("five years each", (year - _WINDOW, year - 1), (year, year + _WINDOW - 1))
        pool = pool_between(bench, name, windows, last)
        before, after = (
            between(bench.index, cube.window(w[0], min(w[1], last)), a, b)
            for w in (windows.before, windows.after)
        )
        change = placebo.ranked_change(before, after, pool)
        if change is None or abs(change.estimate) < measure.smallest:
            continue
        closer = int(np.sign(change.estimate)) * measure.closer
        rank = change.percentile if change.estimate > 0 else 100 - change.percentile
        if rank >= _BAR:
            made.append(
                Turn(
                    year,
                    name,
                    measure.family,
                    measure.unit,
                    measure.source,
                    change.before,
                    change.after,
                    closer,
                    float(rank),
                    windows,
                    pool.size,
                )
            )
    return made


def _longest_run(values: np.ndarray) -> tuple[int, int]:
    """Start and end of the longest stretch without a gap of more than a few years."""
    known = np.flatnonzero(np.isfinite(values))
    if not len(known):
        return 0, 0
    cuts = np.flatnonzero(np.diff(known) > _LONGEST_GAP)
    starts, ends = np.r_[known[0], known[cuts + 1]], np.r_[known[cuts], known[-1]]
    best = int(np.argmax(ends - starts))
    return int(starts[best]), int(ends[best]) + 1


def _filled(run: np.ndarray) -> np.ndarray:
    """Gaps of a few years joined by a straight line: only to find breaks, never shown."""
    known = np.flatnonzero(np.isfinite(run))
    return np.interp(np.arange(len(run)), known, run[known])


def events_near(bench: Bench, a: Entity, b: Entity, year: int) -> list[occasions.Occasion]:
    """Dated events between the two within two years of a break, the weightiest first."""
    near = [one for one in events_between(bench, a, b) if abs(one.year - year) <= _NEAR]
    return sorted(near, key=lambda one: (-one.weight, abs(one.year - year), one.day, one.id))


def events_between(bench: Bench, a: Entity, b: Entity) -> list[occasions.Occasion]:
    """Dated events that the table ties to both states, by date."""
    pair = frozenset({occasions.key(a.id), occasions.key(b.id)})
    return [
        one
        for one in occasions.table(bench)
        if any(frozenset(map(occasions.key, p)) == pair for p in one.pairs)
    ]


def moved_with(
    bench: Bench, own: Entity, other: Entity, turn: Turn, last: int, most: int = 3
) -> tuple[list[tuple[str, float]], float]:
    """Third states whose tie to `own` moved the same way then, with their ranks, largest first; and the share
    of all its ties (0 to 1) that moved so beyond nine in ten pairs."""
    ranks = pool_between(bench, turn.measure, turn.windows, last).ranks
    rising = turn.closer * bench.measures[turn.measure].closer > 0
    line = ranks[bench.index.partners(own.positions[0])].astype(np.float64)
    line = line if rising else 100 - line
    line[[own.positions[0], other.positions[0]]] = np.nan
    known = np.flatnonzero(np.isfinite(line))
    beyond = known[line[known] >= _BAR]
    order = beyond[np.argsort(-line[beyond], kind="stable")]
    named = ((state_name(int(bench.index.codes[i]), turn.year), float(line[i])) for i in order)
    return [one for one in named if one[0]][:most], len(beyond) / max(len(known), 1)


def state_name(code: int, year: int) -> str:
    """What the state with a lineage number was called in a year; empty for one that is not known."""
    found = actors.resolve_code(code, "cow")
    if found is None:
        return ""
    return actors.get(actors.at(found.id, year)).name
