"""Measure the tests themselves and write `src/detente/validation/measured.json`.

Runs `detente calibrate` for every kind that has a calibration (500 draws) and the audit of the
project's batteries, half by half; with --known CSV also a further table of known answers. The cards
and the README quote what this writes; nothing there is typed by hand.

    python tools/measure.py [--n 500] [--seed 1] [--known ../shared/controls/known_answers.csv]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from detente import api
from detente.validation import audit, calibrate

HERE = Path(__file__).resolve().parents[1]
BATTERY = HERE / "src/detente/validation/battery.csv"
INDEPENDENT = HERE / "src/detente/validation/independent.csv"
UNSEEN = HERE / "src/detente/validation/unseen.csv"
OUT = HERE / "src/detente/validation/measured.json"


def main() -> None:
    """Measure and write."""
    options = argparse.ArgumentParser()
    options.add_argument("--n", type=int, default=500)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--known", type=Path)
    given = options.parse_args()
    bench = api.bench()
    kinds: dict[str, dict] = {}
    for kind in calibrate.KINDS:
        found = calibrate.calibrate(bench, kind, given.n, given.seed).to_dict()
        kinds[kind] = {k: round(v, 4) if isinstance(v, float) else v for k, v in found.items()} | {
            "seed": given.seed
        }
        print(kinds[kind], flush=True)
    rows = audit.read_table(BATTERY)
    audits = {}
    for half in ("tune", "held_out"):
        audits[half] = _audit(bench, [r for r in rows if r["set"] == half])
    audits["read"] = _audit(bench, rows, read=True)
    independent = audit.read_table(INDEPENDENT)
    audits["independent"] = _audit(bench, independent)
    audits["independent_read"] = _audit(bench, independent, read=True)
    unseen = audit.read_table(UNSEEN)
    for half in ("opened", "closed"):
        audits[half] = _audit(bench, [r for r in unseen if r["set"] == half])
        audits[f"{half}_read"] = _audit(bench, [r for r in unseen if r["set"] == half], read=True)
    if given.known:
        audits["known_answers"] = _audit(bench, audit.read_table(given.known))
        audits["known_answers_read"] = _audit(bench, audit.read_table(given.known), read=True)
    # Of every kind the rows that nobody has tuned on; where the table has none of a kind, the independent ones.
    for name, found in (audits["independent"]["kinds"] | audits["closed"]["kinds"]).items():
        kinds.setdefault(name, {})
        kinds[name] |= {"known": found["rows"], "right": found["right"]}
    answer = {"atlas": bench.atlas.version, "kinds": kinds, "audits": audits}
    OUT.write_text(json.dumps(answer, indent=1) + "\n", "utf-8")
    for name, found in audits.items():
        print(name, found["scored"], found["abstention"], "flips", found["flips"])


def _audit(bench, rows, read=False) -> dict:
    return audit.summary(audit.audit(bench, rows, read=read))


if __name__ == "__main__":
    main()
