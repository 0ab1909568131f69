"""The sources of a brief: their entries, and how far each reaches into the period."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from detente.briefing.page_of import Section

if TYPE_CHECKING:
    from detente.measures.registry import Bench


def used(bench: Bench, names: Iterable[str]) -> tuple[dict[str, Any], ...]:
    """Entries of the sources with these ids, in the form of `Report.sources`, sorted by id."""
    from detente import transport
    from detente.report import from_catalogue

    wanted = set(names)
    return tuple(
        one for one in (*from_catalogue(bench.atlas.sources), *transport.sources()) if one["id"] in wanted
    )


def coverage(kept: tuple[dict[str, Any], ...], first: int, last: int) -> Section:
    """The years of each source, and what is missing at the end of the period."""
    rows = []
    for one in kept:
        start, end = one.get("first"), one.get("last")
        missing = "" if end is None or end >= last else f"nothing after {end}"
        if start is not None and start > first:
            missing = "; ".join(part for part in (f"nothing before {start}", missing) if part)
        rows.append(
            {
                "source": f"{one['title']} {one.get('version') or ''}".strip(),
                "family": one.get("family"),
                "years": f"{start}–{end}" if start is not None else "not dated",
                "missing in the period": missing or "nothing",
                "cite": one.get("citation_key"),
            }
        )
    said = ("What a source does not cover is left out and never filled in.",)
    return Section("coverage", "Sources and the years they cover", said, tuple(rows))
