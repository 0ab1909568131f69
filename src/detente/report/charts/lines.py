"""Lines over years (or years from an event), with ribbons, the placebo band and panels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from detente.model import Chart
from detente.report.charts import canvas
from detente.report.charts.canvas import COLOURS, Drawing, Field, Frame, Scale, finite, known, tag

MOST_POINTS = 500
MOST_LABELS = 10
GAP = 26  # between panels
PLACEBO = "what nothing special looks like"
RIBBON = "95 per cent interval"
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Encoding:
    """The fields a line chart uses."""

    x: Field
    y: Field
    low: Field | None
    high: Field | None
    placebo_low: Field | None
    placebo_high: Field | None
    series: Field | None
    highlight: Field | None


def lines(chart: Chart, frame: Frame) -> Drawing | None:
    """One line a series, panels beneath one another on one x axis."""
    x, y = canvas.field(chart, "x"), canvas.field(chart, "y")
    if x is None or y is None:
        return None
    names = ("low", "high", "placebo_low", "placebo_high", "series", "highlight")
    encoding = Encoding(x, y, *(canvas.field(chart, name) for name in names))
    rows = [row for row in chart.data if finite(x.of(row)) is not None]
    panels = canvas.groups(rows, panel_field := canvas.field(chart, "panel"))
    panels = {name: part for name, part in panels.items() if _values(part, encoding)}
    if not panels:
        return None
    labels = _labels(rows, encoding)
    right_room = min(
        max((canvas.wide_of(text) for text in labels), default=0) + 10,
        frame.width * (0.28 if frame.wide else 0.32),
    )
    items = _legend_items(rows, encoding)
    body, top = canvas.legend(items, 0, 0, frame.width)
    out = [body]
    tall, short = (210, 84) if frame.wide else (180, 76)
    heights = [tall if i == 0 else short for i in range(len(panels))]
    if len(panels) > 3 and panel_field:
        heights = [short] * len(panels)
    marks = canvas.lines_given(chart, "marks", "x")
    gap = GAP
    if len(panels) > 5:  # many panels are read down the page: their shapes count, not their heights
        heights, gap = [52] * len(panels), 14
    reference = canvas.lines_given(chart, "reference", "y")
    scales = [
        canvas.scale(
            _values(part, encoding) + ([at for at, _ in reference] if i == 0 else []),
            0,
            1,
            5 if h > 100 else 2,
        )
        for i, (part, h) in enumerate(zip(panels.values(), heights, strict=True))
    ]
    left = max(canvas.tick_room(one) for one in scales)
    right = frame.width - (right_room if labels else 18)
    on_x, years = canvas.year_scale([known(x, row) for row in rows], left, right, 8 if frame.wide else 4)
    placed, above = canvas.mark_labels(marks, on_x)
    at, first = top, 0.0
    for i, (name, part) in enumerate(panels.items()):
        heading, took = canvas.paragraph(0, at + 12, name or y.heading, frame.width, "t h")
        out.append(heading)
        panel_top = at + took + 10 + (above if i == 0 else 0)
        bottom = panel_top + heights[i]
        first = first or panel_top
        on_y = Scale(scales[i].low, scales[i].high, bottom, panel_top, scales[i].ticks, scales[i].step)
        out.append(canvas.y_axis(on_y, left, right))
        out.append(_panel(part, encoding, on_x, on_y, labels, right_room - 6))
        if i == 0:
            out.append(canvas.level_marks(reference, on_y, left, right))
        at = bottom + gap
    bottom = at - gap
    out.append(canvas.upright_marks(placed, first - above - 2, bottom))
    axis, took = canvas.x_axis(on_x, bottom, x.heading, years, first)
    return Drawing("".join([*out[:1], axis, *out[1:]]), bottom + took)


def _values(rows: Sequence[Row], encoding: Encoding) -> list[float]:
    """Every number the y axis must hold."""
    fields = (encoding.y, encoding.low, encoding.high, encoding.placebo_low, encoding.placebo_high)
    if not any(finite(encoding.y.of(row)) is not None for row in rows):
        return []
    found = (finite(one.of(row)) for one in fields if one for row in rows)
    return [value for value in found if value is not None]


def _labels(rows: Sequence[Row], encoding: Encoding) -> list[str]:
    if encoding.series is None:
        return []
    names = list(canvas.groups(rows, encoding.series))
    if encoding.highlight and len(names) > MOST_LABELS:
        names = list(canvas.groups([r for r in rows if encoding.highlight.of(r)], encoding.series))
    return names[:MOST_LABELS]


def _legend_items(rows: Sequence[Row], encoding: Encoding) -> list[tuple[str, str]]:
    items = []
    if any(_pair(row, encoding.placebo_low, encoding.placebo_high) for row in rows):
        items.append(("placebo", PLACEBO))
    if any(_pair(row, encoding.low, encoding.high) for row in rows):
        items.append(("ribbon f0", RIBBON))
    return items


def _pair(row: Row, low: Field | None, high: Field | None) -> tuple[float, float] | None:
    a, b = finite(low.of(row)) if low else None, finite(high.of(row)) if high else None
    return (a, b) if a is not None and b is not None else None


def _panel(
    rows: Sequence[Row], encoding: Encoding, on_x: Scale, on_y: Scale, labels: Sequence[str], room: float
) -> str:
    """Bands first, then lines, then labels."""
    back, front, ends = [], [], []
    spans = _edges(rows, encoding.x, encoding.placebo_low, encoding.placebo_high)
    if encoding.placebo_low and encoding.placebo_low.column is None and spans:
        spans = [(on_x.low, *spans[0][1:]), (on_x.high, *spans[0][1:])]
    back += [
        canvas.band([(on_x(x), on_y(a), on_y(b)) for x, a, b in run], "placebo") for run in _runs(spans, on_x)
    ]
    series = canvas.groups(rows, encoding.series)
    for i, (name, part) in enumerate(series.items()):
        context = encoding.highlight is not None and not any(encoding.highlight.of(row) for row in part)
        colour = "ctx" if context else f"c{i % COLOURS} dash{i // COLOURS % 3 if i >= COLOURS else i % 3}"
        ribbon = _edges(part, encoding.x, encoding.low, encoding.high)
        back += [
            canvas.band([(on_x(x), on_y(a), on_y(b)) for x, a, b in run], f"ribbon f{i % COLOURS}")
            for run in _runs(ribbon, on_x)
        ]
        part = list({known(encoding.x, row): row for row in reversed(part)}.values())
        points = [
            (
                on_x(known(encoding.x, row)),
                None if (v := finite(encoding.y.of(row))) is None else on_y(v),
            )
            for row in sorted(part, key=lambda row: known(encoding.x, row))
        ]
        drawn = [(px, py) for px, py in points if py is not None]
        for run in _unbroken(points):
            front.append(canvas.path(_thin(run), f"line {colour}") if len(run) > 1 else "")
        if len(drawn) <= 14 or any(len(run) == 1 for run in _unbroken(points)):
            few = drawn if len(drawn) <= 14 else [run[0] for run in _unbroken(points) if len(run) == 1]
            front += [
                tag("circle", cx=px, cy=py, r=2.5, class_=colour.replace("c", "f", 1)) for px, py in few
            ]
        if drawn and name in labels:
            ends.append((name, drawn[-1][1], "" if context else f"g{i % COLOURS}"))
    front.append(canvas.end_labels(ends, on_x.end + 6, room, on_y.end - 4, on_y.start + 8))
    return "".join(back + front)


def _edges(
    rows: Sequence[Row], x: Field, low: Field | None, high: Field | None
) -> list[tuple[float, float, float]]:
    """(x, low, high) where both edges are known, one for each x, by x."""
    found: dict[float, tuple[float, float]] = {}
    for row in rows:
        at, pair = finite(x.of(row)), _pair(row, low, high)
        if at is not None and pair is not None:
            found.setdefault(at, pair)
    return [(at, *found[at]) for at in sorted(found)]


def _runs(edges: Sequence[tuple[float, float, float]], on_x: Scale) -> list[list[tuple[float, float, float]]]:
    """Edges split where years are missing: a gap wider than three times the usual step."""
    if not edges:
        return []
    gaps = sorted(b[0] - a[0] for a, b in pairwise(edges))
    usual = gaps[len(gaps) // 2] if gaps else on_x.high - on_x.low
    runs = [[edges[0]]]
    for one in edges[1:]:
        if one[0] - runs[-1][-1][0] > 3 * usual:
            runs.append([])
        runs[-1].append(one)
    return runs


def _unbroken(points: Sequence[tuple[float, float | None]]) -> list[list[tuple[float, float]]]:
    """Runs of points between gaps (None)."""
    runs: list[list[tuple[float, float]]] = [[]]
    for x, y in points:
        if y is None:
            runs.append([])
        else:
            runs[-1].append((x, y))
    return [run for run in runs if run]


def _thin(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    stride = max(1, -(-len(points) // MOST_POINTS))
    return [*points[:-1:stride], points[-1]]
