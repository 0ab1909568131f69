"""Build `src/detente/web/data/world.json`, the shapes of the map by year.

    python tools/world_map.py CONNECTIVITY WORLD_ATLAS

CONNECTIVITY and WORLD_ATLAS are the folders that `python -m detente.transport.rebuild` takes. From Natural Earth
1:110m (public domain, in the npm package world-atlas 2.0.2), in the Equal Earth projection (Savric, Patterson and
Jenny 2018), without Antarctica. Out: {"width", "height", "shapes": {ISO code: SVG path}, "dots": {ISO code: [x, y]}};
states too small for a shape get a dot at their capital.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import numpy as np

from detente.transport.rebuild import states, topo
from detente.transport.tables import states as known

OUT = Path(__file__).resolve().parents[1] / "src/detente/web/data/world.json"
WIDTH, WEST = 960.0, -169.0  # cut in the Bering Strait, where hardly any land is cut
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796


def equal_earth(lon: float, lat: float) -> tuple[float, float]:
    """Plane coordinates on the unit sphere, x to the east, y to the north."""
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(lat)))
    t2, t6 = t * t, t**6
    lam = math.radians(lon - (WEST + 180))
    x = 2 * math.sqrt(3) * lam * math.cos(t) / (3 * (9 * A4 * t6 * t2 + 7 * A3 * t6 + 3 * A2 * t2 + A1))
    return x, t * (A4 * t6 * t2 + A3 * t6 + A2 * t2 + A1)


SCALE = WIDTH / (2 * equal_earth(WEST + 360, 0)[0])
TOP, BOTTOM = equal_earth(0, 83.8)[1], equal_earth(0, -56.5)[1]


def place(lon: float, lat: float) -> tuple[float, float]:
    """Where a point lies on the picture."""
    x, y = equal_earth(lon, lat)
    return round(x * SCALE + WIDTH / 2, 1), round((TOP - y) * SCALE, 1)


def cut(ring: list[tuple[float, float]], edge: float, sign: int) -> list[tuple[float, float]]:
    """The part of a ring on one side of a meridian (Sutherland and Hodgman 1974)."""
    out = []
    for a, b in zip(ring, ring[1:] + ring[:1], strict=True):
        here, there = sign * (a[0] - edge) >= 0, sign * (b[0] - edge) >= 0
        if here:
            out.append(a)
        if here != there:
            t = (edge - a[0]) / (b[0] - a[0])
            out.append((edge, a[1] + t * (b[1] - a[1])))
    return out


def path(ring: np.ndarray) -> str:
    """A ring as SVG, in as many pieces as the edge of the map makes of it."""
    lon = np.unwrap(ring[:, 0], period=360)
    points = list(zip(lon.tolist(), ring[:, 1].tolist(), strict=True))
    made = ""
    for turn in range(-2, 3):
        moved = [(x + 360 * turn, y) for x, y in points]
        if max(x for x, _ in moved) <= WEST or min(x for x, _ in moved) >= WEST + 360:
            continue
        piece = cut(cut(moved, WEST, 1), WEST + 360, -1)
        steps = list(dict.fromkeys(place(*p) for p in piece))
        if len(steps) > 2:
            made += "M" + "L".join(f"{x:g} {y:g}" for x, y in steps) + "Z"
    return made


def main(shared: Path, atlas: Path) -> None:
    """Write the file."""
    codes = states.codes(shared)
    arcs, polygons = topo.read(atlas / "countries-110m.json")
    shapes: dict[str, str] = {}
    unknown = set()
    for polygon in polygons:
        iso3 = codes.get(polygon.name)
        if iso3 is None:
            unknown.add(polygon.name)
            continue
        rings = "".join(path(topo.ring(arcs, numbers)) for numbers in polygon.rings)
        shapes[iso3] = shapes.get(iso3, "") + rings
    dots = {
        iso3: list(place(float(row["lon"]), float(row["lat"])))
        for iso3, row in known().items()
        if iso3 not in shapes
    }
    height = round((TOP - BOTTOM) * SCALE)
    made = {"width": int(WIDTH), "height": height, "shapes": dict(sorted(shapes.items())), "dots": dots}
    OUT.write_text(json.dumps(made, separators=(",", ":")) + "\n", encoding="utf-8")
    print(
        f"{len(shapes)} shapes, {len(dots)} dots, {OUT.stat().st_size / 1e3:.0f} kB; left out: {sorted(unknown)}"
    )


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
