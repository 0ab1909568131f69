"""A stored report as a file to take away.

In: a report and the name of a form; out: bytes. Every form is made by `detente.report` or `detente.bundle`; nothing
is decided here.
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
import zipfile
from dataclasses import dataclass

from detente.errors import InputError
from detente.model import Report


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of file: what it is called, its ending and its media type; heavy ones are made in a worker process."""

    title: str
    ending: str
    media: str
    heavy: bool = False


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMS: dict[str, Form] = {
    "html": Form("Web page", "html", "text/html; charset=utf-8"),
    "pdf": Form("PDF", "pdf", "application/pdf", heavy=True),
    "docx": Form("Word", "docx", _WORD, heavy=True),
    "markdown": Form("Markdown", "md", "text/markdown; charset=utf-8"),
    "json": Form("JSON", "json", "application/json"),
    "bibtex": Form("BibTeX", "bib", "application/x-bibtex; charset=utf-8"),
    "csl": Form("CSL-JSON", "csl.json", "application/vnd.citationstyles.csl+json"),
    "cards": Form("Rows and pictures, zipped", "cards.zip", "application/zip", heavy=True),
    "bundle": Form("Bundle for detente verify", "bundle.zip", "application/zip", heavy=True),
}


def file_name(title: str, job: str, form: Form) -> str:
    """What the file is called: words of the title in plain letters, and the id that tells two of one title apart."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))[:48].strip("-")
    return f"{words or 'detente'}-{job}.{form.ending}"


def make(report: Report, form: str, as_of: int | None = None) -> bytes:
    """The report as the bytes of a file. Raises InputError for a form there is not."""
    from detente import bundle
    from detente import report as faces
    from detente.validation import measured

    known = measured.by_kind()
    makers = {
        "html": lambda: faces.to_html(report, known),
        "pdf": lambda: faces.to_pdf(report, known),
        "docx": lambda: faces.to_docx(report, known),
        "markdown": lambda: faces.to_markdown(report, known),
        "json": lambda: faces.dumps(report),
        "bibtex": lambda: faces.bibtex(report),
        "csl": lambda: json.dumps(faces.csl_json(report), indent=1, sort_keys=True),
        "cards": lambda: _zipped(faces.card_files(report)),
        "bundle": lambda: bundle.to_bundle(report, as_of),
    }
    if form not in makers:
        raise InputError(f"There is no form {form[:40]!r}; use one of {', '.join(FORMS)}.")
    made = makers[form]()
    return made if isinstance(made, bytes) else made.encode("utf-8", "replace")


def _zipped(files: dict[str, bytes]) -> bytes:
    """Files in one archive; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()
