"""Verbs in state-years of what the evidence has by pair: disputes, wars, allies, rivals, organisations, trade agreements.

In: a Context. Out: a Table of states each: how many partners a state has, and what they add up to. On dyad-years the columns come
twice. Also the names and codes of states, and UCDP's onsets by country.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.panel import relations
from detente.panel.table import Column, Context, Table

if TYPE_CHECKING:
    import polars as pl

_GAPS = (1, 2, 3, 5, 10, 20)
_INTRASTATE = (3, 4)


def _by_state(pairs: pl.DataFrame) -> pl.DataFrame:
    """Rows of pairs (state1, state2, year ...) twice, under each of the two as `state`."""
    import polars as pl

    one = pairs.rename({"state1": "state", "state2": "other"})
    two = pairs.rename({"state2": "state", "state1": "other"}).select(one.columns)
    return pl.concat([one, two])


def state_mids(ctx: Context, data: str = "cow") -> Table:
    """Disputes of a state with all others; `data` is `cow` or `gml`."""
    import polars as pl

    table = relations.mids(ctx, data)
    name = f"{data}mid"
    rows = _by_state(table.frame.select("state1", "state2", "year", f"{name}onset", f"{name}hostlev"))
    frame = rows.group_by("state", "year").agg(
        pl.len().cast(pl.Int16).alias(f"{name}_opponents"),
        pl.col(f"{name}onset").sum().cast(pl.Int16).alias(f"{name}_new_opponents"),
        pl.col(f"{name}hostlev").max().alias(f"{name}_hostlev"),
    )
    columns = (
        Column(f"{name}_opponents", "count", "states on the other side of a dispute under way"),
        Column(f"{name}_new_opponents", "count", "of them those with whom a dispute began in the year"),
        Column(f"{name}_hostlev", "level 1 to 5", "highest hostility of the year, 0 without a dispute"),
    )
    return Table(frame, "state", "ccode", columns, table.covered, table.sources, {c.name: 0 for c in columns})


def state_wars(ctx: Context) -> Table:
    """Inter-state wars of a state with all others."""
    import polars as pl

    table = relations.wars(ctx)
    rows = _by_state(table.frame.select("state1", "state2", "year", "cowinteronset"))
    frame = rows.group_by("state", "year").agg(
        cowinter_opponents=pl.len().cast(pl.Int16),
        cowinter_onset=pl.col("cowinteronset").max(),
    )
    columns = (
        Column("cowinter_opponents", "count", "states on the other side of an inter-state war"),
        Column("cowinter_onset", "0/1", "an inter-state war of the state began in the year"),
    )
    return Table(frame, "state", "ccode", columns, table.covered, table.sources, {c.name: 0 for c in columns})


def state_atop(ctx: Context) -> Table:
    """Alliances of a state: partners it is bound to defend, and partners bound to defend it."""
    import polars as pl

    owed = relations.obligations(ctx.atlas).filter(pl.col("defense") == 1)
    mine = owed.group_by(state="ccode1", year="year").agg(atop_defends=pl.len().cast(pl.Int16))
    theirs = owed.group_by(state="ccode2", year="year").agg(atop_defended_by=pl.len().cast(pl.Int16))
    frame = mine.join(theirs, on=["state", "year"], how="full", coalesce=True).with_columns(
        pl.col("atop_defends", "atop_defended_by").fill_null(0)
    )
    columns = (
        Column("atop_defends", "count", "states it is bound by treaty to defend"),
        Column("atop_defended_by", "count", "states bound by treaty to defend it"),
    )
    covered = ctx.covered("atop", "atop")
    return Table(
        frame, "state", "ccode", columns, covered, ctx.citation("atop"), {c.name: 0 for c in columns}
    )


def state_rivalries(ctx: Context, data: str = "tss") -> Table:
    """Strategic rivals of a state; `data` is `tss` or `td`."""
    import polars as pl

    table = relations.rivalries(ctx, data)
    rows = _by_state(table.frame.select("state1", "state2", "year"))
    name = f"{data}_rivals"
    frame = rows.group_by("state", "year").agg(pl.len().cast(pl.Int16).alias(name))
    column = Column(name, "count", "states it is in strategic rivalry with")
    return Table(frame, "state", "ccode", (column,), table.covered, table.sources, {name: 0})


def state_fta(ctx: Context) -> Table:
    """Partners of a state in free-trade agreements and customs unions in force."""
    import polars as pl

    table = relations.fta(ctx)
    rows = _by_state(table.frame.select("state1", "state2", "year"))
    frame = rows.group_by("state", "year").agg(fta_partners=pl.len().cast(pl.Int16))
    column = Column("fta_partners", "count", "partners in free-trade agreements and customs unions in force")
    return Table(frame, "state", "ccode", (column,), table.covered, table.sources, {"fta_partners": 0})


def state_contiguity(ctx: Context) -> Table:
    """Neighbours of a state by land, and by land or up to 400 miles of sea."""
    import polars as pl

    table = relations.contiguity(ctx)
    rows = _by_state(table.frame)
    frame = rows.group_by("state", "year").agg(
        land_neighbours=(pl.col("conttype") == 1).sum().cast(pl.Int16),
        neighbours=pl.len().cast(pl.Int16),
    )
    columns = (
        Column("land_neighbours", "count", "states with a common border by land or river"),
        Column("neighbours", "count", "states contiguous by land or up to 400 miles of sea"),
    )
    return Table(frame, "state", "ccode", columns, table.covered, table.sources, {c.name: 0 for c in columns})


def ucdp_onsets(ctx: Context) -> Table:
    """New intrastate conflicts of a country, and episodes that begin after years of quiet (UCDP/PRIO).

    `sumnewconf` counts conflicts whose first year it is; `sumonset5` those active after at least 5 years without 25 deaths.
    A conflict counts for the state whose government or territory is fought over.
    """
    import polars as pl

    conflicts = ctx.atlas.table("ucdp_conflict").filter(pl.col("type").is_in(_INTRASTATE))
    place = ctx.atlas.table("ucdp_conflict_party").filter(pl.col("role") == "location")
    rows = conflicts.select("conflict_id", "year").sort("conflict_id", "year")
    rows = rows.with_columns(gap=pl.col("year") - pl.col("year").shift(1).over("conflict_id") - 1)
    new = pl.col("gap").is_null()
    rows = rows.with_columns(
        new.alias("sumnewconf"), *((new | (pl.col("gap") >= g)).alias(f"sumonset{g}") for g in _GAPS)
    )
    names = ["sumnewconf", *(f"sumonset{g}" for g in _GAPS)]
    frame = (
        rows.join(place, on=["conflict_id", "year"])
        .group_by(pl.col("gwno").alias("state"), "year")
        .agg(pl.col(names).sum().cast(pl.Int16))
    )
    columns = (
        Column("sumnewconf", "count", "intrastate conflicts in their first year"),
        *(
            Column(
                f"sumonset{g}", "count", f"intrastate conflicts new or active after at least {g} quiet years"
            )
            for g in _GAPS
        ),
    )
    covered = ctx.covered("ucdp-prio", "ucdp_conflict")
    return Table(
        frame, "state", "gwcode", columns, covered, ctx.citation("ucdp-prio"), dict.fromkeys(names, 0)
    )


def names(ctx: Context) -> Table:
    """Names and ISO codes of states beside their numbers; null for states without an ISO code."""
    import polars as pl

    from detente import actors

    table = actors.codes().unique("iso3", keep="first", maintain_order=True)
    real = pl.col("iso2").is_not_null()
    frame = table.select(state="iso3", name="name", iso3=pl.when(real).then("iso3"), iso2="iso2")
    columns = (
        Column("name", "name", "name of the state"),
        Column("iso3", "code", "ISO 3166-1 alpha-3"),
        Column("iso2", "code", "ISO 3166-1 alpha-2"),
    )
    return Table(frame, "state", "id", columns, (1816, 9999), ())
