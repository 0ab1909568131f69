"""How much of what one sends another goes through a third: "most Russian gas for the EU had to pass through Ukraine".

Data: `transport/data/transit_shares.csv`, per cent by years, from the least to the most that is published, never a guess within.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.checks.deeds import findings as told
from detente.checks.deeds.units import said
from detente.checks.occasions import key
from detente.domain import Claim, Route
from detente.inference.verdict import negated as negated_label
from detente.model import Finding, Label

if TYPE_CHECKING:
    from detente.checks.typed.door import Context

_EUROPE = ("org:EU", "bloc:europe", "bloc:eu-members", "bloc:western-europe")
_GOODS = {"gas_pipeline": "gas", "gas": "gas", "oil_pipeline": "oil", "oil": "oil"}


def share(claim: Claim, r: Route, context: Context) -> Finding:
    """The finding on a share of what goes through somebody."""
    from detente.transport.tables import rows

    end = min(claim.period.end if claim.period.end is not None else context.latest, context.latest)
    start = min(claim.period.start if claim.period.start is not None else end, end)
    wanted, goods = r.share, _GOODS.get(r.mode or "")
    if (
        wanted is None
        or wanted.number is None
        or len(r.from_) != 1
        or len(r.through) != 1
        or len(r.to) > 1
        or goods is None
    ):
        return told.silent("How much goes which way is on no table here.", "no_source")
    fitting = [
        row for row in rows("transit_shares.csv")
        if row["good"] == goods and key(row["from"]) == key(r.from_.ids[0]) and key(row["through"]) == key(r.through.ids[0])
        and _reaches(row["to"], r.to.ids[0] if r.to.ids else None)
    ]  # fmt: skip
    own = [row for row in fitting if int(row["first"]) <= end and int(row["last"]) >= start]
    if not own or any(
        not any(int(x["first"]) <= y <= int(x["last"]) for x in own) for y in range(start, end + 1)
    ):
        return told.silent("How much goes which way in these years is on no table here.", "no_coverage")
    low, high = min(float(x["low"]) for x in own), max(float(x["high"]) for x in own)
    label = _label(low, high, wanted.number, wanted.bound)
    if claim.negative:
        label = negated_label(label)
    years = str(start) if start == end else f"{start}-{end}"
    sender, keeper = said(r.from_.ids[0]), said(r.through.ids[0])
    reason = f"Of the {goods} that {sender} sent, {low:.0f} to {high:.0f} per cent went through {keeper} in {years}."
    return Finding(
        label, "moderate" if label in ("supported", "contradicted") else "low", ("a range of published figures",), reason,
        would_change=("Metered flows on the other side of what is claimed.",),
        counter_reading="What did pass that way need not have had to: other ways may have had room.",
        limits=("The range covers what operators and agencies publish; years within it differ.",),
        why="too_weak" if label == "insufficient_evidence" else None,
    )  # fmt: skip


def _reaches(listed: str, claimed: str | None) -> bool:
    if listed == "world" or claimed is None:
        return listed == "world" or claimed is None
    return claimed in _EUROPE if listed == "EU" else key(listed) == key(claimed)


def _label(low: float, high: float, number: float, bound: str | None) -> Label:
    if bound in ("more_than", "at_least", "many"):
        return "supported" if low >= number else "contradicted" if high < number else "insufficient_evidence"
    if bound in ("less_than", "at_most", "low"):
        return "supported" if high <= number else "contradicted" if low > number else "insufficient_evidence"
    inside = low <= number <= high
    return (
        "supported"
        if inside and high - low <= number
        else "insufficient_evidence"
        if inside
        else "contradicted"
    )
