"""Turning points of a pair: years in which a measure changed its level, ranked among all pairs.

In: two states and a period. Out: turning points in order of time. Breaks are those of `inference.segments` (least
squares with a penalty); each is then measured as a before-and-after of five years and ranked among the same
change of all other pairs (its placebos). A turning point lies beyond nine in ten of them and is at least a quarter
of all that the measure ever moved for the pair, so that the steps of a slow trend are none; of breaks the same
way within five years, whose windows overlap, the largest stands for all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from detente import actors
from detente.checks import occasions
from detente.checks.change import between, pool_between
from detente.inference import placebo, segments, thresholds
from detente.inference.verdict import POLITICAL
from detente.inference.windows import Windows

if TYPE_CHECKING:
    from detente.checks.entities import Entity
    from detente.measures.registry import Bench

MEASURES = (
    "un_ideal_distance", "pact_level", "mid_hostility", "tss_rivalry", "td_rivalry", "trade_share", "arms_share", "igo_joint",
)  # fmt: skip
RECORD = "diplomatic_events"
_DEFINING = 3  # weight of an event that by itself is a turn
_WINDOW = 5
_BAR = 90.0
_NEAR = 2  # years between a break and an event that may go with it
_LONGEST_GAP = 5  # years without a value across which a series is still one
_LEAST_PART = 0.25  # of the range of the pair's own series
_UNTOLD = (
    "trade_share",
)  # its source does not tell no trade from none on record: nothing is read into a zero
_TWINS = ("tss_rivalry", "td_rivalry")  # two lists of one thing


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
    sources: tuple[str, ...] = ()

    @property
    def way(self) -> str:
        """The direction in words."""
        return "closer" if self.closer > 0 else "more distant"


def of_pair(
    bench: Bench, a: Entity, b: Entity, first: int, last: int, war: frozenset[int] = frozenset()
) -> list[Turn]:
    """Turning points on every measure and in the record of deeds, by year; none closer in a year of `war`."""
    found = _joined([turn for name in MEASURES for turn in _largest(_on(bench, name, a, b, first, last))])
    found = [turn for turn in found if turn.closer < 0 or turn.year not in war]
    found += _deeds(bench, a, b, first, last, found)
    return sorted(found, key=lambda turn: (turn.year, turn.family, turn.measure))


def _deeds(bench: Bench, a: Entity, b: Entity, first: int, last: int, found: list[Turn]) -> list[Turn]:
    """Years of a defining deed between the two, where no measure turns the same way within a year of it.

    The yearly series of many sources end before the present; the record of dated events goes on.
    """
    measure = bench.measures[RECORD]
    own = events_between(bench, a, b)
    defining = {one.year for one in own if one.weight >= _DEFINING and one.sign}
    made: list[Turn] = []
    for year in sorted(y for y in defining if first <= y <= last):
        points = float(sum(one.sign * one.weight for one in own if one.year == year))
        closer = int(np.sign(points))
        told_already = any(
            turn.closer == closer and abs(turn.year - year) <= 1 and turn.family in POLITICAL
            for turn in found
        )
        if not closer or told_already:
            continue
        every = _points(bench, year)
        rank = 100.0 * float((every < abs(points)).mean()) if len(every) else 0.0
        windows = Windows("the year before and the year", (year - 1, year - 1), (year, year))
        made.append(
            Turn(year, RECORD, measure.family, measure.unit, measure.source, 0.0, points, closer, rank, windows,
                 len(every), (measure.source,))
        )  # fmt: skip
    return _largest(made)


def _points(bench: Bench, year: int) -> np.ndarray:
    """Points of dated events of every pair of states in a year, without their sign; 0 for most."""

    def make() -> np.ndarray:
        one, two = bench.index.ends
        alive = bench.index.alive(year, year)[0]
        points = np.zeros(bench.index.pairs + 1)
        rows = bench.atlas.table("events").filter(pl.col("year") == year)
        for sign, weight, dyads in rows.select("sign", "weight", "dyads").iter_rows():
            ends = [
                [bench.place(state) for state in dyad.split("-")] for dyad in (dyads or "").split(";") if dyad
            ]
            for pair in {int(bench.index.pair(i, j)) for i, j in ends if i >= 0 and j >= 0}:
                points[pair] += sign * weight
        return np.abs(points[:-1][alive[one] & alive[two]])

    return bench.memo(("points of events", year), make)


def strongest(found: list[Turn], most: int) -> list[Turn]:
    """The `most` highest ranked, at most one a year and direction first, in order of time."""
    ranked = sorted(found, key=lambda one: (-one.percentile, one.year, one.measure))
    taken: list[Turn] = []
    for again in (False, True):
        for one in ranked:
            same = any((one.year, one.closer) == (other.year, other.closer) for other in taken)
            if len(taken) < most and one not in taken and (again or not same):
                taken.append(one)
    return sorted(taken, key=lambda one: (one.year, one.family, one.measure))


def _on(bench: Bench, name: str, a: Entity, b: Entity, first: int, last: int) -> list[Turn]:
    measure, cube = bench.measures[name], bench.cube(name)
    start = max(first, cube.first_year)
    values = told(name, between(bench.index, cube.window(first, last), a, b))
    low, high = _longest_run(values)
    if high - low < 2 * _WINDOW:
        return []
    run = _filled(values[low:high])
    least = max(measure.smallest, _LEAST_PART * float(np.ptp(run)))
    if np.ptp(run) < measure.smallest:
        return []
    made = []
    for at in segments.segment(run, min_size=3):
        year = start + low + int(at)
        windows = Windows("five years each", (year - _WINDOW, year - 1), (year, year + _WINDOW - 1))
        before, after = (
            _mean(bench, name, a, b, w[0], min(w[1], last)) for w in (windows.before, windows.after)
        )
        change = after - before
        if not abs(change) >= least:
            continue
        pool = pool_between(bench, name, windows, last)
        percentile = placebo.percentile(change, pool.changes)
        rank = percentile if change > 0 else 100 - percentile
        if rank >= _BAR:
            closer = int(np.sign(change)) * measure.closer
            made.append(
                Turn(year, name, measure.family, measure.unit, measure.source, before, after, closer,
                     float(rank), windows, pool.size, (measure.source,))
            )  # fmt: skip
    return made


def _mean(bench: Bench, name: str, a: Entity, b: Entity, first: int, last: int) -> float:
    """Mean over the years of a window; NaN where too few are known to compare."""
    values = told(name, between(bench.index, bench.cube(name).window(first, last), a, b))
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) >= thresholds.FEWEST_YEARS else float("nan")


def told(measure: str, values: np.ndarray) -> np.ndarray:
    """The values, without the zeros of a source that leaves out what it does not know."""
    values = values.astype(np.float64)
    return np.where(values > 0, values, np.nan) if measure in _UNTOLD else values


def _largest(found: list[Turn]) -> list[Turn]:
    """Of breaks the same way whose windows overlap, the one of the largest change."""
    kept: list[Turn] = []
    for one in sorted(found, key=lambda turn: (-abs(turn.after - turn.before), turn.year)):
        if all(one.closer != other.closer or abs(one.year - other.year) >= _WINDOW for other in kept):
            kept.append(one)
    return kept


def _joined(found: list[Turn]) -> list[Turn]:
    """A turn that both lists of rivalries have, within a year, is one."""
    one, two = ([turn for turn in found if turn.measure == name] for name in _TWINS)
    rest = [turn for turn in found if turn.measure not in _TWINS]
    for turn in one:
        twin = next((t for t in two if t.closer == turn.closer and abs(t.year - turn.year) <= 1), None)
        if twin is not None:
            two = [t for t in two if t is not twin]
            turn = replace(turn, sources=(*turn.sources, *twin.sources))
        rest.append(turn)
    return rest + two


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


def written_dates(bench: Bench) -> dict[str, str]:
    """The date of each event as the table has it: a year alone stays a year."""
    return dict(bench.atlas.table("events").select("id", "date").iter_rows())


def events_near(bench: Bench, a: Entity, b: Entity, year: int) -> list[occasions.Occasion]:
    """Dated events between the two within two years of a break, the weightiest first."""
    near = [one for one in events_between(bench, a, b) if abs(one.year - year) <= _NEAR]
    return sorted(near, key=lambda one: (-one.weight, abs(one.year - year), one.day, one.id))


def events_between(bench: Bench, a: Entity, b: Entity) -> list[occasions.Occasion]:
    """Dated events that the table ties to both states, by date."""
    pair = frozenset({occasions.key(a.id), occasions.key(b.id)})
    return [one for one in occasions.table(bench) if pair in one.pairs]


@dataclass(frozen=True)
class Moved:
    """The ties of one of the two to all others in the years of a turning point.

    `same` and `other` are states of weight whose tie moved the same and the other way beyond nine in ten pairs, the
    furthest first, as (lineage number, rank); `share` (0 to 1) is how many of all its ties moved the same way.
    """

    same: tuple[tuple[int, float], ...]
    other: tuple[tuple[int, float], ...]
    share: float


def moved_with(bench: Bench, own: Entity, other: Entity, turn: Turn, last: int, weighty: np.ndarray) -> Moved:
    """Who moved with it: `weighty` (by state) says which third states are of interest."""
    ranks = pool_between(bench, turn.measure, turn.windows, last).ranks
    rising = turn.closer * bench.measures[turn.measure].closer > 0
    line = ranks[bench.index.partners(own.positions[0])].astype(np.float64)
    line = line if rising else 100 - line
    line[[*own.positions, *other.positions]] = np.nan
    if turn.measure in _UNTOLD:
        pairs = bench.index.partners(own.positions[0])
        cube = bench.cube(turn.measure)
        for window in (turn.windows.before, turn.windows.after):
            line[~(cube.window(*window)[:, pairs] > 0).any(axis=0)] = np.nan
    known = np.isfinite(line)

    def furthest(values: np.ndarray) -> tuple[tuple[int, float], ...]:
        beyond = np.flatnonzero(known & weighty & (values >= _BAR))
        order = beyond[np.argsort(-values[beyond], kind="stable")]
        return tuple((int(bench.index.codes[i]), float(values[i])) for i in order)

    share = float((line[known] >= _BAR).sum() / max(known.sum(), 1))
    return Moved(furthest(line), furthest(100 - line), share)


def weighty(bench: Bench, a: Entity, b: Entity, year: int, most: int = 30) -> np.ndarray:
    """By state: whether it is one of the `most` with the largest material capabilities, or a neighbour of the two by land."""
    from detente.measures import capability
    from detente.measures.cube import column

    row = np.nan_to_num(capability.cinc(bench).at_all(year))
    chosen = row >= max(np.sort(row)[-most], 1e-9)
    table = bench.atlas.table("contiguity")
    ends = [bench.lineages(column(table, name)) for name in ("ccode1", "ccode2")]
    begun, kind = column(table, "start"), column(table, "kind")
    ended = table["end"].fill_null(9999).to_numpy()
    near = (kind == 1) & (begun <= year) & (ended >= year)
    for mine, other in (ends, ends[::-1]):
        for code in (*a.codes, *b.codes):
            chosen[bench.index.lookup[other[near & (mine == code)]]] = True
    return chosen


def state_name(code: int, year: int) -> str:
    """What the state with a lineage number was called in a year; empty for one that is not known."""
    found = actors.resolve_code(code, "cow")
    if found is None:
        return ""
    if found.id == "DEU" and 1949 <= year < 1990:  # one id for both
        return "West Germany"
    return actors.get(actors.at(found.id, year)).name
