"""The one picture of a card, drawn as inline SVG from a `detente.model.Chart`.

In: the chart as data. Out: SVG text without script, style or outside reference; colours are
classes of the page's stylesheet, so light, dark and print share one drawing. Own drawing and not
Vega: thirty Altair charts take 3.4 s in a fresh process (1.3 s of it to start), these 0.1 s.
"""

from __future__ import annotations

from collections.abc import Callable

from detente.model import Chart
from detente.report.charts.canvas import Drawing, Frame, describe
from detente.report.charts.lines import lines
from detente.report.charts.maps import ways_map
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
WIDE, NARROW = 660, 340  # user units; about CSS pixels on a desk and on a phone


def draw(chart: Chart, width: int, prefix: str) -> str:
    """SVG of `chart` at `width` user units, or "" where its data cannot be drawn.

    `prefix` makes the ids inside the drawing unique in the page (letters, digits, hyphens).
    """
    form = FORMS.get(chart.form)
    drawing = form(chart, Frame(width)) if form else None
    return describe(drawing, chart, width, prefix) if drawing else ""
