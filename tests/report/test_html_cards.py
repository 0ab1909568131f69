"""Every card has every part in order, whatever the kind; what it says is English and not code."""

from __future__ import annotations

import dataclasses
import re

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_samples import CALIBRATION, sample_report

from detente import api, report
from detente.checks.registry import KINDS
from detente.model import Change, Checked, Claim, Document, Finding, Part, Period, Report, Role
from detente.report import digest

PARTS = (
    "header",
    "reading",
    "finding",
    "picture",
    "strip",
    "disagree",
    "change",
    "counter",
    "limits",
    "rows",
    "known",
)
SENTENCES = (
    "Throughout the 1960s India and Pakistan were bitter enemies",
    "Pakistan is closer to China than India is to the United States",
    "Relations between Vietnam and the United States improved between 1990 and 2010",
    "Finland and Sweden's relations did not change between 1980 and 2010",
    "Egypt turned from Moscow to Washington between 1970 and 1982",
    "The Central Asian states moved away from Russia between 1995 and 2015",
    "Russia and the United States drifted apart in UN votes between 2000 and 2015",
    "Finland joined NATO in 2023",
    "The economy of India is larger than that of the United Kingdom",
    "Saint Lucia is more powerful than the Democratic Republic of the Congo",
    "Most of India's arms came from Russia between 2000 and 2014",
    "The economies of Austria and Germany moved together between 1980 and 2015",
    "The Islamic Revolution ended American arms deliveries to Iran between 1975 and 1985",
    "The United States could not keep North Korea from the bomb between 2000 and 2017",
    "Turkmenistan is an exporter of gas",
    "The Soviet Union and Croatia were at odds in 1965",
)  # fmt: skip
_CODE = re.compile(
    r"\b[a-z]+_[a-z_]+\b|\b(?:cow|gml|un|tss|td)-[a-z]+|\d\.?\d*e[+-]\d|\bcinc\b|whole per cent|idealpointall"
)


def words(node) -> str:
    return " ".join(node.text_content().split())


def parts_of(card) -> list[str]:
    """The parts of a card in the order in which they stand."""
    found = []
    for child in card:
        if child.tag == "header":
            found.append("header")
        elif child.tag == "figure" or "empty" in (child.get("class") or ""):
            found.append("picture")
        else:
            found.append((child.get("class") or "").split()[0])
    return found


@pytest.fixture(scope="module")
def real() -> tuple[Report, ...]:
    return tuple(api.claim(sentence) for sentence in SENTENCES)


@pytest.fixture(scope="module")
def cards(real):
    return [
        card for one in real for card in lxml.html.document_fromstring(report.to_html(one)).find_class("card")
    ]


@given(
    kind=st.sampled_from(KINDS),
    label=st.sampled_from(["supported", "contested", "insufficient_evidence", "not_testable", "ill_posed"]),
    sample=st.sampled_from(range(11)),
    bare=st.booleans(),
)
@settings(max_examples=25, deadline=None)
def test_every_card_has_every_part_in_order(kind, label, sample, bare):
    claim = Claim(
        "c1", "a", "One and another", 0, 15, kind, (Role("PER", "subject"),), period=Period(1990, 2000)
    )
    finding = (
        Finding(label, "low", ("few rows",), "A reason.") if bare else sample_report().checked[sample].finding
    )
    one = Report(
        Document(None, (Part("a", "article", "One and another"),)), (Checked(claim, finding),), "1", ()
    )
    (card,) = lxml.html.document_fromstring(report.to_html(one)).find_class("card")
    assert parts_of(card) == list(PARTS)


def test_every_real_card_has_every_part_in_order(cards):
    for card in cards:
        assert parts_of(card) == list(PARTS)


def test_no_code_name_reaches_a_reader(cards):
    for card in cards:
        for node in card.xpath(".//pre | .//table"):
            node.drop_tree()
        for summary in card.xpath(".//summary"):
            assert not _CODE.search(summary.get("aria-label") or "")
        hit = _CODE.search(words(card))
        assert not hit, f"{hit and hit[0]}: {words(card)[:200]}"


def test_titles_state_what_the_picture_shows(real):
    for one in real:
        for checked in one.checked:
            chart = checked.finding.chart
            if chart is not None:
                assert re.search(r"\d", chart.title), chart.title
                assert not re.search(r"supported|contradicted|insufficient", chart.title)
                assert chart.title[0].isupper() or chart.title[0].isdigit()
                assert chart.alt
                assert chart.source_line


def test_states_are_named_with_their_article_in_a_reason(real):
    reasons = " ".join(checked.finding.reason for one in real for checked in one.checked)
    assert "the United States" in reasons
    assert not re.search(r"(?:between|towards|from|and) United States", reasons)


def test_coverage_is_said_once(real):
    for one in real:
        for checked in one.checked:
            assert not [
                said for said in digest.limits(one, checked) if re.search(r"covers \d{4}-\d{4}", said)
            ]


def test_a_source_that_ends_before_the_claim_is_marked(real):
    (checked,) = real[1].checked
    assert any(years.endswith("none later") for _, years in digest.source_years(real[1], checked))


def test_matrix_cells_lead_to_the_family_on_the_card():
    page = lxml.html.document_fromstring(report.to_html(sample_report(), CALIBRATION))
    links = page.xpath("//section[@class='matrix']//td/a/@href")
    assert links
    for href in links:
        assert "family" in page.get_element_by_id(href[1:]).get("class")


def test_corrections_of_a_reading_are_on_the_card_and_escaped():
    changes = (Change("c1", "period", "2003-2010", "<b>2001</b>"), Change("c99", "claim", "taken out", None))
    text = report.to_html(dataclasses.replace(sample_report(), changes=changes))
    page = lxml.html.document_fromstring(text)
    assert "period 2003-2010 → <b>2001</b>" in words(page.get_element_by_id("c1"))
    assert "<b>2001</b>" not in text
    assert "taken out" in words(page.find("body"))
    assert not page.get_element_by_id("c2").find_class("changes")


def test_other_readings_of_the_same_words_are_linked():
    sample = sample_report()
    first = sample.checked[0]
    twin = dataclasses.replace(first, claim=dataclasses.replace(first.claim, id="c2", kind="convergence"))
    page = lxml.html.document_fromstring(report.to_html(dataclasses.replace(sample, checked=(first, twin))))
    assert page.get_element_by_id("c1").xpath(".//div[@class='reading']//a[@href='#c2']")
    assert page.get_element_by_id("c2").xpath(".//div[@class='reading']//a[@href='#c1']")
