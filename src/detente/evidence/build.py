"""Building an atlas from a folder of publishers' files: `detente data build`.

In: a folder that holds the files under any sub-folders. Out: a folder of Parquet files and a
catalogue. Equal inputs give equal bytes; the folder appears whole or not at all.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from detente.errors import AtlasError, SourceFormatError
from detente.evidence import catalogue, memberships, schema
from detente.evidence.source import Adapter, Source, adapters

COMPRESSION_LEVEL = 19


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: where the atlas is, its version, what changed, which sources had no files."""

    folder: Path
    version: str
    changes: tuple[str, ...]
    skipped: tuple[str, ...]


def build(
    files: Path,
    out: Path,
    *,
    only: Iterable[str] | None = None,
    shipping: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Built:
    """Build the atlas of all sources whose files are under `files` into `out`.

    `only` limits the sources; `shipping` leaves out every source that must not be passed on.
    An atlas already in `out` is compared with and replaced. Sources without files are skipped
    and named; a file of the wrong form raises SourceFormatError and nothing is written.
    """
    if not files.is_dir():
        raise AtlasError(f"There is no folder {files} to build the atlas from.")
    wanted = set(only) if only is not None else None
    frames: dict[str, dict[str, pl.DataFrame]] = {}
    skipped: list[str] = []
    known = adapters()
    chosen = [a for i, a in sorted(known.items()) if wanted is None or i in wanted]
    for adapter in chosen:
        source = adapter.SOURCE
        if shipping and source.ships == "no":
            continue
        if source.files and not inputs(files, source):
            skipped.append(source.id)
            continue
        progress(source.id)
        frames[source.id] = derived(adapter, files)
    if (wanted is None and not any(known[source].SOURCE.files for source in frames)) or not frames:
        raise AtlasError(f"No file of any known source is under {files}.")
    return _write(files, out, frames, skipped)


def derived(adapter: Adapter, folder: Path) -> dict[str, pl.DataFrame]:
    """The shippable tables of one source, checked against their declaration."""
    declared = schema.tables()
    given = adapter.derive(adapter.read(folder))
    strange = sorted(set(given) - set(adapter.SOURCE.tables))
    if strange:
        raise SourceFormatError(
            f"{adapter.SOURCE.id} gives tables it does not announce: {', '.join(strange)}."
        )
    return {name: schema.conform(frame, declared[name], adapter.SOURCE.id) for name, frame in given.items()}


def inputs(folder: Path, source: Source) -> dict[str, str]:
    """Names and SHA-256 of the files of a source under `folder` (the ones its adapter reads)."""
    from detente.evidence.files import find

    hits = [path for role in source.files for path in find(folder, source, role, required=False)]
    return {path.name: catalogue.sha256(path.read_bytes()) for path in sorted(set(hits))}


def _write(files: Path, out: Path, frames: dict[str, dict[str, pl.DataFrame]], skipped: list[str]) -> Built:
    out = out.absolute()
    out.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        content = _fill(work, files, frames)
        try:
            old = catalogue.read(out)
        except AtlasError:
            old = None
        _replace(work, out)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Built(out, content["version"], tuple(catalogue.difference(old, content)), tuple(skipped))


def _fill(work: Path, files: Path, frames: dict[str, dict[str, pl.DataFrame]]) -> dict[str, Any]:
    tables: dict[str, dict[str, Any]] = {}
    disagreements: list[dict[str, Any]] = []
    for name, table in sorted(schema.tables().items()):
        parts = {source: given[name] for source, given in frames.items() if name in given}
        if not parts:
            continue
        frame = pl.concat(parts.values())
        if name == "memberships":
            disagreements = memberships.conflicts(frame).to_dicts()
            frame = memberships.merge(frame)
        frame = schema.conform(frame, table, " and ".join(sorted(parts)))
        path = work / f"{name}.parquet"
        frame.write_parquet(path, compression="zstd", compression_level=COMPRESSION_LEVEL, statistics=False)
        tables[name] = catalogue.table_entry(table, frame, path.read_bytes(), sorted(parts))
    known = adapters()
    content = {
        "format": catalogue.FORMAT,
        "version": catalogue.version(tables),
        "tables": tables,
        "sources": {
            source: catalogue.source_entry(known[source].SOURCE, given, inputs(files, known[source].SOURCE))
            for source, given in frames.items()
        },
        "membership_conflicts": disagreements,
    }
    catalogue.write(work, content)
    return content


def _replace(work: Path, out: Path) -> None:
    """Put the finished folder in its place; the old one goes only once the new one is there."""
    work.chmod(0o755)
    if not out.exists():
        work.rename(out)
        return
    if any(out.iterdir()) and not (out / catalogue.FILE).exists():
        raise AtlasError(f"The folder {out} holds other files and no atlas; choose another.")
    old = out.with_name(f".{out.name}-old-{os.getpid()}")
    out.rename(old)
    work.rename(out)
    shutil.rmtree(old)
