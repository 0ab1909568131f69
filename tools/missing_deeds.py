"""True deeds that the record lacks: how many does the test of deeds call contradicted?

    python tools/missing_deeds.py [N] [SEED]

Each of N rows is taken out of the record, with all rows on the same parties within a year, and claimed of its year. The record
is then silent on a true deed: the finding should be `insufficient_evidence`, never `contradicted`.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from types import SimpleNamespace

from detente.checks.deeds import record
from detente.checks.statements import STATEMENTS
from detente.domain import Claim, Event
from detente.evidence import atlas
from detente.measures.registry import Bench

_NAMED = ("treaty", "war", "infrastructure", "org", "person")
_LATEST, _MOST = 2026, 8


def claim(deed: record.Deed) -> Claim:
    """The row as a typed claim of its year."""
    named = [o for o in deed.objects if o.partition(":")[0] in _NAMED][:1]
    statement = {
        "type": "event", "act": deed.act, "actors": list(deed.actors), "targets": list(deed.targets),
        "place": list(deed.places)[:1], "object": named,
    }  # fmt: skip
    year = str(deed.year)
    return Claim.model_validate(
        {"statement": statement, "period": {"from": year, "to": year, "origin": "stated"}}
    )


def without(whole: record.Record, deed: record.Deed) -> record.Record:
    """The record without the deed and what else it holds of the same parties within a year."""
    return record.of(
        other
        for other in whole.deeds
        if other.id != deed.id
        and not (abs(other.year - deed.year) <= 1 and deed.everyone and deed.everyone <= other.everyone)
    )


def main() -> int:
    """Test N rows that are missing; print the labels, and the contradicted ones."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    dice = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    bench = Bench(atlas.open(atlas.bundled_path()))
    whole, context, labels = record.load(bench, _LATEST), SimpleNamespace(latest=_LATEST), Counter[str]()
    fit = [d for d in whole.deeds if (d.actors or d.targets) and len(d.actors) + len(d.targets) <= _MOST]
    for deed in dice.sample(fit, number):
        bench._memo["deeds"] = without(whole, deed)
        found = STATEMENTS[Event](claim(deed), bench, context)
        labels[found.label] += 1
        if found.label == "contradicted":
            print(deed.date, deed.act, deed.text, "|", found.reason[:160])
    print(dict(labels))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
