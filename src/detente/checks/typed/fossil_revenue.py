"""What Russia earned from fossil fuels by buyer: places of buyers and moves of the revenue, from a yearly estimate.

In: a quantity of exports of fossil fuels, or its change, of Russia with one buyer. Out: a finding where the estimate holds
the years whole; None where the claim is not of that. Buyers the estimate does not name stand in one sum, and members of the
European Union in another: as many as either could hold may stand above a buyer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from detente.checks import findings
from detente.domain import Change, Claim, Quantity
from detente.inference import flows
from detente.inference.verdict import told as told_label
from detente.measures import words
from detente.model import Effect, EvidenceRows, Finding, Specification

if TYPE_CHECKING:
    from detente.checks.typed.door import Context
    from detente.measures.registry import Bench

SOURCE, _TABLE = "crea-fossil", "fossil_revenue"
_SELLER = "RUS"
_SUMS = ("others", "org:EU")
_WHOLE_YEAR = 12
_LIMIT = (
    "An estimate from tracked cargoes and flows, in euros; buyers that it does not name stand in one sum."
)


def _years(bench: Bench, buyer: str) -> dict[int, float]:
    """Revenue of whole years from a buyer (million EUR)."""
    table = bench.atlas.table(_TABLE).filter((pl.col("buyer") == buyer) & (pl.col("months") == _WHOLE_YEAR))
    return dict(table.select("year", "revenue").iter_rows())


def place(
    claim: Claim, q: Quantity, bench: Bench, context: Context, seller: str, buyer: str
) -> Finding | None:
    """The place of a buyer in Russia's revenue; None where the estimate does not hold that."""
    if seller != _SELLER or _TABLE not in bench.atlas.tables or q.rank is None or q.rank.from_below:
        return None
    end = min(claim.period.end if claim.period.end is not None else context.latest, context.latest)
    start = claim.period.start if claim.period.start is not None else end
    own = _years(bench, buyer)
    wanted = range(start, end + 1)
    if q.rank.among not in ("world", "partners") or any(y not in own for y in wanted):
        return None
    rows = (
        bench.atlas.table(_TABLE)
        .filter(pl.col("year").is_between(start, end))
        .group_by("buyer")
        .agg(pl.col("revenue").sum())
    )
    sums = dict(rows.iter_rows())
    mine = sums[buyer]
    first = 1 + sum(v > mine for b, v in sums.items() if b not in _SUMS)
    last = first + sum(sums.get(b, 0.0) >= mine for b in _SUMS if b != buyer)
    position, within = q.rank.position, q.rank.within or 5
    if position is not None:
        holds = True if first == last == position else None if first <= position <= last else False
    else:
        holds = True if last <= within else False if first > within else None
    told = ", ".join(
        f"{_said(b)} {words.amount(v * 1e6)} EUR" for b, v in sorted(sums.items(), key=lambda kv: -kv[1])[:5]
    )
    span = f"{start}-{end}" if start != end else str(end)
    reason = f"What Russia earned from fossil fuels in {span}, by buyer: {told} ({words.source(SOURCE)})."
    note = f"place {first}{f' to {last}' if last > first else ''}"
    effect = Effect(round(mine), "million EUR")
    return _finding(claim, bench, holds, reason, (start, end), effect, note, "TRUE")


def change(
    claim: Claim, c: Change, bench: Bench, seller: str, buyer: str, start: int, end: int
) -> Finding | None:
    """A rise or fall of Russia's revenue from a buyer between two whole years; None where the estimate does not hold that."""
    up = {"rose": True, "improved": True, "fell": False, "worsened": False}.get(c.direction or "")
    if seller != _SELLER or _TABLE not in bench.atlas.tables or up is None:
        return None
    own = _years(bench, buyer)
    if not own.get(start) or not own.get(end):
        return None
    ratio = own[end] / own[start]
    holds = flows.holds(ratio, ratio, up, c.degree, c.factor)
    reason = (
        f"What Russia earned from fossil fuels sold to {findings.name(buyer)}: {words.amount(own[start] * 1e6)} EUR in {start}, "
        f"{words.amount(own[end] * 1e6)} EUR in {end} ({words.source(SOURCE)})."
    )
    effect = Effect(round(ratio, 2), "times the first year's revenue")
    return _finding(claim, bench, holds, reason, (start, end), effect, "", f"buyer = '{buyer}'")


def _said(buyer: str) -> str:
    return "others" if buyer == "others" else findings.name(buyer)


def _finding(
    claim: Claim, bench: Bench, holds: bool | None, reason: str, years: tuple[int, int], effect: Effect, note: str, where: str
) -> Finding:  # fmt: skip
    start, end = years
    label = told_label(holds, negative=claim.negative)
    direction = 0 if holds is None else 1 if holds != claim.negative else -1
    query = f"SELECT year, buyer, revenue FROM {_TABLE} WHERE {where} AND year BETWEEN {start} AND {end} ORDER BY year, buyer"
    rows = bench.atlas.table(_TABLE).filter(pl.col("year").is_between(start, end)).sort("year", "buyer")
    if where != "TRUE":
        rows = rows.filter(pl.col("buyer") == where.split("'")[1])
    shown = tuple(rows.select("year", "buyer", "revenue").to_dicts())
    specification = Specification(
        "energy", SOURCE, "revenue from fossil fuels", f"{start}-{end}", "-", effect.unit, effect.value,
        direction=direction, significant=direction != 0, note=note,
    )  # fmt: skip
    return Finding(
        label, "moderate" if holds is not None else "low",
        ("one estimate shows it" if holds is not None else "the estimate does not tell it",), reason,
        effect=effect,
        specifications=(specification,),
        would_change=("It would turn with another estimate of what was paid.",),
        counter_reading="Revenue is price times amount: it can fall while as much is sold.",
        evidence=(EvidenceRows(SOURCE, bench.source(SOURCE).version, query, shown),),
        limits=(_LIMIT, *findings.limits(bench, (SOURCE,), start, end)),
        citations=findings.citations(bench, (SOURCE,)),
        why="too_weak" if label == "insufficient_evidence" else None,
    )  # fmt: skip
