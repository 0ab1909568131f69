"""What trend, no_change, realignment and convergence share: from tested specifications to a finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from detente.checks import findings, pictures
from detente.checks.change import Tested
from detente.english import capital, listed
from detente.inference.verdict import Verdict, verb
from detente.measures import words
from detente.model import Claim, Finding, Specification

if TYPE_CHECKING:
    from detente.checks.entities import Entity
    from detente.measures.registry import Bench


def finding_of_change(
    bench: Bench,
    claim: Claim,
    tested: Sequence[Tested],
    verdict: Verdict,
    a: Entity,
    b: Entity,
    what: str,
    latest: int = 9999,
) -> Finding:
    """The finding on a claim of change between a and b.

    `what` completes "the evidence for ...": "closer relations between X and Y"; no row or figure
    after `latest` is shown.
    """
    start, end = claim.period.start or 0, claim.period.end or 0
    specifications = tuple(t.specification for t in tested)
    side = {"supported": 1, "partly_supported": 1, "contradicted": -1}.get(verdict.label, 0)
    lead = findings.strongest(specifications, side) if side else None
    lead = lead or findings.strongest(specifications, 1) or findings.strongest(specifications, -1)
    measures = tuple(dict.fromkeys(t.measure for t in tested))
    sources = tuple(dict.fromkeys(bench.measures[m].source for m in measures))
    years = findings.period_text(claim)
    reason = _sentence(verdict, what, years)
    chart = None
    if lead is not None:
        title = capital(pictures.moved(bench, lead, a, b))
        chart = pictures.line(bench, lead.measure, a, b, start, end, title, latest)
    shown = ([lead.measure] if lead else []) + [m for m in measures if lead is None or m != lead.measure]
    rows = tuple(findings.series_rows(bench, m, a, b, start - 5, min(end + 5, latest)) for m in shown)
    return Finding(
        label=verdict.label,
        grade=verdict.grade,
        grade_reasons=verdict.reasons,
        reason=reason,
        effect=findings.effect(lead),
        specifications=specifications,
        disagreements=findings.disagreements(specifications, verdict.label),
        would_change=_would_change(verdict, what),
        counter_reading=_counter(verdict, specifications),
        evidence=tuple(r for r in rows if r.rows),
        limits=findings.limits(bench, sources, start, end),
        citations=findings.citations(bench, sources),
        chart=chart,
    )


def _sentence(verdict: Verdict, what: str, years: str) -> str:
    families = {1: verdict.families(1), -1: verdict.families(-1)}
    leaning = _listed(verdict.leaning) if verdict.leaning else ""
    also = f", with {leaning[0].lower()}{leaning[1:]} leaning the same way," if leaning else ""
    if verdict.decided and verdict.label in ("supported", "contradicted"):
        side = "bears out" if verdict.label == "supported" else "speaks against"
        return f"The record {side} {what} in {years}: {verdict.decided}."
    if verdict.label == "supported":
        return f"{_listed(families[1])} {verb(families[1], 'show')}{also} {what} in {years}, beyond what most other pairs did."
    if verdict.label == "contradicted" and families[-1]:
        return (
            f"{_listed(families[-1])} {verb(families[-1], 'show')}{also} the opposite of {what} in {years}."
        )
    if verdict.label == "contradicted":
        return f"The measured ties exclude {what} in {years}: nothing worth naming changed."
    if verdict.label == "contested" and not families[-1]:
        return f"Sources disagree on {what} in {years}: {'; '.join(verdict.reasons[:2])}."
    if verdict.label == "contested":
        return f"For {what} in {years}: {_listed(families[1])}; against: {_listed(families[-1])}."
    if verdict.label == "partly_supported":
        return f"In part there was {what} in {years}: {verdict.reasons[-1]}."
    return f"Too little evidence on {what} in {years}: {verdict.reasons[0]}."


def _listed(names: Sequence[str]) -> str:
    return capital(listed(names)) or "no family"


def _would_change(verdict: Verdict, what: str) -> tuple[str, ...]:
    for_, against = verdict.families(1), verdict.families(-1)
    silent = [v.family for v in verdict.views if v.sign == 0]
    lines = []
    if verdict.label == "supported":
        needed = max(1, len(for_) - 1)
        fallen = " or ".join(for_) if needed == 1 else f"{needed} of {', '.join(for_)}"
        lines.append(f"It would fall if {fallen} stopped showing {what}.")
    elif verdict.label == "contradicted":
        lines.append(f"It would turn if two families showed {what} beyond nine in ten other pairs.")
    else:
        have = ", ".join(for_) or "none"
        lines.append(
            f"Two families must agree; so far for the claim: {have}; against: {', '.join(against) or 'none'}."
        )
    if silent:
        lines.append(f"Silent so far: {', '.join(silent)}.")
    return tuple(lines)


def _counter(verdict: Verdict, specifications: Sequence[Specification]) -> str:
    side = -1 if verdict.label in ("supported", "partly_supported") else 1
    other = findings.strongest(specifications, side)
    if other is None:
        return "No specification points the other way."
    return (
        f"{capital(findings.subject(other))} ({words.source(other.source)}) moved "
        f"{'towards' if side > 0 else 'against'} the claim: by {words.amount(other.estimate or 0.0)} "
        f"{words.unit(other.unit)}, {other.baseline} to {other.window}."
    )


def looking_ahead(finding: Finding, latest: int) -> Finding:
    """The finding on a claim about the future: what has happened so far, at grade low at most."""
    limit = f"The claim looks ahead; evidence to {latest} only says how it has gone so far."
    grade = finding.grade if finding.grade in ("low", "very_low") else "low"
    reasons = (
        *finding.grade_reasons,
        "the claim is about the future, and the record shows only how things have gone so far",
    )
    return replace(finding, grade=grade, grade_reasons=reasons, limits=(limit, *finding.limits))


def lowered(finding: Finding, why: str) -> Finding:
    """The same finding at grade low at most, with the reason."""
    grade = finding.grade if finding.grade in ("low", "very_low") else "low"
    return replace(finding, grade=grade, grade_reasons=(*finding.grade_reasons, why))


def with_limits(finding: Finding, extra: Sequence[str]) -> Finding:
    """The same finding with further limits printed first."""
    return replace(finding, limits=(*extra, *finding.limits)) if extra else finding
