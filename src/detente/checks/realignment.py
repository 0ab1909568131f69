"""Realignment: "A moved from B to C", "A left B's camp", "A tilted towards C".

The question is relative: did A come closer to C than to B, more than other states did over the same
years? With both poles the measure is closeness to C less closeness to B, ranked among all states as
movers; with one pole it is the change towards (or away from) it, ranked among all states' changes
towards that pole, so that a pole's own move is not the mover's. Where the claim says alliance, or
names an organisation left or joined, treaties and membership decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from detente import actors
from detente.checks import change, findings, membership, pictures, record, relation
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
_DRAWN = ("un_ideal_distance", "arms_share", "trade_share", "un_kappa")
"""Dense measures that a connected scatter can show, the first that moved."""
_ALLIANCE = "claimed alliance"
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
    if away == toward:  # one side turned to and from: which way is not told
        away = toward = None
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
    if old is not None and new is None:
        camp = _other_camp(bench, mover, old, start, end, context.latest)
        if camp is not None:  # a pact the two never had says nothing beside it
            tested = [t for t in tested if t.measure != "pact_level" or t.active] + [camp]
    else:
        camp = None
    untied = new and _no_tie(bench, mover, new, end, context.latest)
    verdict = _verdict(tested, untied, one_pole=not (old and new))
    settled = record.settled(
        verdict,
        [
            (record.run(bench, mover, pole, claim.details.get("break", start), min(end, context.latest)), way)
            for pole, way in ((old, -1), (new, 1))
            if pole is not None
        ],
        change.overall(tested)[0],
    )
    verdict = settled if settled.label == "supported" else verdict  # deeds with one side refute no move
    others = set(verdict.families(1)) - {"commitment"}
    if camp is not None and others and set(verdict.families(-1)) <= {"events", "institutions", "trade"}:
        note = camp.specification.note
        if verdict.label in ("contested", "insufficient_evidence"):
            verdict = Verdict("supported", "low", (note, *verdict.reasons), verdict.views, decided=note)
    if old is not None:
        verdict = _against_a_pact(bench, claim, verdict, mover, old, new, tested, context.latest)
    unallied = next((t.specification for t in tested if t.specification.measure == _ALLIANCE), None)
    if unallied is not None and unallied.direction < 0:
        reasons = (unallied.note, *verdict.reasons)
        verdict = Verdict("contradicted", "moderate", reasons, verdict.views, decided=unallied.note)
    if claim.details.get("negated"):
        verdict = rule.mirrored(verdict)
    partner = new or old
    assert partner is not None
    legs = [f"away from {old.said}" if old else "", f"towards {new.said}" if new else ""]
    what = f"a move of {mover.said} {' and '.join(leg for leg in legs if leg)}"
    found = relation.finding_of_change(bench, claim, tested, verdict, mover, partner, what, context.latest)
    return _pictured(bench, claim, found, mover, old, new, context.latest)


def _pictured(
    bench: Bench, claim: Claim, found: Finding, mover: Entity, old: Entity | None, new: Entity | None, latest: int
) -> Finding:  # fmt: skip
    """A claim of two sides is drawn as closeness to one against closeness to the other."""
    if old is None or new is None:
        return found
    start, end = claim.period.start or 0, claim.period.end or 0
    dense = [s.measure for s in found.specifications if s.measure in _DRAWN and s.direction]
    shown = next((m for m in _DRAWN if m in dense), _DRAWN[0])
    chart = pictures.move(bench, shown, mover, old, new, start, end, latest)
    return replace(found, chart=chart or found.chart)


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
    if everyone.size < thresholds.FEWEST_MOVERS:
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
        # The old pact is asked for at the end, or where its source ends a little before.
        late = min(end, max(cube.last_year, end - thresholds.PACT_LATE_YEARS))
        first, last = late if wanted == 0.0 else start, min(end + 2, latest)
        window = cube.window(first, last)
        if pole is None or not len(window):
            continue
        own = between(bench.index, window, mover, pole)
        if not np.isfinite(own).any():
            continue
        known = own[np.isfinite(own)]
        held = float(known[-1]) if wanted == 0.0 else float(known.max() >= thresholds.LESSER_PACT)
        if wanted == 0.0 and held < thresholds.HALF:
            continue
        if wanted == 1.0 and not (claim.details.get("alliance") or claim.topic == "alliance"):
            continue
        sign = 1 if (held >= thresholds.HALF) == bool(wanted) else -1
        pact = "defence pact" if wanted == 0.0 else "pact of defence, neutrality or non-aggression"
        text = f"a {pact} is in force" if held >= thresholds.HALF else f"no {pact} is in force"
        found.append(Tested(
            Specification("commitment", "atop", _ALLIANCE if wanted else _PACT, f"{first}-{min(last, cube.last_year)}", "-",
                          "in force (0 or 1)", held, direction=sign, significant=True,
                          note=f"{text} between {mover.name} and {pole.name}"),
            False, True, "pact_level"))  # fmt: skip
    return found


def _against_a_pact(
    bench: Bench, claim: Claim, verdict: Verdict, mover: Entity, old: Entity, new: Entity | None,
    tested: Sequence[Tested], latest: int,
) -> Verdict:  # fmt: skip
    """A move away from a side whose defence pact still holds at the end, held to what else is on record.

    A switch needs both legs: coming closer to one side is not leaving the other. Where no force, rivalry or open
    break shows between mover and old side, and no pact ties the mover to the new one, the pact that
    holds contradicts the switch. Where the two broke openly the pact is paper, and the move stands.
    """
    kept = [s for t in tested if (s := t.specification).measure == _PACT and s.direction < 0]
    if not kept or verdict.label not in ("supported", "contested"):
        return verdict
    start, end = claim.period.start or 0, claim.period.end or 0
    since = claim.details.get("break", start)
    leg = examine_move(bench, mover, old, None, start, end, latest, claim.details.get("break"))
    seen = rule.views([t.specification for t in leg], [t.flat for t in leg])
    left = {v.family for v in seen if v.sign > 0} - {"voting", "institutions"}
    hostile = [d for d in record.deeds(bench, mover, old, since, min(end, latest)) if d.type in record.BREAKS]
    broke = bool(left & {"coercion", "diplomacy"} or hostile)
    telling = set(verdict.families(1)) - {"commitment", "voting", "institutions"}
    if new is not None and (not left or not (broke or _bound(bench, mover, new, start, end, latest))):
        reason = f"no open break shows {mover.name} leaving {old.name}"
        reasons = (kept[0].note, reason, *verdict.reasons)
        return Verdict(
            "contradicted", "moderate", reasons, verdict.views, decided=f"{kept[0].note}; {reason}"
        )
    if len(telling) >= thresholds.ENOUGH_AGAINST_A_PACT or (new is None and hostile):
        return verdict
    return Verdict("contested", "low", (kept[0].note, *verdict.reasons), verdict.views)


def _bound(bench: Bench, mover: Entity, new: Entity, start: int, end: int, latest: int) -> bool:
    """Whether a pact of at least non-aggression bound the mover to its new side."""
    own = between(bench.index, bench.cube("pact_level").window(start, min(end + 2, latest)), mover, new)
    return bool(np.isfinite(own).any() and np.nanmax(own) >= thresholds.LESSER_PACT)


def _other_camp(bench: Bench, mover: Entity, old: Entity, start: int, end: int, latest: int) -> Tested | None:
    """A defence pact, new in the period, with a rival of the side said to have been left."""
    pact, rivals = commitment.defence(bench), bench.cube("tss_rivalry")
    if len(mover.positions) != 1 or len(old.positions) != 1:
        return None
    (position,), (pole,) = mover.positions, old.positions
    last = min(end + 2, latest, pact.last_year)
    before, after = pact.window(start - 1, start), pact.window(last - 1, last)
    listed = rivals.window(start - 2 * thresholds.WINDOW_YEARS, min(end, rivals.last_year))
    if not len(before) or not len(after) or not len(listed):
        return None

    def held(block: np.ndarray, state: int) -> np.ndarray:
        return np.nan_to_num(block[:, bench.index.partners(state)]).max(axis=0) >= 1

    new = held(after, position) & ~held(before, position) & ~held(after, pole) & held(listed, pole)
    new[[position, pole]] = False
    if not new.any():
        return None
    found = (actors.resolve_code(int(code), "cow") for code in bench.index.codes[new])
    with_whom = sorted(state.name for state in found if state is not None)
    note = (
        f"a new defence pact ties {mover.name} to {', '.join(with_whom[:3])}, listed as rivals of {old.name}"
    )
    return Tested(
        Specification("commitment", "atop", "pact with the other camp", f"{last - 1}-{last}", f"{start - 1}-{start}",
                      "partners", float(new.sum()), direction=1, significant=True, note=note),
        False, True, "pact_level")  # fmt: skip


def _no_tie(bench: Bench, mover: Entity, pole: Entity, end: int, latest: int) -> str | None:
    """A sentence where the mover had no tie with its alleged new side at the end: no pact, no arms."""
    pact, share = commitment.defence(bench), bench.cube("arms_share")
    first, last = end - 1, min(end + 2, latest)
    pacts = between(bench.index, bench.cube("pact_level").window(first, last), mover, pole)
    arms = between(bench.index, share.window(first, last), mover, pole)
    known = np.isfinite(pacts).any() and np.isfinite(arms).any() and len(pact.window(first, last))
    if known and np.nanmax(pacts) < 1 and np.nanmax(arms) < thresholds.FEW_ARMS_SHARE:
        return f"no pact and under {thresholds.FEW_ARMS_SHARE:.0f} per cent of arms between {mover.name} and {pole.name} by {end}"
    return None


def _verdict(tested: Sequence[Tested], no_tie: str | None, one_pole: bool) -> Verdict:
    rank, leanings = change.overall(tested)
    verdict = rule.of_change(
        [t.specification for t in tested], [t.flat for t in tested],
        active=change.shows_ties(tested), rank=rank, leanings=leanings, political=True,
    )  # fmt: skip
    undecided = verdict.label == "insufficient_evidence"
    if no_tie and undecided and not verdict.families(1) and (rank or 0) < thresholds.PLACEBO_PERCENTILE:
        reasons = (no_tie, *verdict.reasons)
        return Verdict("contradicted", "moderate", reasons, verdict.views, decided=no_tie)
    kept = [s for t in tested if (s := t.specification).measure == _PACT and s.direction < 0]
    if (
        one_pole
        and verdict.label == "contradicted"
        and set(verdict.families(-1)) <= {"events", "institutions", "voting"}
    ):
        reasons = ("dealings and votes alone do not refute a change of sides", *verdict.reasons)
        return Verdict("insufficient_evidence", "very_low", reasons, verdict.views)
    if kept and verdict.label in ("insufficient_evidence", "contested") and not _behaviour(verdict):
        reasons = (kept[0].note, *verdict.reasons)
        return Verdict("contradicted", "moderate", reasons, verdict.views, decided=kept[0].note)
    return verdict


def _behaviour(verdict: Verdict) -> bool:
    """Whether at least two families other than commitment speak for the move."""
    return len([f for f in verdict.families(1) if f != "commitment"]) >= 2
