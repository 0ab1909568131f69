"""Triad: "C brings A and B together (drives them apart)", "the enemy of my enemy".

Three questions, all of which must be answered the claimed way: did the tie between A and B move, more
than other pairs' (as for a trend); do their ties with C go the way balance asks (a common friend or a
common enemy brings together, a friend of one who is the enemy of the other drives apart), or turn
that way in the period; and is the move in line with what triads predict of all pairs. Beside them
stand the camps: how often A and B fall on one side of the signed graph before and after.
A third party's part cannot be proved this way: the grade is at most moderate.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from detente import actors
from detente.checks import camps, change, findings, record, relation, sides
from detente.checks.entities import Entity, entity
from detente.inference import balance, thresholds
from detente.inference import verdict as rule
from detente.inference.verdict import Verdict, mirrored
from detente.measures import words
from detente.model import Chart, Claim, Finding, Grade, Specification

if TYPE_CHECKING:
    from detente.checks.registry import Context
    from detente.measures.registry import Bench

KIND = "triad"
_SPAN = thresholds.WINDOW_YEARS
_CAP: dict[Grade, Grade] = {"high": "moderate"}


@dataclass(frozen=True)
class Triangle:
    """Products of the two ties with the third party before and after, and the ties themselves."""

    before: tuple[float, float]
    after: tuple[float, float]

    @property
    def asked(self) -> float:
        """What the third party asks of the pair at the end: above 0 together, below 0 apart."""
        return self.after[0] * self.after[1]

    @property
    def turned(self) -> float:
        """How that changed over the period."""
        return self.asked - self.before[0] * self.before[1]


def check(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Test a claim that a third party brought two states together or drove them apart."""
    pair, third = roles(claim)
    end = min(claim.period.end or 0, context.latest)
    if len(pair) < 2:
        return _general(claim, bench, context)
    thirds = [i for i in (*claim.roles("third"), third) if i is not None and i not in pair]
    if claim.details.get("aligned"):
        return sides.check(claim, bench, context, pair, list(dict.fromkeys(thirds)))
    a, b = (entity(bench, i, end) for i in pair[:2])
    c = entity(bench, third, end) if third else None
    if a is None or b is None or (third and c is None):
        return findings.simple(
            "insufficient_evidence", "One side is not a state; no dyadic source covers it."
        )
    if max(len(a.positions), len(b.positions)) > 1:
        return findings.simple(
            "insufficient_evidence", "A triad is tested between single states, not groups."
        )
    start = claim.period.start or 0
    sign = -1 if claim.direction == "drive_apart" else 1
    tested = change.examine(
        bench, a, b, start, end, measures=change.RELATION, sign=sign, latest=context.latest
    )
    rank, leanings = change.overall(tested)
    outcome = rule.of_change(
        [t.specification for t in tested],
        [t.flat for t in tested],
        active=change.shows_ties(tested),
        rank=rank,
        leanings=leanings,
        political=True,
    )
    outcome = record.settled(outcome, [(record.run(bench, a, b, start, end), sign)], rank)
    before, after = (start - _SPAN, start - 1), (max(end - _SPAN + 1, start), end)
    triangle = _triangle(bench, a, b, c, before, after, context.latest) if c else None
    triads = camps.predicted(
        bench, int(bench.index.pair(a.positions[0], b.positions[0])), before, after, context.latest
    )
    stood = [camps.tie(bench, a.positions[0], b.positions, *span, context.latest) for span in (before, after)]
    verdict = _stood(_judged(outcome, triangle, triads, sign, c), stood[0], stood[1], sign)
    records = sides.known(bench, [a.id, b.id], thirds, start, end) if thirds else []
    verdict = _sided(verdict, records, sign, c)
    if claim.details.get("negated"):
        verdict = mirrored(verdict)
    word = "closer" if sign > 0 else "worse"
    what = f"{word} relations between {a.name} and {b.name}"
    found = relation.finding_of_change(bench, claim, tested, verdict, a, b, what, context.latest)
    extra = _specifications(bench, a, b, c, triangle, triads, before, after, sign, context.latest)
    through = f" through {c.name}" if c else ""
    head = {
        "supported": f"The record is consistent with {what}{through}",
        "partly_supported": f"There were {what}, but not by the part of {c.name if c else 'others'}",
        "contradicted": f"The record speaks against {what}",
        "contested": f"The record is divided on {what}",
    }.get(verdict.label, f"Too little is on record on {what}{through}")
    return replace(
        found,
        reason=f"{head} in {findings.period_text(claim)}: {verdict.reasons[0]}.",
        specifications=(*found.specifications, *extra),
        grade_reasons=(
            *verdict.reasons,
            "the part of a third state is inferred from its ties, so no grade above moderate",
        ),
        would_change=(*found.would_change, _turning(c)),
        limits=(*findings.limits(bench, camps.SOURCES, start, end), *found.limits),
        citations=tuple(dict.fromkeys((*found.citations, *findings.citations(bench, camps.SOURCES)))),
        chart=_chart(bench, a, b, c, start, end, context.latest) or found.chart,
    )


