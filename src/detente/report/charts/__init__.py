"""The one picture of a card, drawn as inline SVG from a `detente.model.Chart`.

In: the chart as data. Out: SVG text without script, style or outside reference; colours are
classes of the page's stylesheet, so light, dark and print share one drawing. Own drawing and not
Vega: thirty Altair charts take 3.4 s in a fresh process (1.3 s of it to start), these 0.1 s.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from detente.model import Chart
from detente.report.charts.canvas import Drawing, Frame, describe, paragraph
from detente.report.charts.lines import lines
from detente.report.charts.maps import ways_map
from detente.report.charts.panels import panels
from detente.report.charts.rows import bars, dots, timeline
from detente.report.charts.scatter import scatter
from detente.report.charts.strip import strip

FORMS: dict[str, Callable[[Chart, Frame], Drawing | None]] = {
    "lines": lines,
    "slope": lines,
    "bars": bars,
    "strip": strip,
    "scatter": scatter,
    "timeline": timeline,
    "dots": dots,
    "map": ways_map,
}
_BETWEEN = 26  # between a drawing and the one beneath it
WIDE, NARROW = 660, 340  # user units; about CSS pixels on a desk and on a phone


def beneath(chart: Chart) -> list[tuple[str, Chart]]:
    """The drawings under the first, each with its heading: `beneath` in the encoding, over the same data."""
    given = chart.encoding.get("beneath")
    return [
        (str(one.get("title") or ""), replace(chart, form=str(one.get("form")), encoding=one["encoding"]))
        for one in (given if isinstance(given, list | tuple) else ())
        if isinstance(one, Mapping) and isinstance(one.get("encoding"), Mapping)
    ]


def drawn(chart: Chart, frame: Frame) -> Drawing | None:
    """The drawing of `chart` with those beneath it; each form takes the rows that have its columns.

    None where nothing can be drawn.
    """
    body, height = "", 0.0
    for title, part in [("", chart), *beneath(chart)]:
        form = panels if "aligned" in part.encoding else FORMS.get(part.form)
        one = form(part, frame) if form else None
        if one is None:
            continue
        if height:
            heading, took = paragraph(0, height + _BETWEEN, title, frame.width, "t h")
            height += _BETWEEN + took
            body += f'{heading}<g transform="translate(0 {height:g})">{one.body}</g>'
        else:
            body = one.body
        height += one.height
    return Drawing(body, height) if body else None


def draw(chart: Chart, width: int, prefix: str) -> str:
    """SVG of `chart` at `width` user units, or "" where its data cannot be drawn.

    `prefix` makes the ids inside the drawing unique in the page (letters, digits, hyphens).
    """
    drawing = drawn(chart, Frame(width))
    return describe(drawing, chart, width, prefix) if drawing else ""
