# ruff: noqa: E501
"""Nothing a page may hold makes reading crash, hang or point outside the text."""

from __future__ import annotations

import hostile_samples
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import DetenteError
from detente.model import Document, Part
from detente.reading import find_claims, read_claims, read_document

WORDS = [
    "Kenya",
    "Uganda",
    "Russia",
    "China",
    "the",
    "EU",
    "NATO",
    "and",
    "but",
    "because",
    "should",
    "may",
    "not",
    "improved",
    "left",
    "joined",
    "from",
    "to",
    "with",
    "relations",
    "between",
    "1990",
    "1980s",
    "recently",
    "both",
    "states",
    "it",
    "its",
    "than",
    ",",
    ".",
    ";",
    ":",
    "—",
    "(",
    ")",
    '"',
    "’s",
    "war",
    "trade",
    "arms",
    "voted",
    "\n\n",
    "<p>",
    "&amp;",
    "\u202e",
    "\x00",
]
ANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _check(document: Document) -> None:
    texts = {p.id: p.text for p in document.parts}
    for claim in find_claims(document, year=2020):
        assert texts[claim.part][claim.start : claim.end] == claim.quote
        assert 0 <= claim.start <= claim.end <= len(texts[claim.part])


def _read(name: str, content: str | bytes) -> Document | None:
    """The document, or None where it was refused in one line."""
    try:
        return read_document(name, content)
    except DetenteError as error:
        if "\n" in str(error):
            raise
        return None


@ANY
@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    _check(Document(None, (Part("article", "article", text),)))


@ANY
@given(st.lists(st.sampled_from(WORDS), max_size=80).map(" ".join))
def test_any_words(text: str) -> None:
    _check(Document(None, (Part("article", "article", text),)))
    claims = read_claims(text, actors=["KEN", "UGA"], years=(1990, 2000), kind="trend")
    assert claims
    assert all(text[c.start : c.end] == c.quote for c in claims)


@ANY
@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a.html"]))
def test_any_bytes(content: bytes, name: str) -> None:
    document = _read(name, content)
    if document:
        _check(document)


@ANY
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div class='comment'>",
                "</div>",
                "<script>",
                "</script>",
                "<ul><li>",
                "<!--",
                "-->",
                "<b",
                ">",
                "&#0;",
                "Kenya and Uganda are allies. ",
            ]
        ),
        max_size=40,
    ).map("".join)
)
def test_any_markup(text: str) -> None:
    document = _read("a.html", f"<html><body>{text}</body></html>")
    if document:
        _check(document)


@pytest.mark.parametrize(
    "text",
    [
        "<html><body>" + "<div>" * 100_000 + "Kenya and Uganda are allies." + "</div>" * 100_000,
        "<html><body>" + "<b><i>" * 20_000 + "Kenya and Uganda are allies.",
        "<html><body><p>Kenya and Uganda are allies.</p>" + "<!--" * 20_000,
        "<html><body>Kenya and Uganda are allies." + "<a href='" * 20_000,
        "<html><body>Kenya and Uganda are allies." + "&" * 100_000,
    ],
    ids=["deep", "unclosed", "comments", "attributes", "entities"],
)
def test_hostile_pages(text: str) -> None:
    document = read_document("a.html", text)
    _check(document)
    assert "Kenya and Uganda are allies." in document.parts[0].text


@pytest.mark.parametrize(
    "text",
    [
        "Kenya and " * 10_000 + "Uganda are allies.",
        "word " * 10_000,
        "((((" * 5_000 + " Kenya and Uganda are allies.",
        "*" * 50_000 + " [" * 20_000,
        "\u202eKenya and Uganda are allies.\u202c",
        "- " * 30_000,
        "1990 to " * 5_000,
        "May 1, 2017 at " * 5_000,
        "a" * 100_000,
    ],
    ids=["long", "words", "brackets", "stars", "rtl", "dashes", "years", "dates", "letters"],
)
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_hostile_texts(text: str, name: str) -> None:
    document = _read(name, text)
    if document:
        _check(document)


def test_direction_marks_and_controls_are_not_shown() -> None:
    text = read_document("a", "\u202eKenya\x07 and\u200b Uganda are allies.\u2066").parts[0].text
    assert text == "Kenya and Uganda are allies."


# Of the handmade documents, those that need no gigabyte to make and no minute to read; all are in benchmarks/hostile.py.
SOME = [
    "text: nul", "text: escape", "text: fences", "text: lone surrogates", "text: utf-16 broken", "text: all bytes", "text: a line of a million",
    "markdown: unclosed comment", "markdown: table rule", "markdown: hashes at the end", "html: open script", "html: comment, fewer",
    "html: replies, fewer", "html: 190 deep comments", "html: deep JSON", "html: JSON of graphs", "html: picture in the page",
    "xml: billion laughs", "xml: outside file", "docx: bomb", "docx: bombs beside", "docx: too many members", "docx: deep",
    "docx: billion laughs", "docx: outside file", "docx: cut", "docx: lies of its size", "epub: bomb", "epub: deep", "epub: ring",
    "zip: in a zip", "zip: a million entries", "pdf: ring of pages", "pdf: page its own parent", "pdf: nested arrays", "pdf: form in itself",
    "pdf: font of itself", "pdf: font with wide range", "pdf: map of characters", "pdf: xref ring", "pdf: without end", "pdf: half",
]  # fmt: skip


@pytest.mark.timeout(900)
def test_hostile_documents() -> None:
    made = {name: content for name, content in hostile_samples.by_hand(large=False) if name in SOME}
    assert sorted(made) == sorted(SOME)
    for name, content in [*made.items(), *hostile_samples.at_random(24, seed=11)]:
        document = _read(name, content)
        if document:
            _check(document)
        if name.endswith("outside file"):
            assert document
            assert "root:" not in document.parts[0].text


def test_a_pdf_is_held_in_memory_and_time(monkeypatch: pytest.MonkeyPatch) -> None:
    from document_samples import two_columns

    from detente.reading import child

    monkeypatch.setattr(child, "_TIMES", 0.0001)
    with pytest.raises(DetenteError, match="too long"):
        read_document("a.pdf", two_columns(False))
