"""Which yearly series measure what a quantity statement names: one place from a measure's id to its numbers.

In: a measure (`domain/measures.csv`) with its basis. Out: `StateSeries` of the sources that hold it, the better first.
A measure without a series here has no source, and is said to have none.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from detente.measures import capability
from detente.measures.capability import StateSeries
from detente.measures.cube import column

if TYPE_CHECKING:
    from detente.measures.registry import Bench

Maker = Callable[..., StateSeries]


def _economy(name: str, source: str) -> Maker:
    return partial(capability.economy, name=name, source=source)


def _nominal(bench: Bench) -> StateSeries:
    """GDP at market exchange rates: GDP per head in current USD times population (WDI)."""

    def make() -> StateSeries:
        head, people = (capability.economy(bench, n, "wdi") for n in ("gdp_per_head", "population"))
        first, last = max(head.first_year, people.first_year), min(head.last_year, people.last_year)
        span = [s.values[first - s.first_year : last - s.first_year + 1] for s in (head, people)]
        formula = "GDP per head in current USD times population"
        return StateSeries("gdp_current", "economy", "current USD", "wdi", formula, first, span[0] * span[1])

    return bench.memo(("state series", "gdp_current"), make)


def _energy(indicator: str, bench: Bench) -> StateSeries:
    """One indicator of the energy table that runs over many years."""

    def make() -> StateSeries:
        table = bench.atlas.table("energy").filter(pl.col("indicator") == indicator).drop_nulls("value")
        years = column(table, "year")
        first = int(years.min())
        values = np.full((int(years.max()) - first + 1, len(bench.index.codes)), np.nan)
        state = np.array([bench.place(i) for i in table["iso3"]])
        keep = state >= 0
        values[years[keep] - first, state[keep]] = column(table, "value", np.float64)[keep]
        unit, source = table["unit"][0], table["source"][0]
        unit = "per cent of the world" if indicator.endswith("world_share") else unit
        return StateSeries(indicator, "energy", unit, source, indicator.replace("_", " "), first, values)

    return bench.memo(("state series", "energy", indicator), make)


_WDI, _PWT, _MADDISON = (tuple(_economy(n, source) for n in ("gdp_constant", "growth", "gdp_per_head", "population"))
                         for source in ("wdi", "pwt", "maddison"))  # fmt: skip
_Yardsticks = tuple[tuple[Maker, ...], ...]
_SERIES: dict[tuple[str, str | None], _Yardsticks] = {
    ("gdp", "market_exchange_rate"): ((_nominal,),),
    ("gdp", "purchasing_power"): ((_PWT[0], _MADDISON[0]),),
    ("gdp", None): ((_nominal,), (_PWT[0], _MADDISON[0])),
    ("gdp_growth", None): ((_WDI[1], _PWT[1]),),
    ("gdp_per_capita", None): ((_WDI[2],), (_MADDISON[2],)),
    ("population", None): ((_WDI[3], _PWT[3], _MADDISON[3]),),
    ("military_expenditure", None): ((partial(capability.cinc, column_name="milex_share"),),),
    ("military_capability", None): ((partial(capability.cinc, column_name="milex_share"),),),
    ("material_capability", None): ((capability.cinc,),),
    ("military_personnel", None): ((partial(capability.cinc, column_name="milper_share"),),),
    ("oil_production", None): ((partial(_energy, "oil_production_world_share"),),),
    ("gas_production", None): ((partial(_energy, "gas_production_world_share"),),),
    ("oil_reserves", None): ((partial(_energy, "oil_reserves_world_share"),),),
    ("gas_reserves", None): ((partial(_energy, "gas_reserves_world_share"),),),
}
"""Each measure with its independent yardsticks; of the series of one yardstick the first that covers the years is taken."""
_ONLY_SHARES = (
    "military_expenditure", "military_personnel", "oil_production", "gas_production", "oil_reserves", "gas_reserves",
)  # fmt: skip
_CHANGES: dict[tuple[str, str | None], _Yardsticks] = {
    ("gdp", None): ((_WDI[0], _PWT[0], _MADDISON[0]),),
    ("gdp_per_capita", None): ((_MADDISON[2], _WDI[2]),),
    **{(name, None): () for name in _ONLY_SHARES},
}
"""Over time prices must be constant, so a change is told from these where they differ. What is held only as a share of the
world tells no rise or fall of the amount itself."""


def yardsticks(
    bench: Bench, measure: str, basis: str | None = None, change: bool = False
) -> tuple[tuple[StateSeries, ...], ...]:
    """The series that hold a measure, by yardstick; none where no source does."""
    table = _CHANGES if change and (measure, basis) in _CHANGES else _SERIES
    makers = table.get((measure, basis))
    if makers is None and basis in (None, "constant_prices"):
        makers = _SERIES.get((measure, None))
    return tuple(tuple(make(bench=bench) for make in one) for one in makers or ())
