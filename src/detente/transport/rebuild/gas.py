"""Build the gas tables from the trackers of Global Energy Monitor (CC BY 4.0).

Curation. The order of states in a row is not the flow order, so a row of three or more states is
laid out by SEQUENCE. Strings of one system carry the capacity of the whole system each (Central
Asia-Center, Torzhok-Minsk ...): a project with several rows of equal capacity counts once unless
it is in SEPARATE. Rows without capacity are left out, and so is what does not cross a border.
Out: gem/gas_links.csv (state pair, bcm a year, status, years) and gem/lng.csv (bcm a year by state).
"""

from __future__ import annotations

import csv
import gzip
import itertools
from collections import defaultdict
from pathlib import Path

BCM_PER_MTPA = 1.36
SOURCE = "Global Energy Monitor, GGIT, 2024-10"
NAMES = {
    "Türkiye": "TUR", "Czech Republic": "CZE", "United States": "USA", "Russia": "RUS", "Iran": "IRN",
    "United Kingdom": "GBR", "Hong Kong": "CHN", "South Korea": "KOR", "North Macedonia": "MKD", "Syria": "SYR",
    "Bolivia": "BOL", "Venezuela": "VEN", "Tanzania": "TZA", "Vietnam": "VNM", "Moldova": "MDA",
    "Bosnia and Herzegovina": "BIH", "Equatorial Guinea": "GNQ", "Ivory Coast": "CIV",
}  # fmt: skip
# Projects whose rows are pipes beside one another, each with a capacity of its own.
SEPARATE = {"TurkStream Gas Pipeline", "Central Asia–China Gas Pipeline"}
SEQUENCE = {
    "P0725": "DZA TUN ITA", "P0759": "AZE GEO TUR", "P0750": "BLR LTU RUS", "P0436": "EGY JOR SYR LBN",
    "P0461": "NGA BEN TGO GHA", "P0684": "NOR DNK POL", "P0437": "QAT ARE OMN", "P4025": "QAT ARE",
    "P0779": "RUS BLR UKR", "P2447": "RUS EST LVA", "P5875": "RUS GEO ARM", "P3933": "UKR MDA ROU BGR TUR",
    "P0724": "TUR GRC ALB ITA", "P0791": "KAZ RUS UKR", "P0689": "NOR DEU", "P0739": "UZB KGZ KAZ", "P0763":
    "GEO TUR", "P2289": "TKM UZB KAZ RUS", "P5695": "TKM UZB KAZ RUS", "P0766": "TKM AFG PAK IND", "P5409":
    "RUS MNG CHN", "P2030": "TKM UZB TJK KGZ CHN", "P0764": "TKM AZE", "P1635": "BGR TUR",
}  # fmt: skip
# Links that trackers file under one state.
ADDED = [
    ("RUS", "CHN", 38, "operating", 2019, "POS1", "Power of Siberia; listed under Russia only, 38 for each phase"),
    ("NOR", "BEL", 15, "operating", 1993, "", "Zeepipe; assumption, absent from the rows with two states"),
    ("MMR", "CHN", 5.2, "operating", 2013, "", "Myanmar-China main line; assumption, branches only in the tracker"),
    ("MMR", "THA", 7.7, "operating", 1998, "", "Yadana and Zawtika; assumption beside Yetagun"),
    ("RUS", "DEU", 55, "operating", 2011, "", "Nord Stream 1; out of use since 2022-09"),
    ("IRN", "IRQ", 18, "operating", 2017, "", "Naftshahr-Baghdad and Shalamcheh-Basra; assumption"),
    ("UKR", "POL", 5, "operating", 1945, "", "Drozdovychi; assumption"),
    ("UKR", "HUN", 20, "operating", 1978, "", "Berehove; assumption"),
    ("SVK", "CZE", 50, "operating", 1972, "", "Lanzhot; assumption"),
    ("SVK", "AUT", 57, "operating", 1974, "", "Baumgarten; assumption"),
    ("AUT", "ITA", 40, "operating", 1974, "", "Tarvisio; assumption"),
    ("AUT", "DEU", 10, "operating", 1980, "", "Oberkappel; assumption"),
    ("CHE", "ITA", 20, "operating", 1974, "", "Griespass; assumption"),
    ("NLD", "DEU", 45, "operating", 1968, "", "several crossings without capacity in the tracker; assumption"),
    ("NLD", "BEL", 35, "operating", 1967, "", "several crossings without capacity in the tracker; assumption"),
    ("BEL", "FRA", 25, "operating", 1975, "", "Taisnieres; assumption"),
    ("DEU", "FRA", 18, "operating", 1980, "", "MEGAL; assumption"),
    ("DEU", "POL", 6, "operating", 2011, "", "Mallnow reverse and Lasow; assumption"),
    ("FRA", "CHE", 7, "operating", 1990, "", "Oltingue; assumption"),
    ("GBR", "IRL", 11, "operating", 1993, "", "Moffat; assumption"),
    ("ESP", "PRT", 5, "operating", 1996, "", "Badajoz; assumption"),
    ("DEU", "CHE", 6, "operating", 1974, "", "Wallbach; assumption"),
    ("DEU", "LUX", 1, "operating", 1990, "", "Remich; assumption"),
    ("DEU", "DNK", 5, "operating", 1982, "", "Ellund; assumption"),
    ("DNK", "SWE", 2, "operating", 1985, "", "Dragor; assumption"),
    ("BGR", "MKD", 1, "operating", 1995, "", "Zidilovo; assumption"),
    ("BGR", "SRB", 13, "operating", 2021, "", "Balkan Stream; assumption"),
    ("BLR", "POL", 33, "operating", 1999, "", "Yamal-Europe; out of use since 2022"),
    ("POL", "DEU", 33, "operating", 1999, "", "Yamal-Europe; out of use since 2022"),
    ("RUS", "FIN", 7, "operating", 1974, "", "Imatra; out of use since 2022"),
    ("DZA", "MAR", 11, "operating", 1996, "", "Maghreb-Europe; out of use to Spain since 2021-11"),
    ("MAR", "ESP", 11, "operating", 1996, "", "Maghreb-Europe; reverse flow since 2022"),
    ("AUT", "SVN", 4, "operating", 1978, "", "Ceršak; assumption"),
]  # fmt: skip
# Which way gas can go: out of these only, into these only; Russia also takes gas from its neighbours.
OUT_ONLY = {"NOR", "DZA", "LBY", "QAT", "NGA", "BOL", "MMR", "MOZ", "TKM", "IDN"}
IN_ONLY = {"CHN"}
RUSSIA_TAKES = {"KAZ", "AZE"}
ONE_WAY = {("IRN", "TUR"), ("GEO", "TUR"), ("IRN", "ARM"), ("IRN", "IRQ"), ("TUN", "ITA"), ("AZE", "GEO")}
PROJECT = {
    "P0766": "TAPI", "P0452": "IPI", "P2299": "CAC-CHINA-A", "P2300": "CAC-CHINA-B", "P1124": "CAC-CHINA-C",
    "P2030": "CAC-CHINA-D", "P5409": "POS2", "P0764": "TCGP", "P0742": "DAULETABAD", "P0749": "KORPEJE",
    "P0739": "BTBA",
}  # fmt: skip
# Out of use for reasons of politics or damage, by state pair: first year, why.
STOPPED = {
    ("DEU", "RUS"): (2023, "Nord Stream destroyed 2022-09"),
    ("BLR", "POL"): (2023, "Polish section in reverse since 2022"),
    ("RUS", "UKR"): (2025, "transit contract ended 2025-01-01"),
    ("FIN", "RUS"): (2023, "supply stopped 2022-05"),
    ("ESP", "MAR"): (2022, "Algerian transit ended 2021-11"),
    ("DZA", "MAR"): (2022, "Algerian transit ended 2021-11"),
}


