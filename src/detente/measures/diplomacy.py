"""Diplomacy: rivalries as historians code them, and dated events between two governments.

Rivalry: 1 in each year the two states are listed as strategic rivals (two lists). Events: the running
sum of signed weights of dated events that name the pair (a treaty of peace +3, a rupture of
relations -3 ...), from the project's own sourced table. It does not fade: forgetting an old quarrel
is not a rapprochement, and an old treaty not renewed no rift.
Sources: Thompson, Sakuwa and Suhas 2021; Thompson and Dreyer 2012; `evidence/data/events.csv`.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from detente.measures.cube import FIRST_YEAR, Cube, column, fill
from detente.measures.registry import Bench, Measure


def rivalry(bench: Bench, source: str) -> Cube:
    """1 in every year of a strategic rivalry in one list, else 0."""

    table = bench.atlas.table("rivalries").filter(pl.col("source") == source)
    one, two = (bench.lineages(column(table, c)) for c in ("ccode1", "ccode2"))
    years = column(table, "year")
    ones = np.ones(len(years), dtype=np.float32)
    return fill(bench.index, FIRST_YEAR, int(years.max()), (one, two), years, ones, absent=0.0)


_CEILING = 3.0  # the weight of one defining event: ten summits are not ten peace treaties


def _events(bench: Bench) -> Cube:
    """Standing balance of dated events: it moves with each event and stays until the next one."""
    return _balance(bench)


def fading_events(bench: Bench, hostile: float, friendly: float) -> Cube:
    """The same balance for how two stand in a year: halved with every so many years since the last event between them."""
    half_lives = (hostile, friendly)
    return bench.memo(("fading events", *half_lives), lambda: _balance(bench, half_lives))


def _balance(bench: Bench, half_lives: tuple[float, float] | None = None) -> Cube:
    table = bench.atlas.table("events").filter(pl.col("sign") != 0)
    first, last = 1900, int(bench.atlas.coverage("events")[1])
    spans: list[tuple[int, int, float]] = []
    ends: list[tuple[int, int]] = []
    for row in table.select("year", "end_year", "sign", "dyads", "weight", "type").iter_rows(named=True):
        begun = row["year"]
        ended = row["end_year"] if row["end_year"] and row["type"] in _LASTING else begun
        for dyad in row["dyads"].split(";"):
            one, two = (bench.place(state) for state in dyad.split("-"))
            if one < 0 or two < 0 or one == two:
                continue
            spans.append((max(begun, first) - first, min(ended, last) - first, row["sign"] * row["weight"]))
            ends.append((one, two))
    # Only pairs that have events are followed year by year; the balance of all others stays at zero.
    pairs, place = np.unique(
        bench.index.pair(*np.array(ends, dtype=np.int64).reshape(-1, 2).T), return_inverse=True
    )
    yearly = np.zeros((last - first + 1, len(pairs)), dtype=np.float32)
    for (low, high, weight), i in zip(spans, place.tolist(), strict=True):
        yearly[low : high + 1, i] += weight
    balance = np.zeros((len(yearly), bench.index.pairs + 1), dtype=np.float32)
    standing = np.zeros(len(pairs), dtype=np.float32)
    since = np.zeros(len(pairs), dtype=np.float32)
    for year, moved in enumerate(yearly):
        standing = np.clip(standing + moved, -_CEILING, _CEILING)
        since = np.where(moved != 0, 0, since + 1)
        faded = 1.0 if half_lives is None else 0.5 ** (since / np.where(standing < 0, *half_lives))
        balance[year, pairs] = standing * faded
    one, two = bench.index.ends
    alive = bench.index.alive(first, last)
    balance[:, :-1][~(alive[:, one] & alive[:, two])] = np.nan
    balance[:, -1] = np.nan
    return Cube(first, bench.index, balance)


_LASTING = ("war", "invasion", "crisis")

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
    Measure(
        "diplomatic_events", "events", "balance of dated events (-3 to 3)", "events", +1, 0.75, True,
        "running sum of the signed weights of dated events between the two, kept within -3 to 3",
        "the project's own table, a source on every row", _events,
    ),
)  # fmt: skip
