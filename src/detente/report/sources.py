"""The atlas catalogue as a report carries it: one flat dict a source.

In: the catalogue's entries by source id. Out: `Report.sources`, with what a reader needs to judge
and cite a source; hashes and table names stay in the atlas.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_KEPT = (
    "title",
    "version",
    "family",
    "producer",
    "licence",
    "terms",
    "url",
    "citation",
    "bibtex",
    "left_out",
)


def from_catalogue(catalogue: Mapping[str, Mapping[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Sources sorted by id, with `citation_key` and the `first` and `last` year of their tables."""
    return tuple(_source(name, catalogue[name]) for name in sorted(catalogue))


def _source(name: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    spans = [table.get("coverage") for table in entry.get("tables", {}).values()]
    years = [year for span in spans if span for year in span if year is not None]
    return (
        {"id": name}
        | {key: entry[key] for key in _KEPT if entry.get(key)}
        | {
            "citation_key": entry.get("key") or entry.get("citation_key"),
            "first": min(years, default=None),
            "last": max(years, default=None),
        }
    )
