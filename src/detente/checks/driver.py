"""Driver: "E brought A and B together (ended their trade, cut off aid, led A into an organisation)".

A cause must come before its effect and the effect must have happened. The event is found in the table
of dated events (or among dated accessions); the outcome named is compared before and after it,
against all other pairs, against other dates of the same pair, and against a synthetic pair made of
both states' other partners, with a look at the trend that led up to it. What survives is
"consistent with" the cause, never proof: the grade is at most moderate. An outcome that did not move
the claimed way, or moved first, contradicts the claim.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from detente import actors
from detente.checks import (
    answering,
    causes,
    change,
    controlled,
    findings,
    membership,
    occasions,
    outcomes,
    reaction,
    relation,
    studies,
    triad,
)
from detente.checks.causes import Cause
from detente.checks.entities import Entity, entity
from detente.checks.occasions import Occasion
from detente.inference import thresholds
from detente.inference import verdict as rule
from detente.inference.verdict import Verdict, mirrored
from detente.model import Claim, Finding, Grade, Period, Role, Specification

if TYPE_CHECKING:
    from detente.checks.change import Tested
    from detente.checks.controlled import Controlled
    from detente.checks.registry import Context
    from detente.measures.registry import Bench

KIND = "driver"
_MEASURES = {
    "relation": change.RELATION,
    "trade": ("trade_intensity", "trade_share"),
    "arms": ("arms_share",),
    "aid": ("arms_share", "pact_level", "diplomatic_events"),
    "alliance": ("pact_level",),
    "voting": ("un_ideal_distance", "un_kappa"),
    "conflict": change.BY_TOPIC["conflict"],
}
_POLITICAL = ("relation", "aid", "conflict")
_EARLIER = timedelta(days=thresholds.EARLIER_YEARS * 365)
_LATER = timedelta(days=thresholds.LATER_YEARS * 365)
_SOON = timedelta(days=thresholds.SOON_YEARS * 365)
_LONG_AGO = timedelta(days=thresholds.LONG_AGO_YEARS * 365)
_CUTS = ("sanctions_imposed", "rupture")
_NO_SERIES = {
    "aid": "No yearly series of aid is held except China's; arms, pacts and dated deeds stand in for it."
}


def check(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Test a claim that an event caused a change between two states, or (denied, either way) that it caused none."""
    if claim.details.get("negated") and claim.details.get("either"):
        return _neither(claim, bench, context)
    return _one_way(claim, bench, context)


def _neither(claim: Claim, bench: Bench, context: Context) -> Finding:
    """No effect: refuted by a change either way; borne out where neither way is."""
    found = [_one_way(replace(claim, direction=d), bench, context) for d in ("improve", "worsen")]
    refuted = next((f for f in found if f.label == "contradicted"), None)
    open_ = next((f for f in found if f.label != "supported"), None)
    return refuted or open_ or found[0]


def _one_way(claim: Claim, bench: Bench, context: Context) -> Finding:
    cause = causes.find(claim, bench)
    organisation = next((r.id for r in claim.actors if r.role == "organisation"), None)
    claim, organisation = _without_organisation(claim, organisation)
    if organisation and (claim.topic == "membership" or len(_states(claim)) == 1):
        return _membership(claim, bench, context, organisation, cause)
    pair, third = triad.roles(claim)
    if cause is None and third is not None and len(pair) == 2 and claim.topic == "relation":
        towards = "drive_apart" if claim.direction in ("worsen", "end") else "bring_together"
        return triad.check(replace(claim, direction=towards), bench, context)  # no date, but a third party
    if len(pair) < 2:
        return findings.simple("insufficient_evidence", "The claim does not say between whom the effect was.")
    start, end = _span(claim, cause, context.latest)
    a, b = (entity(bench, i, end) for i in pair[:2])
    if a is None or b is None:
        return findings.simple(
            "insufficient_evidence", "One side is not a state; no dyadic source covers it."
        )
    sign = -1 if claim.direction in ("worsen", "end") else 1
    topic = claim.topic if claim.topic in _MEASURES else "relation"
    turn = cause.day.year if cause else None
    tested = _outcome(bench, a, b, start, end, topic, sign, context.latest, turn)
    made: list[Controlled] = []
    if cause is not None:
        made = controlled.examine(bench, a, b, cause.day.year, _MEASURES[topic], sign, context.latest)
        tested += [one.tested for one in made]
    lead_up = next((one.lead_up for one in made if one.lead_up), None)
    if topic == "trade" and outcomes.unreported(bench, a, b, turn or start):
        tested, made = [], []  # what enters the books from nothing was there before
    verdict = _verdict(tested, topic)
    traded = (
        outcomes.volume(bench, a, b, start, end, sign, context.latest, turn) if topic == "trade" else None
    )
    verdict = outcomes.by_volume(verdict, traded, claim.direction, claim.facets.effect)
    hung = None
    if topic == "trade" and claim.details.get("measure") == "share":
        hung = outcomes.dependence(bench, a, b, start, end, sign, context.latest, turn)
    verdict = hung or verdict
    verdict = _judged(claim, bench, verdict, a, b, cause, sign, topic, lead_up, end, context.latest)
    if claim.details.get("negated"):
        verdict = mirrored(verdict)
    extra = [traded] if traded is not None else []
    if cause is not None and topic in _POLITICAL:
        extra += studies.around(bench, a, b, cause.day, sign, context.latest)
    found = _finding(
        bench, claim, tested, verdict, a, b, cause, topic, sign, (start, end), extra, context.latest
    )
    chart = controlled.picture(bench, made, a, b, cause.name) if cause is not None else None
    return replace(found, chart=chart or found.chart)


