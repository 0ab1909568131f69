"""Putting the two tables of memberships together: our own, and Correlates of War IGO to 2014.

Where both know a state in an organization, our own spells stand; what they change is listed.
"""

from __future__ import annotations

import polars as pl

LAST_YEAR_OF_COW_IGO = 2014
_PAIR = ["org", "iso3"]


def merge(table: pl.DataFrame, curated: str = "curated") -> pl.DataFrame:
    """`table` without the other sources' spells for pairs the curated table has."""
    own = table.filter(pl.col("source") == curated)
    rest = table.filter(pl.col("source") != curated)
    return pl.concat([own, rest.join(own.select(_PAIR).unique(), on=_PAIR, how="anti")])


def years(table: pl.DataFrame, last: int = LAST_YEAR_OF_COW_IGO) -> pl.DataFrame:
    """Full memberships unrolled: org, iso3, year up to `last`."""
    held = table.filter(pl.col("status") == "member", pl.col("start") <= last)
    span = pl.int_ranges(pl.col("start"), pl.min_horizontal(pl.col("end").fill_null(last), pl.lit(last)) + 1)
    return held.select(*_PAIR, span.alias("year")).explode("year").unique()


def conflicts(table: pl.DataFrame, curated: str = "curated") -> pl.DataFrame:
    """Years to 2014 in which the two disagree on full membership, for pairs both know.

    org, iso3, only_in (which table says member), first, last, years.
    """
    own = table.filter(pl.col("source") == curated)
    other = table.filter(pl.col("source") != curated)
    both = own.select(_PAIR).unique().join(other.select(_PAIR).unique(), on=_PAIR)
    parts = []
    for label, left, right in ((curated, own, other), ("cow-igo", other, own)):
        here = years(left.join(both, on=_PAIR, how="semi"))
        alone = here.join(years(right), on=[*_PAIR, "year"], how="anti")
        parts.append(alone.with_columns(only_in=pl.lit(label)))
    return (
        pl.concat(parts)
        .group_by(*_PAIR, "only_in")
        .agg(first=pl.col("year").min(), last=pl.col("year").max(), years=pl.len())
        .sort(*_PAIR, "only_in")
    )
