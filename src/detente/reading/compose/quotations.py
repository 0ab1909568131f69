"""Which words of a text stand within quotation marks, and whose words they are.

In: the text of a block and its parse. Out: `Quotation`s by characters. A straight mark opens where a space or a bracket stands
before it and a word after it, and closes where a word or a stop stands before it. A mark that opens and is not closed before
the next one opens or its paragraph ends is a stray one, but for a speech that the next paragraph takes up with a mark of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.reading import language
from detente.reading.compose import speakers

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_OPEN, _CLOSE, _STRAIGHT = "“«„", "”»", '"'
_SINGLE_OPEN, _SINGLE_CLOSE = "‘", "’"
_MARKS = re.compile(f"[{_OPEN}{_CLOSE}{_STRAIGHT}{_SINGLE_OPEN}{_SINGLE_CLOSE}]")
_BEFORE_OPENING = " \t\n([{—–-‘“"
_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words within quotation marks, marks included, by characters of the block; `speaker` where it is said."""

    start: int
    end: int
    speaker: str | None = None


def find(doc: Doc) -> tuple[Quotation, ...]:
    """The quotations of a parsed text, in order and apart from one another."""
    within = spans(doc.text)
    inside = {t.i for start, end in within for t in doc.char_span(start, end, alignment_mode="expand") or ()}
    return tuple(Quotation(start, end, _speaker(start, end, doc, inside)) for start, end in within)


def over(token: Token, found: tuple[Quotation, ...]) -> Quotation | None:
    """The quotation that a token stands in."""
    return next((q for q in found if q.start <= token.idx < q.end), None)


def spans(text: str) -> list[tuple[int, int]]:
    """The stretches of a text within quotation marks."""
    found: list[tuple[int, int]] = []
    paragraphs = list(_PARAGRAPH.finditer(text))
    for paragraph, after in zip(paragraphs, [*paragraphs[1:], None], strict=True):
        pending: int | None = None
        for mark in _MARKS.finditer(text, paragraph.start(), paragraph.end()):
            at, sort = mark.start(), _sort(text, mark.start())
            if sort == "open" and not (pending is not None and mark[0] == _SINGLE_OPEN):
                pending = at
            elif sort == "close" and pending is not None and _closes(text[pending], mark[0]):
                found.append((pending, at + 1))
                pending = None
        goes_on = after is not None and _begins_quoted(text, after)
        if pending is not None and goes_on and not text[paragraph.start() : pending].strip():
            found.append((pending, paragraph.end()))
    return found


def _sort(text: str, at: int) -> str:
    """Whether a mark opens or closes; a single one within or after a word may be neither."""
    mark = text[at]
    before, after = text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
    if mark in _OPEN or (mark == _SINGLE_OPEN and not before.isalnum()):
        return "open"
    if mark in _CLOSE or (mark == _SINGLE_CLOSE and not after.isalnum()):
        return "close"
    if mark != _STRAIGHT:
        return ""
    return "open" if before in _BEFORE_OPENING and not after.isspace() else "close"


def _closes(opening: str, closing: str) -> bool:
    if _SINGLE_OPEN in opening or _SINGLE_CLOSE in closing:
        return opening == _SINGLE_OPEN and closing == _SINGLE_CLOSE
    return (opening == _STRAIGHT) == (closing == _STRAIGHT)


def _begins_quoted(text: str, paragraph: re.Match[str]) -> bool:
    first = paragraph.start() + len(paragraph[0]) - len(paragraph[0].lstrip())
    return first < paragraph.end() and text[first] in _OPEN + _STRAIGHT and _sort(text, first) == "open"


def _speaker(start: int, end: int, doc: Doc, inside: set[int]) -> str | None:
    """Who says it: the one subject of the one verb of saying around the quotation and outside of all quotations."""
    words = doc.char_span(start, end, alignment_mode="expand")
    if words is None:
        return None
    first, last = language.sentence_of(words[0]), language.sentence_of(words[-1])
    around = list(dict.fromkeys((*first, *last)))
    before = language.sentence_of(doc[first.start - 1]) if first.start else None
    if before is not None and before.text.rstrip().endswith(":") and first.start == words.start:
        around = [*before, *around]
    said = {s for t in around if t.i not in inside and (s := _said_by(t, inside)) is not None}
    return next(iter(said)) if len(said) == 1 else None


def _said_by(verb: Token, inside: set[int]) -> str | None:
    if not speakers.reports(verb):
        return None
    subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.i not in inside), None)
    if subject is None:
        return None
    phrase: Span = verb.doc[subject.left_edge.i : subject.right_edge.i + 1]
    return phrase.text[:120]
