"""Capability: how strong a state is, by two independent yardsticks, and its economy's growth.

cinc: composite index of national capability, share of the world (Singer, Bremer and Stuckey 1972),
counts people, steel, energy, soldiers and spending; large and populous states score high.
gdp_product: GDP times GDP per head, as a share of the world's sum (Beckley 2018, International
Security 43(2)): penalises populous states that spend their output on keeping people.
Out: arrays (years, states) on the bench's index; NaN where unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from detente import actors
from detente.measures.cube import column
from detente.measures.registry import Bench

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class StateSeries:
    """A yearly number of every state; `values` has shape (years, states)."""

    name: str
    family: str
    unit: str
    source: str
    formula: str
    first_year: int
    values: NDArray[np.float64]

    @property
    def last_year(self) -> int:
        """The last year with any value."""
        return self.first_year + len(self.values) - 1

    def at_all(self, year: int) -> NDArray[np.float64]:
        """Values of all states in a year, the nearest that the source covers."""
        return self.values[int(np.clip(year - self.first_year, 0, len(self.values) - 1))]

    def at(self, position: int, first: int, last: int) -> NDArray[np.float64]:
        """Values of one state in first..last that the source covers."""
        low, high = max(first - self.first_year, 0), max(last - self.first_year + 1, 0)
        return self.values[low:high, position]


def cinc(bench: Bench, column_name: str = "cinc") -> StateSeries:
    """CINC or one of its shares (`milex_share`, `milper_share`)."""

    def make() -> StateSeries:
        table = bench.atlas.table("cinc").drop_nulls(column_name)
        years = column(table, "year")
        first = int(years.min())
        values = np.full((int(years.max()) - first + 1, len(bench.index.codes)), np.nan)
        state = bench.index.lookup[bench.lineages(column(table, "ccode"))]
        keep = state >= 0
        values[years[keep] - first, state[keep]] = column(table, column_name, np.float64)[keep]
        label = "share of world material capabilities" if column_name == "cinc" else "share of the world"
        formula = {"cinc": "CINC, NMC 7.0", "milex_share": "military expenditure, share of the world",
                   "milper_share": "military personnel, share of the world"}[column_name]  # fmt: skip
        return StateSeries(column_name, "capability", label, "nmc", formula, first, values)

    return bench.memo(("state series", column_name), make)


_SOURCES = {
    "gdp_constant": ("wdi", "pwt"),
    "gdp_per_head": ("wdi", "maddison"),
    "population": ("wdi", "pwt", "maddison"),
    "growth": ("wdi", "pwt"),
}


def economy(bench: Bench, name: str, source: str | None = None) -> StateSeries:
    """One column of the economy table; from one source, or from the first that holds the state-year."""

    def make() -> StateSeries:
        wanted = (source,) if source else _SOURCES[name]
        table = bench.atlas.table("economy").filter(pl.col("source").is_in(wanted)).drop_nulls(name)
        if source is None:
            table = table.filter(pl.col("source") == _best(table, wanted, name))
        years = column(table, "year")
        first = int(years.min())
        values = np.full((int(years.max()) - first + 1, len(bench.index.codes)), np.nan)
        where = {iso: bench.place(iso) for iso in table["iso3"].unique().to_list()}
        state = np.array([where[i] for i in table["iso3"]])
        # Of two names for one place (Russia within the Soviet Union) that of the state of the year is written last.
        keep = np.flatnonzero(state >= 0)
        iso = table["iso3"].to_list()
        keep = keep[np.argsort([actors.at(iso[k], int(years[k])) == iso[k] for k in keep], kind="stable")]
        values[years[keep] - first, state[keep]] = column(table, name, np.float64)[keep]
        unit = {"gdp_constant": "constant USD", "gdp_per_head": "USD per head", "population": "people",
                "growth": "per cent a year"}[name]  # fmt: skip
        return StateSeries(
            name, "economy", unit, _best(table, wanted, name), f"{name} in {unit}", first, values
        )

    return bench.memo(("state series", name, source), make)


def _best(table: pl.DataFrame, wanted: tuple[str, ...], name: str) -> str:
    return next((s for s in wanted if (table["source"] == s).any()), wanted[0])


_EDITIONS = {"pwt": "PWT 10.01", "maddison": "Maddison Project 2020"}


def gdp_product(bench: Bench, source: str = "pwt") -> StateSeries:
    """GDP times GDP per head as a share of the world's sum; `source` is `pwt` or `maddison` (longer, rougher)."""

    def make() -> StateSeries:
        gdp = economy(bench, "gdp_constant", source)
        people = economy(bench, "population", source)
        first, last = max(gdp.first_year, people.first_year), min(gdp.last_year, people.last_year)
        g = gdp.values[first - gdp.first_year : last - gdp.first_year + 1]
        p = people.values[first - people.first_year : last - people.first_year + 1]
        product = g * g / p
        share = product / np.nansum(product, axis=1, keepdims=True)
        return StateSeries("gdp_product", "economy", "share of the world's GDP x GDP per head", source,
                           f"GDP x GDP per head (Beckley 2018), {_EDITIONS[source]}", first, share)  # fmt: skip

    return bench.memo(("gdp product", source), make)


def oil_price_change(bench: Bench) -> tuple[int, NDArray[np.float64]]:
    """First year and yearly log changes of the world's oil price.

    The price is the unit value of all crude oil traded (BACI: value over tonnes, all pairs), which follows
    the market; no series of quotations is held.
    """

    def make() -> tuple[int, NDArray[np.float64]]:
        crude = bench.atlas.table("energy_trade").filter(pl.col("product") == "crude").drop_nulls("tonnes")
        yearly = crude.group_by("year").agg(pl.col("value").sum() / pl.col("tonnes").sum()).sort("year")
        return int(yearly["year"][0]) + 1, np.diff(np.log(yearly["value"].to_numpy()))

    return bench.memo("oil price", make)


def mean_of(values: NDArray[np.float64], positions: tuple[int, ...]) -> NDArray[np.float64]:
    """Yearly mean over some states (columns) of what is known; NaN in years when nothing is."""
    own = values[:, list(positions)]
    known = np.isfinite(own)
    count = known.sum(axis=1)
    return np.where(count > 0, np.where(known, own, 0).sum(axis=1) / np.maximum(count, 1), np.nan)
