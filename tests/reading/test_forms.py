"""PDF, Word and EPUB files: reading order, notes, heads, tracked changes, spine; and what they are when they cannot be read."""

from __future__ import annotations

import io
import re

import pytest
from document_samples import MANY, PARAGRAPHS, Item, docx, epub, pdf, two_columns, wrapped, zipped

from detente.errors import InputError
from detente.reading import find_claims, read_document

TYPST = """
#set document(title: "Neighbours on a Lake", author: "Jane Roe")
#set page(paper: "a4", columns: 2, numbering: "1", header: [Sample Policy Paper No. 12 #h(1fr) Neighbours on a Lake], margin: 2cm)
#set text(size: 10pt, hyphenate: true, lang: "en")
#set par(justify: true, first-line-indent: 1.2em)
#place(top, float: true, scope: "parent", align(center)[#text(size: 20pt)[Neighbours on a Lake]

Jane Roe and Paul Stone

March 15, 2017])
= Introduction
%s
"""


def test_a_typeset_paper_in_two_columns_with_notes() -> None:
    import typst

    noted = "\n\n".join(
        f"{p}#footnote[See the files of the ministry, folder {k}.]" for k, p in enumerate(MANY[:24])
    )
    content = typst.compile((TYPST % noted).encode())
    document = read_document("paper", content)
    article = document.parts[0]
    assert document.title == "Neighbours on a Lake"
    assert (article.author, article.published) == ("Jane Roe and Paul Stone", "2017-03-15")
    body, notes = article.text.split("\n\n1 See the files")
    assert [p for p in body.split("\n\n") if p != "Introduction"] == [*MANY[:24]]
    assert (
        len(
            re.findall(
                r"^\d+ See the files of the ministry, folder \d+\.$", "\n\n1 See the files" + notes, re.M
            )
        )
        == 24
    )
    assert "Policy Paper" not in article.text


@pytest.mark.parametrize("interleaved", [False, True])
def test_two_columns_whatever_order_they_are_drawn_in(interleaved: bool) -> None:
    document = read_document("a.pdf", two_columns(interleaved))
    article = document.parts[0]
    assert document.title == "Neighbours on a Lake"
    assert (article.author, article.published) == (
        "Jane Roe",
        None,
    )  # the day of the file is no date of publication
    assert not re.search(r"SAMPLE REVIEW|^1[123]$", article.text, re.M)
    found = article.text.split("\n\n")
    assert [p for p in MANY[:20] if p not in found] == []
    assert all(p in MANY or any(q.startswith(p) for q in MANY) for p in found)
    for claim in find_claims(document, year=2020):
        assert article.text[claim.start : claim.end] == claim.quote


def _page(lines: list[str]) -> list[Item]:
    return [(60, 780 - 14 * k, 11, line) for k, line in enumerate(lines) if line]


def test_words_divided_at_the_end_of_a_line() -> None:
    text = """Kenya and Uganda began counter-
terrorism patrols, a long-
term plan. The counterterrorism
patrols pleased the Anglo-
American envoys in post-
war Kampala, for 1990-
2000 had been quiet."""
    text = read_document("a.pdf", pdf([_page(text.split("\n"))])).parts[0].text
    assert text == (
        "Kenya and Uganda began counterterrorism patrols, a long-term plan. The counterterrorism patrols pleased the "
        "Anglo-American envoys in post-war Kampala, for 1990-2000 had been quiet."
    )


def test_a_paragraph_goes_on_over_the_page_and_its_note() -> None:
    lines = wrapped(f"{PARAGRAPHS[0]} {PARAGRAPHS[1]}", 80)
    note: list[Item] = [(60, 60, 8, "1 A note at the foot of the page."), (60, 30, 8, "7")]
    one, two = [*_page(lines[:1]), *note], [*_page(lines[1:]), (60, 30, 8, "8")]
    text = read_document("a.pdf", pdf([one, two])).parts[0].text
    assert text == f"{PARAGRAPHS[0]} {PARAGRAPHS[1]}\n\n1 A note at the foot of the page."


def test_a_locked_pdf_says_so() -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(two_columns(False))))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(InputError, match="encrypted"):
        read_document("a.pdf", out.getvalue())
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(two_columns(False))))
    writer.encrypt("", "owner", algorithm="RC4-128")  # opens without a password, as in every viewer
    out = io.BytesIO()
    writer.write(out)
    assert read_document("a.pdf", out.getvalue()).title == "Neighbours on a Lake"


def test_a_scan_says_so() -> None:
    with pytest.raises(InputError, match=r"no text.*OCR"):
        read_document("a.pdf", pdf([[], []]))


def test_a_pdf_of_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="900 pages"):
        read_document("a.pdf", pdf([[]] * 900))


RUN = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'


def p(*runs: str, style: str = "") -> str:
    return f"<w:p>{f'<w:pPr><w:pStyle w:val={chr(34)}{style}{chr(34)}/></w:pPr>' if style else ''}{''.join(runs)}</w:p>"


def t(text: str) -> str:
    return RUN.format(text)


