"""Event files of machine-coded news: read as they are found, counted by directed pair and month.

In: a tab-separated file (plain, gzipped or zipped), with its official header, another one or none, with
or without columns that are empty throughout. Out: `events` (event_id, date, source, target, quad,
score) and, from `monthly`, the table `event_dyad_month`. Codes of states outside the list are null.
`cameo.csv` holds, for every CAMEO code, the Goldstein value seen in GDELT's own files, the ICEWS
intensity and the quad class (1 verbal and 2 material cooperation, 3 verbal and 4 material conflict).
"""

from __future__ import annotations

import io
import zipfile
from functools import cache
from importlib.resources import files as resources
from pathlib import Path

import polars as pl

from detente import actors
from detente.errors import SourceFormatError, UnknownActorError
from detente.evidence import files

QUADS = {1: "verbal_cooperation", 2: "material_cooperation", 3: "verbal_conflict", 4: "material_conflict"}
_SAMPLE = 1000  # rows by which a layout is recognised
_SURE = 0.9  # share of them whose date must be one


def read_lines(path: Path) -> pl.DataFrame:
    """All cells of a tab-separated file as strings, columns `c0`, `c1` ...; empty cells null."""
    text = files.decode(_unzipped(path))
    width = max((line.count("\t") + 1 for line in text.split("\n", _SAMPLE)[:_SAMPLE]), default=0)
    if width < 2:
        raise SourceFormatError(f"{path.name} is not a tab-separated event file.")
    try:
        frame = pl.read_csv(
            io.BytesIO(text.encode()),
            separator="\t",
            has_header=False,
            quote_char=None,
            infer_schema=False,
            truncate_ragged_lines=True,
            null_values=list(files.MISSING),
            new_columns=[f"c{k}" for k in range(width)],
        )
    except pl.exceptions.PolarsError as error:
        raise SourceFormatError(f"{path.name} is not a well-formed tab-separated file.") from error
    return frame


def laid_out(frame: pl.DataFrame, layout: tuple[str, ...], date: str, form: str, name: str) -> pl.DataFrame:
    """The rows of a file under the official column names, whatever its header says.

    The header is believed where its date column holds dates; else the official order is tried on the
    file as it is, then without the columns that are empty throughout. Raises SourceFormatError.
    """
    first = [str(v).strip().lstrip("\ufeff") if v is not None else "" for v in frame.row(0)]
    body = frame.slice(1) if not _dates(frame.slice(0, 1), layout.index(date), form) else frame
    if set(layout) <= set(first):
        named = body.select(pl.col(f"c{first.index(c)}").alias(c) for c in layout)
        if _share(named[date], form) >= _SURE:
            return named
    full = [c for c in body.columns if body[c].null_count() < body.height]
    unnamed = [c for c, h in zip(body.columns, first, strict=True) if c in full or h in layout]
    for columns in (body.columns, unnamed, full):
        if len(columns) < len(layout):
            continue
        tried = body.select(pl.col(c).alias(n) for c, n in zip(columns, layout, strict=False))
        if _share(tried[date], form) >= _SURE:
            return tried
    raise SourceFormatError(f"{name} does not have the official columns: no {date} where one is expected.")


def _dates(frame: pl.DataFrame, position: int, form: str) -> bool:
    return position < frame.width and _share(frame.to_series(position), form) > 0


def _share(column: pl.Series, form: str) -> float:
    sample = column.head(_SAMPLE).drop_nulls()
    return sample.str.to_date(form, strict=False).is_not_null().sum() / max(len(sample), 1) if len(sample) else 0.0


def _unzipped(path: Path) -> bytes:
    if not path.name.lower().endswith(".zip"):
        return files.read_bytes(path)
    try:
        with zipfile.ZipFile(path) as archive:
            return b"\n".join(archive.read(n).rstrip(b"\n") for n in sorted(archive.namelist()))
    except (zipfile.BadZipFile, OSError) as error:
        raise SourceFormatError(f"{path.name} is cut short or damaged; download it again.") from error


@cache
def cameo() -> pl.DataFrame:
    """code, gdelt and icews scores (-10 to 10), quad class of every CAMEO code."""
    data = resources("detente.evidence.sources").joinpath("cameo.csv").read_bytes()
    schema = {"code": pl.String, "gdelt": pl.Float64, "icews": pl.Float64, "quad": pl.Int8}
    return pl.read_csv(io.BytesIO(data), schema=schema)


def coded(column: pl.Series, system: str) -> pl.Series:
    """Ids of states for a publisher's names (`name`) or codes (`cameo`, `iso3`); null for all others."""
    known = {value: _state(value, system) for value in column.drop_nulls().unique().sort().to_list()}
    return column.replace_strict(known, default=None, return_dtype=pl.String)


def _state(value: str, system: str) -> str | None:
    try:
        actor = actors.resolve(value) if system == "name" else actors.resolve_code(value, system)
    except UnknownActorError:
        return None
    return actor.id if actor is not None and actor.kind == "state" else None


def monthly(events: pl.DataFrame, source_id: str) -> pl.DataFrame:
    """`event_dyad_month`: events between two different states, by source, target and month."""
    pairs = events.drop_nulls(["source", "target", "date"]).filter(pl.col("source") != pl.col("target"))
    return pairs.group_by(
        source_iso3="source", target_iso3="target", month=pl.col("date").dt.truncate("1mo")
    ).agg(
        events=pl.len().cast(pl.Int32),
        score=pl.col("score").sum().round(2).cast(pl.Float32),
        **{name: (pl.col("quad") == quad).sum().cast(pl.Int32) for quad, name in QUADS.items()},
        source=pl.lit(source_id),
    )
