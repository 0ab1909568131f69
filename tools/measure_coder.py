"""Measure the event coder against labelled records: dyad, type and F1, per type, and sentences a second.

Run: python tools/measure_coder.py RECORDS.jsonl|OWN.csv [--misses] [--speed N]

Figures, at the level of states. Records with the same text are one item, whose gold is the set of all their
(source, target, type); several sources without a target act on one another both ways. PLOVER's types of 2016 are
read as those of 2021 (DEMAND: REQUEST; DISAPPROVE, INVESTIGATE: ACCUSE; FIGHT: ASSAULT). Organisations of any
kind are one class. Codes that are slips of the records (JAP, ITL, VTN, ROM) are put right.
- dyad: share of items with a (source, target) of which some event coded has both. Items without a named source or
  target in the record are left out of dyads, kept for types.
- type: share of items for which some event coded has the type; `first` looks at the first event alone.
- F1: micro-averaged over the triples (source, target, type) of all items, precision over everything coded.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

OLD = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
SLIPS = {"JAP": "JPN", "ITL": "ITA", "VTN": "VNM", "ROM": "ROU"}
Triple = tuple[str | None, str | None, str]


def state(code: str | None) -> str | None:
    """Code at the level of states: ISO alpha-3, `ORG` for any organisation, None for nobody known."""
    if not code or code[:3] in ("---", "###"):
        return None
    if code.startswith("org:") or code[:3] in ("IGO", "NGO", "NGM", "IMG"):
        return "ORG"
    return SLIPS.get(code[:3], code[:3]) if not code.startswith("bloc:") else "BLOC"


def gold_of(record: dict[str, Any]) -> list[Triple]:
    """Triples of one PLOVER record."""
    kind = OLD.get(record["event"], record["event"])
    sources = list(dict.fromkeys(state(a.get("code")) for a in record.get("source", [])))
    targets = list(dict.fromkeys(state(a.get("code")) for a in record.get("target", [])))
    if not targets and len(sources) > 1:
        return [(a, b, kind) for a in sources for b in sources if a != b]
    return [(a, b, kind) for a in sources or [None] for b in targets or [None]]


def items(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Distinct texts with their gold triples."""
    found: dict[str, dict[str, Any]] = {}
    for record in records:
        item = found.setdefault(
            record["text"],
            {"id": record["id"], "text": record["text"], "date": record.get("date"), "gold": []},
        )
        item["gold"] += [t for t in gold_of(record) if t not in item["gold"]]
    return list(found.values())


def measure(golds: list[list[Triple]], coded: list[list[Triple]]) -> dict[str, float]:
    """Figures of the module's first lines, between 0 and 1."""
    dyads = types = first = dyad_n = right = said = wanted = every = reachable = both = empty = 0
    dr = dp = dw = 0
    for gold, found in zip(golds, coded, strict=True):
        named = {(a, b) for a, b, _ in gold if a and b}
        kinds = {k for _, _, k in gold}
        if named:
            dyad_n += 1
            dyads += bool(named & {(a, b) for a, b, _ in found})
            every += {(a, b) for a, b, _ in found} >= named
        if not gold:  # nothing to find: only what is said counts, against precision
            said += len(set(found))
            empty += 1
            continue
        types += bool(kinds & {k for _, _, k in found})
        first += bool(found) and found[0][2] in kinds
        right += len(set(gold) & set(found))
        said += len(set(found))
        wanted += len(set(gold))
        gd, fd = {(a, b) for a, b, _ in gold}, {(a, b) for a, b, _ in found}
        dr += len(gd & fd)
        dp += len(fd)
        dw += len(gd)
        full = {t for t in gold if t[0] and t[1]}
        reachable += bool(full)
        both += bool(full & set(found))
    n = len(golds) - empty
    p, r = right / max(said, 1), right / max(wanted, 1)
    dpp, drr = dr / max(dp, 1), dr / max(dw, 1)
    return {
        "items": n,
        "dyad": dyads / max(dyad_n, 1),
        "dyad_all": every / max(dyad_n, 1),
        "dyad_f1": 2 * dpp * drr / max(dpp + drr, 1e-9),
        "type": types / n,
        "type_first": first / n,
        "precision": p,
        "recall": r,
        "f1": 2 * p * r / max(p + r, 1e-9),
        "triple_any": both / max(reachable, 1),
    }


