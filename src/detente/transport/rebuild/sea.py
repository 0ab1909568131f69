"""Build the sea edges: distances over water between ports, straits and passages, basin by basin.

The sea is a raster of quarter degrees (Natural Earth 10m land, world-atlas) with 16 neighbours a
cell. Every strait and canal of straits.csv is first dammed, so it is crossed only as an edge of its
own; what is then one piece of water is a basin. Inside a basin all
shortest paths between its nodes are computed, thinned by a greedy 1.05-spanner, and each kept path
is pulled straight over water, which gives its km and the points by which it is drawn.
The Caspian is cut off by the land itself; the Arctic is left out.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

from detente.transport.rebuild import graph, spanner, topo

CELL = 0.25
ROWS, COLUMNS = int(180 / CELL), int(360 / CELL)
STRETCH = 1.05
SOURCE = "own sea raster (Natural Earth 10m, 0.25 degree), shortest path over water"
STEPS = [(0, 1), (1, 0), (1, 1), (1, -1), (1, 2), (2, 1), (2, -1), (1, -2)]
# The ice: cells north of these latitudes between two longitudes are left out.
ARCTIC = [(-180, -45, 66.6), (-45, 60, 77.0), (60, 180, 66.6)]
SMALLEST_BASIN_CELLS = 8
# Waterways narrower than the raster, opened along these lines (lon lat).
CHANNELS = [
    [(100.6, 3.0), (101.2, 2.5), (102.2, 1.9), (103.4, 1.15), (104.0, 1.2), (104.7, 1.4)],  # Malacca south
    [(-122.5, 47.7), (-122.8, 48.3), (-125.2, 48.45)],  # Juan de Fuca
    [(-123.2, 49.2), (-123.0, 48.3)],  # Strait of Georgia
    [(132.6, 34.2), (132.2, 33.6), (131.9, 32.9)],  # Seto Inland Sea
]
# Ports on estuaries and gulfs finer than the raster; the way to the water counts as it is.
FARTHEST_PORT_KM = 260.0
# Ports whose nearest water in the raster is the wrong sea: joined by hand in edges.csv.
BY_HAND = {"aqaba", "suez-port", "dudinka", "hankow", "puerto-de-asuncion"}


def water(atlas: Path) -> np.ndarray:
    """Raster `[rows, columns]` of bool, True over water; row 0 is at 90 S, column 0 at 180 W."""
    arcs, polygons = topo.read(atlas / "land-10m.json")
    centre = -90 + CELL * (np.arange(ROWS) + 0.5)
    middle = -180 + CELL * (np.arange(COLUMNS) + 0.5)
    sea = np.ones((ROWS, COLUMNS), bool)
    for p in polygons:
        for numbers in p.rings:
            line = topo.ring(arcs, numbers)
            line = np.stack([np.unwrap(line[:, 0], period=360), line[:, 1]], -1)
            if abs(line[0, 0] - line[-1, 0]) < 1:  # all but Antarctica, which goes round the pole
                _flip(sea, line, centre)
    sea[centre < -63] = False
    for west, east, north in ARCTIC:
        sea[np.ix_(centre > north, (middle > west) & (middle < east))] = False
    return sea


def _flip(sea: np.ndarray, ring: np.ndarray, centre: np.ndarray) -> None:
    """Turn over, in place, the cells inside a ring (so a hole turns back); longitudes may pass 180."""
    crossings: dict[int, list[float]] = defaultdict(list)
    for (x1, y1), (x2, y2) in itertools.pairwise(ring):
        low, high = (y1, y2) if y1 < y2 else (y2, y1)
        for k in range(int(np.searchsorted(centre, low)), int(np.searchsorted(centre, high))):
            crossings[k].append(x1 + (centre[k] - y1) / (y2 - y1) * (x2 - x1))
    for k, xs in crossings.items():
        xs.sort()
        for west, east in zip(xs[::2], xs[1::2], strict=False):
            columns = np.arange(np.ceil((west + 180) / CELL - 0.5), np.floor((east + 180) / CELL - 0.5) + 1)
            sea[k, columns.astype(int) % COLUMNS] ^= True


def dam(sea: np.ndarray, straits: list[dict]) -> None:
    """Close, in place, the cells along the dam of every strait (a line from coast to coast)."""
    for s in straits:
        if not s["dam"]:
            continue
        rows, columns = _along([(float(p.split()[0]), float(p.split()[1])) for p in s["dam"].split(";")])
        sea[rows, columns] = False
        sea[rows[:-1], columns[1:]] = False  # no way through a corner


def _open_channels(sea: np.ndarray) -> None:
    for line in CHANNELS:
        rows, columns = _along(line)
        sea[rows, columns] = True
        sea[rows[:-1], columns[1:]] = True


def _along(line: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of the cells along a lon-lat line."""
    rows, columns = [], []
    for (x1, y1), (x2, y2) in itertools.pairwise(line):
        t = np.linspace(0, 1, int(max(abs(x2 - x1), abs(y2 - y1)) / CELL * 8) + 2)
        rows.append(((y1 + t * (y2 - y1) + 90) / CELL).astype(int))
        columns.append(((x1 + t * (x2 - x1) + 180) / CELL).astype(int) % COLUMNS)
    return np.concatenate(rows), np.concatenate(columns)


