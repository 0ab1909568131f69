"""Commitment: treaty obligations between two states, from ATOP's yearly flags.

Levels: 3 defence or offence, 2 neutrality, 1.5 non-aggression, 1 consultation, 0 none. ATOP's wide
treaties (non-aggression and consultation gained with many partners in one year, such as accessions
to ASEAN's Treaty of Amity) are not bilateral ties: such a flag counts a quarter.
Source: Leeds, Ritter, Mitchell and Long 2002, International Interactions 28.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from detente.measures.cube import FIRST_YEAR, Cube, column, fill
from detente.measures.registry import Bench, Measure

_LEVELS = {"defense": 3.0, "offense": 3.0, "neutral": 2.0, "nonagg": 1.5, "consul": 1.0}
_WIDE_PARTNERS = 4  # a lesser pact that both sides share with this many others that year is wide
_WIDE_WEIGHT = 0.25


def flag(bench: Bench, name: str) -> Cube:
    """Cube of one ATOP flag (0/1)."""

    table = bench.atlas.table("atop")
    one, two = (bench.lineages(column(table, c)) for c in ("ccode1", "ccode2"))
    years = column(table, "year")
    values = column(table, name, np.float32)
    first, last = bench.atlas.coverage("atop")
    return fill(bench.index, max(first, FIRST_YEAR), last, (one, two), years, values, absent=0.0)


def defence(bench: Bench) -> Cube:
    """1 in every year of a defence pact between the two, whoever is bound by it, else 0."""
    return bench.memo("defence pact", lambda: flag(bench, "defense"))


def bound(bench: Bench, one: int, two: int, name: str = "defense") -> dict[int, tuple[bool, bool]]:
    """By year of an obligation between two states (lineage numbers): whether the first, and the second, is bound by it."""
    table = bench.atlas.table("atop").filter(pl.col(name) == 1).drop_nulls(f"{name}_by")
    table = table.with_columns(
        pl.Series("one", bench.lineages(column(table, "ccode1"))),
        pl.Series("two", bench.lineages(column(table, "ccode2"))),
    )
    held: dict[int, tuple[bool, bool]] = {}
    for first, second, turned in ((one, two, False), (two, one, True)):
        rows = table.filter((pl.col("one") == first) & (pl.col("two") == second))
        for year, who in rows.select("year", f"{name}_by").iter_rows():
            mine, theirs = bool(who & 1), bool(who & 2)
            if turned:
                mine, theirs = theirs, mine
            before = held.get(year, (False, False))
            held[year] = (mine or before[0], theirs or before[1])
    return dict(sorted(held.items()))


def _wide(cube: Cube) -> np.ndarray:
    """Where both sides hold the flag with many others that year."""
    one, two = cube.index.ends
    wide = np.zeros(cube.values.shape, dtype=bool)
    for year, row in enumerate(cube.values[:, :-1]):
        held = np.flatnonzero(row > 0)
        a, b = one[held], two[held]
        many = (
            np.bincount(a, minlength=cube.index.size) + np.bincount(b, minlength=cube.index.size)
            > _WIDE_PARTNERS
        )
        wide[year, held] = many[a] & many[b]
    return wide


def _pact_level(bench: Bench) -> Cube:
    level: np.ndarray | None = None
    first_year = 0
    for name, weight in _LEVELS.items():
        cube = flag(bench, name)
        first_year, values = cube.first_year, cube.values * weight
        if name in ("nonagg", "consul"):
            values = np.where(_wide(cube), values * _WIDE_WEIGHT, values)
        level = values if level is None else np.maximum(level, values)
    assert level is not None
    return Cube(first_year, bench.index, level.astype(np.float32))


MEASURES = (
    Measure(
        "pact_level", "commitment", "level of pact (0 to 3)", "atop", +1, 0.5, True,
        "highest obligation in force; wide non-aggression and consultation pacts count a quarter",
        "Leeds et al. 2002", _pact_level,
    ),
)  # fmt: skip
