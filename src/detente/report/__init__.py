"""The faces of a finding: terminal table, JSON, one self-contained HTML file, citations.

In: a `detente.model.Report`. Out: text or files. Nothing here decides anything; it shows what
the checks found, and escapes all of it. What is heavy (rich, jinja2) is imported on first use.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from detente.model import Report

__all__ = [
    "bibtex",
    "csl_json",
    "dumps",
    "from_catalogue",
    "render_terminal",
    "to_html",
    "to_json",
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


def to_html(report: Report, calibration: Mapping[str, Mapping[str, Any]] | None = None) -> str:
    """The report as one HTML file that needs no network and runs no script.

    `calibration` maps a kind of claim to what is known of its test: `n`, `false_positives`,
    `rate`, `low`, `high` as `detente calibrate` gives them and, if known, `right` of `known`
    cases as `detente audit` counts them.
    """
    from detente.report.html import render

    return render(report, calibration or {})


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
    calibration: Mapping[str, Mapping[str, Any]] | None = None,
) -> None:
    """Write `to_html` to `path`, whole or not at all. Raises `InputError` if it cannot."""
    from detente.report.files import write_text

    write_text(path, to_html(report, calibration))
