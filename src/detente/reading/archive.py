"""Files inside a ZIP file (Word, EPUB), read without trusting a word of what the ZIP file says of itself.

In: bytes. Out: `Archive`, whose `read` gives one member's bytes and whose `xml` gives its tree. Bounds: number
of members, size of one and of all that is read, expansion ratio (zip bombs), nesting (libxml2's own 256).
XML is parsed without entities, DTDs or network (billion laughs, XXE).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detente.errors import InputError
from detente.reading.limits import MAX_MEMBER_BYTES, MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_BAD = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    MemoryError,
)


class DamagedError(InputError):
    """One member cannot be unpacked; the others may be sound."""


@dataclass
class Archive:
    """An opened ZIP file; `left` is how many unpacked bytes may still be read from it."""

    name: str
    file: zipfile.ZipFile
    members: dict[str, zipfile.ZipInfo]
    left: int = field(default=MAX_UNPACKED)

    def read(self, member: str) -> bytes:
        """Bytes of a member.

        Raises:
            InputError: missing, damaged, protected or larger than is allowed.

        """
        info = self.members.get(member)
        if info is None:
            raise InputError(f"{self.name} is damaged: it holds no {member[:80]!r}.")
        if info.flag_bits & 1:
            raise InputError(f"{self.name} is protected by a password; save a copy without one.")
        limit = min(MAX_MEMBER_BYTES, self.left)
        try:
            with self.file.open(info) as opened:
                content = opened.read(limit + 1)
        except _BAD as error:
            raise DamagedError(
                f"{self.name} is damaged: {member[:80]!r} inside it cannot be unpacked."
            ) from error
        too_dense = len(content) > 1_000_000 and len(content) > MAX_RATIO * max(1, info.compress_size)
        if len(content) > limit or too_dense:
            raise InputError(
                f"{self.name} unpacks to more than is allowed: {MAX_MEMBER_BYTES // 1_000_000} MB in one file inside it, "
                f"{MAX_UNPACKED // 1_000_000} MB in all, {MAX_RATIO} times its packed size."
            )
        self.left -= len(content)
        return content

    def xml(self, member: str) -> Element:
        """Root of a member's XML.

        Raises:
            InputError: as `read`, or not well-formed.

        """
        tree = parse(self.read(member))
        if tree is None:
            raise InputError(f"{self.name} is damaged: {member[:80]!r} inside it is not XML.")
        return tree


def open_archive(content: bytes, name: str) -> Archive:
    """The ZIP file in `content`.

    Raises:
        InputError: not a ZIP file that can be read, or with too many members.

    """
    if content.count(b"PK\x01\x02") > MAX_MEMBERS:
        raise InputError(f"{name} holds too many files: the limit is {MAX_MEMBERS:,}.")
    try:
        file = zipfile.ZipFile(io.BytesIO(content))
    except _BAD as error:
        raise InputError(
            f"{name} is damaged: it begins like a ZIP, Word or EPUB file but cannot be opened."
        ) from error
    return Archive(name, file, {info.filename: info for info in file.infolist()})


def parse(content: bytes) -> Element | None:
    """Root of some XML, or None; entities are not expanded and nothing outside is read."""
    import lxml.etree as etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.LxmlError, ValueError):
        return None
