"""The test of `membership` statements: standing in an organisation or agreement, and each step of it apart.

Data: the dated spells of `memberships` (our own and Correlates of War IGO), `membership_steps` (applied, signed, suspended ...),
`unions` (by kind). Absence refutes where the list of the organisation is complete for those years; else it is silent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from detente.checks.attributes import spells
from detente.checks.attributes.evaluate import denied, unknown
from detente.checks.attributes.spells import Span
from detente.checks.deeds import units, when
from detente.checks.deeds.record import first_day, last_day
from detente.checks.occasions import key
from detente.domain import Claim, Membership
from detente.evidence import names
from detente.model import Finding, Grade, Label, Member

if TYPE_CHECKING:
    from detente.checks.statements import Context
    from detente.measures.registry import Bench

_STANDING = {
    "member": ("member",), "party": ("member",), "founder": ("member",), "observer": ("observer", "associate", "partner"),
    "associate": ("associate", "partner"), "applicant": ("applicant",), "suspended": ("suspended",),
}  # fmt: skip
_LAST_OF_COW, _CURATED = 2014, "curated"
_STEP = {"joined": "joined", "left": "left"}
_SAID = {
    "joined": "joined", "left": "left", "applied": "applied to", "signed": "signed the agreement of", "ratified": "ratified",
    "in_force": "had in force the agreement of", "founded": "founded", "suspended": "was suspended from",
    "readmitted": "was readmitted to", "announced_withdrawal": "announced its withdrawal from",
    "candidate": "became a candidate for",
}  # fmt: skip
_MEMBER_SHARE = {"all": 1.0, "most": 0.5, "several": 0.0, "some": 0.0, "any": 0.0}


def claim(one: Claim, bench: Bench, context: Context) -> Finding:
    """The finding on a claim whose statement is a membership."""
    statement: Membership = one.statement  # type: ignore[assignment]
    if statement.organisation.id is None:
        found = _by_kind(statement, spells.span(one.period, context.latest), bench)
        return denied(found) if one.negative else found
    org = organisation(statement.organisation.id)
    if statement.who.quantifier:
        found = _counted(statement, org, spells.span(one.period, context.latest), bench)
        return denied(found) if one.negative else found
    if not statement.who.ids:
        return unknown("It does not say who.")
    window = when.window(one.period, context.latest)
    parts = [
        _step(who, org, statement.change, window, bench)
        if statement.change
        else _stood(who, org, statement.status, spells.span(one.period, context.latest), bench)
        for who in statement.who.ids
    ]
    from detente.checks.typed.sets import joined

    whole = (
        parts[0]
        if len(parts) == 1
        else joined([(units.said(w), p) for w, p in zip(statement.who.ids, parts, strict=True)])
    )
    return denied(whole) if one.negative else whole


def organisation(thing: str) -> str:
    """The organisation a treaty or pact is kept under (`treaty:npt` is `org:NPT`)."""
    return thing if thing.startswith("org:") else f"org:{thing.rpartition(':')[2].replace('-', '_').upper()}"


def _stood(who: str, org: str, status: str, years: Span, bench: Bench) -> Finding:
    if status == "founder":
        return _step(
            who,
            org,
            "founded",
            when.Window(first_day("1816"), last_day(str(years.last)), stated=False),
            bench,
        )
    if status == "candidate":
        return _candidate(who, org, years, bench)
    return standing(who, org, status, years, bench)


def standing(who: str, org: str, status: str, years: Span, bench: Bench) -> Finding:
    """Whether a state stood in an organisation as said over the years."""
    own = _spells(who, org, bench)
    rows = [r for r in own if r["status"] in _STANDING.get(status, (status,))]
    how = spells.covered(rows, years)
    named, body = units.said(who), units.said(org)
    if rows:
        reason = f"{named[0].upper()}{named[1:]} is listed as {status} of {body} {spells.told(rows, 0)}."
    else:
        reason = f"{named[0].upper()}{named[1:]} is not listed as {status} of {body}."
    if how == "all":
        return _finding("supported", reason, own, bench)
    edges = {r["start"] for r in rows} | {r["end"] for r in rows}
    if how == "some":
        return _finding("partly_supported", reason, own, bench)
    if not _complete(org, years.last, bench) or status not in ("member", "party"):
        return (
            unknown(f"{reason} The list is not complete for those years.")
            if not rows
            else _finding("contradicted", reason, own, bench)
        )
    near = {years.first - 1, years.last + 1} & edges and any(r["source"] != _CURATED for r in rows)
    return (
        unknown(f"{reason} The year is too near.") if near else _finding("contradicted", reason, own, bench)
    )


def _candidate(who: str, org: str, years: Span, bench: Bench) -> Finding:
    """A candidate from the day it is made one until it joins."""
    steps = [s for s in _steps(who, org, bench) if s["step"] == "candidate"]
    member = [r["start"] for r in _spells(who, org, bench) if r["status"] == "member"]
    rows = [{**s, "start": int(s["date"][:4]), "end": min(member, default=None)} for s in steps]
    named, body = units.said(who), units.said(org)
    if not rows:
        return unknown(f"No list here says that {named} was a candidate for {body}.")
    how = spells.covered(rows, years)
    reason = f"{named[0].upper()}{named[1:]} has been a candidate for {body} {spells.told(rows, 0)}."
    label: Label = {"all": "supported", "some": "partly_supported", "none": "contradicted"}[how]  # type: ignore[assignment]
    return _finding(label, reason, [], bench, steps)


def _step(who: str, org: str, change: str, window: when.Window, bench: Bench) -> Finding:
    """Whether a step was taken within the window; a step known at another time refutes it."""
    named, body = units.said(who), units.said(org)
    own = _spells(who, org, bench)
    dates = _dates(who, org, change, own, bench)
    inside = [d for d in dates if _within(d["date"], window)]
    said = f"{named[0].upper()}{named[1:]} {_SAID.get(change, change)} {body}"
    shown = [s for s in _steps(who, org, bench) if s["step"] == change]
    if inside:
        listed = "; ".join(_day(d["date"]) + (f" ({d['note']})" if d.get("note") else "") for d in inside)
        return _finding("supported", f"{said}: {listed}.", own, bench, shown)
    told = f" It did so {' and '.join(_day(d['date']) for d in dates)}." if dates else ""
    others = [s for s in _steps(who, org, bench) if _within(s["date"], window)]
    if others:
        told += f" In that time it {' and '.join(str(_SAID.get(s['step'], s['step'])) + ' it' for s in others[:2])}."
    reason = f"No list says that {named} {_SAID.get(change, change)} {body} {window.words()}.{told}"
    complete = change in _STEP and _complete(org, window.last.year, bench)
    if complete and all(_far(d, window) for d in dates):
        return _finding("contradicted", reason, own, bench, shown)
    if (
        dates
        and change in ("applied", "signed", "in_force", "founded", "ratified", "joined")
        and all(_far(d, window) for d in dates)
    ):
        return _finding("contradicted", reason, own, bench, shown)
    return replace(unknown(reason), why="silent_record")


def _dates(
    who: str, org: str, change: str, own: Sequence[dict[str, Any]], bench: Bench
) -> list[dict[str, Any]]:
    """When a step was taken, from the spells and from the list of steps."""
    found: list[dict[str, Any]] = [s for s in _steps(who, org, bench) if s["step"] == change]
    members = [r for r in own if r["status"] == "member"]
    if change == "joined":
        found += [{"date": str(r["start"]), "source": r["source"]} for r in members]
    if change == "left":
        last = _dissolved(org, bench)
        found += [
            {"date": str(r["end"]), "source": r["source"]}
            for r in members
            if r["end"] is not None and r["end"] != last
        ]
    if change in ("applied", "signed", "suspended"):
        status = {"applied": "applicant", "signed": "signatory", "suspended": "suspended"}[change]
        found += [{"date": str(r["start"]), "source": r["source"]} for r in own if r["status"] == status]
    if change == "readmitted":
        found += [
            {"date": str(r["end"]), "source": r["source"]}
            for r in own
            if r["status"] == "suspended" and r["end"]
        ]
    return _finest(found)


def _finest(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Dates without the years that a more precise date stands in."""
    fine = [d for d in found if len(d["date"]) > 4]
    years = [
        d for d in found if len(d["date"]) == 4 and not any(f["date"].startswith(d["date"]) for f in fine)
    ]
    return sorted([*fine, *{d["date"]: d for d in years}.values()], key=lambda d: d["date"])


