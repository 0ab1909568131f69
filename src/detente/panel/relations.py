"""Verbs about pairs of states: pacts, disputes, contiguity, organisations, trade, arms, rivalries.

In: a Context. Out: a Table each. Where the user's own file says more than the atlas may (direction of
an obligation, flows of trade), the own file is used; the codebook says which.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.errors import InputError
from detente.evidence.rivalry import TYPES
from detente.panel.own import dated
from detente.panel.table import Citation, Column, Context, Table

if TYPE_CHECKING:
    import polars as pl

    from detente.evidence.atlas import Atlas

PAIR = {"ccode1": "state1", "ccode2": "state2"}
_FLAGS = {
    "defense": "defence pact",
    "offense": "offensive pact",
    "neutral": "neutrality pact",
    "nonagg": "non-aggression pact, wide regional treaties included",
    "consul": "consultation pact, wide regional treaties included",
}


def own_citation(source_id: str) -> Citation:
    """The citation of a source read from the user's own file."""
    from detente.panel.own import source

    entry = source(source_id)
    return Citation(source_id, f"{entry.title} (own file)", entry.version, entry.bibtex)


def atop(ctx: Context) -> Table:
    """Alliance obligations of state 1 towards state 2; of either where the atlas was built from an undirected file."""
    import polars as pl

    if ctx.own.has("atop", "dyads"):
        columns = {k: (pl.Int16, (k,)) for k in ("ccode1", "ccode2", "year")}
        columns |= {f"atop_{f}": (pl.Int8, (f"atop_{f}", f)) for f in _FLAGS}
        frame = ctx.own.read("atop", "dyads", columns).rename(PAIR)
        whose, level, source = "state 1's obligation to state 2", "directed", (own_citation("atop"),)
    else:
        frame = obligations(ctx.atlas).rename(PAIR | {f: f"atop_{f}" for f in _FLAGS})
        whose, level, source = "state 1's obligation to state 2", "directed", ctx.citation("atop")
    described = tuple(Column(f"atop_{f}", "0/1", f"{words}: {whose}") for f, words in _FLAGS.items())
    absent = {f"atop_{f}": 0 for f in _FLAGS}
    return Table(frame, level, "ccode", described, ctx.covered("atop", "atop"), source, absent)


