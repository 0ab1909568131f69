"""Fuels and minerals between two: places and shares of a buyer in a seller's exports, and rises, falls and ends of a flow.

In: a quantity or its change with one partner and a product. Out: a finding from the flows booked in BACI, or from the gas
that reached the European Union. What the books lack is bounded (`measures.goods_flows`), never taken for nothing: a flow
that is not booked is silent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from detente import actors
from detente.checks import findings
from detente.checks.fuel_shares import DISCREET_BUYERS, DISCREET_SELLERS
from detente.checks.typed import fossil_revenue, trade_changes
from detente.checks.typed.partner_lists import Asked, share_truth, short
from detente.checks.typed.relations import silent
from detente.domain import Change, Claim, Quantity
from detente.inference import flows, thresholds
from detente.inference.verdict import told as told_label
from detente.measures import goods_flows, words
from detente.measures.goods_flows import Goods
from detente.model import Effect, EvidenceRows, Finding, Specification

if TYPE_CHECKING:
    from detente.checks.typed.door import Context
    from detente.measures.registry import Bench

_MEASURES = {
    "oil_exports": ("oil", "exports"), "gas_exports": ("gas", "exports"), "oil_imports": ("oil", "imports"),
    "gas_imports": ("gas", "imports"),
}  # fmt: skip
_FLOWS = ("exports", "imports")
RANKED = ("world", "partners")
"""Among whom a place may be: all partners, by either name."""
_LIMIT = "Values and weights as booked by customs; what is confidential or under sanctions may be booked elsewhere or nowhere."


def asked_of(q: Quantity, bench: Bench) -> tuple[Goods, str] | None:
    """The goods and the flow (exports or imports of whom it is about) that a quantity names; None where none here."""
    if q.measure in _MEASURES and not q.product:
        name, flow = _MEASURES[q.measure]
    elif q.measure in _FLOWS and len(q.product) == 1:
        name, flow = q.product[0], q.measure
    else:
        return None
    goods = goods_flows.goods(bench, name)
    return (goods, flow) if goods else None


@dataclass(frozen=True)
class Place:
    """Between which places and shares a buyer stands in a seller's exports."""

    first: int
    last: int
    low: float
    high: float
    value: float


def of_partner(
    claim: Claim,
    q: Quantity,
    bench: Bench,
    context: Context,
    who: str,
    partner: str,
    asked: tuple[Goods, str],
) -> Finding:
    """The place or share of one buyer in a state's exports, or of one seller in its imports."""
    goods, flow = asked
    if (
        flow == "exports"
        and goods.name == "energy"
        and (found := fossil_revenue.place(claim, q, bench, context, who, partner))
    ):
        return found
    if any(actors.get(i).kind != "state" for i in (who, partner)) or goods_flows.UNSAID in (who, partner):
        return silent(
            "no_source",
            "Booked flows are ranked for single states, and what stands under Taiwan's code is not all its own.",
        )
    reach = goods_flows.span(bench, goods)
    end = min(claim.period.end if claim.period.end is not None else context.latest, context.latest)
    start = claim.period.start if claim.period.start is not None else end
    if start > reach[1] or start < reach[0] or 2 * (end - reach[1]) > max(end - start, 0):
        return silent("no_coverage", _uncovered(goods, reach, start, end))
    last = min(end, reach[1])
    found = goods_flows.partners(bench, goods, flow, who, start, last)
    lacking = goods_flows.missing(bench, goods, flow, who, start, last)
    own = found.filter(pl.col("partner") == partner)
    if own.is_empty() or own["value"][0] < thresholds.SMALLEST_FLOW_MILLIONS * (last - start + 1):
        return silent(
            "too_weak", "Next to nothing is booked between the two, which may be a hole in the books."
        )
    unweighed = found.filter(pl.col("weight").is_null())["value"].sum() > thresholds.SMALLEST_FLOW_MILLIONS
    discreet = "gas" in goods.products and who in (DISCREET_SELLERS if flow == "exports" else DISCREET_BUYERS)
    if lacking > thresholds.UNBOOKED_SHARE or unweighed or discreet:
        does = "sells" if flow == "exports" else "buys"
        return silent(
            "too_weak",
            f"Much of what {findings.name(who)} {does} is not booked in these years, so no partner can be ranked.",
        )
    place = _place(found, partner, lacking, goods)
    return _placed(claim, bench, who, partner, asked, (start, last, end), found, place, _truth(q, place))


