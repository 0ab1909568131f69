"""Word files (DOCX): the text as it reads with all tracked changes accepted.

In: the opened ZIP file. Out: as `furniture.split`: title, date, author and pieces. Headings, paragraphs and
table cells are paragraphs of the article; foot- and endnotes follow it; reviewers' comments are comments,
each with author and date. Left out: deleted and hidden text, field codes, tables of contents, page heads.
ECMA-376 part 1, chapters 11.3 and 17; the parts are found by their relationships, not by their usual names.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from detente.errors import InputError
from detente.reading.dates import Published, iso_date
from detente.reading.furniture import Page, Piece, byline
from detente.reading.lexicon import wordset

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from detente.reading.archive import Archive

_SKIP = wordset(
    "del moveFrom instrText delText delInstrText pPr rPr sectPr tblPr tblGrid tcPr trPr Fallback footnoteReference "
    "endnoteReference footnoteRef endnoteRef annotationRef commentReference ruby sdtPr sdtEndPr"
)
_CONTAINERS = wordset("body tc txbxContent footnote endnote comment hdr ftr")
_BREAKS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "", "ptab": " "}
_TITLES = re.compile(r"^(?:title|heading ?1)$", re.I)


def read(archive: Archive) -> Page:
    """Title, date, author and pieces of a Word file.

    Raises:
        InputError: damaged, or larger inside than is allowed.

    """
    main = _target(archive, "_rels/.rels", "/officeDocument") or "word/document.xml"
    rels = posixpath.join(posixpath.dirname(main), "_rels", posixpath.basename(main) + ".rels")
    styles = _styles(archive, _target(archive, rels, "/styles"))
    paragraphs = list(_paragraphs(archive.xml(main), styles))
    notes: list[str] = []
    for kind in ("/footnotes", "/endnotes"):
        part = _target(archive, rels, kind)
        if part:
            notes += [t for _, t in _paragraphs(archive.xml(part), styles)]
    comments = _comments(archive, _target(archive, rels, "/comments"), styles)
    core = _core(archive, _target(archive, "_rels/.rels", "/core-properties"))
    title, published, author, body = _front(paragraphs, core)
    dated = Published(published, "stated") if published else None
    return title, dated, author, [Piece("article", "\n\n".join([*body, *notes])), *comments]


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _get(element: Element, name: str) -> str | None:
    """Attribute by its local name (the strict and the transitional form differ in namespace)."""
    return next((v for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name), None)


def _target(archive: Archive, rels: str, kind: str) -> str | None:
    """Member that a relationship of `kind` leads to, if it is inside the file."""
    if rels not in archive.members:
        return None
    base = posixpath.dirname(posixpath.dirname(rels))
    for relation in archive.xml(rels):
        if (relation.get("Type") or "").endswith(kind) and relation.get("TargetMode") != "External":
            target = relation.get("Target") or ""
            path = (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(base, target))
            )
            return path if path in archive.members else None
    return None


def _styles(archive: Archive, part: str | None) -> dict[str, str]:
    """Style id to its English name."""
    if part is None:
        return {}
    names = {}
    for style in archive.xml(part):
        if _local(style) == "style":
            name = next((_get(e, "val") for e in style if _local(e) == "name"), None)
            names[_get(style, "styleId") or ""] = name or ""
    return names


def _paragraphs(root: Element, styles: dict[str, str]) -> Iterator[tuple[str, str]]:
    """(style name, text) of each paragraph below `root` that has text, in reading order.

    A paragraph whose mark is deleted runs on into the next one of its container (17.13.5.15).
    """
    open_ended: dict[Element | None, tuple[str, str]] = {}
    for element in root.iter("{*}p"):
        style = _style(element, styles)
        if re.match(r"^(?:toc ?(?:\d|heading)|table of figures)", style, re.I) or _left_out(element):
            continue
        container = next((a for a in element.iterancestors() if _local(a) in _CONTAINERS), None)
        begun, before = open_ended.pop(container, ("", ""))
        style, text = (begun or style) if before.strip() else style, _text(element)
        text = f"{before}{' ' * (before[-1:].isalnum() and text[:1].isalnum())}{text}"
        if _runs_on(element):
            open_ended[container] = style, text
        elif text := _plain(text):
            yield style, text
    for style, text in open_ended.values():
        if text := _plain(text):
            yield style, text


def _plain(text: str) -> str:
    return re.sub(r"[ \t]+", " ", text).strip()


def _runs_on(paragraph: Element) -> bool:
    """Whether a paragraph's mark is deleted or moved away."""
    return any(
        _local(change) in ("del", "moveFrom")
        for properties in paragraph.iterchildren("{*}pPr")
        for mark in properties.iterchildren("{*}rPr")
        for change in mark
    )


