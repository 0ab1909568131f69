"""Reported events between two states month by month: the composite score a day (GDELT 2.0).

In: the table `gdelt_dyad_month` (sum over the days of a month of Goldstein scores, weighted by sources,
articles and tone; January 2018 to February 2024; days missing from November 2022 to June 2023).
Out: a `MonthlyCube` of the score a day on the bench's pairs. A pair of existing states that no report
names in a covered month scores 0; a month without any day in the data is NaN.
Source: Leetaru and Schrodt 2013.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from detente.inference import thresholds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from detente.measures.cube import Index
    from detente.measures.registry import Bench


@dataclass(frozen=True)
class MonthlyCube:
    """`values` has shape (months, pairs + 1), float32, score a day; the last column is NaN."""

    first_month: date
    index: Index
    values: NDArray[np.float32]

    def row(self, day: date) -> int:
        """Row of the month a day falls in; negative before the first, may lie beyond the last."""
        return (day.year - self.first_month.year) * 12 + day.month - self.first_month.month

    def month(self, row: int) -> date:
        """First day of the month of a row."""
        number = self.first_month.month - 1 + row
        return date(self.first_month.year + number // 12, number % 12 + 1, 1)


def cube(bench: Bench) -> MonthlyCube | None:
    """The monthly cube, made at first use; None where the atlas has no such table."""
    if "gdelt_dyad_month" not in bench.atlas.tables:
        return None
    return bench.memo("events monthly", lambda: _cube(bench))


def _cube(bench: Bench) -> MonthlyCube:
    import polars as pl

    table = bench.atlas.table("gdelt_dyad_month").with_columns(
        number=pl.col("month").dt.year().cast(pl.Int32) * 12 + pl.col("month").dt.month().cast(pl.Int32) - 1
    )
    low, high = (int(x) for x in table.select(pl.min("number"), low=pl.max("number")).row(0))
    ids = sorted({*table["iso3_1"].unique().to_list(), *table["iso3_2"].unique().to_list()})
    place = {i: bench.place(i) for i in ids}
    i, j = (table[c].replace_strict(place, return_dtype=pl.Int64).to_numpy() for c in ("iso3_1", "iso3_2"))
    rows = table["number"].to_numpy() - low
    days = np.zeros(high - low + 1, dtype=np.float32)
    np.maximum.at(days, rows, table["days"].to_numpy().astype(np.float32))
    index = bench.index
    values = np.zeros((len(days), index.pairs + 1), dtype=np.float32)
    keep = (i >= 0) & (j >= 0) & (i != j)
    np.add.at(values, (rows[keep], index.pair(i[keep], j[keep])), table["value"].to_numpy()[keep])
    values /= np.maximum(days, 1)[:, None]
    values[days < thresholds.FEWEST_DAYS] = np.nan
    one, two = index.ends
    alive = np.asarray(index.alive(low // 12, high // 12).all(axis=0))
    values[:, :-1][:, ~(alive[one] & alive[two])] = np.nan
    values[:, -1] = np.nan
    return MonthlyCube(date(low // 12, low % 12 + 1, 1), index, values)
