"""The encoding of a text file: bytes in, text out.

In this order: a byte-order mark; UTF-8; UTF-16 without a mark; what the page declares (HTML `charset`, XML
`encoding`); then by the letters. Bytes over 127 that stand alone in words, few or amid English ones, are Western
(cp1252, which browsers take too where nothing is declared); runs of them are tried as the Cyrillic code pages, and
charset-normalizer decides on the rest.
"""

from __future__ import annotations

import codecs
import re

from detente.errors import InputError

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)
_DECLARED = re.compile(
    rb"<meta[^<>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})|^\s*<\?xml[^<>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,30})",
    re.I,
)
_CYRILLIC = ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")
_COMMON = frozenset("оеаинтсрвлкмдпуяыьгзбчй")  # the letters of nine tenths of Russian, in lower case
_WESTERN = frozenset(("iso8859-1", "ascii", "us-ascii", "latin-1"))  # browsers read all of these as cp1252
_ENGLISH = re.compile(rb"\b(?:the|of|and|to|in|is|that|was|for|with)\b", re.I)
_SAMPLE = 65_536


def decode(content: bytes, name: str = "The input") -> str:
    """Text of some bytes; `name` is for the error.

    Raises:
        InputError: binary data, or in no encoding that could be recognised.

    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strict(content, encoding, name)
    try:
        text = content.decode("utf-8")
        if "\x00" not in text[:_SAMPLE]:
            return text
    except UnicodeDecodeError:
        pass
    sample = content[:_SAMPLE]
    wide = _utf16(sample)
    if wide:
        return _strict(content, wide, name)
    if sample.count(0) > len(sample) // 10:
        raise InputError(f"{name} is not text: it holds binary data.")
    for encoding in _declared(content):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    mixed = _mostly_utf8(content)
    if mixed is not None:
        return mixed
    encoding = _by_letters(content)
    if encoding is None:
        raise InputError(f"{name} is in no text encoding that could be recognised; save it as UTF-8.")
    return content.decode(encoding, errors="replace")


def _strict(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if error.end >= len(content) - 1 and error.start > 0:  # cut off in the middle of its last letter
            return content[: error.start].decode(encoding, errors="ignore")
        raise InputError(f"{name} is not valid {encoding.upper()} text; save it as UTF-8.") from error


def _utf16(sample: bytes) -> str | None:
    """UTF-16 without a mark, told by the few values its high bytes take and by spaces in its own width."""
    if len(sample) < 8:
        return None
    sample = sample[: len(sample) // 2 * 2]
    for encoding, high, low in (
        ("utf-16-le", sample[1::2], sample[0::2]),
        ("utf-16-be", sample[0::2], sample[1::2]),
    ):
        likely = max(
            (high.count(b) for b in (0, 4, 6, 3, 5)), default=0
        )  # Latin, Cyrillic, Arabic, Greek, Hebrew
        spaces = sum(1 for h, w in zip(high, low, strict=True) if h == 0 and w in (32, 10, 13))
        if likely > 0.6 * len(high) and spaces * 40 >= len(high) and low.count(0) * 10 < len(low):
            return encoding
    return None


def _declared(content: bytes) -> list[str]:
    """Encodings named in the first bytes of a page, as browsers read them."""
    found = []
    for hit in _DECLARED.finditer(content[:8192]):
        name = (hit[1] or hit[2]).decode("ascii")
        try:
            name = codecs.lookup(name).name
        except LookupError:
            continue
        if name.startswith(("utf-16", "utf-32", "utf-7")):
            continue  # cannot be true of a page whose ASCII we could read
        found.append("cp1252" if name in _WESTERN else name)
    return found


def _mostly_utf8(content: bytes) -> str | None:
    """Text that is UTF-8 but for a few stray bytes (pasted from elsewhere, or cut off), else None."""
    text = content.decode("utf-8", errors="surrogateescape")
    stray = len(re.findall(r"[\udc80-\udcff]", text[:1_000_000]))
    good = len(re.findall(r"[^\x00-\x7f\udc80-\udcff]", text[:1_000_000]))
    if good < 3 * stray:
        return None
    return re.sub(
        r"[\udc80-\udcff]",
        lambda b: bytes((ord(b.group()) - 0xDC00,)).decode("cp1252", errors="replace"),
        text,
    )


def _by_letters(content: bytes) -> str | None:
    high = b"".join(re.findall(rb"[\x80-\xff]+", content[: 1 << 20]))[:_SAMPLE]
    runs = re.findall(rb"[\x80-\xff]{3,}", content[: 1 << 20])
    alone = 1 - sum(map(len, runs)) / max(1, len(high))
    letters = len(re.findall(rb"[A-Za-z]", content[: 1 << 20]))
    few = len(high) <= 0.04 * letters or _is_english(content[:_SAMPLE])
    if alone > 0.7 and few and not re.search(rb"[\x81\x8d\x8f\x90\x9d]", high):
        return "cp1252"
    best = max(_CYRILLIC, key=lambda e: _russian(high, e))
    if runs and _russian(high, best) > 0.6:
        return best
    from charset_normalizer import from_bytes

    found = from_bytes(content[:_SAMPLE]).best()
    return found.encoding if found else None


def _is_english(content: bytes) -> bool:
    """Whether one word in twelve, tags aside, is among the commonest of English."""
    count = len(re.findall(rb"[A-Za-z]+", re.sub(rb"<[^<>]{0,2000}>", b" ", content)))
    return 12 * len(_ENGLISH.findall(content)) >= count > 0


def _russian(high: bytes, encoding: str) -> float:
    """Share of common lower-case Russian letters among the bytes over 127, read in `encoding`."""
    text = high.decode(encoding, errors="replace")
    return sum(1 for letter in text if letter in _COMMON) / max(1, len(text))
