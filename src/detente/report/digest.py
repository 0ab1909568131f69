"""What every face of a card says of its specifications, sources and tests.

In: a report's findings. Out: plain values and sentences, not yet escaped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from detente.model import Checked, Finding, Report, Specification
from detente.report import text
from detente.report.citations import csl_items

FALLBACK_REASON = "Neither known cases nor a false-alarm rate have been measured for this kind of claim."
_NO_RATE = "No false-alarm rate has been measured for this kind of claim: its test reads a state of affairs, not a change."
_COVERAGE = re.compile(
    r"(?: covers \d{4}-\d{4}| begins in \d{4}| ends in \d{4}; nothing after it was used or filled in)\.$"
)
EMPTY = {
    "picture": "No picture: nothing was measured that could be drawn.",
    "strip": "No specification was run.",
    "disagree": "No source used here points significantly away from this finding.",
    "change": "A source on these actors and years would allow a test.",
    "counter": "None was recorded.",
    "limits": "None beyond those of the sources.",
    "rows": "No rows were used.",
}
"""What a part of the card says where it has nothing to show."""


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
    """(title and version, years covered) of every source the finding used; whether it ends too early."""
    finding, asked = checked.finding, checked.claim.period.end
    used = dict.fromkeys([*(s.source for s in finding.specifications), *(e.source for e in finding.evidence)])
    known = {str(source.get("id")): source for source in report.sources}
    titles = {str(source.get("title")): str(source.get("id")) for source in report.sources}
    told = (titles.get(_COVERAGE.sub("", limit)) for limit in finding.limits if _COVERAGE.search(limit))
    used |= dict.fromkeys(name for name in told if name)
    ends = []
    for name in used:
        source = known.get(name, {})
        years = text.years(source.get("first"), source.get("last")) if source else "years not known"
        last = source.get("last")
        if asked is not None and last is not None and last < asked:
            years += ", none later"
        ends.append((source_title(report, name), years))
    return sorted(ends)


def source_title(report: Report, name: str) -> str:
    """Title and version of a source, or its id where the report does not describe it."""
    source = next((one for one in report.sources if str(one.get("id")) == name), {})
    return " ".join(str(source[key]) for key in ("title", "version") if source.get(key)) or name


def limits(report: Report, checked: Checked) -> list[str]:
    """The limits of a finding, without those that `source_years` says in a table."""
    titles = {str(source.get("title")) for source in report.sources}
    return [
        limit
        for limit in checked.finding.limits
        if not (_COVERAGE.search(limit) and _COVERAGE.sub("", limit) in titles)
    ]


def grade_reasons(finding: Finding) -> str:
    """Why the grade is what it is, unless the reason of the finding has said so already."""
    return "; ".join(why for why in finding.grade_reasons if why.rstrip(".") not in finding.reason)


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
        n = known["false_positives"]
        times = "once" if n == 1 else "twice" if n == 2 else "never" if n == 0 else f"{n} times"
        said.append(
            f"On {known['n']} random pairs and periods with no known break it raises a false alarm {times} "
            f"({text.per_cent(known['rate'])}{bounds})."
        )
    elif said:
        said.append(_NO_RATE)
    return said or [FALLBACK_REASON]


def safe_url(address: object) -> str | None:
    """An http(s) address that may be linked to, else None."""
    shown = text.visible(address)
    return shown if re.fullmatch(r"https?://[^\s<>\"'`\\\x00-\x1f\[\]]+", shown, re.I) else None
