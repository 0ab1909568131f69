"""World Development Indicators: GDP, GDP per head, population and growth.

Two official layouts: the single-indicator download (four lines before the header, byte-order
mark) and the DataBank extract (`..` for missing, years as `1960 [YR1960]`, Latin-1). Where
files overlap, the single-indicator file wins, being the newer edition.
"""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl

from detente.errors import SourceFormatError
from detente.evidence import files, names
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

INDICATORS = {
    "NY.GDP.MKTP.KD": "gdp_constant",
    "NY.GDP.PCAP.CD": "gdp_per_head",
    "SP.POP.TOTL": "population",
    "NY.GDP.MKTP.KD.ZG": "growth",
}
WORLD = "WLD"
_FOOTER = re.compile(r"\n[\s,\"]{0,60}(?:Data from database|Last Updated).*", re.DOTALL)
_YEAR = re.compile(r"(\d{4})(?: \[YR\d{4}\])?$")


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`indicators`: iso3, year, indicator, value (long; published units)."""
    single = files.find(folder, SOURCE, "single", required=False)
    paths = sorted(
        single, key=files.numbers, reverse=True
    )  # of several editions of an indicator the newest first
    paths += files.find(folder, SOURCE, "extract", required=not paths)
    long = pl.concat([read_file(path) for path in paths])
    return {"indicators": long.unique(["iso3", "year", "indicator"], keep="first", maintain_order=True)}


def read_file(path: Path) -> pl.DataFrame:
    """One file of either layout, long, empty cells left out."""
    text = files.decode(files.read_bytes(path))
    lines = text[:2000].split("\n")
    skip = next((i for i, line in enumerate(lines) if line.lstrip('"').startswith("Country Name")), None)
    if skip is None:
        raise SourceFormatError(f"{path.name} has no header line that starts with Country Name.")
    body = _FOOTER.sub("", text.split("\n", skip)[-1])
    frame = files.parse_csv(body, path.name)
    years = {name: int(hit[1]) for name in frame.columns if (hit := _YEAR.match(name))}
    code = next((c for c in ("Indicator Code", "Series Code") if c in frame.columns), None)
    if code is None or not years or "Country Code" not in frame.columns:
        raise SourceFormatError(f"{path.name} lacks Country Code, Indicator (or Series) Code or years.")
    long = frame.unpivot(list(years), index=["Country Code", code], variable_name="year")
    try:
        return long.drop_nulls().select(
            pl.col("Country Code").alias("iso3"),
            pl.col("year").replace_strict(years, return_dtype=pl.Int16),
            pl.col(code).alias("indicator"),
            pl.col("value").cast(pl.Float64),
        )
    except pl.exceptions.PolarsError as error:
        raise SourceFormatError(f"{path.name} holds a value that is not a number.") from error


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`economy` rows of this source: states, territories and the world (WLD), no other aggregates."""
    long = raw["indicators"].filter(
        pl.col("indicator").is_in(list(INDICATORS)), pl.col("iso3").is_in([*names.known_ids(), WORLD])
    )
    wide = long.pivot("indicator", index=["iso3", "year"], values="value").rename(INDICATORS, strict=False)
    blank = [pl.lit(None, pl.Float64).alias(c) for c in INDICATORS.values() if c not in wide.columns]
    return {"economy": wide.with_columns(*blank, source=pl.lit(SOURCE.id))}
