"""The states and the years a brief is about.

In: what a user typed. Out: an `Entity` (a state joined across its successors) and first and last year.
"""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from detente import actors
from detente.checks.entities import Entity, entity
from detente.errors import InputError, UnknownActorError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detente.measures.cube import Index
    from detente.measures.registry import Bench

FIRST = 1946
_EARLIEST = 1816
_LATEST = ("ideal_points", "arms", "events")


def state(bench: Bench, name: str, period: tuple[int, int]) -> Entity:
    """The state that goes by an id or a name; UnknownActorError where none does."""
    typed = " ".join(name.split())
    if len(typed) > 100:
        raise UnknownActorError("No state has a name of more than 100 characters.")
    actor = (
        actors.get(typed.upper()) if re.fullmatch(r"[A-Za-z]{3}", typed) and _known(typed.upper()) else None
    )
    actor = actor or actors.resolve(typed, period[1]) or actors.resolve(typed) or actors.get(typed)
    if actor.kind != "state":
        raise UnknownActorError(f"{actor.name} is no state; a brief is about one state or two.")
    found = entity(bench, actor.id, period[1])
    if found is None:
        raise UnknownActorError(
            f"{actor.name} is in no list of the state system that the sources keep, so none of them has its ties."
        )
    return found


def _known(actor_id: str) -> bool:
    try:
        actors.get(actor_id)
    except UnknownActorError:
        return False
    return True


def distinct(one: Entity, two: Entity) -> None:
    """InputError where both are the same state, or one the successor whose series are joined."""
    if one.codes == two.codes:
        same = one.name if one.name == two.name else f"{one.name} and {two.name} (one series in every source)"
        raise InputError(f"A brief of a pair needs two different states, not {same}.")


def lived(
    states: Sequence[Entity], period: tuple[int, int], *, first: bool, last: bool, index: Index
) -> tuple[int, int]:
    """The period cut to the years in which all `states` were; `first` and `last` say which ends a user gave.

    An end that was given stays. InputError where the states never were at the same time.
    """
    start, end = period
    for one in states:
        years = [year for year in range(start, end + 1) if _was(one, year, index)]
        if not years and not (first or last):
            start = end + 1
        start = start if first else max(start, years[0] if years else start)
        ended = actors.get(one.id).end
        end = end if last or ended is None else min(end, ended.year)
    if start > end:
        raise InputError(f"{' and '.join(one.name for one in states)} were never states at the same time.")
    return start, end


def _was(one: Entity, year: int, index: Index) -> bool:
    """Whether a state or the one whose series it carries on was there in a year."""
    return bool(index.alive(year, year)[0, one.positions[0]]) or actors.exists(actors.at(one.id, year), year)


def period(bench: Bench, first: int | None, last: int | None) -> tuple[int, int]:
    """First and last year, checked; by default from 1946 to where the last source of relations ends."""
    today = datetime.datetime.now(datetime.UTC).year
    start = FIRST if first is None else first
    end = min(today, max(bench.atlas.coverage(table)[1] for table in _LATEST)) if last is None else last
    if not (_EARLIEST <= start <= today and _EARLIEST <= end <= today):
        raise InputError(f"The years must lie between {_EARLIEST} and {today}.")
    if start > end:
        raise InputError(f"The first year ({start}) comes after the last ({end}).")
    return start, end
