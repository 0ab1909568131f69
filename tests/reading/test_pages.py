"""Web pages of many layouts: title, author, date, body and comments, against what a person reads there.

The pages in `pages/` imitate the layouts of news sites, think tanks and blogs; sentences and people are our own.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.reading import find_claims, read_document

PAGES = Path(__file__).parent / "pages"
EXPECTED = json.loads((PAGES / "expected.json").read_text("utf-8"))


@pytest.mark.parametrize("name", EXPECTED)
def test_page(name: str) -> None:
    expected = EXPECTED[name]
    document = read_document("page", (PAGES / f"{name}.html").read_bytes())
    article, *comments = document.parts
    assert document.title == expected["title"]
    assert (article.author, article.published) == (expected["author"], expected["published"])
    body = [" ".join(p.split()) for p in article.text.split("\n\n")]
    assert [p for p in expected["paragraphs"] if p not in body] == []
    assert [p for p in body if p not in expected["paragraphs"] and p != expected["title"]] == expected.get(
        "besides", []
    )
    assert [[c.author, c.published, c.text] for c in comments] == expected["comments"]


@pytest.mark.parametrize("name", ["wordpress", "disqus"])
def test_claims_of_readers_are_readers(name: str) -> None:
    document = read_document("page", (PAGES / f"{name}.html").read_bytes())
    texts = {p.id: p for p in document.parts}
    claims = find_claims(document)
    assert claims
    for claim in claims:
        part = texts[claim.part]
        assert part.text[claim.start : claim.end] == claim.quote
        assert claim.attribution != "author" or part.kind == "article"


PASTED = """Skip to content
Menu
Home
World
Africa
Opinion
Subscribe

Neighbours on a Lake – OpEd

By Jane Roe

May 3, 2019

Share on Facebook
Tweet

{}

Also read: Why Brazil voted with India on trade

Photo: A. Person / Wikimedia Commons

{}

Related Articles

China and Japan argue over a reef again

Iran and Iraq reopen a crossing

{}

Jane Roe is a fellow at an institute in Nairobi.

Share this:

2 thoughts on “Neighbours on a Lake – OpEd”

Ann says:
May 4, 2019 at 10:02 am

Togo lies.

Reply

Bob
May 5, 2019 at 1:00 pm

No.

Reply

Leave a Reply

Your email address will not be published. Required fields are marked *

About us
Contact
Privacy policy
© 2019 The Sample Review. All rights reserved.
"""


def test_text_pasted_from_a_web_page() -> None:
    paragraphs = EXPECTED["wordpress"]["paragraphs"][:3]
    document = read_document("pasted.txt", PASTED.format(*paragraphs))
    article, *comments = document.parts
    assert document.title == "Neighbours on a Lake – OpEd"
    assert (article.author, article.published) == ("Jane Roe", "2019-05-03")
    assert article.text.split("\n\n") == paragraphs
    assert [(c.author, c.published, c.text) for c in comments] == [
        ("Ann", "2019-05-04", "Togo lies."),
        ("Bob", "2019-05-05", "No."),
    ]


def test_a_list_of_related_articles_does_not_end_the_text() -> None:
    words = "Kenya and Uganda drew closer after 2000, and trade between the two states grew in every year since then."
    document = read_document("a.txt", f"{words}\n\nRelated stories\n\nChad waits\n\n{words}\n")
    assert document.parts[0].text == f"{words}\n\n{words}"


def test_what_a_page_strikes_out_is_not_read():
    page = (
        b"<html><body><article><h1>Two borders</h1><p>The border of <del>Ghana</del><ins>Benin</ins> was shut for a year, "
        b"and those who live along it still speak of that time.</p>"
        b"<p><s>Chile and Peru met.</s> What came of it is told below, at some length.</p>"
        b"</article></body></html>"
    )
    text = read_document("page", page).parts[0].text
    assert "Benin" in text
    assert "Ghana" not in text
    assert "Chile" not in text
