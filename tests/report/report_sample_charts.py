"""Sample charts of every form, with invented figures."""

from __future__ import annotations

import math
import random
from typing import Any

from detente.model import Chart


def _walk(rng: random.Random, start: float, step: float, drift: float, n: int) -> list[float]:
    values = [start]
    for _ in range(n - 1):
        values.append(values[-1] + rng.gauss(drift, step))
    return values


def lines_chart() -> Chart:
    """A trend with a placebo band and a second panel."""
    rng = random.Random(1)
    data: list[dict[str, Any]] = []
    turkey, walk = _walk(rng, 0.42, 0.03, 0.005, 60), _walk(rng, 0.0, 0.02, 0.0, 60)
    for i in range(60):
        data.append(
            {
                "year": 1964 + i,
                "agreement": None if i in (0, 19) else min(max(turkey[i], 0), 1),
                "low": max(turkey[i] - 0.08, 0),
                "high": min(turkey[i] + 0.08, 1),
                "placebo_low": 0.38 + walk[i] / 2,
                "placebo_high": 0.68 + walk[i] / 2,
                "panel": "Agreement (share of roll calls)",
            }
        )
        data.append(
            {
                "year": 1964 + i,
                "agreement": math.exp(-((i - 39) ** 2) / 12) / 4,
                "panel": "Density of the break date (per year)",
            }
        )
    return Chart(
        form="lines",
        title="Turkey and Russia voted alike more often after 2003, but so did most pairs",
        data=tuple(data),
        encoding={
            "x": {"field": "year", "title": "Session year"},
            "y": {"field": "agreement"},
            "low": "low",
            "high": "high",
            "placebo_low": "placebo_low",
            "placebo_high": "placebo_high",
            "panel": "panel",
            "marks": [{"x": 2003, "label": "claimed break"}],
        },
        source_line="UN General Assembly voting data, 2025 edition; 1964 to 2023",
        alt="Yearly agreement of Turkey and Russia rising from 0.42 to about 0.7.",
    )


def scatter_chart() -> Chart:
    """A connected scatter: closeness to one against closeness to another."""
    rng = random.Random(2)
    a, b = _walk(rng, 0.62, 0.03, -0.006, 34), _walk(rng, 0.4, 0.03, 0.004, 34)
    return Chart(
        form="scatter",
        title="Turkey moved away from the United States without moving towards Russia",
        data=tuple({"year": 1990 + i, "to_usa": a[i], "to_rus": b[i]} for i in range(34)),
        encoding={
            "x": {"field": "to_usa", "title": "Closeness to the United States", "unit": "agreement, 0 to 1"},
            "y": {"field": "to_rus", "title": "Closeness to Russia", "unit": "agreement, 0 to 1"},
            "order": "year",
            "label": "year",
            "diagonal": "equally close",
        },
        source_line="UN General Assembly voting data, 2025 edition",
        alt="Path of yearly closeness from 1990 to 2023, drifting left.",
    )


def strip_chart(n: int = 2600) -> Chart:
    """All dyads of a year, one marked."""
    rng = random.Random(3)
    data = [{"pair": f"pair {i}", "agreement": min(max(rng.gauss(0.64, 0.14), 0), 1)} for i in range(n)]
    data.append({"pair": "Norway–Sweden", "agreement": 0.97, "marked": True})
    return Chart(
        form="strip",
        title="Norway and Sweden vote alike more than 99 in 100 pairs",
        data=tuple(data),
        encoding={
            "x": {"field": "agreement", "title": "Agreement in 2019", "unit": "share of roll calls"},
            "label": "pair",
            "highlight": "marked",
        },
        source_line="UN General Assembly voting data, 2025 edition; 2019",
        alt="Distribution of agreement across all pairs with Norway and Sweden near the top.",
    )


def bars_chart() -> Chart:
    """Stacked shares over years with a concentration line beneath."""
    rng = random.Random(4)
    data: list[dict[str, Any]] = []
    for year in range(1994, 2025, 3):
        russia = max(0, min(70, 20 + (year - 1994) + rng.randint(-6, 6)))
        usa = int((100 - russia) * 0.6)
        for name, share in (("Russia", russia), ("United States", usa), ("Germany", 100 - russia - usa)):
            data.append({"end": year, "supplier": name, "share": share})
    return Chart(
        form="bars",
        title="Russia’s share of Turkey’s arms stayed below half in every five years",
        data=tuple(data),
        encoding={
            "x": {"field": "end", "title": "Five years ending"},
            "y": {"field": "share", "title": "Share of major arms received", "unit": "per cent"},
            "series": "supplier",
            "stack": True,
            "reference": [{"y": 50, "label": "half"}],
        },
        source_line="SIPRI arms transfers, derived five-year shares",
        alt="Stacked bars of supplier shares by five-year period.",
    )


