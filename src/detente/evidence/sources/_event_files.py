"""Event files of machine-coded news: read as they are found, counted by directed pair and month.

In: a tab-separated file (plain, gzipped or zipped), with its official header, another one or none, with
or without columns that are empty throughout. Out: `events` (event_id, date, source, target, quad,
score) and, from `monthly`, the table `event_dyad_month`. Codes of states outside the list are null, and
`outside` counts them. `cameo.csv` holds, for every CAMEO code, the Goldstein value seen in GDELT's own files, the
ICEWS intensity and the quad class (1 verbal and 2 material cooperation, 3 verbal and 4 material conflict);
`icews_texts.csv` ICEWS's text for it (after text_to_CAMEO, Open Event Data Alliance, MIT); `former_codes.csv` codes of
the publishers' lists for states that have another today (ISO 3166-3 and GDELT's country list).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files as resources
from pathlib import Path

import polars as pl

from detente import actors
from detente.errors import SourceFormatError, UnknownActorError
from detente.evidence import files

QUADS = {1: "verbal_cooperation", 2: "material_cooperation", 3: "verbal_conflict", 4: "material_conflict"}
_SAMPLE = 1000  # rows by which a layout is recognised
SURE = 0.9  # share of them whose date must be one


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


def laid_out(
    frame: pl.DataFrame,
    layout: tuple[str, ...],
    date: str,
    forms: tuple[str, ...],
    valid: Callable[[pl.DataFrame], bool],
    name: str,
) -> pl.DataFrame:
    """The rows of a file under the official column names, whatever its header says.

    The header is believed where its columns hold what they should (`date` in one of `forms`, and
    what `valid` asks of a sample); else the official order is tried on the columns as they stand,
    then without surplus columns that are empty throughout. Raises SourceFormatError.
    """
    first = [str(v).strip().lstrip("\ufeff") if v is not None else "" for v in frame.row(0)]
    header = not any(_share(frame.to_series(k).head(1), forms) for k in range(frame.width))
    body = frame.slice(1) if header else frame
    orders: list[list[str]] = []
    if set(layout) <= set(first):
        orders.append([f"c{first.index(c)}" for c in layout])
    surplus = body.width - len(layout)
    if surplus >= 0:
        empty = [c for c in body.columns if body[c].null_count() == body.height]
        for dropped in ([], empty[:surplus], empty[max(len(empty) - surplus, 0) :], empty):
            orders.append([c for c in body.columns if c not in dropped][: len(layout)])
    for columns in orders:
        if len(columns) == len(layout):
            tried = body.select(pl.col(c).alias(n) for c, n in zip(columns, layout, strict=True))
            if _share(tried[date], forms) >= SURE and valid(tried.head(_SAMPLE)):
                return tried
    raise SourceFormatError(f"{name} does not have the official columns: its {date} cannot be told.")


def known(column: pl.Series, values: Iterable[str]) -> float:
    """Share of the cells that are filled whose value is one of `values`; 0 for an empty column."""
    filled = column.drop_nulls()
    return int(filled.is_in(list(values)).sum()) / max(len(filled), 1)


def _share(column: pl.Series, forms: tuple[str, ...]) -> float:
    sample = column.head(_SAMPLE).drop_nulls()
    return max(
        int(sample.str.to_date(form, strict=False).is_not_null().sum()) / max(len(sample), 1)
        for form in forms
    )


def days(column: pl.Expr, forms: tuple[str, ...]) -> pl.Expr:
    """Dates written in any of these forms."""
    return pl.coalesce(*(column.str.to_date(form, strict=False) for form in forms))


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


@cache
def codes_by_text() -> dict[str, str]:
    """CAMEO code of each of ICEWS's texts for events, in lower case."""
    data = resources("detente.evidence.sources").joinpath("icews_texts.csv").read_bytes()
    return {
        row["text"].lower(): row["code"]
        for row in pl.read_csv(io.BytesIO(data), infer_schema=False).iter_rows(named=True)
    }


def classed(raw: pl.DataFrame, score: str) -> pl.DataFrame:
    """`raw` with `quad` and `fallback` (the score) by its column `code`; a code not in the table takes those of its root."""
    table = cameo().select("code", "quad", fallback=score)
    exact = raw.join(table, on="code", how="left", maintain_order="left")
    root = raw.select(code=pl.col("code").str.slice(0, 2)).join(
        table, on="code", how="left", maintain_order="left"
    )
    return exact.with_columns(
        quad=exact["quad"].fill_null(root["quad"]), fallback=exact["fallback"].fill_null(root["fallback"])
    )


def outside(columns: Iterable[tuple[pl.Series, pl.Series]]) -> pl.DataFrame:
    """`actor`, `mentions`: how often each code or name stands in the files that is no state's."""
    lost = [raw.filter(found.is_null()).drop_nulls().alias("actor") for raw, found in columns]
    every = pl.concat(lost) if lost else pl.Series("actor", [], pl.String)
    return every.to_frame().group_by("actor").agg(mentions=pl.len().cast(pl.Int64))


@cache
def _former() -> dict[str, str]:
    data = resources("detente.evidence.sources").joinpath("former_codes.csv").read_bytes()
    return {
        row["code"]: row["id"]
        for row in pl.read_csv(io.BytesIO(data), infer_schema=False).iter_rows(named=True)
    }


def coded(column: pl.Series, system: str) -> pl.Series:
    """Ids of states for a publisher's names (`name`) or codes (`cameo`, `iso3`); null for all others."""
    known = {value: _state(value, system) for value in column.drop_nulls().unique().sort().to_list()}
    return column.replace_strict(known, default=None, return_dtype=pl.String)


def _state(value: str, system: str) -> str | None:
    try:
        actor = actors.resolve(value) if system == "name" else actors.resolve_code(value, system)
        if actor is None and system == "cameo" and value.upper() in _former():
            actor = actors.get(_former()[value.upper()])
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
