"""Shared by the two UCDP data sets: cells that list several states ("900, 200, 2"), unrolled.

In: a frame with one row a conflict (or dyad) and year whose cells list Gleditsch-Ward numbers. Out: a row a state and role, so
that co-belligerents, supporters and all places count, and not the first of each list alone.
"""

from __future__ import annotations

import polars as pl

ROLES = {
    "gwno_a": "side_a",
    "gwno_b": "side_b",
    "gwno_a_2nd": "support_a",
    "gwno_b_2nd": "support_b",
    "gwno_loc": "location",
    "gwno_battle": "battle",
}


def listed(column: str) -> pl.Expr:
    """The numbers in a cell, as a list; empty for an empty cell."""
    numbers = pl.col(column).cast(pl.String).str.extract_all(r"\d+")
    return numbers.list.eval(pl.element().cast(pl.Int16)).alias(column)


def first(column: str) -> pl.Expr:
    """The first number in a cell; null for an empty one."""
    return listed(column).list.first()


def unrolled(frame: pl.DataFrame, keys: tuple[str, ...], cells: tuple[str, ...]) -> pl.DataFrame:
    """`keys`, role and gwno: a row for every state in every one of the `cells` that the frame has."""
    parts = [
        frame.select(*keys, pl.lit(ROLES[cell]).alias("role"), listed(cell).alias("gwno")).explode("gwno")
        for cell in cells
        if cell in frame.columns
    ]
    return pl.concat(parts).drop_nulls("gwno").unique().sort(*keys, "role", "gwno")
