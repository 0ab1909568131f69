"""The article with its claims marked: text cut into pieces at every edge of a claim.

In: a part's text and the (start, end) of its claims, which may nest and overlap. Out: paragraphs
of pieces; put together again, the pieces of a paragraph are its text, character by character.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text under the same claims: `over` are their indices, the widest first.

    `opens` are the claims whose first piece this is.
    """

    text: str
    over: tuple[int, ...] = ()
    opens: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Pieces between blank lines; `wrapped` says that its line breaks are only those of a typist."""

    pieces: tuple[Piece, ...]
    wrapped: bool


def paragraphs(text: str, spans: Sequence[tuple[int, int]]) -> list[Paragraph]:
    """Cut `text` at blank lines and at the edges of `spans`; spans outside of it mark nothing."""
    opened: set[int] = set()
    made = []
    for start, end in _ranges(text):
        pieces = _pieces(text, start, end, spans, opened)
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
    text: str, start: int, end: int, spans: Sequence[tuple[int, int]], opened: set[int]
) -> list[Piece]:
    here = [i for i, (a, b) in enumerate(spans) if 0 <= a < b <= len(text) and a < end and b > start]
    cuts = sorted({start, end, *(edge for i in here for edge in spans[i] if start < edge < end)})
    pieces = []
    for a, b in pairwise(cuts):
        over = [i for i in here if spans[i][0] <= a and b <= spans[i][1]]
        over.sort(key=lambda i: (spans[i][0] - spans[i][1], spans[i][0], i))
        opens = tuple(i for i in over if i not in opened)
        opened.update(opens)
        pieces.append(Piece(text[a:b], tuple(over), opens))
    return pieces


def _is_wrapped(text: str) -> bool:
    """Whether lines end because a line was full (50 to 100 characters) and not on purpose."""
    lines = text.strip().split("\n")
    return len(lines) > 1 and all(50 <= len(line) <= 100 for line in lines[:-1])
