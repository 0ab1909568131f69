"""Verbs about single states: capabilities, democracy, economy, energy, leaders, conflict, ideal points.

In: a Context. Out: a Table each; on a panel of dyads its columns come twice, with suffixes 1 and 2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.errors import InputError
from detente.panel.own import dated
from detente.panel.relations import own_citation
from detente.panel.table import Column, Context, Table

if TYPE_CHECKING:
    import polars as pl

_NMC = {
    "milex": ("Int64", "thousand current USD (pounds before 1914)", "military expenditure"),
    "milper": ("Int64", "thousand", "military personnel"),
    "irst": ("Int64", "thousand tons", "iron and steel production"),
    "pec": ("Int64", "thousand coal-ton equivalents", "primary energy consumption"),
    "tpop": ("Float64", "thousand", "total population"),
    "upop": ("Float64", "thousand", "urban population"),
    "cinc": ("Float64", "share 0 to 1", "Composite Index of National Capability"),
}


def nmc(ctx: Context) -> Table:
    """National Material Capabilities. Own file: the seven columns as published; atlas: index and shares."""
    import polars as pl

    years = ctx.covered("nmc", "cinc")
    if ctx.own.has("nmc", "capabilities"):
        spec = {"state": (pl.Int16, ("ccode",)), "year": (pl.Int16, ("year",))}
        spec |= {name: (getattr(pl, kind), (name,)) for name, (kind, _, _) in _NMC.items()}
        frame = ctx.own.read("nmc", "capabilities", spec, ("-9",))
        blank = [pl.when(pl.col(c) >= 0).then(pl.col(c)).alias(c) for c in _NMC]
        columns = tuple(Column(name, unit, words) for name, (_, unit, words) in _NMC.items())
        return Table(frame.with_columns(blank), "state", "ccode", columns, years, (own_citation("nmc"),))
    frame = ctx.atlas.table("cinc").rename({"ccode": "state"})
    columns = (
        Column("cinc", *_NMC["cinc"][1:]),
        Column("milex_share", "share 0 to 1", "share of the world's military expenditure"),
        Column("milper_share", "share 0 to 1", "share of the world's military personnel"),
    )
    return Table(frame, "state", "ccode", columns, years, ctx.citation("nmc"))


_DEMOCRACY = {
    "euds": ("scale", "extended Unified Democracy Score, posterior mean"),
    "aeuds": ("scale, 0 the cut of democracy", "extended Unified Democracy Score, adjusted"),
    "polity2": ("-10 to 10", "Polity index, revised combined score"),
    "v2x_polyarchy": ("0 to 1", "V-Dem index of electoral democracy"),
}
_DEMOCRACY_FILES = {
    "democracy_scores": ("ccode", ("euds", "aeuds", "polity2", "v2x_polyarchy")),
    "vdem": ("COWcode", ("v2x_polyarchy",)),
    "polity": ("ccode", ("polity2",)),
}


def democracy(ctx: Context) -> Table:
    """Democracy scores, from the user's own file alone: V-Dem is share-alike, Polity all rights reserved."""
    import polars as pl

    found = [s for s in _DEMOCRACY_FILES if ctx.own.has(s, "states")]
    if not found:
        raise ctx.own.lacking("vdem", "states")
    if "democracy_scores" in found:
        found = ["democracy_scores"]
    frames, names = [], []
    for source in found:
        code, columns = _DEMOCRACY_FILES[source]
        spec = {"state": (pl.Int16, (code,)), "year": (pl.Int16, ("year",))}
        spec |= {c: (pl.Float64, (c,)) for c in columns}
        frame = ctx.own.read(source, "states", spec).drop_nulls("state").filter(pl.col("year") >= 1816)
        frames.append(frame.unique(["state", "year"], keep="last", maintain_order=True))
        names += columns
    frame = frames[0]
    for more in frames[1:]:
        frame = frame.join(more, on=["state", "year"], how="full", coalesce=True)
    described = tuple(Column(n, *_DEMOCRACY[n]) for n in names)
    cited = tuple(own_citation(s) for s in found)
    return Table(frame, "state", "ccode", described, _span(frame), cited)


