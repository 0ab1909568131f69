"""Main trade partners by the CIA World Factbook: five or so partners of each state with their shares, by year.

A list says for which year it speaks; versions of the Factbook differ in how many partners they name and whether they round
to whole per cent. A partner that is not named holds no more than the last one named, unless its trade is not booked.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import files
from detente.evidence.source import load_source

SOURCE = load_source(__file__)
_REPORTERS = {"OD": "SSD"}  # without an ISO code in the copy
_FIRST = 2014
"""Lists of 2012 and 2013 are left-overs of a handful of states."""

_COLUMNS: files.Columns = {
    "reporter": (pl.String, ("reporter_iso3",)),
    "gec": (pl.String, ("gec",)),
    "flow": (pl.String, ("flow",)),
    "year": (pl.Int16, ("year",)),
    "rank": (pl.Int8, ("rank",)),
    "partner": (pl.String, ("partner_iso3",)),
    "share": (pl.Float64, ("share_pct",)),
    "seen": (pl.String, ("last_seen",)),
}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`partners`: reporter, flow (exports, imports), year, rank, partner, share (per cent), last version seen."""
    return {"partners": files.read_table(files.find(folder, SOURCE, "partners")[0], _COLUMNS)}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`partner_shares`: one list a reporter, flow and year, the latest version; lists over 100 per cent are faulty and out."""
    of = ["reporter", "flow", "year"]
    table = (
        raw["partners"]
        .with_columns(
            reporter=pl.coalesce("reporter", pl.col("gec").replace_strict(_REPORTERS, default=None))
        )
        .filter(
            pl.all_horizontal(pl.col("reporter", "partner", "share").is_not_null()),
            pl.col("year") >= _FIRST,
            pl.col("reporter") != pl.col("partner"),  # what returns to a state is no partner of it
            pl.col("seen") == pl.col("seen").max().over(of),
        )
        .unique([*of, "partner"], keep="first", maintain_order=True)
        .filter(pl.col("share").sum().over(of) <= 100)
    )
    return {"partner_shares": table}
