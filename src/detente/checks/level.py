"""Level: "A and B were close (hostile, allies, rivals, voted together) in those years".

Relation: two families must place the pair among the closest (or most hostile) fifth; use of force
or war between the two settles "friendly" against. Voting: the pair's rank alone, or, where the claim
compares ("far more than C did"), the difference of the two pairs year by year. Alliance: a defence
pact in force in every year of the period.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from detente.checks import findings, pictures, standing
from detente.checks.change import between
from detente.checks.entities import Entity, entity
from detente.english import listed
from detente.inference import placebo, thresholds
from detente.inference.verdict import negated as negated_label
from detente.inference.verdict import verb
from detente.measures import commitment, words
from detente.model import Claim, Effect, EvidenceRows, Finding, Grade, Label, Specification

if TYPE_CHECKING:
    from detente.checks.registry import Context
    from detente.measures.registry import Bench

KIND = "level"
_SHARED_BY_MANY = {"commitment", "institutions", "voting"}
"""What two rivals may have in common without being friends: a regional pact, memberships, votes."""
_ENMITY = {"coercion", "diplomacy", "events"}
_NO_FRIENDSHIP = {"commitment", "institutions", "voting", "trade", "arms"}
"""Force, listed rivalry and dated deeds are enmity; what enemies have in common with many does not undo it."""
_VOTING = ("un_agreement", "un_ideal_distance", "un_kappa")


def check(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Test a claim on how close two states stood."""
    end = claim.period.end or 0
    ids = [claim.role(r) for r in ("subject", "object", "comparison")]
    a, b, c = (entity(bench, i, end) if i else None for i in ids)
    if claim.topic == "alliance" and a is not None:
        return _alliance(claim, bench, context, a, b)
    if a is None or b is None:
        return findings.simple("insufficient_evidence", "The claim names no two states to compare.")
    if c is not None or claim.details.get("relative"):
        other = claim.role("comparison_object")
        d = entity(bench, other, end) if other else b
        if c is None or d is None:
            return findings.simple(
                "insufficient_evidence", "The claim compares, but names nobody to compare with."
            )
        return _comparison(claim, bench, context, (a, b), (c, d))
    return _standing(claim, bench, context, a, b)


def _standing(claim: Claim, bench: Bench, context: Context, a: Entity, b: Entity) -> Finding:
    start, end = claim.period.start or 0, claim.period.end or 0
    wanted = -1 if claim.direction in ("hostile", "low", "distant") else 1
    levels = standing.levels(bench, a, b, start, end, context.latest)
    if claim.topic == "voting":
        levels = [level for level in levels if level.family == "voting"]
    elif claim.topic in ("rivalry", "conflict"):
        levels = [level for level in levels if level.family in ("coercion", "diplomacy")]
    elif claim.topic in ("trade", "arms"):
        levels = [level for level in levels if level.family == claim.topic]
    specifications = tuple(_specification(bench, level, wanted) for level in levels)
    closer = sorted({level.family for level in levels if level.sign == wanted})
    against = sorted({level.family for level in levels if level.sign == -wanted})
    label, grade, reasons = _verdict(claim, levels, wanted, closer, against)
    word = "close" if wanted > 0 else "hostile"
    fact = f"In {findings.period_text(claim)} {listed(closer) if closer else 'no family of evidence'} "
    fact += f"{verb(closer, 'show')} {a.said} and {b.said} as {word}"
    fact += f"; {listed(against)} {verb(against, 'show')} the opposite." if against else "."
    if claim.details.get("negated"):
        label = negated_label(label)
    lead = next((s for s in specifications if s.direction), specifications[0] if specifications else None)
    return _finding(claim, bench, a, b, label, grade, reasons, fact, specifications, lead, context.latest)


