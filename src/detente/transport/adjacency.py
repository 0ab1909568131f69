"""Which states touch by land: the physical graph of the parts of states, for every state of the world.

Drawn from Natural Earth by shared borders (see `rebuild.land`), with fixed links over water dated.
It knows nothing of law or roads, so what it calls impossible is impossible on the ground. In: ISO
alpha-3 codes (SUN, YUG, CSK in their years). Out: paths, counts and cuts by state.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from detente.errors import UnknownActorError
from detente.transport.tables import rows, state_at, states, year

FAR_PART_DEGREES = 25.0  # a part this far from the capital is overseas: not where a land journey starts
MAIN_SHARE = 0.1  # of a state's area, for a part to count as its mainland


@dataclass(frozen=True)
class Land:
    """The graph of a year: state of every part, its neighbours, which parts touch the ocean."""

    as_of: int
    state: dict[str, str]
    next: dict[str, tuple[str, ...]]
    ocean: frozenset[str]
    home: dict[str, tuple[str, ...]]  # parts a land journey from the state may start in


@lru_cache(maxsize=32)
def land(as_of: int = 2023) -> Land:
    """The land graph of a year."""
    state = {r["part"]: state_at(r["iso3"], as_of) for r in rows("parts.csv")}
    links: dict[str, set[str]] = {p: set() for p in state}
    for r in rows("adjacency.csv"):
        if year(r["open_from"], 0) <= as_of:
            links[r["a"]].add(r["b"])
            links[r["b"]].add(r["a"])
    ocean = frozenset(r["part"] for r in rows("parts.csv") if float(r["ocean_coast_km"]) > 0)
    return Land(as_of, state, {p: tuple(sorted(n)) for p, n in links.items()}, ocean, _homes(state))


def _homes(state: dict[str, str]) -> dict[str, tuple[str, ...]]:
    total: dict[str, float] = {}
    for r in rows("parts.csv"):
        total[r["iso3"]] = total.get(r["iso3"], 0.0) + float(r["area_km2"])
    out: dict[str, list[str]] = {}
    for r in rows("parts.csv"):
        seat = states().get(r["iso3"])
        far = seat is not None and _degrees(seat, r) > FAR_PART_DEGREES and r["part"] != r["iso3"]
        if float(r["area_km2"]) >= MAIN_SHARE * total[r["iso3"]] and not far:
            out.setdefault(state[r["part"]], []).append(r["part"])
    return {s: tuple(parts) for s, parts in out.items()}


def _degrees(a: dict[str, str], b: dict[str, str]) -> float:
    turn = abs(float(a["lon"]) - float(b["lon"]))
    return max(abs(float(a["lat"]) - float(b["lat"])), min(turn, 360 - turn))


def parts_of(iso3: str, as_of: int) -> tuple[str, ...]:
    """The parts where a land journey from a state may start; UnknownActorError for one not on the map.

    A part may be named itself (`RUS:kaliningrad`). A historic state has the parts of its successors.
    """
    g = land(as_of)
    if iso3 in g.state:
        if ":" in iso3:
            return (iso3,)
        iso3 = g.state[iso3]
    if iso3 not in g.home:
        raise UnknownActorError(f"{iso3} is no state on the map in {as_of}.")
    return g.home[iso3]


def neighbours(iso3: str, as_of: int = 2023) -> tuple[str, ...]:
    """States that touch a state by land (any of its parts), sorted."""
    g = land(as_of)
    mine = [p for p, s in g.state.items() if s == iso3]
    return tuple(sorted({g.state[n] for p in mine for n in g.next[p]} - {iso3}))


def is_landlocked(iso3: str, as_of: int = 2023) -> bool:
    """Whether no part of a state touches the ocean; the Caspian is not the ocean."""
    g = land(as_of)
    mine = [p for p, s in g.state.items() if s == iso3]
    return bool(mine) and not any(p in g.ocean for p in mine)


def way(
    start: Iterable[str], goal: Iterable[str], as_of: int = 2023, without: frozenset[str] = frozenset()
) -> tuple[str, ...] | None:
    """States of the way over land between parts that enters the fewest states; None if there is none.

    The states of both ends are in the answer; `without` lists states that may not be entered.
    """
    g = land(as_of)
    goals = set(goal)
    queue: list[tuple[int, str, tuple[str, ...]]] = []
    for p in start:
        if g.state[p] not in without:
            queue.append((1, p, (g.state[p],)))
    heapq.heapify(queue)
    done: set[str] = set()
    while queue:
        count, p, path = heapq.heappop(queue)
        if p in goals:
            return path
        if p in done:
            continue
        done.add(p)
        for n in g.next[p]:
            s = g.state[n]
            if n not in done and s not in without:
                same = s == path[-1]
                heapq.heappush(queue, (count + (not same), n, path if same else (*path, s)))
    return None


def ocean_parts(as_of: int) -> frozenset[str]:
    """Parts with a coast on the ocean."""
    return land(as_of).ocean


def cuts(
    start: tuple[str, ...],
    goal: tuple[str, ...] | frozenset[str],
    as_of: int = 2023,
    largest: int = 3,
    spared: frozenset[str] = frozenset(),
) -> tuple[tuple[str, ...], ...]:
    """All minimum sets of states whose removal parts `start` from `goal`, up to `largest` states.

    Ends are never removed, nor is `spared`. Empty where more than `largest` would be needed or the
    ends touch. Any cut must take a state of every way, so the search branches on one way at a time.
    """
    g = land(as_of)
    ends = {g.state[p] for p in start} | spared
    fixed = ends | ({g.state[p] for p in goal} if not isinstance(goal, frozenset) else set())
    for size in range(1, largest + 1):
        found = _branch(start, goal, as_of, size, fixed, frozenset())
        if found:
            return tuple(sorted(tuple(sorted(c)) for c in found))
    return ()


def _branch(start, goal, as_of, left, fixed, removed) -> set[frozenset[str]]:
    path = way(start, goal, as_of, removed)
    if path is None:
        return {removed}
    if left == 0:
        return set()
    out: set[frozenset[str]] = set()
    for s in path:
        if s not in fixed:
            out |= _branch(start, goal, as_of, left - 1, fixed, removed | {s})
    return out
