"""The date of publication of a web page, and where it stands: never that of a change, of a clock or of another article.

In: a page's tree, its meta elements, the JSON-LD object of its article and its address. Out: `Published` or None. In order:
JSON-LD and meta elements for publication, elements for times, elements that call themselves dates, short lines about
the heading, the address. Dates of modification are never taken: they say when a page was touched, not when its text
was written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from detente.reading.dates import MONTH, Order, Published, iso_date, month_number, publication_date
from detente.reading.furniture import byline
from detente.reading.markup import words

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DATES = (
    "article:published_time", "article:published", "datepublished", "citation_publication_date", "citation_date",
    "citation_online_date", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dcterms.created",
    "dc.date", "dcterms.date", "dc.created", "pubdate", "publishdate", "publish-date", "publish_date",
    "og:published_time", "og:article:published_time", "originalpublicationdate", "date", "cxenseparse:recs:publishtime",
)  # fmt: skip
_ELSEWHERE = re.compile(
    r"(?<!post)(?<!entry)(?<!article)(?:^|[\s_-])(?:related|recommended|sidebar|widget|popular|trending|teaser|card|promo|"
    r"most-read|comments?|footer|more|nav|menu|latest|listing|newsletter)(?:$|[\s_-])",
    re.I,
)
_MASTHEAD = re.compile(
    r"(?:^|[\s_-])(?:masthead|top-?bar|clock|today|current-?date|weather|ticker)(?:$|[\s_-])", re.I
)
_CHANGED = re.compile(r"(?:^|[\s_-])(?:updated?|modified|last-?(?:updated?|modified))(?:$|[\s_-])", re.I)
_ISSUED = re.compile(r"publish|entry-date|posted|pub-?date", re.I)
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:date|dateline|published?|pub-?date|posted-on|post-date|timestamp|entry-meta|post-meta|article-meta)",
    re.I,
)
_IN_ADDRESS = (
    re.compile(r"/(?P<y>(?:19|20)\d\d)/(?P<m>\d{1,2})/(?P<d>\d{1,2})(?=/|$)"),
    re.compile(rf"/(?P<y>(?:19|20)\d\d)/(?P<m>{MONTH})/(?P<d>\d{{1,2}})(?=/|$)", re.I),
    re.compile(r"/(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?=[/-]|$)"),
    re.compile(r"/(?P<y>(?:19|20)\d\d)/(?P<m>\d{1,2})(?=/|$)"),
)
# Where English is read month first: the United States and some islands.
_MONTH_FIRST = frozenset(("us", "as", "gu", "mp", "pr", "vi", "fm", "mh", "pw", "ph"))


def published(
    tree: Element, meta: dict[str, list[str]], article: dict[str, Any], address: str = ""
) -> Published | None:
    """Date of publication with its origin; None where the page states none."""
    order = order_of(tree, meta)
    stated = [article.get(k) for k in ("datePublished", "dateCreated", "uploadDate")]
    stated += [v for key in _DATES for v in meta.get(key, [])[:1]]
    for value in stated:
        if isinstance(value, str) and (date := machine(value, order)):
            return Published(date, "meta")
    date = _timed(tree, order)
    if date:
        return Published(date, "time")
    date = _called(tree, order) or _beside_heading(tree, order)
    if date:
        return Published(date, "stated")
    links = [e.get("href") or "" for e in tree.iter("link") if e.get("rel") == "canonical"]
    date = next((d for link in [*links, *meta.get("og:url", []), address] if (d := in_address(link))), None)
    return Published(date, "url") if date else None


def order_of(tree: Element, meta: dict[str, list[str]]) -> Order:
    """Whether the page's language puts the day or the month first in 05/06/2009."""
    page = next(tree.iter("html"), tree)
    named = [page.get("lang"), page.get("{http://www.w3.org/XML/1998/namespace}lang"), page.get("xml:lang")]
    named += [v for key in ("content-language", "og:locale") for v in meta.get(key, [])[:1]]
    for language in named:
        parts = re.split(r"[-_]", (language or "").strip().lower())
        if len(parts) > 1 and len(parts[-1]) == 2:
            return "month" if parts[0] == "en" and parts[-1] in _MONTH_FIRST else "day"
        if parts[0] and parts[0] != "en":
            return "day"
    return "unsure"


