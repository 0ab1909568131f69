"""Time and exactness of similarity for all pairs.

Run: `python benchmarks/similarity.py`. S, kappa and pi on the votes of all UN dyad-years (median of nine runs, and
the processor's time), beside one pair after another in plain NumPy and the peer's rate; S on alliances against
the published values, if ../shared is there. Matrix products run on one thread, as on the command line: many
small matrices make threads wait for one another. Peer: R, 3.85 ms a pair.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import statistics
import time
from pathlib import Path

import numpy as np
import polars as pl

from detente.evidence import atlas
from detente.measures import similarity
from detente.panel.similar import members

SHARED = Path(__file__).parents[2] / "shared/data/relations/alliances"


def main() -> None:
    votes = atlas.open().table("un_votes")
    times, processor = [], []
    for _ in range(10):
        begin, start = time.perf_counter(), time.process_time()
        frame = similarity.all_pairs(similarity.vote_portfolios(votes), ("S", "kappa", "pi"))
        times.append(time.perf_counter() - begin)
        processor.append(time.process_time() - start)
    print(f"S, kappa and pi on votes: {frame.height:,} dyad-years, median {statistics.median(times[1:]):.3f} s, "
          f"best {min(times):.3f} s, first {times[0]:.3f} s, "
          f"processor {min(processor):.3f} s")  # fmt: skip
    ours = statistics.median(times[1:]) / frame.height
    plain = one_by_one(votes)
    print(f"a pair: ours {ours * 1e6:.2f} microseconds; plain NumPy {plain * 1e6:.0f} ({plain / ours:,.0f} times ours); "
          f"R 3850 ({3.85e-3 / ours:,.0f} times ours)")  # fmt: skip
    if not SHARED.is_dir():
        return
    owed = pl.read_parquet(SHARED / "atop_alliance_5.1_ddy.parquet")
    owed = owed.rename(lambda c: c.removeprefix("atop_"))
    for distance, name in (("squared", "SALLYVS"), ("absolute", "SALLYVA")):
        # In both files the value's column is called sallyvs.
        theirs = pl.read_parquet(SHARED / f"fpsim_{name}_1946on.parquet").filter(
            pl.col("ccode1") < pl.col("ccode2")
        )
        given = similarity.alliance_portfolios(owed, members(1946, 2018))
        begin = time.perf_counter()
        ours = similarity.all_pairs(given, ("S",), distance)
        took = time.perf_counter() - begin
        keys = ["ccode1", "ccode2", "year"]
        both = ours.join(theirs.with_columns(pl.col(keys).cast(pl.Int16)), on=keys, how="full")
        gap = np.abs(both["S"].to_numpy() - both["sallyvs"].to_numpy())
        missing = both["sallyvs"].null_count()
        print(f"S on alliances, {distance}: {ours.height:,} dyad-years in {took:.2f} s; published {theirs.height:,}, "
              f"{missing} of them missing; unmatched {both.height - ours.height}; "
              f"largest difference {np.nanmax(gap):.1e}")  # fmt: skip


def one_by_one(votes: pl.DataFrame, pairs: int = 300) -> float:
    """Seconds a pair for S, kappa and pi by their definitions, on one session."""
    _, codes, portfolios = next(similarity.vote_portfolios(votes.filter(pl.col("session_year") == 2010)))
    frame = similarity.all_pairs([(2010, codes, portfolios)], ("S", "kappa", "pi"))
    frame = frame.drop_nulls().head(pairs)
    place = {int(c): k for k, c in enumerate(codes)}
    begin = time.perf_counter()
    for one, two, _, _, *expected in frame.iter_rows():
        a, b = portfolios.values[place[one]], portfolios.values[place[two]]
        joint = np.isfinite(a) & np.isfinite(b)
        a, b = a[joint].astype(float), b[joint].astype(float)
        observed, gap = np.mean((a - b) ** 2), (a.mean() - b.mean()) ** 2
        chance = a.var() + b.var() + np.array([gap, gap / 2])
        np.testing.assert_allclose([1 - observed / 2, *(1 - observed / chance)], expected, atol=1e-5)
    return (time.perf_counter() - begin) / pairs


if __name__ == "__main__":
    main()
