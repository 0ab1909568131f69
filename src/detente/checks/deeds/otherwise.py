"""Found otherwise: what the record holds instead of the claimed deed, and whether that refutes it.

A deed is refuted by the record only where it can have been done but once: an annexation of that place, the end of that state, the
signature of that treaty, a war of that name between two. Everything else that lies near is only told.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from detente import actors
from detente.checks.deeds import matching, vocabulary, when
from detente.checks.deeds.findings import several
from detente.checks.deeds.matching import Cell
from detente.checks.deeds.units import ANYBODY
from detente.domain import Event
from detente.domain.acts import ACTS, implying
from detente.errors import UnknownActorError

if TYPE_CHECKING:
    from detente.checks.deeds.record import Deed, Record
    from detente.checks.deeds.requirements import Condition
    from detente.checks.deeds.when import Window

_NEAR = timedelta(days=92)
"""Dates that differ by less may be of signature, announcement and effect: no contradiction."""
_ONE_THING = ("place:", "org:")
_NAMED = ("treaty:", "war:", "event:", "pipeline:", "infrastructure:")


def instead(
    record: Record, event: Event, cell: Cell, window: Window, conditions: Sequence[Condition]
) -> tuple[str, tuple[Deed, ...]] | None:
    """What refutes the claim, in words, with the rows; None where nothing does."""
    hard = [c for c in conditions if c.hard]
    if not _once(event, cell, window):
        return None
    tags = _names(event)
    of_it = [d for d in record.of(matching.acts(event)) if all(c.met(d) for c in hard) and _tagged(d, tags)]
    done = [d for d in of_it if matching.roles(d, event, cell) and _same_state(d, event, cell)]
    if done:
        if all(_far(d, window) for d in done):
            return f"It is dated otherwise: {several(done)}.", tuple(done)
        return None
    others = [d for d in of_it if when.fit(d, window) and _whole(d)]
    if others and (ACTS[event.act].unique or event.act == "sign_agreement") and (event.object or event.place):
        return f"Others did it: {several(others)}.", tuple(others)
    return None


def _once(event: Event, cell: Cell, window: Window) -> bool:
    """Whether such a deed is done but once to what the claim names."""
    act = ACTS[event.act]
    if event.act == "become_independent":
        return not any(_began(i, window) for i in cell.doer.ids)
    if act.unique:
        named = [t.id or "" for t in event.object]
        return event.act == "dissolve_state" or any(p.startswith(_ONE_THING) for p in (*event.place, *named))
    if isinstance(event.content, Event) and event.content.phase == "start" and event.content.named:
        return vocabulary.specific(event.content.named)
    return act.named_once and bool(_names(event)) and not (event.times or event.order)


def _same_state(deed: Deed, event: Event, cell: Cell) -> bool:
    """Of the end or beginning of a state: whether it is this one, and not one that it continues."""
    return event.act not in ("dissolve_state", "become_independent") or set(cell.doer.ids) <= set(deed.actors)


def _names(event: Event) -> list[str]:
    """What the claim names by a name of its own: a treaty, a war, a work, an event."""
    begun = event.content.named if isinstance(event.content, Event) else None
    named = [event.named, begun, *(t.id for t in event.object if (t.id or "").startswith(_NAMED))]
    return [n for n in named if n and vocabulary.specific(n)]


def _tagged(deed: Deed, names: Sequence[str]) -> bool:
    """Whether the row itself bears the names, and does not only use their words or a longer name."""
    tags = [vocabulary.slug(t) for t in (*deed.objects, deed.event) if t]
    return all(vocabulary.slug(n) in tags for n in names)


def _began(state: str, window: Window) -> bool:
    """Whether a state began, or began again, in or next to the window, by the lists of the state system."""
    try:
        spells = actors.get(state).spells
    except UnknownActorError:
        return False
    return any(window.first.year - 1 <= start.year <= window.last.year + 1 for start, _ in spells)


def _far(deed: Deed, window: Window) -> bool:
    last = deed.end or deed.until or deed.last
    gap = max(_days(window.first, last), _days(deed.start, window.last))
    return gap > _NEAR


def _days(later: date, earlier: date) -> timedelta:
    return later - earlier


def _whole(deed: Deed) -> bool:
    """Whether a row names all who took part: a deed of one, or of two with each other."""
    return len(deed.doers) == 1 if not ACTS[deed.act].symmetric else len(deed.everyone) == 2


def near(record: Record, event: Event, cells: Sequence[Cell], window: Window) -> tuple[Deed, ...]:
    """Rows that lie near the claim and are told where it is not found: the same act elsewhere, the roles turned, the opposite."""
    opposite = ACTS[event.act].opposite
    acts = matching.acts(event) | (implying(opposite) if opposite else frozenset())
    found: list[Deed] = []
    for deed in record.of(acts):
        if not when.fit(deed, window):
            continue
        for cell in cells[:8]:
            if cell.doer.anybody and cell.receiver.anybody:
                continue
            turned = Cell(cell.receiver, cell.doer)
            if any(_role_of(deed, c) for c in (cell, turned)):
                found.append(deed)
                break
    return tuple(found)


def _role_of(deed: Deed, cell: Cell) -> bool:
    named = [u for u in (cell.doer, cell.receiver) if u is not ANYBODY and not u.anybody]
    return bool(named) and all(u.among(deed.everyone) for u in named)
