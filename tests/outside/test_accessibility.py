"""Every kind of page for every reader: WCAG 2.2 AA as far as a program can see it, and the keyboard alone.

axe-core looks (https://github.com/dequelabs/axe-core); `npm ci` in `tests/outside/clients` installs it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

import kiungo
from outside.pages import KINDS, PATHS, address

TEMPLATES = Path(kiungo.__file__).parent / "web" / "templates"
AXE = Path(__file__).with_name("clients") / "node_modules" / "axe-core" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FIRST = [paths[0] for paths in KINDS.values()]

FOCUSABLE = """[...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
    .filter(each => !each.disabled && each.checkVisibility({visibilityProperty: true}))"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A window of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page on a wide screen."""
    return context.new_page()


def test_each_template_has_a_row_in_the_table_of_pages() -> None:
    there = {each.name for each in TEMPLATES.glob("*.html") if not each.name.startswith("_")} - {"base.html"}
    assert set(KINDS) == there


def _violations(page: Page) -> list[str]:
    """What axe finds, one line for each place."""
    options = {"runOnly": STANDARDS, "rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}
    found: dict[str, Any] = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{rule['id']}: {node['html'][:160]} {(node['any'] or node['all'] or node['none'] or [{}])[0].get('message', '')}"
        for rule in found["violations"] for node in rule["nodes"]
    ]


@pytest.mark.parametrize("language", ["sw", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_in_light_and_dark_wide_and_on_a_phone(
    page: Page, base: str, path: str, language: str
) -> None:
    if not AXE.is_file():
        pytest.skip("axe-core is not installed: run npm ci in tests/outside/clients")
    page.goto(address(base, path, language))
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    for scheme, width in (("light", 1280), ("dark", 390)):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert _violations(page) == [], f"{scheme}, {width} pixels"


@pytest.mark.parametrize("path", PATHS)
def test_no_page_is_wider_than_320_pixels(page: Page, base: str, path: str) -> None:
    """WCAG 2.2, 1.4.10: no scrolling in two directions, save inside a table or a text of a program."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(address(base, path, "sw"))
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    wide = page.evaluate("""[...document.querySelectorAll('body *')]
        .filter(each => each.getBoundingClientRect().right > 321)
        .filter(each => !each.closest('.skip, .hidden, .scroll, pre, svg, .CodeMirror'))
        .map(each => each.outerHTML.slice(0, 120))""")
    assert wide == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", FIRST)
def test_the_keyboard_reaches_everything_and_the_focus_is_seen(page: Page, base: str, path: str) -> None:
    page.emulate_media(reduced_motion="reduce")  # else the page still scrolls to what has the focus when we look
    page.goto(address(base, path, "en"), wait_until="networkidle")  # the editor comes later than the page
    wanted = page.evaluate(f"{FOCUSABLE}.map((each, at) => {{ each.dataset.at = at; return at }})")
    reached: set[int] = set()
    for _ in range(len(wanted) + 5):
        page.keyboard.press("Tab")
        at, is_seen = page.evaluate("""() => {
            const here = document.activeElement, seen = here.closest('.CodeMirror') ?? here;
            const style = getComputedStyle(seen), box = seen.getBoundingClientRect();
            const ringed = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
            return [here.dataset.at ?? null, ringed && box.width > 0 && box.bottom > 0 && box.top < innerHeight]
        }""")
        if at is not None:
            assert is_seen, page.evaluate("document.activeElement.outerHTML")
            reached.add(int(at))
    assert [page.evaluate(f"{FOCUSABLE}[{at}].outerHTML") for at in wanted if at not in reached] == []


@pytest.mark.parametrize("path", FIRST)
def test_the_first_tab_leads_past_the_navigation(page: Page, base: str, path: str) -> None:
    page.goto(address(base, path, "en"))
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    box = skip.bounding_box()
    assert skip.inner_text() == "Skip to main content"
    assert box is not None
    assert box["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('header.site, footer.site:has(+ main)') === null")


@pytest.mark.parametrize("path", FIRST)
def test_nothing_moves_for_those_who_do_not_want_it(page: Page, base: str, path: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(address(base, path, "en"))
    moving = page.evaluate("""[document.documentElement, ...document.querySelectorAll('body, body *')].filter(each => {
        const style = getComputedStyle(each);
        return style.scrollBehavior === 'smooth' || style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0
    }).filter(each => !each.closest('.CodeMirror')).map(each => each.outerHTML.slice(0, 100))""")
    assert moving == []


def test_where_the_system_chooses_the_colours_the_current_place_is_marked_by_a_line(page: Page, agency_url: str) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(address(agency_url, "dataset", "en"))
    here = page.locator(".sections a[aria-current]")
    assert here.inner_text() == "Dataset"
    assert here.evaluate("each => parseFloat(getComputedStyle(each).borderBottomWidth)") >= 2


def test_on_paper_there_are_black_words_on_white_and_nothing_to_press(page: Page, agency_url: str) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(address(agency_url, "doc/agency/e-government-agency", "en"))
    colours = page.evaluate("(style => [style.backgroundColor, style.color])(getComputedStyle(document.documentElement))")
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    for each in page.locator("nav, .button, button").all():
        assert not each.is_visible()
    assert page.locator("h1").is_visible()


def test_on_paper_what_is_folded_is_told_sources_and_citation_too(page: Page, agency_url: str) -> None:
    page.emulate_media(media="print")
    page.goto(address(agency_url, "doc/agency/e-government-agency", "en"))
    for each in (".warrant blockquote", ".warrant .doubt .reading", ".cite .citation", ".report p"):
        found = f"[...document.querySelectorAll('{each}')].filter(each => !each.closest('.same'))"
        assert page.evaluate(f"{found}.length") > 0
        assert page.evaluate(f"{found}.every(each => each.checkVisibility())"), each
    assert not page.evaluate("[...document.querySelectorAll('.cite pre')].some(each => each.checkVisibility())")
