"""The JSON form of a report: the contract that tools outside the project rely on.

In: `detente.model.Report`. Out: plain dicts, lists, strings, finite numbers and None, as
described by `schema/check.schema.json`. Floats keep nine significant digits, so that the last
bits of a sum, which differ between machines, do not show; what is not finite becomes null.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import PureWindowsPath
from typing import Any

from detente import __version__
from detente.model import (
    Checked,
    Claim,
    Effect,
    EvidenceRows,
    Finding,
    Part,
    Probability,
    Report,
    Specification,
)

SIGNIFICANT_DIGITS = 9


def as_dict(report: Report) -> dict[str, Any]:
    """The whole report as JSON-ready values."""
    answer = {
        "detente": {"version": __version__},
        "atlas": {
            "version": report.atlas_version,
            "sources": [plain(source) for source in report.sources],
        },
        "document": {
            "title": report.document.title,
            "origin": public_origin(report.document.origin),
            "published": {"date": report.document.published, "origin": report.document.published_origin},
            "parts": [_part(part) for part in report.document.parts],
        },
        "reading": {
            "reader": report.reading.reader,
            "model": report.reading.model,
            "prompt": report.reading.prompt,
        },
        "claims": [_checked(checked) for checked in report.checked],
        "not_read": [
            {"part": n.part, "start": n.start, "end": n.end, "quote": n.quote, "reason": n.reason}
            for n in report.not_read
        ],
    }
    if report.changes:
        answer["changes"] = [
            {"claim": c.claim, "field": c.field, "before": c.before, "after": c.after} for c in report.changes
        ]
    return answer


def as_text(report: Report) -> str:
    """`as_dict` as indented ASCII text with a final newline."""
    return json.dumps(as_dict(report), indent=2, ensure_ascii=True, allow_nan=False) + "\n"


@cache
def _schema_text() -> str:
    return resources.files("detente.report").joinpath("schema", "check.schema.json").read_text("utf-8")


def schema() -> dict[str, Any]:
    """The published JSON Schema (draft 2020-12) of `as_dict`."""
    return json.loads(_schema_text())


def plain(value: Any) -> Any:
    """`value` as JSON knows it: finite rounded numbers, strings, lists, dicts, None.

    NumPy scalars become Python's, dates ISO text, tuples and sets lists (sets sorted), keys text.
    """
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return number(value)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return [plain(item) for item in sorted(value, key=str)]
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value)


def number(value: float | None) -> float | None:
    """`value` with nine significant digits; None for what is missing or not finite."""
    if value is None or not math.isfinite(value):
        return None
    return float(f"{float(value):.{SIGNIFICANT_DIGITS}g}") + 0.0  # + 0.0 turns -0.0 into 0.0


def public_origin(origin: str) -> str:
    """Where a document came from, as it may be passed on: an address without its user's name, a file without its folders."""
    if origin.startswith(("http://", "https://")):
        return re.sub(r"^(https?://)[^/?#]*@", r"\1", origin)
    return PureWindowsPath(origin).name or origin  # which knows both kinds of slashes


def _part(part: Part) -> dict[str, Any]:
    return {
        "id": part.id,
        "kind": part.kind,
        "author": part.author,
        "published": part.published,
        "published_origin": part.published_origin,
        "text": part.text,
    }


def _checked(checked: Checked) -> dict[str, Any]:
    return _claim(checked.claim) | {"finding": _finding(checked.finding)}


def _claim(claim: Claim) -> dict[str, Any]:
    typed = claim.typed
    said = typed.model_dump(mode="json", by_alias=True, exclude_defaults=True) if typed else {}
    return {
        "id": claim.id,
        "part": claim.part,
        "quote": claim.quote,
        "start": claim.start,
        "end": claim.end,
        "kind": claim.kind,
        "actors": [{"id": actor.id, "role": actor.role} for actor in claim.actors],
        "statement": said.get("statement"),
        "restatement": claim.restatement,
        "polarity": typed.polarity if typed else None,
        "modality": typed.modality if typed else None,
        "likelihood": typed.likelihood if typed else None,
        "condition": said.get("condition"),
        "condition_polarity": typed.condition_polarity if typed else None,
        "speaker": claim.attribution,
        "stance": typed.stance if typed else None,
        "period": {
            "from": typed.period.from_ if typed else None,
            "to": typed.period.to if typed else None,
            "origin": typed.period.origin if typed else "none",
            "holds": typed.period.holds if typed else None,
            "stated": claim.period.stated,
        },
        "untested": [
            {"start": u.start, "end": u.end, "text": u.text, "material": u.material}
            for u in (typed.untested if typed else ())
        ],
        "premises": list(claim.premises),
        "reader": typed.reader if typed else None,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "label": finding.label,
        "why": finding.why,
        "grade": finding.grade,
        "grade_reasons": list(finding.grade_reasons),
        "probability": _probability(finding.probability),
        "reason": finding.reason,
        "effect": _effect(finding.effect),
        "specifications": [_specification(spec) for spec in finding.specifications],
        "disagreements": list(finding.disagreements),
        "evidence": [_evidence(rows) for rows in finding.evidence],
        "limits": list(finding.limits),
        "citations": list(finding.citations),
        "would_change": list(finding.would_change),
        "counter_reading": finding.counter_reading,
        "members": [{"who": m.who, "label": m.label, "reason": m.reason} for m in finding.members],
    }


def _probability(probability: Probability | None) -> dict[str, Any] | None:
    if probability is None:
        return None
    return {
        "point": number(probability.point),
        "low": number(probability.low),
        "high": number(probability.high),
        "band": probability.band,
    }


def _effect(effect: Effect | None) -> dict[str, Any] | None:
    """An effect without a finite value is no effect."""
    if effect is None or number(effect.value) is None:
        return None
    return {
        "value": number(effect.value),
        "unit": effect.unit,
        "low": number(effect.low),
        "high": number(effect.high),
        "placebo_percentile": number(effect.placebo_percentile),
    }


def _specification(spec: Specification) -> dict[str, Any]:
    return {
        "family": spec.family,
        "source": spec.source,
        "measure": spec.measure,
        "window": spec.window,
        "baseline": spec.baseline,
        "unit": spec.unit,
        "estimate": number(spec.estimate),
        "low": number(spec.low),
        "high": number(spec.high),
        "placebo_percentile": number(spec.placebo_percentile),
        "direction": int(spec.direction),
        "significant": bool(spec.significant),
        "note": spec.note,
    }


def _evidence(rows: EvidenceRows) -> dict[str, Any]:
    return {
        "source": rows.source,
        "version": rows.version,
        "query": rows.query,
        "rows": [plain(row) for row in rows.rows],
    }
