"""Members of a named group of states, or of an organisation when its memberships are given.

In: an id, a year and, for organisations, rows of the evidence room's table of memberships.
Out: ids of the member states, sorted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from detente.actors._tables import actors, read
from detente.actors._time import exists, get


@cache
def _blocs() -> dict[str, tuple[tuple[str, int | None, int | None], ...]]:
    """Members of each bloc: `POL` always, `POL@1955-1989` in those years, `EST@2004-` since."""
    found = {}
    for row in read("blocs.csv"):
        parts = []
        for member in row["members"].split(";"):
            key, _, years = member.partition("@")
            first, _, last = years.partition("-")
            parts.append((key, int(first) if first else None, int(last) if last else None))
        found[row["id"]] = tuple(parts)
    return found


def members(
    actor_id: str, year: int | None = None, memberships: Iterable[Mapping[str, Any]] | None = None
) -> tuple[str, ...]:
    """Ids of the members of a bloc or an organisation in `year` (any year if None), sorted.

    A bloc's come from our own table, without states that did not exist that year. An
    organisation's come from `memberships`, rows with `org`, `iso3`, `status`, `start`, `end`
    (years; end None is in force), of which status `member` counts; without that table, which is
    evidence, it has none here. A state is its own member; an armed group has none.
    """
    actor = get(actor_id)
    if actor.kind in ("state", "territory"):
        return (actor_id,)
    if actor.kind == "bloc":
        rows = _blocs()[actor_id]
    else:
        rows = tuple(
            (r["iso3"], r["start"], r["end"])
            for r in memberships or ()
            if r["org"] == actor_id and r["status"] == "member"
        )
    inside = {
        key
        for key, first, last in rows
        if year is None
        or ((first is None or first <= year) and (last is None or year <= last) and _there(key, year))
    }
    return tuple(sorted(inside))


def _there(key: str, year: int) -> bool:
    return key not in actors() or exists(key, year)
