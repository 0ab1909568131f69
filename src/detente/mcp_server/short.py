"""Findings short enough for a model's window: label, what was tested and what not, sources with their last years.

In: a `model.Checked` and the sources of its report. Out: JSON values of at most `LARGEST` bytes; what is left out is
named by a flag, and is had by asking for the finding in full or for its rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from detente.model import Checked, Finding
from detente.report import json as published
from detente.report.text import shorten

LARGEST = 2_000  # bytes of one finding
LARGEST_ANSWER = 16_000  # bytes of any other answer
_ALWAYS = ("not_tested", "sources", "cite")
"""What is said even where there is none."""
_DROPPED = (
    "members",
    "counter_reading",
    "would_change",
    "disagreements",
    "limits",
    "effect",
    "grade_reasons",
    "quote",
)
"""What goes first where a finding is too long; what stays is cut only after that."""


def text(value: Any) -> str:
    """An answer as compact JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def size(value: Any) -> int:
    """How many bytes an answer takes."""
    return len(text(value).encode("utf-8", "replace"))


def finding(name: str, checked: Checked, sources: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The short form of a finding; `name` is the id it can be asked for by."""
    claim, found = checked.claim, checked.finding
    typed = claim.typed
    untested = [u.text for u in typed.untested] if typed else []
    said: dict[str, Any] = {
        "id": name,
        "label": found.label,
        "why": found.why,
        "grade": found.grade,
        "tested": shorten(claim.restatement, 400),
        "not_tested": [shorten(u, 100) for u in untested[:4]],
        "reason": shorten(found.reason, 500),
        "quote": shorten(claim.quote, 200),
        "effect": published.plain(_effect(found)),
        "probability": published.plain(_probability(found)),
        "members": [f"{m.who}: {m.label}" for m in found.members[:12]],
        "disagreements": [shorten(d, 160) for d in found.disagreements[:2]],
        "limits": [shorten(one, 200) for one in found.limits[:2]],
        "grade_reasons": [shorten(one, 120) for one in found.grade_reasons[:2]],
        "would_change": [shorten(one, 160) for one in found.would_change[:1]],
        "counter_reading": shorten(found.counter_reading, 160),
        "sources": _sources(found, sources),
        "cite": list(found.citations[:12]),
    }
    said = {k: v for k, v in said.items() if v not in (None, [], "", {}) or k in _ALWAYS}
    for key in _DROPPED:
        if size(said) <= LARGEST - 20:
            break
        if said.pop(key, None) is not None:
            said["more"] = True
    return _cut(said)


def _cut(said: dict[str, Any]) -> dict[str, Any]:
    """The last resort for very long ones (scripts of many bytes a sign): the sentences themselves are cut."""
    for key, longest in (("reason", 200), ("tested", 160), ("not_tested", 0)):
        if size(said) > LARGEST - 20:
            said[key] = (
                shorten(said[key], longest) if longest else [shorten(one, 30) for one in said[key][:2]]
            )
            said["more"] = True
    return said


def _sources(found: Finding, sources: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each source a finding stands on, with its version and the last year it covers."""
    used = [rows.source for rows in found.evidence] + [spec.source for spec in found.specifications]
    out = []
    for one in dict.fromkeys(used):
        known = sources.get(one, {})
        out.append({"id": one, "version": known.get("version"), "last_year": known.get("last")})
    return out[:8]


def _effect(found: Finding) -> dict[str, Any] | None:
    effect = found.effect
    if effect is None:
        return None
    return {"value": effect.value, "unit": shorten(effect.unit, 120), "low": effect.low, "high": effect.high}


def _probability(found: Finding) -> dict[str, Any] | None:
    chance = found.probability
    return (
        None
        if chance is None
        else {"point": chance.point, "low": chance.low, "high": chance.high, "band": chance.band}
    )


def fitting(rows: list[Any], room: int = LARGEST_ANSWER) -> list[Any]:
    """As many of the first rows as fit."""
    out, used = [], 0
    for row in rows:
        used += size(row) + 1
        if used > room:
            break
        out.append(row)
    return out
