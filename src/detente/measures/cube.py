"""The dyadic cube: one measure for every pair of states in every year, as a dense array.

In: tables of the atlas keyed by COW numbers. Out: `Cube`, whose `values[y, p]` is the measure of
pair p in year y; NaN is "not known", never "nothing". States are joined across successors
(`actors.lineage`), so that one row runs from the Soviet Union into Russia. `DirectedCube` holds what
differs by direction (shares of imports), as (years, states, states).

Dense arrays make a placebo cheap: one window of one measure for all 23,000 pairs is a slice and a
mean, a fraction of a millisecond; a century of one measure takes 10 MB.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray


FIRST_YEAR = 1870
"""First year of the cubes of disputes, pacts and rivalries: their records reach back to 1816, but every year costs memory."""


@dataclass(frozen=True)
class Index:
    """The states every cube is laid out on, and when each belonged to the system.

    `codes[i]` is the lineage number of state i; `exists[y, i]` says whether it was a member of the
    state system in year `first_year + y` (COW list, year level).
    """

    codes: NDArray[np.int32]
    first_year: int
    exists: NDArray[np.bool_]

    @property
    def size(self) -> int:
        """Number of states."""
        return len(self.codes)

    @property
    def pairs(self) -> int:
        """Number of unordered pairs."""
        return self.size * (self.size - 1) // 2

    @cached_property
    def position(self) -> dict[int, int]:
        """Row of each lineage number."""
        return {int(c): i for i, c in enumerate(self.codes)}

    @cached_property
    def lookup(self) -> NDArray[np.int64]:
        """Row of each lineage number 0..999 as an array; -1 where there is none."""
        table = np.full(1000, -1, dtype=np.int64)
        table[self.codes] = np.arange(self.size)
        return table

    @cached_property
    def ends(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The two states of every pair, in pair order."""
        return np.triu_indices(self.size, 1)

    def pair(self, i: NDArray[np.int64] | int, j: NDArray[np.int64] | int) -> NDArray[np.int64]:
        """Pair number of two rows; a state with itself gives the column of NaN behind the last pair."""
        low, high = np.minimum(i, j), np.maximum(i, j)
        number = low * (2 * self.size - low - 1) // 2 + high - low - 1
        return np.where(low == high, self.pairs, number)

    def partners(self, i: int) -> NDArray[np.int64]:
        """Pair numbers of state i with every state, itself included (a column of NaN)."""
        return self.pair(np.arange(self.size), i)

    @cached_property
    def apart(self) -> NDArray[np.bool_]:
        """Shape (years from `first_year` on, pairs): where one of the two was no state."""
        one, two = self.ends
        return ~(self.exists[:, one] & self.exists[:, two])

    def alive(self, first: int, last: int) -> NDArray[np.bool_]:
        """`exists` cut to the years first..last; years outside the list repeat its ends."""
        rows = np.clip(np.arange(first, last + 1) - self.first_year, 0, len(self.exists) - 1)
        return self.exists[rows]


