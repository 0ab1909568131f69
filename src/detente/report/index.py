"""The index over a folder's documents: one page, a row a document, its claims beneath, what could not be read at the end.

In: `Line`s. Out: the page as text. It has the stylesheet, the signs and the policy of a report's
page and no script; its links lead to the documents' own pages beside it.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup

from detente import __version__
from detente.model import Report
from detente.report import html, meaning, text

if TYPE_CHECKING:
    from rich.console import Console

_CSS = """
.index { max-width: 84rem; margin: 2.75rem auto; padding: 0 2rem; }
.index h2 { font: 600 1rem/1.4 var(--sans); margin: 0 0 .6rem; }
.index article { border-top: 1px solid var(--rule); padding: 1rem 0; }
.index h3 { font: 600 1.125rem/1.3 var(--serif); margin: 0; }
.index .file { color: var(--soft); font-size: .875rem; margin: .1rem 0 0; }
.index summary { cursor: pointer; font-size: .875rem; margin-top: .5rem; }
.index ol { list-style: none; padding: 0; margin: .5rem 0 0; display: grid; gap: .4rem; font-size: .9375rem; }
.index ol a { display: flex; gap: .5em; align-items: baseline; color: inherit; text-decoration-color: var(--rule); }
.index ol span { color: var(--k); }
.index .bad { font-size: .9375rem; display: grid; gap: .4rem; }
.index .bad dt { font-weight: 600; }
"""


@dataclass(frozen=True, slots=True)
class Line:
    """What the index shows of one file; `claims` are (anchor, finding, what was tested), `page` the name of its report."""

    file: str
    title: str | None = None
    author: str | None = None
    published: str | None = None
    counts: Counter[str] = field(default_factory=Counter)
    claims: tuple[tuple[str, str, str], ...] = ()
    page: str | None = None
    error: str | None = None


def page(report: Report) -> str:
    """A document's own page, with what is known of the tests."""
    from detente.validation import measured

    return html.render(report, measured.by_kind())


def claims(report: Report) -> Iterator[tuple[str, str, str]]:
    """(anchor on the report's page, finding, what was tested) of each claim."""
    for anchor, checked in zip(html._anchors(report), report.checked, strict=True):
        yield anchor, checked.finding.label, text.shorten(text.visible(meaning.sentence(checked.claim)), 240)


def render(folder: str, lines: Sequence[Line], pages: str) -> str:
    """The whole page; `pages` is the folder of the documents' pages, beside it."""
    css = html._asset("style.css") + _CSS
    digest = base64.b64encode(hashlib.sha256(css.encode("utf-8")).digest()).decode("ascii")
    good = [line for line in lines if line.error is None]
    counts = sum((line.counts for line in good), Counter())
    made = (
        html._environment()
        .get_template("index.html.jinja")
        .render(
            version=__version__,
            policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
            css=Markup(css),  # noqa: S704 - our own
            signs=Markup(html._asset("signs.svg")),  # noqa: S704 - our own file
            folder=folder,
            good=good,
            bad=[line for line in lines if line.error is not None],
            total=counts.total(),
            counts=_counts(counts),
            each=[_counts(line.counts) for line in good],
            links=[f"{quote(pages)}/{quote(line.page or '')}" for line in good],
        )
    )
    return made if made.endswith("\n") else made + "\n"


def _counts(found: Counter[str]) -> list[tuple[str, text.Word, int]]:
    return [(label, text.word(label), found[label]) for label in text.LABELS if found[label]]


def render_terminal(lines: Sequence[Line], console: Console, *, quiet: bool = False) -> None:
    """Print a row a document, the files that were not checked, and the counts; `quiet` prints the counts only."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    good = [line for line in lines if line.error is None]
    if not quiet:
        table = Table("file", "title", "claims", "findings", box=SIMPLE_HEAD, pad_edge=False)
        for line in good:
            found = ", ".join(f"{n} {said.text}" for _, said, n in _counts(line.counts))
            row = (line.file, line.title or "", str(len(line.claims)), found)
            table.add_row(*(Text(text.visible(cell)) for cell in row))
        console.print(table)
        for line in lines:
            if line.error is not None:
                console.print(Text(f"not checked: {text.visible(line.file)}: {text.visible(line.error)}"))
    counts = sum((line.counts for line in good), Counter())
    found = ", ".join(f"{n} {said.text}" for _, said, n in _counts(counts))
    documents = f"{len(good)} of {len(lines)} files checked"
    console.print(
        f"{documents}, {counts.total()} claims: {found}.", highlight=False, markup=False, soft_wrap=True
    )
