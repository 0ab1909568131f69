"""Regime type by several indices: settled where they agree, contested where they differ.

In: a state, a class (democracy, autocracy, free), years. Out: a finding. `free` has no index of its own here: only a state that
every index calls an autocracy is said not to be free.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from detente import actors
from detente.checks.attributes import spells
from detente.checks.attributes.spells import Span
from detente.checks.deeds.units import said
from detente.errors import UnknownActorError
from detente.model import Finding, Grade, Label

if TYPE_CHECKING:
    from detente.measures.registry import Bench

_NAMES = {"polity": "Polity5", "polyarchy": "V-Dem's index of polyarchy"}
_SAID = {
    "democracy": "a democracy",
    "between": "between democracy and autocracy",
    "autocracy": "an autocracy",
}


def test(who: str, wanted: str, years: Span, bench: Bench) -> Finding:
    """The finding on a state's class of regime over the years."""
    code = _code(who)
    if code is None or "regimes" not in bench.atlas.tables:
        return _silent(f"No index of regimes covers {said(who)}.")
    table = bench.atlas.table("regimes").filter(pl.col("ccode").is_in(_codes(code)))
    votes: dict[str, str] = {}
    used: list[dict[str, Any]] = []
    for index in _NAMES:
        own = [
            r
            for r in table.filter(pl.col("index") == index).to_dicts()
            if r["start"] <= years.last and r["end"] >= years.first
        ]
        if spells.covered(own, years) != "all":
            continue
        used += own
        votes[index] = _vote(own, wanted, years)
    if not votes:
        return _silent(f"No index of regimes covers {said(who)} {years.words()}.")
    return _finding(who, wanted, votes, used, bench)


def _vote(rows: list[dict[str, Any]], wanted: str, years: Span) -> str:
    """What one index says: yes, no, or part of the time."""
    target = "democracy" if wanted == "free" else wanted
    inside = [
        any(r["start"] <= y <= r["end"] and r["type"] == target for r in rows)
        for y in range(max(years.first, 1816), years.last + 1)
    ]
    if not years.throughout:
        return "yes" if any(inside) else "no"
    return "yes" if all(inside) else "part" if any(inside) else "no"


def _finding(
    who: str, wanted: str, votes: dict[str, str], rows: list[dict[str, Any]], bench: Bench
) -> Finding:
    told = "; ".join(f"{_NAMES[i]}: {_spells([r for r in rows if r['index'] == i])}" for i in votes)
    reason = f"{said(who)[0].upper()}{said(who)[1:]} by year. {told}."
    label = _label(set(votes.values()))
    if wanted == "free":
        autocracy = all(r["type"] == "autocracy" for r in rows)
        if not autocracy:
            return _silent(f"{reason} No index of freedom is held here.")
        label, reason = (
            "contradicted",
            f"{reason} No index of freedom is held here; every index counts it an autocracy.",
        )
    grade: Grade = "moderate" if len(votes) > 1 and wanted != "free" else "low"
    where = f"ccode IN ({', '.join(sorted({str(r['ccode']) for r in rows}))})"
    return Finding(
        label, grade, (f"{len(votes)} of {len(_NAMES)} indices cover it",), reason,
        disagreements=(told,) if label == "contested" else (), would_change=("An index that counts it otherwise.",),
        counter_reading="Where a democracy begins is a matter of the index's own cut.",
        evidence=spells.evidence(bench, "regimes", rows, where), citations=(bench.source("regime-types").citation_key,),
    )  # fmt: skip


def _spells(rows: list[dict[str, Any]]) -> str:
    return ", ".join(f"{_SAID[r['type']]} {r['start']}-{r['end']}" for r in rows)


def _label(votes: set[str]) -> Label:
    if votes == {"yes"}:
        return "supported"
    if votes == {"no"}:
        return "contradicted"
    if "yes" in votes and "no" in votes:
        return "contested"
    return "partly_supported" if "yes" in votes or votes == {"part"} else "contested"


def _silent(reason: str) -> Finding:
    return Finding("insufficient_evidence", "very_low", ("no index covers it",), reason, why="no_coverage")


def _code(who: str) -> int | None:
    try:
        return actors.ccode(who)
    except UnknownActorError:
        return None


def _codes(code: int) -> list[int]:
    """The codes under which the indices carry one state: its own, and the Federal Republic's before 1990."""
    return [c for c in range(2, 1000) if actors.lineage(c) == actors.lineage(code)]
