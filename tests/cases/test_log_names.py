"""Inputs after public bug reports on names, dates, events and places (see README.md)."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from detente import actors
from detente.errors import DetenteError
from detente.reading import language, mentions, periods
from detente.reading.events import code
from detente.transport import places

LOG = Path(__file__).parent / "LOG_names.csv"
ROWS = list(csv.DictReader(LOG.read_text(encoding="utf-8").splitlines()))


def _resolve(text: str, _: str) -> str:
    found = actors.resolve(text)
    return found.id if found else "none"


def _text(text: str, _: str) -> str:
    return " ".join(dict.fromkeys(m.ids[0] for m in mentions.find(language.parse(text)))) or "none"


def _date(text: str, published: str) -> str:
    day = date.fromisoformat(published) if published else None
    period = periods.combine(periods.find(text, day=day), text)
    return f"{period.start}-{period.end}" if period.stated else "none"


def _event(text: str, _: str) -> str:
    events = code([text])[0]["events"]
    return "; ".join(f"{e['source']} {e['type']} {e['target']}" for e in events) or "none"


def _place(text: str, _: str) -> str:
    try:
        return places.node(text)
    except DetenteError:
        return "refused"


READ = {"resolve": _resolve, "text": _text, "date": _date, "event": _event, "place": _place}


@pytest.mark.parametrize("row", ROWS, ids=[f"{r['source']} {r['input'][:30]}" for r in ROWS])
def test_report(row: dict[str, str]) -> None:
    assert READ[row["sort"]](row["input"], row["published"]) == row["right"]
    assert row["now"] == "right"