def _within(date: str, window: when.Window) -> bool:
    return first_day(date) <= window.last and last_day(date) >= window.first


def _far(date: dict[str, Any], window: when.Window) -> bool:
    """Whether a date is not within reach of the window: a year of Correlates of War may be one off."""
    slack = 1 if date.get("source") not in (_CURATED, "lists") else 0
    year = int(date["date"][:4])
    return (
        year < window.first.year - slack
        or year > window.last.year + slack
        or (not _within(date["date"], window) and slack == 0)
    )


def _day(date: str) -> str:
    return (
        when.said(first_day(date))
        if len(date) == 10
        else f"in {date}"
        if len(date) == 4
        else f"in {first_day(date):%B %Y}"
    )


def _spells(who: str, org: str, bench: Bench) -> list[dict[str, Any]]:
    table = bench.atlas.table("memberships").filter(pl.col("org") == org)
    return [r for r in table.sort("start").to_dicts() if key(r["iso3"]) == key(who)]


def _steps(who: str, org: str, bench: Bench) -> list[dict[str, Any]]:
    if "membership_steps" not in bench.atlas.tables:
        return []
    table = bench.atlas.table("membership_steps").filter(pl.col("org") == org)
    return [r for r in table.sort("date").to_dicts() if key(r["who"]) == key(who)]


