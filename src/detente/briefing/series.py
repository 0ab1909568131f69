"""The yearly series of a pair, one or two for each family of evidence, on one axis of years.

In: two states and a period. Out: rows for one chart of small panels, each dense measure with the band in
which the middle 80 per cent of all pairs lie that year ("what nothing special looks like").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.checks.change import between
from detente.measures import arms, trade

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.checks.entities import Entity
    from detente.measures.cube import DirectedCube
    from detente.measures.registry import Bench

_BAND = (10.0, 90.0)


@dataclass(frozen=True)
class Series:
    """One line: `panel` is its panel's title with unit, `name` the words beside the line."""

    family: str
    panel: str
    name: str
    source: str
    first_year: int
    values: NDArray[np.float64]
    band: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None

    @property
    def last_year(self) -> int:
        """Last year of the source, within the period."""
        return self.first_year + len(self.values) - 1

    def at(self, year: int) -> float | None:
        """The value of a year, None where it is not known."""
        i = year - self.first_year
        return float(self.values[i]) if 0 <= i < len(self.values) and np.isfinite(self.values[i]) else None


# (measure, panel title, words beside the line)
_PANELS = (
    ("un_ideal_distance", "UN votes: distance of ideal points", "distance"),
    ("pact_level", "Alliance: level of pact (0 to 3)", "ATOP"),
    ("mid_hostility", "Disputes: hostility (0 to 5)", "COW"),
    ("gml_hostility", "Disputes: hostility (0 to 5)", "GML"),
    ("tss_rivalry", "Strategic rivalry (0 or 1)", "TSS"),
    ("td_rivalry", "Strategic rivalry (0 or 1)", "TD"),
    ("diplomatic_events", "Dated events: balance (-3 to 3)", "balance"),
    ("igo_joint", "Joint memberships above both means", "COW"),
)


def of_pair(bench: Bench, a: Entity, b: Entity, first: int, last: int) -> list[Series]:
    """Every series of the pair that has a value in the period."""
    found = [
        *(_measure(bench, name, panel, said, a, b, first, last) for name, panel, said in _PANELS),
        *_directed(
            trade.directed(bench, "trade_share"),
            "trade",
            "Trade: per cent of own total",
            "cow-trade",
            a,
            b,
            first,
            last,
        ),
        *_directed(
            arms.supplier_share(bench),
            "arms",
            "Arms: per cent of five-year imports",
            "sipri-arms",
            a,
            b,
            first,
            last,
        ),
    ]
    return [one for one in found if one is not None and np.isfinite(one.values).any()]


def split(found: list[Series]) -> tuple[list[Series], list[Series]]:
    """Series of panels with something to show, and those of panels that are nothing but zero."""
    loud = {one.panel for one in found if one.band is not None or np.nanmax(np.abs(one.values)) > 0}
    return [one for one in found if one.panel in loud], [one for one in found if one.panel not in loud]


def _measure(
    bench: Bench, name: str, panel: str, said: str, a: Entity, b: Entity, first: int, last: int
) -> Series | None:
    measure, cube = bench.measures.get(name), bench.cube(name) if name in bench.measures else None
    if measure is None or cube is None:
        return None
    block = cube.window(first, last)
    values = between(bench.index, block, a, b).astype(np.float64)
    band = None
    if not measure.sparse and len(block):
        low, high = np.full(len(block), np.nan), np.full(len(block), np.nan)
        for i, row in enumerate(block):
            known = row[np.isfinite(row)]
            if len(known) > 100:
                low[i], high[i] = np.percentile(known, _BAND)
        band = low, high
    return Series(measure.family, panel, said, measure.source, max(first, cube.first_year), values, band)


def _directed(
    cube: DirectedCube, family: str, panel: str, source: str, a: Entity, b: Entity, first: int, last: int
) -> list[Series]:
    block = cube.window(first, last)
    made = []
    for who, other in ((a, b), (b, a)):
        values = block[:, who.positions[0], other.positions[0]].astype(np.float64)
        made.append(Series(family, panel, who.name, source, max(first, cube.first_year), values))
    return made


def rows(series: list[Series], first: int, last: int) -> tuple[dict[str, Any], ...]:
    """Chart rows of all panels; every panel spans the whole period, so that their axes agree."""
    made: list[dict[str, Any]] = []
    for one in series:
        for year in range(first, last + 1):
            row: dict[str, Any] = {
                "year": year,
                "panel": one.panel,
                "series": one.name,
                "value": one.at(year),
            }
            if row["value"] is not None:
                row["value"] = round(row["value"], 4)
            if one.band is not None and 0 <= (i := year - one.first_year) < len(one.values):
                low, high = one.band[0][i], one.band[1][i]
                if np.isfinite(low):
                    row |= {"low_80": round(float(low), 4), "high_80": round(float(high), 4)}
            made.append(row)
    return tuple(made)
