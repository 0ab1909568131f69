"""Web pages: title, date, author, article and comments of an HTML document.

In: HTML as text. Out: as `furniture.split`. `page_facts` reads what the page says of itself, `page_comments` cuts
out the comments, `page_article` finds the text; trafilatura is asked where our own walk finds little. Pages
nested too deep or with too many elements are read as bare text.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from detente.reading import furniture, markup, page_apart, page_article, page_comments, page_facts
from detente.reading.furniture import Page, Piece

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

LITTLE = 600  # characters of an article below which trafilatura is asked too
MAX_TRAFILATURA = 20_000  # elements of a page that is put to trafilatura


def read(page: str, address: str = "") -> Page:
    """Title, date, author and pieces of an HTML page; `address` is where it was read, if on the web."""
    tree = markup.parse(page) if markup.is_tame(page) else None
    if tree is None:
        return furniture.split(markup.bare(page))
    objects = page_facts.structured(tree)
    comments = page_comments.take(tree)
    known = page_facts.facts(tree, objects, address)
    page_apart.cut(tree, page_article.length)
    text = page_article.body(tree, known.title)
    if len(text) < LITTLE:
        others = [_trafilatura(tree) or "", _stated(objects)]
        text = max([text, *(o for o in others if len(o) > 1.5 * len(text))], key=len)
    title, published, author, pieces = furniture.split(text, known.title)
    article = next((p for p in pieces if p.kind == "article"), Piece("article", ""))
    more = comments or [p for p in pieces if p.kind == "comment"] or list(known.comments)
    if known.published and (known.published.origin != "url" or not published):
        published = (
            known.published
        )  # what a page says of itself is surer than a line of its text, the address is not
    return (
        known.title or title,
        published,
        known.author or author,
        [replace(article, text=_without_bio(_whole(article.text, comments), known.author or author)), *more],
    )


def _without_bio(text: str, author: str | None) -> str:
    """The article without a last word on who wrote it ("Jane Roe is a fellow at ...")."""
    people = [re.escape(name) for name in re.split(r", | and ", author or "") if len(name) > 3]
    if not people:
        return text
    bio = re.compile(
        rf"\W{{0,9}}(?:(?:Dr|Prof|Professor|Amb|Ambassador|Gen|Col)\.? )?(?:{'|'.join(people)})(?:,? \([^()]{{1,60}}\))?"
        r"(?:,? (?:is|are|was|serves|teaches|works|has been|holds|writes|specialises|specializes)\b|$)"
    )
    blocks = text.split("\n\n")
    first = max(1, len(blocks) - 4)
    return "\n\n".join(b for k, b in enumerate(blocks) if k < first or len(b) > 900 or not bio.match(b))


def _whole(text: str, comments: list[Piece]) -> str:
    """The article without comments that stand in it as well."""
    for comment in comments[:200]:
        if len(comment.text) > 60 and comment.text in text:
            text = text.replace(comment.text, "")
    return text


def _stated(objects: list[dict[str, Any]]) -> str:
    """The article's text where the page carries it as data."""
    body = next((o["articleBody"] for o in objects if isinstance(o.get("articleBody"), str)), "")
    if "<p" in body[:2000]:
        body = markup.bare(body)
    return "\n\n".join(line.strip() for line in body.split("\n") if line.strip())


def _trafilatura(tree: Element) -> str | None:
    """Article text as trafilatura sees it, paragraphs apart; None where it fails."""
    if sum(1 for _ in tree.iter()) > MAX_TRAFILATURA:
        return None
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
                output_format="txt",
                with_metadata=False,
            )
    except Exception:  # a page it cannot take is read by our own walk
        return None
    return "\n\n".join(line.strip() for line in text.split("\n") if line.strip()) if text else None