def gdp(ctx: Context, data: str = "pwt") -> Table:
    """GDP, GDP per head, population, growth; `data` is `wdi`, `pwt` or `maddison`."""
    import polars as pl

    if data not in ("wdi", "pwt", "maddison"):
        raise InputError(f"No economic data {data!r}; use wdi, pwt or maddison.")
    frame = ctx.atlas.table("economy").filter(pl.col("source") == data).rename({"iso3": "state"})
    current = data == "wdi"
    columns = (
        Column("gdp_constant", "USD, constant prices", "gross domestic product"),
        Column("gdp_per_head", f"USD, {'current' if current else 'constant'} prices", "GDP per head"),
        Column("population", "persons", "population"),
        Column("growth", "per cent", "growth of gdp_constant over the year before"),
    )
    return Table(frame, "state", "id", columns, ctx.covered(data, "economy"), ctx.citation(data))


def ideal_points(ctx: Context) -> Table:
    """Ideal points in the UN General Assembly as published, by session year."""
    frame = ctx.atlas.table("ideal_points").rename(
        {"ccode": "state", "ideal": "idealpoint", "low": "idealpoint_low", "high": "idealpoint_high"}
    )
    columns = (
        Column("idealpoint", "ideal-point scale", "posterior mean, all votes"),
        Column("idealpoint_low", "ideal-point scale", "lower end of the 95 per cent interval"),
        Column("idealpoint_high", "ideal-point scale", "upper end of the 95 per cent interval"),
    )
    years = ctx.covered("un-ideal-points", "ideal_points")
    return Table(frame, "state", "ccode", columns, years, ctx.citation("un-ideal-points"))


def ucdp_acd(ctx: Context) -> Table:
    """Armed conflict with at least 25 battle deaths that a state's government fights in or that is at home."""
    import polars as pl

    frame = ctx.atlas.table("ucdp_conflict").select("conflict_id", "year", "intensity")
    party = ctx.atlas.table("ucdp_conflict_party").filter(
        pl.col("role").is_in(["side_a", "side_b", "location"])
    )
    rows = frame.join(party.rename({"gwno": "state"}), on=["conflict_id", "year"])
    rows = rows.select("state", "year", "conflict_id", "intensity").unique(["state", "year", "conflict_id"])
    first = rows.group_by("conflict_id", "state").agg(pl.col("year").min().alias("first"))
    rows = rows.join(first, on=["conflict_id", "state"])
    table = rows.group_by("state", "year").agg(
        ucdpongoing=pl.lit(1, pl.Int8),
        ucdponset=(pl.col("year") == pl.col("first")).any().cast(pl.Int8),
        ucdpintensity=pl.col("intensity").max(),
        ucdpconflicts=pl.len().cast(pl.Int16),
    )
    columns = (
        Column(
            "ucdpongoing",
            "0/1",
            "a conflict under way in which the state is a party, alone or in a coalition, or the place",
        ),
        Column("ucdponset", "0/1", "the state's first year in a conflict"),
        Column("ucdpintensity", "0 to 2", "highest intensity: 1 minor (25 to 999 deaths), 2 war"),
        Column("ucdpconflicts", "count", "conflicts under way"),
    )
    absent = {c.name: 0 for c in columns}
    years = ctx.covered("ucdp-prio", "ucdp_conflict")
    return Table(table, "state", "gwcode", columns, years, ctx.citation("ucdp-prio"), absent)


def energy(ctx: Context, indicators: tuple[str, ...] | None = None) -> Table:
    """Energy indicators, by default all of the Energy Institute's; others by name."""
    import polars as pl

    table = ctx.atlas.table("energy")
    known = table["indicator"].unique().sort().to_list()
    if indicators is None:
        rows = table.filter(pl.col("source") == "energy-institute")
    else:
        unknown = sorted(set(indicators) - set(known))
        if unknown:
            raise InputError(f"No energy indicator {', '.join(unknown)}; there are {', '.join(known)}.")
        rows = table.filter(pl.col("indicator").is_in(list(indicators)))
    units = dict(rows.select("indicator", "unit").unique().iter_rows())
    names = sorted(units)
    wide = rows.sort("source").pivot(
        "indicator", index=["iso3", "year"], values="value", aggregate_function="first"
    ).rename({"iso3": "state"})  # fmt: skip
    columns = tuple(Column(n, units[n], n.replace("_", " ")) for n in names)
    return Table(
        wide, "state", "id", columns, _span(wide), ctx.citation(*rows["source"].unique().sort().to_list())
    )


