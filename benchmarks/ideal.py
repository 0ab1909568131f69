"""Time of the ideal-point fit of all sessions, and how near it comes to the published points.

Run: `python benchmarks/ideal.py`. Correlations are within years, against `idealpointall` of the 2025
edition (the bundled table; by calendar year, without motions of procedure) and, where ../shared is there,
the other two published columns (`legacy` is by session). Peers, as published or measured elsewhere on two
cores: emIRT 9.6 s, median .979, minimum .951; Markov chains 3.7 hours. Coverage: after a linear
fit of ours to the published points of a session, the share of published points inside our 95 per cent
intervals and of ours inside the published.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as on the command line

import gzip
import statistics
import time
from pathlib import Path

import numpy as np
import polars as pl

from detente.evidence import atlas, stata
from detente.measures import ideal_fit, roll_calls

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
    sessions = evidence.table("un_votes")
    votes = roll_calls.by_year(sessions)
    times, processor = [], []
    for _ in range(6):
        begin, start = time.perf_counter(), time.process_time()
        found = ideal_fit.fit(votes)
        times.append(time.perf_counter() - begin)
        processor.append(time.process_time() - start)
    warm = statistics.median(times[1:])
    print(
        f"{votes.height:,} votes, {found.points.height:,} points, {found.iterations} rounds, converged "
        f"{found.converged}: first {times[0]:.1f} s, then median {warm:.2f} s, best {min(times):.2f} s, processor "
        f"{min(processor):.1f} s on two cores; emIRT takes {9.6 / warm:.1f} times as long"
    )
    table = evidence.table("ideal_points").rename({"ideal": "published", "low": "low_p", "high": "high_p"})
    points = found.points.join(table, on=["ccode", "year"])
    print("idealpointall:", within(points, "published"))
    ours, theirs = coverage(points)
    bridged = ideal_fit.fit(votes, items=roll_calls.questions())
    print("with questions bridged:", within(bridged.points.join(table, on=["ccode", "year"]), "published"))
    print(f"coverage: {ours:.3f} of published points in our intervals, {theirs:.3f} of ours in the published")
    if PUBLISHED.exists():
        file = stata.read(gzip.decompress(PUBLISHED.read_bytes()), PUBLISHED.name)
        file = file.with_columns(pl.col("ccode", "year").cast(pl.Int16))
        both = found.points.join(file, on=["ccode", "year"])
        print("idealpointfp:", within(both, "idealpointfp"))
        of_session = ideal_fit.fit(sessions).points.join(file, on=["ccode", "year"])
        print("idealpointlegacy, fitted by session:", within(of_session, "idealpointlegacy"))
        least = (
            both.group_by("year").agg(pl.corr("idealpointfp", "idealpointall").alias("r")).sort("r").head(3)
        )
        print("published columns among themselves (fp, all), least:", least.rows())


if __name__ == "__main__":
    main()
