"""With and without a project of projects.csv on the road, rail and sea network; who can veto it.

In: a project id; out: which pairs of places come closer and by how much, the states on whose soil it
runs (each can refuse it) and the gates: other states without which its gain is gone. Pipelines and
power lines are in `energy`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from detente.transport import adjacency, network, paths, pivots, places
from detente.transport.tables import projects, rows

NEWLY_JOINED = 1000.0  # what a pair that had no way before counts as saved, in units of the weight


@dataclass(frozen=True)
class ProjectEffect:
    """What a project changes between places: pairs made shorter, the best of them, who can veto it.

    Places are the capitals of all states and the cities and ports of the project's own states.
    `best`: place, place, weight without (inf: no way), weight with. `territory`: states whose soil it
    crosses; `gates`: other states without which at least nine tenths of its gain is lost.
    """

    project: str
    status: str
    on_network: bool
    pairs: int
    best: tuple[tuple[str, str, float, float], ...]
    saved: float
    territory: tuple[str, ...]
    gates: tuple[str, ...]
    limits: tuple[str, ...]

    @property
    def vetoes(self) -> tuple[str, ...]:
        """States that can stop the project or make it useless."""
        return (*self.territory, *self.gates)


def project_of(*names: str) -> str | None:
    """Id of the project that goes by one of the names: its id or its name, brackets and parts aside."""
    wanted = {places.plain(re.sub(r"\([^()]{0,200}\)|\[[^\[\]]{0,200}\]", "", n)) for n in names} - {""}
    for key, row in projects().items():
        parts = [key, row["name"], *row["name"].replace(";", "/").replace(",", "/").split("/")]
        if wanted & {places.plain(re.sub(r"\([^()]{0,200}\)", "", p)) for p in parts}:
            return key
    return None


def project_effect(
    project: str, *, as_of: int = 2023, weigh: str = "km", mode: str | None = "rail"
) -> ProjectEffect:
    """With and without one project; InputError for an unknown one."""
    name = next(iter(paths.check_projects((project,))))
    row = projects().get(name, {})
    territory = tuple(s.strip("()") for s in row.get("states", "").split(";") if s)
    status = row.get("status", "")
    if not any(r["project"] == name for r in rows("edges.csv")):
        note = (
            "The project adds no leg to the road, rail or sea network; see the energy model for pipelines.",
        )
        return ProjectEffect(name, status, False, 0, (), 0.0, territory, (), note)
    places, held, vertices = _sample(territory, as_of)
    closed, opened = _filter(name, as_of, weigh, mode, False), _filter(name, as_of, weigh, mode, True)
    without, having = _weights(closed, vertices), _weights(opened, vertices)
    saved, gained = _gain(without, having)
    i, j = np.nonzero(np.triu(gained))
    was, now = without[i, j], having[i, j]
    worth = np.where(np.isfinite(was), np.where(np.isfinite(was), was, 0) - now, NEWLY_JOINED)
    best = tuple(
        (places[i[k]], places[j[k]], float(without[i[k], j[k]]), float(having[i[k], j[k]]))
        for k in np.argsort(-worth, kind="stable")[:10]
    )
    near = {held[x] for k in range(len(i)) for x in (i[k], j[k])} if len(i) else set()
    around = {n for s in near for n in adjacency.neighbours(s, as_of)} - set(territory)
    gates = []
    for s in sorted(around):
        keep = np.array([h != s for h in held])
        less, more = (_weights(f.without(frozenset({s})), vertices[keep]) for f in (closed, opened))
        if saved and _gain(less, more)[0] < 0.1 * saved:
            gates.append(s)
    return ProjectEffect(
        name,
        status,
        True,
        int(np.triu(gained).sum()),
        best,
        round(saved, 1),
        territory,
        tuple(gates),
        _LIMITS,
    )


_LIMITS = ("Between capitals and the cities of the project's own states; no traffic volumes.",)


def _sample(territory: tuple[str, ...], as_of: int) -> tuple[list[str], list[str], np.ndarray]:
    """Names, states and hub vertices of the places compared."""
    net = network.load(as_of)
    _, seats = pivots.capitals(as_of)
    own = [
        net.vertex_of[i, "hub"]
        for i, p in enumerate(net.places)
        if p.today in territory and (i, "hub") in net.vertex_of
    ]
    vertices = np.array(sorted(set(seats.tolist()) | set(own)))
    found = [net.places[net.vertex_place[v]] for v in vertices]
    return [p.name for p in found], [p.state for p in found], vertices


def _filter(name: str, as_of: int, weigh: str, mode: str | None, opened: bool) -> paths.Filter:
    own = frozenset({name})
    chosen, shut = (own, frozenset()) if opened else (frozenset(), own)
    return paths.Filter(
        as_of, paths.modes_of(mode, chosen), open_projects=chosen, closed_projects=shut, weigh=weigh
    )


def _weights(f: paths.Filter, vertices: np.ndarray) -> np.ndarray:
    return paths.distances(paths.graph_uncached(f), vertices)[:, vertices]


def _gain(without: np.ndarray, having: np.ndarray) -> tuple[float, np.ndarray]:
    """Weight saved over all pairs, and which pairs gain."""
    newly = ~np.isfinite(without) & np.isfinite(having)
    both = np.isfinite(without) & np.isfinite(having)
    shorter = np.zeros_like(newly)
    shorter[both] = having[both] < without[both] - 0.5
    total = float((without[shorter] - having[shorter]).sum() / 2 + NEWLY_JOINED / 2 * newly.sum())
    return total, shorter | newly
