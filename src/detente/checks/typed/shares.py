"""Tests of shares of partners and of `dependence`: whose goods, arms or fuels a state took, and how many hands they came from.

In: a quantity with a partner, a dependence or its change. Out: findings of the tests of shares (`checks.dependence`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from detente.checks import dependence as partners
from detente.checks import findings
from detente.checks.entities import Entity, entity
from detente.checks.typed import goods_flows, partner_lists, trade_changes
from detente.checks.typed.partner_lists import Asked
from detente.checks.typed.questions import ask, only
from detente.checks.typed.relations import silent
from detente.domain import Change, Claim, Dependence, Period, Quantity, Route
from detente.english import listed
from detente.inference import thresholds
from detente.inference.verdict import negated as negated_label
from detente.measures import capability
from detente.measures import goods_flows as books
from detente.measures.goods_flows import Goods
from detente.model import Finding, Label

if TYPE_CHECKING:
    from detente.checks.typed.door import Context
    from detente.measures.registry import Bench

PARTNERED = {
    "trade_total": "trade",
    "trade_share": "trade",
    "imports": "imports",
    "exports": "exports",
    "arms_imports": "arms",
    "oil_imports": "oil",
    "gas_imports": "gas",
}
_GOODS = {
    "oil": "oil",
    "crude_oil": "oil",
    "gas": "gas",
    "natural_gas": "gas",
    "coal": "coal",
    "energy": "energy",
    "arms": "arms",
    "weapons": "arms",
}


def partner(claim: Claim, q: Quantity, bench: Bench, context: Context) -> Finding:
    """A partner's share or rank in a state's trade, imports, exports, arms or fuels."""
    if q.share is not None and not _of_its_own(q, q.share.of):
        return silent("no_source", f"No series here holds shares of “{q.share.of}”.")
    who, other, goods = only(q.of), only(q.with_), goods_flows.asked_of(q, bench)
    if goods and who and other and q.with_.mode != "collective" and not q.place:
        either = q.rank is not None and q.rank.among == "world"
        mirrored = _mirrored(claim, q, bench, context, who, other, goods) if either else None
        if goods[1] == "exports" or (goods[0].source == "baci-minerals" and mirrored is None):
            return _agreed(goods_flows.of_partner(claim, q, bench, context, who, other, goods), mirrored)
        if mirrored is not None and q.rank is not None:
            of_partners = q.model_copy(update={"rank": q.rank.model_copy(update={"among": "partners"})})
            return _agreed(mirrored, partner(claim, of_partners, bench, context))
    topic = PARTNERED.get(q.measure)
    if q.product:
        goods = {_GOODS.get(p) for p in q.product}
        topic = (
            goods.pop()
            if len(goods) == 1 and q.measure in ("imports", "trade_total", "arms_imports")
            else None
        )
    if topic is None or q.with_.mode == "collective" or q.perpetrator or q.place:
        return silent("no_source", "No series here holds this share of these partners or goods.")
    roles = {"subject": only(q.of), "supplier": only(q.with_)}
    if topic in partner_lists.TOPICS and partner_lists.covers(claim, bench, context):
        return _listed(claim, q, bench, context, topic)
    if q.rank is not None:
        rank = q.rank.position or q.rank.within or 5
        return ask(
            "dependence", claim, bench, context, roles, topic=topic, direction="main", details={"rank": rank}
        )
    share = q.share
    if share is None or share.number is None:
        return silent("no_source", "How much is much of this has no line of its own.")
    found = ask(
        "dependence",
        claim,
        bench,
        context,
        roles,
        topic=topic,
        direction="majority",
        flip=share.bound in ("less_than", "at_most"),
        details={"threshold": share.number},
    )
    bounded = share.bound in ("more_than", "at_least", "less_than", "at_most")
    return found if bounded else _near(found, share.number, share.bound, claim.negative)


def _near(found: Finding, number: float, bound: str | None, negative: bool) -> Finding:
    """The finding on a stated share from the share that was found: right, wrong on either side, or too near to tell."""
    if found.label not in ("supported", "contradicted", "partly_supported") or found.effect is None:
        return found
    margin = thresholds.ROUGH_SHARE_MARGIN if bound == "about" else thresholds.SHARE_MARGIN
    value = found.effect.value
    truth = partner_lists.share_truth(value, value, Asked(number=number, bound=bound), margin)
    if truth is None:
        return replace(found, label="insufficient_evidence", why="too_weak", grade="low",
                       grade_reasons=("the share lies too near what is claimed to tell",))  # fmt: skip
    label: Label = "supported" if truth == 1.0 else "contradicted"
    return replace(found, label=negated_label(label) if negative else label)


_WHOLES = frozenset({
    "world", "total", "all", "trade", "imports", "exports", "supplies", "needs",
    "consumption", "demand", "market",
})  # fmt: skip


def _of_its_own(q: Quantity, whole: str | None) -> bool:
    """Whether a share is of the state's own flow ("of its imports"), and not of another's ("of the EU market")."""
    own = {w for name in (q.measure, *q.product) for w in name.lower().replace("_", " ").split()}
    said = (whole or "").replace("_", " ").split()
    return all(w == w.lower() and (w in _WHOLES or w in own or w.rstrip("s") in own) for w in said)


def _mirrored(
    claim: Claim, q: Quantity, bench: Bench, context: Context, who: str, other: str, goods: tuple[Goods, str]
) -> Finding:
    """The same flow the other way about: the place of the state itself among all who trade these goods with the partner."""
    flow = "imports" if goods[1] == "exports" else "exports"
    return goods_flows.of_partner(claim, q, bench, context, other, who, (goods[0], flow))


def _agreed(found: Finding, other: Finding | None) -> Finding:
    """The place of a buyer among a seller's (first) unless the place of the seller among the buyer's would decide otherwise.

    A place "in the world" of a flow between two may be meant either way; where the two are opposed nothing is told.
    """
    opposed = other is not None and {found.label, other.label} == {"supported", "contradicted"}
    if other is None or not opposed:
        return found
    reason = f"The place may be of one among the other's buyers or sellers, and the two differ. {found.reason} {other.reason}"
    return replace(silent("too_weak", reason), limits=found.limits)


def place_begun(
    claim: Claim, q: Quantity, bench: Bench, context: Context, goods: tuple[Goods, str]
) -> Finding:
    """A place in a flow that began: not held in the year before the period, held in its last year that the books reach."""
    start, reach = claim.period.start, books.span(bench, goods[0])
    end = min(claim.period.end if claim.period.end is not None else reach[1], reach[1], context.latest)
    if start is None or not reach[0] < start <= end:
        return silent("no_coverage", f"The books of this flow reach from {reach[0]} to {reach[1]}.")
    before, after = (
        partner(claim.model_copy(update={"polarity": "positive", "period": _year(y)}), q, bench, context)
        for y in (start - 1, end)
    )
    if after.label == "contradicted" or (after.label == "supported" and before.label == "contradicted"):
        label = negated_label(after.label) if claim.negative else after.label
        limit = f"Told by the places of {start - 1} and {end}; what lay between is not shown."
        return replace(
            after,
            label=label,
            reason=f"{before.reason} {after.reason}",
            evidence=(*before.evidence, *after.evidence),
            limits=(limit, *after.limits),
        )
    return silent(
        "too_weak", f"The places before and after do not show a beginning. {before.reason} {after.reason}"
    )


def _year(year: int) -> Period:
    return Period.model_validate({"from": year, "to": year, "origin": "stated"})


def _listed(claim: Claim, q: Quantity, bench: Bench, context: Context, topic: str) -> Finding:
    """A share or place after the dyadic trade data, by the lists of main partners."""
    if q.rank is not None:
        if q.rank.from_below or q.rank.among not in goods_flows.RANKED:
            return silent("no_source", "Lists of partners name the largest only, among all.")
        within = None if q.rank.position else q.rank.within or 5
        asked = Asked(position=q.rank.position, within=within)
    elif q.share is None or q.share.number is None:
        return silent("no_source", "How much is much of this has no line of its own.")
    else:
        asked = Asked(number=q.share.number, bound=q.share.bound)
    return partner_lists.finding(claim, bench, context, only(q.of), only(q.with_), topic, asked)


_TRADED = {"trade_total": "trade", "imports": "imports", "exports": "exports"}


def change_between(claim: Claim, c: Change, q: Quantity, bench: Bench, context: Context) -> Finding | None:
    """A change of trade or fuels with one partner where a source of flows reaches the claim's years; else None."""
    who, partner = only(q.of), only(q.with_)
    if who is None or partner is None or q.of.quantifier or q.with_.quantifier or q.place:
        return None
    goods = goods_flows.asked_of(q, bench)
    if q.rank is not None and goods and c.direction == "began":
        return place_begun(claim, q, bench, context, goods)
    if q.rank is not None or q.share is not None or q.comparison is not None or (q.value and q.value.number):
        return None  # a move of a place or share is no move of the flow
    topic = _TRADED.get(q.measure)
    if topic and not q.product and trade_changes.covers(claim, bench, context):
        return trade_changes.finding(claim, c, bench, context, who, partner, topic)
    return goods_flows.change(claim, c, bench, context, who, partner, goods) if goods else None


