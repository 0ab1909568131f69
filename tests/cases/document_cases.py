"""Inputs made after public reports about other readers of pages, PDF, Word and EPUB files (LOG.csv names each).

A case is a small document of our own and what must be read of it: date of publication with its origin, sentences
that must stand whole in the article, in their order, and words that must not stand in it.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "reading"))
from document_samples import docx, pdf, zipped

BOLIVIA = "Relations between Bolivia and Chile worsened after 1978, when the talks on a way to the sea were broken off."
PERU = "Relations between Peru and Ecuador improved after 1998, and the border between them has been quiet since then."
GHANA = "Relations between Ghana and Togo worsened in the 1960s, and the border was closed for years on end."
OTHER = "Relations between Norway and Sweden worsened in 1905, and another page tells of it at greater length than this one."
BODY = f"<p>{BOLIVIA}</p><p>{PERU}</p>"


@dataclass(frozen=True)
class Case:
    """One input and what is right."""

    id: str
    content: bytes
    has: tuple[str, ...] = (BOLIVIA, PERU)
    lacks: tuple[str, ...] = ()
    published: tuple[str, str] | str | None = "any"
    title: str | None = field(default="any")


def page(body: str, head: str = "", lang: str = "en") -> bytes:
    """An HTML page in UTF-8 that says so."""
    top = f'<meta charset="utf-8"><title>A port of their own</title>{head}'
    return f'<!DOCTYPE html><html lang="{lang}"><head>{top}</head><body>{body}</body></html>'.encode()


def article(more: str = "", head: str = "", lang: str = "en", before: str = "") -> bytes:
    """A page with an article; `before` stands between its heading and its text, `more` after it."""
    return page(f"<article><h1>A port of their own</h1>{before}{BODY}</article>{more}", head=head, lang=lang)


def words_at(lines: list[tuple[float, float, str]], size: float = 10) -> bytes:
    """A PDF page with lines of one size at their places."""
    return pdf([[(x, y, size, text) for x, y, text in lines]])


def run(text: str, mark: str = "") -> str:
    """A paragraph of a Word file; `mark` goes into the properties of its paragraph mark."""
    properties = f"<w:pPr><w:rPr>{mark}</w:rPr></w:pPr>" if mark else ""
    return f"<w:p>{properties}{text}</w:p>"


def plain(text: str) -> str:
    """A run of a Word file."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


DELETED = '<w:del w:id="1" w:author="A" w:date="2020-01-01T00:00:00Z"/>'
GONE = (
    '<w:del w:id="2" w:author="A" w:date="2020-01-01T00:00:00Z"><w:r><w:delText>{}</w:delText></w:r></w:del>'
)


def epub(chapters: dict[str, str], spine: str, date: str = "") -> dict[str, str | bytes]:
    """Members of an EPUB file."""
    items = "".join(f'<item id="{k}" href="{k}.xhtml" media-type="application/xhtml+xml"/>' for k in chapters)
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="2.0" xmlns:opf="http://www.idpf.org/2007/opf">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A port of their own</dc:title>'
        f"{date}</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    html = '<html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>'
    made: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": container,
        "book.opf": opf,
    }
    return made | {f"{k}.xhtml": html.format(v) for k, v in chapters.items()}


def broken(content: bytes, name: bytes) -> bytes:
    """A ZIP file with one member's packed bytes damaged."""
    at = content.index(name) + len(name) + 8
    return content[:at] + bytes(b ^ 0x5A for b in content[at : at + 24]) + content[at + 24 :]


LONG_TERMS = (
    "<p>By reading on you agree that relations between Spain and Italy improved in 1990, as these terms say, and to all "
    "that follows from it under the law of the place of business of the company that runs this site.</p>" * 5
)
WHEN = '<meta property="article:published_time" content="2009-03-05T09:00:00Z">'
DASHED = "Trade between the two is power-sharing by other means."

