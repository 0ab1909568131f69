"""The pages in a real headless Chromium: what a person does, with mouse, keyboard and phone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
]
ARTICLE = (
    "Neighbours\n\nRelations between Jordan and Israel improved between 1985 and 2005. "
    "Poland moved from the Soviet Union to the United States between 1988 and 1999.\n"
)
WIDTHS = (390, 768, 1440)
# Text that is cut or drawn over: elements whose words do not fit, apart from what scrolls or ends in dots by design.
CUT = """() => [...document.querySelectorAll('main *, header *, nav *, footer *')].filter(e => {
  const s = getComputedStyle(e), r = e.getBoundingClientRect();
  if (!r.width || !e.innerText || e.closest('svg, .scroll, .sr, pre, select, textarea, .text')) return false;
  if (s.display === 'inline' || s.textOverflow === 'ellipsis') return false;
  return e.scrollWidth > e.clientWidth + 1 && s.overflowX !== 'visible' || r.right > innerWidth + 1;
}).map(e => e.tagName + '.' + e.className + ': ' + e.innerText.slice(0, 40))"""
OVERLAP = """() => { const all = [...document.querySelectorAll(
  'main :is(button, input:not([type=hidden]), select, textarea, label, h1, h2), nav a')]
  .filter(e => e.getClientRects().length && !e.closest('.sr, details:not([open])')), bad = [];
  for (let i = 0; i < all.length; i++) for (let j = i + 1; j < all.length; j++) {
    if (all[i].contains(all[j]) || all[j].contains(all[i])) continue;
    const a = all[i].getBoundingClientRect(), b = all[j].getBoundingClientRect();
    if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
      bad.push(all[i].outerHTML.slice(0, 60) + ' | ' + all[j].outerHTML.slice(0, 60));
  } return bad; }"""


@pytest.fixture(scope="module")
def browser() -> Iterator:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield found
        found.close()


@pytest.fixture
def page(browser, server) -> Iterator:
    """A page that fails the test on any script error, refused resource or request to another host."""
    context = browser.new_context(base_url=server.base, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(90_000)
    opened, faults = context.new_page(), []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "console",
        lambda m: (
            faults.append(m.text)
            if m.type in ("error", "warning") and "status of 422" not in m.text
            else None
        ),
    )
    opened.on("request", lambda r: None if r.url.startswith((server.base, "data:")) else faults.append(r.url))
    yield opened
    context.close()
    assert faults == []


def test_paste_check_open_a_card_edit_and_export(page, tmp_path: Path) -> None:
    page.goto("/")
    page.get_by_label("Article").fill(ARTICLE)
    page.get_by_role("button", name="Test the claims").click()
    page.wait_for_selector("article.card")
    report = page.url
    assert "/reports/" in report
    assert page.locator("article.card").count() == 2
    page.get_by_label("A, go to the card").click()
    assert page.url.endswith("#c1")
    assert page.locator("#c1").evaluate("e => e.matches(':target')")
    page.locator("#c1 details.spec summary").first.click()
    assert page.locator("#c1 details.spec[open] .spec-body").is_visible()
    page.get_by_text("Take it away").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="JSON", exact=True).click()
    kept = tmp_path / "report.json"
    download.value.save_as(kept)
    assert '"claims"' in kept.read_text("utf-8")
    page.get_by_role("link", name="Edit the reading of claim A").click()
    page.get_by_label("Direction").select_option("worsen")
    page.get_by_role("button", name="Test it again").click()
    page.wait_for_selector("article.card")
    assert page.get_by_text("Tested as you corrected it.").is_visible()
    page.get_by_role("link", name="The report before the correction").click()
    assert page.url.partition("#")[0] == report.partition("#")[0]


def test_a_file_is_taken(page, tmp_path: Path) -> None:
    file = tmp_path / "article.md"
    file.write_text(ARTICLE, "utf-8")
    page.goto("/")
    page.get_by_label("or a file").set_input_files(file)
    page.get_by_role("button", name="Test the claims").click()
    page.wait_for_selector("article.card")


def test_everything_works_with_the_keyboard_alone(page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "text"
    page.keyboard.insert_text(ARTICLE)
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == "Test the claims":
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    page.wait_for_selector("article.card")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('aria-label')") == "A, go to the card":
            break
    page.keyboard.press("Enter")
    assert page.url.endswith("#c1")


def test_pages_work_without_script(browser, server) -> None:
    context = browser.new_context(base_url=server.base, java_script_enabled=False)
    context.set_default_timeout(90_000)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Article").fill(ARTICLE)
    page.get_by_role("button", name="Test the claims").click()
    page.wait_for_selector("article.card")
    page.goto("/pairs?one=Jordan&two=Israel")
    assert page.locator("figure svg[role=img]:visible").count() >= 6
    context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_cut_or_covered(page, done: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    addresses = [
        "/",
        "/pairs",
        "/pairs?one=Jordan&two=Israel",
        "/briefs?one=Jordan&two=Israel",
        "/map?state=Israel&year=1990",
        "/api",
        f"/reports/{done}/claims/c1/edit",
        f"/reports/{done}",
    ]
    for address in addresses:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (address, width)
        assert page.evaluate(CUT) == [], (address, width)
        assert page.evaluate(OVERLAP) == [], (address, width)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser, server, done: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(base_url=server.base, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    for address in ("/", "/pairs?one=Jordan&two=Israel", "/map?state=Israel&year=1990", "/api", "/missing",
                    f"/reports/{done}/claims/c1/edit", f"/reports/{done}"):  # fmt: skip
        page.goto(address)
        response = Axe().run(page, options=options).response
        assert len(response["passes"]) > 10
        found = response["violations"]
        serious = [
            (v["id"], [n["target"] for n in v["nodes"]][:3])
            for v in found
            if v["impact"] in ("serious", "critical")
        ]
        assert serious == [], (address, scheme)
    context.close()
