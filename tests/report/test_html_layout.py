"""The page as it is laid out: in a real browser no text is cut, covered, shrunk or off the page, at any width.

`WRONG` knows nothing of the page: it asks of every piece of text on it whether something cuts it, whether it
runs over the edge, and whether it meets another; and of every text in a drawing whether it is whole and legible.
"""

from __future__ import annotations

import dataclasses

import pytest
from report_every_kind import every_kind
from report_samples import CALIBRATION

from detente import report

pytestmark = pytest.mark.browser

OPEN = "document.querySelectorAll('details').forEach(d => { d.open = true })"
WRONG = r"""() => {
  const wrong = [], texts = [], wide = document.documentElement.clientWidth;
  const name = (e) => `${e.closest('[id]')?.id || ''} ${e.tagName.toLowerCase()}.${e.getAttribute('class') || ''}`;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, e = node.parentElement, said = node.data.trim().slice(0, 60);
    if (!said || e.closest('.sprite, .skip, title, desc, style') || !e.checkVisibility()) continue;
    if (getComputedStyle(e).clipPath !== 'none') continue;  // for screen readers alone
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const r of range.getClientRects()) {
      if (r.width < 1 || r.height < 1) continue;
      const box = { left: r.left, right: r.right, top: r.top, bottom: r.bottom };
      for (let up = e; up && up !== document.body; up = up.parentElement) {
        const s = getComputedStyle(up), free = ['auto', 'scroll'];
        if (up.tagName === 'svg' || s.overflowX === 'visible' && s.overflowY === 'visible') continue;
        const b = up.getBoundingClientRect();
        const across = box.right > b.right + 1 || box.left < b.left - 1;
        const down = box.bottom > b.bottom + 2 || box.top < b.top - 2;
        if (across && !free.includes(s.overflowX) || down && !free.includes(s.overflowY))
          wrong.push(`cut by ${name(up)}: ${said}`);
        box.left = Math.max(box.left, b.left); box.right = Math.min(box.right, b.right);
        box.top = Math.max(box.top, b.top); box.bottom = Math.min(box.bottom, b.bottom);
      }
      if (box.right - box.left < 1 || box.bottom - box.top < 1) continue;  // scrolled out of sight
      if (box.right > wide + 1 || box.left < -1) wrong.push(`over the edge ${name(e)}: ${said}`);
      const lead = (box.bottom - box.top) * 0.2;  // lines may stand close: only letters must not meet
      texts.push({ e, said, ...box, top: box.top + lead, bottom: box.bottom - lead });
    }
  }
  for (const svg of document.querySelectorAll('figure svg')) {
    const frame = svg.getBoundingClientRect(), scale = frame.width / svg.viewBox.baseVal.width;
    for (const t of frame.width ? svg.querySelectorAll('text') : []) {
      const b = t.getBoundingClientRect(), size = parseFloat(getComputedStyle(t).fontSize) * scale;
      const across = b.left < frame.left - 1 || b.right > frame.right + 1;
      if (across || b.top < frame.top - 2 || b.bottom > frame.bottom + 2)
        wrong.push(`out of the picture ${name(svg)}: ${t.textContent}`);
      if (t.textContent.includes('…')) wrong.push(`shortened ${name(svg)}: ${t.textContent}`);
      if (size < 10) wrong.push(`small, ${size.toFixed(1)} px, ${name(svg)}: ${t.textContent}`);
    }
  }
  texts.sort((a, b) => a.top - b.top);
  for (let i = 0; i < texts.length; i++) {
    const a = texts[i];
    for (let j = i + 1; j < texts.length && texts[j].top < a.bottom - 1; j++) {
      const b = texts[j], across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      if (across > 1.5 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1.5)
        wrong.push(`overlap ${name(a.e)} | ${name(b.e)}: ${a.said} | ${b.said}`);
    }
  }
  return wrong;
}"""
PLANTED = {  # what the test must find, so that it cannot pass blind
    "cut by": '<p style="width:3rem;overflow:hidden;white-space:nowrap">this is cut</p>',
    "over the edge": '<p style="width:200rem;white-space:nowrap">' + "a long line " * 99 + "</p>",
    "overlap": '<p>one over</p><p style="position:relative;top:-2rem">the other</p>',
    "small": '<figure><svg viewBox="0 0 9000 90"><text x="9" y="50">small</text></svg></figure>',
    "out of the picture": '<figure><svg viewBox="0 0 90 90"><text x="80" y="50">outside</text></svg></figure>',
    "shortened": '<figure><svg viewBox="0 0 90 90"><text x="9" y="50">not a…</text></svg></figure>',
}


@pytest.fixture(scope="module")
def made(bench):
    return every_kind(bench)


@pytest.fixture(scope="module")
def address(made, tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("layout") / "report.html"
    path.write_text(report.to_html(made, CALIBRATION), "utf-8")
    return path.as_uri()


def wrong(browser, address: str, width: int, media: str = "screen", opened: bool = False) -> list[str]:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.emulate_media(media=media)
    page.goto(address)
    if opened:
        page.evaluate(OPEN)
    found = page.evaluate(WRONG)
    page.close()
    return found


@pytest.mark.parametrize("kind", PLANTED)
def test_what_is_wrong_is_found(browser, kind):
    page = browser.new_page(viewport={"width": 400, "height": 900})
    page.set_content(f"<body><style>svg {{ width: 90px; overflow: visible }}</style>{PLANTED[kind]}")
    found = page.evaluate(WRONG)
    page.close()
    assert any(one.startswith(kind) for one in found)


@pytest.mark.parametrize("opened", [False, True], ids=["closed", "opened"])
@pytest.mark.parametrize("width", [390, 600, 768, 1024, 1440])
def test_no_text_is_cut_covered_small_or_off_the_page(browser, address, width, opened):
    assert wrong(browser, address, width, opened=opened) == []


def test_the_same_holds_on_paper(browser, address):
    assert wrong(browser, address, 680, media="print") == []


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_a_page_of_few_claims_holds_it_too(browser, made, tmp_path, width):
    few = dataclasses.replace(made, checked=made.checked[:6])
    path = tmp_path / "few.html"
    path.write_text(report.to_html(few, CALIBRATION), "utf-8")
    assert wrong(browser, path.as_uri(), width) == []


def test_on_a_desk_counts_what_to_look_at_and_the_way_to_the_cards_are_on_the_first_screen(browser, address):
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(address)
    ends = page.evaluate("""() => ['.counts', '.ways', '.look li'].map(
        (one) => document.querySelector(one).getBoundingClientRect().bottom)""")
    page.close()
    assert max(ends) < 900


def test_the_index_fits_a_phone_whole(browser, address):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(address)
    page.evaluate(OPEN)
    boxes = page.evaluate("""() => [...document.querySelectorAll('.matrix td, .matrix th')].map((cell) => {
        const b = cell.getBoundingClientRect(); return [b.left, b.right] })""")
    scrolls = page.evaluate(
        "[...document.querySelectorAll('.matrix *')].some((e) => e.scrollWidth > e.clientWidth + 1 && "
        "['auto', 'scroll'].includes(getComputedStyle(e).overflowX))"
    )
    page.close()
    assert boxes
    assert min(left for left, _ in boxes) >= 0
    assert max(right for _, right in boxes) <= 390
    assert not scrolls
