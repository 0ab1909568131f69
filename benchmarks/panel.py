"""Time and memory of the panel of all directed dyad-years with six sources.

Run: `python benchmarks/panel.py [FOLDER]`, FOLDER with the user's own files (NMC, democracy, ATOP), by
default ../shared/data/relations beside the checkout. Prints the median of seven warm runs, the cold
run, the peak of memory, yearly totals and how they differ from peacesciencer's data.
"""

from __future__ import annotations

import resource
import statistics
import sys
import time
from pathlib import Path

import polars as pl

from detente.panel import dyad_years

FOLDER = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2] / "shared/data/relations")
VERBS = ("atop", "nmc", "contiguity", "igos", "democracy", "mids")


def panel(last: int):
    made = dyad_years(years=(1816, last), files=FOLDER)
    for verb in VERBS:
        made = made.add(verb)
    return made


def main() -> None:
    for last in (2016, 2025):
        times = []
        for _ in range(8):
            begin = time.perf_counter()
            frame = panel(last).collect()
            times.append(time.perf_counter() - begin)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(
            f"1816-{last}: {frame.height:,} rows x {frame.width}; cold {times[0]:.2f} s, warm median "
            f"{statistics.median(times[1:]):.2f} s (best {min(times):.2f}), peak {peak:.2f} GB"
        )
        if last == 2016:
            totals(frame)


def totals(frame: pl.DataFrame) -> None:
    """Totals against the tables of directed dyad-years that peacesciencer joins."""
    atop = pl.read_parquet(FOLDER / "alliances/atop_alliance_5.1_ddy.parquet")
    mids = pl.read_parquet(FOLDER / "conflict/cow_mid_ddydisps.parquet")
    keys = ["ccode1", "ccode2", "year"]
    ours = frame.select(pl.col(keys).cast(pl.Int64), pl.exclude(keys))
    for name, theirs in (
        ("atop_defense", atop),
        ("atop_consul", atop),
        ("cowmidongoing", mids),
        ("cowmidonset", mids),
    ):
        joined = ours.select(*keys).join(theirs.unique(keys), on=keys)
        outside = (
            theirs.unique(keys)
            .filter(pl.col(name) == 1, pl.col("year").is_between(1816, 2016))
            .join(ours, on=keys, how="anti")
        )
        by_year = (
            ours.group_by("year").agg(pl.col(name).sum().alias("ours"))
            .join(joined.group_by("year").agg(pl.col(name).sum().alias("theirs")), on="year", how="left")
            .filter(pl.col("ours") != pl.col("theirs").fill_null(0))
        )  # fmt: skip
        print(f"  {name}: ours {ours[name].sum():,}, theirs on the same dyad-years {joined[name].sum():,} "
              f"({outside.height} of theirs are on pairs that are no dyad-year); years that differ: "
              f"{by_year.sort('year').rows()[:6]}")  # fmt: skip


if __name__ == "__main__":
    main()
