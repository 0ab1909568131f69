"""What a brief is: pictures, sections of sentences and rows, claims to test, sources.

Frozen values only; `pair` and `state` fill them, `faces`, `html` and `terminal` show them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from detente.model import Chart


@dataclass(frozen=True, slots=True)
class Section:
    """Sentences and a table under a heading. `sources` are the ids of the sources it rests on.

    `short` is what the page itself shows of it, a few rows of text of one length, under `heads` where they
    are not empty; `rows` are all there is, for the folded tables, CSV and JSON.
    """

    id: str
    title: str
    sentences: tuple[str, ...] = ()
    rows: tuple[dict[str, Any], ...] = ()
    sources: tuple[str, ...] = ()
    short: tuple[tuple[str, ...], ...] = ()
    heads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """One or two states over a period.

    `states` are (id, name) pairs. `claims` are sentences that `detente claim` tests. `sources` are
    entries in the form of `Report.sources`, those used only.
    """

    states: tuple[tuple[str, str], ...]
    first: int
    last: int
    lead: tuple[str, ...]
    figures: tuple[Chart, ...]
    sections: tuple[Section, ...]
    claims: tuple[str, ...]
    sources: tuple[dict[str, Any], ...]
    atlas_version: str

    @property
    def title(self) -> str:
        """Names and years."""
        return f"{' and '.join(name for _, name in self.states)}, {self.first} to {self.last}"

    def _repr_html_(self) -> str:
        """What a notebook shows: the page, framed."""
        from detente.briefing.html import render
        from detente.notebook import frame

        return frame(render(self), 900)
