"""How the words for a period bound it: "by 2012", "the early 1990s", "until 2002", "within a decade".

In: the words (`Period.stated`). Out: a `facets.Timing`.
"""

from __future__ import annotations

import re

from detente.facets import Timing
from detente.reading import cues
from detente.reading.lexicon import NUMBERS

_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_UPON = ("following", "in the wake of", "post", "once", "when")
_UNTIL = re.compile(r"\b(?:until|till)\b\D{0,60}(1[89]\d\d|20\d\d)")
_DEADLINE = re.compile(r"\b(?:by|before|until|till)\b")
_WITHIN = re.compile(r"(\d{1,2}|(?<![a-z])[a-z]+)[\s-]{1,9}(?:more\s{1,9})?(years?|decades?)")
_SPANS = {name: number for name, number in NUMBERS.items() if 0 < number <= 20 and name != "dozen"}
_SPANS |= {"decade": 10, "generation": 25, "a": 1}


def read(stated: str | None) -> Timing:
    """The bounds that a period's own words set."""
    words = (stated or "").lower()
    if not words:
        return Timing()
    until = _UNTIL.search(words)
    return Timing(
        opening="after" if words.startswith("after") else "upon" if words.startswith(_UPON) else "in",
        by_then=words.startswith(("by ", "before ")),
        approximate=cues.said("timing.approximate", words),
        until=int(until[1]) if until else None,
        named=tuple(int(y) for y in _YEAR.findall(words)),
        within=_span(words),
        deadline=_DEADLINE.search(words) is not None,
    )


def _span(words: str) -> int | None:
    found = _WITHIN.search(words)
    if found is None:
        return 10 if "decade" in words else None
    number = int(found[1]) if found[1].isdigit() else _SPANS.get(found[1])
    if number is None:
        return 10 if found[2].startswith("decade") else None
    return number * (10 if found[2].startswith("decade") else 1)
