"""Panels of dyad-years and state-years with the verbs scholars know.

`dyad_years(...)` and `state_years(...)` start a panel; `.add("atop")` and the like put evidence on it;
nothing is computed before `.collect()`. In: an atlas and, for what may not be passed on, the user's own
copies of publishers' files. Out: Polars tables, columns named as in Correlates of War and peacesciencer
(Miller 2022, Conflict Management and Peace Science 39(6)).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.evidence.atlas import Atlas
    from detente.panel.panel import Panel

__all__ = ["dyad_years", "state_years"]


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
