"""Plausible deeds that did not happen, made from rows of the record: how many does the test of deeds support?

    python tools/false_deeds.py [N] [SEED] [--json FILE]

Kinds: doer and target reversed; the year moved beyond the tolerance; one actor replaced by a neighbour; the act by its opposite.
A made deed that the record itself holds (the same act and the same two in that year, either way where parties are equal) is
left out. Shares no code with the test of deeds: rows are read from the table and compared as text.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
from collections import Counter
from importlib.resources import files
from types import SimpleNamespace
from typing import Any

from detente.checks.statements import STATEMENTS
from detente.domain import Claim, Event
from detente.evidence import atlas
from detente.measures.registry import Bench

_MOVES = (-9, -7, -6, -5, -4, 4, 5, 6, 7, 9)
_LATEST = 2026
_GOES_ON = ("station_troops", "occupy_territory", "blockade")  # a year beyond the row's may be as true
_ONE = {"SUN": "RUS", "YUG": "SRB", "SCG": "SRB", "YAR": "YEM"}  # names of one state at different times


def acts() -> dict[str, dict[str, str]]:
    """The table of acts as rows of text."""
    text = files("detente.domain").joinpath("acts.csv").read_text("utf-8")
    return {row["act"]: row for row in csv.DictReader(text.splitlines())}


def neighbours(opened: atlas.Atlas) -> dict[str, list[str]]:
    """States that border one another by land or narrow water, by their latest codes."""
    codes: dict[int, str] = {}
    with files("detente.actors").joinpath("data", "codes.csv").open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            if row["system"] == "cow" and not row["end"]:
                codes[int(row["code"])] = row["id"]
    found: dict[str, list[str]] = {}
    for row in opened.table("contiguity").to_dicts():
        a, b = codes.get(row["ccode1"]), codes.get(row["ccode2"])
        if a and b and row["end"] is None:
            found.setdefault(a, []).append(b)
            found.setdefault(b, []).append(a)
    return found


def simple(row: dict[str, Any]) -> bool:
    """A row of two states, dated, of one and another."""
    ids = [*ids_of(row["actors"]), *ids_of(row["targets"])]
    return len(ids) == 2 and all(len(i) == 3 for i in ids) and len(set(ids)) == 2


def ids_of(cell: str | None) -> list[str]:
    """The ids of a cell."""
    return [i for i in (cell or "").split(";") if i]


def made(
    row: dict[str, Any],
    how: str,
    table: dict[str, dict[str, str]],
    near: dict[str, list[str]],
    dice: random.Random,
) -> dict[str, Any] | None:
    """The row made false, or None where it cannot be."""
    out = {k: row[k] for k in ("act", "actors", "targets", "year", "place")}
    symmetric = table[row["act"]]["symmetric"] == "yes"
    if how == "reversed":
        if symmetric or not row["targets"]:
            return None
        out["actors"], out["targets"] = row["targets"], row["actors"]
    elif how == "moved":
        if row["act"] in _GOES_ON:
            return None
        out["year"] = row["year"] + dice.choice(_MOVES)
        if row["end_year"] is not None and row["year"] <= out["year"] <= row["end_year"] + 3:
            return None
    elif how == "neighbour":
        role = "actors" if symmetric or dice.random() < 0.5 or not row["targets"] else "targets"
        cell = ids_of(row[role])
        if not cell:
            return None
        known = {*ids_of(row["actors"]), *ids_of(row["targets"])}
        others = [n for n in near.get(cell[0], []) if n not in known]
        if not others:
            return None
        out[role] = ";".join([dice.choice(others), *cell[1:]])
    else:
        opposite = table[row["act"]]["opposite"]
        if not opposite:
            return None
        out["act"] = opposite
        if (table[opposite]["symmetric"] == "yes") != symmetric:
            both = [*ids_of(row["actors"]), *ids_of(row["targets"])]
            joined = table[opposite]["symmetric"] == "yes"
            out["actors"], out["targets"] = (";".join(both), "") if joined else (both[0], both[1])
    return out


def told(rows: list[dict[str, Any]], deed: dict[str, Any], table: dict[str, dict[str, str]]) -> bool:
    """Whether the record itself holds what was made: an act of the same kind between the same two in or about that year."""
    pair = {_ONE.get(i, i) for i in (*ids_of(deed["actors"]), *ids_of(deed["targets"]))}
    plover = table[deed["act"]]["plover"]
    for row in rows:
        theirs = {_ONE.get(i, i) for i in (*ids_of(row["actors"]), *ids_of(row["targets"]))}
        if not pair <= theirs or not row["year"] - 1 <= deed["year"] <= (row["end_year"] or row["year"]) + 1:
            continue
        alike = (
            row["act"] == deed["act"]
            or table[row["act"]]["plover"] == plover
            or deed["act"] in table[row["act"]]["implies"]
        )
        turned = set(ids_of(row["actors"])) >= set(ids_of(deed["targets"])) and set(ids_of(deed["targets"]))
        if alike and (not turned or table[deed["act"]]["symmetric"] == "yes" or row["act"] != deed["act"]):
            return True
    return False


def claim(deed: dict[str, Any], keep_place: bool) -> Claim:
    """The made deed as a typed claim of that year."""
    statement = Event.model_validate(
        {
            "act": deed["act"], "actors": ids_of(deed["actors"]), "targets": ids_of(deed["targets"]),
            "place": ids_of(deed["place"]) if keep_place else [],
        }
    )  # fmt: skip
    year = str(deed["year"])
    return Claim.model_validate(
        {"statement": statement.model_dump(), "period": {"from": year, "to": year, "origin": "stated"}}
    )


def main() -> int:
    """Make the deeds, test them, print how many are supported; the supported ones are listed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("n", nargs="?", type=int, default=1000)
    parser.add_argument("seed", nargs="?", type=int, default=1)
    parser.add_argument("--json")
    asked = parser.parse_args()
    opened = atlas.open(atlas.bundled_path())
    rows = opened.table("deeds").to_dicts()
    table, near, dice = acts(), neighbours(opened), random.Random(asked.seed)
    pool = [r for r in rows if simple(r)]
    bench, context = Bench(opened), SimpleNamespace(latest=_LATEST)
    kinds = ("reversed", "moved", "neighbour", "opposite")
    results: list[dict[str, Any]] = []
    while len(results) < asked.n:
        how = kinds[len(results) % len(kinds)]
        row = dice.choice(pool)
        deed = made(row, how, table, near, dice)
        if deed is None or deed["year"] > _LATEST or told(rows, deed, table):
            continue
        found = STATEMENTS[Event](claim(deed, dice.random() < 0.5), bench, context)
        results.append(
            {"kind": how, **deed, "from": row["text"], "label": found.label, "reason": found.reason}
        )
    for how in kinds:
        print(how, dict(Counter(r["label"] for r in results if r["kind"] == how)))
    wrong = [r for r in results if r["label"] in ("supported", "partly_supported")]
    share = sum(r["label"] == "supported" for r in results) / len(results)
    print(f"supported {share:.1%} of {len(results)}")
    for r in wrong:
        print(
            r["label"],
            r["kind"],
            r["act"],
            r["actors"],
            r["targets"],
            r["year"],
            "|",
            r["from"],
            "|",
            r["reason"][:160],
        )
    if asked.json:
        with open(asked.json, "w", encoding="utf-8") as out:
            json.dump(results, out, indent=1)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
