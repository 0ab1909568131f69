"""Every card has every part in order, whatever the kind; what it says is English and not code."""

from __future__ import annotations

import dataclasses
import re

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_every_kind import every_kind
from report_samples import CALIBRATION, sample_report

from detente import report
from detente.model import Change, Checked, Claim, Document, Finding, Part, Period, Report, Role
from detente.reading.validation import TYPES
from detente.report import digest, summary
from detente.report.text import LABELS

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
SHORT = ("header", "reading", "finding")
"""What every card has in this order; one that decides nothing folds the rest away, under "more"."""
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
def real(bench) -> Report:
    return every_kind(bench)


@pytest.fixture(scope="module")
def cards(real):
    return lxml.html.document_fromstring(report.to_html(real)).find_class("card")


def whole(card) -> list[str]:
    """The parts of a card, those that are folded away included."""
    found = parts_of(card)
    (more,) = card.find_class("more-body") or (None,)
    return found if more is None else [*found[:-1], *parts_of(more)]


@given(
    kind=st.sampled_from(sorted(TYPES)),
    label=st.sampled_from(sorted(LABELS)),
    sample=st.sampled_from(range(11)),
    bare=st.booleans(),
)
@settings(max_examples=25, deadline=None)
def test_every_card_has_every_part_in_order(kind, label, sample, bare):
    claim = Claim(
        "c1", "a", "One and another", 0, 15, kind, (Role("PER", "subject"),), period=Period(1990, 2000)
    )
    known = sample_report().checked[sample].finding
    finding = (
        Finding(label, "low", ("few rows",), "A reason.") if bare else dataclasses.replace(known, label=label)
    )
    one = Report(
        Document(None, (Part("a", "article", "One and another"),)), (Checked(claim, finding),), "1", ()
    )
    (card,) = lxml.html.document_fromstring(report.to_html(one)).find_class("card")
    assert parts_of(card)[:3] == list(SHORT)
    if label not in summary.SHORT:
        assert parts_of(card) == list(PARTS)
    elif parts_of(card) != list(SHORT):
        assert parts_of(card)[3:] == ["more"]
        assert whole(card) == list(PARTS)


def test_every_real_card_has_every_part_in_order(real, cards):
    assert len(cards) == len(real.checked) > 30
    for card, checked in zip(cards, real.checked, strict=True):
        short = checked.finding.label in summary.SHORT
        assert whole(card) in ([list(PARTS), list(SHORT)] if short else [list(PARTS)])
        assert bool(card.find_class("more-body")) <= short


def test_no_code_name_reaches_a_reader(real):
    for card in lxml.html.document_fromstring(report.to_html(real)).find_class("card"):
        for node in card.xpath(".//pre | .//table | .//dl[@class='slots']"):
            node.drop_tree()
        for button in card.xpath(".//summary"):
            assert not _CODE.search(button.get("aria-label") or "")
        hit = _CODE.search(words(card).replace("scgraph_data", ""))  # the name of a source's package
        assert not hit, f"{hit and hit[0]}: {words(card)[:200]}"


def test_titles_state_what_the_picture_shows(real):
    charts = [checked.finding.chart for checked in real.checked if checked.finding.chart is not None]
    assert len(charts) > 5
    for chart in charts:
        assert re.search(r"\d", chart.title), chart.title
        assert not re.search(r"supported|contradicted|insufficient", chart.title)
        assert chart.title[0].isupper() or chart.title[0].isdigit()
        assert chart.alt
        assert chart.source_line


def test_states_are_named_with_their_article_in_a_reason(real):
    reasons = " ".join(checked.finding.reason for checked in real.checked)
    assert "the United States" in reasons
    assert not re.search(r"(?:between|towards|from|and) United States", reasons)


def test_coverage_is_said_once(real):
    for checked in real.checked:
        assert not [said for said in digest.limits(real, checked) if re.search(r"covers \d{4}-\d{4}", said)]


def test_a_source_that_ends_before_the_claim_is_marked(real):
    assert any(
        years.endswith("none later") for c in real.checked for _, years in digest.source_years(real, c)
    )


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
    twin = dataclasses.replace(
        first, claim=dataclasses.replace(first.claim, id="c2", restatement="Otherwise.")
    )
    page = lxml.html.document_fromstring(report.to_html(dataclasses.replace(sample, checked=(first, twin))))
    assert page.get_element_by_id("c1").xpath(".//div[@class='reading']//a[@href='#c2']")
    assert page.get_element_by_id("c2").xpath(".//div[@class='reading']//a[@href='#c1']")
