"""The brief of one state: its ties across the world by family, how concentrated they are, who is near and far.

In: the bench, a state, a period. Out: a `Brief`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from detente import actors
from detente.briefing import head, holdings, questions
from detente.briefing.page_of import Brief, Section
from detente.briefing.sources import coverage, used
from detente.briefing.turns import state_name, written_dates
from detente.briefing.wording import the
from detente.checks import occasions
from detente.english import capital, listed
from detente.model import Chart

if TYPE_CHECKING:
    from detente.checks.entities import Entity
    from detente.measures.registry import Bench

# (measure, words, what a partner has more of, over how many last years); a wide pact counts a quarter of a level.
_TIES = (
    ("pact_level", "Alliance treaties in force", 0.5, 1),
    ("tss_rivalry", "Strategic rivalries", 0.5, 1),
    ("mid_hostility", "Militarised disputes", 0.5, 10),
    ("trade_agreement", "Trade agreements in force", 0.5, 1),
)
_NEAREST = 6
_NEAREST_SHOWN = 4
_NAMED = 12
_NAMED_SHOWN = 8


def brief(bench: Bench, who: Entity, period: tuple[int, int]) -> Brief:
    """All of it, for `who` in the years of `period`."""
    first, last = period
    votes = holdings.votes(bench, who, last)
    votes = votes if votes is not None and votes[0] >= first else None
    concentration = holdings.concentration(bench, who, first, last)
    ties = _ties(bench, who, first, last)
    sections = (ties, _events(bench, who, first, last), _near_and_far(votes), _partners(bench, who, last))
    names = [name for section in sections for name in section.sources] + [one.source for one in concentration]
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
        lead=(*_lead(who, votes, concentration, ties), *head.names(bench, who, who, first, last)[:1]),
        figures=tuple(figures),
        sections=(*sections, coverage(kept, first, last)),
        claims=questions.of_state(bench, who, first, last),
        sources=kept,
        atlas_version=bench.atlas.version,
    )


def _lead(
    who: Entity, votes: Any, concentration: list[holdings.Concentration], ties: Section
) -> tuple[str, ...]:
    said = []
    if ties.rows:
        parts = [
            f"{row['tie'][:1].lower()}{row['tie'][1:]} with {row['partners'] or 'no'} "
            f"{'state' if row['partners'] == 1 else 'states'} ({row['years']})"
            for row in ties.rows
            if row["partners"] is not None
        ]
        if parts:
            said.append(f"{capital(listed(parts))}.")
    grades: dict[str, list[str]] = {}
    for one in concentration:
        year, now = one.last
        grade = (
            "in few hands" if now >= 0.25 else "spread over many" if now < 0.1 else "moderately concentrated"
        )
        what = one.words.partition(",")[0].lower()
        share = min(max(round(one.rank), 1), 99)
        others = f"more than {share}%" if share >= 50 else f"less than {100 - share}%"
        grades.setdefault(grade, []).append(f"{what} ({now:.2f} in {year}, {others} of states)")
    if grades:
        parts = (f"{grade} {listed(what)}" for grade, what in grades.items())
        said.append(f"Partners by Herfindahl index (0 spread over many, 1 one alone): {'; '.join(parts)}.")
    if votes is not None and votes[1]:
        year, ranked = votes
        near, far = state_name(ranked[0][0], year), state_name(ranked[-1][0], year)
        said.append(f"In the UN votes of {year} {the(near)} stood nearest and {the(far)} farthest.")
    if not said:
        said.append(f"No source in the atlas holds a tie of {who.said} in these years.")
    return tuple(said)


def _ties(bench: Bench, who: Entity, first: int, last: int) -> Section:
    """Partners on each sparse measure at the end of what its source covers, the most capable first."""
    from detente.measures import capability

    rows, sources, short = [], [], []
    strength = capability.cinc(bench)
    for name, words, least, span in _TIES:
        cube, measure = bench.cube(name), bench.measures[name]
        year = min(last, cube.last_year)
        start = max(year - span + 1, first)
        block = cube.window(start, year)[:, bench.index.partners(who.positions[0])]
        if not len(block) or year < first:
            continue
        known = bool(np.isfinite(block).any())
        line = np.nan_to_num(block, nan=0.0).max(axis=0)
        weight = np.nan_to_num(strength.at_all(min(year, strength.last_year)))
        partners = [i for i in np.lexsort((bench.index.codes, -weight)) if line[i] > least]
        all_named = [name for i in partners if (name := state_name(int(bench.index.codes[i]), year))]
        named = all_named[:_NAMED]
        more = f" and {len(partners) - len(named)} more" if len(partners) > len(named) else ""
        said = ", ".join(named) + more if named else "none" if known else "not known"
        years = f"{start} to {year}" if span > 1 else str(year)
        rows.append(
            {
                "family": measure.family,
                "tie": words,
                "year": year,
                "partners": len(partners) if known else None,
                "with": said,
                "years": years,
            }
        )
        few = all_named[:_NAMED_SHOWN]
        rest = f" and {len(all_named) - len(few)} more" if len(all_named) > len(few) else ""
        short.append((words, f"{', '.join(few) + rest if few else said} · {years}"))
        sources.append(measure.source)
    notes = (
        "The partners are those at the end of each source, the most capable first (COW capabilities); "
        "disputes are those of the last ten years it covers.",
    )
    return Section(
        "ties", "Ties across the world", notes if rows else ("No source covers these years.",), tuple(rows),
        (*sources, "nmc"), tuple(short),
    )  # fmt: skip


_EVENTS_SHOWN = 20
_DEFINING = 3


def _events(bench: Bench, who: Entity, first: int, last: int) -> Section:
    """The weightiest dated events of the state with others, the latest always among them."""
    own = [
        one
        for one in occasions.table(bench)
        if first <= one.year <= last and any(occasions.key(who.id) in pair for pair in one.pairs)
    ]
    recent = sorted(own, key=lambda one: one.day)[-_EVENTS_SHOWN // 2 :]
    heavy = sorted(
        (one for one in own if one not in recent), key=lambda one: (-one.weight, -one.day.toordinal())
    )
    shown = sorted((*recent, *heavy[: _EVENTS_SHOWN - len(recent)]), key=lambda one: (one.day, one.id))
    dates = written_dates(bench)
    rows = [
        {
            "date": dates.get(one.id, str(one.year)),
            "event": one.name,
            "with": ", ".join(_others(who, one)),
            "tone": {1: "friendly", -1: "hostile"}.get(one.sign, "neither"),
            "reference": one.reference,
        }
        for one in shown
    ]
    said = "The table of dated events is a selection: what it leaves out proves nothing."
    if len(own) > len(shown):
        said = f"Shown are the latest and the weightiest {len(shown)} of {len(own)}. {said}"
    short = tuple((row["date"][:4], row["event"], row["with"]) for row in rows[-8:])
    return Section("events", "Dated events", (said,), tuple(rows), ("events",) if rows else (), short)


def _others(who: Entity, one: occasions.Occasion, most: int = 4) -> list[str]:
    mine = occasions.key(who.id)
    names = []
    for pair in one.pairs:
        for other in sorted(pair - {mine}) if mine in pair else ():
            state = other.removeprefix("state:")
            named = state_name(int(state), one.year) if state != other else actors.get(other).name
            names.append(named or other)
    names = list(dict.fromkeys(names))
    return names if len(names) <= most else [*names[:most], f"{len(names) - most} more"]


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
    near, far = (
        ", ".join(f"{row['state']} {row['distance']:.2f}" for row in some)
        for some in (rows[:_NEAREST_SHOWN], rows[: -_NEAREST_SHOWN - 1 : -1])
    )
    short = (("Nearest", f"{near} · {year}"), ("Farthest", f"{far} · {year}"))
    return Section("votes", "Near and far in the UN", (said,), tuple(shown), ("un-ideal-points",), short)


def _partners(bench: Bench, who: Entity, last: int) -> Section:
    rows = holdings.portfolio(bench, who, None, last)
    short = []
    for row in rows:
        row.pop("state")
        short.append(
            (row["what"], f"{holdings.in_short(row)} · {row['years']}", f"{row['concentration']:.2f}")
        )
    said = (
        "Shares are averages over the years named; concentration is the Herfindahl index (0: spread over many, 1: one partner).",
    )
    return Section(
        "portfolio",
        "What it gets from whom",
        said if rows else ("No shares are on record in these years.",),
        tuple(rows),
        ("sipri-arms", "cow-trade", "baci-energy"),
        tuple(short),
        ("", "From or to whom", "Herfindahl"),
    )


def _picture(
    who: Entity,
    concentration: list[holdings.Concentration],
    first: int,
    last: int,
    kept: tuple[dict[str, Any], ...],
) -> Chart:
    rows: list[dict[str, Any]] = []
    for one in concentration:
        for year in range(first, last + 1):
            i = year - one.first_year
            known = 0 <= i < len(one.index) and np.isfinite(one.index[i])
            value = round(float(one.index[i]), 4) if known else None
            rows.append({"year": year, "panel": one.words, "value": value})
    used_here = {one.source for one in concentration}
    ends = "; ".join(f"{one['title']} {one['version']}" for one in kept if one["id"] in used_here)
    return Chart(
        "lines",
        f"How concentrated the ties of {the(who.name)} are, {first} to {last}",
        tuple(rows),
        {
            "x": {"field": "year", "title": "Year"},
            "y": "value",
            "panel": "panel",
            "reference": [{"y": 0.25, "label": "0.25: highly concentrated"}],
            "aligned": [
                {
                    "panel": one.words,
                    "title": one.words.partition(",")[0],
                    "unit": "Herfindahl index",
                    "kind": "line",
                    "range": [0, 1],
                }
                for one in concentration
            ],
        },
        f"{ends}. Herfindahl index of partners' shares, 0 to 1.",
        f"Small panels on one axis of years: Herfindahl index of {', '.join(one.words.lower() for one in concentration)}.",
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
