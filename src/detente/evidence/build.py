"""Building an atlas from a folder of publishers' files: `detente data build`.

In: a folder that holds the files under any sub-folders. Out: a folder of Parquet files and a
catalogue. Equal inputs give equal bytes; the folder appears whole or not at all.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from detente.errors import AtlasError, SourceFormatError
from detente.evidence import atlas, catalogue, memberships, schema
from detente.evidence.source import Adapter, Source, adapter, adapters

COMPRESSION_LEVEL = 19
MANY = 12  # names shown of a long list


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: where the atlas is, its version, what changed, which sources had no files.

    `failed` names the sources that could not be read, and why; `unread` the files that were not, and why; `notes` what
    was read and is in no table.
    """

    folder: Path
    version: str
    changes: tuple[str, ...]
    skipped: tuple[str, ...]
    failed: tuple[tuple[str, str], ...] = ()
    unread: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


def build(
    files: Path,
    out: Path,
    *,
    only: Iterable[str] | None = None,
    shipping: bool = False,
    base: Path | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Built:
    """Build the atlas of all sources whose files are under `files` into `out`.

    `only` limits the sources; `shipping` leaves out every source that must not be passed on;
    `base` is an atlas whose rows stay where no file replaces them (a user with a newer edition of
    one source keeps the rest of the bundled atlas). An atlas already in `out` is compared with and
    replaced. Sources without files are skipped and named; so is a source of which a file has the wrong
    form, and the others are built. Where none is left SourceFormatError is raised and nothing is written.
    """
    if not files.is_dir():
        raise AtlasError(f"There is no folder {files} to build the atlas from.")
    wanted = {adapter(i).SOURCE.id for i in only} if only is not None else None
    frames: dict[str, dict[str, pl.DataFrame]] = {}
    skipped: list[str] = []
    failed: list[tuple[str, str]] = []
    notes: list[str] = []
    known = adapters()
    chosen = [a for i, a in sorted(known.items()) if wanted is None or i in wanted]
    for one in chosen:
        source = one.SOURCE
        if shipping and source.ships == "no":
            continue
        if source.files and not inputs(files, source):
            skipped.append(source.id)
            continue
        progress(source.id)
        try:
            raw = one.read(files)
            frames[source.id] = _derived(one, raw)
        except (SourceFormatError, pl.exceptions.PolarsError) as error:
            failed.append((source.id, str(error).strip().splitlines()[0]))
            continue
        notes += _notes(source, raw)
    if failed and not any(known[source].SOURCE.files for source in frames):
        raise SourceFormatError(failed[0][1])
    if (wanted is None and not any(known[source].SOURCE.files for source in frames)) or not frames:
        raise AtlasError(f"No file of any known source is under {files}.")
    built = _write(files, out, frames, skipped, atlas.open(base) if base else None)
    unread = _unread(files, built.folder, [one.SOURCE for one in chosen], list(known.values()))
    return replace(built, failed=tuple(failed), unread=tuple(unread), notes=tuple(notes))


def derived(one: Adapter, folder: Path) -> dict[str, pl.DataFrame]:
    """The shippable tables of one source, checked against their declaration."""
    return _derived(one, one.read(folder))


def _derived(one: Adapter, raw: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    declared = schema.tables()
    given = one.derive(raw)
    strange = sorted(set(given) - set(one.SOURCE.tables))
    if strange:
        raise SourceFormatError(f"{one.SOURCE.id} gives tables it does not announce: {', '.join(strange)}.")
    return {name: schema.conform(frame, declared[name], one.SOURCE.id) for name, frame in given.items()}


def _notes(source: Source, raw: dict[str, pl.DataFrame]) -> list[str]:
    """What an adapter says of what it read, and how often codes or names stand there that are no state's."""
    said = raw["notes"]["note"].to_list() if "notes" in raw else []
    notes = [f"{source.id}: {note}." for note in said]
    table = raw.get("outside")
    if table is None or table.is_empty():
        return notes
    rows = table.sort("mentions", "actor", descending=[True, False])
    shown = ", ".join(f"{actor} {count:,}" for actor, count in rows.head(MANY).iter_rows())
    more = f" and {rows.height - MANY} more" if rows.height > MANY else ""
    total = rows["mentions"].sum()
    return [
        *notes,
        f"{source.id}: {total:,} mentions of actors that are no state here are in no table: {shown}{more}.",
    ]


def _unread(folder: Path, out: Path, chosen: list[Source], known: list[Adapter]) -> list[tuple[str, str]]:
    """Files under `folder` that no adapter asked reads, and why."""
    from detente.evidence.files import find, matching

    read: dict[Path, Path] = {}
    beside: dict[Path, list[Path]] = {}
    for source in chosen:
        for role in source.files:
            hits = find(folder, source, role, required=False)
            read.update((path, path) for path in hits)
            beside.update((path, hits) for path in matching(folder, source, role) if path not in hits)
    others = {
        p
        for a in known
        if a.SOURCE not in chosen
        for r in a.SOURCE.files
        for p in matching(folder, a.SOURCE, r)
    }
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        if path in read or path in others or path.name.startswith(".") or out in path.absolute().parents:
            continue
        if path in beside:
            found.append(
                (
                    path.name,
                    f"{', '.join(p.name for p in beside[path][:2])} is the newer or fuller form of it",
                )
            )
        else:
            found.append((path.name, "no source is known to have files of this name"))
    return found


def inputs(folder: Path, source: Source) -> dict[str, str]:
    """Names and SHA-256 of the files of a source under `folder` (the ones its adapter reads)."""
    from detente.evidence.files import find

    hits = [path for role in source.files for path in find(folder, source, role, required=False)]
    return {path.name: catalogue.sha256(path.read_bytes()) for path in sorted(set(hits))}


def _write(
    files: Path,
    out: Path,
    frames: dict[str, dict[str, pl.DataFrame]],
    skipped: list[str],
    base: atlas.Atlas | None,
) -> Built:
    out = out.absolute()
    out.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        content = _fill(work, files, frames, base)
        try:
            old = catalogue.read(out)
        except AtlasError:
            old = None
        _replace(work, out)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Built(out, content["version"], tuple(catalogue.difference(old, content)), tuple(skipped))


def _fill(
    work: Path, files: Path, frames: dict[str, dict[str, pl.DataFrame]], base: atlas.Atlas | None
) -> dict[str, Any]:
    tables: dict[str, dict[str, Any]] = {}
    disagreements: list[dict[str, Any]] = base.catalogue["membership_conflicts"] if base else []
    carried: set[str] = set()
    known = adapters()
    for name, table in sorted(schema.tables().items()):
        parts = {source: given[name] for source, given in frames.items() if name in given}
        kept, kept_sources = _kept(base, name, parts)
        if not parts and kept is None:
            continue
        carried |= kept_sources
        frame = pl.concat([*parts.values(), *([kept] if kept is not None else [])])
        if name == "memberships" and "cow-igo" in parts:
            disagreements = memberships.conflicts(frame).to_dicts()
        if name == "memberships":
            frame = memberships.merge(frame)
        sources = sorted({*parts, *kept_sources})
        frame = schema.conform(frame, table, " and ".join(sources))
        path = work / f"{name}.parquet"
        frame.write_parquet(path, compression="zstd", compression_level=COMPRESSION_LEVEL, statistics=False)
        covered = [known[s].SOURCE.covered.get(name) if s in known else None for s in sources]
        declared = [years for years in covered if years is not None]
        whole = declared if len(declared) == len(sources) else None
        tables[name] = catalogue.table_entry(table, frame, path.read_bytes(), sources, whole)
    content = {
        "format": catalogue.FORMAT,
        "version": catalogue.version(tables),
        "tables": tables,
        "sources": {
            source: catalogue.source_entry(known[source].SOURCE, given, inputs(files, known[source].SOURCE))
            for source, given in frames.items()
        }
        | {source: base.source(source) for source in sorted(carried) if base},
        "membership_conflicts": disagreements,
    }
    catalogue.write(work, content)
    return content


def _kept(
    base: atlas.Atlas | None, name: str, parts: dict[str, pl.DataFrame]
) -> tuple[pl.DataFrame | None, set[str]]:
    """Rows of a table of `base` that no new part replaces, and the sources they are from."""
    if base is None or name not in base.tables:
        return None, set()
    rows = base.table(name)
    if parts and "source" not in rows.columns:
        return None, set()
    for part in parts.values():
        rows = rows.join(part.select("source").unique(), on="source", how="anti")
    sources = set(base.catalogue["tables"][name]["sources"]) - set(parts)
    return (rows, sources) if rows.height and sources else (None, set())


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