def leaders(ctx: Context) -> Table:
    """Leaders in office, from the user's own file of Archigos."""
    import polars as pl

    spec = {"state": (pl.Int16, ("gwcode", "ccode")), "leader": (pl.String, ("leader",)),
            "start": (pl.String, ("startdate",)), "end": (pl.String, ("enddate",)),
            "exit": (pl.String, ("exit",))}  # fmt: skip
    rows = dated(ctx.own.read("archigos", "leaders", spec))
    last = int(rows["end"].dt.year().to_numpy().max())
    years = rows.with_columns(
        pl.int_ranges(pl.col("start").dt.year(), pl.col("end").dt.year().cast(pl.Int64) + 1).alias("year")
    ).explode("year", empty_as_null=False)
    opening, closing = pl.date(pl.col("year"), 1, 1), pl.date(pl.col("year"), 12, 31)
    table = years.sort("start").group_by("state", "year").agg(
        jan1leader=pl.col("leader").filter((pl.col("start") <= opening) & (pl.col("end") >= opening)).last(),
        dec31leader=pl.col("leader").filter((pl.col("start") <= closing) & (pl.col("end") >= closing)).last(),
        n_leaders=pl.len().cast(pl.Int16),
        leadertransition=((pl.col("end").dt.year() == pl.col("year")) & (pl.col("end") < pl.date(last, 12, 31)))
        .any().cast(pl.Int8),
        irregular=((pl.col("end").dt.year() == pl.col("year")) & (pl.col("exit") == "Irregular")).any().cast(pl.Int8),
    )  # fmt: skip
    columns = (
        Column("jan1leader", "name", "leader on 1 January"),
        Column("dec31leader", "name", "leader on 31 December"),
        Column("n_leaders", "count", "leaders in office during the year"),
        Column("leadertransition", "0/1", "a leader left office"),
        Column("irregular", "0/1", "a leader was removed by irregular means"),
    )
    return Table(table, "state", "gwcode", columns, (1875, last), (own_citation("archigos"),))


def memberships(ctx: Context, organisations: tuple[str, ...] = ()) -> Table:
    """Full membership of the named organisations (`org:NATO`), 0/1."""
    import polars as pl

    table = ctx.atlas.table("memberships").filter(pl.col("status") == "member")
    known = table["org"].unique().sort().to_list()
    wanted = [o if o.startswith("org:") else f"org:{o}" for o in organisations]
    unknown = sorted(set(wanted) - set(known))
    if unknown or not wanted:
        raise InputError(f"Name organisations of the atlas ({', '.join(unknown) or 'none given'} is none of "
                         f"{', '.join(known)}).")  # fmt: skip
    last = ctx.atlas.coverage("memberships")[1]
    spells = table.filter(pl.col("org").is_in(wanted)).with_columns(
        pl.int_ranges("start", pl.col("end").fill_null(last).cast(pl.Int64) + 1).alias("year")
    )
    years = spells.explode("year", empty_as_null=False).rename({"iso3": "state"})
    names = {o: o.removeprefix("org:").lower() for o in wanted}
    wide = years.group_by("state", "year").agg(
        (pl.col("org") == o).any().cast(pl.Int8).alias(names[o]) for o in wanted
    )
    first = int(table.filter(pl.col("org").is_in(wanted))["start"].to_numpy().min())
    columns = tuple(Column(n, "0/1", f"full member of {o.removeprefix('org:')}") for o, n in names.items())
    cited = ctx.citation(*table.filter(pl.col("org").is_in(wanted))["source"].unique().sort().to_list())
    return Table(wide, "state", "id", columns, (first, last), cited, {c.name: 0 for c in columns})


def major_powers(ctx: Context) -> Table:
    """Major powers (Correlates of War 2016 list, to 2016)."""
    import polars as pl

    from detente.panel.panel import majors

    spells = majors().with_columns(pl.int_ranges("start", pl.col("end") + 1).alias("year"))
    frame = spells.explode("year", empty_as_null=False).select(
        pl.col("ccode").cast(pl.Int16).alias("state"), "year", pl.lit(1, pl.Int8).alias("cowmaj")
    )
    column = Column("cowmaj", "0/1", "major power")
    from detente.panel.panel import COW_STATES

    return Table(frame, "state", "ccode", (column,), (1816, 2016), (COW_STATES,), {"cowmaj": 0})


def _span(frame: pl.DataFrame) -> tuple[int, int]:
    years = frame["year"].to_numpy()
    return int(years.min()), int(years.max())
