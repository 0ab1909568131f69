"""Shares of one partner in a fuel: "A got its crude from B", "B's gas went to A", "A was the main customer for B's oil".

In: a claim on energy whose `details["of"]` says whose trade the share is of (`imports` of the subject, `exports` of
the supplier). Out: a finding from the shares by value booked in BACI, held to what is said of the amount:
all is nine tenths, most is over half, "the largest" is a rank, a bare "from" is the largest part. A partner that
is not booked at all is no evidence for gas, of which much is booked nowhere (see `measures.fuels`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from detente import actors
from detente.checks import findings
from detente.facets import Fuel
from detente.inference import thresholds
from detente.inference.verdict import negated as negated_label
from detente.model import Claim, Effect, EvidenceRows, Finding, Label, Specification

if TYPE_CHECKING:
    from detente.checks.registry import Context
    from detente.measures.registry import Bench

# Gas of which BACI books little or nothing: compared with the customs of both sides, 2010-2024.
DISCREET_SELLERS = ("RUS", "NLD")
DISCREET_BUYERS = ("DEU", "AUT")
_GOODS = {"oil": ("crude",), "gas": ("gas", "lng"), "coal": ("coal",)}
_ANY_GOODS = ("crude", "gas", "lng", "coal")


def wanted(asked: Fuel) -> tuple[float | None, bool]:
    """What is asked of a share: at least so many per cent (None: no amount), and whether a rank."""
    if asked.per_cent is not None:
        return asked.per_cent, False
    least = {"all": thresholds.ALL_SHARE, "most": thresholds.MAJORITY_SHARE}.get(asked.amount or "")
    return least, asked.amount == "largest"


def check(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Test a claim on a partner's share in a fuel bought or sold."""
    buyer, seller = claim.role("subject"), claim.role("supplier")
    if buyer is None or seller is None or any(actors.get(i).kind != "state" for i in (buyer, seller)):
        return findings.simple(
            "insufficient_evidence", "The claim does not name a buyer and a seller that are states."
        )
    start, end = claim.period.start or 0, min(claim.period.end or 0, context.latest)
    goods = claim.facets.fuel.goods or _GOODS.get(claim.topic, _ANY_GOODS)
    own, other, mine = (
        ("importer", "exporter", buyer)
        if claim.details["of"] == "imports"
        else ("exporter", "importer", seller)
    )
    partner = seller if mine == buyer else buyer
    table = bench.atlas.table("energy_trade").filter(
        pl.col("year").is_between(start, end)
        & pl.col("product").is_in(goods)
        & (pl.col(own) == actors.at(mine, end))
    )
    shares = _shares(table, other)
    names = findings.name(mine), findings.name(partner)
    what = f"{' and '.join(goods)} {claim.details['of']}"
    if not shares:
        return findings.simple(
            "insufficient_evidence", f"No {what} of {names[0]} are booked in {start}-{end}.",
            limits=findings.limits(bench, ("baci-energy",), start, end),
        )  # fmt: skip
    value = shares.get(actors.at(partner, end), 0.0)
    rank = 1 + sum(v > value for v in shares.values()) if value else len(shares) + 1
    label, asked = verdict(claim.facets.fuel, value, rank)
    reasons: tuple[str, ...] = ("a share is a fact that one source of record settles",)
    unbooked = value < thresholds.NEGLIGIBLE_SHARE and seller in DISCREET_SELLERS and "gas" in goods
    if unbooked or _hidden(goods, buyer, seller, claim.details["of"]):
        label, reasons = (
            "insufficient_evidence",
            ("booked flows of gas have holes: what is missing may have been sold under another code",),
        )
    if claim.details.get("negated"):
        label = negated_label(label)
    top = sorted(shares.items(), key=lambda kv: (-kv[1], kv[0]))
    told = ", ".join(f"{findings.name(i)} {v:.0f}" for i, v in top[:3])
    span = f"{start}-{end}" if start != end else str(end)
    specification = Specification(
        "energy", "baci-energy", f"share of {what}", span, "all partners", "per cent", round(value, 2),
        direction=1 if label == "supported" else -1 if label == "contradicted" else 0,
        significant=label in ("supported", "contradicted"), note=f"rank {rank} of {len(shares)} partners",
    )  # fmt: skip
    query = f"SELECT * FROM energy_trade WHERE {own} = '{actors.at(mine, end)}' AND year BETWEEN {start} AND {end} "
    query += f"-- {what}: share of each partner in their sum"
    rows = tuple({"partner": findings.name(i), "share, per cent": round(v, 2)} for i, v in top[:12])
    return Finding(
        label, "moderate" if label != "insufficient_evidence" else "low", reasons,
        f"{names[1]} had {value:.0f} per cent of the {what} of {names[0]} in {span} (rank {rank}); largest: {told}.",
        effect=Effect(round(value, 2), "per cent"),
        specifications=(specification,),
        would_change=(f"It would turn with {asked} on the other side.",),
        counter_reading="A share of booked value is not a share of need, and transit hides where a fuel comes from.",
        evidence=(EvidenceRows("baci-energy", bench.source("baci-energy").version, query, rows),),
        limits=findings.limits(bench, ("baci-energy",), start, end),
        citations=findings.citations(bench, ("baci-energy",)),
    )  # fmt: skip


def _shares(table: pl.DataFrame, other: str) -> dict[str, float]:
    sums = table.group_by(other).agg(pl.col("value").sum()).rows()
    total = sum(v for _, v in sums if v)
    return {i: 100 * v / total for i, v in sums if v} if total else {}


def _hidden(goods: tuple[str, ...], buyer: str, seller: str, of: str) -> bool:
    """Whether so much of the trade in gas is booked nowhere that no share of it holds."""
    return "gas" in goods and (buyer in DISCREET_BUYERS if of == "imports" else seller in DISCREET_SELLERS)


def verdict(asked: Fuel, value: float, rank: int) -> tuple[Label, str]:
    """Label of a share of `value` per cent at `rank`, and the bar it was held to."""
    least, ranked = wanted(asked)
    if ranked:
        return ("supported" if rank == 1 else "contradicted"), "another rank than the first"
    if least is None:  # "got its gas from": the largest part came from there
        if rank == 1 and value >= thresholds.MAIN_PARTNER_SHARE:
            return "supported", "the first rank"
        return (
            "partly_supported" if value >= thresholds.MAIN_PARTNER_SHARE / 2 else "contradicted"
        ), "the first rank"
    bar = f"{least:.0f} per cent"
    slack = thresholds.SHARE_MARGIN if least >= thresholds.ALL_SHARE else thresholds.ROUGH_SHARE_MARGIN
    if value > least - (slack if least != thresholds.MAJORITY_SHARE else 0):
        return "supported", bar
    near = least - 2 * thresholds.SHARE_MARGIN
    return ("partly_supported" if value > near and rank == 1 else "contradicted"), bar
