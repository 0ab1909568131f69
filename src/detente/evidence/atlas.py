"""Opening an atlas and reading its tables.

In: a folder made by `build`, by default the user's own, else the one in the package. Out:
Polars tables, cached. A missing, truncated or foreign file raises AtlasError.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import AtlasError
from detente.evidence import catalogue

if TYPE_CHECKING:
    import polars as pl

ENVIRONMENT = "DETENTE_ATLAS"
_MOST_ROWS_KEPT = 200_000  # larger tables take 20 ms to read, and what is made of them is kept instead


@dataclass(frozen=True)
class Atlas:
    """The evidence on this machine: tables with a catalogue of their sources."""

    path: Path
    catalogue: dict[str, Any] = field(repr=False)
    _tables: dict[str, pl.DataFrame] = field(default_factory=dict, repr=False, compare=False)

    @property
    def version(self) -> str:
        """Twelve hexadecimal digits: a hash of the content of all tables."""
        return self.catalogue["version"]

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables this atlas has."""
        return tuple(self.catalogue["tables"])

    @property
    def sources(self) -> dict[str, dict[str, Any]]:
        """Catalogue entries of the sources by id: title, version, licence, terms, citation, ..."""
        return self.catalogue["sources"]

    def source(self, source_id: str) -> dict[str, Any]:
        """Catalogue entry of one source; AtlasError if this atlas does not hold it."""
        try:
            return self.sources[source_id]
        except KeyError:
            raise AtlasError(f"The atlas in {self.path} has nothing from the source {source_id!r}.") from None

    def table(self, name: str) -> pl.DataFrame:
        """One table, all rows, in the columns `tables.toml` declares; all but the largest are read once."""
        if name in self._tables:
            return self._tables[name]
        frame = self._read(name)
        if frame.height <= _MOST_ROWS_KEPT:
            self._tables[name] = frame
        return frame

    def coverage(self, name: str) -> tuple[int, int]:
        """First and last year of a table; AtlasError if it has no years."""
        years = self._entry(name)["coverage"]
        if years is None:
            raise AtlasError(f"The table {name} has no years.")
        return years[0], years[1]

    def _entry(self, name: str) -> dict[str, Any]:
        try:
            return self.catalogue["tables"][name]
        except KeyError:
            raise AtlasError(
                f"The atlas in {self.path} has no table {name!r}; it has {', '.join(self.tables)}."
            ) from None

    def _read(self, name: str) -> pl.DataFrame:
        import polars as pl

        entry = self._entry(name)
        path = self.path / entry["file"]
        try:
            frame = pl.read_parquet(path)
        except FileNotFoundError:
            raise AtlasError(f"The atlas lacks its file {path}; run 'detente data verify'.") from None
        except (pl.exceptions.PolarsError, OSError) as error:
            raise AtlasError(
                f"The atlas file {path} is cut short or damaged; run 'detente data verify'."
            ) from error
        if frame.columns != [c["name"] for c in entry["columns"]] or frame.height != entry["rows"]:
            raise AtlasError(
                f"The atlas file {path} does not match its catalogue; run 'detente data verify'."
            )
        return frame


def bundled_path() -> Path:
    """The atlas inside the package."""
    return Path(str(files("detente.evidence").joinpath("bundled")))


def user_path() -> Path:
    """Where a user's own atlas is kept."""
    from platformdirs import user_data_path

    return user_data_path("detente", appauthor=False) / "atlas"


def default_path() -> Path:
    """`DETENTE_ATLAS` if set, else the user's atlas if there is one, else the bundled one."""
    chosen = os.environ.get(ENVIRONMENT)
    if chosen:
        return Path(chosen).expanduser()
    own = user_path()
    return own if (own / catalogue.FILE).exists() else bundled_path()


def open(path: str | Path | None = None) -> Atlas:
    """Open the atlas in `path`, by default as `default_path` says; AtlasError if there is none."""
    folder = Path(path) if path is not None else default_path()
    return Atlas(folder, catalogue.read(folder))


def verify(atlas: Atlas) -> list[str]:
    """What is wrong with an atlas, one sentence a fault; empty if every file matches its hash."""
    faults = []
    for name, entry in atlas.catalogue["tables"].items():
        path = atlas.path / entry["file"]
        try:
            data = path.read_bytes()
        except OSError:
            faults.append(f"{name}: the file {path.name} is missing.")
            continue
        if catalogue.sha256(data) != entry["file_sha256"]:
            faults.append(f"{name}: the file {path.name} has changed since the atlas was built.")
            continue
        try:
            frame = Atlas(atlas.path, atlas.catalogue).table(name)
        except AtlasError as error:
            faults.append(f"{name}: {error}")
            continue
        if catalogue.content_hash(frame) != entry["content_sha256"]:
            faults.append(f"{name}: the content does not match the catalogue.")
    if catalogue.version(atlas.catalogue["tables"]) != atlas.version:
        faults.append("The version does not follow from the hashes of the tables.")
    return faults
