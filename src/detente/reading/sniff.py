"""What form a document has, told by its bytes and never by its name."""

from __future__ import annotations

import re
from typing import Literal

from detente.errors import InputError

Form = Literal["pdf", "docx", "epub", "text"]
_MAGIC = (
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"II*\x00", "an image"),
    (b"MM\x00*", "an image"),
    (b"RIFF", "an image, sound or film"),
    (b"\x00\x00\x00\x18ftyp", "a film"),
    (b"\x00\x00\x00\x20ftyp", "a film"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a database"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"Rar!", "a compressed file"),
    (b"\x28\xb5\x2f\xfd", "a compressed file"),
    (b"{\\rtf", "an RTF file"),
    (b"%!PS", "a PostScript file"),
    (b"AT&TFORM", "a DjVu file"),
    (b"BOOKMOBI", "a Mobipocket file"),
)
_READ = "detente reads text, Markdown, HTML, PDF, Word (DOCX) and EPUB"
_HTML = re.compile(r"<(?:html|head|body|article|main|div|p|meta|title|section|h1)\b[^<>]{0,300}>")


def form(content: bytes, name: str) -> Form:
    """Form of a document's bytes.

    Raises:
        InputError: a form that is known and not read, by its name.

    """
    if re.search(rb"(?:\A|[\r\n]|\xbf)\s*%PDF-\d", content[:1024]):
        return "pdf"
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(content, name)
    if content.startswith(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    ):  # OLE: old Word, or a new one behind a password
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise InputError(f"{name} is an Office file protected by a password; save a copy without one.")
        raise InputError(f"{name} is an old Office file (.doc, .xls or .ppt); save it as DOCX.")
    for magic, what in _MAGIC:
        if content.startswith(magic):
            raise InputError(f"{name} is {what}; {_READ}.")
    return "text"


def _packed(content: bytes, name: str) -> Form:
    from detente.reading.archive import open_archive

    archive = open_archive(content, name)
    members = archive.members
    if "META-INF/container.xml" in members:
        return "epub"
    kind = (
        archive.read("mimetype")[:80]
        if "mimetype" in members and members["mimetype"].file_size < 200
        else b""
    )
    if kind.startswith(b"application/epub"):
        return "epub"
    if "word/document.xml" in members or any(m.startswith("word/document") for m in members):
        return "docx"
    for what, sign in (("a spreadsheet", "xl/"), ("a set of slides", "ppt/")):
        if any(m.startswith(sign) for m in members):
            raise InputError(f"{name} is {what}; {_READ}.")
    if kind.startswith(b"application/vnd.oasis"):
        raise InputError(f"{name} is an OpenDocument file; save it as DOCX. {_READ}.")
    raise InputError(f"{name} is a ZIP file; unpack it. {_READ}.")


def looks_html(text: str) -> bool:
    """Whether a text is a web page (or other XML, which is read the same way)."""
    head = text[:6000].lstrip("\ufeff \t\r\n").lower()
    head = re.sub(r"\A(?:<!--.{0,4000}?-->\s*)+", "", head, flags=re.S)
    return head.startswith(("<!doctype html", "<html", "<?xml")) or bool(_HTML.search(head[:4000]))


def looks_binary(text: str) -> bool:
    """Whether a text's beginning is full of control and replacement characters."""
    sample = text[:20_000]
    odd = sum(1 for c in sample if (ord(c) < 32 and c not in "\t\n\f\r\x1b") or c == "\ufffd")
    return odd > max(8, len(sample) // 20)


def looks_markdown(text: str) -> bool:
    """Whether a text has the headings, quotes or links of Markdown."""
    return bool(
        re.search(r"^#{1,6} \S|^\s{0,3}> \S|\]\(https?://", text[:6000], re.M)
        or re.match(
            r"\s{0,99}---[ \t]{0,9}\n(?:[\w-]{1,99}:.*\n|[ \t].*\n|- .*\n){1,40}---[ \t]{0,9}\n", text[:6000]
        )
    )
