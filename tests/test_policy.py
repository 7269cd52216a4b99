"""Nothing runs but the site's own scripts, whatever a note or a query holds.

The policy stands in every page, so all other tests that use the browser run under it as well.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from conftest import BASE, Tab, copy_project, mkdocs
from site_server import serve

OpenTab = Callable[..., Tab]
INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# Each would set `window.ran`, or load something from elsewhere.
HOSTILE = {
    "a script": "<script>window.ran = 1</script>",
    "a script from another host": '<script src="https://evil.test/x.js"></script>',
    "a script as data": '<script src="data:text/javascript,window.ran=1"></script>',
    "a module": '<script type="module">window.ran = 1</script>',
    "onerror": '<img src="nothing.png" alt="" onerror="window.ran = 1">',
    "onerror of a picture that is data": '<img src="data:," alt="" onerror="window.ran = 1">',
    "onload in SVG": '<svg onload="window.ran = 1"><circle r="1"/></svg>',
    "a script in SVG": "<svg><script>window.ran = 1</script></svg>",
    "ontoggle": '<details open ontoggle="window.ran = 1"><summary>x</summary></details>',
    "autofocus": '<input autofocus onfocus="window.ran = 1" aria-label="x">',
    "a frame": '<iframe srcdoc="<script>parent.ran = 1</script>"></iframe>',
    "a frame that is a script": '<iframe src="javascript:parent.ran = 1"></iframe>',
    "an object": '<object data="data:text/html,<script>parent.ran = 1</script>"></object>',
    "another base": '<base href="https://evil.test/">',
    "a style sheet from another host": '<link rel="stylesheet" href="https://evil.test/x.css">',
    "a picture from another host": '<img src="https://evil.test/x.png" alt="">',
    "a template's end": "</template></script></style><script>window.ran = 1</script>",
}
CLICKED = {
    "a script as address": '<a id="bait" href="javascript:window.ran = 1">bait</a>',
    "the same in Markdown": "[bait](javascript:window.ran=1){ #bait }",
    "onclick": '<a id="bait" href="#x" onclick="window.ran = 1">bait</a>',
    "a form that is a script": '<form action="javascript:window.ran = 1"><button id="bait">x</button></form>',
}
QUERIES = (
    "<img src=x onerror=window.ran=1>",
    "<script>window.ran=1</script>",
    '"><svg onload=window.ran=1>',
    "javascript:window.ran=1",
    "${window.ran=1}{{window.ran=1}}",
    "seqlock<img src=x onerror=window.ran=1>",
)


TABLE = "| name | bytes |\n| --- | ---: |\n| `pgd_t` | 4096 |\n"


def policy(page: str) -> str:
    found = re.findall('<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    assert len(found) == 1
    return str(found[0])


def test_every_page_has_the_policy_before_anything_it_could_forbid(site: Path) -> None:
    for path in site.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert "default-src 'none'" in policy(page), path
        assert "unsafe" not in policy(page), path
        before = page[: page.index("Content-Security-Policy")]
        assert not re.search(r"<(script|link|style|img|body)\b", before), path


def test_the_policy_knows_the_inline_scripts_and_no_others(site: Path) -> None:
    for path in site.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        digests = {hashlib.sha256(script.encode()).digest() for script in INLINE.findall(page)}
        hashes = {f"sha256-{base64.b64encode(digest).decode()}" for digest in digests}
        assert set(re.findall(r"'(sha256-[^']*)'", policy(page))) == hashes, f"{path}: write {hashes}"


def test_nothing_of_ours_needs_what_the_policy_forbids(site: Path) -> None:
    for path in site.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert not re.search(r"<[^>]* (on[a-z]+|style)=", page), path
        assert "<style" not in page, path


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site with two notes that would run something if they could."""
    folder = tmp_path_factory.mktemp("hostile")
    copy_project(folder)
    for name, texts in (("seqlock", HOSTILE), ("wait-queue", CLICKED)):
        note = folder / "docs/kernel" / f"{name}.md"
        text = note.read_text(encoding="utf-8")
        text = re.sub("(?m)^(title|  en): .*$", r"""\1: '<img src=x onerror="window.ran = 1">'""", text)
        text += "\n\n" + "\n\n".join(texts.values()) + "\n"
        note.write_text(text, encoding="utf-8")
    note = folder / "docs/kernel/watchdog.md"
    note.write_text(f"{note.read_text(encoding='utf-8')}\n\n{TABLE}", encoding="utf-8")
    done = mkdocs("build", "--site-dir", "built", folder=folder)
    assert done.returncode == 0, done.stderr
    with serve(folder / "built", BASE) as home:
        yield home


