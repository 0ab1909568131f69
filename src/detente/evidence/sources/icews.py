"""ICEWS Coded Event Data, the user's own yearly files (1995 to 2023; 20 columns, tab-separated).

An event id is used again on other days, so a row is one (id, date). The published intensity is kept;
where it is missing the value of its CAMEO code stands in.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import files
from detente.evidence.source import load_source
from detente.evidence.sources import _event_files as common

SOURCE = load_source(__file__)
LAYOUT = (
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
)


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`events`: event_id, date, source, target (state ids), quad, score (ICEWS intensity)."""
    parts = [_events(path) for path in files.find(folder, SOURCE, "events")]
    return {"events": pl.concat(parts).unique(["event_id", "date"], keep="first", maintain_order=True)}


def _events(path: Path) -> pl.DataFrame:
    raw = common.laid_out(common.read_lines(path), LAYOUT, "Event Date", "%Y-%m-%d", _valid, path.name)
    codes = common.cameo().select("code", "quad", fallback="icews")
    raw = raw.with_columns(code=_padded(pl.col("CAMEO Code"))).join(
        codes, on="code", how="left", maintain_order="left"
    )
    return raw.select(
        event_id="Event ID",
        date=pl.col("Event Date").str.to_date("%Y-%m-%d", strict=False),
        source=common.coded(raw["Source Country"], "name"),
        target=common.coded(raw["Target Country"], "name"),
        quad="quad",
        score=pl.coalesce(pl.col("Intensity").cast(pl.Float64, strict=False), "fallback"),
    )


def _valid(sample: pl.DataFrame) -> bool:
    codes = sample.select(_padded(pl.col("CAMEO Code"))).to_series()
    return common.known(codes, common.cameo()["code"]) >= common.SURE and sample["Source Country"].count() > 0


def _padded(code: pl.Expr) -> pl.Expr:
    """CAMEO codes that lost their leading zero in a spreadsheet: "40" is 040, "1241" stays."""
    return pl.when(code.str.contains(r"^[1-9]\d$")).then(pl.lit("0") + code).otherwise(code)


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`event_dyad_month`."""
    return {"event_dyad_month": common.monthly(raw["events"], SOURCE.id)}
