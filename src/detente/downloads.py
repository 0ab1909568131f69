"""Downloading one file: resumed where it broke off, with a bar that tells rate and time left."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

CHUNK = 1 << 16
TIMEOUT = 60  # seconds without an answer

# called with the bytes so far and in all (None if the server does not say)
Progress = Callable[[int, int | None], None]


def resume(url: str, part: Path, progress: Progress = lambda *_: None) -> None:
    """Append to `part` what it still lacks of `url`; start over if the server cannot resume.

    Raises:
        OSError: the server cannot be reached (`urllib.error.URLError`), or the connection broke; `part` stays.

    """
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


@contextmanager
def bar(title: str, show: bool) -> Iterator[Progress]:
    """A bar on standard error for one file, or nothing."""
    if not show:
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Bars(*columns, console=Console(stderr=True)) as bars:
        task = bars.add_task(title, total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)
