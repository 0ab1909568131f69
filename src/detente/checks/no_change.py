"""No change: "A and B remained close (or hostile) throughout", and its denial, "relations broke down".

A claim of constancy is tested from both sides: it is contradicted when two families show a change
that takes the pair out of the claimed state, supported when the pair stood in that state at both
ends of the period and no family left it. A sentence that asserts a break is a claim of change
and goes to the trend or realignment test.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from detente.checks import change, findings, pacts, realignment, record, relation, standing, trend
from detente.checks.entities import entity
from detente.inference import thresholds
from detente.inference import verdict as rule
from detente.inference.verdict import Verdict
from detente.model import Claim, Finding, Role

if TYPE_CHECKING:
    from detente.checks.entities import Entity
    from detente.checks.registry import Context
    from detente.measures.registry import Bench

KIND = "no_change"


def check(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Test a claim that a relation stayed as it was."""
    by_treaty = pacts.check(claim, bench, context) if claim.details.get("alliance") else None
    if by_treaty is not None:
        return by_treaty
    if claim.direction in ("worsen", "improve", "hostile"):
        return _denial(claim, bench, context, trend.check(claim, bench, context))
    if claim.direction in ("away", "toward", "switch"):
        role = "from" if claim.direction == "away" else "to"
        if not (claim.role("from") or claim.role("to")) and claim.role("object"):
            moved = tuple(Role(r.id, role if r.role == "object" else r.role, r.mention) for r in claim.actors)
            claim = replace(claim, actors=moved)
        return _denial(claim, bench, context, realignment.check(claim, bench, context))
    start, end = claim.period.start or 0, claim.period.end or 0
    subject, object_ = claim.role("subject"), claim.role("object")
    if subject is None or object_ is None:
        return findings.simple("insufficient_evidence", "The claim names no second party to the relation.")
    a, b = entity(bench, subject, end), entity(bench, object_, end)
    if a is None or b is None:
        return findings.simple(
            "insufficient_evidence", "One side is not a state; no dyadic source covers it."
        )
    topic = claim.topic if claim.topic in change.BY_TOPIC else "relation"
    hostile = claim.details.get("level") == "hostile"
    leaving = 1 if hostile else -1  # the change that takes the pair out of the claimed state
    bar = thresholds.PLACEBO_PERCENTILE if topic == "relation" else thresholds.SINGLE_FAMILY_PERCENTILE
    tested = change.examine(
        bench, a, b, start, end, measures=change.BY_TOPIC[topic], sign=-leaving, latest=context.latest, bar=bar,
        inner=True,
    )  # fmt: skip
    needed = thresholds.FAMILIES_NEEDED if topic == "relation" else 1
    left = rule.views([t.specification for t in tested], [t.flat for t in tested])
    families = {bench.measures[m].family for m in change.BY_TOPIC[topic] if m in bench.measures}
    span = min(thresholds.WINDOW_YEARS, end - start + 1)
    ends = [
        {
            level.family
            for level in standing.levels(bench, a, b, *years, context.latest, fading=False)
            if level.sign == -leaving and (topic == "relation" or level.family in families)
        }
        for years in ((start, start + span - 1), (end - span + 1, end), (start, end))
    ]
    held = sorted((ends[0] | ends[2]) & (ends[1] | ends[2]))
    stays = ends[0] & ends[1] if hostile else set()  # less force than in the war years is not yet peace
    gone = [v.family for v in left if v.sign < 0 and v.family not in stays]
    if hostile:  # enemies may come to trade more, or sit in more clubs, and stay enemies
        gone = [f for f in gone if f in rule.POLITICAL]
    verdict = _verdict(left, gone, held, needed)
    settled = (
        _settled(bench, a, b, start, min(end, context.latest)) if hostile and "coercion" in gone else None
    )
    if settled and verdict.label in ("contested", "insufficient_evidence"):
        verdict = Verdict("contradicted", "moderate", (settled, *verdict.reasons), left, decided=settled)
    broke = None if hostile or topic == "voting" else _broke(bench, a, b, start, min(end, context.latest))
    if claim.details.get("level") is None and verdict.label != "supported":
        verdict = _steady(tested, left)
        disturbed = _disturbed(bench, a, b, start, end, context.latest)
        if disturbed and verdict.label == "supported":
            verdict = Verdict("insufficient_evidence", "low", (disturbed, *verdict.reasons), verdict.views)
    if broke and verdict.label != "contradicted":
        verdict = Verdict("contradicted", "moderate", (broke, *verdict.reasons), left, decided=broke)
    if claim.details.get("negated"):
        verdict = rule.mirrored(verdict)
    state = "hostile" if hostile else "close" if claim.details.get("level") else "steady"
    what = f"{state} relations between {a.said} and {b.said} throughout"
    return relation.finding_of_change(bench, claim, tested, verdict, a, b, what, context.latest)


def _broke(bench: Bench, a: Entity, b: Entity, start: int, end: int) -> str | None:
    """The dated deed that ended a steady or close relation inside the period, if one is on record."""
    found = [d for d in record.deeds(bench, a, b, start, end) if d.type in _ENDINGS and d.sign < 0]
    return f"{found[0].name} ({found[0].day.isoformat()}) broke it" if found else None


def _settled(bench: Bench, a: Entity, b: Entity, start: int, end: int) -> str | None:
    """The dated deed that made peace between two enemies inside the period, if no hostile one followed it."""
    found = record.run(bench, a, b, start, end)
    made = [d for d in found.deeds if d.type in _PEACE] if found is not None and found.sign > 0 else []
    return (
        f"{made[0].name} ({made[0].day.isoformat()}) made peace, and no force was used since"
        if made
        else None
    )


