"""Two things a realignment or a change says beside who and when: its turning point, and an alliance.

In: a claim whose period may be wider than the words ("... after 1979", in a table that says
1960-1988), and the sentence. Out: `details["break"]`, the year the words turn on, where it lies
inside the period; `details["alliance"]` where the destination is called an alliance or an ally.
"""

from __future__ import annotations

import re
from dataclasses import replace

from detente.model import Claim, Period

_CHANGES = frozenset(("trend", "no_change", "realignment", "convergence", "level"))
_ALLIANCE = re.compile(r"\b(?:alliance|ally|allied)\b", re.I)
_BEFORE = re.compile(r"\b(?:alliance with|ally of|allied (?:to|with)|ally to)\s+(?:the\s+)?$", re.I)
_AFTER = re.compile(r"^(?:'s|’s)?\s*(?:\w+\s+)?(?:alliance|ally)\b|^\s*one\b", re.I)


def with_turn(claim: Claim, read: Period) -> Claim:
    """The claim with the year its own words turn on, where that lies strictly inside its period."""
    start, end = claim.period.start, claim.period.end
    if claim.kind not in _CHANGES or start is None or end is None:
        return claim
    inside = [year for year in (read.start, read.end) if year is not None and start < year < end]
    if not inside:
        return claim
    return replace(claim, details={**claim.details, "break": inside[0]})


def with_alliance(claim: Claim, text: str) -> Claim:
    """The claim marked as one of alliance, where its destination is called that."""
    mention = next((r.mention for r in claim.actors if r.role == "to" and r.mention), "")
    if claim.kind != "realignment" or not mention or not _ALLIANCE.search(text):
        return claim
    at = text.find(mention)
    if at < 0:
        return claim
    if (
        _BEFORE.search(text[:at])
        or _AFTER.search(text[at + len(mention) :])
        or _AFTER.search(_last_word(mention))
    ):
        return replace(claim, details={**claim.details, "alliance": True})
    return claim


def _last_word(mention: str) -> str:
    return " " + mention.rsplit(" ", 1)[-1]
