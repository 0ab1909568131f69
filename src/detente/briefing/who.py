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
        raise UnknownActorError(f"{actor.name} is in no list of the state system, so no source has its ties.")
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
