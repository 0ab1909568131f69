"""Who fights whom in UCDP's conflicts: every state of a side or a location, where a cell lists several.

In: the table `ucdp_conflict`, whose numbers are those of the first state of each cell and whose names list all
("Government of Egypt, Government of Iraq"). Out: one row a state, or a pair of states on opposite sides. The number of a
name is the one it bears where it stands alone in the same table, else that of the state so called in that year.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_CELLS = {"side_a": "gwno_a", "side_b": "gwno_b", "location": "gwno_loc"}
_GOVERNMENT = "Government of "


def states(conflicts: pl.DataFrame) -> pl.DataFrame:
    """`conflict_id`, `year`, `intensity`, `cell` (side_a, side_b or location) and `state` (Gleditsch-Ward number)."""
    import polars as pl

    known = _numbers(conflicts)
    rows = [
        (row["conflict_id"], row["year"], row["intensity"], cell, number)
        for row in conflicts.iter_rows(named=True)
        for cell, first in _CELLS.items()
        if row[first] is not None
        for number in sorted(_named(row[cell] or "", row["year"], known) | {row[first]})
    ]
    columns = {c: conflicts.schema[c] for c in ("conflict_id", "year", "intensity")}
    return pl.DataFrame(
        rows, schema={**columns, "cell": pl.String, "state": conflicts.schema["gwno_a"]}, orient="row"
    )


def opposed(conflicts: pl.DataFrame) -> pl.DataFrame:
    """`conflict_id`, `year`, `intensity`, `gwno_a`, `gwno_b`: each pair of states on opposite sides."""
    import polars as pl

    every = states(conflicts.drop_nulls(["gwno_a", "gwno_b"]))
    one = every.filter(pl.col("cell") == "side_a").rename({"state": "gwno_a"}).drop("cell")
    other = every.filter(pl.col("cell") == "side_b").rename({"state": "gwno_b"}).drop("cell", "intensity")
    return one.join(other, on=["conflict_id", "year"]).unique(maintain_order=True)


def _listed(cell: str) -> list[str]:
    return [name.strip().removeprefix(_GOVERNMENT) for name in cell.split(", ") if name.strip()]


def _numbers(conflicts: pl.DataFrame) -> dict[str, int]:
    """Number of each name that stands alone in a cell."""
    found: dict[str, Counter[int]] = {}
    for cell, first in _CELLS.items():
        for text, number in conflicts.select(cell, first).drop_nulls().iter_rows():
            names = _listed(text)
            if len(names) == 1:
                found.setdefault(names[0], Counter())[number] += 1
    return {name: numbers.most_common(1)[0][0] for name, numbers in found.items()}


def _named(cell: str, year: int, known: dict[str, int]) -> set[int]:
    """Numbers of the states a cell lists; a cell with one name needs none beside its own number."""
    from detente import actors

    names = _listed(cell)
    if len(names) < 2:
        return set()
    numbers = set()
    for name in names:
        actor = actors.resolve(name, year) if name not in known else None
        number = known.get(name) or (
            actors.gwcode(actor.id, year) if actor and actor.kind == "state" else None
        )
        if number is not None:
            numbers.add(number)
    return numbers
