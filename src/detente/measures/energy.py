"""Energy of a country: what it makes, uses, holds in the ground, buys and sells, by source.

In: the long table `energy` and the flows `energy_trade`. Out: `Figure`s, each one number with its unit,
its year and its source, or None: a source that lacks a country says nothing about it. Flows are booked
only where they were not confidential (Russian pipeline gas to Germany is missing in 2010-24), so a flow
that is not there is never read as no trade. Sources: World Factbook 2015; Energy Institute 2025 (whole
per cent); Our World in Data on IEA net imports; BACI (Gaulier and Zignago 2010).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from detente.measures.registry import Bench

PRODUCTS = {
    "gas": ("gas", "lng"),
    "oil": ("crude",),
    "coal": ("coal",),
    "energy": ("gas", "lng", "crude", "coal"),
}
_KWH = 1e9  # kilowatt-hours in a terawatt-hour


@dataclass(frozen=True)
class Figure:
    """One number on a country: mean over the years found, which may lie `gap` years off those asked for."""

    name: str
    source: str
    value: float
    unit: str
    first: int
    last: int
    gap: int
    rank: int = 0  # among all countries of the source, 1 the largest; 0 where it was not asked

    @property
    def years(self) -> str:
        """The years it is of, as printed."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


def _near(table: pl.DataFrame, first: int, last: int, reach: int) -> tuple[pl.DataFrame, int]:
    """Rows of the years asked for, else of the nearest year at most `reach` off, and how far off."""
    inside = table.filter(pl.col("year").is_between(first, last))
    if len(inside):
        return inside, 0
    years = table["year"].unique().to_list()
    if not years:
        return inside, 0
    best = min(years, key=lambda y: (max(first - y, y - last), -y))
    gap = max(first - best, best - last)
    return (table.filter(pl.col("year") == best), gap) if gap <= reach else (inside, 0)


def _table(bench: Bench, indicator: str, source: str) -> pl.DataFrame:
    """One indicator of one source, all countries and years."""
    return bench.memo(
        ("energy", indicator, source),
        lambda: bench.atlas.table("energy").filter(
            (pl.col("indicator") == indicator) & (pl.col("source") == source)
        ),
    )


def figure(
    bench: Bench, country: str, indicator: str, source: str, first: int, last: int, *, reach: int = 3
) -> Figure | None:
    """One indicator of the energy table in the years first..last, or the nearest within `reach`."""
    table = _table(bench, indicator, source)
    own = table.filter(pl.col("iso3") == country)
    rows, gap = _near(own, first, last, reach)
    if not len(rows):
        return None
    years = sorted(rows["year"].to_list())
    value = float(np.mean(rows["value"].to_numpy()))
    same = (
        table.filter(pl.col("year").is_between(years[0], years[-1]))
        .group_by("iso3")
        .agg(pl.col("value").mean())
    )
    rank = 1 + int((same["value"] > value).sum())
    return Figure(indicator, source, value, rows["unit"][0], years[0], years[-1], gap, rank)


def world_share(bench: Bench, country: str, indicator: str, first: int, last: int) -> Figure | None:
    """A country's share of the sum over all countries in the Factbook, per cent."""
    own = figure(bench, country, indicator, "factbook", first, last, reach=5)
    if own is None:
        return None
    table = _table(bench, indicator, "factbook")
    latest = table.sort("year").group_by("iso3").last()
    total = float(latest["value"].sum())
    share = 100 * own.value / total if total > 0 else 0.0
    rank = 1 + int((latest["value"] > own.value).sum())
    name = f"{indicator}, share of the world"
    return Figure(name, "factbook", share, "per cent", own.first, own.last, own.gap, rank)


def sufficiency(bench: Bench, country: str, product: str, first: int, last: int) -> Figure | None:
    """Production as per cent of consumption by the Factbook (gas, electricity)."""
    made, used = (
        figure(bench, country, f"{product}_{what}", "factbook", first, last, reach=5)
        for what in ("production", "consumption")
    )
    if made is None or used is None or used.value <= 0:
        return None
    value = 100 * made.value / used.value
    name = f"{product} production against consumption"
    return Figure(name, "factbook", value, "per cent", made.first, used.last, max(made.gap, used.gap))


def net_exports(bench: Bench, country: str, product: str, first: int, last: int) -> Figure | None:
    """Exports less imports as per cent of both together by the Factbook (gas, oil, electricity)."""
    out, into = (
        figure(bench, country, f"{product}_{what}", "factbook", first, last, reach=5)
        for what in ("exports", "imports")
    )
    if out is None or into is None or out.value + into.value <= 0:
        return None
    value = 100 * (out.value - into.value) / (out.value + into.value)
    name = f"{product} exports less imports"
    return Figure(name, "factbook", value, "per cent of both", out.first, into.last, max(out.gap, into.gap))


def flows(bench: Bench, country: str, product: str, first: int, last: int) -> pl.DataFrame:
    """Yearly exports and imports of a product in million USD: columns year, exports, imports."""
    if product not in PRODUCTS:
        return pl.DataFrame(schema={"year": pl.Int16, "exports": pl.Float64, "imports": pl.Float64})
    table = bench.atlas.table("energy_trade").filter(
        pl.col("product").is_in(PRODUCTS[product]) & pl.col("year").is_between(first, last)
    )
    sums = []
    for side, name in (("exporter", "exports"), ("importer", "imports")):
        own = (
            table.filter(pl.col(side) == country)
            .group_by("year")
            .agg((pl.col("value").sum() / 1e3).alias(name))
        )
        sums.append(own)
    return (
        sums[0]
        .join(sums[1], on="year", how="full", coalesce=True)
        .with_columns(pl.col("exports", "imports").fill_null(0.0))
        .sort("year")
    )


def between(bench: Bench, seller: str, buyer: str, product: str, first: int, last: int) -> pl.DataFrame:
    """Booked flows from one country to another: columns year, product, value (million USD)."""
    table = bench.atlas.table("energy_trade").filter(
        (pl.col("exporter") == seller) & (pl.col("importer") == buyer)
        & pl.col("year").is_between(first, last) & pl.col("product").is_in(PRODUCTS.get(product, ()))
    )  # fmt: skip
    return table.select("year", "product", (pl.col("value") / 1e3).round(2).alias("value")).sort(
        "year", "product"
    )


def electricity_per_head(bench: Bench, country: str, first: int, last: int) -> tuple[Figure, float] | None:
    """Kilowatt-hours used a head and year, and the median of all countries (Factbook and population)."""
    table = bench.memo("kwh per head", lambda: _per_head(bench))
    own = table.filter(pl.col("iso3") == country)
    if not len(own):
        return None
    year = int(own["year"][0])
    gap = max(first - year, year - last, 0)
    if gap > 5:
        return None
    value = float(own["kwh"][0])
    rank = 1 + int((table["kwh"] > value).sum())
    median = float(np.median(table["kwh"].to_numpy()))
    return Figure(
        "electricity used a head", "factbook", value, "kilowatt-hours", year, year, gap, rank
    ), median


def _per_head(bench: Bench) -> pl.DataFrame:
    used = bench.atlas.table("energy").filter(
        (pl.col("indicator") == "electricity_consumption") & (pl.col("source") == "factbook")
    )
    people = bench.atlas.table("economy").filter(pl.col("source") == "wdi").drop_nulls("population")
    joined = used.join(people.select("iso3", "year", "population"), on=["iso3", "year"])
    return joined.select("iso3", "year", (pl.col("value") * _KWH / pl.col("population")).alias("kwh"))
