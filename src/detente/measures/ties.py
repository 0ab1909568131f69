"""A state's ties to two others side by side, and how its ties spread over all partners.

In: the cubes of shares, pacts and UN positions. Out: `Tie`s, one a family: the tie to each of two
partners, the lean between them, -1 (all to the second) to 1 (all to the first), and how even that
is among all other states; and the Herfindahl index of every state and year (Hirschman 1945), 0 to 1.
Sources: SIPRI five-year arms shares, COW Dyadic Trade 4.0, BACI fuels, ATOP, UN ideal points.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.inference import thresholds
from detente.inference.placebo import percentile, window_mean
from detente.measures import arms, fuels, trade
from detente.measures.cube import DirectedCube

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.measures.registry import Bench

SHARES: dict[str, tuple[str, str, Callable[[Bench], DirectedCube]]] = {
    "arms": ("sipri-arms", "share of five-year arms imports", arms.supplier_share),
    "trade": ("cow-trade", "trade share", lambda bench: trade.directed(bench, "trade_share")),
    "energy": (
        "baci-energy",
        "share of energy imports",
        lambda bench: fuels.import_share(bench, "energy"),
    ),
}
"""Family: source, name of the measure, directed cube of shares in per cent."""
_DEFENCE = 2.5  # pact level from which a defence pact stood for most of the years


@dataclass(frozen=True)
class Tie:
    """The tie to each of two partners in one family; `lean` is -1 (second only) to 1 (first only)."""

    family: str
    source: str
    measure: str
    unit: str
    first: int
    last: int
    to: tuple[float, float]
    lean: float
    percentile: float  # rank of its evenness among all other states: 100 is the most even
    side: int  # 1 leans to the first, -1 to the second, 0 even


def herfindahl(bench: Bench, family: str) -> tuple[int, NDArray[np.float64]]:
    """First year and the index (years, states) of how concentrated every state's partners are."""
    return bench.memo(("herfindahl", family), lambda: _herfindahl(SHARES[family][2](bench)))


def _herfindahl(cube: DirectedCube) -> tuple[int, NDArray[np.float64]]:
    index = np.empty(cube.values.shape[:2])
    for year, values in enumerate(cube.values):  # year by year: all at once would take much memory
        shares = np.nan_to_num(values.astype(np.float64)) / 100
        sums = shares.sum(axis=1)
        known = np.isfinite(values).any(axis=1) & (sums > 0)
        total = np.maximum(sums, 1.0)  # states joined in one row may sum to two
        index[year] = np.where(known, ((shares / total[:, None]) ** 2).sum(axis=1), np.nan)
    return cube.first_year, index


@dataclass(frozen=True)
class Spread:
    """How concentrated a state's partners are in one family, and how that moved; Herfindahl index, 0 to 1."""

    family: str
    source: str
    measure: str
    first: int
    last: int
    index: float
    percentile: float  # rank of the index among all other states, 0 to 100
    before: tuple[int, int] | None  # the years it is compared with
    change: float | None
    change_percentile: float | None  # rank of the change among all other states' changes
    largest: tuple[int, float]  # lineage number and share of the largest partner, per cent


