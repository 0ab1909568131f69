"""How often, and which in order: "three times", "first", "last", "again", of the same rows as the deed itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from detente.checks.deeds import findings, matching, vocabulary, when
from detente.checks.deeds.requirements import within

if TYPE_CHECKING:
    from detente.checks.deeds.matching import Cell, Hit
    from detente.checks.deeds.record import Deed, Record
    from detente.checks.deeds.requirements import Condition
    from detente.checks.deeds.when import Window
    from detente.domain import Event
    from detente.measures.registry import Bench
    from detente.model import Finding

_DATE_MIN = when.date.min
_DATE_MAX = when.date.max
_MANY = 3


def times(event: Event, hits: Sequence[Hit], bench: Bench, window: Window, complete: bool) -> Finding:
    """Whether the deed was done as often as claimed; what the record holds is the least that there was."""
    amount = event.times
    deeds = distinct([h.deed for h in hits])
    number = len(deeds)
    wanted = amount.number if amount and amount.number is not None else _MANY
    bound = (amount.bound if amount else None) or "exactly"
    said = f"The record holds {number} such {'deed' if number == 1 else 'deeds'} {window.words()}"
    said += f": {findings.several(deeds)}." if deeds else "."
    upward = bound in ("at_least", "more_than", "many")
    if within(number, wanted, bound) and (upward or complete):
        return findings.found("supported", bench, deeds, said)
    if not upward and number > wanted * (1.1 if bound == "about" else 1):
        return findings.found("contradicted", bench, deeds, said)
    if complete and deeds:
        return findings.found("contradicted", bench, deeds, said)
    return findings.silent(f"{said} There may have been more.", bench=bench, near=deeds)


def distinct(deeds: Sequence[Deed]) -> list[Deed]:
    """Deeds that are not the same happening told twice (same act, parties and month)."""
    seen: dict[tuple[object, ...], Deed] = {}
    for deed in deeds:
        seen.setdefault((deed.act, deed.doers, deed.receivers, deed.date[:7]), deed)
    return sorted(seen.values(), key=lambda d: d.start)


def order(
    finding: Finding,
    event: Event,
    cells: Sequence[Cell],
    record: Record,
    window: Window,
    conditions: Sequence[Condition],
) -> Finding:
    """The finding that the deed was done, held against the claim that it was the first, the last or done again."""
    if finding.label not in ("supported", "partly_supported") or event.order in (None, "never"):
        return finding
    before = _hits(record, event, cells, when.Window(_DATE_MIN, _eve(window.first)), conditions)
    after = _hits(record, event, cells, when.Window(_morrow(window.last), _DATE_MAX), conditions)
    if event.order == "again":
        if before:
            return replace(finding, reason=f"{finding.reason} Before: {findings.several(before[-2:])}.")
        return _in_part(finding, "The record holds no earlier one.")
    against = before if event.order == "first" else after
    if against:
        which = "an earlier one" if event.order == "first" else "a later one"
        return replace(
            finding,
            label="contradicted",
            reason=f"The record holds {which}: {findings.several(against[:2])}.",
        )
    shown = [r for e in finding.evidence for r in e.rows]
    if any(event.order in vocabulary.words(str(r.get("text", ""))) for r in shown):
        return finding
    return _in_part(finding, f"That it was the {event.order} rests on the record holding no other.")


def _in_part(finding: Finding, why: str) -> Finding:
    return replace(finding, label="partly_supported", reason=f"{finding.reason} {why}")


def _hits(
    record: Record, event: Event, cells: Sequence[Cell], window: Window, conditions: Sequence[Condition]
) -> list[Deed]:
    if window.first >= window.last:
        return []
    found = [
        h.deed for cell in cells for h in matching.hits(record, event, cell, window, conditions) if h.full
    ]
    return distinct(found)


def _eve(day: when.date) -> when.date:
    return day if day == _DATE_MIN else day - when.timedelta(days=1)


def _morrow(day: when.date) -> when.date:
    return day if day == _DATE_MAX else day + when.timedelta(days=1)
