"""The page in a real browser: nothing runs over the edge, and axe finds nothing serious."""

from __future__ import annotations

import pytest
from report_samples import CALIBRATION, sample_report

from detente import report

pytestmark = pytest.mark.browser

OVER = """() => {
  const wide = document.documentElement.clientWidth, over = [];
  for (const e of document.querySelectorAll('body *')) {
    if (e.closest('.scroll, .sr, .sprite, .skip, pre') || e.closest('svg') && e.tagName !== 'svg') continue;
    const box = e.getBoundingClientRect();
    if (box.width && box.height && (box.right > wide + 1 || box.left < -1)) over.push(e.tagName + '.' + e.className);
  }
  return over.concat(document.documentElement.scrollWidth > wide ? ['page'] : []);
}"""
CUT = """() => {
  const cut = [];
  for (const svg of document.querySelectorAll('figure svg')) {
    const frame = svg.getBoundingClientRect();
    if (!frame.width) continue;
    for (const text of svg.querySelectorAll('text')) {
      const box = text.getBoundingClientRect();
      if (box.left < frame.left - 2 || box.right > frame.right + 2) cut.push(text.textContent);
    }
  }
  return cut;
}"""


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(report.to_html(sample_report(), CALIBRATION), "utf-8")
    return path.as_uri()


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_nothing_runs_over_the_edge(browser, address, width):
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    assert page.evaluate(OVER) == []
    assert page.evaluate(CUT) == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser, address, scheme):
    from axe_playwright_python.sync_playwright import Axe

    # The page's own policy forbids every script; the test, and only the test, may look in.
    context = browser.new_context(
        color_scheme=scheme, bypass_csp=True, viewport={"width": 1440, "height": 900}
    )
    page = context.new_page()
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    found = Axe().run(page).response["violations"]
    grave = {v["id"]: v["nodes"][0]["html"][:200] for v in found if v["impact"] in ("serious", "critical")}
    assert grave == {}
    context.close()


def test_a_link_to_a_claim_opens_at_its_card_and_the_page_calls_nothing(browser, address):
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}#c4")
    top = page.evaluate("document.getElementById('c4').getBoundingClientRect().top")
    assert -5 <= top < 200
    assert all(url.startswith(("file:", "data:")) for url in asked)
    page.close()


def test_print_shows_every_card_without_controls(browser, address):
    page = browser.new_page(viewport={"width": 794, "height": 1123})
    page.emulate_media(media="print")
    page.goto(address)
    shown = page.evaluate("[...document.querySelectorAll('.card')].filter(e => e.offsetHeight > 0).length")
    assert shown == len(sample_report().checked)
    assert page.evaluate("[...document.querySelectorAll('.downloads')].every(e => e.offsetHeight === 0)")
    page.close()
