"""Fail when an audit is below its floor: too few right, or a supported claim called contradicted.

In: the JSON of `detente audit`. Floors are those of the project's issues, not wishes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

FLOORS = {"scored": 0.0, "abstention": 0.0}


def main() -> int:
    """Compare shares with floors; print what fell short."""
    summary = json.loads(Path(sys.argv[1]).read_text("utf-8"))["summary"]
    short = [f"{k}: {summary[k]['share']} < {v}" for k, v in FLOORS.items() if (summary[k]["share"] or 0) < v]
    if summary["flips_without_trap"]:
        short.append(f"flips: {', '.join(summary['flips_without_trap'])}")
    for line in short:
        print(line, file=sys.stderr)
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main())
