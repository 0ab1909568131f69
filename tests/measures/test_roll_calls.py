"""Roll calls: calendar years, motions of procedure, questions put again; against the authors' own counts."""

from __future__ import annotations

import polars as pl
import pytest

from detente.evidence import atlas
from detente.measures import roll_calls


@pytest.fixture(scope="module")
def votes():
    return atlas.open(atlas.bundled_path()).table("un_votes")


def test_every_roll_call_of_the_atlas_is_known(votes):
    known = roll_calls.table()
    assert set(votes["resid"].unique()) <= set(known["resid"])
    assert known["resid"].is_unique().all()
    gap = known["year"] - (1945 + known["resid"] // 1000)
    assert gap.is_between(-1, 2).all()


def test_calendar_years_and_procedure(votes):
    moved = roll_calls.by_year(votes)
    assert moved.columns == votes.columns
    assert moved.schema == votes.schema
    assert moved.height < votes.height
    assert roll_calls.by_year(votes, procedural=True).height == votes.height
    # The sixth session sat from November 1951 to February 1952.
    of_1951 = moved.filter(pl.col("resid") // 1000 == 6)["session_year"].unique().sort()
    assert of_1951.to_list() == [1951, 1952]


def test_roll_calls_not_known_keep_their_year():
    newer = pl.DataFrame(
        {"session_year": [2030], "resid": [85_001], "ccode": [2], "vote": [1]},
        schema={"session_year": pl.Int16, "resid": pl.Int32, "ccode": pl.Int16, "vote": pl.Int8},
    )
    assert roll_calls.by_year(newer).equals(newer)


def test_questions_bridge_near_sessions():
    again = roll_calls.questions().with_columns(session=pl.col("resid") // 1000).sort("item", "session")
    gaps = again.with_columns(gap=pl.col("session").diff().over("item"))["gap"].drop_nulls()
    assert gaps.is_between(1, 2).all()
    assert again.group_by("item").len()["len"].min() >= 2
    assert again.height > 1_500


@pytest.mark.shared
def test_counts_of_roll_calls_against_those_of_the_2025_edition(votes, shared):
    import gzip

    from detente.evidence import stata

    raw = gzip.decompress((shared / "data/relations/un/IdealpointsJuly2025.dta.gz").read_bytes())
    theirs = stata.read(raw, "IdealpointsJuly2025.dta")
    theirs = theirs.group_by(pl.col("year").cast(pl.Int16)).agg(pl.col("nvotesall").max())
    divided = roll_calls.by_year(votes).group_by("session_year", "resid").agg(pl.col("vote").n_unique())
    ours = divided.filter(pl.col("vote") > 1).group_by("session_year").len("ours")
    both = ours.join(theirs, left_on="session_year", right_on="year").filter(pl.col("session_year") < 1975)
    gap = (both["ours"].cast(pl.Int32) - both["nvotesall"].cast(pl.Int32)).abs()
    assert len(gap) == 28
    assert (gap <= 3).sum() == 25
    assert gap.max() <= 7
