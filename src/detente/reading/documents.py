"""Documents in: a path, web address, standard input, bytes or text of an article; a `Document` out.

Plain text, Markdown and HTML, in any common encoding. The article, each reader comment and the page's
furniture are kept apart (`furniture`, `pages`). Limits: 2 million characters of text, 8 MB of file.
What cannot be read (empty, binary, undecodable, too long, a folder, no such file) is an `InputError`
with one sentence.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from detente.errors import InputError, NetworkError
from detente.model import Document, Part
from detente.reading import furniture

MAX_BYTES = 8_000_000
MAX_CHARACTERS = 2_000_000
TIMEOUT_S = 20
_CONTROLS = {c: None for c in range(32) if chr(c) not in "\t\n"} | dict.fromkeys(
    (0x7F, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF)
)
_MAGIC = (
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a ZIP, Word or EPUB file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x7fELF", "a program"),
    (b"PAR1", "a Parquet file"),
    (b"\x1f\x8b", "a compressed file"),
)


def read_document(source: str | Path | bytes, text: str | bytes | None = None) -> Document:
    """Read a document.

    Args:
        source: a path, "-" for standard input, a web address, or the bytes themselves; where `text` is
            given, only the name the document goes by.
        text: the content, as text or bytes, if it has been read already.

    Raises:
        InputError: the source cannot be read as text, in one sentence that says why.
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
    written = decode(content, name) if isinstance(content, bytes) else content
    if len(written) > MAX_CHARACTERS:
        raise InputError(
            f"{_shown(name)} is too long: {len(written):,} characters, and the limit is {MAX_CHARACTERS:,}."
        )
    written = written.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n").replace("\u2028", "\n")
    if _looks_binary(written):
        raise InputError(f"{_shown(name)} is not text: it holds binary data.")
    suffix = Path(name).suffix.lower()
    if suffix in (".html", ".htm", ".xhtml") or _looks_html(written):
        from detente.reading import pages

        title, published, author, parts = pages.read(written)
    else:
        body = (
            furniture.plain(written)
            if suffix in (".md", ".markdown") or _looks_markdown(written)
            else written
        )
        title, published, author, parts = furniture.split(body)
    return _document(name, title, published, author, parts)


def _document(
    name: str, title: str | None, published: str | None, author: str | None, parts: list[furniture.Piece]
) -> Document:
    article = next((clean(p.text) for p in parts if p.kind == "article"), "")
    comments = [p for p in parts if p.kind == "comment" and clean(p.text)]
    if not article and not comments:
        raise InputError(f"{_shown(name)} holds no text to read.")
    made = [Part("article", "article", article, author, published)]
    made += [
        Part(f"comment-{k}", "comment", clean(p.text), p.author, p.published)
        for k, p in enumerate(comments, 1)
    ]
    return Document(clean(title) if title else None, tuple(made), name)


def clean(text: str) -> str:
    """Text without control, zero-width and direction marks, and without lone surrogates."""
    text = text.translate(_CONTROLS).replace("\u00a0", " ")
    return re.sub(r"[\ud800-\udfff]", "\ufffd", text).strip()


def _fetch(address: str) -> bytes:
    """Bytes of a web page (at most MAX_BYTES + 1)."""
    from urllib.request import Request, urlopen

    request = Request(address, headers={"User-Agent": "detente (reads one article for its user)"})  # noqa: S310
    try:
        with urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310 only http and https get here
            return answer.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise NetworkError(
            f"{_shown(address)} could not be reached; save the page as a file and give that instead."
        ) from error


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


def decode(content: bytes, name: str = "The input") -> str:
    """Text of some bytes: by mark, as UTF-8, else by the encoding the bytes look like.

    Raises:
        InputError: empty, too large, binary, or in no encoding we know.

    """
    if len(content) > MAX_BYTES:
        raise InputError(f"{_shown(name)} is too large: the limit is {MAX_BYTES // 1_000_000} MB.")
    if not content.strip():
        raise InputError(f"{_shown(name)} is empty.")
    for magic, what in _MAGIC:
        if content.startswith(magic):
            raise InputError(f"{_shown(name)} is {what}, not text, Markdown or HTML.")
    for mark, encoding in (
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\x00\x00\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"\xef\xbb\xbf", "utf-8-sig"),
    ):
        if content.startswith(mark):
            return _strict(content, encoding, name)
    declared = re.search(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{2,20})", content[:4096], re.I)
    for encoding in ("utf-8", declared[1].decode("ascii") if declared else None):
        if encoding:
            try:
                return content.decode(encoding)
            except (UnicodeDecodeError, LookupError):
                continue
    sample = content[:65536]
    if sample.count(0) > len(sample) // 10:
        half = sample[1::2].count(0), sample[0::2].count(0)
        if max(half) > len(sample) * 0.35:  # UTF-16 without a mark
            return _strict(content, "utf-16-le" if half[0] > half[1] else "utf-16-be", name)
        raise InputError(f"{_shown(name)} is not text: it holds binary data.")
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is None:
        raise InputError(f"{_shown(name)} is in no text encoding that could be recognised; save it as UTF-8.")
    return content.decode(best.encoding, errors="replace")


def _strict(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"{_shown(name)} is not valid {encoding.upper()} text; save it as UTF-8.") from error


def _looks_binary(text: str) -> bool:
    sample = text[:20_000]
    odd = sum(1 for c in sample if (ord(c) < 32 and c not in "\t\n\f") or c == "\ufffd")
    return odd > max(8, len(sample) // 20)


def _looks_html(text: str) -> bool:
    head = text[:4000].lstrip().lower()
    return head.startswith(("<!doctype html", "<html", "<?xml")) or bool(
        re.search(r"<(?:html|body|article|div|p|head|main)\b[^>]{0,300}>", head)
    )


def _looks_markdown(text: str) -> bool:
    return bool(re.search(r"^#{1,6} \S|^\s*>\s|\]\(https?://", text[:6000], re.M))