def roles(claim: Claim) -> tuple[list[str], str | None]:
    """The pair and the third party of a claim, whichever way the sentence put them."""
    subjects, objects = list(claim.roles("subject")), list(claim.roles("object"))
    third = claim.role("third")
    if third is None and len(subjects) == 1 and len(objects) == 2:
        return objects, subjects[0]
    pair = list(dict.fromkeys([*subjects, *objects]))
    if third is None and len(pair) > 2:
        return pair[:2], pair[2]
    if third is None:
        causes = [r.id for r in claim.actors if r.role == "cause" and actors.get(r.id).kind == "state"]
        third = next((i for i in causes if i not in pair), None)
    return [i for i in pair if i != third], third


def _triangle(
    bench: Bench,
    a: Entity,
    b: Entity,
    c: Entity,
    before: tuple[int, int],
    after: tuple[int, int],
    latest: int,
) -> Triangle | None:
    found = []
    for span in (before, after):
        sides = [camps.tie(bench, one.positions[0], c.positions, *span, latest) for one in (a, b)]
        found.append((sides[0], sides[1]))
    if not np.isfinite(found[1]).all():
        return None
    return Triangle((float(np.nan_to_num(found[0][0])), float(np.nan_to_num(found[0][1]))), found[1])


def _judged(
    outcome: Verdict,
    triangle: Triangle | None,
    triads: camps.Predicted | None,
    sign: int,
    third: Entity | None,
) -> Verdict:
    grade: Grade = _CAP.get(outcome.grade, outcome.grade)
    told = () if triads is None else (_told(triads),)
    if outcome.label in ("contradicted", "contested"):
        return replace(outcome, grade=grade, reasons=(*outcome.reasons, *told))
    if third is None:
        if (
            outcome.label == "supported"
            and triads is not None
            and triads.expected * sign > thresholds.TRIAD_PULL
        ):
            return replace(outcome, grade="low", reasons=(*outcome.reasons, *told))
        return Verdict(
            "insufficient_evidence",
            "very_low",
            ("no third party is named", *outcome.reasons, *told),
            outcome.views,
        )
    if triangle is None:
        reasons = (f"the ties with {third.name} are not covered", *outcome.reasons)
        return Verdict("insufficient_evidence", "very_low", reasons, outcome.views)
    asked, turned = triangle.asked * sign, triangle.turned * sign
    ends = " and ".join(_tie(one) for one in triangle.after)
    ties = f"their ties with {third.name} at the end ({ends}, from −1 for rivals to 1 for allies)"
    if outcome.label != "supported":
        return replace(outcome, grade=grade, reasons=(*outcome.reasons, f"{ties} settle nothing", *told))
    if asked >= thresholds.TIE_PRODUCT_WORTH or (
        turned >= thresholds.TIE_PRODUCT_WORTH and asked > -thresholds.TIE_PRODUCT_WORTH
    ):
        way = (
            "pull the same way" if asked >= thresholds.TIE_PRODUCT_WORTH else "came to stand in the way less"
        )
        return replace(outcome, grade=grade, reasons=(*outcome.reasons, f"{ties} {way}", *told))
    if asked <= -thresholds.TIE_PRODUCT_WORTH:
        return Verdict(
            "partly_supported",
            "low",
            (f"{ties} pull the opposite way", *outcome.reasons, *told),
            outcome.views,
        )
    return Verdict(
        "partly_supported", "low", (f"{ties} pull neither way", *outcome.reasons, *told), outcome.views
    )


def _stood(verdict: Verdict, before: float, after: float, sign: int) -> Verdict:
    """Two states that are rivals at the end, and no less than before, were not brought together."""
    if verdict.label != "insufficient_evidence" or not np.isfinite(after):
        return verdict
    moved = (after - np.nan_to_num(before)) * sign
    if after * sign <= -thresholds.CLEAR_TIE and moved <= thresholds.TIE_PRODUCT_WORTH:
        state = "rivals" if sign > 0 else "allies"
        reasons = (
            f"the two still stood as {state} at the end (tie {_tie(after)}, from −1 for rivals to 1 for allies)",
            *verdict.reasons,
        )
        return Verdict("contradicted", "low", reasons, verdict.views)
    return verdict


