"""What a finding on influence shows: deaths in the conflict, or the two sides' shares of power.

In: the sides, the group (if the other side is one), the label and the period. Out: a line chart, or
None where too little is known to draw.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.checks import findings
from detente.measures import capability, conflict, words
from detente.model import Chart, Label

if TYPE_CHECKING:
    from detente.checks.entities import Entity
    from detente.measures.registry import Bench


def _span(data: Sequence[Mapping[str, Any]], key: str) -> str:
    """First, largest and last value with their years: "694 in 2015, 2,010 at most in 2017, 1,075 in 2019"."""
    top = max(data, key=lambda row: row[key])
    said = [f"{words.amount(row[key])} in {row['year']}" for row in (data[0], data[-1])]
    if top[key] > max(data[0][key], data[-1][key]):
        said.insert(1, f"{words.amount(top[key])} at most in {top['year']}")
    return ", ".join(said)


def chart(
    bench: Bench,
    strong: Entity,
    weak: Entity | None,
    group: str | None,
    label: Label,
    start: int,
    end: int,
    latest: int,
) -> Chart | None:
    """Deaths in the conflict with a group; else the two sides' shares of the world's capabilities."""
    if group is not None:
        series = conflict.deaths(bench, group, None).at(start - 3, min(end + 5, latest))
        if len(series.best) > 1 and series.best.any():
            data = tuple(
                {"year": series.first_year + k, "deaths": float(v)} for k, v in enumerate(series.best)
            )
            source = bench.source("ucdp-brd")
            name = findings.name(group)
            return Chart(
                "lines", f"Battle deaths in the conflicts of {name}: {_span(data, 'deaths')}", data,
                {"x": {"field": "year", "title": "Year"},
                 "y": {"field": "deaths", "title": "Battle deaths", "unit": "a year"},
                 "marks": [{"x": start, "label": "from"}, {"x": end, "label": "to"}]},
                f"{source.title} {source.version}", f"Battle deaths in the conflicts of {name}.",
            )  # fmt: skip
    series = capability.cinc(bench)
    low, high = max(start - 5, series.first_year), min(end + 2, series.last_year, latest)
    rows = [
        {"year": low + k, "state": who.name, "share": float(f"{100 * float(v):.4g}")}
        for who in (strong, weak) if who is not None
        for k, v in enumerate(np.nansum([series.at(p, low, high) for p in who.positions], axis=0)) if v > 0
    ]  # fmt: skip
    if len(rows) < 2:
        return None
    source = bench.source("nmc")
    ends = [[r for r in rows if r["state"] == who.name][-1:] for who in (strong, weak) if who is not None]
    told = ", ".join(f"{r['state']} {words.amount(r['share'], 2)} per cent" for end_ in ends for r in end_)
    title = f"Share of the world's material capabilities in {rows[-1]['year']}: {told}"
    return Chart(
        "lines", title, tuple(rows),
        {"x": {"field": "year", "title": "Year"},
         "y": {"field": "share", "title": "Material capabilities", "unit": "per cent of the world"},
         "series": "state"},
        f"{source.title} {source.version}", f"Shares of the world's material capabilities, {low}-{high}.",
    )  # fmt: skip
