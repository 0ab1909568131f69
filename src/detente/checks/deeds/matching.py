"""Whether a row of the record is the deed a claim speaks of: act, roles, time, and all else that is named.

In: an `Event`, the units of its roles, a window. Out: `Hit`s, the best first: rows that meet every condition before rows that
leave a soft one unsaid, precise sources before the general record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.checks.deeds import vocabulary, when
from detente.checks.deeds.record import GENERAL
from detente.domain.acts import ACTS, implying

if TYPE_CHECKING:
    from detente.checks.deeds.record import Deed, Record
    from detente.checks.deeds.requirements import Condition
    from detente.checks.deeds.units import Unit
    from detente.checks.deeds.when import Window
    from detente.domain import Event

_MODES = {
    "coup": ("stage_coup",), "election": ("hold_election", "take_office"), "tariff": ("raise_tariffs",),
    "ban": ("restrict_trade", "embargo_arms", "impose_sanctions"),
}  # fmt: skip


_HOSTED = ("convene_conference", "mediate")
"""Directed acts whose targets sit at one table."""


@dataclass(frozen=True)
class Hit:
    """A row that is of the deed; `unsaid`: what the claim names and the row does not."""

    deed: Deed
    fit: when.Fit
    unsaid: tuple[str, ...]

    @property
    def full(self) -> bool:
        """Whether the row bears out all that the claim says."""
        return self.fit == "within" and not self.unsaid


@dataclass(frozen=True)
class Cell:
    """One combination of the claim's actors: who did it, to whom."""

    doer: Unit
    receiver: Unit

    @property
    def said(self) -> str:
        """The pair in words."""
        if self.receiver.anybody:
            return self.doer.said
        return f"{self.doer.said} and {self.receiver.said}"


def acts(event: Event) -> frozenset[str]:
    """The acts in the record that bear the claimed one out."""
    found = implying(event.act)
    if event.phase and event.act == "hold_talks":
        found |= {"agree"}  # "agreed to extend the talks": `_speaks_of_talks` holds such rows to it
    narrowed = frozenset(_MODES.get(event.mode or "", ())) & (found | {event.act})
    return narrowed or found


def hits(
    record: Record, event: Event, cell: Cell, window: Window, conditions: Sequence[Condition]
) -> tuple[Hit, ...]:
    """The rows that are of the claimed deed, the best first."""
    found = []
    for deed in record.of(acts(event)):
        fitted = when.fit(deed, window)
        if (
            fitted is None
            or not roles(deed, event, cell)
            or not all(c.met(deed) for c in conditions if c.hard)
        ):
            continue
        found.append(Hit(deed, fitted, tuple(c.said for c in conditions if not c.hard and not c.met(deed))))
    return tuple(sorted(found, key=lambda hit: _order(hit, event.act)))


def _order(hit: Hit, act: str) -> tuple[bool, int, bool, bool, bool, str]:
    deed = hit.deed
    return (
        not hit.full,
        len(hit.unsaid),
        deed.act != act,
        deed.reference == GENERAL,
        not deed.locator,
        deed.date,
    )


def _speaks_of_talks(deed: Deed, event: Event) -> bool:
    """Of an agreement, whether it was one on talks, where the claim is of a phase of talks."""
    if event.act != "hold_talks" or deed.act != "agree":
        return True
    return bool(vocabulary.table("generic")["meeting"] & deed.words)


def roles(deed: Deed, event: Event, cell: Cell) -> bool:
    """Whether the row's actors stand to one another as the claim says."""
    doer, receiver = cell.doer, cell.receiver
    if ACTS[event.act].symmetric:
        return (
            _directed(deed, doer, receiver)
            or _directed(deed, receiver, doer)
            or _pooled(deed, doer, receiver)
        )
    if ACTS[deed.act].symmetric:
        return _pooled(deed, doer, receiver)
    return _directed(deed, doer, receiver)


def _directed(deed: Deed, doer: Unit, receiver: Unit) -> bool:
    if mutual(deed):
        return _pooled(deed, doer, receiver)
    if ACTS[deed.act].symmetric and not deed.receivers:
        return False
    return doer.among(deed.doers) and receiver.among(deed.receivers)


def mutual(deed: Deed) -> bool:
    """Whether several did a directed act with nobody to whom: they did it to each other."""
    about = deed.objects or deed.places
    return not ACTS[deed.act].symmetric and len(deed.doers) > 1 and not deed.receivers and not about


def _pooled(deed: Deed, doer: Unit, receiver: Unit) -> bool:
    """All stand in it together; of acts with two sides, a row of three or more says nothing of two of them."""
    if not ACTS[deed.act].symmetric and deed.act not in _HOSTED and not mutual(deed):
        return False
    everyone = deed.everyone
    needed = [n for u in (doer, receiver) for n in u.needs]
    if not _distinct(needed, everyone):
        return False
    if not ACTS[deed.act].sides or len(needed) < 2:
        return True
    if deed.receivers and not (doer.anybody or receiver.anybody):
        return False  # two sides are known: `_directed` has asked across them
    return len(everyone) <= 2 or len(needed) >= len(everyone)


def _distinct(needed: Sequence[frozenset[str]], keys: frozenset[str]) -> bool:
    """Whether the needs can be met by different actors."""
    if not needed:
        return True
    return any(_distinct(needed[1:], keys - {k}) for k in needed[0] & keys)
