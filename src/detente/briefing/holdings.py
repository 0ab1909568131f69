"""What a state gets from whom: shares of arms, trade and fuels, and whom it votes with.

In: a state and a year. Out: rows of a table, each with its latest years, the largest partners and the place of one
partner asked about; and the concentration (Herfindahl index, 0 to 1) of each over time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.briefing.turns import state_name
from detente.checks.dependence import Shares, shares
from detente.measures import arms, fuels, trade

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.checks.entities import Entity
    from detente.measures.registry import Bench

# Topic of `checks.dependence`, words in the table.
TOPICS = (
    ("arms", "Arms imports"),
    ("imports", "Imports"),
    ("exports", "Exports"),
    ("energy", "Fuel imports"),
)
_RECENT = 4  # years before the last that are averaged


def portfolio(bench: Bench, who: Entity, other: Entity | None, last: int) -> list[dict[str, Any]]:
    """One row a topic: years, the three largest partners with shares, concentration, the other's share and rank
    and whether it is one of the three."""
    made = []
    for topic, words in TOPICS:
        found = latest(bench, who, topic, last)
        if found is None:
            continue
        first = found.last - _RECENT if topic == "arms" else found.first  # sums of five years
        top = largest(found)
        row: dict[str, Any] = {
            "state": who.name,
            "what": words,
            "years": f"{first}–{found.last}" if first < found.last else str(found.last),
            "largest": ", ".join(f"{name} {share:.0f}" for name, share in top) + " per cent",
            "concentration": round(found.herfindahl, 3),
        }
        if other is not None:
            share = found.share(other.codes)
            row |= {
                "share": round(share, 1),
                "rank": found.rank(other.codes) if share > 0 else None,
                "named": any(name == state_name(code, found.last) for code in other.codes for name, _ in top),
            }
        made.append(row)
    return made


def small(share: float) -> str:
    """A share to one place; what would be 0.0 is "under 0.1"."""
    return f"{share:.1f}" if share >= 0.05 else "under 0.1"


def in_short(row: dict[str, Any]) -> str:
    """The largest partners of a row of `portfolio`: "China 72%, Russia 6%"."""
    return f"{row['largest'].removesuffix(' per cent').replace(',', '%,')}%"


def latest(bench: Bench, who: Entity, topic: str, last: int) -> Shares | None:
    """Shares over the last five years the source covers (for arms, the last five-year sum)."""
    end = min(last, _ends(bench, topic))
    span = 0 if topic == "arms" else _RECENT
    return shares(bench, who, topic, end - span, end, end)


def _ends(bench: Bench, topic: str) -> int:
    table = {"arms": "arms", "energy": "energy_trade"}.get(topic, "trade")
    return bench.atlas.coverage(table)[1]


def largest(found: Shares, most: int = 3) -> list[tuple[str, float]]:
    """The largest partners by name, with their shares in per cent."""
    ranked = sorted(found.by_partner.items(), key=lambda one: (-one[1], one[0]))
    return [(name, share) for code, share in ranked[:most] if (name := state_name(code, found.last))]


@dataclass(frozen=True)
class Concentration:
    """Herfindahl index (0 to 1) of one state's partners by year; `rank` is the per cent of states with a lower one at its end."""

    words: str
    source: str
    first_year: int
    index: NDArray[np.float64]
    rank: float

    @property
    def last(self) -> tuple[int, float]:
        """The last year known and its value."""
        i = int(np.flatnonzero(np.isfinite(self.index))[-1])
        return self.first_year + i, float(self.index[i])


def concentration(bench: Bench, who: Entity, first: int, last: int) -> list[Concentration]:
    """How concentrated arms imports, imports, exports and fuel imports are, where they are on record."""
    cubes = (
        ("Arms imports, five-year sums", "sipri-arms", arms.supplier_share(bench)),
        ("Imports", "cow-trade", trade.directed(bench, "import_share")),
        ("Exports", "cow-trade", trade.directed(bench, "export_share")),
        ("Fuel imports", "baci-energy", fuels.import_share(bench, "energy")),
    )
    made = []
    for words, source, cube in cubes:
        index = _herfindahl(cube.window(first, last)[:, who.positions[0], :])
        if np.isfinite(index).any():
            known = int(np.flatnonzero(np.isfinite(index))[-1])
            year = max(first, cube.first_year) + known
            all_states = _herfindahl(cube.window(year, year)[0])
            others = np.delete(all_states, who.positions[0])
            rank = 100.0 * float((others[np.isfinite(others)] < index[known]).mean())
            made.append(Concentration(words, source, max(first, cube.first_year), index, rank))
    return made


def _herfindahl(shares: NDArray[np.float32]) -> NDArray[np.float64]:
    """Index of each row of shares in per cent; NaN where hardly anything of the total is known."""
    block = shares.astype(np.float64) / 100
    return np.where(np.nansum(block, axis=1) > 0.5, np.nansum(block**2, axis=1), np.nan)


def votes(bench: Bench, who: Entity, last: int) -> tuple[int, list[tuple[int, float]]] | None:
    """The last year with votes and every state's distance to `who` in it, the nearest first."""
    cube = bench.cube("un_ideal_distance")
    block = cube.window(cube.first_year, last)
    line = block[:, bench.index.partners(who.positions[0])]
    years = np.flatnonzero(np.isfinite(line).any(axis=1))
    if not len(years):
        return None
    row = line[years[-1]]
    known = np.flatnonzero(np.isfinite(row))
    ranked = sorted(
        ((int(bench.index.codes[i]), float(row[i])) for i in known), key=lambda one: (one[1], one[0])
    )
    return cube.first_year + int(years[-1]), ranked
