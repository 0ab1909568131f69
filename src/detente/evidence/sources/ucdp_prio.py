"""Armed conflicts by year (UCDP/PRIO Armed Conflict Dataset 25.1).

Reads the official comma form and a re-saved one with semicolons in which a record is broken
over two lines and one conflict-year (11350, 2005) is lost. Where the same edition lies beside it
as the R frame of peacesciencer, conflict-years the CSV lacks are taken from there, with the
names of the conflict's nearest year. Cells that list several states ("900, 200, 2") give the first to
`ucdp_conflict` and all to `ucdp_conflict_party`.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import polars as pl

from detente.errors import SourceFormatError
from detente.evidence import files, parties
from detente.evidence.source import load_source

SOURCE = load_source(__file__)

_LISTS = ("gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd", "gwno_loc")
_COLUMNS: files.Columns = {
    "conflict_id": (pl.Int32, ("conflict_id",)),
    "year": (pl.Int16, ("year",)),
    "location": (pl.String, ("location",)),
    "side_a": (pl.String, ("side_a",)),
    "side_b": (pl.String, ("side_b",)),
    **{name: (pl.String, (name,)) for name in (*_LISTS, "region")},
    "intensity": (pl.Int8, ("intensity_level",)),
    "type": (pl.Int8, ("type_of_conflict",)),
}

_FRAME: files.Columns = {
    "conflict_id": (pl.Int32, ("conflict_id",)),
    "year": (pl.Int16, ("year",)),
    "intensity": (pl.Int8, ("intensity_level",)),
    "type": (pl.String, ("type_of_conflict",)),
}
_TYPES = {"extrasystemic": 1, "interstate": 2, "intrastate": 3, "II": 4, "internationalized intrastate": 4}


def read(folder: Path) -> dict[str, pl.DataFrame]:
    """`conflicts`: one row a conflict and year; states as the file lists them, by Gleditsch-Ward number."""
    path = files.find(folder, SOURCE, "conflicts")[0]
    text = files.decode(files.read_bytes(path))
    frame = files.parse_csv(mend(text, path.name), path.name)
    conflicts = files.select(frame, _COLUMNS, path.name)
    second = files.find(folder, SOURCE, "frame", required=False)
    return {"conflicts": completed(conflicts, read_frame(second[0])) if second else conflicts}


def read_frame(path: Path) -> pl.DataFrame:
    """conflict_id, year, intensity, type of the R frame, each conflict-year once."""
    frame = files.read_table(path, _FRAME).unique(["conflict_id", "year"])
    return frame.with_columns(pl.col("type").replace_strict(_TYPES, return_dtype=pl.Int8))


def completed(conflicts: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """`conflicts` with the conflict-years only `frame` has, if the conflict is known."""
    lost = frame.join(conflicts, on=["conflict_id", "year"], how="anti")
    names = conflicts.drop("intensity", "type").rename({"year": "_other"})
    found = lost.join(names, on="conflict_id").with_columns(_gap=(pl.col("_other") - pl.col("year")).abs())
    found = found.sort("conflict_id", "year", "_gap", "_other").unique(["conflict_id", "year"], keep="first")
    return pl.concat([conflicts, found.select(conflicts.columns)])


def mend(text: str, name: str) -> str:
    """The file as clean comma-separated text, broken records joined.

    A spreadsheet cut a record in two, padded both halves with separators and turned some
    separators of the second half into commas inside cells.
    """
    lines = text.splitlines()
    if not lines or "conflict_id" not in lines[0]:
        raise SourceFormatError(f"{name} does not start with the header of the UCDP/PRIO file.")
    if ";" not in lines[0]:
        return text
    rows = list(csv.reader(lines, delimiter=";"))
    width = len(rows[0])
    whole: list[list[str]] = []
    for row in rows[1:]:
        if row and row[0]:
            whole.append(row)
        elif any(row) and whole:
            head = _trim(whole.pop())
            rest = [cell for field in _trim(row) for cell in field.split(",")]
            whole.append([*head[:-1], head[-1] + rest[0], *rest[1:]])
    for row in whole:
        if len(row) != width:
            raise SourceFormatError(f"{name} has a record of {len(row)} cells instead of {width}: {row[0]}.")
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([rows[0], *whole])
    return out.getvalue()


def _trim(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row = row[:-1]
    return row


def derive(raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """`ucdp_conflict` with the first state of each list, and `ucdp_conflict_party` with all."""
    conflicts = raw["conflicts"]
    first = [parties.first(name) for name in ("gwno_a", "gwno_b", "gwno_loc", "region")]
    return {
        "ucdp_conflict": conflicts.with_columns(first),
        "ucdp_conflict_party": parties.unrolled(conflicts, ("conflict_id", "year"), _LISTS),
    }