def _verdict(
    claim: Claim, levels: list[standing.Level], wanted: int, closer: list[str], against: list[str]
) -> tuple[Label, Grade, tuple[str, ...]]:
    coercion = [level for level in levels if level.family == "coercion" and level.sign < 0]
    # Two years of a record that ends early are no state of affairs; a war is one in any year.
    span = (claim.period.start, claim.period.end)
    fought = any(
        x.value >= thresholds.WAR_HOSTILITY or x.years == span or x.years[1] - x.years[0] >= 2
        for x in coercion
    )
    if claim.topic == "voting":
        ranks = [level.percentile for level in levels if level.percentile is not None]
        if not ranks:
            return "insufficient_evidence", "very_low", ("no votes in the period",)
        rank = float(np.median(ranks)) if wanted > 0 else 100 - float(np.median(ranks))
        reasons = (
            f"closer in votes than {rank:.0f} of 100 partners of the two"
            if wanted > 0
            else f"further apart in votes than {rank:.0f} of 100 partners of the two",
            "one family of evidence is enough, as the claim is about that alone",
        )
        if rank >= thresholds.CLOSE_PERCENTILE:
            return "supported", "moderate", reasons
        return (
            ("contradicted", "moderate", reasons)
            if rank < thresholds.MIDDLE_RANK
            else ("insufficient_evidence", "low", reasons)
        )
    if claim.topic in ("rivalry", "conflict"):
        lists = [level for level in levels if level.family == "diplomacy"]
        rivals = [level for level in lists if level.sign < 0]
        hostile = bool(rivals) or fought
        if not levels:
            return "insufficient_evidence", "very_low", ("no source covers the years",)
        if rivals and not fought and (wanted > 0 or claim.details.get("negated")):
            return "contested", "low", ("listed as rivals, but hardly any force was used",)
        if len(rivals) < len(lists) and rivals and not fought:
            return "contested", "low", ("one list of rivals has the pair, the other not",)
        reasons = (
            "they are listed as rivals" if rivals else "they are not listed as rivals",
            "force was used" if fought else "no force was used",
        )
        return ("supported" if hostile == (wanted < 0) else "contradicted"), "moderate", reasons
    if wanted > 0 and fought:
        return "contradicted", "high" if len(against) > 1 else "moderate", ("force was used between the two",)
    needed = thresholds.FAMILIES_NEEDED
    rivals = any(level.family == "diplomacy" and level.sign < 0 for level in levels)
    if wanted > 0 and rivals and set(closer) <= _SHARED_BY_MANY:
        return "contradicted", "moderate", ("listed as rivals; what they share, they share with many",)
    if wanted < 0:
        enmity = sorted(set(closer) & _ENMITY)
        if not enmity:
            closer = []  # votes apart, or little trade, are no enmity
        elif len(enmity) >= needed and (rivals or fought) and set(against) <= _NO_FRIENDSHIP:
            reasons = (
                f"{listed(enmity)} show enmity, which votes, memberships and trade in common do not offset",
            )
            return "supported", "high" if len(enmity) > needed and not against else "moderate", reasons
    if len(closer) >= needed and not against:
        return (
            "supported",
            "high" if len(closer) >= thresholds.MANY_FAMILIES else "moderate",
            (f"{len(closer)} families of evidence agree",),
        )
    if len(closer) >= needed + len(against):
        return (
            "supported",
            "low",
            (f"{len(closer)} families of evidence are for the claim, {len(against)} against it",),
        )
    told = wanted > 0 or {"commitment", "voting"} & set(against)  # commerce does not make friends of enemies
    if len(against) >= needed and len(against) > len(closer) and told:
        return "contradicted", "moderate", (f"{len(against)} families say the opposite",)
    if closer and against:
        return "contested", "low", ("families disagree",)
    return (
        "insufficient_evidence",
        "very_low",
        (f"{'1 family speaks' if closer else 'no family speaks'} for it, and two must",),
    )


def _alliance(claim: Claim, bench: Bench, context: Context, a: Entity, b: Entity | None) -> Finding:
    start, end = claim.period.start or 0, claim.period.end or 0
    cube = commitment.defence(bench)
    last = min(end, cube.last_year, context.latest)
    window = cube.window(start, last)
    own = between(bench.index, window, a, b) if b else _any_ally(bench, window, a)
    known = np.isfinite(own)
    if not known.any():
        return findings.simple("insufficient_evidence", "The treaty record does not cover these years.")
    share = float(np.nanmean(own >= thresholds.HALF))
    wanted = -1 if claim.direction in ("hostile", "not_member") else 1
    allied = share >= thresholds.ALLIED_SHARE
    label: Label = (
        "supported" if allied else "contradicted" if share <= thresholds.HALF else "partly_supported"
    )
    if wanted < 0 or claim.details.get("negated"):
        label = negated_label(label)
    years = [y for y, v in zip(range(start, last + 1), own, strict=False) if v >= thresholds.HALF]
    held = f"{years[0]}-{years[-1]}" if years else "in none of them"
    who = f"{a.said} and {b.said}" if b else f"{a.said} and any other state"
    reason = f"A defence pact between {who} was in force {held} of {start}-{last} (ATOP)."
    specification = Specification(
        "commitment", "atop", "defence pact in force", f"{start}-{last}", "-", "share of years", share,
        direction=(1 if allied else -1) * wanted, significant=True,
    )  # fmt: skip
    grade: Grade = "high" if last >= end else "moderate"
    return _finding(claim, bench, a, b or a, label, grade, ("a treaty is a fact that its one source of record settles",), reason,
                    (specification,), specification, context.latest, measure="pact_level")  # fmt: skip


def _any_ally(bench: Bench, window: np.ndarray, a: Entity) -> np.ndarray:
    """1 in each year in which the state has a defence pact with anybody."""
    partners = window[:, bench.index.partners(a.positions[0])]
    return np.where(np.isfinite(partners).any(axis=1), (np.nan_to_num(partners) > 0).any(axis=1), np.nan)


