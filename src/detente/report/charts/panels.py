"""Small panels of different kinds on one axis of years: the history of a pair or of a state at a glance.

In: a chart of form `lines` whose encoding has `aligned`: a list of {"panel", "title", "unit", "kind", "flip"}
in order of drawing. Kinds: `line` (with the band of `placebo_low` and `placebo_high`), `steps`, `bars` (one a year),
`spans` (a bar for the years above zero, one row a series), `events` (steps round zero with the `events` of the
encoding, {"x", "label", "sign"}, in a row above). `flip` draws larger values lower. `turns` ({"x", "panel",
"sign"}) are marked over their panel: up is closer, down more distant. Every panel says its last value with its year at the right.
Small multiples: Tufte 1983, The Visual Display of Quantitative Information.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from detente.model import Chart
from detente.report.charts import canvas
from detente.report.charts.canvas import LINE, Drawing, Frame, Scale, finite, tag
from detente.report.text import number

_HEIGHTS = {"line": 60, "steps": 28, "bars": 32, "spans": 9, "events": 20}
_GAP, _ROOM = 15, 13  # between panels; for the marks of turning points over one
_LEFT, _RIGHT = 186, 132  # of a wide drawing: titles, last values
_MARK = 15.0  # between two numbers of events
Point = tuple[int, float]


def panels(chart: Chart, frame: Frame) -> Drawing | None:
    """The drawing, or None where no panel has a value."""
    wide = frame.wide
    years = [int(year) for row in chart.data if (year := finite(row.get("year"))) is not None]
    rows = canvas.groups(chart.data, canvas.field(chart, "panel"))
    shown = [(one, rows[one["panel"]]) for one in chart.encoding["aligned"] if _known(rows.get(one["panel"]))]
    if not shown or min(years) == max(years):
        return None
    left, right = (_LEFT, frame.width - _RIGHT) if wide else (38, frame.width - 108)
    on_x = Scale(min(years), max(years), left, right, _decades(min(years), max(years), wide), 10)
    events = _events(chart, on_x)
    at = 16.0 + (18 * (1 + max(step for *_, step in events)) if events else 0)
    top, body = at, []
    for spec, part in shown:
        turns = [one for one in chart.encoding.get("turns", ()) if one.get("panel") == spec["panel"]]
        drawn, height = _panel(spec, part, turns, on_x, at, left if wide else 0, right, frame)
        body.append(drawn)
        at += height + _GAP
    bottom = at - _GAP + 4
    axis = []
    for tick in on_x.ticks:
        x, label = on_x(tick), str(round(tick))
        axis.append(tag("line", x1=x, x2=x, y1=top - 4, y2=bottom, class_="grid"))
        axis.append(canvas.words(x, bottom + 15, label, "t n", "middle"))
    for x, moved, n, sign, step in events:
        y = 12.0 + 18 * step
        axis.append(
            canvas.path([(x, bottom), (x, top - 4), (moved, y + 5)], "mark hair", closed=False).replace(
                "<path ", '<path fill="none" ', 1
            )
        )
        body.append(
            tag(
                "circle",
                cx=moved,
                cy=y - 4,
                r=8.0 if n < 10 else 10.0,
                class_="num " + ("f2" if sign > 0 else "f1" if sign < 0 else "f6"),
            )
        )
        body.append(canvas.words(moved, y, n, "t n on", "middle"))
    return Drawing("".join([*axis, *body]), bottom + 20)


def _known(rows: Sequence[Mapping[str, Any]] | None) -> bool:
    return any(finite(row.get("value")) is not None for row in rows or ())


def _decades(first: int, last: int, wide: bool) -> tuple[float, ...]:
    step = next(s for s in (1, 2, 5, 10, 20, 50) if (last - first) / s <= (9 if wide else 5))
    return tuple(float(year) for year in range(-(-first // step) * step, last + 1, step))


def _events(chart: Chart, on_x: Scale) -> list[tuple[float, float, int, int, int]]:
    """(x of the year, x of its number, number, sign, row) of each event, in order of time; two rows at most."""
    given = [one for one in chart.encoding.get("events", ()) if on_x.low <= float(one["x"]) <= on_x.high]
    at = [on_x(float(one["x"])) for one in given]
    crowded = any(b - a < _MARK for a, b in pairwise(at))
    rows = 2 if crowded and len(at) * _MARK > (on_x.end - on_x.start) * 0.6 else 1
    placed = at[:]
    for row in range(rows):
        mine = list(range(row, len(at), rows))
        sizes = [_MARK + (4 if i < 9 else 8) for i in mine]  # two figures take more room
        spread = canvas.spread([at[i] for i in mine], sizes, on_x.start - 14, on_x.end + 22)
        for i, x in zip(mine, spread, strict=True):
            placed[i] = x
    return [
        (x, moved, i + 1, int(one.get("sign") or 0), i % rows)
        for i, (x, moved, one) in enumerate(zip(at, placed, given, strict=True))
    ]


def _panel(
    spec: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
    turns: Sequence[Mapping[str, Any]],
    on_x: Scale,
    top: float,
    room: float,
    right: float,
    frame: Frame,
) -> tuple[str, float]:
    """One panel from `top` on, and its height; `room` is the width for its title at the left, 0 for above."""
    kind, series = spec["kind"], _series(rows)
    out, at = [], top
    heading = [(str(spec["title"]), "t h"), (str(spec.get("unit") or ""), "t")]
    if not room:
        line = ", ".join(text for text, _ in heading if text)
        out.append(canvas.words(0, at + 11, canvas.wrap(line, frame.width, 1)[0], "t h e"))
        at += LINE + 8
    at += _ROOM if turns else 0
    height = float(
        _HEIGHTS[kind] * (len(series) if kind == "spans" else 1)
        + (4 * (len(series) - 1) if kind == "spans" else 0)
    )
    low = at + height
    if room:
        y = at + 10
        for text, class_ in heading:
            said, took = canvas.paragraph(0, y, text, room - 40, class_, 3)
            out.append(said if text else "")
            y += took if text else 0
        height = max(height, y - at - 12)
    on_y = _scale(spec, rows, at, low)
    labels: list[tuple[str, float, str]] = []
    if kind != "spans":
        for tick in (on_y.ticks[0], on_y.ticks[-1]) if kind in ("line", "events") else on_y.ticks[-1:]:
            out.append(canvas.words(on_x.start - 5, on_y(tick) + 4, number(tick, 2), "t n", "end"))
        zero = on_y(0.0) if on_y.low <= 0 <= on_y.high else low
        out.append(tag("line", x1=on_x.start, x2=on_x.end, y1=zero, y2=zero, class_="grid"))
    if kind == "line" and (band := _band(rows)):
        out.append(canvas.band([(on_x(x), on_y(a), on_y(b)) for x, a, b in band], "placebo"))
    several = len(series) > 1
    for i, (name, points) in enumerate(series.items()):
        out.append(_DRAW[kind](points, on_x, on_y, i, at))
        year, value = points[-1]
        where = at + i * (_HEIGHTS["spans"] + 4) + 5 if kind == "spans" else on_y(value)
        labels.append(
            (_last(kind, name, year, value, several, frame.wide), where, f"g{i}" if several else "")
        )
    room_below = max(low + 4, at + LINE * len(labels)) + 10
    out.append(canvas.end_labels(labels, right + 7, frame.width - right - 7, at - 6, room_below))
    for one in turns:
        out.append(_turn(on_x(float(one["x"])), at - 4, int(one["sign"])))
    return "".join(out), max(low, at + height) - top


def _series(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Point]]:
    found: dict[str, dict[int, float]] = {}
    for row in rows:
        if (value := finite(row.get("value"))) is not None:
            found.setdefault(str(row.get("series") or ""), {})[int(row["year"])] = value
    return {name: sorted(points.items()) for name, points in found.items()}


def _band(rows: Sequence[Mapping[str, Any]]) -> list[tuple[int, float, float]]:
    found = {
        int(row["year"]): (a, b)
        for row in rows
        if (a := finite(row.get("low_80"))) is not None and (b := finite(row.get("high_80"))) is not None
    }
    return [(year, *found[year]) for year in sorted(found)]


def _scale(spec: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], top: float, low: float) -> Scale:
    values = [
        v for row in rows for k in ("value", "low_80", "high_80") if (v := finite(row.get(k))) is not None
    ]
    start, end = (top, low) if spec.get("flip") else (low, top)
    if given := spec.get("range"):
        return Scale(given[0], given[1], start, end, (given[0], given[1]), 1)
    least, most = min(0.0, *values), max(values)
    most = most if most > least else least + 1.0
    return Scale(least, most, start, end, (least, most), 1)


def _runs(points: Sequence[Point]) -> list[list[Point]]:
    """Points split where a year is missing."""
    runs: list[list[Point]] = []
    for point in points:
        if not runs or point[0] > runs[-1][-1][0] + 1:
            runs.append([])
        runs[-1].append(point)
    return runs


def _line(points: Sequence[Point], on_x: Scale, on_y: Scale, i: int, _top: float) -> str:
    out = []
    for run in _runs(points):
        drawn = [(on_x(x), on_y(y)) for x, y in run]
        out.append(
            canvas.path(drawn, f"line slim c{i} dash{i}")
            if len(drawn) > 1
            else tag("circle", cx=drawn[0][0], cy=drawn[0][1], r=1.5, class_=f"f{i}")
        )
    x, y = points[-1]
    return "".join(out) + tag("circle", cx=on_x(x), cy=on_y(y), r=2.6, class_=f"f{i}")


def _steps(points: Sequence[Point], on_x: Scale, on_y: Scale, i: int, _top: float) -> str:
    out, half = [], (on_x(1) - on_x(0)) / 2
    for run in _runs(points):
        edge = [(on_x(x) + side * half, on_y(y)) for x, y in run for side in (-1, 1)]
        out.append(
            canvas.path([(edge[0][0], on_y(0)), *edge, (edge[-1][0], on_y(0))], f"f{i} wash", closed=True)
        )
        out.append(canvas.path(edge, f"line slim c{i}"))
    return "".join(out)


def _bars(points: Sequence[Point], on_x: Scale, on_y: Scale, i: int, _top: float) -> str:
    wide = max((on_x(1) - on_x(0)) * 0.8, 1.5)
    out = []
    for x, y in points:
        if y > 0:
            a, b = sorted((on_y(0), on_y(y)))
            at = on_x(x) - wide / 2 + (i * wide / 2 if i else 0)
            out.append(tag("rect", x=at, y=a, width=wide / 2, height=max(b - a, 1.0), class_=f"f{i}"))
    return "".join(out)


def _spans(points: Sequence[Point], on_x: Scale, _on_y: Scale, i: int, top: float) -> str:
    half = (on_x(1) - on_x(0)) / 2
    y = top + i * (_HEIGHTS["spans"] + 4)
    known = tag(
        "line",
        x1=on_x(points[0][0]) - half,
        x2=on_x(points[-1][0]) + half,
        y1=y + 4.5,
        y2=y + 4.5,
        class_="grid",
    )
    runs = _runs([point for point in points if point[1] > 0])
    return known + "".join(
        tag("rect", x=on_x(run[0][0]) - half, y=y, width=on_x(run[-1][0]) - on_x(run[0][0]) + 2 * half,
            height=float(_HEIGHTS["spans"]), class_=f"f{i}")
        for run in runs
    )  # fmt: skip


_DRAW = {"line": _line, "steps": _steps, "events": _steps, "bars": _bars, "spans": _spans}


def _last(kind: str, name: str, year: int, value: float, several: bool, wide: bool) -> str:
    """What stands at the end of a line."""
    said = name if kind in ("spans", "bars") and several else number(value, 2)
    if several and kind == "line":
        return f"{number(value, 2)} {name}"
    if wide:
        return f"{said} ({year})"
    return said if several else f"{said} {year}"


def _turn(x: float, y: float, sign: int) -> str:
    """A triangle: up for closer, down for more distant."""
    if sign > 0:
        return canvas.path([(x, y - 8), (x + 5, y), (x - 5, y)], "turn f2", closed=True)
    return canvas.path([(x, y), (x + 5, y - 8), (x - 5, y - 8)], "turn f1", closed=True)
