"""Downloading official files: `detente data pull`.

In: sources with direct links. Out: their files in a folder, ready for `build`. A broken download
is resumed, a known SHA-256 is checked, zips are unpacked beside themselves. Sources without a
direct link (a form, a click-through) are named with the page to open and the file to save.
The links were noted from the publishers' pages and papers; publishers move files.
"""

from __future__ import annotations

import shutil
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

import pooch

from detente.errors import NetworkError, SourceFormatError
from detente.evidence.source import Download, Source, adapter, adapters

CHUNK = 1 << 16
TIMEOUT = 60  # seconds without an answer

# called with the bytes so far and in all (None if the server does not say)
Progress = Callable[[int, int | None], None]


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
            with _bar(f"{source.id} {download.file}", show) as progress:
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


def resume(url: str, part: Path, progress: Progress) -> None:
    """Append to `part` what it still lacks of `url`; start over if the server cannot resume."""
    done = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(url, headers={"User-Agent": "detente"})  # noqa: S310
    if done:
        request.add_header("Range", f"bytes={done}-")
    try:
        answer = urllib.request.urlopen(request, timeout=TIMEOUT)  # noqa: S310
    except urllib.error.HTTPError as error:
        if done and error.code == 416:  # nothing is lacking, or the part belongs to another file
            part.unlink()
            return resume(url, part, progress)
        raise
    with answer:
        if answer.status != 206:
            done = 0
        length = answer.headers.get("Content-Length")
        total = done + int(length) if length else None
        with part.open("ab" if done else "wb") as out:
            while chunk := answer.read(CHUNK):
                out.write(chunk)
                done += len(chunk)
                progress(done, total)
    if total is not None and done < total:
        raise OSError(f"the connection broke after {done:,} of {total:,} bytes; try again to resume")
    return None


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


@contextmanager
def _bar(title: str, show: bool) -> Iterator[Progress]:
    if not show:
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
