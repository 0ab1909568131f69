"""Necessity: "A cannot reach B (or the sea) without C", "every route must cross C".

The map answers. Over land: which states touch, whatever roads and politics allow. By sea: the basins
of the world ocean and the straits and canals between them. C is necessary where taking it out leaves
no way; where it is not, the finding names a way without it and what it costs. A claim of support
("without strong Russian support") is tested in its literal form, and the card says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from detente import transport
from detente.checks import findings
from detente.errors import DetenteError
from detente.model import Chart, Claim, Effect, EvidenceRows, Finding, Grade, Label, Specification

if TYPE_CHECKING:
    from detente.checks.registry import Context
    from detente.measures.registry import Bench
    from detente.transport import Necessity

KIND = "necessity"
_EARLIEST = 1946  # the oldest year the map of borders is meant for


def check(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Test a claim that a way leads only through somebody."""
    years = _years(claim, context.latest)
    origin = claim.role("subject") or claim.role("from")
    destination = claim.role("object") or claim.role("to") or claim.role("place")
    gatekeepers = claim.roles("third")
    to_sea = claim.details.get("destination") == "sea"
    if origin is None or (destination is None and not to_sea):
        return findings.simple("insufficient_evidence", "The claim does not say from where to where.")
    goal = destination if destination is not None and not to_sea else "ocean"
    mode = str(claim.details.get("mode") or "land")
    try:
        if gatekeepers:
            return _cut(claim, gatekeepers, origin, goal, mode, years)
        if claim.details.get("minimum"):
            return _crossings(claim, origin, goal, years)
    except DetenteError as error:
        return findings.simple("insufficient_evidence", f"The map cannot answer: {error}")
    return findings.simple("insufficient_evidence", "The claim names nobody the way must pass.")


def _years(claim: Claim, latest: int) -> tuple[int, int]:
    start, end = claim.period.start or latest, claim.period.end or latest
    return max(start, _EARLIEST), max(min(end, latest), _EARLIEST)


def _cut(
    claim: Claim, gatekeepers: tuple[str, ...], origin: str, goal: str, mode: str, years: tuple[int, int]
) -> Finding:
    span = years[0] if years[0] == years[1] else years
    answer = transport.is_necessary(gatekeepers, origin, goal, mode=mode, as_of=span)
    negated = bool(claim.details.get("negated"))
    label, grade = _label(answer, negated)
    limits = (
        *answer.limits,
        "Necessity on the map is not consent: who could spoil a way is another question.",
    )
    rows = tuple(
        {
            "from": a.origin, "to": a.destination, "way without": " - ".join(a.by),
            "km with": a.km_with, "km without": a.km_without, "ratio": a.ratio,
        }
        for a in answer.alternatives
    )  # fmt: skip
    if not rows:
        cuts = "; ".join(" + ".join(c) for c in answer.minimum_cuts) or "none smaller"
        rows = (
            {"gatekeepers": ", ".join(answer.gatekeepers), "pairs cut": answer.share, "smallest cuts": cuts},
        )
    specification = Specification(
        "transport", "corridor network", f"share of pairs cut off without {', '.join(answer.gatekeepers)}",
        f"{years[0]}-{years[1]}", f"{answer.mode} map with all states open", "share", answer.share,
        direction=1 if (answer.share == 1) != negated else -1, significant=answer.answer is not None,
        note=f"{answer.pairs} pairs of origin and destination",
    )  # fmt: skip
    return _finding(claim, label, grade, answer.reason, specification, rows, limits, answer.mode, answer)


def _label(answer: Necessity, negated: bool) -> tuple[Label, Grade]:
    if answer.answer is None:
        return ("partly_supported", "moderate") if 0 < answer.share < 1 else ("insufficient_evidence", "low")
    return ("supported" if answer.answer != negated else "contradicted"), "high"


def _crossings(claim: Claim, origin: str, goal: str, years: tuple[int, int]) -> Finding:
    least, way = transport.least_crossings(origin, goal, as_of=years[1])
    wanted = int(claim.details["minimum"])
    if least is None:
        return findings.simple(
            "insufficient_evidence", f"No way over land leads from {findings.name(origin)} there."
        )
    true = (least >= wanted) != bool(claim.details.get("negated"))
    others = f"{least} other state{'s' if least != 1 else ''}"
    reason = f"The way with the fewest borders enters {others} ({' - '.join(way)}, {years[1]})."
    specification = Specification(
        "transport", "corridor network", "states entered on the way with the fewest", str(years[1]), "land borders",
        "states", float(least), direction=1 if true else -1, significant=True, note=f"the claim says at least {wanted}",
    )  # fmt: skip
    rows = (
        {
            "from": origin,
            "to": goal,
            "fewest states entered": least,
            "way": " - ".join(way),
            "claimed at least": wanted,
        },
    )
    limits = ("The Caspian is not the ocean.", "Air transport is left out.")
    return _finding(
        claim, "supported" if true else "contradicted", "high", reason, specification, rows, limits, "land"
    )


def _finding(
    claim: Claim, label: Label, grade: Grade, reason: str, specification: Specification,
    rows: tuple[dict[str, Any], ...], limits: tuple[str, ...], mode: str, answer: Necessity | None = None,
) -> Finding:  # fmt: skip
    value = specification.estimate if specification.estimate is not None else 0.0
    priced = [a for a in answer.alternatives if a.ratio is not None] if answer else []
    chart = None
    if priced:
        data = tuple(
            {"pair": f"{a.origin} to {a.destination}", "ratio": round(a.ratio or 0.0, 2)} for a in priced[:12]
        )
        chart = Chart(
            "bars", "What the way around costs in length", data,
            {"x": {"field": "ratio", "title": "Length without, as a multiple of the length with", "unit": "ratio"},
             "y": {"field": "pair", "title": "Pair"}},
            "detente corridor network", "; ".join(f"{d['pair']} {d['ratio']}" for d in data),
        )  # fmt: skip
    reasons = (
        ("a fact of the map",) if label in ("supported", "contradicted") else ("it differs by pair or year",)
    )
    return Finding(
        label, grade, reasons, reason,
        effect=Effect(value, f"{specification.measure}, {specification.unit}"),
        specifications=(specification,),
        would_change=("A border or strait that opens or closes, or a pair of places the map does not hold.",),
        counter_reading="A way that exists may still be too slow, too dear or too dangerous to be one.",
        evidence=(EvidenceRows("corridor network", "2026", f"transport.is_necessary, mode {mode}", rows),),
        limits=limits,
        citations=("detente_corridors",),
        chart=chart,
    )  # fmt: skip
