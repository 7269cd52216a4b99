"""For every reader: axe-core on every page, keyboard, zoom, targets, paper, and readers' own settings."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from axe_rules import Looks, in_every_state, violations, with_axe
from conftest import Tab
from yardstick import Yardstick

OpenTab = Callable[..., Tab]
WIDTHS = (1280, 360)
SCHEMES = ("light", "dark")
NOTE = "kernel/clocksource/"
# A page is in one of so many tests, for workers to share.
PARTS = 4
ADOPT = """style => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [sheet];
}"""


@pytest.mark.parametrize("part", range(PARTS))
def test_axe_finds_nothing_on_any_page(open_tab: OpenTab, home: str, addresses: list[str], part: int) -> None:
    page, looks = with_axe(open_tab(reduced_motion="reduce").page), Looks()
    for address in [*addresses, "404.html"][part::PARTS]:
        page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        page.goto(home + address)
        found = in_every_state(page, WIDTHS, looks)
        assert len(found) == 4
        assert not any(found.values()), (address, found)


@pytest.mark.smaller
@pytest.mark.parametrize("part", range(PARTS))
def test_axe_finds_nothing_on_any_note(open_tab: OpenTab, home: str, facts: Yardstick, part: int) -> None:
    page = with_axe(open_tab(viewport={"width": 1280, "height": 800}, reduced_motion="reduce").page)
    for topic in facts.topics[part::PARTS]:
        page.goto(f"{home}{topic.key}/")
        assert violations(page) == [], topic.key


def test_axe_finds_a_fault_that_is_there(open_tab: OpenTab, home: str) -> None:
    page = with_axe(open_tab().page)
    page.goto(home + NOTE)
    page.evaluate("document.querySelector('.summary p').style.color = 'gray'")
    page.evaluate("document.querySelector('#search + label').remove()")
    assert {fault.split(":")[0] for fault in violations(page)} >= {"color-contrast", "label"}


def test_axe_finds_a_fault_that_only_one_state_has(open_tab: OpenTab, home: str) -> None:
    page, looks = with_axe(open_tab(viewport={"width": 1280, "height": 800}).page), Looks()
    page.goto(f"{home}kvm/virtualization-exception/")
    assert not any(in_every_state(page, WIDTHS, looks).values())
    # One of some that look the same, and neither the first nor the last; all others are known.
    page.locator("[data-note] > p").nth(2).evaluate("p => p.classList.add('odd')")
    for style, state, rule in (
        ("@media (prefers-color-scheme: dark) { .odd { color: #333 } }", (1280, "dark"), "color-contrast"),
        ("@media (width < 400px) { .odd { color: #aaa } }", (360, "light"), "color-contrast"),
        ("@media (width < 400px) { #search + label { display: none } }", (360, "light"), "label"),
    ):
        page.evaluate(ADOPT, style)
        found = in_every_state(page, WIDTHS, looks)
        assert {fault.split(":")[0] for fault in found.pop(state)} == {rule}, style
        found.pop((360, "dark"))
        assert not any(found.values()), style


def test_the_dark_scheme_may_change_colours_alone(open_tab: OpenTab, home: str) -> None:
    page = with_axe(open_tab(viewport={"width": 1280, "height": 800}).page)
    page.goto(home + NOTE)
    page.evaluate(ADOPT, "@media (prefers-color-scheme: dark) { main p { display: none } }")
    with pytest.raises(AssertionError, match="the dark scheme changes more than colours"):
        in_every_state(page, WIDTHS, Looks())


def open_search(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("lock")
    expect(page.locator(".md-search-result__link").nth(2)).to_be_visible()


def open_empty_search(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("xyzzyxyzzy")
    expect(page.locator(".search [role=status]")).to_contain_text("No note")


def open_menus(page: Page) -> None:
    for label in page.locator(".fold__label:visible").all():
        label.click()


def open_preview(page: Page) -> None:
    page.locator(".neighbours a").first.focus()
    page.keyboard.press("Tab")
    expect(page.locator(".preview")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("opening", [open_search, open_empty_search, open_menus, open_preview])
def test_axe_finds_nothing_in_what_opens(
    open_tab: OpenTab, home: str, opening: Callable[[Page], None], scheme: str, width: int
) -> None:
    tab = open_tab(viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
    with_axe(tab.page).goto(home + NOTE)
    opening(tab.page)
    # What the card lies over is no target while it is there: any key, any move of the pointer puts it away.
    covered = opening is open_preview
    assert not [v for v in violations(tab.page) if not (covered and v.startswith("target-size"))]


FOCUS = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const hidden = element.matches(".scheme input, .fold");
  const seen = hidden ? element.closest("label") ?? element.nextElementSibling : element;
  const style = getComputedStyle(seen), box = seen.getBoundingClientRect();
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 10), 0), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  return {
    what: element.outerHTML.slice(0, 120),
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inside: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
    free: seen === top || seen.contains(top) || top.contains(seen),
    scrolls: element.tagName === "PRE" ? element.scrollWidth > element.clientWidth : true,
  };
}"""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", ["", "kernel/", NOTE, "kvm/virtualization-exception/"])
def test_the_focus_is_always_seen(open_tab: OpenTab, home: str, address: str, width: int) -> None:
    tab = open_tab(viewport={"width": width, "height": 700}, reduced_motion="reduce")
    tab.page.goto(home + address)
    stops = []
    for _ in range(200):
        tab.page.keyboard.press("Tab")
        # The panel of search opens when the focus arrives; it is the box that has it.
        stop = tab.page.evaluate(FOCUS)
        if stop is None:
            break
        stops.append(stop)
    assert 'class="skip"' in stops[0]["what"]
    assert len(stops) > 12
    assert not [s for s in stops if not (s["ring"] and s["inside"] and s["free"] and s["scrolls"])]


