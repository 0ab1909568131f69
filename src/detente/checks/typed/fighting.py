"""Fighting and its dead: armed activity of groups and in places, battle deaths of states and regions, civilians killed.

Battle deaths: UCDP counts them by dyad and year; a region's are those of dyads fought in its states, or by their governments.
Civilians killed: rows of the record that tell their number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from detente import actors
from detente.checks import findings
from detente.checks.deeds import findings as told
from detente.checks.deeds import places, units, vocabulary, when
from detente.checks.deeds.record import Deed, load
from detente.checks.entities import members
from detente.checks.occasions import key
from detente.checks.typed.questions import ask
from detente.checks.typed.relations import silent
from detente.domain import ACTS, Claim, Quantity
from detente.english import listed
from detente.inference.verdict import negated as negated_label
from detente.model import Effect, EvidenceRows, Finding, Label, Specification

if TYPE_CHECKING:
    from detente.checks.typed.door import Context
    from detente.measures.registry import Bench

FIGHTING = ("armed_activity", "conflict_deaths")


def fighting(claim: Claim, q: Quantity, bench: Bench, context: Context, direction: str) -> Finding:
    """Armed activity of a group or in a place: that it was there, that it rose or fell, how many died of it."""
    groups = [i for i in q.of.ids if i.startswith("group:")]
    places = [i for i in (*q.place, *q.of.ids) if len(i) == 3 or i.startswith(("bloc:", "org:"))]
    if q.value is not None and q.value.number is not None and not groups and direction == "present":
        return deaths(claim, q, bench, context)
    if (
        (q.value is not None and q.value.number is not None)
        or q.comparison is not None
        or not (groups or places)
    ):
        return silent("no_source", "Battle deaths are counted here by group and state and year only.")
    roles = {"subject": groups[0] if groups else None, "place": places[0] if places else None}
    return ask("threat", claim, bench, context, roles, topic="conflict", direction=direction)


def deaths(claim: Claim, q: Quantity, bench: Bench, context: Context) -> Finding:
    """A number of battle deaths in states or regions over the years of the claim."""
    wanted = q.value
    start, end = _years(claim, context)
    places = [i for i in (*q.place, *q.of.ids) if not i.startswith("group:")]
    numbers = {n for i in places for n in _numbers(bench, i, end)}
    if wanted is None or wanted.number is None or not numbers:
        return silent("no_source", "How many are meant, and where, is not said in numbers.")
    first, last = bench.atlas.coverage("ucdp_deaths")
    if start < first or end > last:
        return silent("no_coverage", f"Battle deaths are counted for {first}-{last}.")
    table = bench.atlas.table("ucdp_deaths").filter(
        pl.col("year").is_between(start, end)
        & (
            pl.col("gwno_battle").is_in(numbers)
            | (pl.col("gwno_battle").is_null() & pl.col("gwno_a").is_in(numbers))
        )
    )
    low, best, high = (int(table[c].sum()) for c in ("low", "best", "high"))
    label = _held((low, high), wanted.number, wanted.bound)
    if claim.negative:
        label = negated_label(label)
    where = listed([_name(i) for i in places])
    reason = f"Battle deaths in {where}, {_span(start, end)}: {best:,} ({low:,} to {high:,})."
    specification = Specification(
        "coercion", "ucdp-brd", "battle deaths", _span(start, end), "none", "deaths", float(best), float(low), float(high),
        direction=0 if label == "insufficient_evidence" else 1 if label == "supported" else -1,
        significant=label in ("supported", "contradicted"),
    )  # fmt: skip
    return Finding(
        label, "moderate" if label != "insufficient_evidence" else "low", ("a count with its range",), reason,
        effect=Effect(float(best), "battle deaths", float(low), float(high)), specifications=(specification,),
        would_change=("It would turn with a count on the other side of what is claimed.",),
        counter_reading="Battle deaths leave out civilians killed on purpose and those who died of hunger and disease.",
        evidence=(EvidenceRows("ucdp-brd", bench.source("ucdp-brd").version,
                               f"SELECT * FROM ucdp_deaths WHERE gwno_battle IN ({', '.join(map(str, sorted(numbers)))}) "
                               f"AND year BETWEEN {start} AND {end}", tuple(table.to_dicts()[:60])),),
        limits=("Conflicts of fewer than 25 deaths a year are not listed.",),
        citations=findings.citations(bench, ("ucdp-brd",)),
        why="too_weak" if label == "insufficient_evidence" else None,
    )  # fmt: skip


_MANY = 100
"""Civilians killed from which one speaks of many."""


def civilians(claim: Claim, q: Quantity, bench: Bench, context: Context) -> Finding:
    """Civilians killed by somebody somewhere, by rows of the record that tell their number."""
    number = (
        _MANY
        if q.value is not None and q.value.bound == "many" and q.value.number is None
        else q.value.number
        if q.value
        else None
    )
    record, window = load(bench, context.latest), when.window(claim.period, context.latest)
    lands = [*q.place, *(i for i in q.of.ids if i not in q.place)]
    doers = [units.unit(i, bench, window.last.year) for i in q.perpetrator.ids]
    if number is None or not lands or not doers:
        return silent("no_source", "Who killed how many, and where, is not said.")
    acts = [n for n, a in ACTS.items() if a.plover == "ASSAULT"]
    rows = [
        (d, n) for d in record.of(acts)
        if when.fit(d, window) and all(u.among(d.doers) for u in doers) and _there(d, lands)
        and _CIVILIANS & d.words and (n := _most(d))
    ]  # fmt: skip
    if not rows:
        return told.silent("The record tells no number of civilians killed there by them.", bench=bench)
    deeds_, total = [d for d, _ in rows], sum(n for _, n in rows)
    label = _held(
        (total, total),
        number,
        "at_least" if q.value and q.value.bound == "many" else q.value.bound if q.value else None,
    )
    if label == "contradicted" and (q.value is None or q.value.bound not in ("at_most", "less_than")):
        label = "insufficient_evidence"  # the record may lack others
    found = told.found(label, bench, deeds_, f"The record holds: {told.several(deeds_)}.")
    return replace(found, label=negated_label(label) if claim.negative else label)


_CIVILIANS = vocabulary.words("civilians children villagers")


def _there(deed: Deed, lands: Sequence[str]) -> bool:
    return any(
        places.fits(deed, land) or (not land.startswith("place:") and key(land) in deed.receivers)
        for land in lands
    )


def _most(deed: Deed) -> int:
    """The largest number in a row's text that is not its year."""
    found = [int(f.replace(",", "")) for f in re.findall(r"\b\d[\d,]*\b", deed.text)]
    return max((f for f in found if f != deed.year), default=0)