ROOTS = {
    f"{root:02}": kind
    for kind, roots in {
        "REQUEST": (2, 10),
        "AGREE": (3,),
        "CONSULT": (4,),
        "SUPPORT": (5,),
        "COOPERATE": (6,),
        "AID": (7,),
        "ACCUSE": (9, 11),
        "REJECT": (12,),
        "THREATEN": (13,),
        "PROTEST": (14,),
        "MOBILIZE": (15,),
        "SANCTION": (16,),
        "COERCE": (17,),
        "ASSAULT": (18, 19, 20),
    }.items()
    for root in roots
}


def petrarch_items(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """PETRARCH records between states that exist, with CAMEO codes read as PLOVER's types.

    Left out: invented states, statements (CAMEO 01) and records without events. The unit tests' codes come from
    a dictionary of their own (their restored ties are 064), so only their dyads mean something.
    """
    from detente import actors

    found: list[dict[str, Any]] = []
    for record in records:
        gold: list[Triple] = []
        for event in record["events"]:
            code = event.get("eventcode", "")
            kind = ("CONCEDE" if code < "084" else "RETREAT") if code[:2] == "08" else ROOTS.get(code[:2], "")
            ends = [state(event.get(key)) for key in ("sourcecode", "targetcode")]
            if code[:2] != "01" and all(e == "ORG" or (e and actors.resolve_code(e, "iso3")) for e in ends):
                gold.append((ends[0], ends[1], kind))
        if gold:
            date = str(record.get("date") or "") or None
            found.append({"id": record["id"], "text": record["text"], "date": date, "gold": gold})
    return found


def read(path: Path) -> list[dict[str, Any]]:
    """Records of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def own_items(path: Path) -> list[dict[str, Any]]:
    """Sentences of our own, in lines `text|A>B TYPE;...`, in the form of `items`."""
    found: list[dict[str, Any]] = []
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        if line.startswith(("#", "text|")):
            continue
        text, _, events = line.partition("|")
        gold: list[Triple] = []
        for event in filter(None, events.split(";")):
            ends, kind = event.split(" ")
            source, target = ends.split(">")
            gold.append((source or None, target or None, kind))
        found.append({"id": text[:30], "text": text, "date": None, "gold": gold})
    return found


def coded_by(records: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """What the coder says of each record."""
    from detente.reading.events.coder import code

    return [
        line["events"]
        for line in code([{"id": r["id"], "text": r["text"], "date": r.get("date")} for r in records])
    ]


def triples(events: list[dict[str, Any]]) -> list[Triple]:
    """Triples of the coder's events."""
    return list(dict.fromkeys((state(e["source"]), state(e["target"]), e["type"]) for e in events))


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("records", type=Path)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--speed", type=int, default=0)
    args = parser.parse_args()
    if args.records.suffix == ".csv":
        rows = own_items(args.records)
    else:
        records = read(args.records)
        rows = petrarch_items(records) if "events" in records[0] else items(records)
    events = coded_by(rows)
    coded = [triples(e) for e in events]
    golds = [row["gold"] for row in rows]
    for name, value in measure(golds, coded).items():
        print(f"{name:12} {value:.3f}")
    per_type: dict[str, Counter[str]] = {}
    for gold, found in zip(golds, coded, strict=True):
        for kind in dict.fromkeys(k for _, _, k in gold):
            hit = kind if kind in {k for _, _, k in found} else (found[0][2] if found else "-")
            per_type.setdefault(kind, Counter())[hit] += 1
    for kind, hits in sorted(per_type.items()):
        print(
            f"{kind:10} {hits[kind]:3}/{sum(hits.values()):3}  ",
            dict((hits - Counter({kind: 999})).most_common()),
        )
    if args.misses:
        for row, found, said in zip(rows, coded, events, strict=True):
            if not set(row["gold"]) & set(found):
                print("\n" + row["id"], row["text"])
                print("  gold ", row["gold"])
                print(
                    "  coded", found, [(e["source_mention"], e["trigger"], e["target_mention"]) for e in said]
                )
    if args.speed:
        many = [rows[k % len(rows)] for k in range(args.speed)]
        start = time.perf_counter()
        coded_by(many)
        print(f"{args.speed / (time.perf_counter() - start):.0f} sentences a second")


if __name__ == "__main__":
    main()