def cells(sea: np.ndarray) -> tuple[np.ndarray, csr_matrix]:
    """Numbers of the water cells (raster index, -1 on land) and the graph of km between them."""
    number = np.full(sea.shape, -1)
    number[sea] = np.arange(int(sea.sum()))
    rows, columns = np.nonzero(sea)
    lat = -90 + CELL * (rows + 0.5)
    lon = -180 + CELL * (columns + 0.5)
    us, vs, ds = [], [], []
    for dr, dc in STEPS:
        r, c = rows + dr, (columns + dc) % COLUMNS
        ok = r < ROWS
        ok[ok] = sea[r[ok], c[ok]]
        if abs(dr) + abs(dc) > 1:  # no step across a corner of land
            for br, bc in {(np.sign(dr), 0), (0, np.sign(dc))} if abs(dr) == abs(dc) else _between(dr, dc):
                ok[ok] = sea[rows[ok] + br, (columns[ok] + bc) % COLUMNS]
        v = number[r[ok], c[ok]]
        us.append(np.flatnonzero(ok))
        vs.append(v)
        ds.append(topo.great_circle_km(lat[ok], lon[ok], lat[v], lon[v]))
    u, v, d = (np.concatenate(x) for x in (us, vs, ds))
    n = len(rows)
    return number, csr_matrix((np.r_[d, d], (np.r_[u, v], np.r_[v, u])), shape=(n, n))


