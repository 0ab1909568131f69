"""ICEWS Coded Event Data, the user's own yearly, weekly and monthly files (1995 to 2023; 20 columns, tab-separated).

An event id is used again on other days, so a row is one (id, date). The published intensity is kept;
where it is missing the value of its CAMEO code stands in. One edition of 2017 has no column of codes and writes days
as 20170111: there the code is that of the event's text.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.errors import SourceFormatError
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

WITHOUT_CODE = tuple(c for c in LAYOUT if c != "CAMEO Code")
DAYS = ("%Y-%m-%d", "%Y%m%d")


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`events`: event_id, date, source, target (state ids), quad, score (intensity); `outside`: other names."""
    parts = [_rows(path) for path in files.find(folder, SOURCE, "events")]
    raw = pl.concat(parts).unique(["event_id", "date"], keep="first", maintain_order=True)
    source, target = (common.coded(raw[c], "name") for c in ("source", "target"))
    lost = common.outside([(raw["source"], source), (raw["target"], target)])
    return {"events": raw.with_columns(source=source, target=target), "outside": lost}


def _rows(path: Path) -> pl.DataFrame:
    lines = common.read_lines(path)
    try:
        raw = common.laid_out(lines, LAYOUT, "Event Date", DAYS, _valid, path.name)
        raw = raw.with_columns(code=_padded(pl.col("CAMEO Code")))
    except SourceFormatError:
        raw = common.laid_out(lines, WITHOUT_CODE, "Event Date", DAYS, _valid_text, path.name)
        text = pl.col("Event Text").str.strip_chars().str.to_lowercase()
        raw = raw.with_columns(
            code=text.replace_strict(common.codes_by_text(), default=None, return_dtype=pl.String)
        )
    return common.classed(raw, "icews").select(
        event_id="Event ID",
        source="Source Country",
        target="Target Country",
        date=common.days(pl.col("Event Date"), DAYS),
        quad="quad",
        score=pl.coalesce(pl.col("Intensity").cast(pl.Float64, strict=False), "fallback"),
    )


def _valid_text(sample: pl.DataFrame) -> bool:
    known = common.known(sample["Event Text"].str.strip_chars().str.to_lowercase(), common.codes_by_text())
    return known >= common.SURE and sample["Source Country"].count() > 0


def _valid(sample: pl.DataFrame) -> bool:
    codes = sample.select(_padded(pl.col("CAMEO Code"))).to_series()
    return common.known(codes, common.cameo()["code"]) >= common.SURE and sample["Source Country"].count() > 0


def _padded(code: pl.Expr) -> pl.Expr:
    """CAMEO codes that lost their leading zero in a spreadsheet: "40" is 040, "1241" stays."""
    return pl.when(code.str.contains(r"^[1-9]\d$")).then(pl.lit("0") + code).otherwise(code)


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`event_dyad_month`."""
    return {"event_dyad_month": common.monthly(raw["events"], SOURCE.id)}
