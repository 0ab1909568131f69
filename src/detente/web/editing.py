"""The form by which a person corrects a reading.

In: a claim of a stored report, or the form that came back; out: what the form shows, or the corrections that
`reading.correct` takes (one claim edited or removed, all others named by their ids alone). The rules are the
reader's own: what it refuses, the form shows with its sentence.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from detente.errors import InputError
from detente.model import Claim, Qualifier, Report

BLANK_ROWS, MOST_ROWS = 2, 12


def choices() -> dict[str, Any]:
    """What the selects of the form offer."""
    from detente.reading.corrections import ROLES, TOPICS
    from detente.reading.given import DIRECTIONS, KINDS

    return {
        "kinds": sorted(KINDS),
        "topics": sorted(TOPICS),
        "roles": sorted(ROLES),
        "qualifiers": list(get_args(Qualifier)),
        "directions": {
            kind: sorted(allowed) for kind, (_, _, allowed) in sorted(DIRECTIONS.items()) if allowed
        },
    }


def shown(claim: Claim) -> dict[str, Any]:
    """The form filled with a claim."""
    rows = [{"role": a.role, "id": a.id, "mention": a.mention, "name": _name(a.id)} for a in claim.actors]
    return {
        "kind": claim.kind,
        "topic": claim.topic,
        "direction": claim.direction or "",
        "from": "" if claim.period.start is None else str(claim.period.start),
        "to": "" if claim.period.end is None else str(claim.period.end),
        "qualifier": claim.qualifier,
        "negated": bool(claim.details.get("negated")),
        "actors": [
            *rows,
            *({"role": "object", "id": "", "mention": "", "name": ""} for _ in range(BLANK_ROWS)),
        ],
    }


def sent(form: Mapping[str, Any], ids: Sequence[str], roles: Sequence[str]) -> dict[str, Any]:
    """The form as it came back, to be shown again where something in it is refused."""
    rows = [
        {"role": r, "id": i.strip(), "mention": "", "name": _name(i.strip())}
        for i, r in zip(ids, roles, strict=False)
    ][:MOST_ROWS]
    texts = {
        name: str(form.get(name, "")).strip()
        for name in ("kind", "topic", "direction", "from", "to", "qualifier")
    }
    return {**texts, "negated": form.get("negated") is not None, "actors": rows}


def corrections(report: Report, claim: Claim, form: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The claims of a report with one corrected as the form says.

    Raises:
        InputError: a year is no number, or nothing was changed.

    """
    kept = {(a.id, a.role): a.mention for a in claim.actors}
    people = [
        {"id": row["id"], "role": row["role"], "mention": kept.get((row["id"], row["role"]), "")}
        for row in form["actors"]
        if row["id"]
    ]
    edited: dict[str, Any] = {
        "id": claim.id,
        "kind": form["kind"],
        "topic": form["topic"],
        "direction": form["direction"] or None,
        "qualifier": form["qualifier"],
        "actors": people,
    }
    period = {"from": _year(form["from"], "first"), "to": _year(form["to"], "last")}
    if period != {"from": claim.period.start, "to": claim.period.end}:
        edited["period"] = period
    if form["negated"] != bool(claim.details.get("negated")):
        edited["details"] = {**claim.details, "negated": form["negated"]}
    return replaced(report, claim.id, edited)


def replaced(report: Report, claim_id: str, edited: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """All claims by their ids, one with new fields, or without it where `edited` is None."""
    rows = [dict(edited or {}) if c.claim.id == claim_id else {"id": c.claim.id} for c in report.checked]
    return [row for row in rows if row]


def settle(report: Report, rows: list[dict[str, Any]]) -> str:
    """The corrections as JSON once the reader accepts them.

    Raises:
        InputError: they cannot be claims of this document, or they change nothing.

    """
    from detente import reading

    claims, changes = reading.correct(report.document, [c.claim for c in report.checked], rows)
    if not claims:
        raise InputError("Without this claim the report would be empty.")
    if not changes:
        raise InputError("Nothing was changed: the reading is the one that was tested.")
    return json.dumps(rows, default=lambda v: sorted(v) if isinstance(v, set | frozenset) else str(v))


def told(report: Report, before: Report | None) -> list[dict[str, Any]]:
    """What a person corrected, claim by claim: letter and id (None for a claim left out), the fields in words, and
    the labels of the finding before and now (None where it is not known)."""
    from detente.report import text

    letters = {c.claim.id: text.letter(i) for i, c in enumerate(report.checked)}
    now = {c.claim.id: c.finding.label for c in report.checked}
    then = {c.claim.id: c.finding.label for c in before.checked} if before else {}
    made: dict[str, dict[str, Any]] = {}
    for change in report.changes:
        one = made.setdefault(
            change.claim,
            {"id": change.claim if change.claim in now else None, "letter": letters.get(change.claim),
             "fields": [], "before": then.get(change.claim), "now": now.get(change.claim)},
        )  # fmt: skip
        one["fields"].append(text.correction(change).removeprefix("corrected by you: "))
    return list(made.values())


def _name(actor: str) -> str:
    """The name of an actor given by its id, where that says more than the id."""
    from detente import actors
    from detente.errors import UnknownActorError

    try:
        name = actors.get(actor).name
    except UnknownActorError:
        return ""
    return "" if name == actor else name


def _year(text: str, which: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise InputError(f"The {which} year {text[:20]!r} is no year.")
    return int(text)