def _between(dr: int, dc: int) -> set[tuple[int, int]]:
    """The two cells that a knight's step passes."""
    return {
        (int(np.sign(dr)), int(np.sign(dc))),
        (dr // 2 if abs(dr) == 2 else 0, dc // 2 if abs(dc) == 2 else 0),
    }


def build(
    atlas: Path, nodes: list[dict], straits: list[dict]
) -> tuple[list[dict], dict[str, int], list[str]]:
    """Sea edges, the basin of every end, and the ports that found no water.

    Ends are ports, passages, and the two sides of a strait, `s:suez/a` and `s:suez/b`.
    """
    sea = water(atlas)
    _open_channels(sea)
    dam(sea, straits)
    number, matrix = cells(sea)
    _, basin = connected_components(matrix, directed=False)
    size = np.bincount(basin)
    rows, columns = np.nonzero(number >= 0)
    lat, lon = -90 + CELL * (rows + 0.5), -180 + CELL * (columns + 0.5)
    ends = [(n["id"], n["lat"], n["lon"]) for n in nodes if n["kind"] == "port" and n["id"] not in BY_HAND]
    for s in straits:
        if s["lat_a"]:
            ends += [(f"s:{s['id']}/{k}", float(s[f"lat_{k}"]), float(s[f"lon_{k}"])) for k in "ab"]
        else:
            ends.append((f"s:{s['id']}", float(s["lat"]), float(s["lon"])))
    usable = np.flatnonzero(size[basin] > SMALLEST_BASIN_CELLS)
    tree = graph.KDTree(graph.xyz(lat[usable], lon[usable]))
    chord, near = tree.query(graph.xyz([e[1] for e in ends], [e[2] for e in ends]))
    gap, cell = graph.chord_km(chord), usable[near]
    lost = [f"{e[0]} is {g:.0f} km from the sea" for e, g in zip(ends, gap, strict=True) if g > 80]
    groups: dict[int, list[int]] = defaultdict(list)
    for i in range(len(ends)):
        if gap[i] <= FARTHEST_PORT_KM:
            groups[int(basin[cell[i]])].append(i)
    edges = []
    for members in groups.values():
        index = np.array(members)
        sources, inverse = np.unique(cell[index], return_inverse=True)
        km = np.empty((len(sources), len(sources)))
        for k, s in enumerate(sources):
            km[k] = dijkstra(matrix, indices=s)[sources]
        full = km[np.ix_(inverse, inverse)] + gap[index][:, None] + gap[index]
        np.fill_diagonal(full, 0)
        kept = spanner.greedy(full, STRETCH)
        by_source = defaultdict(list)
        for i, j in kept:
            by_source[i].append(j)
        for i, js in by_source.items():
            reach = float(full[i, js].max()) + 1
            _, before = dijkstra(matrix, indices=cell[index[i]], return_predecessors=True, limit=reach)
            for j in js:
                path = [int(cell[index[j]])]
                while path[-1] != cell[index[i]]:
                    path.append(int(before[path[-1]]))
                points = _pull(sea, lat[path[::-1]], lon[path[::-1]])
                a, b = ends[index[i]], ends[index[j]]
                points = np.r_[[[a[2], a[1]]], points, [[b[2], b[1]]]]
                via = ";".join(f"{x:.1f} {y:.1f}" for x, y in points[1:-1])
                edges.append(
                    {"a": a[0], "b": b[0], "km": round(max(topo.length_km(points), 1), 1), "via": via}
                )  # fmt: skip
    return edges, {ends[i][0]: b for b, m in groups.items() for i in m}, lost


def _pull(sea: np.ndarray, lat: np.ndarray, lon: np.ndarray) -> np.ndarray:
    """Pull a path of cells straight: keep the fewest points joined by great circles over water."""
    keep, i, n = [0], 0, len(lat)
    while i < n - 1:
        step = n - 1 - i
        while step > 1 and not _clear(sea, lat[i], lon[i], lat[i + step], lon[i + step]):
            step = max(step * 3 // 4, 1) if step > 8 else step - 1
        i += step
        keep.append(i)
    keep = keep[1:-1] if n > 2 else []
    return np.stack([lon[keep], lat[keep]], -1) if keep else np.empty((0, 2))


def _clear(sea: np.ndarray, lat1: float, lon1: float, lat2: float, lon2: float) -> bool:
    """Whether the great circle between two points stays on water cells."""
    a, b = graph.xyz(lat1, lon1), graph.xyz(lat2, lon2)
    angle = np.arccos(np.clip(a @ b, -1, 1))
    if angle < 1e-9:
        return True
    if angle > 1.2:
        return False
    t = np.linspace(0, 1, int(np.degrees(angle) / (CELL / 3)) + 2)
    p = (np.sin((1 - t) * angle)[:, None] * a + np.sin(t * angle)[:, None] * b) / np.sin(angle)
    rows = np.clip(((np.degrees(np.arcsin(p[:, 2])) + 90) / CELL).astype(int), 0, ROWS - 1)
    columns = ((np.degrees(np.arctan2(p[:, 1], p[:, 0])) + 180) / CELL).astype(int) % COLUMNS
    return bool(sea[rows, columns].all())