def _dissolved(org: str, bench: Bench) -> int | None:
    """The year in which all members ended, for an organisation that is no more."""
    ends = bench.atlas.table("memberships").filter((pl.col("org") == org) & (pl.col("status") == "member"))[
        "end"
    ]
    return None if ends.has_nulls() or not len(ends) else ends.max()  # type: ignore[return-value]


def _complete(org: str, year: int, bench: Bench) -> bool:
    """Whether the list of an organisation holds all its members in a year."""
    how = dict(names.table("organisations.csv").select("org", "curated").iter_rows())
    if how.get(org) == "complete":
        return True
    table = bench.atlas.table("memberships").filter(pl.col("org") == org)
    return year <= _LAST_OF_COW and bool((table["source"] != _CURATED).any())


def _by_kind(statement: Membership, years: Span, bench: Bench) -> Finding:
    """Parties of a union of a kind: a customs union of all who are named."""
    kind = statement.organisation.kind or ""
    if "unions" not in bench.atlas.tables or not kind:
        return unknown("It does not say of what organisation.")
    rows = bench.atlas.table("unions").filter(pl.col("kind") == kind).to_dicts()
    if not rows:
        return unknown(f"No list here holds agreements of the kind {kind.replace('_', ' ')}.")
    wanted = {key(i) for i in statement.who.ids}
    of_all = [r for r in rows if wanted <= {key(m) for m in r["members"].split(";")}]
    dated = [
        {**r, "start": int(r["start"][:4]), "end": int(r["end"][:4]) if r["end"] else None} for r in of_all
    ]
    named = " and ".join(units.said(i) for i in statement.who.ids)
    if not dated or spells.covered(dated, years) == "none":
        return unknown(f"No {kind.replace('_', ' ')} of {named} is listed for those years.")
    label: Label = "supported" if spells.covered(dated, years) == "all" else "partly_supported"
    reason = f"{named} are in a {kind.replace('_', ' ')} {spells.told(dated, 0)} ({dated[0]['reference']})."
    return _finding(label, f"{reason[0].upper()}{reason[1:]}", [], bench, of_all)


def _counted(statement: Membership, org: str, years: Span, bench: Bench) -> Finding:
    """Of a group's members, how many stood in the organisation."""
    inside = statement.who.ids or units.members(statement.who.of or "", bench, years.last)
    inside = [i for i in inside if i not in statement.who.excluding]
    found = [(i, standing(i, org, statement.status, years, bench)) for i in inside]
    yes = [i for i, f in found if f.label == "supported"]
    if not found:
        return unknown("The members of the group that is named are not known here.")
    share = _MEMBER_SHARE.get(statement.who.quantifier or "some", 0.0)
    enough = len(yes) > share * len(found) if share < 1 else len(yes) == len(found)
    if statement.who.quantifier == "number":
        enough = len(yes) >= (statement.who.number or 0)
    silent = any(f.label == "insufficient_evidence" for _, f in found)
    reason = (
        f"{len(yes)} of {len(found)} are listed as {statement.status} of {units.said(org)} {years.words()}."
    )
    if not enough and silent:
        return unknown(reason)
    base = next((f for i, f in found if i in yes), found[0][1])
    members = tuple(Member(units.said(i), f.label, f.reason) for i, f in found)
    return replace(
        base, label="supported" if enough else "contradicted", reason=reason, members=members, why=None
    )


def _finding(
    label: Label,
    reason: str,
    rows: Sequence[dict[str, Any]],
    bench: Bench,
    steps: Sequence[dict[str, Any]] = (),
) -> Finding:
    grade: Grade = "high" if any(r["source"] == _CURATED for r in rows) else "moderate"
    sources = [s for s in dict.fromkeys(r["source"] for r in (*rows, *steps)) if s in bench.atlas.sources]
    evidence = (
        *spells.evidence(
            bench,
            "memberships",
            rows,
            f"org = '{rows[0]['org']}' AND iso3 = '{rows[0]['iso3']}'" if rows else "",
        ),
        *spells.evidence(
            bench, "membership_steps", steps, f"org = '{steps[0].get('org', '')}'" if steps else ""
        ),
    )
    return Finding(
        label, grade, ("a dated list of members",), reason,
        would_change=("A dated accession or withdrawal that the list does not hold.",),
        counter_reading="Membership on paper is not taking part.", evidence=evidence,
        citations=tuple(bench.source(s).citation_key for s in sources),
    )  # fmt: skip
