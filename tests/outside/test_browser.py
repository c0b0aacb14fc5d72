"""The pages in headless Chromium: without a script, in both languages, wide and on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

PAGES = ["", "doc/agency/e-government-agency.html", "doc/objective/ict-research.html",
         "doc/source/about-page/passage/founding.html",
         "doc/theme/security.html", "doc/evidence/005.html", "ns.html", "shapes.html", "graph/statement.html", "dataset.html",
         "doc/instrument/public-service-act-2011.html", "sparql", "sparql?example=objectives", "limits",
         "doc/emendation/04.html"]

@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page without scripts, on a phone's screen; it fails on every message of the console, such as a broken policy."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    yield page
    context.close()
    assert said == []


@pytest.mark.parametrize("language", ["sw", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_can_be_read_on_a_phone(page: Page, agency_url: str, path: str, language: str) -> None:
    response = page.goto(f"{agency_url}{path}{'&' if '?' in path else '?'}lang={language}")
    assert response is not None
    assert response.status == 200
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("h1").count() == 1
    assert page.locator("h1").inner_text().strip()
    width = page.locator("html").bounding_box()
    assert width is not None
    assert width["width"] <= 390
    for box in (each.bounding_box() for each in page.locator("main > *").all()):
        assert box is None or box["x"] + box["width"] <= 391, "something is wider than the screen"


@pytest.mark.parametrize("language", ["sw", "en"])
@pytest.mark.parametrize("width", [320, 360, 390])
def test_the_menu_of_a_phone_is_one_word_that_opens_and_closes_without_a_script(
    page: Page, agency_url: str, language: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{agency_url}browse?lang={language}")
    menu, places = page.locator(".sections > button"), page.locator(".sections a")
    switch = page.locator(".languages")
    assert menu.bounding_box()["y"] < switch.bounding_box()["y"] + switch.bounding_box()["height"], "another line"  # type: ignore[index]
    assert [each.is_visible() for each in places.all()] == [False] * places.count()
    menu.focus()
    page.keyboard.press("Enter")
    assert all(each.is_visible() for each in places.all())
    assert all(each.bounding_box()["height"] >= 24 for each in places.all())  # type: ignore[index]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.sections') !== null")
    page.keyboard.press("Escape")
    assert not places.first.is_visible()
    page.set_viewport_size({"width": 1280, "height": 700})
    assert not menu.is_visible()
    assert all(each.is_visible() for each in places.all())


@pytest.mark.parametrize("language", ["sw", "en"])
def test_the_entrances_of_the_home_page_stand_on_the_first_screen(page: Page, agency_url: str, language: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{agency_url}?lang={language}")
    doors = page.locator(".doors").bounding_box()
    assert doors is not None
    assert doors["y"] + doors["height"] <= 800


def test_the_switch_keeps_the_page_and_changes_the_language(page: Page, agency_url: str) -> None:
    page.goto(f"{agency_url}doc/objective/ict-research.html?lang=sw")
    page.get_by_role("link", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert "doc/objective/ict-research" in page.url


@pytest.mark.parametrize(("tag", "words"), [("sw", "Wakala wa Serikali Mtandao"), ("en", "e-Government Agency")])
def test_the_browsers_own_language_is_heard(browser: Browser, agency_url: str, tag: str, words: str) -> None:
    context = browser.new_context(locale=tag)
    page = context.new_page()
    page.goto(f"{agency_url}id/agency/e-government-agency")
    assert page.locator("html").get_attribute("lang") == tag
    assert words in page.locator("h1").inner_text()
    context.close()


def test_every_value_has_its_own_language_and_translations_are_marked(page: Page, agency_url: str) -> None:
    page.goto(f"{agency_url}doc/purpose/vision.html?lang=en")
    source = page.locator("[lang=sw]", has_text="Kuwa na serikali mtandao yenye ufanisi").first
    made = page.locator("[lang=en-t-sw-t0-und]", has_text="To have an efficient e-government").first
    assert source.is_visible()
    assert made.is_visible()
    assert page.get_by_text("unofficial translation").first.is_visible()


def test_the_objectives_stand_in_the_order_of_the_page(page: Page, agency_url: str) -> None:
    page.goto(f"{agency_url}id/agency/e-government-agency")
    text = page.locator("main").inner_text()
    found = [text.index(words) for words in ("Kuwa na kituo kimoja", "Kuwepo kwa mamlaka", "Kuwa na nyenzo kisheria",
                                             "Kuongeza wigo wa vyanzo", "Kupunguza gharama kwa kila ofisi")]
    assert found == sorted(found)