def _place(rows: pl.DataFrame, partner: str, lacking: float, goods: Goods) -> Place:
    total, weight = float(rows["value"].sum()), float(rows["weight"].sum())
    hidden = weight * lacking / (1 - lacking)
    own = rows.filter(pl.col("partner") == partner).to_dicts()[0]
    others = rows.filter(pl.col("partner") != partner)
    above = [
        set(others.filter(pl.col(by).fill_null(0) >= own[by])["partner"].to_list())
        for by in ("value", "weight")
        if own[by] is not None
    ]
    sure = set.intersection(*above) - {goods_flows.UNSAID}
    may = set.union(*above)
    unbooked = int(hidden / own["weight"]) if own["weight"] else len(others)
    unbooked += thresholds.PLACES_HIDDEN if "gas" in goods.products else 0
    high = 100 * own["value"] / total
    return Place(
        len(sure) + 1,
        len(may) + 1 + unbooked,
        high * (1 - lacking),
        high,
        own["value"],
    )


def _truth(q: Quantity, place: Place) -> bool | None:
    if q.rank is not None:
        if q.rank.from_below or q.rank.among not in RANKED:
            return None
        if q.rank.position is not None:
            if place.first == place.last == q.rank.position:
                return True
            return None if place.first <= q.rank.position <= place.last else False
        within = q.rank.within or 5
        return True if place.last <= within else False if place.first > within else None
    share = q.share
    if share is None or share.number is None:
        return None
    found = share_truth(
        place.low, place.high, Asked(number=share.number, bound=share.bound), thresholds.SHARE_MARGIN
    )
    return None if found is None else found == 1.0


def _uncovered(goods: Goods, reach: tuple[int, int], start: int, end: int) -> str:
    years = f"{start}-{end}" if start != end else str(start)
    what = goods.name.replace("_", " ")
    return f"No source on flows of {what} covers {years}: {words.source(goods.source)} covers {reach[0]}-{reach[1]}."


def _placed(
    claim: Claim, bench: Bench, who: str, partner: str, asked: tuple[Goods, str], years: tuple[int, int, int],
    found: pl.DataFrame, place: Place, truth: bool | None,
) -> Finding:  # fmt: skip
    goods, flow = asked
    own, other = goods_flows.SIDES[flow]
    start, last, end = years
    label = told_label(truth, negative=claim.negative)
    span = f"{start}-{last}" if start != last else str(last)
    what = f"{goods.name.replace('_', ' ')} {flow} of {findings.name(who)}"
    to = f" to {place.last}" if place.last > place.first else ""
    direction = 0 if truth is None else 1 if truth != claim.negative else -1
    share, least = round(place.high, 1), round(place.low, 1)
    specification = Specification(
        goods.family, goods.source, f"share of {what}", span, "all partners", "per cent", share, least, share,
        direction=direction, significant=direction != 0, note=f"place {place.first}{to}",
    )  # fmt: skip
    top = ", ".join(
        f"{short(r['partner'])} {100 * r['value'] / found['value'].sum():.0f}"
        for r in found.head(5).to_dicts()
    )
    products = ", ".join(repr(p) for p in goods.products)
    where = f"{own} = '{who}' AND year BETWEEN {start} AND {last} AND product IN ({products})"
    query = (
        f"SELECT {other}, sum(value) AS value, sum(tonnes) AS tonnes FROM {goods.table} WHERE {where} "
        f"GROUP BY {other} -- value in million USD"
    )
    rows = tuple({other: r["partner"], "value": round(r["value"], 1)} for r in found.head(12).to_dicts())
    return Finding(
        label, "moderate" if truth is not None else "low",
        ("booked flows, with what may be missing from them, settle it",) if truth is not None
        else ("what is missing from the books could change the answer",),
        f"{findings.name(partner)} had {place.high:.0f} per cent by value of the booked {what}, {span} "
        f"(place {place.first}{to}); largest, per cent: {top}.",
        effect=Effect(round(place.high, 1), f"per cent of {what}"),
        specifications=(specification,),
        would_change=("It would turn with flows that are not booked.",),
        counter_reading="The flag of the buyer is not always where a cargo was burnt.",
        evidence=(EvidenceRows(goods.source, bench.source(goods.source).version, query, rows),),
        limits=(_LIMIT, *findings.limits(bench, (goods.source,), start, end)),
        citations=findings.citations(bench, (goods.source,)),
        why="too_weak" if label == "insufficient_evidence" else None,
    )  # fmt: skip


