"""The reading order of a PDF file: runs of text with places in; title, date, author and pieces out.

Per page: runs are joined to segments of lines, which `pdf_columns` puts in order. Over the pages: running heads and
page numbers (what stands at the edge of several pages, digits aside) are left out, notes in small print
at the foot of a column go after the text, and lines become paragraphs, whose divided words `pdf_words` puts together.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

from detente.reading import furniture, pdf_columns, pdf_words
from detente.reading.furniture import Page, Piece
from detente.reading.pdf import Run
from detente.reading.pdf_columns import Line

_PAGE_NUMBER = re.compile(r"^\W*(?:page )?(?:\d{1,4}|[ivxl]{1,7})(?: ?(?:of|/) ?\d{1,4})?\W*$", re.I)
_NOTE_MARK = re.compile(r"^(?:\[?\d{1,3}[\].)]?\s*|[*†‡§]+\s*)(?=[^\W\d_]|[“\"'‘(])")
_ENDED = re.compile(r"[.!?:”\"’)]\d{0,3}$")  # of a paragraph, perhaps with the call of a note
SMALL_PRINT = 8.6  # points below which most of a document is hardly its text
_POOR_TITLE = re.compile(
    r"^(?:microsoft word|untitled|document\d*|powerpoint|layout \d|\W*$)|\.(?:docx?|pdf|indd|qxd|tex|pub)\b",
    re.I,
)
_POOR_AUTHOR = re.compile(
    r"^(?:user|anonymous|unspecified|admin|administrator|owner|unknown|microsoft|author|root|\W*)$|\d{3}|@",
    re.I,
)


@dataclass(slots=True)
class Block:
    """A paragraph, heading or note."""

    text: str
    size: float
    page: int


def read(pages: list[list[Run]], known: dict[str, str]) -> Page:
    """Title, date, author and pieces; `known` is what the file states (title, author).

    The day a file was made is no date of publication: it may be that of a print or a conversion.
    """
    pages = _shown(pages)
    lined = [_segments(runs, k) for k, runs in enumerate(pages)]
    body = _body_size(lined)
    lined = _without_heads(lined)
    lines = pdf_columns.ordered(lined)
    texts = pdf_words.without_soft([line.text for line in lines])
    lines = [replace(line, text=text) for line, text in zip(lines, texts, strict=True) if text]
    lines, notes = _apart(lines, body)
    words = pdf_words.counted([line.text for line in lines])
    blocks = _mended(_blocks(lines, words), body)
    title, blocks = _titled(blocks, body, known.get("title"))
    author, blocks = _signed(blocks, known.get("author", "")) if title else (None, blocks)
    tail = [re.sub(r"^(\d{1,3})(?=[^\W\d])", r"\1 ", b.text) for b in _blocks(notes, words, numbered=True)]
    text = _without_calls("\n\n".join(b.text for b in blocks), tail)
    inner, published, name, pieces = furniture.split(text, title)
    author = author or name
    pieces[0] = Piece("article", "\n\n".join([p for p in (pieces[0].text, *tail) if p]))
    if not author and not _POOR_AUTHOR.search(known.get("author", "")):
        author = known.get("author")
    return inner, published, author, pieces


def _without_calls(text: str, notes: list[str]) -> str:
    """Text without the numbers that call notes, where these are printed on the line like any figure."""
    numbers = {m[1] for n in notes if (m := re.match(r"\W*(\d{1,3})", n))}
    text = re.sub(r"[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+", "", text)
    if not numbers:
        return text
    call = re.compile(r"(?<=[a-z.,;:!?”\"’)])(\d{1,3})(?=\s|$)")
    return call.sub(lambda m: "" if m[1] in numbers else m[1], text)


def _shown(pages: list[list[Run]]) -> list[list[Run]]:
    """Runs without those marked as artifacts of paging, unless nearly all are marked so."""
    every = sum(len(r.text) for runs in pages for r in runs)
    real = sum(len(r.text) for runs in pages for r in runs if not r.artifact)
    return pages if 2 * real < every else [[r for r in runs if not r.artifact] for runs in pages]


def _body_size(lined: list[list[Line]]) -> float:
    sizes: Counter[float] = Counter()
    for segments in lined:
        for line in segments:
            sizes[round(line.size * 2) / 2] += len(line.text)
    if not sizes:
        return 10.0
    body, most = sizes.most_common(1)[0]
    if body < SMALL_PRINT:  # a notice may be longer than the text it stands under
        body = max((s for s, n in sizes.items() if s < 14 and 5 * n > most), default=body)
    return body


def _segments(runs: list[Run], page: int) -> list[Line]:
    """Runs joined to segments of lines, from the top; a gap of an em parts segments."""
    rows: list[tuple[list[Run], Run]] = []  # with the largest run of each
    for run in sorted(runs, key=lambda r: (-r.y, r.x0)):
        for k in range(len(rows) - 1, max(len(rows) - 4, -1), -1):
            row, lead = rows[k]
            small, large = sorted((lead, run), key=lambda r: r.size)
            raised = (
                small.size < 0.85 * large.size and len(small.text.strip()) <= 5
            )  # a note's call or number
            if abs(lead.y - run.y) < (0.75 if raised else 0.42) * large.size:
                row.append(run)
                rows[k] = row, large
                break
        else:
            rows.append(([run], run))
    found = []
    for row, _ in rows:
        row.sort(key=lambda r: r.x0)
        current: list[Run] = []
        reach = 0.0
        for run in row:
            if current and _doubled(current[-1], run):
                continue
            if current and run.x0 - reach > 1.0 * max(run.size, current[-1].size):
                found.append(_joined(current, page))
                current = []
            reach = max(reach, run.x1) if current else run.x1
            current.append(run)
        found.append(_joined(current, page))
    return _with_numbers([line for line in found if line.text])


def _with_numbers(segments: list[Line]) -> list[Line]:
    """Segments with the raised number of a note put before the line it stands before."""
    if len(segments) > 3000:
        return segments
    gone: set[int] = set()
    for k, small in enumerate(segments):
        if len(small.text) > 4:
            continue
        for j, line in enumerate(segments):
            near = -1 <= line.x0 - small.x1 < line.size and 0 < small.y - line.y < 0.75 * line.size
            if near and small.size < 0.85 * line.size:
                segments[j] = replace(line, x0=small.x0, text=f"{small.text} {line.text}")
                gone.add(k)
                break
    return [s for k, s in enumerate(segments) if k not in gone]


def _doubled(one: Run, other: Run) -> bool:
    """Whether a run is printed twice nearly in one place (bold by overprinting, shadows)."""
    return (
        one.text == other.text
        and abs(one.x0 - other.x0) < 0.15 * one.size
        and abs(one.y - other.y) < 0.15 * one.size
    )


def _joined(runs: list[Run], page: int) -> Line:
    """One segment; raised small digits after a word (calls of notes) are left out."""
    main = max(runs, key=lambda r: len(r.text.strip()) * r.size)
    parts: list[str] = []
    end = None
    kept = []
    for k, run in enumerate(runs):
        raised = run.size < 0.82 * main.size and run.y > main.y + 0.1 * main.size
        if raised and k and re.fullmatch(r"[\s\d,*†‡§\[\]–-]{1,9}", run.text):
            end = run.x1
            continue
        gap = 0.0 if end is None else run.x0 - end
        if parts and gap > 0.14 * run.size and not parts[-1][-1:].isspace() and not run.text[:1].isspace():
            parts.append(" ")
        parts.append(run.text)
        end = run.x1
        kept.append(run)
    text = " ".join("".join(parts).split())
    return Line(kept[0].x0, max(r.x1 for r in kept), main.y, main.size, text, page)


def _without_heads(lined: list[list[Line]]) -> list[list[Line]]:
    """Pages without running heads, feet and page numbers."""
    edges: list[set[int]] = []
    counts: Counter[str] = Counter()
    for segments in lined:
        tops = sorted({round(s.y) for s in segments}, reverse=True)
        near = {y for edge in (tops[:2], tops[-3:]) for y in edge}
        edge = {k for k, s in enumerate(segments) if round(s.y) in near and len(s.text) <= 160}
        edge = edge if len(edge) <= 40 else set()
        edges.append(edge)
        counts.update(
            {segments[k].text.lower() for k in edge} | {f"\n{_shape(segments[k].text)}" for k in edge}
        )
    enough = 2 if len(lined) < 8 else 3
    kept = []
    for segments, edge in zip(lined, edges, strict=True):
        outer = {k for k in edge if _is_outermost(segments, k)}
        gone = {k for k in edge if counts[segments[k].text.lower()] >= enough}
        alike = {k for k in edge if counts[f"\n{_shape(segments[k].text)}"] >= enough}  # but for a number
        gone |= {k for k in alike - gone if _stands_alone(segments, k)}
        gone |= {k for k in outer if _PAGE_NUMBER.match(segments[k].text)}
        kept.append([s for k, s in enumerate(segments) if k not in gone])
    return kept


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", text.lower())


def _stands_alone(segments: list[Line], k: int) -> bool:
    """Whether a wide space parts a segment's row from the rows above and below it."""
    one = segments[k]
    return all(abs(s.y - one.y) < 2 or abs(s.y - one.y) > 1.6 * one.size for s in segments)


