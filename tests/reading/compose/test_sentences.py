"""One sentence in, typed claims out: `sentences*.csv` say for each of our sentences what is read, or that nothing is."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from detente import model
from detente.reading.compose import Reading, read

_ROWS = [
    row
    for table in sorted(Path(__file__).parent.glob("sentences*.csv"))
    for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines())
]


def _read(sentence: str, date: str) -> Reading:
    document = model.Document(None, (model.Part("article", "article", sentence),))
    return read(document, int(date) if date else None)


def _typed(reading: Reading) -> list[dict]:
    out = []
    for claim in reading.claims:
        whole = claim.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        slots = {
            k: whole[k]
            for k in (
                "statement",
                "polarity",
                "modality",
                "likelihood",
                "stance",
                "speaker",
                "condition",
                "condition_polarity",
            )
            if k in whole
        }
        if "period" in whole:
            period = whole["period"]
            slots["period"] = [period.get("from"), period.get("to"), period.get("origin", "none")]
        material = [s.text for s in claim.untested if s.material]
        out.append(slots | ({"material": material} if material else {}))
    return out


@pytest.mark.parametrize("row", _ROWS, ids=[r["id"] for r in _ROWS])
def test_a_sentence_is_read_as_the_table_says(row: dict[str, str]) -> None:
    assert _typed(_read(row["sentence"], row["date"])) == json.loads(row["claims"])


@pytest.mark.parametrize("row", [r for r in _ROWS if r["claims"] == "[]"], ids=lambda r: r["id"])
def test_what_is_not_read_is_listed_with_a_reason(row: dict[str, str]) -> None:
    reading = _read(row["sentence"], row["date"])
    assert reading.not_read or "Chile" not in row["sentence"]
    assert all(n.reason and n.quote == row["sentence"][n.start : n.end] for n in reading.not_read)
