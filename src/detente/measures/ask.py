"""SQL on the atlas and on the measures made from it, so that the query on a card gives the card's rows.

In: one SELECT over tables of the atlas, and over `measures.NAME` for every registered dyadic measure: columns ccode1, ccode2
(lineage numbers, every pair both ways round), year, value; and over `measures`, the list of them. Out: a Polars frame. A measure
is made only where a query names it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.evidence.query import query

if TYPE_CHECKING:
    import polars as pl

    from detente.measures.registry import Bench

SCHEMA = "measures"
_NAMED = re.compile(rf"\b{SCHEMA}\.\"?(\w+)", re.I)


def ask(bench: Bench, sql: str) -> pl.DataFrame:
    """Rows of a query.

    Raises:
        InputError: it is no SELECT that the atlas and its measures can answer.

    """
    named = {name.lower() for name in _NAMED.findall(sql)} & set(bench.measures)
    more = {f"{SCHEMA}.{name}": _table(bench, name) for name in sorted(named)}
    return query(bench.atlas, sql, {f"main.{SCHEMA}": _listed(bench)} | more)


def _listed(bench: Bench) -> dict[str, Any]:
    """Every registered measure: name, family, unit, source, formula, reference."""
    known = [bench.measures[name] for name in sorted(bench.measures)]
    fields = ("name", "family", "unit", "source", "formula", "reference")
    return {field: np.array([getattr(one, field) for one in known], dtype=object) for field in fields}


def _table(bench: Bench, name: str) -> dict[str, Any]:
    """The known values of a measure as columns, each pair twice."""
    cube = bench.cube(name)
    one, two = (bench.index.codes[end] for end in bench.index.ends)
    year, pair = np.nonzero(np.isfinite(cube.values[:, : len(one)]))
    value = cube.values[year, pair]
    year = (year + cube.first_year).astype(np.int32)
    return {
        "ccode1": np.concatenate([one[pair], two[pair]]),
        "ccode2": np.concatenate([two[pair], one[pair]]),
        "year": np.concatenate([year, year]),
        "value": np.concatenate([value, value]),
    }
