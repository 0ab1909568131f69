"""Read the sentences of tests/reading/data/paraphrases.csv and print what differs from the reading meant.

Usage: python tools/compare_paraphrases.py [tune|held] [--quiet]. Give `held` only to measure.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from pathlib import Path

from detente.reading import read_claims

TABLE = Path(__file__).parents[1] / "tests" / "reading" / "data" / "paraphrases.csv"
_MINUS = {"worsen", "hostile", "fall", "less", "away", "leave", "not_member", "diverge", "failed", "drive_apart",
          "shortage", "importer", "end", "break", "unlinked", "negligible"}  # fmt: skip


def rows(which: str) -> list[dict[str, str]]:
    lines = (line for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#"))
    return [row for row in csv.DictReader(lines) if row["set"] == which]


def compare(row: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Field -> (meant, read) where they differ."""
    found = read_claims(row["sentence"])
    claim = found[0] if found else None
    if claim is None or claim.details.get("unread"):
        return {"kind": (row["kind"], "unread")}
    apart = {}
    if claim.kind != row["kind"]:
        apart["kind"] = (row["kind"], claim.kind)
    if row["direction"] and claim.direction != row["direction"]:
        apart["direction"] = (row["direction"], str(claim.direction))
    meant = {(p.split("=")[0], i) for p in row["roles"].split() for i in p.split("=")[1].split(";")}
    read = {(a.role, a.id) for a in claim.actors if not a.id.startswith("event:") and a.role != "cause"}
    mutual = row["kind"] in (
        "level",
        "trend",
        "no_change",
        "convergence",
        "linkage",
        "driver",
        "triad",
        "possibility",
    )
    if mutual:
        meant, read = ({("subject" if r == "object" else r, i) for r, i in some} for some in (meant, read))
    if meant and (meant - read or {i for _, i in read} - {i for _, i in meant}):
        apart["roles"] = (row["roles"], " ".join(f"{a.role}={a.id}" for a in claim.actors))
    years = f"{claim.period.start}-{claim.period.end}"
    if row["years"] and years != row["years"]:
        apart["years"] = (row["years"], years)
    if claim.details.get("negated"):
        apart["negated"] = ("False", "True")
    return apart


def flipped(apart: dict[str, tuple[str, str]]) -> bool:
    """The reading has the opposite sense."""
    meant, read = apart.get("direction", ("", ""))
    same_kind = "kind" not in apart
    return same_kind and ((bool(meant) and (meant in _MINUS) != (read in _MINUS)) or "negated" in apart)


def main() -> None:
    which = next((a for a in sys.argv[1:] if not a.startswith("-")), "tune")
    counts: Counter[str] = Counter()
    for row in rows(which):
        apart = compare(row)
        counts["rows"] += 1
        counts["right"] += not apart
        counts["unread"] += apart.get("kind", ("", ""))[1] == "unread"
        counts["flipped"] += flipped(apart)
        counts.update(f"wrong {k}" for k in apart)
        if apart and "--quiet" not in sys.argv:
            print(
                f"{row['id']} {row['sentence']}\n     ",
                "; ".join(f"{k}: {a} | {b}" for k, (a, b) in apart.items()),
            )
    print(dict(counts))


if __name__ == "__main__":
    main()
