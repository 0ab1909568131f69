"""What the record and lists hold instead of a deed, where it cannot be true beside them.

A claim to land after the border was settled; an invasion by the one that was invaded; a withdrawal while the troops are on record
as there; recognition by a state that is listed as withholding it; independence from another state than the one on record.
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


def instead(
    record: Record, event: Event, cell: Cell, window: Window, bench: Bench
) -> tuple[str, tuple[Deed, ...]] | None:
    """What refutes the claim, in words, with the rows (none where a list does); None where nothing does."""
    for test in (before, _reversed, _still_there, _withheld, _of_another):
        found = test(record, event, cell, window, bench)
        if found is not None:
            return found
    return None


def _named(cell: Cell) -> bool:
    return not cell.doer.anybody and not cell.receiver.anybody


def _reversed(
    record: Record, event: Event, cell: Cell, window: Window, bench: Bench
) -> tuple[str, tuple[Deed, ...]] | None:
    """Within a year, the other invaded: who was invaded did not invade (where the record has no such deed of his near it)."""
    if event.act != "invade" or not _named(cell) or window.last.year - window.first.year > 1:
        return None
    rows = record.of(("invade",))
    other = [
        d for d in rows if cell.receiver.among(d.doers) and cell.doer.among(d.receivers) and when.fit(d, window)
    ]  # fmt: skip
    near = when.Window(date(max(window.first.year - 2, 1), 1, 1), date(window.last.year + 1, 12, 31))
    own = [
        d for d in rows if cell.doer.among(d.doers) and cell.receiver.among(d.receivers) and when.fit(d, near)
    ]
    return (f"It was the other way round: {several(other)}.", tuple(other)) if other and not own else None


_PRESENT = ("station_troops", "occupy_territory", "intervene_militarily", "invade")


def _still_there(
    record: Record, event: Event, cell: Cell, window: Window, bench: Bench
) -> tuple[str, tuple[Deed, ...]] | None:
    """All troops were withdrawn from where the record has them for more than a year after."""
    if event.act != "withdraw_troops" or not _named(cell) or event.object or event.place:
        return None
    there = [
        d for d in record.of(_PRESENT)
        if d.end is not None and d.start < window.first and d.end.year > window.last.year + 1
        and cell.doer.among(d.doers) and cell.receiver.among(d.receivers | frozenset(map(key, d.places)))
    ]  # fmt: skip
    return (f"They were there still: {several(there)}.", tuple(there)) if there else None


def _withheld(
    record: Record, event: Event, cell: Cell, window: Window, bench: Bench
) -> tuple[str, tuple[Deed, ...]] | None:
    """A list has the state as one that withholds recognition from the other all through these years."""
    if event.act != "recognise_state" or not _named(cell) or "attributes" not in bench.atlas.tables:
        return None
    for row in bench.atlas.table("attributes").to_dicts():
        if row["property"] != "withholds_recognition" or row["disputed"]:
            continue
        who, of = (frozenset((key(row[c]),)) for c in ("who", "object"))
        both = cell.doer.among(who) and cell.receiver.among(of)
        if both and row["start"] <= window.first.year and (row["end"] or 9999) > window.last.year:
            until = f"until {row['end']}" if row["end"] else "to this day"
            return (
                f"{cell.doer.said[0].upper()}{cell.doer.said[1:]} is listed as withholding recognition {until}.",
                (),
            )
    return None


def _of_another(
    record: Record, event: Event, cell: Cell, window: Window, bench: Bench
) -> tuple[str, tuple[Deed, ...]] | None:
    """It became independent in these years, and of another state."""
    if event.act != "become_independent" or not _named(cell):
        return None
    rows = [
        d for d in record.of(("become_independent", "declare_independence"))
        if cell.doer.among(d.doers) and d.receivers and not cell.receiver.among(d.receivers) and when.fit(d, window)
    ]  # fmt: skip
    return (f"It was independence from another: {several(rows)}.", tuple(rows)) if rows else None


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
