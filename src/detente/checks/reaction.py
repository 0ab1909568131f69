"""Reaction: "C reacted (cut relations, protested, kept still) when A and B did X".

The event the claim names is found in the table of dated events; what the reactor did towards the
target afterwards is read in two ways. Action: dated events between the two after the occasion
(ruptures, sanctions, pacts ended), ties a break would have cost, disputes and votes, each against
placebo dates of the same pair and the same date of all other pairs. Voice: the monthly balance of
reported events (GDELT, 2018 to 2024) in the same design. A break asks for a rupture on record;
it is contradicted only where ties it would have cost are seen to have been kept, never because the
table is silent. What follows an event is consistent with a reaction to it, no more: the grade is
at most moderate.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from detente import actors
from detente.checks import continuity, findings, membership, occasions, reaction_card, studies
from detente.checks.answering import Answer, Window, answer, keys, listed, names
from detente.checks.entities import Entity, entity, members
from detente.checks.occasions import Occasion
from detente.facets import Occurrence, Timing
from detente.inference import thresholds
from detente.inference.verdict import Verdict, mirrored
from detente.inference.verdict import views as family_views
from detente.model import Claim, Finding, Grade, Label, Period, Role, Specification

if TYPE_CHECKING:
    from detente.checks.registry import Context
    from detente.measures.registry import Bench

KIND = "reaction"
_BREAKS = ("rupture", "war", "invasion", "annexation")
_HEALING = ("restoration", "normalisation")
_HALF_BREAKS = ("withdrawal", "sanctions_imposed")
_DAY = timedelta(days=1)
_LONGEST = timedelta(
    days=thresholds.LONGEST_REACTION_YEARS * 365
)  # after this a deed is no longer a reaction
_USUAL = timedelta(days=thresholds.SOON_YEARS * 365)
_RESTORED_WITHIN = timedelta(days=thresholds.RESTORED_YEARS * 365)


def check(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Test a claim about how one state reacted to an event towards another."""
    occasion = _occasion(claim, bench)
    window = _window(claim, occasion, context.latest)
    organisation = claim.role("organisation") or claim.details.get("organisation")
    if organisation and (
        "deed" in claim.details or claim.facets.response.left or claim.facets.response.joined
    ):
        return _membership(claim, bench, context, str(organisation), occasion, window)
    reactors, bloc = _reactors(claim, bench)
    targets = _targets(claim, bench, occasion)
    if not reactors:
        return findings.simple("insufficient_evidence", "The claim names no state that reacted.")
    if not targets:
        return findings.simple(
            "insufficient_evidence", "The claim does not say towards whom the reaction was."
        )
    if window is None:
        return findings.simple(
            "insufficient_evidence",
            "The event reacted to is not in the table of dated events and the claim gives no narrow period.",
            reasons=("no date to look around",),
        )
    sign = 1 if claim.direction == "friendly" else -1
    if occasion is not None and _is_the_deed(occasion, reactors, targets):
        occasion = None  # "broke with B over the murder of C" may find the break itself, not what led to it
    answers = [answer(bench, r, targets, window, occasion, context.latest) for r in reactors]
    studied = _studies(bench, reactors, targets, window, sign, context.latest, bloc)
    verdict = _verdict(claim, bench, answers, studied, targets, window, bloc, occasion)
    if claim.details.get("negated") and claim.direction != "none":
        verdict = mirrored(verdict)
    return reaction_card.finding(claim, bench, verdict, answers, studied, targets, occasion, window, sign)


def _occasion(claim: Claim, bench: Bench) -> Occasion | None:
    years = None
    start, end = claim.period.start or 0, claim.period.end or 0
    if claim.period.stated is not None or end - start <= thresholds.UNDATED_REACTION_YEARS:
        years = (start - 1, end)
    near = [r.id for r in claim.actors]
    event = next((r.id for r in claim.actors if r.id.startswith("event:")), None)
    what = Occurrence(id=event) if event is not None else claim.facets.event
    # What fits an event of another time means another event: better none than that one.
    return occasions.find(bench, what, near=near, years=years)


