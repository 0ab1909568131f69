"""Briefs in a real browser: nothing cut, nothing over another, the story on one screen, axe finds nothing serious."""

from __future__ import annotations

import pytest

import detente
from detente import briefing

pytestmark = pytest.mark.browser

OVER = """() => {
  const wide = document.documentElement.clientWidth, over = [];
  for (const e of document.querySelectorAll('body *')) {
    if (e.closest('.scroll, .sr') || e.closest('svg') && e.tagName !== 'svg') continue;
    const box = e.getBoundingClientRect();
    if (box.width && box.height && (box.right > wide + 1 || box.left < -1)) over.push(e.tagName + '.' + e.className);
    if (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === 'hidden') over.push('cut ' + e.textContent.trim());
  }
  return over.concat(document.documentElement.scrollWidth > wide ? ['page'] : []);
}"""
DRAWN = """() => {
  const found = [];
  for (const svg of document.querySelectorAll('figure svg')) {
    const frame = svg.getBoundingClientRect();
    if (!frame.width) continue;
    const said = [...svg.querySelectorAll('text')].filter(t => t.textContent);
    const boxes = said.map(t => [t.textContent, t.getBoundingClientRect()]);
    for (const [text, box] of boxes) {
      if (box.left < frame.left - 2 || box.right > frame.right + 2 || box.bottom > frame.bottom + 2) found.push('cut: ' + text);
      if (text.includes('…')) found.push('shortened: ' + text);
    }
    boxes.forEach(([a, p], i) => boxes.slice(i + 1).forEach(([b, q]) => {
      const x = Math.min(p.right, q.right) - Math.max(p.left, q.left), y = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
      if (x > 1.5 && y > 4) found.push(a + ' over ' + b);
    }));
  }
  return found;
}"""
WORDS = """() => {
  const found = [], boxes = [];
  for (const e of document.querySelectorAll('.page p, .page li, .page h2, .page dt, .page dd, .page td, .page th')) {
    const head = e.closest('thead');
    if (head && getComputedStyle(head).position === 'absolute') continue;  // for screen readers only
    const range = document.createRange(); range.selectNodeContents(e);
    for (const box of range.getClientRects()) if (box.width > 1) boxes.push([e, box]);
  }
  boxes.forEach(([a, p], i) => boxes.slice(i + 1).forEach(([b, q]) => {
    if (a === b || a.contains(b) || b.contains(a)) return;
    const x = Math.min(p.right, q.right) - Math.max(p.left, q.left), y = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
    if (x > 2 && y > 5) found.push(a.textContent.slice(0, 40) + ' over ' + b.textContent.slice(0, 40));
  }));
  return found;
}"""
BRIEFS = (("USA", "RUS"), ("PAK", "RUS"), ("YUG", "ALB"), ("COD", "RWA"), ("PAK",), ("NRU",))


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[tuple[str, ...], str]:
    folder = tmp_path_factory.mktemp("briefs")
    found = {}
    for names in BRIEFS:
        path = folder / f"{'-'.join(names)}.html"
        path.write_text(briefing.to_html(detente.brief(*names)), "utf-8")
        found[names] = path.as_uri()
    return found


@pytest.mark.parametrize("names", BRIEFS)
@pytest.mark.parametrize("width", [390, 768, 1440])
def test_nothing_is_cut_or_lies_over_another(browser, pages, names, width):
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(pages[names])
    assert page.evaluate(OVER) == []
    assert page.evaluate(DRAWN) == []
    assert page.evaluate(WORDS) == []
    page.locator(".folded details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert page.evaluate(OVER) == []
    page.close()


@pytest.mark.parametrize("names", BRIEFS)
def test_the_story_is_on_one_screen(browser, pages, names):
    page = browser.new_page(viewport={"width": 1440, "height": 1800})
    page.goto(pages[names])
    assert page.locator(".page").bounding_box()["y"] < 320
    assert page.locator("#folded-t").bounding_box()["y"] < 1750
    assert page.locator("details[open]").count() == 0
    page.close()


@pytest.mark.parametrize("names", [("USA", "RUS"), ("PAK",)])
def test_axe_finds_nothing_serious(browser, pages, names):
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(viewport={"width": 1440, "height": 1000}, bypass_csp=True)
    page.goto(pages[names])
    page.locator(".folded details").evaluate_all("all => all.forEach(one => one.open = true)")
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
    page.close()
