"""What search engines, feed readers and those who pass a link on are told: sitemap, robots, feed, picture."""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from lxml import html

from conftest import ROOT, copy_project, mkdocs
from history import FIRST, commit_all, git
from notes.page import DOCS, read_page
from yardstick import Yardstick

ADDRESS = "https://notes.test/below/"
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
# A day after the first commit, which was at the end of February.
LATER = "2024-03-05T12:00:00+00:00"


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a repository of two commits, of which the second changes one note and adds another."""
    folder = tmp_path_factory.mktemp("hosted")
    copy_project(folder)
    note = folder / "docs/kernel/seqlock.md"
    text = note.read_text(encoding="utf-8")
    # Written after the export, so without its lines; what is in an address or a title may need escaping.
    new = text.replace("number: 10\n", "number: 27\n").replace("title: Seqlock", "title: 'R&D <new>'")
    new = "\n".join(line for line in new.split("\n") if not line.startswith("source:"))
    new = re.sub(r"^checked:.*?^---$", "---", new, count=1, flags=re.DOTALL | re.MULTILINE)
    commit_all(folder)
    note.write_text(f"{text}\nmore\n", encoding="utf-8")
    (folder / "docs/kernel/new-note.md").write_text(new, encoding="utf-8")
    pages = folder / "docs/kernel/.pages"
    listed = pages.read_text(encoding="utf-8").replace("- seqlock.md", "- seqlock.md\n      - new-note.md")
    pages.write_text(listed, encoding="utf-8")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "second", when=LATER)
    done = mkdocs("build", "--strict", folder=folder, SITE_URL=ADDRESS)
    assert done.returncode == 0, done.stderr
    return folder / "site"


def head(path: Path) -> dict[str, str]:
    """The addresses and texts that a page's head tells, by the name of each."""
    page = html.document_fromstring(path.read_text(encoding="utf-8"))
    told = {m.get("property") or m.get("name") or "": m.get("content", "") for m in page.iter("meta")}
    return told | {link.get("rel", ""): link.get("href", "") for link in page.iter("link")}


def test_every_page_tells_what_it_is_and_where(hosted: Path) -> None:
    pages = [path for path in hosted.rglob("*.html") if path.name != "404.html"]
    assert len(pages) > 70
    for path in pages:
        told = head(path)
        address = ADDRESS + path.relative_to(hosted).as_posix().removesuffix("index.html")
        assert told["canonical"] == told["og:url"] == address
        assert told["description"] == told["og:description"]
        assert len(told["description"]) > 20, address
        assert told["og:title"]
        assert told["og:type"] == ("website" if address == ADDRESS else "article")
        assert told["og:image"] == f"{ADDRESS}assets/social.png"
        assert told["og:image:alt"]
        assert told["twitter:card"] == "summary_large_image"


def test_a_note_is_described_by_its_summary(hosted: Path, facts: Yardstick) -> None:
    for topic in facts.topics:
        summary = read_page(ROOT / DOCS / f"{topic.key}.md", "").front["summary"].data
        assert isinstance(summary, dict)
        told = head(hosted / topic.key / "index.html")
        assert told["description"] == summary["en"]
        assert told["og:title"] == topic.title


def test_the_404_page_claims_no_address(hosted: Path) -> None:
    told = head(hosted / "404.html")
    assert not {"canonical", "og:url"} & told.keys()
    assert told["description"]


def test_the_picture_and_the_icon_are_there_and_of_the_right_size(hosted: Path) -> None:
    picture = (hosted / "assets/social.png").read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    told = head(hosted / "index.html")
    size = (int(told["og:image:width"]), int(told["og:image:height"]))
    assert struct.unpack(">II", picture[16:24]) == size == (1200, 630)
    assert len(picture) < 200_000
    icon = hosted / told["icon"]
    assert icon.name == "favicon.svg"
    assert b"<svg" in icon.read_bytes()


def test_robots_are_led_to_the_sitemap(hosted: Path) -> None:
    lines = (hosted / "robots.txt").read_text(encoding="utf-8").splitlines()
    assert lines == ["User-agent: *", "Allow: /", f"Sitemap: {ADDRESS}sitemap.xml"]


def test_the_sitemap_has_every_page_with_the_day_of_its_change(hosted: Path) -> None:
    root = ET.parse(hosted / "sitemap.xml").getroot()  # noqa: S314 (our own file)
    days = {entry.findtext(f"{SITEMAP}loc"): entry.findtext(f"{SITEMAP}lastmod") for entry in root}
    pages = [path.relative_to(hosted).as_posix() for path in hosted.rglob("index.html")]
    assert set(days) == {ADDRESS + page.removesuffix("index.html") for page in pages}
    assert days.pop(f"{ADDRESS}kernel/seqlock/") == days.pop(f"{ADDRESS}kernel/new-note/") == "2024-03-05"
    assert set(days.values()) == {"2024-02-29"}, FIRST


def test_the_feed_tells_the_new_and_the_changed_notes_the_last_first(hosted: Path) -> None:
    feed = ET.parse(hosted / "feed.xml").getroot()  # noqa: S314 (our own file)
    assert feed.findtext(f"{ATOM}updated") == "2024-03-05T00:00:00Z"
    assert feed.findtext(f"{ATOM}id") == ADDRESS
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {None: ADDRESS, "self": f"{ADDRESS}feed.xml"}
    entries = feed.findall(f"{ATOM}entry")
    shown = [
        (
            entry.findtext(f"{ATOM}title"),
            entry.findtext(f"{ATOM}id"),
            entry.findtext(f"{ATOM}updated"),
            entry.findall(f"{ATOM}category")[0].get("term"),
        )
        for entry in entries
    ]
    assert shown[:2] == [
        ("K·10 Seqlock", f"{ADDRESS}kernel/seqlock/", "2024-03-05T00:00:00Z", "changed"),
        ("K·27 R&D <new>", f"{ADDRESS}kernel/new-note/", "2024-03-05T00:00:00Z", "new"),
    ]
    assert len(entries) == 30
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 30
    assert {updated for _, _, updated, _ in shown[2:]} == {"2024-02-29T00:00:00Z"}
    summary = read_page(ROOT / DOCS / "kernel/seqlock.md", "").front["summary"].data
    assert isinstance(summary, dict)
    assert entries[0].findtext(f"{ATOM}summary") == f"{summary['en']} {summary['zh']}"


def test_the_feed_is_found_from_every_page(hosted: Path) -> None:
    for path in (hosted / "index.html", hosted / "kernel/seqlock/index.html"):
        found = (path.parent / head(path)["alternate"]).resolve()
        assert found == (hosted / "feed.xml").resolve()
        page = html.document_fromstring(path.read_text(encoding="utf-8"))
        feeds = [link for foot in page.find_class("foot") for link in foot.iter("a") if link.text == "Feed"]
        assert len(feeds) == 1


def test_a_site_without_a_history_has_an_empty_feed_that_is_valid(tmp_path: Path) -> None:
    done = mkdocs("build", "--strict", "--site-dir", str(tmp_path / "site"), folder=bare(tmp_path))
    assert done.returncode == 0, done.stderr
    feed = ET.parse(tmp_path / "site/feed.xml").getroot()  # noqa: S314 (our own file)
    assert feed.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"
    assert feed.findall(f"{ATOM}entry") == []


def bare(folder: Path) -> Path:
    copy_project(folder / "bare")
    return folder / "bare"