_PEACE = ("peace_treaty", "normalisation", "dispute_settled", "restoration")
_ENDINGS = ("rupture", "war", "invasion", "annexation")


def _disturbed(bench: Bench, a: Entity, b: Entity, start: int, end: int, latest: int) -> str | None:
    """What disturbed a pair inside the period, if anything: force or its threat, or a hostile event."""
    for name in ("mid_hostility", "gml_hostility"):
        own = change.between(bench.index, bench.cube(name).window(start, min(end, latest)), a, b)
        if np.isfinite(own).any() and np.nanmax(own) >= 2:
            return "a militarised dispute is on record in the period"
    table = bench.atlas.table("events")
    table = table.filter((table["year"] >= start) & (table["year"] <= min(end, latest)) & (table["sign"] < 0))
    codes = {*a.codes}, {*b.codes}
    for row in table.filter(table["weight"] >= 2).iter_rows(named=True):
        for dyad in row["dyads"].split(";"):
            one, two = (
                {int(bench.index.codes[p])} if (p := bench.place(x)) >= 0 else set() for x in dyad.split("-")
            )
            if (one & codes[0] and two & codes[1]) or (one & codes[1] and two & codes[0]):
                return f"a hostile event is on record in the period ({row['name']}, {row['year']})"
    return None


def _steady(tested: Sequence[change.Tested], left: tuple[rule.FamilyView, ...]) -> Verdict:
    """The verdict on "nothing changed" without a claimed level: no family moved, either way.

    A quiet pair is no evidence of a change, but it is evidence of quiet: where the records of force,
    rivalry, pacts and events cover the period and none moved, steadiness is supported.
    """
    rank, _ = change.overall(tested)
    moved = [v.family for v in left if v.sign != 0 or v.mixed]
    political = {v.family for v in left} & {"coercion", "commitment", "diplomacy", "events"}
    still = rank is not None and 100 - thresholds.PLACEBO_PERCENTILE < rank < thresholds.PLACEBO_PERCENTILE
    telling = [f for f in moved if f not in ("voting", "institutions")]
    if not telling and still and len(political) >= thresholds.FAMILIES_NEEDED:
        reasons = (
            f"none of {', '.join(sorted(political))} moved",
            f"taken together, ties moved no further than those of most pairs (more towards closeness than in {rank:.0f} of 100)",
        )
        return Verdict("supported", "moderate" if not moved else "low", reasons, left)
    if len(telling) >= thresholds.FAMILIES_NEEDED and not still:
        return Verdict("contradicted", "moderate", (f"{' and '.join(telling)} moved",), left)
    return Verdict(
        "insufficient_evidence", "very_low", (f"{' and '.join(moved) or 'no family'} moved",), left
    )


def _denial(claim: Claim, bench: Bench, context: Context, finding: Finding) -> Finding:
    """A break asserted of a pair that still stands close: distance may have grown, nothing broke.

    "Broke down", "turned away" say more than "cooled": where the pact still holds and another family
    still places the pair among each other's closest at the period's end, and neither force nor a
    rivalry is on record, the break is contradicted whatever the trend.
    """
    start, end = claim.period.start or 0, claim.period.end or 0
    ids = [r.id for r in claim.actors if r.role in ("subject", "object", "from")][:2]
    pair = [entity(bench, i, end) for i in ids]
    if claim.direction == "improve" or claim.details.get("negated") or len(pair) < 2 or not all(pair):
        return finding
    assert pair[0] is not None
    assert pair[1] is not None
    span = min(thresholds.WINDOW_YEARS, end - start + 1)
    levels = standing.levels(bench, pair[0], pair[1], end - span + 1, end, context.latest, fading=False)
    close = sorted({x.family for x in levels if x.sign > 0})
    hostile = [x for x in levels if x.sign < 0 and x.family in ("coercion", "diplomacy")]
    if "commitment" not in close or len(close) < thresholds.FAMILIES_NEEDED or hostile:
        return finding
    reason = (
        f"No break: in {end - span + 1}-{end} {pair[0].name} and {pair[1].name} still stood close by "
        f"{', '.join(close[:-1])} and {close[-1]}."
    )
    if finding.label != "insufficient_evidence":
        reason += f" {finding.reason}"
    return replace(
        finding, label="contradicted", grade="moderate", reason=reason,
        grade_reasons=(f"{', '.join(close[:-1])} and {close[-1]} held to the end", *finding.grade_reasons),
    )  # fmt: skip


def _verdict(left: tuple[rule.FamilyView, ...], gone: list[str], held: list[str], needed: int) -> Verdict:
    seen = tuple(
        rule.FamilyView(v.family, 1 if v.family in held and v.sign >= 0 else min(v.sign, 0), v.mixed, v.flat, v.specifications)
        for v in left
    )  # fmt: skip
    kept = [f for f in held if f not in gone]
    if len(kept) >= needed > 1:  # partners may come to trade less, or vote apart, and stand as they did
        gone = [f for f in gone if f in rule.POLITICAL]
    if len(kept) >= needed and len(kept) >= needed + len(gone) - (not gone):
        grade = (
            "high"
            if len(kept) >= thresholds.MANY_FAMILIES and not gone
            else "moderate"
            if not gone
            else "low"
        )
        return Verdict("supported", grade, (f"{' and '.join(kept)} show that state at both ends",), seen)
    if len(gone) >= needed and len(gone) > len(kept):
        return Verdict("contradicted", "moderate", (f"{' and '.join(gone)} left that state",), seen)
    if gone and kept:
        return Verdict(
            "contested", "low", (f"{' and '.join(kept)} held, {' and '.join(gone)} did not",), seen
        )
    return Verdict("insufficient_evidence", "very_low", (f"{len(kept)} families place the pair there",), seen)