_DEGREES = {
    "majority": "majority",
    "main": "main",
    "negligible": "negligible",
    "concentrated": "concentrated",
    "total": "majority",
}
_DOMAINS = {
    "arms": "arms",
    "trade": "trade",
    "economic": "trade",
    "imports": "imports",
    "exports": "exports",
    "energy": "energy",
    "gas": "gas",
    "oil": "oil",
    "coal": "coal",
    "finance": "finance",
}
_TOTAL, _LATELY = 90.0, 5


def dependence(claim: Claim, bench: Bench, context: Context) -> Finding:
    """How far one side relied on another."""
    d = claim.statement
    assert isinstance(d, Dependence)
    who, on = only(d.who), only(d.on)
    if who is None or d.who.quantifier or d.on.quantifier:
        return silent("no_source", "The claim names no state whose partners could be counted.")
    if d.domain == "security" and on:
        return _security(claim, bench, context, who, on)
    topic = _DOMAINS.get(d.domain)
    if topic is None:
        return silent(
            "too_weak", "Dependence at large is no one measure: trade, arms or energy must be named."
        )
    if not d.on:
        wanted = {
            "concentrated": "concentrated",
            "diversified": "concentrated",
            "balanced": "concentrated",
        }.get(d.degree or "")
        return ask(
            "dependence",
            claim,
            bench,
            context,
            {"subject": who},
            topic=topic,
            direction=wanted or "concentrated",
            flip=d.degree in ("diversified", "balanced"),
        )
    details: dict[str, float] = {}
    if d.share is not None and d.share.number is not None:
        details["threshold"] = d.share.number
    elif d.degree == "total":
        details["threshold"] = _TOTAL
    direction = _DEGREES.get(d.degree or "", "main")
    if d.degree is None and not details:
        details["leading"] = 1.0
    if topic in partner_lists.TOPICS and partner_lists.covers(claim, bench, context):
        asked = _weighed(d, direction, details.get("threshold"))
        return partner_lists.finding(claim, bench, context, who, on, topic, asked)
    found = ask(
        "dependence",
        claim,
        bench,
        context,
        {"subject": who, "supplier": on},
        topic=topic,
        direction=direction,
        details=details,
    )
    if topic != "gas" or not on:
        return found
    return _by_transit(
        found, claim, bench, context, (who, on), details.get("threshold", thresholds.MAJORITY_SHARE)
    )


