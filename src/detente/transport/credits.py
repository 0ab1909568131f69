"""The sources of the network as a report lists and cites them.

Out: `sources()`, dicts in the form of `Report.sources`, and `citations()`, their BibTeX keys.
"""

from __future__ import annotations

from typing import Any

VERSION = "2026"
_ROWS = (
    ("detente-corridors", "detente_corridors", "detente corridor network", VERSION, "The detente developers",
     "Apache-2.0", "", 1946, 2024, 2026),
    ("openstreetmap", "openstreetmap", "OpenStreetMap, road and rail graphs of scgraph_data", "2.0.0 (2024-04)",
     "OpenStreetMap contributors", "ODbL-1.0", "https://www.openstreetmap.org/copyright", None, 2024, 2024),
    ("natural-earth", "natural_earth", "Natural Earth, land, states and borders", "world-atlas 2.0.2",
     "Natural Earth", "public domain", "https://www.naturalearthdata.com", None, None, 2021),
    ("gem-gas", "gem_ggit", "Global Gas Infrastructure Tracker", "2024-10", "Global Energy Monitor", "CC-BY-4.0",
     "https://globalenergymonitor.org/projects/global-gas-infrastructure-tracker/", None, 2024, 2024),
    ("carec-cpmm", "carec_cpmm", "Corridor Performance Measurement and Monitoring, annual reports", "2019-2022",
     "CAREC Institute", "facts quoted with source", "https://www.carecprogram.org", 2019, 2022, 2023),
)  # fmt: skip
_USED = {"road": ("detente_corridors", "openstreetmap", "natural_earth", "carec_cpmm"),
         "gas": ("detente_corridors", "gem_ggit"), "electricity": ("detente_corridors",)}  # fmt: skip


def sources() -> tuple[dict[str, Any], ...]:
    """Every source of the network: id, title, version, family, producer, licence, url, citation, years."""
    out = []
    for name, key, title, version, producer, licence, url, first, last, published in _ROWS:
        called = title.replace("_", r"\_").replace("&", r"\&").replace("%", r"\%")
        where = f",\n  url = {{{url}}}" if url else ""
        bibtex = (
            f"@misc{{{key},\n  author = {{{{{producer}}}}},\n  title = {{{{{called}}}}},\n"
            f"  year = {{{published}}},\n  note = {{Version {version}}}{where}\n}}"
        )
        out.append(
            {"id": name, "title": title, "version": version, "family": "transport", "producer": producer,
             "licence": licence, "url": url, "citation_key": key, "bibtex": bibtex, "first": first, "last": last}
        )  # fmt: skip
    return tuple(out)


def citations(fuel: str = "road") -> tuple[str, ...]:
    """BibTeX keys of what an answer stands on: `road` for any way, `gas` or `electricity` for energy."""
    return _USED[fuel]
