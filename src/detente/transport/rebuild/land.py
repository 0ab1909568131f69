"""Build `parts.csv` and `adjacency.csv`: the contiguous pieces of every state and their land borders.

A part is one polygon of Natural Earth 10m (world-atlas): mainland Russia and Kaliningrad are two,
French Guiana is not a way from Brazil to France. Two parts are adjacent where they share an arc,
so a border is a fact of geometry; its length is that of the shared arcs. A part touches the ocean
where an arc of its own is on no other part and not on the Caspian, which is not the ocean.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from pathlib import Path

import numpy as np

from detente.transport.rebuild import topo
from detente.transport.rebuild.states import codes, places

CASPIAN = (46.4, 36.0, 55.0, 47.6)  # lon, lat, lon, lat
# Crimea is drawn with Russia in this edition; here it is carried under the state that UN General
# Assembly resolution 68/262 (2014) names, and joined to it as one part would be.
CRIMEA = (45.3, 34.5)
# Names for the parts that arguments are about: ISO code, latitude and longitude inside, name.
NAMED = [
    ("RUS", 54.7, 21.0, "kaliningrad"), ("AZE", 39.3, 45.4, "nakhchivan"), ("AGO", -5.0, 12.4, "cabinda"),
    ("OMN", 26.1, 56.3, "musandam"), ("ESP", 35.3, -2.9, "melilla"), ("ESP", 35.9, -5.3, "ceuta"),
    ("USA", 61.0, -152.2, "alaska"), ("FRA", 3.7, -53.3, "guiana"), ("DNK", 55.4, 11.8, "zealand"),
    ("JPN", 43.2, 142.6, "hokkaido"), ("JPN", 32.7, 130.6, "kyushu"), ("MYS", 4.2, 101.9, "peninsula"),
    ("TUR", 41.2, 27.2, "thrace"), ("PSE", 31.4, 34.4, "gaza"), ("GBR", 54.5, -6.6, "northern-ireland"),
    ("GBR", 36.1, -5.3, "gibraltar"), ("TLS", -9.4, 124.3, "oecusse"), ("SOM", 9.5, 46.0, "somaliland"),
    ("CHN", 19.3, 109.9, "hainan"), ("UKR", *CRIMEA, "crimea"), ("HRV", 42.8, 17.8, "dubrovnik"),
]  # fmt: skip
SMALLEST_ISLAND_KM2 = 3000
SMALLEST_PART_KM2 = 1
# Borders too short or too fine for the map, fixed links over water, and where they are.
EXTRA = [
    ("BWA", "ZMB", 0.15, "land", "", "quadripoint at Kazungula; bridge opened 2021"),
    ("SGP", "MYS:peninsula", 1.0, "fixed link", "", "Johor-Singapore causeway, 1923"),
    ("BHR", "SAU", 25.0, "fixed link", 1986, "King Fahd Causeway"),
    ("FRA", "GBR", 50.5, "fixed link", 1994, "Channel Tunnel"),
    ("DNK", "DNK:zealand", 18.0, "fixed link", 1998, "Great Belt link"),
    ("DNK:zealand", "SWE", 16.0, "fixed link", 2000, "Oresund link"),
    ("TUR", "TUR:thrace", 1.6, "fixed link", 1973, "Bosphorus bridges and tunnel"),
    ("UKR", "UKR:crimea", 8.0, "land", "", "Isthmus of Perekop"),
    ("RUS", "UKR:crimea", 19.0, "fixed link", 2018, "Kerch Strait bridge"),
    ("JPN", "JPN:hokkaido", 53.9, "fixed link", 1988, "Seikan Tunnel"),
    ("JPN", "JPN:kyushu", 3.6, "fixed link", 1942, "Kanmon tunnels"),
]  # fmt: skip


def _area_km2(points: np.ndarray) -> float:
    lat, lon = np.radians(points[:, 1]), np.radians(points[:, 0])
    twice = np.sum(np.diff(lon) * (np.sin(lat[1:]) + np.sin(lat[:-1])))
    return float(abs(twice) / 2 * topo.EARTH_KM**2)


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())


def build(shared: Path, atlas: Path) -> tuple[list[dict], list[dict]]:
    """Rows of parts.csv and adjacency.csv."""
    arcs, polygons = topo.read(atlas / "countries-10m.json")
    code = codes(shared)
    use: dict[int, set[int]] = defaultdict(set)
    for i, p in enumerate(polygons):
        for numbers in p.rings:
            for a in numbers:
                use[a if a >= 0 else ~a].add(i)
    bordering = {i for v in use.values() if len(v) > 1 for i in v}
    outline = [topo.ring(arcs, p.rings[0]) for p in polygons]
    area = [_area_km2(r) for r in outline]
    kept = [
        i
        for i, p in enumerate(polygons)
        if p.name in code
        and (
            area[i] > SMALLEST_ISLAND_KM2
            or (i in bordering and area[i] > SMALLEST_PART_KM2)
            or area[i] == max(a for a, q in zip(area, polygons, strict=True) if q.name == p.name)
        )
    ]
    owner = {i: code[polygons[i].name] for i in kept}
    crimea = next(i for i in kept if owner[i] == "RUS" and np.hypot(*(outline[i].mean(0)[::-1] - CRIMEA)) < 1)
    owner[crimea] = "UKR"
    label = _labels(kept, owner, area, outline, places(shared))
    parts = []
    for i in kept:
        ocean, caspian = _coasts(i, polygons, arcs, use)
        lon, lat = outline[i].mean(0)
        parts.append(
            {"part": label[i], "iso3": owner[i], "lat": round(float(lat), 2), "lon": round(float(lon), 2),
             "area_km2": round(area[i]), "ocean_coast_km": round(ocean), "caspian_coast_km": round(caspian)}
        )  # fmt: skip
    shared_km: dict[tuple[str, str], float] = defaultdict(float)
    for a, both in use.items():
        inside = [i for i in both if i in owner]
        if len(inside) == 2:
            pair = tuple(sorted(label[i] for i in inside))
            if pair[0] != pair[1]:
                shared_km[pair] += topo.length_km(arcs[a])  # type: ignore[index]
    rows = [
        {"a": a, "b": b, "km": round(km, 1), "kind": "land", "open_from": "", "source":
         "Natural Earth 10m (world-atlas 2.0.2), shared arcs"}
        for (a, b), km in sorted(shared_km.items())
    ]  # fmt: skip
    rows += [
        {"a": a, "b": b, "km": km, "kind": kind, "open_from": since, "source": f"curated: {note}"}
        for a, b, km, kind, since, note in EXTRA
    ]
    return sorted(parts, key=lambda r: r["part"]), rows


def assign(nodes: list[dict], shared: Path, atlas: Path) -> None:
    """Set `part` on nodes of states with more than one part: the part they lie in, else the nearest."""
    arcs, polygons = topo.read(atlas / "countries-10m.json")
    parts, _ = build(shared, atlas)
    code = codes(shared)
    by_state: dict[str, list[tuple[str, np.ndarray]]] = defaultdict(list)
    for p in polygons:
        outline = topo.ring(arcs, p.rings[0])
        lon, lat = outline.mean(0)
        iso3 = code.get(p.name, "")
        for owner in {iso3, "UKR"} if iso3 == "RUS" else {iso3}:
            match = [r for r in parts if r["iso3"] == owner and r["lat"] == round(float(lat), 2)]
            by_state[owner] += [(r["part"], outline) for r in match if r["lon"] == round(float(lon), 2)]
    for n in nodes:
        found = by_state.get(n["state"], [])
        if len(found) > 1:
            n["part"] = min(found, key=lambda f: _off(n["lon"], n["lat"], f[1]))[0]


def _off(lon: float, lat: float, outline: np.ndarray) -> float:
    """0 inside a ring, else degrees to its nearest point."""
    x, y = outline[:, 0], outline[:, 1]
    spans = (y[:-1] > lat) != (y[1:] > lat)
    at = x[:-1][spans] + (lat - y[:-1][spans]) / (y[1:][spans] - y[:-1][spans]) * (
        x[1:][spans] - x[:-1][spans]
    )
    return 0.0 if (at > lon).sum() % 2 else float(np.hypot(x - lon, y - lat).min())


def _labels(kept, owner, area, outline, towns) -> dict[int, str]:
    """Part ids: the ISO code for the largest part, `CODE:nearest-town` for the others."""
    label: dict[int, str] = {}
    for i in sorted(kept, key=lambda i: -area[i]):
        iso3 = owner[i]
        if iso3 not in label.values():
            label[i] = iso3
            continue
        lon, lat = outline[i].mean(0)
        given = [n for c, y, x, n in NAMED if c == iso3 and abs(y - lat) + abs(x - lon) < 1.5]
        if given and f"{iso3}:{given[0]}" not in label.values():
            label[i] = f"{iso3}:{given[0]}"
            continue
        own = [t for t in towns if t["iso3"] == iso3] or towns
        near = min(own, key=lambda t: topo.great_circle_km(t["lat"], t["lon"], lat, lon))
        distance = topo.great_circle_km(near["lat"], near["lon"], lat, lon)
        name = _slug(near["name"]) if distance < 300 else f"{lat:.1f}n{lon:.1f}e"
        name, k = f"{iso3}:{name}", 2
        while name in label.values():
            name, k = f"{name.rstrip('0123456789')}{k}", k + 1
        label[i] = name
    return label


def _coasts(i, polygons, arcs, use) -> tuple[float, float]:
    """Kilometres of ocean coast and of Caspian coast of polygon `i`."""
    ocean = caspian = 0.0
    west, south, east, north = CASPIAN
    for numbers in polygons[i].rings:
        for a in numbers:
            k = a if a >= 0 else ~a
            if len(use[k]) > 1:
                continue
            line = arcs[k]
            inside = (
                (line[:, 0] > west) & (line[:, 0] < east) & (line[:, 1] > south) & (line[:, 1] < north)
            ).all()
            if inside:
                caspian += topo.length_km(line)
            else:
                ocean += topo.length_km(line)
    return ocean, caspian
