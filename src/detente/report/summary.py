"""What a report comes to, for a reader with one minute: the date of the text, counts by use, what to look at.

In: a `detente.model.Report`. Out: plain values and sentences, which every face shows in the same order.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.model import Checked, Document, Finding, Report
from detente.report import text

DECIDED = ("supported", "partly_supported", "contradicted", "contested")
LOOK_AT = ("contradicted", "contested", "partly_supported")
"""Findings an editor looks at first, in this order."""
SHORT = ("open", "insufficient_evidence", "not_testable", "ill_posed")
"""Findings whose cards say what there is to say and fold the rest away."""
FACT_WIDTH = 240
_ORIGINS = {
    "given": "as given for this check",
    "dateline": "from the dateline",
    "meta": "from the page's description of itself",
    "time element": "from the page",
    "address": "from the address of the page",
}


@dataclass(frozen=True, slots=True)
class Use:
    """How many claims or sentences are of one use; `key` is for a style or a program, `said` for a reader."""

    key: str
    n: int
    said: str


def dated(document: Document) -> str:
    """The date of the article and how it is known, in one line."""
    part = next((p for p in document.parts if p.kind == "article"), None)
    if part is None or not part.published:
        return "No date is known: what the text says of its own present was not tested"
    how = part.published_origin
    return f"Published {part.published}" + (f", {_ORIGINS.get(how, how)}" if how else "")


def uses(report: Report) -> list[Use]:
    """Counts by use; zeros are left out, but for what was decided."""
    found = [checked.finding.label for checked in report.checked]
    decided = sum(label in DECIDED for label in found)
    ahead = found.count("open")
    rows = [
        Use("decided", decided, "tested and decided"),
        Use("open", ahead, "open forecast" if ahead == 1 else "open forecasts"),
        Use("insufficient_evidence", found.count("insufficient_evidence"), "with too little evidence"),
        Use("not_testable", found.count("not_testable"), "that no data here can test"),
        Use("ill_posed", found.count("ill_posed"), "about what did not exist or lies outside all evidence"),
        Use("not_read", len(report.not_read), "sentence not read" if len(report.not_read) == 1 else "sentences not read"),
    ]  # fmt: skip
    return [row for row in rows if row.n or row.key == "decided"]


def counted(report: Report) -> str:
    """The counts by use as one line."""
    return ", ".join(f"{row.n} {row.said}" for row in uses(report))


def to_look_at(report: Report) -> list[int]:
    """Which claims to look at, by their place: contradicted and contested first, then partly supported."""
    return [
        i for label in LOOK_AT for i, checked in enumerate(report.checked) if checked.finding.label == label
    ]


def nothing_to_look_at(report: Report) -> str:
    """What stands where no claim is to be looked at."""
    if not report.checked:
        return NOTHING
    if any(checked.finding.label in DECIDED for checked in report.checked):
        return "Nothing that was tested here was contradicted, contested or supported in part only."
    return "No claim of this text could be decided on the evidence here."


NOTHING = "No claim that can be tested was found."


def strongest(finding: Finding) -> str:
    """The strongest fact behind a label, on one line: of several members, what was found for one that decides."""
    own = next((m for m in finding.members if m.label == finding.label), None)
    said = f"{own.who}: {own.reason}" if own is not None and own.who else finding.reason
    return text.shorten(text.visible(said), FACT_WIDTH)


def is_short(checked: Checked) -> bool:
    """Whether a card says what there is to say in a few lines."""
    return checked.finding.label in SHORT


def untested_note(checked: Checked) -> str:
    """The words of the quote that were not tested, by name; empty where all was."""
    typed = checked.claim.typed
    left = [f"“{' '.join(u.text.split())}”" for u in typed.untested] if typed is not None else []
    return f"Not tested: {', '.join(left)}." if left else ""
