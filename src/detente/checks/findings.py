"""Assembling a finding: the sentence, the rows, the limits, the picture.

In: what a check measured. Out: `model.Finding`. Wording lives here so that every kind of claim
answers in the same voice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from detente import actors
from detente.measures import words
from detente.model import Claim, Effect, EvidenceRows, Finding, Grade, Label, Specification

if TYPE_CHECKING:
    from detente.checks.entities import Entity
    from detente.measures.registry import Bench

_MOST_ROWS = 40
UNBOOKED = "Flows that were confidential are not booked where they went; an absent flow is no evidence."


def name(actor_id: str) -> str:
    """The name an actor is printed under; of a place, its own words."""
    if actor_id.startswith(("place:", "person:")):
        return actor_id.partition(":")[2].replace("-", " ").title()
    return actors.get(actor_id).name


def simple(
    label: Label,
    reason: str,
    *,
    grade: Grade = "very_low",
    reasons: Sequence[str] = (),
    limits: Sequence[str] = (),
) -> Finding:
    """A finding without specifications: ill-posed, not testable, no data."""
    return Finding(
        label, grade, tuple(reasons) or (reason,), reason,
        would_change=(_OTHERWISE.get(label, _OTHERWISE["insufficient_evidence"]),), limits=tuple(limits),
    )  # fmt: skip


def taken_back(found: Finding, reason: str) -> Finding:
    """A finding that its evidence is too weak to decide after all, with what it rests on kept in sight."""
    return replace(
        found,
        label="insufficient_evidence",
        grade="low",
        reason=reason,
        why="too_weak",
        grade_reasons=(reason,),
    )


def unread() -> Finding:
    """The finding on a sentence whose reading is not sure."""
    return simple(
        "insufficient_evidence",
        "The sentence could not be read well enough to know what to test.",
        reasons=("reading unsure",),
    )


_OTHERWISE = {
    "insufficient_evidence": "A source that covers these actors and years, or a sentence that says who did what "
    "to whom and when, would let it be tested.",
    "ill_posed": "Other years, or the state that stood there in these years, would make it a claim to be tested.",
    "not_testable": "Nothing would: no evidence decides a value. A factual premise beside it could be tested.",
}


def strongest(specifications: Iterable[Specification], sign: int) -> Specification | None:
    """The specification that speaks most clearly on one side (the card's headline number)."""
    ranked = [
        s
        for s in specifications
        if s.estimate is not None and s.direction * sign > 0 and s.placebo_percentile is not None
    ]
    if not ranked:
        return None
    # Natural units before the balance of dated events, which only counts.
    return max(
        ranked,
        key=lambda s: (s.significant, s.family != "events", abs((s.placebo_percentile or 50) - 50), s.window),
    )


def subject(specification: Specification) -> str:
    """What the estimate is a change of; a relative move is counted so that more speaks for the claim."""
    relative = re.search(r"closeness to (.+?) −?-?\d", specification.note)
    said = words.named(specification.measure)
    return f"{said}, counted the claimed way ({relative[1]})" if relative else said


def unit_text(specification: Specification) -> str:
    """What follows the headline number: its unit, what it measures and between which years."""
    years = (
        f"{specification.baseline} to {specification.window}"
        if specification.baseline[:1].isdigit()
        else specification.window
    )
    return f"{words.unit(specification.unit)}: {subject(specification)}, {years}"


def effect(specification: Specification | None) -> Effect | None:
    """The effect of a specification in natural units."""
    if specification is None or specification.estimate is None:
        return None
    return Effect(
        specification.estimate,
        unit_text(specification),
        specification.low,
        specification.high,
        specification.placebo_percentile,
    )


def limits(bench: Bench, sources: Iterable[str], start: int, end: int) -> tuple[str, ...]:
    """One line for each source that ends before the period does, and one for each that is whole."""
    lines = []
    for source_id in dict.fromkeys(sources):
        source = bench.source(source_id)
        first, last, title = source.first, source.last, source.title
        if first is None or last is None:
            continue
        if last < end:
            lines.append(f"{title} ends in {last}; nothing after it was used or filled in.")
        elif first > start:
            lines.append(f"{title} begins in {first}.")
        else:
            lines.append(f"{title} covers {first}-{last}.")
    return tuple(lines)


def citations(bench: Bench, sources: Iterable[str]) -> tuple[str, ...]:
    """BibTeX keys of the sources used."""
    return tuple(dict.fromkeys(bench.source(s).citation_key for s in sources))


TABLE_OF = {
    "un-votes": "un_votes", "un-ideal-points": "ideal_points", "atop": "atop", "cow-mid": "mid", "gml-mid": "mid",
    "tss-rivalries": "rivalries", "td-rivalries": "rivalries", "cow-trade": "trade", "sipri-arms": "arms",
    "cow-igo": "igo_joint", "desta": "fta", "events": "events",
}  # fmt: skip


def series_rows(bench: Bench, measure: str, a: Entity, b: Entity, start: int, end: int) -> EvidenceRows:
    """The yearly values a specification was made from, with the query that gives them (`measures.ask`)."""
    from detente.checks.change import between

    definition = bench.measures[measure]
    cube = bench.cube(measure)
    first, last = max(start, cube.first_year), min(end, cube.last_year)
    pairs = len(a.positions) * len(b.positions)
    values = between(
        bench.index, cube.window(first, last).astype(float) if pairs > 1 else cube.window(first, last), a, b
    )
    pair = f"{a.id}-{b.id}"
    rows = tuple(
        {"year": year, "pair": pair, measure: float(np.round(float(v), 6))}
        for year, v in zip(range(first, last + 1), values, strict=False)
        if np.isfinite(v)
    )[-_MOST_ROWS:]
    ones, others = (", ".join(map(str, who.codes)) for who in (a, b))
    query = (
        f"SELECT year, '{pair}' AS pair, round_even(avg(value), 6) AS {measure} FROM measures.{measure} "
        f"WHERE ccode1 IN ({ones}) AND ccode2 IN ({others}) "
        f"AND year BETWEEN {rows[0]['year'] if rows else first} AND {last} GROUP BY year ORDER BY year"
    )
    source = bench.source(definition.source)
    return EvidenceRows(
        definition.source,
        source.version,
        f"{query} -- {definition.formula}, of {TABLE_OF[definition.source]}",
        rows,
    )


def period_text(claim: Claim) -> str:
    """The claim's years as printed."""
    start, end = claim.period.start, claim.period.end
    return f"{start}" if start == end else f"{start}-{end}"


def disagreements(specifications: Sequence[Specification], label: Label) -> tuple[str, ...]:
    """Sources that significantly point away from the finding, by name: one line a measure and side."""
    against = {"supported": -1, "partly_supported": -1, "contradicted": 1}.get(label)
    found: dict[tuple[str, str, str], list[str]] = {}
    for s in specifications:
        if not s.significant or s.estimate is None or not s.direction:
            continue
        if against is None or s.direction == against:
            years = f"{s.baseline} to {s.window}" if s.baseline[:1].isdigit() else s.window
            side = "for" if s.direction > 0 else "against"
            found.setdefault((s.source, s.measure, side), []).append(years)
    return tuple(
        f"{words.source(source)} ({words.named(measure)}): {side} the claim, {_among(years)}."
        for (source, measure, side), years in found.items()
    )


def _among(years: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(years))
    return distinct[0] if len(distinct) == 1 else f"in {len(distinct)} comparisons, such as {distinct[0]}"
