"""Web pages: title, date, author, article and comments of an HTML document.

In: HTML as text. Out: as `furniture.split`. The article comes from trafilatura, or from our own walk
over the paragraphs where that finds less; comments from elements that sites mark as such. The tree is
walked with a stack, never by recursion, and pages nested deeper than `MAX_DEPTH` are read as bare text.
"""

from __future__ import annotations

import html as entities
import re
from typing import TYPE_CHECKING

from detente.reading.furniture import Piece, is_furniture, iso_date, paragraphs, split
from detente.reading.lexicon import wordset

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAX_DEPTH = 200
_SKIP = wordset(
    "script style noscript template svg iframe object embed form nav footer aside "
    "button select textarea head canvas"
)
_BLOCK = wordset(
    "p div section article main li blockquote h1 h2 h3 h4 h5 h6 td th tr br pre ul "
    "ol table figure figcaption header dd dt body"
)
_COMMENT = re.compile(r"(?:^|[\s_-])comment(?:[\s_-]?(?:\d+|body|item|entry|li|wrapper))?(?:$|[\s_-])", re.I)
_COMMENTS = re.compile(
    (
        r"(?:^|[\s_-])(?:comments?(?:[\s_-]?(?:list|area|section|container|thread))?"
        r"|disqus_thread|respond|responses|commentlist)(?:$|[\s_-])"
    ),
    re.I,
)
_AUTHOR = re.compile(r"author|user(?:name)?|fn\b|nickname", re.I)


def read(page: str) -> tuple[str | None, str | None, str | None, list[Piece]]:
    """Title, ISO date, author and pieces of an HTML page."""
    if _depth(page) > MAX_DEPTH:
        return split(bare(page))
    tree = _parse(page)
    if tree is None:
        return split(bare(page))
    comments = _take_comments(tree)
    title, published, author = _metadata(tree)
    own = _paragraphs(tree)
    text, found = own, _trafilatura(tree)
    if found and 0.5 * len(own) <= len(found):
        text = found
    inner_title, inner_date, inner_author, pieces = split(text)
    body = next((p.text for p in pieces if p.kind == "article"), "")
    if inner_title and title and inner_title not in title and title not in inner_title:
        body = f"{inner_title}\n\n{body}"
    more = [p for p in pieces if p.kind == "comment"] if not comments else []
    return (
        title or inner_title,
        published or inner_date,
        author or inner_author,
        [Piece("article", body), *comments, *more],
    )


def bare(page: str) -> str:
    """Text of a page without any tree: scripts and tags cut out, entities read."""
    page = re.sub(r"<(script|style)\b[^>]*>.*?(?:</\1\s*>|\Z)", " ", page, flags=re.S | re.I)
    page = re.sub(r"<(?:/?(?:p|div|br|li|h\d|tr|article|section))\b[^>]{0,2000}>", "\n\n", page, flags=re.I)
    return entities.unescape(re.sub(r"<[^>]{0,2000}>", " ", page))


def _depth(page: str) -> int:
    """Greatest nesting of tags, counted without building a tree (void and unclosed tags count once)."""
    depth = deepest = 0
    for found in re.finditer(r"<(/?)([a-zA-Z][\w-]*)", page):
        if found[2].lower() in (
            "br",
            "img",
            "meta",
            "link",
            "input",
            "hr",
            "p",
            "li",
            "td",
            "tr",
            "source",
            "wbr",
        ):
            continue
        depth = max(0, depth + (-1 if found[1] else 1))
        deepest = max(deepest, depth)
    return deepest


def _parse(page: str) -> Element | None:
    import lxml.etree as etree

    parser = etree.HTMLParser(
        recover=True, remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    page = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]", "", page)
    page = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", page)
    try:
        return etree.fromstring(page, parser)
    except (etree.LxmlError, ValueError, RecursionError):
        return None


