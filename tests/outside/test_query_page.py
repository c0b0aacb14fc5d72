"""The query page in headless Chromium: without a script the whole job, with scripts the editor and short addresses."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

import kiungo

EDITOR = Path(kiungo.__file__).parent / "web" / "static" / "editor" / "editor.js"
THREE = "SELECT ?title WHERE { ?i <http://purl.org/dc/terms/title> ?title } ORDER BY ?title LIMIT 3"
LONG = f"{THREE} #{'x' * 9000}"
TOO_MUCH = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
REFUSED = re.compile(r"Failed to load resource: the server responded with a status of (400|503)")
"""What Chromium says of a page whose status is an error; anything else in the console is a fault."""


def _watched(context: BrowserContext, url: str) -> Iterator[Page]:
    """A page that fails on every message of the console, such as a broken policy, and on requests to other servers."""
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    yield page
    context.close()
    assert [each for each in said if not REFUSED.match(each)] == []
    assert [each for each in asked if not each.startswith((url, "data:", "blob:"))] == []


@pytest.fixture
def plain(browser: Browser, agency_url: str) -> Iterator[Page]:
    """Without scripts, on a phone's screen."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    yield from _watched(context, agency_url)


@pytest.fixture
def scripted(browser: Browser, agency_url: str) -> Iterator[Page]:
    """With scripts, on a desk."""
    if not EDITOR.is_file():
        pytest.skip("the editor is not built: make editor")
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield from _watched(context, agency_url)


def _answer(page: Page, url: str, query: str, **parameters: str) -> None:
    page.goto(f"{url}sparql?{urlencode({'query': query, 'lang': 'en', **parameters})}")


def _run(page: Page) -> None:
    page.locator("button.run").click()
    page.wait_for_load_state()


