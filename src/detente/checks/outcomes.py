"""Outcomes that are quantities: did trade or supplies of arms grow, shrink or end?

In: two entities and a date. Out: the change of two-way trade itself (current dollars) as a
specification, what it does to a verdict on trade, how much one state hung on the other's market, which
bans on trade are on record where the series have ended, and whether supplies of arms went on. "Reduced"
and "ended" are claims about amounts: what grew was not reduced, what went on did not end or collapse.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from detente.checks import change, occasions
from detente.inference import placebo, thresholds
from detente.inference.verdict import Verdict
from detente.measures import trade
from detente.measures.cube import column, fill
from detente.model import Grade, Label, Specification

if TYPE_CHECKING:
    from detente.checks.entities import Entity
    from detente.checks.occasions import Occasion
    from detente.facets import Effect
    from detente.measures.cube import Cube
    from detente.measures.registry import Bench

_BAN = re.compile(
    r"\b(?:embargo\w*|trade (?:ban|war|measures|sanctions)|bans? (?:\w+ ){0,3}(?:trade|imports|exports|goods)"
    r"|(?:stops?|halts?|breaks? off|cuts?|freezes?|closes?) (?:all |its |their |the )?(?:\w+ )?(?:trade|border)|blockade\w*)",
    re.IGNORECASE,
)


def volume(
    bench: Bench, a: Entity, b: Entity, start: int, end: int, sign: int, latest: int, turn: int | None
) -> Specification | None:
    """Two-way trade itself, years before the date (or the period's start) against the years after it."""
    cube = bench.memo("log trade", lambda: _log_trade(bench))
    middle = turn if turn is not None else start
    first = middle - thresholds.OUTCOME_YEARS
    if turn and middle - start >= thresholds.FEWEST_YEARS:
        first = max(first, start)
    before = (first, middle - 1)
    after = (middle + 1, min(end, latest, cube.last_year))
    windows = [cube.window(*w) for w in (before, after)]
    if not all(len(w) >= thresholds.FEWEST_YEARS for w in windows):
        return None
    own = [change.between(bench.index, w, a, b) for w in windows]
    pool = bench.recent(("pool", "log trade", before, after), lambda: placebo.pool_of(*windows))
    moved = placebo.ranked_change(own[0], own[1], pool)
    if moved is None or moved.before < thresholds.SOME_TRADE:  # none reported is not none
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


def by_volume(
    verdict: Verdict, traded: Specification | None, direction: str | None, effect: Effect
) -> Verdict:
    """The verdict on trade, held to the volume: what grew was not reduced, what went on did not end.

    A growth (or fall) of the amount itself that few other pairs had speaks for the claim where shares and
    intensity are silent; where the words only say that it followed, one that most pairs did not have.
    """
    if traded is None or traded.estimate is None:
        return verdict
    grown = traded.estimate
    if direction == "end" and grown > np.log(thresholds.GOES_ON_SHARE):
        reason = f"trade went on ({traded.note})"
        return Verdict("contradicted", "moderate", (reason, *verdict.reasons), verdict.views)
    if direction == "end" and grown > np.log(thresholds.ENDED_SHARE) and verdict.label == "supported":
        reason = f"trade fell but did not end ({traded.note})"
        return Verdict("partly_supported", "low", (reason, *verdict.reasons), verdict.views)
    other = "two-way trade itself went the other way" if traded.significant and traded.direction < 0 else ""
    if not other and direction == "worsen" and effect.steep:
        other = "two-way trade did not fall" if grown > np.log(thresholds.HELD_SHARE) else ""
    if not other and direction == "improve":
        other = "two-way trade did not grow" if grown < np.log(thresholds.HELD_SHARE) else ""
    if other:
        reason = f"{other} ({traded.note})"
        if verdict.families(1):
            return Verdict("contested", "low", (reason, *verdict.reasons), verdict.views)
        return Verdict("contradicted", "moderate", (reason, *verdict.reasons), verdict.views)
    bar = thresholds.EVEN_RANK if effect.sequence else thresholds.PLACEBO_PERCENTILE
    rank = traded.placebo_percentile or 0.0
    silent = verdict.label == "insufficient_evidence" and not verdict.families(-1)
    if silent and traded.significant and traded.direction > 0 and rank >= bar:
        reason = f"two-way trade itself moved so ({traded.note}; beyond {rank:.0f} in 100 pairs)"
        return Verdict("supported", "low", (reason, *verdict.reasons), verdict.views)
    return verdict


def undated(verdict: Verdict, effect: Effect, amount: bool) -> Verdict:
    """The verdict where nothing dates the cause: before and after cannot be told apart, the effect can be seen.

    An amount that plainly went the other way contradicts, whatever the cause; one that went as said
    bears out words of mere sequence, and words of cause in part. Relations are left open: an undated quarrel
    may have begun, and worked, long before the period.
    """
    why = "the cause is not a dated event on record, so before and after cannot be told apart"
    if amount and verdict.label == "contradicted":
        return Verdict("contradicted", "low", ("whatever the cause, " + verdict.reasons[0], *verdict.reasons[1:], why),
                       verdict.views)  # fmt: skip
    if amount and verdict.label in ("supported", "partly_supported"):
        label: Label = "supported" if verdict.label == "supported" and effect.sequence else "partly_supported"
        return Verdict(label, "low", (*verdict.reasons, why), verdict.views)
    return Verdict("insufficient_evidence", "very_low", (why, *verdict.reasons), verdict.views)


def unreported(bench: Bench, a: Entity, b: Entity, year: int) -> bool:
    """Whether trade enters the books at a size that must have been there before, and no ban had stopped it.

    Comecon's trade was not reported, nor is that of the Federal Republic with some partners before 1990.
    """
    cube = bench.memo("log trade", lambda: _log_trade(bench))
    sides = [
        change.between(bench.index, cube.window(*w), a, b)
        for w in ((year - thresholds.OUTCOME_YEARS, year - 1), (year + 1, year + 2))
    ]
    if not all(np.isfinite(side).any() for side in sides):
        return False
    return (
        float(np.nanmedian(sides[0])) < thresholds.SOME_TRADE
        and float(np.nanmin(sides[1])) > thresholds.LARGE_TRADE
    )


def fell_at(bench: Bench, a: Entity, b: Entity, year: int) -> bool:
    """Whether two-way trade was halved between the two years before a date and the two after it."""
    cube = bench.memo("log trade", lambda: _log_trade(bench))
    sides = [
        change.between(bench.index, cube.window(*w), a, b)
        for w in ((year - 2, year - 1), (year + 1, year + 2))
    ]
    if not all(np.isfinite(side).any() for side in sides) or np.nanmean(sides[0]) < thresholds.SOME_TRADE:
        return False
    return float(np.nanmean(sides[1]) - np.nanmean(sides[0])) <= np.log(thresholds.HALVED_SHARE)


def dependence(
    bench: Bench, a: Entity, b: Entity, start: int, end: int, sign: int, latest: int, turn: int | None
) -> Verdict | None:
    """Whether the first state came to trade more (or less) of all it trades with the second; None if not covered."""
    cube = trade.directed(bench, "trade_share")
    middle = turn if turn is not None else start
    before = slice(max(middle - thresholds.OUTCOME_YEARS - cube.first_year, 0), middle - cube.first_year)
    after = slice(middle + 1 - cube.first_year, min(end, latest) + 1 - cube.first_year)
    if len(a.positions) != 1 or len(b.positions) != 1:
        return None
    blocks = [cube.values[w] for w in (before, after)]
    if not all(len(x) >= thresholds.FEWEST_YEARS for x in blocks):
        return None
    row, column_ = a.positions[0], b.positions[0]
    means = [placebo.window_mean(x) for x in blocks]
    moved = means[1] - means[0]
    own = float(moved[row, column_])
    if not np.isfinite(own):
        return None
    was, is_ = (float(m[row, column_]) for m in means)
    told = f"its share of the trade of {a.said} went from {was:.0f} to {is_:.0f} per cent"
    if abs(own) < thresholds.SMALLEST_SHARE:
        return Verdict("insufficient_evidence", "very_low", (told,), ())
    if own * sign < 0:
        return Verdict("contradicted", "moderate", (told,), ())
    known = moved[np.isfinite(moved)] * sign
    rank = 100 * float(np.mean(known < own * sign))
    label: Label = "supported" if rank >= thresholds.PLACEBO_PERCENTILE else "insufficient_evidence"
    return Verdict(
        label, "moderate" if label == "supported" else "very_low", (f"{told}; beyond {rank:.0f} in 100",), ()
    )


def by_bans(verdict: Verdict, bench: Bench, a: Entity, b: Entity, day: date, end: int, sign: int) -> Verdict:
    """The verdict on trade after the series of trade end: a ban on record of trade between the two decides, at low."""
    last_year = bench.atlas.coverage("trade")[1]
    if verdict.label != "insufficient_evidence" or day.year < last_year:
        return verdict
    found = bans(bench, a, b, day, date(max(end, day.year), 12, 31))
    if not found:
        reason = f"no series of trade between the two is held after {last_year}"
        return Verdict("insufficient_evidence", "very_low", (reason, *verdict.reasons), verdict.views)
    listed = ", ".join(f"{o.day.isoformat()} {o.name}" for o in found[:3])
    reason = f"a ban on trade is on record ({listed}); no series of trade is held after {last_year}"
    return Verdict(
        "supported" if sign < 0 else "contradicted", "low", (reason, *verdict.reasons), verdict.views
    )


def bans(bench: Bench, a: Entity, b: Entity, first: date, last: date) -> list[Occasion]:
    """Dated bans on trade between two states: embargoes, boycotts of goods, closed borders."""
    ones, others = (frozenset(f"state:{c}" for c in e.codes) for e in (a, b))
    found = occasions.between(bench, ones, others, first, last)
    return [o for o in found if o.sign < 0 and o.weight >= thresholds.WEIGHTY_DEED and _BAN.search(o.name)]


def _log_trade(bench: Bench) -> Cube:
    table = bench.atlas.table("trade").drop_nulls("log_trade")
    ends = tuple(bench.lineages(column(table, c)) for c in ("ccode1", "ccode2"))
    first, last = bench.atlas.coverage("trade")
    values = column(table, "log_trade", np.float32)
    return fill(
        bench.index, max(first, 1900), last, (ends[0], ends[1]), column(table, "year"), values, absent=0.0
    )


def supplies(
    bench: Bench, a: Entity, b: Entity, year: int, end: int, direction: str | None, topic: str, latest: int
) -> tuple[Label, Grade, str] | None:
    """Whether supplies of arms alleged to have ended went on: shares of five years before and after."""
    if direction != "end" or topic not in ("arms", "aid"):
        return None
    cube = bench.cube("arms_share")
    spans = (
        (year - 3, year - 1),
        (year + thresholds.OUTCOME_YEARS, min(year + thresholds.OUTCOME_YEARS + 1, latest)),
    )
    before, after = (change.between(bench.index, cube.window(*span), a, b) for span in spans)
    known = np.isfinite(before).any() and np.isfinite(after).any()
    if not known or np.nanmean(before) < thresholds.SUPPLIER_SHARE:
        return None
    share = float(np.nanmean(after) / np.nanmean(before))
    told = f"arms supplied went from {np.nanmean(before):.0f} to {np.nanmean(after):.0f} per cent of imports"
    far = max(min(end, year + 2 * thresholds.OUTCOME_YEARS, latest), spans[1][1])
    dried = _orders_lost(bench, a, b, (spans[0], (far - 1, far)))
    if share >= thresholds.GOES_ON_SHARE and dried >= thresholds.ORDERS_LOST:
        told += f", and the imports themselves by {dried} orders of magnitude"
        return ("supported", "low", told) if topic == "arms" else None
    if share >= thresholds.GOES_ON_SHARE and not dried:
        return "contradicted", "moderate" if topic == "arms" else "low", told
    return ("supported", "moderate", told) if share < thresholds.ENDED_SHARE and topic == "arms" else None


def _orders_lost(bench: Bench, a: Entity, b: Entity, spans: tuple[tuple[int, int], tuple[int, int]]) -> int:
    """Orders of magnitude by which all imports of arms of the supplied of two states fell between two spans of years."""
    rows = bench.memo("arms rows", lambda: bench.atlas.table("arms").rows(named=True))
    found = []
    for recipient, supplier in ((a, b), (b, a)):
        own = [r for r in rows if bench.place(r["recipient"]) in recipient.positions
               and bench.place(r["supplier"]) in supplier.positions]  # fmt: skip
        sides = [[r["total_class"] for r in own if first <= r["end_year"] <= last] for first, last in spans]
        if all(sides):
            found.append(max(sides[0]) - min(sides[1]))
    return max(found, default=0)
