"""The faces of a finding: terminal table, JSON, HTML, PDF, Word, Markdown, tables and pictures, citations.

In: a `detente.model.Report`. Out: text or files. Nothing here decides anything; it shows what
the checks found, and escapes all of it. What is heavy (rich, jinja2, typst, docx) is imported on first use.
`calibration` maps a kind of claim to what is known of its test: `n`, `false_positives`, `rate`, `low`,
`high` as `detente calibrate` gives them and, if known, `right` of `known` cases as `detente audit` counts them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

Calibration = Mapping[str, Mapping[str, Any]]

if TYPE_CHECKING:
    from rich.console import Console

    from detente.model import Report

__all__ = [
    "bibtex",
    "card_files",
    "csl_json",
    "dumps",
    "from_catalogue",
    "render_terminal",
    "to_docx",
    "to_html",
    "to_json",
    "to_markdown",
    "to_pdf",
    "write_html",
    "write_json",
]


def render_terminal(report: Report, console: Console, *, quiet: bool = False) -> None:
    """Print the table of claims and a line of counts; `quiet` prints the counts only."""
    from detente.report.terminal import render

    render(report, console, quiet=quiet)


def to_json(report: Report) -> dict[str, Any]:
    """The report as plain values, in the published contract (`schema/check.schema.json`)."""
    from detente.report.json import as_dict

    return as_dict(report)


def dumps(report: Report) -> str:
    """`to_json` as ASCII text with a final newline; the same report gives the same bytes."""
    from detente.report.json import as_text

    return as_text(report)


def to_html(report: Report, calibration: Calibration | None = None) -> str:
    """The report as one HTML file that needs no network and runs no script."""
    from detente.report.html import render

    return render(report, calibration or {})


def to_pdf(report: Report, calibration: Calibration | None = None) -> bytes:
    """The report as tagged PDF on A4; the same report gives the same bytes.

    Letters the bundled fonts lack (Arabic, Chinese, Devanagari ...) are set in the machine's own, if it has any.
    """
    from detente.report.outline import outline
    from detente.report.pdf import pdf

    return pdf(outline(report, calibration))


def to_docx(report: Report, calibration: Calibration | None = None) -> bytes:
    """The report as a Word document; the same report gives the same bytes."""
    from detente.report.outline import outline
    from detente.report.word import docx

    return docx(outline(report, calibration))


def to_markdown(report: Report, calibration: Calibration | None = None) -> str:
    """The report as Markdown with tables; a picture is told by its title, text alternative and source."""
    from detente.report.markdown import markdown
    from detente.report.outline import outline

    return markdown(outline(report, calibration))


def card_files(report: Report, claim: str | None = None) -> dict[str, bytes]:
    """File name to content: specifications and rows (CSV, Parquet) and the picture (SVG, PNG, CSV) of each card.

    `claim` asks for one card by the id of its claim. Raises `InputError` where there is none of that id.
    """
    from detente.report.cards import files

    return files(report, claim)


def bibtex(report: Report, keys: tuple[str, ...] | None = None) -> str:
    """BibTeX entries of the sources the findings cite (or of `keys`), sorted by key."""
    from detente.report.citations import bibtex as entries

    return entries(report, keys)


def csl_json(report: Report, keys: tuple[str, ...] | None = None) -> list[dict[str, Any]]:
    """The same citations as CSL-JSON items."""
    from detente.report.citations import csl_items

    return csl_items(report, keys)


def from_catalogue(catalogue: Mapping[str, Mapping[str, Any]]) -> tuple[dict[str, Any], ...]:
    """`Report.sources` from the atlas catalogue (source id to entry)."""
    from detente.report.sources import from_catalogue as flat

    return flat(catalogue)


def write_json(report: Report, path: str | Path) -> None:
    """Write `dumps` to `path`, whole or not at all. Raises `InputError` if it cannot."""
    from detente.report.files import write_text

    write_text(path, dumps(report))


def write_html(
    report: Report,
    path: str | Path,
    calibration: Calibration | None = None,
) -> None:
    """Write `to_html` to `path`, whole or not at all. Raises `InputError` if it cannot."""
    from detente.report.files import write_text

    write_text(path, to_html(report, calibration))
