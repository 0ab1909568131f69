"""The card of a claim of reaction: sentence, rows, limits and the timeline around the occasion."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from detente.checks import continuity, findings, occasions, studies
from detente.checks.answering import Answer, Window, keys, listed
from detente.english import capital
from detente.measures import words
from detente.model import Chart, Claim, EvidenceRows, Finding, Specification

if TYPE_CHECKING:
    from detente.checks.entities import Entity
    from detente.checks.occasions import Occasion
    from detente.inference.verdict import Verdict
    from detente.measures.registry import Bench

_AROUND = timedelta(days=6 * 365)
_AFTER = timedelta(days=2 * 366)
_SHOWN = timedelta(days=45)
_QUERY = (
    "SELECT id, date, type, sign, weight, reference FROM events WHERE date BETWEEN '{first}' AND '{last}'{those} "
    "-- pairs of {ones} with {others}"
)


def finding(
    claim: Claim,
    bench: Bench,
    verdict: Verdict,
    answers: list[Answer],
    studied: list[Specification],
    targets: list[Entity],
    occasion: Occasion | None,
    window: Window,
    sign: int,
) -> Finding:
    """The finding on how the reactors answered the occasion."""
    events = [e for a in answers for e in a.events]
    specifications = [_deeds(answers, window, sign), *studied]
    if len(answers) == 1:
        specifications += continuity.specifications(bench, list(answers[0].ties), 1 if sign < 0 else -1)
    sources = list(dict.fromkeys(["events", *(s.source for s in specifications)]))
    who = listed([findings.name(i) for i in claim.roles("subject")])
    whom = listed([findings.name(i) for i in claim.roles("object")] or [t.name for t in targets])
    after = (
        f"after {occasion.name} ({occasion.day.isoformat()})"
        if occasion
        else f"in {findings.period_text(claim)}"
    )
    deeds = "; ".join(dict.fromkeys(f"{e.day.isoformat()} {e.name}" for e in events[:4]))
    wanted = {"break": "a break", "friendly": "a friendly reaction", "none": "no reaction"}.get(
        claim.direction or "", "a hostile reaction"
    )
    head = {
        "supported": "The record is consistent with",
        "partly_supported": "The record bears out in part",
        "contradicted": "The record speaks against",
        "contested": "The record is divided on",
    }.get(verdict.label, "Too little is on record to tell of")
    reason = f"{head} {wanted} of {who} towards {whom} {after}: {verdict.reasons[0]}."
    if deeds:
        reason += f" On record: {deeds}."
    start, end = window.first.year, window.last.year
    return Finding(
        label=verdict.label,
        grade=verdict.grade,
        grade_reasons=(
            *verdict.reasons,
            "that one thing followed another does not prove the motive, so no grade above moderate",
        ),
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
        chart=_chart(bench, answers, targets, occasion, window, who, whom, studied),
    )


def _deeds(answers: list[Answer], window: Window, sign: int) -> Specification:
    events = list(dict.fromkeys(e for a in answers for e in a.events))
    total = sum(e.sign * e.weight for e in events)
    direction = 0 if not total else (1 if total * sign > 0 else -1)
    return Specification(
        "events",
        "events",
        "dated events after the occasion",
        f"{window.first.isoformat()} to {window.last.isoformat()}",
        "none expected",
        "sum of signed weights",
        float(total),
        direction=direction,
        significant=bool(events),
        note="; ".join(f"{e.day.isoformat()} {e.name}" for e in events[:6]) or "none listed",
    )


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
            "events",
            bench.source("events").version,
            _QUERY.format(
                first=window.first,
                last=window.last,
                those=f" AND id IN ({', '.join(repr(e.id) for e in events)})" if events else "",
                ones=", ".join(a.reactor.id for a in answers[:8]),
                others=", ".join(t.id for t in targets[:8]),
            ),
            tuple(
                {
                    "id": e.id,
                    "date": e.day.isoformat(),
                    "type": e.type,
                    "sign": e.sign,
                    "weight": e.weight,
                    "reference": e.reference,
                }
                for e in events
            ),
        )
    ]
    if len(answers) == 1 and len(targets) == 1:
        first, last = window.first.year, window.last.year
        measures = dict.fromkeys(t.measure for t in answers[0].ties)
        rows += [
            findings.series_rows(bench, m, answers[0].reactor, targets[0], first - 3, last + 1)
            for m in measures
        ]
    return tuple(r for r in rows if r.rows)


def _chart(
    bench: Bench,
    answers: list[Answer],
    targets: list[Entity],
    occasion: Occasion | None,
    window: Window,
    who: str,
    whom: str,
    studied: list[Specification],
) -> Chart:
    """The series in event time with their placebo fans and the dated events; without series, these alone."""
    timeline = _timeline(bench, answers, targets, occasion, window, who, whom)
    if not studied:
        return timeline
    latest = window.seen.year
    rows = studies.paths(bench, answers[0].reactor, targets[0], window.first, studied, latest)
    if not rows:
        return timeline
    shown = list(dict.fromkeys(row["measure"] for row in rows))
    named = {m: _panel(next(s for s in studied if s.measure == m)) for m in shown}
    moved = [words.named(s.measure) for s in studied if s.significant]
    series = (
        f"{listed(moved)} moved as in few other pairs" if moved else "no series moved beyond other pairs'"
    )
    count = len(dict.fromkeys(e for a in answers for e in a.events))
    deeds = (
        f"{count} dated event{'' if count == 1 else 's'} on record" if count else "no dated event on record"
    )
    title = f"{who} and {whom} {f'after {occasion.name}' if occasion else f'from {window.first.year} on'}"
    sources = dict.fromkeys([*(s.source for s in studied if s.measure in shown), "events"])
    lines = [
        {key: v for key, v in row.items() if key != "measure"} | {"panel": named[row["measure"]]}
        for row in rows
    ]
    return Chart(
        "lines", f"{title}: {deeds}; {series}",
        (*lines, *({**row, "panel": "Dated events"} for row in timeline.data)),
        {"x": {"field": "at", "title": "Years from the event" if occasion else "Years from the date claimed"},
         "y": {"field": "value", "title": "Change from before"}, "panel": "panel",
         "placebo_low": "low", "placebo_high": "high",
         "marks": [{"x": 0, "label": occasion.name if occasion else "claimed from"}],
         "beneath": [{"form": "timeline", "title": "Dated events", "encoding": timeline.encoding}]},
        "; ".join(f"{(v := bench.source(s)).title} {v.version}" for s in sources),
        f"{'; '.join(_path_said(m, rows) for m in shown)}. The bands hold nine in ten other pairs. {timeline.alt}",
    )  # fmt: skip


def _panel(one: Specification) -> str:
    said = words.named(one.measure)
    return f"{capital(said)}, less its mean before, {words.unit(one.unit)}"


def _path_said(measure: str, rows: list[dict]) -> str:
    after = [r["value"] for r in rows if r["measure"] == measure and r["at"] >= 0]
    said = words.named(measure)
    if not after:
        return f"{capital(said)}: nothing on record after the date"
    low, high = words.amount(min(after), 2), words.amount(max(after), 2)
    return f"{capital(said)}, less its mean before: from {low} to {high} after the date"


def _timeline(
    bench: Bench,
    answers: list[Answer],
    targets: list[Entity],
    occasion: Occasion | None,
    window: Window,
    who: str,
    whom: str,
) -> Chart:
    ones, others = keys([a.reactor for a in answers]), keys(targets)
    shown = occasions.between(
        bench, ones, others, window.first - _AROUND, min(window.last + _AFTER, window.seen)
    )
    data = [
        {
            "row": e.name,
            "start": _year(e.day),
            "end": _year(e.end or e.day + _SHOWN),
            "status": "closer" if e.sign > 0 else "apart",
        }
        for e in shown[-20:]
    ]
    if occasion is not None and all(r["row"] != occasion.name for r in data):
        data.append(
            {
                "row": occasion.name,
                "start": _year(occasion.day),
                "end": _year(occasion.day + _SHOWN),
                "status": "occasion",
            }
        )
    if not data:
        data.append(
            {
                "row": "no dated event",
                "start": float(window.first.year),
                "end": float(window.last.year + 1),
                "status": "none",
            }
        )
    data.sort(key=lambda r: (r["start"], r["row"]))
    source = bench.source("events")
    marks = [{"x": _year(window.first), "label": occasion.name if occasion else "claimed from"}]
    return Chart(
        "timeline",
        f"{who} and {whom}: dated events around the occasion",
        tuple(data),
        {
            "row": "row",
            "start": {"field": "start", "title": "Year"},
            "end": "end",
            "status": "status",
            "marks": marks,
        },
        f"{source.title} {source.version}",
        "; ".join(f"{r['row']} ({r['start']:.1f}, {r['status']})" for r in data[:8]),
    )


def _year(day: date) -> float:
    return round(day.year + (day.timetuple().tm_yday - 1) / 365.25, 2)
