"""Wording a finding on a deed: what the record holds, with its date and source, in plain words.

In: hits, or the lack of them. Out: `model.Finding`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from detente.checks.deeds import when
from detente.checks.deeds.record import GENERAL
from detente.english import listed
from detente.model import EvidenceRows, Finding, Grade, Label, Member

if TYPE_CHECKING:
    from detente.checks.deeds.matching import Hit
    from detente.checks.deeds.record import Deed
    from detente.measures.registry import Bench
    from detente.model import Why

_SHOWN, _ROWS = 3, 20
_COUNTER = "The record says that a deed was done, not why, nor what came of it."
_LIMIT = (
    "The record is a selection; its silence proves nothing outside the lists that are said to be complete."
)


def told(deed: Deed) -> str:
    """One deed with its date and source: "18 March 2014: Russian annexation of Crimea (UN ...)"."""
    end = f" (to {when.said(deed.end)})" if deed.end and deed.end.year != deed.year else ""
    source = ", ".join(filter(None, (deed.reference, deed.locator)))
    return f"{when.dated(deed)}{end}: {deed.text} ({source})"


def several(deeds: Sequence[Deed]) -> str:
    """A few deeds as told, and how many more."""
    distinct = list(dict.fromkeys(deeds))
    more = f"; and {len(distinct) - _SHOWN} more" if len(distinct) > _SHOWN else ""
    return "; ".join(told(d) for d in distinct[:_SHOWN]) + more


def grade(deeds: Sequence[Deed]) -> tuple[Grade, str]:
    """How well the best row is sourced."""
    best = min(deeds, key=lambda d: (d.reference == GENERAL, not d.locator))
    if best.reference == GENERAL:
        return "low", "a dated row of the general record, without a work that is named"
    if best.locator or any(c.isdigit() for c in best.reference):
        return "high", f"a dated fact ({best.reference})"
    return "moderate", f"a dated fact ({best.reference}, without a page)"


def found(
    label: Label, bench: Bench, deeds: Sequence[Deed], reason: str, members: Sequence[Member] = ()
) -> Finding:
    """A finding that rests on rows of the record."""
    distinct = tuple(dict.fromkeys(deeds))
    graded, why = grade(distinct)
    return Finding(
        label, graded, (why,), reason,
        would_change=("A source that dates the deed otherwise, or gives it to another.",), counter_reading=_COUNTER,
        evidence=rows(bench, distinct), limits=(_LIMIT,), citations=citations(bench, distinct), members=tuple(members),
    )  # fmt: skip


def silent(
    reason: str, why: Why = "silent_record", bench: Bench | None = None, near: Sequence[Deed] = ()
) -> Finding:
    """The record holds no such deed, and no list says that it would."""
    return Finding(
        "insufficient_evidence", "very_low", ("not in the record",), reason,
        would_change=("A dated source on the deed.",), evidence=rows(bench, near) if bench else (), limits=(_LIMIT,),
        citations=citations(bench, near) if bench else (), why=why,
    )  # fmt: skip


def by_list(
    label: Label, bench: Bench, reason: str, sources: Sequence[str], near: Sequence[Deed] = ()
) -> Finding:
    """A finding that rests on the completeness of a list."""
    known = [s for s in sources if s in bench.atlas.sources]
    return Finding(
        label, "moderate", ("a list that is complete for these years does not hold it",), reason,
        would_change=("An entry that the list lacks.",), counter_reading=_COUNTER, evidence=rows(bench, near),
        citations=tuple(dict.fromkeys(bench.source(s).citation_key for s in known)),
    )  # fmt: skip


def rows(bench: Bench, deeds: Sequence[Deed]) -> tuple[EvidenceRows, ...]:
    """The rows with the query that gives them, by source."""
    by_source: dict[str, list[Deed]] = {}
    for deed in deeds[:_ROWS]:
        by_source.setdefault(deed.source, []).append(deed)
    return tuple(
        EvidenceRows(
            source, bench.source(source).version if source in bench.atlas.sources else "",
            f"SELECT * FROM deeds WHERE id IN ({', '.join(repr(d.id) for d in held)}) ORDER BY date",
            tuple(d.row() for d in held),
        )
        for source, held in by_source.items()
    )  # fmt: skip


def citations(bench: Bench, deeds: Sequence[Deed]) -> tuple[str, ...]:
    """BibTeX keys of the sources of the rows."""
    known = dict.fromkeys(d.source for d in deeds if d.source in bench.atlas.sources)
    return tuple(bench.source(s).citation_key for s in known)


def unsaid(hits: Sequence[Hit]) -> str:
    """What the best rows do not say of the claim, in words."""
    parts = list(dict.fromkeys(u for h in hits for u in h.unsaid))
    coarse = [h.deed for h in hits if h.fit == "coarse"]
    said = [f"It does not say {listed(parts)}."] if parts else []
    if coarse:
        said.append(f"It dates the deed only to {when.dated(coarse[0])}.")
    return " ".join(said)
