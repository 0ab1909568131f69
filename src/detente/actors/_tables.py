"""The reviewed tables of the room, read once with the csv module.

In: the CSV files in `actors/data` (their columns, grammar and sources are in `data/README.md`).
Out: frozen records and dictionaries that the other modules of the room look things up in.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

Kind = Literal["state", "organisation", "armed_group", "bloc", "project", "territory"]

# Existence of a state in the two scholarly lists, or by our own date where neither lists it.
_SPELL_SYSTEMS = ("cow", "gw", "own")


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor: a state, a territory, an organisation, an armed group, a bloc or a project.

    `start` and `end` are dates, both included (for organisations 1 January and 31 December of the
    year the table gives); None is open or not dated. A state's span all its `spells`. `ccode` and `gwcode`
    are the latest Correlates of War and Gleditsch-Ward numbers; `adjective` is the first demonym.
    """

    id: str
    name: str
    kind: Kind
    start: date | None = None
    end: date | None = None
    ccode: int | None = None
    gwcode: int | None = None
    iso3: str | None = None
    iso2: str | None = None
    cowabb: str | None = None
    cameo: str | None = None
    official: str = ""
    adjective: str = ""
    capital: str = ""
    spells: tuple[tuple[date, date | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Spell:
    """One code of one state in one system from `start` to `end` (None: still in force)."""

    id: str
    system: str
    code: str
    abbreviation: str
    start: date | None
    end: date | None

    def covers(self, year: int) -> bool:
        """Whether any day of `year` lies in the spell."""
        return (self.start is None or self.start.year <= year) and (self.end is None or year <= self.end.year)


def read(name: str) -> Iterator[dict[str, str]]:
    """Rows of one CSV table of the room."""
    with (Path(__file__).parent / "data" / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def words(cell: str) -> list[str]:
    """The phrases of a cell; one marked `*` is recorded for people, not for the reader."""
    return [word for word in cell.split(";") if word and not word.endswith("*")]


@cache
def spells() -> tuple[Spell, ...]:
    """All code spells, in the order of the table."""

    def day(text: str) -> date | None:
        return date.fromisoformat(text) if text else None

    return tuple(
        Spell(r["id"], r["system"], r["code"], r["abbreviation"], day(r["start"]), day(r["end"]))
        for r in read("codes.csv")
    )


@cache
def spells_of(actor_id: str) -> tuple[Spell, ...]:
    """The code spells of one actor."""
    return _spells_by_id().get(actor_id, ())


@cache
def _spells_by_id() -> dict[str, tuple[Spell, ...]]:
    found: dict[str, list[Spell]] = {}
    for spell in spells():
        found.setdefault(spell.id, []).append(spell)
    return {k: tuple(sorted(v, key=lambda s: s.start or date.min)) for k, v in found.items()}


def _merged(parts: list[Spell]) -> tuple[tuple[date, date | None], ...]:
    """Union of dated spells as disjoint intervals in order of time."""
    merged: list[tuple[date, date | None]] = []
    for start, end in sorted(
        ((s.start, s.end) for s in parts if s.start), key=lambda p: (p[0], p[1] or date.max)
    ):
        if merged:
            last_start, last_end = merged[-1]
            if last_end is None or start.toordinal() <= last_end.toordinal() + 1:
                longer = None if last_end is None or end is None else max(last_end, end)
                merged[-1] = (last_start, longer)
                continue
        merged.append((start, end))
    return tuple(merged)


def _state(row: dict[str, str]) -> Actor:
    own = spells_of(row["id"])
    intervals = _merged([s for s in own if s.system in _SPELL_SYSTEMS])
    cow = [s for s in own if s.system == "cow"]
    gw = [s for s in own if s.system == "gw"]
    cameo = [s.code for s in own if s.system == "cameo"]
    listed = bool(cow or gw)
    return Actor(
        id=row["id"],
        name=row["name"].rstrip("*"),
        kind="state" if listed or row["id"] in {"VAT", "PSE"} else "territory",
        start=intervals[0][0] if intervals else None,
        end=intervals[-1][1] if intervals else None,
        ccode=int(cow[-1].code) if cow else None,
        gwcode=int(gw[-1].code) if gw else None,
        iso3=row["id"] if row["iso2"] else None,
        iso2=row["iso2"] or None,
        cowabb=cow[-1].abbreviation if cow else None,
        cameo=cameo[0] if cameo else row["id"],
        official=row["official"].rstrip("*"),
        adjective=next((w.rstrip("*") for w in row["demonyms"].split(";") if w), ""),
        capital=next((w.rstrip("*") for w in row["capitals"].split(";") if w), ""),
        spells=intervals,
    )


@cache
def actors() -> dict[str, Actor]:
    """Every actor by id: states first, then organisations, armed groups, projects and blocs."""
    found = {row["id"]: _state(row) for row in read("states.csv")}
    for row in read("organisations.csv"):
        found[row["id"]] = Actor(
            id=row["id"],
            name=row["name"],
            kind=row["kind"],  # type: ignore[arg-type]
            start=date(int(row["start"]), 1, 1) if row["start"] else None,
            end=date(int(row["end"]), 12, 31) if row["end"] else None,
        )
    for row in read("blocs.csv"):
        found[row["id"]] = Actor(id=row["id"], name=row["name"], kind="bloc")
    return found
