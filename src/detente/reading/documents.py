"""Documents in: a path, web address, standard input, bytes or text of an article; a `Document` out.

Plain text, Markdown, HTML, PDF, Word (DOCX) and EPUB, told apart by their bytes and not by their names. The
article, each reader comment and the page's furniture are kept apart. Limits: `limits`. What cannot be read
(empty, binary, undecodable, too long, protected, a scan, a folder, no such file) is an `InputError` with one
sentence. What comes back is the text claims point into, character by character.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from pathlib import Path

from detente.errors import InputError, NetworkError
from detente.model import Document, Part
from detente.reading import encoding, furniture, sniff
from detente.reading.limits import MAX_BYTES, MAX_CHARACTERS, MAX_COMMENTS, MAX_MARKUP, TIMEOUT_S

_SPACES = dict.fromkeys((0xA0, 0x2007, 0x2008, 0x2009, 0x200A, 0x202F, 0x205F, 0x3000), " ")
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_CLEANED = (
    {c: None for c in range(32) if chr(c) not in "\t\n"}
    | dict.fromkeys((*range(0x7F, 0xA0), 0xAD, 0x200B, 0x200E, 0x200F), None)
    | dict.fromkeys((*range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF, 0x061C), None)
    | _SPACES
    | _LIGATURES
    | {0x2011: "-", 0x2028: "\n", 0x2029: "\n\n"}
)


def read_document(source: str | Path | bytes, text: str | bytes | None = None) -> Document:
    """Read a document.

    Args:
        source: a path, "-" for standard input, a web address, or the bytes themselves; where `text` is
            given, only the name the document goes by.
        text: the content, as text or bytes, if it has been read already.

    Returns:
        Title and parts, the article first; `origin` is the path, the address, "-", or the name given.

    Raises:
        InputError: the source cannot be read, in one sentence that says why.
        NetworkError: a web page could not be reached.

    """
    if text is not None:
        name, content = str(source), text
    elif isinstance(source, bytes):
        name, content = "bytes", source
    elif str(source).lower().startswith(("http://", "https://")):
        name, content = str(source), _fetch(str(source))
    elif str(source) == "-":
        name, content = "-", sys.stdin.buffer.read(MAX_BYTES + 1)
    else:
        name, content = str(source), _file(source)
    page = _read_bytes(content, name) if isinstance(content, bytes) else _read_text(content, name)
    return _document(name, page)


def _read_bytes(content: bytes, name: str) -> furniture.Page:
    shown = _shown(name)
    if len(content) > MAX_BYTES:
        raise InputError(f"{shown} is too large: the limit is {MAX_BYTES // 1_000_000} MB.")
    if not content.strip():
        raise InputError(f"{shown} is empty.")
    form = sniff.form(content, shown)
    if form == "pdf":
        from detente.reading import child

        return child.read_pdf(content, shown)
    if form != "text":
        from detente.reading import archive, docx, epub

        reader = docx if form == "docx" else epub
        return reader.read(archive.open_archive(content, shown))
    return _read_text(encoding.decode(content, shown), name)


def _read_text(text: str, name: str) -> furniture.Page:
    shown = _shown(name)
    suffix = Path(name).suffix.lower()
    is_html = sniff.looks_html(text) or suffix in (".html", ".htm", ".xhtml")
    if is_html:
        from detente.reading import markup

        text = markup.without_pictures(text)
    limit = MAX_MARKUP if is_html else MAX_CHARACTERS
    if len(text) > limit:
        raise InputError(f"{shown} is too long: {len(text):,} characters, and the limit is {limit:,}.")
    text = re.sub(r"\r\n?|[\x85\u2028\u000b]", "\n", text).replace("\f", "\n\n")
    if sniff.looks_binary(text):
        raise InputError(f"{shown} is not text: it holds binary data.")
    if is_html:
        from detente.reading import pages

        return pages.read(text, name if name.lower().startswith(("http://", "https://")) else "")
    if suffix in (".md", ".markdown") or sniff.looks_markdown(text):
        from detente.reading import markdown

        return markdown.read(text)
    return furniture.split(text)


def _document(name: str, page: furniture.Page) -> Document:
    title, published, author, pieces = page
    article = next((clean(p.text) for p in pieces if p.kind == "article"), "")
    comments = [(p, t) for p in pieces if p.kind == "comment" and (t := clean(p.text))]
    if not article and not comments:
        raise InputError(f"{_shown(name)} holds no text to read.")
    if len(comments) > MAX_COMMENTS:
        raise InputError(
            f"{_shown(name)} has too many comments: {len(comments):,}, and the limit is {MAX_COMMENTS:,}."
        )
    dated, origin = published or (None, None)
    made = [Part("article", "article", article, _line(author), dated, origin)]
    made += [
        Part(f"comment-{k}", "comment", t, _line(p.author), p.published)
        for k, (p, t) in enumerate(comments, 1)
    ]
    total = sum(len(p.text) for p in made)
    if total > MAX_CHARACTERS:
        raise InputError(
            f"{_shown(name)} is too long: {total:,} characters of text, and the limit is {MAX_CHARACTERS:,}."
        )
    return Document(_line(title), tuple(made), name)


def clean(text: str) -> str:
    """Text without control, zero-width and direction marks, lone surrogates, ligatures and soft hyphens."""
    text = unicodedata.normalize("NFC", text.translate(_CLEANED))
    return re.sub(r"[\ud800-\udfff]", "\ufffd", text).strip()


def _line(text: str | None) -> str | None:
    """A title or a name on one line of at most 300 characters, or None."""
    words = " ".join(clean(text).split()) if text else ""
    return (words if len(words) <= 300 else words[:299] + "…") or None


def _fetch(address: str) -> bytes:
    """Bytes of a web page or file (at most MAX_BYTES + 1), over the user's own network."""
    import http.client
    import time
    from urllib.request import Request, urlopen

    request = Request(address, headers={"User-Agent": "detente (reads one article for its user)"})  # noqa: S310
    until = time.monotonic() + 3 * TIMEOUT_S
    found = bytearray()
    try:
        with urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310 only http and https get here
            while len(found) <= MAX_BYTES and time.monotonic() < until:
                piece = answer.read(1 << 16)
                if not piece:
                    return bytes(found)
                found += piece
    except (OSError, ValueError, http.client.HTTPException) as error:
        said = f" (HTTP {error.code})" if hasattr(error, "code") else ""  # pyright: ignore[reportAttributeAccessIssue]
        raise NetworkError(
            f"{_shown(address)} could not be reached{said}; save the page as a file and give that instead."
        ) from error
    if len(found) > MAX_BYTES:
        return bytes(found)
    raise NetworkError(
        f"{_shown(address)} answers too slowly; save the page as a file and give that instead."
    )


def _file(source: str | Path) -> bytes:
    try:
        path = Path(source)
        if path.is_dir():
            raise InputError(f"{_shown(source)} is a folder; give one file.")
        if not path.exists():
            raise InputError(f"There is no file {_shown(source)}.")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise InputError(f"{_shown(source)} cannot be read: {error.__class__.__name__}.") from error


def _shown(name: object) -> str:
    """A name fit for one line of an error message."""
    text = "".join(c if c.isprintable() else "?" for c in str(name))
    return text if len(text) <= 120 else text[:117] + "..."