def test_the_columns_of_a_table_stand_as_it_says(open_tab: OpenTab, hostile: str) -> None:
    tab = open_tab()
    tab.page.goto(f"{hostile}kernel/watchdog/")
    cells = tab.page.locator("[data-note] td")
    expect(cells).to_have_text(["pgd_t", "4096"])
    expect(cells.last).to_have_css("text-align", "right")
    assert not [fault for fault in tab.faults if "Content Security Policy" in fault]


def ran(page: Page) -> object:
    page.wait_for_timeout(200)
    return page.evaluate("window.ran")


def test_a_hostile_note_runs_nothing_and_loads_nothing_from_elsewhere(
    open_tab: OpenTab, hostile: str
) -> None:
    tab = open_tab()
    failed: dict[str, str | None] = {}
    tab.page.on("requestfailed", lambda request: failed.update({request.url: request.failure}))
    tab.page.goto(f"{hostile}kernel/seqlock/")
    assert tab.page.locator("[data-note] script").count() > 2, "the note no longer holds what it should"
    assert ran(tab.page) is None
    elsewhere = {url: why for url, why in failed.items() if "evil.test" in url}
    assert set(elsewhere.values()) == {"csp"}, elsewhere
    assert len(elsewhere) == len([text for text in HOSTILE.values() if re.search("evil.test/x", text)])
    # All of it was refused aloud: were it cleaned away instead, this test would say nothing.
    assert sum("Content Security Policy" in fault for fault in tab.faults) > 6


@pytest.mark.parametrize("number", range(len(CLICKED)), ids=list(CLICKED))
def test_a_hostile_link_does_nothing_when_it_is_clicked(open_tab: OpenTab, hostile: str, number: int) -> None:
    tab = open_tab()
    tab.page.goto(f"{hostile}kernel/wait-queue/")
    tab.page.locator("#bait").nth(number).click()
    assert ran(tab.page) is None


def test_a_hostile_title_is_text_in_lists_in_search_and_in_previews(open_tab: OpenTab, hostile: str) -> None:
    tab = open_tab(viewport={"width": 1280, "height": 800})
    for address in ("", "kernel/", "nowhere", "kernel/clocksource/"):
        tab.page.goto(hostile + address)
        assert ran(tab.page) is None, address
    tab.page.locator('.notes a[href="../seqlock/"]').hover()
    expect(tab.page.locator(".preview")).to_contain_text("<img src=x onerror=")
    tab.page.keyboard.press("/")
    tab.page.keyboard.insert_text("K·10")
    expect(tab.page.locator(".md-search-result__link").first).to_contain_text("<img src=x onerror=")
    assert ran(tab.page) is None


@pytest.mark.parametrize("query", QUERIES)
def test_a_hostile_query_is_text(open_tab: OpenTab, home: str, query: str) -> None:
    tab = open_tab()
    tab.page.goto(home)
    tab.page.locator("#search").focus()
    tab.page.keyboard.insert_text(query)
    status = tab.page.locator(".search [role=status]")
    expect(status).not_to_be_empty()
    assert ran(tab.page) is None
    tab.page.goto(f"{home}?q={quote(query)}")
    expect(tab.page.locator("#search")).to_have_value(query)
    expect(status).not_to_be_empty()
    assert ran(tab.page) is None
    tab.page.goto(f"{home}kernel/seqlock/?h={quote(query)}#{quote(query)}")
    tab.page.wait_for_timeout(300)
    assert ran(tab.page) is None
    assert not tab.page.locator("main img, main svg[onload]").count()
    assert not tab.faults


def test_eval_and_other_hosts_are_refused(open_tab: OpenTab, home: str) -> None:
    tab = open_tab()
    tab.page.goto(home)
    refused = tab.page.evaluate(
        """async () => {
             const tries = [() => fetch("https://evil.test/"), () => fetch("//127.0.0.1:9/")];
             const answers = await Promise.all(tries.map((go) => go().then(() => 1, () => 0)));
             const script = document.createElement("script");
             script.textContent = "window.ran = 1; window.evaluated = eval('1')";
             document.head.append(script);
             return [...answers, window.ran ?? 0];
           }"""
    )
    assert refused == [0, 0, 0]
    assert len([fault for fault in tab.faults if "Content Security Policy" in fault]) >= 3