@dataclass(frozen=True)
class Cube:
    """One symmetric measure; `values` has shape (years, pairs + 1), float32, NaN where unknown.

    The last column is NaN throughout: it stands for a state paired with itself.
    """

    first_year: int
    index: Index
    values: NDArray[np.float32]

    @property
    def last_year(self) -> int:
        """The last year the source covers."""
        return self.first_year + len(self.values) - 1

    def window(self, first: int, last: int) -> NDArray[np.float32]:
        """The slice of years first..last that the source covers (may be empty)."""
        low = max(first - self.first_year, 0)
        high = max(last - self.first_year + 1, low)
        return self.values[low:high]

    def series(self, a: int, b: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Years and values of the pair with lineage numbers a and b."""
        pair = self.index.pair(self.index.position[a], self.index.position[b])
        return np.arange(self.first_year, self.last_year + 1), self.values[:, pair]


@dataclass(frozen=True)
class DirectedCube:
    """One directed measure; `values` has shape (years, states, states), row state towards column state."""

    first_year: int
    index: Index
    values: NDArray[np.float32]

    last_year = Cube.last_year
    window = Cube.window

    def symmetric(self, how: Callable[..., NDArray[np.float32]]) -> Cube:
        """The measure of each pair: both directions combined by `how` (np.fmax, np.add ...)."""
        i, j = self.index.ends
        values = how(self.values[:, i, j], self.values[:, j, i])
        return Cube(self.first_year, self.index, behind(values))


def behind(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Append the column of NaN that a cube ends with."""
    return np.concatenate([values, np.full((len(values), 1), np.nan)], axis=1).astype(np.float32)


def fill(
    index: Index,
    first: int,
    last: int,
    ends: tuple[NDArray[np.int64], NDArray[np.int64]],
    years: NDArray[np.int64],
    values: NDArray[np.float32],
    *,
    absent: float,
) -> Cube:
    """Lay long-form records of pairs on the index.

    `ends` are the lineage numbers of the two states, aligned with `years` and `values`. A pair of
    existing states without a record gets `absent`; a pair of which one does not exist gets NaN. Where
    several records fall on one cell (successors joined, several disputes) the largest counts.
    """
    cube = np.full((last - first + 1, index.pairs + 1), absent, dtype=np.float32)
    if not np.isnan(absent):
        rows = np.clip(np.arange(first, last + 1) - index.first_year, 0, len(index.apart) - 1)
        np.copyto(cube[:, :-1], np.nan, where=index.apart[rows])
    cube[:, -1] = np.nan
    i, j = index.lookup[ends[0]], index.lookup[ends[1]]
    keep = (i >= 0) & (j >= 0) & (i != j) & (years >= first) & (years <= last)
    cells = (years[keep] - first) * (index.pairs + 1) + index.pair(i[keep], j[keep])
    _write_largest(cube, cells, values[keep])
    return Cube(first, index, cube)


def _write_largest(cube: NDArray[np.float32], cells: NDArray[np.int64], values: NDArray[np.float32]) -> None:
    """Write each value into its (flat) cell; of several values for one cell the largest stays."""
    flat = cube.reshape(-1)
    flat[cells] = values
    while (higher := values > flat[cells]).any():
        flat[cells[higher]] = values[higher]


def fill_directed(
    index: Index,
    first: int,
    last: int,
    ends: tuple[NDArray[np.int64], NDArray[np.int64]],
    years: NDArray[np.int64],
    values: NDArray[np.float32],
) -> DirectedCube:
    """As `fill`, keeping the direction; what is absent between existing states is 0."""
    cube = np.zeros((last - first + 1, index.size, index.size), dtype=np.float32)
    alive = index.alive(first, last)
    cube[~(alive[:, :, None] & alive[:, None, :])] = np.nan
    i, j = index.lookup[ends[0]], index.lookup[ends[1]]
    keep = (i >= 0) & (j >= 0) & (i != j) & (years >= first) & (years <= last)
    cells = ((years[keep] - first) * index.size + i[keep]) * index.size + j[keep]
    _write_largest(cube, cells, values[keep])
    diagonal = np.arange(index.size)
    cube[:, diagonal, diagonal] = np.nan
    return DirectedCube(first, index, cube)


def column(frame: pl.DataFrame, name: str, dtype: type = np.int64) -> NDArray:
    """One column of a Polars frame as a NumPy array."""
    return frame[name].to_numpy().astype(dtype, copy=False)


def double_demean(cube: Cube) -> Cube:
    """Take each state's yearly mean over its partners out of a measure (both states', plus the grand mean).

    What remains is what is special to the pair in that year: a general rise of trade, or of one
    state's openness, is gone.
    """
    one, two = cube.index.ends
    size = cube.index.size
    values = cube.values[:, :-1]
    result = np.empty_like(values)
    for year, row in enumerate(values):
        known = np.isfinite(row)
        i, j, v = one[known], two[known], row[known]
        count = np.bincount(i, minlength=size) + np.bincount(j, minlength=size)
        total = np.bincount(i, v, minlength=size) + np.bincount(j, v, minlength=size)
        mean = (total / np.maximum(count, 1)).astype(np.float32)
        result[year] = row - mean[one] - mean[two] + (v.mean() if len(v) else 0.0)
    return Cube(cube.first_year, cube.index, behind(result))
