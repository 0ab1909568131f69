"""Ways on a map: the same journey with everybody and without somebody.

The encoding holds what is drawn: `ways` (`label`, `line` of [longitude, latitude, mode]), `stops`
(`name`, `lon`, `lat`, `main`), `closed` (`name`, `lon`, `lat`: what is taken out), `states` (ISO codes
whose names are stressed). The data are the legs, for the table twin. Mode is colour and name in the
legend, way is the stroke: whole and heavy for the first, dashed for the others. Coasts, borders and
the frame come from `detente.transport.ground`; every mark lies inside the frame.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from detente.model import Chart
from detente.report.charts import canvas
from detente.report.charts.canvas import Drawing, finite, tag
from detente.report.charts.canvas import Frame as Paper
from detente.transport.ground import Frame, Point, bend, ground, unwrap

MODES = {"road": "c1", "rail": "c0", "sea": "c2", "ferry": "c3", "river": "c5"}
MOST_WAYS, MOST_POINTS, MOST_STOPS = 4, 4000, 40
STROKES = ("way", "way way1", "way way2", "way way3")


@dataclass(frozen=True, slots=True)
class _Way:
    """Stretches of one mode, and what the legend says."""

    label: str
    parts: tuple[tuple[str, list[Point]], ...]


def ways_map(chart: Chart, paper: Paper) -> Drawing | None:
    """The map with its legend beneath; None without a way of two points."""
    ways = _ways(chart.encoding.get("ways"))
    points = [p for way in ways for _, line in way.parts for p in line]
    if not points:
        return None
    frame = Frame(points, paper.width)
    near = points[0][0]
    shown = ground(frame)
    out = [tag("rect", x=0.0, y=0.0, width=float(paper.width), height=float(frame.height), class_="water")]
    out.append(_shape(frame, shown.land, "land", closed=True))
    out.append(_shape(frame, shown.borders, "frontier"))
    for i, way in reversed(list(enumerate(ways))):
        out += [
            canvas.path([frame.at(*p) for p in line], f"{STROKES[i]} {MODES.get(mode, 'c6')}")
            for mode, line in way.parts
        ]
    out.append(_names(chart, frame, near))
    out.append(_scale_bar(frame))
    legend, took = _legend(ways, frame.height + 8.0, paper.width)
    return Drawing("".join(out) + legend, frame.height + 8 + took)


def _ways(given: Any) -> list[_Way]:
    """The ways that can be drawn, longitudes continuous from one to the next."""
    found: list[_Way] = []
    near: float | None = None
    for entry in given if isinstance(given, list | tuple) else ():
        line = _line(entry.get("line") if isinstance(entry, Mapping) else None)
        if len(line) < 2 or len(found) == MOST_WAYS:
            continue
        points = unwrap([(x, y) for x, y, _ in line], near if near is not None else line[0][0])
        near = points[0][0]
        parts: list[tuple[str, list[Point]]] = []
        for i in range(1, len(points)):
            mode = line[i][2]
            if parts and parts[-1][0] == mode:
                parts[-1][1].append(points[i])
            else:
                parts.append((mode, [points[i - 1], points[i]]))
        found.append(_Way(str(entry.get("label") or ""), tuple((m, bend(p)) for m, p in parts)))
    return found


def _line(given: Any) -> list[tuple[float, float, str]]:
    """Points that lie on the globe, with the mode of the stretch that ends there."""
    found = []
    for point in (given if isinstance(given, list | tuple) else ())[:MOST_POINTS]:
        if isinstance(point, list | tuple) and len(point) == 3:
            at = _place(point[0], point[1])
            if at is not None:
                found.append((*at, str(point[2])))
    return found


def _place(lon: Any, lat: Any) -> Point | None:
    x, y = finite(lon), finite(lat)
    return (x, y) if x is not None and y is not None and abs(x) <= 360 and abs(y) <= 84 else None


def _shape(frame: Frame, lines: Iterable[list[Point]], class_: str, *, closed: bool = False) -> str:
    """Many lines as one path."""
    parts = []
    for line in lines:
        steps = " ".join(f"{x:g},{y:g}" for x, y in (frame.at(*p) for p in line))
        parts.append(f"M{steps}{'Z' if closed else ''}")
    return tag("path", d="".join(parts), class_=class_) if parts else ""


def _marks(chart: Chart, name: str, near: float, frame: Frame) -> list[tuple[str, Point, bool]]:
    """Named points of the encoding inside the frame: name, where, main."""
    found = []
    entries = chart.encoding.get(name)
    for entry in (entries if isinstance(entries, list | tuple) else ())[:MOST_STOPS]:
        at = _place(entry.get("lon"), entry.get("lat")) if isinstance(entry, Mapping) else None
        if at is None:
            continue
        at = unwrap([at], near)[0]
        for turn in (0, -360, 360):
            moved = (at[0] + turn, at[1])
            if frame.sees([moved]):
                found.append((str(entry.get("name") or ""), frame.at(*moved), bool(entry.get("main"))))
                break
    return found


def _names(chart: Chart, frame: Frame, near: float) -> str:
    """Dots and names: ends first, then what is closed, then changes, then states, none over another."""
    stops = _marks(chart, "stops", near, frame)
    closed = _marks(chart, "closed", near, frame)
    taken: list[tuple[float, float, float, float]] = []
    out = []
    for main in (True, False):
        out += [
            tag("circle", cx=x, cy=y, r=4.0 if m else 2.6, class_="stop")
            for _, (x, y), m in stops
            if m == main
        ]
    for text, (x, y), _ in closed:
        if 6 < x < frame.width - 6 and 6 < y < frame.height - 6:
            out += [canvas.path([(x - 6, y - s), (x + 6, y + s)], "shut") for s in (6, -6)]
        out.append(_label(text, (x, y), "t h e", taken, frame))
    for main in (True, False):
        out += [_label(n, at, "t h e" if m else "t e", taken, frame) for n, at, m in stops if m == main]
    return _state_names(chart, frame, taken) + "".join(out)


def _label(
    text: str, at: Point, class_: str, taken: list[tuple[float, float, float, float]], frame: Frame
) -> str:
    """A name beside its point where there is room, else nothing."""
    x, y = at
    wide = canvas.wide_of(text, " h" in class_)
    for dx, dy, anchor in ((7, 4, None), (-7, 4, "end"), (0, -8, "middle"), (0, 17, "middle")):
        left = x + dx - {None: 0.0, "end": wide, "middle": wide / 2}[anchor]
        if _free((left, y + dy - 12, left + wide, y + dy + 3), taken, frame):
            return canvas.words(x + dx, y + dy, text, class_, anchor)
    return ""


def _free(
    box: tuple[float, float, float, float], taken: list[tuple[float, float, float, float]], frame: Frame
) -> bool:
    inside = box[0] > 2 and box[2] < frame.width - 2 and box[1] > 2 and box[3] < frame.height - 24
    if inside and not any(box[0] < t[2] and t[0] < box[2] and box[1] < t[3] and t[1] < box[3] for t in taken):
        taken.append(box)
        return True
    return False


def _state_names(chart: Chart, frame: Frame, taken: list[tuple[float, float, float, float]]) -> str:
    """Names of the larger states in view; those asked about whatever their size, first and darker."""
    from detente.transport.tables import rows, states

    given = chart.encoding.get("states")
    asked = {s for s in given if isinstance(s, str)} if isinstance(given, list | tuple) else set()
    middle = (frame.west + frame.east) / 2
    out = []
    for r in sorted(
        (r for r in rows("parts.csv") if r["part"] in states()),
        key=lambda r: (r["part"] not in asked, -float(r["area_km2"])),
    ):
        at = unwrap([(float(r["lon"]), float(r["lat"]))], middle)[0]
        text = states()[r["part"]]["name"]
        wide = canvas.wide_of(text)
        across = math.sqrt(float(r["area_km2"])) / 111.32 * frame.scale
        stressed = r["part"] in asked
        if not frame.sees([at]) or (wide > 1.6 * across and not stressed):
            continue
        x, y = frame.at(*at)
        if _free((x - wide / 2, y - 10, x + wide / 2, y + 4), taken, frame):
            out.append(canvas.words(x, y, text, "t h e" if stressed else "t country", "middle"))
    return "".join(out)


def _scale_bar(frame: Frame) -> str:
    """A bar of a round number of km, true at the middle latitude."""
    km_per_unit = 111.32 / frame.scale
    target = frame.width * 0.2 * km_per_unit
    unit = 10 ** math.floor(math.log10(target))
    km = max(k for k in (unit, 2 * unit, 5 * unit) if k <= target)
    length, y = km / km_per_unit, frame.height - 10.0
    bar = canvas.path([(10, y - 5), (10, y), (10 + length, y), (10 + length, y - 5)], "bar-km")
    return bar + canvas.words(16 + length, y, f"{km:,.0f} km", "t e")


def _legend(ways: list[_Way], y: float, width: int) -> tuple[str, float]:
    """One line a way (its stroke and label), then the modes in their colours."""
    out, first = [], y
    for i, way in enumerate(ways):
        out.append(canvas.path([(0, y + 8), (30, y + 8)], f"{STROKES[i]} c6"))
        said, took = canvas.paragraph(38, y + 12, way.label or f"way {i + 1}", width - 40, "t e")
        out.append(said)
        y += took + 3
    used = [m for m in MODES if any(m == mode for way in ways for mode, _ in way.parts)]
    body, took = canvas.legend([(f"f{MODES[m][1]}", m) for m in used], 0, y + 2, width)
    return "".join(out) + body, y - first + 2 + took
