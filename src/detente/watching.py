"""Which of all pairs of states changed most lately, beyond what other pairs and times show.

In: an atlas, and a monthly (events) or yearly measure, or a family of them. Out: a table of pairs, the most unusual change
first. For each pair the latest window is set against the one before; the difference over its noise
is ranked among the same figure of every pair at every earlier date that shares no observation with the
latest window: a rank of 99 means that one placebo in a hundred is larger. What moved all pairs alike is taken out
first (the median of the month or year), news is counted against how much its source reports at all, and of votes, trade and news
each state's own drift is taken out, so that nobody is listed for a change of the whole and no state twenty times for its own.
Pacts gained with many partners in one year (a treaty of many) are left out. By default all families are asked at once
(`watching_families`).
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.errors import InputError

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from detente.evidence.atlas import Atlas
    from detente.measures.registry import Bench

EVENTS = "events"
BEYOND = 95.0  # placebo percentile from which a change is said to be unusual
_SHARE_KNOWN = 0.8  # a window with more gaps than this says nothing
_PRIOR_OBSERVATIONS = 4.0  # as in `inference.placebo`


@dataclass(frozen=True)
class Watch:
    """What changed: `table` (see `watch`), and of every measure watched a `Watched`."""

    table: pl.DataFrame
    measures: tuple[Watched, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain values: `measures` and `pairs`, one dict a row of `table`."""
        return {"measures": [asdict(m) for m in self.measures], "pairs": self.table.to_dicts()}


@dataclass(frozen=True)
class Watched:
    """One measure: its family, source id and unit, first and last date, when the latest window begins, how
    many pairs it is known for, how many of them lie beyond the 95th placebo percentile, how many would if
    nothing had happened, the number of placebos, and what they are: earlier dates, or, where the series is too short
    for any, other pairs at the same date.
    """

    measure: str
    family: str
    source: str
    unit: str
    first: str
    last: str
    since: str
    pairs: int
    beyond: int
    expected: float
    placebos: int
    null: str = "earlier dates"


@dataclass(frozen=True)
class Contrast:
    """Latest window against the one before, by series: means, difference, its ratio to the noise, and
    the placebo percentile of the ratio's size (0 to 100). NaN where a window has too many gaps. `among_pairs`:
    the placebos are other pairs at the same date.
    """

    before: NDArray[np.float64]
    after: NDArray[np.float64]
    ratio: NDArray[np.float64]
    percentile: NDArray[np.float64]
    placebos: int
    among_pairs: bool = False


@dataclass(frozen=True)
class Prepared:
    """One measure set up for a contrast: pairs, dates, values as published and net, the contrast, and how much is reported."""

    ids: list[tuple[str, str]]
    dates: list[str]
    raw: NDArray[np.float64]
    series: NDArray[np.float64]
    found: Contrast
    window: int
    baseline: int
    about: Watched
    reported: NDArray[np.float64]


def watch(
    atlas: Atlas | None = None,
    measure: str | None = None,
    *,
    family: str | None = None,
    since: int | str | None = None,
    window: int | None = None,
    baseline: int | None = None,
    top: int | None = 20,
) -> Watch:
    """The pairs of states that changed most lately, of all pairs.

    Without `measure` and `family` all families are asked, led by the record of dated deeds (`watching_families`).
    `measure` is `events` (monthly cooperation less conflict from news, GDELT) or a yearly measure of
    `measures.registry`; `family` watches all measures of an evidence family. The latest `window` (12 months, 3
    years), or what lies from `since` (a year, or YYYY-MM) to the end, is set against the `baseline` before it
    (three times as long).

    Columns: id1, id2, measure, before, after (as published), change (net of what moved all pairs and each of the two
    states), ratio (change over its noise), placebo_percentile (0 to 100, of the ratio's size among other pairs
    and times), recent (probability that the series changed within the window), break_at (date of its last
    break by exact segmentation, or null); the most unusual first. Of all families: before and after are points
    of dated events in the ten years before and since, ratio is the score, and direction, families (that moved the
    same way), against and deeds say why.
    Raises InputError for an unknown measure or family or spans that do not fit the data.
    """
    import polars as pl

    from detente.evidence import atlas as atlases
    from detente.measures.registry import Bench

    if measure and family:
        raise InputError("Give a measure or a family to watch, not both.")
    if top is not None and top < 1:
        raise InputError("The list must have room for at least one pair.")
    bench = Bench(atlas or atlases.open())
    if measure is None and family is None and window is None and baseline is None:
        return _all_families(bench, since, top)
    parts = [_one(bench, name, since, window, baseline, top) for name in _names(bench, measure, family)]
    table = pl.concat([part[0] for part in parts])
    order = pl.col("ratio").abs() if len(parts) == 1 else pl.col("placebo_percentile")
    table = table.sort(order, pl.col("ratio").abs(), descending=True, maintain_order=True)
    return Watch(table if top is None else table.head(top), tuple(part[1] for part in parts))


