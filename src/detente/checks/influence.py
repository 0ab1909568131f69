"""Influence: "A failed to defeat B", "A prevented B from testing", "A could not turn power into influence".

Two things are measured apart: the gap in power (CINC, military spending) and the outcome. Outcomes are
those that dates and counts can show: did the act the claim names happen or not; did the armed group fight
on, or take the state; did the stronger side's troops leave with the fighting unfinished; did a coup or
revolution turn the state towards or away from it. Several signs must agree; none leaves the claim open.
Why it came so is not in the data, so no grade is above moderate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from detente import actors
from detente.checks import attempts, findings, influence_card
from detente.checks import influence_outcomes as outcomes
from detente.checks.entities import Entity, entity
from detente.inference import thresholds
from detente.inference.verdict import negated as negated_label
from detente.measures import capability, words
from detente.model import Claim, Effect, EvidenceRows, Finding, Grade, Label, Specification

if TYPE_CHECKING:
    from detente.checks.registry import Context
    from detente.measures.registry import Bench

KIND = "influence"


def check(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Test a claim that power did or did not become influence."""
    subject = claim.role("subject")
    objects = [
        r for role in ("object", "third", "place", "organisation") for r in claim.roles(role) if r != subject
    ]
    if subject is None or not objects:
        return findings.simple(
            "insufficient_evidence", "The claim does not say who failed (or managed) to move whom."
        )
    start, end, dated = _years(claim, context.latest)
    anywhen = not dated and in_the_past(claim)
    strong = entity(bench, subject, end)
    if strong is None:
        return findings.simple(
            "insufficient_evidence", "The power of the side that is said to be powerful is not measured."
        )
    group = next((o for o in objects if o.startswith("group:")), None) or claim.facets.influence.group
    state = next((o for o in objects if actors.get(o).kind == "state"), None)
    if anywhen:
        signs = attempts.fitting(claim, bench, thresholds.RECORD_BEGINS, end, context.latest, anywhen=True)
        start, end = _of_record(signs, start, end)
    else:
        signs = attempts.fitting(claim, bench, start, end, context.latest) if dated else []
    signs = signs or outcomes.act(claim, bench, state, start, end, dated, context.latest)
    signs = signs or outcomes.stands(bench, claim, state, end, dated, context.latest)
    signs = signs or outcomes.war(bench, claim, strong, state, start, end, context.latest)
    if not signs and group is not None:
        signs = outcomes.against_group(bench, subject, group, state, start, end, dated, context.latest)
    elif not signs and state is not None and not anywhen:
        signs = outcomes.in_state(bench, subject, state, start, end, context.latest)
        signs = signs or outcomes.defiant(bench, claim, strong, state, start, end, context.latest)
    weak = entity(bench, state, end) if state is not None else None
    gap = _gap(bench, strong, weak, start, end)
    return _finding(claim, bench, strong, weak, group, signs, gap, start, end, context.latest)


def in_the_past(claim: Claim) -> bool:
    """Whether the claim speaks of the past without saying when."""
    return bool(claim.details.get("undated")) or claim.facets.influence.past


def _of_record(signs: list[outcomes.Sign], start: int, end: int) -> tuple[int, int]:
    """The years of the attempts found, for a claim that names none."""
    rows = [r for s in signs for r in s.rows]
    return (min(r["first"] for r in rows), max(r["last"] for r in rows)) if rows else (start, end)


def _years(claim: Claim, latest: int) -> tuple[int, int, bool]:
    start, end = claim.period.start or latest, min(claim.period.end or latest, latest)
    return start, end, not claim.details.get("taken") or claim.period.stated is not None


def _gap(bench: Bench, strong: Entity, weak: Entity | None, start: int, end: int) -> list[Specification]:
    """Ratios of capability at the period's start (or the first year after it that is known)."""
    found = []
    for series in (capability.cinc(bench), capability.cinc(bench, "milex_share")):
        low, high = max(start, series.first_year), min(end, series.last_year)
        if low > high:
            continue
        one = float(np.nansum([series.at(p, low, high)[0] for p in strong.positions]))
        other = (
            float(np.nansum([series.at(p, low, high)[0] for p in weak.positions])) if weak else float("nan")
        )
        name = weak.name if weak else "the median state"
        if weak is None:
            other = float(np.nanmedian(series.values[low - series.first_year]))
        if not (one > 0 and other > 0):
            continue
        ratio = one / other
        stronger = ratio >= thresholds.STRONGER_RATIO
        found.append(Specification(
            "capability", series.source, series.name, str(low), name, "ratio of shares of the world", ratio,
            direction=1 if stronger else -1 if ratio < 1 else 0, significant=stronger,
            note=f"{strong.name} {one:.3g}, {name} {other:.3g}",
        ))  # fmt: skip
    return found


