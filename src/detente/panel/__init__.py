"""Panels of dyad-years and state-years with the verbs scholars know.

`dyad_years(...)` and `state_years(...)` start a panel; `.add("atop")` and the like put evidence on it;
nothing is computed before `.collect()`. `detente.panel(...)`, the package called, gives a finished table
from plain options at once. In: an atlas and, for what may not be passed on, the user's own
copies of publishers' files. Out: Polars tables, columns named as in Correlates of War and peacesciencer
(Miller 2022, Conflict Management and Peace Science 39(6)).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from detente.evidence.atlas import Atlas
    from detente.panel.panel import Panel
    from detente.panel.units import convert, leader_dyad_years, leader_years, state_days

__all__ = [
    "convert",
    "dyad_years",
    "leader_dyad_years",
    "leader_years",
    "state_days",
    "state_years",
    "table_of",
]


def dyad_years(
    directed: bool = True,
    system: str = "cow",
    years: tuple[int, int] = (1816, 2016),
    *,
    atlas: Atlas | None = None,
    files: str | Path | None = None,
) -> Panel:
    """A panel of pairs of states by year.

    `directed` gives A-B and B-A as two rows; else one row with the lower number first. `system` is
    `cow` or `gw` (Gleditsch and Ward). `years` are first and last year, both included: the COW list
    ends in 2016 and later years carry its members on. A pair that overlaps in a year but on no day is
    left out. `files` is a folder with the user's own copies of publishers' files, by default the one
    named by the environment variable `DETENTE_FILES`. Raises InputError.
    """
    from detente.panel.panel import start

    return start("dyad", directed, system, years, atlas, files)


def state_years(
    system: str = "cow",
    years: tuple[int, int] = (1816, 2016),
    *,
    atlas: Atlas | None = None,
    files: str | Path | None = None,
) -> Panel:
    """A panel of states by year; arguments as of `dyad_years`."""
    from detente.panel.panel import start

    return start("state", True, system, years, atlas, files)


def table_of(
    dyads: str | Sequence[str | tuple[str | int, str | int]] | None = None,
    states: str | Sequence[str] | None = None,
    years: str | tuple[int, int] = (1816, 2016),
    add: str | Sequence[str] = (),
    *,
    directed: bool = False,
    system: str = "cow",
    atlas: Atlas | None = None,
    files: str | Path | None = None,
) -> pl.DataFrame:
    """The table of a panel from plain options; `detente.panel(...)` is this function.

    `dyads` are pairs (`"PAK-RUS"`, several joined by commas or in a list, or pairs of ids), `states` names for a
    panel of state-years; without either, all dyads. `years` is `(1991, 2016)` or `"1991-2016"`. `add` names verbs;
    an option goes after a colon (`"mids:data=gml"`). The rest is as for `dyad_years`. Raises InputError.

    Examples:
        >>> import detente
        >>> detente.panel(dyads="PAK-RUS", years=(1991, 2016), add=["atop", "mids"]).shape
        (26, 12)

    """
    from detente.panel import command

    return command.described(dyads, states, years, directed, system, add, atlas=atlas, files=files).collect()


_UNITS = ("convert", "leader_dyad_years", "leader_years", "state_days")


def __getattr__(name: str):
    """The other units, imported when they are asked for."""
    if name in _UNITS:
        from detente.panel import units

        return getattr(units, name)
    raise AttributeError(f"module 'detente.panel' has no attribute {name!r}")


class _CallablePackage(ModuleType):
    """Lets users write `detente.panel(...)` and `detente.panel.dyad_years(...)` alike."""

    def __call__(self, *args, **options) -> pl.DataFrame:
        return table_of(*args, **options)


sys.modules[__name__].__class__ = _CallablePackage
