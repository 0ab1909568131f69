"""Trade in ores, metals and critical minerals between countries (CEPII BACI, HS92), by groups of products.

Reads the cut of BACI to 63 six-digit products. Flows of less than 100,000 dollars a product are not in it.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import files
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

PRODUCTS = {
    "250410": "graphite", "250490": "graphite", "260111": "iron_ore", "260112": "iron_ore", "260200": "manganese",
    "260300": "copper_ore", "260400": "nickel_ore", "260600": "bauxite", "260700": "lead_ore", "260800": "zinc_ore",
    "260900": "tin_ore", "261000": "chromium", "261100": "tungsten", "810110": "tungsten", "261400": "titanium_ore",
    "282200": "cobalt", "810510": "cobalt", "282520": "lithium", "283691": "lithium", "280530": "rare_earths",
    "284610": "rare_earths", "284690": "rare_earths", "710812": "gold", "711011": "platinum_metals",
    "711019": "platinum_metals", "711021": "platinum_metals", "711029": "platinum_metals", "711031": "platinum_metals",
    "711039": "platinum_metals", "760110": "aluminium",
}  # fmt: skip
_SMALLEST = 1000  # thousand USD

_COLUMNS: files.Columns = {
    **files.rename("exporter", "importer", dtype=pl.String),
    **files.rename("year", dtype=pl.Int16),
    "k": (pl.String, ("k",)),
    "value": (pl.Float64, ("v_kusd",)),
    "tonnes": (pl.Float64, ("q_tons",)),
}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`flows`: exporter, importer (ISO alpha-3), year, k (HS6), value (thousand USD), tonnes."""
    flows = files.read_table(files.find(folder, SOURCE, "flows")[0], _COLUMNS)
    return {"flows": flows.with_columns(pl.col("k").str.zfill(6))}


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`minerals_trade`: groups of products, flows of at least a million dollars."""
    flows = (
        raw["flows"]
        .filter(pl.col("k").is_in(list(PRODUCTS)))
        .with_columns(product=pl.col("k").replace_strict(PRODUCTS))
    )
    flows = flows.filter(pl.all_horizontal(pl.col("exporter", "importer").str.contains(r"^[A-Z]{3}$")))
    tonnes = pl.when(pl.col("tonnes").count() == pl.len()).then(pl.col("tonnes").sum().round())
    table = flows.group_by("exporter", "importer", "year", "product").agg(
        pl.col("value").sum().round(), tonnes=tonnes
    )
    return {"minerals_trade": table.filter(pl.col("value") >= _SMALLEST)}
