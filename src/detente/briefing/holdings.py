"""What a state gets from whom: shares of arms, trade and fuels, and whom it votes with.

In: a state and a year. Out: rows of a table, each with its latest years, the largest partners and the place of one
partner asked about; and the concentration (Herfindahl index, 0 to 1) of each over time.
"""

from __future__ import annotations

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
    """One row a topic: years, the three largest partners with shares, concentration, the other's share and rank."""
    made = []
    for topic, words in TOPICS:
        found = latest(bench, who, topic, last)
        if found is None:
            continue
        row: dict[str, Any] = {
            "state": who.name,
            "what": words,
            "years": f"{found.first}–{found.last}" if found.first < found.last else str(found.last),
            "largest": ", ".join(f"{name} {share:.0f}" for name, share in largest(found)) + " per cent",
            "concentration": round(found.herfindahl, 3),
        }
        if other is not None:
            share = found.share(other.codes)
            row |= {"share": round(share, 1), "rank": found.rank(other.codes) if share > 0 else None}
        made.append(row)
    return made


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


def concentration(
    bench: Bench, who: Entity, first: int, last: int
) -> list[tuple[str, str, int, NDArray[np.float64]]]:
    """(words, source, first year, Herfindahl index by year) for arms, imports, exports and fuels."""
    cubes = (
        ("Arms imports, five-year sums", "sipri-arms", arms.supplier_share(bench)),
        ("Imports", "cow-trade", trade.directed(bench, "import_share")),
        ("Exports", "cow-trade", trade.directed(bench, "export_share")),
        ("Fuel imports", "baci-energy", fuels.import_share(bench, "energy")),
    )
    made = []
    for words, source, cube in cubes:
        block = cube.window(first, last)[:, who.positions[0], :].astype(np.float64) / 100
        total = np.nansum(block, axis=1)
        index = np.where(total > 0.5, np.nansum(block**2, axis=1), np.nan)
        if np.isfinite(index).any():
            made.append((words, source, max(first, cube.first_year), index))
    return made


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