def _held(span: tuple[int, int], number: float, bound: str | None) -> Label:
    """Whether a count with its range is as said; a lower bound is borne out by the least of it."""
    low, high = span
    if bound in ("at_least", "more_than", "many"):
        return (
            "supported" if low >= number else "contradicted" if high < number / 2 else "insufficient_evidence"
        )
    if bound in ("at_most", "less_than", "low"):
        return "contradicted" if low > number else "insufficient_evidence"  # what is counted is a part of all
    return (
        "supported"
        if low <= number <= high
        else "contradicted"
        if low > 2 * number or high < number / 2
        else "insufficient_evidence"
    )


def _years(claim: Claim, context: Context) -> tuple[int, int]:
    end = min(claim.period.end if claim.period.end is not None else context.latest, context.latest)
    return min(claim.period.start if claim.period.start is not None else end, end), end


def _span(start: int, end: int) -> str:
    return str(start) if start == end else f"{start}-{end}"


def _name(actor_id: str) -> str:
    one = actors.get(actor_id)
    return actors.with_article(one.name, one.kind)


def _numbers(bench: Bench, actor_id: str, year: int) -> set[int]:
    """Gleditsch-Ward numbers of a state, or of the members of a region."""
    if actor_id.startswith("place:"):
        return set()
    states = (actor_id,) if actors.get(actor_id).kind == "state" else members(bench, actor_id, year)
    return {n for s in states if (n := actors.gwcode(s) or actors.ccode(s)) is not None}
