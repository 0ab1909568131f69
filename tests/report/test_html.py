"""The page: what is on it, in which order, and that it stands alone."""

from __future__ import annotations

import base64
import csv
import dataclasses
import hashlib
import io
import re

import lxml.html
import pytest
from report_samples import ARTICLE, CALIBRATION, COMMENT, of_several, sample_report

from detente import report
from detente.model import Claim, Document, Finding, Part, Report
from detente.report import text
from detente.report.html import safe_url


@pytest.fixture(scope="module")
def page():
    return lxml.html.document_fromstring(report.to_html(sample_report(), CALIBRATION))


def words(node) -> str:
    """Text a reader gets, blanks folded."""
    return " ".join(node.text_content().split())


def card(page, anchor: str):
    return page.get_element_by_id(anchor)


def test_page_is_whole_and_the_same_every_time():
    first = report.to_html(sample_report(), CALIBRATION)
    assert first == report.to_html(sample_report(), CALIBRATION)
    assert first.startswith("<!DOCTYPE html>")
    assert first.endswith("</html>\n")


def test_page_stands_alone(page):
    assert page.get("lang") == "en"
    assert not page.xpath("//script | //link | //img | //iframe | //object | //embed | //form | //base")
    assert not page.xpath("//@style")
    assert not page.xpath("//@src | //@srcset | //@poster | //@action")
    css = page.xpath("string(//style)")
    assert not re.search(r"url\(|@import|@font-face", css)
    uses = page.xpath("//*[local-name()='use']/@href")
    assert uses
    assert all(page.xpath(f"//*[@id='{use[1:]}']") for use in uses)


