"""Realignment: "A moved from B to C", "A left B's camp", "A tilted towards C".

The question is relative: did A come closer to C than to B, more than other states did over the same
years? With both poles the measure is closeness to C less closeness to B, ranked among all states as
movers; with one pole it is the change towards (or away from) it, ranked among all states' changes
towards that pole, so that a pole's own move is not the mover's. Where the claim says alliance, or
names an organisation left or joined, treaties and membership decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from detente.checks import change, findings, membership, relation
from detente.checks.change import Tested, between
from detente.checks.entities import Entity, entity
from detente.inference import placebo, thresholds, windows
from detente.inference import verdict as rule
from detente.inference.verdict import Verdict
from detente.measures import commitment
from detente.measures.capability import mean_of
from detente.model import Claim, Finding, Specification

if TYPE_CHECKING:
    from detente.checks.registry import Context
    from detente.measures.cube import Cube, Index
    from detente.measures.registry import Bench, Measure

KIND = "realignment"
_FEWEST_MOVERS = 20
_FEW_ARMS = 5.0  # per cent
_ALLIANCE = "claimed alliance"
_ENOUGH_AGAINST_A_PACT = 3  # families of deeds that outweigh a defence pact still on paper
_PACT = "defence pact at the end"


def check(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Test a claim that a state changed sides."""
    start, end = claim.period.start or 0, claim.period.end or 0
    subject = claim.role("subject")
    organisation = claim.role("organisation") or claim.details.get("organisation")
    if subject and organisation and claim.direction in ("away", "leave", "join"):
        return membership.check(claim, bench, context)
    away, toward = claim.role("from"), claim.role("to")
    away, toward = (None if pole == subject else pole for pole in (away, toward))
    if not away and not toward and claim.role("object"):
        away, toward = (
            (claim.role("object"), None) if claim.direction == "away" else (None, claim.role("object"))
        )
    if subject is None or not (away or toward):
        return findings.simple("insufficient_evidence", "The claim does not say who moved from whom to whom.")
    mover = entity(bench, subject, end)
    old = entity(bench, away, start) if away else None
    new = entity(bench, toward, end) if toward else None
    if mover is None or (away and old is None) or (toward and new is None):
        return findings.simple(
            "insufficient_evidence", "One of the sides is not a state or a group of states."
        )
    tested = examine_move(bench, mover, old, new, start, end, context.latest, claim.details.get("break"))
    tested += _treaties(bench, claim, mover, old, new, start, end, context.latest)
    verdict = _verdict(tested, new and _no_tie(bench, mover, new, end, context.latest))
    if old is not None and new is not None and verdict.label in ("supported", "contested"):
        verdict = _both_legs(bench, claim, verdict, mover, old, tested, context.latest)
    unallied = next((t.specification for t in tested if t.specification.measure == _ALLIANCE), None)
    if unallied is not None and unallied.direction < 0:
        verdict = Verdict("contradicted", "moderate", (unallied.note, *verdict.reasons), verdict.views)
    if claim.details.get("negated"):
        verdict = rule.mirrored(verdict)
    partner = new or old
    assert partner is not None
    legs = [f"away from {old.name}" if old else "", f"towards {new.name}" if new else ""]
    what = f"a move of {mover.name} {' and '.join(leg for leg in legs if leg)}"
    return relation.finding_of_change(bench, claim, tested, verdict, mover, partner, what, context.latest)


def examine_move(
    bench: Bench, mover: Entity, old: Entity | None, new: Entity | None, start: int, end: int, latest: int,
    turn: int | None = None,
) -> list[Tested]:  # fmt: skip
    """All specifications of the mover's relative change, over every measure and pair of windows."""
    found = []
    for name in change.RELATION:
        if name not in bench.measures:
            continue
        measure, cube = bench.measures[name], bench.cube(name)
        for pair in windows.comparisons(start, end, latest, turn=turn):
            tested = _one(bench, measure, cube, mover, old, new, pair, latest)
            if tested is not None:
                found.append(tested)
    return found


def _toward(index: Index, block: np.ndarray, pole: Entity) -> np.ndarray:
    """Every state's value with a pole, year by year; shape (years, states)."""
    cells = np.stack([block[:, index.partners(p)] for p in pole.positions], axis=2)
    known = np.isfinite(cells)
    count = known.sum(axis=2)
    return np.where(count > 0, np.where(known, cells, 0).sum(axis=2) / np.maximum(count, 1), np.nan)


def _one(
    bench: Bench, measure: Measure, cube: Cube, mover: Entity, old: Entity | None, new: Entity | None,
    pair: windows.Windows, latest: int,
) -> Tested | None:  # fmt: skip
    spans = [(w[0], min(w[1], latest)) for w in (pair.before, pair.after)]
    blocks = [cube.window(*s) for s in spans]
    if not all(len(b) for b in blocks):
        return None
    sides = []
    for block in blocks:
        value = np.zeros((len(block), bench.index.size), dtype=np.float32)
        if new is not None:
            value = value + measure.closer * _toward(bench.index, block, new)
        if old is not None:
            value = value - measure.closer * _toward(bench.index, block, old)
        sides.append(value)
    everyone = placebo.pool_of(*sides)
    if everyone.size < _FEWEST_MOVERS:
        return None
    one, two = (mean_of(side, mover.positions) for side in sides)
    moved = placebo.ranked_change(one, two, everyone)
    if moved is None:
        return None
    off_zero = moved.low > 0 or moved.high < 0
    direction = change.leaning(moved.estimate, measure.smallest, moved.percentile)
    bar = thresholds.PLACEBO_PERCENTILE
    clear = off_zero and (
        (direction > 0 and moved.percentile >= bar) or (direction < 0 and moved.percentile <= 100 - bar)
    )
    active = not measure.sparse or bool(
        max(
            np.nanmax(np.abs(between(bench.index, b, mover, p)), initial=0)
            for b in blocks
            for p in (old, new)
            if p
        )
        > 0
    )
    poles = " less ".join(p.name for p in (new, old) if p is not None)
    specification = Specification(
        measure.family, measure.source, measure.name, pair.text(), pair.baseline(), measure.unit,
        moved.estimate, moved.low, moved.high, moved.percentile, direction, clear,
        f"{pair.name}: closeness to {poles} {moved.before:.3g} to {moved.after:.3g}; "
        f"ranked among {everyone.size} states as movers",
    )  # fmt: skip
    flat = max(abs(moved.low), abs(moved.high)) < measure.smallest
    return Tested(specification, flat and active, active, measure.name, measure.sparse, everyone.ranks)


