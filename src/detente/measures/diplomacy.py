"""Diplomacy: rivalries as historians code them, and dated events between two governments.

Rivalry: 1 in each year the two states are listed as strategic rivals (two lists). Events: the running
sum of signed weights of dated events that name the pair (a treaty of peace +3, a rupture of
relations -3 ...), from the project's own sourced table.
Sources: Thompson, Sakuwa and Suhas 2021; Thompson and Dreyer 2012; `evidence/data/events.csv`.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from detente.measures.cube import Cube, column, fill
from detente.measures.registry import Bench, Measure


def rivalry(bench: Bench, source: str) -> Cube:
    """1 in every year of a strategic rivalry in one list, else 0."""

    table = bench.atlas.table("rivalries").filter(pl.col("source") == source)
    one, two = (bench.lineages(column(table, c)) for c in ("ccode1", "ccode2"))
    years = column(table, "year")
    ones = np.ones(len(years), dtype=np.float32)
    return fill(bench.index, 1900, int(years.max()), (one, two), years, ones, absent=0.0)


MEASURES = (
    Measure(
        "tss_rivalry", "diplomacy", "strategic rivalry (0 or 1)", "tss-rivalries", -1, 0.5, True,
        "1 while listed as strategic rivals", "Thompson, Sakuwa and Suhas 2021",
        lambda bench: rivalry(bench, "tss"),
    ),
    Measure(
        "td_rivalry", "diplomacy", "strategic rivalry (0 or 1)", "td-rivalries", -1, 0.5, True,
        "1 while listed as strategic rivals", "Thompson and Dreyer 2012",
        lambda bench: rivalry(bench, "thompson-dreyer"),
    ),
)  # fmt: skip