def test_policy_allows_the_one_stylesheet_and_nothing_else(page):
    policy = page.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    digest = base64.b64encode(hashlib.sha256(page.xpath("string(//style)").encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    head = page.find("head")
    assert [node.tag for node in head][:2] == ["meta", "meta"]  # before anything it must govern


def test_head_says_the_date_and_counts_by_use_and_gives_no_score(page):
    assert words(page.find_class("dated")[0]) == "Published 2024-05-11, from the dateline"
    counts = [words(item) for item in page.xpath("//ul[@class='counts']/li")]
    assert counts == [
        "7 tested and decided",
        "1 open forecast",
        "1 with too little evidence",
        "1 that no data here can test",
        "1 about what did not exist or lies outside all evidence",
        "2 sentences not read",
    ]
    assert not re.search(r"\bscore of\b|truth.?meter|\baverage\b", words(page.find("body")), re.I)


def test_a_text_without_a_date_says_so():
    sample = sample_report()
    first = dataclasses.replace(sample.document.parts[0], published=None, published_origin=None)
    document = dataclasses.replace(sample.document, parts=(first, *sample.document.parts[1:]))
    page = lxml.html.document_fromstring(report.to_html(dataclasses.replace(sample, document=document)))
    assert words(page.find_class("dated")[0]).startswith("No date is known")


def test_what_to_look_at_comes_first_in_order_with_its_strongest_fact(page):
    (block,) = page.find_class("look")
    lines = [words(item) for item in block.xpath(".//li")]
    labels = ("contradicted", "contested", "partly_supported")
    chosen = [c for label in labels for c in sample_report().checked if c.finding.label == label]
    assert len(lines) == len(chosen) == 3
    for line, checked in zip(lines, chosen, strict=True):
        assert checked.claim.restatement in line
        assert checked.finding.reason in line
    assert list(block.xpath(".//a/@href")) == [f"#{c.claim.id}" for c in chosen]
    order = [node.get("class") for node in page.xpath("//section | //main")][:3]
    assert order == ["look", "matrix", "columns"]


def test_nothing_to_look_at_is_said():
    sample = sample_report()
    fine = [c for c in sample.checked if c.finding.label == "supported"]
    bare = [c for c in sample.checked if c.finding.label == "not_testable"]
    for checked, said in (
        (fine, "Nothing that was tested here was contradicted"),
        (bare, "No claim of this text could be decided"),
    ):
        page = lxml.html.document_fromstring(
            report.to_html(dataclasses.replace(sample, checked=tuple(checked)))
        )
        assert said in words(page.find_class("look")[0])


def test_the_matrix_is_folded_away(page):
    (matrix,) = page.find_class("matrix")
    for table in matrix.iter("table"):
        assert any(up.tag == "details" and up.get("open") is None for up in table.iterancestors())


def test_sentences_not_read_are_listed_at_the_end_with_their_reasons(page):
    (block,) = page.find_class("not-read")
    lines = [words(item) for item in block.xpath(".//li")]
    assert lines == [f"{n.quote} {n.reason}" for n in sample_report().not_read]
    assert block.getprevious().tag == "main"
    for n in sample_report().not_read:
        assert not page.xpath(f"//section[@class='text']//a[contains(., '{n.quote[:20]}')]")


def test_untested_words_are_dotted_and_named(page):
    left = "most of its imports came through one pipe"
    dotted = page.xpath("//section[@class='text']//span[@class='left']")
    assert [node.text_content() for node in dotted] == [left]
    assert words(card(page, "c6").find_class("left-out")[0]) == f"Not tested: “{left}”."
    assert card(page, "c6").xpath("string(.//blockquote//span[@class='left'])") == left
    assert not card(page, "c1").find_class("left-out")


def test_several_pairs_are_a_table_of_one_line_each():
    page = lxml.html.document_fromstring(report.to_html(of_several()))
    rows = [
        [words(cell) for cell in row]
        for row in card(page, "c1").xpath(".//table[contains(@class, 'members')]//tr")
    ]
    assert rows == [
        ["Case", "Finding", "What was found"],
        *([m.who, text.word(m.label).text, m.reason] for m in of_several().checked[0].finding.members),
    ]
    assert "Norway and Sweden: No pact between" in words(page.find_class("look")[0])


def test_every_claim_has_its_card_mark_and_row(page):
    for i, checked in enumerate(sample_report().checked):
        anchor, letter = checked.claim.id, "ABCDEFGHIJK"[i]
        one = card(page, anchor)
        assert words(one.find(".//h3")) == checked.claim.restatement
        assert words(one.find(".//blockquote")) == f"“{checked.claim.quote}”"
        assert one.xpath(f".//a[@class='permalink' and @href='#{anchor}']")
        assert page.xpath(f"//section[@class='text']//a[@id='m-{anchor}' and @href='#{anchor}']")
        assert words(page.get_element_by_id(f"m-{anchor}")) == letter
        tested = "th" if checked.finding.specifications else "dd"
        assert page.xpath(f"//section[@class='matrix']//{tested}/a[@href='#{anchor}']")


def test_every_link_within_the_page_leads_somewhere_and_ids_are_unique(page):
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    inside = {href[1:] for href in page.xpath("//a/@href") if href.startswith("#")}
    assert inside <= set(ids)
    for node in page.xpath("//*[@aria-labelledby]"):
        assert set(node.get("aria-labelledby").split()) <= set(ids)


def test_the_text_is_shown_character_by_character():
    page = lxml.html.document_fromstring(report.to_html(sample_report()))
    for body, part in zip((ARTICLE, COMMENT), page.xpath("//*[contains(@class, 'part ')]"), strict=False):
        for node in part.xpath(".//a[contains(@class, 'tag')] | .//h3"):
            node.drop_tree()
        assert "\n\n".join(p.text_content() for p in part.findall("p")) == body


def test_marked_runs_put_together_are_the_quote(page):
    fresh = lxml.html.document_fromstring(report.to_html(sample_report()))
    runs = fresh.xpath("//a[@class='run' and @href='#c3']")
    assert "".join(run.text_content() for run in runs) == sample_report().checked[2].claim.quote
    inner = fresh.xpath("//a[@class='run' and @href='#c2']")[0]
    assert [span.get("class") for span in inner.iterancestors("span")] == [
        "mk k-partly_supported h0",
        "mk k-supported h1",
    ]


def test_comments_are_blocks_of_their_own(page):
    heads = [words(node) for node in page.xpath("//section[contains(@class, 'comment')]/h3")]
    assert heads == ["Comment by A. Reader, 2024-05-12", "Comment, 2024-05-13"]
    assert "comment by A. Reader" in words(card(page, "c11").find("header"))


def test_a_card_follows_the_order_of_the_evidence_card(page):
    said = words(card(page, "c1"))
    order = [
        "From 2003 to 2016, relations between Turkey and Russia improved.",
        "“Turkey and Russia, rivals through the Cold War, drew closer after 2003”",
        "Said by Sample Writer, the author. Stated as a fact. From 2003 to 2016 (“after 2003”), stated in the text.",
        "The reading in full",
        "Supported Grade: moderate",
        "Three families moved closer",
        "0.184 share of roll calls (95 per cent interval 0.061 to 0.307)",
        "Why this grade:",
        "Turkey and Russia voted alike more often",
        "Source: UN General Assembly",
        "of 17 specifications agree",
        "Where sources disagree",
        "What would change this finding",
        "The strongest counter-reading",
        "Limits",
        "1946 to 2023",
        "Rows and citations",
        "SELECT session_year",
        "Bailey, Strezhnev, Voeten (2017)",
        "How this test does on known cases",
        "right 11 of 13 times",
        "14 times (2.8 per cent; 95 per cent interval 1.7 to 4.6)",
    ]
    places = [said.find(piece) for piece in order]
    assert -1 not in places
    assert places == sorted(places)


def test_a_card_says_whose_view_it_is_and_where_its_time_comes_from(page):
    said = words(card(page, "c3").find_class("reading")[0])
    assert "Said by some; the author rejects it. Stated as a fact. From 2003 to 2016, inferred" in said
    assert "Said by A. Reader, a reader." in words(card(page, "c11"))
    assert "taken from the date of the article" in words(card(page, "c11"))
    assert "No time is said" in words(card(page, "c6"))


def test_probability_is_a_line_of_its_own(page):
    (line,) = card(page, "c9").find_class("chance")
    assert words(line) == "Probability 8 per cent (95 per cent interval 2 to 21): very unlikely."
    assert not card(page, "c1").find_class("chance")
    assert "robability" not in words(card(page, "c9").find_class("grade")[0])


def test_strip_has_a_dot_to_open_for_each_specification(page):
    for checked in sample_report().checked:
        dots = card(page, checked.claim.id).xpath(".//details[contains(@class, 'spec ')]")
        assert len(dots) == len(checked.finding.specifications)
    first = card(page, "c1").xpath(".//details[contains(@class, 'spec ')]")[0]
    assert first.find("summary").get("aria-label")
    assert {words(dt) for dt in first.iter("dt")} >= {"source", "window", "baseline", "estimate", "placebo"}


def test_strip_and_matrix_count_alike(page):
    specs = sample_report().checked[2].finding.specifications
    agree = sum(spec.direction > 0 for spec in specs)
    assert f"{agree} of {len(specs)} specifications agree" in words(card(page, "c3"))
    row = page.xpath("//section[@class='matrix']//tr[th/a[@href='#c3']]")[0]
    shown = [words(link).split(" of ")[0] for link in row.xpath("./td/a")]
    assert sum(int(n) for n in shown) == agree


def test_claims_without_specifications_are_listed_by_finding(page):
    shown = {words(div.find("dt")): words(div.find("dd")) for div in page.find_class("untested")[0]}
    assert shown == {"supported": "E", "insufficient evidence": "F", "not testable": "G", "ill-posed": "J"}


def test_picture_has_a_name_a_description_and_a_table_twin(page):
    figure = card(page, "c1").find(".//figure")
    assert len(figure.xpath(".//*[local-name()='svg' and @role='img']")) == 2
    assert len(figure.xpath(".//table")) == 2  # one a panel
    assert words(next(figure.xpath(".//table")[0].iter("th"))) == "Session year"


def test_the_marked_case_is_the_first_row_of_the_twin(page):
    rows = card(page, "c4").xpath(".//figure//tbody/tr")
    assert words(rows[0]).startswith("Norway–Sweden")
    assert "60 of 2601 rows shown." in words(card(page, "c4"))


def test_premises_of_a_recommendation_are_linked(page):
    assert card(page, "c7").xpath(".//a[@href='#c6' and text()='claim F']")


def test_downloads_open_without_network(page):
    links = page.xpath("//a[@download]")
    names = [link.get("download") for link in links]
    assert len(names) == len(set(names))
    assert {"detente-findings.csv", "detente-citations.bib", "detente-citations.json"} <= set(names)
    assert all(re.fullmatch(r"[a-z0-9-]+\.(csv|bib|json)", name) for name in names)
    rows = links[names.index("detente-c1-specifications.csv")].get("href").split(",", 1)[1]
    table = list(csv.DictReader(io.StringIO(base64.b64decode(rows).decode())))
    assert len(table) == 17
    assert table[0]["claim"] == "c1"


def test_long_tables_are_cut_and_say_so():
    sample = sample_report()
    rows = tuple({"year": i, "text": "x" * 50} for i in range(3000))
    evidence = dataclasses.replace(sample.checked[0].finding.evidence[0], rows=rows)
    finding = dataclasses.replace(sample.checked[0].finding, evidence=(evidence,))
    text = report.to_html(
        dataclasses.replace(sample, checked=(dataclasses.replace(sample.checked[0], finding=finding),))
    )
    assert "12 of 3000 rows shown." in text
    assert re.search(r"Rows, the first \d+ of 3,000 \(CSV\)", text)
    assert len(text) < 300_000


def test_thirty_claims_stay_under_three_megabytes():
    sample = sample_report()
    many = tuple(
        dataclasses.replace(one, claim=dataclasses.replace(one.claim, id=f"c{i + 1}"))
        for i, one in enumerate((sample.checked * 3)[:30])
    )
    assert len(report.to_html(dataclasses.replace(sample, checked=many), CALIBRATION)) < 3_000_000


def test_a_report_without_claims_says_so():
    empty = Report(Document(None, (Part("article", "article", "Nothing here."),)), (), "1", ())
    page = lxml.html.document_fromstring(report.to_html(empty))
    assert "No claim that can be tested was found" in words(page.find("body"))
    assert words(page.find(".//h1")) == "Untitled document"


def test_a_claim_that_cannot_be_placed_still_has_its_card():
    claim = Claim("x y", "nowhere", "lost", 5, 9, "order")
    finding = Finding("not_testable", "low", (), "It cannot be placed.")
    lost = dataclasses.replace(
        sample_report(),
        checked=(dataclasses.replace(sample_report().checked[0], claim=claim, finding=finding),),
    )
    page = lxml.html.document_fromstring(report.to_html(lost))
    assert words(card(page, "c1").find(".//h3")) == "lost"
    assert not page.xpath("//*[@id='m-c1'] | //a[@href='#m-c1']")


@pytest.mark.parametrize(
    ("address", "linked"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("file:///etc/passwd", False),
        ('https://e.org/" onclick="x', False),
        ("https://e.org/\u202egpj", False),
        ("HTTPS://EXAMPLE.ORG/A", True),
        ("-", False),
        (None, False),
    ],
)
def test_only_plain_web_addresses_are_linked(address, linked):
    assert (safe_url(address) is not None) == linked