def _all_families(bench: Bench, since: int | str | None, top: int | None) -> Watch:
    from detente import watching_families

    last = bench.atlas.coverage("events")[1]
    from_month = str(since if since is not None else last - 2)
    if not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]))?", from_month):
        raise InputError(f"A date to watch from is a year or YYYY-MM, not {since!r}.")
    year = int(from_month[:4])
    if not watching_families._FIRST_PLACEBO < year <= last:
        raise InputError(
            f"The record of dated events ends in {last}: there is nothing to watch from {since} on."
        )
    found, abouts = watching_families.watched(bench, year, from_month, top)
    return Watch(found, tuple(abouts))


def _names(bench: Bench, measure: str | None, family: str | None) -> list[str]:
    if family is None:
        return [measure or EVENTS]
    held = sorted(name for name, m in bench.measures.items() if m.family == family)
    if family == EVENTS:
        held = [EVENTS, *held]
    if not held:
        families = sorted({m.family for m in bench.measures.values()} | {EVENTS})
        raise InputError(f"No family {family!r} to watch; there are {', '.join(families)}.")
    return held


def prepared(
    bench: Bench,
    measure: str,
    since: int | str | None,
    window: int | None = None,
    baseline: int | None = None,
) -> Prepared:
    """A measure's series, net of what moved all pairs and each state, and its contrast. Raises InputError."""
    series_of = _events(bench.atlas) if measure == EVENTS else _yearly(bench, measure)
    ids, dates, raw, net, family, source, unit = series_of
    if since is not None:
        window = _window(dates, str(since), measure)
    window = window or (12 if measure == EVENTS else 3)
    baseline = baseline or min(3 * window, max(len(dates) - window, 2))
    if window < 2 or baseline < 2 or window + baseline > net.shape[1]:
        raise InputError(
            f"{measure} has {net.shape[1]} dates ({dates[0]} to {dates[-1]}): windows of {window} and "
            f"{baseline} do not fit."
        )
    series = net - _medians(net)
    found = contrast(series, window, baseline)
    listed = np.isfinite(found.ratio)
    about = Watched(
        measure, family, source, unit, dates[0], dates[-1], dates[-window], int(listed.sum()),
        int((found.percentile[listed] >= BEYOND).sum()), round(int(listed.sum()) * (100.0 - BEYOND) / 100.0, 1),
        found.placebos, "other pairs at the same date" if found.among_pairs else "earlier dates",
    )  # fmt: skip
    reported = np.nanmean(np.abs(np.nan_to_num(raw[:, -window:])), axis=1)
    return Prepared(ids, dates, raw, series, found, window, baseline, about, reported)


def _one(
    bench: Bench,
    measure: str,
    since: int | str | None,
    window: int | None,
    baseline: int | None,
    top: int | None,
) -> tuple[pl.DataFrame, Watched]:
    import polars as pl

    from detente.inference import breaks

    seen = prepared(bench, measure, since, window, baseline)
    found, window, dates = seen.found, seen.window, seen.dates
    listed = np.flatnonzero(np.isfinite(found.ratio))
    order = listed[np.argsort(-np.abs(found.ratio[listed]), kind="stable")][:top]
    chosen = seen.series[order]
    recent = breaks.monitor(chosen, window=window).recent if len(chosen) else np.empty(0)
    cut = breaks.pelt(_filled(chosen), min_size=max(2, window // 3)).last if len(chosen) else ()
    ends = seen.raw[order, -window - seen.baseline : -window], seen.raw[order, -window:]
    table = pl.DataFrame(
        {
            "id1": [seen.ids[k][0] for k in order],
            "id2": [seen.ids[k][1] for k in order],
            "measure": [measure] * len(order),
            "before": _means(ends[0]),
            "after": _means(ends[1]),
            "change": found.after[order] - found.before[order],
            "ratio": found.ratio[order],
            "placebo_percentile": found.percentile[order],
            "recent": recent,
            "break_at": [None if c < 0 else dates[c] for c in cut],
        },
        schema_overrides={"id1": pl.String, "id2": pl.String, "measure": pl.String, "break_at": pl.String},
    )
    return table, seen.about


def _means(block: NDArray[np.float64]) -> NDArray[np.float64]:
    known = np.isfinite(block)
    return np.where(known, block, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)


def _window(dates: list[str], since: str, measure: str) -> int:
    """Number of dates from `since` on."""
    if not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]))?", since):
        raise InputError(f"A date to watch from is a year or YYYY-MM, not {since!r}.")
    count = sum(date >= since[: len(date)] for date in dates)
    if count < 2:
        raise InputError(f"{measure} ends in {dates[-1]}: there is nothing to compare from {since} on.")
    return count


_HEADINGS = ("pair", "measure", "before", "after", "net change", "percentile", "recent", "break")
_ALL = ("pair", "direction", "score", "points since", "points before", "families", "against", "last", "deeds")


