"""The brief of one state: its ties across the world by family, how concentrated they are, who is near and far.

In: the bench, a state, a period. Out: a `Brief`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from detente.briefing import holdings, questions
from detente.briefing.page_of import Brief, Section
from detente.briefing.questions import the
from detente.briefing.sources import coverage, used
from detente.briefing.turns import state_name
from detente.model import Chart

if TYPE_CHECKING:
    from detente.checks.entities import Entity
    from detente.measures.registry import Bench

# (measure, words, what the listed value means); the listed partners are those with more than nothing.
_TIES = (
    ("pact_level", "Pacts in force", 0.5),
    ("tss_rivalry", "Strategic rivalries", 0.5),
    ("mid_hostility", "Militarised disputes", 0.5),
    ("trade_agreement", "Trade agreements in force", 0.5),
)
_NEAREST = 6
_NAMED = 12


def brief(bench: Bench, who: Entity, period: tuple[int, int]) -> Brief:
    """All of it, for `who` in the years of `period`."""
    first, last = period
    votes = holdings.votes(bench, who, last)
    concentration = holdings.concentration(bench, who, first, last)
    ties = _ties(bench, who, last)
    sections = (ties, _near_and_far(votes), _partners(bench, who, last))
    names = [name for section in sections for name in section.sources] + [one[1] for one in concentration]
    kept = used(bench, names)
    figures = []
    if concentration:
        figures.append(_picture(who, concentration, first, last, kept))
    if votes is not None:
        figures.append(_distances(who, votes, kept))
    return Brief(
        states=((who.id, who.name),),
        first=first,
        last=last,
        lead=_lead(who, votes, concentration, ties),
        figures=tuple(figures),
        sections=(*sections, coverage(kept, first, last)),
        claims=questions.of_state(bench, who, last),
        sources=kept,
        atlas_version=bench.atlas.version,
    )


def _lead(who: Entity, votes: Any, concentration: list[Any], ties: Section) -> tuple[str, ...]:
    said = []
    for words, _, start, index in concentration:
        known = np.flatnonzero(np.isfinite(index))
        now = index[known[-1]]
        grade = (
            "in few hands" if now >= 0.25 else "spread over many" if now < 0.1 else "moderately concentrated"
        )
        said.append(f"{words}: {grade} in {start + int(known[-1])} (Herfindahl index {now:.2f}).")
    if votes is not None and votes[1]:
        year, ranked = votes
        near, far = state_name(ranked[0][0], year), state_name(ranked[-1][0], year)
        said.append(f"In the UN votes of {year} {the(near)} stood nearest and {the(far)} farthest.")
    if not said and not ties.rows:
        said.append(f"No source in the atlas holds a tie of {who.name} in these years.")
    return tuple(said)


def _ties(bench: Bench, who: Entity, last: int) -> Section:
    """Partners on each sparse measure in the last year its source covers."""
    rows, sources = [], []
    for name, words, least in _TIES:
        cube, measure = bench.cube(name), bench.measures[name]
        year = min(last, cube.last_year)
        block = cube.window(year, year)
        if not len(block):
            continue
        line = block[0][bench.index.partners(who.positions[0])]
        partners = [i for i in np.argsort(-np.nan_to_num(line, nan=-1), kind="stable") if line[i] > least]
        named = [name for i in partners[:_NAMED] if (name := state_name(int(bench.index.codes[i]), year))]
        more = f" and {len(partners) - len(named)} more" if len(partners) > len(named) else ""
        known = bool(np.isfinite(line).any())
        said = ", ".join(named) + more if named else "none" if known else "not known"
        rows.append(
            {
                "family": measure.family,
                "tie": words,
                "year": year,
                "partners": len(partners) if known else None,
                "with": said,
            }
        )
        sources.append(measure.source)
    return Section("ties", "Ties across the world", (), tuple(rows), tuple(sources))


def _near_and_far(votes: tuple[int, list[tuple[int, float]]] | None) -> Section:
    if votes is None or not votes[1]:
        return Section("votes", "Near and far in the UN", ("No votes of it are on record in these years.",))
    year, ranked = votes
    rows = [
        {"place": i + 1, "state": state_name(code, year), "distance": round(distance, 2)}
        for i, (code, distance) in enumerate(ranked)
    ]
    shown = rows[:_NEAREST] + rows[max(_NEAREST, len(rows) - _NEAREST) :]
    said = f"Distance of ideal points in the votes of {year}, among {len(rows)} states: the nearest and the farthest."
    return Section("votes", "Near and far in the UN", (said,), tuple(shown), ("un-ideal-points",))


def _partners(bench: Bench, who: Entity, last: int) -> Section:
    rows = holdings.portfolio(bench, who, None, last)
    for row in rows:
        row.pop("state")
    said = (
        "Shares are averages over the years named; concentration is the Herfindahl index (0: spread over many, 1: one partner).",
    )
    return Section(
        "portfolio",
        "What it gets from whom",
        said if rows else ("No shares are on record in these years.",),
        tuple(rows),
        ("sipri-arms", "cow-trade", "baci-energy"),
    )


def _picture(
    who: Entity, concentration: list[Any], first: int, last: int, kept: tuple[dict[str, Any], ...]
) -> Chart:
    rows: list[dict[str, Any]] = []
    for words, _, start, index in concentration:
        for year in range(first, last + 1):
            i = year - start
            value = round(float(index[i]), 4) if 0 <= i < len(index) and np.isfinite(index[i]) else None
            rows.append({"year": year, "panel": words, "value": value})
    ends = "; ".join(
        f"{one['title']} {one['version']}" for one in kept if one["id"] in {c[1] for c in concentration}
    )
    return Chart(
        "lines",
        f"How concentrated the ties of {the(who.name)} are, {first} to {last}",
        tuple(rows),
        {
            "x": {"field": "year", "title": "Year"},
            "y": "value",
            "panel": "panel",
            "reference": [{"y": 0.25, "label": "0.25: highly concentrated"}],
        },
        f"{ends}. Herfindahl index of partners' shares, 0 to 1.",
        f"Small panels on one axis of years: Herfindahl index of {', '.join(c[0].lower() for c in concentration)}.",
    )


def _distances(
    who: Entity, votes: tuple[int, list[tuple[int, float]]], kept: tuple[dict[str, Any], ...]
) -> Chart:
    year, ranked = votes
    rows = tuple(
        {"state": state_name(code, year), "distance": round(distance, 3), "end": i in (0, len(ranked) - 1)}
        for i, (code, distance) in enumerate(ranked)
    )
    title = next((f"{one['title']} {one['version']}" for one in kept if one["id"] == "un-ideal-points"), "")
    return Chart(
        "strip",
        f"UN votes of {year}: {the(str(rows[0]['state']))} is nearest to {the(who.name)}, {the(str(rows[-1]['state']))} farthest",
        rows,
        {
            "x": {"field": "distance", "title": "Distance of UN ideal points"},
            "label": "state",
            "highlight": "end",
        },
        title,
        f"One dot a state by its distance to {the(who.name)} in {year}, from {rows[0]['distance']} to {rows[-1]['distance']}.",
    )
