"""Trade in energy goods between countries (CEPII BACI, HS92).

Reads the official files (BACI_HS92_Y*.csv with t, i, j, k, v, q; country_codes_V*.csv) and their
energy cut. BACI numbers countries in its own way (India 699, United States 842). Confidential
trade goes to other codes: Russian pipeline gas to Germany in 2010-2024 is not there, so the
absence of a flow is no evidence that there was none.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import files
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

PRODUCTS = {
    "261210": "uranium",
    "270111": "coal",
    "270112": "coal",
    "270119": "coal",
    "270120": "coal",
    "270210": "coal",
    "270220": "coal",
    "270900": "crude",
    "271111": "lng",
    "271121": "gas",
}
_TAIWAN = {"S19": "TWN"}  # "Other Asia, nes" is Taiwan in Comtrade

_FLOWS: files.Columns = {
    "year": (pl.Int16, ("t",)),
    "i": (pl.Int16, ("i",)),
    "j": (pl.Int16, ("j",)),
    "k": (pl.String, ("k",)),
    "value": (pl.Float64, ("v",)),
    "tonnes": (pl.Float64, ("q",)),
}
_COUNTRIES: files.Columns = {
    "code": (pl.Int16, ("country_code",)),
    "iso3": (pl.String, ("country_iso3", "iso_3digit_alpha")),
}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`flows`: exporter, importer (ISO alpha-3), year, k (HS6), value (thousand USD), tonnes."""
    countries = files.read_table(files.find(folder, SOURCE, "countries")[0], _COUNTRIES)
    countries = countries.with_columns(pl.col("iso3").replace(_TAIWAN))
    parts = [
        files.read_table(path, _FLOWS)
        .with_columns(pl.col("k").str.zfill(6))
        .filter(pl.col("k").is_in(list(PRODUCTS)))
        for path in files.find(folder, SOURCE, "flows")
    ]
    # The official file and its energy cut may lie side by side.
    flows = pl.concat(parts).unique(["year", "i", "j", "k"], keep="first", maintain_order=True)
    for number, name in (("i", "exporter"), ("j", "importer")):
        flows = flows.join(countries.rename({"code": number, "iso3": name}), on=number)
    return {"flows": flows.drop("i", "j")}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`energy_trade`: product groups, flows of at least a thousand dollars."""
    flows = raw["flows"].with_columns(product=pl.col("k").replace_strict(PRODUCTS))
    # Codes such as R20 or ZA1 stand for groups of countries.
    flows = flows.filter(pl.all_horizontal(pl.col("exporter", "importer").str.contains(r"^[A-Z]{3}$")))
    tonnes = pl.when(pl.col("tonnes").count() > 0).then(pl.col("tonnes").sum())
    table = flows.group_by("exporter", "importer", "year", "product").agg(
        pl.col("value").sum().round(), tonnes=tonnes.round()
    )
    return {"energy_trade": table.filter(pl.col("value") >= 1)}