def _states(claim: Claim) -> tuple[str, ...]:
    """The states an effect is said to be on or between."""
    own = [r.id for r in claim.actors if r.role in ("subject", "object")]
    return tuple(dict.fromkeys(i for i in own if actors.get(i).kind == "state"))


def _without_organisation(claim: Claim, organisation: str | None) -> tuple[Claim, str | None]:
    """The claim between its states; an organisation beside them is what was joined or left, or the cause."""
    orgs = [r for r in claim.actors if r.id.startswith("org:") and r.role in ("subject", "object")]
    if not orgs or not _states(claim):
        return claim, organisation
    kept = tuple(replace(r, role="cause") if r in orgs else r for r in claim.actors)
    if len(_states(claim)) == 1:
        state = _states(claim)[0]
        kept = tuple(replace(r, role="subject") if r.id == state else r for r in kept)
        return replace(claim, actors=kept), organisation or orgs[0].id
    return replace(claim, actors=kept), organisation


def _span(claim: Claim, cause: Cause | None, latest: int) -> tuple[int, int]:
    start, end = claim.period.start or 0, claim.period.end or 0
    if cause is None:
        return start, end
    year = cause.day.year
    if claim.details.get("undated"):  # the cause alone says when
        start, end = year - thresholds.CAUSE_YEARS_AFTER, year + thresholds.CAUSE_YEARS_AFTER
    if end - start < thresholds.CAUSE_SHORTEST_SPAN or not start < year < end:
        start, end = (
            min(start, year - thresholds.CAUSE_YEARS_AFTER),
            max(end, year + thresholds.CAUSE_YEARS_AFTER),
        )
    return start, min(end, latest)


def _outcome(
    bench: Bench,
    a: Entity,
    b: Entity,
    start: int,
    end: int,
    topic: str,
    sign: int,
    latest: int,
    turn: int | None,
) -> list[Tested]:
    bar = thresholds.PLACEBO_PERCENTILE if topic in _POLITICAL else thresholds.SINGLE_FAMILY_PERCENTILE
    return change.examine(
        bench,
        a,
        b,
        start,
        end,
        measures=_MEASURES[topic],
        sign=sign,
        latest=latest,
        bar=bar,
        turn=turn,
        inner=turn is not None,
    )


def _verdict(tested: list[Tested], topic: str) -> Verdict:
    rank, leanings = change.overall(tested)
    needed = thresholds.FAMILIES_NEEDED if topic in _POLITICAL else 1
    return rule.of_change(
        [t.specification for t in tested],
        [t.flat for t in tested],
        active=change.shows_ties(tested),
        needed=needed,
        rank=rank,
        leanings=leanings,
        political=needed > 1,
    )


