"""Membership: "A joined, left, or is a member (observer) of organisation X".

A single-fact claim: the dated membership table answers, COW IGO stands beside it where it covers the
year. Nothing is inferred from silence unless the organisation's list is complete for the year.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from detente import actors
from detente.checks import findings
from detente.inference import thresholds
from detente.measures import words
from detente.model import Chart, Claim, EvidenceRows, Finding, Label

if TYPE_CHECKING:
    from detente.checks.registry import Context
    from detente.measures.registry import Bench

KIND = "membership"
_STANDING = {"member": ("member",), "observer": ("observer", "associate", "partner")}


def check(claim: Claim, bench: Bench, context: Context, *, applied: bool = False) -> Finding:
    """Test a claim of joining, leaving or belonging; `applied`: of asking to be let in. Of several all must have."""
    several = [r for r in claim.actors if r.role == "subject"]
    if len(several) > 1:
        rest = tuple(r for r in claim.actors if r.role != "subject")
        found = [check(replace(claim, actors=(r, *rest)), bench, context, applied=applied) for r in several]
        order = ("contradicted", "insufficient_evidence", "supported")
        worst = min(found, key=lambda f: order.index(f.label))
        return replace(worst, reason=" ".join(f.reason for f in found))
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
    stated, timing, belonging = claim.period.stated is not None, claim.facets.timing, claim.facets.belonging
    if wanted == "join" and timing.by_then:
        wanted, start = "member", end  # "had joined by 2012": stood in it then
    if wanted == "member" and timing.approximate:
        start = min(start + thresholds.ROUGHLY_YEARS, end)
    negated = bool(claim.details.get("negated"))
    until = timing.until
    if until and negated and wanted in ("join", "member") and belonging.not_before:
        wanted, start, end, negated = "join", until, until, False  # "not a member until 2002": joined in 2002
    elif until and wanted == "not_member":
        end = min(end, until - 1)
        start = min(start, end)
    if wanted == "join" and belonging.founder:
        wanted = "founder"
    everyone = table.filter(pl.col("status") == "member")
    first = everyone["start"].min()
    if wanted in ("leave", "away"):
        if stated and timing.by_then:
            start = 0  # "had quit by 2010"
        if not everyone["end"].has_nulls():  # who was there when it was dissolved did not leave it
            own = own.with_columns(
                end=pl.when(pl.col("end") == everyone["end"].max()).then(None).otherwise(pl.col("end"))
            )
    share = thresholds.MOST_OF_A_TIME if belonging.mostly else 1.0
    if applied:
        truth, reason = _applied(own, start, end, subject, organisation)
    else:
        truth, reason = _answer(own, wanted, start, end, stated, subject, organisation, share, first)
    if negated:
        truth = None if truth is None else not truth
    label: Label = "insufficient_evidence" if truth is None else "supported" if truth else "contradicted"
    sources = tuple(own["source"].unique().to_list()) if len(own) else ()
    known = tuple(s for s in ("cow-igo", "curated") if s in bench.atlas.sources)
    rows = tuple(own.to_dicts())
    ends = f"an end after {context.latest}, or with the organisation's own, is left open"
    among = ", ".join(repr(i) for i in sorted(ids))
    query = f"SELECT * FROM memberships WHERE org = '{organisation}' AND iso3 IN ({among}) -- {ends}"
    version = bench.source(known[-1]).version if known else ""
    return Finding(
        label,
        "high" if truth is not None else "very_low",
        (
            "a dated fact"
            + (
                f" ({'; '.join(words.source(str(s)) for s in sources)})"
                if sources
                else " (no entry in the list)"
            ),
        ),
        reason,
        would_change=("A dated accession or withdrawal that the list does not hold.",),
        counter_reading="Membership on paper is not taking part.",
        evidence=(EvidenceRows(known[-1] if known else "memberships", version, query, rows),),
        limits=findings.limits(bench, known, start, end),
        citations=findings.citations(bench, known),
        chart=_chart(own, organisation, subject, context.latest),
    )


def _applied(
    own: pl.DataFrame, start: int, end: int, subject: str, organisation: str
) -> tuple[bool | None, str]:
    """Whether an application (or an entry, which asks for one) falls in the years."""
    asked = own.filter(pl.col("status").is_in(("applicant", "member")))
    spells = [(r["start"], r["status"]) for r in asked.sort("start").iter_rows(named=True)]
    listed = ", ".join(f"{status} from {year}" for year, status in spells) or "neither applicant nor member"
    said = f"{findings.name(subject)} and {findings.name(organisation)}: {listed}."
    return any(start <= year <= end + 1 for year, _ in spells), said


def _said(name: str, actor_id: str) -> str:
    """A name as it stands in a sentence: "the European Union"."""
    return actors.with_article(name, actors.get(actor_id).kind)


def _ever(spells: list[tuple[int, int | None]]) -> str:
    """Since when and how long: "has been, since 2004,", "was, from 1955 to 1968,"."""
    if not spells:
        return "has never been, by the list,"
    past = [f"{a} to {b}" if a != b else str(a) for a, b in spells if b is not None]
    now = [a for a, b in spells if b is None]
    if not now:
        return f"was, {' and '.join(past)},"
    before = f", and before that {' and '.join(past)}" if past else ""
    return f"has been, since {min(now)}{before},"


def _answer(
    own: pl.DataFrame,
    wanted: str,
    start: int,
    end: int,
    stated: bool,
    subject: str,
    organisation: str,
    share: float,
    first: object,
) -> tuple[bool | None, str]:
    """Whether the list bears out what is `wanted` of the years; `share` of them is enough for standing or not.

    `first` is the year of the organisation's first members.
    """
    who, what = findings.name(subject), findings.name(organisation)
    standing = own.filter(pl.col("status").is_in(_STANDING.get(wanted, ("member",))))
    spells = [(r["start"], r["end"]) for r in standing.iter_rows(named=True)]
    as_what = "an observer at" if wanted == "observer" else "a member of"
    said = f"{_said(who, subject)} {_ever(spells)} {as_what} {_said(what, organisation)}."

    def during(year: int) -> bool:
        return any(s <= year and (e is None or e >= year) for s, e in spells)

    if wanted == "join":
        return any(start <= s <= end for s, _ in spells) or (
            not stated and any(s <= end for s, _ in spells)
        ), said
    if wanted in ("leave", "away"):
        return any(e is not None and e <= end and (not stated or start <= e) for _, e in spells), said
    if wanted == "founder":
        return any(isinstance(first, int) and s - first <= 1 for s, _ in spells), said
    if wanted == "not_member":  # the year it left, and the one it came, count for either side
        begins, ends = {s for s, _ in spells}, {e for _, e in spells}
        outside = [
            not during(y) or (y == start < end and y in ends) or (y == end > start and y in begins)
            for y in range(start, end + 1)
        ]
        return sum(outside) >= share * len(outside) and (share == 1.0 or any(outside)), said
    years = range(start, end + 1) if stated else (end,)
    stood = [during(y) for y in years]
    return sum(stood) >= share * len(stood), said


def _chart(own: pl.DataFrame, organisation: str, subject: str, latest: int) -> Chart | None:
    if not len(own):
        return None
    rows = tuple(
        {"row": findings.name(organisation), "status": r["status"], "start": r["start"], "end": r["end"]}
        for r in own.iter_rows(named=True)
    )
    stood = [r for r in rows if r["status"] == "member"] or list(rows)
    spells = ", ".join(f"{r['start']} to {r['end'] or 'today'}" for r in stood)
    title = f"{findings.name(subject)} in {_said(findings.name(organisation), organisation)}: {stood[0]['status']} {spells}"
    return Chart(
        "timeline", title, rows,
        {"row": "row", "start": {"field": "start", "title": "Year"}, "end": "end", "status": "status", "until": latest},
        "Dated membership table",
        "; ".join(f"{r['status']} from {r['start']} to {r['end'] or 'today'}" for r in rows),
    )  # fmt: skip
