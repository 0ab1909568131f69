"""The tables of the network as they stand in `transport/data`, read once.

Every table is a CSV file that a person can edit; an empty cell means "not given" (a leg without
hours or USD takes them from `leg_model.csv`). Out: tuples of dictionaries of strings.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

NEVER = 9999  # open_from of what is planned or being built


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Rows of `data/<name>`, e.g. `rows("crossings.csv")`, `rows("osm/road.csv")`."""
    text = files("detente.transport").joinpath("data", *name.split("/")).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def year(cell: str, default: int) -> int:
    """A year cell; empty means `default`."""
    return int(cell) if cell else default


def number(cell: str) -> float | None:
    """A number cell; empty means None."""
    return float(cell) if cell else None


@cache
def states() -> dict[str, dict[str, str]]:
    """States of the map by ISO alpha-3 code."""
    return {r["iso3"]: r for r in rows("states.csv")}


def state_at(iso3: str, as_of: int) -> str:
    """Whose territory the present state `iso3` was in a year: `state_at("UZB", 1980) == "SUN"`."""
    while iso3 in states():
        row = states()[iso3]
        if not row["predecessor"] or as_of >= int(row["start"]):
            return iso3
        iso3 = row["predecessor"]
    return iso3


@cache
def group_members(group: str, as_of: int) -> frozenset[str]:
    """States in a transport group (`carec`, `eu`, `eaeu`, `high`) in a year."""
    return frozenset(
        r["iso3"]
        for r in rows("groups.csv")
        if r["group"] == group and int(r["from"]) <= as_of < year(r["to"], NEVER)
    )


@cache
def projects() -> dict[str, dict[str, str]]:
    """Cross-border projects by id (TAPI, CKU-RAIL ...)."""
    return {r["project_id"]: r for r in rows("projects.csv")}