def _comparison(
    claim: Claim, bench: Bench, context: Context, first: tuple[Entity, Entity], second: tuple[Entity, Entity]
) -> Finding:
    start, end = claim.period.start or 0, claim.period.end or 0
    names = _VOTING if claim.topic in ("voting", "relation") else (
        ("trade_share",) if claim.topic == "trade" else ("arms_share",))  # fmt: skip
    sign = -1 if claim.direction in ("hostile", "low", "distant") else 1
    specifications = []
    for name in names:
        measure, cube = bench.measures[name], bench.cube(name)
        window = cube.window(max(start, cube.first_year), min(end, cube.last_year, context.latest))
        one, two = between(bench.index, window, *first), between(bench.index, window, *second)
        both = np.isfinite(one) & np.isfinite(two)
        if both.sum() < 1:
            continue
        gap, low, high = placebo.interval(two[both].astype(float), one[both].astype(float))
        oriented = sign * measure.closer
        clear = (low > 0 or high < 0) and abs(gap) >= measure.smallest
        specifications.append(Specification(
            measure.family, measure.source, f"{name}, first pair less second", findings.period_text(claim), "-",
            measure.unit, gap, low, high, direction=int(np.sign(gap * oriented)), significant=bool(clear),
        ))  # fmt: skip
    clear = [s.direction for s in specifications if s.significant]
    if not specifications:
        return findings.simple("insufficient_evidence", "No source covers both pairs in these years.")
    label: Label = "insufficient_evidence"
    if clear and min(clear) > 0:
        label = "supported"
    elif clear and max(clear) < 0:
        label = "contradicted"
    elif clear:
        label = "contested"
    elif all(s.direction <= 0 for s in specifications):
        label = "contradicted"
    lead = next((s for s in specifications if s.significant), specifications[0])
    pairs = [f"{x.said} and {y.said}" for x, y in (first, second)]
    said = words.named(lead.measure.split(",")[0])
    way = "higher" if (lead.estimate or 0) > 0 else "lower"
    reason = (
        f"Between {pairs[0]} the {said} was {way} than between {pairs[1]}, by "
        f"{words.amount(abs(lead.estimate or 0), 2)} ({words.unit(lead.unit)})."
    )
    grade: Grade = "high" if len(clear) == len(specifications) else "moderate"
    return _finding(claim, bench, *first, label, grade, (f"{len(clear)} of {len(specifications)} measures clear",),
                    reason, tuple(specifications), lead, context.latest, measure=names[0], others=(second,))  # fmt: skip


def _specification(bench: Bench, level: standing.Level, wanted: int) -> Specification:
    known = bench.measures.get(level.measure)
    percentile = level.percentile
    return Specification(
        level.family,
        known.source if known else "ucdp-prio" if level.measure == "ucdp_conflict" else "atop",
        level.measure,
        f"{level.years[0]}-{level.years[1]}",
        "all partners of both states",
        known.unit
        if known
        else "hostility (4 force, 5 war)"
        if level.family == "coercion"
        else "share of years",
        level.value,
        placebo_percentile=percentile if percentile is None or wanted > 0 else 100 - percentile,
        direction=level.sign * wanted,
        significant=level.sign != 0,
    )


def _finding(
    claim: Claim, bench: Bench, a: Entity, b: Entity, label: Label, grade: Grade, reasons: tuple[str, ...],
    reason: str, specifications: tuple[Specification, ...], lead: Specification | None, latest: int,
    measure: str | None = None, others: Sequence[tuple[Entity, Entity]] = (),
) -> Finding:  # fmt: skip
    start, end = claim.period.start or 0, claim.period.end or 0
    shown = measure or (lead.measure if lead and lead.measure in bench.measures else "un_agreement")
    sources = tuple(dict.fromkeys(s.source for s in specifications))
    rows: tuple[EvidenceRows, ...] = (findings.series_rows(bench, shown, a, b, start, min(end, latest)),)
    effect = None
    if lead is not None and lead.estimate is not None:
        effect = Effect(lead.estimate, findings.unit_text(lead), lead.low, lead.high, lead.placebo_percentile)
    return Finding(
        label, grade, reasons, reason,
        effect=effect,
        specifications=specifications,
        disagreements=findings.disagreements(specifications, label),
        would_change=("It would turn if the pair left the closest or the most distant fifth of all partners.",),
        counter_reading="A rank says how close, not how warm: a close vote may be habit, a pact may be asleep.",
        evidence=tuple(r for r in rows if r.rows),
        limits=findings.limits(bench, sources, start, end),
        citations=findings.citations(bench, sources),
        chart=pictures.strip(bench, shown, [(a, b), *others], start, end, latest),
    )  # fmt: skip
