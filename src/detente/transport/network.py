"""The corridor network of one year as arrays: vertices (place x layer) and directed edges.

A place has one vertex for each layer it serves (road, rail of one gauge, sea, ferry, river) and a
hub to which the layers are joined by terminals, so every change of mode is an edge with hours and
USD; a change of gauge is an edge between two rail layers. A border crossing is two places, one on
either side, joined by a border edge; a strait or canal is two places joined by a strait edge. So a
leg lies in one state and a state can be taken out with its vertices.
In: the tables of `tables`, the cost model of `costs`. Units: km, hours, USD per 20 t (one box).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np

from detente.transport import costs
from detente.transport.tables import NEVER, number, rows, state_at, year

LEG, TERMINAL, GAUGE, BORDER, STRAIT = range(5)
KINDS = ("leg", "terminal", "gauge change", "border", "strait")
CLOSING = {"closed", "no road", "no through traffic", "trade suspended"}


@dataclass(frozen=True)
class Place:
    """A node as in the tables; `state` is the state of the year asked for ("" on the high seas)."""

    id: str
    name: str
    kind: str
    state: str
    today: str
    lat: float
    lon: float
    aliases: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Network:
    """Vertices and directed edges; `hours` and `usd` are `[edges, 3]` (low, best, high)."""

    as_of: int
    places: tuple[Place, ...]
    index: dict[str, int]
    vertex_place: np.ndarray
    vertex_layer: tuple[str, ...]
    vertex_of: dict[tuple[int, str], int]
    u: np.ndarray
    v: np.ndarray
    kind: np.ndarray
    mode: tuple[str, ...]
    km: np.ndarray
    hours: np.ndarray
    usd: np.ndarray
    open_from: np.ndarray
    open_to: np.ndarray
    permission: np.ndarray
    closed: np.ndarray
    project: tuple[str, ...]
    item: tuple[str, ...]  # crossing or strait id
    source: tuple[str, ...]

    @property
    def size(self) -> int:
        """Number of vertices."""
        return len(self.vertex_place)


def _places(as_of: int) -> list[Place]:
    out = []

    def add(key, name, kind, state, lat, lon, aliases="", source="curated"):
        names = tuple(a for a in aliases.split(";") if a)
        at = state_at(state, as_of) if state else ""
        out.append(Place(key, name, kind, at, state, float(lat), float(lon), names, source))

    for r in rows("world/nodes.csv"):
        add(r["id"], r["name"], r["kind"], r["state"], r["lat"], r["lon"], r["aliases"], r["source"])
    for r in all_crossings():
        for state in (r["a"], r["b"]):
            add(f"x:{r['id']}@{state}", r["name"], "crossing", state, r["lat"], r["lon"], "", r["source"])
    for r in rows("straits.csv"):
        if r["lat_a"]:
            for k in "ab":
                lat, lon = r[f"lat_{k}"], r[f"lon_{k}"]
                add(f"s:{r['id']}/{k}", r["name"], r["kind"], "", lat, lon, r["aliases"], r["source"])
        else:
            add(f"s:{r['id']}", r["name"], r["kind"], "", r["lat"], r["lon"], r["aliases"], r["source"])
    return out


def all_crossings() -> tuple[dict[str, str], ...]:
    """Curated and derived border crossings, one form."""
    return rows("crossings.csv") + rows("osm/crossings.csv")


def _legs():
    """Legs of all tables in one form: a, b, layer, row, default source. Curated rows come first."""
    for r in rows("edges.csv"):
        layer = f"rail{r['gauge_mm']}" if r["mode"] == "rail" else r["mode"]
        yield r["a"], r["b"], layer, r
    for r in rows("osm/road.csv"):
        yield r["a"], r["b"], "road", r
    for r in rows("osm/rail.csv"):
        known = r | own_lines().get(frozenset((r["a"], r["b"])), {})
        yield r["a"], r["b"], f"rail{known['gauge_mm']}", known
    for r in rows("sea/edges.csv"):
        yield r["a"], r["b"], "sea", r


@cache
def own_lines() -> dict[frozenset[str], dict[str, str]]:
    """What is known of single railway lines by their two ends: gauge, years in use, hours by timetable.

    The gauge of the derived legs is that of most lines of their state, which single lines need not share.
    """
    return {
        frozenset((r["a"], r["b"])): {k: v for k, v in r.items() if k not in ("a", "b") and v}
        for r in rows("rail_lines.csv")
    }


SEA_SOURCE = "own sea raster (Natural Earth 10m, 0.25 degree), shortest path over water"


class _Builder:
    """Collects edges for `load`; an edge the same in both directions is kept once."""

    def __init__(self) -> None:
        self.rows: list[tuple] = []
        self.seen: set[tuple[int, int]] = set()

    def add(self, u, v, kind, mode, km, hours, usd, r, item="", closed=False, source="", both=False) -> None:
        permission = r.get("status") == "permission"
        self.rows.append(
            (u, v, kind, mode, km, hours, usd, year(r.get("open_from", ""), 0),
             year(r.get("open_to", ""), NEVER), permission, closed, r.get("project", ""), item, source, both)
        )  # fmt: skip

    def columns(self) -> tuple[Any, ...]:
        """Columns u, v, kind .. source with one entry a directed edge, the way back behind the way out."""
        *columns, both = zip(*self.rows, strict=True)
        twice = np.where(both, 2, 1)
        row = np.repeat(np.arange(len(both)), twice)
        back = np.r_[False, row[1:] == row[:-1]]
        u, v = (np.array(c)[row] for c in columns[:2])
        rest = []
        for column in columns[2:]:
            if isinstance(column[0], str):
                rest.append(tuple(np.array(column, dtype=object)[row].tolist()))
            else:
                rest.append(np.array(column)[row])
        return np.where(back, v, u), np.where(back, u, v), *rest


@lru_cache(maxsize=16)
def load(as_of: int = 2023) -> Network:
    """The network of a year: states, costs and closed borders as they stood."""
    places = _places(as_of)
    index = {p.id: i for i, p in enumerate(places)}
    vertex_of: dict[tuple[int, str], int] = {}

    def vertex(place: str, layer: str) -> int:
        return vertex_of.setdefault((index[place], layer), len(vertex_of))

    out = _Builder()
    for a, b, layer, r in _legs():
        u, v = vertex(a, layer), vertex(b, layer)
        if (u, v) in out.seen and r.get("open_from") != str(NEVER):
            continue  # the curated row came first
        out.seen |= {(u, v), (v, u)}
        mode = layer.rstrip("0123456789")
        state = places[index[a]].state or places[index[b]].state
        per_hour, per_usd, _ = costs.leg(mode, state, as_of)
        km = float(r["km"])
        hours, usd = _given(r, "hours", per_hour, km), _given(r, "usd", per_usd, km)
        out.add(u, v, LEG, layer, km, hours, usd, r, source=r.get("source") or SEA_SOURCE, both=True)
    _add_borders(out, vertex_of, index, places, as_of)
    for r in rows("straits.csv"):
        if r["lat_a"]:
            hours, usd, _ = costs.leg("sea", "", as_of)
            km, wait, toll = float(r["km"]), float(r["hours"]), float(r["usd_teu"])
            h = (km * hours[0] + wait / 2, km * hours[1] + wait, km * hours[2] + 4 * wait)
            d = (km * usd[0] + toll / 2, km * usd[1] + toll, km * usd[2] + 2 * toll)
            u, v = vertex(f"s:{r['id']}/a", "sea"), vertex(f"s:{r['id']}/b", "sea")
            out.add(u, v, STRAIT, "sea", km, h, d, r, r["id"], source=r["source"], both=True)
    _add_terminals(out, vertex_of, places)
    u, v, kind, mode, km, hours, usd, open_from, open_to, permission, closed, project, item, source = (
        out.columns()
    )
    return Network(
        as_of, tuple(places), index, np.array([p for p, _ in vertex_of]),
        tuple(layer for _, layer in vertex_of), vertex_of, u, v, kind, mode, km, hours, usd, open_from, open_to,
        permission, closed, project, item, source,
    )  # fmt: skip


def _given(r: dict[str, str], name: str, per_km: costs.Triple, km: float) -> costs.Triple:
    """Low, best, high of the row itself, else of the leg model."""
    best = number(r.get(name, ""))
    if best is None:
        return per_km[0] * km, per_km[1] * km, per_km[2] * km
    low, high = number(r[f"{name}_low"]), number(r[f"{name}_high"])
    return best if low is None else low, best, best if high is None else high


def is_closed(a: str, b: str, mode: str, as_of: int) -> str | None:
    """Why the border of two present states is closed to a mode in a year, or None."""
    for r in rows("closures.csv"):
        ours = {r["a"], r["b"]} == {a, b} and r["mode"] in ("any", mode) and r["kind"] in CLOSING
        if ours and int(r["from"]) <= as_of < year(r["to"], NEVER):
            return r["reason"]
    return None


def shut_straits(as_of: int) -> frozenset[str]:
    """Canals that war or law shut all through a year; in the table both sides are the canal."""
    return frozenset(
        r["a"]
        for r in rows("closures.csv")
        if r["a"] == r["b"] and int(r["from"]) < as_of < year(r["to"], NEVER)
    )


def _add_borders(out, vertex_of, index, places, as_of) -> None:
    """Both directions of every crossing that legs reach on either side."""
    for r in all_crossings():
        sides = [index[f"x:{r['id']}@{s}"] for s in (r["a"], r["b"])]
        layers = [[la for (p, la) in _layers_at(vertex_of, s) if la.startswith(r["mode"])] for s in sides]
        for la in layers[0]:
            for lb in layers[1]:
                u, v = vertex_of[sides[0], la], vertex_of[sides[1], lb]
                reason = is_closed(r["a"], r["b"], r["mode"], as_of)
                for i, j, way in ((u, v, "ab"), (v, u, "ba")):
                    hours, usd, source = _border_cost(
                        r, way, places[sides[0]].state, places[sides[1]].state, as_of
                    )
                    if la != lb:
                        gauge_hours, gauge_usd, _ = costs.terminal("gauge")
                        hours = tuple(x + y for x, y in zip(hours, gauge_hours, strict=True))
                        usd = tuple(x + y for x, y in zip(usd, gauge_usd, strict=True))
                    first, then = (la, lb) if way == "ab" else (lb, la)
                    out.add(i, j, BORDER, f"{first}>{then}" if la != lb else la, 0.0, hours, usd, r, r["id"],
                            closed=reason is not None, source=source)  # fmt: skip


_LAYERS = (
    "road", "rail1520", "rail1435", "rail1676", "rail1000", "rail1067", "rail1668", "rail1600", "rail950",
    "sea", "ferry", "river",
)  # fmt: skip


def _layers_at(vertex_of, place: int):
    return [(place, layer) for layer in _LAYERS if (place, layer) in vertex_of]


def _border_cost(r, way, a, b, as_of):
    """Hours and USD of one direction of a crossing: its own figures, else the border model."""
    if a == b:
        return (0.0, 0.0, 0.0), (0.0, 0.0, 0.0), "one state in that year"
    hours, usd, source = costs.border(r["mode"], a, b, as_of)
    own = number(r.get(f"hours_{way}", "") or "")
    known = _waits().get(r["id"])
    if known is not None:
        hours, source = known
    elif own is not None:
        hours, source = (own / 2, own, own * 2), r["source"]
    fee = number(r.get("usd", "") or "")
    return hours, (usd if fee is None else (fee / 2, fee, fee * 2)), source


@cache
def _waits() -> dict[str, tuple[costs.Triple, str]]:
    """Hours (low, best, high) at single crossings where they are known, both ways, with the source."""
    return {
        r["id"]: ((float(r["hours_low"]), float(r["hours"]), float(r["hours_high"])), r["source"])
        for r in rows("border_waits.csv")
    }


def sea_closed(as_of: int) -> frozenset[frozenset[str]]:
    """Pairs of states whose ports take no cargo from one another in a year."""
    return frozenset(
        frozenset((r["a"], r["b"]))
        for r in rows("closures.csv")
        if r["mode"] == "sea"
        and r["a"] != r["b"]
        and r["kind"] in CLOSING
        and int(r["from"]) <= as_of < year(r["to"], NEVER)
    )


def _add_terminals(out, vertex_of, places) -> None:
    """Hubs, terminals between a hub and its layers, and gauge changes between rail layers."""
    at: dict[int, list[str]] = {}
    for place, layer in list(vertex_of):
        at.setdefault(place, []).append(layer)
    for i, p in enumerate(places):
        if p.kind not in ("city", "port", "gauge yard"):
            continue
        hub = vertex_of.setdefault((i, "hub"), len(vertex_of))
        for layer in at.get(i, ()):
            kind = "rail" if layer.startswith("rail") else layer
            hours, usd, source = costs.terminal(kind)
            out.add(hub, vertex_of[i, layer], TERMINAL, layer, 0.0, hours, usd, {}, source=source, both=True)
        rails = [layer for layer in at.get(i, ()) if layer.startswith("rail")]
        hours, usd, source = costs.terminal("gauge")
        for a in rails:
            for b in rails:
                if a != b:
                    mode = f"{a}>{b}"
                    out.add(vertex_of[i, a], vertex_of[i, b], GAUGE, mode, 0.0, hours, usd, {}, source=source)