def test_word_with_tracked_changes_notes_comments_and_tables() -> None:
    body = (
        p(t("Neighbours on a Lake"), style="Title")
        + p(t("By Jane Roe"))
        + p(t("3 May 2019"))
        + p(t("Contents ... 3"), style="TOC1")
        + p(t("The lake"), style="Heading1")
        + p(
            t("Kenya and "),
            '<w:del w:author="x"><w:r><w:delText>Rwanda</w:delText></w:r></w:del>',
            f'<w:ins w:author="x">{t("Uganda")}</w:ins>',
            t(" drew closer."),
            '<w:r><w:footnoteReference w:id="2"/></w:r>',
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden.</w:t></w:r><w:r><w:instrText>PAGEREF x</w:instrText></w:r>",
        )
        + f'<w:moveFrom w:author="x">{p(t("Moved away."))}</w:moveFrom>'
        + f"<w:tbl><w:tr><w:tc>{p(t('Kenya'))}</w:tc><w:tc>{p(t('Trade grew.'))}</w:tc></w:tr>"
        f'<w:tr><w:trPr><w:del w:author="x"/></w:trPr><w:tc>{p(t("Gone"))}</w:tc></w:tr></w:tbl>'
        + p(t("Tan"), "<w:r><w:softHyphen/></w:r>", t("zania waited"), "<w:r><w:br/></w:r>", t("for years."))
    )
    notes = f'<w:footnote w:id="2">{p("<w:r><w:footnoteRef/></w:r>", t(" A note on trade."))}</w:footnote>'
    remarks = f'<w:comment w:id="1" w:author="Bea" w:date="2019-05-04T10:00:00Z">{p(t("Togo disagrees."))}</w:comment>'
    document = read_document("a.txt", docx(body, footnotes=notes, comments=remarks))
    article, comment = document.parts
    assert document.title == "Neighbours on a Lake"
    assert (article.author, article.published) == ("Jane Roe", "2019-05-03")
    assert article.text.split("\n\n") == [
        "The lake", "Kenya and Uganda drew closer.", "Kenya", "Trade grew.", "Tanzania waited\nfor years.", "A note on trade.",
    ]  # fmt: skip
    assert (comment.kind, comment.author, comment.published, comment.text) == (
        "comment",
        "Bea",
        "2019-05-04",
        "Togo disagrees.",
    )


def test_word_as_python_docx_writes_it() -> None:
    from docx import Document

    made = Document()
    made.core_properties.author = "Jane Roe"
    made.core_properties.title = "Neighbours"
    made.add_heading("Neighbours on a Lake", 0)
    for text in PARAGRAPHS:
        made.add_paragraph(text)
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Kenya", "12"
    out = io.BytesIO()
    made.save(out)
    document = read_document(out.getvalue())
    assert document.title == "Neighbours on a Lake"
    assert document.parts[0].author == "Jane Roe"
    assert document.parts[0].text.split("\n\n") == [*PARAGRAPHS, "Kenya", "12"]


def test_epub_in_the_order_of_its_spine() -> None:
    chapters = {
        "two": f"<h1>Two</h1><p>{PARAGRAPHS[1]}<a epub:type='noteref' href='#n'>1</a></p>"
        "<aside epub:type='footnote' id='n'><p>A note.</p></aside>",
        "one": f"<h1>One</h1><p>{PARAGRAPHS[0]}&nbsp;<b>Yes</b>.</p>",
        "nav": "<nav epub:type='toc'><ol><li>One</li></ol></nav>",
        "cover": "<body epub:type='cover'><p>Cover</p></body>",
    }
    document = read_document("a.bin", epub(chapters, ["cover", "nav", "one", "two"]))
    assert document.title == "The Book of the Lake"
    assert (document.parts[0].author, document.parts[0].published) == (
        "Jane Roe and Paul Stone",
        "2018-06-01",
    )
    assert document.parts[0].text.split("\n\n") == [
        "One",
        f"{PARAGRAPHS[0]} Yes.",
        "Two",
        PARAGRAPHS[1],
        "A note.",
    ]


def test_a_protected_epub_says_so() -> None:
    lock = "<encryption><EncryptedData><EncryptionMethod Algorithm='http://www.w3.org/2001/04/xmlenc#aes128-cbc'/></EncryptedData></encryption>"
    with pytest.raises(InputError, match="DRM"):
        read_document("a.epub", epub({"one": "<p>x</p>"}, ["one"], **{"META-INF/encryption.xml": lock}))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (zipped({"xl/workbook.xml": "<x/>"}), "spreadsheet"),
        (zipped({"ppt/presentation.xml": "<x/>"}), "slides"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "OpenDocument"),
        (zipped({"a.txt": "hello"}), "ZIP file"),
        (zipped({"word/document.xml": "<broken"}), "damaged"),
        (b"PK\x03\x04 not a zip at all", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old Office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"{\\rtf1 hello}", "RTF"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"%PDF-1.7\nnothing more", "damaged"),
    ],
)
def test_other_files_are_named_in_one_line(content: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says) as error:
        read_document("some file", content)
    assert "\n" not in str(error.value)
