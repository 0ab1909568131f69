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

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from detente import actors
from detente.checks import continuity, findings, membership, occasions, studies
from detente.checks.entities import Entity, entity, members
from detente.checks.occasions import Occasion
from detente.inference.verdict import Verdict, mirrored
from detente.inference.verdict import views as family_views
from detente.model import Chart, Claim, EvidenceRows, Finding, Grade, Label, Period, Role, Specification

if TYPE_CHECKING:
    from detente.checks.continuity import Tie
    from detente.checks.registry import Context
    from detente.measures.registry import Bench

KIND = "reaction"
_BREAKS = ("rupture", "war", "invasion", "annexation")
_HEALING = ("restoration", "normalisation")
_HALF_BREAKS = ("withdrawal", "sanctions_imposed")
_DAY = timedelta(days=1)
_LONGEST = timedelta(days=6 * 365)  # after this a deed is no longer a reaction
_USUAL = timedelta(days=2 * 365)
_UNDATED = 6  # years: a longer period without a named event is no occasion
_ENOUGH_OF_BLOC = 3
_ATTENTION = timedelta(days=2 * 366)
_RESTORED_WITHIN = timedelta(days=15 * 365)
_LEAVING = re.compile(r"\b(leav|left|quit|withdr|pull\w* out|exit)", re.IGNORECASE)
_JOINING = re.compile(r"\b(join|acced|enter)", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """What one reactor did towards the target: dated events and ties, in order."""

    reactor: Entity
    events: tuple[Occasion, ...]
    ties: tuple[Tie, ...]


@dataclass(frozen=True)
class Window:
    """The days in which a deed counts as an answer."""

    first: date
    last: date


def check(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Test a claim about how one state reacted to an event towards another."""
    occasion = _occasion(claim, bench)
    window = _window(claim, occasion, context.latest)
    organisation = claim.role("organisation") or claim.details.get("organisation")
    if organisation and (_LEAVING.search(claim.quote) or _JOINING.search(claim.quote)):
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
    answers = [_answer(bench, r, targets, window, occasion, context.latest) for r in reactors]
    studied = _studies(bench, reactors, targets, window, sign, context.latest, bloc)
    verdict = _verdict(claim, bench, answers, studied, targets, window, bloc, occasion)
    if claim.details.get("negated") and claim.direction != "none":
        verdict = mirrored(verdict)
    return _finding(claim, bench, verdict, answers, studied, targets, occasion, window, sign)


def _occasion(claim: Claim, bench: Bench) -> Occasion | None:
    years = None
    if claim.period.start is not None and claim.period.end is not None:
        if claim.period.stated is not None or claim.period.end - claim.period.start <= _UNDATED:
            years = (claim.period.start, claim.period.end)
    near = [r.id for r in claim.actors]
    event = next((r.id for r in claim.actors if r.id.startswith("event:")), None)
    words = event or claim.details.get("event")
    return occasions.find(bench, words, near=near, years=years) or occasions.find(bench, words, near=near)


def _window(claim: Claim, occasion: Occasion | None, latest: int) -> Window | None:
    start, end = claim.period.start or 0, claim.period.end or 0
    if occasion is None:
        if end - start > _UNDATED:
            return None
        return Window(date(start, 1, 1), date(min(end, latest), 12, 31))
    last = occasion.day + _USUAL
    if claim.period.stated is not None or (start <= occasion.year <= end <= occasion.year + 2 * _UNDATED):
        last = min(max(date(end, 12, 31), occasion.day + timedelta(days=365)), occasion.day + _LONGEST)
    return Window(occasion.day, min(last, date(latest, 12, 31)))


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


def _answer(
    bench: Bench,
    reactor: Entity,
    targets: list[Entity],
    window: Window,
    occasion: Occasion | None,
    latest: int,
) -> Answer:
    ones, others = _keys([reactor]), _keys(targets)
    events = tuple(
        o
        for o in occasions.between(bench, ones, others, window.first, window.last)
        if occasion is None or o.id != occasion.id
    )
    found: list[Tie] = []
    if len(targets) == 1:
        found = continuity.ties(bench, reactor, targets[0], window.first.year, window.last.year, latest)
    return Answer(reactor, events, tuple(found))


def _keys(entities: list[Entity]) -> frozenset[str]:
    return frozenset(f"state:{c}" for e in entities for c in e.codes)


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
    claim: Claim, bench: Bench, answers: list[Answer], studied: list[Specification], targets: list[Entity],
    window: Window, bloc: bool, occasion: Occasion | None,
) -> Verdict:  # fmt: skip
    seen = family_views(studied, [False] * len(studied))
    if claim.direction == "break":
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
        return count >= min(_ENOUGH_OF_BLOC, len(answers)) or 2 * count >= len(answers)
    return 4 * count >= 3 * len(answers)


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
        lost = sorted({f for a in full for f in continuity.lost(list(a.ties))})
        reasons = (f"a rupture is on record for {_names(full)}",)
        return "supported", "moderate", (*reasons, f"{' and '.join(lost)} fell as well") if lost else reasons
    if full or half:
        some = [*full, *half]
        return (
            "partly_supported",
            "low",
            (f"only {_names(some)} went as far as a rupture, sanctions or a withdrawal",),
        )
    if len(answers) == 1 and len(targets) == 1:
        return _unbroken(bench, answers[0], targets[0], window, occasion)
    return (
        "insufficient_evidence",
        "very_low",
        ("no rupture on record; the table is a selection, its silence proves nothing",),
    )


def _unbroken(bench: Bench, answer: Answer, target: Entity, window: Window, occasion: Occasion | None) -> Judged:
    """A break the table does not list: implied by a later restoration, or excluded by ties kept."""
    found = list(answer.ties)
    kept, gone = continuity.kept(found), continuity.lost(found)
    ones, others = _keys([answer.reactor]), _keys([target])
    telling = [f for f in kept if f in continuity.COSTLY]
    past = occasions.between(bench, ones, others, window.first - _RESTORED_WITHIN, window.first - _DAY)
    after = occasions.between(bench, ones, others, window.first + _DAY, window.first + _RESTORED_WITHIN)
    apart = next((o for o in reversed(past) if o.type in ("rupture", "restoration")), None)
    healed = next((o for o in after if o.type in (*_HEALING, *_BREAKS)), None)
    if healed is not None and healed.type == "restoration" and (apart is None or apart.type == "restoration"):
        text = f"relations were restored on {healed.day.isoformat()} ({healed.name}), so they had been broken before"
        fell = set(gone) & {*continuity.COSTLY, "coercion"}
        if fell:
            return "supported", "low", (text, f"{_and(sorted(fell))} fell after the occasion")
        return "insufficient_evidence", "very_low", (text, "when, is not on record")
    if set(gone) & set(continuity.COSTLY) or not telling or (healed is not None and healed.type in _HEALING):
        return "insufficient_evidence", "very_low", ("no rupture on record, but too few ties are seen to have lasted",)
    text = f"{_and(list(kept))} lasted through {window.last.year}"
    listed = "no rupture and no later restoration is listed"
    chilled = any(e.sign < 0 and e.weight >= 2 for e in answer.events)
    if len(kept) >= 3 and (len(telling) >= 2 or not chilled):
        return "contradicted", "moderate" if len(telling) >= 2 else "low", (text, listed)
    near = occasions.between(bench, ones, others, window.first - _ATTENTION, window.last + _ATTENTION)
    if not chilled and (near or (occasion is not None and any(p <= ones | others for p in occasion.pairs))):
        return "contradicted", "low", (text, listed, "though the table follows the pair in these years")
    return "insufficient_evidence", "very_low", (text, "too few families to exclude a break")


def _moved(answers: list[Answer], studied: list[Specification], sign: int, bloc: bool) -> Judged:
    """Whether deeds (or two families of series) went the claimed way after the occasion."""
    did = [a for a in answers if _first(a, sign)]
    against = [a for a in answers if _first(a, -sign)]
    oriented = [s.direction * (1 if sign == _sign_of(studied) else -1) for s in studied if s.significant]
    shown = sorted({s.family for s in studied if s.significant and s.direction > 0} if oriented else set())
    word = "hostile" if sign < 0 else "friendly"
    if _enough(len(did), answers, bloc):
        reasons = (f"{word} deeds on record within the window for {_names(did)}",)
        more = (f"{' and '.join(shown)} moved as well",) if shown and sign == _sign_of(studied) else ()
        return "supported", "moderate" if more or _defining(did, sign) else "low", (*reasons, *more)
    if did:
        return (
            "partly_supported",
            "low",
            (f"only {_names(did)} of {len(answers)} states answered with a {word} deed",),
        )
    if len(shown) >= 2 and sign == _sign_of(studied):
        return (
            "supported",
            "low",
            (f"{' and '.join(shown)} were abnormal after the date, beyond 19 in 20 placebos",),
        )
    quiet = [
        a for a in answers if len(continuity.kept(list(a.ties))) >= 2 and not continuity.lost(list(a.ties))
    ]
    if _enough(len(against), answers, bloc) and len(quiet) == len(answers):
        return (
            "contradicted",
            "low",
            (f"the deeds on record go the other way for {_names(against)}", "ties were kept"),
        )
    one = (f"only {shown[0]} was abnormal; two families must agree",) if shown else ()
    return "insufficient_evidence", "very_low", one or ("no deed on record and no abnormal series",)


def _still(hostile: Judged, friendly: Judged, answers: list[Answer]) -> Judged:
    """Judgement on "did not react"."""
    for name, judged in (("hostile", hostile), ("friendly", friendly)):
        if judged[0] == "supported":
            return "contradicted", judged[1], (f"there was a {name} answer", *judged[2])
    kept = [
        a for a in answers if len(continuity.kept(list(a.ties))) >= 3 and not continuity.lost(list(a.ties))
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


def _first(answer: Answer, sign: int) -> Occasion | None:
    """The first dated event with a sign, if it is the reactor's answer: of that sign and of substance."""
    substantial = [e for e in answer.events if e.weight >= 2]
    return substantial[0] if substantial and substantial[0].sign == sign else None


def _defining(did: list[Answer], sign: int) -> bool:
    return all((first := _first(a, sign)) is not None and first.weight >= 3 for a in did)


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
    direction = "leave" if _LEAVING.search(claim.quote) else "join"
    period = Period(window.first.year, window.last.year, "window") if window else claim.period
    subject = tuple(Role(r.id, r.role, r.mention) for r in claim.actors if r.role == "subject")
    fact = replace(
        claim, kind="membership", direction=direction, period=period,
        actors=(*subject, Role(organisation, "organisation")),
    )  # fmt: skip
    found = membership.check(fact, bench, context)
    when = f" ({occasion.name}, {occasion.day.isoformat()})" if occasion else ""
    grade: Grade = "moderate" if found.label == "supported" else found.grade
    return replace(
        found, grade=grade,
        reason=f"{found.reason} Asked of {period.start}-{period.end}{when}.",
        grade_reasons=(*found.grade_reasons, "that it was a reaction is at most consistent with the dates"),
    )  # fmt: skip


def _finding(
    claim: Claim, bench: Bench, verdict: Verdict, answers: list[Answer], studied: list[Specification],
    targets: list[Entity], occasion: Occasion | None, window: Window, sign: int,
) -> Finding:  # fmt: skip
    listed = [(a, e) for a in answers for e in a.events]
    specifications = [_deeds(answers, window, sign), *studied]
    if len(answers) == 1:
        specifications += continuity.specifications(bench, list(answers[0].ties), 1 if sign < 0 else -1)
    sources = list(dict.fromkeys(["events", *(s.source for s in specifications)]))
    who = _and([findings.name(i) for i in claim.roles("subject")])
    whom = _and([findings.name(i) for i in claim.roles("object")] or [t.name for t in targets])
    after = (
        f"after {occasion.name} ({occasion.day.isoformat()})"
        if occasion
        else f"in {findings.period_text(claim)}"
    )
    deeds = "; ".join(dict.fromkeys(f"{e.day.isoformat()} {e.name}" for _, e in listed[:4]))
    wanted = {"break": "a break", "friendly": "a friendly reaction", "none": "no reaction"}.get(
        claim.direction or "", "a hostile reaction"
    )
    head = {
        "supported": "The record is consistent with",
        "partly_supported": "The record bears out in part",
        "contradicted": "The record speaks against",
        "contested": "The record is divided on",
    }.get(verdict.label, "Too little is on record to tell of")
    reason = f"{head} {wanted} of {who} towards {whom} {after}: {'; '.join(verdict.reasons)}."
    if deeds:
        reason += f" On record: {deeds}."
    start, end = window.first.year, window.last.year
    return Finding(
        label=verdict.label,
        grade=verdict.grade,
        grade_reasons=(*verdict.reasons, "order in time, not proof of motive: capped at moderate"),
        reason=reason,
        effect=findings.effect(findings.strongest(studied, 1) or findings.strongest(studied, -1)),
        specifications=tuple(specifications),
        disagreements=findings.disagreements(specifications, verdict.label),
        would_change=_would_change(claim, verdict),
        counter_reading=_counter(answers, sign, occasion),
        evidence=_evidence(bench, answers, targets, window, sources),
        limits=(
            *findings.limits(bench, sources, start, end),
            "The table of dated events is a selection by hand: its silence was not used as evidence.",
            "Statements are covered from January 2018 to February 2024 only.",
        ),
        citations=findings.citations(bench, sources),
        chart=_chart(bench, answers, targets, occasion, window, who, whom),
    )  # fmt: skip


def _deeds(answers: list[Answer], window: Window, sign: int) -> Specification:
    events = list(dict.fromkeys(e for a in answers for e in a.events))
    total = sum(e.sign * e.weight for e in events)
    direction = 0 if not total else (1 if total * sign > 0 else -1)
    return Specification(
        "events", "events", "dated events after the occasion", f"{window.first.isoformat()} to {window.last.isoformat()}",
        "none expected", "sum of signed weights", float(total), direction=direction, significant=bool(events),
        note="; ".join(f"{e.day.isoformat()} {e.name}" for e in events[:6]) or "none listed",
    )  # fmt: skip


def _would_change(claim: Claim, verdict: Verdict) -> tuple[str, ...]:
    if verdict.label == "contradicted" and claim.direction == "break":
        return ("A dated rupture of relations between the two in the window would turn it.",)
    if verdict.label in ("supported", "partly_supported"):
        return ("It would fall if the listed deeds were dated before the occasion or had another cause.",)
    return (
        "A dated deed of weight 2 or more in the window, or two families of series beyond 19 in 20 placebos.",
    )


def _counter(answers: list[Answer], sign: int, occasion: Occasion | None) -> str:
    other = [e for a in answers for e in a.events if e.sign == -sign]
    if other:
        return f"In the same window: {other[0].day.isoformat()} {other[0].name}."
    if occasion is None:
        return "Without a named event the deed may answer something else."
    return "The deed may answer something else that happened in the same months."


def _evidence(
    bench: Bench, answers: list[Answer], targets: list[Entity], window: Window, sources: list[str]
) -> tuple[EvidenceRows, ...]:
    events = tuple(dict.fromkeys(e for a in answers for e in a.events))
    rows = [
        EvidenceRows(
            "events", bench.source("events").version,
            f"SELECT * FROM events WHERE date BETWEEN '{window.first}' AND '{window.last}' -- pairs of "
            f"{', '.join(a.reactor.id for a in answers[:8])} with {', '.join(t.id for t in targets[:8])}",
            tuple({"id": e.id, "date": e.day.isoformat(), "type": e.type, "sign": e.sign, "weight": e.weight,
                   "reference": e.reference} for e in events),
        )
    ]  # fmt: skip
    if len(answers) == 1 and len(targets) == 1:
        first, last = window.first.year, window.last.year
        measures = dict.fromkeys(t.measure for t in answers[0].ties)
        rows += [
            findings.series_rows(bench, m, answers[0].reactor, targets[0], first - 3, last + 1)
            for m in measures
        ]
    return tuple(r for r in rows if r.rows)


def _chart(
    bench: Bench, answers: list[Answer], targets: list[Entity], occasion: Occasion | None, window: Window,
    who: str, whom: str,
) -> Chart:  # fmt: skip
    ones, others = _keys([a.reactor for a in answers]), _keys(targets)
    shown = occasions.between(bench, ones, others, window.first - _LONGEST, window.last + _ATTENTION)
    data = [
        {"row": e.name, "start": _year(e.day), "end": _year(e.end or e.day + timedelta(days=45)),
         "status": "closer" if e.sign > 0 else "apart"}
        for e in shown[-20:]
    ]  # fmt: skip
    if occasion is not None and all(r["row"] != occasion.name for r in data):
        data.append({"row": occasion.name, "start": _year(occasion.day), "end": _year(occasion.day + timedelta(days=45)),
                     "status": "occasion"})  # fmt: skip
    if not data:
        data.append({"row": "no dated event", "start": float(window.first.year), "end": float(window.last.year + 1),
                     "status": "none"})  # fmt: skip
    data.sort(key=lambda r: (r["start"], r["row"]))
    source = bench.source("events")
    marks = [{"x": _year(window.first), "label": occasion.name if occasion else "claimed from"}]
    return Chart(
        "timeline", f"{who} and {whom}: dated events around the occasion", tuple(data),
        {"row": "row", "start": {"field": "start", "title": "Year"}, "end": "end", "status": "status", "marks": marks},
        f"{source.title} {source.version}",
        "; ".join(f"{r['row']} ({r['start']:.1f}, {r['status']})" for r in data[:8]),
    )  # fmt: skip


def _year(day: date) -> float:
    return round(day.year + (day.timetuple().tm_yday - 1) / 365.25, 2)


def _names(answers: list[Answer]) -> str:
    return _and([a.reactor.name for a in answers])


def _and(names: list[str]) -> str:
    names = list(dict.fromkeys(names))
    if len(names) > 6:
        return f"{', '.join(names[:5])} and {len(names) - 5} more"
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
