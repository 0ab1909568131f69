"""Coercion: militarised disputes between two states, year by year.

The measure is the highest hostility level of the year (0 none, 2 threat, 3 display, 4 use of force,
5 war), not the count of onsets: onsets fall during long wars because the war goes on.
Two codings: COW MID 5.0 (to 2014; Palmer et al. 2022) and Gibler, Miller and Little 2.2.1 (to 2010).
"""

from __future__ import annotations

import polars as pl

from detente.measures.cube import FIRST_YEAR, Cube, column, fill
from detente.measures.registry import Bench, Measure


def hostility(bench: Bench, source: str) -> Cube:
    """Highest hostility level of each dyad-year in one coding."""

    table = bench.atlas.table("mid").filter(pl.col("source") == source)
    one, two = (bench.lineages(column(table, c)) for c in ("ccode1", "ccode2"))
    years = column(table, "year")
    return fill(
        bench.index, FIRST_YEAR, int(years.max()), (one, two), years,
        column(table, "hostility").astype("float32"), absent=0.0,
    )  # fmt: skip


MEASURES = (
    Measure(
        "mid_hostility", "coercion", "hostility level (0 to 5)", "cow-mid", -1, 0.5, True,
        "highest hostility level of the year, COW MID 5.0", "Palmer et al. 2022",
        lambda bench: hostility(bench, "cow-mid"),
    ),
    Measure(
        "gml_hostility", "coercion", "hostility level (0 to 5)", "gml-mid", -1, 0.5, True,
        "highest hostility level of the year, Gibler-Miller-Little 2.2.1", "Gibler, Miller and Little 2016",
        lambda bench: hostility(bench, "gml-mid"),
    ),
)  # fmt: skip
