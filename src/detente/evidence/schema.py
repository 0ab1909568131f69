"""The declared tables of the atlas (`tables.toml`): columns, types, units and keys.

`conform` turns what an adapter gives into a declared table, or says what is wrong with it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from detente.errors import SourceFormatError

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, slots=True)
class Column:
    """One column: name, Polars type, unit and what it means."""

    name: str
    type: str
    unit: str
    description: str


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what a row is, the columns that identify it, all columns."""

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def names(self) -> list[str]:
        """Column names in order."""
        return [column.name for column in self.columns]


@cache
def tables() -> dict[str, Table]:
    """All declared tables by name."""
    declared = tomllib.loads(files("detente.evidence").joinpath("tables.toml").read_text("utf-8"))
    return {
        name: Table(
            name,
            entry["description"],
            tuple(entry["key"]),
            tuple(Column(**column) for column in entry["columns"]),
        )
        for name, entry in declared.items()
    }


def conform(frame: pl.DataFrame, table: Table, origin: str) -> pl.DataFrame:
    """`frame` with the declared columns and types, sorted by its key.

    Raises SourceFormatError if a column is missing, a value does not fit its type, or two rows
    (or an empty cell) share the key.
    """
    import polars as pl

    missing = [name for name in table.names() if name not in frame.columns]
    if missing:
        raise SourceFormatError(f"{origin} gives no {', '.join(missing)} for the table {table.name}.")
    try:
        frame = frame.select(pl.col(c.name).cast(getattr(pl, c.type)) for c in table.columns)
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0]
        raise SourceFormatError(
            f"{origin} gives a value that does not fit {table.name}: {reason}."
        ) from error
    frame = frame.sort(table.key)
    if frame.select(pl.any_horizontal(pl.col(table.key).is_null().any())).item():
        raise SourceFormatError(f"{origin} leaves a key column of {table.name} empty.")
    if frame.select(pl.struct(table.key).is_duplicated().any()).item():
        raise SourceFormatError(f"{origin} gives two rows of {table.name} with the same key.")
    return frame
