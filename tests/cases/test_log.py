"""The log of reports and what came of each: every row has its test, every case its row."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
from document_cases import CASES  # noqa: E402

ROWS = list(csv.DictReader((HERE / "LOG.csv").read_text("utf-8").splitlines()))


def test_every_case_is_logged_once() -> None:
    tests = [line[4:].split("(")[0] for line in (HERE / "test_data_cases.py").read_text("utf-8").splitlines()
             if line.startswith("def test_")]  # fmt: skip
    assert sorted(row["id"] for row in ROWS) == sorted([*(case.id for case in CASES), *tests])


def test_every_row_says_where_it_is_from_and_what_came_of_it() -> None:
    for row in ROWS:
        assert all(row[column] for column in ("source", "complaint", "input", "right")), row
        assert row["first_look"] in ("right", "wrong"), row
        assert (HERE / row["input"]).exists(), row
    assert sum("no public report" not in row["source"] for row in ROWS) >= 30
