"""The skeleton of a panel: which states, and which pairs, exist in which year.

In: the state lists of `actors` (Correlates of War, or Gleditsch and Ward) with days of entry and exit.
Out: `Grid`, the states as rows of dense arrays over years, and the cells of a panel as flat numbers.
A pair that shares a year but not a day is no pair ("false dyad": Suriname and the Republic of Vietnam
in 1975).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FIRST_YEAR = 1816
LAST_YEAR = 2030


@dataclass(frozen=True)
class Grid:
    """States of one system over the years first..first + Y - 1.

    `codes[i]` is the number of state i in the system, rising. `days[i, y]` is the number of days it
    was a member in that year. `ids[i, y]` and `other[i, y]` are the position of its id in `names` and
    its number in the other system (-1 where it has none). `apart` lists the false dyads as (i, j, y).
    """

    system: str
    first: int
    codes: NDArray[np.int16]
    days: NDArray[np.int16]
    names: tuple[str, ...]
    ids: NDArray[np.int16]
    other: NDArray[np.int16]
    apart: NDArray[np.int64]

    @property
    def shape(self) -> tuple[int, int]:
        """Number of states, number of years."""
        return self.days.shape

    def years(self, first: int, last: int) -> NDArray[np.bool_]:
        """Mask of the years first..last on the year axis."""
        year = np.arange(self.first, self.first + self.shape[1])
        return (year >= first) & (year <= last)


@cache
def grid(system: str) -> Grid:
    """The grid of `cow` or `gw`; raises InputError for another system."""
    from detente import actors

    columns = {"cow": "ccode", "gw": "gwcode"}
    spells = actors.states(system=system).rename({columns.get(system, system): "code"})
    years = LAST_YEAR - FIRST_YEAR + 1
    codes = np.unique(spells["code"].to_numpy())
    names = tuple(sorted(set(spells["id"])))
    member = _member_days(spells, codes)
    days = member.sum(axis=2, dtype=np.int16)
    ids = np.full((len(codes), years), -1, dtype=np.int16)
    best = np.zeros((len(codes), years), dtype=np.int16)
    for code, name, low, high in _spans(spells):
        i, n = int(np.searchsorted(codes, code)), names.index(name)
        for y in range(_year(low), _year(high) + 1):
            held = int(min(high, _day(y + 1) - 1) - max(low, _day(y))) + 1
            if held > best[i, y]:
                best[i, y], ids[i, y] = held, n
    return Grid(
        system, FIRST_YEAR, codes.astype(np.int16), days, names, ids,
        _numbers("gw" if system == "cow" else "cow", names, ids), _apart(member, days),
    )  # fmt: skip


def _day(year_index: int) -> int:
    """Day number (since 1970) of 1 January of a year of the grid."""
    return int(np.datetime64(f"{FIRST_YEAR + year_index}-01-01", "D").astype(np.int64))


def _year(day: int) -> int:
    return int(np.datetime64(int(day), "D").astype("datetime64[Y]").astype(np.int64)) + 1970 - FIRST_YEAR


def _spans(spells) -> list[tuple[int, str, int, int]]:
    """Spells as (code, id, first day, last day), cut to the grid."""
    ends = _day(0), _day(LAST_YEAR - FIRST_YEAR + 1) - 1
    start = spells["start"].to_physical().to_numpy()
    end = spells["end"].to_physical().fill_null(ends[1]).to_numpy()
    low, high = np.maximum(start, ends[0]), np.minimum(end, ends[1])
    rows = zip(spells["code"], spells["id"], low.tolist(), high.tolist(), strict=True)
    return [row for row in rows if row[2] <= row[3]]


def _member_days(spells, codes: NDArray) -> NDArray[np.bool_]:
    """Membership by state, year and day of the year (366; the last is unused in common years)."""
    years = LAST_YEAR - FIRST_YEAR + 1
    member = np.zeros((len(codes), years, 366), dtype=bool)
    for code, _, low, high in _spans(spells):
        i, first, last = int(np.searchsorted(codes, code)), _year(low), _year(high)
        for y in range(first, last + 1):
            opening = _day(y)
            length = _day(y + 1) - opening
            member[i, y, max(low - opening, 0) : min(high - opening + 1, length)] = True
    return member


def _apart(member: NDArray[np.bool_], days: NDArray[np.int16]) -> NDArray[np.int64]:
    """Pairs of members in a year that share no day; only states in for part of the year can be apart."""
    found = []
    for y in range(member.shape[1]):
        partial = np.flatnonzero((days[:, y] > 0) & (days[:, y] < 365))
        if len(partial) < 2:
            continue
        block = member[partial, y].astype(np.float32)
        i, j = np.nonzero(block @ block.T == 0)
        found.append(np.stack([partial[i], partial[j], np.full(len(i), y)], axis=1))
    return np.concatenate(found) if found else np.empty((0, 3), dtype=np.int64)


def _numbers(system: str, names: tuple[str, ...], ids: NDArray[np.int16]) -> NDArray[np.int16]:
    """Number in another system of the state each cell names, where that system lists it that year."""
    from detente import actors

    spells = actors.states(system=system).rename({"ccode" if system == "cow" else "gwcode": "code"})
    table = np.full((len(names) + 1, ids.shape[1]), -1, dtype=np.int16)
    held = np.zeros(table.shape, dtype=np.int16)
    place = {name: n for n, name in enumerate(names)}
    for code, name, low, high in _spans(spells):
        if name not in place:
            continue
        for y in range(_year(low), _year(high) + 1):
            length = int(min(high, _day(y + 1) - 1) - max(low, _day(y))) + 1
            if length > held[place[name], y]:
                held[place[name], y], table[place[name], y] = length, code
    return table[ids, np.arange(ids.shape[1])[None, :]]