def _window(claim: Claim, occasion: Occasion | None, latest: int) -> Window | None:
    start, end = claim.period.start or 0, claim.period.end or 0
    seen = date(latest, 12, 31)
    if occasion is None:
        if end - start > thresholds.UNDATED_REACTION_YEARS:
            return None
        return Window(date(start, 1, 1), date(min(end, latest), 12, 31), seen)
    last = occasion.day + _USUAL
    if claim.period.stated is not None or (
        start <= occasion.year <= end <= occasion.year + 2 * thresholds.UNDATED_REACTION_YEARS
    ):
        last = min(max(date(end, 12, 31), occasion.day + timedelta(days=365)), occasion.day + _LONGEST)
    return Window(occasion.day, min(last, seen), seen)


def _reactors(claim: Claim, bench: Bench) -> tuple[list[Entity], bool]:
    """Reacting states one by one, and whether they stand for a group of which only some need have acted."""
    year = claim.period.end or 0
    found: list[Entity] = []
    bloc = False
    for actor_id in claim.roles("subject"):
        kind = actors.get(actor_id).kind
        bloc = bloc or kind != "state"
        ids = (actor_id,) if kind == "state" else members(bench, actor_id, year)
        found += [e for i in ids if (e := entity(bench, i, year)) is not None]
    return found, bloc


def _targets(claim: Claim, bench: Bench, occasion: Occasion | None) -> list[Entity]:
    year = claim.period.end or 0
    ids = [*claim.roles("object")]
    organisation = claim.role("organisation")
    if not ids and organisation:
        ids = [organisation]
    if not ids and occasion is not None:
        ids = [i for i in occasion.actors if i not in claim.roles("subject")]
    found: list[Entity] = []
    for actor_id in ids:
        kind = actors.get(actor_id).kind
        states = (actor_id,) if kind == "state" else members(bench, actor_id, year)
        found += [e for s in states if (e := entity(bench, s, year)) is not None]
    own = {occasions.key(i) for i in claim.roles("subject")}
    return [e for e in found if occasions.key(e.id) not in own]


def _is_the_deed(occasion: Occasion, reactors: list[Entity], targets: list[Entity]) -> bool:
    """Whether the event found is a break or a sanction of the reactor itself towards the target."""
    if occasion.type not in (*_BREAKS[:1], "sanctions_imposed"):
        return False
    ones, others = keys(reactors), keys(targets)
    doer = occasions.key(occasion.actors[0])
    return doer in ones and any(p & ones and p & others for p in occasion.pairs)


def _studies(
    bench: Bench,
    reactors: list[Entity],
    targets: list[Entity],
    window: Window,
    sign: int,
    latest: int,
    bloc: bool,
) -> list[Specification]:
    if bloc or len(reactors) != 1 or len(targets) != 1:
        return []
    return studies.around(bench, reactors[0], targets[0], window.first, sign, latest)


def _verdict(
    claim: Claim,
    bench: Bench,
    answers: list[Answer],
    studied: list[Specification],
    targets: list[Entity],
    window: Window,
    bloc: bool,
    occasion: Occasion | None,
) -> Verdict:
    seen = family_views(studied, [False] * len(studied))
    if claim.direction == "break" and (
        claim.details.get("severed")
        or claim.facets.response.severed
        or not claim.facets.response.short_of_break
    ):
        label, grade, reasons = _broke(bench, answers, targets, window, bloc, occasion)
    elif claim.direction == "none":
        hostile = _moved(answers, studied, -1, bloc)
        friendly = _moved(answers, studied, 1, bloc)
        label, grade, reasons = _still(hostile, friendly, answers)
    else:
        label, grade, reasons = _moved(answers, studied, 1 if claim.direction == "friendly" else -1, bloc)
    return Verdict(label, grade, reasons, seen)


Judged = tuple[Label, Grade, tuple[str, ...]]


def _enough(count: int, answers: list[Answer], bloc: bool) -> bool:
    if bloc:
        return count >= min(thresholds.ENOUGH_OF_BLOC, len(answers)) or 2 * count >= len(answers)
    return count >= thresholds.SIGN_SHARE * len(answers)


