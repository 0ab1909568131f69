"""Build `map/outline.json`: coasts and land borders for the report's maps, simplified.

From Natural Earth 50m (world-atlas, public domain): every arc is thinned by Douglas-Peucker to 0.06
degree and rounded to hundredths, so neighbours keep one common line. Out: {"arcs": [[lon, lat, ...]],
"coast": [arc numbers], "border": [arc numbers], "land": [[signed arc numbers of a ring]]}; land rings
below 400 km2 are left out.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from detente.transport.rebuild import topo

TOLERANCE_DEGREES = 0.06


def thin(points: np.ndarray, tolerance: float = TOLERANCE_DEGREES) -> np.ndarray:
    """Douglas and Peucker (1973): the points that keep a line within `tolerance`."""
    keep = np.zeros(len(points), bool)
    keep[[0, -1]] = True
    stack = [(0, len(points) - 1)]
    while stack:
        i, j = stack.pop()
        if j - i < 2:
            continue
        a, b, mid = points[i], points[j], points[i + 1 : j]
        d = b - a
        length = np.hypot(*d)
        off = (
            np.hypot(*(mid - a).T)
            if length == 0
            else np.abs(d[0] * (mid - a)[:, 1] - d[1] * (mid - a)[:, 0]) / length
        )
        k = int(off.argmax())
        if off[k] > tolerance:
            keep[i + 1 + k] = True
            stack += [(i, i + 1 + k), (i + 1 + k, j)]
    return points[keep]


def build(atlas: Path, data: Path) -> None:
    """Write `data/map/outline.json`."""
    arcs, polygons = topo.read(atlas / "countries-50m.json")
    used: dict[int, int] = {}
    rings = []
    for p in polygons:
        for numbers in p.rings:
            points = topo.ring(arcs, numbers)
            span = np.ptp(points, axis=0)
            if span[0] * span[1] * 110 * 110 < 400:
                continue
            rings.append(list(numbers))
            for a in numbers:
                used[a if a >= 0 else ~a] = used.get(a if a >= 0 else ~a, 0) + 1
    order = sorted(used)
    place = {a: k for k, a in enumerate(order)}
    out = {
        "source": "Natural Earth 1:50m, public domain, from the npm package world-atlas 2.0.2",
        "arcs": [[round(float(x), 2) for x in thin(arcs[a]).ravel()] for a in order],
        "coast": [place[a] for a in order if used[a] == 1],
        "border": [place[a] for a in order if used[a] > 1],
        "land": [[place[a] if a >= 0 else ~place[~a] for a in r] for r in rings],
    }
    path = data / "map" / "outline.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(out, separators=(",", ":")), encoding="utf-8")
    print(f"map/outline.json: {len(order)} arcs, {path.stat().st_size / 1e3:.0f} kB")
