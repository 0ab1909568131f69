"""Necessity: can A reach B without X? Answered on the map, for any state of the world.

Three graphs answer three readings. Over land: which states touch (`adjacency`), whatever law and
roads say. By sea: the basins of the world ocean and the straits and canals between them. By road,
rail or any mode: the corridor network with closed borders heeded. X is necessary where taking it
out leaves no way (X is a cut); where it is not, the answer names a way without it and its price.
Ends and gatekeepers: see `ends.parse`. Minimum vertex cuts: Menger (1927).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from detente.errors import InputError
from detente.transport import adjacency, ends, network, paths, places
from detente.transport.ends import End
from detente.transport.tables import rows, state_at, states, year

MODES = ("land", "sea", "any", "road", "rail", "gas", "gas pipeline", "oil", "oil pipeline", "electricity")
MOST_IN_PRACTICE = 60  # pairs tried on the network beside the physical answer


@dataclass(frozen=True)
class Alternative:
    """A way without the gatekeepers: states or straits on it, km with and without, their ratio."""

    origin: str
    destination: str
    by: tuple[str, ...]
    km_with: float | None = None
    km_without: float | None = None
    ratio: float | None = None
    hours_ratio: float | None = None


@dataclass(frozen=True)
class Necessity:
    """The answer to "necessary?"; None where the question is ill posed or differs by pair or year.

    `share`: part of the pairs (and years) that are cut; `cut`: the gatekeepers that do cut, reduced
    to what is needed; `each_alone`: gatekeepers necessary by themselves; `minimum_cuts`: the
    smallest sets that would cut; `crossings`: states entered on the way with the fewest. `in_practice`:
    for `land`, the answer on roads and railways in the last year with borders closed in law heeded.
    """

    answer: bool | None
    share: float
    pairs: int
    gatekeepers: tuple[str, ...]
    cut: tuple[str, ...]
    each_alone: tuple[str, ...]
    minimum_cuts: tuple[tuple[str, ...], ...]
    crossings: int | None
    alternatives: tuple[Alternative, ...]
    in_practice: bool | None
    mode: str
    as_of: tuple[int, ...]
    reason: str
    limits: tuple[str, ...] = ()
    sources: tuple[str, ...] = field(default=())

    def to_json(self) -> dict:
        """Plain values for JSON."""
        return asdict(self)


@dataclass(frozen=True)
class _Pair:
    """One origin and one destination in one year."""

    cut: bool | None  # None: no way even with the gatekeepers
    needed: tuple[str, ...]
    alone: tuple[str, ...]
    minimum: tuple[tuple[str, ...], ...]
    crossings: int | None
    by: tuple[str, ...]


def is_necessary(
    gatekeepers: str | tuple[str, ...] | list[str],
    origin: str | tuple[str, ...] | list[str],
    destination: str | tuple[str, ...] | list[str] = "ocean",
    *,
    mode: str = "land",
    as_of: int | tuple[int, int] = 2023,
    prices: bool = True,
) -> Necessity:
    """Whether every way from origin to destination passes one of the gatekeepers.

    Several gatekeepers are one joint set ("needs India or China"); `each_alone` tells whether one of
    them would do. Blocs mean every pair of members. `mode`: land (states that touch), sea, or any,
    road, rail on the network, gas or electricity by pipeline and line. `as_of`: a year, or first and
    last year: every year in which the map changed is tried. `prices`: work out what
    the way around costs. InputError, UnknownActorError.
    """
    if mode not in MODES:
        raise InputError(f"Unknown mode {mode!r}: give one of {', '.join(MODES)}.")
    names = [gatekeepers] if isinstance(gatekeepers, str) else list(gatekeepers)
    years = _years(as_of, mode, (*names, *_flat(origin), *_flat(destination)))
    results: list[tuple[int, End, End, _Pair]] = []
    keepers: tuple[str, ...] = ()
    skipped = 0
    for y in years:
        keepers = _keepers(names, y, mode)
        for a in ends.parse(origin, y):
            for b in ends.parse(destination, y):
                if a == b:
                    continue
                if {ends.state_of(a, y), ends.state_of(b, y)} & set(keepers):
                    skipped += 1
                    continue
                results.append((y, a, b, _pair(keepers, a, b, mode, y)))
    return _judge(keepers, results, skipped, mode, years, prices)


def _flat(what: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (what,) if isinstance(what, str) else tuple(what)


def _years(as_of: int | tuple[int, int], mode: str, named: tuple[str, ...]) -> tuple[int, ...]:
    """The years to try: both ends, and every year between in which states or links changed.

    Over land any state may have come or gone; elsewhere only those named count, as a change on the way
    moves the label of a waypoint and not the way.
    """
    if isinstance(as_of, int):
        return (as_of,)
    first, last = as_of
    if last < first:
        raise InputError(f"The period {first}-{last} ends before it starts.")
    involved = None if mode == "land" else _involved(named, last)
    changes = {
        int(r["start"])
        for s, r in states().items()
        if r["predecessor"] and (involved is None or {s, r["predecessor"]} & involved)
    }
    if mode == "land":
        changes |= {year(r["open_from"], 0) for r in rows("adjacency.csv")}
    return tuple(sorted({first, last} | {c for c in changes if first < c <= last}))


def _involved(named: tuple[str, ...], as_of: int) -> set[str]:
    """States among the names of a question."""
    out = {places.state_or_none(n) for n in named}
    for n in named:
        if n.startswith("bloc:"):
            out |= {e.id for e in ends.parse(n, as_of)}
    return out - {None}  # type: ignore[return-value]


def _keepers(names: list[str], as_of: int, mode: str) -> tuple[str, ...]:
    """Gatekeepers as ISO codes of the year and strait ids."""
    out: list[str] = []
    for name in names:
        if name.startswith("bloc:"):
            out += [ends.state_of(e, as_of) for e in ends.parse(name, as_of)]
            continue
        held, straits = places.barrier(name)
        out += [state_at(s, as_of) for s in held] + sorted(straits)
    if mode == "land" and not set(out) - {r["id"] for r in rows("straits.csv")}:
        raise InputError("A strait or canal cannot stand in the way over land; ask by sea.")
    return tuple(dict.fromkeys(out))


def _pair(keepers: tuple[str, ...], a: End, b: End, mode: str, as_of: int) -> _Pair:
    """Test one pair: the way with everything open, then without subsets of the gatekeepers."""
    find = _FINDERS.get(mode, _network_way)
    open_way = find(a, b, as_of, frozenset(), mode)
    if open_way is None:
        return _Pair(None, (), (), (), None, ())
    around = find(a, b, as_of, frozenset(keepers), mode)
    if around is not None:
        return _Pair(False, (), (), _minimum(a, b, as_of, mode), _entered(open_way, b, mode), around)
    needed = list(keepers)
    for k in keepers:
        rest = frozenset(x for x in needed if x != k)
        if len(needed) > 1 and find(a, b, as_of, rest, mode) is None:
            needed.remove(k)
    alone = tuple(k for k in keepers if find(a, b, as_of, frozenset({k}), mode) is None)
    return _Pair(True, tuple(needed), alone, _minimum(a, b, as_of, mode), _entered(open_way, b, mode), ())


def _entered(way: tuple[str, ...], b: End, mode: str) -> int | None:
    """States entered on the way; to the ocean the coastal state counts."""
    return None if mode != "land" else len(way) - 1 if b.kind == "sea" else max(len(way) - 2, 0)


def _land_way(a: End, b: End, as_of: int, without: frozenset[str], mode: str) -> tuple[str, ...] | None:
    return adjacency.way(ends.land_parts(a, as_of), ends.land_parts(b, as_of), as_of, without)


def _split(without: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    straits = frozenset(without) & {r["id"] for r in rows("straits.csv")}
    return without - straits, straits


def _sea_way(a: End, b: End, as_of: int, without: frozenset[str], mode: str) -> tuple[str, ...] | None:
    """Straits of the shortest way by sea, from any port of a to any port of b."""
    held, straits = _split(without)
    f = paths.Filter(as_of, ("sea",), held, straits)
    starts, goals = ends.sea_vertices(a, as_of), set(ends.sea_vertices(b, as_of))
    behind = ends.behind(straits, as_of)
    if not behind:
        return _best(f, starts, goals)
    for inside in (False, True):  # what lies behind a strait that is shut meets only what lies there too
        found = _best(
            f,
            tuple(v for v in starts if (v in behind) == inside),
            {v for v in goals if (v in behind) == inside},
        )
        if found is not None:
            return found
    return None


def _network_way(a: End, b: End, as_of: int, without: frozenset[str], mode: str) -> tuple[str, ...] | None:
    """States of the shortest way on the corridor network."""
    held, straits = _split(without)
    f = paths.Filter(as_of, _modes(mode, b), held, straits)
    return _best(f, ends.network_vertices(a, as_of), set(ends.network_vertices(b, as_of)))


def by_pipe(a: str, b: str, as_of: int) -> tuple[str, ...] | None:
    """States of the gas pipeline way with the fewest links between two states, both ends included; None where there is none."""
    (one,), (two,) = ends.parse(a, as_of), ends.parse(b, as_of)
    return _energy_way(one, two, as_of, frozenset(), "gas pipeline")


def _energy_way(a: End, b: End, as_of: int, without: frozenset[str], mode: str) -> tuple[str, ...] | None:
    """States of the way with the fewest links.

    Liquefied gas goes over the world market, "LNG"; oil by tanker over `links.OCEAN` and `links.CASPIAN`.
    By pipeline alone neither counts, but for an end at sea.
    """
    from detente.transport.energy import links, lng_trade
    from detente.transport.links import CASPIAN, OCEAN, oil_graph

    around: dict[str, list[str]] = {}
    if mode.startswith("oil"):
        ships = () if mode == "oil" else (CASPIAN, OCEAN)  # where they begin, a pipeline has ended
        around = {u: sorted(v) for u, v in oil_graph(as_of).items() if u not in ships}
    else:
        begin = ends.state_of(a, as_of)
        for x in links(mode.removesuffix(" pipeline"), as_of):
            if x.project in _APART and begin not in (x.a, x.b):
                continue
            a_then, b_then = state_at(x.a, as_of), state_at(x.b, as_of)
            for way, u, v in (("ab", a_then, b_then), ("ba", b_then, a_then)):
                if x.direction in (way, "both"):
                    around.setdefault(u, []).append(v)
    if mode == "gas":
        sellers, buyers = lng_trade()
        for s in sellers:
            around.setdefault(s, []).append("LNG")
        around["LNG"] = list(buyers)
    start, goal = ends.state_of(a, as_of), ends.state_of(b, as_of)
    if mode.startswith("oil") and b.kind == "sea":
        goal = OCEAN
    queue, seen = [(start,)], {start}
    for path in queue:  # grows as it is read: breadth first
        if path[-1] == goal:
            return path
        fresh = [s for s in around.get(path[-1], ()) if s not in seen and s not in without]
        seen.update(fresh)
        queue += [(*path, s) for s in fresh]
    return None


_APART = frozenset(("POS1",))  # pipelines from fields that no other pipeline of their state reaches
_ENERGY = ("gas", "gas pipeline", "oil", "oil pipeline", "electricity")
_FINDERS = {"land": _land_way, "sea": _sea_way, **dict.fromkeys(_ENERGY, _energy_way)}


def _best(f: paths.Filter, starts, goals) -> tuple[str, ...] | None:
    """What the shortest way from any start to any goal passes: states, and straits by sea; None if no way."""
    from detente.transport.routing import passages_on, states_on

    g = paths.graph(f)
    found = paths.shortest_of_many(g, starts, goals)
    if found is None:
        return None
    return (passages_on if f.modes == ("sea",) else states_on)(g.net, found[1])


def _minimum(a: End, b: End, as_of: int, mode: str) -> tuple[tuple[str, ...], ...]:
    if mode != "land":
        return ()
    start, goal = ends.land_parts(a, as_of), ends.land_parts(b, as_of)
    return adjacency.cuts(tuple(start), goal, as_of)


def _judge(keepers, results, skipped, mode, years, prices) -> Necessity:
    """Put the pairs together: all cut, none cut, or some."""
    limits = list(_LIMITS.get(mode.removesuffix(" pipeline"), _LIMITS["any"]))
    if skipped:
        limits.append(f"{skipped} pairs were left out because a gatekeeper is one of their ends.")
    joined = [r for r in results if r[3].cut is not None]
    apart = len(results) - len(joined)
    if apart:
        limits.append(f"{apart} of {len(results)} pairs have no way by {mode} even with every state open.")
    who = " and ".join(_name(k) for k in keepers) or "nobody"
    if not joined:
        reason = (
            f"There is no way by {mode} to start with." if apart else "A gatekeeper is an end of every pair."
        )
        return Necessity(
            None, 0.0, 0, keepers, (), (), (), None, (), None, mode, years, reason, tuple(limits), _SOURCES
        )
    cut = [r for r in joined if r[3].cut]
    share = len(cut) / len(joined)
    answer = True if share == 1 else False if share == 0 else None
    first = joined[0][3]
    needed = tuple(k for k in keepers if any(k in r[3].needed for r in cut))
    alone = tuple(k for k in keepers if all(k in r[3].alone for r in joined)) if cut else ()
    spared = [r for r in joined if not r[3].cut]
    detours = tuple(_price(r, keepers, mode, prices) for r in spared[:5])
    practice = _in_practice(keepers, joined, years[-1]) if mode == "land" and prices else None
    if practice is not None and practice != answer:
        limits.append(
            f"With borders closed in law heeded ({years[-1]}), on roads and railways, the answer would be "
            f"{'yes' if practice else 'no'}."
        )
    crossings = min((r[3].crossings for r in joined if r[3].crossings is not None), default=None)
    reason = _say(answer, who, joined, cut, detours, mode, alone, keepers)
    return Necessity(
        answer, share, len(joined), keepers, needed, alone, first.minimum, crossings, detours, practice, mode,
        years, reason, tuple(limits), _SOURCES,
    )  # fmt: skip


def _modes(mode: str, b: End) -> tuple[str, ...]:
    """Layers of the network for a mode; to the ocean the journey ends at a quay, the Caspian ferry counts."""
    if b.kind == "sea" and mode in ("any", "land"):
        return ("road", "rail", "ferry")
    return paths.modes_of(None if mode == "any" else mode, frozenset())


def _in_practice(keepers, joined, last: int) -> bool | None:
    """The same question on roads and railways with closed borders, in the last year; None if mixed."""
    pairs = [r for r in joined if r[0] == last and r[1].kind != "part" and r[2].kind != "part"][
        :MOST_IN_PRACTICE
    ]
    found = []
    for y, a, b, _ in pairs:
        if _network_way(a, b, y, frozenset(), "land") is not None:
            found.append(_network_way(a, b, y, frozenset(keepers), "land") is None)
    return None if not found or len(set(found)) > 1 else found[0]


def _name(k: str) -> str:
    if k in states():
        return states()[k]["name"]
    return next((r["name"] for r in rows("straits.csv") if r["id"] == k), k)


def _say(answer, who, joined, cut, detours, mode, alone, keepers) -> str:
    if answer:
        joint = " together" if len(keepers) > 1 and not alone else ""
        return f"Without {who}{joint} no way is left by {mode} ({len(joined)} of {len(joined)} pairs)."
    d = detours[0]
    by = ", ".join(_name(x) for x in d.by) or "the open sea"
    more = f", {d.ratio:.2f} times as long" if d.ratio else ""
    head = f"A way without {who} exists: {d.origin} to {d.destination} by {by}{more}"
    return f"{head}." if answer is False else f"{head}; {len(cut)} of {len(joined)} pairs are cut."


def _price(result, keepers, mode, prices) -> Alternative:
    """What the way around costs on the corridor network, closed borders and gates aside."""
    y, a, b, pair = result
    if not prices or mode in _ENERGY:
        return Alternative(a.name, b.name, pair.by)
    held, straits = _split(frozenset(keepers))
    modes = ("sea",) if mode == "sea" else _modes(mode, b)
    corner = ends.sea_vertices if mode == "sea" else ends.network_vertices
    starts, goals = corner(a, y), set(corner(b, y))
    base = paths.Filter(y, modes, ignore_closures=mode == "land")
    found = [
        paths.shortest_of_many(paths.graph(f), starts, goals)
        for f in (base, paths.Filter(y, modes, held, straits, ignore_closures=mode == "land"))
    ]
    if found[0] is None or found[1] is None:
        return Alternative(a.name, b.name, pair.by)
    net = network.load(y)
    km = [float(net.km[p[1]].sum()) for p in found]  # type: ignore[index]
    hours = [float(net.hours[p[1], 1].sum()) for p in found]  # type: ignore[index]
    ratio, slower = (round(x[1] / x[0], 3) if x[0] else None for x in (km, hours))
    return Alternative(a.name, b.name, pair.by, round(km[0]), round(km[1]), ratio, slower)


def least_crossings(
    origin: str, destination: str = "ocean", *, as_of: int = 2023
) -> tuple[int | None, tuple[str, ...]]:
    """Fewest states entered between two ends over land, and the states of such a way.

    Between two states the ends do not count. To the ocean the coastal state itself counts as crossed:
    Uzbekistan 2 (it is doubly landlocked), Nepal 1, a coastal state 0. (None, ()) without a way.
    """
    a, b = ends.parse(origin, as_of)[0], ends.parse(destination, as_of)[0]
    found = adjacency.way(ends.land_parts(a, as_of), ends.land_parts(b, as_of), as_of)
    if found is None:
        return None, ()
    return (len(found) - 1 if b.kind == "sea" else max(len(found) - 2, 0)), found


_LIMITS = {
    "land": (
        "Physical reading: states that touch on the map of Natural Earth; fixed links over water count; "
        "law, roads and goodwill do not.",
        "The Caspian is not the ocean; navigable rivers (Danube, Parana, Rhine) are left aside.",
    ),
    "sea": (
        "Sea-going ships between ports; barges on the Danube-Rhine and Volga-Don waterways are left aside.",
        "Arctic passages are off; a strait closes with a state only where law or locks give it the key.",
    ),
    "oil": (
        "Crude by the main pipelines between states and by tanker from any sea port; rail and lorry are left out.",
    ),
    "any": (
        "On the network of principal corridors with borders closed in law heeded; minor roads are left out.",
    ),
}
_SOURCES = ("Natural Earth 1:10m (world-atlas 2.0.2)", "detente corridor network (transport/data)")
