"""The built site in Chromium, below a sub-path: what a reader sees, clicks and copies."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from conftest import Tab
from yardstick import Yardstick

OpenTab = Callable[..., Tab]
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}
COPIES = ["clipboard-read", "clipboard-write"]


def test_every_page_opens_without_a_fault(open_tab: OpenTab, home: str, addresses: list[str]) -> None:
    tab = open_tab(viewport=DESKTOP)
    for address in addresses:
        tab.page.goto(home + address, wait_until="load")
        assert not tab.faults, address
        assert tab.page.locator("h1").count() == 1, address


def test_the_copy_button_copies_the_authors_code_to_the_letter(
    open_tab: OpenTab, home: str, facts: Yardstick
) -> None:
    tab = open_tab(viewport=DESKTOP, permissions=COPIES)
    copied = 0
    for topic in facts.topics:
        blocks = [
            "\n".join(facts.lines[first : last + 1])
            for first, (last, _) in facts.code_blocks.items()
            if topic.first <= first <= topic.last
        ]
        if not blocks:
            continue
        tab.page.goto(f"{home}{topic.key}/")
        buttons = tab.page.locator("[data-note] button[data-clipboard-target]")
        expect(buttons).to_have_count(len(blocks))
        for button, code in zip(buttons.all(), blocks, strict=True):
            tab.page.evaluate("navigator.clipboard.writeText('nothing was copied')")
            button.click()
            tab.page.wait_for_function(
                "navigator.clipboard.readText().then(text => text !== 'nothing was copied')"
            )
            assert tab.page.evaluate("navigator.clipboard.readText()") == code, topic.key
            copied += 1
    assert copied == len(facts.code_blocks)
    assert not tab.faults


def test_what_the_browser_shows_of_code_keeps_its_tabs(open_tab: OpenTab, home: str) -> None:
    tab = open_tab(viewport=DESKTOP)
    tab.page.goto(f"{home}kernel/clocksource/")
    assert "\tu64\t\t\t(*read)(struct clocksource *cs);" in tab.page.inner_text("[data-note] pre")


def test_the_theme_toggle_goes_through_the_schemes_and_is_remembered(open_tab: OpenTab, home: str) -> None:
    tab = open_tab(viewport=DESKTOP, color_scheme="dark")
    tab.page.goto(home)
    body = tab.page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    toggle = tab.page.locator("[data-md-component=palette] label:visible")
    toggle.click()
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    toggle.click()
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    toggle.click()
    toggle.click()
    tab.page.goto(f"{home}kernel/seqlock/")
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    assert not tab.faults


def test_the_menu_of_a_phone_leads_to_a_note(open_tab: OpenTab, home: str) -> None:
    tab = open_tab(viewport=PHONE)
    tab.page.goto(f"{home}kernel/")
    link = tab.page.locator(".nav a", has_text="Seqlock")
    expect(link).not_to_be_in_viewport()
    tab.page.locator("header label[for=__drawer]").click()
    link.click()
    expect(tab.page).to_have_url(f"{home}kernel/seqlock/")
    assert not tab.faults


@pytest.mark.parametrize("address", ["nowhere", "kernel/nowhere/", "kernel/nowhere/deeper/x"])
def test_a_lost_reader_finds_the_way_back(open_tab: OpenTab, home: str, address: str) -> None:
    tab = open_tab(viewport=DESKTOP)
    response = tab.page.goto(home + address)
    assert response is not None
    assert response.status == 404
    expect(tab.page.locator("h1")).to_have_text("There is no page at this address")
    # The page itself is the one thing that is missing; the browser says so on its console.
    others = [fault for fault in tab.faults if not fault.startswith(("404: ", "console: "))]
    assert (len(tab.faults), others) == (2, [])
    tab.page.locator(".sections a", has_text="Networking").click()
    expect(tab.page).to_have_url(f"{home}networking/")


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("clocksource", "Clocksource"),
        ("时钟源", "Clocksource"),
        ("kvm_get_msr_ignored_check", "host_initialized"),
        ("散布读", "readv()"),
    ],
)
def test_search_finds_english_chinese_and_identifiers(
    open_tab: OpenTab, home: str, query: str, title: str
) -> None:
    tab = open_tab(viewport=DESKTOP)
    tab.page.goto(home)
    tab.page.keyboard.press("/")
    field = tab.page.locator("[data-md-component=search-query]")
    expect(field).to_be_focused()
    tab.page.keyboard.insert_text(query)
    tab.page.keyboard.press("Shift")
    results = tab.page.locator(".md-search-result__article h1")
    expect(results.filter(has_text=title).first).to_be_visible()
    assert not tab.faults


def test_the_home_page_opens_search(open_tab: OpenTab, home: str) -> None:
    tab = open_tab(viewport=DESKTOP)
    tab.page.goto(home)
    tab.page.get_by_text("Search the notes").click()
    expect(tab.page.locator("[data-md-component=search-query]")).to_be_focused()


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_without_scripts_a_note_is_read_and_the_next_one_reached(
    open_tab: OpenTab, home: str, viewport: dict[str, int]
) -> None:
    tab = open_tab(viewport=viewport, java_script_enabled=False)
    tab.page.goto(f"{home}kernel/clocksource/")
    expect(tab.page.locator("[data-note] h1")).to_be_in_viewport()
    expect(tab.page.locator("[data-note] pre")).to_be_visible()
    if viewport == PHONE:
        tab.page.locator("header label[for=__drawer]").click()
    tab.page.locator(".nav a", has_text="Seqlock").click()
    expect(tab.page).to_have_url(f"{home}kernel/seqlock/")
    tab.page.goto(f"{home}kernel/clocksource/")
    tab.page.locator("a.md-footer__link--next").click()
    expect(tab.page).to_have_url(f"{home}kernel/b4/")
    assert not tab.faults


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_no_page_scrolls_sideways(open_tab: OpenTab, home: str, addresses: list[str], width: int) -> None:
    tab = open_tab(viewport={"width": width, "height": 800})
    wide = []
    for address in ["", "kernel/clocksource/", "networking/sendmsg/", *addresses[::4]]:
        tab.page.goto(home + address, wait_until="domcontentloaded")
        if tab.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(address)
    assert not wide
