"""What a web page says of itself: title, date, author, and comments, from schema.org JSON-LD, meta elements and marks.

In: a page's tree. Out: `Facts`. Sources in order of trust: JSON-LD of an article, meta elements (OpenGraph, Dublin
Core, Highwire, Parse.ly), microdata, then what stands beside the heading. Dates are those of `page_dates`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.reading import page_dates
from detente.reading.dates import DATE, Published
from detente.reading.furniture import Piece, byline, looks_like_name
from detente.reading.markup import words

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|Review|Thesis|LiveBlogPosting|CreativeWork)$")
_TITLES = (
    "og:title",
    "citation_title",
    "twitter:title",
    "dc.title",
    "dcterms.title",
    "parsely-title",
    "sailthru.title",
    "headline",
)
_AUTHORS = [
    "citation_author", "author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl",
    "article:author",
]  # fmt: skip
_BYLINE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:byline|by-line|author|authors|post-author|entry-author|contributor|contributors|writer|vcard)(?:$|[\s_-])",
    re.I,
)
_HEADLINE = re.compile(
    r"(?:entry|post|article|page|story|report|main|content)[\s_-]{0,2}(?:title|headline)|^\s*(?:title|headline)\b",
    re.I,
)
_MAX_JSON = 2_000_000


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the article on a page."""

    title: str | None = None
    published: Published | None = None
    author: str | None = None
    comments: tuple[Piece, ...] = ()