def change(
    claim: Claim, c: Change, bench: Bench, context: Context, who: str, partner: str, asked: tuple[Goods, str]
) -> Finding | None:
    """A rise, fall or end of a flow between two sides; None where the claim has no first year."""
    if claim.period.start is None:
        return None
    goods, flow = asked
    start, end = trade_changes.span(claim, context)
    seller, buyer = (who, partner) if flow == "exports" else (partner, who)
    if goods.name == "gas" and buyer == "org:EU":
        return _eu_gas(claim, c, bench, seller, start, end)
    if goods.name == "energy" and (
        found := fossil_revenue.change(claim, c, bench, seller, buyer, start, end)
    ):
        return found
    sellers, buyers = trade_changes.sides(bench, seller, end), trade_changes.sides(bench, buyer, end)
    reach = goods_flows.span(bench, goods)
    if not sellers or not buyers or not reach[0] <= start <= end <= reach[1]:
        return silent("no_coverage", _uncovered(goods, reach, start, end))
    if _holed(bench, goods, sellers, buyers, end):
        return silent(
            "too_weak", "So much of this trade is booked elsewhere or nowhere that its books show no change."
        )
    if c.direction == "ended":
        return _ended(claim, bench, goods, (sellers, buyers), (seller, buyer), (start, end), reach)
    up = {"rose": True, "improved": True, "fell": False, "worsened": False}.get(c.direction or "")
    if up is None:
        return silent("too_weak", "Booked flows do not show when a trade began.")
    (first, weight_first), (last, weight_last) = (
        goods_flows.sent(bench, goods, sellers, buyers, y) for y in (start, end)
    )
    if min(first, last) <= 0 or max(first, last) < thresholds.SMALLEST_FLOW_MILLIONS:
        return silent(
            "too_weak", "Nothing, or next to nothing, is booked at one end, which is no evidence of no trade."
        )
    world = goods_flows.world(bench, goods, end) / goods_flows.world(bench, goods, start)
    ratio = last / first
    by_value = flows.holds(ratio, ratio / world, up, c.degree, c.factor)
    told = f"{words.amount(first * 1e6)} USD in {start}, {words.amount(last * 1e6)} USD in {end}"
    holds = by_value
    if weight_first and weight_last:
        by_weight = flows.holds(
            weight_last / weight_first, weight_last / weight_first, up, c.degree, c.factor
        )
        against = ratio <= 1 / thresholds.BOOKED_FLOW_RATIO if up else ratio >= thresholds.BOOKED_FLOW_RATIO
        holds = None if by_weight and against else by_weight
        holds = None if holds is False and by_value else holds
        told += f"; {words.amount(weight_first)} and {words.amount(weight_last)} million tonnes"
    return _changed(claim, bench, goods, (seller, buyer), (sellers, buyers), (start, end), ratio, holds, told)


def _holed(bench: Bench, goods: Goods, sellers: Sequence[str], buyers: Sequence[str], end: int) -> bool:
    """Whether the books of a side are known to miss much of this trade."""
    if goods_flows.UNSAID in (*sellers, *buyers):
        return True
    if "gas" in goods.products and set(buyers) & set(DISCREET_BUYERS):
        return True
    return (
        len(sellers) == 1
        and goods_flows.missing(bench, goods, "exports", sellers[0], end, end) > thresholds.UNBOOKED_SHARE
    )


def _ended(
    claim: Claim, bench: Bench, goods: Goods, ids: tuple[Sequence[str], Sequence[str]], names: tuple[str, str],
    years: tuple[int, int], reach: tuple[int, int],
) -> Finding:  # fmt: skip
    """An end: in the year after, at most a twentieth of the three years before is left, and something is booked."""
    start, end = years
    said = claim.period.start or start
    after = min(end + 1, reach[1])
    former = [
        goods_flows.sent(bench, goods, *ids, y)[0] for y in range(said - thresholds.FORMER_FLOW_YEARS, said)
    ]
    level = sum(former) / len(former)
    left = goods_flows.sent(bench, goods, *ids, after)[0]
    if min(former) < thresholds.SMALLEST_FLOW_MILLIONS or after < said:
        return silent("too_weak", "Too little was booked before to tell an end from a hole in the books.")
    holds = flows.ended(left / level)
    before = f"{said - thresholds.FORMER_FLOW_YEARS}-{said - 1}"
    told = f"{words.amount(level * 1e6)} USD a year in {before}, {words.amount(left * 1e6)} USD in {after}"
    return _changed(
        claim,
        bench,
        goods,
        names,
        ids,
        (said - thresholds.FORMER_FLOW_YEARS, after),
        left / level,
        holds,
        told,
    )


