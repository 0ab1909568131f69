"""Every page in every state, as wide as a phone, a tablet and a desk: nothing cut or covered, nothing axe objects to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

pytestmark = pytest.mark.browser
ARTICLE = (
    "Neighbours\n\nRelations between Jordan and Israel improved between 1985 and 2005. "
    "Poland moved from the Soviet Union to the United States between 1988 and 1999.\n"
)
WIDTHS = (390, 768, 1440)
LONG = (
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsgeneralversammlungen "
)
# Words that do not fit into their element or the window, apart from what scrolls or ends in dots by design; and what a
# field or a choice shows, where it is wider than the field.
CUT = """() => { const bad = [...document.querySelectorAll('body *')].filter(e => {
  const s = getComputedStyle(e), r = e.getBoundingClientRect();
  if (!r.width || !e.innerText || e.closest('svg, .scroll, .sr, .skip, pre, select, textarea, .text')) return false;
  if (s.display === 'inline' || s.textOverflow === 'ellipsis' || s.clipPath !== 'none') return false;
  return e.scrollWidth > e.clientWidth + 1 && s.overflowX !== 'visible'
    || e.scrollHeight > e.clientHeight + 1 && s.overflowY === 'hidden' || r.right > innerWidth + 1 || r.left < -1;
}).map(e => e.tagName + '.' + e.className + ': ' + e.innerText.slice(0, 40));
  const pen = document.createElement('canvas').getContext('2d');
  for (const e of document.querySelectorAll('main select, main input[inputmode=numeric]')) {
    if (!e.getClientRects().length || e.closest('.sr')) continue;
    const s = getComputedStyle(e), said = e.selectedOptions ? e.selectedOptions[0].text : e.value || e.placeholder;
    pen.font = s.font;
    const room = e.clientWidth - parseFloat(s.paddingLeft) - parseFloat(s.paddingRight) - (e.selectedOptions ? 16 : 0);
    if (pen.measureText(said).width > room + 1) bad.push(e.outerHTML.slice(0, 60) + said);
  } return bad; }"""
# Any two things that hold words of their own or can be used, and lie over one another.
OVER = """() => { const words = e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  const all = [...document.querySelectorAll('body *')].filter(e => {
    if (e.closest('svg, .sr, .skip, option, details:not([open]) > :not(summary), [hidden], noscript')) return false;
    if (e.closest('.bar-take ul, .text, style, script')) return false;
    return e.getClientRects().length && (words(e) || e.matches('button, input:not([type=hidden]), select, textarea, progress'));
  }), bad = [];
  const shown = (e, a) => { let {left, top, right, bottom} = a;
    for (let up = e; up && up !== document.body; up = up.parentElement) {
      const s = getComputedStyle(up);
      if (s.overflowX === 'visible' && s.overflowY === 'visible' && s.clipPath === 'none') continue;
      const r = up.getBoundingClientRect();
      if (s.clipPath !== 'none') return {left, top, right: left, bottom: top, height: 0};
      left = Math.max(left, r.left); right = Math.min(right, r.right);
      top = Math.max(top, r.top); bottom = Math.min(bottom, r.bottom);
    } return {left, top, right, bottom, height: bottom - top}; };
  const boxes = all.map(e => { let found = [];
    if (e.matches('input, select, textarea, progress, button')) found = [e.getBoundingClientRect()];
    else for (const n of e.childNodes) if (n.nodeType === 3 && n.data.trim()) {
      const c = document.createRange(); c.selectNode(n); found.push(...c.getClientRects()); }
    return found.map(a => shown(e, a)).filter(a => a.right - a.left > 2 && a.height > 2); });
  for (let i = 0; i < all.length; i++) for (let j = i + 1; j < all.length && j < i + 60; j++) {
    if (all[i].contains(all[j]) || all[j].contains(all[i])) continue;
    if (boxes[i].some(a => boxes[j].some(b => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 2
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > Math.min(a.height, b.height) / 3)))
      bad.push(all[i].outerHTML.slice(0, 70) + ' | ' + all[j].outerHTML.slice(0, 70));
  } return bad; }"""


@pytest.fixture(scope="session")
def states(server, done: str) -> dict[str, str]:
    """Ids of checks in every state that lasts."""
    ids = {
        "long": server.ask(ARTICLE, title=LONG),
        "failed": server.ask("Nothing about states here.", title=LONG),
        "unread": server.ask(
            f"{ARTICLE} The quarrel of Peru and Chile hums, said {LONG}, in the kettles of Lima."
        ),
        "script": server.ask(ARTICLE.replace("Neighbours", "<script>alert(1)</script> " + LONG)),
    }
    for job in ids.values():
        server.wait(job)
    answer = server.client.post(
        f"/api/reports/{done}/corrections", json={"claims": [{"id": "c1", "modality": "possible"}]}
    )
    ids["corrected"] = answer.json()["id"]
    server.wait(ids["corrected"])
    return ids


def addresses(done: str, states: dict[str, str]) -> list[str]:
    """Every page in every state but that of a check under way."""
    return [
        "/", f"/?text={states['failed']}", "/reports", "/reports?q=nothing+of+this+name", f"/reports?q={LONG[:30]}",
        "/pairs", "/pairs?one=Jordan&two=Israel", "/pairs?one=Tuvalu&two=Bhutan", "/pairs?one=Atlantis&two=Israel",
        "/pairs?one=Saint+Vincent+and+the+Grenadines&two=Democratic+Republic+of+the+Congo", "/briefs", "/briefs?one=Atlantis",
        "/briefs?one=Jordan&two=Israel", "/briefs?one=Jordan", "/map", "/map?state=Israel&year=1990", "/map?year=9999",
        "/map?state=Israel&measure=arms_share&year=1816", "/map?state=Tuvalu&measure=trade_intensity&year=2010", "/api",
        "/missing", "/reports/AAAAAAAAAAAA", f"/reports/{done}", f"/reports/{states['corrected']}",
        f"/reports/{states['long']}",
        f"/reports/{states['failed']}", f"/reports/{states['script']}", f"/reports/{done}/delete",
        f"/reports/{states['long']}/delete",
        f"/reports/{done}/claims/c1/edit", f"/reports/{done}/claims/c2/edit", f"/reports/{states['unread']}",
        f"/reports/{states['unread']}/add?sentence=0", f"/reports/{done}/add", f"/reports/{states['unread']}/model",
    ]  # fmt: skip


def objections(page, where: object) -> None:
    """Fail where words are cut or covered."""
    for one in page.locator("main details:not([open]) > summary").all()[:60]:
        if one.is_visible():
            one.click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), where
    assert page.evaluate(CUT) == [], where
    assert page.evaluate(OVER) == [], where


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_cut_or_covered(page, done: str, states: dict[str, str], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for address in addresses(done, states):
        page.goto(address)
        objections(page, (address, width))


@pytest.mark.parametrize("width", WIDTHS)
def test_the_way_of_a_check_is_whole_at_every_width(page, server, states: dict[str, str], width: int) -> None:
    """Waiting behind others, first in line, reading, testing, done, failed: each as the progress page shows it."""
    import jinja2

    from detente.web import pages

    page.set_viewport_size({"width": width, "height": 900})
    shown: dict[str, Callable[[dict], dict]] = {
        "waiting": lambda job: {**job, "state": "waiting", "ahead": 12},
        "next": lambda job: {**job, "state": "waiting", "ahead": 0},
        "reading": lambda job: {**job, "state": "running", "total": 0},
        "testing": lambda job: {**job, "state": "running", "done": 1_234, "total": 1_999},
        "interrupted": lambda job: {**job, "state": "interrupted", "parent": job["id"], "as_of": 1999},
        "failed": lambda job: {**job, "state": "failed", "message": LONG * 3},
        "done": lambda job: {**job, "state": "done"},
    }
    template: jinja2.Template = pages.environment().get_template("progress.html.jinja")
    base = server.client.get(f"/api/checks/{states['long']}").json()
    page.route("**/progress*", lambda route: route.fulfill(status=204))
    for name, made in shown.items():
        for ready in (0, 1):
            content = template.render(here="", job=made(base), token="t", ready=ready, again=True, seen="x")
            page.route(
                "**/shown", lambda route, _=None, c=content: route.fulfill(body=c, content_type="text/html")
            )
            page.goto("/shown")
            assert page.locator("#state").is_visible()
            objections(page, (name, width))
            page.unroute("**/shown")


def test_refusals_are_pages_for_people(page, server) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/?" + "a" * 5_000)
    assert page.locator("h1").inner_text() == "That did not work"
    objections(page, 414)
    page.faults[:] = [one for one in page.faults if "status of 414" not in one]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser, server, done: str, states: dict[str, str], scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(base_url=server.base, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    for address in addresses(done, states):
        page.goto(address)
        response = Axe().run(page, options=options).response
        assert len(response["passes"]) > 10
        serious = [
            (v["id"], [n["target"] for n in v["nodes"]][:3])
            for v in response["violations"]
            if v["impact"] in ("serious", "critical")
        ]
        assert serious == [], (address, scheme)
    context.close()
