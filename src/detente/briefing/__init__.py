"""One page on a pair of states, or on one: what every family of evidence says since 1946.

In: names or ids of states and a period. Out: a frozen `Brief` of pictures, sentences and tables, and its faces.
A brief describes and ranks; it decides nothing. What it finds worth deciding it words as claims, for
`detente claim` to test.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.briefing.page_of import Brief, Section

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = [
    "Brief",
    "Section",
    "brief",
    "dumps",
    "render",
    "to_docx",
    "to_html",
    "to_json",
    "to_markdown",
    "to_pdf",
]


def brief(
    a: str,
    b: str | None = None,
    *,
    first: int | None = None,
    last: int | None = None,
    atlas: str | Path | None = None,
) -> Brief:
    """The brief of a pair of states, or of one state.

    Args:
        a: a state: ISO alpha-3 or historic id ("PAK", "SUN") or a name ("Pakistan").
        b: the other state; None for all ties of `a`.
        first: first year shown (default 1946, the first year most sources share, or when the states began).
        last: last year shown, and the last any evidence comes from (default: the last that a source covers, or
            the end of a state that is no more).
        atlas: folder of an atlas (default: the user's own, else the bundled one).

    Raises:
        UnknownActorError: no state goes by that name.
        InputError: both names are one state (or its predecessor), the period is empty, or the two were never states
            at the same time.

    """
    from detente import api
    from detente.briefing import who

    bench = api.bench(None if atlas is None else str(atlas))
    period = who.period(bench, first, last)
    states = [who.state(bench, name, period) for name in ((a,) if b is None else (a, b))]
    if len(states) == 2:
        who.distinct(states[0], states[1])
    period = who.lived(states, period, first=first is not None, last=last is not None, index=bench.index)
    if len(states) == 1:
        from detente.briefing import state

        return state.brief(bench, states[0], period)
    from detente.briefing import pair

    return pair.brief(bench, states[0], states[1], period)


def to_json(made: Brief) -> dict[str, Any]:
    """The brief as plain values, as `schema/brief.schema.json` describes them."""
    from detente.briefing.faces import as_dict

    return as_dict(made)


def dumps(made: Brief) -> str:
    """`to_json` as ASCII text with a final newline; the same brief gives the same bytes."""
    import json

    return json.dumps(to_json(made), indent=1, ensure_ascii=True, allow_nan=False) + "\n"


def to_html(made: Brief) -> str:
    """The brief as one HTML file that needs no network and runs no script."""
    from detente.briefing.html import render as page

    return page(made)


def to_pdf(made: Brief) -> bytes:
    """The brief as tagged PDF: one A4 page, with what it rests on behind it."""
    from detente.briefing.pdf import pdf

    return pdf(made)


def to_docx(made: Brief) -> bytes:
    """The brief as a Word document."""
    from detente.briefing.faces import outline
    from detente.report.word import docx

    return docx(outline(made))


def to_markdown(made: Brief) -> str:
    """The brief as Markdown."""
    from detente.briefing.faces import outline
    from detente.report.markdown import markdown

    return markdown(outline(made))


def render(made: Brief) -> RenderableType:
    """The brief for a terminal, as something rich can print."""
    from detente.briefing.terminal import render as picture

    return picture(made)
