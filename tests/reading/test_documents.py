"""Documents of every form: parts, title, date, author; and what cannot be read says so in one line."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from detente.errors import InputError, NetworkError
from detente.reading import find_claims, read_document
from detente.reading.documents import MAX_BYTES, MAX_CHARACTERS

ARTICLE = (
    "Kenya and Uganda drew closer after 2000. Trade between the two countries "
    "grew quickly, and nobody minded. "
)
PAGE = (
    f"A title\n\nBy Jane Roe\n3 May 2019\n\n{ARTICLE}\n\nSecond paragraph of the "
    f"article, which says nothing new at all here."
)


def test_plain_text() -> None:
    document = read_document("essay.txt", PAGE)
    assert document.title == "A title"
    part = document.parts[0]
    assert (part.author, part.published) == ("Jane Roe", "2019-05-03")
    assert part.text.startswith("Kenya and Uganda")
    assert "\n\nSecond paragraph" in part.text


def test_hard_wrapped_lines_are_joined() -> None:
    text = (
        "The states of the region met in the capital in order to\ntalk about "
        "trade, and then they all went home again.\n"
    )
    assert read_document("a", text).parts[0].text == text.replace("\n", " ").strip()


@pytest.mark.parametrize(
    "comments",
    [
        (
            "3 Comments\n\nAnn Bee says:\nMay 4, 2019 at 10:02 am\n\nTogo "
            "lies.\n\nReply\n\nBob says:\nMay 5, 2019 at 1:00 pm\n\nNo.\n\nReply"
        ),
        (
            "2 thoughts on “A title”\n\n• May 4, 2019 at 12:41 pm\nPermalink\n\nTogo "
            "lies.\n\nReply\n• May 5, 2019 at 2:27 "
            "pm\nPermalink\n\nNo.\n\nReply\n\nLeave a Reply\n\nYour email address will "
            "not be published. Required fields are marked *"
        ),
        "Comments (2)\n\nAnn Bee (4 May 2019): Togo lies.\n\nBob (5 May 2019): No.",
        "Comments\n\nAnn Bee\n2019-05-04 10:02\nTogo lies.\n\nBob\n2019-05-05 11:02\nNo.",
    ],
)
def test_comments_of_plain_text(comments: str) -> None:
    document = read_document("a", f"{PAGE}\n\n{comments}\n")
    found = [(p.id, p.text, p.published) for p in document.parts if p.kind == "comment"]
    assert found == [("comment-1", "Togo lies.", "2019-05-04"), ("comment-2", "No.", "2019-05-05")]
    assert "Comments" not in document.parts[0].text


def test_markdown() -> None:
    text = (
        "# Head\n\n*Kenya* and [Uganda](https://example.org/x) are "
        "**allies**.\n\n- Chad is not.\n\n> Mali waits.\n"
    )
    document = read_document("a.md", text)
    assert document.title == "Head"
    assert document.parts[0].text == "Kenya and Uganda are allies.\n\nChad is not.\n\nMali waits."


HTML = """<html><head><title>T</title><meta name="author" content="Jane Roe">
<meta property="article:published_time" content="2019-05-03T10:00:00Z"></head><body><nav>Home</nav>
<div class="cookie">We use cookies</div><article><h1>T</h1><p>{}</p><script>alert("Iran")</script></article>
<div id="comments"><div class="comment"><span class="author">Ann</span><time datetime="2019-05-04">x</time>
<p>Togo lies &amp; knows it.</p><a>Reply</a></div></div><footer>© Us</footer></body></html>"""


def test_html() -> None:
    document = read_document("page.html", HTML.format(ARTICLE * 3))
    article, comment = document.parts
    assert document.title == "T"
    assert (article.author, article.published) == ("Jane Roe", "2019-05-03")
    assert article.text.startswith("Kenya and Uganda")
    assert not any(w in article.text for w in ("Iran", "cookies", "Home", "Togo", "©"))
    assert (comment.author, comment.published, comment.text) == ("Ann", "2019-05-04", "Togo lies & knows it.")


@pytest.mark.parametrize(
    ("encoding", "letter"),
    [
        ("utf-8", "ż"),
        ("utf-8-sig", "ż"),
        ("utf-16", "ż"),
        ("utf-16-le", "é"),
        ("cp1252", "’"),
        ("iso-8859-1", "é"),
    ],
)
def test_encodings(tmp_path: Path, encoding: str, letter: str) -> None:
    text = f"The caf{letter} of Kenya and Uganda. " + ARTICLE * 3
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    assert read_document(path).parts[0].text == text.strip()


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ARTICLE.encode())))
    assert read_document("-").parts[0].text == ARTICLE.strip()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"\x00\x01\x02\x03" * 200, "not text"),
        (b"%PDF-1.7 \x00", "PDF"),
        (b"PK\x03\x04abcd", "ZIP"),
        (b"\xff\xfe\x00\xd8" * 9, "not valid"),
        (b"a" * (MAX_BYTES + 1), "too large"),
        (b"word " * (MAX_CHARACTERS // 5 + 1), "too long"),
        (b"<html><body></body></html>", "no text"),
    ],
)
def test_what_cannot_be_read_says_so_in_one_line(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    with pytest.raises(InputError, match=says) as error:
        read_document(path)
    assert "\n" not in str(error.value)


def test_folder_and_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="folder"):
        read_document(tmp_path)
    with pytest.raises(InputError, match="no file"):
        read_document(tmp_path / "nope.txt")
    with pytest.raises(InputError, match=r"cannot be read|no file"):
        read_document("a\x00b")


def test_a_web_page(monkeypatch: pytest.MonkeyPatch) -> None:
    page = io.BytesIO(HTML.format(ARTICLE * 3).encode())
    monkeypatch.setattr("urllib.request.urlopen", lambda *_, **__: page)
    assert read_document("https://example.org/a").title == "T"


def test_a_web_page_out_of_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no route")

    monkeypatch.setattr("urllib.request.urlopen", refuse)
    with pytest.raises(NetworkError, match="save the page"):
        read_document("https://example.org/a")


def test_markup_in_an_article_is_text() -> None:
    text = "Kenya and Uganda are allies <script>alert(1)</script> and <b onclick='x()'>friends</b>, they say."
    document = read_document("a.txt", text)
    assert document.parts[0].text == text
    assert find_claims(document)[0].quote in text
