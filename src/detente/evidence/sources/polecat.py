"""POLECAT, the user's own weekly or yearly files (2018 on; 40 columns, tab-separated).

Some releases carry a wrong header or columns that are empty throughout; the official order decides
where the header cannot. Quad classes follow from the PLOVER event type.
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
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
)
_QUAD = {
    "AGREE": 1,
    "CONSULT": 1,
    "SUPPORT": 1,
    "CONCEDE": 2,
    "COOPERATE": 2,
    "AID": 2,
    "RETREAT": 2,
    "REQUEST": 3,
    "ACCUSE": 3,
    "REJECT": 3,
    "THREATEN": 3,
    "PROTEST": 4,
    "SANCTION": 4,
    "MOBILIZE": 4,
    "COERCE": 4,
    "ASSAULT": 4,
}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`events`: event_id, date, source, target (state ids), quad, score (intensity); `outside`: other names."""
    parts = [_rows(path) for path in files.find(folder, SOURCE, "events")]
    raw = pl.concat(parts).unique(["event_id", "date"], keep="first", maintain_order=True)
    source, target = (common.coded(raw[c], "name") for c in ("source", "target"))
    lost = common.outside([(raw["source"], source), (raw["target"], target)])
    return {"events": raw.with_columns(source=source, target=target), "outside": lost}


def _rows(path: Path) -> pl.DataFrame:
    raw = common.laid_out(common.read_lines(path), LAYOUT, "Event Date", ("%Y-%m-%d",), _valid, path.name)
    return raw.select(
        event_id="Event ID",
        source="Actor Country",
        target="Recipient Country",
        date=pl.col("Event Date").str.to_date("%Y-%m-%d", strict=False),
        quad=pl.col("Event Type")
        .str.to_uppercase()
        .replace_strict(_QUAD, default=None, return_dtype=pl.Int8),
        score=pl.col("Intensity").cast(pl.Float64, strict=False),
    )


def _valid(sample: pl.DataFrame) -> bool:
    """Event types are PLOVER's, intensities numbers, and some recipient is a state."""
    numbers = sample["Intensity"].drop_nulls().cast(pl.Float64, strict=False)
    return (
        common.known(sample["Event Type"].str.to_uppercase(), _QUAD) >= common.SURE
        and numbers.null_count() <= (1 - common.SURE) * len(numbers)
        and common.coded(sample["Recipient Country"], "name").count() > 0
    )


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`event_dyad_month`."""
    return {"event_dyad_month": common.monthly(raw["events"], SOURCE.id)}
