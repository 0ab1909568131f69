"""Peace years: how long a pair has been without the event before each year.

The count of Beck, Katz and Tucker (1998, American Journal of Political Science 42(4)): 0 in the first
year of a pair and in the year after an event, then one more a year; the year of an event still shows
the years of peace before it. A pair that leaves the system and comes back starts again at 0. Null
after the events' source ends.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from detente.errors import InputError
from detente.panel import relations
from detente.panel.table import Cells, Column, Context, Table

if TYPE_CHECKING:
    import polars as pl


def peace_years(ctx: Context, of: str = "cow") -> Table:
    """Years since the last event; `of` is `cow` or `gml` (disputes) or `war` (inter-state wars)."""
    if of not in ("cow", "gml", "war"):
        raise InputError(f"No events {of!r} to count peace from; use cow, gml or war.")
    events = relations.wars(ctx) if of == "war" else relations.mids(ctx, data=of)
    event = "cowinterongoing" if of == "war" else f"{of}midongoing"
    name = "cowinterspell" if of == "war" else f"{of}midspell"
    column = Column(name, "years", f"years since the last year with {event} = 1, or since the pair began")

    def count(laid: pl.DataFrame, cells: Cells) -> pl.DataFrame:
        import polars as pl

        happened = laid[event]
        spell = since(happened.fill_null(0).to_numpy() > 0, cells)
        return pl.DataFrame({name: pl.Series(spell)}).select(
            pl.when(happened.is_not_null()).then(name).alias(name)
        )

    only = Column(event, "", "")
    return replace(events, columns=(column,), reads=(only,), absent={event: 0}, after=count)


def since(event: np.ndarray, cells: Cells) -> np.ndarray:
    """Years since the pair's last event, by row; rows are sorted by pair and year."""
    if not cells.size:
        return np.empty(0, dtype=np.int16)
    row = np.arange(cells.size)
    j = cells.j if cells.j is not None else np.zeros_like(cells.i)
    fresh = np.ones(cells.size, dtype=bool)
    fresh[1:] = (cells.i[1:] != cells.i[:-1]) | (j[1:] != j[:-1]) | (cells.y[1:] != cells.y[:-1] + 1)
    reset = fresh.copy()
    reset[1:] |= event[:-1]
    return (row - np.maximum.accumulate(np.where(reset, row, 0))).astype(np.int16)
