"""Diversity: "A has spread its suppliers (partners)", "A came to depend on fewer", told by no single partner.

The Herfindahl index of A's partners at the end of the period against its beginning, in each family the
claim is of (arms, trade, energy; all three where it names none), ranked among all other states' changes. A
move of a twentieth that outdoes three in four other states' is one; families that move apart are contested.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from detente import actors
from detente.checks import findings
from detente.checks.entities import Entity, entity
from detente.english import capital
from detente.inference import thresholds
from detente.inference.verdict import negated as negated_label
from detente.measures import fuels, ties
from detente.measures.ties import Spread
from detente.model import Chart, Claim, Effect, EvidenceRows, Finding, Grade, Label, Specification

if TYPE_CHECKING:
    from detente.checks.registry import Context
    from detente.measures.registry import Bench

_FUELS = tuple(f for f in fuels.PRODUCTS if f != "energy")
_TABLES = {"arms": "arms", "trade": "trade", "energy": "energy_trade"}


def families(claim: Claim) -> tuple[str, ...]:
    """The families a claim on partners at large is of."""
    if claim.topic in ("arms", "energy"):
        return (claim.topic,)
    if claim.topic in ("imports", "exports") or claim.facets.exchange.commerce:
        return ("trade",)
    return tuple(ties.SHARES)


def check(claim: Claim, bench: Bench, context: Context) -> Finding:
    """Test a claim that a state's partners spread (`falling`) or narrowed (`rising`)."""
    start, end = claim.period.start or 0, min(claim.period.end or 0, context.latest)
    subject = claim.role("subject")
    a = entity(bench, subject, end) if subject else None
    if a is None:
        return findings.simple(
            "insufficient_evidence", "The claim names no state whose partners could be counted."
        )
    if claim.topic in _FUELS or (claim.topic == "energy" and claim.facets.exchange.single_fuel):
        return findings.simple(
            "insufficient_evidence",
            "Whom a single fuel was bought from cannot be counted in full: confidential flows are not booked.",
            limits=(findings.UNBOOKED,),
        )
    stated = claim.period.stated is not None or end - start >= thresholds.PRESENT_SPAN_YEARS
    found = []
    for family in families(claim):
        last = min(end, ties.herfindahl(bench, family)[0] + len(ties.herfindahl(bench, family)[1]) - 1)
        first = start if stated else last - thresholds.CONCENTRATION_SPAN_YEARS
        reach = (end - start) // 2 if stated else end - start
        if end - last > max(thresholds.NEAR_COVERAGE_YEARS, reach):
            continue  # the source ends before the later half of the period
        if (one := ties.spread(bench, family, a.positions, first, last)) and one.change is not None:
            found.append(one)
    if not found:
        return findings.simple(
            "insufficient_evidence",
            f"No source holds the partners of {a.name} at both ends of {start}-{end}.",
            limits=findings.limits(bench, tuple(ties.SHARES[f][0] for f in families(claim)), start, end),
        )
    wanted = 1 if claim.direction == "rising" else -1
    specifications = tuple(specification(one, wanted) for one in found)
    label, grade, reasons = verdict(specifications)
    if claim.details.get("negated"):
        label = negated_label(label)
    sources = tuple(dict.fromkeys(one.source for one in found))
    lead = max(found, key=lambda one: abs(one.change or 0.0))
    return Finding(
        label, grade, reasons, f"{a.name}: {'; '.join(said(one) for one in found)}.",
        effect=Effect(round(100 * (lead.change or 0.0), 1), "points of the Herfindahl index (0 to 100)",
                      placebo_percentile=specification(lead, wanted).placebo_percentile),
        specifications=specifications,
        disagreements=findings.disagreements(specifications, label),
        would_change=(
            f"It would turn if the index moved the other way by {100 * thresholds.CONCENTRATION_MOVED:.0f} points.",
        ),
        counter_reading="Shares may spread because the largest partner withdrew, not because others were sought.",
        evidence=_rows(bench, a, found),
        limits=(*((findings.UNBOOKED,) if "baci-energy" in sources else ()),
                *findings.limits(bench, sources, start, end)),
        citations=findings.citations(bench, sources),
        chart=_chart(bench, a, found, sources),
    )  # fmt: skip


def specification(one: Spread, wanted: int) -> Specification:
    """The change of one family as a specification; `wanted` is the sign the claim asks for."""
    change, rank = one.change or 0.0, 50.0 if one.change_percentile is None else one.change_percentile
    sign = (change >= thresholds.CONCENTRATION_MOVED) - (change <= -thresholds.CONCENTRATION_MOVED)
    outer = rank >= thresholds.LEANING_PERCENTILE if sign > 0 else rank <= 100 - thresholds.LEANING_PERCENTILE
    return Specification(
        one.family, one.source, f"concentration of {one.measure}", _span(one.first, one.last),
        _span(*one.before) if one.before else "", "points of the Herfindahl index (0 to 100)",
        round(100 * change, 1), placebo_percentile=round(rank if wanted > 0 else 100 - rank, 1), direction=sign * wanted,
        significant=bool(sign and outer),
        note=f"index {one.index:.2f}, more concentrated than {one.percentile:.0f} of 100 other states",
    )  # fmt: skip


