"""A folder of documents: each is checked, a bad one is listed with its reason, and one index stands over all.

In: a folder. Out: `Entry`s in the order of their names, as they are ready; the index as a page with a report for each document,
and as JSON. Sub-folders are read too; hidden files and the `_files` folders browsers
write beside a saved page are passed over.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import DetenteError, InputError
from detente.model import Report
from detente.reading.limits import MAX_FILES

if TYPE_CHECKING:
    from detente.report.index import Line


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the folder: its path below the folder, and its report or why there is none."""

    file: str
    report: Report | None = None
    error: str | None = None


def files(folder: Path, out: Path | None = None) -> list[Path]:
    """Files below a folder that may be documents, in the order of their names; `out` and all in it is left out.

    Raises:
        InputError: there is none, or there are too many.

    """
    own = out.resolve() if out is not None else None
    beside = _pages(out).resolve() if out is not None else None
    found: list[Path] = []
    for where, folders, names in os.walk(folder):
        here = Path(where)
        folders[:] = sorted(
            f
            for f in folders
            if not f.startswith(".")
            and not f.endswith("_files")
            and (here / f).resolve() not in (own, beside)
        )
        found += [here / n for n in names if not n.startswith((".", "~$")) and (here / n).resolve() != own]
        if len(found) > MAX_FILES:
            raise InputError(f"{folder} holds too many files: the limit is {MAX_FILES:,}.")
    if not found:
        raise InputError(f"{folder} is a folder without a document.")
    return sorted((f for f in found if f.is_file()), key=lambda f: f.relative_to(folder).parts)


def check(paths: list[Path], folder: Path, as_of: int | None = None) -> Iterator[Entry]:
    """Check each file; what cannot be read or holds no claim becomes an entry with the reason."""
    from detente import api

    for path in paths:
        name = path.relative_to(folder).as_posix()
        try:
            yield Entry(name, api.check(path, as_of=as_of))
        except DetenteError as error:
            yield Entry(name, error=str(error).replace(str(path), name))


def run(
    folder: Path,
    *,
    as_of: int | None = None,
    html: Path | None = None,
    want_json: bool = False,
    progress: Callable[[int, int, str], None] | None = None,
) -> tuple[list[Line], str]:
    """Check a folder; write the index and the reports to `html` if given; return the index and its JSON.

    `html` is the index's file, or a folder (made if need be) that gets `index.html`. Nothing is written
    before all is ready. `progress` is told how many files are done, of how many, and the next one's name.

    Raises:
        InputError: no file in it could be checked, or the pages cannot be written.

    """
    from detente.report import index

    paths = files(folder, html)
    if html is not None:
        _writable(html)
    with tempfile.TemporaryDirectory(prefix="detente-") as scratch:
        lines: list[Line] = []
        parts: list[str] = []
        head: dict[str, Any] = {}
        for k, entry in enumerate(check(paths, folder, as_of)):
            if progress is not None:
                progress(k, len(paths), entry.file)
            page = _page_name(entry.file, {line.page for line in lines}) if entry.report and html else None
            lines.append(_line(entry, page))
            if page and entry.report:
                Path(scratch, page).write_text(index.page(entry.report), "utf-8")
            if want_json:
                parts.append(_json(entry, head))
        if progress is not None:
            progress(len(paths), len(paths), "")
        if not any(line.error is None for line in lines):
            more = f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""
            raise InputError(f"{folder} holds no document that could be checked: {lines[0].error}{more}")
        if html is not None:
            _publish(
                html, Path(scratch), index.render(folder.resolve().name or "/", lines, _pages(html).name)
            )
    return lines, _joined(head, parts)


def _line(entry: Entry, page: str | None) -> Line:
    from detente.report import index

    report = entry.report
    if report is None:
        return index.Line(entry.file, error=entry.error)
    first = report.document.parts[0]
    counts = Counter(checked.finding.label for checked in report.checked)
    claims = tuple(index.claims(report))
    title, author, published = report.document.title, first.author, first.published
    return index.Line(entry.file, title, author, published, counts, claims, page)


def _page_name(file: str, taken: set[str | None]) -> str:
    """A plain name for a document's report, not yet taken."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", file).strip(".-")[:120] or "document"
    name, k = f"{plain}.html", 2
    while name in taken:
        name, k = f"{plain}-{k}.html", k + 1
    return name


def _json(entry: Entry, head: dict[str, Any]) -> str:
    """One document of the answer; what all share goes to `head`."""
    from detente.report import to_json

    if entry.report is None:
        return json.dumps({"file": entry.file, "error": entry.error}, indent=2)
    answer = to_json(entry.report)
    head |= {"detente": answer.pop("detente"), "atlas": answer.pop("atlas")}
    return json.dumps({"file": entry.file, **answer}, indent=2, ensure_ascii=True, allow_nan=False)


def _joined(head: dict[str, Any], parts: list[str]) -> str:
    """`{"detente", "atlas", "documents": [...]}` from parts already written."""
    if not head:
        return ""
    start = json.dumps(head, indent=2, ensure_ascii=True)[:-2]  # without its closing brace
    return f'{start},\n  "documents": [\n{",".join(parts)}\n  ]\n}}\n'


def _index_file(out: Path) -> Path:
    is_file = out.suffix.lower() in (".html", ".htm") and not out.is_dir()
    return out if is_file else out / "index.html"


def _pages(out: Path) -> Path:
    """Folder of the documents' reports, beside the index."""
    index = _index_file(out)
    return index.parent / ("documents" if index != out else f"{out.stem}-documents")


def _writable(out: Path) -> None:
    """Say at once, and not after an hour's work, that a place cannot be written to."""
    place = _index_file(out).parent
    place = place if place.exists() or _index_file(out) == out else place.parent
    if not place.is_dir() or not os.access(place, os.W_OK):
        raise InputError(f"Cannot write {out}: there is no folder {place} that can be written to.")


def _publish(out: Path, scratch: Path, page: str) -> None:
    """Put the reports and then the index in their places, each in one step."""
    from detente.report.files import write_bytes, write_text

    pages = _pages(out)
    try:
        pages.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"Cannot write {pages}: {error.strerror}.") from error
    for made in sorted(scratch.iterdir()):
        write_bytes(pages / made.name, made.read_bytes())
    write_text(_index_file(out), page)


def command(source: Path, json_: str | None, html: Path | None, as_of: int | None, quiet: bool) -> None:
    """What `detente check FOLDER` does: a progress bar on standard error, then the answer."""
    import sys

    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from detente import exports
    from detente.report import index
    from detente.report.files import write_text

    exports.wanted(json=json_)
    if str(html) == "-":
        raise InputError("The pages of a folder are files; they cannot go to standard output.")
    bar = Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}", markup=False),
        console=Console(stderr=True),
        transient=True,
        disable=quiet or not sys.stderr.isatty(),
    )
    with bar:
        task = bar.add_task("")

        def tell(done: int, total: int, name: str) -> None:
            shown = "".join(c for c in name if c.isprintable())[:60]
            bar.update(task, completed=done, total=total, description=shown)

        lines, answer = run(source, as_of=as_of, html=html, want_json=json_ is not None, progress=tell)
    if json_ == "-":
        sys.stdout.write(answer)
        return
    if json_:
        write_text(json_, answer)
    index.render_terminal(lines, Console(), quiet=quiet)