def _left_out(paragraph: Element) -> bool:
    """Whether a paragraph stands inside something that is not shown: the second form of a text box, a moved row."""
    for above in paragraph.iterancestors():
        gone = _local(above) == "tr" and any(
            _local(e) == "del" for p in above.iterchildren("{*}trPr") for e in p
        )
        if gone or _local(above) in ("Fallback", "del", "moveFrom"):
            return True
    return False


def _style(paragraph: Element, styles: dict[str, str]) -> str:
    for properties in paragraph.iterchildren("{*}pPr"):
        for style in properties.iterchildren("{*}pStyle"):
            name = _get(style, "val") or ""
            return styles.get(name) or name
    return ""


def _text(paragraph: Element) -> str:
    """Own text of a paragraph; paragraphs nested in it (text boxes) are read on their own."""
    out: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        name = _local(element)
        if name == "t":
            out.append(element.text or "")
        elif name in _BREAKS:
            out.append("" if name == "br" and _get(element, "type") == "page" else _BREAKS[name])
        elif name == "r" and _hidden(element):
            continue
        elif name not in _SKIP and name != "p":
            stack.extend(reversed(element))
    return "".join(out)


def _hidden(run: Element) -> bool:
    for properties in run.iterchildren("{*}rPr"):
        for vanish in properties.iterchildren("{*}vanish"):
            return (_get(vanish, "val") or "1") not in ("0", "false", "off")
    return False


def _comments(archive: Archive, part: str | None, styles: dict[str, str]) -> list[Piece]:
    """Reviewers' comments."""
    made = []
    if part is not None:
        for comment in archive.xml(part).iter("{*}comment"):
            text = "\n\n".join(t for _, t in _paragraphs(comment, styles))
            made.append(
                Piece("comment", text, _get(comment, "author"), iso_date(_get(comment, "date") or ""))
            )
    return made


def _core(archive: Archive, part: str | None) -> dict[str, str]:
    """Dublin Core properties: title, creator. When the file was made or last saved is no date of publication."""
    if part is None:
        return {}
    try:
        tree = archive.xml(part)
    except InputError:
        return {}
    return {_local(e): " ".join(e.text.split()) for e in tree if e.text and e.text.strip()}


def _front(
    paragraphs: list[tuple[str, str]], core: dict[str, str]
) -> tuple[str | None, str | None, str | None, list[str]]:
    """Title, date, author and the body without them, from the styles, the first lines and the properties."""
    first = next((k for k, (s, _) in enumerate(paragraphs[:8]) if _TITLES.match(s)), None)
    body = [t for _, t in paragraphs]
    title = None
    if first is not None:
        title = body.pop(first)
    elif (
        len(body) > 1
        and len(body[0]) <= 160
        and body[0][-1] not in ".;:,!"
        and len(body[1]) >= len(body[0]) // 2
    ):
        title = body.pop(0)
    published = author = None
    start = first or 0
    for k in range(start, min(start + 4, len(body))):
        name, date = byline(body[k])
        if name or date:
            author, published = author or name, published or date
            body[k] = ""
    generic = re.compile(r"^(?:python-docx|microsoft|windows|user|admin|owner|unknown|author)\b", re.I)
    creator = core.get("creator", "")
    author = author or (creator if creator and not generic.match(creator) else None)
    known = core.get("title", "")
    return (
        title or known or None,
        published,
        author,
        [t for t in body if t],
    )