def _judged(
    claim: Claim,
    bench: Bench,
    outcome: Verdict,
    a: Entity,
    b: Entity,
    cause: Cause | None,
    sign: int,
    topic: str,
    lead_up: str | None,
    end: int,
    latest: int,
) -> Verdict:
    """The outcome's verdict, corrected for what the order in time allows."""
    if cause is None:
        return outcomes.undated(outcome, claim.facets.effect, topic == "trade")
    if claim.period.stated is not None and claim.period.end is not None and cause.day.year > claim.period.end:
        reasons = (
            f"the cause ({cause.day.isoformat()}) is later than the effect ({findings.period_text(claim)})",
        )
        return Verdict("contradicted", "moderate", reasons, outcome.views)
    ending = claim.direction == "end" or (sign < 0 and claim.facets.effect.rupture)
    order = _order(bench, a, b, cause, sign, ending, topic, min(end, latest))
    if order is None and ending and outcome.label == "insufficient_evidence":
        order = _lasted(bench, a, b, cause, latest)
    if order is not None and topic in _POLITICAL:
        label, reason = order
        if label == "too late" or (label == "contradicted" and outcome.label != "supported"):
            return Verdict("contradicted", "moderate", (reason, *outcome.reasons), outcome.views)
        if label == "contradicted":
            return Verdict("contested", "low", (reason, *outcome.reasons), outcome.views)
        if outcome.label in ("insufficient_evidence", "supported"):
            return Verdict("supported", "moderate", (reason, *outcome.reasons), outcome.views)
    supplied = outcomes.supplies(bench, a, b, cause.day.year, end, claim.direction, topic, latest)
    if supplied is not None:
        return Verdict(supplied[0], supplied[1], (supplied[2], *outcome.reasons), outcome.views)
    if topic == "trade":
        outcome = outcomes.by_bans(outcome, bench, a, b, cause.day, end, sign)
        if lead_up and sign < 0 and outcomes.fell_at(bench, a, b, cause.day.year):
            lead_up = None  # it was falling, and then it broke
    if outcome.label == "supported" and lead_up and topic not in _POLITICAL:
        if claim.facets.effect.sequence:  # "after X trade grew": it did, whatever else pushed it
            return replace(outcome, grade="low", reasons=(lead_up, *outcome.reasons))
        return Verdict("partly_supported", "low", (lead_up, *outcome.reasons), outcome.views)
    outside = cause.occasion is not None and not _keys(a, b) & {
        occasions.key(i) for i in cause.occasion.actors
    }
    if outside and outcome.label == "supported":
        reason = "neither state took part in the event, so its part in the change is the weakest link"
        return replace(outcome, grade="low", reasons=(*outcome.reasons, reason))
    if cause.told:
        return _capped(outcome, f"date of the cause: {cause.told}")
    return _capped(outcome, "before and after the date, against other pairs")


def _order(
    bench: Bench, a: Entity, b: Entity, cause: Cause, sign: int, ending: bool, topic: str, end: int
) -> tuple[str, str] | None:
    """What dated deeds between the two say of the order of cause and effect."""
    ones, others = _keys(a), _keys(b)
    own = cause.occasion.id if cause.occasion else ""
    last = min(cause.day + _LATER, date(max(end, cause.day.year), 12, 31))
    after = [o for o in occasions.between(bench, ones, others, cause.day, last) if o.id != own]
    before = list(occasions.between(bench, ones, others, cause.day - _EARLIER, cause.day - timedelta(days=1)))
    weighty = [o for o in after if o.weight >= 2]
    claimed = [o for o in weighty if o.sign == sign]
    opposed = [o for o in weighty if o.sign == -sign]
    first = [o for o in before if o.sign == sign and o.weight >= 2]
    if ending and topic == "relation":
        ended = next((o for o in after if o.type == "rupture" and o.day <= cause.day + _SOON), None)
        if ended is not None:
            return "supported", f"{ended.name} ({ended.day.isoformat()}) followed"
        long_ago = occasions.between(
            bench, ones, others, cause.day - _LONG_AGO, cause.day - timedelta(days=1)
        )
        standing = [o for o in long_ago if o.type in ("rupture", "restoration")]
        if standing and standing[-1].type == "rupture":
            return "too late", f"{standing[-1].name} ({standing[-1].day.isoformat()}) came before the cause"
    if opposed and not claimed and first:
        lead = next((o for o in reversed(first) if o.type in _CUTS), first[-1])
        return "contradicted", (
            f"{lead.name} ({lead.day.isoformat()}) came before the cause; after it the record goes the other "
            f"way ({opposed[0].day.isoformat()} {opposed[0].name})"
        )
    untouched = ending and opposed and not any(o.sign == sign for o in after)  # a break leaves a deed
    if untouched or (not claimed and sum(o.weight for o in opposed) >= thresholds.CONTRARY_WEIGHT):
        return "contradicted", f"after the cause the record goes the other way ({_listed(opposed)})"
    return None


def _lasted(bench: Bench, a: Entity, b: Entity, cause: Cause, latest: int) -> tuple[str, str] | None:
    """Relations alleged to have ended, of which the record and the ties show that they went on."""
    last = min(cause.day + _SOON, date(latest, 12, 31))
    if last <= cause.day:
        return None
    window = answering.Window(cause.day, last, date(latest, 12, 31))
    done = answering.answer(bench, a, [b], window, cause.occasion, latest)
    label, _, reasons = reaction.unbroken(bench, done, b, window)
    return ("contradicted", "; ".join(reasons)) if label == "contradicted" else None


