"""The reader's lexicon: what words make a claim of which kind, from the CSV files in `data/`.

`frames.csv`: one row a frame: a head word, the conditions around it, and the kind, topic, direction and
details of the claim it makes. `classes.csv`: named lists of words the conditions refer to. `hedges.csv`:
words and phrases that qualify a claim. All wording is our own. Columns are described in `data/README.md`.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Literal, cast

Pos = Literal["v", "n", "a", "s"]


NUMBERS: dict[str, int] = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "dozen": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}


def wordset(text: str) -> frozenset[str]:
    """The words of a space-separated list."""
    return frozenset(text.split())


def rows(name: str) -> list[dict[str, str]]:
    """Rows of one CSV file in `data/`, without the lines that start with #."""
    text = resources.files("detente.reading").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if line and not line.startswith("#")))


@dataclass(frozen=True, slots=True)
class Need:
    """One condition of a frame: `slot` must (or, if `absent`, must not) hold one of `words`.

    Empty `words` asks only that the slot is there; `actors` asks for at least so many actors in it,
    `sort` for an actor of that sort (`state`, `org`, `group`, `bloc`).
    """

    slot: str
    words: tuple[str, ...] = ()
    actors: int = 0
    absent: bool = False
    sort: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """What one head word says when its conditions hold."""

    heads: frozenset[str]
    pos: Pos
    needs: tuple[Need, ...]
    kind: str
    topic: str
    direction: str | None
    roles: dict[str, str]
    details: dict[str, Any] = field(default_factory=dict)
    order: int = 0

    @property
    def weight(self) -> int:
        """How specific the frame is: more conditions win over fewer."""
        return sum(1 for need in self.needs if not need.absent)


@cache
def classes() -> dict[str, tuple[str, ...]]:
    """Word classes by name; members are lower-case words, lemmas or phrases."""
    table: dict[str, tuple[str, ...]] = {}
    for row in rows("classes.csv"):
        words: list[str] = []
        for word in row["words"].split("|"):
            words += table[word[1:]] if word.startswith("@") else [word]
        table[row["name"]] = table.get(row["name"], ()) + tuple(words)
    return table


def expand(text: str) -> tuple[str, ...]:
    """Words of `a|b|@CLASS`."""
    words: list[str] = []
    for word in text.split("|"):
        words += classes()[word[1:]] if word.startswith("@") else [word]
    return tuple(words)


def _need(text: str) -> Need:
    if ":" not in text:
        raise ValueError(f"the condition {text!r} of a frame has no slot")
    absent = text.startswith("!")
    slot, _, rest = text.lstrip("!").partition(":")
    if rest.startswith("#"):
        if rest[1:].isalpha():
            return Need(slot, absent=absent, sort=rest[1:])
        return Need(slot, actors=int(rest[1:] or 1), absent=absent)
    return Need(
        slot, () if rest in ("", "*") else tuple(w.replace("_", " ") for w in expand(rest)), 0, absent
    )


def _details(text: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for pair in text.split(";"):
        if pair:
            key, _, value = pair.partition("=")
            values[key] = True if value == "" else int(value) if value.isdigit() else value
    return values


@cache
def frames(name: str = "frames.csv") -> dict[str, tuple[Frame, ...]]:
    """Frames of one file by head word, most specific first; ties keep the order of the file."""
    found: dict[str, list[Frame]] = {}
    for order, row in enumerate(rows(name)):
        heads = expand(row["head"])
        roles = dict(pair.split("=", 1) for pair in row["roles"].split(";") if pair)
        frame = Frame(
            frozenset(heads),
            cast(Pos, row["pos"]),
            tuple(_need(n) for n in row["needs"].split()),
            row["kind"],
            row["topic"],
            row["direction"] or None,
            roles,
            _details(row["details"]),
            order,
        )
        for head in heads:
            found.setdefault(head, []).append(frame)
    return {head: tuple(sorted(fs, key=lambda f: (-f.weight, f.order))) for head, fs in found.items()}


@cache
def hedges() -> tuple[tuple[str, str], ...]:
    """(phrase, qualifier), longest phrase first."""
    pairs = [(row["phrase"], row["qualifier"]) for row in rows("hedges.csv")]
    return tuple(sorted(pairs, key=lambda p: -len(p[0])))


@cache
def titles() -> dict[str, bool]:
    """Words before a person's family name, in lower case: whether each names an office of state."""
    return {row["word"]: bool(row["office"]) for row in rows("titles.csv")}


@cache
def counted() -> frozenset[str]:
    """Nouns after a number of four digits that say it counts things and is no year."""
    return frozenset(row["word"] for row in rows("counted.csv"))
