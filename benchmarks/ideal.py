"""Time of the ideal-point fit of all sessions, and how near it comes to the published points.

Run: `python benchmarks/ideal.py`. Correlations are within sessions, against `idealpointall` (the
bundled table) and, where ../shared is there, the other two published columns. Coverage: after a linear
fit of ours to the published points of a session, the share of published points inside our 95 per cent
intervals and of ours inside the published.
"""

from __future__ import annotations

import gzip
import statistics
import time
from pathlib import Path

import numpy as np
import polars as pl

from detente.evidence import atlas, stata
from detente.measures import ideal_fit

PUBLISHED = Path(__file__).parents[2] / "shared/data/relations/un/IdealpointsJuly2025.dta.gz"


def within(points: pl.DataFrame, column: str) -> str:
    found = points.drop_nulls(column).group_by("year").agg(pl.corr("ideal", column).alias("r")).sort("r")
    worst = ", ".join(f"{year} {r:.3f}" for year, r in found.head(4).rows())
    return f"median {found['r'].median():.4f}, minimum {found['r'].min():.4f}; least: {worst}"


def coverage(points: pl.DataFrame) -> tuple[float, float]:
    hits: list[list[bool]] = [[], []]
    for (_,), block in points.group_by("year"):
        ours, theirs = block["ideal"].to_numpy(), block["published"].to_numpy()
        slope, intercept = np.polyfit(ours, theirs, 1)
        low, high = (intercept + slope * block[c].to_numpy() for c in ("low", "high"))
        hits[0] += ((low <= theirs) & (theirs <= high)).tolist()
        moved = intercept + slope * ours
        hits[1] += ((block["low_p"].to_numpy() <= moved) & (moved <= block["high_p"].to_numpy())).tolist()
    return float(np.mean(hits[0])), float(np.mean(hits[1]))


def main() -> None:
    evidence = atlas.open()
    votes = evidence.table("un_votes")
    times = []
    for _ in range(6):
        begin = time.perf_counter()
        found = ideal_fit.fit(votes)
        times.append(time.perf_counter() - begin)
    print(f"{votes.height:,} votes, {found.points.height:,} points, {found.iterations} rounds, converged "
          f"{found.converged}: first {times[0]:.1f} s (compiling), then median {statistics.median(times[1:]):.2f} s")  # fmt: skip
    table = evidence.table("ideal_points").rename({"ideal": "published", "low": "low_p", "high": "high_p"})
    points = found.points.join(table, on=["ccode", "year"])
    print("idealpointall:", within(points, "published"))
    ours, theirs = coverage(points)
    print(f"coverage: {ours:.3f} of published points in our intervals, {theirs:.3f} of ours in the published")
    if PUBLISHED.exists():
        file = stata.read(gzip.decompress(PUBLISHED.read_bytes()), PUBLISHED.name)
        file = file.with_columns(pl.col("ccode", "year").cast(pl.Int16))
        both = found.points.join(file, on=["ccode", "year"])
        for column in ("idealpointlegacy", "idealpointfp"):
            print(f"{column}:", within(both, column))
        least = (
            both.group_by("year").agg(pl.corr("idealpointfp", "idealpointall").alias("r")).sort("r").head(3)
        )
        print("published columns among themselves (fp, all), least:", least.rows())


if __name__ == "__main__":
    main()