_GUARDIAN = 3.0
"""Who guards another has so many times its share of the world's military spending."""


def _security(claim: Claim, bench: Bench, context: Context, who: str, on: str) -> Finding:
    """A pact of defence, and the one that is depended on much the stronger: the weaker is not its guard."""
    found = ask(
        "level", claim, bench, context, {"subject": who, "object": on}, topic="alliance", direction="close"
    )
    pact = "contradicted" if claim.negative else "supported"
    year = min(claim.period.end or claim.period.start or context.latest, context.latest)
    ratio = _stronger(bench, on, who, year)
    if found.label != pact or ratio is None or ratio >= _GUARDIAN:
        return found
    reason = (
        f"{found.reason} Yet the one depended on spends {ratio:.2g} times what the other does on its forces."
    )
    if ratio > 1 / _GUARDIAN:
        return replace(found, label="partly_supported", grade="low", reason=reason)
    return replace(found, label=negated_label(found.label), grade="moderate", reason=reason)


def _stronger(bench: Bench, one: str, two: str, year: int) -> float | None:
    """How many times the military spending of two that of one is (shares of the world)."""
    series = capability.cinc(bench, "milex_share")
    a, b = entity(bench, one, year), entity(bench, two, year)
    year = min(max(year, series.first_year), series.last_year)
    if a is None or b is None:
        return None
    own, other = (float(np.nansum([series.at(p, year, year)[0] for p in e.positions])) for e in (a, b))
    return own / other if own > 0 and other > 0 else None


def _weighed(d: Dependence, direction: str, threshold: float | None) -> Asked:
    """What a degree of dependence asks of a partner's share."""
    if threshold is not None:
        bound = d.share.bound if d.share is not None else "more_than"
        return Asked(number=threshold, bound=bound or "more_than")
    if direction == "majority":
        return Asked(number=thresholds.MAJORITY_SHARE, bound="more_than")
    return Asked(weight=direction)


