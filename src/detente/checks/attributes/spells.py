"""Spells of lists against the years a claim speaks of: throughout, in part, not at all.

In: rows with `start` and `end` years, a span. Out: whether they cover it, and the years they do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from detente.domain.periods import Period
from detente.model import EvidenceRows

How = Literal["all", "some", "none"]


@dataclass(frozen=True)
class Span:
    """The years a claim is tested over; `throughout`: in all of them, else in any."""

    first: int
    last: int
    throughout: bool = True

    def words(self) -> str:
        """The years as printed."""
        return f"in {self.first}" if self.first == self.last else f"from {self.first} to {self.last}"


def span(period: Period, latest: int) -> Span:
    """The years of a period: an open side reaches to the evidence's end; none at all is its last year.

    Where only the end is said ("before 1991") the statement need not have held since the beginning.
    """
    last = min(period.end if period.end is not None else latest, latest)
    if period.holds == "by_end":
        return Span(last, last)
    if period.start is None:
        return Span(last, last) if period.end is None else Span(0, last, throughout=False)
    return Span(min(period.start, last), last, period.holds != "within")


def covered(rows: Iterable[Mapping[str, Any]], years: Span) -> How:
    """How far spells cover the years."""
    spells = [(int(r["start"]), int(r["end"]) if r["end"] is not None else 9999) for r in rows]
    if not years.throughout:
        return "all" if any(s <= years.last and e >= years.first for s, e in spells) else "none"
    inside = [any(s <= y <= e for s, e in spells) for y in range(years.first, years.last + 1)]
    return "all" if all(inside) else "some" if any(inside) else "none"


def told(rows: Sequence[Mapping[str, Any]], first_of_all: int) -> str:
    """Spells as printed: "since 1964", "from 1992 to 2007"."""
    parts = []
    for row in sorted(rows, key=lambda r: r["start"]):
        start, end = row["start"], row["end"]
        if start <= first_of_all:
            parts.append("always" if end is None else f"until {end}")
        else:
            parts.append(
                f"since {start}"
                if end is None
                else f"from {start} to {end}"
                if end != start
                else f"in {start}"
            )
    return " and ".join(dict.fromkeys(parts))


def evidence(
    bench: Any, table: str, rows: Sequence[Mapping[str, Any]], where: str
) -> tuple[EvidenceRows, ...]:
    """The rows by source, with the query that gives them."""
    by_source: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_source.setdefault(row["source"], []).append(dict(row))
    return tuple(
        EvidenceRows(
            s,
            bench.source(s).version if s in bench.atlas.sources else "",
            f"SELECT * FROM {table} WHERE {where}",
            tuple(r),
        )
        for s, r in by_source.items()
    )
