"""Similarity of foreign-policy portfolios for all pairs of states at once: S, kappa, pi, tau-b.

In: portfolios, one row a state and one column an item (a roll call, a possible ally, an organisation),
values on an ordered scale, NaN where the state took no part. Out: matrices over all pairs; items where
either took no part do not count. With d the distance of two values, D_o its mean over items and
d_max the length of the scale:

- S = 1 - 2 D_o / d_max, d absolute or squared (Signorino and Ritter 1999, International Studies Quarterly
  43(1); Haege 2011, Political Analysis 19(3)); items may be weighted.
- kappa = 1 - D_o / D_e, D_e the mean distance the two states' own distributions would give (Cohen 1968).
- pi = 1 - D_o / D_e, D_e from the distribution of both states pooled (Scott 1955).
- tau-b: Kendall's rank correlation with ties (Bueno de Mesquita 1975).
- identical: share of joint items with the same value.

Distances of values on a scale of few levels are sums over its steps of "one is above, the other is
not", so every mean is a product of 0/1 matrices: a session of 190 states takes a millisecond.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from detente.errors import InputError

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

Method = Literal["S", "kappa", "pi", "tau_b", "identical"]
Distance = Literal["squared", "absolute"]
METHODS: tuple[Method, ...] = ("S", "kappa", "pi", "tau_b", "identical")

# Obligation -> place on the scale 0 none to 3, the highest counts. The values are those that give the
# published S on ATOP to the last digit for all 873,819 pairs of 1946-2018.
ALLIANCE_SCALE = {"defense": 3, "offense": 3, "neutral": 2, "nonagg": 1, "consul": 2}
_ALLIANCE_TOP = 3


@dataclass(frozen=True)
class Portfolios:
    """Portfolios on a scale: `values` (states, items) with NaN for no part; `levels` rising.

    `weights` (items) default to one each.
    """

    values: NDArray[np.floating]
    levels: tuple[float, ...]
    weights: NDArray[np.floating] | None = None

    @cached_property
    def part(self) -> NDArray[np.floating]:
        """1 where a state took part in an item, else 0."""
        return np.isfinite(self.values).astype(self.values.dtype)

    @cached_property
    def _above(self) -> list[tuple[float, NDArray[np.floating]]]:
        """For each step of the scale its length and who stands above it (0/1)."""
        filled = np.nan_to_num(self.values, nan=-np.inf)
        return [
            (high - low, (filled >= high).astype(self.values.dtype)) for low, high in pairwise(self.levels)
        ]

    def _with(self, left: NDArray, right: NDArray) -> NDArray[np.float64]:
        scaled = left if self.weights is None else left * self.weights.astype(left.dtype)
        return (scaled @ right.T).astype(np.float64)

    @cached_property
    def joint(self) -> NDArray[np.float64]:
        """Number (or weight) of items both took part in."""
        return self._with(self.part, self.part)

    @cached_property
    def _squared(self) -> tuple[NDArray, NDArray, NDArray]:
        """Mean squared distance, sum of both variances, squared gap of means; over joint items."""
        filled = np.nan_to_num(self.values, nan=0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = 1.0 / self.joint
            shares[~np.isfinite(shares)] = np.nan
        mean = self._with(filled, self.part) * shares
        squares = self._with(filled**2, self.part) * shares
        both = squares + squares.T
        own = squares - mean**2
        return both - 2 * shares * self._with(filled, filled), own + own.T, (mean - mean.T) ** 2

    def observed(self, distance: Distance) -> NDArray[np.float64]:
        """Mean distance over joint items; NaN where there is none."""
        if distance == "squared":
            return self._squared[0]
        with np.errstate(divide="ignore", invalid="ignore"):
            total = np.zeros_like(self.joint)
            for length, above in self._above:
                one = self._with(above, self.part)
                total += length * (one + one.T - 2 * self._with(above, above))
            return total / self.joint

    def expected(self, distance: Distance, pooled: bool) -> NDArray[np.float64]:
        """Mean distance that chance would give: from each state's distribution, or both's pooled."""
        if distance == "squared":
            _, spread, gap = self._squared
            return spread + (gap / 2 if pooled else gap)
        total = np.zeros_like(self.joint)
        with np.errstate(divide="ignore", invalid="ignore"):
            for length, above in self._above:
                share = self._with(above, self.part) / self.joint
                other = share.T
                if pooled:
                    share = other = (share + share.T) / 2
                total += length * (share * (1 - other) + other * (1 - share))
        return total

    def similarity(self, method: Method, distance: Distance = "squared") -> NDArray[np.float64]:
        """One measure for all pairs; NaN where nothing is joint or the correction is undefined."""
        if method == "S":
            span = self.levels[-1] - self.levels[0]
            return 1 - 2 * self.observed(distance) / (span**2 if distance == "squared" else span)
        if method == "tau_b":
            return self._tau_b()
        if method == "identical":
            at = [(self.values == level).astype(self.values.dtype) for level in self.levels]
            with np.errstate(divide="ignore", invalid="ignore"):
                return np.sum([self._with(one, one) for one in at], axis=0) / self.joint
        chance = self.expected(distance, pooled=method == "pi")
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(chance > 1e-9, 1 - self.observed(distance) / chance, np.nan)

    def _tau_b(self) -> NDArray[np.float64]:
        if self.weights is not None:
            raise InputError("tau-b takes no weights.")
        at = [(self.values == level).astype(self.values.dtype) for level in self.levels]
        table = np.array([[self._with(one, two) for two in at] for one in at])
        m = len(self.levels)
        excess = np.zeros_like(self.joint)  # concordant minus discordant pairs of items
        for k in range(m):
            for j in range(m):
                excess += table[k, j] * (
                    table[k + 1 :, j + 1 :].sum(axis=(0, 1)) - table[k + 1 :, :j].sum(axis=(0, 1))
                )
        pairs = self.joint * (self.joint - 1) / 2
        untied = [pairs - (s * (s - 1) / 2).sum(axis=0) for s in (table.sum(axis=1), table.sum(axis=0))]
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(untied[0] * untied[1] > 0, excess / np.sqrt(untied[0] * untied[1]), np.nan)


def vote_portfolios(
    votes: pl.DataFrame, resolutions: Iterable[int] | None = None
) -> Iterator[tuple[int, NDArray[np.int16], Portfolios]]:
    """UN votes session by session: session year, COW numbers, portfolios (1 yes, 2 abstain, 3 no).

    `resolutions` limits the roll calls (an issue). `votes` as the atlas's `un_votes`.
    """
    import polars as pl

    if resolutions is not None:
        votes = votes.filter(pl.col("resid").is_in(list(resolutions)))
    if not votes.height:
        raise InputError("No votes are left to compare.")
    votes = votes if votes["session_year"].is_sorted() else votes.sort("session_year")
    years = votes["session_year"].to_numpy()
    codes, items, vote = (votes[c].to_numpy() for c in ("ccode", "resid", "vote"))
    turns = np.flatnonzero(np.diff(years, prepend=years[0] - 1, append=years[-1] + 1))
    place = np.empty(1000, dtype=np.int64)
    for start, stop in pairwise(turns):
        state, item = codes[start:stop], items[start:stop]
        present = np.flatnonzero(np.bincount(state, minlength=1000))
        place[present] = np.arange(len(present))
        first = int(item.min())
        column = np.cumsum(np.bincount(item - first) > 0) - 1
        values = np.full((len(present), column[-1] + 1), np.nan, dtype=np.float32)
        values[place[state], column[item - first]] = vote[start:stop]
        yield int(years[start]), present.astype(np.int16), Portfolios(values, (1.0, 2.0, 3.0))


def alliance_portfolios(
    obligations: pl.DataFrame, members: Iterable[tuple[int, NDArray[np.int16]]], *, binary: bool = False
) -> Iterator[tuple[int, NDArray[np.int16], Portfolios]]:
    """Alliance portfolios year by year: what each state owes every state, itself included (3).

    `obligations` has ccode1, ccode2, year and the flags of `ALLIANCE_SCALE`, directed; `members` gives
    the states of each year. `binary` knows only pact (1) and none (0).
    """
    import polars as pl

    worth = pl.max_horizontal(pl.col(f).cast(pl.Int8) * v for f, v in ALLIANCE_SCALE.items())
    table = obligations.select("ccode1", "ccode2", "year", worth.alias("worth")).filter(pl.col("worth") > 0)
    table = table.sort("year")
    years = table["year"].to_numpy()
    one, two, worth_of = (table[c].to_numpy() for c in ("ccode1", "ccode2", "worth"))
    for year, codes in members:
        rows = slice(*np.searchsorted(years, [year, year + 1]))
        place = np.full(1000, -1)
        place[codes] = np.arange(len(codes))
        i, j = place[one[rows]], place[two[rows]]
        kept = (i >= 0) & (j >= 0)
        values = np.zeros((len(codes), len(codes)), dtype=np.float32)
        values[i[kept], j[kept]] = worth_of[rows][kept]
        np.fill_diagonal(values, _ALLIANCE_TOP)
        if binary:
            yield year, codes, Portfolios((values > 0).astype(np.float32), (0.0, 1.0))
        else:
            yield year, codes, Portfolios(values, (0.0, 1.0, 2.0, 3.0))


def membership_portfolios(
    held: pl.DataFrame, members: Iterable[tuple[int, NDArray[np.int16]]]
) -> Iterator[tuple[int, NDArray[np.int16], Portfolios]]:
    """Portfolios of membership (1 or 0) year by year; `held` has a row a ccode, year and org held."""
    names, org = np.unique(held["org"].to_numpy(), return_inverse=True)
    code, years = held["ccode"].to_numpy(), held["year"].to_numpy()
    for year, codes in members:
        place = np.full(1000, -1)
        place[codes] = np.arange(len(codes))
        live = (years == year) & (place[code] >= 0)
        values = np.zeros((len(codes), len(names)), dtype=np.float32)
        values[place[code[live]], org[live]] = 1.0
        yield year, codes, Portfolios(values, (0.0, 1.0))


def all_pairs(
    portfolios: Iterable[tuple[int, NDArray[np.int16], Portfolios]],
    methods: Iterable[Method] = ("S",),
    distance: Distance = "squared",
) -> pl.DataFrame:
    """Every pair in every year: ccode1 < ccode2, year, `joint` items, and a column a method.

    Pairs without a joint item are left out; an undefined measure is null. Raises InputError for an
    unknown method or distance.
    """
    import polars as pl

    methods = tuple(methods)
    if not methods or set(methods) - set(METHODS) or distance not in ("squared", "absolute"):
        raise InputError(f"Similarity is one of {', '.join(METHODS)}, by squared or absolute distance.")
    parts: dict[str, list[NDArray]] = {name: [] for name in ("ccode1", "ccode2", "year", "joint", *methods)}
    for year, codes, portfolio in portfolios:
        i, j = np.nonzero(np.triu(portfolio.joint > 0, 1))
        parts["ccode1"].append(codes[i])
        parts["ccode2"].append(codes[j])
        parts["year"].append(np.full(len(i), year, dtype=np.int16))
        parts["joint"].append(portfolio.joint[i, j])
        for method in methods:
            parts[method].append(portfolio.similarity(method, distance)[i, j])
    frame = pl.DataFrame({name: np.concatenate(blocks) for name, blocks in parts.items()})
    return frame.with_columns(pl.col(*methods).fill_nan(None))
