"""Energy balance of countries about 2013-2015 (CIA World Factbook, as JSON profiles).

One year a country and figure: production, use and reserves of gas and oil, electricity. Figures
are parsed from text such as "39.97 billion cu m (2013 est.)".
"""

from __future__ import annotations

import json
import re
import tarfile
from pathlib import Path
from typing import Any

import polars as pl

from detente.errors import SourceFormatError
from detente.evidence import files, names
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

# heading of the profile -> indicator, unit, published unit -> factor into ours
_GAS = {"cu m": 1e-9}
_OIL = {"bbl/day": 1e-3}
_POWER = {"kWh": 1e-9}
FIGURES = {
    "Natural gas - production": ("gas_production", "bcm", _GAS),
    "Natural gas - consumption": ("gas_consumption", "bcm", _GAS),
    "Natural gas - exports": ("gas_exports", "bcm", _GAS),
    "Natural gas - imports": ("gas_imports", "bcm", _GAS),
    "Natural gas - proved reserves": ("gas_reserves", "bcm", _GAS),
    "Crude oil - production": ("oil_production", "thousand barrels a day", _OIL),
    "Crude oil - exports": ("oil_exports", "thousand barrels a day", _OIL),
    "Crude oil - imports": ("oil_imports", "thousand barrels a day", _OIL),
    "Crude oil - proved reserves": ("oil_reserves", "million barrels", {"bbl": 1e-6}),
    "Electricity - production": ("electricity_production", "TWh", _POWER),
    "Electricity - consumption": ("electricity_consumption", "TWh", _POWER),
    "Electricity - exports": ("electricity_exports", "TWh", _POWER),
    "Electricity - imports": ("electricity_imports", "TWh", _POWER),
}
_SCALES = {None: 1.0, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_FIGURE = re.compile(
    r"(?P<number>-?[\d,.]{0,40}\d)\s{0,9}(?P<scale>million|billion|trillion)?\s{0,9}(?P<unit>cu m|bbl/day|bbl|kWh)"
    r"[^(]{0,200}\((?:FY\s{0,9}|\d+ January )?(?P<year>\d{4})"
)
# profiles without a usable short name, by the Factbook's own code
_BY_CODE = {"ae": "ARE", "ct": "CAF", "es": "SLV", "fm": "FSM"}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`figures`: iso3, year, indicator, value, unit."""
    path = files.find(folder, SOURCE, "profiles")[0]
    rows: list[tuple[str, int, str, float, str]] = []
    try:
        with tarfile.open(path) as bundle:
            for member in sorted(bundle.getmembers(), key=lambda m: m.name):
                content = bundle.extractfile(member) if member.name.endswith(".json") else None
                if content is not None:
                    profile = json.loads(content.read().decode("utf-8"))
                    rows += figures(profile, Path(member.name).stem)
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise SourceFormatError(f"{path.name} is cut short or damaged; download it again.") from error
    if not rows:
        raise SourceFormatError(f"{path.name} holds no country profile with a section on energy.")
    schema = {
        "iso3": pl.String,
        "year": pl.Int16,
        "indicator": pl.String,
        "value": pl.Float64,
        "unit": pl.String,
    }
    return {"figures": pl.DataFrame(rows, schema=schema, orient="row")}


def figures(profile: dict[str, Any], code: str) -> list[tuple[str, int, str, float, str]]:
    """Rows of one profile; none if it is no state or has no figures."""
    called = profile.get("Government", {}).get("Country name", {})
    short = called.get("conventional short form", {}).get("text", "")
    iso3 = _BY_CODE.get(code) or names.ids_by_name().get(short)
    if iso3 is None:
        return []
    rows = []
    for heading, (indicator, unit, factors) in FIGURES.items():
        text = profile.get("Energy", {}).get(heading, {}).get("text", "")
        hit = _FIGURE.match(text)
        if hit and hit["unit"] in factors:
            number = float(hit["number"].replace(",", "")) * _SCALES[hit["scale"]]
            rows.append((iso3, int(hit["year"]), indicator, round(number * factors[hit["unit"]], 6), unit))
    return rows


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`energy` rows of this source."""
    return {"energy": raw["figures"].with_columns(source=pl.lit(SOURCE.id))}
