"""Verbs of similarity: UN votes, and S, kappa, pi, tau-b on votes, alliances and memberships."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from detente.errors import InputError
from detente.measures import similarity as portfolios
from detente.panel.grid import grid
from detente.panel.relations import obligations, own_citation
from detente.panel.table import Citation, Column, Context, Table

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

_KEYS = {"ccode1": "state1", "ccode2": "state2"}
_OF = ("alliances", "votes", "memberships")
_WORDS = {
    "S": "S",
    "kappa": "Cohen's kappa",
    "pi": "Scott's pi",
    "tau_b": "Kendall's tau-b",
    "identical": "share of identical values",
}


def un_agreement(ctx: Context) -> Table:
    """Agreement in the UN General Assembly by session year (1945 + session)."""
    import polars as pl

    found = portfolios.all_pairs(
        portfolios.vote_portfolios(ctx.atlas.table("un_votes")), ("S", "identical"), "absolute"
    )
    frame = found.select(
        pl.col("ccode1").alias("state1"), pl.col("ccode2").alias("state2"), "year",
        pl.col("joint").cast(pl.Int16).alias("un_joint_votes"),
        ((1 + pl.col("S")) / 2).alias("un_agreement"),
        pl.col("identical").alias("un_identical"),
    )  # fmt: skip
    columns = (
        Column("un_joint_votes", "count", "roll calls both states voted on"),
        Column("un_agreement", "share 0 to 1", "mean of 1 - |a - b| / 2: an abstention is half way"),
        Column("un_identical", "share 0 to 1", "share of joint votes with the same vote"),
    )
    return Table(
        frame, "pair", "ccode", columns, ctx.covered("un-votes", "un_votes"), ctx.citation("un-votes")
    )


def similarity(
    ctx: Context,
    of: str = "alliances",
    method: str = "S",
    distance: str = "squared",
    binary: bool = False,
    resolutions: Iterable[int] | None = None,
    issue: str | None = None,
) -> Table:
    """Similarity of two states' portfolios.

    `of` is alliances (ATOP), votes (UN roll calls, `resolutions` limits them to an issue) or memberships
    (full members of the atlas's organisations); `issue` limits votes to one of Voeten's issues (me, nu, di, hr, co, ec)
    by the labels in the user's own UN file; `method` S, kappa, pi, tau_b or identical; `distance`
    squared or absolute; `binary` knows only pact or none.
    """
    if of not in _OF or method not in portfolios.METHODS:
        raise InputError(f"Similarity is of {', '.join(_OF)} by {', '.join(portfolios.METHODS)}.")
    if of == "votes":
        source, years = ctx.citation("un-votes"), ctx.covered("un-votes", "un_votes")
        if issue is not None:
            labelled = set(_labelled(ctx, issue))
            resolutions = labelled if resolutions is None else labelled & set(resolutions)
        given = portfolios.vote_portfolios(ctx.atlas.table("un_votes"), resolutions)
    elif of == "alliances":
        owed, source = _obligations(ctx)
        years = ctx.covered("atop", "atop")
        years = (max(years[0], 1816), years[1])
        given = portfolios.alliance_portfolios(owed, members(*years), binary=binary)
    else:
        held, source, years = _held(ctx)
        given = portfolios.membership_portfolios(held, members(*years))
    frame = portfolios.all_pairs(given, (method,), distance)  # type: ignore[arg-type]
    name = f"{of}_{method.lower()}"
    words = f"{_WORDS[method]} of {of}" + (
        "" if method in ("tau_b", "identical") else f", {distance} distance"
    )
    column = Column(name, "index", words)
    frame = frame.rename(_KEYS | {method: name})
    return Table(frame, "pair", "ccode", (column,), years, source)


_ISSUES = ("me", "nu", "di", "hr", "co", "ec")


def _labelled(ctx: Context, issue: str) -> list[int]:
    """Roll calls that the user's own UN file marks as of an issue."""
    import polars as pl

    if issue not in _ISSUES:
        raise InputError(f"No issue {issue!r}; Voeten's are {', '.join(_ISSUES)}.")
    spec = {"resid": (pl.Int32, ("resid",)), "marked": (pl.Float64, (issue,))}
    found = ctx.own.read("un-votes", "votes", spec)
    return found.filter(pl.col("marked") == 1)["resid"].unique().sort().to_list()


@cache
def members(first: int, last: int) -> tuple[tuple[int, NDArray[np.int16]], ...]:
    """The COW members of each year."""
    where = grid("cow")
    return tuple((y, where.codes[where.days[:, y - where.first] > 0]) for y in range(first, last + 1))


def _obligations(ctx: Context) -> tuple[pl.DataFrame, tuple[Citation, ...]]:
    """Directed obligations: the user's own file, else the atlas's."""
    import polars as pl

    flags = list(portfolios.ALLIANCE_SCALE)
    if ctx.own.has("atop", "dyads"):
        columns = {k: (pl.Int16, (k,)) for k in ("ccode1", "ccode2", "year")}
        columns |= {f: (pl.Int8, (f"atop_{f}", f)) for f in flags}
        return ctx.own.read("atop", "dyads", columns), (own_citation("atop"),)
    return obligations(ctx.atlas), ctx.citation("atop")


def _held(ctx: Context) -> tuple[pl.DataFrame, tuple[Citation, ...], tuple[int, int]]:
    """Full memberships as rows of ccode, year, org, for the states of each year."""
    import polars as pl

    table = ctx.atlas.table("memberships").filter(pl.col("status") == "member")
    first, last = ctx.atlas.coverage("memberships")
    where = grid("cow")
    i, y = np.nonzero((where.days > 0) & where.years(first, last))
    present = pl.DataFrame(
        {
            "ccode": where.codes[i],
            "year": (y + where.first).astype(np.int16),
            "iso3": pl.Series(where.names).gather(where.ids[i, y].astype(np.uint32)),
        }
    )
    held = present.join(table, on="iso3").filter(
        (pl.col("start") <= pl.col("year")) & (pl.col("end").is_null() | (pl.col("end") >= pl.col("year")))
    )
    return held, ctx.citation(*table["source"].unique().sort().to_list()), (first, last)
