"""PDF of a report's outline, set by Typst from one template that takes the text as data.

In: an `Outline`. Out: PDF bytes (A4, tagged, the same for the same input). Nothing in the outline is read as
markup: it reaches the template as JSON strings.
"""

from __future__ import annotations

from typing import Any

from detente.report import typesetting
from detente.report.charts import standalone
from detente.report.outline import Block, Figure, Heading, Items, Outline, Paragraph, Table
from detente.report.text import visible


def pdf(document: Outline) -> bytes:
    """The whole document."""
    return typesetting.pdf(
        {
            "title": document.title,
            "under": document.under,
            "note": document.note,
            "blocks": [_block(block) for block in document.blocks],
        }
    )


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(level, text):
            return {"is": "heading", "level": level, "text": text}
        case Items(items):
            return {"is": "items", "items": list(items)}
        case Table(headings, rows, numeric, caption):
            return {
                "is": "table",
                "headings": list(headings),
                "rows": [list(row) for row in rows],
                "numeric": list(numeric),
                "caption": caption,
            }
        case Figure(chart):
            return {
                "is": "figure",
                "svg": standalone.svg(chart, framed=False),
                "title": visible(chart.title),
                "alt": visible(chart.alt),
                "source": visible(chart.source_line),
            }
        case Paragraph(runs, style, label):
            said = [{"text": run.text, "style": run.style} for run in runs]
            return {"is": "paragraph", "style": style, "label": label, "runs": said}
    raise AssertionError(block)
