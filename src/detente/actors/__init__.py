"""Who: states through time, organisations, armed groups, groups of states and their names.

The only room that knows names and codes. It reads its own small tables (`actors/data`) once and
answers by dictionary look-up; it imports nothing of detente but its errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.actors._articles import with_article
from detente.actors._groups import members
from detente.actors._leaders import is_whole_name, leader, may_begin_a_name, persons, term
from detente.actors._names import Phrase, mentions, no_actor, not_actors, phrases, region_of, regions, resolve
from detente.actors._tables import Actor
from detente.actors._time import (
    at,
    ccode,
    exists,
    get,
    gwcode,
    lineage,
    predecessors,
    resolve_code,
    successors,
    un_seat,
)

if TYPE_CHECKING:
    import polars

__all__ = [
    "Actor",
    "Phrase",
    "at",
    "ccode",
    "codes",
    "exists",
    "get",
    "gwcode",
    "is_whole_name",
    "leader",
    "lineage",
    "may_begin_a_name",
    "members",
    "mentions",
    "no_actor",
    "not_actors",
    "persons",
    "phrases",
    "predecessors",
    "region_of",
    "regions",
    "resolve",
    "resolve_code",
    "states",
    "successors",
    "term",
    "un_seat",
    "with_article",
]


def states(year: int | None = None, system: str = "cow") -> polars.DataFrame:
    """State spells as a table, one row a spell (see `detente.actors._frame`)."""
    from detente.actors._frame import states as build

    return build(year, system)


def codes() -> polars.DataFrame:
    """Names and codes of every state of both systems (see `detente.actors._frame`)."""
    from detente.actors._frame import codes as build

    return build()
