"""Fail when an audit is below its floors: too few right, or a supported claim called contradicted.

    python tools/gate.py AUDIT.json SCORED ABSTENTION [FLIPS]

In: the JSON of `detente audit`, the least share of scored and of abstention rows that must be right, and how many rows may
be turned round (supported for contradicted or the reverse; none by default). Floors stand two points below what was measured.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main() -> int:
    """Compare shares with floors; print what fell short."""
    summary = json.loads(Path(sys.argv[1]).read_text("utf-8"))["summary"]
    floors = {"scored": float(sys.argv[2]), "abstention": float(sys.argv[3])}
    short = [f"{k}: {summary[k]['share']} < {v}" for k, v in floors.items() if (summary[k]["share"] or 0) < v]
    most = int(sys.argv[4]) if len(sys.argv) > 4 else 0
    if len(summary["flips"]) > most:
        short.append(f"flips: {', '.join(summary['flips'])}")
    for line in short:
        print(line, file=sys.stderr)
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
