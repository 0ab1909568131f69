"""When an alleged cause happened: the date of a driver claim's cause, and where that date comes from.

In: a claim of cause and effect. Out: a `Cause`, dated by the first of these that answers: the table of
dated events; the accession the words speak of ("membership of the Community", "enlargement in 2004"); the
entry into force of a trade agreement between the two states (DESTA); the opening of a gas pipeline
between them (Global Energy Monitor); the year that the claim itself gives its cause. None where no
one dates it: then before and after cannot be told apart, and only the effect can be looked at.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from detente import actors, transport
from detente.checks import findings, occasions
from detente.checks.occasions import Occasion
from detente.inference import thresholds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.measures.registry import Bench
    from detente.model import Claim

_ENTRY = re.compile(
    r"\b(?:join\w*|membership|member|accession|acced\w+|entry|enter\w*|enlargement|admission|admitted|taken in)\b",
    re.IGNORECASE,
)
_AGREEMENT = re.compile(
    r"\b(?:free[- ]trade|trade (?:agreement|pact|treaty|deal|accord)|customs union|common market|closer economic"
    r"|economic (?:agreement|partnership|cooperation agreement))",
    re.IGNORECASE,
)
_COMMUNITY = re.compile(r"\b(?:community|common market|union|enlargement)\b", re.IGNORECASE)
_PIPE = re.compile(r"\b(?:pipeline|pipelines|pipe)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)(?:\s*[-–/]\s*(?:\d\d)?\d\d)?\b(?!s)")


@dataclass(frozen=True)
class Cause:
    """When the alleged cause happened; `told` says whence the date is where it is no dated event's."""

    name: str
    day: date
    occasion: Occasion | None = None
    told: str = ""


def find(claim: Claim, bench: Bench) -> Cause | None:
    """The dated cause of a claim, or None."""
    event = next((r.id for r in claim.actors if r.role == "cause" and r.id.startswith("event:")), None)
    words = event or claim.details.get("cause") or claim.details.get("event")
    text = "" if words is None or str(words).startswith("event:") else str(words)
    years = None
    if claim.period.start is not None and claim.period.end is not None and claim.period.stated is not None:
        years = (claim.period.start - 1, claim.period.end)
    said = [int(y) for y in _YEAR.findall(text)]
    return (
        _occasion(claim, bench, words, years)
        or _accession(claim, bench, text, said)
        or _agreement(claim, bench, text, said)
        or _pipeline(claim, text)
        or _own_year(text, said)
    )


def _occasion(claim: Claim, bench: Bench, words: object, years: tuple[int, int] | None) -> Cause | None:
    """The dated event meant; beyond the claim's years (a cause may lie before them) where none is within."""
    near = [r.id for r in claim.actors]
    spans = [years]
    if years is not None:
        spans.append((years[0] - thresholds.WINDOW_YEARS, years[1] + thresholds.WINDOW_YEARS))
    for span in spans:
        found = occasions.find(bench, None if words is None else str(words), near=near, years=span)
        if found is not None:
            return Cause(found.name, found.day, found)
    return None


def _years(claim: Claim) -> tuple[int, int]:
    """The years the cause must lie in: the claim's own, any where it gives none."""
    if claim.details.get("undated"):
        return 0, 9999
    return claim.period.start or 0, claim.period.end or 9999


def _states(claim: Claim) -> list[str]:
    own = [r.id for r in claim.actors if r.role in ("subject", "object") and ":" not in r.id]
    return list(dict.fromkeys(own))


def _accession(claim: Claim, bench: Bench, text: str, said: Sequence[int]) -> Cause | None:
    """An accession of one of the states: the one in the year given, else the only one in the claim's years."""
    named = [r.id for r in claim.actors if r.id.startswith("org:")]
    if not named and not _ENTRY.search(text):
        return None
    if not named and (_COMMUNITY.search(text) or said):
        named = ["org:EU"]
    table = bench.atlas.table("memberships").filter(
        (pl.col("status") == "member") & pl.col("start").is_not_null()
    )
    places = {bench.place(i) for i in _states(claim)}
    for organisation in named:
        own = [
            int(r["start"])
            for r in table.filter(pl.col("org") == organisation).iter_rows(named=True)
            if bench.place(r["iso3"]) in places
        ]
        low, high = _years(claim)
        fit = sorted({y for y in own if (y in said if said else low <= y <= high)})
        if len(fit) == 1:
            name = f"{findings.name(organisation)} accession"
            return Cause(name, date(fit[0], 7, 1), None, f"membership list of {findings.name(organisation)}")
    return None


def _agreement(claim: Claim, bench: Bench, text: str, said: Sequence[int]) -> Cause | None:
    """The first year of a trade agreement in force between the two, within the claim's years."""
    states = _states(claim)
    if len(states) < 2 or not _AGREEMENT.search(text) or "fta" not in bench.atlas.tables:
        return None
    codes = {actors.ccode(i, claim.period.end) for i in states[:2]}
    table = bench.atlas.table("fta").filter(
        pl.col("ccode1").is_in(list(codes)) & pl.col("ccode2").is_in(list(codes))
    )
    if not len(table):
        return None
    first = min(int(year) for year in table["year"].to_list())
    low, high = _years(claim)
    if not (low <= first <= high) or (said and abs(first - said[0]) > 1):
        return None
    return Cause("trade agreement in force", date(first, 1, 1), None, "DESTA, first year in force")


def _pipeline(claim: Claim, text: str) -> Cause | None:
    """The first gas pipeline opened between the two states."""
    states = _states(claim)
    if len(states) < 2 or not _PIPE.search(text):
        return None
    opened = transport.pipeline_opened(states[0], states[1])
    low, high = _years(claim)
    if opened is None or not low <= opened <= high:
        return None
    return Cause(
        "opening of a gas pipeline", date(opened, 7, 1), None, "Global Energy Monitor, first year in use"
    )


def _own_year(text: str, said: Sequence[int]) -> Cause | None:
    """The year the claim gives its own cause."""
    if not said:
        return None
    name = re.sub(r"\s+", " ", text).strip(" ,.")
    name = re.sub(r" (?:was|were|had|has|have|all but)$", "", name)
    return Cause(name, date(said[0], 7, 1), None, "the claim's own date; the event itself is not on record")
