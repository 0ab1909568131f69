"""Build `states.csv`: the states of the map, their names, capitals, and whose soil they stood on before.

In: the country names of world-atlas, the capitals of Natural Earth, the curated lists below
(dates of succession are public facts; a year is the first whole year on its own).
Out: rows iso3, name, aliases, capital, lat, lon, start, predecessor.
"""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np

# Names as Natural Earth abbreviates them -> ISO alpha-3 where the file has none or another.
CODE = {
    "Kosovo": "XKX", "Somaliland": "SOM", "N. Cyprus": "CYP", "Cyprus U.N. Buffer Zone": "CYP",
    "Baikonur": "KAZ", "Hong Kong": "CHN", "Macao": "CHN", "Gibraltar": "GBR",
}  # fmt: skip
# Not states: left off the map of states.
DROPPED = {
    "Dhekelia", "Akrotiri", "Siachen Glacier", "USNB Guantanamo Bay", "Antarctica", "Indian Ocean Ter.",
    "Coral Sea Is.", "Spratly Is.", "Clipperton I.", "Bajo Nuevo Bank", "Serranilla Bank",
    "Scarborough Reef", "Ashmore and Cartier Is.", "Sint Maarten", "St-Martin",
}  # fmt: skip
NAME = {
    "COD": "Democratic Republic of the Congo", "COG": "Republic of the Congo", "USA": "United States",
    "BIH": "Bosnia and Herzegovina", "CAF": "Central African Republic", "DOM": "Dominican Republic",
    "GNQ": "Equatorial Guinea", "SSD": "South Sudan", "SLB": "Solomon Islands", "ESH": "Western Sahara",
    "MKD": "North Macedonia", "SWZ": "Eswatini", "CIV": "Cote d'Ivoire", "STP": "Sao Tome and Principe",
    "MHL": "Marshall Islands", "VCT": "Saint Vincent and the Grenadines", "ATG": "Antigua and Barbuda",
    "KNA": "Saint Kitts and Nevis", "CYM": "Cayman Islands", "FRO": "Faroe Islands", "CZE": "Czechia",
}  # fmt: skip
ALIASES = {
    "USA": "United States of America;US;U.S.;America", "GBR": "Britain;Great Britain;UK;England", "RUS":
    "Russian Federation", "CHN": "PRC;People's Republic of China", "KOR": "Republic of Korea", "PRK": "DPRK",
    "COD": "DR Congo;DRC;Congo-Kinshasa;Zaire", "COG": "Congo;Congo-Brazzaville", "MMR": "Burma", "TUR":
    "Turkiye;Türkiye", "CZE": "Czech Republic", "CIV": "Ivory Coast;Côte d'Ivoire", "SWZ": "Swaziland",
    "MKD": "Macedonia", "TLS": "East Timor", "ARE": "UAE;Emirates", "IRN": "Persia", "CPV": "Cape Verde",
    "LAO": "Lao PDR", "VNM": "Viet Nam", "SYR": "Syrian Arab Republic", "STP": "São Tomé and Príncipe",
    "BIH": "Bosnia", "NLD": "Holland", "GMB": "The Gambia", "BHS": "The Bahamas", "LKA": "Ceylon",
}  # fmt: skip
SOVIET = "RUS UKR BLR MDA GEO ARM AZE KAZ UZB TKM KGZ TJK EST LVA LTU"
SUCCESSION = {
    **dict.fromkeys(SOVIET.split(), (1992, "SUN")),
    **dict.fromkeys(["SVN", "HRV", "BIH", "MKD", "SRB"], (1992, "YUG")),
    **dict.fromkeys(["CZE", "SVK"], (1993, "CSK")),
    "MNE": (2006, "SRB"), "XKX": (2008, "SRB"), "ERI": (1993, "ETH"), "SSD": (2011, "SDN"),
    "TLS": (2002, "IDN"), "NAM": (1990, "ZAF"), "BGD": (1971, "PAK"), "SGP": (1965, "MYS"),
}  # fmt: skip
CAPITAL = {
    "ZAF": "Pretoria", "BOL": "La Paz", "NLD": "Amsterdam", "CIV": "Abidjan", "LKA": "Colombo", "TZA":
    "Dar es Salaam", "BEN": "Cotonou", "CHL": "Santiago", "KAZ": "Astana", "MMR": "Yangon", "BDI": "Bujumbura",
}  # fmt: skip
GIVEN = {  # capitals absent from, or wrongly placed in, the Natural Earth file
    "XKX": ("Pristina", 42.663, 21.162), "PSE": ("Ramallah", 31.90, 35.20), "SSD": ("Juba", 4.85, 31.60),
    "ESH": ("Laayoune", 27.15, -13.20), "ISR": ("Jerusalem", 31.78, 35.22), "KAZ": ("Astana", 51.17, 71.43),
    "MAC": ("Macao", 22.19, 113.54), "NRU": ("Yaren", -0.55, 166.92),
}  # fmt: skip


