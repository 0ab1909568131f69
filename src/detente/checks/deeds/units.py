"""Who, as a claim names them: single actors, several at once, members of a bloc, or nobody in particular.

In: the sets of an `Event`. Out: `Unit`s, each a condition on the keys of a row's role.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from detente import actors
from detente.checks import entities
from detente.checks.deeds.requirements import plain
from detente.checks.occasions import key
from detente.errors import UnknownActorError

if TYPE_CHECKING:
    from detente.domain import ActorSet
    from detente.measures.registry import Bench

_BOUND = {"impose_sanctions", "lift_sanctions", "embargo_arms", "restrict_trade"}
"""Acts of the European Union that its members do by the same decision."""
_UNION = "org:EU"


@dataclass(frozen=True)
class Unit:
    """One part of a claim's role. `needs`: of each of these sets of keys one must stand in the row's role; none: anybody."""

    said: str
    needs: tuple[frozenset[str], ...] = ()
    ids: tuple[str, ...] = ()

    def among(self, keys: frozenset[str]) -> bool:
        """Whether the role holds all that the unit needs."""
        return all(need & keys for need in self.needs)

    @property
    def anybody(self) -> bool:
        """Whether any actor will do."""
        return not self.needs


ANYBODY = Unit("somebody")


def unit(actor_id: str, bench: Bench, year: int, act: str = "") -> Unit:
    """One actor. A bloc stands for itself or any of its members; a doer (`act`) for its Union where that binds it."""
    own = {key(actor_id)}
    if actor_id.startswith("bloc:"):
        own |= {key(m) for m in members(actor_id, bench, year)}
    elif ":" not in actor_id and act in _BOUND and _in_union(actor_id, bench, year):
        own.add(_UNION)
    return Unit(said(actor_id), (frozenset(own),), (actor_id,))


def together(units: Iterable[Unit]) -> Unit:
    """Several at once."""
    all_of = tuple(units)
    return Unit(
        " and ".join(u.said for u in all_of),
        tuple(n for u in all_of for n in u.needs), tuple(i for u in all_of for i in u.ids),
    )  # fmt: skip


def described(group: ActorSet) -> Unit:
    """An actor of whom only the kind and the base are known."""
    home = key(group.based_in) if group.based_in else None
    fitting = frozenset(g for g, state in bases() if home is None or key(state) == home)
    based = f" based in {said(group.based_in)}" if group.based_in else ""
    kind = (group.described or "actor").replace("_", " ")
    article = "an" if kind[0] in "aeiou" else "a"
    return Unit(f"{article} {kind}{based}", (fitting,)) if fitting else ANYBODY


def members(of: str, bench: Bench, year: int) -> tuple[str, ...]:
    """Members of a bloc or organisation in a year."""
    try:
        return tuple(m for m in entities.members(bench, of, year) if m != of)
    except UnknownActorError:
        return ()


def _in_union(state: str, bench: Bench, year: int) -> bool:
    def find() -> frozenset[str]:
        return frozenset(map(key, members(_UNION, bench, year)))

    return key(state) in bench.memo(("union", year), find)


@cache
def bases() -> tuple[tuple[str, str], ...]:
    """Armed groups with the states they are based in."""
    text = files("detente.checks.deeds").joinpath("groups.csv").read_text("utf-8")
    return tuple((row["group"], row["based_in"]) for row in csv.DictReader(text.splitlines()))


def said(actor_id: str) -> str:
    """A name as it stands in a sentence."""
    try:
        one = actors.get(actor_id)
    except UnknownActorError:
        return plain(actor_id)
    return actors.with_article(one.name, one.kind)
