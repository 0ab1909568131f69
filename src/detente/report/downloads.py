"""Files that travel inside the page: CSV and BibTeX as `data:` links.

In: records. Out: the text of a CSV and the address of a link. A spreadsheet runs cells that begin
with = + - @ (OWASP, "CSV Injection"), so text cells that do are quoted with an apostrophe.
"""

from __future__ import annotations

import base64
import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from detente.report.text import visible

_FORMULA = re.compile(r"^\s*[=+\-@|%\uff1d\uff0b\uff0d\uff20]")


def csv_text(rows: Iterable[Mapping[str, Any]], columns: Sequence[str] | None = None) -> str:
    """Rows as RFC 4180 CSV with a header; columns in order of first appearance unless given."""
    rows = list(rows)
    names = list(columns) if columns is not None else column_names(rows)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_safe(name) for name in names])
    for row in rows:
        writer.writerow([_safe(row.get(name)) for name in names])
    return out.getvalue()


def column_names(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Every key of `rows`, in order of first appearance."""
    return list(dict.fromkeys(key for row in rows for key in row))


def data_uri(text: str, media_type: str) -> str:
    """A `data:` address of `text` in UTF-8."""
    encoded = base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")
    return f"data:{media_type};charset=utf-8;base64,{encoded}"


def file_stem(*names: str) -> str:
    """A file name of letters, digits and hyphens only."""
    return re.sub(r"[^a-z0-9]+", "-", "-".join(names).lower()).strip("-")[:60] or "detente"


def _safe(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return value
    text = visible(value)
    return "'" + text if _FORMULA.match(text) else text
