"""The search in a browser: names are suggested while one types, and nothing is lost without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect


@pytest.mark.parametrize("path", ["?lang=sw", "search?lang=en"])
def test_names_are_suggested_while_one_types(browser: Browser, agency_url: str, path: str) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(agency_url + path)
    page.get_by_role("combobox").press_sequentially("wakala wa seri")
    expect(page.locator("#find-names option[value='Wakala wa Serikali Mtandao']")).to_have_count(1)
    page.get_by_role("combobox").fill("w")  # too short to ask
    page.get_by_role("combobox").fill("wakala wa serikali mtandao")
    page.keyboard.press("Enter")
    expect(page.locator(".hits mark").first).to_have_text("Wakala")
    assert said == []
    page.close()


def test_without_a_script_the_form_finds_the_same(browser: Browser, agency_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{agency_url}?lang=en")
    page.locator("#find").fill("utawala bora")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".hits li").first).to_be_visible()
    assert page.url.endswith("search?lang=en&q=utawala+bora")
    context.close()
