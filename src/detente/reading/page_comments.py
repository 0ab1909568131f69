"""Reader comments of a web page, cut out of its tree: WordPress, Disqus saved as static HTML, Blogger, Substack, Coral,
newspapers' own, microdata, and any repeated elements that call themselves comments.

In: a page's tree, which loses its comments. Out: one `Piece` a comment, replies after what they answer.
An element is judged by the words of its class, id and microdata ("commentBody", "c-comment__author").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detente.reading.dates import iso_date
from detente.reading.furniture import Piece, is_furniture, paragraphs
from detente.reading.lexicon import wordset
from detente.reading.markup import size, text_of, words

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_AREA = wordset(
    "comments commentlist disqus responses replies discussion commentary livefyre coral respond conversation "
    "usercomments commentsection commentslist commentthread"
)
_COMMENT = wordset("comment usercomment opencomment commentitem reply")
_PARTS = wordset(
    "body content text message meta metadata author name user avatar date time timestamp link links count "
    "counts number form field reply replies respond header head footer foot title actions action buttons "
    "button controls tools info vote votes like likes permalink policy notice notes closed open off on "
    "toggle submit box editor input textarea label icon nav pagination list section area container "
    "wrapper wrap block thread threads children region feed stream awaiting moderation edit report share "
    "sort filter guidelines rules byline bio details heading copy inner policies subscribe ago data "
    "posted"
)
_WHOLE = wordset(
    "item entry single root node post row card wrapper wrap container block thread depth box inner data"
)
_OPEN = wordset("open closed off on enabled disabled count link links number form respond")
_AUTHOR = wordset(
    "author fn user username name nickname byline commenter cite creator displayname profile poster by who"
)
_WHEN = wordset("date time timestamp datetime ago when published posted created metadata meta permalink")
_NO_ITEM = wordset("a span p h1 h2 h3 h4 time ol ul svg img footer header textarea cite")
_BODY = wordset("body content text message copy msg description")
_SAYS = re.compile(
    r"\s{0,9}(?:says|said|wrote|writes|commented|replied)\b.*$|\s{0,9}[:•·|,-]{1,9}\s{0,9}$", re.I | re.S
)
_BUTTON = re.compile(
    r"\W{0,20}(?:\d{1,6}\s{0,3})?(?:[▲▼↑↓•·−]|see more|hide|expand|collapse|recommend|respect|\d{1,6}|avatar|guest|mod|"
    r"an? \w{1,20} ago|\d{1,6}\s{0,3}\w{1,7} ago|(?:(?:reply|share|report|like|recommend|flag|permalink|edit|quote|link|more|"
    r"\d{1,6})\W{1,20}){1,8}\w{0,10})\W{0,20}\d{0,6}",
    re.I,
)
_REPLY_TO = re.compile(r"^(?:in reply to|replying to|@)\s*.{0,60}$", re.I)
_PLAIN_TAGS = frozenset(
    (
        "html",
        "body",
        "head",
        "main",
        "form",
        "input",
        "label",
        "button",
        "textarea",
        "link",
        "meta",
        "script",
        "style",
    )
)


def tokens(element: Element) -> frozenset[str]:
    """Words of an element's class, id and microdata, in lower case."""
    label = " ".join(element.get(name) or "" for name in ("class", "id", "itemprop", "data-testid"))
    kind = element.get("itemtype") or ""
    split = re.sub(r"([a-z])([A-Z])", r"\1 \2", f"{label[:600]} {kind.rsplit('/', 1)[-1][:40]}")
    return frozenset(re.findall(r"[a-z]+", split.lower()))


def take(tree: Element) -> list[Piece]:
    """Cut the comments out of the tree and return them."""
    marks = {
        e: t for e in tree.iter() if isinstance(e.tag, str) and e.tag not in _PLAIN_TAGS and (t := tokens(e))
    }
    total = size(tree)
    areas = [e for e, t in marks.items() if _is_area(e, t, total)]
    areas = (
        [e for e in areas if not any(a in areas for a in e.iterancestors())]
        if len(areas) < 200
        else areas[:1]
    )
    items = [e for e, t in marks.items() if _is_item(e, t)]
    listed = [] if items else [p for a in areas for p in _defined(a)]
    if listed:
        for element in areas:
            _cut(element, total, True)
        return listed
    if not items and areas:
        items = [e for a in areas for e in _repeated(a, marks)]
    if not items:
        items = [
            e for e, t in marks.items() if "comment" in t and t & _BODY and e.tag not in ("p", "span", "a")
        ]
    chosen = set(items)
    items = [e for e in items if not _wraps_one(e, chosen)]
    chosen = set(items)
    pieces = [p for e in items if (p := _piece(e, chosen, marks))]
    if not pieces:
        pieces = [p for a in areas for p in _unmarked(a)]
    for element in [*areas, *items]:
        _cut(element, total, bool(pieces))
    return pieces


