"""The terminal face of a brief: its sentences, one compact table a section, the claims as commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Table
from rich.text import Text

from detente.briefing.page_of import Brief, Section
from detente.report.outline import table
from detente.report.text import visible

if TYPE_CHECKING:
    from rich.console import RenderableType

_MOST = 14


def render(brief: Brief) -> RenderableType:
    """Everything but the pictures."""
    parts: list[RenderableType] = [Text(visible(brief.title), style="bold")]
    parts += [Text(visible(said)) for said in brief.lead]
    for section in brief.sections:
        parts += _section(section)
    if brief.claims:
        parts.append(Text("\nClaims worth testing", style="bold"))
        parts += [
            Text(f'  detente claim "{visible(claim)}"', no_wrap=True, overflow="ignore")
            for claim in brief.claims
        ]
    return Group(*parts)


def _section(section: Section) -> list[RenderableType]:
    parts: list[RenderableType] = [Text(f"\n{visible(section.title)}", style="bold")]
    parts += [Text(visible(said), style="dim") for said in section.sentences]
    if not section.rows:
        return parts
    cells = table(section.rows, _MOST)
    grid = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim", show_edge=False)
    for heading, numeric in zip(cells.headings, cells.numeric, strict=True):
        grid.add_column(Text(heading), justify="right" if numeric else "left", overflow="fold")
    for row in cells.rows:
        grid.add_row(*(Text(cell) for cell in row))
    return [*parts, grid, *([Text(cells.caption, style="dim")] if cells.caption else [])]
