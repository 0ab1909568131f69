"""Cross-validate the thresholds of the verdict rule: how would they do where they were not chosen?

    python tools/crossvalidate.py [CSV ...]

In: tables of known answers (by default the tuning half of the project's battery). The thresholds are varied
on a small grid; in each of five folds (rows of one actor set stay together) the setting that does best on
the other four is tried on the fold. Prints the cross-validated share, the share of the frozen setting,
and the share of the best setting fitted on everything.
"""

from __future__ import annotations

import hashlib
import itertools
import sys
from pathlib import Path

from detente import api
from detente.inference import thresholds
from detente.validation import audit

HERE = Path(__file__).resolve().parents[1]
GRID = {
    "PLACEBO_PERCENTILE": (85.0, 90.0, 95.0),
    "COMPOSITE_PERCENTILE": (95.0, 97.5, 99.0),
    "SIGN_SHARE": (0.67, 0.75),
}
KINDS = ("level", "trend", "no_change", "realignment", "convergence", "triad", "driver")
FOLDS = 5


def fold(row: dict[str, str]) -> int:
    """Fold of a row: by its actors, so that a pair is never on both sides."""
    key = ";".join(sorted(row["actors"].split(";")))
    return hashlib.sha256(key.encode()).digest()[0] % FOLDS


def main() -> None:
    """Vary, choose, try."""
    tables = [Path(p) for p in sys.argv[1:]]
    rows = [r for t in tables for r in audit.read_table(t)]
    if not tables:
        battery = audit.read_table(HERE / "src/detente/validation/battery.csv")
        rows = [r for r in battery if r["set"] == "tune"]
    rows = [r for r in rows if r["scored"] == "yes" and r["kind"] in KINDS]
    folds = [fold(r) for r in rows]
    bench = api.bench()
    frozen = tuple(getattr(thresholds, name) for name in GRID)
    right: dict[tuple[float, ...], list[bool]] = {}
    for setting in itertools.product(*GRID.values()):
        for name, value in zip(GRID, setting, strict=True):
            setattr(thresholds, name, value)
        right[setting] = [bool(r.right) for r in audit.audit(bench, rows)]
        print(dict(zip(GRID, setting, strict=True)), f"{sum(right[setting])} of {len(rows)}", flush=True)
    tried = 0
    for k in range(FOLDS):
        away = [i for i, f in enumerate(folds) if f != k]
        best = max(right, key=lambda s: (sum(right[s][i] for i in away), s == frozen))
        tried += sum(right[best][i] for i, f in enumerate(folds) if f == k)
    fitted = max(sum(r) for r in right.values())
    print(f"cross-validated {tried} of {len(rows)} ({tried / len(rows):.0%})")
    print(f"frozen {sum(right[frozen])}, best fitted {fitted}")


if __name__ == "__main__":
    main()
