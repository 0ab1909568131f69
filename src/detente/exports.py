"""Which files an answer is wanted as, and writing them: the part all commands share.

In: option name to target, "-" for standard output. Targets are looked at before the work starts, and nothing is
written before everything is made, so that a run leaves all of its files or none.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import InputError

if TYPE_CHECKING:
    from detente.briefing import Brief
    from detente.model import Report

Wanted = Mapping[str, Path | str]
Makers = Mapping[str, Callable[[], bytes]]

_BINARY = ("pdf", "docx", "bundle")


def wanted(source: str | Path | None = None, **targets: Path | str | None) -> Wanted:
    """The targets that were given.

    Raises `InputError` where one cannot be written: no such folder, a folder in place of a file, one place twice, the
    document itself (`source`), or bytes on a terminal.
    """
    from detente.report import cards

    given = {form: target for form, target in targets.items() if target is not None}
    places: set[Path] = set()
    for form, target in given.items():
        option = f"--{form}"
        if str(target) in ("", "."):
            raise InputError(f"{option} needs a name to write to.")
        if str(target) == "-":
            _to_output(form)
            continue
        path = Path(target)
        if form == "cards":
            cards.check_folder(path)
        elif path.is_dir():
            raise InputError(f"Cannot write {path}: it is a folder; give a file name.")
        elif not path.parent.is_dir():
            raise InputError(f"Cannot write {path}: the folder {path.parent} does not exist.")
        place = path.resolve()
        if place in places and str(place) != "/dev/null":
            raise InputError(f"Two outputs would go to {path}.")
        if source is not None and str(source) != "-" and place == Path(source).resolve():
            raise InputError(f"{option} would overwrite {source}, which is to be read.")
        places.add(place)
    if sum(str(target) == "-" for target in given.values()) > 1:
        raise InputError("Only one output can go to standard output.")
    return given


def _to_output(form: str) -> None:
    if form == "cards":
        raise InputError("--cards writes a folder; it cannot go to standard output.")
    if form in _BINARY and sys.stdout.isatty():
        raise InputError(f"--{form} gives bytes, not for a terminal: name a file or send the output on.")


def put(targets: Wanted, makers: Makers, *, before: Callable[[], object] | None = None) -> bool:
    """Make every target that has a maker, then write all of them; whether standard output was one.

    `before` is called when all is made and can be put in place, but before it is.
    """
    from detente.report.files import write_all

    made = [(target, makers[form]()) for form, target in targets.items() if form in makers]
    write_all([(target, content) for target, content in made if str(target) != "-"], before=before)
    for content in (content for target, content in made if str(target) == "-"):
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        return True
    return False


def as_json(answer: Any) -> bytes:
    """An answer as indented ASCII JSON."""
    return (json.dumps(answer, indent=1, ensure_ascii=True) + "\n").encode("ascii")


def write(report: Report, targets: Wanted, as_of: int | None = None) -> bool:
    """Write a report as everything that is wanted; whether standard output was one of the targets."""
    from detente import bundle
    from detente import report as faces
    from detente.report import cards
    from detente.validation import measured

    known = measured.by_kind()
    makers: Makers = {
        "json": lambda: faces.dumps(report).encode("ascii"),
        "html": lambda: faces.to_html(report, known).encode("utf-8"),
        "pdf": lambda: faces.to_pdf(report, known),
        "docx": lambda: faces.to_docx(report, known),
        "md": lambda: faces.to_markdown(report, known).encode("utf-8"),
        "bundle": lambda: bundle.to_bundle(report, as_of),
    }
    folder = targets.get("cards")
    return put(targets, makers, before=None if folder is None else lambda: cards.write(report, folder))


def write_brief(made: Brief, targets: Wanted) -> bool:
    """As `write`, for a brief."""
    from detente import briefing

    makers: Makers = {
        "json": lambda: briefing.dumps(made).encode("ascii"),
        "html": lambda: briefing.to_html(made).encode("utf-8"),
        "pdf": lambda: briefing.to_pdf(made),
        "docx": lambda: briefing.to_docx(made),
        "md": lambda: briefing.to_markdown(made).encode("utf-8"),
    }
    return put(targets, makers)
