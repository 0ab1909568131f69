"""Which words of a text say what a facet holds: `data/facets.csv`, looked up by facet.

In: the name of a facet and a text. Out: whether any of its patterns holds, or the values of those that do.
"""

from __future__ import annotations

import re
from functools import cache

from detente.reading import lexicon


def said(facet: str, text: str) -> bool:
    """Whether the text has words for a facet."""
    return any(pattern.search(text) for _, pattern in _cues()[facet])


def first(facet: str, text: str) -> str | None:
    """The value of the first row of a facet that holds, or None."""
    return next((value for value, pattern in _cues()[facet] if pattern.search(text)), None)


def every(facet: str, text: str) -> list[str]:
    """The values of all rows of a facet that hold, in the order of the table."""
    return [value for value, pattern in _cues()[facet] if pattern.search(text)]


def places(facet: str, text: str) -> list[tuple[int, str]]:
    """Where in the text each row of a facet first holds, with its value, in the order of the text."""
    return sorted((m.start(), value) for value, pattern in _cues()[facet] if (m := pattern.search(text)))


def of_name(facet: str, name: str, text: str) -> bool:
    """Whether the text says of a name what a facet's patterns, with `{}` for the name, say."""
    return any(
        re.search(row["pattern"].format(re.escape(name)), text, re.IGNORECASE)
        for row in _rows()
        if row["facet"] == facet
    )


@cache
def _rows() -> list[dict[str, str]]:
    return lexicon.rows("facets.csv")


@cache
def _cues() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for row in _rows():
        if "{}" not in row["pattern"]:
            found.setdefault(row["facet"], []).append(
                (row["value"], re.compile(row["pattern"], re.IGNORECASE))
            )
    return found
