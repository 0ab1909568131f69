"""HTML as a tree and as bare text: parsing within limits, and the text below an element.

In: a page as text, or an element of its tree. Out: a tree (or None), lines of text. Trees are walked with
a stack, never by recursion; what is nested too deep or holds too many elements is read by `bare`.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Container
from typing import TYPE_CHECKING

from detente.reading.lexicon import wordset
from detente.reading.limits import MAX_DEPTH, MAX_TAGS

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

SKIP = wordset(
    "script style noscript template svg iframe object embed form nav footer aside "
    "button select textarea head canvas audio video figure"
)
BLOCK = wordset(
    "p div section article main li blockquote h1 h2 h3 h4 h5 h6 td th tr br pre ul "
    "ol table figure figcaption header footer aside dd dt dl body hr address details summary"
)
_VOID = wordset(
    "br img meta link input hr p li td tr source wbr th dt dd option col area base embed track param"
)
_STRUCK = ("del", "s", "strike")
"""What a page shows as struck out: no longer said."""
_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)")
_SCRIPT = re.compile(r"<(script|style|noscript|svg|template)\b[^<>]{0,4000}>.*?(?:</\1\s*>|\Z)", re.S | re.I)
_DATA = re.compile(r"\bdata:[\w/+.-]{0,60}(?:;[\w=-]{0,40}){0,4},[A-Za-z0-9+/=%]{100,}")


def without_pictures(page: str) -> str:
    """The page without pictures and fonts written into it as data."""
    return _DATA.sub("data:,", page) if "data:" in page else page


def is_tame(page: str) -> bool:
    """Whether a page is within the limits of elements and nesting (scripts not counted)."""
    return page.count("<") <= MAX_TAGS * 2 and _depth(page) <= MAX_DEPTH


def _depth(page: str) -> int:
    """Greatest nesting of tags, counted without building a tree (void and unclosed tags do not count)."""
    page = _SCRIPT.sub(" ", page)
    depth = deepest = 0
    for found in _TAG.finditer(page):
        if found[2].lower() not in _VOID:
            depth = max(0, depth + (-1 if found[1] else 1))
            deepest = max(deepest, depth)
    return deepest


def bare(page: str) -> str:
    """Text of a page without any tree: scripts and tags cut out, entities read."""
    page = (
        re.sub(r"<!--.*?(?:-->|\Z)", " ", _SCRIPT.sub(" ", page), flags=re.S)
        if "-->" in page
        else _SCRIPT.sub(" ", page)
    )
    page = re.sub(r"<(?:/?(?:p|div|br|li|h\d|tr|article|section))\b[^<>]{0,2000}>", "\n\n", page, flags=re.I)
    return entities.unescape(re.sub(r"<[^<>]{0,2000}>", " ", page))


def parse(page: str) -> Element | None:
    """Tree of a page, as browsers would mend it, or None."""
    import lxml.etree as etree

    parser = etree.HTMLParser(
        recover=True, remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    page = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "", page)
    page = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", page)
    try:
        tree = etree.fromstring(page, parser)
    except (etree.LxmlError, ValueError, RecursionError):
        return None
    if tree is not None:
        etree.strip_elements(tree, *_STRUCK, with_tail=False)
    return tree


def words(element: Element) -> str:
    """All text below an element on one line."""
    return " ".join(" ".join(str(t) for t in element.itertext()).split())


def size(element: Element) -> int:
    """Characters of text below an element, runs of blanks counted once."""
    return sum(len(" ".join(str(t).split())) for t in element.itertext())


def text_of(root: Element, stop: Container[Element]) -> str:
    """Text below an element, blocks apart by an empty line; without furniture elements and those in `stop`."""
    out: list[str] = []
    stack: list[tuple[Element, bool]] = [(root, False)]
    while stack:
        element, leaving = stack.pop()
        if not isinstance(element.tag, str):
            if element.tail and not leaving:
                out.append(_flat(element.tail))
            continue
        if leaving:
            if element.tag in BLOCK:
                out.append("\n\n" if element.tag != "br" else "\n")
            if element is not root and element.tail:
                out.append(_flat(element.tail))
            continue
        if element is not root and (element.tag in SKIP or element in stop):
            if element.tag in BLOCK:
                out.append("\n\n")
            if element.tail:
                out.append(_flat(element.tail))
            continue
        if element.tag in BLOCK:
            out.append("\n\n" if element.tag != "br" else "\n")
        if element.text:
            out.append(_flat(element.text))
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    text = re.sub(r"[ \t]+", " ", "".join(out))
    text = re.sub(r" ?\n ?", "\n", text)
    return re.sub(r"\n\n+", "\n\n", text).strip()


def _flat(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")
