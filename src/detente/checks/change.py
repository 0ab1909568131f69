"""Did something between two states change? The engine behind trend, realignment, convergence.

In: two entities, a period, the measures to use and the claimed sign. Out: one `Tested` per measure
and pair of windows: the specification for the card and whether it excludes a change worth naming.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.inference import placebo, thresholds, windows
from detente.model import Specification

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.checks.entities import Entity
    from detente.measures.cube import Cube, Index
    from detente.measures.registry import Bench, Measure

RELATION = (
    "un_ideal_distance", "un_kappa", "pact_level", "mid_hostility", "gml_hostility", "tss_rivalry",
    "td_rivalry", "diplomatic_events", "trade_intensity", "trade_share", "arms_share", "igo_joint",
    "trade_agreement",
)  # fmt: skip
BY_TOPIC = {
    "relation": RELATION,
    "voting": ("un_ideal_distance", "un_disagreement", "un_agreement", "un_kappa"),
    "alliance": ("pact_level",),
    "arms": ("arms_share",),
    "trade": ("trade_intensity", "trade_share", "trade_agreement"),
    "conflict": ("mid_hostility", "gml_hostility", "tss_rivalry", "td_rivalry"),
    "rivalry": ("tss_rivalry", "td_rivalry", "mid_hostility", "gml_hostility"),
}


_MIDDLE = (40.0, 60.0)  # a change inside the middle fifth of all pairs' changes leans nowhere


@dataclass(frozen=True)
class Tested:
    """A specification, and what the rule needs beside it.

    `flat`: it excludes a change worth naming, in a tie that exists. `active`: the pair has something to
    show on this measure (a dispute, a pact, an arms delivery; always true of dense measures).
    """

    specification: Specification
    flat: bool
    active: bool
    measure: str
    sparse: bool = False
    ranks: NDArray[np.float32] | None = None
    moved: int = 0


def between(index: Index, block: NDArray[np.float32], a: Entity, b: Entity) -> NDArray[np.float32]:
    """Yearly mean over all pairs of members of a and b; shape (years,)."""
    pairs = index.pair(np.array(a.positions)[:, None], np.array(b.positions)[None, :]).ravel()
    if len(pairs) == 1:
        return block[:, pairs[0]]
    cells = block[:, pairs]
    known = np.isfinite(cells)
    count = known.sum(axis=1)
    return np.where(count > 0, np.where(known, cells, 0).sum(axis=1) / np.maximum(count, 1), np.nan)


def examine(
    bench: Bench,
    a: Entity,
    b: Entity,
    start: int,
    end: int,
    *,
    measures: Iterable[str],
    sign: int,
    latest: int,
    bar: float | None = None,
    inner: bool = False,
    turn: int | None = None,
) -> list[Tested]:
    """All specifications of "a and b came closer (sign +1) or moved apart (-1) in start..end"."""
    bar = thresholds.PLACEBO_PERCENTILE if bar is None else bar
    found: list[Tested] = []
    for name in measures:
        if name not in bench.measures:
            continue
        measure, cube = bench.measures[name], bench.cube(name)
        for pair in windows.comparisons(start, end, latest, inner=inner, turn=turn):
            tested = _one(bench, measure, cube, a, b, pair, sign, latest, bar)
            if tested is not None:
                found.append(tested)
    return found


def _one(
    bench: Bench,
    measure: Measure,
    cube: Cube,
    a: Entity,
    b: Entity,
    pair: windows.Windows,
    sign: int,
    latest: int,
    bar: float,
) -> Tested | None:
    if measure.sparse:
        pair = _reborn(bench.index, cube, a, b, pair)
    before = cube.window(pair.before[0], min(pair.before[1], latest))
    after = cube.window(pair.after[0], min(pair.after[1], latest))
    if not len(before) or not len(after):
        return None
    pool = pool_between(bench, measure.name, pair, latest)
    first, last = between(bench.index, before, a, b), between(bench.index, after, a, b)
    change = placebo.ranked_change(first, last, pool)
    if change is None:
        return None
    oriented = measure.closer * sign
    percentile = change.percentile if oriented > 0 else 100 - change.percentile
    off_zero = change.low > 0 or change.high < 0
    direction = leaning(change.estimate * oriented, measure.smallest, percentile)
    significant = off_zero and (
        (direction > 0 and percentile >= bar) or (direction < 0 and percentile <= 100 - bar)
    )
    flat = max(abs(change.low), abs(change.high)) < measure.smallest
    active = not measure.sparse or bool(np.nanmax(np.abs(np.r_[first, last])) > 0)
    specification = Specification(
        family=measure.family,
        source=measure.source,
        measure=measure.name,
        window=pair.text(),
        baseline=pair.baseline(),
        unit=measure.unit,
        estimate=change.estimate,
        low=change.low,
        high=change.high,
        placebo_percentile=percentile,
        direction=direction,
        significant=significant,
        note=f"{pair.name}: {change.before:.3g} to {change.after:.3g}; ranked among {pool.size:,} pairs",
    )
    worth = off_zero and abs(change.estimate) >= measure.smallest
    moved = int(np.sign(change.estimate * oriented)) if worth else 0
    ranks = pool.ranks if oriented > 0 else 100 - pool.ranks
    return Tested(specification, flat and active, active, measure.name, measure.sparse, ranks, moved)


def pool_between(bench: Bench, measure: str, pair: windows.Windows, latest: int) -> placebo.Pool:
    """The same change of every pair; windows are summarised once, however many designs use them."""

    def summary(first: int, last: int) -> placebo.Summary:
        key = ("window", measure, first, last)
        return bench.recent(key, lambda: placebo.summarise(bench.cube(measure).window(first, last)))

    spans = [(w[0], min(w[1], latest)) for w in (pair.before, pair.after)]
    return bench.recent(("pool", measure, *spans), lambda: placebo.combine(*(summary(*s) for s in spans)))


def leaning(oriented: float, smallest: float, percentile: float) -> int:
    """+1 or -1 where a change is worth naming and more than the middle of all pairs made, else 0."""
    if oriented >= smallest and percentile > _MIDDLE[1]:
        return 1
    if oriented <= -smallest and percentile < _MIDDLE[0]:
        return -1
    return 0


def together(tested: Sequence[Tested]) -> float | None:
    """Rank of the change over all specifications of one family, each measure weighing the same."""
    ranked = [t for t in tested if t.ranks is not None]
    if not ranked:
        return None
    rank, _ = placebo.composite(
        [t.ranks for t in ranked if t.ranks is not None],
        [t.specification.placebo_percentile or 0.0 for t in ranked],
        [t.measure for t in ranked],
    )
    return rank


def overall(tested: Sequence[Tested]) -> tuple[float | None, dict[str, float]]:
    """Rank of the change over all families together, and the mean percentile of each family."""
    ranked = [t for t in tested if t.ranks is not None and t.specification.placebo_percentile is not None]
    if not ranked:
        return None, {}
    return placebo.composite(
        [t.ranks for t in ranked if t.ranks is not None],
        [t.specification.placebo_percentile or 0.0 for t in ranked],
        [t.specification.family for t in ranked],
    )


def _reborn(index: Index, cube: Cube, a: Entity, b: Entity, pair: windows.Windows) -> windows.Windows:
    """Move a "before" in which one state did not exist back to the last years when both did.

    France and Germany in 1950 have no yesterday, but they have a 1939: a state that was away (occupied,
    divided, annexed) is compared with what it was, and the card prints the years.
    """
    alive = index.alive(*pair.before)[:, [*a.positions, *b.positions]].all(axis=1)
    if alive.sum() >= thresholds.FEWEST_YEARS:
        return pair
    reach = pair.before[0] - thresholds.LONGEST_ABSENCE_YEARS
    earlier = between(index, cube.window(reach, pair.before[1]), a, b)
    known = np.flatnonzero(np.isfinite(earlier))
    if len(known) < thresholds.FEWEST_YEARS:
        return pair
    last = max(reach, cube.first_year) + int(known[-1])
    return windows.Windows(pair.name, (last - thresholds.WINDOW_YEARS + 1, last), pair.after)


def shows_ties(tested: Sequence[Tested]) -> bool:
    """Whether the pair has a recorded tie (pact, dispute, rivalry, arms ...) in which a change could show."""
    return any(t.sparse and t.active for t in tested)