SPELLING = {"Sevastapol": "Sevastopol", "Kiev": "Kyiv", "Alma Ata": "Almaty"}


def codes(shared: Path) -> dict[str, str]:
    """Natural Earth country name -> ISO alpha-3 (states and dependent territories)."""
    z = np.load(shared / "osm_road_graph.npz", allow_pickle=True)
    out = {str(n): str(c) for c, n in zip(z["iso3"], z["names"], strict=True) if c != "UNK"}
    return {n: c for n, c in (out | CODE).items() if n not in DROPPED}


def places(shared: Path) -> list[dict]:
    """Populated places of Natural Earth with `iso3`, floats and its own odd codes mended."""
    odd = {"PSX": "PSE", "SOL": "SOM", "SAH": "ESH", "KOS": "XKX", "SDS": "SSD", "CYN": "CYP", "ALD": "ALA"}
    with gzip.open(shared / "ne_50m_populated_places.csv.gz", "rt", encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    out = []
    for r in rows:
        lat, lon = float(r["latitude"]), float(r["longitude"])
        iso3 = odd.get(r["adm0_a3"], r["adm0_a3"]).replace("HKG", "CHN").replace("MAC", "CHN")
        crimea = 44.3 < lat < 46.1 and 32.4 < lon < 36.6  # carried as in land.py
        out.append(
            {"name": SPELLING.get(r["name"], r["name"]), "iso3": "UKR" if crimea else iso3, "lat": lat,
             "lon": lon, "pop": float(r["pop_max"]), "capital": float(r["adm0cap"]) == 1}
        )  # fmt: skip
    return out


def build(shared: Path) -> list[dict]:
    """Rows of `states.csv`; a territory without a capital of its own is left out."""
    capital: dict[str, dict] = {}
    for p in sorted(places(shared), key=lambda p: p["pop"]):
        iso3 = p["iso3"]
        preferred = p["name"] == CAPITAL.get(iso3)
        if preferred or (p["capital"] and capital.get(iso3, {}).get("name") != CAPITAL.get(iso3, "-")):
            capital[iso3] = p
    rows = []
    seen = set()
    for name, iso3 in sorted(codes(shared).items(), key=lambda kv: (kv[0] in CODE, kv[1])):
        if iso3 in seen or (iso3 not in capital and iso3 not in GIVEN):
            continue
        seen.add(iso3)
        c = capital.get(iso3)
        place, lat, lon = GIVEN.get(iso3) or (c["name"], c["lat"], c["lon"])  # type: ignore[index]
        start, before = SUCCESSION.get(iso3, ("", ""))
        rows.append(
            {"iso3": iso3, "name": NAME.get(iso3, name), "aliases": ALIASES.get(iso3, ""), "capital": place,
             "lat": round(lat, 3), "lon": round(lon, 3), "start": start, "predecessor": before}
        )  # fmt: skip
    return sorted(rows, key=lambda r: r["iso3"])
