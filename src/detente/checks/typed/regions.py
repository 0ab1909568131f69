"""Weight in a region and shares of a group's trade.

Influence in a region is read from two things that are counted, trade with its states and arms for them: both must agree. A
group's imports or exports are its members' from outside it, weighted by how much each trades.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from detente.checks import findings
from detente.checks.entities import Entity, entity
from detente.checks.typed.relations import silent
from detente.domain import Claim, Quantity
from detente.english import listed
from detente.inference import thresholds
from detente.inference.verdict import negated as negated_label
from detente.measures import arms, trade
from detente.model import Effect, Finding, Grade, Label, Specification

if TYPE_CHECKING:
    from detente.checks.typed.door import Context
    from detente.measures.registry import Bench


def _years(claim: Claim, context: Context) -> tuple[int, int]:
    end = min(claim.period.end if claim.period.end is not None else context.latest, context.latest)
    return min(claim.period.start if claim.period.start is not None else end, end), end


def _span(start: int, end: int) -> str:
    return str(start) if start == end else f"{start}-{end}"


def influence(claim: Claim, q: Quantity, bench: Bench, context: Context) -> Finding:
    """Whether one state weighed more in a region than another: in its trade, its arms, its votes."""
    other = q.comparison.than.of.ids if q.comparison else ()
    _, end = _years(claim, context)
    region = q.place[0] if q.place else None
    who, whom = (
        entity(bench, i, end) if i else None
        for i in (q.of.ids[0] if q.of.ids else None, other[0] if other else None)
    )
    place = entity(bench, region, end) if region and not region.startswith("place:") else None
    if q.comparison is None or who is None or whom is None or place is None:
        return silent("no_source", "Influence is compared here only of two states in a region.")
    up = q.comparison.sign in ("greater", "better", "at_least")
    views: list[Specification] = []
    for family, source, unit, measure in _WEIGHTS:
        one, two = (measure(bench, x, place, end, context.latest) for x in (who, whom))
        if one is None or two is None:
            continue
        ratio = max(one, two) / max(min(one, two), 1e-9)
        sign = 0 if ratio < _CLEARLY_MORE else 1 if (one > two) == up else -1
        views.append(Specification(
            family, source, f"{unit} with the region", str(end), whom.name, unit, float(f"{one - two:.4g}"),
            direction=-sign if claim.negative else sign, significant=sign != 0,
            note=f"{who.name} {one:.3g}, {whom.name} {two:.3g}",
        ))  # fmt: skip
    return _weighed(claim, bench, views, (who, whom, place), end)


_CLEARLY_MORE = 1.2


def _weighed(
    claim: Claim, bench: Bench, views: Sequence[Specification], who: tuple[Entity, Entity, Entity], year: int
) -> Finding:
    sign = -1 if claim.negative else 1
    good, bad = ([v.family for v in views if v.direction * sign == way] for way in (1, -1))
    label: Label = "insufficient_evidence"
    if len(good) >= thresholds.FAMILIES_NEEDED and not bad:
        label = "supported"
    elif len(bad) >= thresholds.FAMILIES_NEEDED and not good:
        label = "contradicted"
    elif good and bad:
        label = "contested"
    grade: Grade = "low"
    sources = tuple(dict.fromkeys(v.source for v in views))
    told = "; ".join(f"{v.measure}: {v.note}" for v in views) or "no source covers both"
    return Finding(
        negated_label(label) if claim.negative else label, grade, (f"{len(good)} families for, {len(bad)} against",),
        f"In {who[2].said}, {year}: {told}.", specifications=tuple(views),
        would_change=("It would turn if trade or arms went the other way.",),
        counter_reading="Weight in trade and arms is not influence: it says who had the means.",
        limits=findings.limits(bench, sources, year, year), citations=findings.citations(bench, sources),
        why="too_weak" if label == "insufficient_evidence" else None,
    )  # fmt: skip


def _trade(bench: Bench, who: Entity, region: Entity, year: int, latest: int) -> float | None:
    """Goods traded with all states of a region (million USD)."""
    first, last = bench.atlas.coverage("trade")
    year = min(year, latest)
    if not first <= year <= last:
        return None
    table = bench.atlas.table("trade").filter(pl.col("year") == year).drop_nulls("log_trade")
    one, two = (bench.lineages(table[c].to_numpy()) for c in ("ccode1", "ccode2"))
    keep = np.isin(one, who.codes) & np.isin(two, region.codes) & ~np.isin(two, who.codes)
    return float(np.expm1(table["log_trade"].to_numpy()[keep]).sum()) if keep.any() else None


def _arms(bench: Bench, who: Entity, region: Entity, year: int, latest: int) -> float | None:
    """Mean share in the arms imports of the region's states, over five years."""
    cube = arms.supplier_share(bench)
    year = min(year, latest)
    if not cube.first_year <= year <= cube.last_year:
        return None
    block = cube.window(year, year)[0][np.ix_(list(region.positions), list(who.positions))]
    known = np.isfinite(block)
    buyers = [p for p in region.positions if np.isfinite(cube.window(year, year)[0][p]).any()]
    return float(np.where(known, block, 0).sum() / len(buyers)) if buyers else None


