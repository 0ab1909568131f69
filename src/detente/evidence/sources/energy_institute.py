"""Ratios from the Energy Institute's Statistical Review of World Energy (2025 edition).

The review's figures may not be passed on wholesale, so only ratios in whole per cent (or whole
years) are derived: how much of its own use a country produces, LNG in its gas use, its share of
the world's reserves. Read from the DDF layout of open-numbers, one CSV a series.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import polars as pl

from detente.errors import SourceFormatError
from detente.evidence import files, names
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

SERIES = (
    "gas_production_bcm",
    "gas_consumption_bcm",
    "gas_lng_imports_bcm",
    "gas_proved_reserves_history",
    "oil_production_barrels",
    "oil_consumption_barrels",
    "oil_proved_reserves_history",
)
WORLD = "total_world"
# numerator, denominator, indicator: per cent of the country's own other series
_RATIOS = (
    ("gas_production_bcm", "gas_consumption_bcm", "gas_self_sufficiency"),
    ("gas_lng_imports_bcm", "gas_consumption_bcm", "lng_share_of_gas"),
    ("oil_production_barrels", "oil_consumption_barrels", "oil_self_sufficiency"),
)
_WORLD_SHARES = {
    "gas_production_bcm": "gas_production_world_share",
    "gas_consumption_bcm": "gas_consumption_world_share",
    "gas_proved_reserves_history": "gas_reserves_world_share",
    "oil_production_barrels": "oil_production_world_share",
    "oil_proved_reserves_history": "oil_reserves_world_share",
}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`series`: geo (slug), year, series, value, in the review's units (bcm, tcm, barrels)."""
    path = files.find(folder, SOURCE, "review")[0]
    parts = []
    try:
        with zipfile.ZipFile(path) as bundle:
            members = {Path(name).name: name for name in bundle.namelist()}
            for series in SERIES:
                name = f"ddf--datapoints--{series}--by--geo--year.csv"
                if name not in members:
                    raise SourceFormatError(f"{path.name} has no {name}.")
                frame = files.parse_csv(files.decode(bundle.read(members[name])), name)
                columns: files.Columns = {
                    "geo": (pl.String, ("geo",)),
                    "year": (pl.Int16, ("year",)),
                    "value": (pl.Float64, (series,)),
                }
                parts.append(files.select(frame, columns, name).with_columns(series=pl.lit(series)))
    except zipfile.BadZipFile as error:
        raise SourceFormatError(f"{path.name} is cut short or damaged; download it again.") from error
    return {"series": pl.concat(parts)}


def slug(name: str) -> str:
    """`Trinidad & Tobago` -> `trinidad_tobago`."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`energy` rows of this source: ratios in whole per cent."""
    wide = raw["series"].pivot("series", index=["geo", "year"], values="value")
    world = wide.filter(pl.col("geo") == WORLD).drop("geo")
    known = {slug(name): iso3 for name, iso3 in names.ids_by_name().items()}
    # The slug `russia` holds other areas' figures (to 1984, and reserves of 1991-96);
    # `russian_federation` is the state.
    own = (
        wide.filter(pl.col("geo") != "russia")
        .with_columns(iso3=pl.col("geo").replace_strict(known, default=None, return_dtype=pl.String))
        .drop_nulls("iso3")
    )
    own = own.join(world, on="year", how="left", suffix="_world")
    ratios = {name: pl.col(top) / pl.col(bottom) for top, bottom, name in _RATIOS}
    ratios |= {name: pl.col(series) / pl.col(f"{series}_world") for series, name in _WORLD_SHARES.items()}
    long = pl.concat(
        own.select("iso3", "year", pl.lit(name).alias("indicator"), (100 * ratio).round().alias("value"))
        for name, ratio in ratios.items()
    )
    long = long.filter(pl.col("value").is_finite())
    return {"energy": long.with_columns(unit=pl.lit("whole per cent"), source=pl.lit(SOURCE.id))}
