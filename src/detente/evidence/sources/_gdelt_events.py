"""What GDELT 1.0 and 2.0 event files share: the columns used stand in the same places in both."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from detente.errors import SourceFormatError
from detente.evidence.sources import _event_files as common

monthly = common.monthly
_AT = {"event_id": 0, "day": 1, "source": 7, "target": 17, "code": 26, "goldstein": 30}


def events(paths: Sequence[Path], widths: Sequence[int]) -> pl.DataFrame:
    """event_id, date, source, target, quad (CAMEO), score of all files, each event of a day once."""
    return read(paths, widths)["events"]


def read(paths: Sequence[Path], widths: Sequence[int]) -> dict[str, pl.DataFrame]:
    """`events` as above, and `outside`: the codes that are no state's, with how often they stand there."""
    raw = pl.concat([_rows(path, widths) for path in paths]).unique(
        ["event_id", "date"], keep="first", maintain_order=True
    )
    source, target = (common.coded(raw[c], "cameo") for c in ("source", "target"))
    lost = common.outside([(raw["source"], source), (raw["target"], target)])
    return {"events": raw.with_columns(source=source, target=target), "outside": lost}


def _rows(path: Path, widths: Sequence[int]) -> pl.DataFrame:
    frame = common.read_lines(path)
    if frame.item(0, 0) is not None and not str(frame.item(0, 0)).isdigit():
        frame = frame.slice(1)  # a header somebody added
    if frame.width > max(widths):
        frame = frame.select(
            c for c in frame.columns if frame[c].null_count() < frame.height or int(c[1:]) < max(widths)
        )
    if frame.width not in widths:
        expected = " or ".join(map(str, widths))
        raise SourceFormatError(f"{path.name} has {frame.width} columns; this form of GDELT has {expected}.")
    raw = frame.select(pl.col(f"c{at}").alias(name) for name, at in _AT.items())
    day = pl.col("day").str.to_date("%Y%m%d", strict=False)
    if raw.select(day.is_not_null().mean()).item() < 0.9:
        raise SourceFormatError(f"{path.name} has no days (YYYYMMDD) in its second column.")
    return common.classed(raw, "gdelt").select(
        "event_id",
        "source",
        "target",
        date=day,
        quad="quad",
        score=pl.coalesce(pl.col("goldstein").cast(pl.Float64, strict=False), "fallback"),
    )
