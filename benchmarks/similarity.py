"""Time and exactness of similarity for all pairs.

Run: `python benchmarks/similarity.py`. S, kappa and pi on the votes of all UN dyad-years (median of nine
runs); S on alliances against the published values, if ../shared is there.
"""

from __future__ import annotations

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
    times = []
    for _ in range(10):
        begin = time.perf_counter()
        frame = similarity.all_pairs(similarity.vote_portfolios(votes), ("S", "kappa", "pi"))
        times.append(time.perf_counter() - begin)
    print(f"S, kappa and pi on votes: {frame.height:,} dyad-years, median {statistics.median(times[1:]):.3f} s, "
          f"best {min(times):.3f} s, first {times[0]:.3f} s")  # fmt: skip
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


if __name__ == "__main__":
    main()
