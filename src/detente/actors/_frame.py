"""The state system as a Polars table, for panels and joins.

In: a year or none, and the system. Out: one row a spell of a state in that system.
"""

from __future__ import annotations

import polars as pl

from detente.actors._tables import Spell, actors, spells
from detente.actors._time import gwcode
from detente.errors import InputError


def states(year: int | None = None, system: str = "cow") -> pl.DataFrame:
    """States of the COW or Gleditsch-Ward system, one row a spell.

    Columns: id, name, ccode or gwcode (the number in force in the spell), abbreviation,
    start, end (dates; end null while in force). With `year`, spells touching that year, the
    latest of each number. Raises `InputError` for another system.
    """
    if system not in ("cow", "gw"):
        raise InputError(f"No state system {system!r}; use cow or gw.")
    number = "ccode" if system == "cow" else "gwcode"
    rows = [
        (s.id, actors()[s.id].name, int(s.code), s.abbreviation, s.start, s.end)
        for s in spells()
        if s.system == system and (year is None or s.covers(year))
    ]
    schema = {
        "id": pl.String,
        "name": pl.String,
        number: pl.Int16,
        "abbreviation": pl.String,
        "start": pl.Date,
        "end": pl.Date,
    }
    table = pl.DataFrame(rows, schema=schema, orient="row").sort(number, "start")
    return table if year is None else table.unique(number, keep="last", maintain_order=True)


def codes() -> pl.DataFrame:
    """Names and codes of every state of both systems, one row a state and COW number.

    Columns: name, iso3 (or the id of a state that is no more), iso2, ccode, gwcode, cow (letters), first and last
    year in the COW list or, where COW has none, in Gleditsch and Ward's; last is null while in force.
    """
    listed = [s for s in spells() if s.system in ("cow", "gw") and s.start is not None]
    in_cow = {s.id for s in listed if s.system == "cow"}
    kept: dict[tuple[str, str], list[Spell]] = {}
    for s in listed:
        if s.system == "cow" or s.id not in in_cow:
            kept.setdefault((s.id, s.code), []).append(s)
    rows = []
    for (state, code), held in kept.items():
        first = min(s.start.year for s in held if s.start)
        last = None if any(s.end is None for s in held) else max(s.end.year for s in held if s.end)
        cow = held[0].system == "cow"
        actor = actors()[state]
        rows.append(
            (actor.name, state, actor.iso2, int(code) if cow else None, gwcode(state, first),
             held[0].abbreviation if cow else None, first, last)
        )  # fmt: skip
    schema = {
        "name": pl.String, "iso3": pl.String, "iso2": pl.String, "ccode": pl.Int16, "gwcode": pl.Int16,
        "cow": pl.String, "first": pl.Int16, "last": pl.Int16,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row").sort("name", "first")
