"""Files of every form made in the test: PDF by hand and by Typst, Word by python-docx and by hand, EPUB by zipfile."""

from __future__ import annotations

import io
import zipfile
import zlib

PARAGRAPHS = (
    "Kenya and Uganda were poles apart for most of the 1970s, and the border between them was closed more than once.",
    "After 2000 the two governments drew closer. Trade between them grew, joint patrols began on the lake, and a railway "
    "was promised, priced, and promised again.",
    "Tanzania watched all this with reserve. Its ministers had seen one community of three states fail already, and they "
    "were in no haste to see a second one fail.",
    "“Nobody joins a club to be told when to come home,” a former envoy said at the time, and he was not alone in thinking so.",
    "The figures are less gloomy than the speeches. Kenya has sold more to Uganda than to any other neighbour in most years "
    "since 1998, and Uganda’s trade with Rwanda recovered after the border was opened again.",
    "None of this makes an alliance. Without a pact that binds them to help one another, the three states remain what they "
    "have long been: neighbours who trade when they can and quarrel when they must.",
    "What would change the picture is oil. If the pipeline to the coast is built, Uganda will depend on one port, and the "
    "state that owns the port will have a say in much besides tariffs.",
    "It is possible that Ethiopia will join the arrangement within a decade. It should not be taken for granted.",
)
MANY = tuple(f"{p} So it was in {1951 + k}." for k, p in enumerate(PARAGRAPHS * 6))
Item = tuple[float, float, float, str]  # x, y, size, text


def pdf(pages: list[list[Item]], info: str = "", packed: bool = True) -> bytes:
    """A PDF file in Helvetica: each item is shown at its place, in the order given."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for items in pages:
        stream = b"".join(
            b"BT /F1 %.2f Tf 1 0 0 1 %.2f %.2f Tm (%s) Tj ET\n"
            % (
                size,
                x,
                y,
                text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)"),
            )
            for x, y, size, text in items
        )
        body = zlib.compress(stream) if packed else stream
        objects.append(
            b"<< /Length %d%s >>\nstream\n%s\nendstream"
            % (len(body), b" /Filter /FlateDecode" if packed else b"", body)
        )
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
            % len(objects)
        )
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        len(kids),
        b" ".join(b"%d 0 R" % k for k in kids),
    )
    objects.append(f"<< {info} >>".encode("latin-1"))
    return written(objects, len(objects))


def written(objects: list[bytes], info: int | None = None, trailer: bytes = b"") -> bytes:
    """Objects 1, 2, ... as a PDF file whose root is object 1."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for k, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (k, one)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % p for p in places)
    about = b" /Info %d 0 R" % info if info else b""
    out += b"trailer\n<< /Size %d /Root 1 0 R%s%s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        about,
        trailer,
        start,
    )
    return bytes(out)


def wrapped(text: str, width: int) -> list[str]:
    """Lines of about `width` characters; words are divided at the end where they do not fit."""
    lines, line = [], ""
    for word in text.split():
        if len(line) + 1 + len(word) <= width:
            line = f"{line} {word}".strip()
            continue
        room = width - len(line) - 2
        if len(word) >= 9 and room >= 4 and word.isalpha() and word.islower():
            lines.append(f"{line} {word[:room]}-")
            line = word[room:]
        else:
            lines.append(line)
            line = word
    return [*lines, line]


def two_columns(interleaved: bool) -> bytes:
    """Three pages in two columns with running heads and page numbers; rows drawn across the columns if `interleaved`."""
    text = [line for paragraph in MANY for line in [*wrapped(paragraph, 48), ""]]
    pages = []
    per = 46
    for number in range(3):
        items: list[Item] = [
            (50, 800, 8, "SAMPLE REVIEW 2019"),
            (480, 800, 8, "Neighbours on a Lake"),
            (290, 30, 8, str(number + 11)),
        ]
        if number == 0:
            items.append((120, 770, 22, "Neighbours on a Lake"))
        columns = []
        for x in (50, 310):
            columns.append([(x, 740 - 14 * k, 10, line) for k, line in enumerate(text[:per]) if line])
            text = text[per:]
        rows = [i for c in columns for i in c]
        items += sorted(rows, key=lambda i: (-i[1], i[0])) if interleaved else rows
        pages.append(items)
    return pdf(pages, "/Title (Neighbours on a Lake) /Author (Jane Roe) /CreationDate (D:20190503101500Z)")


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
RELATION = '<Relationship Id="{}" Type="{}" Target="{}"/>'


def docx(body: str, **parts: str) -> bytes:
    """A Word file with the XML of its body; `parts` are further members of word/ by name (footnotes, comments)."""
    inner = "".join(RELATION.format(f"r{k}", f"{OFFICE}/{n}", f"{n}.xml") for k, n in enumerate(parts))
    outer = RELATION.format("a", f"{OFFICE}/officeDocument", "word/document.xml")
    members = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": RELATIONS.format(outer),
        "word/_rels/document.xml.rels": RELATIONS.format(inner),
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        **{f"word/{n}.xml": f'<w:{n} xmlns:w="{W}">{x}</w:{n}>' for n, x in parts.items()},
    }
    return zipped(members)


def zipped(members: dict[str, str | bytes]) -> bytes:
    """A ZIP file of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return out.getvalue()


CONTAINER = """<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OEBPS/c.opf"/></rootfiles></container>"""
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>The Book of the Lake</dc:title><dc:creator>Jane Roe</dc:creator><dc:creator>Paul Stone</dc:creator>
<dc:date>2018-06-01T00:00:00Z</dc:date></metadata><manifest>{}</manifest><spine>{}</spine></package>"""
CHAPTER = """<?xml version="1.0" encoding="utf-8"?>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head>{}</html>"""


def epub(chapters: dict[str, str], spine: list[str], **more: str | bytes) -> bytes:
    """An EPUB file: bodies of XHTML chapters by name, read in the order of `spine`."""
    nav = ("", 'properties="nav"')
    items = "".join(f'<item id="{n}" href="{n}.xhtml" {nav[n == "nav"]}/>' for n in chapters)
    bodies = {n: b if b.startswith("<body") else f"<body>{b}</body>" for n, b in chapters.items()}
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER,
            "OEBPS/c.opf": PACKAGE.format(items, "".join(f'<itemref idref="{n}"/>' for n in spine)),
            **{f"OEBPS/{n}.xhtml": CHAPTER.format(b) for n, b in bodies.items()},
            **more,
        }
    )
