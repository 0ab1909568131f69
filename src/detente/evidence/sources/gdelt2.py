"""GDELT 2.0 event files, the user's own: 61 columns, tab-separated, no header.

The day of an event is not the day of its file: a report may speak of a year ago. Goldstein values are
those of the file; where one is missing the value of its CAMEO code stands in.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from detente.evidence import files
from detente.evidence.source import load_source
from detente.evidence.sources import _gdelt_events as gdelt

SOURCE = load_source(__file__)
WIDTHS = (61,)


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`events`: event_id, date, source, target (state ids), quad, score (Goldstein); `outside`: other codes."""
    return gdelt.read(files.find(folder, SOURCE, "events"), WIDTHS)


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`event_dyad_month`."""
    return {"event_dyad_month": gdelt.monthly(raw["events"], SOURCE.id)}
