"""Compare the reading of each sentence of a table of known answers with the reading the table gives.

Usage: python tools/compare_readings.py TABLE.csv [--kind KIND] [--count]. Prints, row by row, where the
reading from the sentence alone differs in kind, actors and roles, direction, period, negation or qualifier.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from pathlib import Path

from detente.model import Claim
from detente.reading import read_claims
from detente.reading.given import KINDS


def facts(claim: Claim) -> dict[str, str]:
    return {
        "kind": claim.kind,
        "roles": " ".join(sorted(f"{a.role}={a.id}" for a in claim.actors)),
        "direction": str(claim.direction),
        "topic": claim.topic,
        "years": f"{claim.period.start}-{claim.period.end}",
        "negated": str(bool(claim.details.get("negated"))),
        "qualifier": claim.qualifier,
        "unread": str(claim.details.get("unread") or claim.details.get("guessed") or False),
    }


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("table", type=Path)
    options.add_argument("--kind")
    options.add_argument("--count", action="store_true")
    chosen = options.parse_args()
    counts: Counter[str] = Counter()
    with chosen.table.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if chosen.kind and row["kind"] != chosen.kind:
                continue
            years = [int(y) for y in row["years"].replace("–", "-").split("-")] if row["years"] else None
            kind = row["kind"] if row["kind"] in KINDS else None
            given = read_claims(
                row["claim"],
                actors=[a for a in row["actors"].split(";") if a] or None,
                years=(years[0], years[-1]) if years else None,
                kind=kind,
            )
            alone = read_claims(row["claim"])
            one, other = facts(given[0]) if given else {}, facts(alone[0]) if alone else {}
            if not other:
                counts["nothing read"] += 1
            apart = [k for k in one if one[k] != other.get(k)]
            counts.update(apart if other else ())
            if not chosen.count and apart:
                print(f"\n{row['id']}  {row['claim']}  [{row['actors']} {row['years']} {row['kind']}]")
                print("   ", "; ".join(f"{k}: {one[k]} | {other.get(k, '-')}" for k in apart))
    print("\n", dict(counts))


if __name__ == "__main__":
    main()
