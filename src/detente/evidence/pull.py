"""Downloading official files: `detente data pull`.

In: sources with direct links. Out: their files in a folder, ready for `build`. A broken download
is resumed, a known SHA-256 is checked, zips are unpacked beside themselves. Sources without a
direct link (a form, a click-through) are named with the page to open and the file to save.
The links were noted from the publishers' pages and papers; publishers move files.
"""

from __future__ import annotations

import shutil
import urllib.error
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

import pooch

from detente.downloads import Progress, bar, resume
from detente.errors import NetworkError, SourceFormatError
from detente.evidence.source import Download, Source, adapter, adapters


@dataclass(frozen=True, slots=True)
class Pulled:
    """What became of one file: `downloaded`, `kept` (was there) or `by hand`, with what to do."""

    source: str
    file: str
    status: Literal["downloaded", "kept", "by hand"]
    advice: str = ""


def pull(folder: Path, only: Iterable[str] | None = None, *, show: bool = False) -> list[Pulled]:
    """Fetch the files of the sources (all, or `only` these ids) into sub-folders of `folder`.

    `show` draws progress bars on standard error. Raises NetworkError, with the page to open and
    the place to put the file, when a download fails; what was fetched before stays.
    """
    chosen = [adapter(i) for i in only] if only is not None else list(adapters().values())
    results: list[Pulled] = []
    for source in (a.SOURCE for a in chosen):
        if not source.files:
            continue
        if not source.downloads:
            results.append(Pulled(source.id, "", "by hand", by_hand(source, folder)))
        for download in source.downloads:
            target = folder / source.id / download.file
            if target.exists():
                results.append(Pulled(source.id, download.file, "kept"))
                continue
            with bar(f"{source.id} {download.file}", show) as progress:
                fetch(source, download, target.parent, progress)
            results.append(Pulled(source.id, download.file, "downloaded"))
    return results


def by_hand(source: Source, folder: Path) -> str:
    """One sentence: which page to open, which file to save and where."""
    names = " or ".join(dict.fromkeys(name for patterns in source.files.values() for name in patterns))
    return f"Open {source.url}, download {names} and put it into {folder / source.id}."


def fetch(source: Source, download: Download, folder: Path, progress: Progress = lambda *_: None) -> Path:
    """One file into `folder`, resumed if part of it is there, unpacked if it is a zip."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{download.file}.part"

    def downloader(url: str, output_file: str, _: object) -> None:
        resume(url, part, progress)
        shutil.move(part, output_file)

    try:
        path = Path(
            pooch.retrieve(
                download.url,
                known_hash=f"sha256:{download.sha256}" if download.sha256 else None,
                fname=download.file,
                path=folder,
                downloader=cast("Any", downloader),
            )
        )
    except (urllib.error.URLError, OSError) as error:
        reason = getattr(error, "reason", None) or error
        raise NetworkError(
            f"{source.title} could not be downloaded from {download.url} ({reason}). "
            f"{by_hand(source, folder.parent)}"
        ) from error
    except ValueError as error:
        raise NetworkError(
            f"{download.file} of {source.title} has not the expected SHA-256; the publisher has changed "
            f"it or the download was altered. {by_hand(source, folder.parent)}"
        ) from error
    if path.suffix == ".zip":
        unpack(path)
    return path


def unpack(path: Path) -> list[Path]:
    """Tables of a zip, written beside it under their bare names."""
    written = []
    try:
        with zipfile.ZipFile(path) as bundle:
            for member in bundle.infolist():
                name = Path(member.filename).name
                if not member.is_dir() and name.lower().endswith((".csv", ".dta", ".txt", ".xlsx")):
                    target = path.with_name(name)
                    target.write_bytes(bundle.read(member))
                    written.append(target)
    except zipfile.BadZipFile as error:
        raise SourceFormatError(f"{path} is not a readable zip; delete it and pull again.") from error
    return written
