"""Booked flows of a fuel or mineral between countries, by value and weight, with what may be missing from them.

Source: CEPII BACI (fuels 1995 on, minerals 2012 on). Booked flows have holes: confidential cargoes go to other codes, "Other
Asia" stands for Taiwan and for what was not said, and a seller under sanctions vanishes from the books. So an absent flow is
no flow only by chance, and what a seller's books lack against its best recent year may have gone to anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from detente.measures.registry import Bench

FUELS: dict[str, tuple[str, ...]] = {
    "gas": ("gas", "lng"),
    "lng": ("lng",),
    "oil": ("crude",),
    "coal": ("coal",),
    "uranium": ("uranium",),
    "energy": ("gas", "lng", "crude", "coal"),
}
_NAMES = {
    "natural_gas": "gas",
    "crude_oil": "oil",
    "crude": "oil",
    "fossil_fuels": "energy",
    "fuels": "energy",
}
SIDES = {"exports": ("exporter", "importer"), "imports": ("importer", "exporter")}
"""Of a flow, the column of whose it is, and that of the partner."""
UNSAID = "TWN"
"""The code that also stands for "other Asia", where unsaid destinations are booked."""
_RECENT_YEARS = 5
_DEAREST_FUEL = 50.0
"""Thousand dollars a tonne of fuel: above it a weight is missing rather than small."""


@dataclass(frozen=True)
class Goods:
    """One group of goods: the table that holds it, its products there, and the source."""

    name: str
    table: str
    products: tuple[str, ...]
    source: str
    family: str


def goods(bench: Bench, name: str) -> Goods | None:
    """The group of goods that goes by a name; None where no table holds it."""
    name = _NAMES.get(name, name)
    if name in FUELS:
        return Goods(name, "energy_trade", FUELS[name], "baci-energy", "energy")
    if "minerals_trade" not in bench.atlas.tables:
        return None
    known = bench.memo(
        ("mineral groups",), lambda: set(bench.atlas.table("minerals_trade")["product"].unique())
    )
    return Goods(name, "minerals_trade", (name,), "baci-minerals", "trade") if name in known else None


def span(bench: Bench, of: Goods) -> tuple[int, int]:
    """First and last year of the table."""
    return bench.atlas.coverage(of.table)


def flows(bench: Bench, of: Goods) -> pl.DataFrame:
    """exporter, importer, year, value (million USD), weight (million tonnes; null where any part has none)."""

    def make() -> pl.DataFrame:
        table = bench.atlas.table(of.table).filter(pl.col("product").is_in(of.products))
        missing = pl.col("tonnes").is_null()
        if of.family == "energy":
            missing |= pl.col("value") > _DEAREST_FUEL * pl.col("tonnes")
        weight = pl.when(~missing.any()).then(pl.col("tonnes").sum() / 1e6)
        return table.group_by("exporter", "importer", "year").agg(pl.col("value").sum() / 1e3, weight=weight)

    return bench.memo(("goods flows", of.name), make)


def sent(
    bench: Bench, of: Goods, sellers: Sequence[str], buyers: Sequence[str], year: int
) -> tuple[float, float | None]:
    """Value (million USD) and weight (million tonnes) booked from one side to the other in a year."""
    rows = flows(bench, of).filter(
        (pl.col("year") == year) & pl.col("exporter").is_in(sellers) & pl.col("importer").is_in(buyers)
    )
    weight = None if rows["weight"].null_count() else float(rows["weight"].sum())
    return float(rows["value"].sum()), weight


def world(bench: Bench, of: Goods, year: int) -> float:
    """Value of all booked flows in a year, in million USD."""
    return float(flows(bench, of).filter(pl.col("year") == year)["value"].sum())


def partners(bench: Bench, of: Goods, flow: str, who: str, first: int, last: int) -> pl.DataFrame:
    """The buyers of a state's exports, or the sellers of its imports, over some years: partner, value, weight."""
    own, other = SIDES[flow]
    rows = flows(bench, of).filter((pl.col(own) == who) & pl.col("year").is_between(first, last))
    weight = pl.when(pl.col("weight").null_count() == 0).then(pl.col("weight").sum())
    sums = rows.group_by(partner=pl.col(other)).agg(pl.col("value").sum(), weight=weight)
    return sums.sort("value", "partner", descending=[True, False])


def missing(bench: Bench, of: Goods, flow: str, who: str, first: int, last: int) -> float:
    """Part (0 to 1) of a state's best recent weight that its books of these years lack, at the worst of them."""
    rows = flows(bench, of).filter(pl.col(SIDES[flow][0]) == who)
    years = dict(rows.group_by("year").agg(pl.col("weight").sum()).iter_rows())
    worst = 0.0
    for year in range(first, last + 1):
        best = max((years.get(y, 0.0) for y in range(year - _RECENT_YEARS, year + 1)), default=0.0)
        if best > 0:
            worst = max(worst, 1 - years.get(year, 0.0) / best)
    return worst
