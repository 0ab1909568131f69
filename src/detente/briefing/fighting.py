"""Disputes, wars and fighting of a pair, from every list that knows of them, and where the lists differ.

In: the bench, two states, a period. Out: sentences, and the years of war, in which nothing is said to improve. Lists: COW MID 5.0
and Gibler, Miller and Little (disputes), COW inter-state wars, UCDP/PRIO (25 battle deaths a year), the project's dated events.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from detente import actors
from detente.briefing import turns
from detente.briefing.differ import spans
from detente.english import capital, listed
from detente.measures import conflict

if TYPE_CHECKING:
    from detente.checks.entities import Entity
    from detente.measures.registry import Bench

_WAR = "war"
SOURCES = ("cow-war", "ucdp-prio", "cow-mid", "gml-mid")
_CODINGS = (("mid_hostility", "Correlates of War"), ("gml_hostility", "Gibler, Miller and Little"))


def war_years(bench: Bench, a: Entity, b: Entity) -> frozenset[int]:
    """Years of war between the two on any list, dated events among them."""
    return frozenset(_listed_wars(bench, a, b)) | frozenset(_ucdp(bench, a, b, 2)) | _dated(bench, a, b)


def sentences(bench: Bench, a: Entity, b: Entity, first: int, last: int) -> tuple[str, ...]:
    """Wars and fighting on record, what lists of disputes leave open, and troops in support."""
    said = []
    cow = [y for y in _listed_wars(bench, a, b) if first <= y <= last]
    ucdp = [y for y in _ucdp(bench, a, b, 1) if first <= y <= last]
    dated = sorted(y for y in _dated(bench, a, b) if first <= y <= last)
    parts = []
    for years, what in (
        (cow, f"COW wars, list to {bench.atlas.coverage('wars')[1]}"),
        (ucdp, f"UCDP, 25 deaths a year or more, to {bench.atlas.coverage('ucdp_conflict')[1]}"),
        (dated, "dated events"),
    ):
        if years:
            parts.append(f"{spans(years)} ({what})")
    if parts:
        said.append(f"War or fighting between them is on record in {'; '.join(parts)}.")
    said += _codings(bench, a, b, first, last)
    said += _support(bench, a, b, first, last)
    return tuple(said)


def _codings(bench: Bench, a: Entity, b: Entity, first: int, last: int) -> list[str]:
    """Where the two codings of disputes end on different years."""
    shared = min(last, *(bench.cube(name).last_year for name, _ in _CODINGS))
    seen = {}
    for name, words in _CODINGS:
        cube = bench.cube(name)
        start = max(first, cube.first_year)
        values = turns.between(bench.index, cube.window(start, shared), a, b)
        years = np.flatnonzero(np.nan_to_num(values) > 0) + start
        seen[words] = int(years[-1]) if len(years) else None
    if len(set(seen.values())) < 2:
        return []
    told = [
        f"{words} have the last in {year}" if year else f"{words} have none" for words, year in seen.items()
    ]
    return [f"The two codings of disputes differ on the years to {shared}: {listed(told)}."]


def _support(bench: Bench, a: Entity, b: Entity, first: int, last: int) -> list[str]:
    """Wars in which the troops of one supported the government of the other."""
    party = bench.atlas.table("ucdp_conflict_party").filter(pl.col("year").is_between(first, last))
    said = []
    for who, whom in ((a, b), (b, a)):
        mine, theirs = _gw(who), _gw(whom)
        helped = party.filter(pl.col("role") == "support_a", pl.col("gwno").is_in(mine))
        own = party.filter(pl.col("role") == "side_a", pl.col("gwno").is_in(theirs))
        years = helped.join(own, on=["conflict_id", "year"], how="semi")["year"].unique().sort().to_list()
        if years:
            said.append(
                f"{capital(who.said)} had troops in support of {whom.said} in armed conflict in {spans(years)} (UCDP)."
            )
    return said


def _gw(who: Entity) -> list[int]:
    state = actors.resolve_code(who.codes[0], "cow")
    found = {actors.gwcode(state.id, year) for year in (1950, 1980, 2020)} if state else set()
    return sorted(n for n in found if n is not None)


def _listed_wars(bench: Bench, a: Entity, b: Entity) -> list[int]:
    table = bench.atlas.table("wars")
    one, two = (bench.lineages(table[c].to_numpy()) for c in ("ccode1", "ccode2"))
    mine, theirs = list(a.codes), list(b.codes)
    held = (np.isin(one, mine) & np.isin(two, theirs)) | (np.isin(one, theirs) & np.isin(two, mine))
    return sorted({int(y) for y in table["year"].to_numpy()[held]})


def _ucdp(bench: Bench, a: Entity, b: Entity, least: int) -> list[int]:
    table = conflict.opposed(bench).filter(pl.col("intensity") >= least)
    low, high = (pl.col(c) for c in ("lineage1", "lineage2"))
    mine, theirs = list(a.codes), list(b.codes)
    held = table.filter((low.is_in(mine) & high.is_in(theirs)) | (low.is_in(theirs) & high.is_in(mine)))
    return held["year"].unique().sort().to_list()


def _dated(bench: Bench, a: Entity, b: Entity) -> frozenset[int]:
    """Years of wars that the table of dated events has of these two alone.

    An event of several pairs may name some whose relations it touched and who did not fight (an invasion of a third).
    """
    years: set[int] = set()
    for one in turns.events_between(bench, a, b):
        if one.type == _WAR and len(one.pairs) == 1:
            years |= set(range(one.year, (one.end.year if one.end else one.year) + 1))
    return frozenset(years)