def verdict(direction: str, signs: list[int], stronger: bool | None) -> tuple[Label, Grade, tuple[str, ...]]:
    """Label and grade from the outcome's signs and whether the subject was the stronger side at all."""
    good, bad = sum(s > 0 for s in signs), sum(s < 0 for s in signs)
    told = (
        f"the record shows {good or 'no'} sign{'' if good == 1 else 's'} that the stronger side had its way, "
        f"{bad or 'none'} that it had not",
        "why it ended so is not tested",
    )
    if not good and not bad:
        return (
            "insufficient_evidence",
            "very_low",
            ("the outcome is not measurable with dated events or battle deaths",),
        )
    if good and bad:
        return "contested", "low", told
    failed = bad > 0
    grade: Grade = "moderate" if max(good, bad) > 1 else "low"
    label: Label = "supported" if failed == (direction == "failed") else "contradicted"
    if label == "supported" and direction == "failed" and stronger is False:
        return (
            "partly_supported",
            "low",
            (*told, "it had not its way, but it was not the stronger side either"),
        )
    return label, grade, told


def _finding(
    claim: Claim, bench: Bench, strong: Entity, weak: Entity | None, group: str | None, signs: list[outcomes.Sign],
    gap: list[Specification], start: int, end: int, latest: int,
) -> Finding:  # fmt: skip
    stronger = None if not gap else any(s.direction > 0 for s in gap)
    direction = "failed" if claim.direction == "failed" else "succeeded"
    claimed = claim.facets.influence.stronger  # else who was stronger is not at issue
    label, grade, reasons = verdict(direction, [s.sign for s in signs], stronger if claimed else None)
    if signs and all(s.partly for s in signs):
        label, grade, reasons = "partly_supported", "low", ("the aim was reached in part",)
    if claim.details.get("negated"):
        label = negated_label(label)
    wanted = -1 if direction == "failed" else 1
    outcome = tuple(_oriented(s.specification, wanted) for s in signs)
    specifications = (*outcome, *gap)
    target = findings.name(group) if group else weak.name if weak else "the other side"
    shown = (
        "; ".join(f"{s.specification.measure}: {s.specification.note}" for s in signs if s.sign)
        or "none to be had"
    )
    power = (
        "; ".join(
            f"{words.named(s.measure)} {words.amount(s.estimate or 0.0)} times those of {s.baseline}"
            for s in gap
        )
        or "power not known"
    )
    sources = tuple(dict.fromkeys(s.source for s in specifications))
    lead = next((s for s in specifications if s.significant), None)
    return Finding(
        label, grade, reasons,
        f"{strong.name} and {target}, {start if start == end else f'{start}-{end}'}. Power: {power}. Outcome: {shown}.",
        effect=Effect(lead.estimate or 0.0, findings.unit_text(lead)) if lead else None,
        specifications=specifications,
        disagreements=findings.disagreements(outcome, label),
        would_change=("It would turn with dated outcomes on the other side.",),
        counter_reading="Not having one's way in one matter is not weakness; the aim may have been another.",
        evidence=_rows(bench, signs, strong, weak, start, end),
        limits=("Only outcomes with a date or a death count are seen; quiet influence leaves neither.",
                *findings.limits(bench, sources, start, end)),
        citations=findings.citations(bench, sources),
        chart=influence_card.chart(bench, strong, weak, group, label, start, end, latest),
    )  # fmt: skip


def _oriented(specification: Specification, wanted: int) -> Specification:
    from dataclasses import replace

    return replace(specification, direction=specification.direction * wanted)


def _rows(
    bench: Bench, signs: list[outcomes.Sign], strong: Entity, weak: Entity | None, start: int, end: int
) -> tuple[EvidenceRows, ...]:
    found = []
    for sign in signs:
        source = sign.specification.source
        rows = sign.rows or ({"measure": sign.specification.measure, "window": sign.specification.window,
                              "value": sign.specification.estimate},)  # fmt: skip
        table = {"events": "events", "ucdp-prio": "ucdp_conflict", "ucdp-brd": "ucdp_deaths", "nmc": "cinc",
                 "cow-war": "wars", "attempts": "attempts"}.get(source, "rivalries")  # fmt: skip
        span = f"year BETWEEN {start} AND {end}"
        if table == "attempts":
            those = ", ".join(
                f"{r['what']!r}" if "'" not in r["what"] else "'{}'".format(r["what"].replace("'", "''"))
                for r in rows
            )
            span = f"first <= {end} AND last >= {start}" + (f" AND what IN ({those})" if rows else "")
        query = f"SELECT * FROM {table} WHERE {span} -- {sign.specification.measure}"
        found.append(EvidenceRows(source, bench.source(source).version, query, rows))
    codes = (*strong.codes, *(weak.codes if weak else ()))
    table = bench.atlas.table("cinc").filter(
        pl.col("ccode").is_in(codes) & pl.col("year").is_in([start, end])
    )
    query = f"SELECT * FROM cinc WHERE ccode IN ({', '.join(map(str, codes))}) AND year IN ({start}, {end})"
    found.append(EvidenceRows("nmc", bench.source("nmc").version, query, tuple(table.to_dicts())))
    return tuple(found)