def _keys(*entities: Entity) -> frozenset[str]:
    return frozenset(f"state:{c}" for e in entities for c in e.codes)


def _listed(events: list[Occasion]) -> str:
    return ", ".join(f"{o.day.isoformat()} {o.name}" for o in events[:3])


def _capped(outcome: Verdict, reason: str) -> Verdict:
    grade: Grade = "moderate" if outcome.grade == "high" else outcome.grade
    return replace(outcome, grade=grade, reasons=(*outcome.reasons, reason))


def _membership(
    claim: Claim, bench: Bench, context: Context, organisation: str, cause: Cause | None
) -> Finding:
    """An accession (or exit) alleged to follow from an event: the date decides."""
    subject = claim.role("subject")
    if subject is None:
        return findings.simple("insufficient_evidence", "The claim does not say who joined or left.")
    start, end = claim.period.start or 0, claim.period.end or 0
    if cause is not None:
        start, end = cause.day.year, max(end, cause.day.year + thresholds.CAUSE_YEARS_AFTER)
    direction = "leave" if claim.direction in ("end", "worsen") else "join"
    fact = replace(
        claim,
        kind="membership",
        direction=direction,
        period=Period(start, min(end, context.latest), "after the cause"),
        actors=(Role(subject, "subject"), Role(organisation, "organisation")),
    )
    found = membership.check(fact, bench, context)
    if cause is None and found.label == "supported":
        return replace(
            found,
            label="insufficient_evidence",
            grade="very_low",
            reason=f"{found.reason} The cause is not a dated event on record.",
        )
    grade: Grade = "moderate" if found.grade == "high" else found.grade
    after = f" after {cause.name} ({cause.day.isoformat()})" if cause else ""
    return replace(
        found,
        grade=grade,
        reason=f"{found.reason} Asked{after}, to {end}.",
        grade_reasons=(*found.grade_reasons, "order in time is consistent with a cause, no more"),
    )


def _finding(
    bench: Bench,
    claim: Claim,
    tested: list[Tested],
    verdict: Verdict,
    a: Entity,
    b: Entity,
    cause: Cause | None,
    topic: str,
    sign: int,
    span: tuple[int, int],
    extra: list[Specification],
    latest: int,
) -> Finding:
    claim = replace(claim, period=Period(*span, claim.period.stated))
    noun = {"relation": "relations", "conflict": "relations"}.get(topic, topic)
    what = (
        f"{'closer' if sign > 0 else 'worse'} {noun}"
        if noun == "relations"
        else f"{'more' if sign > 0 else 'less'} {noun}"
    )
    what += f" between {a.said} and {b.said}"
    if claim.details.get("negated"):
        what = f"no {what}"
    found = relation.finding_of_change(bench, claim, tested, verdict, a, b, what, latest)
    when = f"after {cause.name} ({cause.day.isoformat()})" if cause else "from the alleged cause"
    head = {
        "supported": f"The record is consistent with {what} {when}",
        "partly_supported": f"There were {what}, but not clearly from the date on",
        "contradicted": f"The record speaks against {what} {when}",
        "contested": f"The record is divided on {what} {when}",
    }.get(verdict.label, f"Too little is on record to tell whether {what} came {when}")
    reason = f"{head}: {verdict.reasons[0]}."
    chart = found.chart
    if chart is not None and cause is not None:
        mark = {"x": cause.day.year, "label": cause.name}
        chart = replace(
            chart,
            title=f"{chart.title} ({cause.name}: {cause.day.year})",
            encoding={**chart.encoding, "marks": [mark]},
        )
    missing = (_NO_SERIES[topic],) if topic in _NO_SERIES else ()
    covers = () if tested else ("No series of the outcome covers both sides of the date.",)
    limits = found.limits or findings.limits(
        bench, {bench.measures[m].source for m in _MEASURES[topic]}, *span
    )
    return replace(
        found,
        reason=reason,
        specifications=(*found.specifications, *extra),
        chart=chart,
        grade_reasons=(
            *verdict.reasons,
            "dates can fit a cause but not prove it, so no grade above moderate",
        ),
        would_change=(
            *found.would_change,
            "It would turn if the outcome, or the event, were dated otherwise.",
        ),
        limits=(*missing, *covers, *limits),
    )
