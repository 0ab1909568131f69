"""What is known of UN roll calls besides the votes: calendar year, procedure, the same question again.

In: `data/un_roll_calls.csv`, derived by `tools/roll_calls.py` from the dates and descriptions of Voeten's roll
calls (CC0; descriptions end with session 74, later roll calls count as not procedural). Out: votes by calendar
year, and the names of questions that bridge sessions.

The 2025 edition of the published ideal points is by calendar year, not session (Voeten, codebook of 28 July
2025), and rests on decisions on resolutions: motions about the Assembly's own business (agenda, adjournment,
order of voting, rulings) are not among them. Without those motions and unanimous votes the number of roll
calls is within three of the number the authors give in 25 of the 28 years to 1974.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


@cache
def table() -> pl.DataFrame:
    """One row a roll call: resid, year (calendar), procedural (0/1), question (resid of its first vote, or null)."""
    import polars as pl

    types = {"resid": pl.Int32, "year": pl.Int16, "procedural": pl.Int8, "question": pl.Int32}
    return pl.read_csv(
        files("detente.measures").joinpath("data/un_roll_calls.csv").read_bytes(), schema=types
    )


def by_year(votes: pl.DataFrame, *, procedural: bool = False) -> pl.DataFrame:
    """`votes` (session_year, resid, ccode, vote) with the calendar year of the vote in `session_year`.

    Roll calls that the table does not know (the user's newer ones) keep the year they have; motions of
    procedure are left out unless `procedural`.
    """
    import polars as pl

    joined = votes.join(table(), on="resid", how="left", maintain_order="left")
    kept = joined if procedural else joined.filter(pl.col("procedural").fill_null(0) == 0)
    year = pl.coalesce("year", "session_year").cast(votes.schema["session_year"])
    return kept.with_columns(session_year=year).select(votes.columns)


def questions() -> pl.DataFrame:
    """Roll calls on a text put again word for word within two sessions: resid, item (for `ideal_fit.fit`)."""
    import polars as pl

    return table().drop_nulls("question").select("resid", item="question").sort(pl.col("resid"))
