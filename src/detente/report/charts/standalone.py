"""A chart as a file of its own: SVG that carries its colours, title and source, and the same as PNG.

In: a `detente.model.Chart`. Out: text or bytes. The page's stylesheet has the rules; here they go into
the drawing in the colours of paper. PNG is made by Typst's renderer with fonts that come with it.
"""

from __future__ import annotations

import math
import re
from functools import cache
from importlib import resources

from detente.model import Chart
from detente.report.charts import WIDE, canvas, drawn
from detente.report.charts.canvas import Frame

FONTS = "'Libertinus Serif', 'Liberation Serif', 'Times New Roman', serif"
_MARGIN = 14


def svg(chart: Chart, width: int = WIDE, *, framed: bool = True) -> str:
    """`chart` as a whole SVG file of `width` CSS pixels, or "" where its data cannot be drawn.

    `framed` puts the title above the drawing and the source line below it.
    """
    drawing = drawn(chart, Frame(width))
    if drawing is None:
        return ""
    body, height, margin = drawing.body, float(math.ceil(drawing.height)), 0
    if framed:
        margin = _MARGIN
        rows = canvas.wrap(chart.title, width * 0.78, 4, True)
        head = "".join(
            canvas.words(0, 15 + i * 19, row, "t h", None).replace(
                "<text ", '<text style="font-size:15px" ', 1
            )
            for i, row in enumerate(rows)
        )
        top = 15 + 19 * len(rows)
        foot, took = canvas.paragraph(0, top + height + 22, f"Source: {chart.source_line}", width, "t", 3)
        body = f'{head}<g transform="translate(0 {top})">{body}</g>{foot}'
        height = top + height + 14 + took
    wide, tall = width + 2 * margin, height + 2 * margin
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{tall:.0f}" '
        f'viewBox="{-margin} {-margin} {wide} {tall:.0f}" role="img">'
        f"<title>{canvas.escape(chart.title)}</title><desc>{canvas.escape(chart.alt)}</desc>"
        f"<style>{_style()}</style>"
        f'<rect x="{-margin}" y="{-margin}" width="{wide}" height="{tall:.0f}" fill="#ffffff"/>{body}</svg>'
    )


def png(chart: Chart, width: int = WIDE, *, framed: bool = True, ppi: float = 192) -> bytes:
    """`svg` as a PNG of `ppi` pixels an inch (96 is one pixel for one CSS pixel); b"" if nothing to draw."""
    text = svg(chart, width, framed=framed)
    if not text:
        return b""
    from detente.report import typesetting

    return typesetting.picture(text, ppi)


@cache
def _style() -> str:
    """The stylesheet's rules for drawings, with its light colours in place of its variables."""
    sheet = resources.files("detente.report").joinpath("templates", "style.css").read_text("utf-8")
    light = sheet[sheet.index(":root") : sheet.index("}")]
    values = dict(re.findall(r"--(\w[\w-]{0,60}):\s{0,9}([^;]{1,400});", light))
    rules = sheet.partition("/* drawings:")[2].partition("*/")[2].partition("/* end of drawings */")[0]
    rules = rules.replace("font: 12px var(--sans)", f"font-family: {FONTS}; font-size: 12px")
    return re.sub(r"var\(--([\w-]+)\)", lambda hit: values[hit[1]], rules).strip()