def test_the_skip_link_leads_to_the_text(open_tab: OpenTab, home: str) -> None:
    tab = open_tab()
    tab.page.goto(home + NOTE)
    tab.page.keyboard.press("Tab")
    expect(tab.page.locator(".skip")).to_be_in_viewport()
    tab.page.keyboard.press("Enter")
    tab.page.keyboard.press("Tab")
    assert tab.page.evaluate("document.querySelector('main').contains(document.activeElement)")


TARGETS = """() => [...document.querySelectorAll("a, button, input, label")].filter((element) => {
  if (element.matches(".fold, [for=search]")) return false;
  const box = element.getBoundingClientRect(), style = getComputedStyle(element);
  if (!box.width || style.visibility === "hidden" || element.matches(".skip, .scheme input")) return false;
  // Links within a sentence may be as high as its line.
  const item = element.closest("li"), alone = item?.textContent.trim() === element.textContent.trim();
  const sentence = !alone && element.closest("p, li, td, h1, h2, h3, pre, figcaption");
  if (sentence && sentence.closest(".text, .place, main > p")) return false;
  if (element.matches(".headerlink") || element.closest("svg")) return false;
  return box.height < 23.9 || box.width < 23.9;
}).map((element) => element.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("width", WIDTHS)
def test_targets_are_24_pixels(open_tab: OpenTab, home: str, width: int) -> None:
    tab = open_tab(viewport={"width": width, "height": 800})
    for address in ("", "kernel/", NOTE, "about/", "source/"):
        tab.page.goto(home + address)
        open_menus(tab.page)
        assert tab.page.evaluate(TARGETS) == [], address


OUTSIDE = """() => [...document.querySelectorAll("body *")].filter((element) => {
  const box = element.getBoundingClientRect();
  if (!box.width || !box.height || element.closest("pre, svg, .fold, .skip, .unseen, legend")) return false;
  if (element.matches(".scheme input") || getComputedStyle(element).visibility === "hidden") return false;
  return box.right > innerWidth + 1 || box.left < -1;
}).map((element) => element.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("width", WIDTHS)
def test_text_of_twice_the_size_loses_nothing(launch: Callable[..., Browser], home: str, width: int) -> None:
    """The reader has set his browser's text to 32 px; a browser's own zoom is a narrower window."""
    browser = launch("--blink-settings=defaultFontSize=32,defaultFixedFontSize=26")
    page = browser.new_page(viewport={"width": width, "height": 800})
    for address in ("", "kernel/", NOTE, "kvm/virtualization-exception/", "about/", "source/"):
        page.goto(home + address)
        assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == 34
        assert page.evaluate(OUTSIDE) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    browser.close()


def test_who_wants_no_motion_gets_none(open_tab: OpenTab, home: str) -> None:
    smooth = "getComputedStyle(document.documentElement).scrollBehavior"
    tab = open_tab()
    tab.page.goto(home + NOTE)
    assert tab.page.evaluate(smooth) == "smooth"
    tab.page.emulate_media(reduced_motion="reduce")
    assert tab.page.evaluate(smooth) == "auto"
    still = "[...document.querySelectorAll('*')].every(e => getComputedStyle(e).transitionDuration === '0s')"
    assert tab.page.evaluate(still)
    assert tab.page.evaluate("document.getAnimations().length") == 0


def test_who_wants_contrast_gets_more(open_tab: OpenTab, home: str) -> None:
    colour = "getComputedStyle(document.querySelector('.label')).color"
    tab = open_tab(color_scheme="light")
    with_axe(tab.page).goto(home + NOTE)
    assert tab.page.evaluate(colour) != "rgb(0, 0, 0)"
    tab.page.emulate_media(contrast="more")
    assert (
        tab.page.evaluate("getComputedStyle(document.querySelector('.summary .label')).color")
        == "rgb(0, 0, 0)"
    )
    assert tab.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not violations(tab.page)


def test_forced_colours_keep_what_colour_says(open_tab: OpenTab, home: str) -> None:
    tab = open_tab(forced_colors="active")
    tab.page.goto(home + NOTE)
    edge = "element => getComputedStyle(element).borderLeftColor"
    current = tab.page.locator(".notes [aria-current]").evaluate(edge)
    other = tab.page.locator(".notes a:not([aria-current])").first.evaluate(edge)
    assert current != other
    under = "element => getComputedStyle(element).borderBottomColor"
    assert tab.page.locator(".sections [aria-current]").evaluate(under) != tab.page.locator(
        ".sections a:not([aria-current])"
    ).first.evaluate(under)


def test_a_note_prints_as_an_article(open_tab: OpenTab, home: str) -> None:
    tab = open_tab(viewport={"width": 1280, "height": 800}, color_scheme="dark")
    tab.page.goto(f"{home}kvm/virtualization-exception/")
    tab.page.emulate_media(media="print")
    for chrome in (".top", ".notes", ".neighbours", ".foot", ".copy"):
        expect(tab.page.locator(chrome).first).to_be_hidden()
    expect(tab.page.locator("[data-note] h1")).to_be_visible()
    link = tab.page.locator("[data-note] > p a[href^=http]").first
    address = link.get_attribute("href") or ""
    shown = link.evaluate("element => getComputedStyle(element, '::after').content")
    assert "http" in address
    assert address in shown
    assert tab.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    wide = "all => all.filter(box => box.scrollWidth > box.clientWidth).length"
    assert tab.page.locator("pre").evaluate_all(wide) == 0
