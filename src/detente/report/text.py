"""Words, glyphs and number formats that every face of a report shares.

Strings in a report are other people's: `visible` makes control and direction-changing
characters harmless and visible before a face escapes the rest.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any, get_args

from detente.model import Change, Grade, Label, Probability, ReadBy, Report


@dataclass(frozen=True, slots=True)
class Word:
    """How a finding is said: in words, and with a sign that does not need colour."""

    text: str
    glyph: str
    meaning: str


LABELS: dict[str, Word] = {
    "supported": Word(
        "supported", "●", "the evidence points the way the claim says, beyond what placebos show"
    ),
    "partly_supported": Word("partly supported", "◐", "part of the claim stands, or it stands weakly"),
    "contested": Word("contested", "⇄", "families of evidence or sources point in opposite directions"),
    "contradicted": Word("contradicted", "✕", "the evidence points against the claim"),
    "open": Word("open", "◇", "it lies ahead, or was said to be possible: a chance is given, no verdict"),
    "insufficient_evidence": Word(
        "insufficient evidence", "?", "the evidence on hand cannot tell, or there is none"
    ),
    "not_testable": Word("not testable", "–", "a value, advice, or a matter that no data here can test"),
    "ill_posed": Word("ill-posed", "!", "an actor or a period named in the claim does not exist"),
}
assert set(LABELS) == set(get_args(Label))
GRADES: dict[str, str] = {"high": "high", "moderate": "moderate", "low": "low", "very_low": "very low"}
assert set(GRADES) == set(get_args(Grade))

FAMILIES: tuple[str, ...] = (
    "voting",
    "commitment",
    "coercion",
    "diplomacy",
    "institutions",
    "events",
    "arms",
    "trade",
    "finance",
    "economy",
    "capability",
    "energy",
    "transport",
)

# Sizes above which a number is said with a word.
LARGE: tuple[tuple[float, str], ...] = ((1e12, " tn"), (1e9, " bn"), (1e6, " mn"))

# Characters that reorder, hide or end text: shown by their code point instead.
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def visible(value: object) -> str:
    """`value` as text in which no character can reorder, hide or break what is around it."""
    text = str(value)
    if text.isascii() and text.isprintable():
        return text
    text = _CONTROL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _BIDI.sub(lambda hit: f"[U+{ord(hit[0]):04X}]", text)


def read_by(by: ReadBy) -> str:
    """The end of the line on how a report was made: who read, where it was not the built-in reader."""
    if by.reader == "builtin":
        return ""
    if by.reader == "person":
        return "; the claims were given"
    model = f" {shorten(visible(by.model), 60)}" if by.model else ""
    prompt = f" (prompt {shorten(visible(by.prompt), 30)})" if by.prompt else ""
    return f"; the claims were read by a language model{model}{prompt}"


def word(label: str) -> Word:
    """The word of a finding's label; an unknown label is shown as it is."""
    return LABELS.get(label, Word(label.replace("_", " "), "?", ""))


def counts(report: Report) -> list[tuple[str, int]]:
    """How many claims got each label, in the fixed order of `LABELS`; zeros left out."""
    found = Counter(checked.finding.label for checked in report.checked)
    return [(label, found[label]) for label in LABELS if found[label]]


def family_order(family: str) -> tuple[int, str]:
    """Sort key: the house order of evidence families, unknown ones last by name."""
    return (FAMILIES.index(family) if family in FAMILIES else len(FAMILIES), family)


def phrase(name: str) -> str:
    """An identifier as words: `no_change` is "no change"."""
    return name.replace("_", " ").strip()


def letter(index: int) -> str:
    """0, 1, ... 25, 26 as A, B, ... Z, AA."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def shorten(text: str, width: int) -> str:
    """`text` on one line of at most `width` characters, cut at a word where one ends near."""
    line = " ".join(text.split())
    if len(line) <= width:
        return line
    cut = line[: max(width - 1, 1)]
    space = cut.rfind(" ")
    return (cut[:space] if space > width * 0.6 else cut).rstrip(" ,;:") + "…"


def finite(value: float | None) -> float | None:
    """`value`, or None where it is missing or not finite."""
    return value if value is not None and math.isfinite(value) else None


def number(value: Any, digits: int = 3) -> str:
    """A number for reading: three significant digits, thousands grouped, a true minus sign.

    From a million on it is said in mn, bn or tn.
    """
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return "–"
    size, suffix = next(((value / s, n) for s, n in LARGE if abs(value) >= s), (value, ""))
    if suffix:
        return f"{number(size, digits)}{suffix}"
    size = abs(value)
    if size and size < 1:
        decimals = min(digits - 1 - math.floor(math.log10(size)), 12)
    elif size < 10**digits:
        decimals = max(digits - len(str(int(size))), 0)
    else:
        decimals = 0
    text = f"{value:,.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text.replace("-", "−")


def cell(value: Any) -> str:
    """A table cell: whole numbers as they are (they may be years or codes), others shortened."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return number(value, 4)
    return visible(value)


def interval(low: float | None, high: float | None) -> str:
    """`low` to `high` in words, or an empty string where there is none."""
    if low is None or high is None or not (math.isfinite(low) and math.isfinite(high)):
        return ""
    return f"{number(low)} to {number(high)}"


def per_cent(value: float) -> str:
    """A share of one in per cent: 0.037 is "3.7 per cent"."""
    return f"{number(100 * value, 2)} per cent"


def chance(probability: Probability) -> str:
    """A probability with its 95 per cent interval and its ICD-203 band, as one sentence."""
    low, high = number(100 * probability.low, 2), number(100 * probability.high, 2)
    point = per_cent(probability.point)
    return f"Probability {point} (95 per cent interval {low} to {high}): {probability.band}."


def rank(percentile: float | None) -> str:
    """A placebo percentile as a comparison a reader can picture."""
    if percentile is None or not math.isfinite(percentile):
        return ""
    if percentile >= 100:
        return "stronger than every placebo case"
    if percentile >= 99:
        return "stronger than all but 1 in 100 placebo cases"
    if percentile < 50:
        other = max(min(round(100 - percentile), 99), 0)
        return f"further against the claim than {other} of 100 placebo cases"
    return f"stronger than {max(round(percentile), 0)} of 100 placebo cases"


def years(start: int | None, end: int | None) -> str:
    """A period of calendar years in words."""
    if start is None and end is None:
        return "no period given"
    if start is None:
        return f"until {end}"
    if end is None:
        return f"from {start}"
    return str(start) if start == end else f"{start} to {end}"


def correction(change: Change) -> str:
    """One line on what a person changed: "corrected by you: kind trend → level"."""
    if change.field == "claim":
        return (
            "added by you"
            if change.before is None
            else f"removed by you: “{shorten(visible(change.before), 120)}”"
        )
    before, after = (phrase(one) if one else "none" for one in (change.before, change.after))
    return f"corrected by you: {change.field} {before} → {after}"