_Weight = Callable[["Bench", Entity, Entity, int, int], float | None]
_WEIGHTS: tuple[tuple[str, str, str, _Weight], ...] = (
    ("trade", "cow-trade", "million USD of goods", _trade),
    ("arms", "sipri-arms", "per cent of its arms imports", _arms),
)


TRADED = {
    "imports": "import_share",
    "exports": "export_share",
    "trade_total": "trade_share",
    "trade_share": "trade_share",
}


def of_group(q: Quantity) -> bool:
    """Whether it is the trade of a group of states with the rest of the world."""
    who = q.of.ids[0] if len(q.of) == 1 else ""
    return who.startswith(("org:", "bloc:")) and q.measure in TRADED and not q.product


def group_share(claim: Claim, q: Quantity, bench: Bench, context: Context) -> Finding:
    """What several partners together, or one, hold of the trade of a state or group of states with the rest of the world."""
    column = TRADED.get(q.measure)
    start, end = _years(claim, context)
    who = entity(bench, q.of.ids[0], end) if len(q.of) == 1 else None
    partners = [e for i in q.with_.ids if (e := entity(bench, i, end)) is not None]
    if (
        column is None
        or q.product
        or q.place
        or who is None
        or not partners
        or q.share is None
        or q.share.number is None
    ):
        return silent("no_source", "No series here holds this share of these partners or goods.")
    first, last = bench.atlas.coverage("trade")
    if not first <= start <= end <= last:
        return silent("no_coverage", f"Trade by partner is held for {first}-{last}.")
    share, missing = _share(bench, who, partners, column, (start, end))
    if share is None:
        return silent("no_coverage", f"The books of {who.said} are not held for {_span(start, end)}.")
    truth = _as_said(share, q.share.number, q.share.bound)
    label: Label = "insufficient_evidence" if truth is None else "supported" if truth else "contradicted"
    if claim.negative:
        label = negated_label(label)
    together = listed([p.said for p in partners])
    unbooked = f" Of {listed(missing)} hardly anything is booked." if missing else ""
    told_of = f"per cent of the {_FLOW[column]} of {who.said}, {_span(start, end)}.{unbooked}"
    reason = f"{together[0].upper()}{together[1:]} together held {share:.1f} {told_of}"
    found = Finding(
        label, "moderate", ("a share is a fact that one source of record settles",), reason,
        effect=Effect(round(share, 2), "per cent"),
        specifications=(Specification("trade", "cow-trade", column.replace("_", " "), _span(start, end), "all partners outside",
                                      "per cent", round(share, 3),
                                      direction=0 if truth is None else 1 if truth != claim.negative else -1,
                                      significant=truth is not None),),
        would_change=("It would turn with a share on the other side of what is claimed.",),
        counter_reading="A share of value is not a share of need.",
        limits=findings.limits(bench, ("cow-trade",), start, end), citations=findings.citations(bench, ("cow-trade",)),
        why="too_weak" if label == "insufficient_evidence" else None,
    )  # fmt: skip
    # What is not booked makes a share too small: it bears out "less than" no longer.
    loose = missing and q.share.bound in ("less_than", "at_most") and label == "supported"
    return replace(found, grade="low") if loose else found


_FLOW = {"import_share": "imports", "export_share": "exports", "trade_share": "trade"}


_NEAR_SHARE = 0.1
"""A share within a tenth of what is said lies too near to refute it."""


def _as_said(share: float, number: float, bound: str | None) -> bool | None:
    margin = _NEAR_SHARE * number
    if bound in ("more_than", "at_least"):
        return True if share > number else None if share > number - margin else False
    if bound in ("less_than", "at_most"):
        return True if share < number else None if share < number + margin else False
    gap = abs(share - number)
    return True if gap <= 1.5 * margin else None if gap <= 3 * margin else False


def _share(
    bench: Bench, who: Entity, partners: Sequence[Entity], column: str, years: tuple[int, int]
) -> tuple[float | None, list[str]]:
    """Per cent of the members' trade with the outside that the partners hold, members weighted by all they trade."""
    cube = trade.directed(bench, column)
    inside = np.zeros(bench.index.size, dtype=bool)
    inside[list(who.positions)] = len(who.positions) > 1
    own = np.zeros(bench.index.size, dtype=bool)
    own[[p for e in partners for p in e.positions]] = True
    part = whole = 0.0
    seen = np.zeros(bench.index.size, dtype=bool)
    for year in range(years[0], years[1] + 1):
        block = np.nan_to_num(cube.window(year, year)[0])
        for p in who.positions:
            weight = _total(bench, p, year)
            part += weight * float(block[p][own & ~inside].sum())
            whole += weight * float(block[p][~inside].sum())
            seen |= block[p] > 0
    missing = [e.name for e in partners if not seen[list(e.positions)].any()]
    return (100 * part / whole if whole else None), missing


def _total(bench: Bench, position: int, year: int) -> float:
    def totals() -> np.ndarray:
        table = bench.atlas.table("trade").filter(pl.col("year") == year).drop_nulls("log_trade")
        state = bench.index.lookup[bench.lineages(table["ccode1"].to_numpy())]
        found = np.zeros(bench.index.size)
        keep = state >= 0
        np.add.at(found, state[keep], np.expm1(table["log_trade"].to_numpy()[keep]))
        return found

    return float(bench.memo(("trade totals", year), totals)[position])
