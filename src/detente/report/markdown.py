"""Markdown (CommonMark with tables) of a report's outline.

In: an `Outline`. Out: text. What is not ours is escaped, so that it can make no markup, HTML or list; a
picture becomes its title, text alternative and source.
"""

from __future__ import annotations

import re

from detente.report.outline import Block, Figure, Heading, Items, Outline, Paragraph, Run, Table

_SPECIAL = re.compile(r"([\\`*_{}\[\]#|~$^])")
_LEADING = re.compile(r"^(\s*)([-+=>]|\d+(?=[.)]))")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def markdown(document: Outline) -> str:
    """The whole document, with a final newline."""
    head = [f"# {_line(document.title)}", _line(document.under)]
    body = [_block(block) for block in document.blocks]
    return "\n\n".join([*head, *(text for text in body if text), f"*{_line(document.note)}*"]) + "\n"


def _block(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * (level + 1)} {_line(text)}"
        case Items(items):
            return "\n".join(f"- {_line(item)}" for item in items)
        case Table():
            return _table(block)
        case Figure(chart):
            return f"**{_line(chart.title)}**\n\n{_line(chart.alt)}\n\nSource: {_line(chart.source_line)}"
        case Paragraph(runs, style):
            text = _lines("".join(_run(run) for run in runs))
            if style == "verdict":
                return f"**{text}**"
            quoted = style in {"quote", "comment"}
            return "\n".join(f"> {line}" for line in text.split("\n")) if quoted else text
    raise AssertionError(block)


def _run(run: Run) -> str:
    if run.style == "tag":
        return f"**\\[{_escape(run.text)}\\]** "
    core = _escape(run.text)
    bare = core.strip()
    if run.style != "strong" or not bare:
        return core
    lead, trail = core[: len(core) - len(core.lstrip())], core[len(core.rstrip()) :]
    return f"{lead}**{bare}**{trail}"


def _table(table: Table) -> str:
    if not table.headings:
        return ""
    rule = ["---:" if numeric else "---" for numeric in table.numeric]
    rows = [[_cell(cell) for cell in row] for row in (table.headings, *table.rows)]
    lines = [f"| {' | '.join(row)} |" for row in (rows[0], rule, *rows[1:])]
    caption = f"{_line(table.caption)}\n\n" if table.caption else ""
    return caption + "\n".join(lines)


def _cell(text: str) -> str:
    return _escape(" ".join(text.split())) or " "


def _escape(text: str) -> str:
    return re.sub(r"[&<>]", lambda hit: _ENTITIES[hit[0]], _SPECIAL.sub(r"\\\1", text))


def _line(text: str) -> str:
    return _leading(_escape(" ".join(text.split())))


def _lines(text: str) -> str:
    """Line breaks kept as hard breaks; no line may begin a list, a heading or a code block."""
    lines = [_leading(line.strip()) for line in text.strip().split("\n")]
    return "\\\n".join(line for line in lines if line)


def _leading(line: str) -> str:
    hit = _LEADING.match(line)
    if hit is None:
        return line
    at = hit.end() if hit[2].isdigit() else hit.start(2)
    return f"{line[:at]}\\{line[at:]}"