def build(shared: Path, data: Path) -> None:
    """Write `gem/gas_links.csv` and `gem/lng.csv`."""
    with (data / "states.csv").open(encoding="utf-8") as f:
        code = {r["name"]: r["iso3"] for r in csv.DictReader(f)} | NAMES
    with gzip.open(shared / "gem_gas_pipelines_2024-10.csv.gz", "rt", encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    links, strings = [], set()
    for r in rows:
        planned = r["status"] in ("construction", "proposed") and r["id"] in PROJECT
        if not r["capacity_bcm_y"] or not (r["status"] == "operating" or planned):
            continue
        states = [code.get(a.strip(), "") for a in r["areas"].split(",")]
        order = SEQUENCE.get(r["id"], " ".join(states)).split() if len(states) > 1 else []
        order = SEQUENCE.get(r["id"], "").split() or order
        if (
            len(order) < 2
            or "" in order
            or (len(order) > 2 and r["id"] not in SEQUENCE and "Asia" not in r["name"])
        ):
            continue
        string = (r["name"], r["capacity_bcm_y"])
        if string in strings and r["name"] not in SEPARATE:
            continue
        strings.add(string)
        for a, b in itertools.pairwise(order):
            if a != b:
                links.append(_link(a, b, float(r["capacity_bcm_y"]), r["status"], r["start-year"],
                                   PROJECT.get(r["id"], ""), f"{SOURCE} {r['id']} {r['name']}"))  # fmt: skip
    links += [_link(a, b, v, s, y, p, f"curated: {note}") for a, b, v, s, y, p, note in ADDED]
    columns = ["a", "b", "direction", "bcm_y", "status", "open_from", "open_to", "project", "source"]
    _write(
        data / "gem" / "gas_links.csv", columns, sorted(links, key=lambda r: (r["a"], r["b"], r["source"]))
    )
    with gzip.open(shared / "gem_lng_terminals_2024-10.csv.gz", "rt", encoding="utf-8") as f:
        total: dict[str, float] = defaultdict(float)
        for r in csv.DictReader(f):
            iso3 = code.get(r["areas"], "")
            if r["status"] == "operating" and iso3 and r["capacity"]:
                total[iso3] += float(r["capacity"]) * BCM_PER_MTPA
    _write(
        data / "gem" / "lng.csv", ["iso3", "bcm_y", "source"],
        [{"iso3": s, "bcm_y": round(v, 1), "source": f"{SOURCE}, operating terminals"} for s, v in sorted(total.items())],
    )  # fmt: skip


def _link(a, b, capacity, status, start, project, source) -> dict:
    a, b = sorted((a, b))
    end = STOPPED.get((a, b), ("",))[0]
    opened = "9999" if status in ("construction", "proposed") else start
    direction = "ab" if _only(a, b) else "ba" if _only(b, a) else "both"
    if (a, b) == ("DEU", "POL") and "Yamal-Europe" in source:  # westward alone, and no longer
        direction, end = "ba", STOPPED["BLR", "POL"][0]
    return {"a": a, "b": b, "direction": direction, "bcm_y": capacity, "status": status, "open_from": opened, "open_to": end,
            "project": project, "source": source}  # fmt: skip


def _only(a: str, b: str) -> bool:
    """Whether gas goes from a to b and never back."""
    russian = a == "RUS" and b not in RUSSIA_TAKES
    return russian or (a in OUT_ONLY and b not in OUT_ONLY) or b in IN_ONLY or (a, b) in ONE_WAY


def _write(path: Path, columns: list[str], rows: list[dict]) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as f:
        out = csv.DictWriter(f, columns, lineterminator="\n")
        out.writeheader()
        out.writerows(rows)
    print(f"{path.name}: {len(rows)} rows")
