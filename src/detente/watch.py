"""Which of all pairs of states changed most lately, beyond what other pairs and times show.

In: an atlas, and a monthly (events) or yearly measure. Out: a table of pairs, the most unusual change
first. For each pair the latest window is set against the one before; the difference over its noise
is ranked among the same figure of every pair at every earlier date that shares no observation with the
latest window: a rank of 99 means that one placebo in a hundred is larger. What moved all pairs alike is taken out
first (the median of the month or year), and so nobody is listed for a change of the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.errors import InputError

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from detente.evidence.atlas import Atlas

EVENTS = "events"
_SHARE_KNOWN = 0.8  # a window with more gaps than this says nothing
_PRIOR_OBSERVATIONS = 4.0  # as in `inference.placebo`


@dataclass(frozen=True)
class Watch:
    """What changed: `table` (see `watch`), the measure, its source id and unit, first and last date."""

    table: pl.DataFrame
    measure: str
    source: str
    unit: str
    first: str
    last: str
    placebos: int


@dataclass(frozen=True)
class Contrast:
    """Latest window against the one before, by series: means, difference, its ratio to the noise, and
    the placebo percentile of the ratio's size (0 to 100). NaN where a window has too many gaps.
    """

    before: NDArray[np.float64]
    after: NDArray[np.float64]
    ratio: NDArray[np.float64]
    percentile: NDArray[np.float64]
    placebos: int


def watch(
    atlas: Atlas | None = None,
    measure: str = EVENTS,
    *,
    window: int | None = None,
    baseline: int | None = None,
    top: int | None = 50,
) -> Watch:
    """The pairs that changed most.

    `measure` is `events` (monthly cooperation less conflict from news, GDELT) or a yearly measure of
    `measures.registry`. The latest `window` (12 months, 3 years) is set against the `baseline` before it
    (36 months, 9 years). Columns: id1, id2, before, after, change, ratio (change over its noise),
    placebo_percentile, recent (probability that the series changed within the window), since (date of
    its last break by exact segmentation, or null). Raises InputError for an unknown measure or spans
    longer than the data.
    """
    import polars as pl

    from detente.evidence import atlas as atlases
    from detente.inference import breaks

    atlas = atlas or atlases.open()
    ids, dates, series, source, unit = _events(atlas) if measure == EVENTS else _yearly(atlas, measure)
    window = window or (12 if measure == EVENTS else 3)
    baseline = baseline or 3 * window
    if window < 2 or baseline < 2 or window + baseline > series.shape[1]:
        raise InputError(
            f"{measure} has {series.shape[1]} dates ({dates[0]} to {dates[-1]}): windows of {window} and "
            f"{baseline} do not fit."
        )
    series = series - _medians(series)
    found = contrast(series, window, baseline)
    listed = np.flatnonzero(np.isfinite(found.ratio))
    order = listed[np.argsort(-np.abs(found.ratio[listed]), kind="stable")][:top]
    chosen = series[order]
    follow = breaks.monitor(chosen, window=window)
    cut = breaks.pelt(_filled(chosen), min_size=max(2, window // 3)).last
    table = pl.DataFrame(
        {
            "id1": [ids[k][0] for k in order],
            "id2": [ids[k][1] for k in order],
            "before": found.before[order],
            "after": found.after[order],
            "change": found.after[order] - found.before[order],
            "ratio": found.ratio[order],
            "placebo_percentile": found.percentile[order],
            "recent": follow.recent,
            "since": [None if c < 0 else dates[c] for c in cut],
        },
        schema_overrides={"id1": pl.String, "id2": pl.String, "since": pl.String},
    )
    return Watch(table, measure, source, unit, dates[0], dates[-1], found.placebos)


def contrast(series: NDArray[np.floating], window: int, baseline: int) -> Contrast:
    """Contrast of every row of `series` (series, times; NaN missing) at its end, ranked in placebos.

    Placebos are all rows at all ends whose window and baseline lie before the latest window; where
    there are none (short series), all other rows at the same end.
    """
    series = np.asarray(series, dtype=np.float64)
    length = series.shape[1]
    before, after, ratio = _ratio(series, length, window, baseline)
    past = [
        np.abs(_ratio(series, end, window, baseline)[2])
        for end in range(window + baseline, length - window + 1)
    ]
    pool = np.concatenate(past) if past else np.abs(ratio)
    pool = np.sort(pool[np.isfinite(pool)])
    rank = 100.0 * np.searchsorted(pool, np.abs(ratio)) / max(len(pool), 1)
    return Contrast(before, after, ratio, np.where(np.isfinite(ratio), rank, np.nan), len(pool))


def _ratio(
    series: NDArray[np.float64], end: int, window: int, baseline: int
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Means of the two windows and their difference over a moderated standard error (Smyth 2004)."""
    parts = series[:, end - window - baseline : end - window], series[:, end - window : end]
    means, squares, counts = [], np.zeros(len(series)), []
    for block in parts:
        known = np.isfinite(block)
        count = known.sum(axis=1)
        total = np.where(known, block, 0.0)
        mean = np.where(
            count >= _SHARE_KNOWN * block.shape[1], total.sum(axis=1) / np.maximum(count, 1), np.nan
        )
        squares += np.nan_to_num((np.where(known, block - mean[:, None], 0.0) ** 2).sum(axis=1))
        means.append(mean)
        counts.append(np.maximum(count, 1))
    free = np.maximum(counts[0] + counts[1] - 2.0, 1.0)
    good = np.isfinite(means[0]) & np.isfinite(means[1])
    # The prior is a typical series' variance, so that a quiet one is not listed for nothing.
    typical = np.median((squares / free)[good]) if good.any() else 0.0
    noise = (squares + _PRIOR_OBSERVATIONS * typical) / (free + _PRIOR_OBSERVATIONS)
    error = np.sqrt(noise * (1.0 / counts[0] + 1.0 / counts[1]))
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.where(error > 0, (means[1] - means[0]) / error, np.nan)
    return means[0], means[1], np.where(good, ratio, np.nan)


