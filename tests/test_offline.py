"""The zip for reading without a network: the same bytes each time, and all of it works from files."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, expect

from conftest import ROOT, copy_project, new_context, shell
from yardstick import Yardstick

SCRIPT = Path("scripts/offline.py")
COMMIT_TIME = "1700000000"


def write(target: Path, folder: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = shell() | {"NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": COMMIT_TIME} | variables
    command = [sys.executable, str(SCRIPT), str(target)]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked zip, in a folder with a space and Chinese in its name."""
    folder = tmp_path_factory.mktemp("offline") / "my 札记"
    folder.mkdir()
    done = write(folder / "notes.zip")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(folder / "notes.zip") as archive:
        archive.extractall(folder)
    return folder / "kernel-notes"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = new_context(chromium, offline=True, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    # What the next page cut short, such as the icon, has not failed.
    cut = "net::ERR_ABORTED"
    page.on("requestfailed", lambda r: faults.append(r.url) if r.failure != cut else None)
    page.on("request", lambda r: None if r.url.startswith(("file:", "data:")) else faults.append(r.url))
    yield page
    context.close()
    assert not faults


def test_two_builds_are_the_same_bytes(tmp_path: Path) -> None:
    copy_project(tmp_path / "elsewhere")
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    assert write(first, tmp_path / "elsewhere", TZ="Asia/Shanghai", PYTHONHASHSEED="1").returncode == 0
    assert write(second, tmp_path / "elsewhere", TZ="America/New_York", PYTHONHASHSEED="2").returncode == 0
    assert first.read_bytes() == second.read_bytes()


def test_every_link_leads_to_a_file_and_a_place_in_it(copy: Path) -> None:
    pages = {path.as_uri(): html.parse(path).getroot() for path in copy.rglob("*.html")}
    assert len(pages) >= 75
    for address, document in pages.items():
        for element, _, link, _ in document.iterlinks():
            target = urlsplit(urljoin(address, link))
            if target.scheme != "file" or link == "?q=":
                assert target.scheme in ("file", "http", "https"), link
                continue
            path = Path(unquote(target.path))
            assert path.is_file(), (address, link)
            if target.fragment and element.tag == "a":
                ids = {found.get("id") for found in pages[path.as_uri()].iter()}
                assert unquote(target.fragment) in ids, (address, link)


def test_every_page_opens_and_shows_its_note(copy: Path, page: Page, facts: Yardstick) -> None:
    for topic in facts.topics:
        page.goto((copy / f"{topic.key}.html").as_uri())
        assert page.locator("[data-note]").is_visible()
        position = page.locator(".top").evaluate("element => getComputedStyle(element).position")
        assert position == "sticky", topic.key
    for name in ("index", "about", "source", "kernel/index"):
        page.goto((copy / f"{name}.html").as_uri())
        assert page.locator("h1").is_visible()


@pytest.mark.parametrize(("query", "title"), [("punch_hole", "fallocate()"), ("时钟源", "Clocksource")])
def test_search_works_from_files(copy: Path, page: Page, query: str, title: str) -> None:
    page.goto((copy / "kernel/seqlock.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.insert_text(query)
    result = page.locator(".md-search-result__link").first
    expect(result).to_contain_text(title)
    result.click()
    expect(page.locator("[data-note] h1")).to_contain_text(title)


def test_previews_work_from_files(copy: Path, page: Page) -> None:
    page.goto((copy / "kernel/clocksource.html").as_uri())
    page.locator(".notes a", has_text="抢占式内核").hover()
    card = page.locator(".preview")
    expect(card).to_contain_text("K·05")
    expect(card.locator("b")).to_have_text("抢占式内核")
    expect(card.locator("p")).to_have_count(3)


def test_a_place_that_cannot_be_written_is_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    done = write(tmp_path / "taken")
    assert done.returncode == 1
    *_, last = done.stderr.splitlines()
    mend = "name a file, or take that folder away"
    assert last == f"{tmp_path}/taken: not written: Is a directory; {mend}; nothing was changed"
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
