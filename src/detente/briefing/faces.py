"""A brief as plain values and as an outline: what its JSON, HTML, PDF, Word and Markdown are made from."""

from __future__ import annotations

from typing import Any

from detente import __version__
from detente.briefing.page_of import Brief
from detente.model import Document, Report
from detente.report.citations import csl_items
from detente.report.digest import references
from detente.report.json import plain
from detente.report.outline import Block, Figure, Heading, Outline, items, para, table

MOST = 250  # rows of a table: all there are, of every pair we know of


def as_dict(brief: Brief) -> dict[str, Any]:
    """JSON-ready values (`schema/brief.schema.json`)."""
    return {
        "detente": {"version": __version__},
        "atlas": {"version": brief.atlas_version},
        "states": [{"id": one, "name": name} for one, name in brief.states],
        "period": {"from": brief.first, "to": brief.last},
        "summary": list(brief.lead),
        "figures": [
            {
                "form": chart.form,
                "title": chart.title,
                "data": plain(chart.data),
                "encoding": plain(chart.encoding),
                "source": chart.source_line,
                "alt": chart.alt,
            }
            for chart in brief.figures
        ],
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "sentences": list(section.sentences),
                "rows": plain(section.rows),
                "sources": list(section.sources),
            }
            for section in brief.sections
        ],
        "claims": list(brief.claims),
        "sources": [plain(one) for one in brief.sources],
        "citations": csl_items(_report(brief), keys(brief)),
    }


def keys(brief: Brief) -> tuple[str, ...]:
    """Citation keys of the sources used."""
    return tuple(sorted({str(one["citation_key"]) for one in brief.sources if one.get("citation_key")}))


def _report(brief: Brief) -> Report:
    """The sources as the report's writers of citations take them."""
    return Report(Document(None, ()), (), brief.atlas_version, brief.sources)


def cited(brief: Brief) -> list[dict[str, Any]]:
    """References a reader can follow: key, text, url."""
    return references(_report(brief), keys(brief))


def outline(brief: Brief) -> Outline:
    """The brief in blocks."""
    blocks: list[Block] = [items(brief.lead)] if len(brief.lead) > 1 else [para(*brief.lead)]
    blocks += [Figure(chart) for chart in brief.figures]
    for section in brief.sections:
        blocks.append(Heading(1, section.title))
        blocks += [para(said) for said in section.sentences]
        if section.rows:
            blocks.append(table(section.rows, MOST))
    if brief.claims:
        blocks += [Heading(1, "Claims worth testing"), items(brief.claims)]
    if lines := cited(brief):
        said = (f"{one['text'] or one['key']} {one['url'] or ''}".strip() for one in lines)
        blocks += [Heading(1, "References"), items(said)]
    note = f"detente {__version__}, atlas {brief.atlas_version}"
    return Outline(brief.title, "A brief from dated evidence", note, tuple(blocks))