def _edit(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Use the editor|Tumia kihariri")).click()
    expect(page.locator(".CodeMirror")).to_be_visible()


def test_without_a_script_the_form_shows_an_answer(plain: Page, agency_url: str) -> None:
    plain.goto(f"{agency_url}sparql?lang=en")
    plain.locator("textarea").fill(THREE)
    _run(plain)
    assert plain.locator("tbody tr").count() == 3
    assert plain.locator("thead th").all_inner_texts() == ["#", "title"]
    assert plain.get_by_text("Rows: 3").is_visible()
    assert plain.get_by_text(re.compile(r"answered in \d+\.\d+ seconds")).is_visible()
    assert plain.locator("textarea#query").input_value() == THREE
    assert plain.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize(("language", "words", "run"), [("en", "What are the objectives, in page order?", "Run"),
                                                        ("sw", "Malengo ni yapi, kwa mpangilio wa ukurasa?", "Tekeleza")])
def test_an_example_is_one_click_away_and_its_answer_two(
    plain: Page, agency_url: str, language: str, words: str, run: str
) -> None:
    plain.goto(f"{agency_url}sparql?lang={language}")
    plain.get_by_role("link", name=words, exact=True).click()
    assert "hasObjective" in plain.locator("textarea").input_value()
    plain.get_by_role("button", name=run, exact=True).click()
    plain.wait_for_load_state()
    assert plain.locator("tbody tr").count() == 11
    assert plain.locator("html").get_attribute("lang") == language


def test_a_label_of_the_table_leads_to_our_page(plain: Page, agency_url: str) -> None:
    _answer(plain, agency_url, f"SELECT ?o {{ <{agency_url}id/agency/e-government-agency> <{agency_url}ns#hasObjective> ?o }}")
    plain.get_by_role("link", name="Wider resource base").click()
    plain.wait_for_load_state()
    assert "/doc/objective/" in plain.url
    assert plain.locator("h1").count() == 1


def test_without_a_script_a_long_query_can_be_posted(plain: Page, agency_url: str) -> None:
    plain.goto(f"{agency_url}sparql?lang=en")
    plain.locator("textarea").fill(LONG)
    plain.get_by_role("button", name="Run a long query").click()
    plain.wait_for_load_state()
    assert plain.locator("tbody tr").count() == 3
    assert plain.get_by_text("too long for an ordinary address").is_visible()
    with plain.expect_download() as download:
        plain.get_by_role("button", name="CSV (Excel)").click(no_wait_after=True)
    assert download.value.path().read_bytes().startswith(b"\xef\xbb\xbftitle\r\n")


def test_every_format_of_an_answer_can_be_downloaded(plain: Page, agency_url: str) -> None:
    _answer(plain, agency_url, THREE)
    links = {each.inner_text(): str(each.get_attribute("href")) for each in plain.locator("#download a").all()}
    assert list(links) == ["JSON", "XML", "CSV", "TSV", "CSV (Excel)"]
    for name, href in links.items():
        answer = plain.request.get(f"{agency_url}{href}")
        assert answer.status == 200, name
        assert re.fullmatch(r'(inline|attachment); filename="answer-[0-9a-f]{8}\.\w+"', answer.headers["content-disposition"])
    rows = list(csv.reader(io.StringIO(plain.request.get(f"{agency_url}{links['CSV (Excel)']}").body().decode("utf-8-sig"))))
    assert len(rows) == 4


def test_a_page_says_why_a_query_stopped_and_keeps_it(plain: Page, agency_url: str) -> None:
    _answer(plain, agency_url, TOO_MUCH, timeout="1")
    assert plain.get_by_role("heading", name="Stopped: the query took too long").is_visible()
    assert plain.get_by_text(re.compile(r"ended after 1\.\d seconds")).is_visible()
    assert plain.locator("textarea#query").input_value() == TOO_MUCH
    plain.get_by_role("alert").get_by_role("link", name="Limits of the service").click()
    plain.wait_for_load_state()
    assert "Retry-After" in plain.locator("main").inner_text()


@pytest.mark.parametrize("query", [THREE, "SELECT * { ?s ?p ?o }", "SELECT ?x { ?x a foaf:Person }", "ASK {}"])
def test_an_answer_fits_a_phone(plain: Page, agency_url: str, query: str) -> None:
    _answer(plain, agency_url, query)
    for box in (each.bounding_box() for each in plain.locator("main > *").all()):
        assert box is None or box["x"] + box["width"] <= 391, "something is wider than the screen"


def test_the_editor_comes_when_it_is_asked_for_and_takes_the_focus(scripted: Page, agency_url: str) -> None:
    asked: list[str] = []
    scripted.on("request", lambda request: asked.append(request.url))
    scripted.goto(f"{agency_url}sparql?example=objectives&lang=en", wait_until="networkidle")
    assert [each for each in asked if "/editor." in each] == []
    _edit(scripted)
    assert scripted.evaluate("document.activeElement.closest('.CodeMirror') !== null")
    assert scripted.locator(".cm-keyword").first.inner_text() == "PREFIX"
    assert scripted.locator(".unreadable").count() == 0
    assert not scripted.locator("textarea#query").is_visible()


def test_the_editor_completes_a_class_of_our_data_and_declares_its_prefix(scripted: Page, agency_url: str) -> None:
    scripted.goto(f"{agency_url}sparql?lang=en")
    with scripted.expect_response(lambda response: "void%3Aclass" in response.url):
        _edit(scripted)
    scripted.locator(".CodeMirror").click()
    scripted.keyboard.press("Control+a")
    scripted.keyboard.type("SELECT ?x {\n?x a pbm:Man", delay=20)
    hints = scripted.locator(".CodeMirror-hints li")
    expect(hints.filter(has_text="pbm:Mandate").first).to_be_visible()
    assert f"PREFIX pbm: <{agency_url}ns#>" in scripted.locator("textarea#query").input_value()
    scripted.keyboard.press("Enter")
    scripted.keyboard.type(" }")
    scripted.keyboard.press("Control+Enter")
    scripted.wait_for_url(re.compile("query="))
    assert scripted.locator("#answer tbody tr").count() == 1
    assert "timeout=" not in scripted.url


def test_the_editor_completes_a_property_of_our_data(scripted: Page, agency_url: str) -> None:
    scripted.goto(f"{agency_url}sparql?lang=en")
    _edit(scripted)
    scripted.locator(".CodeMirror").click()
    scripted.keyboard.press("Control+a")
    scripted.keyboard.type("PREFIX pbm: <" + agency_url + "ns#> SELECT ?x {\n?x pbm:hasO", delay=10)
    expect(scripted.locator(".CodeMirror-hints li", has_text="pbm:hasObjective").first).to_be_visible()


@pytest.mark.parametrize(("language", "word", "label"), [("en", "jecti", "objective"), ("sw", "lengo", "lengo")])
def test_the_editor_finds_a_class_by_a_word_of_the_reader(
    scripted: Page, agency_url: str, language: str, word: str, label: str
) -> None:
    scripted.goto(f"{agency_url}sparql?lang={language}")
    with scripted.expect_response(lambda response: "void%3Aclass" in response.url):
        _edit(scripted)
    scripted.locator(".CodeMirror").click()
    scripted.keyboard.press("Control+a")
    scripted.keyboard.type(f"SELECT ?x {{\n?x a {word}", delay=20)
    hint = scripted.locator(".CodeMirror-hints li", has_text="pbm:Objective")
    expect(hint).to_contain_text(label)
    hint.click()
    expect(scripted.locator(".CodeMirror-code")).to_contain_text("?x a pbm:Objective")
    scripted.wait_for_timeout(300)
    assert scripted.locator("textarea#query").input_value().count("PREFIX pbm:") == 1


def test_the_editor_marks_the_line_that_cannot_be_read(scripted: Page, agency_url: str) -> None:
    _answer(scripted, agency_url, "SELECT ?x {\n ?x ?x\n}\nLIMIT")
    _edit(scripted)
    expect(scripted.locator(".unreadable")).to_have_count(1)
    scripted.locator(".unreadable").hover()


def test_the_tab_key_leaves_the_editor(scripted: Page, agency_url: str) -> None:
    scripted.goto(f"{agency_url}sparql?lang=en")
    _edit(scripted)
    scripted.locator(".CodeMirror").click()
    scripted.keyboard.press("Tab")
    assert scripted.evaluate("document.activeElement.textContent") == "Run"


def test_a_long_query_is_posted_by_itself(scripted: Page, agency_url: str) -> None:
    scripted.goto(f"{agency_url}sparql?lang=en")
    _edit(scripted)
    scripted.evaluate("query => document.querySelector('.CodeMirror').CodeMirror.setValue(query)", LONG)
    with scripted.expect_request(lambda request: request.method == "POST"):
        scripted.locator("button.run").click()
    expect(scripted.locator("#answer tbody tr")).to_have_count(3)


def test_a_short_address_holds_the_query_itself(scripted: Page, agency_url: str) -> None:
    query = f"# ← ndani ya Serikali ✓\n{THREE}" + "\n# again and again" * 20
    _answer(scripted, agency_url, query)
    scripted.locator("[data-short] button").click()
    address = scripted.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(re.escape(agency_url) + r"sparql#z=[\w-]+", address)
    assert len(address) < len(scripted.url) / 2
    scripted.goto("about:blank")
    scripted.goto(address)
    expect(scripted.locator("textarea#query")).to_have_value(query)
    _edit(scripted)
    expect(scripted.locator(".CodeMirror-code")).to_contain_text("ndani ya Serikali")


@pytest.mark.parametrize("damaged", ["", "S3", "not*base64", "AAAA"])
def test_a_damaged_short_address_says_so_and_leaves_the_form_usable(scripted: Page, agency_url: str, damaged: str) -> None:
    scripted.goto(f"{agency_url}sparql?lang=en#z={damaged}")
    expect(scripted.get_by_role("alert")).to_contain_text("This address is damaged")
    scripted.locator("textarea#query").fill(THREE)
    _run(scripted)
    expect(scripted.locator("#answer tbody tr")).to_have_count(3)
    expect(scripted.get_by_role("alert")).to_have_count(0)


def test_a_program_is_copied_whole(scripted: Page, agency_url: str) -> None:
    _answer(scripted, agency_url, THREE)
    scripted.get_by_text("curl", exact=True).click()
    scripted.locator("details[open] button").click()
    assert scripted.evaluate("navigator.clipboard.readText()").startswith("curl --fail")


@pytest.mark.usefixtures("scripted")
def test_who_has_no_keyboard_opens_the_editor_with_a_button(browser: Browser, agency_url: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{agency_url}sparql?lang=en")
    button = page.get_by_role("button", name="Use the editor")
    expect(button).to_be_visible()
    assert page.locator(".CodeMirror").count() == 0
    button.click()
    expect(page.locator(".CodeMirror")).to_be_visible()
    context.close()
