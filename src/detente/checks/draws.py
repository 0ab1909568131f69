"""Claims about nothing: what a quiet pair of states is said to have done, for counting false positives.

In: a kind, two states between which no break is on record in a period, a random generator. Out: claims
in both directions, tied to a random dated event (or third state) that has nothing to do with them.
A check that supports one of them is wrong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente import actors
from detente.checks import occasions
from detente.model import Claim, Period, Role

if TYPE_CHECKING:
    from detente.measures.registry import Bench

KINDS = ("reaction", "driver", "triad")


def claims(
    bench: Bench, kind: str, pair: tuple[str, str], start: int, end: int, rng: np.random.Generator
) -> list[Claim]:
    """Two claims of one kind about a pair in start..end, opposite in direction; empty if none can be made."""
    subject, object_ = Role(pair[0], "subject"), Role(pair[1], "object")
    period = Period(start, end, f"{start}-{end}")
    if kind == "triad":
        third = _third(bench, pair, start, end, rng)
        roles = (subject, object_, Role(third, "third"))
        directions, details = ("bring_together", "drive_apart"), {}
    else:
        event = _foreign(bench, pair, start, end, rng)
        if event is None:
            return []
        roles = (subject, object_)
        directions = ("hostile", "friendly") if kind == "reaction" else ("worsen", "improve")
        details = {"event": event.id} if kind == "reaction" else {"cause": event.id}
        if kind == "reaction":
            period = Period(event.year, min(event.year + 2, end), str(event.year))
    return [
        Claim("c1", "p1", "", 0, 0, kind, roles, "relation", direction, period, details=dict(details))
        for direction in directions
    ]


def _foreign(
    bench: Bench, pair: tuple[str, str], start: int, end: int, rng: np.random.Generator
) -> occasions.Occasion | None:
    """A random dated event inside the period in which neither state took part."""
    own = {occasions.key(i) for i in pair}
    inside = [
        o
        for o in occasions.table(bench)
        if start + 2 <= o.year <= end - 2 and not own & {occasions.key(i) for i in o.actors}
    ]
    return inside[int(rng.integers(len(inside)))] if inside else None


def _third(bench: Bench, pair: tuple[str, str], start: int, end: int, rng: np.random.Generator) -> str:
    alive = np.flatnonzero(bench.index.alive(start, end).all(axis=0))
    while True:
        code = int(bench.index.codes[int(rng.choice(alive))])
        actor = actors.resolve_code(code, "cow")
        if actor is not None and (found := actors.at(actor.id, end)) not in pair:
            return found
