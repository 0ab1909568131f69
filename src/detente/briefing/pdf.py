"""The brief as PDF: the whole story on one A4 page, how it was made and its sources on those that follow.

In: a `Brief`. Out: PDF bytes, tagged, the same for the same brief. The text reaches the template as JSON strings,
never as markup. The first page is set in the largest of a few sizes in which all of it fits.
"""

from __future__ import annotations

from importlib import resources
from typing import Any

from detente import __version__
from detente.briefing import faces
from detente.briefing.page_of import Brief, Section
from detente.report import typesetting
from detente.report.charts import standalone
from detente.report.text import visible

_WIDE = 760  # user units of a picture across the page
_HALF = 470


def pdf(brief: Brief) -> bytes:
    """The whole document."""
    template = resources.files("detente.briefing").joinpath("templates", "brief.typ").read_text("utf-8")
    return typesetting.pdf(_document(brief), template)


def _document(brief: Brief) -> dict[str, Any]:
    one = len(brief.states) == 1
    sections = {section.id: _section(section) for section in brief.sections}
    coverage = next((section for section in brief.sections if section.id == "coverage"), None)
    return {
        "title": visible(brief.title),
        "note": f"detente {__version__}, atlas {brief.atlas_version}",
        "one": one,
        "lead": [visible(said) for said in brief.lead],
        "figures": [
            {
                "svg": standalone.svg(chart, _HALF if one else _WIDE, framed=False),
                "title": visible(chart.title),
                "alt": visible(chart.alt),
                "source": visible(chart.source_line),
            }
            for chart in brief.figures
        ],
        "sections": sections,
        "claims": [visible(claim) for claim in brief.claims],
        "made": [visible(said) for section in brief.sections if section.id != "coverage" for said in section.sentences
                 if not _shown(section, said)],
        "coverage": [[visible(row["source"]), row["years"], row["missing in the period"]] for row in coverage.rows]
        if coverage else [],
        "references": [visible(f"{one['text'] or one['key']} {one['url'] or ''}".strip()) for one in faces.cited(brief)],
    }  # fmt: skip


def _shown(section: Section, said: str) -> bool:
    """Whether the first page has the sentence already."""
    return any(said in row for row in section.short) or (not section.short and section.id == "events")


def _section(section: Section) -> dict[str, Any]:
    short = section.short or (tuple((said,) for said in section.sentences))
    return {
        "title": visible(section.title),
        "heads": [visible(head) for head in section.heads],
        "rows": [[visible(cell) for cell in row] for row in short],
        "numbered": section.id == "events" and bool(section.short),
    }
