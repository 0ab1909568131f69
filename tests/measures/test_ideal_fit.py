"""Ideal points: recovery of simulated ones, bridging, subsets, and the published points."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from detente.errors import InputError
from detente.evidence import atlas
from detente.measures import ideal_fit, roll_calls


def simulate(seed=0, states=60, sessions=6, rolls=50):
    rng = np.random.default_rng(seed)
    point = rng.normal(size=states)
    rows, truth = [], {}
    for s in range(sessions):
        point = 0.95 * point + rng.normal(0, 0.3, states)
        for r in range(rolls):
            slope, middle, half = rng.normal(0, 1.5), rng.normal(0, 1), rng.uniform(0.1, 0.6)
            latent = slope * point + rng.normal(size=states)
            vote = 1 + (latent > middle - half).astype(int) + (latent > middle + half)
            present = rng.random(states) < 0.9
            rows += [(1946 + s, (s + 1) * 1000 + r, i + 2, int(v)) for i, v in enumerate(vote) if present[i]]
        truth.update({(i + 2, 1946 + s): x for i, x in enumerate(point)})
    schema = {"session_year": pl.Int16, "resid": pl.Int32, "ccode": pl.Int16, "vote": pl.Int8}
    return pl.DataFrame(rows, schema=schema, orient="row"), truth


def test_simulated_points_are_recovered_with_honest_intervals():
    votes, truth = simulate()
    found = ideal_fit.fit(votes)
    assert found.converged
    expected = np.array([truth[k] for k in found.points.select("ccode", "year").iter_rows()])
    ours = found.points["ideal"].to_numpy()
    sign = np.sign(np.corrcoef(ours, expected)[0, 1])
    years = found.points["year"].to_numpy()
    for year in np.unique(years):
        assert sign * np.corrcoef(ours[years == year], expected[years == year])[0, 1] > 0.95
    slope, intercept = np.polyfit(ours, expected, 1)
    low, high = np.sort([intercept + slope * found.points[c].to_numpy() for c in ("low", "high")], axis=0)
    assert 0.85 < np.mean((low <= expected) & (expected <= high)) <= 1.0


def test_the_anchor_points_up_and_the_fit_repeats_itself():
    votes, _ = simulate(1)
    first, second = ideal_fit.fit(votes, positive=5), ideal_fit.fit(votes, positive=5)
    assert first.points.equals(second.points)
    assert first.points.filter(pl.col("ccode") == 5)["ideal"].mean() > 0


def test_rows_in_any_order_and_subsets():
    votes, _ = simulate(2)
    shuffled = votes.sample(fraction=1.0, shuffle=True, seed=3)
    np.testing.assert_allclose(
        ideal_fit.fit(shuffled).points["ideal"].to_numpy(), ideal_fit.fit(votes).points["ideal"].to_numpy()
    )
    part = ideal_fit.fit(votes, resolutions=votes["resid"].unique().to_numpy()[::2])
    assert part.items.height == votes["resid"].n_unique() / 2


def test_bridged_questions_share_their_parameters():
    votes, _ = simulate(4)
    same = pl.DataFrame({"resid": [1000, 2000], "item": ["q", "q"]})
    items = ideal_fit.fit(votes, items=same).items.filter(pl.col("resid").is_in([1000, 2000]))
    assert items.select("discrimination", "cut1", "cut2").n_unique() == 1
    free = ideal_fit.fit(votes).items.filter(pl.col("resid").is_in([1000, 2000]))
    assert free.select("discrimination", "cut1", "cut2").n_unique() == 2


def test_unanimous_roll_calls_do_no_harm():
    votes, _ = simulate(5)
    unanimous = pl.DataFrame(
        {"session_year": 1946, "resid": 1999, "ccode": list(range(2, 62)), "vote": 1}, schema=votes.schema
    )
    found = ideal_fit.fit(pl.concat([votes, unanimous]))
    assert np.isfinite(found.points["ideal"].to_numpy()).all()
    assert np.isfinite(found.items.drop("resid", "session_year").to_numpy()).all()


def test_bad_votes_are_refused():
    votes, _ = simulate(6)
    with pytest.raises(InputError):
        ideal_fit.fit(votes.with_columns(vote=pl.lit(8, pl.Int8)))
    with pytest.raises(InputError):
        ideal_fit.fit(votes.head(3))


def test_within_year_correlation_against_published_points():
    # The 2025 edition is by calendar year and without motions of procedure.
    evidence = atlas.open(atlas.bundled_path())
    found = ideal_fit.fit(roll_calls.by_year(evidence.table("un_votes")))
    assert found.converged
    published = evidence.table("ideal_points").select("ccode", "year", pl.col("ideal").alias("published"))
    by_year = (
        found.points.join(published, on=["ccode", "year"])
        .group_by("year").agg(pl.corr("ideal", "published").alias("r"))
    )  # fmt: skip
    assert by_year.height == 77
    assert by_year["r"].median() >= 0.98
    assert by_year["r"].min() >= 0.95


@pytest.mark.shared
def test_within_session_correlation_against_the_published_legacy_points(shared):
    import gzip

    from detente.evidence import stata

    raw = gzip.decompress((shared / "data/relations/un/IdealpointsJuly2025.dta.gz").read_bytes())
    file = stata.read(raw, "IdealpointsJuly2025.dta").with_columns(pl.col("ccode", "year").cast(pl.Int16))
    found = ideal_fit.fit(atlas.open(atlas.bundled_path()).table("un_votes"))
    both = found.points.join(file, on=["ccode", "year"]).drop_nulls("idealpointlegacy")
    r = both.group_by("year").agg(pl.corr("ideal", "idealpointlegacy").alias("r"))["r"]
    assert r.median() >= 0.98
    assert r.min() >= 0.95


def test_newer_votes_of_the_user_extend_the_paths():
    votes = atlas.open(atlas.bundled_path()).table("un_votes").filter(pl.col("session_year") >= 2015)
    last = votes.filter(pl.col("session_year") == 2022)
    newer = last.with_columns(session_year=pl.lit(2024, pl.Int16), resid=pl.col("resid") + 900_000)
    before = ideal_fit.fit(votes).points
    after = ideal_fit.fit(pl.concat([votes, newer.select(votes.columns)])).points
    assert after["year"].max() == 2024
    assert set(after.filter(pl.col("year") == 2024)["ccode"]) == set(last["ccode"])
    # The same votes once more: the new points lie where those of that session lay.
    both = after.filter(pl.col("year") == 2024).join(before.filter(pl.col("year") == 2022), on="ccode")
    assert np.corrcoef(both["ideal"], both["ideal_right"])[0, 1] > 0.97


def test_issue_subsets_give_points_of_their_own():
    votes = atlas.open(atlas.bundled_path()).table("un_votes").filter(pl.col("session_year") >= 2018)
    again = roll_calls.questions()["resid"].to_numpy()
    found = ideal_fit.fit(votes, resolutions=again)
    assert 0 < found.items.height < votes["resid"].n_unique()
    assert set(found.items["resid"]) <= set(again.tolist())
