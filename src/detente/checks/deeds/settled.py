"""A claim to land that had been settled: what the record holds instead of "A claimed land of B".

Two that settled their border before the years of the claim, and of whom neither the list of territories nor the record has a
claim since, had none.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from detente.checks.deeds import when
from detente.checks.deeds.findings import several
from detente.checks.occasions import key
from detente.domain.acts import implying

if TYPE_CHECKING:
    from detente.checks.deeds.cells import Cell
    from detente.checks.deeds.record import Deed, Record
    from detente.checks.deeds.when import Window
    from detente.domain import Event
    from detente.measures.registry import Bench

_NAMED_LAND = ("place:",)


def before(
    record: Record, event: Event, cell: Cell, window: Window, bench: Bench
) -> tuple[str, tuple[Deed, ...]] | None:
    """The settlement that refutes a claim to land, in words and rows; None where there is none, or a claim since."""
    pair = [u.ids for u in (cell.doer, cell.receiver)]
    if (
        event.act != "claim_territory"
        or any(len(i) != 1 for i in pair)
        or "territories" not in bench.atlas.tables
    ):
        return None
    if any((t.id or "").startswith(_NAMED_LAND) for t in event.object) or event.place:
        return None
    keys = frozenset(key(i[0]) for i in pair)
    done = [d for d in record.of(("settle_dispute",)) if d.everyone == keys and d.last < window.first]
    if not done or _claims(bench, keys, window):
        return None
    since = when.Window(done[-1].last, date(window.last.year + 1, 12, 31))
    if any(keys <= d.everyone and when.fit(d, since) for d in record.of(implying("claim_territory"))):
        return None
    return (
        f"They had settled their border: {several(done)}. No list here has a claim of the one on the other since.",
        tuple(done),
    )


def _claims(bench: Bench, keys: frozenset[str], window: Window) -> bool:
    """Whether the list of territories has one place that the two hold or claim in these years, and one of them claims."""
    held: dict[str, set[str]] = {}
    claimed: set[str] = set()
    for row in bench.atlas.table("territories").to_dicts():
        if (
            key(row["who"]) in keys
            and row["start"] <= window.last.year
            and (row["end"] or 9999) >= window.first.year
        ):
            held.setdefault(row["place"], set()).add(key(row["who"]))
            if row["status"] == "claims":
                claimed.add(row["place"])
    return any(held[p] == keys for p in claimed)
