"""What of a web page is not its article: boxes for consent, hidden text, menus, share bars, lists of other articles.

In: a page's tree or an element of it. `cut` takes out, before the article is looked for, what can never be its text however
long it is: consent and terms, hidden blocks outside the article, and lists of other articles. `is_apart` says of an
element that it calls itself something else, which counts only while it holds less than half of the page's prose.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from detente.reading.lexicon import wordset
from detente.reading.markup import words

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_APART = wordset(
    "share shares sharing sharedaddy sharebar social addtoany addthis related relatedposts recommended recommendation "
    "recommendations newsletter subscribe subscription signup promo promotion promotions advert adverts advertisement "
    "advertising ad ads adsense sponsor sponsored sponsorship cookie cookies consent gdpr banner breadcrumb breadcrumbs "
    "byline authorbox bio biography tags toolbar caption captions figcaption credit credits pullquote pull sidebar widget "
    "widgets nav navigation navbar menu footer popular trending readmore donate donation paywall print metadata dateline "
    "timestamp offscreen feedback rating outbrain taboola teaser teasers modal popup overlay dialog login register "
    "copyright disclaimer pagination pager skip masthead topbar toc download downloads citation hashtags syndication "
    "jetpack likes reactions follow audio player podcast embed video gallery slideshow infobox callout kicker eyebrow "
    "tile tiles"
)
_PAIRS = re.compile(
    r"(?:author|contributor|writer|expert)s?[\s_-]{1,2}(?:box|bio|info|card|details?|description|about|profile|meta|note)|"
    r"about[\s_-]{1,2}(?:the[\s_-])?author|"
    r"(?:entry|post|article|story|content)[\s_-]{1,2}(?:meta|tags?|footer|share|nav|related|info|byline|date|header__meta)|"
    r"pull[\s_-]?quote|"
    r"more[\s_-](?:from|stories|on|articles)|read[\s_-](?:more|next|also)|most[\s_-](?:read|popular)|you[\s_-]may|"
    r"sr[\s_-]only|screen[\s_-]reader|visually[\s_-]hidden|wp-caption|image[\s_-](?:credit|caption)|photo[\s_-](?:credit|caption)|"
    r"sign[\s_-]?up|mailing[\s_-]list|up[\s_-]next|latest[\s_-](?:news|posts|articles)|our[\s_-]latest",
    re.I,
)
_ROLES = wordset("navigation complementary banner contentinfo dialog alertdialog search menu toolbar")
_CONSENT = wordset(
    "cookie cookies cookiebot cookiebanner consent gdpr ccpa tcf cmp onetrust eprivacy didomi usercentrics osano truste "
    "trustarc quantcast modal popup lightbox"
)
_TERMS = re.compile(
    r"terms[\s_-](?:and|of|conditions|use)|privacy[\s_-](?:notice|policy|banner|box|overlay)", re.I
)
_LISTS = re.compile(
    r"(?:^|[\s_-])(?:related(?!\w)|relatedposts|recommended|recommendations?|teasers?|tiles?|trending|most[\s_-](?:read|popular|viewed)|"
    r"(?:our|the)[\s_-]latest|latest[\s_-](?:news|posts|articles|stories)|up[\s_-]next|read[\s_-]next|you[\s_-]may|"
    r"more[\s_-](?:from|stories|articles)|outbrain|taboola)(?:$|[\s_-])",
    re.I,
)
_ABOUT_POST = re.compile(
    r"(?:tag|category|topic|post|term|type|format|status|hentry|page)[_-]"
)  # WordPress on itself
_CONSENT_TEXT = re.compile(
    r"\b(?:we|our partners|this (?:web)?site)\b[^.]{0,80}\b(?:use[sd]? cookies|cookies and|(?:store|access)\b[^.]{0,60}\bdevice)",
    re.I,
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|clip\s*:\s*rect\(\s*(?:0|1px)|clip-path\s*:\s*inset\(\s*(?:50|100)%|"
    r"(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.I,
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = ("div", "section", "li", "article", "aside", "td", "ul", "ol", "dialog", "form", "main", "p")
_MANY = 2_000  # children of one element that are looked through for a list


def cut(tree: Element, length: Callable[[Element], int]) -> None:
    """Take out of a page what cannot be its article; nothing where no prose would be left.

    `length` gives the characters of prose that stand in an element itself.
    """
    heading = next(tree.iter("h1"), None)
    own = {heading, *heading.iterancestors()} if heading is not None else set()
    found = {e for e in tree.iter(*_BLOCKS) if e not in own and _never(e, own)}
    found |= _listed(tree, own)
    outer = [e for e in found if found.isdisjoint(e.iterancestors())]
    if not outer:
        return
    inside = {i for e in outer for i in e.iter()}
    body = next(tree.iter("body"), tree)
    if not any(isinstance(e.tag, str) and e not in inside and length(e) for e in body.iter()):
        return
    for element in outer:
        _remove(element)


def _never(element: Element, own: set[Element]) -> bool:
    """Whether an element that does not hold the page's heading is consent, terms, hidden or a list, by its own word."""
    if (
        element.tag == "dialog"
        or element.get("aria-modal") == "true"
        or element.get("role") in ("dialog", "alertdialog")
    ):
        return True
    if element.tag == "main":
        return False
    if is_hidden(element) and not any(a.tag == "article" for a in element.iterancestors()):
        return True
    names = [n for n in _names(element) if not _ABOUT_POST.match(n)]
    split = " ".join(names)
    if not _CONSENT.isdisjoint(re.findall(r"[a-z]+", split)) or _TERMS.search(split):
        return True
    if element.tag != "article" and _LISTS.search(split):
        return True
    above = element.getparent()
    outermost = above is not None and (above in own or above.tag == "body")
    return outermost and bool(own) and element.tag != "p" and bool(_CONSENT_TEXT.search(words(element)[:400]))


