"""Who was at risk of what, year by year: the cases behind every base rate.

`Risk` is a panel of cases (a state and an organisation, a pair, a recipient and a supplier) with the
traits they had at the end of the year before, in the form `inference.hazard` fits; `accession` and
`dyad_risk` make them. Traits are few and coarse on purpose: they must be known at the date of the
forecast for every case. Here stand the type and the traits of place that both use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from detente.inference.hazard import Panel
from detente.measures.registry import Bench

if TYPE_CHECKING:
    from numpy.typing import NDArray

FIRST = 1946
_REGIONS = ((2, 165), (200, 399), (400, 599), (600, 699), (700, 990))


@dataclass(frozen=True)
class Risk:
    """A panel with what a card says of it.

    `patterns` are the traits of all cases in all years, also beyond the source's last year (those of the
    last year known). `what` completes "the chance of ...".
    """

    what: str
    family: str
    sources: tuple[str, ...]
    table: str
    panel: Panel
    patterns: NDArray[np.int16]

    @property
    def last_year(self) -> int:
        """The last year whose events are observed."""
        return self.panel.last_year


Factor = tuple["NDArray[Any]", tuple[str, ...]]  # levels 0..n of a trait, and words for those from 1


def levels(values: NDArray[Any], edges: tuple[float, ...]) -> NDArray[np.int8]:
    """How many of a few edges each value reaches (`np.digitize`, at a tenth of its time and memory)."""
    found = np.zeros(values.shape, dtype=np.int8)
    for edge in edges:
        found += values >= edge
    return found


def mix(factors: Sequence[Factor]) -> tuple[NDArray[Any], NDArray[np.float64], tuple[str, ...]]:
    """Pattern number, design of dummies and their words, from factors."""
    codes = np.zeros(np.broadcast_shapes(*(values.shape for values, _ in factors)), dtype=np.int16)
    for values, words in factors:
        codes = codes * np.int16(len(words) + 1) + values.astype(np.int16)
    grids = np.meshgrid(*(np.arange(len(words) + 1) for _, words in factors), indexing="ij")
    columns = [
        (grid.ravel() == level).astype(float)
        for (_, words), grid in zip(factors, grids, strict=True)
        for level in range(1, len(words) + 1)
    ]
    return codes, np.column_stack(columns), tuple(w for _, words in factors for w in words)


def regions(bench: Bench) -> NDArray[np.int64]:
    """COW region of every state: 0 Americas, 1 Europe, 2 Africa, 3 Middle East, 4 Asia and Oceania."""
    codes = bench.index.codes
    return np.select([(codes >= low) & (codes <= high) for low, high in _REGIONS], range(5), 4)


def touching(bench: Bench, farthest: int = 4) -> NDArray[np.bool_]:
    """Which states are contiguous by land or within 150 miles of water (COW kinds 1 to `farthest`; 0 is none)."""

    def make() -> NDArray[np.bool_]:
        table = bench.atlas.table("contiguity").filter(pl.col("kind").is_between(1, farthest))
        i, j = (bench.index.lookup[bench.lineages(table[c].to_numpy())] for c in ("ccode1", "ccode2"))
        near = np.zeros((bench.index.size, bench.index.size), dtype=bool)
        keep = (i >= 0) & (j >= 0) & (i != j)
        near[i[keep], j[keep]] = near[j[keep], i[keep]] = True
        return near

    return bench.memo(("touching", farthest), make)