def _by_transit(
    found: Finding, claim: Claim, bench: Bench, context: Context, pair: tuple[str, str], share: float
) -> Finding:
    """Gas is booked by where it came from, or by who passed it on: what reached a state over land refutes little.

    Where the state depended on touches the dependent one and the largest supplier on the books does not, or where its share
    with that of the neighbours that sold on would do, who was depended on cannot be told from the books.
    """
    refuted = "supported" if claim.negative else "contradicted"
    year = claim.period.end or claim.period.start or context.latest
    if found.label != refuted:
        return found
    who, on = pair
    near = _neighbours(bench, who, year)
    a, b = entity(bench, who, year), entity(bench, on, year)
    first = claim.period.start or year - _LATELY
    shares = partners.shares(bench, a, "gas", first, year, context.latest) if a else None
    if b is None or shares is None:
        return found
    largest = max(shares.by_partner, key=lambda c: shares.by_partner[c])
    masked = bool(set(b.codes) & near) and largest not in near
    sold_on = sum(v for c, v in shares.by_partner.items() if c in near or c in b.codes)
    beside = bool(set(b.codes) & near) or shares.share(b.codes) >= thresholds.LEADING_PARTNER_SHARE
    through = _through(claim, bench, context, pair, shares, b) if beside and not claim.negative else None
    if through is not None:
        return through
    if not masked and sold_on < share:
        return found
    reason = f"{found.reason} Gas that comes over land through neighbours does not tell whose it was."
    return findings.taken_back(found, reason)


_SOLD = 5.0
"""Per cent of the gas booked as from the state depended on: it sold too, and did not only pass on."""


def _through(
    claim: Claim, bench: Bench, context: Context, pair: tuple[str, str], booked: partners.Shares, b: Entity
) -> Finding | None:
    """Dependence by the pipes: what suppliers send that cannot come but through the state depended on is in its hands too."""
    from detente import actors
    from detente.checks.typed import ways
    from detente.transport import necessity

    who, on = pair
    year = claim.period.end or claim.period.start or context.latest
    held, sellers = booked.share(b.codes), []
    for code, share in sorted(booked.by_partner.items(), key=lambda kv: -kv[1])[:_SELLERS]:
        seller = actors.resolve_code(code, "cow", year)
        if code in b.codes or seller is None or share < _SOLD:
            continue
        route = Route.model_validate(
            {"from": [seller.id], "to": [who], "mode": "gas_pipeline", "through": [on], "state": "required"}
        )
        asked = claim.model_copy(update={"statement": route, "polarity": "positive"})
        way = necessity.by_pipe(seller.id, who, year)
        usual = way is not None and on in way and ways.route(asked, bench, context).label != "contradicted"
        if usual:
            held += share
            sellers.append(seller.name)
    if not sellers or held < thresholds.MAJORITY_SHARE:
        return None
    sold = booked.share(b.codes) >= _SOLD
    named = actors.get(on).name
    bought = f"{held:.0f} per cent of the gas that {actors.get(who).name} bought in {year}"
    reason = f"{bought} came from {named} or had to pass through it (from {listed(sellers)})."
    return Finding(
        "supported" if sold else "partly_supported", "moderate", ("booked gas and the map of pipelines",), reason,
        would_change=("A way for that gas past the state, or gas from elsewhere.",),
        counter_reading="Who passes gas on holds the tap, not the gas.",
        limits=findings.limits(bench, ("baci-energy",), year, year), citations=findings.citations(bench, ("baci-energy",)),
    )  # fmt: skip


_SELLERS = 5


def _neighbours(bench: Bench, who: str, year: int) -> set[int]:
    """Lineage numbers of the states that touch a state by land in a year."""
    a = entity(bench, who, year)
    own = set(a.codes) if a else set()
    table = bench.atlas.table("contiguity")
    table = table.filter(
        (table["kind"] == 1) & (table["start"] <= year) & (table["end"].is_null() | (table["end"] >= year))
    )
    pairs = zip(bench.lineages(table["ccode1"]), bench.lineages(table["ccode2"]), strict=True)
    touching = [(int(i), int(j)) for i, j in pairs]
    return {j for i, j in touching if i in own} | {i for i, j in touching if j in own}


def dependence_change(claim: Claim, c: Change, d: Dependence, bench: Bench, context: Context) -> Finding:
    """A rise or fall of a partner's share, or of the concentration of all."""
    topic = _DOMAINS.get(d.domain)
    direction = {"rose": "rising", "worsened": "rising", "fell": "falling", "improved": "falling"}.get(
        c.direction or ""
    )
    if topic is None or direction is None or only(d.who) is None:
        return silent(
            "too_weak", "Dependence at large is no one measure: trade, arms or energy must be named."
        )
    roles = {"subject": only(d.who), "supplier": only(d.on)}
    if topic in partner_lists.TOPICS and d.on and partner_lists.covers(claim, bench, context):
        rising = direction == "rising"
        return trade_changes.share_moved(claim, rising, bench, context, only(d.who), only(d.on), topic)
    return ask("dependence", claim, bench, context, roles, topic=topic, direction=direction)
