"""Word (DOCX) of a report's outline.

In: an `Outline`. Out: bytes of a .docx file, the same for the same input: styles and real headings, so that Word's
own outline and screen readers work; pictures as PNG with their text alternative. Text goes in as text, never as XML.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

from detente.report.charts import standalone
from detente.report.outline import Block, Figure, Heading, Items, Outline, Paragraph, Table

_COLOURS = {
    "supported": "005A94",
    "partly_supported": "006570",
    "contested": "86366F",
    "contradicted": "A13F00",
    "ill_posed": "705300",
}
_SOFT, _INK = "56554F", "1C1C1A"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest date a zip file can hold


def docx(document: Outline) -> bytes:
    """The whole document."""
    import docx as library

    made = library.Document()
    _styles(made)
    made.core_properties.title = document.title
    made.core_properties.author = document.note
    made.core_properties.comments = ""
    for dated in ("created", "modified"):
        for element in made.core_properties._element.findall(f"{{http://purl.org/dc/terms/}}{dated}"):
            made.core_properties._element.remove(element)
    _write(made.add_paragraph(), [(document.under, "soft")])
    made.add_heading(document.title, 0)
    for block in document.blocks:
        _block(made, block)
    _write(made.sections[0].footer.paragraphs[0], [(document.note, "soft")])
    return _undated(made)


def _undated(made: Any) -> bytes:
    """The package with every entry at the same date."""
    first, out = io.BytesIO(), io.BytesIO()
    made.save(first)
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return out.getvalue()


def _styles(made: Any) -> None:
    from docx.shared import Cm, Pt, RGBColor

    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    section.top_margin = section.bottom_margin = Cm(2.2)
    sizes = {
        "Normal": 10.5,
        "Title": 20,
        "Heading 1": 15,
        "Heading 2": 11.5,
        "Heading 3": 10.5,
        "List Bullet": 10.5,
    }
    for name, size in sizes.items():
        style = made.styles[name]
        style.font.name, style.font.size = "Cambria", Pt(size)
        style.font.color.rgb = RGBColor.from_string(_SOFT if name == "Heading 2" else _INK)
        fonts = style.element.rPr.rFonts
        for key in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[key]
        for key in ("ascii", "hAnsi"):
            fonts.set(f"{{{fonts.nsmap['w']}}}{key}", "Cambria")
        style.paragraph_format.space_after = Pt(4 if name == "List Bullet" else 6)
    made.styles["Title"].element.pPr.remove(made.styles["Title"].element.pPr.find(_w("pBdr")))
    made.styles["Heading 1"].paragraph_format.space_before = Pt(22)
    made.styles["Heading 2"].paragraph_format.space_before = Pt(22)
    made.styles["Heading 3"].paragraph_format.space_before = Pt(12)


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(f"w:{name}")


def _block(made: Any, block: Block) -> None:
    match block:
        case Heading(level, text):
            made.add_heading(text, level)
        case Items(items):
            for item in items:
                made.add_paragraph(item, style="List Bullet")
        case Table():
            _table(made, block)
        case Figure():
            _figure(made, block)
        case Paragraph():
            _paragraph(made, block)


def _paragraph(made: Any, block: Paragraph) -> None:
    from docx.shared import Cm, Pt, RGBColor

    target = made.add_paragraph()
    _write(target, [(run.text, run.style) for run in block.runs])
    if block.style == "comment":
        target.paragraph_format.left_indent = Cm(0.8)
    for run in target.runs:
        if block.style == "quote":
            run.font.size = Pt(14)
        elif block.style == "verdict":
            run.bold, run.font.size = True, Pt(13)
            run.font.color.rgb = RGBColor.from_string(_COLOURS.get(block.label, _SOFT))
        elif block.style == "source":
            run.font.size = Pt(8.5)
    if block.style in {"quote", "verdict"}:
        target.paragraph_format.keep_with_next = True


def _write(target: Any, runs: list[tuple[str, str]]) -> None:
    from docx.shared import Pt, RGBColor

    for text, style in runs:
        run = target.add_run(f"[{text}] " if style == "tag" else text)
        if style == "strong":
            run.bold = True
        elif style == "soft":
            run.font.color.rgb = RGBColor.from_string(_SOFT)
        elif style == "mark":
            run.underline = True
        elif style == "tag":
            run.bold, run.font.size = True, Pt(8)


def _table(made: Any, block: Table) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    if not block.headings:
        return
    if block.caption:
        caption = made.add_paragraph()
        _write(caption, [(block.caption, "soft")])
        caption.runs[0].font.size = Pt(8.5)
        caption.paragraph_format.keep_with_next = True
    size = Pt(9 if len(block.headings) <= 4 else 8 if len(block.headings) <= 8 else 6.5)
    widths = _widths(block)
    table = made.add_table(rows=0, cols=len(block.headings), style="Light List")
    for number, row in enumerate((block.headings, *block.rows)):
        cells = table.add_row().cells
        for cell, text, numeric, width in zip(cells, row, block.numeric, widths, strict=True):
            cell.width = width
            target = cell.paragraphs[0]
            run = target.add_run(text)
            run.font.size, run.bold = size, number == 0
            target.paragraph_format.space_after = Pt(1)
            if numeric:
                target.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _plain(table)
    made.add_paragraph().paragraph_format.space_after = Pt(2)


def _plain(table: Any) -> None:
    """Level rules only, columns as wide as they need, the head repeated on every page."""
    from docx.oxml import OxmlElement

    table.style = table.part.document.styles["Normal Table"]
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        edge = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "DEDCD4")):
            edge.set(_w(key), value)
        borders.append(edge)
    table._tbl.tblPr.append(borders)
    table.autofit = False
    repeat = OxmlElement("w:tblHeader")
    repeat.set(_w("val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)


def _widths(block: Table) -> list[Any]:
    """Columns in proportion to their longest text, within limits, over the width of the page."""
    from docx.shared import Cm

    longest = [
        min(max(4, *(len(row[i]) for row in (block.headings, *block.rows))), 48) + 5
        for i in range(len(block.headings))
    ]
    room = 16.2 if sum(longest) > 58 or len(longest) > 6 else 16.2 * min(1, sum(longest) / 58)
    return [Cm(room * wide / sum(longest)) for wide in longest]


def _figure(made: Any, block: Figure) -> None:
    from docx.shared import Cm

    from detente.report.text import visible

    chart = block.chart
    title = made.add_paragraph()
    _write(title, [(visible(chart.title), "strong")])
    title.paragraph_format.keep_with_next = True
    if image := standalone.png(chart, framed=False):
        picture = made.add_picture(io.BytesIO(image), width=Cm(16))
        picture._inline.docPr.set("descr", visible(chart.alt))
        picture._inline.docPr.set("name", visible(chart.title))
        made.paragraphs[-1].paragraph_format.keep_with_next = True
    else:
        made.add_paragraph(visible(chart.alt))
    _write(made.add_paragraph(), [(f"Source: {visible(chart.source_line)}", "soft")])
