"""Verbs that read nothing but the user's own files: minimum distance, and sides, fatality and initiator of disputes.

In: a Context with a folder of publishers' files. Out: a Table each; InputError where the file is not there.
"""

from __future__ import annotations

from collections.abc import Callable

from detente.errors import InputError
from detente.panel.relations import own_citation
from detente.panel.table import Column, Context, Table

_FATALITY = "0 none, 1 to 25, 2 to 100, 3 to 250, 4 to 500, 5 to 999, 6 more deaths"


def minimum_distance(ctx: Context) -> Table:
    """Shortest distance between the borders of two states, from the user's file (COW numbers, 1886-2019)."""
    import polars as pl

    spec = {k: (pl.Int16, (k,)) for k in ("ccode1", "ccode2", "year")}
    spec |= {"mindist": (pl.Float64, ("mindist",))}
    frame = ctx.own.read("minimum_distance", "distances", spec)
    frame = frame.rename({"ccode1": "state1", "ccode2": "state2"})
    years = frame["year"].to_numpy()
    column = Column("mindist", "km", "shortest distance between the borders of the two")
    covered = int(years.min()), int(years.max())
    return Table(frame, "pair", "ccode", (column,), covered, (own_citation("minimum_distance"),))


def mid_sides(ctx: Context, data: str = "cow") -> Table:
    """Who began and how it went, of the gravest dispute of the year; `data` is `cow` or `gml`.

    Of several disputes the one of the highest hostility counts, then the one of most deaths, then the first by number.
    A fatality the file leaves open (-9) is null and never 0.
    """
    import polars as pl

    if data not in ("cow", "gml"):
        raise InputError(f"No dispute data {data!r}; use cow or gml.")
    source, name = f"{data}-mid", f"{data}mid"
    spec = {
        "dispnum": (pl.Int32, ("dispnum", "disno")),
        "state1": (pl.Int16, ("ccode1", "statea")),
        "state2": (pl.Int16, ("ccode2", "stateb")),
        "year": (pl.Int16, ("year",)),
        "sidea1": (pl.Int8, ("sidea1", "sideaa")),
        "sidea2": (pl.Int8, ("sidea2", "sideab")),
        "fatality1": (pl.Int8, ("fatality1", "fatlev1", "fatala")),
        "fatality2": (pl.Int8, ("fatality2", "fatlev2", "fatalb")),
        "orig1": (pl.Int8, ("orig1", "orginatora", "originatora")),
        "orig2": (pl.Int8, ("orig2", "orginatorb", "originatorb")),
        "hostlev1": (pl.Int8, ("hostlev1", "mihosta", "hihosta")),
        "hostlev2": (pl.Int8, ("hostlev2", "mihostb", "hihostb")),
    }
    rows = ctx.own.read(source, "dyads", spec, ("-9",)).filter(pl.col("sidea1") != pl.col("sidea2"))
    deaths = [pl.when(pl.col(c) >= 0).then(pl.col(c)).alias(c) for c in ("fatality1", "fatality2")]
    rows = rows.with_columns(deaths).sort(
        pl.max_horizontal("hostlev1", "hostlev2"), pl.max_horizontal("fatality1", "fatality2"), "dispnum",
        descending=[True, True, False], nulls_last=True,
    )  # fmt: skip
    frame = rows.unique(["state1", "state2", "year"], keep="first", maintain_order=True).select(
        "state1", "state2", "year",
        *(pl.col(f"{c}{n}").alias(f"{name}_{out}{n}") for n in (1, 2) for c, out in
          (("sidea", "side_a"), ("fatality", "fatality"), ("orig", "originator"))),
    )  # fmt: skip
    columns = tuple(
        column
        for n in (1, 2)
        for column in (
            Column(f"{name}_side_a{n}", "0/1", f"state {n} is on side A, which acted first"),
            Column(f"{name}_fatality{n}", "level 0 to 6", f"deaths of state {n}: {_FATALITY}; null unknown"),
            Column(f"{name}_originator{n}", "0/1", f"state {n} was in the dispute from its first day"),
        )
    )
    return Table(frame, "directed", "ccode", columns, ctx.covered(source, "mid"), (own_citation(source),))


OWN_VERBS: dict[str, Callable[..., Table]] = {"mid_sides": mid_sides, "minimum_distance": minimum_distance}
