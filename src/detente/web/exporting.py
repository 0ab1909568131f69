"""A stored report as a file to take away.

In: a report and the name of a form; out: bytes. Every form is made by `detente.report`; nothing is decided here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from detente.errors import InputError
from detente.model import Report


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of file: what it is called, its ending and its media type."""

    title: str
    ending: str
    media: str
    heavy: bool = False  # made in a worker process


FORMS: dict[str, Form] = {
    "html": Form("Web page", "html", "text/html; charset=utf-8"),
    "json": Form("JSON", "json", "application/json"),
    "bibtex": Form("Citations (BibTeX)", "bib", "application/x-bibtex; charset=utf-8"),
    "csl": Form("Citations (CSL-JSON)", "csl.json", "application/vnd.citationstyles.csl+json"),
}
_LATER = {  # forms with a maker of their own in detente.report
    "pdf": ("to_pdf", Form("PDF", "pdf", "application/pdf", heavy=True)),
    "docx": (
        "to_docx",
        Form(
            "Word",
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            heavy=True,
        ),
    ),
    "markdown": ("to_markdown", Form("Markdown", "md", "text/markdown; charset=utf-8")),
}
FORMS |= {
    name: form for name, (maker, form) in _LATER.items() if hasattr(import_module("detente.report"), maker)
}


def make(report: Report, form: str, as_of: int | None = None) -> bytes:
    """The report as the bytes of a file. Raises InputError for a form there is not."""
    from detente import report as faces
    from detente.validation import measured

    if form not in FORMS:
        raise InputError(f"There is no form {form[:40]!r}; use one of {', '.join(FORMS)}.")
    made: Any
    if form == "json":
        made = faces.dumps(report)
    elif form == "bibtex":
        made = faces.bibtex(report)
    elif form == "csl":
        made = json.dumps(faces.csl_json(report), indent=1, sort_keys=True)
    elif form == "html":
        made = faces.to_html(report, measured.by_kind())
    else:
        made = getattr(faces, _LATER[form][0])(report, measured.by_kind())
    return made if isinstance(made, bytes) else made.encode("utf-8", "replace")
