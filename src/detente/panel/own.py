"""The user's own copies of publishers' files: what the atlas may not carry.

In: a folder (or none). Out: tables at full precision, read once a file. The sources are those of the
evidence room where it has them; the rest is described in TOML files beside this module.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import InputError

if TYPE_CHECKING:
    import polars as pl

    from detente.evidence.files import Columns
    from detente.evidence.source import Source

ENVIRONMENT = "DETENTE_FILES"
OWN_SOURCES = ("vdem", "polity", "democracy_scores", "archigos", "capitals", "minimum_distance")


@dataclass(frozen=True)
class OwnFiles:
    """A folder with publishers' files under any sub-folders; None where the user named none."""

    folder: Path | None

    def has(self, source_id: str, role: str) -> bool:
        """Whether a file of the source is there."""
        return self.path(source_id, role) is not None

    def path(self, source_id: str, role: str) -> Path | None:
        """The file of one role of a source, if there is one."""
        return None if self.folder is None else _find(self.folder, source_id, role)

    def read(
        self, source_id: str, role: str, columns: Columns, missing: tuple[str, ...] = ()
    ) -> pl.DataFrame:
        """The asked columns of a file that is there, cached until the file changes.

        `columns` as of `evidence.files`. Raises SourceFormatError, or InputError without a file.
        """
        path = self.path(source_id, role)
        if path is None:
            raise self.lacking(source_id, role)
        key = tuple((name, dtype, tuple(aliases)) for name, (dtype, aliases) in columns.items())
        return _read(path, path.stat().st_mtime_ns, key, missing)

    def lacking(self, source_id: str, role: str) -> InputError:
        """The error that says which file would give what is not in the atlas."""
        entry = source(source_id)
        return InputError(
            f"{entry.title} is not in the atlas ({entry.licence}); get it from {entry.url}, put "
            f"{' or '.join(entry.files[role])} in a folder and name the folder as files= or in {ENVIRONMENT}."
        )


def own_files(folder: str | Path | None) -> OwnFiles:
    """The given folder, else the one `DETENTE_FILES` names, else none; InputError if it is no folder."""
    named = folder if folder is not None else os.environ.get(ENVIRONMENT) or None
    if named is None:
        return OwnFiles(None)
    path = Path(named).expanduser()
    if not path.is_dir():
        raise InputError(f"There is no folder {path} with publishers' files.")
    return OwnFiles(path)


def dated(frame: pl.DataFrame) -> pl.DataFrame:
    """`start` and `end` as dates, from text that begins YYYY-MM-DD (a time of day may follow)."""
    import polars as pl

    return frame.with_columns(pl.col("start", "end").str.head(10).str.to_date("%Y-%m-%d", strict=False))


@cache
def source(source_id: str) -> Source:
    """A source of this module or of the evidence room."""
    from detente.evidence.source import adapter, load_source

    if source_id in OWN_SOURCES:
        return load_source(str(Path(__file__).parent / "data" / f"{source_id}.toml"))
    return adapter(source_id).SOURCE


@cache
def _find(folder: Path, source_id: str, role: str) -> Path | None:
    from detente.evidence import files

    hits = files.find(folder, source(source_id), role, required=False)
    return hits[0] if hits else None


@cache
def _read(path: Path, changed: int, key: tuple, missing: tuple[str, ...]) -> pl.DataFrame:
    from detente.evidence import files

    columns = {name: (dtype, aliases) for name, dtype, aliases in key}
    return files.read_table(path, columns, missing=missing)
