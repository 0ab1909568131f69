"""Putting the two tables of memberships together: our own, and Correlates of War IGO to 2014.

Where both know a state in an organization, our own spells stand; an organization our table
covers completely (`data/organisations.csv`) is taken from it alone. Differences are listed with
their reasons (`data/membership_notes.csv`).
"""

from __future__ import annotations

import polars as pl

from detente.evidence import names

LAST_YEAR_OF_COW_IGO = 2014
_PAIR = ["org", "iso3"]


def merge(table: pl.DataFrame, curated: str = "curated") -> pl.DataFrame:
    """`table` without the other source's spells where the curated table knows better."""
    own = table.filter(pl.col("source") == curated)
    rest = table.filter(pl.col("source") != curated)
    if own.height:
        complete = names.table("organisations.csv").filter(pl.col("curated") == "complete")
        rest = rest.join(complete, on="org", how="anti")
    wrong = notes().filter(pl.col("action") == "drop")
    rest = rest.join(wrong, on=_PAIR, how="anti")
    return pl.concat([own, rest.join(own.select(_PAIR).unique(), on=_PAIR, how="anti")])


def notes() -> pl.DataFrame:
    """org, iso3 (`*` for all), action (`differs` or `drop`), reason."""
    return names.table("membership_notes.csv")


def years(table: pl.DataFrame, last: int = LAST_YEAR_OF_COW_IGO) -> pl.DataFrame:
    """Full memberships unrolled: org, iso3, year up to `last`."""
    held = table.filter(pl.col("status") == "member", pl.col("start") <= last)
    span = pl.int_ranges(pl.col("start"), pl.min_horizontal(pl.col("end").fill_null(last), pl.lit(last)) + 1)
    return held.select(*_PAIR, span.alias("year")).explode("year").unique()


def conflicts(table: pl.DataFrame, curated: str = "curated") -> pl.DataFrame:
    """Years to 2014 in which the two disagree on full membership, for pairs both know.

    org, iso3, only_in (which table says member), first, last, years, reason (null where the
    two differ by no more than the year of joining or leaving).
    """
    own = table.filter(pl.col("source") == curated)
    other = table.filter(pl.col("source") != curated)
    both = own.select(_PAIR).unique().join(other.select(_PAIR).unique(), on=_PAIR)
    parts = []
    for label, left, right in ((curated, own, other), ("cow-igo", other, own)):
        here = years(left.join(both, on=_PAIR, how="semi"))
        alone = here.join(years(right), on=[*_PAIR, "year"], how="anti")
        parts.append(alone.with_columns(only_in=pl.lit(label)))
    found = (
        pl.concat(parts)
        .group_by(*_PAIR, "only_in")
        .agg(first=pl.col("year").min(), last=pl.col("year").max(), years=pl.len())
    )
    known = notes().select(*_PAIR, "reason")
    general = known.filter(pl.col("iso3") == "*").select("org", pl.col("reason").alias("general"))
    found = found.join(known, on=_PAIR, how="left").join(general, on="org", how="left")
    found = found.with_columns(reason=pl.coalesce("reason", "general")).drop("general")
    return found.sort(*_PAIR, "only_in")
