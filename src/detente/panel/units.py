"""Other units than years of states and pairs, and conversion between codes of states.

`state_days`, `leader_years` and `leader_dyad_years` give tables of their units; `convert` turns COW numbers, Gleditsch-Ward
numbers, ISO codes and names into one another. Leaders are read from the user's own copy of Archigos (4.1, to 2015).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import InputError
from detente.panel.own import dated, own_files

if TYPE_CHECKING:
    import polars as pl

CODES = ("cow", "gw", "iso3", "iso2", "cowabb", "name")


def state_days(system: str = "cow", years: tuple[int, int] = (1816, 2016)) -> pl.DataFrame:
    """One row a state and day it was in the system: its number and `date`. Raises InputError."""
    import polars as pl

    from detente import actors
    from detente.panel.panel import _checked

    first, last = _checked(years)
    code = {"cow": "ccode", "gw": "gwcode"}.get(system, system)
    low, high = pl.date(first, 1, 1), pl.date(last, 12, 31)
    spells = actors.states(system=system).select(
        code,
        pl.max_horizontal("start", low).alias("from"),
        pl.min_horizontal(pl.col("end").fill_null(high), high).alias("to"),
    )
    held = spells.filter(pl.col("from") <= pl.col("to"))
    days = held.with_columns(pl.date_ranges("from", "to").alias("date")).explode("date")
    return days.select(code, "date").unique().sort(code, "date")


def _leaders(files: str | Path | None) -> pl.DataFrame:
    import polars as pl

    spec = {
        "gwcode": (pl.Int16, ("gwcode", "ccode")),
        "leader": (pl.String, ("leader",)),
        "leaderid": (pl.String, ("obsid", "leadid", "leader")),
        "start": (pl.String, ("startdate",)),
        "end": (pl.String, ("enddate",)),
    }
    return dated(own_files(files).read("archigos", "leaders", spec))


def leader_years(files: str | Path | None = None, years: tuple[int, int] = (1870, 2015)) -> pl.DataFrame:
    """One row a leader's term and year: gwcode, leaderid, leader, year, start, end, `yrinoffice` (1 in the first).

    `files` is the folder with the user's own Archigos. Raises InputError without one.
    """
    import polars as pl

    first, last = years
    spans = pl.int_ranges(
        pl.col("start").dt.year().cast(pl.Int64), pl.col("end").dt.year().cast(pl.Int64) + 1
    )
    rows = _leaders(files).drop_nulls(["start", "end"]).with_columns(spans.alias("year")).explode("year")
    rows = rows.with_columns(yrinoffice=(pl.col("year") - pl.col("start").dt.year() + 1).cast(pl.Int16))
    rows = rows.filter(pl.col("year").is_between(first, last)).with_columns(pl.col("year").cast(pl.Int16))
    order = ("gwcode", "start", "leaderid", "year")
    return rows.sort(order).select("gwcode", "leaderid", "leader", "year", "start", "end", "yrinoffice")


def leader_dyad_years(
    files: str | Path | None = None, years: tuple[int, int] = (1870, 2015), directed: bool = True
) -> pl.DataFrame:
    """Pairs of leaders of two states whose terms share a day of the year: columns of `leader_years` with 1 and 2.

    A panel of all leaders of all states is large (some two million rows a century): limit `years`.
    """
    import polars as pl

    one = leader_years(files, years)
    keep = ("gwcode", "leaderid", "leader", "start", "end", "yrinoffice")
    left = one.rename({c: f"{c}1" for c in keep})
    right = one.rename({c: f"{c}2" for c in keep})
    pairs = left.join(right, on="year").filter(
        pl.col("gwcode1") != pl.col("gwcode2") if directed else pl.col("gwcode1") < pl.col("gwcode2")
    )
    opening, closing = pl.date(pl.col("year"), 1, 1), pl.date(pl.col("year"), 12, 31)
    low = pl.max_horizontal("start1", "start2", opening)
    shared = pairs.filter(low <= pl.min_horizontal("end1", "end2", closing))
    columns = [f"{c}{n}" for n in (1, 2) for c in keep if c not in ("start", "end")]
    return shared.select(*columns[:3], *columns[4:7], "year", columns[3], columns[7]).sort(
        "gwcode1", "leaderid1", "gwcode2", "leaderid2", "year"
    )


def convert(
    values: Sequence[str | int | None], source: str, target: str, year: int | Sequence[int] | None = None
) -> list[str | int | None]:
    """Codes or names of states in another system: `convert([365, 710], "cow", "iso3", 2000)` is RUS, CHN.

    `source` and `target` are `cow`, `gw`, `iso3`, `iso2`, `cowabb` or `name`. `year` is one for all or one each: numbers
    change hands (365 is SUN in 1975). None for what has no such code. Raises InputError.
    """
    from detente import actors

    for system in (source, target):
        if system not in CODES:
            raise InputError(f"No code system {system!r}; use one of {', '.join(CODES)}.")
    when = list(year) if isinstance(year, Sequence) else [year] * len(values)
    if len(when) != len(values):
        raise InputError(f"{len(values)} codes and {len(when)} years: give one year for all or one each.")
    found: list[str | int | None] = []
    for value, then in zip(values, when, strict=True):
        actor = None if value is None else actors.resolve_code(value, source, then)
        if actor is None or actor.kind != "state":
            found.append(None)
        elif target in ("cow", "gw"):
            found.append((actors.ccode if target == "cow" else actors.gwcode)(actor.id, then))
        else:
            field = {"iso3": actor.iso3, "iso2": actor.iso2, "cowabb": actor.cowabb, "name": actor.name}
            found.append(field[target])
    return found
