# ruff: noqa: E501  tables of strings
"""Hostile documents: made by hand against each format, and made at random from broken pieces; all from a seed.

`by_hand()` gives (name, bytes) of documents built to crash, hang or swell a reader; `at_random(n, seed)` gives n more:
soups of markup and of words, random bytes, and valid files of every form with bytes changed, cut or doubled.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator
from pathlib import Path

from document_samples import W, docx, epub, pdf, two_columns, written, zipped

CLAIM = "Kenya and Uganda are allies. "
P = "<p>Kenya and Uganda drew closer after 2000, and trade between the two states grew in every year since then.</p>"
PAGES = Path(__file__).parent / "pages"


def by_hand(large: bool = True) -> Iterator[tuple[str, bytes]]:
    """Documents against a format's weak points, each below the size of file that is read at all (or just above)."""
    yield from _texts()
    yield from _markup()
    yield from _packed()
    yield from _pdfs()
    if large:
        yield from _large()


def _texts() -> Iterator[tuple[str, bytes]]:
    line = 200_000
    for name, unit in (
        ("letters", "a"), ("spaces", " "), ("words", "word "), ("claims", CLAIM), ("brackets", "("), ("dashes", "- "), ("stars", "*"),
        ("hashes", "# #"), ("ticks", "`"), ("pipes", "| "), ("links", "[]("), ("pictures", "!["), ("quotes", "> "), ("dots", "."),
        ("dates", "May 1, 2017 at "), ("numbers", "1990-"), ("tabs", "\t"), ("lines", "\n"), ("short lines", "By\n"), ("fences", "```\n"),
        ("rules", "---\n"), ("fronts", "title: a\n"), ("says", "Ann says: "), ("replies", "Reply\n\nAnn says:\n"), ("capitals", "Ann Bee "),
        ("comments", "3 Comments\n\n"), ("notes", "[^1]: a\n"), ("hyphens", "counter-\n"), ("right to left", "\u202eالسلام عليكم "),
        ("zero width", "\u200b\u2060"), ("combining", "e\u0301\u0302\u0303"), ("emoji", "👩‍👩‍👧 "), ("han", "中"), ("nul", "a\x00"), ("escape", "\x1b[31m"),
        ("angles", "<"), ("markup", "<b>"), ("entities", "&amp;&#0;"), ("comma list", "Kenya, Uganda, "), ("and", "Kenya and "), ("of", "the king of "),
        ("that", "Kenya says that "), ("if", "if Kenya and Uganda "), ("it", "it and they "), ("colons", ":;"), ("percent", "50 per cent "),
    ):  # fmt: skip
        yield f"text: {name}", (unit * (line // len(unit.encode()) + 1)).encode()[:line]
    yield "text: as many words as may be", b"word " * 99_999
    yield "text: as many claims as may be", (CLAIM * 20_000)[:499_999].encode()
    yield "text: a line of a million", b"Kenya and Uganda " * 60_000
    opened = "# Head\n\n" + CLAIM
    for name, text in (
        ("spaces and hashes", "# " + " #" * 400_000 + "x"), ("hashes at the end", "# a" + "#" * 900_000 + "x"), ("table rule", "| a |\n" + " " * 900_000 + "-"),
        ("unclosed comment", opened + "<!-- " * 150_000), ("front matter", "---\n" + "a: b\n" * 100_000), ("nested quotes", ">" * 900_000), ("emphasis", "_a*" * 300_000),
    ):  # fmt: skip
        yield f"markdown: {name}", text.encode()
    yield "text: lone surrogates", ("\ud800 " * 1000 + CLAIM).encode("utf-8", "surrogatepass")
    yield "text: utf-16 without end", ("\ufeff" + CLAIM * 100).encode("utf-16-le")[:-1]
    yield "text: utf-16 broken", b"\xff\xfe" + b"\x00\xd8" * 5000
    yield "text: utf-32", (CLAIM * 2000).encode("utf-32")
    yield "text: utf-7", b"<meta charset=utf-7>+ADw-script+AD4-" * 500
    yield "text: koi8-r", ("Россия и Китай подписали договор. " * 3000).encode("koi8-r")
    yield "text: all bytes", bytes(range(256)) * 2000
    yield "text: 5 MB", CLAIM.encode() * 180_000
    yield "text: 64 MB of zeros", bytes(64_000_001)
    yield "text: a long name", CLAIM.encode()


def _markup() -> Iterator[tuple[str, bytes]]:
    big = 7_000_000
    head = "<html><body>"
    for name, unit in (
        ("div", "<div>"), ("b i", "<b><i>"), ("p", P), ("br", "<br>"), ("a", "<a href='"), ("open", "<"), ("open script", "<script"), ("script", "<script>"),
        ("closed script", "<script></script>"), ("comment", "<!--"), ("amp", "&"), ("entities", "&lt;&#x41;"), ("attributes", "a=b "), ("li", "<li>x"), ("table", "<table><tr><td>"),
        ("ul", "<ul><li>"), ("form", "<form>"), ("svg", "<svg>"), ("iframe", "<iframe>"), ("cdata", "<![CDATA["), ("doctype", "<!DOCTYPE html>"), ("close", "</div>"), ("pi", "<?x "),
        ("comments", "<div class='comment'>"), ("replies", "<ol class='children'><li class='comment'>"), ("flat comments", "<div class='comment'><b>Ann</b><p>No.</p></div>"),
        ("authors", "<span class='author'>x</span>"), ("times", "<time>May 1, 2017</time>"), ("meta", "<meta name=author content='A B'>"), ("h1", "<h1>T</h1>"),
        ("marked", "<div itemprop='articleBody'>x</div>"), ("articles", f"<article>{P}</article>"), ("links", "<p><a>Kenya and Uganda</a></p>"), ("dl", "<dl class=comments><dt>Ann<dd>No"),
        ("text", "Kenya and Uganda are allies<p>"), ("sup", "a<sup>1</sup>"), ("classes", "<div class='entry-content'>"), ("bullets", "<blockquote>x"), ("nul", "\x00<p>"),
    ):  # fmt: skip
        start = f"{head}{P}<div " if name == "attributes" else head + P
        yield f"html: {name}", (start + unit * ((big - 200) // len(unit))).encode()
        yield f"html: {name}, fewer", (start + unit * min(30_000, (big - 200) // len(unit))).encode()
    for depth in (190, 300, 5_000, 300_000):
        yield f"html: {depth} deep", (head + "<div>" * depth + P + "</div>" * depth).encode()
        yield (
            f"html: {depth} deep comments",
            (head + P * 3 + "<div id='comments'>" + "<div class='comment'><p>No.</p>" * depth).encode(),
        )
    for name, data in (
        ("deep JSON", "[" * 200_000),
        ("JSON of authors", '{"@type":"Article","author":[' + '"a",' * 200_000 + '"b"]}'),
        ("JSON of graphs", '{"@graph":[' * 400 + "]}" * 400),
        (
            "JSON of comments",
            '{"@type":"Article","comment":[' + '{"text":"No."},' * 50_000 + '{"text":"No."}]}',
        ),
    ):
        yield f"html: {name}", f"{head}<script type='application/ld+json'>{data}</script>{P}".encode()
    yield "html: long attribute", f"{head}<p class='{'comment ' * 800_000}'>{CLAIM}</p>".encode()
    yield (
        "html: picture in the page",
        f"{head}<img src='data:image/png;base64,{'A' * 20_000_000}'>{P}".encode(),
    )
    yield "html: unquoted picture", f"{head}<img src=data:{',data:' * 1_000_000}>{P}".encode()
    yield "xml: billion laughs", _laughs("<html><body><p>Kenya &l9;</p></body></html>").encode()
    yield (
        "xml: outside file",
        b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>Kenya and Uganda: &x;</p></body></html>',
    )


def _laughs(body: str) -> str:
    rounds = "".join(f'<!ENTITY l{k} "{f"&l{k - 1};" * 10}">' for k in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY l0 "ha">{rounds}]>{body}'


def _packed() -> Iterator[tuple[str, bytes]]:
    bomb = b" " * 30_000_000
    run = f"<w:p><w:r><w:t>{CLAIM}</w:t></w:r></w:p>"
    word = f'<w:document xmlns:w="{W}"><w:body>{{}}</w:body></w:document>'
    sample = {"word/document.xml": word.format(run)}
    yield "docx: bomb", zipped({"word/document.xml": word.format(run).encode() + bomb})
    yield "docx: text bomb", zipped({"word/document.xml": word.format(run * 150_000)})
    yield "docx: in a bomb", zipped({**sample, "word/media/a.png": bomb * 4})
    yield "docx: bombs beside", zipped({**sample, **{f"word/x{k}.xml": bomb for k in range(10)}})
    yield "docx: too many members", zipped({**sample, **{f"a/{k}": b"" for k in range(20_000)}})
    yield "docx: deep", zipped({"word/document.xml": word.format("<w:sdt>" * 100_000)})
    yield (
        "docx: deep and closed",
        zipped({"word/document.xml": word.format("<w:sdt>" * 240 + run + "</w:sdt>" * 240)}),
    )
    yield (
        "docx: billion laughs",
        zipped(
            {
                "word/document.xml": _laughs(
                    f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>'
                )
            }
        ),
    )
    yield (
        "docx: outside file",
        zipped(
            {
                "word/document.xml": f'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>{word.format(run + "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>")}'
            }
        ),
    )
    yield "docx: relations in a ring", docx(run, footnotes="<w:footnote/>" * 100_000)
    yield "docx: paths out", zipped({**sample, "../../../../tmp/x": b"x", "/etc/x": b"x"})
    yield (
        "docx: many runs",
        zipped({"word/document.xml": word.format("<w:p>" + "<w:r><w:t>a </w:t></w:r>" * 700_000 + "</w:p>")}),
    )
    yield (
        "docx: one row of cells",
        zipped(
            {
                "word/document.xml": word.format(
                    "<w:tbl><w:tr>" + f"<w:tc>{run}</w:tc>" * 20_000 + "</w:tr></w:tbl>"
                )
            }
        ),
    )
    whole = docx(run)
    yield "docx: cut", whole[: len(whole) // 2]
    yield "docx: end only", whole[-200:]
    yield (
        "docx: lies of its size",
        whole.replace((len(word.format(run))).to_bytes(4, "little"), (4_000_000_000).to_bytes(4, "little")),
    )
    yield "epub: bomb", epub({"one": P + " " * 30_000_000}, ["one"])
    yield "epub: one chapter often", epub({"one": P * 4_000}, ["one"] * 5_000)
    yield "epub: many chapters", epub({f"c{k}": P * 200 for k in range(400)}, [f"c{k}" for k in range(400)])
    yield "epub: deep", epub({"one": "<div>" * 100_000}, ["one"])
    yield (
        "epub: broken chapters",
        epub({f"c{k}": "<p><b>" * 9_000 + CLAIM for k in range(40)}, [f"c{k}" for k in range(40)]),
    )
    yield "epub: without package", zipped({"META-INF/container.xml": "<container/>"})
    yield (
        "epub: ring",
        zipped({"META-INF/container.xml": '<c><rootfile full-path="META-INF/container.xml"/></c>'}),
    )
    yield "zip: in a zip", zipped({f"{k}.zip": zipped({"a": bomb}) for k in range(20)})
    yield "zip: empty", b"PK\x05\x06" + bytes(18)
    yield "zip: a million entries", b"PK\x03\x04" + b"PK\x01\x02" * 1_000_000


def _pdfs() -> Iterator[tuple[str, bytes]]:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> /XObject << /X 5 0 R >> >> /Contents 5 0 R >>"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    root = b"<< /Type /Catalog /Pages 2 0 R >>"
    tree = b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>"

    def one(
        stream: bytes, extra: bytes = b"", pages: bytes = tree, face: bytes = font, leaf: bytes = page
    ) -> bytes:
        packed = zlib.compress(stream, 9)
        body = b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (
            len(packed),
            extra,
            packed,
        )
        return written([root, pages, face, leaf, body])

    show = b"BT /F1 12 Tf 50 700 Td (Kenya and Uganda are allies.) Tj ET\n"
    yield "pdf: ring of pages", one(show, pages=b"<< /Type /Pages /Count 9 /Kids [2 0 R 4 0 R 2 0 R] >>")
    yield (
        "pdf: page its own parent",
        one(show, leaf=b"<< /Type /Pages /Parent 4 0 R /Kids [4 0 R] /Count 1 >>"),
    )
    yield (
        "pdf: a million pages",
        one(show, pages=b"<< /Type /Pages /Count 1000000 /Kids [" + b"4 0 R " * 90_000 + b"] >>"),
    )
    yield (
        "pdf: one page 790 times",
        one(show * 300, pages=b"<< /Type /Pages /Count 790 /Kids [" + b"4 0 R " * 790 + b"] >>"),
    )
    yield (
        "pdf: heavy page 790 times",
        one(show * 20_000, pages=b"<< /Type /Pages /Count 790 /Kids [" + b"4 0 R " * 790 + b"] >>"),
    )
    yield "pdf: stream bomb", one(b" " * 200_000_000 + show)
    yield "pdf: operators", one(b"q Q " * 3_000_000 + show)
    yield "pdf: runs", one(b"BT /F1 1 Tf " + b"1 0 0 1 9 9 Tm (a b) Tj " * 200_000 + b"ET")
    yield (
        "pdf: scattered runs",
        one(
            b"BT /F1 9 Tf "
            + b"".join(
                b"1 0 0 1 %d %d Tm (Kenya) Tj " % (k * 7919 % 560, k * 104729 % 830) for k in range(60_000)
            )
            + b"ET"
        ),
    )
    yield "pdf: long strings", one(b"BT /F1 9 Tf (" + b"Kenya and Uganda. " * 200_000 + b") Tj ET")
    yield "pdf: nested arrays", one(b"BT /F1 9 Tf " + b"[" * 100_000 + b"] TJ ET")
    yield "pdf: nested dictionaries", one(b"/A " + b"<< /B " * 50_000 + b" BDC")
    yield "pdf: saved states", one(b"q " * 1_000_000 + show)
    yield (
        "pdf: form in itself",
        one(
            show + b"/X Do /X Do /X Do /X Do /X Do /X Do\n" * 50,
            extra=b"/Type /XObject /Subtype /Form /Resources << /Font << /F1 3 0 R >> /XObject << /X 5 0 R >> >>",
        ),
    )
    yield (
        "pdf: numbers without end",
        one(b"BT /F1 9 Tf 1 0 0 1 1e308 1e308 Tm (a) Tj " + b"9" * 100_000 + b" 0 Td (b) Tj ET" + show),
    )
    yield (
        "pdf: font of itself",
        one(
            show,
            face=b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [3 0 R] /ToUnicode 3 0 R >>",
        ),
    )
    yield (
        "pdf: font with wide range",
        one(
            show,
            face=b"<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [<< /W [0 2000000000 500] >>] >>",
        ),
    )
    cmap = zlib.compress(
        b"begincmap 1 begincodespacerange <0000> <ffffffff> endcodespacerange 1 beginbfrange <00000000> <7fffffff> <0041> endbfrange endcmap"
    )
    yield "pdf: map of characters", written([root, tree, b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>", page,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(show), show), b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(cmap), cmap)])  # fmt: skip
    yield "pdf: filters", one(show, extra=b"/Filter [" + b"/FlateDecode " * 2_000 + b"]")
    yield "pdf: xref ring", two_columns(False).replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev 20")
    yield "pdf: without xref", two_columns(False).split(b"xref\n")[0]
    yield "pdf: without end", two_columns(False)[:-300]
    yield "pdf: half", two_columns(False)[:2500]
    yield "pdf: objects without end", b"%PDF-1.4\n" + b"1 0 obj\n<< /A 1 0 R >>\n" * 400_000
    yield "pdf: nothing but ends", b"%PDF-1.4\n" + b"startxref\n0\n%%EOF\n" * 400_000


def _large() -> Iterator[tuple[str, bytes]]:
    """PDF files of 50 MB."""
    yield (
        "pdf: 50 MB of text",
        pdf([[(50, 800 - k % 90 * 8, 8, CLAIM * 4) for k in range(1000)]] * 310, packed=False),
    )
    yield "pdf: 50 MB of pictures", _pictures()
    yield "pdf: 50 MB of noise", b"%PDF-1.7\n" + random.Random(5).randbytes(50_000_000)
    yield "pdf: 50 MB of zeros", b"%PDF-1.7\n" + bytes(50_000_000)
    yield (
        "pdf: 50 MB of objects",
        b"%PDF-1.7\n"
        + b"".join(b"%d 0 obj\n<< /A [1 2 3] >>\nendobj\n" % k for k in range(1_400_000))
        + b"trailer << /Root 1 0 R >>",
    )


def _pictures() -> bytes:
    noise = random.Random(7).randbytes(1_000_000)
    picture = (
        b"<< /Type /XObject /Subtype /Image /Width 1000 /Height 1000 /BitsPerComponent 8 /ColorSpace /DeviceGray /Length %d >>\nstream\n%s\nendstream"
        % (len(noise), noise)
    )
    base = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [4 0 R] >>", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            b"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R >>"]  # fmt: skip
    show = b"BT /F1 12 Tf 50 700 Td (Kenya and Uganda are allies.) Tj ET"
    return written([*base, b"<< /Length %d >>\nstream\n%s\nendstream" % (len(show), show), *[picture] * 50])


TAGS = ["<p>", "</p>", "<div class='comment'>", "<li class='comment' id='comment-1'>", "<ol>", "</ol>", "</li>", "</div>", "<script>", "</script>", "<ul><li>", "<!--", "-->", "<b", ">",
        "<article>", "<div class='entry-content'>", "<h1>", "</h1>", "<time>", "<span class='author'>", "<a href=x>", "</a>", "<dl>", "<dt>", "<dd>", "<blockquote>", "<table>", "<td>",
        "&#0;", "&nbsp;", "<?xml", "<![CDATA[", "<form>", "<aside>", "<meta name='author' content='A B'>", "<script type='application/ld+json'>{\"@type\":\"Article\",", CLAIM, P]  # fmt: skip
WORDS = ["Kenya", "Uganda", "Russia", "China", "the EU", "NATO", "and", "but", "because", "should", "may", "not", "improved", "left", "joined", "relations between", "1990", "in the 1980s",
         "since then", "both states", "it", "than", ",", ".", ";", ":", "—", "(", ")", '"', "’s", "war", "trade", "\n\n", "\n", "# ", "> ", "3 Comments", "Ann says:", "May 4, 2019", "Reply",
         "By Jane Roe", "Related articles", "\u202e", "\x00", "\ud7ff", "😀", "e\u0301", "\u00ad", "\ufb01", "---\n"]  # fmt: skip


def at_random(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """`count` documents from `seed`."""
    pick = random.Random(seed)
    run = f"<w:p><w:r><w:t>{CLAIM}</w:t></w:r></w:p>"
    valid = [two_columns(False), two_columns(True), docx(run * 20, footnotes=f"<w:footnote>{run}</w:footnote>"), epub({"a": P * 5, "b": P}, ["a", "b"]),
             *(p.read_bytes() for p in sorted(PAGES.glob("*.html")))]  # fmt: skip
    for k in range(count):
        match k % 4:
            case 0:
                yield f"random {k}: markup", "".join(pick.choices(TAGS, k=pick.randint(1, 400))).encode()
            case 1:
                text = pick.choice([" ", "", "\n"]).join(pick.choices(WORDS, k=pick.randint(1, 400)))
                yield (
                    f"random {k}: words",
                    text.encode(
                        pick.choice(["utf-8", "utf-8", "utf-16", "utf-16-le", "utf-32"]), "surrogatepass"
                    ),
                )
            case 2:
                start = pick.choice(
                    [b"", b"%PDF-1.7\n", b"PK\x03\x04", b"<html>", b"\xff\xfe", b"\xef\xbb\xbf", b"# a\n"]
                )
                yield f"random {k}: bytes", start + pick.randbytes(pick.randint(0, 4000))
            case _:
                yield f"random {k}: changed file", _changed(pick.choice(valid), pick)


def _changed(content: bytes, pick: random.Random) -> bytes:
    """A file with some bytes changed, or cut short, or with a piece doubled or left out."""
    made = bytearray(content)
    for _ in range(pick.randint(1, 20)):
        at = pick.randrange(len(made))
        match pick.randint(0, 3):
            case 0:
                made[at] = pick.randrange(256)
            case 1:
                made[at:at] = made[at : at + pick.randint(1, 500)]
            case 2:
                del made[at : at + pick.randint(1, 60)]
            case _:
                made[at : at + 4] = pick.choice(
                    [b"\xff\xff\xff\xff", b"\x00\x00\x00\x00", b"9999", b"<<<<", b"1 0 R"]
                )
        made = made or bytearray(b"x")
    return bytes(made[: pick.randrange(1, len(made) + 1)]) if pick.random() < 0.3 else bytes(made)
