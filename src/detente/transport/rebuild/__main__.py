"""Rebuild the derived tables: `python -m detente.transport.rebuild CONNECTIVITY WORLD_ATLAS [--skip-sea]`.

CONNECTIVITY is the folder with the OSM graphs, the World Port Index, Natural Earth places and the GEM
tables; WORLD_ATLAS the unpacked npm package world-atlas 2.0.2 (`npm pack world-atlas`). Takes about
ten minutes, most of it the sea. The tables written are the product and are shipped.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from detente.transport.rebuild import gas, gazetteer, graph, land, outline, road, sea, states

DATA = Path(__file__).resolve().parents[1] / "data"


def read(name: str) -> list[dict]:
    """A curated table of `data/`."""
    with (DATA / name).open(encoding="utf-8") as f:
        return list(csv.DictReader(f))


def write(name: str, columns: str, rows: list[dict]) -> None:
    """Write a table with these columns; what is absent is empty."""
    path = DATA / name
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as f:
        out = csv.DictWriter(f, columns.split(), extrasaction="ignore", restval="", lineterminator="\n")
        out.writeheader()
        out.writerows(rows)
    print(f"{name}: {len(rows)} rows, {path.stat().st_size / 1e3:.0f} kB")


def main(shared: Path, atlas: Path, with_sea: bool) -> None:
    """Write every derived table."""
    nations = states.build(shared)
    write("states.csv", "iso3 name aliases capital lat lon start predecessor", nations)
    parts, borders = land.build(shared, atlas)
    write("parts.csv", "part iso3 lat lon area_km2 ocean_coast_km caspian_coast_km", parts)
    write("adjacency.csv", "a b km kind open_from source", borders)
    nodes = gazetteer.build(shared, DATA / "nodes.csv", nations, states.places(shared))
    land.assign(nodes, shared, atlas)
    write("world/nodes.csv", "id name kind state lat lon part aliases source", nodes)
    touching = {frozenset((r["a"][:3], r["b"][:3])) for r in borders}
    curated = read("crossings.csv")
    derived = []
    gauge = {r["iso3"]: r["gauge_mm"] for r in read("gauges.csv")}
    for mode in ("road", "rail"):
        g = graph.read(shared, mode)
        found = road.crossings(g, mode, nodes, curated, touching)
        for side, end in enumerate("ab"):
            sides = [{"state": r[end], "lat": float(r["lat"]), "lon": float(r["lon"])} for r in found]
            land.assign(sides, shared, atlas)
            for r, s in zip(found, sides, strict=True):
                r["parts"] = (*r.get("parts", ()), s.get("part", ""))[: side + 1]
        derived += [r for r in found if r["id"] not in {c["id"] for c in curated}]
        rows, lost = road.legs(g, mode, nodes, found)
        if mode == "rail":
            by_id = {n["id"]: n["state"] for n in nodes}
            for r in rows:
                r["gauge_mm"] = gauge.get(by_id.get(r["a"], r["a"][-3:]), "1435")
        print(*(lost if mode == "road" else []), sep="\n")
        write(f"osm/{mode}.csv", "a b km source" + (" gauge_mm" if mode == "rail" else ""), rows)
    write("osm/crossings.csv", "id name a b lat lon mode source", derived)
    if with_sea:
        edges, basin, lost = sea.build(atlas, nodes, read("straits.csv"))
        print(*lost, sep="\n")
        write("sea/edges.csv", "a b km via", edges)
        write("sea/basins.csv", "end basin", [{"end": e, "basin": b} for e, b in sorted(basin.items())])
    gas.build(shared, DATA)
    outline.build(atlas, DATA)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]), "--skip-sea" not in sys.argv)
