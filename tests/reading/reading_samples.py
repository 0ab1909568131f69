"""The annotated sentences and articles of this folder, and how a reading of them is judged."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from detente.model import Claim, Document

HERE = Path(__file__).parent
ALIKE = ("level", "trend", "no_change", "convergence", "linkage", "triad", "driver", "possibility")


def table(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file, without its comment lines."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if line and not line.startswith("#")))


def faults(row: dict[str, str], claim: Claim) -> list[str]:
    """What a claim gets wrong of an annotated sentence: kind, direction, role, or a detail's name."""
    wrong = []
    if claim.kind not in row["kind"].split("/"):
        wrong.append("kind")
    if row["direction"] and claim.direction not in row["direction"].split("/"):
        wrong.append("direction")
    have = {(a.role, a.id) for a in claim.actors}
    for pair in filter(None, row["roles"].split(";")):
        role, who = pair.split("=")
        either = claim.kind in ALIKE and role in ("subject", "object")
        if (role, who) not in have and not (either and {("subject", who), ("object", who)} & have):
            wrong.append("role")
            break
    values = {
        "qualifier": claim.qualifier,
        "from": claim.period.start,
        "to": claim.period.end,
        "topic": claim.topic,
        "attribution": claim.attribution,
    }
    for pair in filter(None, row["extra"].split(";")):
        name, value = pair.split("=")
        got = values.get(name, claim.details.get(name))
        if str(got) not in value.split("/") and f"{got}" != f"{value}.0":
            wrong.append(name)
    return wrong


@dataclass(frozen=True)
class Score:
    """How a reading of an article compares with its annotation (counts)."""

    gold: int
    found: int
    hits: int
    kinds: int
    actors: int
    qualifiers: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall of the claims found."""
        return 2 * self.hits / (self.gold + self.found)

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, n) + getattr(other, n) for n in self.__dataclass_fields__))


def compare(gold: list[dict[str, str]], document: Document, claims: tuple[Claim, ...]) -> Score:
    """Match each annotated claim with one found claim whose quote covers half of its words."""
    texts = {p.id: p.text for p in document.parts}
    used: set[str] = set()
    hits = kinds = actors = qualifiers = 0
    for row in gold:
        start = texts[row["part"]].index(row["quote"])
        end = start + len(row["quote"])
        wanted = set(filter(None, row["actors"].split(";")))
        near = [
            c
            for c in claims
            if c.part == row["part"]
            and c.id not in used
            and min(c.end, end) - max(c.start, start) >= 0.5 * (end - start)
        ]
        near.sort(
            key=lambda c: (
                c.kind not in row["kind"].split("/"),
                -len(wanted & {a.id for a in c.actors}),
                c.end - c.start,
            )
        )
        if near:
            claim = near[0]
            used.add(claim.id)
            hits += 1
            kinds += claim.kind in row["kind"].split("/")
            actors += wanted <= {a.id for a in claim.actors}
            qualifiers += not row["qualifier"] or claim.qualifier in row["qualifier"].split("/")
    return Score(len(gold), len(claims), hits, kinds, actors, qualifiers)