def table(found: Watch) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """What `detente watch` prints: headings, and a row for each pair."""
    if "deeds" in found.table.columns:
        return _ALL, [
            (
                f"{row['id1']} {row['id2']}", row["direction"], f"{row['ratio']:+.1f}", f"{row['after']:+.3g}",
                f"{row['before']:+.3g}", row["families"] or "-", row["against"] or "-", row["break_at"] or "-",
                row["deeds"] or "-",
            )
            for row in found.table.iter_rows(named=True)
        ]  # fmt: skip
    rows = [
        (
            f"{row['id1']} {row['id2']}", row["measure"], f"{row['before']:.3g}", f"{row['after']:.3g}",
            f"{row['change']:+.3g}", f"{row['placebo_percentile']:.1f}", f"{row['recent']:.2f}", row["break_at"] or "-",
        )
        for row in found.table.iter_rows(named=True)
    ]  # fmt: skip
    return _HEADINGS, rows


def summary(found: Watch) -> list[str]:
    """How unusual the list is, a sentence for each measure."""
    said = []
    for m in found.measures:
        if not m.placebos:
            said.append(
                f"Led by the record of dated events ({m.source}, to {m.last}): {m.pairs:,} pairs have some since "
                f"{m.since}. A selection made by hand: its silence proves nothing."
            )
            continue
        said.append(
            f"{m.measure} ({m.unit}; {m.source}, {m.first} to {m.last}): from {m.since} on against what went before; "
            f"before and after as published, change net of what moved all pairs and either state. {m.beyond:,} of "
            f"{m.pairs:,} pairs lie beyond the {BEYOND:.0f}th percentile of {m.placebos:,} placebos ({m.null}); "
            f"{m.expected:,.0f} would if nothing had happened."
        )
    return said


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
    percentile = np.where(np.isfinite(ratio), rank, np.nan)
    return Contrast(before, after, ratio, percentile, len(pool), among_pairs=not past)


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


_Series = tuple[list[tuple[str, str]], list[str], "NDArray[np.float64]", "NDArray[np.float64]", str, str, str]


def _undrifted(series: NDArray[np.float64], one: NDArray, two: NDArray) -> NDArray[np.float64]:
    """`series` (pairs, dates) less both states' means over their partners at each date, the grand mean added."""
    size = int(max(one.max(), two.max())) + 1
    out = np.full_like(series, np.nan)
    for t in range(series.shape[1]):
        known = np.isfinite(series[:, t])
        i, j, v = one[known], two[known], series[known, t]
        if not len(v):
            continue
        count = np.bincount(i, minlength=size) + np.bincount(j, minlength=size)
        total = np.bincount(i, v, minlength=size) + np.bincount(j, v, minlength=size)
        # Of a state with few partners the mean is the pair itself: it is drawn towards that of all.
        mean = (total + 5 * v.mean()) / (count + 5)
        out[known, t] = v - mean[i] - mean[j] + v.mean()
    return out


def _events(atlas: Atlas) -> _Series:
    """Monthly balance of reported cooperation and conflict, by pair with events, and the same net.

    Net: over what the source reports of all pairs in the month (its exposure, which shrinks), times the typical
    month's, less each state's own drift.
    """
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
    exposure = np.nansum(np.abs(series), axis=0)
    net = series / np.where(exposure > 0, exposure, np.nan) * np.median(exposure[exposure > 0])
    names = {name: n for n, name in enumerate(sorted({*pairs["one"].to_list(), *pairs["two"].to_list()}))}
    one, two = (np.array([names[n] for n in pairs[c].to_list()]) for c in ("one", "two"))
    dates = [f"{m:%Y-%m}" for m in months]
    return pairs.rows(), dates, series, _undrifted(net, one, two), EVENTS, "gdelt", "score a day with events"


def _yearly(bench: Bench, measure: str) -> _Series:
    from detente import actors

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
    raw = cube.values[:, :-1].T.astype(np.float64)
    if not about.sparse:
        net = _undrifted(raw, one, two)
    else:
        net = _without_wide_steps(raw, one, two) if about.family == "commitment" else raw
    return ids, years, raw, net, about.family, about.source, about.unit


_WIDE_STEP = 4  # a pact that one state gains or loses with this many others in a year is one of many


def _without_wide_steps(raw: NDArray[np.float64], one: NDArray, two: NDArray) -> NDArray[np.float64]:
    """The series without the steps that either state took with many partners in the same year."""
    size = int(max(one.max(), two.max())) + 1
    step = np.diff(raw, axis=1, prepend=raw[:, :1])
    for t in range(1, raw.shape[1]):
        for way in (1, -1):
            moved = np.flatnonzero(np.nan_to_num(step[:, t]) * way > 0)
            count = np.bincount(one[moved], minlength=size) + np.bincount(two[moved], minlength=size)
            wide = moved[(count[one[moved]] >= _WIDE_STEP) | (count[two[moved]] >= _WIDE_STEP)]
            step[wide, t] = 0.0
    first = np.nan_to_num(raw[:, :1])
    return np.where(np.isfinite(raw), first + np.cumsum(np.nan_to_num(step), axis=1), np.nan)
