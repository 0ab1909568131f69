"""The pages in a real headless Chromium: what a person does, with mouse, keyboard and phone."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
ARTICLE = (
    "Neighbours\n\nRelations between Jordan and Israel improved between 1985 and 2005. "
    "Poland moved from the Soviet Union to the United States between 1988 and 1999.\n"
)


def test_paste_check_open_a_card_edit_and_export(page, tmp_path: Path) -> None:
    page.goto("/")
    page.get_by_label("Article").fill(ARTICLE)
    page.get_by_role("button", name="Test the claims").click()
    page.wait_for_selector("article.card")
    report = page.url
    assert "/reports/" in report
    assert page.locator("article.card").count() == 2
    page.get_by_text("All claims by family of evidence").click()
    page.get_by_label("A, go to the card").click()
    assert page.url.endswith("#c1")
    assert page.locator("#c1").evaluate("e => e.matches(':target')")
    page.locator("#c1 details.spec summary").first.click()
    assert page.locator("#c1 details.spec[open] .spec-body").is_visible()
    page.get_by_text("Export", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="JSON", exact=True).click()
    kept = tmp_path / "report.json"
    download.value.save_as(kept)
    assert '"claims"' in kept.read_text("utf-8")
    page.get_by_role("link", name="Edit the reading of claim A").click()
    page.get_by_label("Direction").select_option("worsened")
    page.get_by_role("button", name="Test it", exact=True).click()
    page.wait_for_selector("article.card")
    assert page.get_by_role("heading", name="Tested as you corrected it").is_visible()
    assert "grew worse" in page.locator(".changed").inner_text()
    assert "supported → contradicted" in page.locator(".changed").inner_text()
    page.get_by_role("link", name="The report before the correction").click()
    assert page.url.partition("#")[0] == report.partition("#")[0]
    page.reload()
    assert page.get_by_role("link", name="Corrected 20").is_visible()


def test_a_sentence_not_read_is_told_by_choosing_its_type(page) -> None:
    page.goto("/")
    page.get_by_label("Article").fill(ARTICLE + "The quarrel of Peru and Chile hums in the kettles of Lima.")
    page.get_by_label("Published").fill("2014-05")
    page.get_by_role("button", name="Test the claims").click()
    page.wait_for_selector("article.card")
    assert "Published 2014-05" in page.locator(".head").inner_text()
    page.get_by_role("link", name="Tell what it says").first.click()
    page.get_by_label("Type of statement").select_option("membership")
    page.get_by_role("button", name="Show the slots of this type").click()
    page.get_by_label("Who", exact=False).first.fill("Peru")
    page.get_by_label("Organisation").fill("org:UN")
    page.get_by_label("From").fill("1990")
    page.get_by_label("To", exact=True).fill("1995")
    page.get_by_role("button", name="Test it", exact=True).click()
    page.wait_for_selector("article.card")
    assert page.locator("article.card").count() == 3
    assert "Peru" in page.locator("article.card").nth(2).locator("h3").inner_text()


def test_a_language_model_s_answer_is_pasted(page) -> None:
    page.goto("/")
    page.get_by_label("Article").fill(ARTICLE)
    page.get_by_role("button", name="Test the claims").click()
    page.wait_for_selector("article.card")
    page.get_by_role("link", name="Read by a language model").click()
    assert "Relations between Jordan and Israel" in page.get_by_label("Copy this prompt").input_value()
    page.get_by_label("Paste its answer").fill("No.")
    page.get_by_role("button", name="Test its claims").click()
    page.get_by_role("alert").wait_for()
    page.get_by_label("Paste its answer").fill(
        '[{"quote": "Relations between Jordan and Israel improved between 1985 and 2005", "period": {"from": "1985", '
        '"to": "2005"}, "statement": {"type": "relation", "a": ["JOR"], "b": ["ISR"], "level": "friendly"}}]'
    )
    page.get_by_role("button", name="Test its claims").click()
    page.wait_for_selector("article.card")
    assert page.locator("article.card").count() == 1


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
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == "All claims by family of evidence":
            page.keyboard.press("Enter")
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


def test_what_failed_can_be_changed_and_tested(page) -> None:
    page.goto("/")
    page.get_by_label("Article").fill("Nothing about states here.")
    page.get_by_role("button", name="Test the claims").click()
    page.get_by_role("link", name="Change the text").click()
    assert page.get_by_label("Article").input_value() == "Nothing about states here."
    page.get_by_label("Article").fill(ARTICLE)
    page.get_by_role("button", name="Test the claims").click()
    page.wait_for_selector("article.card")
    page.go_back()
    assert page.get_by_role("button", name="Test the claims").is_visible()


def test_a_report_is_found_and_deleted_for_good(page, server) -> None:
    job = server.ask(ARTICLE.replace("Neighbours", "Kept for a <b>moment</b> & 100% _gone_"))
    server.wait(job)
    page.goto("/reports")
    page.get_by_label("Words of the title").fill("100% _gone_")
    page.keyboard.press("Enter")
    page.get_by_text("1 report with").wait_for()
    page.get_by_role("link", name="Kept for a <b>moment</b>").first.click()
    page.get_by_role("link", name="Delete", exact=True).click()
    page.get_by_role("link", name="Keep it").click()
    page.get_by_role("link", name="Delete", exact=True).click()
    page.get_by_role("button", name="Delete for good").click()
    assert page.url.endswith("/reports")
    assert server.client.get(f"/reports/{job}").status_code == 404


def test_a_file_over_the_limit_is_told_before_and_after_it_is_sent(page, tmp_path: Path) -> None:
    file = tmp_path / "large.txt"
    file.write_bytes(b"x" * 9_000_000)
    page.goto("/")
    page.get_by_label("or a file").set_input_files(file)
    assert "the limit is 8 MB" in page.locator("#file-said").inner_text()
    page.get_by_role("button", name="Test the claims").click()
    assert page.evaluate("location.pathname") == "/"
    with page.expect_navigation():  # a browser that does not look at the size first
        page.evaluate("const f = document.querySelector('form.ask'); f.noValidate = true; f.requestSubmit()")
    assert page.locator("h1").inner_text() == "Too large"
    page.get_by_role("link", name="Check an article").click()
    assert page.get_by_label("Article").is_visible()
    page.faults[:] = [one for one in page.faults if "status of 413" not in one]


def test_the_map_goes_through_the_years(page) -> None:
    page.goto("/map?state=Kenya&year=1990")
    slide = page.get_by_label("Year on the map")
    slide.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**year=1991**")
    page.get_by_role("heading", name="Kenya and the world, 1991").wait_for()
    assert page.evaluate("document.activeElement.id") == "slide"
    page.go_back()
    page.get_by_role("heading", name="Kenya and the world, 1990").wait_for()


def test_a_page_says_when_the_app_is_gone_and_goes_on_when_it_is_back(page) -> None:
    page.route("**/progress*", lambda route: route.abort())
    page.goto("/")
    page.get_by_label("Article").fill(ARTICLE * 8)
    page.get_by_role("button", name="Test the claims").click()
    page.get_by_text("The app does not answer.").wait_for()
    page.unroute("**/progress*")
    page.wait_for_selector("article.card")
    page.faults[:] = [one for one in page.faults if "ERR_FAILED" not in one and "htmx" not in one.lower()]
