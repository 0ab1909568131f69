"""Read the TopoJSON of world-atlas (Natural Earth, public domain): arcs, polygons, shared borders.

In: `countries-10m.json` and the like from the npm package world-atlas 2.0.2.
Out: arcs in degrees and, for every polygon of every country, the arcs of its rings.
Two polygons that share an arc have a common land border; an arc used once is a coast.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

EARTH_KM = 6371.0088


@dataclass(frozen=True)
class Polygon:
    """One polygon: country name and ISO numeric code as published, outer ring and holes as arc numbers."""

    name: str
    numeric: str | None
    rings: tuple[tuple[int, ...], ...]


def read(path: Path) -> tuple[list[np.ndarray], list[Polygon]]:
    """Arcs (each `[n, 2]` lon lat) and polygons of a TopoJSON with the object `countries` or `land`."""
    topology = json.loads(path.read_text())
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [np.cumsum(np.array(a), axis=0) * scale + shift for a in topology["arcs"]]
    key = "countries" if "countries" in topology["objects"] else "land"
    polygons = []
    for g in topology["objects"][key]["geometries"]:
        many = [g["arcs"]] if g["type"] == "Polygon" else g.get("arcs", [])
        for rings in many:
            name = g.get("properties", {}).get("name", "land")
            polygons.append(Polygon(name, g.get("id"), tuple(tuple(r) for r in rings)))
    return arcs, polygons


def ring(arcs: list[np.ndarray], numbers: tuple[int, ...]) -> np.ndarray:
    """Points `[n, 2]` of a ring; a negative arc number runs backwards."""
    parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in numbers]
    return np.concatenate([p if k == 0 else p[1:] for k, p in enumerate(parts)])


def great_circle_km(lat1, lon1, lat2, lon2):
    """Great-circle distance in km of points in degrees (haversine); arrays broadcast."""
    p1, p2 = np.radians(lat1), np.radians(lat2)
    h = (
        np.sin((p2 - p1) / 2) ** 2
        + np.cos(p1) * np.cos(p2) * np.sin(np.radians(np.subtract(lon2, lon1)) / 2) ** 2
    )
    return 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(h, 0, 1)))


def length_km(points: np.ndarray) -> float:
    """Length in km of a line of lon-lat points."""
    return float(great_circle_km(points[:-1, 1], points[:-1, 0], points[1:, 1], points[1:, 0]).sum())
