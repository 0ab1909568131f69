"""Time of exact segmentation of 40,000 monthly series of 240 points, and agreement with ruptures.

Run: `python benchmarks/breaks.py [SERIES]`. Also: how often noise alone is segmented at the default
penalty, the size of the trend test under autocorrelation, and the time of monitoring and trends.
"""

from __future__ import annotations

import statistics
import sys
import time
from itertools import pairwise

import numpy as np

from detente.inference import breaks

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 40_000
POINTS = 240


def timed(what: str, call, repeats: int = 5) -> None:
    times, processor = [], []
    for _ in range(repeats):
        begin, start = time.perf_counter(), time.process_time()
        call()
        times.append(time.perf_counter() - begin)
        processor.append(time.process_time() - start)
    print(
        f"{what}: median {statistics.median(times):.2f} s, best {min(times):.2f} s, processor {min(processor):.2f} s"
    )


def main() -> None:
    rng = np.random.default_rng(20240229)
    noise = rng.normal(size=(COUNT, POINTS))
    steps = noise.copy()
    for row in steps:
        for at in rng.integers(5, POINTS - 5, size=rng.integers(0, 5)):
            row[at:] += 2 * rng.normal()
    breaks.pelt(steps[:4])
    timed(f"{COUNT:,} series with breaks", lambda: breaks.pelt(steps))
    timed(f"{COUNT:,} series of noise", lambda: breaks.pelt(noise))
    timed("worst case, nothing pruned", lambda: breaks.pelt(noise, penalty=1e9), 3)
    print(f"noise segmented at the default penalty: {(breaks.pelt(noise).counts > 0).mean():.4f}")
    few = steps[: max(COUNT // 20, 1)]
    breaks.monitor(few[:4])
    breaks.trend(few[:4])
    timed(f"monitor, {len(few):,} series", lambda: breaks.monitor(few), 2)
    timed(f"trend, {len(few):,} series", lambda: breaks.trend(few), 2)
    auto = rng.normal(size=(2000, 160))
    for t in range(1, 160):
        auto[:, t] += 0.5 * auto[:, t - 1]
    for corrected in (True, False):
        share = (breaks.trend(auto[:, 60:], corrected).p < 0.05).mean()
        print(f"trend test at 5 per cent on autocorrelated noise (0.5), corrected {corrected}: {share:.3f}")
    against_ruptures(steps)


def against_ruptures(series: np.ndarray) -> None:
    import ruptures

    def peer(row):
        return ruptures.KernelCPD(kernel="linear", min_size=2, jump=1).fit(row).predict(pen=12.0)

    def slow(row):
        return ruptures.Pelt(model="l2", min_size=2, jump=1).fit(row).predict(pen=12.0)

    def one(call, rows):
        begin = time.process_time()
        for row in rows:
            call(row)
        return (time.process_time() - begin) / len(rows)

    begin = time.process_time()
    breaks.pelt(series, penalty=12.0)
    ours = (time.process_time() - begin) / len(series)
    series = series[:100]
    for name, call, rows in (("KernelCPD", peer, series), ("Pelt", slow, series[:3])):
        took = one(call, rows)
        print(f"processor time a series: ours {ours * 1e6:.0f} microseconds, ruptures {name} {took * 1e6:,.0f}: "
              f"{took / ours:,.0f} times ours")  # fmt: skip
    begin = time.perf_counter()
    same = total = better = 0
    for size in (1, 2, 5):
        for penalty in (3.0, 12.0, 40.0):
            found = breaks.pelt(series, penalty=penalty, min_size=size)
            for k, row in enumerate(series):
                theirs = (
                    ruptures.KernelCPD(kernel="linear", min_size=size, jump=1)
                    .fit(row)
                    .predict(pen=penalty)[:-1]
                )
                total += 1
                same += theirs == found.of(k)
                better += (
                    theirs != found.of(k)
                    and cost(row, found.of(k), penalty) < cost(row, theirs, penalty) - 1e-9
                )
    print(
        f"ruptures: {same} of {total} the same, {better} where ours costs less ({time.perf_counter() - begin:.0f} s)"
    )


def cost(row: np.ndarray, cuts: list[int], penalty: float) -> float:
    ends = [0, *cuts, len(row)]
    inside = sum(((row[a:b] - row[a:b].mean()) ** 2).sum() for a, b in pairwise(ends))
    return inside + penalty * len(cuts)


if __name__ == "__main__":
    main()
