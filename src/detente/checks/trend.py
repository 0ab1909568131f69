"""Trend: "relations between A and B improved (or grew worse) between then and then".

Supported when at least two families of evidence moved the claimed way further than nine in ten
other pairs did over the same years; contradicted by the mirror image or by no change worth naming.
A hostile end of the period (war or use of force in its last years) speaks against an improvement
even where the states are too new to have a "before".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.checks import change, findings, record, relation, standing
from detente.checks.entities import Entity, entity
from detente.inference import thresholds
from detente.inference import verdict as rule
from detente.inference.verdict import Verdict
from detente.model import Claim, Finding, Label

if TYPE_CHECKING:
    from detente.checks.registry import Context
    from detente.measures.registry import Bench

KIND = "trend"


def check(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Test a claim of improving or worsening relations."""
    start, end = claim.period.start or 0, claim.period.end or 0
    subject, object_ = claim.role("subject"), claim.role("object")
    if subject is None or object_ is None:
        return findings.simple("insufficient_evidence", "The claim names no second party to the relation.")
    a, b = entity(bench, subject, end), entity(bench, object_, end)
    if a is None or b is None:
        return findings.simple(
            "insufficient_evidence", "One side is not a state; no dyadic source covers it."
        )
    sign = -1 if claim.direction in ("worsen", "diverge", "away", "hostile") else 1
    topic = claim.topic if claim.topic in change.BY_TOPIC else "relation"
    if topic in ("rivalry", "conflict"):  # a quarrel begun or buried is a turn of the whole relation
        topic = "relation"
    measures = change.BY_TOPIC[topic]
    tested = change.examine(
        bench, a, b, start, end, measures=measures, sign=sign, latest=context.latest,
        turn=claim.details.get("break"),
    )  # fmt: skip
    tested += standing.end_state(bench, a, b, start, end, sign, context.latest) if topic == "relation" else []
    needed = 2 if topic == "relation" else 1
    rank, leanings = change.overall(tested)
    verdict = rule.of_change(
        [t.specification for t in tested],
        [t.flat for t in tested],
        active=change.shows_ties(tested),
        needed=needed,
        rank=rank,
        leanings=leanings,
        political=needed > 1,
    )
    if topic == "relation":
        since = claim.details.get("break", start)
        verdict = record.settled(
            verdict, [(record.run(bench, a, b, since, min(end, context.latest)), sign)], rank
        )
        verdict = _at_war(bench, claim, verdict, a, b, sign, context.latest)
    if claim.details.get("negated"):
        verdict = rule.mirrored(verdict)
    word = {1: "closer", -1: "worse"}[sign]
    what = f"{word} relations between {a.said} and {b.said}"
    return relation.finding_of_change(bench, claim, tested, verdict, a, b, what, context.latest)


def _at_war(
    bench: Bench, claim: Claim, verdict: Verdict, a: Entity, b: Entity, sign: int, latest: int
) -> Verdict:
    """The verdict, settled by a war between the two that began in the period and was on at its end.

    Windows of five years blur a war that came after years of calm, and before 1946 little else is on record. Two
    codings of disputes must have the war, and the period's first year must be without one.
    """
    start, end = claim.period.start or 0, min(claim.period.end or 0, latest)
    if end - start < 2 or verdict.label not in ("insufficient_evidence", "contested"):
        return verdict
    for name in ("mid_hostility", "gml_hostility"):
        cube = bench.cube(name)
        own = change.between(bench.index, cube.window(start, end), a, b)
        if cube.last_year < end or not np.isfinite(own).all():
            return verdict
        if own[0] >= thresholds.WAR_HOSTILITY or own[-2:].max() < thresholds.WAR_HOSTILITY:
            return verdict
    told = f"{a.name} and {b.name} went to war before the period was out"
    label: Label = "contradicted" if sign > 0 else "supported"
    return Verdict(
        label, "moderate" if sign > 0 else "low", (told, *verdict.reasons), verdict.views, decided=told
    )
