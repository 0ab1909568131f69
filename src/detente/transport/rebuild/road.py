"""Build the road and rail tables from the OSM graphs: which border crossings count, and legs inside states.

Crossings: the curated ones, and for every pair of states the OSM border edges that shortest paths
between cities use most (at most four, 80 km apart). Legs: shortest paths inside one state between
its nodes and its side of the crossings, thinned by a greedy spanner. So every leg lies in one state,
and states change only at a named crossing. Rail is derived only where it is not curated.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from detente.transport.rebuild import graph, spanner
from detente.transport.rebuild.topo import great_circle_km

STRETCH = {"road": 1.05, "rail": 1.1}
DETOUR = 1.35
THIN_REACH_KM, ISLAND_REACH_KM = 900, 60
# Island states of which the graph knows no road: a capital is joined to its harbour only.
ISLAND_STATES = {
    "ATG", "BHS", "BRB", "BRN", "COM", "CPV", "CYP", "DMA", "FJI", "FSM", "GNQ", "GRD", "ISL", "JAM", "KIR", "KNA",
    "LCA", "MDV", "MHL", "MUS", "NRU", "NZL", "PLW", "PNG", "SLB", "STP", "SYC", "TON", "TTO", "TUV", "VCT", "VUT",
    "WSM",
}  # fmt: skip
# States on one landmass where the graph is in pieces although roads exist: the pieces are joined by
# estimates. Nowhere else is a gap bridged.
THIN_STATES = {
    "AGO", "BEN", "BFA", "BOL", "BRA", "BTN", "BWA", "CAF", "CIV", "CMR", "COD", "COG", "DJI", "DZA", "EGY", "ERI",
    "ESH", "ETH", "GAB", "GIN", "GMB", "GNB", "GUY", "HTI", "KEN", "LBR", "LBY", "LSO", "MAR", "MLI", "MMR", "MNG",
    "MOZ", "MRT", "MWI", "NAM", "NER", "NGA", "NPL", "PRK", "PRY", "SDN", "SEN", "SLE", "SOM", "SSD", "SUR", "SWZ",
    "TCD", "TGO", "TZA", "UGA", "VAT", "SMR", "YEM", "ZMB", "ZWE", "LAO", "KHM", "VEN", "AFG", "TKM", "TJK", "BLZ",
    "AND", "LIE", "LUX", "MCO",
}  # fmt: skip
OTHER_PART_SNAP_KM = 12.0
FARTHEST_SNAP_KM = {"road": 90.0, "rail": 30.0}
SOURCE = {m: f"OSM {m} graph (scgraph_data 2.0.0, 2024-04)" for m in ("road", "rail")}
# Where the rail graph is unusable or the table is by hand.
CURATED_RAIL = {"PAK", "AFG", "IRN", "TKM", "UZB", "TJK", "KGZ", "KAZ", "ARM", "AZE", "GEO", "MNG"}
# Mountain nodes whose roads the graph has broken or straightened: nothing derived touches them, see
# edges.csv. And single stretches that are cut.
BY_HAND = {
    "gilgit", "sost", "tashkurgan", "naryn", "murghab", "x:khunjerab@PAK", "x:khunjerab@CHN",
    "x:torugart@CHN", "x:torugart@KGZ", "x:irkeshtam@CHN",
}  # fmt: skip
BROKEN = {("astara-irn", "rasht")}


def crossings(
    g: graph.Graph, mode: str, nodes: list[dict], curated: list[dict], touching: set[frozenset]
) -> list[dict]:
    """Curated crossings pinned to the graph, and derived ones between states that touch.

    Rows are those of crossings.csv of that mode, with `pins`: for each side the graph node and the
    km to it, None where the graph has no such edge.
    """
    use = graph.border_use(g, [n["lat"] for n in nodes], [n["lon"] for n in nodes])
    edges: dict[tuple[str, str], list[tuple[int, int, int, float]]] = defaultdict(list)
    shortest: dict[tuple[int, int], float] = {}
    border = (g.state[g.u] != g.state[g.v]) & (g.state[g.u] != "") & (g.state[g.v] != "")
    for u, v, km in zip(g.u[border], g.v[border], g.km[border], strict=True):
        pair = (int(min(u, v)), int(max(u, v)))
        shortest[pair] = min(float(km), shortest.get(pair, np.inf))
    for (u, v), km in shortest.items():
        if g.state[u] > g.state[v]:
            u, v = v, u
        pair = (str(g.state[u]), str(g.state[v]))
        if frozenset(pair) in touching and km < 150:
            edges[pair].append((use.get((min(u, v), max(u, v)), 0), u, v, km))
    mine = [r for r in curated if r["mode"] == mode]
    rows: list[dict] = [dict(r) | {"pins": _pin(g, r, edges.get((r["a"], r["b"]), []))} for r in mine]
    for (a, b), found in sorted(edges.items()):
        placed = [(float(r["lat"]), float(r["lon"])) for r in rows if (r["a"], r["b"]) == (a, b)]
        if mode == "rail" and {a, b} & CURATED_RAIL:
            continue
        number, first = 0, len(placed)
        for count, u, v, km in sorted(found, key=lambda e: (-e[0], e[3])):
            lat, lon = (g.lat[u] + g.lat[v]) / 2, (g.lon[u] + g.lon[v]) / 2
            far = all(great_circle_km(lat, lon, y, x) > 80 for y, x in placed)
            if first + number < 4 and far and (count or not placed):
                placed.append((lat, lon))
                number += 1
                close = min(
                    (n for n in nodes if n["state"] in (a, b)),
                    key=lambda n: great_circle_km(lat, lon, n["lat"], n["lon"]),
                )
                rows.append(
                    {"id": f"{a}-{b}-{mode}-{number}".lower(), "name": f"{a}/{b} border near {close['name']}", "a": a,
                     "b": b, "lat": round(float(lat), 3), "lon": round(float(lon), 3), "mode": mode, "pins":
                     ((u, km / 2), (v, km / 2)), "source": f"{SOURCE[mode]}: border edge on shortest paths between cities"}
                )  # fmt: skip
    return rows


def _pin(g, row, edges):
    """The border edge that a curated crossing lies on: its two ends and the km to each, or None."""
    lat, lon = float(row["lat"]), float(row["lon"])
    best = None
    for _, u, v, km in edges:
        to_u, to_v = (float(great_circle_km(lat, lon, g.lat[i], g.lon[i])) for i in (u, v))
        detour = to_u + to_v - float(great_circle_km(g.lat[u], g.lon[u], g.lat[v], g.lon[v]))
        if detour < max(30, 0.3 * km) and (best is None or detour < best[0]):
            share = to_u / max(to_u + to_v, 1e-9)
            best = (detour, (u, km * share), (v, km * (1 - share)))
    return None if best is None else best[1:]


def legs(
    g: graph.Graph, mode: str, nodes: list[dict], crossing_rows: list[dict]
) -> tuple[list[dict], list[str]]:
    """Legs inside states, and a line for every node that the graph does not reach."""
    points: dict[str, list[tuple[str, float, float, tuple | None, str]]] = defaultdict(list)
    for n in nodes:
        points[n["state"]].append((n["id"], n["lat"], n["lon"], None, n.get("part", "")))
    for c in crossing_rows:
        for side, iso3 in enumerate((c["a"], c["b"])):
            pin = c["pins"][side] if c["pins"] else None
            part = c.get("parts", ("", ""))[side]
            points[iso3].append((f"x:{c['id']}@{iso3}", float(c["lat"]), float(c["lon"]), pin, part))
    rows, lost = [], []
    for iso3, found in sorted(points.items()):
        if mode == "rail" and iso3 in CURATED_RAIL:
            continue
        ids = [p[0] for p in found]
        lat, lon = np.array([p[1] for p in found]), np.array([p[2] for p in found])
        anchors = {i: p[3] for i, p in enumerate(found) if p[3]}
        # a node on another part of the state must not be pulled over the water or a neighbour
        main = [p[4] in ("", iso3) or iso3 in ISLAND_STATES for p in found]
        reach = np.where(main, FARTHEST_SNAP_KM[mode], OTHER_PART_SNAP_KM)
        km, gap = graph.within_state(g, iso3, lat, lon, anchors, reach)
        straight = great_circle_km(lat[:, None], lon[:, None], lat, lon)
        km = np.maximum(km, straight)
        for i, j in zip(*np.triu_indices(len(ids), 1), strict=True):
            cut = {(ids[i], ids[j]), (ids[j], ids[i])} & BROKEN
            if mode == "road" and (cut or {ids[i], ids[j]} & BY_HAND):
                km[i, j] = km[j, i] = np.inf
        lost += [
            f"{iso3}: {i} is {x:.0f} km from the {mode} graph"
            for i, x in zip(ids, gap, strict=True)
            if x > FARTHEST_SNAP_KM[mode] and iso3 not in THIN_STATES
        ]
        kept = spanner.greedy(km, STRETCH[mode])
        rows += [
            {"a": ids[i], "b": ids[j], "km": round(float(km[i, j]), 1), "source": SOURCE[mode]}
            for i, j in kept
        ]
        join = THIN_REACH_KM if iso3 in THIN_STATES else ISLAND_REACH_KM if iso3 in ISLAND_STATES else 0
        join = join if mode == "road" else 0
        if join:
            for i, j, d in _joins(km, straight, join):
                if {ids[i], ids[j]} & BY_HAND:
                    continue
                rows.append(
                    {"a": ids[i], "b": ids[j], "km": round(d * DETOUR, 1), "source":
                     f"estimate: {DETOUR} times the great circle, the road graph has no way here"}
                )  # fmt: skip
    return rows, lost


def _joins(km: np.ndarray, straight: np.ndarray, reach_km: float) -> list[tuple[int, int, float]]:
    """Shortest great-circle links (under `reach_km`) that join the pieces of a state's graph."""
    n = len(km)
    piece = np.arange(n)
    for i in range(n):
        piece[np.isfinite(km[i])] = (
            piece[i] if not np.isfinite(km[i, :i]).any() else piece[np.isfinite(km[i])].min()
        )
    joins = []
    for i, j in sorted(zip(*np.triu_indices(n, 1), strict=True), key=lambda p: straight[p]):
        if piece[i] != piece[j] and straight[i, j] < reach_km:
            joins.append((int(i), int(j), float(straight[i, j])))
            piece[piece == piece[j]] = piece[i]
    return joins