def _is_outermost(segments: list[Line], k: int) -> bool:
    """Whether nothing on the page lies above a segment, or nothing below it."""
    y = segments[k].y
    return all(s.y <= y + 2 for s in segments) or all(s.y >= y - 2 for s in segments)


def _apart(lines: list[Line], body: float) -> tuple[list[Line], list[Line]]:
    """(text, notes): notes are the small print at the foot of a column, from a note's mark on."""
    notes: set[int] = set()
    ends = [k for k, (a, b) in enumerate(pairwise(lines), 1) if a.column != b.column]
    start = 0
    for end in [*ends, len(lines)]:
        k = end
        while k > start and lines[k - 1].size < 0.93 * body:
            k -= 1
        marked = next((j for j in range(k, end) if _NOTE_MARK.match(lines[j].text)), None)
        if marked is not None and (k > start or marked == k):
            notes.update(range(marked if not notes else k, end))
        start = end
    return [s for k, s in enumerate(lines) if k not in notes], [s for k, s in enumerate(lines) if k in notes]


def _blocks(lines: list[Line], words: Counter[str], *, numbered: bool = False) -> list[Block]:
    """Lines joined to paragraphs; where they are `numbered` notes, each number starts one."""
    if not lines:
        return []
    leads = Counter(
        round((a.y - b.y) / max(a.size, 1), 1)
        for a, b in pairwise(lines)
        if a.column == b.column and a.y > b.y
    )
    often = [gap for gap, n in leads.items() if n >= 0.12 * leads.total() and gap >= 0.9]
    lead = min(min(often, default=1.2), 2.6)
    edges: dict[int, tuple[float, float]] = {}
    for line in lines:
        x0, x1 = edges.get(line.column, (line.x0, line.x1))
        edges[line.column] = (min(x0, line.x0), max(x1, line.x1))
    blocks: list[Block] = []
    parts = [lines[0].text]
    for before, line in pairwise(lines):
        mark = (
            numbered
            and line.text[0] in "123456789[*†‡"
            and before.text[-1] in ".)!?”"
            and _NOTE_MARK.match(line.text)
        )
        if mark or _starts(before, line, lead, edges):
            blocks.append(Block(pdf_words.sewn(parts, words), before.size, before.page))
            parts = []
        parts.append(line.text)
    blocks.append(Block(pdf_words.sewn(parts, words), lines[-1].size, lines[-1].page))
    return blocks