def spread(bench: Bench, family: str, who: tuple[int, ...], first: int, last: int) -> Spread | None:
    """The spread of `who`'s partners at the end of first..last against its beginning; None without data."""
    source, measure, make = SHARES[family]
    start, index = herfindahl(bench, family)
    cube = make(bench)
    last = min(last, cube.last_year)
    first = max(first, start)
    if last < first:
        return None
    span = last - first + 1
    part = min(max(1, span // 3), thresholds.WINDOW_YEARS)
    if family == "arms":  # each year is a sum of five already: one that lies within the years, and the last
        part, first = 1, min(first + 4, last) if span > 2 * thresholds.WINDOW_YEARS - 1 else first
    now = _years(index, start, last - part + 1, last)
    own = _mean(now, who)
    if not np.isfinite(own):
        return None
    shares = window_mean(cube.window(last - part + 1, last)[:, list(who), :].reshape(-1, bench.index.size), 1)
    top = int(np.nanargmax(shares))
    change = ranked = before = None
    if first + part - 1 < last - part + 1:
        then = _years(index, start, first, first + part - 1)
        if np.isfinite(moved := own - _mean(then, who)):
            change, before = moved, (first, first + part - 1)
            ranked = percentile(moved, _others(now - then, who))
    return Spread(family, source, measure, last - part + 1, last, own, percentile(own, _others(now, who)),
                  before, change, ranked, (int(bench.index.codes[top]), float(shares[top])))  # fmt: skip


def _years(index: NDArray[np.float64], start: int, first: int, last: int) -> NDArray[np.float64]:
    return window_mean(index[first - start : last - start + 1].astype(np.float32), 1).astype(np.float64)


def between(
    bench: Bench,
    who: tuple[int, ...],
    one: tuple[int, ...],
    two: tuple[int, ...],
    first: int,
    last: int,
) -> tuple[Tie, ...]:
    """The ties of `who` (rows of the index) to two partners in first..last, one a family that has any."""
    found = [_shared(bench, f, who, one, two, first, last) for f in SHARES]
    found += [_pacts(bench, who, one, two, first, last), _votes(bench, who, one, two, first, last)]
    return tuple(t for t in found if t is not None)


def _toward(cube: DirectedCube, ends: tuple[int, ...], first: int, last: int) -> NDArray[np.float64]:
    """Every state's mean share with `ends` together; NaN where none is known."""
    block = cube.window(first, last)[:, :, list(ends)].astype(np.float64)
    known = np.isfinite(block)
    total = np.where(known, block, 0).sum(axis=2)
    return window_mean(np.where(known.any(axis=2), total, np.nan).astype(np.float32), 1).astype(np.float64)


def _shared(
    bench: Bench, family: str, who: tuple[int, ...], one: tuple[int, ...], two: tuple[int, ...],
    first: int, last: int,
) -> Tie | None:  # fmt: skip
    source, measure, make = SHARES[family]
    cube = make(bench)
    first, last = max(first, cube.first_year), min(last, cube.last_year)
    if last < first:
        return None
    a, b = _toward(cube, one, first, last), _toward(cube, two, first, last)
    own = _mean(a, who), _mean(b, who)
    if not max(own) >= thresholds.NEGLIGIBLE_SHARE:
        return None
    with np.errstate(divide="ignore", invalid="ignore"):
        leans = np.where(np.fmax(a, b) > 0, (a - b) / (a + b), np.nan)
    lean = (own[0] - own[1]) / (own[0] + own[1])
    side = _side(lean)
    rank = percentile(-abs(lean), -np.abs(_others(leans, who, one, two)))
    return Tie(family, source, measure, "per cent", first, last, own, lean, rank, side)


def _pair_means(bench: Bench, name: str, ends: tuple[int, ...], first: int, last: int) -> NDArray[np.float64]:
    """Every state's mean of a symmetric measure over its pairs with `ends`."""
    cube = bench.cube(name)
    columns = np.stack([bench.index.partners(e) for e in ends])  # (ends, states)
    window = cube.window(first, last)[:, columns]
    flat = window.reshape(-1, window.shape[-1])
    return window_mean(flat, 1).astype(np.float64) if len(flat) else np.full(bench.index.size, np.nan)


def _towards(
    bench: Bench, name: str, who: tuple[int, ...], one: tuple[int, ...], two: tuple[int, ...], first: int, last: int
) -> tuple[tuple[int, int], tuple[NDArray[np.float64], NDArray[np.float64]], tuple[float, float]] | None:  # fmt: skip
    """Years covered, every state's mean towards each of two, and those of `who`; None without years."""
    cube = bench.cube(name)
    first, last = max(first, cube.first_year), min(last, cube.last_year)
    if last < first:
        return None
    a, b = (_pair_means(bench, name, ends, first, last) for ends in (one, two))
    return (first, last), (a, b), (_mean(a, who), _mean(b, who))


def _pacts(
    bench: Bench, who: tuple[int, ...], one: tuple[int, ...], two: tuple[int, ...], first: int, last: int
) -> Tie | None:
    found = _towards(bench, "pact_level", who, one, two, first, last)
    if found is None:
        return None
    (first, last), (a, b), own = found
    if not max(own) >= 1.0:  # less than a consultation pact of their own
        return None
    sworn = [x >= _DEFENCE for x in own]
    lean = (own[0] - own[1]) / (own[0] + own[1])
    side = sworn[0] - sworn[1] or _side(lean)
    with np.errstate(divide="ignore", invalid="ignore"):
        leans = np.where(np.fmax(a, b) > 0, (a - b) / (a + b), np.nan)
    rank = percentile(-abs(lean), -np.abs(_others(leans, who, one, two)))
    return Tie(
        "commitment", "atop", "pact_level", "level of pact (0 to 3)", first, last, own, lean, rank, side
    )


def _votes(
    bench: Bench, who: tuple[int, ...], one: tuple[int, ...], two: tuple[int, ...], first: int, last: int
) -> Tie | None:
    """Nearly every state votes nearer to one of two: the lean is a rank among all states, not a ratio."""
    found = _towards(bench, "un_ideal_distance", who, one, two, first, last)
    if found is None:
        return None
    (first, last), (a, b), own = found
    if not np.isfinite(own).all():
        return None
    rank = percentile(own[1] - own[0], _others(b - a, who, one, two))
    if not np.isfinite(rank):
        return None
    bar = thresholds.CLOSE_PERCENTILE
    side = 1 if rank >= bar else -1 if rank <= 100 - bar else 0
    lean = rank / 50 - 1
    return Tie("voting", "un-ideal-points", "un_ideal_distance", "ideal-point units", first, last, own,
               lean, 100 * (1 - abs(lean)), side)  # fmt: skip


def _side(lean: float) -> int:
    return 0 if abs(lean) <= thresholds.EVEN_LEAN else 1 if lean > 0 else -1


def _mean(values: NDArray[np.float64], who: tuple[int, ...]) -> float:
    own = values[list(who)]
    return float(own[np.isfinite(own)].mean()) if np.isfinite(own).any() else float("nan")


def _others(values: NDArray[np.float64], *named: tuple[int, ...]) -> NDArray[np.float32]:
    """The values of every state that is none of those named."""
    kept = np.ones(len(values), dtype=bool)
    kept[[place for group in named for place in group]] = False
    return values[kept].astype(np.float32)
