"""The built site in Chromium, below a sub-path: what a reader sees, clicks and copies."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from conftest import ROOT, Tab
from notes.page import read_page
from yardstick import Yardstick

OpenTab = Callable[..., Tab]
PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}
COPIES = ["clipboard-read", "clipboard-write"]


# How wide the page is, and of each box of code whether it scrolls and whether the keyboard can reach it; once
# the frame is over in which the page saw its new width.
WIDTHS = """new Promise((done) => requestAnimationFrame(() => setTimeout(() => done({
  window: innerWidth,
  page: document.documentElement.scrollWidth,
  boxes: Array.from(document.querySelectorAll("pre"), (box) =>
    [box.scrollWidth > box.clientWidth, box.tabIndex === 0]),
}))))"""


@pytest.mark.notes
def test_every_page_opens_without_a_fault_and_fits_into_every_window(
    open_tab: OpenTab, home: str, addresses: list[str]
) -> None:
    tab = open_tab()
    wide, boxes = [], {True: 0, False: 0}
    for address in addresses:
        tab.page.set_viewport_size({"width": 1280, "height": 800})
        tab.page.goto(home + address, wait_until="load")
        assert not tab.faults, address
        assert tab.page.locator("h1").count() == 1, address
        for width in (1280, 768, 360, 320):
            tab.page.set_viewport_size({"width": width, "height": 800})
            found = tab.page.evaluate(WIDTHS)
            assert found["window"] == width
            if found["page"] > width:
                wide.append((address, width))
            for overflows, focusable in found["boxes"]:
                assert overflows == focusable, (address, width)
                boxes[overflows] += 1
    assert not wide
    assert min(boxes.values()) > 12


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
                "() => navigator.clipboard.readText().then(text => text !== 'nothing was copied')"
            )
            assert tab.page.evaluate("navigator.clipboard.readText()") == code, topic.key
            copied += 1
    assert copied == len(facts.code_blocks)
    assert not tab.faults


def test_what_the_browser_shows_of_code_keeps_its_tabs(open_tab: OpenTab, home: str) -> None:
    tab = open_tab(viewport=DESKTOP)
    tab.page.goto(f"{home}kernel/clocksource/")
    assert "\tu64\t\t\t(*read)(struct clocksource *cs);" in tab.page.inner_text("[data-note] pre")


def paper(tab: Tab) -> str:
    return str(tab.page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_the_scheme_is_the_systems_or_the_readers_and_is_remembered(open_tab: OpenTab, home: str) -> None:
    tab = open_tab(viewport=DESKTOP, color_scheme="dark")
    tab.page.goto(home)
    dark = paper(tab)
    tab.page.get_by_label("Light").check()
    light = paper(tab)
    assert light != dark
    tab.page.goto(f"{home}kernel/seqlock/")
    assert paper(tab) == light
    tab.page.get_by_label("As the system").check()
    assert paper(tab) == dark
    tab.page.emulate_media(color_scheme="light")
    assert paper(tab) == light
    tab.page.get_by_label("Dark").check()
    assert paper(tab) == dark
    assert not tab.faults


def test_a_page_that_comes_back_has_the_scheme_of_today(open_tab: OpenTab, home: str) -> None:
    tab = open_tab(viewport=DESKTOP, color_scheme="light")
    tab.page.goto(home)
    light = paper(tab)
    tab.page.goto(f"{home}kernel/seqlock/")
    tab.page.get_by_label("Dark").check()
    # What a page is told that was kept whole by the browser, which a test cannot count on.
    tab.page.get_by_label("Light").evaluate("radio => radio.checked = true")
    assert paper(tab) == light
    tab.page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(tab.page.get_by_label("Dark")).to_be_checked()
    assert paper(tab) != light


def test_a_remembered_scheme_is_there_before_the_first_paint(open_tab: OpenTab, home: str) -> None:
    tab = open_tab(viewport=DESKTOP, color_scheme="light")
    tab.page.goto(home)
    tab.page.get_by_label("Dark").check()
    dark = paper(tab)
    # Without site.js: what decides is in the page itself.
    tab.page.route("**/site.js", lambda route: route.fulfill(body=""))
    tab.page.goto(f"{home}kernel/seqlock/")
    assert paper(tab) == dark


def test_with_storage_blocked_all_works_but_the_memory(open_tab: OpenTab, home: str) -> None:
    tab = open_tab(viewport=DESKTOP, color_scheme="light")
    tab.page.add_init_script(
        """const get = () => { throw new DOMException("", "SecurityError"); };
           for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"])
             Object.defineProperty(window, name, {get});
           Object.defineProperty(document, "cookie", {get});"""
    )
    tab.page.goto(f"{home}kernel/clocksource/")
    light = paper(tab)
    tab.page.get_by_label("Dark").check()
    assert paper(tab) != light
    expect(tab.page.locator(".copy")).to_have_count(1)
    tab.page.locator("#search").focus()
    tab.page.keyboard.type("seqlock")
    expect(tab.page.locator(".md-search-result__link").first).to_be_visible()
    tab.page.goto(f"{home}kernel/seqlock/")
    assert paper(tab) == light
    assert not tab.faults


def test_the_menu_of_a_phone_leads_to_a_note(open_tab: OpenTab, home: str) -> None:
    tab = open_tab(viewport=PHONE)
    tab.page.goto(f"{home}kernel/")
    link = tab.page.locator(".notes a", has_text="Seqlock")
    expect(link).to_be_hidden()
    tab.page.get_by_text("Notes in Kernel").click()
    link.click()
    expect(tab.page).to_have_url(f"{home}kernel/seqlock/")
    assert not tab.faults


def test_the_list_of_notes_shows_the_one_that_is_read(open_tab: OpenTab, home: str) -> None:
    tab = open_tab(viewport=DESKTOP)
    for address in ("kernel/kthreadd/", "kernel/rebase-merges/"):
        tab.page.goto(home + address)
        expect(tab.page.locator(".notes [aria-current]")).to_be_in_viewport(ratio=1)


def test_the_list_of_headings_follows_the_reader(open_tab: OpenTab, home: str) -> None:
    tab = open_tab(viewport=DESKTOP)
    tab.page.goto(f"{home}kernel/clocksource/")
    current = tab.page.locator(".toc [aria-current]")
    expect(current).to_have_text("Clocksource")
    tab.page.locator(".toc a", has_text="Rating").click()
    expect(current).to_have_text("Rating 字段")
    expect(tab.page.locator("#rating-field")).to_be_in_viewport()


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
    tab.page.locator(".band h2 a", has_text="Networking").click()
    expect(tab.page).to_have_url(f"{home}networking/")


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("clocksource", "Clocksource"),
        ("时钟源", "Clocksource"),
        ("kvm_get_msr_ignored_check", "host_initialized"),
        ("散布读", "readv() / writev()"),
        ("fallocate()", "fallocate()"),
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
    results = tab.page.locator(".md-search-result__link b")
    expect(results.filter(has_text=title).first).to_be_visible()
    expect(results.filter(has_text="<")).to_have_count(0)
    assert not tab.faults


@pytest.mark.parametrize("address", ["", "nowhere/at/all"])
def test_the_button_opens_search(open_tab: OpenTab, home: str, address: str) -> None:
    tab = open_tab(viewport=DESKTOP)
    tab.page.goto(home + address)
    tab.page.get_by_text("Search the notes").click()
    expect(tab.page.locator("#search")).to_be_focused()


def test_search_is_used_with_the_keyboard_alone(open_tab: OpenTab, home: str) -> None:
    tab = open_tab(viewport=DESKTOP)
    tab.page.goto(f"{home}boot/")
    tab.page.keyboard.press("/")
    tab.page.keyboard.type("wait queue")
    expect(tab.page.locator(".search [role=status]")).to_have_text(re.compile(r"^\d+ notes?$"))
    tab.page.keyboard.press("ArrowDown")
    expect(tab.page.locator(".md-search-result__link").first).to_be_focused()
    tab.page.keyboard.press("ArrowUp")
    expect(tab.page.locator("#search")).to_be_focused()
    tab.page.keyboard.press("Enter")
    expect(tab.page).to_have_url(re.compile("/kernel/wait-queue/"))
    tab.page.keyboard.press("s")
    expect(tab.page.locator(".search__panel")).to_be_visible()
    tab.page.keyboard.press("Escape")
    expect(tab.page.locator(".search__panel")).to_be_hidden()
    expect(tab.page.locator("#search")).not_to_be_focused()
    assert not tab.faults


def test_an_address_asks_for_a_search(open_tab: OpenTab, home: str) -> None:
    tab = open_tab(viewport=PHONE)
    tab.page.goto(f"{home}?q=散布读")
    expect(tab.page.locator(".md-search-result__link").first).to_contain_text("readv()")
    assert not tab.faults


def test_a_preview_tells_what_a_link_leads_to(open_tab: OpenTab, home: str) -> None:
    tab = open_tab(viewport=DESKTOP)
    tab.page.goto(f"{home}kernel/clocksource/")
    link = tab.page.locator(".notes a", has_text="Seqlock")
    card = tab.page.locator(".preview")
    # The mouse goes over the parts of the link before it rests.
    link.locator(".number").hover()
    link.locator("span").last.hover()
    expect(card).to_be_visible()
    expect(card).to_contain_text("K·10")
    summary = read_page(ROOT / "docs/kernel/seqlock.md", "").front["summary"].data
    assert isinstance(summary, dict)
    for text in summary.values():
        expect(card).to_contain_text(text)
    card.hover()
    tab.page.wait_for_timeout(300)
    expect(card).to_be_visible()
    tab.page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    tab.page.mouse.move(640, 5)
    link.focus()
    tab.page.keyboard.press("Shift+Tab")
    expect(card).to_be_visible()
    tab.page.keyboard.press("Enter")
    expect(tab.page).to_have_url(re.compile("/kernel/wait-queue/"))
    assert not tab.faults


def test_a_preview_stays_when_the_focus_scrolls_the_page(open_tab: OpenTab, home: str) -> None:
    tab = open_tab(viewport=DESKTOP, reduced_motion="reduce")
    tab.page.goto(f"{home}kernel/clocksource/")
    tab.page.locator(".facts a").last.focus()
    tab.page.evaluate("scrollTo(0, 0)")
    tab.page.keyboard.press("Tab")
    expect(tab.page.locator(".neighbours a").first).to_be_focused()
    expect(tab.page.locator(".preview")).to_be_in_viewport()
    assert not tab.faults


def test_a_finger_gets_no_preview_but_the_page(open_tab: OpenTab, home: str) -> None:
    tab = open_tab(viewport=PHONE, has_touch=True)
    tab.page.goto(home)
    asked = []
    tab.page.on("request", lambda request: asked.append(request.url))
    tab.page.locator(".band a", has_text="Seqlock").tap()
    expect(tab.page).to_have_url(f"{home}kernel/seqlock/")
    assert not [url for url in asked if "preview" in url]
    assert not tab.faults


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_without_scripts_a_note_is_read_and_the_next_one_reached(
    open_tab: OpenTab, home: str, viewport: dict[str, int]
) -> None:
    tab = open_tab(viewport=viewport, java_script_enabled=False)
    tab.page.goto(f"{home}kernel/clocksource/")
    expect(tab.page.locator("[data-note] h1")).to_be_in_viewport()
    expect(tab.page.locator("[data-note] pre")).to_be_visible()
    expect(tab.page.locator(".search")).to_be_hidden()
    tab.page.get_by_label("Dark").check()
    if viewport == PHONE:
        tab.page.get_by_text("Notes in Kernel").click()
    tab.page.locator(".notes a", has_text="Seqlock").click()
    expect(tab.page).to_have_url(f"{home}kernel/seqlock/")
    tab.page.goto(f"{home}kernel/clocksource/")
    tab.page.locator(".neighbours [rel=next]").click()
    expect(tab.page).to_have_url(f"{home}kernel/ftruncate/")
    assert not tab.faults