def standing(bench: Bench, a: Entity, measure: str, last: int) -> Spread | None:
    """How concentrated the partners of `a` are among all states, and against ten years before.

    None where `measure` is not the one of a family (imports alone, one fuel).
    """
    family = next((f for f, (_, known, _) in ties.SHARES.items() if known == measure), None)
    if family is None:
        return None
    return ties.spread(bench, family, a.positions, last - thresholds.CONCENTRATION_SPAN_YEARS, last)


def ranked(known: Specification, one: Spread | None) -> Specification:
    """A specification on a level of concentration with its rank among all other states."""
    if one is None:
        return known
    return replace(known, placebo_percentile=round(one.percentile, 1), note=_moved(one).lstrip("; "))


def aside(spreads: Sequence[Spread | None]) -> str:
    """A sentence on where the concentration stands among all states, or nothing."""
    told = [
        f"{one.family} partners are more concentrated than those of {one.percentile:.0f} of 100 other states{_moved(one)}"
        for one in spreads
        if one is not None
    ]
    text = "; ".join(told)
    return f" {capital(text)}." if told else ""


def verdict(specifications: tuple[Specification, ...]) -> tuple[Label, Grade, tuple[str, ...]]:
    """Label and grade: one family that moved beyond the others' moves decides, unless another moved back."""
    clear = {s.direction for s in specifications if s.significant}
    loose = {s.direction for s in specifications if s.direction}
    reasons = tuple(f"{s.family}: {_signed(s.estimate or 0.0, 0)} points, further the claimed way than "
                    f"{s.placebo_percentile:.0f} of 100 other states"
                    for s in specifications)  # fmt: skip
    grade: Grade = "moderate" if len(specifications) > 1 and len(loose) == 1 else "low"
    if len(clear) > 1:
        return "contested", "low", reasons
    if clear and loose == clear:
        return "supported" if clear == {1} else "contradicted", grade, reasons
    if clear == {1}:
        return "partly_supported", "low", (*reasons, "another family moved the other way")
    if loose == {1}:
        return "partly_supported", "low", (*reasons, "no more than many other states' moved")
    return "insufficient_evidence", "very_low", reasons


def said(one: Spread) -> str:
    """One family in words: the index, its rank, its change, the largest partner."""
    state = actors.resolve_code(one.largest[0], "cow")
    text = (
        f"{one.family} partners: Herfindahl index {one.index:.2f} in {_span(one.first, one.last)}, more "
        f"concentrated than {one.percentile:.0f} of 100 other states, the largest {state.name if state else '?'} "
        f"with {one.largest[1]:.0f} per cent"
    )
    return text + _moved(one)


def _moved(one: Spread) -> str:
    if one.change is None or one.before is None:
        return ""
    rank = 50.0 if one.change_percentile is None else one.change_percentile
    return f"; index {_signed(one.change, 2)} since {_span(*one.before)} (rank {rank:.0f} of 100 among all changes)"


def _signed(value: float, digits: int) -> str:
    return f"{value:+.{digits}f}".replace("-", "−")


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _rows(bench: Bench, a: Entity, found: list[Spread]) -> tuple[EvidenceRows, ...]:
    rows = []
    for one in found:
        start, index = ties.herfindahl(bench, one.family)
        first = one.before[0] if one.before else one.first
        own = [(y, index[y - start, list(a.positions)]) for y in range(first, one.last + 1)]
        column, year = {"arms": ("recipient", "end_year"), "energy": ("importer", "year")}.get(
            one.family, ("ccode1", "year")
        )
        ids = ", ".join(map(str, a.codes)) if one.family == "trade" else f"'{a.id}'"
        rows.append(EvidenceRows(
            one.source, bench.source(one.source).version,
            f"SELECT * FROM {_TABLES[one.family]} WHERE {column} IN ({ids}) AND {year} BETWEEN {first} AND {one.last} "
            "-- Herfindahl index: the sum of the squared shares of a year",
            tuple({"year": y, "Herfindahl index": round(float(v.mean()), 3)} for y, v in own if v.size and v.mean() > 0),
        ))  # fmt: skip
    return tuple(r for r in rows if r.rows)


def _chart(bench: Bench, a: Entity, found: list[Spread], sources: tuple[str, ...]) -> Chart | None:
    data = [
        {"year": row["year"], "index": row["Herfindahl index"], "family": one.family}
        for one in found
        for rows in _rows(bench, a, [one])
        for row in rows.rows
    ]
    if not data:
        return None
    moves = ", ".join(f"{one.family} {_signed(one.change or 0.0, 2)}" for one in found)
    return Chart(
        "lines", f"{a.name}: how concentrated its partners are ({moves})", tuple(data),
        {"x": {"field": "year", "title": "Year"}, "y": {"field": "index", "title": "Herfindahl index (0 to 1)"},
         "series": "family", "reference": [{"y": thresholds.CONCENTRATED_INDEX, "label": "concentrated"}]},
        "; ".join(bench.source(s).title for s in sources),
        f"Herfindahl index of the partners of {a.name} by family: {moves}.",
    )  # fmt: skip
