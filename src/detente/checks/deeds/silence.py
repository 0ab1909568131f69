"""What it means that the record holds no such deed: nothing, unless a list of such deeds is complete.

Data: `closed.csv`, one row a list that is complete: its act, what it needs to be about, whose deeds, from when to when.
Wars and uses of force between states are complete in the data sets of Correlates of War and UCDP and are asked there.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import polars as pl

from detente import actors
from detente.checks.deeds import when
from detente.checks.deeds.record import first_day, last_day
from detente.checks.occasions import key
from detente.domain.acts import ACTS, implying

if TYPE_CHECKING:
    from detente.checks.deeds.cells import Cell
    from detente.checks.deeds.record import Record
    from detente.checks.deeds.when import Window
    from detente.domain import Event
    from detente.measures.registry import Bench

_FORCE = ("invade", "armed_conflict", "wage_war")
_HOSTILITY_OF_FORCE = 4
_LAST_DISPUTES = 2014


@dataclass(frozen=True)
class Closed:
    """One complete list, in words, and the sources it rests on."""

    said: str
    sources: tuple[str, ...]


@cache
def _lists() -> tuple[dict[str, str], ...]:
    text = files("detente.checks.deeds").joinpath("closed.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def closed(event: Event, cell: Cell, window: Window, record: Record, bench: Bench) -> Closed | None:
    """The complete list in which the deed would stand had it been done, or None."""
    for row in _lists():
        if not set(row["sources"].split(";")) <= set(bench.atlas.sources):
            continue
        if row["act"] == event.act and _about(row, event) and _whose(row, cell) and _covers(row, window):
            return Closed(row["said"], tuple(row["sources"].split(";")))
    return _no_force(event, cell, window, record, bench) if event.act in _FORCE else None


def _about(row: dict[str, str], event: Event) -> bool:
    """Whether the list is of this kind of object (`nuclear`, `resolution`), or of what is done in this forum."""
    if row["forum"] and event.forum in row["forum"].split(";"):
        return True
    return any(
        row["object"] in (thing.quality, thing.domain, thing.kind) or row["object"] in thing.product
        for thing in event.object
    )


def _whose(row: dict[str, str], cell: Cell) -> bool:
    return all(
        row[role] == "*"
        or (unit.ids and {key(i) for i in unit.ids} <= {key(i) for i in row[role].split(";")})
        for role, unit in (("actors", cell.doer), ("targets", cell.receiver))
    )


def _covers(row: dict[str, str], window: Window) -> bool:
    first = first_day(row["first"])
    begins = window.first >= first or (row["from_the_beginning"] == "yes")
    return begins and window.last <= last_day(row["last"])


def _no_force(event: Event, cell: Cell, window: Window, record: Record, bench: Bench) -> Closed | None:
    """Whether all sources on war and force know of none between two states in the window, and cover it whole."""
    pair = _codes(cell)
    if pair is None or not all(_stood(u.ids[0], window) for u in (cell.doer, cell.receiver)):
        return None
    first, last = max(window.first.year, 1816), window.last.year
    if last > _LAST_DISPUTES and event.act != "wage_war":
        return None
    if window.first != date.min and window.first.year < 1816:
        return None
    tables = bench.atlas.tables
    if not {"mid", "wars", "ucdp_conflict"} <= set(tables):
        return None
    if last > bench.atlas.coverage("ucdp_conflict")[1]:
        return None
    low, high = (_lineages(c) for c in pair)
    war = event.act == "wage_war"  # a war is on the lists of wars; force short of it is none
    if (not war and _disputes(bench, low, high, first, last)) or _fought(bench, low, high, first, last):
        return None
    near_war = (
        ("attack", "armed_conflict")
        if war
        else ("crisis", "attack", "occupy_territory", "intervene_militarily")
    )
    hostile = frozenset(a for name in near_war for a in implying(name))
    near = when.Window(_years_before(window.first), window.last)
    keys = frozenset(key(i) for u in (cell.doer, cell.receiver) for i in u.ids)
    if any(keys <= d.everyone and when.fit(d, near) for d in record.of(hostile)):
        return None
    return Closed(
        "the lists of wars and militarized disputes between states", ("cow-war", "cow-mid", "ucdp-prio")
    )


def _stood(state: str, window: Window) -> bool:
    """Whether the state was one before the window and all through it (at its end, where it has no beginning)."""
    last = actors.at(state, window.last.year)
    if window.first == date.min:
        return actors.exists(last, window.last.year)
    years = range(window.first.year - 1, window.last.year + 1)
    return all(actors.exists(actors.at(state, y), y) for y in years)


def _years_before(day: date) -> date:
    return day if day == date.min else date(max(day.year - 1, 1), 1, 1)


def _codes(cell: Cell) -> tuple[int, int] | None:
    ids = [u.ids for u in (cell.doer, cell.receiver)]
    if any(len(i) != 1 or ":" in i[0] for i in ids):
        return None
    found = [actors.ccode(i[0]) for i in ids]
    return (found[0], found[1]) if found[0] is not None and found[1] is not None else None


def _lineages(code: int) -> list[int]:
    return [c for c in range(1000) if actors.lineage(c) == actors.lineage(code)]


def _between(low: list[int], high: list[int]) -> pl.Expr:
    one, two = pl.col("ccode1"), pl.col("ccode2")
    return (one.is_in(low) & two.is_in(high)) | (one.is_in(high) & two.is_in(low))


def _disputes(bench: Bench, low: list[int], high: list[int], first: int, last: int) -> bool:
    """Whether a dispute of the two saw force used."""
    used = pl.col("hostility") >= _HOSTILITY_OF_FORCE
    years = pl.col("year").is_between(first, last)
    return bool(bench.atlas.table("mid").filter(_between(low, high) & used & years).height)


def _fought(bench: Bench, low: list[int], high: list[int], first: int, last: int) -> bool:
    years = pl.col("year").is_between(first, last)
    wars = bench.atlas.table("wars").filter(_between(low, high) & years).height
    columns = [pl.col(c).cast(pl.String) for c in ("gwno_a", "gwno_b", "gwno_loc")]
    sides = pl.concat_str(columns, separator=",", ignore_nulls=True).str.split(",")
    both = [
        sides.list.eval(pl.element().str.strip_chars().is_in([str(c) for c in codes])).list.any()
        for codes in (low, high)
    ]
    conflicts = bench.atlas.table("ucdp_conflict").filter(both[0] & both[1] & years).height
    return bool(wars or conflicts)


def complete_acts() -> frozenset[str]:
    """Acts of which some list is complete."""
    return frozenset(row["act"] for row in _lists()) & frozenset(ACTS)
