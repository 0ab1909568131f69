"""What a notebook shows: a frame that runs nothing, whatever the text in it says."""

from __future__ import annotations

import ast
from pathlib import Path

import lxml.html
import pytest
from report_samples import hostile_report, sample_report

from detente import model
from detente.notebook import frame


def framed(shown):
    (one,) = lxml.html.fragments_fromstring(shown._repr_html_())
    assert one.tag == "iframe"
    assert one.get("sandbox") == "allow-downloads"
    assert one.get("src") is None
    return lxml.html.fromstring(one.get("srcdoc"))


@pytest.mark.parametrize("report", [sample_report(), hostile_report()], ids=["sample", "hostile"])
def test_reports_cards_and_findings_show_themselves_in_a_frame(report):
    for shown in (report, report.checked[0], report.checked[0].finding):
        page = framed(shown)
        assert not page.xpath("//script|//iframe|//img|//object|//*[@onload or @onerror or @onmouseover]")
        assert page.xpath("//meta[@http-equiv='Content-Security-Policy']")


def test_a_finding_shows_its_reason_effect_and_grade():
    found = sample_report().checked[0].finding
    said = framed(found).text_content()
    assert found.reason in said
    assert "95 per cent interval 0.061 to 0.307" in said
    assert "Grade: moderate" in said


def test_a_page_cannot_leave_its_frame():
    shown = frame('</iframe><script>alert(1)</script>" onload="alert(1)')
    assert shown.count("<") == 2
    assert shown.count('"') == 2 * 7


def test_the_nouns_import_nothing_of_detente_until_they_are_shown():
    tree = ast.parse(Path(model.__file__).read_text("utf-8"))
    top = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    names = [getattr(node, "module", None) or node.names[0].name for node in top]
    assert [name for name in names if name.startswith("detente")] == ["detente.facets"]


def test_a_route_shows_itself_in_a_frame():
    from detente import transport

    page = framed(transport.route("FRA", "DEU", "road"))
    assert "Paris" in page.text_content()


def test_a_brief_shows_itself_in_a_frame():
    import detente

    assert "Kosovo" in framed(detente.brief("Kosovo", "Tuvalu")).text_content()