def _treaties(
    bench: Bench, claim: Claim, mover: Entity, old: Entity | None, new: Entity | None,
    start: int, end: int, latest: int,
) -> list[Tested]:  # fmt: skip
    """What defence pacts say of the end of the period: an old pact kept, a claimed alliance missing."""
    found = []
    for pole, wanted in ((old, 0.0), (new, 1.0)):
        cube = commitment.defence(bench) if wanted == 0.0 else bench.cube("pact_level")
        first, last = end if wanted == 0.0 else start, min(end + 2, latest)
        window = cube.window(first, last)
        if pole is None or not len(window):
            continue
        own = between(bench.index, window, mover, pole)
        if not np.isfinite(own).any():
            continue
        known = own[np.isfinite(own)]
        held = float(known[-1]) if wanted == 0.0 else float(known.max() >= 1.5)
        if wanted == 0.0 and held < 0.5:
            continue
        if wanted == 1.0 and not (claim.details.get("alliance") or claim.topic == "alliance"):
            continue
        sign = 1 if (held >= 0.5) == bool(wanted) else -1
        pact = "defence pact" if wanted == 0.0 else "pact of defence, neutrality or non-aggression"
        text = f"a {pact} is in force" if held >= 0.5 else f"no {pact} is in force"
        found.append(Tested(
            Specification("commitment", "atop", _ALLIANCE if wanted else _PACT, f"{first}-{min(last, cube.last_year)}", "-",
                          "in force (0 or 1)", held, direction=sign, significant=True,
                          note=f"{text} between {mover.name} and {pole.name}"),
            False, True, "pact_level"))  # fmt: skip
    return found


def _both_legs(
    bench: Bench,
    claim: Claim,
    verdict: Verdict,
    mover: Entity,
    old: Entity,
    tested: Sequence[Tested],
    latest: int,
) -> Verdict:
    """A switch needs both legs: coming closer to one side is not leaving the other.

    Where the old pact still holds and no family of deeds shows the mover moving away from the old side
    by itself, the switch is contradicted, however close the new side came.
    """
    kept = [s for t in tested if (s := t.specification).measure == _PACT and s.direction < 0]
    if not kept:
        return verdict
    start, end = claim.period.start or 0, claim.period.end or 0
    leg = examine_move(bench, mover, old, None, start, end, latest, claim.details.get("break"))
    seen = rule.views([t.specification for t in leg], [t.flat for t in leg])
    left = [v.family for v in seen if v.sign > 0 and v.family not in ("voting", "institutions")]
    if left:
        return verdict
    reasons = (kept[0].note, f"no deed shows {mover.name} moving away from {old.name}", *verdict.reasons)
    return Verdict("contradicted", "moderate", reasons, verdict.views)


def _no_tie(bench: Bench, mover: Entity, pole: Entity, end: int, latest: int) -> str | None:
    """A sentence where the mover had no tie with its alleged new side at the end: no pact, no arms."""
    pact, share = commitment.defence(bench), bench.cube("arms_share")
    first, last = end - 1, min(end + 2, latest)
    pacts = between(bench.index, bench.cube("pact_level").window(first, last), mover, pole)
    arms = between(bench.index, share.window(first, last), mover, pole)
    known = np.isfinite(pacts).any() and np.isfinite(arms).any() and len(pact.window(first, last))
    if known and np.nanmax(pacts) < 1 and np.nanmax(arms) < _FEW_ARMS:
        return f"no pact and under {_FEW_ARMS:.0f} per cent of arms between {mover.name} and {pole.name} by {end}"
    return None


def _verdict(tested: Sequence[Tested], no_tie: str | None) -> Verdict:
    rank, leanings = change.overall(tested)
    verdict = rule.of_change(
        [t.specification for t in tested], [t.flat for t in tested],
        active=change.shows_ties(tested), rank=rank, leanings=leanings, political=True,
    )  # fmt: skip
    undecided = verdict.label == "insufficient_evidence"
    if no_tie and undecided and not verdict.families(1) and (rank or 0) < thresholds.PLACEBO_PERCENTILE:
        return Verdict("contradicted", "moderate", (no_tie, *verdict.reasons), verdict.views)
    kept = [s for t in tested if (s := t.specification).measure == _PACT and s.direction < 0]
    telling = set(verdict.families(1)) - {"commitment", "voting", "institutions"}
    if kept and verdict.label == "supported" and len(telling) < _ENOUGH_AGAINST_A_PACT:
        return Verdict("contested", "low", (kept[0].note, *verdict.reasons), verdict.views)
    if kept and verdict.label in ("insufficient_evidence", "contested") and not _behaviour(verdict):
        return Verdict("contradicted", "moderate", (kept[0].note, *verdict.reasons), verdict.views)
    return verdict


def _behaviour(verdict: Verdict) -> bool:
    """Whether at least two families other than commitment speak for the move."""
    return len([f for f in verdict.families(1) if f != "commitment"]) >= 2
