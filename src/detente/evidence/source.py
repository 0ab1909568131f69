"""What a source is, and the register of all sources.

A source is one published data set in one version. Its adapter is a module with
`SOURCE: Source`, `read(folder) -> dict[str, DataFrame]` (the publisher's own files, full
precision) and `derive(raw) -> dict[str, DataFrame]` (the part that may ship, in the tables
that `tables.toml` declares). The origin of a source is in a TOML file beside its adapter.
Other packages add adapters through the entry-point group `detente.sources`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, cast

from detente.errors import InputError

if TYPE_CHECKING:
    import polars as pl

ENTRY_POINTS = "detente.sources"


@dataclass(frozen=True, slots=True)
class Download:
    """One official file: where it is, under which name to keep it, its SHA-256 if known."""

    url: str
    file: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One published data set in one version.

    `ships` says what of it an atlas may carry to others: `rows` (openly licensed: its rows),
    `derived` (only figures computed from it), `no` (nothing; the user's own copy alone).
    `files` maps the part an adapter reads to the file-name patterns it is known under; of a part in `many`
    every file is read, of any other the newest edition.
    `files` maps the part an adapter reads to the file-name patterns it is known under. `covered`
    gives the first and last year a table of events or spells is known for, where its rows do not
    show it (the last war on a list to 2007 began in 2003).
    """

    id: str
    title: str
    version: str
    family: str
    producer: str
    licence: str
    terms: str
    ships: Literal["rows", "derived", "no"]
    left_out: str
    citation: str
    key: str
    bibtex: str
    url: str
    files: dict[str, tuple[str, ...]]
    tables: tuple[str, ...]
    downloads: tuple[Download, ...] = ()
    notes: tuple[str, ...] = ()
    many: tuple[str, ...] = ()
    covered: Mapping[str, tuple[int, int]] = field(default_factory=dict)


class Adapter(Protocol):
    """What an adapter module must have."""

    SOURCE: Source

    def read(self, folder: Path) -> dict[str, pl.DataFrame]:
        """Tidy tables at full precision from the publisher's files found under `folder`."""
        ...

    def derive(self, raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
        """The shippable tables, columns as declared in `tables.toml`."""
        ...


def load_source(module_file: str) -> Source:
    """The Source described in the TOML file of the same name beside an adapter module."""
    with Path(module_file).with_suffix(".toml").open("rb") as handle:
        origin: dict[str, Any] = tomllib.load(handle)
    for name in ("tables", "notes", "many"):
        origin[name] = tuple(origin.get(name, ()))
    origin["covered"] = {table: tuple(years) for table, years in origin.get("covered", {}).items()}
    origin["files"] = {role: tuple(patterns) for role, patterns in origin.get("files", {}).items()}
    origin["downloads"] = tuple(Download(**entry) for entry in origin.get("downloads", ()))
    for name in ("terms", "left_out", "citation", "bibtex"):
        origin[name] = origin.get(name, "").strip()
    return Source(**origin)


@cache
def adapters() -> dict[str, Adapter]:
    """All adapters by source id: the built-in modules, then installed entry points."""
    from detente.evidence import sources

    modules = [import_module(f"{sources.__name__}.{name}") for name in sources.BUILT_IN]
    modules += [point.load() for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda p: p.name)]
    found: dict[str, Adapter] = {}
    for module in modules:
        adapter = cast("Adapter", module)
        if adapter.SOURCE.id in found:
            raise InputError(f"Two adapters claim the source id {adapter.SOURCE.id!r}.")
        found[adapter.SOURCE.id] = adapter
    return found


def adapter(source_id: str) -> Adapter:
    """The adapter of one source; InputError with the known ids if there is none."""
    known = adapters()
    if source_id not in known:
        raise InputError(f"No source is called {source_id!r}; the sources are {', '.join(sorted(known))}.")
    return known[source_id]