def machine(value: str, order: Order = "unsure") -> str | None:
    """Date of a machine's date: ISO 8601 in either form, RFC 2822, or words."""
    found = re.match(r"\s*((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)", value)
    if found:
        return iso_date(f"{found[1]}-{found[2]}-{found[3]}")
    short = re.fullmatch(r"((?:19|20)\d\d)(?:[-/](0[1-9]|1[0-2]))?", value.strip()[:10])
    if short:
        return f"{short[1]}-{short[2]}" if short[2] else short[1]
    return iso_date(value[:200], order)


def in_address(address: str) -> str | None:
    """Date at the beginning of a step of an address's path; not one amid a title."""
    path = re.sub(r"^[a-z]+://[^/]{0,300}|[?#].*", "", address[:2000], flags=re.I | re.S)
    for pattern in _IN_ADDRESS:
        found = pattern.search(path)
        if found:
            month = int(found["m"]) if found["m"].isdigit() else month_number(found["m"])
            if "d" not in found.re.groupindex:
                return f"{found['y']}-{month:02d}" if 1 <= month <= 12 else None
            return iso_date(f"{found['y']}-{month:02d}-{int(found['d']):02d}")
    return None


def _timed(tree: Element, order: Order) -> str | None:
    """Date of the elements for times and of microdata: those for publication first, those for changes never."""
    times = [e for e in tree.iter("time") if not is_elsewhere(e) and not _is_clock(e) and not _is_change(e)]
    marked = [
        e for e in tree.iter() if isinstance(e.tag, str) and "datePublished" in (e.get("itemprop") or "")
    ]
    dated = [e for e in times if e.get("pubdate") is not None or _ISSUED.search(e.get("class") or "")]
    within = [e for e in times if any(a.tag in ("article", "main") for a in e.iterancestors())]
    for element in [*marked, *dated, *within, *times]:
        value = element.get("datetime") or element.get("content") or ""
        date = machine(value, order) or publication_date(words(element)[:200], order)
        if date:
            return date
    return None


def _is_change(element: Element) -> bool:
    """Whether an element for a time says, or is said to be, that of a change."""
    own = f"{element.get('class') or ''} {element.get('itemprop') or ''}"
    if _ISSUED.search(own) or "datePublished" in own:
        return False
    if "dateModified" in own or _CHANGED.search(own):
        return True
    above = element.getparent()
    if above is None:
        return False
    previous = element.getprevious()
    before = (above.text if previous is None else previous.tail) or ""
    if previous is not None and not before.strip(" :|·•–—-\n\t"):
        before = words(previous) + before
    # A date put in the place of the element, and left out where the words before it are those of a change.
    return publication_date(f"{' '.join(before.split())[-40:]} 2001-01-01") is None


def _called(tree: Element, order: Order) -> str | None:
    """Date of the first element that calls itself a date."""
    for element in tree.iter("p", "span", "div", "li", "small", "em", "h2", "h3", "h4", "h5", "h6"):
        label = _label(element)
        if not _NAMED.search(label) or _CHANGED.search(label) or is_elsewhere(element) or _is_clock(element):
            continue
        text = words(element)
        date = publication_date(text, order) if len(text) <= 200 else None
        if date:
            return date
    return None


def _beside_heading(tree: Element, order: Order) -> str | None:
    """Date of a short line among the first after the first heading."""
    heading = next((h for h in tree.iter("h1", "h2") if words(h)), None)
    if heading is None:
        return None
    for k, element in enumerate(heading.itersiblings()):
        for inner in element.iter():
            if isinstance(inner.tag, str) and len(inner) == 0:
                line = words(inner)[:100]
                date = byline(line)[1] and publication_date(line, order)
                if date:
                    return date
        if k >= 6:
            break
    return None


def is_elsewhere(element: Element) -> bool:
    """Whether an element stands in a list of other articles, a side column or the page's foot."""
    for k, above in enumerate([element, *element.iterancestors()]):
        if above.tag in ("body", "html", "main"):
            return False
        if above.tag in ("aside", "footer", "nav"):
            return above.tag != "footer" or k > 0
        if above.tag != "article" and _ELSEWHERE.search(_label(above)):
            return True
    return False


def _is_clock(element: Element) -> bool:
    """Whether an element stands in the page's head, where sites show the day on which it is read."""
    for above in [element, *element.iterancestors()]:
        if above.tag in ("article", "main", "body"):
            return False
        if _MASTHEAD.search(_label(above)) or (
            above.tag == "header" and next(above.iter("h1"), None) is None
        ):
            return True
    return False


def _label(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"