def _listed(tree: Element, own: set[Element]) -> set[Element]:
    """Entries of lists of other articles: three or more of one make, each with a heading that is a link and little text."""
    found: set[Element] = set()
    for parent in tree.iter(*_BLOCKS):
        if len(parent) < 3 or len(parent) > _MANY:
            continue
        alike: dict[tuple[str, str], list[Element]] = {}
        for child in parent:
            if isinstance(child.tag, str) and child.tag in _BLOCKS and child not in own:
                alike.setdefault((child.tag, child.get("class") or ""), []).append(child)
        for group in alike.values():
            entries = [e for e in group if _is_entry(e)] if len(group) > 2 else []
            if len(entries) == len(group):
                found.update(entries)
                found.update(h for h in parent if h.tag in _HEADINGS[1:] and h.getnext() is entries[0])
    return found


def _is_entry(element: Element) -> bool:
    """Whether an element shows another article: its linked title and at most a few lines of it."""
    linked = any(
        not (a.get("href") or "#").startswith("#")
        and (
            any(i.tag in _HEADINGS for i in a.iter())
            or any(i.tag in _HEADINGS for i in a.iterancestors() if i is not element)
        )
        for a in element.iter("a")
    )
    return linked and len(words(element)) <= 500


def is_hidden(element: Element) -> bool:
    """Whether an element is not shown."""
    return element.get("hidden") is not None or bool(_HIDDEN.search((element.get("style") or "")[:600]))


def is_apart(element: Element, length: Callable[[Element], int]) -> bool:
    """Whether an element calls itself something that is not the article's text."""
    if element.get("role") in _ROLES or is_hidden(element):
        return True
    if element.get("aria-hidden") == "true" and not _amid_prose(element, length):
        return True
    split = " ".join(_names(element))
    if len(split) < 3 or element.tag in ("body", "html", "main"):
        return False
    said = _APART.intersection(re.findall(r"[a-z]+", split))
    if said == {"paywall"} and _holds_text(element):
        return False
    return bool(said) or bool(_PAIRS.search(split))


def _amid_prose(element: Element, length: Callable[[Element], int]) -> bool:
    """Whether an element hidden from screen readers only (by the script of a pay wall) is prose among shown prose."""
    if length(element):
        return True
    above = element.getparent()
    inner = any(length(e) for e in element.iter("p", "blockquote", "li"))
    return inner and above is not None and any(length(e) for e in above if e.get("aria-hidden") != "true")


def _holds_text(element: Element) -> bool:
    """Whether what is marked as behind a pay wall is the text itself, and no box that asks to subscribe."""
    return not any(True for _ in element.iter("button", "form", "input")) and len(words(element)) >= 40


def _names(element: Element) -> list[str]:
    """Class and id of an element in lower case, CamelCase parted."""
    label = f"{element.get('class') or ''} {element.get('id') or ''}"[:600]
    return re.sub(r"([a-z])([A-Z])", r"\1 \2", label).lower().split()


def _remove(element: Element) -> None:
    """Take an element out of its tree, but not what follows it."""
    parent = element.getparent()
    if parent is None:
        return
    previous, tail = element.getprevious(), element.tail or ""
    parent.remove(element)
    if tail.strip():
        if previous is not None:
            previous.tail = f"{previous.tail or ''} {tail}"
        else:
            parent.text = f"{parent.text or ''} {tail}"