def obligations(atlas: Atlas) -> pl.DataFrame:
    """Directed obligations of the atlas: ccode1, ccode2, year and the flags of what the first owes the second.

    Rows whose direction the file behind the atlas did not tell are read both ways.
    """
    import polars as pl

    pairs = atlas.table("atop")
    owed = [
        [(pl.col(f) * ((pl.col(f"{f}_by").fill_null(3) // place) % 2)).cast(pl.Int8).alias(f) for f in _FLAGS]
        for place in (1, 2)
    ]
    first = pairs.select("ccode1", "ccode2", "year", *owed[0])
    second = pairs.select(
        pl.col("ccode2").alias("ccode1"), pl.col("ccode1").alias("ccode2"), "year", *owed[1]
    )
    return pl.concat([first, second]).filter(pl.any_horizontal(pl.col(*_FLAGS) == 1))


def contiguity(ctx: Context) -> Table:
    """Direct contiguity, the closest kind of the year; 0 where none."""
    import polars as pl

    # Kind 0 is "not contiguous": atlases built before it was left out may still hold it.
    frame = ctx.atlas.table("contiguity").filter(pl.col("kind").is_between(1, 5)).rename(PAIR)
    last = ctx.covered("cow-contiguity", "contiguity")[1]
    spells = frame.with_columns(
        pl.int_ranges("start", pl.col("end").fill_null(last).cast(pl.Int64) + 1).alias("year")
    )
    years = (
        spells.explode("year", empty_as_null=False)
        .group_by("state1", "state2", "year")
        .agg(pl.col("kind").min().alias("conttype"))
    )
    column = Column(
        "conttype",
        "code 0 to 5",
        "1 land or river border, 2 to 5 up to 12, 24, 150, 400 miles of sea, 0 none",
    )
    return Table(
        years, "pair", "ccode", (column,), (1816, last), ctx.citation("cow-contiguity"), {"conttype": 0}
    )


def igos(ctx: Context) -> Table:
    """Joint full memberships in intergovernmental organisations."""
    frame = ctx.atlas.table("igo_joint").rename(PAIR | {"joint": "dyadigos"})
    column = Column("dyadigos", "count", "organisations both states are full members of")
    years = ctx.covered("cow-igo", "igo_joint")
    return Table(frame, "pair", "ccode", (column,), years, ctx.citation("cow-igo"))


def mids(ctx: Context, data: str = "cow") -> Table:
    """Militarized interstate disputes with the two on opposite sides; `data` is `cow` or `gml`."""
    import polars as pl

    if data not in ("cow", "gml"):
        raise InputError(f"No dispute data {data!r}; use cow or gml.")
    source, name = f"{data}-mid", f"{data}mid"
    frame = ctx.atlas.table("mid").filter(pl.col("source") == source).rename(PAIR)
    frame = frame.select(
        "state1", "state2", "year",
        (pl.col("disputes") > 0).cast(pl.Int8).alias(f"{name}ongoing"),
        (pl.col("onsets") > 0).cast(pl.Int8).alias(f"{name}onset"),
        pl.col("hostility").alias(f"{name}hostlev"),
        pl.col("disputes").alias(f"{name}disps"),
    )  # fmt: skip
    columns = (
        Column(f"{name}ongoing", "0/1", "a dispute under way"),
        Column(f"{name}onset", "0/1", "a dispute began in the year"),
        Column(f"{name}hostlev", "level 1 to 5", "highest hostility of the year, 0 without a dispute"),
        Column(f"{name}disps", "count", "disputes under way"),
    )
    absent = {c.name: 0 for c in columns}
    return Table(frame, "pair", "ccode", columns, ctx.covered(source, "mid"), ctx.citation(source), absent)


def wars(ctx: Context) -> Table:
    """Inter-state wars with the two on opposite sides."""
    import polars as pl

    frame = ctx.atlas.table("wars").rename(PAIR)
    frame = frame.select(
        "state1", "state2", "year", pl.lit(1, pl.Int8).alias("cowinterongoing"), cowinteronset="onset"
    )
    columns = (
        Column("cowinterongoing", "0/1", "an inter-state war under way, opposite sides"),
        Column("cowinteronset", "0/1", "an inter-state war between the two began in the year"),
    )
    covered = ctx.covered("cow-war", "wars")
    return Table(
        frame, "pair", "ccode", columns, covered, ctx.citation("cow-war"), {c.name: 0 for c in columns}
    )


def trade(ctx: Context) -> Table:
    """Own file: flows in million current US dollars; atlas: shares of each state's trade."""
    import polars as pl

    if ctx.own.has("cow-trade", "dyads"):
        columns = {k: (pl.Int16, (k,)) for k in ("ccode1", "ccode2", "year")}
        columns |= {f: (pl.Float64, (f,)) for f in ("flow1", "flow2")}
        frame = ctx.own.read("cow-trade", "dyads", columns, ("-9",)).rename(PAIR)
        flows = [pl.when(pl.col(f) >= 0).then(pl.col(f)).alias(f) for f in ("flow1", "flow2")]
        described = (
            Column("flow1", "million current USD", "imports of state 1 from state 2"),
            Column("flow2", "million current USD", "imports of state 2 from state 1"),
        )
        frame = both_ways(frame.with_columns(flows), ("flow1", "flow2"))
        years = ctx.covered("cow-trade", "trade")
        return Table(frame, "directed", "ccode", described, years, (own_citation("cow-trade"),))
    frame = ctx.atlas.table("trade")
    shares = ("import_share", "export_share", "trade_share")
    mirror = frame.select(
        pl.col("ccode2").alias("ccode1"), pl.col("ccode1").alias("ccode2"), "year",
        *(pl.col(s).alias(f"{s}2") for s in shares),
    )  # fmt: skip
    frame = frame.rename({s: f"{s}1" for s in shares})
    frame = frame.join(mirror, on=["ccode1", "ccode2", "year"], how="full", coalesce=True).rename(PAIR)
    words = {"import": "imports", "export": "exports", "trade": "imports and exports"}
    described = tuple(
        Column(f"{kind}_share{n}", "per cent", f"share of the other state in the {what} of state {n}")
        for n in (1, 2)
        for kind, what in words.items()
    )
    described += (
        Column("log_trade", "natural log of million USD", "log of 1 + trade both ways, current prices"),
    )
    return Table(
        frame, "directed", "ccode", described, ctx.covered("cow-trade", "trade"), ctx.citation("cow-trade")
    )


def both_ways(frame: pl.DataFrame, pair: tuple[str, str]) -> pl.DataFrame:
    """Directed rows of a file that has each pair once or twice; `pair` are mirrored columns."""
    import polars as pl

    swap = {"state1": "state2", "state2": "state1", pair[0]: pair[1], pair[1]: pair[0]}
    mirror = frame.select(pl.col(swap.get(c, c)).alias(c) for c in frame.columns)
    return pl.concat([frame, mirror]).unique(["state1", "state2", "year"], keep="first")


def fta(ctx: Context) -> Table:
    """Free-trade agreements and customs unions in force."""
    import polars as pl

    frame = ctx.atlas.table("fta").rename(PAIR).with_columns(fta=pl.lit(1, pl.Int8))
    column = Column("fta", "0/1", "a free-trade agreement or customs union in force")
    return Table(
        frame, "pair", "ccode", (column,), ctx.covered("desta", "fta"), ctx.citation("desta"), {"fta": 0}
    )


def rivalries(ctx: Context, data: str = "tss") -> Table:
    """Strategic rivalries; `data` is `tss` (Thompson, Sakuwa and Suhas) or `td` (Thompson and Dreyer)."""
    import polars as pl

    known = {"tss": ("tss", "tss-rivalries"), "td": ("thompson-dreyer", "td-rivalries")}
    if data not in known:
        raise InputError(f"No rivalry data {data!r}; use tss or td.")
    label, source = known[data]
    frame = ctx.atlas.table("rivalries").filter(pl.col("source") == label).rename(PAIR)
    name = f"{data}rivalry"
    kinds = {f"{name}_{kind}": kind for kind in TYPES}
    told = [
        pl.col("types").str.contains(kind).fill_null(False).cast(pl.Int8).alias(column)
        for column, kind in kinds.items()
    ]
    frame = frame.select("state1", "state2", "year", pl.lit(1, pl.Int8).alias(name), *told)
    columns = (
        Column(name, "0/1", "strategic rivalry under way"),
        *(Column(column, "0/1", f"{kind} rivalry") for column, kind in kinds.items()),
    )
    years = ctx.covered(source, "rivalries")
    absent = {c.name: 0 for c in columns}
    return Table(frame, "pair", "ccode", columns, years, ctx.citation(source), absent)


def arms(ctx: Context) -> Table:
    """Deliveries of major arms over the five years ending then, as shares of the recipient's."""
    import polars as pl

    frame = ctx.atlas.table("arms")
    one = frame.select(state1="recipient", state2="supplier", year="end_year", arms_share1="share")
    two = frame.select(state1="supplier", state2="recipient", year="end_year", arms_share2="share")
    both = one.join(two, on=["state1", "state2", "year"], how="full", coalesce=True)
    columns = tuple(
        Column(
            f"arms_share{n}",
            "per cent",
            f"share of the other state in state {n}'s arms imports, five years to date",
        )
        for n in (1, 2)
    )
    # A known recipient's missing supplier delivered nothing; a state without deliveries has no shares.
    got = frame.select(state="recipient", year="end_year").unique()
    for n in (1, 2):
        both = both.join(got.with_columns(pl.lit(True).alias(f"got{n}")), how="left",
                         left_on=[f"state{n}", "year"], right_on=["state", "year"])  # fmt: skip
    both = both.with_columns(
        pl.when(pl.col(f"got{n}")).then(pl.col(f"arms_share{n}").fill_null(0)).alias(f"arms_share{n}")
        for n in (1, 2)
    )
    years = ctx.covered("sipri-arms", "arms")
    return Table(both, "directed", "id", columns, years, ctx.citation("sipri-arms"))


# Former states governed from the main city of one of today's.
_SAME_CITY = {"SUN": "RUS", "YUG": "SRB", "SCG": "SRB", "CSK": "CZE", "YAR": "YEM"}


def _with_predecessors(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows of today's states once more under the ids of former states with the same main city."""
    import polars as pl

    for column in ("state1", "state2"):
        copies = [
            frame.filter(pl.col(column) == now).with_columns(pl.lit(then).alias(column))
            for then, now in _SAME_CITY.items()
        ]
        frame = pl.concat([frame, *copies])
    return frame.unique(["state1", "state2"], keep="first", maintain_order=True)


def capital_distance(ctx: Context) -> Table:
    """Great-circle distance. Own file: capitals through time; atlas: main cities of today's countries."""
    import numpy as np
    import polars as pl

    if not ctx.own.has("capitals", "places"):
        frame = ctx.atlas.table("distance").rename({"iso3_1": "state1", "iso3_2": "state2", "km": "capdist"})
        frame = _with_predecessors(frame)
        column = Column("capdist", "km", "great-circle distance between main cities, constant over time")
        return Table(frame, "pair", "id", (column,), (1816, 9999), ctx.citation("cepii-distance"))
    spec = {"ccode": (pl.Int16, ("ccode",)), "lat": (pl.Float64, ("lat",)), "lng": (pl.Float64, ("lng",)),
            "start": (pl.String, ("stdate",)), "end": (pl.String, ("enddate",))}  # fmt: skip
    places = dated(ctx.own.read("capitals", "places", spec))
    years = places.with_columns(
        pl.int_ranges(pl.col("start").dt.year(), pl.col("end").dt.year().cast(pl.Int64) + 1).alias("year")
    )
    # In a year with a move the capital of 31 December counts.
    years = years.explode("year", empty_as_null=False).sort("start").unique(["ccode", "year"], keep="last")
    pairs = years.join(years, on="year", suffix="_2").filter(pl.col("ccode") < pl.col("ccode_2"))
    lat1, lat2, lng1, lng2 = (np.radians(pairs[c].to_numpy()) for c in ("lat", "lat_2", "lng", "lng_2"))
    half = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lng2 - lng1) / 2) ** 2
    km = 2 * 6371.0 * np.arcsin(np.sqrt(half))
    frame = pairs.select(state1="ccode", state2="ccode_2", year="year").with_columns(capdist=pl.Series(km))
    last = int(years["year"].cast(pl.Int64).to_numpy().max())
    column = Column("capdist", "km", "great-circle distance between capitals (sphere of 6371 km)")
    return Table(frame, "pair", "ccode", (column,), (1816, last), (own_citation("capitals"),))
