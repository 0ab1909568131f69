"""All cases on one line, those asked about marked: what is usual and where this one lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from detente.model import Chart
from detente.report.charts import canvas
from detente.report.charts.canvas import LINE, Drawing, Field, Frame, Scale, finite, known, tag

DOT = 5.0  # width of a bin and distance of stacked dots
MOST_DOTS = 12  # stacked dots above which a density is drawn instead


def strip(chart: Chart, frame: Frame) -> Drawing | None:
    """One strip a row name: stacked dots or their density, the marked cases named above."""
    x = canvas.field(chart, "x", "value")
    if x is None:
        return None
    label, highlight = canvas.field(chart, "label"), canvas.field(chart, "highlight")
    rows = [row for row in chart.data if finite(x.of(row)) is not None]
    if not rows:
        return None
    strips = canvas.groups(rows, canvas.field(chart, "y", "group"))
    body, top = canvas.legend(_legend(rows, chart, highlight is not None), 0, 0, frame.width)
    on_x = canvas.scale([known(x, r) for r in rows], 8, frame.width - 18.0, 6 if frame.wide else 4)
    out, first, at = [body], top, top
    edges = canvas.field(chart, "placebo_low"), canvas.field(chart, "placebo_high")
    for name, part in strips.items():
        if name:
            heading, took = canvas.paragraph(0, at + 14, name, frame.width, "t h")
            out.append(heading)
            at += took + 4
        chosen = [row for row in part if highlight and highlight.of(row)][:6]
        chosen.sort(key=lambda row: known(x, row))
        named = [_named(row, x, label, on_x, frame) for row in chosen]
        room = LINE * sum(len(lines) for _, lines in named) + 8
        tall = 96 if len(strips) == 1 else 44
        middle = at + room + tall / 2
        bounds = [finite(edge.of(part[0])) if edge else None for edge in edges]
        if bounds[0] is not None and bounds[1] is not None:
            a, b = sorted((on_x(max(bounds[0], on_x.low)), on_x(min(bounds[1], on_x.high))))
            out.append(
                tag("rect", x=a, y=middle - tall / 2, width=b - a, height=float(tall), class_="placebo")
            )
        others = [on_x(known(x, row)) for row in part if not (highlight and highlight.of(row))]
        out.append(_swarm(others, middle, tall, on_x))
        y = at + 10
        for row, (left_half, lines) in zip(chosen, named, strict=True):
            px = on_x(known(x, row))
            out.append(tag("line", x1=px, x2=px, y1=y + 3, y2=middle, class_="lead"))
            out.append(canvas.diamond(px, middle, "chosen", 7))
            side, anchor = (6, None) if left_half else (-6, "end")
            out.append(canvas.lines_of(px + side, y + 4, lines, "t e", anchor))
            y += LINE * len(lines)
        at = middle + tall / 2 + 6
    axis, took = canvas.x_axis(on_x, at, x.heading, False, first)
    return Drawing("".join([out[0], axis, *out[1:]]), at + took)


def _named(
    row: Mapping[str, Any], x: Field, label: Field | None, on_x: Scale, frame: Frame
) -> tuple[bool, tuple[str, ...]]:
    """Whether a marked case is named at its right, and the lines of its name."""
    px = on_x(known(x, row))
    text = f"{label.of(row) if label else 'this case'}: {canvas.value_text(known(x, row), None, None)}"
    left_half = px < frame.width / 2
    return left_half, canvas.wrap(text, (frame.width - px if left_half else px) - 8, 4)


def _legend(rows: Sequence[Mapping[str, Any]], chart: Chart, marked: bool) -> list[tuple[str, str]]:
    count = chart.encoding.get("count")
    items = [
        ("swarm", str(count) if count else f"{'the other' if marked else 'all'} {len(rows) - marked:,} cases")
    ]
    if canvas.field(chart, "placebo_low") and canvas.field(chart, "placebo_high"):
        items.append(("placebo", "what nothing special looks like"))
    return items


def _swarm(xs: Sequence[float], middle: float, tall: float, on_x: Scale) -> str:
    """Dots stacked about the middle, or a mirrored density where there are too many."""
    bins: dict[int, int] = {}
    last = int((on_x.end - on_x.start) // DOT) - 1
    for x in xs:
        place = min(int((x - on_x.start) // DOT), last)
        bins[place] = bins.get(place, 0) + 1
    if not bins:
        return ""
    most = max(bins.values())
    if most <= MOST_DOTS and most * DOT <= tall:
        return "".join(
            tag(
                "circle",
                cx=on_x.start + (b + 0.5) * DOT,
                cy=middle + DOT * (i - (n - 1) / 2),
                r=2.2,
                class_="swarm",
            )
            for b, n in sorted(bins.items())
            for i in range(n)
        )
    half = [
        (
            on_x.start + (b + 0.5) * DOT,
            tall / 2 * sum(bins.get(b + k, 0) * w for k, w in ((-1, 1), (0, 2), (1, 1))) / 4 / most,
        )
        for b in range(max(min(bins) - 1, 0), min(max(bins) + 1, last) + 1)
    ]
    return canvas.band([(x, middle + h, middle - h) for x, h in half], "swarm")