def _starts(before: Line, line: Line, lead: float, edges: dict[int, tuple[float, float]]) -> bool:
    """Whether a paragraph starts at `line`."""
    if abs(before.size - line.size) > 0.12 * max(before.size, line.size):
        return True
    ended = bool(_ENDED.search(before.text))
    if before.column != line.column:
        return ended and not line.text[:1].islower()
    if before.y - line.y > (lead + 0.35) * line.size:
        return True
    left, right = edges[line.column]
    indented = 0.6 * line.size < line.x0 - left < 5 * line.size and before.x0 - left < 0.5 * line.size
    short = right - before.x1 > 0.12 * (right - left)
    if (
        _NOTE_MARK.match(line.text)
        and ended
        and line.size < before.size + 0.1
        and line.text[0].isdigit()
        and short
    ):
        return True
    return (indented and (ended or short)) or (short and ended and not line.text[:1].islower())


def _mended(blocks: list[Block], body: float) -> list[Block]:
    """Paragraphs that a caption, a table or a column's end broke in two are joined; what broke them follows."""
    made: list[Block] = []
    k = 0
    while k < len(blocks):
        block = blocks[k]
        if abs(block.size - body) < 0.08 * body and not _ENDED.search(block.text) and len(block.text) > 60:
            for j in range(k + 1, min(k + 5, len(blocks))):
                other = blocks[j]
                if abs(other.size - body) < 0.08 * body:
                    if other.text[:1].islower():
                        joint = pdf_words.joint(block.text, other.text, Counter())
                        text = (
                            f"{block.text} {other.text}"
                            if joint is None
                            else block.text[:-1] + joint + other.text
                        )
                        blocks[k + 1 : j + 1] = blocks[k + 1 : j]
                        block = blocks[k] = Block(text, block.size, block.page)
                    break
        made.append(block)
        k += 1
    return made


