"""Named checks on the tables of the network; each returns the faults it finds, in words.

In: the shipped tables. Out: `checks()` -> {name of the check: faults}. Empty everywhere is the
state the shipped data must be in; the tests hold it there.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from detente.transport import adjacency, network, tables
from detente.transport.network import BORDER, LEG, STRAIT, all_crossings
from detente.transport.tables import NEVER, rows, states, year

SOURCED = (
    "edges.csv", "crossings.csv", "osm/road.csv", "osm/rail.csv", "osm/crossings.csv", "closures.csv",
    "straits.csv", "power_links.csv", "gem/gas_links.csv", "gas_balance.csv", "power_balance.csv",
    "leg_model.csv", "border_model.csv", "terminals.csv", "adjacency.csv", "world/nodes.csv",
    "rail_lines.csv", "border_waits.csv",
)  # fmt: skip
SLACK_KM = 3.0  # rounding of coordinates


def checks() -> dict[str, tuple[str, ...]]:
    """Run every check; see the functions below for what each holds."""
    return {name: tuple(check()) for name, check in CHECKS.items()}


def edges_have_sources() -> list[str]:
    """No leg, border, strait or link without a source."""
    net = network.load()
    out = [f"edge {i} ({net.mode[i]})" for i, s in enumerate(net.source) if not s]
    for table in SOURCED:
        out += [f"{table}: row {k + 2}" for k, r in enumerate(rows(table)) if not r["source"]]
    return out


def ends_exist() -> list[str]:
    """Every end of every leg is a node, a side of a crossing or a strait."""
    known = set(network.load().index)
    tables_ = ("edges.csv", "osm/road.csv", "osm/rail.csv", "sea/edges.csv")
    return [f"{t}: {r[k]}" for t in tables_ for r in rows(t) for k in "ab" if r[k] not in known]


def ids_are_unique() -> list[str]:
    """Node and crossing ids occur once."""
    out = []
    for ids in ([r["id"] for r in rows("world/nodes.csv")], [r["id"] for r in all_crossings()]):
        seen: set[str] = set()
        out += [i for i in ids if i in seen or seen.add(i)]  # type: ignore[func-returns-value]
    return out


def legs_stay_in_one_state() -> list[str]:
    """Land legs join nodes of one state; only border edges cross."""
    net = network.load()
    out = []
    for e in np.flatnonzero(net.kind == LEG):
        a, b = (net.places[net.vertex_place[v[e]]] for v in (net.u, net.v))
        if net.mode[e] not in ("sea", "ferry") and a.today != b.today:
            out.append(f"{a.id} - {b.id}")
    return out


def crossings_touch() -> list[str]:
    """The two states of every crossing touch on the map."""
    return [
        f"{r['id']}: {r['a']} and {r['b']}"
        for r in all_crossings()
        if r["b"] not in adjacency.neighbours(r["a"], 2023)
    ]


def dates_in_order() -> list[str]:
    """Nothing closes before it opens, no figure range is upside down."""
    out = []
    for table in ("edges.csv", "crossings.csv", "straits.csv", "gem/gas_links.csv", "power_links.csv"):
        for k, r in enumerate(rows(table)):
            if year(r.get("open_from", ""), 0) > year(r.get("open_to", ""), NEVER):
                out.append(f"{table}: row {k + 2}")
    out += [
        f"closures.csv: {r['a']}-{r['b']}"
        for r in rows("closures.csv")
        if int(r["from"]) >= year(r["to"], NEVER)
    ]
    net = network.load()
    for name, v in (("hours", net.hours), ("usd", net.usd)):
        bad = np.flatnonzero((v[:, 0] > v[:, 1] + 1e-9) | (v[:, 1] > v[:, 2] + 1e-9) | (v < 0).any(1))
        out += [f"{name} of edge {i}" for i in bad]
    return out


def symmetric() -> list[str]:
    """Every edge has its way back with the same km."""
    net = network.load()
    every = list(zip(net.u, net.v, net.mode, net.km, strict=True))
    forward = {(int(u), int(v), m.split(">")[0], round(float(k), 3)) for u, v, m, k in every}
    out = []
    for u, v, m, k in every:
        if (int(v), int(u), m.split(">")[-1], round(float(k), 3)) not in forward:
            out.append(f"{u} - {v} ({m})")
    return out


def no_leg_shorter_than_the_great_circle() -> list[str]:
    """Km of a leg is at least the great circle between its ends (less rounding and 5 per cent)."""
    net = network.load()
    out = []
    for e in np.flatnonzero((net.kind == LEG) & (net.u < net.v)):
        a, b = (net.places[net.vertex_place[v[e]]] for v in (net.u, net.v))
        straight = _great_circle(a, b)
        if net.km[e] < 0.95 * straight - SLACK_KM:
            out.append(f"{a.id} - {b.id} ({net.mode[e]}): {net.km[e]:.0f} < {straight:.0f} km")
    return out


def straits_separate_basins() -> list[str]:
    """The two sides of a strait that alone joins two seas lie in different basins."""
    basin = {r["end"]: r["basin"] for r in rows("sea/basins.csv")}
    alone = (
        "bosporus",
        "dardanelles",
        "kerch",
        "suez",
        "bab-el-mandeb",
        "hormuz",
        "gibraltar",
        "kiel",
        "great-belt",
    )
    out = [f"{s} leaks" for s in alone if basin[f"s:{s}/a"] == basin[f"s:{s}/b"]]
    ocean = basin["s:good-hope"]
    out += [
        f"{p} is on the ocean" for p in ("baku", "aktau", "turkmenbashi", "anzali") if basin.get(p) == ocean
    ]
    return out


def states_and_borders_agree() -> list[str]:
    """Every state is on the land map, and every land border of the map joins two known parts."""
    parts = {r["part"] for r in rows("parts.csv")}
    held = {r["iso3"] for r in rows("parts.csv")}
    out = [f"{s} has no part" for s in states() if s not in held]
    out += [f"adjacency: {r[k]}" for r in rows("adjacency.csv") for k in "ab" if r[k] not in parts]
    return out


def projects_are_known() -> list[str]:
    """Project ids on legs and links stand in projects.csv or are permission-bound waterways."""
    named = set(tables.projects()) | {"VOLGA-DON", "NSR", "NWP"}
    used = [r["project"] for t in ("edges.csv", "gem/gas_links.csv", "power_links.csv") for r in rows(t)]
    return sorted({p for p in used if p and p not in named})


def capitals_are_reached() -> list[str]:
    """Every capital is on a leg of some mode."""
    from detente.transport import paths, places

    net = network.load()
    used = set(net.u[np.isin(net.kind, (LEG, STRAIT, BORDER))].tolist())
    out = []
    for s in states():
        at = net.index[places.capital(s)]
        if not any(
            (at, la) in net.vertex_of and net.vertex_of[at, la] in used for la in {*paths.MODES, *_rails()}
        ):
            out.append(s)
    return out


def _rails() -> set[str]:
    return {f"rail{r['gauge_mm']}" for r in rows("gauges.csv")} | {"rail1435"}


def _great_circle(a: network.Place, b: network.Place) -> float:
    p, q, d = np.radians(a.lat), np.radians(b.lat), np.radians(b.lon - a.lon)
    h = np.sin((q - p) / 2) ** 2 + np.cos(p) * np.cos(q) * np.sin(d / 2) ** 2
    return float(2 * 6371.0088 * np.arcsin(np.sqrt(h)))


_ALL = (
    edges_have_sources, ends_exist, ids_are_unique, legs_stay_in_one_state, crossings_touch, dates_in_order,
    symmetric, no_leg_shorter_than_the_great_circle, straits_separate_basins, states_and_borders_agree,
    projects_are_known, capitals_are_reached,
)  # fmt: skip
CHECKS: dict[str, Callable[[], list[str]]] = {f.__name__: f for f in _ALL}
