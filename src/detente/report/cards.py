"""The data and pictures of a report as files: what a card shows, to work on elsewhere.

In: a `detente.model.Report`. Out: file names and their content. Names come from the position of a claim
(c1, c2, ...) and never from a text, so that they are safe in any folder.
"""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from detente.errors import InputError
from detente.model import Checked, Report
from detente.report.charts import standalone
from detente.report.citations import bibtex, csl_items
from detente.report.downloads import csv_text, file_stem
from detente.report.json import plain


def files(report: Report, claim: str | None = None) -> dict[str, bytes]:
    """File name to content, of all cards (with the table of findings and the citations) or of one."""
    found: dict[str, bytes] = {}
    if claim is None:
        found["findings.csv"] = csv_text(finding_rows(report)).encode("utf-8")
        found["citations.bib"] = bibtex(report).encode("utf-8")
        found["citations.json"] = (json.dumps(csl_items(report), indent=1, sort_keys=True) + "\n").encode(
            "ascii"
        )
    elif claim not in {checked.claim.id for checked in report.checked}:
        raise InputError(f"The report has no claim {claim!r}.")
    for index, checked in enumerate(report.checked):
        if claim is None or checked.claim.id == claim:
            found |= _card(checked, f"c{index + 1}")
    return found


def write(report: Report, folder: str | Path) -> int:
    """Write `files` into a new or empty folder, whole or not at all; how many there are.

    Raises `InputError` when the folder holds something or cannot be made.
    """
    import shutil
    import tempfile

    target = Path(folder)
    check_folder(target)
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as beside:
            made = Path(beside) / "cards"
            made.mkdir()
            content = files(report)
            for name, data in content.items():
                (made / name).write_bytes(data)
            if target.is_dir():
                target.rmdir()
            shutil.move(made, target)
    except OSError as error:
        raise InputError(f"Cannot write {target}: {error.strerror or error}.") from error
    return len(content)


def check_folder(target: Path) -> None:
    """Raise `InputError` where `write` could not succeed."""
    if target.exists() and not target.is_dir():
        raise InputError(f"Cannot write {target}: it is a file; give a new or empty folder.")
    if target.is_dir() and any(target.iterdir()):
        raise InputError(f"Cannot write {target}: the folder is not empty.")
    if not target.parent.is_dir():
        raise InputError(f"Cannot write {target}: the folder {target.parent} does not exist.")


def finding_rows(report: Report) -> list[dict[str, Any]]:
    """One row a claim: what was tested, what was said and what was found."""
    return [
        {
            "id": checked.claim.id,
            "part": checked.claim.part,
            "tested": checked.claim.restatement,
            "quote": checked.claim.quote,
            "kind": checked.claim.kind,
            "finding": checked.finding.label,
            "grade": checked.finding.grade,
            "reason": checked.finding.reason,
        }
        for checked in report.checked
    ]


def specification_rows(checked: Checked) -> list[dict[str, Any]]:
    """One row a specification of a claim, all its fields."""
    names = ("family", "source", "measure", "window", "baseline", "unit", "estimate", "low", "high")
    more = ("placebo_percentile", "direction", "significant", "note")
    rows = [{name: getattr(spec, name) for name in names + more} for spec in checked.finding.specifications]
    return [{"claim": checked.claim.id} | plain(row) for row in rows]


def _card(checked: Checked, stem: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    tables = [("specifications", specification_rows(checked))]
    tables += [
        (f"rows-{i + 1}-{file_stem(rows.source)}", rows.rows)
        for i, rows in enumerate(checked.finding.evidence)
    ]
    if (chart := checked.finding.chart) is not None:
        tables.append(("picture", chart.data))
        if drawing := standalone.svg(chart):
            found[f"{stem}-picture.svg"] = drawing.encode("utf-8")
            found[f"{stem}-picture.png"] = standalone.png(chart)
    for name, rows in tables:
        if rows:
            rows = [plain(row) for row in rows]
            found[f"{stem}-{name}.csv"] = csv_text(rows).encode("utf-8")
            found[f"{stem}-{name}.parquet"] = _parquet(rows)
    return found


def _parquet(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Rows as Parquet; what is nested or of mixed type goes in as JSON text."""
    import polars as pl

    names = list(dict.fromkeys(key for row in rows for key in row))
    columns = [_column(name, [row.get(name) for row in rows]) for name in names]
    out = io.BytesIO()
    pl.DataFrame(columns).write_parquet(out, compression="zstd")
    return out.getvalue()


def _column(name: str, values: list[Any]) -> Any:
    import polars as pl

    types = {type(value) for value in values if value is not None}
    if types <= {int, float} and len(types) == 2:
        values = [None if value is None else float(value) for value in values]
    elif len(types) > 1 or types & {dict, list}:
        values = [
            value if value is None or isinstance(value, str) else json.dumps(value, sort_keys=True)
            for value in values
        ]
    storable = [_storable(value) if isinstance(value, str) else value for value in values]
    return pl.Series(_storable(name), storable, strict=True)


def _storable(text: str) -> str:
    """Text without lone surrogates, which UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
