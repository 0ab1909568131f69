"""S on alliances against the values published with fpsim, all dyad-years of 1946-2018.

In both published files the value's column is called `sallyvs`, also where the distance is absolute.
"""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from detente.measures.similarity import all_pairs, alliance_portfolios
from detente.panel.similar import members

KEYS = ["ccode1", "ccode2", "year"]


@pytest.mark.shared
@pytest.mark.parametrize(("distance", "name"), [("squared", "SALLYVS"), ("absolute", "SALLYVA")])
def test_valued_unweighted_s_against_fpsim(shared, distance, name):
    folder = shared / "data/relations/alliances"
    owed = pl.read_parquet(folder / "atop_alliance_5.1_ddy.parquet").rename(lambda c: c.removeprefix("atop_"))
    ours = all_pairs(alliance_portfolios(owed, members(1946, 2018)), ("S",), distance)
    theirs = pl.read_parquet(folder / f"fpsim_{name}_1946on.parquet").filter(
        pl.col("ccode1") < pl.col("ccode2")
    )
    both = ours.join(theirs.with_columns(pl.col(KEYS).cast(pl.Int16)), on=KEYS, how="full")
    assert both.height == ours.height == theirs.height
    # The published value is missing for states that share a year but no day with another; ours is not.
    missing = both.filter(pl.col("sallyvs").is_null())
    assert set(missing["year"]) == {1958, 1964, 1975, 1990}
    assert missing.height < 3_000
    known = both.drop_nulls("sallyvs")
    assert np.abs(known["S"].to_numpy() - known["sallyvs"].to_numpy()).max() < 1e-6


@pytest.mark.shared
def test_atlas_alone_is_near_the_published(shared):
    # An obligation of one side counts for both there: near, and said so.
    from detente.panel import dyad_years

    ours = dyad_years(False, years=(1946, 2018)).add("similarity", of="alliances").collect()
    theirs = pl.read_parquet(shared / "data/relations/alliances/fpsim_SALLYVS_1946on.parquet")
    both = ours.join(theirs.with_columns(pl.col(KEYS).cast(pl.Int16)), on=KEYS)
    gap = (both["alliances_s"] - both["sallyvs"]).abs()
    assert gap.max() < 0.1
    assert gap.median() < 0.01
