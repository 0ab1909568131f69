"""Roll calls of the UN General Assembly (Voeten), cleaned and dated by session.

The session is `resid // 1000` and its year 1945 + session: the file's own `year` runs on into
the next calendar year, and published agreement scores are by session.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import files
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

_COLUMNS: files.Columns = {
    "resid": (pl.Int32, ("resid",)),
    "ccode": (pl.Int16, ("ccode",)),
    "vote": (pl.Int8, ("vote",)),
}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`votes`: resid, ccode, vote (1 yes, 2 abstain, 3 no; other codes of the original are dropped)."""
    votes = files.read_table(files.find(folder, SOURCE, "votes")[0], _COLUMNS)
    return {"votes": votes.filter(pl.col("vote").is_in([1, 2, 3]))}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`un_votes`, by session year; a vote entered twice under two dates counts once."""
    session_year = (1945 + pl.col("resid") // 1000).cast(pl.Int16).alias("session_year")
    return {"un_votes": raw["votes"].unique().with_columns(session_year)}