def _medians(series: NDArray[np.float64]) -> NDArray[np.float64]:
    """Median over the series at each date, 0 where none is known."""
    known = np.isfinite(series).any(axis=0)
    found = np.zeros(series.shape[1])
    found[known] = np.nanmedian(series[:, known], axis=0)
    return found


def _filled(series: NDArray[np.float64]) -> NDArray[np.float64]:
    """Gaps take the last known value before them, or the first after."""
    filled = series.copy()
    for row in filled:
        known = np.flatnonzero(np.isfinite(row))
        place = np.searchsorted(known, np.arange(len(row)), side="right") - 1
        row[:] = row[known[np.maximum(place, 0)]] if len(known) else 0.0
    return filled


_Series = tuple[list[tuple[str, str]], list[str], "NDArray[np.float64]", str, str]


def _events(atlas: Atlas) -> _Series:
    """Monthly balance of reported cooperation and conflict, by pair with events."""
    import polars as pl

    table = atlas.table("gdelt_dyad_month").with_columns(mean=pl.col("value") / pl.col("days"))
    low, high = pl.min_horizontal("iso3_1", "iso3_2"), pl.max_horizontal("iso3_1", "iso3_2")
    table = table.with_columns(one=low, two=high).group_by("one", "two", "month").agg(pl.col("mean").mean())
    months = table["month"].unique().sort()
    pairs = table.select("one", "two").unique().sort("one", "two")
    rows = table.join(pairs.with_row_index("row"), on=["one", "two"])
    series = np.full((pairs.height, len(months)), np.nan)
    column = np.searchsorted(months.to_numpy(), rows["month"].to_numpy())
    series[rows["row"].to_numpy(), column] = rows["mean"].to_numpy()
    return pairs.rows(), [f"{m:%Y-%m}" for m in months], series, "gdelt", "score a day with events"


def _yearly(atlas: Atlas, measure: str) -> _Series:
    from detente import actors
    from detente.measures.registry import Bench

    bench = Bench(atlas)
    if measure not in bench.measures:
        raise InputError(
            f"No measure {measure!r} to watch; use {EVENTS}, {', '.join(sorted(bench.measures))}."
        )
    cube, about = bench.cube(measure), bench.measures[measure]
    one, two = bench.index.ends
    names: dict[int, Any] = {int(c): actors.resolve_code(int(c), "cow") for c in bench.index.codes}
    label = [names[int(c)].id if names[int(c)] else str(c) for c in bench.index.codes]
    ids = [(label[i], label[j]) for i, j in zip(one, two, strict=True)]
    years = [str(y) for y in range(cube.first_year, cube.last_year + 1)]
    return ids, years, cube.values[:, :-1].T.astype(np.float64), about.source, about.unit
