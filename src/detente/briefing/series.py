"""The yearly series of a pair, one or two for each family of evidence, on one axis of years.

In: two states and a period. Out: rows for one chart of small panels, each dense measure with the band in
which the middle 80 per cent of all pairs lie that year ("what nothing special looks like").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.briefing import turns
from detente.checks.change import between
from detente.measures import arms, trade

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.checks.entities import Entity
    from detente.measures.cube import DirectedCube
    from detente.measures.registry import Bench

_BAND = (10.0, 90.0)


@dataclass(frozen=True)
class Panel:
    """How a panel is drawn (see `report.charts.panels`); `what` is what it is called in a sentence."""

    title: str
    unit: str
    kind: str
    what: str
    flip: bool = False
    range: tuple[float, float] | None = None

    @property
    def name(self) -> str:
        """Title and unit on one line."""
        return f"{self.title}: {self.unit}"


EVENTS = Panel("Dated events", "balance, −3 to 3", "events", "dated events", False, (-3, 3))
PACTS = Panel("Alliance", "pact level, 0 to 3", "steps", "alliances", False, (0, 3))
RIVALRY = Panel("Rivalry", "years listed, by two lists", "spans", "strategic rivalry")
DISPUTES = Panel("Disputes", "hostility, 0 to 5", "bars", "militarised disputes", True, (0, 5))
VOTES = Panel("UN votes", "distance of ideal points", "line", "UN votes", True)
ORGANISATIONS = Panel("Organisations", "joint memberships beyond usual", "line", "joint memberships")
TRADE = Panel("Trade", "% of each side's total", "line", "trade")
ARMS = Panel("Arms", "% of five years' imports", "line", "arms")


@dataclass(frozen=True)
class Series:
    """One line: `name` is the words beside it, `measure` its name in the register."""

    family: str
    drawn: Panel
    name: str
    measure: str
    source: str
    first_year: int
    values: NDArray[np.float64]
    band: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None
    rank: float | None = None  # per cent of all pairs with a smaller value in the last year known

    @property
    def panel(self) -> str:
        """The panel's name."""
        return self.drawn.name

    @property
    def last_year(self) -> int:
        """Last year of the source, within the period."""
        return self.first_year + len(self.values) - 1

    @property
    def last_known(self) -> int | None:
        """Last year with a value."""
        known = np.flatnonzero(np.isfinite(self.values))
        return self.first_year + int(known[-1]) if len(known) else None

    def at(self, year: int) -> float | None:
        """The value of a year, None where it is not known."""
        i = year - self.first_year
        return float(self.values[i]) if 0 <= i < len(self.values) and np.isfinite(self.values[i]) else None


# In the order in which they are drawn: (measure, panel, words beside the line).
_MEASURES = (
    ("diplomatic_events", EVENTS, "balance"),
    ("pact_level", PACTS, "ATOP"),
    ("tss_rivalry", RIVALRY, "Thompson"),
    ("td_rivalry", RIVALRY, "Dreyer"),
    ("mid_hostility", DISPUTES, "COW"),
    ("gml_hostility", DISPUTES, "Gibler"),
    ("un_ideal_distance", VOTES, "distance"),
    ("igo_joint", ORGANISATIONS, "COW"),
)
PANEL_OF = {
    **{name: panel for name, panel, _ in _MEASURES},
    "trade_share": TRADE,
    "arms_share": ARMS,
}


def of_pair(bench: Bench, a: Entity, b: Entity, first: int, last: int) -> list[Series]:
    """Every series of the pair that has a value in the period."""
    sides = (a, b, first, last)
    found = [
        *(_measure(bench, name, panel, said, *sides) for name, panel, said in _MEASURES),
        *_directed(trade.directed(bench, "trade_share"), "trade", TRADE, "trade_share", "cow-trade", *sides),
        *_directed(arms.supplier_share(bench), "arms", ARMS, "arms_share", "sipri-arms", *sides),
    ]
    return [one for one in found if one is not None and np.isfinite(one.values).any()]


def split(found: list[Series]) -> tuple[list[Series], list[Series]]:
    """Series of panels with something to show, and those of panels that are nothing but zero."""
    loud = {one.panel for one in found if one.band is not None or np.nanmax(np.abs(one.values)) > 0}
    return [one for one in found if one.panel in loud], [one for one in found if one.panel not in loud]


def _measure(
    bench: Bench, name: str, panel: Panel, said: str, a: Entity, b: Entity, first: int, last: int
) -> Series | None:
    measure, cube = bench.measures.get(name), bench.cube(name) if name in bench.measures else None
    if measure is None or cube is None:
        return None
    block = cube.window(first, last)
    values = between(bench.index, block, a, b).astype(np.float64)
    band = rank = None
    if not measure.sparse and len(block):
        low, high = np.full(len(block), np.nan), np.full(len(block), np.nan)
        known_at = np.flatnonzero(np.isfinite(values))
        for i, row in enumerate(block):
            known = row[np.isfinite(row)]
            if len(known) > 100:
                low[i], high[i] = np.percentile(known, _BAND)
                if len(known_at) and i == known_at[-1]:
                    rank = 100.0 * float((known < values[i]).mean())
        band = low, high
    start = max(first, cube.first_year)
    return Series(measure.family, panel, said, name, measure.source, start, values, band, rank)


def _directed(
    cube: DirectedCube, family: str, panel: Panel, measure: str, source: str,
    a: Entity, b: Entity, first: int, last: int,
) -> list[Series]:  # fmt: skip
    block = cube.window(first, last)
    made = []
    for who, other in ((a, b), (b, a)):
        values = turns.told(measure, block[:, who.positions[0], other.positions[0]])
        made.append(Series(family, panel, who.name, measure, source, max(first, cube.first_year), values))
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


def drawn(series: list[Series]) -> list[dict[str, Any]]:
    """The panels in order, as `report.charts.panels` takes them; the unit says where the source ends."""
    made = {}
    for one in series:
        panel = one.drawn
        years = [s.last_year for s in series if s.drawn == panel]
        made[panel.name] = {
            "panel": panel.name,
            "title": panel.title,
            "unit": f"{panel.unit}, to {max(years)}" if panel in (TRADE, ARMS) else panel.unit,
            "kind": panel.kind,
            "flip": panel.flip,
            **({"range": list(panel.range)} if panel.range else {}),
        }
    return list(made.values())
