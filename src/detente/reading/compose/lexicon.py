"""The lexicon of predicates: frames as data, one row a way of saying a statement.

`args` of a frame lists what the predicate takes, each `relation:VARIABLE`, `relation=word|word` (these words must stand
there; what depends on them counts as the predicate's own) or `relation=@class`, with `?` where it may be missing;
`relation=!` must be missing. Relations: subj, obj, dative, attr, acomp, xcomp, part (particle), poss, mod (adjective or
compound), adv, det, self (the predicate), cop (its copula), acl, appos, or a preposition (`with`, `on|against`). Variables by
first letter: A to F actors (D: alternatives), Q an actor or else a place, U an armed group, X armed forces, P place, PK place
that is no state, O organisation or agreement, Y agreement by name, Z an agreement described, G thing, H a ruler by name,
M measure, N amount, R rank (of a noun with a superlative), S share, V and W an event that is a cause or an effect; MG the
economy, MW its growth, MF not growth, MX neither, MT trade of two, MC a noun with a comparative (MCB: "than A" with it), NQ per
cent, NP people, NM money, NG money's worth of goods, SI a share of imports or goods bought, SE of exports or goods sold, ST of
trade, SA of any (with a last S: the partner stands with the goods), J goods, JO goods with whose they are, K a year, L a state
by its adjective; ties of two: EL relations, EQ tensions, EJ votes (`bonds`),
EK a side by its camp, EZ a side by a word for what was said ("those of A"), EH a past time compared with, EI a time that dates
nothing. `gives` is the statement: `type slot=value ...`, values being variables, words, or a statement in brackets; `A+B` joins
two sets, `M.of` is a slot of a variable, `spread=M` takes all; `polarity=negative` denies the statement. In a deed, A may be
unsaid in a passive without "by" and beside a noun (`matching.py`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from detente.reading.compose import tables

_FIRST = ("frames_figures",)


def table_names() -> tuple[str, ...]:
    """The tables of frames: those of figures, then every other `data/frames_*.csv` by name."""
    folder = files("detente.reading.compose").joinpath("data")
    names = sorted(f.name.removesuffix(".csv") for f in folder.iterdir() if f.name.startswith("frames_"))
    return (*(n for n in _FIRST if n in names), *(n for n in names if n not in _FIRST))


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a frame: `relations` it may stand in, a variable or the words that must fill it."""

    relations: tuple[str, ...]
    variable: str | None
    words: frozenset[str]
    optional: bool
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """One row of the lexicon."""

    id: str
    pos: str
    lemmas: frozenset[str]
    arguments: tuple[Argument, ...]
    gives: Any
    example: str


@cache
def _class(name: str) -> frozenset[str]:
    found = tables.words("classes", name)
    if not found:
        raise ValueError(f"no class of words {name!r} in classes.csv")
    return found


def _words(text: str) -> frozenset[str]:
    found: set[str] = set()
    for word in text.split("|"):
        found |= _class(word[1:]) if word.startswith("@") else {word.replace("_", " ")}
    return frozenset(found)


def _argument(text: str) -> Argument:
    optional = text.endswith("?")
    relation, mark, filler = re.fullmatch(r"([a-z_|]+)([:=])(.+?)\??", text).groups()  # type: ignore[union-attr]
    relations = tuple(r.replace("_", " ") for r in relation.split("|"))
    if mark == ":":
        return Argument(relations, filler, frozenset(), optional)
    if filler == "!":
        return Argument(relations, None, frozenset(), optional, absent=True)
    return Argument(relations, None, _words(filler), optional)


def template(text: str) -> Any:
    """`type slot=value slot=(type slot=value)` as nested dicts; the values stay as written."""
    tokens = re.findall(r"\(|\)|[^\s()]+", text)
    place = 0

    def statement() -> dict[str, Any]:
        nonlocal place
        out: dict[str, Any] = {}
        if "=" not in tokens[place]:
            out["type"] = tokens[place]
            place += 1
        while place < len(tokens) and tokens[place] != ")":
            slot, _, value = tokens[place].partition("=")
            place += 1
            if value:
                out[slot] = value
            else:
                place += 1  # the bracket
                out[slot] = statement()
                place += 1
        return out

    return statement()


@cache
def frames() -> dict[tuple[str, str], tuple[Frame, ...]]:
    """Frames by part of speech and lemma, in the order of the tables (special before general)."""
    found: dict[tuple[str, str], list[Frame]] = {}
    for table in table_names():
        for row in tables.rows(table):
            frame = Frame(
                row["id"], row["pos"], _words(row["lemma"]), tuple(_argument(a) for a in row["args"].split()),
                template(row["gives"]), row["example"],
            )  # fmt: skip
            for lemma in frame.lemmas:
                found.setdefault((frame.pos, lemma), []).append(frame)
    return {k: tuple(sorted(v, key=_generality)) for k, v in found.items()}


def _generality(frame: Frame) -> tuple[int, int]:
    """Frames with more fixed words, then with more arguments, are tried first."""
    fixed = sum(1 for a in frame.arguments if a.words and not a.optional)
    return -fixed, -sum(1 for a in frame.arguments if not a.optional and not a.absent)
