"""One state and all others in one year, on a map of the world.

In: the bench, a state, a measure, a year; out: plain values, and an SVG whose classes the stylesheet colours.
Shapes: Natural Earth 1:110m, public domain, Equal Earth projection (see tools/world_map.py). Soil is today's: in
a year before a state was on its own it shows the value of the state it belonged to.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.errors import InputError

if TYPE_CHECKING:
    from detente.measures.registry import Bench

CLASSES = 6


@cache
def shapes() -> dict[str, Any]:
    """Width, height, paths and dots by ISO code."""
    return json.loads(resources.files("detente.web").joinpath("data", "world.json").read_text("utf-8"))


def ties(bench: Bench, state: str, measure: str, year: int) -> dict[str, Any]:
    """A measure of `state` with every other state in `year`.

    Returns:
        {"state", "name", "measure", "family", "unit", "closer", "source", "year", "first", "last", "exists",
        "rows": [{"id", "name", "value"}] from the highest value on, "soil": {ISO code of today: id of then}}.

    Raises:
        InputError: no such measure.

    """
    from detente import actors
    from detente.transport.tables import states
    from detente.web.pairs import TITLES

    if measure not in TITLES:
        raise InputError(f"There is no measure {measure[:40]!r}; use one of {', '.join(TITLES)}.")
    kind, cube, index = bench.measures[measure], bench.cube(measure), bench.index
    here = bench.place(state)
    alive = index.alive(year, year)[0]
    covered = cube.first_year <= year <= cube.last_year
    values = (
        cube.values[year - cube.first_year, index.partners(here)] if covered else np.full(index.size, np.nan)
    )
    soil, rows = {}, {}
    for code in {**shapes()["shapes"], **shapes()["dots"]}:
        then = _then(code, year, states().get(code, {}))
        place = bench.place(then)
        if place < 0 or not alive[place]:
            continue
        soil[code] = then
        value = float(values[place])
        if place != here and math.isfinite(value):
            rows[then] = {"id": then, "name": actors.get(then).name, "value": round(value, 4)}
    found = sorted(rows.values(), key=lambda row: (-row["value"], row["name"]))
    source = bench.source(kind.source) if kind.source != "events" else None
    return {
        "state": state, "name": actors.get(_at(state, year)).name, "measure": measure, "title": TITLES[measure],
        "family": kind.family, "unit": kind.unit, "closer": kind.closer, "year": year,
        "source": f"{source.title} {source.version}" if source else "dated events of the project",
        "first": cube.first_year, "last": cube.last_year, "exists": here >= 0 and bool(alive[here]),
        "rows": found, "soil": soil,
    }  # fmt: skip


def _then(code: str, year: int, row: dict[str, str]) -> str:
    """The state that held today's state in a year."""
    if row.get("start") and row.get("predecessor") and year < int(row["start"]):
        return _at(row["predecessor"], year)
    return _at(code, year)


def _at(code: str, year: int) -> str:
    from detente import actors
    from detente.errors import UnknownActorError

    try:
        return actors.at(code, year)
    except UnknownActorError:
        return code


def breaks(values: Sequence[float], most: int = CLASSES) -> list[float]:
    """Lower bounds of at most `most` classes of about equal size; few distinct values are their own classes."""
    distinct = sorted(set(values))
    if len(distinct) <= most:
        return distinct
    cuts = np.quantile(np.array(values), np.arange(most) / most).tolist()
    return sorted(set(cuts))


def class_of(value: float, bounds: Sequence[float]) -> int:
    """The place of a value among the classes, from 0."""
    return max(sum(value >= bound for bound in bounds) - 1, 0)


def ranked(found: dict[str, Any] | None) -> tuple[list[dict[str, Any]], int]:
    """The rows worth listing, and how many are left out because, as most are, they are at 0."""
    rows = found["rows"] if found else []
    some = [row for row in rows if row["value"]]
    return (some, len(rows) - len(some)) if 2 * len(some) < len(rows) else (rows, 0)


def svg(found: dict[str, Any]) -> str:
    """The map as an inline SVG."""
    from detente.report.text import number, visible

    world = shapes()
    values = {row["id"]: row for row in found["rows"]}
    bounds = breaks([row["value"] for row in found["rows"]])
    ramp, step = ("near" if found["closer"] > 0 else "far"), (CLASSES - 1) / max(len(bounds) - 1, 1)
    out = []
    for code, shape in {**world["shapes"], **world["dots"]}.items():
        then = found["soil"].get(code)
        row = values.get(then or "")
        if then is not None and then == found["soil"].get(found["state"], found["state"]):
            kind, said = "self", found["name"]
        elif row:
            kind = f"{ramp} q{round(class_of(row['value'], bounds) * step)}"
            said = f"{row['name']}: {number(row['value'])}"
        else:
            kind, said = "none", "no figure"
        title = f"<title>{escape(visible(said))}</title>"
        if isinstance(shape, str):
            out.append(f'<path class="{kind}" d="{shape}">{title}</path>')
        else:
            out.append(f'<circle class="{kind}" cx="{shape[0]}" cy="{shape[1]}" r="3.2">{title}</circle>')
    alt = escape(
        visible(f"World map: {found['title'].lower()} of {found['name']} with others, {found['year']}")
    )
    return (
        f'<svg class="world" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {world["width"]} {world["height"]}" '
        f'role="img" aria-label="{alt}">{"".join(out)}</svg>'
    )


def legend(found: dict[str, Any]) -> list[dict[str, str]]:
    """The classes of the map: a class name and what it stands for."""
    from detente.report.text import number

    values = [row["value"] for row in found["rows"]]
    bounds = breaks(values)
    ramp, step = ("near" if found["closer"] > 0 else "far"), (CLASSES - 1) / max(len(bounds) - 1, 1)
    whole = len(set(values)) == len(bounds)
    made = []
    for i, low in enumerate(bounds):
        high = bounds[i + 1] if i + 1 < len(bounds) else max(values)
        said = number(low) if whole else f"{number(low)} to {number(high)}"
        made.append({"class": f"{ramp} q{round(i * step)}", "said": said})
    return made
