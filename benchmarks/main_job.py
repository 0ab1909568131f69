"""Times and memory of the main job, each step in a process of its own; run by hand.

    python benchmarks/main_job.py [ARTICLE]

Prints medians of five runs: import, --help, one cold check, one warm check and one warm claim in the
same process, and the peak memory of the cold check.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = ROOT / "examples/neighbours.md"
WARM = """
import sys, time, detente
article = sys.argv[1]
detente.check(article)
start = time.perf_counter(); detente.check(article); print(time.perf_counter() - start)
detente.claim("Relations between Jordan and Israel improved between 1985 and 2005.")
sentences = ["Relations between Jordan and Israel improved between 1986 and 2004.",
             "Poland moved from the Soviet Union to the United States between 1988 and 1999.",
             "Georgia and Russia diverged in UN voting between 1993 and 2018."]
times = []
for sentence in sentences:
    start = time.perf_counter(); detente.claim(sentence); times.append(time.perf_counter() - start)
print(sorted(times)[1])
"""


def timed(*command: str) -> float:
    """Wall seconds of one whole process."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Measure and print."""
    article = sys.argv[1] if len(sys.argv) > 1 else str(ARTICLE)
    python = sys.executable
    page = str(Path(tempfile.mkdtemp()) / "report.html")
    rows = {
        "python start (to subtract)": [timed(python, "-c", "pass") for _ in range(5)],
        "import detente, whole process": [timed(python, "-c", "import detente") for _ in range(5)],
        "detente --help": [timed(python, "-m", "detente.cli", "--help") for _ in range(5)],
        "check, cold": [
            timed(python, "-m", "detente.cli", "check", article, "--html", page) for _ in range(5)
        ],
    }
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    warm = [
        [
            float(x)
            for x in subprocess.run(
                [python, "-c", WARM, article], check=True, capture_output=True, text=True
            ).stdout.split()
        ]
        for _ in range(3)
    ]
    rows["check, second in one process"] = [w[0] for w in warm]
    rows["one claim, warm"] = [w[1] for w in warm]
    for name, values in rows.items():
        print(
            f"{name:34} median {statistics.median(values):7.3f} s  (min {min(values):.3f}, max {max(values):.3f})"
        )
    print(f"{'peak memory of the cold check':34} {peak:7.0f} MB")


if __name__ == "__main__":
    main()
