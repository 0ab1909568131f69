"""Reading publishers' files as they are found: CSV, gzip, Parquet, Stata, official zips.

In: a folder and a source's file-name patterns. Out: Polars tables with the asked columns and
types. Of several editions the newest is read. A file that is cut short, has another header or cannot be decoded raises
SourceFormatError; Latin-1, a byte-order mark and the usual signs of a missing value are read
correctly.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

import polars as pl

from detente.errors import SourceFormatError
from detente.evidence import stata
from detente.evidence.source import Source

_STAMP = re.compile(
    r"(.{0,200}\d{4}\D{1,8})(\d{6,14}[a-z]?)(\D*)"
)  # what follows the year that a file is about: its edition
MISSING = ("", "..", "...", "NA", "N/A", "NaN", ".")

# name of ours -> (type, names the publisher has used, first match wins)
Columns = Mapping[str, tuple[type[pl.DataType], Sequence[str]]]


def find(folder: Path, source: Source, role: str, *, required: bool = True) -> list[Path]:
    """Files of one role anywhere under `folder`, names matched in any case.

    Of a role in `source.many` all files, without those of which a newer edition lies there; of any other the newest
    edition of the form that its first pattern hits. Raises SourceFormatError if there is none and `required`.
    """
    found = matching(folder, source, role)
    if found and role in source.many:
        return _without_older(found)
    if found:
        alike = [path for path in found if _form(path) == _form(found[0])]
        return [max(alike, key=lambda path: (numbers(path), -found.index(path)))]
    if required:
        raise SourceFormatError(
            f"No file of {source.title} ({role}) under {folder}; expected {' or '.join(source.files[role])}."
        )
    return []


def matching(folder: Path, source: Source, role: str) -> list[Path]:
    """Every file under `folder` whose name is one of the role's, those of its first pattern first."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    hits = [p for pattern in source.files[role] for p in paths if _is_named(p, pattern)]
    return list(dict.fromkeys(hits))


def _is_named(path: Path, pattern: str) -> bool:
    return fnmatchcase(path.name.lower(), pattern.lower())


def _form(path: Path) -> str:
    """A file's name without what tells its editions apart: numbers, months, and how it is packed."""
    bare = re.sub(r"(?:\.(?:csv|txt|tab|gz|zip|dta|parquet)){1,3}$", "", path.name.lower())
    return re.sub(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}(?=\d)|[\d._-]+", "", bare)


def numbers(path: Path) -> tuple[int, ...]:
    """The numbers in a file's name, by which editions are told apart."""
    return tuple(int(n) for n in re.findall(r"\d{1,18}", path.name))


def _without_older(paths: list[Path]) -> list[Path]:
    """Files without those of which one differs only by a later stamp: events.2016.20150313 beside events.2016.20180710."""
    newest: dict[tuple[str, str], tuple[str, Path]] = {}
    for path in paths:
        stamp = _STAMP.fullmatch(path.name.lower())
        key = (stamp[1], stamp[3]) if stamp else (path.name, str(path))
        if key not in newest or (stamp and stamp[2] > newest[key][0]):
            newest[key] = (stamp[2] if stamp else "", path)
    kept = {path for _, path in newest.values()}
    return [path for path in paths if path in kept]


def read_bytes(path: Path) -> bytes:
    """The content of a file, unpacked if gzipped."""
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise SourceFormatError(f"{path.name} is cut short or damaged; download it again.") from error
    except OSError as error:
        raise SourceFormatError(f"{path.name} cannot be read: {error.strerror or error}.") from error


def decode(data: bytes) -> str:
    """Text of a publisher's file: UTF-8 with or without a byte-order mark, else Latin-1."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def read_table(
    path: Path, columns: Columns, *, missing: Sequence[str] = (), optional: Sequence[str] = ()
) -> pl.DataFrame:
    """One table with exactly the asked columns, in their order and types.

    `missing` adds to the signs of a missing value (COW writes -9). Columns named in `optional` are null
    where the file has none. Raises SourceFormatError.
    """
    name = path.name.lower().removesuffix(".gz")
    if name.endswith(".parquet"):
        try:
            frame = pl.read_parquet(io.BytesIO(read_bytes(path)))
        except (pl.exceptions.PolarsError, OSError) as error:
            raise SourceFormatError(f"{path.name} is not a readable Parquet file (cut short?).") from error
    elif name.endswith(".dta"):
        frame = stata.read(read_bytes(path), path.name)
    else:
        frame = parse_csv(decode(read_bytes(path)), path.name, missing=missing)
    return select(frame, columns, path.name, missing=missing, optional=optional)


def parse_csv(text: str, name: str, *, missing: Sequence[str] = ()) -> pl.DataFrame:
    """A CSV as strings; the separator is read off the header line.

    Raises SourceFormatError if there is no header or the last row is cut short.
    """
    header = text.split("\n", 1)[0]
    if not header.strip():
        raise SourceFormatError(f"{name} has no header line.")
    separator = max(",;\t", key=header.count)
    width = len(next(csv.reader([header], delimiter=separator)))
    tail = next((line for line in reversed(text[-100_000:].splitlines()) if line.strip()), "")
    if tail.count('"') % 2 == 0 and len(next(csv.reader([tail], delimiter=separator))) != width:
        raise SourceFormatError(f"{name} ends in the middle of a row; download it again.")
    try:
        return pl.read_csv(
            io.BytesIO(text.encode()),
            separator=separator,
            infer_schema=False,
            null_values=[*MISSING, *missing],
            quote_char='"',
        )
    except pl.exceptions.PolarsError as error:
        raise SourceFormatError(f"{name} is not a well-formed CSV file.") from error


def select(
    frame: pl.DataFrame,
    columns: Columns,
    name: str,
    *,
    missing: Sequence[str] = (),
    optional: Sequence[str] = (),
) -> pl.DataFrame:
    """The asked columns of `frame`, renamed and cast; SourceFormatError names what is not there."""
    published = {column.strip().lower(): column for column in frame.columns}
    picked: list[pl.Expr] = []
    for ours, (dtype, aliases) in columns.items():
        theirs = next((published[a.lower()] for a in aliases if a.lower() in published), None)
        if theirs is None and ours in optional:
            picked.append(pl.lit(None, dtype).alias(ours))
            continue
        if theirs is None:
            raise SourceFormatError(
                f"{name} has no column {' or '.join(aliases)}; it has {', '.join(frame.columns[:12])}."
            )
        column = pl.col(theirs)
        if frame.schema[theirs] == pl.String and dtype != pl.String:
            column = column.str.strip_chars().replace(dict.fromkeys([*MISSING, *missing]))
            if dtype.is_integer():
                column = column.cast(pl.Float64)
        picked.append(column.cast(dtype).alias(ours))
    try:
        return frame.select(picked)
    except pl.exceptions.PolarsError as error:
        raise SourceFormatError(
            f"{name} holds a value that is not a number: {_first_line(error)}."
        ) from error


def rename(*names: str, dtype: type[pl.DataType]) -> dict[str, tuple[type[pl.DataType], tuple[str, ...]]]:
    """Column specification for columns whose published names are ours."""
    return {name: (dtype, (name,)) for name in names}


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0].rstrip(".")
