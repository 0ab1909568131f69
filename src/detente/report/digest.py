"""What every face of a card says of its specifications, sources and tests.

In: a report's findings. Out: plain values and sentences, not yet escaped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from detente.model import Checked, Report, Specification
from detente.report import text
from detente.report.citations import csl_items

FALLBACK_REASON = "No calibration for this kind of claim came with this report."


def tally(specifications: Sequence[Specification]) -> list[dict[str, Any]]:
    """Specifications by family, the strongest support first, with how many agree."""
    made = []
    for family in sorted({spec.family for spec in specifications}, key=text.family_order):
        own = [spec for spec in specifications if spec.family == family]
        own.sort(key=lambda s: (-s.direction, -(text.finite(s.placebo_percentile) or 0), s.source, s.window))
        agree, against = sum(s.direction > 0 for s in own), sum(s.direction < 0 for s in own)
        lean = "mixed" if agree and against else "for" if agree else "against" if against else "neither"
        strong = any(s.significant for s in own)
        made.append(
            {
                "family": family,
                "agree": agree,
                "against": against,
                "n": len(own),
                "sign": lean if lean in {"mixed", "neither"} else f"{lean}{'-strong' if strong else ''}",
                "said": _lean(lean, strong),
                "dots": [_dot(spec) for spec in own],
            }
        )
    return made


def _lean(lean: str, strong: bool) -> str:
    if lean == "mixed":
        return "mixed"
    if lean == "neither":
        return "neither way"
    side = "for the claim" if lean == "for" else "against the claim"
    return side if strong else f"weakly {side}"


def _dot(spec: Specification) -> dict[str, Any]:
    lean = "for" if spec.direction > 0 else "against" if spec.direction < 0 else "neither"
    sign = lean if lean == "neither" or not spec.significant else f"{lean}-strong"
    return {"spec": spec, "sign": sign, "said": _lean(lean, spec.significant)}


def source_years(report: Report, checked: Checked) -> list[tuple[str, str]]:
    """(title and version, years covered) of every source the finding used."""
    finding = checked.finding
    used = dict.fromkeys([*(s.source for s in finding.specifications), *(e.source for e in finding.evidence)])
    known = {str(source.get("id")): source for source in report.sources}
    ends = []
    for name in used:
        source = known.get(name, {})
        title = " ".join(str(source[key]) for key in ("title", "version") if source.get(key)) or name
        ends.append(
            (title, text.years(source.get("first"), source.get("last")) if source else "years not known")
        )
    return sorted(ends)


def references(report: Report, keys: Sequence[str]) -> list[dict[str, Any]]:
    """Citations as lines a reader can follow; a key without an entry is shown as it is."""
    items = {item["id"]: item for item in csl_items(report, tuple(keys))}
    made = []
    for key in dict.fromkeys(keys):
        item = items.get(key)
        made.append(
            {"key": key, "text": _reference(item) if item else "", "url": _address(item) if item else None}
        )
    return made


def _reference(item: Mapping[str, Any]) -> str:
    names = [name.get("literal") or name.get("family", "") for name in item.get("author", [])]
    who = ", ".join(names[:3]) + (" and others" if len(names) > 3 else "")
    issued = item.get("issued", {}).get("date-parts", [[""]])[0][0]
    head = f"{who} ({issued})" if issued else who
    where = item.get("container-title") or item.get("publisher") or ""
    return ". ".join(part for part in (head, item.get("title", ""), where) if part) + "."


def _address(item: Mapping[str, Any]) -> str | None:
    doi = str(item.get("DOI", "")).removeprefix("https://doi.org/")
    return safe_url(f"https://doi.org/{doi}") if doi else safe_url(item.get("URL", ""))


def known_cases(known: Mapping[str, Any] | None) -> list[str]:
    """What is known of this kind's test, in sentences."""
    if not known:
        return [FALLBACK_REASON]
    said = []
    if known.get("known"):
        said.append(
            f"On known cases of this kind the same test is right {known['right']} of {known['known']} times."
        )
    if known.get("n"):
        bounds = ""
        if known.get("low") is not None and known.get("high") is not None:
            low, high = text.number(100 * known["low"], 2), text.number(100 * known["high"], 2)
            bounds = f"; 95 per cent interval {low} to {high}"
        said.append(
            f"On {known['n']} random pairs and periods with no known break it finds a change "
            f"{known['false_positives']} times ({text.per_cent(known['rate'])}{bounds}): its false alarms."
        )
    return said or [FALLBACK_REASON]


def safe_url(address: object) -> str | None:
    """An http(s) address that may be linked to, else None."""
    shown = text.visible(address)
    return shown if re.fullmatch(r"https?://[^\s<>\"'`\\\x00-\x1f\[\]]+", shown, re.I) else None
