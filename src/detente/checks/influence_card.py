"""What a finding on influence shows: deaths in the conflict, or the two sides' shares of power.

In: the sides, the group (if the other side is one), the label and the period. Out: a line chart, or
None where too little is known to draw.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from detente.checks import findings
from detente.measures import capability, conflict
from detente.model import Chart, Label

if TYPE_CHECKING:
    from detente.checks.entities import Entity
    from detente.measures.registry import Bench


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
                "lines", f"{strong.name} against {name}: {label.replace('_', ' ')}", data,
                {"x": {"field": "year", "title": "Year"},
                 "y": {"field": "deaths", "title": "Battle deaths", "unit": "a year"},
                 "marks": [{"x": start, "label": "from"}, {"x": end, "label": "to"}]},
                f"{source.title} {source.version}", f"Battle deaths in the conflicts of {name}.",
            )  # fmt: skip
    series = capability.cinc(bench)
    low, high = max(start - 5, series.first_year), min(end + 2, series.last_year, latest)
    rows = [
        {"year": low + k, "state": who.name, "share": round(float(v), 5)}
        for who in (strong, weak) if who is not None
        for k, v in enumerate(np.nansum([series.at(p, low, high) for p in who.positions], axis=0)) if v > 0
    ]  # fmt: skip
    if len(rows) < 2:
        return None
    source = bench.source("nmc")
    names = f"{strong.name} and {weak.name}" if weak else strong.name
    return Chart(
        "lines", f"Power of {names}: {label.replace('_', ' ')}", tuple(rows),
        {"x": {"field": "year", "title": "Year"},
         "y": {"field": "share", "title": "CINC", "unit": "share of the world"},
         "series": "state"},
        f"{source.title} {source.version}", f"Shares of the world's material capabilities, {low}-{high}.",
    )  # fmt: skip
