"""An event by the words for it ("the 2016 exercise", "its treaty with Israel"): who took part, what kind, what name and years.

In: words, of a claim or of the table of dated events. Out: an `Occurrence`, states being compared as states ("Soviet" is
the Soviet Union) and kinds of event as kinds ("pact" is a treaty; `data/occurrences.csv`).
"""

from __future__ import annotations

import re
from functools import cache

from detente.actors._names import mentions
from detente.actors._tables import read as table
from detente.actors._time import ccode, lineage
from detente.errors import UnknownActorError
from detente.facets import Occurrence

_STOP = frozenset(
    ["a", "an", "the", "of", "on", "in", "at", "by", "to", "with", "and", "or", "its", "his", "her", "their", "this", "that",
     "s", "from", "for", "over", "after", "between", "against", "joint", "major", "led", "new", "great", "military", "army"]
)  # fmt: skip
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")  # fmt: skip
_WORD = re.compile(r"[\w/]+(?:-[a-z]+)?(?:['’][a-z]+)?")
_YEAR, _ORDINAL = re.compile(r"1[89]\d\d|20\d\d"), re.compile(r"\d+(st|nd|rd|th)")
_UP = re.compile(r"\b(break|split)[- ]up\b", re.IGNORECASE)  # what falls apart is not a quarrel
_HYPHEN = re.compile(r"-(?!(?!led\b|day\b)[a-z]{1,3}\b)")  # "Sino-Soviet" is two words, "Jong-nam" one
_LONGEST_NAME = 5  # words


def key(actor_id: str) -> str:
    """One key for a state and its successors; other actors under their own id."""
    if ":" in actor_id:
        return actor_id
    try:
        code = ccode(actor_id)
    except UnknownActorError:
        return actor_id
    return actor_id if code is None else f"state:{lineage(code)}"


@cache
def kinds() -> frozenset[str]:
    """All kinds of event."""
    return frozenset(_kind_of().values())


def read(words: str) -> Occurrence:
    """The occurrence that words name."""
    found: list[str] = [
        w.lower().removesuffix("'s").removesuffix("’s")
        for w in _WORD.findall(_HYPHEN.sub(" ", _UP.sub(r"\1up", words)))
    ]
    phrases, starts = _phrases()
    tokens: set[str] = set()
    years: set[int] = set()
    month = None
    i = 0
    while i < len(found):
        longest = min(_LONGEST_NAME, len(found) - i) if found[i] in starts else 0
        for length in range(longest, 0, -1):
            actor = phrases.get(" ".join(found[i : i + length]))
            if actor is not None:
                tokens.add(actor)
                i += length
                break
        else:
            word = found[i]
            i += 1
            if word[0].isdigit() and (_YEAR.fullmatch(word) or _ORDINAL.fullmatch(word)):
                years |= {int(word)} if _YEAR.fullmatch(word) else set()
            elif word in _MONTHS:
                month = _MONTHS.index(word) + 1
            elif word not in _STOP:
                plain = word.removesuffix("s") if len(word) > 3 else word
                tokens.add(_kind_of().get(word, plain))
    who = {t for t in tokens if ":" in t}
    of_kind = tokens & kinds()
    return Occurrence(
        actors=tuple(sorted(who)),
        kinds=tuple(sorted(of_kind)),
        words=tuple(sorted(tokens - who - of_kind)),
        years=tuple(sorted(years)),
        month=month,
    )


@cache
def _kind_of() -> dict[str, str]:
    return {r["word"]: r["kind"] for r in table("occurrences.csv")}


@cache
def _phrases() -> tuple[dict[str, str], frozenset[str]]:
    """Names in lower case with whom they stand for, and the words that names begin with."""
    found: dict[str, str] = {}
    for phrase, actor_id, kind in mentions():
        if kind in ("name", "demonym", "government", "organisation", "bloc", "group"):
            words = " ".join(w.lower() for w in _WORD.findall(_HYPHEN.sub(" ", phrase)))
            found.setdefault(words, key(actor_id))
    return found, frozenset(words.split(" ", 1)[0] for words in found)
