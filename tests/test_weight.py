"""What a page costs: bytes (gzip -9), shifts of the layout, work that keeps it from being shown."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import expect

from conftest import BASE, ROOT, Tab
from meter import Meter
from pieces import DRAWN, Pieces
from site_server import serve

OpenTab = Callable[..., Tab]
DESKTOP = {"width": 1280, "height": 800}
REFERENCE = ("kernel/clocksource/", "kvm/virtualization-exception/")
# Bytes: until a page can be read, when it idles, and of one page, four more and two searches.
BLOCKING, IDLE, SESSION = 20_000, 55_000, 100_000
# One page by their nature: the source, whose text alone has 19,120 bytes, and our indexes of all notes.
LARGE = {
    "source/": 40_000,
    "glossary/": 42_000,
    "map/": 24_000,
    "paths/": 24_000,
    "symbols/": 30_000,
    "remarks/": 54_000,
}
# While a page is loaded: how often the blocks of its scripts run, and how many elements are laid out.
STEPS, ELEMENTS = 400, 1_200
LARGE_PAGES = {
    "glossary/": 3_500,
    "map/": 3_000,
    "paths/": 1_500,
    "remarks/": 4_500,
    "source/": 2_000,
    "symbols/": 4_500,
}


def blocking(page: Path) -> int:
    """Bytes of a built page and of what it waits for: style sheets, and scripts that are not deferred."""
    document = html.parse(page).getroot()
    files = {
        page,
        *(page.parent / link.get("href", "") for link in document.iterfind(".//link[@rel='stylesheet']")),
    }
    files |= {
        page.parent / s.get("src", "")
        for s in document.iterfind(".//script[@src]")
        if "defer" not in s.attrib
    }
    return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files)


@pytest.mark.notes
def test_what_keeps_a_page_from_being_read_is_small(site: Path, addresses: list[str]) -> None:
    for address in addresses:
        assert 4_000 < blocking(site / address / "index.html") <= LARGE.get(address, BLOCKING), address


@pytest.mark.parametrize("address", REFERENCE)
def test_an_idle_visit_is_small_and_loads_nothing_of_search(
    open_tab: OpenTab, home: str, address: str
) -> None:
    tab = open_tab(viewport=DESKTOP)
    meter = Meter(tab.page)
    tab.page.clock.install()
    tab.page.goto(home + address, wait_until="networkidle")
    tab.page.clock.run_for(10_000)
    tab.page.wait_for_load_state("networkidle")
    assert meter.total() <= IDLE
    assert sorted(set(meter.kinds.values()) - {"image", "other"}) == ["document", "script", "stylesheet"]
    assert not [file for file in meter.kinds if "search" in file]


def test_a_reading_session_is_small(open_tab: OpenTab, home: str) -> None:
    tab = open_tab(viewport=DESKTOP)
    meter = Meter(tab.page)
    for address in (*REFERENCE, "networking/epoll-wakeup/", "boot/bootloader/", "assembly-elf/symbol/"):
        tab.page.goto(home + address, wait_until="networkidle")
    for query in ("clocksource", "时钟源"):
        tab.page.locator("#search").fill(query)
        expect(tab.page.locator(".md-search-result__link").first).to_contain_text("Clocksource")
    assert [file for file in meter.kinds if "search" in file]
    assert meter.total() <= SESSION
    assert not tab.faults


OBSERVE = """window.shifts = 0;
new PerformanceObserver((list) => list.getEntries().forEach((entry) => window.shifts += entry.value))
  .observe({type: "layout-shift", buffered: true});"""
# Counts what makes the browser lay out a page at once, and not in the frame in which it does so anyway.
MEASURES = """window.measured = 0;
let framed = false;
const inside = (call) => function (...all) {
  framed = true;
  try {
    return call.apply(this, all);
  } finally {
    framed = false;
  }
};
const frame = requestAnimationFrame;
window.requestAnimationFrame = (call) => frame(inside(call));
window.ResizeObserver = class extends ResizeObserver {
  constructor(call) {
    super(inside(call));
  }
};
for (const [kind, names] of [
  [Element, ["clientHeight", "clientWidth", "scrollHeight", "scrollWidth", "scrollTop"]],
  [HTMLElement, ["offsetHeight", "offsetWidth", "offsetTop", "offsetLeft"]],
  [Element, ["getBoundingClientRect", "getClientRects"]],
]) for (const name of names) {
  const own = Object.getOwnPropertyDescriptor(kind.prototype, name), key = own.get ? "get" : "value";
  const count = function (...all) {
    if (!framed) window.measured += 1;
    return own[key].apply(this, all);
  };
  Object.defineProperty(kind.prototype, name, {...own, [key]: count});
}"""


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_shifts_and_nothing_blocks(
    open_tab: OpenTab, home: str, addresses: list[str], width: int
) -> None:
    page = open_tab(viewport={"width": width, "height": 800}).page
    page.add_init_script(OBSERVE)
    page.add_init_script(f"{{{MEASURES}}}")
    session = page.context.new_cdp_session(page)
    session.send("Profiler.enable")
    session.send("Profiler.startPreciseCoverage", {"callCount": True, "detailed": True})
    for address in addresses:
        page.goto(home + address)
        page.evaluate(DRAWN)
        scripts = session.send("Profiler.takePreciseCoverage")["result"]
        ours = [each for script in scripts if "/assets/" in script["url"] for each in script["functions"]]
        steps = sum(block["count"] for each in ours for block in each["ranges"])
        assert 0 < steps <= STEPS, (address, steps)
        assert page.evaluate("measured") == 0, address
        number = page.evaluate("document.querySelectorAll('*').length")
        assert 0 < number <= LARGE_PAGES.get(address, ELEMENTS), (address, number)
        # A busy machine paints in pieces: one load without a shift is proof enough.
        for _ in range(20):
            found = page.evaluate("shifts")
            if found == 0:
                break
            page.goto(home + address)
            page.evaluate(DRAWN)
        else:
            pytest.fail(f"{address} shifts by {found}")


def test_what_blocks_and_what_shifts_is_seen(open_tab: OpenTab, home: str) -> None:
    page = open_tab(viewport=DESKTOP).page
    page.add_init_script(OBSERVE)
    page.add_init_script(f"{{{MEASURES}}}")
    page.add_init_script("addEventListener('DOMContentLoaded', () => document.body.clientWidth)")
    page.goto(home)
    page.evaluate(DRAWN)
    assert page.evaluate("measured") == 1
    page.evaluate("document.body.style.paddingTop = '99px'")
    page.wait_for_function("() => window.shifts > 0.02")


@pytest.mark.parametrize("width", [360, 1280])
def test_little_shifts_when_a_page_comes_in_pieces(
    open_tab: OpenTab, site: Path, addresses: list[str], width: int
) -> None:
    """Over a slow line, or on a slow machine: what comes later must not push what is there already.

    A line that grows while its letters come has 0.003, a page that is pushed by a line 0.011 and more.
    """
    pieces = Pieces()
    page = open_tab(viewport={"width": width, "height": 800}).page
    page.add_init_script(OBSERVE)
    with serve(site, BASE, pieces.send) as home:
        for address in [*REFERENCE, "", "about/", "kernel/", "boot/bootloader/", *addresses[::10]]:
            pieces.load(page, home + address)
            assert page.evaluate("window.shifts") < 0.01, address


def test_a_line_that_comes_late_is_a_shift(open_tab: OpenTab, site: Path) -> None:
    pieces = Pieces()
    page = open_tab(viewport=DESKTOP).page
    page.add_init_script(OBSERVE)
    page.add_init_script("""addEventListener("DOMContentLoaded", () => {
      const late = document.createElement("p");
      late.textContent = "A word of welcome";
      document.querySelector("main").prepend(late);
    })""")
    with serve(site, BASE, pieces.send) as home:
        pieces.load(page, home + REFERENCE[0])
    assert page.evaluate("window.shifts") > 0.01


def test_slimming_takes_nothing_out_of_a_style_sheet_but_comments_and_white_space(site: Path) -> None:
    written = (ROOT / "docs/assets/site.css").read_text(encoding="utf-8")
    built = (site / "assets/site.css").read_text(encoding="utf-8")
    assert "/*" in written
    assert "/*" not in built
    assert len(gzip.compress(built.encode(), 9)) < 0.9 * len(gzip.compress(written.encode(), 9))
    rest, found, end = "", written, 0
    while end >= 0:
        before, _, after = found.partition("/*")
        end = after.find("*/")
        rest, found = rest + before, after[end + 2 :]
    assert "".join(built.split()) == "".join(rest.split())
