"""EPUB books: chapters in the order of the spine.

In: the opened ZIP file. Out: as `furniture.split`. Title, author and date are those of the package (Dublin
Core); contents pages, covers and navigation are left out; notes, and what the spine calls not linear, follow the
text; a damaged chapter is left out where others can be read. EPUB 3.3 (W3C), EPUB 2.
"""

from __future__ import annotations

import html as entities
import posixpath
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

from detente.errors import InputError
from detente.reading.archive import DamagedError, parse
from detente.reading.dates import Published, iso_date
from detente.reading.furniture import Page, Piece

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

    from detente.reading.archive import Archive

_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")  # obfuscated fonts, no lock
_APART = re.compile(r"\b(?:toc|cover|titlepage|halftitlepage|copyright-page|landmarks|page-list|index)\b")
_NOTE = re.compile(r"\b(?:footnotes?|endnotes?|rearnotes?|doc-footnote|doc-endnotes?)\b")
_LOST = "[A chapter of this book is damaged and could not be read.]"
_XML_ENTITIES = frozenset(("amp", "lt", "gt", "quot", "apos"))


def read(archive: Archive) -> Page:
    """Title, date, author and the text of an EPUB file.

    Raises:
        InputError: damaged, protected (DRM), or larger inside than is allowed.

    """
    _refuse_locked(archive)
    package = _package(archive)
    opf = archive.xml(package)
    about: dict[str, list[str]] = {}
    for element in opf.iter():
        if isinstance(element.tag, str) and element.tag.startswith("{http://purl.org/dc/"):
            words = " ".join("".join(str(t) for t in element.itertext()).split())
            if words:
                about.setdefault(element.tag.rpartition("}")[2], []).append(words)
    items = {e.get("id"): e for e in opf.iter("{*}item")}
    chapters: list[str] = []
    notes: list[str] = []
    beside: list[str] = []
    damage: DamagedError | None = None
    seen: set[str] = set()
    for reference in opf.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or "nav" in (item.get("properties") or "").split():
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(package), unquote(item.get("href") or "")))
        if path in seen or path not in archive.members:
            continue
        seen.add(path)
        try:
            chapter, aside = _chapter(archive.read(path))
        except DamagedError as error:
            damage = error
            chapters.append(_LOST)
            continue
        (beside if reference.get("linear") == "no" else chapters).extend([chapter] if chapter else [])
        notes += aside
    if damage and all(c == _LOST for c in chapters):
        raise damage
    author = " and ".join(about.get("creator", [])[:4]) or None
    return (
        next(iter(about.get("title", [])), None),
        _issued(opf),
        author,
        [Piece("article", "\n\n".join([*chapters, *beside, *notes]))],
    )


def _issued(opf: Element) -> Published | None:
    """The package's date of publication; EPUB 2 may date a modification or the making of the file beside it."""
    dates = [
        (next((str(v) for k, v in e.attrib.items() if str(k).endswith("event")), ""), iso_date(e.text or ""))
        for e in opf.iter("{http://purl.org/dc/elements/1.1/}date")
    ]
    issued = [d for event, d in dates if event == "publication"] + [d for event, d in dates if not event]
    date = next((d for d in issued if d), None)
    return Published(date, "meta") if date else None


def _refuse_locked(archive: Archive) -> None:
    if "META-INF/encryption.xml" not in archive.members:
        return
    for method in archive.xml("META-INF/encryption.xml").iter("{*}EncryptionMethod"):
        if method.get("Algorithm") not in _FONTS:
            raise InputError(
                f"{archive.name} is a protected EPUB file (DRM); only its shop's reader can open it."
            )


def _package(archive: Archive) -> str:
    for root in archive.xml("META-INF/container.xml").iter("{*}rootfile"):
        path = root.get("full-path")
        if path:
            return path
    raise InputError(f"{archive.name} is damaged: its container names no package.")


def _chapter(content: bytes) -> tuple[str, list[str]]:
    """Text of one chapter and its notes."""
    from detente.reading import encoding, markup

    page = encoding.decode(content) if content.strip() else ""
    if not markup.is_tame(page):
        return markup.bare(page).strip(), []
    tree = _tree(page)
    if tree is None:
        return markup.bare(page).strip(), []
    body = next(tree.iter("body"), tree)
    if _APART.search(_kind(body)) or any(_APART.search(_kind(e)) for e in list(body)[:1]):
        return "", []
    apart = [e for e in body.iter() if isinstance(e.tag, str) and _NOTE.search(_kind(e)) and e is not body]
    calls = {e for e in body.iter("a", "sup") if "noteref" in _kind(e)}
    calls |= {e for e in body.iter("sup") if re.fullmatch(r"\W*\d{1,3}\W*", "".join(map(str, e.itertext())))}
    notes = [markup.text_of(e, set()) for e in apart if not any(a in apart for a in e.iterancestors())]
    return markup.text_of(body, calls.union(apart)), [n for n in notes if n]


def _kind(element: Element) -> str:
    return f"{element.get('{http://www.idpf.org/2007/ops}type') or element.get('epub:type') or ''} {element.get('role') or ''}"


def _tree(page: str) -> Element | None:
    """XHTML as XML (namespaces dropped), or read as HTML where it is not well-formed."""
    from detente.reading import markup

    named = re.sub(
        r"&([A-Za-z]\w{1,30});",
        lambda e: e.group() if e[1] in _XML_ENTITIES else entities.unescape(e.group()),
        re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", page),
    )
    tree = parse(named.encode("utf-8", errors="replace"))
    if tree is None:
        return markup.parse(page)
    for element in tree.iter():
        if isinstance(element.tag, str) and "}" in element.tag:
            element.tag = element.tag.rpartition("}")[2]
    return tree
