"""Addresses are promises: a build that loses one fails, unless a redirect leads on from it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

import addresses
from conftest import BASE, ROOT, Tab, copy_project, mkdocs, shell
from links import redirects
from notes.page import Value
from site_server import serve
from tiny import tiny_project
from yardstick import Yardstick

OpenTab = Callable[..., Tab]
LISTED = ["/", "/a/", "/a/#one", "/a/#two", "/b/", "/b/#one", "/feed.xml"]
BUILT = set(LISTED)


def led(**places: str) -> dict[str, Value]:
    return {old: Value(number, new) for number, (old, new) in enumerate(places.items(), 5)}


def test_the_list_has_every_page_of_today(facts: Yardstick) -> None:
    listed = addresses.read_list(ROOT / addresses.LIST)
    assert listed == sorted(set(listed), key=addresses.by_number)
    assert {f"/{topic.key}/" for topic in facts.topics} <= set(listed)
    assert {"/", "/about/", "/feed.xml", "/kernel/clocksource/#rating-field", "/source/#L1040"} <= set(listed)


def test_labels_and_what_stands_outside_the_text_are_no_anchors() -> None:
    page = """<a id="before"></a><main id="main"><p id="label">x</p><section aria-labelledby="label title">
    <h2 id="title">x</h2><span id="L1"></span></section></main><p id="after"></p>"""
    assert addresses.anchors(page) == {"title", "L1"}


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<p id="a">x</p><p class="b" id="b&amp;c" lang="en"><i\nid="d">y</i></p>', {"a", "b&c"}),
        # What only reads like an id is none.
        ('<p>write id="a", or an id="b"</p><p id="c">x</p>', {"c"}),
        ('<p id="a">x</p><!-- <p id="b">y</p> -->', set()),
        ('<p id="a">x</p><script>"<p id="b">"</script>', set()),
    ],
)
def test_only_ids_in_plain_sight_are_seen_at_once(html: str, found: set[str]) -> None:
    assert addresses.ids_in_sight(f'<a id="before"></a><main>{html}</main><p id="after"></p>') == found


def test_what_is_not_in_plain_sight_is_looked_for() -> None:
    wanted = addresses.Wanted(["/a/#one", "/a/#two", "/b/#three"], {})
    wanted.look("a/", "<main><p id='one'>x</p><!-- <p id=\"two\"> --></main>")
    wanted.look("b/", '<main><p>id="three"</p></main>')
    assert wanted.found == {"/a/", "/a/#one", "/b/"}


@pytest.mark.parametrize(
    ("gone", "redirects_", "messages"),
    [
        (set(), {}, []),
        ({"/a/#two"}, {}, ["list.txt:4:1: the build lost the address /a/#two; bring it back, or name"]),
        ({"/a/", "/a/#one", "/a/#two"}, {}, ["list.txt:2:1: the build lost the address /a/; bring"]),
        (
            {"/a/#one", "/a/#two"},
            {},
            ["list.txt:3:1: the build lost the address /a/#one and 1 more of its anchors; bring"],
        ),
        ({"/feed.xml"}, {}, ["list.txt:7:1: the build lost the address /feed.xml; bring"]),
        ({"/a/#two"}, {"/a/#two": "/a/#one"}, []),
        ({"/a/#two"}, {"/a/#two": "/b/"}, []),
        # A page takes its anchors along; one that its new page has not is lost.
        ({"/a/#one"}, {"/a/": "/b/"}, ["list.txt:4:1: the build lost the address /a/#two; bring"]),
        ({"/a/#one", "/a/#two"}, {"/a/": "/b/", "/a/#two": "/b/#one"}, []),
        ({"/a/", "/a/#one", "/a/#two"}, {"/a/": "/b/#one"}, []),
        ({"/a/#two"}, {"/a/#two": "/c/"}, ["list.txt:4:1: the build lost the address /a/#two; bring"]),
    ],
)
def test_an_address_that_is_lost_is_told(
    gone: set[str], redirects_: dict[str, str], messages: list[str]
) -> None:
    found = [str(problem) for problem in addresses.lost(LISTED, BUILT - gone, led(**redirects_), "list.txt")]
    assert len(found) == len(messages), found
    for problem, message in zip(found, messages, strict=True):
        assert problem.startswith(message)


@pytest.mark.parametrize(
    ("places", "message"),
    [
        ({"/old/": "/c/"}, "`/old/` leads to `/c/`, which is not there; correct the new address"),
        ({"/a/#three": "/a/#four"}, "`/a/#three` leads to `/a/#four`, which is not there"),
        ({"/older/": "/old/", "/old/": "/a/"}, "`/old/` has moved on; let `/older/` lead to `/a/`"),
        ({"/a/#one": "/b/"}, "`/a/#one` is there and needs no redirect; take the line out"),
        ({"/c/#one": "/b/"}, "`/c/#one` is an anchor of a page that is not there; let `/c/` lead to"),
    ],
)
def test_a_redirect_that_leads_nowhere_is_told(places: dict[str, str], message: str) -> None:
    found = list(addresses.wrong_redirects(led(**places), BUILT, "mkdocs.yml"))
    assert [problem.line for problem in found] == [5]
    assert str(found[0]).startswith(f"mkdocs.yml:5:1: {message}")


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        (
            "kernel/old/: /kernel/seqlock/",
            "3:5: `kernel/old/` is no address of a page of this site; write it",
        ),
        ("/kernel/old: /kernel/seqlock/", "3:5: `/kernel/old` is no address"),
        ("/kernel/old/: https://host.test/", "3:19: `https://host.test/` is no address"),
        ("/kernel/old/: [/kernel/a/]", "3:19: "),
        ("/kernel/old/: /b/\n    /kernel/old/: /c/", "4:5: `/kernel/old/` is redirected twice; keep one"),
        ("/kernel/here/: /b/", "3:5: `/kernel/here/` is redirected, but "),
    ],
)
def test_a_redirect_that_cannot_be_one_is_told(tmp_path: Path, entry: str, message: str) -> None:
    (tmp_path / "kernel").mkdir()
    (tmp_path / "kernel/here.md").touch()
    config = tmp_path / "mkdocs.yml"
    config.write_text(f"extra:\n  redirects:\n    {entry}\n", encoding="utf-8")
    _, problems = redirects.read_redirects(config, tmp_path)
    assert len(problems) == 1
    assert str(problems[0]).startswith(f"mkdocs.yml:{message}")


def set_redirects(folder: Path, *lines: str) -> None:
    config = folder / "mkdocs.yml"
    text = config.read_text(encoding="utf-8")
    assert "  redirects: {}\n" in text
    entries = "".join(f"    {line}\n" for line in lines)
    config.write_text(text.replace("  redirects: {}\n", f"  redirects:\n{entries}"), encoding="utf-8")


def rename(folder: Path, old: str, new: str) -> None:
    (folder / f"docs/kernel/{old}.md").rename(folder / f"docs/kernel/{new}.md")
    pages = folder / "docs/kernel/.pages"
    pages.write_text(pages.read_text(encoding="utf-8").replace(f"{old}.md", f"{new}.md"), encoding="utf-8")


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site in which a note and an anchor have moved; without redirects its build fails."""
    folder = tmp_path_factory.mktemp("moved")
    copy_project(folder)
    rename(folder, "clocksource", "time-source")
    note = folder / "docs/kernel/time-source.md"
    note.write_text(note.read_text(encoding="utf-8").replace("#rating-field", "#rating"), encoding="utf-8")
    done = mkdocs("build", "--strict", folder=folder)
    assert done.returncode == 1
    assert re.findall(r"(?m)scripts/addresses.txt:\d+:\d+: (.*);.*", done.stderr) == [
        "the build lost the address /kernel/clocksource/"
    ]
    set_redirects(
        folder,
        "/kernel/clocksource/: /kernel/time-source/",
        '"/kernel/clocksource/#rating-field": "/kernel/time-source/#rating"',
        '"/kernel/seqlock/#gone": "/kernel/wait-queue/#wait-queue-in-the-kernel"',
    )
    done = mkdocs("build", "--strict", folder=folder, SITE_URL=f"http://127.0.0.1:1{BASE}")
    assert done.returncode == 0, done.stderr
    with serve(folder / "site", BASE) as home:
        yield home


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kernel/clocksource/", "kernel/time-source/"),
        ("kernel/clocksource/#clocksource", "kernel/time-source/#clocksource"),
        ("kernel/clocksource/?h=jiffies#clocksource", "kernel/time-source/?h=jiffies#clocksource"),
        ("kernel/clocksource/#rating-field", "kernel/time-source/#rating"),
        ("kernel/seqlock/#gone", "kernel/wait-queue/#wait-queue-in-the-kernel"),
        ("kernel/seqlock/#seqlock", "kernel/seqlock/#seqlock"),
    ],
)
def test_an_old_address_leads_to_the_new_place(open_tab: OpenTab, moved: str, old: str, new: str) -> None:
    tab = open_tab()
    tab.page.goto(moved + old)
    expect(tab.page).to_have_url(moved + new)
    expect(tab.page.locator("[data-note] h1")).to_be_visible()
    # What is outside of the other site, which a tab is told of, is this one.
    assert not [fault for fault in tab.faults if not fault.startswith(f"outside: {moved}")]


