"""Panels out: pandas, Arrow, Parquet, CSV, Stata; a file appears whole or not at all."""

from __future__ import annotations

import os
import tempfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import InputError

if TYPE_CHECKING:
    import pandas
    import polars as pl

ENDINGS = (".parquet", ".csv", ".dta")
_STATA_NAME = 32


def to_pandas(frame: pl.DataFrame) -> pandas.DataFrame:
    """The same table in pandas; integers with gaps become floats, missing values NaN."""
    module = _needed("pandas", "to_pandas()")
    return module.DataFrame({name: frame[name].to_numpy() for name in frame.columns})


def to_arrow(frame: pl.DataFrame) -> Any:
    """The same table as a pyarrow Table."""
    _needed("pyarrow", "to_arrow()")
    return frame.to_arrow()


def write(frame: pl.DataFrame, path: Path, labels: dict[str, str]) -> Path:
    """Write `frame` to `path` in the form its ending names; raises InputError for another ending."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise InputError(f"A panel is written as {', '.join(ENDINGS)}, not as {path.name!r}.")
    if not path.parent.is_dir():
        raise InputError(f"There is no folder {path.parent} to write {path.name} into.")
    if ending == ".dta":
        _needed("pyreadstat", "Stata files", "detente[stata]")
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=ending, dir=path.parent)
    os.close(handle)
    try:
        if ending == ".parquet":
            frame.write_parquet(name, compression="zstd")
        elif ending == ".csv":
            frame.write_csv(name)
        else:
            _write_stata(frame, name, labels)
        umask = os.umask(0)
        os.umask(umask)
        Path(name).chmod(0o666 & ~umask)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    return path


def _write_stata(frame: pl.DataFrame, name: str, labels: dict[str, str]) -> None:
    long = [c for c in frame.columns if len(c) > _STATA_NAME]
    if long:
        raise InputError(f"Stata names have at most {_STATA_NAME} letters; {long[0]} is longer.")
    module = _needed("pyreadstat", "Stata files", "detente[stata]")
    shown = {c: labels.get(c, "")[:80] for c in frame.columns}
    module.write_dta(to_pandas(frame), name, column_labels=shown, version=14)


def _needed(module: str, what: str, package: str | None = None) -> Any:
    try:
        return import_module(module)
    except ImportError:
        raise InputError(f"{what} needs {module}: pip install '{package or module}'.") from None