def _broke(
    bench: Bench,
    answers: list[Answer],
    targets: list[Entity],
    window: Window,
    bloc: bool,
    occasion: Occasion | None,
) -> Judged:
    full = [a for a in answers if any(e.type in _BREAKS for e in a.events)]
    half = [
        a for a in answers if a not in full and any(e.type in _HALF_BREAKS and e.sign < 0 for e in a.events)
    ]
    if _enough(len(full), answers, bloc):
        lost = sorted({f for a in full for f in continuity.lost(a.ties)})
        reasons = (f"a rupture is on record for {names(full)}",)
        return "supported", "moderate", (*reasons, f"{' and '.join(lost)} fell as well") if lost else reasons
    if full or (half and (len(answers) > 1 or len(targets) > 1)):
        some = [*full, *half]
        return (
            "partly_supported",
            "low",
            (f"only {names(some)} went as far as a rupture, sanctions or a withdrawal",),
        )
    if len(answers) == 1 and len(targets) == 1:
        return unbroken(bench, answers[0], targets[0], window)
    return (
        "insufficient_evidence",
        "very_low",
        ("no rupture on record; the table is a selection, its silence proves nothing",),
    )


def unbroken(bench: Bench, answer: Answer, target: Entity, window: Window) -> Judged:
    """A break the table does not list: implied by a later restoration, or excluded by ties kept."""
    found = answer.ties
    kept, gone = continuity.kept(found), continuity.lost(found)
    ones, others = keys([answer.reactor]), keys([target])
    telling = [f for f in kept if f in continuity.COSTLY]
    past = occasions.between(bench, ones, others, window.first - _RESTORED_WITHIN, window.first - _DAY)
    after = occasions.between(
        bench, ones, others, window.first + _DAY, min(window.first + _RESTORED_WITHIN, window.seen)
    )
    apart = next((o for o in reversed(past) if o.type in ("rupture", "restoration")), None)
    healed = next((o for o in after if o.type in (*_HEALING, *_BREAKS)), None)
    if healed is not None and healed.type == "restoration" and (apart is None or apart.type == "restoration"):
        text = f"relations were restored on {healed.day.isoformat()} ({healed.name}), so they had been broken"
        fell = set(gone) & {*continuity.COSTLY, "coercion"}
        if fell:
            return "supported", "low", (text, f"{listed(sorted(fell))} fell after the occasion")
        return "insufficient_evidence", "very_low", (text, "when, is not on record")
    silent = "no rupture and no later restoration is listed"
    lost_some = set(gone) & set(continuity.COSTLY) or (healed is not None and healed.type in _HEALING)
    short = next((e for e in answer.events if e.type in _HALF_BREAKS and e.sign < 0), None)
    if short is not None and kept and not lost_some and "coercion" not in gone:
        stopped = f"{short.name} ({short.day.isoformat()}) stopped short of a break"
        return "contradicted", "low", (stopped, silent)
    text = f"{listed(list(kept))} lasted through {window.last.year}"
    chilled = any(e.sign < 0 and e.weight >= thresholds.WEIGHTY_DEED for e in answer.events)
    dealt = next((e for e in answer.events if e.sign > 0 and e.weight >= thresholds.WEIGHTY_DEED), None)
    if dealt is not None and dealt.type not in _HEALING and not chilled:
        went_on = f"the two went on dealing with one another ({dealt.name}, {dealt.day.isoformat()})"
        return "contradicted", "low", (went_on, silent)
    if lost_some or not kept:
        reason = "no rupture on record, but too few ties are seen to have lasted"
        return "insufficient_evidence", "very_low", (reason,)
    many = len(kept) >= thresholds.KEPT_FAMILIES
    if many and (len(telling) >= thresholds.COSTLY_FAMILIES or not chilled):
        grade: Grade = "moderate" if len(telling) >= thresholds.COSTLY_FAMILIES else "low"
        return "contradicted", grade, (text, silent)
    rows = occasions.between(bench, ones, others, date(thresholds.LISTED_SINCE, 1, 1), window.seen)
    if (
        len(rows) >= thresholds.FOLLOWED_PAIR and "coercion" not in gone and len(kept) > chilled
    ):  # after a chill one tie kept is too little
        since = f"the table follows the two ({len(rows)} rows) and lists breaks of relations since 1945"
        return "contradicted", "low", (text, silent, since)
    return "insufficient_evidence", "very_low", (text, "too few families to exclude a break")


