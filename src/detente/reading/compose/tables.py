"""Tables of the reader's rules of English (`data/*.csv`), each read once.

Lines that start with `#` are comments. Every table has a column `example` (a sentence of ours, or a phrase).
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `data/NAME.csv` in order."""
    text = files("detente.reading.compose").joinpath("data", f"{name}.csv").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(csv.DictReader(lines))


@cache
def words(table: str, kind: str) -> frozenset[str]:
    """All words of the rows of `table` whose `kind` is that one."""
    return frozenset(w for r in rows(table) if r["kind"] == kind for w in r["words"].split("|"))


@cache
def mapping(table: str) -> dict[str, dict[str, str]]:
    """Row by each of its words (column `words`, alternatives apart by `|`)."""
    return {w: r for r in rows(table) for w in r["words"].split("|")}
