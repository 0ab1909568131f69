"""Columns of a PDF page: segments of lines in, the same in reading order out.

A gutter is found where many segments begin at one x and few cross it; on a page of few lines where two stacks of prose
stand side by side; and on a page without one of its own, as the last of a document often is, where another page has it.
Columns are read one after the other between the lines that span them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise


@dataclass(slots=True)
class Line:
    """A line, or the part of one in a column."""

    x0: float
    x1: float
    y: float
    size: float
    text: str
    page: int = 0
    column: int = 0  # counts the columns of the whole document, in reading order


def ordered(pages: list[list[Line]]) -> list[Line]:
    """Segments of all pages in reading order, parts of one line in one column joined, columns numbered throughout."""
    gutters = [_gutters(segments) or _short_gutter(segments) for segments in pages]
    usual = Counter(float(round(x)) for found in gutters for x in found)
    lines: list[Line] = []
    for segments, found in zip(pages, gutters, strict=True):
        found = found or [x for x, _ in usual.most_common(3) if _fits(segments, x)][:1]
        lines += _in_order(segments, found, lines[-1].column + 1 if lines else 0)
    return lines


def _gutters(segments: list[Line]) -> list[float]:
    """x of each gutter between columns, from the left."""
    if len(segments) < 10:
        return []
    left, right = min(s.x0 for s in segments), max(s.x1 for s in segments)
    starts = Counter(round(s.x0 / 4) for s in segments)
    found: list[float] = []
    needed = max(5, len(segments) // 12)
    likely = [p for p in sorted(starts) if starts[p - 1] + starts[p] + starts[p + 1] >= needed]
    for place in likely:
        near = [s for s in segments if abs(s.x0 / 4 - place) <= 1.01]
        x = min((s.x0 for s in near), default=0.0)
        if len(near) < needed or not left + 0.15 * (right - left) < x < left + 0.85 * (right - left):
            continue
        cut = x - 2
        low, high = min(s.y for s in near), max(s.y for s in near)
        beside = [s for s in segments if s.x1 <= cut + 1 and low - 30 <= s.y <= high + 30]
        crossing = sum(1 for s in segments if s.x0 < cut - 3 and s.x1 > cut + 3)
        wide = [s for s in near if s.x1 - s.x0 > 6 * s.size]
        if len(beside) >= 5 and crossing * 2 < len(near) + len(beside) and len(wide) * 2 >= len(near):
            if found and cut - found[-1] < 0.12 * (right - left):
                continue
            found.append(cut)
    return found


def _short_gutter(segments: list[Line]) -> list[float]:
    """The gutter between two stacks of prose, of which one may be a single line, on a page that has no more."""
    for x in sorted({s.x0 for s in segments}):
        right = [s for s in segments if x - 1 <= s.x0 <= x + 2 * s.size]
        top = max(s.y for s in right)
        left = [s for s in segments if s.x1 < x - 0.8 * s.size and s.y <= top + s.size]
        if not left or min(len(left), len(right)) > 12:
            continue
        level = sum(1 for s in right if any(abs(s.y - o.y) < 0.5 * s.size for o in left))
        low = min(s.y for s in [*left, *right])
        crossing = any(s.x0 < x - 3 and s.x1 > x + 3 and low - 1 <= s.y <= top + 1 for s in segments)
        stacked = len({round(s.x0 / 4) for s in left}) <= 2 and (
            level >= 2 or (level == 1 and len(left) >= 4)
        )
        if stacked and not crossing and _is_prose(left) and _is_prose(right) and _run_on(left, right):
            return [x - 2]
    return []


def _is_prose(stack: list[Line]) -> bool:
    """Whether a stack's lines are words in a row and not the cells of a table."""
    worded = [s for s in stack if s.text.count(" ") >= 2]
    return len(worded) * 2 >= len(stack) and max(s.x1 - s.x0 for s in stack) > 9 * stack[0].size


def _run_on(*stacks: list[Line]) -> bool:
    """Whether in a stack a line goes on in the next one, in lower case, as the rows of a table do not."""
    return any(
        b.text[:1].islower() and a.text[-1:] not in ".!?" for stack in stacks for a, b in pairwise(stack)
    )


def _fits(segments: list[Line], x: float) -> bool:
    """Whether another page's gutter parts this page too: something begins at it, something ends before, little crosses."""
    begins = [s for s in segments if abs(s.x0 - x - 2) <= 3]
    before = [s for s in segments if s.x1 <= x + 1]
    crossing = [s for s in segments if s.x0 < x - 3 and s.x1 > x + 3]
    return bool(begins and before) and len(crossing) * 2 < len(begins) + len(before)


def _in_order(segments: list[Line], gutters: list[float], first: int) -> list[Line]:
    """Segments of one page in reading order; columns numbered from `first`."""
    number = first
    found: list[Line] = []
    band: dict[int, list[Line]] = {}

    def flush() -> None:
        nonlocal number
        for column in sorted(band):
            found.extend(replace(s, column=number) for s in _rejoined(band[column]))
            number += 1
        band.clear()

    spanning = False
    for segment in sorted(segments, key=lambda s: (-s.y, s.x0)):
        across = any(segment.x0 < g - 3 and segment.x1 > g + 3 for g in gutters)
        if across != spanning:
            flush()
            spanning = across
        column = 0 if across else sum(1 for g in gutters if segment.x0 >= g)
        band.setdefault(column, []).append(segment)
    flush()
    return found


def _rejoined(lines: list[Line]) -> list[Line]:
    """Parts of one line joined again where the gap between them was only wide spacing."""
    made: list[Line] = []
    for line in lines:
        last = made[-1] if made else None
        if last and abs(last.y - line.y) < 0.42 * max(last.size, line.size) and line.x0 >= last.x1 - 1:
            size = max((last, line), key=lambda s: len(s.text)).size
            made[-1] = replace(last, x1=line.x1, text=f"{last.text} {line.text}", size=size)
        else:
            made.append(line)
    return made
