"""Charts with named rows: lying or standing bars, dots with intervals, and spans in time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from detente.model import Chart
from detente.report.charts import canvas
from detente.report.charts.canvas import COLOURS, LINE, Drawing, Field, Frame, Scale, finite, known, tag

MOST_ROWS = 40
Row = Mapping[str, Any]


def bars(chart: Chart, frame: Frame) -> Drawing | None:
    """Lying bars where one of x and y is text, standing bars where both are numbers."""
    x, y = canvas.field(chart, "x"), canvas.field(chart, "y")
    if x is None or y is None:
        return None
    numeric_x = any(finite(x.of(row)) is not None for row in chart.data)
    numeric_y = any(finite(y.of(row)) is not None for row in chart.data)
    if numeric_x and numeric_y:
        return _standing(chart, frame, x, y)
    if numeric_x or numeric_y:
        return _lying(chart, frame, *((x, y) if numeric_x else (y, x)))
    return None


def _standing(chart: Chart, frame: Frame, x: Field, y: Field) -> Drawing | None:
    """Bars over years, stacked or side by side, with the series named at the right."""
    rows = [r for r in chart.data if finite(x.of(r)) is not None and finite(y.of(r)) is not None]
    if not rows:
        return None
    stack = bool(chart.encoding.get("stack"))
    names = list(canvas.groups(rows, canvas.field(chart, "series")))[: 3 * COLOURS]
    series = canvas.field(chart, "series")
    places = sorted({known(x, row) for row in rows})
    named = len(names) > 1
    room = min(max(canvas.wide_of(name) for name in names) + 12, frame.width * 0.3) if named else 8
    line = canvas.field(chart, "line")
    shown, above = canvas.legend([("key-line", line.heading)] if line else [], 0, 0, frame.width)
    heading, took = canvas.paragraph(0, above + 12, y.heading, frame.width, "t h")
    top = above + took + 8.0
    bottom = top + (220 if frame.wide else 190)
    reference = canvas.lines_given(chart, "reference", "y")
    spans = _stacked(rows, places, names, x, y, series) if stack else _beside(rows, names, x, y, series)
    ends = [value for *_, low, high in spans for value in (low, high)]
    on_y = canvas.scale([0.0, *ends, *(at for at, _ in reference)], bottom, top, 5)
    left, right = canvas.tick_room(on_y), frame.width - room
    slot = (right - left) / len(places)
    out = [shown, heading, canvas.y_axis(on_y, left, right)]
    thick = min(slot * 0.78, 46) / (1 if stack or not named else len(names))
    ends_at: dict[int, float] = {}
    for place, i, low, high in spans:
        middle = left + slot * (places.index(place) + 0.5)
        start = middle - thick / 2 if stack or not named else middle + thick * (i - len(names) / 2)
        y1, y2 = sorted((on_y(low), on_y(high)))
        out.append(tag("rect", x=start, y=y1, width=thick, height=y2 - y1, class_=f"bar f{i % COLOURS}"))
        if place == places[-1]:
            ends_at[i] = (y1 + y2) / 2
    ends = [(names[i], at, f"g{i % COLOURS}") for i, at in ends_at.items()] if named else []
    out.append(canvas.end_labels(ends, right + 6, room - 6, top, bottom + 6))
    if line is not None:
        found = {known(x, row): v for row in rows if (v := finite(line.of(row))) is not None}
        points = [(left + slot * (places.index(place) + 0.5), on_y(v)) for place, v in sorted(found.items())]
        out.append(canvas.path(points, "line over") if len(points) > 1 else "")
        out.append(canvas.path(points, "line top") if len(points) > 1 else "")
    out.append(canvas.level_marks(reference, on_y, left, right))
    last = -1.0
    for i, place in enumerate(places):
        text = str(int(place)) if place == int(place) else canvas.value_text(place, None, None)
        middle, half = left + slot * (i + 0.5), canvas.wide_of(text) / 2
        if middle - half > last + 6:
            out.append(canvas.words(middle, bottom + 16, text, "t n", "middle"))
            last = middle + half
    out.append(tag("line", x1=left, x2=right, y1=bottom, y2=bottom, class_="axis"))
    title, took = canvas.paragraph(right, bottom + 34, x.heading, right, "t", 4, "end")
    return Drawing("".join([*out, title]), bottom + 27 + took)


def _stacked(
    rows: Sequence[Row],
    places: Sequence[float],
    names: Sequence[str],
    x: Field,
    y: Field,
    series: Field | None,
):
    """(place, series, low, high) with positive values piled up and negative ones down."""
    up, down, spans = dict.fromkeys(places, 0.0), dict.fromkeys(places, 0.0), []
    for i, part in enumerate(canvas.groups(rows, series)[name] for name in names):
        for row in part:
            place, value = known(x, row), known(y, row)
            pile = up if value >= 0 else down
            spans.append((place, i, pile[place], pile[place] + value))
            pile[place] += value
    return spans


def _beside(rows: Sequence[Row], names: Sequence[str], x: Field, y: Field, series: Field | None):
    parts = canvas.groups(rows, series)
    return [(known(x, row), i, 0.0, known(y, row)) for i, name in enumerate(names) for row in parts[name]]


def _lying(chart: Chart, frame: Frame, value: Field, name: Field) -> Drawing | None:
    """One bar a row, its value and interval written at the end."""
    rows = [row for row in chart.data if finite(value.of(row)) is not None][:MOST_ROWS]
    low, high, highlight = (canvas.field(chart, key) for key in ("low", "high", "highlight"))
    series = canvas.field(chart, "series")
    names = list(canvas.groups(rows, series))
    items = [(f"f{i % COLOURS}", text) for i, text in enumerate(names)] if len(names) > 1 else []

    def mark(row: Row, on: Scale, y: float) -> str:
        colour = names.index(str(series.of(row))) % COLOURS if series and str(series.of(row)) in names else 0
        style = f"f{colour}" if not highlight or highlight.of(row) else "quiet"
        a, b = sorted((on(0.0), on(known(value, row))))
        return tag(
            "rect", x=a, y=y - 7, width=max(b - a, 0.5), height=14.0, class_=f"bar {style}"
        ) + _whisker(row, low, high, on, y)

    return _rows(chart, frame, rows, value, name, items, mark, zero=True)


def dots(chart: Chart, frame: Frame) -> Drawing | None:
    """One dot a row with its interval, over the placebo range where there is one."""
    value, name = canvas.field(chart, "x", "value"), canvas.field(chart, "y", "row", "label")
    if value is None or name is None:
        return None
    rows = [row for row in chart.data if finite(value.of(row)) is not None][:MOST_ROWS]
    low, high, highlight = (canvas.field(chart, key) for key in ("low", "high", "highlight"))
    edges = canvas.field(chart, "placebo_low"), canvas.field(chart, "placebo_high")
    placebo = [("placebo", "what nothing special looks like")] if all(edges) else []

    def mark(row: Row, on: Scale, y: float) -> str:
        bounds = [finite(edge.of(row)) if edge else None for edge in edges]
        back = ""
        if bounds[0] is not None and bounds[1] is not None:
            a, b = sorted((on(bounds[0]), on(bounds[1])))
            back = tag("rect", x=a, y=y - 8, width=b - a, height=16.0, class_="placebo")
        at = on(known(value, row))
        chosen = highlight is not None and highlight.of(row)
        point = canvas.diamond(at, y, "chosen") if chosen else tag("circle", cx=at, cy=y, r=4.5, class_="f0")
        return back + _whisker(row, low, high, on, y) + point

    items = placebo + ([("whisker", "95 per cent interval")] if low and high else [])
    return _rows(chart, frame, rows, value, name, items, mark, zero=False)


def _whisker(row: Row, low: Field | None, high: Field | None, on: Scale, y: float) -> str:
    a, b = finite(low.of(row)) if low else None, finite(high.of(row)) if high else None
    if a is None or b is None:
        return ""
    return tag("line", x1=on(a), x2=on(b), y1=y, y2=y, class_="whisker")


def _rows(
    chart: Chart, frame: Frame, rows: Sequence[Row], value: Field, name: Field, items, mark, zero: bool
):
    """The shared layout: names at left (above on a phone), marks, values at right, an x axis."""
    if not rows:
        return None
    low, high = canvas.field(chart, "low"), canvas.field(chart, "high")
    names = [str(name.of(row) if name.of(row) is not None else "") for row in rows]
    texts = [
        canvas.value_text(
            known(value, row),
            finite(low.of(row)) if low else None,
            finite(high.of(row)) if high else None,
        )
        for row in rows
    ]
    fields = [value, low, high, canvas.field(chart, "placebo_low"), canvas.field(chart, "placebo_high")]
    found = [finite(one.of(row)) for one in fields if one for row in rows]
    reference = [(at, text) for at, text in canvas.lines_given(chart, "reference", "x")]
    numbers = [v for v in found if v is not None] + [at for at, _ in reference] + ([0.0] if zero else [])
    body, top = canvas.legend(items, 0, 0, frame.width)
    left = min(max(canvas.wide_of(text) for text in names) + 12, frame.width * 0.36) if frame.wide else 18.0
    room = max(canvas.wide_of(text) for text in texts) + 12 if frame.wide else 18.0
    on = canvas.scale(numbers, left, frame.width - room, 6 if frame.wide else 4)
    if frame.wide:
        shown = [canvas.wrap(text, left - 10, 6) for text in names]
        talls = [max(34.0, LINE * len(lines) + 8.0) for lines in shown]
    else:
        shown = [canvas.wrap(f"{n}: {t}", frame.width - 4, 6) for n, t in zip(names, texts, strict=True)]
        talls = [29.0 + LINE * len(lines) for lines in shown]
    placed, above = canvas.mark_labels(reference, on)
    starts = [top + above + 6 + sum(talls[:i]) for i in range(len(rows) + 1)]
    axis, took = canvas.x_axis(on, starts[-1], value.heading, False, top + above)
    out = [body, axis, canvas.upright_marks(placed, top, starts[-1])]
    for i, row in enumerate(rows):
        if frame.wide:
            y = starts[i] + talls[i] / 2
            out.append(
                canvas.lines_of(left - 8, y + 4 - (len(shown[i]) - 1) * LINE / 2, shown[i], "t e", "end")
            )
            out.append(canvas.words(frame.width - room + 8, y + 4, texts[i], "t e n"))
        else:
            y = starts[i] + talls[i] - 12
            out.append(canvas.lines_of(0, y - 14 - LINE * (len(shown[i]) - 1), shown[i], "t e"))
        out.append(mark(row, on, y))
    return Drawing("".join(out), starts[-1] + took)


def timeline(chart: Chart, frame: Frame) -> Drawing | None:
    """Spans of years by row; what goes on ends in an open arrow at the source's last year."""
    row_of, start, end = (canvas.field(chart, key) for key in ("row", "start", "end"))
    row_of, start = row_of or canvas.field(chart, "y"), start or canvas.field(chart, "x")
    if start is None:
        return None
    status = canvas.field(chart, "status")
    rows = [row for row in chart.data if finite(start.of(row)) is not None]
    if not rows:
        return None
    ends = [
        float(v) for row in rows for one in (start, end) if one and (v := finite(one.of(row))) is not None
    ]
    marks = canvas.lines_given(chart, "marks", "x")
    until = finite(chart.encoding.get("until"))
    last = max(ends + ([until] if until is not None else []))
    lanes = dict(list(canvas.groups(rows, row_of).items())[:MOST_ROWS])
    kinds = sorted(canvas.groups(rows, status), key=lambda kind: kind != "member")
    body, top = canvas.legend(
        [(f"span f{i % COLOURS}", k) for i, k in enumerate(kinds) if k], 0, 0, frame.width
    )
    left = min(max(canvas.wide_of(name) for name in lanes) + 12, frame.width * 0.3) if frame.wide else 10.0
    places = [*ends, last, *(at for at, _ in marks)]
    if all(1000 <= place <= 2200 for place in places):  # days within a year stand between whole years
        places = [float(y) for y in range(math.floor(min(places)), math.ceil(max(places)) + 1)]
    on, years = canvas.year_scale(places, left, frame.width - 22.0, 8 if frame.wide else 4)
    room = left - 10 if frame.wide else frame.width - 4.0
    shown = [canvas.wrap(name, room, 6) if name else () for name in lanes]
    placed, above = canvas.mark_labels(marks, on)
    lifts = [0.0 if frame.wide else LINE * len(lines) + 1.0 for lines in shown]
    talls = [
        max(34.0, LINE * len(lines) + 8.0) if frame.wide else 30.0 + lift
        for lines, lift in zip(shown, lifts, strict=True)
    ]
    starts = [top + above + 12 + sum(talls[:i]) for i in range(len(lanes) + 1)]
    axis, took = canvas.x_axis(on, starts[-1], start.heading if start.title else "", years, top + above)
    out = [body, axis, canvas.upright_marks(placed, top, starts[-1])]
    for i, part in enumerate(lanes.values()):
        y = starts[i] + lifts[i]
        if frame.wide:
            y = starts[i] + talls[i] / 2 - 17
            out.append(
                canvas.lines_of(left - 8, y + 14 - (len(shown[i]) - 1) * LINE / 2, shown[i], "t e", "end")
            )
        else:
            out.append(canvas.lines_of(0, starts[i] + 11, shown[i], "t e"))
        out += [_span(row, start, end, status, kinds, on, y, last, years) for row in part]
    return Drawing("".join(out), starts[-1] + took)


def _span(
    row: Row,
    start: Field,
    end: Field | None,
    status: Field | None,
    kinds,
    on: Scale,
    y: float,
    last: float,
    years: bool,
):
    """One span with its status and years written on it where they fit."""
    begin = known(start, row)
    stop = finite(end.of(row)) if end else None
    a, b = on(begin), on(stop if stop is not None else last)
    a, b = min(a, b), max(a, b, a + 3)
    kind = str(status.of(row)) if status and status.of(row) is not None else ""
    colour = f"span f{(kinds.index(kind) if kind in kinds else 0) % COLOURS}"
    shape = [(a, y), (b, y), (b + 8 if stop is None else b, y + 10), (b, y + 20), (a, y + 20)]
    first, final = (
        "" if at is None else on.label(math.floor(at) if years else at, year=years) for at in (begin, stop)
    )
    text = f"{kind} {first}–{final}".strip() if stop != begin else f"{kind} {first}".strip()
    label = canvas.words(a + 6, y + 14, text, "t on") if canvas.wide_of(text) + 8 < b - a else ""
    return canvas.path(shape, colour, closed=True) + label