def _sided(verdict: Verdict, records: list[sides.Stand], sign: int, third: Entity | None) -> Verdict:
    """Where the tie's own move leaves it open: whether the two stood on one side against the third."""
    signs = {s.sign for s in records}
    if third is None or len(signs) != 1 or any(s.apart for s in records):
        return verdict
    if (
        verdict.label == "supported"
        and signs == {-sign}
        and max(s.nearness for s in records) >= thresholds.HALF
    ):
        told = f"for most of the years the two stood on {'opposite sides' if sign > 0 else 'one side'}"
        return Verdict("contested", "low", (told, *verdict.reasons), verdict.views)
    if verdict.label != "insufficient_evidence":
        return verdict
    told = f"{records[0].specification.measure} ({records[0].specification.window}): {records[0].specification.note}"
    label = "supported" if signs == {sign} else "contradicted"
    return Verdict(label, "low", (told, *verdict.reasons), verdict.views)


def _tie(value: float) -> str:
    """A tie, or its move, to two decimals with a true minus sign."""
    return words.amount(round(value, 2))


def _told(triads: camps.Predicted) -> str:
    return (
        f"their own tie moved by {_tie(triads.moved)}, where the ties of all third states would have it move by "
        f"{_tie(triads.expected)}; what is left is larger than for {triads.percentile:.0f} per cent of {triads.pairs:,} pairs"
    )


def _specifications(
    bench: Bench,
    a: Entity,
    b: Entity,
    c: Entity | None,
    triangle: Triangle | None,
    triads: camps.Predicted | None,
    before: tuple[int, int],
    after: tuple[int, int],
    sign: int,
    latest: int,
) -> list[Specification]:
    spans = (f"{after[0]}-{after[1]}", f"{before[0]}-{before[1]}")
    found = []
    if triangle is not None and c is not None:
        asked = triangle.asked * sign
        found.append(
            Specification(
                "commitment",
                "atop",
                f"ties with {c.name}, product",
                *spans,
                "product of ties (-1 to 1)",
                triangle.asked,
                direction=int(np.sign(asked)) if abs(asked) >= thresholds.TIE_PRODUCT_WORTH else 0,
                note=f"{a.name} {triangle.before[0]:+.2f} to {triangle.after[0]:+.2f}, "
                f"{b.name} {triangle.before[1]:+.2f} to "
                f"{triangle.after[1]:+.2f}",
            )
        )
    if triads is not None:
        found.append(
            Specification(
                "commitment",
                "atop",
                "move beyond what triads predict",
                *spans,
                "tie (-1 to 1)",
                triads.moved - triads.expected,
                placebo_percentile=triads.percentile if sign > 0 else 100 - triads.percentile,
                direction=int(np.sign(triads.moved - triads.expected)) * sign,
                note=f"over all pairs a full pull goes with {triads.slope:+.2f} "
                f"({triads.low:+.2f} to {triads.high:+.2f})",
            )
        )
    shares = [_together(bench, a, b, c, span, latest) for span in (before, after)]
    if None not in shares:
        found.append(
            Specification(
                "commitment",
                "atop",
                "share of splits in one camp",
                *spans,
                "share",
                (shares[1] or 0.0) - (shares[0] or 0.0),
                direction=int(np.sign((shares[1] or 0.0) - (shares[0] or 0.0))) * sign,
                note=f"{shares[0]:.2f} to {shares[1]:.2f} by consensus over random starts",
            )
        )
    return found


def _together(
    bench: Bench, a: Entity, b: Entity, c: Entity | None, span: tuple[int, int], latest: int
) -> float | None:
    """Share of near-optimal splits of the pair's neighbourhood with both in one camp."""
    square = camps.signs(bench, *span, latest)
    members = (a.positions[0], b.positions[0], *((c.positions[0],) if c else ()))
    states = camps.neighbourhood(square, members)
    local = square[np.ix_(states, states)]
    i, j = (int(np.searchsorted(states, p)) for p in members[:2])
    if not local[i].any() or not local[j].any():
        return None
    return float(balance.together(local)[i, j])


def _turning(third: Entity | None) -> str:
    if third is None:
        return "It would need a named third party tied to both."
    return f"It would turn if {third.name} were the friend of one and the rival of the other."


