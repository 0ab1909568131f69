"""The state system as a Polars table, for panels and joins.

In: a year or none, and the system. Out: one row a spell of a state in that system.
"""

from __future__ import annotations

import polars as pl

from detente.actors._tables import actors, spells
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