def _label(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemtype') or ''}"


def _take_comments(tree: Element) -> list[Piece]:
    """Cut the comments out of the tree and return them."""
    import lxml.etree as etree

    area = [
        e for e in tree.iter() if isinstance(e.tag, str) and _COMMENTS.search(_label(e)) and e.tag != "body"
    ]
    single = [
        e
        for e in tree.iter()
        if isinstance(e.tag, str)
        and e.tag
        not in (
            "body",
            "html",
            "ol",
            "ul",
            "a",
            "span",
            "form",
            "p",
            "h2",
            "h3",
            "input",
            "label",
            "button",
            "time",
        )
        and (_COMMENT.search(_label(e)) or e.get("itemprop") == "comment")
    ]
    chosen = set(single)
    outer = [
        e for e in single if not any(a in chosen for a in e.iterancestors()) or e.tag in ("li", "article")
    ]
    inner_of = {a for e in outer for a in e.iterancestors()}
    pieces: list[Piece] = []
    for element in outer:
        author = date = None
        stop = chosen - {element} if element in inner_of else set()
        for inner in element.iter():
            if not isinstance(inner.tag, str):
                continue
            label = _label(inner) + (inner.get("itemprop") or "") + (inner.get("rel") or "")
            if (
                author is None
                and inner is not element
                and _AUTHOR.search(label)
                and inner.tag not in ("img", "svg")
            ):
                words = " ".join(" ".join(str(t) for t in inner.itertext()).split())
                words = re.sub(r"\s*(?:says|said|wrote):?$", "", words)
                if 0 < len(words) <= 60:
                    author = words
                    stop = stop | {inner}
            if inner.tag == "time":
                date = date or iso_date(inner.get("datetime") or " ".join(str(t) for t in inner.itertext()))
                stop = stop | {inner}
        text = _own_text(element, stop=stop)
        lines = [line.strip() for line in text.split("\n")]
        date = date or next((iso_date(line) for line in lines if len(line) <= 80 and iso_date(line)), None)
        kept = [
            line
            for line in lines
            if not is_furniture(line)
            and line != author
            and not re.fullmatch(r".{0,60}(?:says|said|wrote):?", line)
            and not (len(line) <= 60 and iso_date(line))
        ]
        if kept:
            pieces.append(Piece("comment", paragraphs("\n\n".join(kept).split("\n")), author, date))
    for element in [*area, *outer]:
        parent = element.getparent()
        if parent is not None and not (element in area and not outer and _is_large(element, tree)):
            tail = element.tail
            parent.remove(element)
            if tail and tail.strip():
                etree.SubElement(parent, "span").text = tail
    return pieces


def _is_large(element: Element, tree: Element) -> bool:
    """Whether an area marked as comments holds most of the page (a wrongly named wrapper)."""
    return sum(len(str(t)) for t in element.itertext()) > 0.6 * sum(len(str(t)) for t in tree.itertext())


def _own_text(root: Element, stop: set[Element]) -> str:
    """Text under an element as lines, blocks apart; without furniture elements and those in `stop`."""
    out: list[str] = []
    stack: list[tuple[Element, bool]] = [(root, False)]
    while stack:
        element, leaving = stack.pop()
        if not isinstance(element.tag, str):
            if element.tail and not leaving:
                out.append(element.tail)
            continue
        if leaving:
            if element.tag in _BLOCK:
                out.append("\n\n" if element.tag != "br" else "\n")
            if element is not root and element.tail:
                out.append(" ".join(element.tail.split("\n")))
            continue
        if element is not root and (element.tag in _SKIP or element in stop):
            if element.tail:
                out.append(" ".join(element.tail.split("\n")))
            continue
        if element.tag in _BLOCK:
            out.append("\n\n" if element.tag != "br" else "\n")
        if element.text:
            out.append(" ".join(element.text.split("\n")))
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))
    text = re.sub(r"[ \t]+", " ", "".join(out))
    return re.sub(r"\n\s*\n+", "\n\n", text).strip()


def _paragraphs(tree: Element) -> str:
    """Article text by our own walk: the marked article element, else the body."""
    body = next(iter(tree.iter("body")), tree)
    marked = [e for e in body.iter() if isinstance(e.tag, str) and (e.get("itemprop") == "articleBody")]
    marked = marked or list(body.iter("article")) or list(body.iter("main"))
    root = max(marked, key=lambda e: sum(len(str(t)) for t in e.itertext()), default=body)
    return _own_text(root, set())


def _trafilatura(tree: Element) -> str | None:
    """Article text as trafilatura sees it, paragraphs apart; None where it fails."""
    import logging
    import warnings

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    from copy import deepcopy

    from trafilatura import extract

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            text = extract(
                deepcopy(tree),
                include_comments=False,
                include_tables=False,
                favor_precision=False,
                deduplicate=False,
                output_format="txt",
                with_metadata=False,
            )
    except Exception:  # a page it cannot take is read by our own walk
        return None
    return "\n\n".join(line.strip() for line in text.split("\n") if line.strip()) if text else None


def _metadata(tree: Element) -> tuple[str | None, str | None, str | None]:
    """Title, ISO date and author from meta elements, <time>, <h1> and <title>."""
    meta: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        content = element.get("content")
        if name and content and name not in meta:
            meta[name] = content.strip()
    heading = next((" ".join(" ".join(str(t) for t in h.itertext()).split()) for h in tree.iter("h1")), None)
    page = next((" ".join(" ".join(str(t) for t in h.itertext()).split()) for h in tree.iter("title")), None)
    title = meta.get("og:title") or heading or page
    published = None
    for name in (
        "article:published_time",
        "datepublished",
        "date",
        "dc.date",
        "dc.date.issued",
        "pubdate",
        "publish-date",
        "article:modified_time",
    ):
        if name in meta and (published := iso_date(meta[name])):
            break
    if not published:
        for element in tree.iter("time"):
            published = iso_date(element.get("datetime") or " ".join(str(t) for t in element.itertext()))
            if published:
                break
    author = meta.get("author") or meta.get("article:author")
    if author and (author.startswith("http") or len(author) > 80):
        author = None
    return title or None, published, author