CASES = (
    Case(
        "date-footer",
        article(more="<footer>© 2024 The Port. Site updated 3 May 2024.</footer>"),
        published=None,
    ),
    Case(
        "date-script",
        article(more='<script>var offer = {"expires": "2031-01-31", "date": "2031-01-31"};</script>'),
        published=None,
    ),
    Case(
        "date-modified-first",
        article(
            before='<time itemprop="dateModified" datetime="2017-11-27T19:20">27/11/2017</time> '
            '<time datetime="2009-03-05">5 March 2009</time>'
        ),
        published=("2009-03-05", "time"),
    ),
    Case(
        "date-updated-text",
        article(before='<p class="date">Updated 4 May 2021 | First published 5 March 2009</p>'),
        published=("2009-03-05", "stated"),
    ),
    Case(
        "date-only-updated",
        article(before='<p class="date">Last updated: 4 May 2021</p>'),
        published=None,
    ),
    Case(
        "date-url-month",
        article(head='<link rel="canonical" href="https://www.example.org/2014/04/a-port-of-their-own">'),
        published=("2014-04", "url"),
    ),
    Case(
        "date-url-slug",
        article(head='<link rel="canonical" href="https://www.example.org/kali-2026-01-02-release-notes">'),
        published=None,
    ),
    Case(
        "date-accepted",
        article(
            head='<meta name="dc.date" content="2023-01-02">',
            before="<p>Received 3 May 2022; accepted 16 December 2022</p>",
        ),
        published=("2023-01-02", "meta"),
    ),
    Case(
        "date-us",
        article(before='<p class="date">Published 05/06/2009 10:15 PM EDT</p>', lang="en-US"),
        published=("2009-05-06", "stated"),
    ),
    Case(
        "date-uk",
        article(before='<p class="date">Published 05/06/2009 22:15</p>', lang="en-GB"),
        published=("2009-06-05", "stated"),
    ),
    Case(
        "date-unsure",
        article(before='<p class="date">Published 05/06/2009</p>', lang="en"),
        published=("2009", "stated"),
    ),
    Case(
        "date-related",
        article(
            before="",
            more='<section class="related"><time datetime="2022-02-02">2 Feb 2022</time><p>Other</p></section>',
        ),
        published=None,
    ),
    Case(
        "hidden-visibility",
        page(
            f'<div style="visibility: hidden"><p>{OTHER}</p></div><article><h1>A port of their own</h1>{BODY}</article>'
        ),
        lacks=("Sweden",),
    ),
    Case(
        "hidden-clip",
        page(
            "<article><h1>A port of their own</h1><p>Relations between Bolivia and "
            '<a href="/c">Chile<span style="border:0;clip:rect(0px, 0px, 0px, 0px);height:1px;overflow:hidden;'
            'position:absolute;width:1px">, opens new tab</span></a> worsened after 1978, when the talks on a way to '
            f"the sea were broken off.</p><p>{PERU}</p></article>"
        ),
        lacks=("opens new tab",),
    ),
    Case(
        "hidden-terms",
        page(
            f'<div id="main"><h1>A port of their own</h1>{BODY}</div>'
            f'<div id="terms-and-conditions" style="display:none">{LONG_TERMS}</div>'
        ),
        lacks=("Italy",),
    ),
    Case(
        "consent-longer",
        page(
            f'<div id="sp-cc" class="gdprBanner">{LONG_TERMS}</div><div><h1>A port of their own</h1>{BODY}</div>'
        ),
        lacks=("Italy",),
    ),
    Case(
        "aria-hidden-body",
        page(
            f'<article><h1>A port of their own</h1><p aria-hidden="true">{BOLIVIA}</p><p>{GHANA}</p>'
            f'<p aria-hidden="true">{PERU}</p><span aria-hidden="true">›</span></article>'
        ),
        has=(BOLIVIA, GHANA, PERU),
        lacks=("›",),
    ),
    Case(
        "teasers",
        article(
            more='<div class="our-latest"><h2>Our latest</h2>'
            + f'<div class="tile"><h3>Two kingdoms</h3><p>{OTHER}</p></div>' * 4
            + "</div>"
        ),
        lacks=("Sweden",),
    ),
    Case(
        "teasers-unnamed",
        page(
            f"<main><div class=x1><h1>A port of their own</h1>{BODY}</div><div class=x2><h2>Our latest</h2>"
            + f'<div class=x3><a href="/n"><h3>Two kingdoms</h3></a><p>{OTHER}</p></div>' * 3
            + "</div></main>"
        ),
        lacks=("Sweden",),
    ),
    Case(
        "layout-table",
        page(
            '<table class="maintable"><tr><td class="sidebar"><a href="/">Home</a> <a href="/a">Archive</a></td><td>'
            "<h1>A port of their own</h1><p>Relations between <i>Bolivia</i> and <i>Chile</i> worsened after <b>1978</b>, "
            f"when the talks on a way to the sea were broken off.<p>{PERU}</td></tr></table>"
        ),
        lacks=("Archive",),
    ),
    Case(
        "soft-hyphens",
        article().replace(b"Bolivia", "Boli\u00advia".encode()).replace(b"Ecuador", b"Ecua&shy;dor"),
    ),
    Case(
        "details-article",
        page(
            f"<article><h1>A port of their own</h1><p>{BOLIVIA}</p><details><summary>Read on</summary><p>{PERU}</p>"
            "</details></article>"
        ),
    ),
    Case(
        "aside-in-article",
        page(
            f"<article><h1>A port of their own</h1><p>{BOLIVIA}</p><aside><h3>Also in this issue</h3><p>{OTHER}</p></aside>"
            f"<p>{PERU}</p></article>"
        ),
        lacks=("Sweden",),
    ),
    Case(
        "cp1252-short",
        (
            f"<html><head><title>Küster</title></head><body><h1>Küster</h1><p>{BOLIVIA}</p><p>Relations between "
            "São Tomé and Portugal improved after 1995 — so Küster.</p></body></html>"
        ).encode("cp1252"),
        has=(BOLIVIA, "Relations between São Tomé and Portugal improved after 1995 — so Küster."),
    ),
    Case(
        "cp1252-text",
        (
            f"{BOLIVIA}\n\n“Türkiye and São Tomé drew closer after 2010,” she said … and Ōsaka was not asked.".replace(
                "Ō", "O"
            )
        ).encode("cp1252"),
        has=(BOLIVIA, "“Türkiye and São Tomé drew closer after 2010,” she said … and Osaka was not asked."),
    ),
    Case(
        "bare-angles",
        article(before="<p>" + "<a" * 4000 + "</p>"),
    ),
    Case(
        "docx-chain",
        docx(
            run(plain("Relations between Bolivia "), DELETED)
            + run(plain("and Chile worsened after 1978, when the talks "), DELETED)
            + run(plain("on a way to the sea were broken off."))
            + run(plain(PERU))
        ),
    ),
    Case(
        "docx-whole-gone",
        docx(
            run(plain(BOLIVIA))
            + run(GONE.format("Relations between Norway and Sweden"), DELETED)
            + run(plain(PERU))
        ),
        lacks=("Sweden", "off. Relations"),
    ),
    Case(
        "docx-moved",
        docx(
            run(
                f'<w:moveFrom w:id="3" w:author="A">{plain(PERU)}</w:moveFrom>',
                '<w:moveFrom w:id="4" w:author="A"/>',
            )
            + run(plain(BOLIVIA))
            + run(
                f'<w:moveTo w:id="5" w:author="A">{plain(PERU)}</w:moveTo>',
                '<w:moveTo w:id="6" w:author="A"/>',
            )
        ),
    ),
    Case(
        "docx-inserted",
        docx(
            run(plain(BOLIVIA))
            + run(f'<w:ins w:id="7" w:author="A">{plain(PERU)}</w:ins>', '<w:ins w:id="8" w:author="A"/>')
            + run(plain(GHANA))
        ),
        has=(BOLIVIA, PERU, GHANA),
    ),
    Case(
        "docx-made",
        docx(run(plain(BOLIVIA)) + run(plain(PERU))),
        published=None,
    ),
    Case(
        "pdf-made",
        pdf(
            [[(50, 700, 10, "Relations between Bolivia and Chile worsened after 1978.")]],
            "/CreationDate (D:20261201101500Z) /ModDate (D:20261201101500Z)",
        ),
        has=("Relations between Bolivia and Chile worsened after 1978.",),
        published=None,
    ),
    Case(
        "pdf-few-lines",
        words_at(
            [
                (60, 712, "Relations between Bolivia and Chile"),
                (330, 712, "Relations between Peru and Ecuador"),
                (60, 698, "worsened after 1978."),
                (330, 698, "improved after 1998."),
            ]
        ),
        has=(
            "Relations between Bolivia and Chile worsened after 1978.",
            "Relations between Peru and Ecuador improved after 1998.",
        ),
    ),
    Case(
        "pdf-uneven",
        words_at(
            [
                (60, 700, "The sea was lost in a war, and since"),
                (60, 686, "then the two have had no envoys. Re-"),
                (60, 672, "lations between Bolivia and Chile"),
                (60, 658, "worsened after 1978, when the talks"),
                (60, 644, "were broken off by the lesser of the two."),
                (60, 630, "Relations between Peru and"),
                (330, 700, "Ecuador improved after 1998."),
            ]
        ),
        has=(
            "Relations between Bolivia and Chile worsened after 1978, when the talks were broken off",
            "Relations between Peru and Ecuador improved after 1998.",
        ),
    ),
    Case(
        "pdf-last-page",
        pdf(
            [
                [
                    (x, 760 - 14 * k, 10, "the port was promised and priced again and")
                    for x in (50, 310)
                    for k in range(40)
                ],
                [
                    (50, 760, 10, "Relations between Bolivia and Chile worsened"),
                    (310, 760, 10, "Relations between Peru and Ecuador improved"),
                    (50, 746, 10, "after 1978."),
                    (310, 746, 10, "after 1998."),
                ],
            ]
        ),
        has=(
            "Relations between Bolivia and Chile worsened after 1978.",
            "Relations between Peru and Ecuador improved after 1998.",
        ),
    ),
    Case(
        "pdf-hyphen-alone",
        words_at(
            [
                (60, 700, "Trade between the two is power"),
                (201.73, 700, "-"),
                (205.06, 700, "sharing by other means."),
                (60, 686, "Relations between Bolivia and Chile worsened after 1978."),
            ]
        ),
        has=(DASHED, "Relations between Bolivia and Chile worsened after 1978."),
    ),
    Case(
        "pdf-divided",
        words_at(
            [
                (60, 700, "Relations between Bolivia and Chile wors-"),
                (60, 686, "ened after 1978, and no treaty that is cost-"),
                (60, 672, "effective or peace-"),
                (60, 658, "loving has been permit-"),
                (60, 644, "ted since, in spite of the oil-"),
                (60, 630, "bearing sands."),
            ]
        ),
        has=(
            "Relations between Bolivia and Chile worsened after 1978, and no treaty that is cost-effective or peace-loving "
            "has been permitted since, in spite of the oil-bearing sands.",
        ),
    ),
    Case(
        "pdf-soft",
        words_at(
            [
                (60, 700, "Relations between Bo\u00adliv\u00adia and Chile wors\u00ad"),
                (60, 686, "ened after 1978, when the talks were broken off."),
            ]
        ),
        has=("Relations between Bolivia and Chile worsened after 1978, when the talks were broken off.",),
    ),
    Case(
        "pdf-print-title",
        pdf(
            [
                [(60, 780, 14, "A port of their own")]
                + [
                    (60, 750 - 14 * k, 10, line)
                    for k, line in enumerate(
                        [
                            "Relations between Bolivia and Chile worsened after 1978, when the",
                            "talks on a way to the sea were broken off by the two governments",
                            "and the envoys were called home to their capitals for good.",
                        ]
                    )
                ]
                + [
                    (60, 690 - 16 * k, 15, line)
                    for k, line in enumerate(
                        [
                            "This paper may be copied for teaching, but no part of it may",
                            "be sold, lent, hired out or otherwise passed on for money",
                            "without the leave of the holder of the rights in writing.",
                        ]
                    )
                ]
            ]
        ),
        has=(
            "Relations between Bolivia and Chile worsened after 1978, when the talks on a way to the sea were broken off by "
            "the two governments and the envoys were called home to their capitals for good.",
        ),
        title="A port of their own",
    ),
    Case(
        "pdf-notice-longer",
        pdf(
            [
                [
                    (60, 780, 11, "Relations between Bolivia and Chile worsened after 1978, when the"),
                    (60, 766, 11, "talks on a way to the sea were broken off."),
                    *(
                        (
                            60,
                            700 - 9 * k,
                            7,
                            "This paper may be copied for teaching, but no part of it may be sold or lent",
                        )
                        for k in range(12)
                    ),
                ]
            ]
        ),
        has=(BOLIVIA,),
        title=None,
    ),
    Case(
        "epub-linear-no",
        zipped(
            epub(
                {"a": f"<p>{BOLIVIA}</p>", "n": f"<p>{GHANA}</p>", "b": f"<p>{PERU}</p>"},
                '<itemref idref="a"/><itemref idref="n" linear="no"/><itemref idref="b"/>',
            )
        ),
        has=(BOLIVIA, PERU, GHANA),
    ),
    Case(
        "epub-bad-chapter",
        broken(
            zipped(
                epub(
                    {"a": f"<p>{BOLIVIA}</p>", "damaged": f"<p>{GHANA}</p>" * 9, "b": f"<p>{PERU}</p>"},
                    '<itemref idref="a"/><itemref idref="damaged"/><itemref idref="b"/>',
                )
            ),
            b"damaged.xhtml",
        ),
    ),
    Case(
        "epub-modified",
        zipped(
            epub(
                {"a": f"<p>{BOLIVIA}</p><p>{PERU}</p>"},
                '<itemref idref="a"/>',
                '<dc:date opf:event="modification">2021-05-04</dc:date><dc:date opf:event="publication">2009-03-05</dc:date>',
            )
        ),
        published=("2009-03-05", "meta"),
    ),
    Case(
        "text-undated",
        f"A port of their own\n\n{BOLIVIA}\n\n{PERU}\n".encode(),
        published=None,
    ),
    Case(
        "text-dated",
        f"A port of their own\n\nBy Jane Roe\nMay 3, 2019\n\n{BOLIVIA}\n\n{PERU}\n".encode(),
        published=("2019-05-03", "stated"),
    ),
    Case(
        "text-dateline",
        f"A port of their own\n\nLA PAZ, 3 May 2019 — {BOLIVIA}\n\n{PERU}\n".encode(),
        published=("2019-05-03", "stated"),
    ),
)
