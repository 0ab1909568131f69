"""Time and memory of the panel of all directed dyad-years with six sources.

Run: `python benchmarks/panel.py [FOLDER]`, FOLDER with the user's own files (NMC, democracy, ATOP), by
default ../shared/data/relations beside the checkout. Prints the median of seven warm runs, the cold
run, processor time, the peak of memory, yearly totals and how they differ from peacesciencer's data. Peer:
peacesciencer, measured elsewhere on two cores: 6.4 to 13 s, 2.1 to 2.8 GB.
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
        times, processor = [], []
        for _ in range(8):
            begin, start = time.perf_counter(), time.process_time()
            frame = panel(last).collect()
            times.append(time.perf_counter() - begin)
            processor.append(time.process_time() - start)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        warm = statistics.median(times[1:])
        print(
            f"1816-{last}: {frame.height:,} rows x {frame.width}; cold {times[0]:.2f} s, warm median {warm:.2f} s "
            f"(best {min(times):.2f}), processor {min(processor):.2f} s, peak {peak:.2f} GB; peacesciencer takes "
            f"{6.4 / warm:.1f} to {13 / warm:.1f} times as long"
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
