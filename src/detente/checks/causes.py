"""When an alleged cause happened: the date of a driver claim's cause, and where that date comes from.

In: a claim of cause and effect. Out: a `Cause`, dated by the first of these that answers: the table of
dated events; the accession it speaks of ("membership of the Community", "enlargement in 2004"); the
entry into force of a trade agreement between the two states (DESTA); the opening of a gas pipeline
between them (Global Energy Monitor); the year that the claim itself gives its cause. None where no
one dates it: then before and after cannot be told apart, and only the effect can be looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from detente import actors, transport
from detente.checks import findings, occasions
from detente.checks.occasions import Occasion
from detente.facets import Occurrence
from detente.inference import thresholds

if TYPE_CHECKING:
    from detente.measures.registry import Bench
    from detente.model import Claim


@dataclass(frozen=True)
class Cause:
    """When the alleged cause happened; `told` says whence the date is where it is no dated event's."""

    name: str
    day: date
    occasion: Occasion | None = None
    told: str = ""


def find(claim: Claim, bench: Bench) -> Cause | None:
    """The dated cause of a claim, or None."""
    event = next((r.id for r in claim.actors if r.role == "cause" and r.id.startswith("event:")), None)
    what = Occurrence(id=event) if event is not None else claim.facets.cause
    years = None
    if claim.period.start is not None and claim.period.end is not None and claim.period.stated is not None:
        years = (claim.period.start - 1, claim.period.end)
    if what is None:
        what = Occurrence()
    return (
        _occasion(claim, bench, what, years)
        or _accession(claim, bench, what)
        or _agreement(claim, bench, what)
        or _pipeline(claim, what)
        or _own_year(what)
    )


def _occasion(claim: Claim, bench: Bench, what: Occurrence, years: tuple[int, int] | None) -> Cause | None:
    """The dated event meant; beyond the claim's years (a cause may lie before them) where none is within."""
    near = [r.id for r in claim.actors]
    spans = [years]
    if years is not None:
        spans.append((years[0] - thresholds.WINDOW_YEARS, years[1] + thresholds.WINDOW_YEARS))
    for span in spans:
        found = occasions.find(bench, what, near=near, years=span)
        if found is not None:
            return Cause(found.name, found.day, found)
    return None


def _years(claim: Claim) -> tuple[int, int]:
    """The years the cause must lie in: the claim's own, any where it gives none."""
    if claim.details.get("undated"):
        return 0, 9999
    return claim.period.start or 0, claim.period.end or 9999


def _states(claim: Claim) -> list[str]:
    own = [r.id for r in claim.actors if r.role in ("subject", "object") and ":" not in r.id]
    return list(dict.fromkeys(own))


def _accession(claim: Claim, bench: Bench, what: Occurrence) -> Cause | None:
    """An accession of one of the states: the one in the year given, else the only one in the claim's years."""
    named = [r.id for r in claim.actors if r.id.startswith("org:")]
    said = what.own_years
    if not named and not what.accession:
        return None
    if not named and (what.community or said):
        named = ["org:EU"]
    table = bench.atlas.table("memberships").filter(
        (pl.col("status") == "member") & pl.col("start").is_not_null()
    )
    places = {bench.place(i) for i in _states(claim)}
    for organisation in named:
        own = [
            int(r["start"])
            for r in table.filter(pl.col("org") == organisation).iter_rows(named=True)
            if bench.place(r["iso3"]) in places
        ]
        low, high = _years(claim)
        fit = sorted({y for y in own if (y in said if said else low <= y <= high)})
        if len(fit) == 1:
            name = f"{findings.name(organisation)} accession"
            return Cause(name, date(fit[0], 7, 1), None, f"membership list of {findings.name(organisation)}")
    return None


def _agreement(claim: Claim, bench: Bench, what: Occurrence) -> Cause | None:
    """The first year of a trade agreement in force between the two, within the claim's years."""
    states = _states(claim)
    if len(states) < 2 or not what.trade_agreement or "fta" not in bench.atlas.tables:
        return None
    codes = {actors.ccode(i, claim.period.end) for i in states[:2]}
    table = bench.atlas.table("fta").filter(
        pl.col("ccode1").is_in(list(codes)) & pl.col("ccode2").is_in(list(codes))
    )
    if not len(table):
        return None
    first = min(int(year) for year in table["year"].to_list())
    low, high = _years(claim)
    if not (low <= first <= high) or (what.own_years and abs(first - what.own_years[0]) > 1):
        return None
    return Cause("trade agreement in force", date(first, 1, 1), None, "DESTA, first year in force")


def _pipeline(claim: Claim, what: Occurrence) -> Cause | None:
    """The first gas pipeline opened between the two states."""
    states = _states(claim)
    if len(states) < 2 or not what.gas_pipeline:
        return None
    opened = transport.pipeline_opened(states[0], states[1])
    low, high = _years(claim)
    if opened is None or not low <= opened <= high:
        return None
    return Cause(
        "opening of a gas pipeline", date(opened, 7, 1), None, "Global Energy Monitor, first year in use"
    )


def _own_year(what: Occurrence) -> Cause | None:
    """The year the claim gives its own cause."""
    if not what.own_years:
        return None
    told = "the claim's own date; the event itself is not on record"
    return Cause(what.label, date(what.own_years[0], 7, 1), None, told)