def structured(tree: Element) -> list[dict[str, Any]]:
    """All objects of the page's JSON-LD, those that describe an article first."""
    found: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text or len(script.text) > _MAX_JSON:
            continue
        text = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>)\s*$", "", script.text)
        try:
            value = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        found.extend(_objects(value))
    return sorted(found, key=lambda o: not _is_article(o))


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Objects at the top, in lists and in @graph."""
    stack = [value]
    while stack:
        one = stack.pop(0)
        if isinstance(one, list):
            stack[:0] = one[:500]
        elif isinstance(one, dict):
            yield one
            for key in ("@graph", "mainEntity", "mainEntityOfPage"):
                if isinstance(one.get(key), dict | list):
                    stack.append(one[key])


def _is_article(one: dict[str, Any]) -> bool:
    kinds = one.get("@type")
    return any(
        isinstance(k, str) and _ARTICLE.search(k) for k in (kinds if isinstance(kinds, list) else [kinds])
    )


def facts(tree: Element, objects: list[dict[str, Any]], address: str = "") -> Facts:
    """Title, date, author and comments of a page; `address` is where it was read."""
    meta = _meta(tree)
    article = next((o for o in objects if _is_article(o)), {})
    names = {
        str(o.get("@id")): str(o["name"]) for o in objects if o.get("@id") and isinstance(o.get("name"), str)
    }
    site = (meta.get("og:site_name") or [""])[0]
    return Facts(
        _title(tree, meta, article, site),
        page_dates.published(tree, meta, article, address),
        _author(tree, meta, article, names, site),
        tuple(_comments(objects)),
    )


def _meta(tree: Element) -> dict[str, list[str]]:
    meta: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        content = " ".join((element.get("content") or "").split())
        if name and content and len(content) <= 1000:
            meta.setdefault(name, []).append(content)
    return meta


def _plain(text: Any) -> str:
    """Text of a JSON-LD or meta value, which may hold entities or tags."""
    import html

    return (
        " ".join(re.sub(r"<[^<>]{0,500}>", " ", html.unescape(text)).split()) if isinstance(text, str) else ""
    )


def _title(tree: Element, meta: dict[str, list[str]], article: dict[str, Any], site: str) -> str | None:
    page = next((w for t in tree.iter("title") if (w := words(t))), "")
    named = [_plain(article.get("headline")) or _plain(article.get("name"))]
    named += [_plain(v) for key in _TITLES for v in meta.get(key, [])[:1]]
    named = [n for n in [*named, page] if n]
    marked = [
        h
        for h in tree.iter("h1", "h2", "h3")
        if _HEADLINE.search(f"{h.get('class') or ''} {h.get('itemprop') or ''}")
    ]
    bold = tree.iter("b", "strong", "font") if len(named) == 1 else ()  # sites without any mark of a heading
    likely = [h for h in [*marked, *tree.iter("h1"), *bold] if not page_dates.is_elsewhere(h)]
    headings = [w for h in likely[:200] if 3 <= len(w := words(h)) <= 300 and w != site]
    pieces = {p for n in named for p in (n, *re.split(r"\s[|–—·«»-]\s|:\s", n)) if len(p) > 8}
    for heading in headings:  # what the reader sees, where the page calls itself the same
        if heading in pieces or any(_same(heading, n) for n in named[:-1]) or not named:
            return heading
    for heading in [words(h) for h in tree.iter("h1") if not page_dates.is_elsewhere(h)][:5]:
        if any(_same(heading, n) for n in named):
            return heading
    if named:
        return _without_site(named[0], site)
    return next(iter(headings), None) or next((w for h in tree.iter("h2") if (w := words(h))), None)


def _same(one: str, other: str) -> bool:
    a, b = (re.sub(r"\W+", " ", t.lower()).strip() for t in (one, other))
    return bool(a) and bool(b) and (a in b or b in a)


def _without_site(title: str, site: str) -> str:
    """A page's title without the site's name at its end ("Title | Site", "Title - Site")."""
    if site:
        title = re.sub(rf"[\s|–—·:«»-]{{1,12}}{re.escape(site)}\s{{0,9}}$", "", title, flags=re.I) or title
    cut = re.match(r"(.{12,300}?)\s[|«»]\s[^|«»]{2,60}$", title) or re.match(
        r"(.{20,300})\s[-–—]\s[^-–—]{2,40}$", title
    )
    opens_site = cut and len(cut[1].split()) >= 4 and len(title[len(cut[1]) :].split()) <= 6
    return cut[1].rstrip() if cut and opens_site else title


def _author(
    tree: Element, meta: dict[str, list[str]], article: dict[str, Any], names: dict[str, str], site: str
) -> str | None:
    people = _people(article.get("author"), names) or _people(article.get("creator"), names)
    found = _listed(people, site)
    if found:
        return found
    for key in _AUTHORS:
        values = [_turned(v) for v in meta.get(key, [])[:8] if not re.search(r"https?:|www\.|^@", v)]
        stated = values if key == "citation_author" else [p for v in values for p in _named(v)]
        found = _listed(stated, site)
        if found:
            return found
    marked = [
        e
        for e in tree.iter("a", "span", "div", "p", "address", "meta")
        if _is_author(e) and not page_dates.is_elsewhere(e)
    ]
    inner = [e for e in marked if not any(a in marked for a in e.iterancestors())]
    found = _listed(
        [p for e in inner[:6] for p in _named(e.get("content") or words(e)) if looks_like_name(p)], site
    )
    if found:
        return found
    for element in tree.iter("p", "div", "span", "h2", "h3", "h4", "h5", "h6", "address", "li", "cite", "a"):
        if page_dates.is_elsewhere(element):
            continue
        label = f"{element.get('class') or ''} {element.get('id') or ''}"
        text = words(element) if sum(1 for _ in element.iter()) <= 40 else ""
        if not 0 < len(text) <= 160:
            continue
        written = bool(re.match(r"by\b", text, re.I))
        if not _BYLINE_CLASS.search(label) and not written:
            continue
        name = byline(text)[0]
        if not name and _BYLINE_CLASS.search(label):
            links = [w for a in element.iter("a") if looks_like_name(w := words(a))]
            name = _listed(links, site) or next((p for p in _named(text) if looks_like_name(p)), None)
        if name:
            return _listed(_named(name), site)
    return _listed(_people(article.get("author"), names, bodies=True), "")


def _turned(name: str) -> str:
    """ "Roe, Jane" as "Jane Roe"."""
    parts = [p.strip() for p in name.split(",")]
    return (
        f"{parts[1]} {parts[0]}"
        if len(parts) == 2
        and all(parts)
        and looks_like_name(f"{parts[1]} {parts[0]}")
        and " " not in parts[0]
        else name
    )


def _is_author(element: Element) -> bool:
    return "author" in (element.get("rel") or "").split() or (element.get("itemprop") or "") in (
        "author",
        "creator",
    )


def _people(value: Any, names: dict[str, str], *, bodies: bool = False) -> list[str]:
    """Names in a schema.org author: a text, an object, a reference or a list; organisations only with `bodies`."""
    found: list[str] = []
    for one in (value if isinstance(value, list) else [value])[:12]:
        if isinstance(one, str):
            found += _named(_plain(one))
        elif isinstance(one, dict) and (bodies or "Organization" not in str(one.get("@type"))):
            name = one.get("name")
            name = name[0] if isinstance(name, list) and name else name
            found.append(_plain(name) or names.get(str(one.get("@id")), ""))
    return [f for f in found if f]


def _named(text: str) -> list[str]:
    """Names in a byline: "By A, B and C, May 3, 2019" gives A, B, C."""
    text = DATE.sub(" ", _plain(text)[:300])
    text = re.sub(r"^\W*(?:by|written by|authors?:?|posted by|from)\s+", "", text, flags=re.I)
    parts = re.split(r"\s{0,9}(?:,|;|\||•|·|/|\n|\band\b|&|\bon\b)\s{0,9}", text)
    return [p.strip(" .:-–—") for p in parts if len(p.strip(" .:-–—")) > 1]


def _listed(people: list[str], site: str) -> str | None:
    """ "A", "A and B", "A, B and C"; addresses, accounts and the site itself are no authors."""
    kept = []
    for name in people:
        odd = re.search(
            r"https?:|www\.|@|\d{3}|^(?:admin|administrator|editor|staff|guest|webmaster|the editors?)$",
            name,
            re.I,
        )
        if not odd and len(name) <= 80 and name not in kept and (name.lower() != site.lower() or not site):
            kept.append(name)
    return f"{', '.join(kept[:-1])} and {kept[-1]}" if len(kept) > 1 else next(iter(kept), None)


def _comments(objects: list[dict[str, Any]]) -> Iterator[Piece]:
    """Comments written in the page's JSON-LD."""
    stack = [c for o in objects for c in _list(o.get("comment"))]
    stack += [o for o in objects if o.get("@type") == "Comment"]
    while stack:
        one = stack.pop(0)
        if not isinstance(one, dict):
            continue
        text = _plain(one.get("text") or one.get("description"))
        if text:
            author = _listed(_people(one.get("author") or one.get("creator"), {}), "")
            yield Piece(
                "comment",
                text,
                author,
                page_dates.machine(str(one.get("dateCreated") or one.get("datePublished") or "")),
            )
        stack[:0] = _list(one.get("comment"))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if value else []
