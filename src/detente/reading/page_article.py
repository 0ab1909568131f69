"""The article of a web page: its text without menus, share bars, captions, pull quotes and lists of other articles.

In: a page's tree, comments cut out. Out: paragraphs parted by an empty line. The root is the element that says it is
the article's body, else the smallest that still holds four fifths of the page's prose; inside it, elements are
left out by the words of their class and by how much of them is links (compare Kohlschütter et al. 2010,
"Boilerplate detection using shallow text features").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detente.reading import page_apart
from detente.reading.lexicon import wordset
from detente.reading.markup import BLOCK, SKIP, text_of, words

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_BODY = re.compile(
    r"(?:^|[\s_-])(?:(?:entry|post|article|story|blog|single|page|main|content|body|report|essay|commentary|publication)[\s_-]{1,2}"
    r"(?:content|body|text|main|copy|detail)|articlebody|storybody|postbody|available-content|body-markup|wysiwyg|prose|"
    r"rich-?text|field--?name-(?:field-)?body|mw-parser-output|gutenberg|td-post-content|c-article__body|body)(?:$|[\s_-])",
    re.I,
)
_PROSE = wordset("p blockquote li pre dd td")
_HOLDERS = wordset("div section article main body center font form")
_LEAVES = wordset("p li h2 h3 h4 h5 h6 div span td dd section")


def body(tree: Element, title: str | None) -> str:
    """Text of the article; `title` is left out where the page repeats it."""
    top = next(iter(tree.iter("body")), tree)
    prose = _prose(top)
    total = prose.get(top, 0)
    if not total:
        return text_of(top, set())
    roots = _marked(top, prose, total) or [_smallest(top, prose, total)]
    texts = [_text(root, prose, title) for root in roots]
    return "\n\n".join(t for t in texts if t)


def _prose(top: Element) -> dict[Element, int]:
    """Characters of prose below each element: paragraphs of some length that are not mostly links.

    What stands in an element that is apart (a menu, a teaser) does not count, unless that holds half the page.
    """
    texts = [(e, n) for e in top.iter() if isinstance(e.tag, str) and (n := length(e))]
    every: dict[Element, int] = {}
    for element, characters in texts:
        for above in (element, *element.iterancestors()):
            every[above] = every.get(above, 0) + characters
    most = 0.5 * every.get(top, 0)
    apart = {e for e, n in every.items() if n < most and (e.tag in SKIP or page_apart.is_apart(e, length))}
    counts: dict[Element, int] = {}
    for element, characters in texts:
        above = (element, *element.iterancestors())
        if apart.isdisjoint(above):
            for one in above:
                counts[one] = counts.get(one, 0) + characters
    return counts


def length(element: Element) -> int:
    """Characters of an element's prose: of a paragraph, or of text that stands straight in a division."""
    if element.tag in _PROSE:
        if any(c.tag in _PROSE or c.tag in ("div", "ul", "table") for c in element):
            return 0
        text = words(element)
    elif element.tag in _HOLDERS:
        own = [element.text or "", *(c.tail or "" for c in element)]
        text = " ".join(" ".join(own).split())
    else:
        return 0
    if len(text) < 40 or text.count(" ") < 6:
        return 0
    linked = sum(len(words(a)) for a in element.iter("a"))
    return len(text) if linked <= 0.5 * len(text) else 0


def _marked(top: Element, prose: dict[Element, int], total: int) -> list[Element]:
    """Elements that say they are the article's body and hold much of the prose; the innermost that lose nothing."""
    stated = [e for e in prose if "articleBody" in (e.get("itemprop") or "")]
    named = [
        e
        for e in prose
        if e.tag not in ("body", "html", "p", "li")
        and _BODY.search(f"{e.get('class') or ''} {e.get('id') or ''}")
    ]
    for group, share in ((stated, 0.3), (named, 0.45), ([e for e in prose if e.tag == "article"], 0.45)):
        outer = (
            [e for e in group if not any(a in group for a in e.iterancestors())] if len(group) < 300 else []
        )
        big = [e for e in outer if prose[e] >= 0.02 * total]
        best = max(big, key=lambda e: prose[e], default=None)
        if best is None:
            continue
        alike = [
            e
            for e in big
            if (e.tag, e.get("class"), e.getparent()) == (best.tag, best.get("class"), best.getparent())
        ]
        chosen = alike if group is not stated and best.tag != "article" else [best]
        if sum(prose[e] for e in chosen) < share * total:
            continue
        if len(chosen) == 1:
            inner = [
                e for e in [*stated, *named] if best in e.iterancestors() and prose[e] >= 0.92 * prose[best]
            ]
            chosen = [min(inner, key=lambda e: prose[e])] if inner else chosen
        return chosen
    return []


def _smallest(top: Element, prose: dict[Element, int], total: int) -> Element:
    """The smallest element that holds four fifths of the prose."""
    root = top
    while True:
        inner = max((c for c in root if c in prose), key=lambda c: prose[c], default=None)
        if inner is None or prose[inner] < 0.8 * total or inner.tag in _PROSE:
            return root
        root = inner


def _text(root: Element, prose: dict[Element, int], title: str | None) -> str:
    most = 0.5 * prose[root]
    stop: set[Element] = set()
    for element in root.iter():
        if element is root or not isinstance(element.tag, str):
            continue
        if element.tag == "h1" or (prose.get(element, 0) < most and page_apart.is_apart(element, length)):
            stop.add(element)
        elif element.tag == "table":
            if _is_figures(element):
                stop.add(element)
        elif element.tag == "sup" and re.fullmatch(r"\W{0,4}(?:\d{1,3}|[a-z*†])\W{0,4}", words(element)):
            stop.add(element)  # the call of a note
        elif element.tag in _LEAVES and _is_link(element):
            stop.add(element)
    lines = text_of(root, stop).split("\n")
    heading = _key(title or "")
    lines = [line for k, line in enumerate(lines) if not (k < 12 and line and _key(line) == heading)]
    return "\n".join(_without_repeats(lines))


def _is_link(element: Element) -> bool:
    """Whether a short block is nothing but links: the title of another article, a tag, a button."""
    if any(c.tag in BLOCK and c.tag != "br" for c in element):
        return False
    links = list(element.iter("a"))
    if not links:
        return False
    text = words(element)
    linked = sum(len(words(a)) for a in links)
    return (
        linked > 0.75 * len(text)
        and (len(text) < 160 or len(links) > 2)
        and not (text[-1:] == "." and text.count(" ") > 12)
    )


def _is_figures(table: Element) -> bool:
    """Whether a table holds figures and short entries, and not the page's text (old layouts)."""
    cells = [len(words(c).split()) for c in table.iter("td", "th")][:400]
    return not cells or (sorted(cells)[len(cells) // 2] <= 12 and max(cells) < 120)


def _key(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def _without_repeats(lines: list[str]) -> list[str]:
    """Without pull quotes: short lines whose words stand in a longer line as well."""
    if len(lines) > 800 or sum(map(len, lines)) > 300_000:
        return lines
    keys = [_key(line) for line in lines]
    whole = "\n".join(keys)
    return [
        line
        for line, key in zip(lines, keys, strict=True)
        if not (
            6 <= key.count(" ") + 1 <= 60
            and whole.count(key) > 1
            and any(key in k and len(k) > len(key) for k in keys)
        )
    ]
