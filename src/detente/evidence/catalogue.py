"""The catalogue of an atlas: `catalogue.json`, what is in it, whence and under what terms.

Out: plain dictionaries in a fixed order, so that equal inputs give equal bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import AtlasError
from detente.evidence.schema import Table
from detente.evidence.source import Source

if TYPE_CHECKING:
    import polars as pl

FILE = "catalogue.json"
FORMAT = 1
_PERIODS = ("year", "session_year", "end_year", "start", "month")


def read(folder: Path) -> dict[str, Any]:
    """The catalogue of the atlas in `folder`; AtlasError if there is none or it is damaged."""
    path = folder / FILE
    try:
        content = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise AtlasError(
            f"There is no atlas in {folder} (no {FILE}); build one with 'detente data build'."
        ) from None
    except (OSError, ValueError) as error:
        raise AtlasError(
            f"The catalogue {path} cannot be read: it is damaged; build the atlas again."
        ) from error
    if (
        not isinstance(content, dict)
        or content.get("format") != FORMAT
        or not {"tables", "sources"} <= set(content)
    ):
        raise AtlasError(f"The catalogue {path} is not of a form this version reads; build the atlas again.")
    return content


def write(folder: Path, content: dict[str, Any]) -> None:
    """Write the catalogue, keys sorted, one trailing newline."""
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / FILE).write_text(text + "\n", "utf-8")


def sha256(data: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def content_hash(frame: pl.DataFrame) -> str:
    """SHA-256 of a table's content, written as CSV: independent of the Parquet writer."""
    return sha256(frame.write_csv().encode())


def coverage(
    frame: pl.DataFrame, declared: Sequence[tuple[int, int]] | None = None
) -> tuple[int, int] | None:
    """First and last year of a table, if it has years: those its sources declare, else those of its rows."""
    if declared:
        return min(first for first, _ in declared), max(last for _, last in declared)
    for column in _PERIODS:
        if column in frame.columns and frame.height:
            first, last = frame[column].min(), frame[column].max()
            if column == "start":
                last = max(filter(None, (last, frame["end"].max())))
            return int(str(first)[:4]), int(str(last)[:4])
    return None


def table_entry(
    table: Table,
    frame: pl.DataFrame,
    parquet: bytes,
    sources: list[str],
    declared: Sequence[tuple[int, int]] | None = None,
) -> dict[str, Any]:
    """What the catalogue says of one table; `declared` are the years its sources declare, all or none."""
    return {
        "description": table.description,
        "key": list(table.key),
        "columns": [
            {"name": c.name, "type": c.type, "unit": c.unit, "description": c.description}
            for c in table.columns
        ],
        "rows": frame.height,
        "coverage": coverage(frame, declared),
        "sources": sources,
        "content_sha256": content_hash(frame),
        "file": f"{table.name}.parquet",
        "file_sha256": sha256(parquet),
        "bytes": len(parquet),
    }


def source_entry(source: Source, frames: dict[str, pl.DataFrame], inputs: dict[str, str]) -> dict[str, Any]:
    """What the catalogue says of one source: origin, terms, coverage, rows, input hashes."""
    return {
        "title": source.title,
        "version": source.version,
        "family": source.family,
        "producer": source.producer,
        "licence": source.licence,
        "terms": source.terms,
        "ships": source.ships,
        "left_out": source.left_out,
        "notes": list(source.notes),
        "citation": source.citation,
        "key": source.key,
        "bibtex": source.bibtex,
        "url": source.url,
        "tables": {
            name: {
                "rows": f.height,
                "coverage": coverage(f, [source.covered[name]] if name in source.covered else None),
            }
            for name, f in sorted(frames.items())
        },
        "inputs": inputs,
    }


def version(tables: dict[str, dict[str, Any]]) -> str:
    """Twelve hexadecimal digits that change when the content of any table does."""
    lines = [f"{name} {entry['content_sha256']}" for name, entry in sorted(tables.items())]
    return sha256("\n".join(lines).encode())[:12]


def difference(old: dict[str, Any] | None, new: dict[str, Any]) -> list[str]:
    """What changed between two catalogues, one line a table or source; empty if nothing did."""
    before: dict[str, Any] = old or {"tables": {}, "sources": {}, "version": "none"}
    lines = []
    if before["version"] != new["version"]:
        lines.append(f"atlas {before['version']} -> {new['version']}")
    for name in sorted({*before["tables"], *new["tables"]}):
        was, now = before["tables"].get(name), new["tables"].get(name)
        if was is None:
            lines.append(f"+ {name}: {new['tables'][name]['rows']:,} rows")
        elif now is None:
            lines.append(f"- {name}: {was['rows']:,} rows")
        elif was["content_sha256"] != now["content_sha256"]:
            rows = f"{was['rows']:,} -> {now['rows']:,} rows"
            lines.append(f"~ {name}: {rows}, {_years(was['coverage'])} -> {_years(now['coverage'])}")
    for name in sorted({*before["sources"], *new["sources"]}):
        was, now = before["sources"].get(name), new["sources"].get(name)
        if was is None or now is None:
            lines.append(f"{'+' if was is None else '-'} source {name}")
        elif was["version"] != now["version"] or was["inputs"] != now["inputs"]:
            lines.append(f"~ source {name}: {was['version']} -> {now['version']}, inputs changed")
    return lines


def _years(coverage: Sequence[int] | None) -> str:
    return f"{coverage[0]}-{coverage[1]}" if coverage else "no years"