def _title(data: list[dict], legs: list[str]) -> str:
    """What became of each tie: "Syria and Iran: tie 0 in 1970, 0 in 1988; ..."."""
    said = []
    for leg in legs:
        own = [row for row in data if row["pair"] == leg]
        if own:
            first, last = own[0], own[-1]
            said.append(f"{leg} from {_tie(first['tie'])} to {_tie(last['tie'])}")
    return f"Ties, {data[0]['year']} to {data[-1]['year']}: {'; '.join(said)}"


def _chart(
    bench: Bench, a: Entity, b: Entity, c: Entity | None, start: int, end: int, latest: int
) -> Chart | None:
    legs = [(a, b)] if c is None else [(a, b), (a, c), (b, c)]
    data = []
    for year in range(start - 10, min(end, latest) + 1):
        for one, two in legs:
            tie = camps.tie(bench, one.positions[0], two.positions, year, year, latest)
            if np.isfinite(tie):
                data.append({"year": year, "pair": f"{one.name} and {two.name}", "tie": round(tie, 2)})
    if len(data) < 4:
        return None
    title = _title(data, [f"{one.name} and {two.name}" for one, two in legs])
    return Chart(
        "lines",
        title,
        tuple(data),
        {
            "x": {"field": "year", "title": "Year"},
            "y": {"field": "tie", "title": "Tie", "unit": "−1 rivals, 1 allies"},
            "series": "pair",
            "reference": [{"y": 0, "label": "neither"}],
            "marks": [{"x": start, "label": "claimed from"}, {"x": end, "label": "to"}],
        },
        "ATOP, COW and GML disputes, rivalry lists, SIPRI arms, dated events",
        f"Signed ties by year, {data[0]['year']}-{data[-1]['year']}; at the end "
        + ", ".join(f"{r['pair']} {r['tie']:+.1f}" for r in data[-len(legs) :])
        + ".",
    )


def _general(claim: Claim, bench: Bench, context: Context) -> Finding:
    """ "The enemy of my enemy": do ties of all states move towards balance?"""
    start, end = claim.period.start or 0, min(claim.period.end or 0, context.latest)
    found = []
    for year in range(max(start, 1920), min(end, 2014) - 8, 10):
        pair = _busiest(bench, year, context.latest)
        tested = (
            camps.predicted(bench, pair, (year, year + 4), (year + 5, year + 9), context.latest)
            if pair >= 0
            else None
        )
        if tested is None:
            continue
        clear = tested.low > 0 or tested.high < 0
        found.append(
            Specification(
                "commitment",
                "atop",
                "move of ties towards balance",
                f"{year + 5}-{year + 9}",
                f"{year}-{year + 4}",
                "move of a tie for a full pull of third parties",
                tested.slope,
                tested.low,
                tested.high,
                direction=int(np.sign(tested.slope)) if clear else 0,
                significant=clear,
                note=f"{tested.pairs:,} pairs",
            )
        )
    if len(found) < 2:
        return findings.simple(
            "insufficient_evidence",
            "The claim names no three states, and the period is too short to ask of all states.",
        )
    yes, no = sum(s.direction > 0 for s in found), sum(s.direction < 0 for s in found)
    label = (
        "supported"
        if yes >= thresholds.SIGN_SHARE * len(found)
        else "contradicted"
        if no > yes
        else "insufficient_evidence"
    )
    return Finding(
        label,
        "moderate" if label == "supported" else "low",
        (f"{yes} of {len(found)} decades move towards balance, {no} away",),
        f"Over {len(found)} decades ties moved towards common friends and enemies in {yes}, away in {no}.",
        effect=findings.effect(found[-1]),
        specifications=tuple(found),
        would_change=("It would turn if the slope were not above zero in three quarters of the decades.",),
        counter_reading="States with common enemies also share regions and regimes.",
        limits=findings.limits(bench, camps.SOURCES, start, end),
        citations=findings.citations(bench, camps.SOURCES),
        chart=Chart(
            "dots",
            "How far ties moved towards balance, decade by decade",
            tuple(
                {"period": s.window, "slope": round(s.estimate or 0, 3), "low": s.low, "high": s.high}
                for s in found
            ),
            {
                "x": {"field": "slope", "title": "Move for a full pull"},
                "y": "period",
                "low": "low",
                "high": "high",
            },
            "ATOP, COW and GML disputes, rivalry lists, SIPRI arms, dated events",
            "; ".join(f"{s.window} {s.estimate:+.2f}" for s in found),
        ),
    )


def _busiest(bench: Bench, year: int, latest: int) -> int:
    """Some pair that has ties and third parties in the window (the slope does not depend on which)."""
    values = np.abs(np.nan_to_num(camps.ties(bench, year, year + 4, latest)[:-1]))
    return int(values.argmax()) if values.any() else -1
