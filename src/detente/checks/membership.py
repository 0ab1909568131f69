"""Membership: "A joined, left, or is a member (observer) of organisation X".

A single-fact claim: the dated membership table answers, COW IGO stands beside it where it covers the
year. Nothing is inferred from silence unless the organisation's list is complete for the year.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from detente import actors
from detente.checks import findings
from detente.inference import thresholds
from detente.model import Chart, Claim, EvidenceRows, Finding, Label

if TYPE_CHECKING:
    from detente.checks.registry import Context
    from detente.measures.registry import Bench

KIND = "membership"
_ABOUT = re.compile(r"\b(?:early|mid|late|about|around|circa|roughly|some)\b", re.I)
_STANDING = {"member": ("member",), "observer": ("observer", "associate", "partner")}


def check(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Test a claim of joining, leaving or belonging."""
    subject = claim.role("subject")
    organisation = claim.role("organisation") or claim.details.get("organisation")
    organisation = organisation or next((r.id for r in claim.actors if r.id.startswith("org:")), None)
    if subject is None or organisation is None:
        return findings.simple("insufficient_evidence", "The claim does not say who joined what.")
    start, end = claim.period.start or 0, min(claim.period.end or 0, context.latest)
    table = bench.atlas.table("memberships").filter(pl.col("org") == organisation)
    if not len(table):
        return findings.simple(
            "insufficient_evidence", f"No membership list of {findings.name(organisation)} is held."
        )
    ids = {subject, actors.at(subject, start), actors.at(subject, end)}
    own = table.filter(pl.col("iso3").is_in(sorted(ids)) & (pl.col("start") <= context.latest)).sort("start")
    ended_later = pl.col("end") > context.latest  # not known yet in the as-of year
    own = own.with_columns(end=pl.when(ended_later).then(None).otherwise(pl.col("end")))
    wanted = claim.direction or "member"
    stated = claim.period.stated is not None
    if wanted == "join" and (claim.period.stated or "").lower().startswith(("by ", "before ")):
        wanted, start = "member", end  # "had joined by 2012": stood in it then
    if wanted == "member" and _ABOUT.search(claim.period.stated or ""):
        start = min(start + thresholds.ROUGHLY_YEARS, end)
    truth, reason = _answer(own, wanted, start, end, stated, subject, organisation)
    if claim.details.get("negated"):
        truth = None if truth is None else not truth
    label: Label = "insufficient_evidence" if truth is None else "supported" if truth else "contradicted"
    sources = tuple(own["source"].unique().to_list()) if len(own) else ()
    known = tuple(s for s in ("cow-igo", "curated") if s in bench.atlas.sources)
    rows = tuple(own.to_dicts())
    query = f"SELECT * FROM memberships WHERE org = '{organisation}' AND iso3 IN ({', '.join(repr(i) for i in sorted(ids))})"
    version = bench.source(known[-1]).version if known else ""
    return Finding(
        label,
        "high" if truth is not None else "very_low",
        ("a dated fact" + (f" ({'; '.join(map(str, sources))})" if sources else " (no entry in the list)"),),
        reason,
        would_change=("A dated accession or withdrawal that the list does not hold.",),
        counter_reading="Membership on paper is not taking part.",
        evidence=(EvidenceRows(known[-1] if known else "memberships", version, query, rows),),
        limits=findings.limits(bench, known, start, end),
        citations=findings.citations(bench, known),
        chart=_chart(own, organisation, subject, context.latest),
    )


def _answer(
    own: pl.DataFrame, wanted: str, start: int, end: int, stated: bool, subject: str, organisation: str
) -> tuple[bool | None, str]:
    who, what = findings.name(subject), findings.name(organisation)
    standing = own.filter(pl.col("status").is_in(_STANDING.get(wanted, ("member",))))
    spells = [(r["start"], r["end"]) for r in standing.iter_rows(named=True)]
    text = ", ".join(f"{s}-{'today' if e is None else e}" for s, e in spells) or "never"
    said = f"{who} has stood in {what} as {wanted if wanted == 'observer' else 'member'}: {text}."

    def during(year: int) -> bool:
        return any(s <= year and (e is None or e >= year) for s, e in spells)

    if wanted == "join":
        return any(start <= s <= end for s, _ in spells) or (
            not stated and any(s <= end for s, _ in spells)
        ), said
    if wanted in ("leave", "away"):
        return any(e is not None and e <= end and (not stated or start <= e) for _, e in spells), said
    if wanted == "not_member":
        return not any(during(y) for y in range(start, end + 1)), said
    years = range(start, end + 1) if stated else (end,)
    return all(during(y) for y in years), said


def _chart(own: pl.DataFrame, organisation: str, subject: str, latest: int) -> Chart | None:
    if not len(own):
        return None
    rows = tuple(
        {"row": findings.name(organisation), "status": r["status"], "start": r["start"], "end": r["end"]}
        for r in own.iter_rows(named=True)
    )
    stood = [r for r in rows if r["status"] == "member"] or list(rows)
    spells = ", ".join(f"{r['start']} to {r['end'] or 'today'}" for r in stood)
    title = f"{findings.name(subject)} in {findings.name(organisation)}: {stood[0]['status']} {spells}"
    return Chart(
        "timeline", title, rows,
        {"row": "row", "start": {"field": "start", "title": "Year"}, "end": "end", "status": "status", "until": latest},
        "Dated membership table",
        "; ".join(f"{r['status']} from {r['start']} to {r['end'] or 'today'}" for r in rows),
    )  # fmt: skip