def _is_area(element: Element, marks: frozenset[str], total: int) -> bool:
    named = marks & _AREA or (
        "comment" in marks and marks & {"list", "section", "area", "thread", "container", "feed", "stream"}
    )
    if not named or element.tag in ("a", "span", "article", "button", "h2", "h3", "li", "p", "svg"):
        return False
    if {"single", "post", "page"} & marks and marks & _OPEN:
        return False
    named_so = (element.get("id") or "").lower() in ("comments", "disqus_thread")
    return named_so or size(element) <= 0.75 * total


def _is_item(element: Element, marks: frozenset[str]) -> bool:
    if element.tag in _NO_ITEM:
        return False
    if "Comment" in (element.get("itemtype") or "") or element.get("itemprop") == "comment":
        return True
    one = (element.get("id") or "").lower()
    if re.fullmatch(r"(?:div-|li-)?(?:comment|reply|post-comment)[_-]?\d+", one):
        return True
    if element.tag.lower().endswith("-comment"):
        return True
    names = re.sub(r"([a-z])([A-Z])", r"\1-\2", element.get("class") or "").lower().split()
    for name in names:
        parts = [p for p in re.split(r"[^a-z]+", name) if p]
        if {"comment", "usercomment"}.isdisjoint(parts):
            continue
        rest = [
            p
            for p in parts
            if p not in _COMMENT
            and len(p) > 1
            and p not in ("depth", "even", "odd", "alt", "level", "css", "is")
        ]
        if not rest or rest[0] in _WHOLE - _PARTS or (not set(rest) & _PARTS and parts[-1] in _COMMENT):
            return True
    return False


def _repeated(area: Element, marks: dict[Element, frozenset[str]]) -> list[Element]:
    """Repeated elements with an author or a date in an area whose comments do not say that they are such."""
    best: list[Element] = []
    for parent in area.iter():
        if not isinstance(parent.tag, str):
            continue
        same: dict[tuple[str, str], list[Element]] = {}
        for child in parent:
            if isinstance(child.tag, str) and child.tag in ("li", "div", "article", "section", "blockquote"):
                same.setdefault((child.tag, re.sub(r"[\d-]+", "", child.get("class") or "")), []).append(
                    child
                )
        for group in same.values():
            signed = [e for e in group if _signed(e, marks)]
            if len(signed) > len(best) or (
                len(best) == 1 and len(signed) == 1 and best[0].tag == "div" != signed[0].tag
            ):
                best = signed
    if best:  # and the replies below them
        kind = re.sub(r"[\d-]+", "", best[0].get("class") or "")
        return [
            e
            for e in area.iter(best[0].tag)
            if e in best or (kind and re.sub(r"[\d-]+", "", e.get("class") or "") == kind)
        ]
    return []


def _signed(element: Element, marks: dict[Element, frozenset[str]]) -> bool:
    return any(
        e.tag in ("time", "cite") or marks.get(e, frozenset()) & (_AUTHOR | {"date", "ago", "timestamp"})
        for e in element.iter()
    )


def _wraps_one(element: Element, chosen: set[Element]) -> bool:
    """Whether an item is only the wrapper of one other item (li.comment > article.comment)."""
    inner = [e for e in element.iter() if e in chosen and e is not element]
    first = [e for e in inner if next((a for a in e.iterancestors() if a in chosen), None) is element]
    return len(first) == 1 and size(element) <= 1.02 * size(first[0]) + 20


def _piece(item: Element, chosen: set[Element], marks: dict[Element, frozenset[str]]) -> Piece | None:
    """One comment with author and date, without the replies below it."""
    own = list(_own(item, chosen))
    nested = {e for e in item.iter() if e in chosen and e is not item}
    author_element = _author_element(own, marks)
    author = _SAYS.sub("", words(author_element)).strip(" @*") if author_element is not None else None
    date, date_element = _date(own, marks)
    stop = {e for e in (author_element, date_element) if e is not None} | nested
    stop |= {e for e in own[1:] if {"reply", "to"} <= marks.get(e, frozenset()) and size(e) <= 80}
    bodies = [
        e for e in own if e is not item and e.tag not in ("span", "a") and marks.get(e, frozenset()) & _BODY
    ]
    bodies = [e for e in bodies if not marks[e] & {"author", "meta", "metadata", "date", "time"}]
    outer = [e for e in bodies if not any(a in bodies for a in e.iterancestors())]
    root = max(outer, key=size, default=item)
    inside = [e for e in bodies if root in e.iterancestors()]
    if inside and author_element is not None and author_element in set(root.iter()):
        best = max(inside, key=size)
        root = best if author_element not in set(best.iter()) else root
    lines = [line.strip() for line in text_of(root, stop).split("\n")]
    date = date or next((d for line in lines if len(line) <= 60 and (d := iso_date(line))), None)
    kept: list[str] = []
    for line in lines:
        says = re.fullmatch(r"(.{1,60}?)\s(?:says|said|wrote|commented|replied)(?: on .{4,40})?:?", line)
        if says and not kept:
            author = author or says[1].strip()
            continue
        dated = len(line) <= 60 and iso_date(line) is not None
        if line and (
            is_furniture(line) or line == author or dated or _REPLY_TO.match(line) or _is_button(line)
        ):
            continue
        kept.append(line)
    text = paragraphs(kept).strip()
    return Piece("comment", text, author or None, date) if text else None