def _titled(blocks: list[Block], body: float, known: str | None) -> tuple[str | None, list[Block]]:
    """The title and the blocks without it: the largest print on the first pages, else what the file states."""
    known = None if known and _POOR_TITLE.search(known) else known
    first = blocks[0].page if blocks else 0
    head = [
        b for b in blocks[:12] if b.page <= first + 1 and b.size > 1.15 * body and 4 <= len(b.text) <= 300
    ]
    head = [b for b in head if not _PAGE_NUMBER.match(b.text) and not _is_sentence(b.text)]
    if head:
        best = max(head, key=lambda b: round(b.size))
        at = blocks.index(best)
        text, end = best.text, at + 1
        while (
            end < len(blocks)
            and abs(blocks[end].size - best.size) < 0.5
            and len(text) + len(blocks[end].text) < 250
        ):
            text, end = f"{text} {blocks[end].text}", end + 1
        return text, blocks[:at] + blocks[end:]
    if known:
        at = next((k for k, b in enumerate(blocks[:6]) if b.text.lower() == known.lower()), None)
        return known, blocks if at is None else blocks[:at] + blocks[at + 1 :]
    return None, blocks


def _is_sentence(text: str) -> bool:
    """Whether a block is running text, however large its print: titles are short or end without a stop."""
    return text.count(" ") >= (11 if text[-1] == "." else 34)


def _signed(blocks: list[Block], known: str) -> tuple[str | None, list[Block]]:
    """Authors named on a line of their own beneath the title, and the blocks without that line."""
    for k, block in enumerate(blocks[:5]):
        if len(block.text) > 160 or furniture.byline(block.text)[0]:
            return None, blocks
        text = re.sub(r"[*\u2020\u2021\d]+(?=\W|$)", "", block.text)
        names = [n.strip() for n in re.split(r",|;|\band\b|&|\|", text) if n.strip()]
        people = bool(names) and all(furniture.looks_like_name(n) for n in names)
        dated = k + 1 < len(blocks) and furniture.byline(blocks[k + 1].text)[1] is not None
        if people and (len(names) > 1 or dated or names[0].lower() in known.lower()):
            listed = f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0]
            return listed, blocks[:k] + blocks[k + 1 :]
    return None, blocks
