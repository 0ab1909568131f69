"""Put 1,000 hostile documents through reading and print the slowest, the largest and whatever went wrong.

Run: `python benchmarks/hostile.py [--count 1000] [--seed 1] [--only WORDS] [--each]`. Each document goes the whole way of
`read_document` and `find_claims`; a refusal must be one line. Memory is the highest of this process plus the highest
of any child it started, since the one may wait for the other.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections import Counter
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "reading"))

import hostile_samples

from detente.errors import DetenteError
from detente.reading import find_claims, read_document


def attempt(name: str, content: bytes) -> str:
    """What came of a document: read, refused, or the fault."""
    try:
        document = read_document(name, content)
        texts = {p.id: p.text for p in document.parts}
        for claim in find_claims(document, year=2020):
            if texts[claim.part][claim.start : claim.end] != claim.quote:
                return "FAULT: a quote is not in its text"
    except DetenteError as error:
        return "FAULT: more than one line" if "\n" in str(error) else f"refused: {error}"
    except BaseException as error:
        return f"FAULT: {error.__class__.__name__}: {error}"
    return f"read: {sum(map(len, texts.values())):,} characters"


def memory_mb() -> tuple[float, float]:
    """Highest resident memory so far of this process and of the largest child, in MB."""
    return tuple(
        resource.getrusage(who).ru_maxrss / 1000 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )  # type: ignore[return-value]


def main() -> int:
    ask = argparse.ArgumentParser()
    ask.add_argument("--count", type=int, default=1000)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--only", default="")
    ask.add_argument("--each", action="store_true")
    asked = ask.parse_args()
    samples = hostile_samples.by_hand()
    found: list[tuple[float, str, str]] = []
    kinds: Counter[str] = Counter()

    def run(name: str, content: bytes) -> None:
        if asked.only not in name:
            return
        before = memory_mb()
        start = time.perf_counter()
        answer = attempt(name, content)
        spent = time.perf_counter() - start
        found.append((spent, name, answer))
        kinds[answer.split(":")[0]] += 1
        after = memory_mb()
        grown = sum(after) - sum(before)
        if asked.each or answer.startswith("FAULT"):
            print(
                f"{spent:8.2f} s  +{grown:6.0f} MB  {len(content):>12,} bytes  {name:<40} {answer[:110]}",
                flush=True,
            )

    for name, content in islice(samples, asked.count):
        run(name, content)
    by_hand = len(found)
    if not asked.only or asked.only == "random":
        for name, content in hostile_samples.at_random(max(0, asked.count - by_hand), asked.seed):
            run(name, content)
    own, child = memory_mb()
    print(f"{len(found)} documents, {by_hand} by hand, seed {asked.seed}: {dict(kinds)}")
    print(f"peak memory: {own:,.0f} MB, largest child {child:,.0f} MB, together {own + child:,.0f} MB")
    print(f"time: {sum(f[0] for f in found):,.0f} s in all; slowest:")
    for spent, name, answer in sorted(found, reverse=True)[:10]:
        print(f"  {spent:6.1f} s  {name:<40} {answer[:100]}")
    return 1 if kinds["FAULT"] else 0


if __name__ == "__main__":
    sys.exit(main())
