"""The coder's tables: names, sectors, nouns and verbs, read once from the CSV files in `data/`.

`phoenix.csv.gz` is derived from the PETRARCH country dictionary (Open Event Data Alliance, MIT; see
`tools/build_event_names.py`); the other tables are our own writing. `data/README.md` describes the columns.
"""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass
from functools import cache
from importlib import resources

TYPES = (
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
)
"""PLOVER's event types (manual of 2021), from cooperation to conflict."""


def rows(name: str) -> list[dict[str, str]]:
    """Rows of one CSV file in `data/` (gzipped if named so), without the lines that start with #."""
    raw = resources.files("detente.reading.events").joinpath("data", name).read_bytes()
    text = (gzip.decompress(raw) if name.endswith(".gz") else raw).decode("utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if line and not line.startswith("#")))


@dataclass(frozen=True, slots=True)
class Act:
    """What a verb says: a PLOVER type or an operator (`op:...`), if `objects` (classes or `=lemma`) fit."""

    objects: tuple[str, ...]
    result: str


@cache
def nouns() -> dict[str, tuple[str, ...]]:
    """Noun lemma (or two-word compound) to its classes."""
    found: dict[str, list[str]] = {}
    for row in rows("nouns.csv"):
        for word in row["words"].split("|"):
            found.setdefault(word, []).append(row["class"])
    return {word: tuple(classes) for word, classes in found.items()}


@cache
def noun_types() -> dict[str, str]:
    """Noun class to the PLOVER type it stands for; classes of things have none."""
    return {row["class"]: row["type"] for row in rows("nouns.csv") if row["type"]}


@cache
def verbs() -> dict[str, tuple[Act, ...]]:
    """Verb form (lemma, `lemma_particle`, `be_adjective`) to what it says, narrow readings first."""
    found: dict[str, list[Act]] = {}
    for row in rows("verbs.csv"):
        act = Act(tuple(o for o in row["objects"].split("|") if o), row["result"])
        for verb in row["verbs"].split("|"):
            found.setdefault(verb, []).append(act)
    return {v: tuple(sorted(acts, key=lambda a: not a.objects)) for v, acts in found.items()}


@cache
def sectors() -> dict[str, str]:
    """Agent noun (lemma or two words) to its sector."""
    found: dict[str, str] = {}
    for row in rows("sectors.csv"):
        for word in row["words"].split("|"):
            found.setdefault(word, row["sector"])
    return found


@cache
def homes() -> dict[str, tuple[str, str]]:
    """Group id of `detente.actors` to the state within which it acts and its sector."""
    return {row["group"]: (row["state"], row["sector"]) for row in rows("homes.csv")}
