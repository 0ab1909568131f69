"""The article with its claims marked: text cut into pieces at every edge of a claim.

In: a part's text and the (start, end) of its claims, which may nest and overlap, and of the words of each that were not
tested. Out: paragraphs of pieces; put together again, the pieces of a paragraph are its text, character by character.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text under the same claims: `over` are the indices of those that cover it, the widest first.

    `opens` are the claims whose first piece this is. `untested`: it is of a claim, but no claim covers it.
    """

    text: str
    over: tuple[int, ...] = ()
    opens: tuple[int, ...] = ()
    untested: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Pieces between blank lines; `wrapped` says that its line breaks are only those of a typist."""

    pieces: tuple[Piece, ...]
    wrapped: bool


Spans = Sequence[tuple[int, int]]


def paragraphs(text: str, spans: Spans, untested: Sequence[Spans] = ()) -> list[Paragraph]:
    """Cut `text` at blank lines and at the edges of `spans`; spans outside of it mark nothing.

    `untested[i]` are the words of claim i, by their places in the text, that were not tested.
    """
    left = [list(u) for u in untested] + [[] for _ in range(len(spans) - len(untested))]
    opened: set[int] = set()
    made = []
    for start, end in _ranges(text):
        pieces = _pieces(text, start, end, spans, left, opened)
        made.append(Paragraph(tuple(pieces), _is_wrapped(text[start:end])))
    return made


def _ranges(text: str) -> list[tuple[int, int]]:
    """(start, end) of the paragraphs that hold more than blanks."""
    edges = [0]
    for hit in _PARAGRAPH.finditer(text):
        edges += [hit.start(), hit.end()]
    edges.append(len(text))
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if text[a:b].strip()]


def _pieces(
    text: str, start: int, end: int, spans: Spans, untested: Sequence[Spans], opened: set[int]
) -> list[Piece]:
    here = [i for i, (a, b) in enumerate(spans) if 0 <= a < b <= len(text) and a < end and b > start]
    edges = [edge for i in here for pair in (spans[i], *untested[i]) for edge in pair]
    cuts = sorted({start, end, *(edge for edge in edges if start < edge < end)})
    pieces = []
    for a, b in pairwise(cuts):
        of = [i for i in here if spans[i][0] <= a and b <= spans[i][1]]
        of.sort(key=lambda i: (spans[i][0] - spans[i][1], spans[i][0], i))
        over = tuple(i for i in of if not any(x <= a and b <= y for x, y in untested[i]))
        opens = tuple(i for i in of if i not in opened)
        opened.update(opens)
        pieces.append(Piece(text[a:b], over, opens, bool(of) and not over))
    return pieces


def quoted(quote: str, start: int, untested: Spans) -> list[tuple[str, bool]]:
    """A quote that begins at `start` cut into (words, whether they were left untested); spans outside it mark nothing."""
    inside = [(a - start, b - start) for a, b in untested if start <= a < b <= start + len(quote)]
    cuts = sorted({0, len(quote), *(edge for pair in inside for edge in pair)})
    return [(quote[a:b], any(x <= a and b <= y for x, y in inside)) for a, b in pairwise(cuts)]


def _is_wrapped(text: str) -> bool:
    """Whether lines end because a line was full (50 to 100 characters) and not on purpose."""
    lines = text.strip().split("\n")
    return len(lines) > 1 and all(50 <= len(line) <= 100 for line in lines[:-1])