def timeline_chart() -> Chart:
    """Memberships through time."""
    return Chart(
        form="timeline",
        title="Finland has been a member of NATO since 2023",
        data=(
            {"org": "NATO", "status": "partner", "start": 1994, "end": 2023},
            {"org": "NATO", "status": "member", "start": 2023, "end": None},
            {"org": "European Union", "status": "member", "start": 1995, "end": None},
        ),
        encoding={
            "row": "org",
            "start": {"field": "start", "title": "Year"},
            "end": "end",
            "status": "status",
            "until": 2025,
        },
        source_line="Curated accession table, each row with its source",
        alt="Finland: NATO partner 1994 to 2023, member from 2023; European Union member from 1995.",
    )


def dots_chart() -> Chart:
    """A base-rate dot plot with intervals."""
    rows = (
        ("Observers of any organisation", 0.12, 0.09, 0.16, 402),
        ("Observers of this organisation", 0.2, 0.05, 0.47, 10),
        ("States with a dialogue status", 0.06, 0.01, 0.2, 33),
        ("This claim", 0.08, 0.02, 0.21, None),
    )
    return Chart(
        form="dots",
        title="About one in twelve comparable cases led to membership within ten years",
        data=tuple(
            {
                "class": r[0],
                "rate": r[1],
                "low": r[2],
                "high": r[3],
                "n": r[4],
                "marked": r[0] == "This claim",
            }
            for r in rows
        ),
        encoding={
            "x": {"field": "rate", "title": "Joined within ten years", "unit": "share"},
            "y": "class",
            "low": "low",
            "high": "high",
            "highlight": "marked",
        },
        source_line="Curated accession table; IGO memberships to 2014",
        alt="Four base rates with intervals between 0.06 and 0.20.",
    )


def slope_chart() -> Chart:
    """Two years, several measures."""
    rows = {"CINC": (1.1, 4.3), "Military spending": (0.6, 4.8), "GDP": (0.35, 3.1), "Steel": (0.6, 10.4)}
    return Chart(
        form="slope",
        title="China passed Japan on every measure between 1990 and 2020",
        data=tuple(
            {"year": year, "measure": name, "ratio": value}
            for name, pair in rows.items()
            for year, value in zip((1990, 2020), pair, strict=True)
        ),
        encoding={
            "x": "year",
            "y": {"field": "ratio", "title": "China relative to Japan", "unit": "ratio"},
            "series": "measure",
            "reference": [{"y": 1, "label": "equal"}],
        },
        source_line="National Material Capabilities 7.0; World Development Indicators",
        alt="Four rising lines from below or near one to above three.",
    )


def map_chart() -> Chart:
    """Two invented ways from Tashkent to Karachi, one of them partly by sea."""
    one = [[69.2, 41.3, ""], [67.1, 36.7, "road"], [67.0, 24.8, "road"], [60.0, 22.0, "sea"]]
    two = [[69.2, 41.3, ""], [58.4, 37.9, "road"], [60.6, 25.3, "road"]]
    return Chart(
        form="map",
        title="Ways with and without Afghanistan",
        data=({"way": "with everybody", "from": "Tashkent", "to": "Karachi", "mode": "road", "km": 2300},),
        encoding={
            "ways": [
                {"label": "with everybody: 2,300 km", "line": one},
                {"label": "without: 3,000 km", "line": two},
            ],
            "stops": [
                {"name": "Tashkent", "lon": 69.2, "lat": 41.3, "main": True},
                {"name": "Karachi", "lon": 67.0, "lat": 24.8, "main": True},
            ],
            "closed": [{"name": "Strait of Hormuz", "lon": 56.25, "lat": 26.57}],
            "states": ["AFG"],
        },
        source_line="detente corridor network",
        alt="Two ways from Tashkent to the south.",
    )