def _changed(
    claim: Claim, bench: Bench, goods: Goods, names: tuple[str, str], ids: tuple[Sequence[str], Sequence[str]],
    years: tuple[int, int], ratio: float, holds: bool | None, told: str,
) -> Finding:  # fmt: skip
    start, end = years
    label = told_label(holds, negative=claim.negative)
    direction = 0 if holds is None else 1 if holds != claim.negative else -1
    what = f"{goods.name.replace('_', ' ')} from {findings.name(names[0])} to {findings.name(names[1])}"
    specification = Specification(
        goods.family, goods.source, what, str(end), str(start), "ratio of last to first year", float(f"{ratio:.3g}"),
        direction=direction, significant=direction != 0,
    )  # fmt: skip
    sides = [", ".join(repr(i) for i in side) for side in ids]
    query = (
        f"SELECT year, sum(value) AS value, sum(tonnes) AS tonnes FROM {goods.table} WHERE exporter IN ({sides[0]}) AND "
        f"importer IN ({sides[1]}) AND product IN ({', '.join(repr(p) for p in goods.products)}) "
        f"AND year BETWEEN {start} AND {end} GROUP BY year ORDER BY year -- value in million USD"
    )
    rows = tuple(
        {"year": y, "value": round(goods_flows.sent(bench, goods, *ids, y)[0], 1)}
        for y in range(start, end + 1)
    )
    return Finding(
        label, "moderate" if holds is not None else "low",
        ("booked flows show it" if holds is not None else "value and weight do not both show it",),
        f"{what[:1].upper()}{what[1:]}: {told} ({words.source(goods.source)}).",
        effect=Effect(float(f"{ratio:.3g}"), "times the first year's value"),
        specifications=(specification,),
        would_change=("It would turn with flows that are not booked.",),
        counter_reading="A cargo can be resold under another flag.",
        evidence=(EvidenceRows(goods.source, bench.source(goods.source).version, query, rows),),
        limits=(_LIMIT, *findings.limits(bench, (goods.source,), start, end)),
        citations=findings.citations(bench, (goods.source,)),
        why="too_weak" if label == "insufficient_evidence" else None,
    )  # fmt: skip


def _eu_gas(claim: Claim, c: Change, bench: Bench, seller: str, start: int, end: int) -> Finding:
    """Gas that reached the European Union by pipeline from one origin, whole years."""
    if "eu_gas" not in bench.atlas.tables:
        return silent("no_source", "No source here holds the gas that reached the European Union by origin.")
    table = bench.atlas.table("eu_gas").filter(pl.col("origin") == seller).sort("year")
    volumes = dict(table.select("year", "volume").iter_rows())
    up = {"rose": True, "improved": True, "fell": False, "worsened": False}.get(c.direction or "")
    if up is None or start not in volumes or end not in volumes or not volumes[start]:
        reach = bench.atlas.coverage("eu_gas")
        said = (
            f"No source on the European Union's gas from {findings.name(seller)} shows that for {start}-{end}"
        )
        return silent(
            "no_coverage", f"{said}: {words.source('eu-gas')} cover whole years {reach[0]}-{reach[1]}."
        )
    ratio = volumes[end] / volumes[start]
    holds = flows.holds(ratio, ratio, up, c.degree, c.factor)
    label = told_label(holds, negative=claim.negative)
    direction = 0 if holds is None else 1 if holds != claim.negative else -1
    what = f"gas by pipeline from {findings.name(seller)} to the European Union"
    query = f"SELECT year, volume FROM eu_gas WHERE origin = '{seller}' AND year BETWEEN {start} AND {end} ORDER BY year"
    rows = tuple(table.filter(pl.col("year").is_between(start, end)).select("year", "volume").to_dicts())
    return Finding(
        label, "moderate" if holds is not None else "low",
        ("one source of record shows it" if holds is not None else "less than a tenth",),
        f"{what[:1].upper()}{what[1:]}: {words.amount(volumes[start])} billion cubic metres in {start}, "
        f"{words.amount(volumes[end])} in {end} ({words.source('eu-gas')}).",
        effect=Effect(round(ratio, 2), "times the first year's volume"),
        specifications=(
            Specification("energy", "eu-gas", what, str(end), str(start), "ratio of last to first year", round(ratio, 2),
                          direction=direction, significant=direction != 0),
        ),
        would_change=("It would turn with other measurements at the border.",),
        counter_reading="LNG stands apart with all origins together: Russian LNG is not in this figure.",
        evidence=(EvidenceRows("eu-gas", bench.source("eu-gas").version, query, rows),),
        limits=("Pipeline gas only; LNG of single origins is not told.", *findings.limits(bench, ("eu-gas",), start, end)),
        citations=findings.citations(bench, ("eu-gas",)),
        why="too_weak" if label == "insufficient_evidence" else None,
    )  # fmt: skip