def _is_button(line: str) -> bool:
    return bool(_BUTTON.fullmatch(line[:200]))


def _own(item: Element, chosen: set[Element]) -> list[Element]:
    """Elements of one comment without those of the replies below it, in page order."""
    found: list[Element] = []
    stack = [item]
    while stack:
        element = stack.pop()
        if isinstance(element.tag, str):
            found.append(element)
            stack.extend(c for c in reversed(element) if c not in chosen)
    return found


def _author_element(own: list[Element], marks: dict[Element, frozenset[str]]) -> Element | None:
    best: tuple[int, Element] | None = None
    for element in own[1:]:
        mark = marks.get(element, frozenset())
        if element.tag in ("img", "svg", "time", "button"):
            continue
        rank = 0
        if mark & {"fn", "username", "displayname", "nickname"} or (element.get("itemprop") == "name"):
            rank = 4
        elif (
            element.tag == "cite"
            or mark & {"author", "commenter", "creator"}
            or "author" in (element.get("rel") or "")
        ):
            rank = 3
        elif mark & _AUTHOR and not mark & {"avatar", "meta", "body", "content", "text"}:
            rank = 2
        elif element.tag in ("b", "strong", "h4", "h5") and best is None:
            rank = 1
        if (
            rank
            and (best is None or rank > best[0])
            and 0 < len(_SAYS.sub("", words(element))) <= 60
            and re.search(r"[^\W\d_]", words(element))
        ):
            best = rank, element
    return best[1] if best else None


def _date(own: list[Element], marks: dict[Element, frozenset[str]]) -> tuple[str | None, Element | None]:
    for element in own:
        if element.tag == "time" or (
            element.tag in ("abbr", "a", "span") and (element.get("title") or element.get("datetime"))
        ):
            stated = [
                element.get("datetime"),
                element.get("content"),
                element.get("title"),
                words(element)[:100],
            ]
            date = iso_date(" ".join(s for s in stated if s))
            if date:
                return date, element
    for element in own[1:]:
        if marks.get(element, frozenset()) & _WHEN and element.tag not in ("article", "li"):
            text = words(element)
            if len(text) <= 80 and (date := iso_date(f"{element.get('content') or ''} {text}")):
                return date, element if len(text) <= 40 else None
    return None, None


def _defined(area: Element) -> list[Piece]:
    """Comments in a definition list, as Blogger wrote them: dt the author, dd the text, dd the date."""
    pieces: list[Piece] = []
    author = text = date = None
    for element in area.iter("dt", "dd"):
        line = words(element)
        if element.tag == "dt":
            if text:
                pieces.append(Piece("comment", text, author, date))
            author, text, date = (
                _SAYS.sub("", line) or None,
                None,
                iso_date(line) if len(line) <= 80 else None,
            )
        elif len(line) <= 60 and iso_date(line):
            date = iso_date(line)
        elif not is_furniture(line):
            text = "\n\n".join(t for t in (text, text_of(element, set())) if t)
    return [*pieces, Piece("comment", text, author, date)] if text else pieces


def _unmarked(area: Element) -> list[Piece]:
    """Comments of an area without any marks of its own, read as plain text."""
    from detente.reading.replies import comments

    found = comments(text_of(area, set()).split("\n"))
    return [p for p in found if p.author or p.published]


def _cut(element: Element, total: int, found: bool) -> None:
    """Take an element out of its tree, but not what follows it; never most of a page without a comment."""
    import lxml.etree as etree

    parent = element.getparent()
    if parent is None or (not found and size(element) > 0.6 * total):
        return
    tail = element.tail
    parent.remove(element)
    if tail and tail.strip():
        etree.SubElement(parent, "span").text = tail
