"""Scatter of two numbers, connected in time where an order is given (realignment)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from detente.model import Chart
from detente.report.charts import canvas
from detente.report.charts.canvas import COLOURS, Drawing, Field, Frame, Scale, finite, known, tag

MOST_POINTS = 1500
Box = tuple[float, float, float, float]


def scatter(chart: Chart, frame: Frame) -> Drawing | None:
    """Dots at (x, y) with the interval of y, if any; a path through them by `order`; some labelled."""
    x, y = canvas.field(chart, "x"), canvas.field(chart, "y")
    if x is None or y is None:
        return None
    order, label = canvas.field(chart, "order"), canvas.field(chart, "label")
    highlight = canvas.field(chart, "highlight")
    rows = [row for row in chart.data if finite(x.of(row)) is not None and finite(y.of(row)) is not None]
    if not rows:
        return None
    rows = rows[:: max(1, -(-len(rows) // MOST_POINTS))]
    series = canvas.groups(rows, canvas.field(chart, "series"))
    several = len(series) > 1
    items = [(f"f{i % COLOURS}", name) for i, name in enumerate(series)] if several else []
    spans = _intervals(chart, rows, x)
    items += [("whisker", "95 per cent interval")] if spans else []
    body, top = canvas.legend(items, 0, 0, frame.width)
    heading, took = canvas.paragraph(0, top + 12, y.heading, frame.width, "t h")
    top += took + 10
    xs = [known(x, row) for row in rows]
    ys = [known(y, row) for row in rows]
    reference = canvas.lines_given(chart, "reference", "y")
    bottom = top + (320 if frame.wide else 260)
    on_y = canvas.scale(
        ys + [at for at, _ in reference] + [v for _, *span in spans for v in span], bottom, top, 5
    )
    left = canvas.tick_room(on_y)
    on_x = canvas.scale(xs, left, frame.width - 16.0, 6 if frame.wide else 3)
    axis, axis_height = canvas.x_axis(on_x, bottom, x.heading, False, top)
    out = [body, heading, axis, canvas.y_axis(on_y, left, on_x.end)]
    out.append(canvas.level_marks(reference, on_y, left, on_x.end))
    taken: list[Box] = []
    words = chart.encoding.get("diagonal")
    if words:
        out.append(_diagonal(str(words), on_x, on_y, taken))
    out += [
        tag("line", x1=on_x(at), x2=on_x(at), y1=on_y(a), y2=on_y(b), class_="whisker") for at, a, b in spans
    ]
    for i, part in enumerate(series.values()):
        if order:
            part = sorted(part, key=lambda row: (finite(order.of(row)) is None, known(order, row)))
        points = [(on_x(known(x, r)), on_y(known(y, r))) for r in part]
        if order and len(points) > 1:
            out.append(canvas.path(points, f"line thin c{i % COLOURS}"))
        for j, (px, py) in enumerate(points):
            marked = bool(highlight and highlight.of(part[j]))
            end = bool(order) and j in (0, len(points) - 1)
            if marked or (end and j):
                out.append(canvas.diamond(px, py, "chosen" if marked else f"f{i % COLOURS}"))
            else:
                many = not order and len(points) > 60
                size = 4.0 if end else 2.0 if many else 2.8
                out.append(
                    tag("circle", cx=px, cy=py, r=size, class_=f"f{i % COLOURS}{' faint' if many else ''}")
                )
        if label:
            texts = [str(label.of(row) if label.of(row) is not None else "") for row in part]
            wanted = _wanted(
                len(points), bool(order), [bool(highlight and highlight.of(r)) for r in part], texts
            )
            out += [_label(points[j], texts[j], taken, on_x, on_y, frame) for j in wanted]
    return Drawing("".join(out), bottom + axis_height)


def _intervals(chart: Chart, rows: Sequence[Mapping[str, Any]], x: Field) -> list[tuple[float, float, float]]:
    """(x, low, high) of the rows that have both ends."""
    low, high = canvas.field(chart, "low"), canvas.field(chart, "high")
    if low is None or high is None:
        return []
    found = [(known(x, row), finite(low.of(row)), finite(high.of(row))) for row in rows]
    return [(at, a, b) for at, a, b in found if a is not None and b is not None]


def _wanted(n: int, path: bool, marked: list[bool], texts: list[str]) -> list[int]:
    """Which points to name: the marked, the ends of a path, then round years; or all if few."""
    first = [i for i in range(n) if marked[i]]
    if path:
        stride = 5 if n <= 45 else 10
        first += [n - 1, 0]
        first += [i for i, text in enumerate(texts) if text.isdigit() and int(text) % stride == 0]
    elif n <= 14:
        first += list(range(n))
    return list(dict.fromkeys(first))


def _label(
    point: tuple[float, float], text: str, taken: list[Box], on_x: Scale, on_y: Scale, frame: Frame
) -> str:
    """The text beside its point where it meets no other label; left out where all sides meet one."""
    rows, (px, py) = canvas.wrap(text, frame.width * 0.4, 3), point
    size, more = max(map(canvas.wide_of, rows)), canvas.LINE * (len(rows) - 1)
    for dx, dy, anchor in (
        (8, 4 - more / 2, "start"), (-8, 4 - more / 2, "end"), (0, -9 - more, "middle"), (0, 18, "middle")
    ):  # fmt: skip
        left = px + dx - {"start": 0, "end": size, "middle": size / 2}[anchor]
        box = (left, py + dy - 11, left + size, py + dy + 3 + more)
        inside = (
            box[0] >= on_x.start and box[2] <= frame.width and box[1] >= on_y.end - 8 and box[3] <= on_y.start
        )
        if inside and not any(_meet(box, other) for other in taken):
            taken.append(box)
            return canvas.lines_of(px + dx, py + dy, rows, "t e n", anchor)
    return ""


def _meet(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _diagonal(text: str, on_x: Scale, on_y: Scale, taken: list[Box]) -> str:
    """The line on which both numbers are equal, where it crosses the drawing; its words take their place."""
    low, high = max(on_x.low, on_y.low), min(on_x.high, on_y.high)
    if low >= high:
        return ""
    line = tag("line", x1=on_x(low), y1=on_y(low), x2=on_x(high), y2=on_y(high), class_="mark")
    x, y = on_x(high), on_y(high)
    at = y + 14 if y < on_y.end + 20 else y - 6
    taken.append((x - 16 - canvas.wide_of(text), at - 11, x - 16, at + 3))
    return line + canvas.words(x - 16, at, text, "t m", "end")