def test_without_scripts_a_page_leads_on_and_an_anchor_says_where_to(open_tab: OpenTab, moved: str) -> None:
    tab = open_tab(java_script_enabled=False)
    tab.page.goto(f"{moved}kernel/clocksource/")
    expect(tab.page).to_have_url(f"{moved}kernel/time-source/")
    tab.page.goto(f"{moved}kernel/seqlock/")
    expect(tab.page.locator(".moved")).to_be_hidden()
    tab.page.goto(f"{moved}kernel/seqlock/#gone")
    expect(tab.page.locator(".moved")).to_be_in_viewport()
    tab.page.locator(".moved a").click()
    expect(tab.page).to_have_url(f"{moved}kernel/wait-queue/#wait-queue-in-the-kernel")


def test_search_engines_and_lists_know_the_new_address_only(open_tab: OpenTab, moved: str) -> None:
    page = open_tab().page
    assert "kernel/clocksource/" not in page.request.get(f"{moved}sitemap.xml").text()
    assert "kernel/time-source/" in page.request.get(f"{moved}sitemap.xml").text()
    index = page.request.get(f"{moved}search/index.js").text()
    folder = index.partition('"folder":"')[2].partition('"')[0]
    notes = int(index.partition('"notes":')[2].partition(",")[0])
    known = [page.request.get(f"{moved}search/{folder}/n{number}.js").text() for number in range(notes)]
    assert [text for text in known if '"kernel/time-source/' in text]
    assert not [text for text in known if '"kernel/clocksource/' in text]
    old = page.request.get(f"{moved}kernel/clocksource/").text()
    assert '<meta name="robots" content="noindex">' in old
    assert f'<link rel="canonical" href="http://127.0.0.1:1{BASE}kernel/time-source/">' in old


def test_a_list_that_is_gone_is_told(tmp_path: Path) -> None:
    found = addresses.check(set(), tmp_path, {})
    assert [str(problem) for problem in found] == [
        "scripts/addresses.txt:1:1: there is no list of the addresses; take it back from git"
    ]


def test_new_addresses_are_free_and_are_added_to_the_list(tmp_path: Path) -> None:
    project = tiny_project(tmp_path / "tiny")
    clock = project / "docs/kernel/clock.md"
    clock.write_text(f"{clock.read_text(encoding='utf-8')}\n## News\n", encoding="utf-8")
    (project / addresses.LIST).write_text("/gone/\n/kernel/clock/\n", encoding="utf-8")
    done = mkdocs("build", folder=project)
    assert done.returncode == 0, done.stderr
    command = [sys.executable, "scripts/addresses.py", "site"]
    done = subprocess.run(command, cwd=project, env=shell(), capture_output=True, text=True)
    assert re.fullmatch(r"scripts/addresses.txt: \d+ addresses, \d+ of them new\n", done.stdout), done.stderr
    listed = addresses.read_list(project / addresses.LIST)
    assert {"/kernel/clock/#news", "/gone/", "/kernel/timer/"} <= set(listed)
