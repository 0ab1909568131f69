"""A claim's sets of actors as cells to be looked for one by one, and how many of them must be found.

Modes: each (every cell), joint and collective (all in one row), some_pair (one of the pairs), quantified (so many members).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import TYPE_CHECKING

from detente.checks.deeds import units
from detente.checks.deeds.matching import Cell
from detente.checks.deeds.units import Unit
from detente.domain import ActorSet
from detente.domain.acts import ACTS

if TYPE_CHECKING:
    from detente.domain import Event
    from detente.measures.registry import Bench

_MOST_PAIRS = 6


@dataclass(frozen=True)
class Need:
    """How many of the cells must be found: all, or at least so many (`at_most` where the claim says few or none)."""

    least: int
    most: int | None = None
    of: int = 0


@dataclass(frozen=True)
class Layout:
    """The cells, how many of them are needed, and another way to lay them out that would do as well."""

    cells: tuple[Cell, ...]
    need: Need
    fallback: Layout | None = None
    weaker: bool = False  # what this layout shows bears the claim out only in part


def layout(event: Event, bench: Bench, year: int) -> Layout | None:
    """The cells of an event; None where its set cannot be taken apart (an unknown bloc)."""
    if event.actors.mode == "some_pair" and event.actors.quantifier:
        return _some_pair(event, bench, year)
    if event.actors.quantifier or event.targets.quantifier:
        return _quantified(event, bench, year)
    if len(event.actors) == 1 and event.actors.ids[0].startswith("bloc:"):
        return _quantified(_as_several(event), bench, year)
    doers, receivers = _units(event.actors, event.act, bench, year), _units(event.targets, "", bench, year)
    if event.actors.mode in ("joint", "collective") and len(doers) > 1:
        doers = (units.together(doers),)
    if receivers or len(doers) < 2:
        return _all(
            tuple(Cell(d, r) for d in doers or (units.ANYBODY,) for r in receivers or (units.ANYBODY,))
        )
    if ACTS[event.act].symmetric:
        return _parties(event.act, doers)
    return _several(event, doers)


def _as_several(event: Event) -> Event:
    """A bloc is no doer of its own: several of its members did it."""
    bloc = ActorSet(quantifier="several", of=event.actors.ids[0])
    return event.model_copy(update={"actors": bloc})


def _all(cells: tuple[Cell, ...], fallback: Layout | None = None) -> Layout:
    return Layout(cells, Need(len(cells), of=len(cells)), fallback)


def _units(group: ActorSet, act: str, bench: Bench, year: int) -> tuple[Unit, ...]:
    if group.described and not group.ids:
        return (units.described(group),)
    return tuple(units.unit(i, bench, year, act) for i in group.ids)


def _parties(act: str, doers: Sequence[Unit]) -> Layout:
    """Parties of what is done together: in one row, or each pair of them."""
    if len(doers) == 2:
        return _all((Cell(*doers),))
    whole = _all((Cell(units.together(doers), units.ANYBODY),))
    pairs = tuple(Cell(a, b) for a, b in combinations(doers, 2))
    if ACTS[act].sides:
        return _all(pairs, whole)
    return Layout(whole.cells, whole.need, _all(pairs)) if len(pairs) <= _MOST_PAIRS else whole


def _several(event: Event, doers: Sequence[Unit]) -> Layout:
    """Several doers and nobody to whom: to each other, where nothing else is named; else each of them."""
    alone = _all(tuple(Cell(d, units.ANYBODY) for d in doers))
    if event.object or event.place or event.content or event.named or ACTS[event.act].needs:
        return alone
    weaker = Layout(alone.cells, alone.need, weaker=True)
    return _all(tuple(Cell(a, b) for a, b in permutations(doers, 2)), weaker)


def _some_pair(event: Event, bench: Bench, year: int) -> Layout | None:
    of = event.actors.of
    inside = units.members(of, bench, year) if of else event.actors.ids
    pairs = tuple(
        Cell(units.unit(a, bench, year, event.act), units.unit(b, bench, year, event.act))
        for a, b in combinations(inside, 2)
    )
    return Layout(pairs, Need(1, of=len(pairs))) if pairs else None


def _quantified(event: Event, bench: Bench, year: int) -> Layout | None:
    group = event.actors if event.actors.quantifier else event.targets
    other = event.targets if group is event.actors else event.actors
    inside = tuple(group.ids) or (units.members(group.of, bench, year) if group.of else ())
    inside = tuple(i for i in inside if i not in group.excluding)
    if not inside:
        return None
    flip = group is event.targets
    rest = _units(other, event.act if flip else "", bench, year) or (units.ANYBODY,)
    ones = [units.unit(i, bench, year, "" if flip else event.act) for i in inside]
    cells = tuple(Cell(r, one) if flip else Cell(one, r) for one in ones for r in rest)
    return Layout(cells, _need(group, len(cells)), _as_whole(event, group, rest, flip))


def _as_whole(event: Event, group: ActorSet, rest: Sequence[Unit], flip: bool) -> Layout | None:
    """A row that names the group itself ("African states") is of some of its members."""
    if group.quantifier not in ("some", "several", "any") or not group.of or not group.of.startswith("bloc:"):
        return None
    whole = Unit(units.said(group.of), (frozenset((group.of,)),), (group.of,))
    return _all(tuple(Cell(r, whole) if flip else Cell(whole, r) for r in rest))


_SEVERAL, _FEW = 3, 0.25


def _need(group: ActorSet, cells: int) -> Need:
    """Of so many members, how many the words mean."""
    match group.quantifier:
        case "all":
            return Need(cells, of=cells)
        case "most":
            return Need(cells // 2 + 1, of=cells)
        case "several":
            return Need(min(_SEVERAL, cells), of=cells)
        case "few":
            return Need(0, int(_FEW * cells), of=cells)
        case "none":
            return Need(0, 0, of=cells)
        case "number":
            return Need(group.number or 0, of=cells)
        case _:
            return Need(1, of=cells)
