"""Tables for the terminal that stay readable: columns where they fit, a list of rows where they do not.

In: headings and rows of text. Out: what rich prints. Where the output is no terminal, so that a program may read it, a row is one
line however long it is.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.report.text import visible

if TYPE_CHECKING:
    from rich.console import Console

_GAP = 2


def show(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table on standard output."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    cells = [[visible(cell) for cell in row] for row in rows]
    needed = sum(max(len(row[k]) for row in [headings, *cells]) + _GAP for k in range(len(headings)))
    console = Console()
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console = Console(width=max(needed, 80))
    if needed > console.width:
        _list(console, headings, cells)
        return
    grid = Table(*headings, box=None, pad_edge=False, padding=(0, _GAP, 0, 0))
    for row in cells:
        grid.add_row(*map(Text, row))
    console.print(grid)


def _list(console: Console, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A row as its first cell, and beneath it the others with their headings."""
    from rich.padding import Padding
    from rich.text import Text

    for row in rows:
        console.print(Text(row[0], style="bold"))
        rest = " · ".join(
            f"{name} {cell}".strip() for name, cell in zip(headings[1:], row[1:], strict=True) if cell
        )
        console.print(Padding(Text(rest), (0, 0, 0, 2)))
