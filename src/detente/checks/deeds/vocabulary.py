"""Words of the record: how a slug, a tag or a row's text is cut into words, and which words stand for one another.

Data: `words.csv` (kind, id, words, example). Kinds: `generic` (words of a slug that name no one thing), `domain` (what an
agreement or dispute of a domain is called), `kind` (how rows tag a kind of thing), `phase`, `inherent` (kinds that an act
always has for its object).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[^\W_]+")
_ENDINGS = ("ings", "ing", "ied", "ies", "ed", "es", "s")
_SHORTEST = 4


def words(text: str) -> frozenset[str]:
    """The words of a text, folded and cut to their stems."""
    return frozenset(stem(w) for w in _WORD.findall(_folded(text)))


def plain_words(text: str) -> list[str]:
    """The words of a name, folded, in order."""
    return _WORD.findall(_folded(text))


def slug_words(named: str) -> tuple[frozenset[str], int | None]:
    """The words of `prefix:some-slug-1991` that name the thing, and the year at its end."""
    parts = [stem(w) for w in _WORD.findall(_folded(named.partition(":")[2] or named))]
    year = next((int(p) for p in reversed(parts) if re.fullmatch(r"1[89]\d\d|20\d\d", p)), None)
    own = [p for p in parts if not (p.isdigit() and len(p) == 4)]
    telling = [p for p in own if p not in generic()]
    return frozenset(telling or own), year


def slug(named: str) -> frozenset[str]:
    """All words of a slug but its year."""
    parts = (stem(w) for w in _WORD.findall(_folded(named.partition(":")[2] or named)))
    return frozenset(p for p in parts if not (p.isdigit() and len(p) == 4))


def specific(named: str) -> bool:
    """Whether a slug names one thing and not only a kind of it (`treaty:friendship`)."""
    return not slug_words(named)[0] <= generic()


def stem(word: str) -> str:
    """A word without the endings of number and tense: resumes, resumed and resuming are one."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            word = word[: -len(ending)] + ("y" if ending in ("ies", "ied") else "")
            break
    return word[:-1] if word.endswith("e") and len(word) > _SHORTEST else word


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.replace("'s ", " ").replace("’s ", " "))
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


@cache
def table(kind: str) -> dict[str, frozenset[str]]:
    """The words of one kind, by id."""
    text = files("detente.checks.deeds").joinpath("words.csv").read_text("utf-8")
    return {
        row["id"]: frozenset(stem(w) for w in row["words"].split(";"))
        for row in csv.DictReader(text.splitlines())
        if row["kind"] == kind
    }


@cache
def generic() -> frozenset[str]:
    """Words of slugs that name no one thing: treaty, pact, conference ..."""
    return frozenset(w for found in table("generic").values() for w in found)


def domain(name: str) -> frozenset[str]:
    """Words that say a thing is of this domain; the name's own words where none are listed."""
    known = table("domain").get(name)
    return known if known is not None else frozenset(stem(w) for w in _WORD.findall(_folded(name)))
