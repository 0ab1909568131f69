"""Which files a report is wanted as, and writing them: the part `check` and `claim` share.

In: option name to target. Targets are looked at before the work starts, and nothing is written before
everything is made, so that a run leaves all of its files or none.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import InputError

if TYPE_CHECKING:
    from detente.briefing import Brief
    from detente.model import Report

Wanted = Mapping[str, Path | str]


def wanted(**targets: Path | str | None) -> Wanted:
    """The targets that were given.

    Raises `InputError` where one cannot be written: no such folder, a folder in place of a file, one name twice.
    """
    from detente.report import cards

    given = {form: target for form, target in targets.items() if target is not None}
    seen: set[Path] = set()
    for form, target in given.items():
        if target == "-":
            continue
        path = Path(target)
        if form == "cards":
            cards.check_folder(path)
        elif path.is_dir():
            raise InputError(f"Cannot write {path}: it is a folder; give a file name.")
        elif not path.parent.is_dir():
            raise InputError(f"Cannot write {path}: the folder {path.parent} does not exist.")
        if path.absolute() in seen and str(path) != "/dev/null":
            raise InputError(f"Two outputs would go to {path}.")
        seen.add(path.absolute())
    return given


def write(report: Report, targets: Wanted, as_of: int | None = None) -> None:
    """Make everything that is wanted, then write it; "-" is left to the caller."""
    from detente import bundle
    from detente import report as faces
    from detente.report import cards
    from detente.report.files import write_bytes
    from detente.validation import measured

    known = measured.by_kind()
    makers = {
        "json": lambda: faces.dumps(report).encode("ascii"),
        "html": lambda: faces.to_html(report, known).encode("utf-8"),
        "pdf": lambda: faces.to_pdf(report, known),
        "docx": lambda: faces.to_docx(report, known),
        "md": lambda: faces.to_markdown(report, known).encode("utf-8"),
        "bundle": lambda: bundle.to_bundle(report, as_of),
    }
    made = [(target, makers[form]()) for form, target in targets.items() if form in makers and target != "-"]
    if "cards" in targets:
        cards.write(report, targets["cards"])
    for target, content in made:
        write_bytes(target, content)


def write_brief(made: Brief, targets: Wanted) -> None:
    """As `write`, for a brief."""
    from detente import briefing
    from detente.report.files import write_bytes

    makers = {
        "json": lambda: briefing.dumps(made).encode("ascii"),
        "html": lambda: briefing.to_html(made).encode("utf-8"),
        "pdf": lambda: briefing.to_pdf(made),
        "docx": lambda: briefing.to_docx(made),
        "md": lambda: briefing.to_markdown(made).encode("utf-8"),
    }
    written = [(target, makers[form]()) for form, target in targets.items() if target != "-"]
    for target, content in written:
        write_bytes(target, content)
