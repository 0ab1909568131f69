"""Which places become nodes: curated ones first, then capitals, large cities and large ports.

In: `data/nodes.csv` (curated), Natural Earth populated places, the World Port Index.
Out: rows id, name, kind, state, lat, lon, aliases, source.
"""

from __future__ import annotations

import csv
import gzip
import unicodedata
from pathlib import Path

from detente.transport.rebuild.topo import great_circle_km

DENSE = {
    "PAK", "IND", "AFG", "IRN", "TKM", "UZB", "TJK", "KGZ", "KAZ", "CHN", "MNG", "RUS", "AZE", "ARM", "GEO", "TUR",
    "IRQ", "SYR", "NPL", "BTN", "BGD", "LKA", "SAU", "ARE", "OMN",
}  # fmt: skip
WPI_STATE = {
    "Burma": "MMR", "Cabo Verde": "CPV", "Congo (Brazzaville)": "COG", "Congo (Kinshasa)": "COD",
    "Cote D'Ivoire": "CIV", "Federated States of Micronesia": "FSM", "Hong Kong": "CHN", "Macau": "CHN",
    "Saint Vincent and the Grenadines (Windward Islands)": "VCT", "The Bahamas": "BHS",
    "The Gambia": "GMB", "Antigua and Barbuda": "ATG", "Bosnia and Herzegovina": "BIH",
}  # fmt: skip
# Capitals on an island whose harbour the index files under another island or name.
HARBOUR_CAPITALS = {
    "COM", "FJI", "KIR", "MHL", "PNG", "SLB", "STP", "TON", "VUT", "TUV", "NRU", "PLW", "FSM", "MDV",
}  # fmt: skip
MISPLACED = {"Kattupalli Port"}  # written as Large in one edition; a small port beside Chennai


def slug(text: str) -> str:
    """`Xi'an` -> `xi-an`; ASCII, lower case."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())


def build(shared: Path, curated: Path, states: list[dict], places: list[dict]) -> list[dict]:
    """All city and port nodes."""
    with curated.open(encoding="utf-8") as f:
        nodes = [
            {**r, "lat": float(r["lat"]), "lon": float(r["lon"]), "source": "curated"}
            for r in csv.DictReader(f)
        ]
    ids = {r["id"] for r in nodes}

    def near(iso3, lat, lon, km, kinds=("city", "port", "gauge yard")):
        return any(
            r["state"] == iso3 and r["kind"] in kinds and great_circle_km(r["lat"], r["lon"], lat, lon) < km
            for r in nodes
        )

    def add(name, kind, iso3, lat, lon, source, aliases=""):
        key = slug(name)
        same = next((r for r in nodes if r["id"] == key and r["state"] == iso3), None)
        if same:  # a city and its port are one node, placed at the port
            if kind == "port" and great_circle_km(same["lat"], same["lon"], lat, lon) < 60:
                same.update(kind="port", lat=round(lat, 3), lon=round(lon, 3), source=source)
            return
        city = kind == "port" and next(
            (
                r
                for r in nodes
                if r["state"] == iso3
                and r["kind"] == "city"
                and great_circle_km(r["lat"], r["lon"], lat, lon) < 30
            ),
            None,
        )
        if city:
            names = ";".join(filter(None, [city["aliases"], name, aliases]))
            city.update(kind="port", lat=round(lat, 3), lon=round(lon, 3), source=source, aliases=names)
            return
        key = key if key not in ids else f"{key}-{iso3.lower()}"
        ids.add(key)
        nodes.append(
            {"id": key, "name": name, "kind": kind, "state": iso3, "lat": round(lat, 3), "lon": round(lon, 3),
             "aliases": aliases, "source": source}
        )  # fmt: skip

    own = {s["iso3"] for s in states}
    for s in states:
        if not near(s["iso3"], s["lat"], s["lon"], 8):
            kind = "port" if s["iso3"] in HARBOUR_CAPITALS else "city"
            add(s["capital"], kind, s["iso3"], s["lat"], s["lon"], "Natural Earth populated places")
    for p in sorted(places, key=lambda p: -p["pop"]):
        least = 250_000 if p["iso3"] in DENSE else 1_000_000
        spacing = 60 if p["iso3"] in DENSE else 80
        if p["iso3"] in own and p["pop"] >= least and not near(p["iso3"], p["lat"], p["lon"], spacing):
            add(p["name"], "city", p["iso3"], p["lat"], p["lon"], "Natural Earth populated places")
    _ports(shared, states, near, add)
    return nodes


def _ports(shared, states, near, add) -> None:
    """Large and medium ocean harbours, 60 km apart; else the largest harbour of a coastal state."""
    by_name = {s["name"]: s["iso3"] for s in states} | WPI_STATE
    with gzip.open(shared / "world_port_index.csv.gz", "rt", encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    size = {"Large": 0, "Medium": 1, "Small": 2, "Very Small": 3}
    rows.sort(key=lambda r: (size.get(r["Harbor Size"], 4), r["Main Port Name"]))
    for r in rows:
        iso3 = by_name.get(r["Country Code"])
        water = r["World Water Body"]
        lat, lon = float(r["Latitude"]), float(r["Longitude"])
        if iso3 == "RUS" and 44.3 < lat < 46.1 and 32.4 < lon < 36.6:
            iso3 = "UKR"  # Crimea, as in land.py
        arctic = abs(lat) > 71
        if not iso3 or r["Main Port Name"] in MISPLACED or "Great Lakes" in water or arctic:
            continue
        rank = size.get(r["Harbor Size"], 4)
        big = rank <= 1 and not near(iso3, lat, lon, 60, ("port",))
        if big or not near(iso3, lat, lon, 1e5, ("port",)):
            name, _, other = r["Main Port Name"].partition(" (")
            add(name, "port", iso3, lat, lon, "World Port Index, NGA Pub. 150", other.rstrip(")"))