def _moved(answers: list[Answer], studied: list[Specification], sign: int, bloc: bool) -> Judged:
    """Whether deeds (or two families of series) went the claimed way after the occasion."""
    word = "hostile" if sign < 0 else "friendly"
    acted = [a for a in answers if a.first(sign)]
    did = [a for a in acted if a.chance is None or a.chance <= thresholds.REACTION_CHANCE]
    shown = sorted({s.family for s in studied if s.significant and s.direction > 0})
    shown = shown if sign == _sign_of(studied) else []
    if _enough(len(did), answers, bloc):
        chance = max((a.chance for a in did if a.chance is not None), default=None)
        reasons = (f"{word} deeds on record within the window for {names(did)}",)
        if chance is not None:
            reasons += (f"a random date is followed by one as soon with a chance of {chance:.2f}",)
        if shown:
            reasons += (f"{listed(shown)} moved as well",)
        sure = chance is None or chance <= thresholds.REACTION_SURE_CHANCE
        return "supported", "moderate" if shown or sure else "low", reasons
    if did:
        text = f"only {names(did)} of {len(answers)} states answered with a {word} deed"
        return "partly_supported", "low", (text,)
    if len(shown) >= thresholds.FAMILIES_NEEDED:
        text = f"{listed(shown)} were abnormal after the date, beyond 19 in 20 placebos"
        return "supported", "low", (text,)
    if acted:
        text = f"there was a {word} deed, but between these states one follows any date as soon"
        return "insufficient_evidence", "very_low", (text,)
    against = [a for a in answers if a.first(-sign)]
    quiet = [a for a in answers if len(continuity.kept(a.ties)) >= 2 and not continuity.lost(a.ties)]
    if _enough(len(against), answers, bloc) and len(quiet) == len(answers):
        return (
            "contradicted",
            "low",
            (f"the deeds on record go the other way for {names(against)}", "ties were kept"),
        )
    one = (f"only {shown[0]} was abnormal; two families must agree",) if shown else ()
    return "insufficient_evidence", "very_low", one or ("no deed on record and no abnormal series",)


def _still(hostile: Judged, friendly: Judged, answers: list[Answer]) -> Judged:
    """Judgement on "did not react"."""
    for name, judged in (("hostile", hostile), ("friendly", friendly)):
        if judged[0] == "supported":
            return "contradicted", judged[1], (f"there was a {name} answer", *judged[2])
    kept = [
        a
        for a in answers
        if len(continuity.kept(a.ties)) >= thresholds.KEPT_FAMILIES and not continuity.lost(a.ties)
    ]
    if len(kept) == len(answers) and not any(a.events for a in answers):
        return (
            "supported",
            "low",
            ("no deed on record and at least three families of ties went on as before",),
        )
    return (
        "insufficient_evidence",
        "very_low",
        ("nothing shows a reaction, and too little shows that there was none",),
    )


def _sign_of(studied: list[Specification]) -> int:
    """+1 if the series were asked for friendliness, -1 for hostility (kept in the note's first word)."""
    return 1 if studied and studied[0].note.startswith("friendlier") else -1


def _membership(
    claim: Claim,
    bench: Bench,
    context: Context,
    organisation: str,
    occasion: Occasion | None,
    window: Window | None,
) -> Finding:
    direction = "leave" if claim.facets.response.left else "join"
    deed = claim.details.get("deed") or direction
    direction = "leave" if deed == "leave" else "join"
    period = Period(window.first.year, window.last.year, "window") if window else claim.period
    subject = tuple(Role(r.id, r.role, r.mention) for r in claim.actors if r.role == "subject")
    fact = replace(
        claim,
        kind="membership",
        direction=direction,
        period=period,
        actors=(*subject, Role(organisation, "organisation")),
        facets=claim.facets if period is claim.period else replace(claim.facets, timing=Timing()),
    )
    found = membership.check(fact, bench, context, applied=deed == "apply")
    when = f" ({occasion.name}, {occasion.day.isoformat()})" if occasion else ""
    grade: Grade = "moderate" if found.label == "supported" else found.grade
    return replace(
        found,
        grade=grade,
        reason=f"{found.reason} Asked of {period.start}-{period.end}{when}.",
        grade_reasons=(*found.grade_reasons, "that it was a reaction is at most consistent with the dates"),
    )
