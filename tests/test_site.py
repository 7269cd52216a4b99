"""The built site as files: addresses, anchors, navigation, and where it may stand."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from lxml import html

from check_notes import DOCS, is_note
from conftest import BASE, ROOT, copy_project, mkdocs
from notes import SECTIONS, read_page
from yardstick import Yardstick

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def document(path: Path) -> html.HtmlElement:
    return html.document_fromstring(path.read_text(encoding="utf-8"))


def test_every_topic_has_its_address_and_nothing_else_is_a_page(
    facts: Yardstick, addresses: list[str]
) -> None:
    expected = {f"{topic.key}/" for topic in facts.topics} | {f"{name}/" for name in SECTIONS}
    assert set(addresses) - {f"{key}/" for key in new_notes()} == expected | {"", "about/"}


def new_notes() -> set[str]:
    """The notes that were written after the export: they have no `source`."""
    return {
        str(path.relative_to(ROOT / DOCS).with_suffix(""))
        for path in (ROOT / DOCS).rglob("*.md")
        if is_note(path, ROOT / DOCS) and "source" not in read_page(path, "").front
    }


def test_every_page_is_reached_from_the_home_page(site: Path, addresses: list[str]) -> None:
    seen, queue = {""}, [""]
    while queue:
        address = queue.pop()
        links = {link.get("href", "") for link in document(site / address / "index.html").iter("a")}
        targets = {urlsplit(urljoin(f"http://site/{address}", link)).path[1:] for link in links}
        new = (targets & set(addresses)) - seen
        seen |= new
        queue += new
    assert seen == set(addresses)


def test_every_note_is_in_the_navigation_of_its_section(site: Path, facts: Yardstick) -> None:
    for section in SECTIONS:
        page = document(site / section / "index.html")
        links = {
            link.get("href")
            for nav in page.iter("nav")
            if nav.get("class") == "nav"
            for link in nav.iter("a")
        }
        notes = {f"{topic.slug}/" for topic in facts.topics if topic.section == section}
        assert notes <= links, section


def test_section_pages_list_their_notes_by_group_with_both_summaries(site: Path, facts: Yardstick) -> None:
    for section in SECTIONS:
        article = next(document(site / section / "index.html").iter("article"))
        shown: list[tuple[str, str]] = []
        group = ""
        for element in article.iter():
            if element.tag == "h2":
                group = (element.text or "").strip()
            if element.tag == "li":
                link = next(element.iter("a"))
                shown.append((group, link.get("href", "").strip("/")))
                texts = [p.text_content() for p in element.iter("p")]
                front = read_page(ROOT / "docs" / section / f"{shown[-1][1]}.md", "").front
                summary = front["summary"].data
                assert isinstance(summary, dict)
                assert texts == [summary["en"], summary["zh"]]
        expected = [(t.group, t.slug) for t in facts.topics if t.section == section]
        assert sorted(pair for pair in shown if pair in expected) == sorted(expected)


def test_the_home_page_counts_the_notes(site: Path) -> None:
    home = document(site / "index.html")
    counts = [int((e.text or "").split()[0]) for e in home.iter("span") if e.get("class") == "count"]
    notes = [p for p in (ROOT / DOCS).rglob("*.md") if is_note(p, ROOT / DOCS)]
    assert len(counts) == len(SECTIONS)
    assert sum(counts) == len(notes) >= 67


def test_anchors_are_ascii_unique_and_say_something(site: Path, addresses: list[str]) -> None:
    for address in addresses:
        page = document(site / address / "index.html")
        ids = [element.get("id", "") for element in page.iter() if "id" in element.attrib]
        assert len(ids) == len(set(ids)), address
        article = next(page.iter("article"))
        for heading in (element for element in article.iter() if element.tag in HEADINGS):
            anchor = heading.get("id", "")
            assert re.fullmatch(r"[a-z0-9][a-z0-9_-]*[a-z0-9]", anchor), (address, anchor)
            assert re.search(r"[a-z]", anchor), (address, anchor)


def test_the_anchor_under_a_chinese_heading_does_not_hang_on_its_place(site: Path) -> None:
    page = document(site / "kernel" / "clocksource" / "index.html")
    anchors = {h.get("id"): (h.text or "").strip() for h in page.iter("h2")}
    assert anchors["rating-field"] == "Rating 字段"


def test_no_page_names_another_host_but_in_links_to_click(site: Path) -> None:
    for path in site.rglob("*.html"):
        page = document(path)
        for element in page.iter():
            if not isinstance(element.tag, str) or element.tag == "a":
                continue
            for name in ("src", "srcset", "poster", "data", "action", "href"):
                host = urlsplit(element.get(name, "")).hostname
                own = element.tag == "link" and element.get("rel") == "canonical"
                assert host is None or (own and host == "127.0.0.1"), (path, element.tag, name)


def test_style_sheets_and_scripts_load_from_no_other_host(site: Path) -> None:
    for path in site.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(url\(|@import)\s*['\"]?(https?:)?//", text), path


def test_the_addresses_come_from_the_environment(tmp_path: Path) -> None:
    done = mkdocs(
        "build",
        "--strict",
        "--site-dir",
        str(tmp_path),
        SITE_URL="https://notes.test/below/here/",
        REPO_URL="https://code.test/owner/name",
    )
    assert done.returncode == 0, done.stderr
    note = (tmp_path / "kernel/seqlock/index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://notes.test/below/here/kernel/seqlock/">' in note
    assert 'href="https://code.test/owner/name/edit/main/docs/kernel/seqlock.md"' in note
    # The theme would ask the repository's host for numbers if it found this component.
    assert 'data-md-component="source"' not in note
    lost = (tmp_path / "404.html").read_text(encoding="utf-8")
    assert 'href="/below/here/assets/site.css"' in lost
    sitemap = ET.parse(tmp_path / "sitemap.xml").getroot()  # noqa: S314 (our own file)
    places = [place.text or "" for place in sitemap.iter() if place.tag.endswith("}loc")]
    assert "https://notes.test/below/here/kvm/hyper-v/" in places


def test_without_an_environment_no_address_is_invented(tmp_path: Path) -> None:
    done = mkdocs("build", "--strict", "--site-dir", str(tmp_path))
    assert done.returncode == 0, done.stderr
    note = (tmp_path / "kernel/seqlock/index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="http://127.0.0.1:8000/kernel/seqlock/">' in note
    assert 'rel="edit"' not in note
    assert "md-source" not in note


def test_the_404_page_finds_its_way_from_any_depth(site: Path) -> None:
    page = document(site / "404.html")
    for element in page.iter("a", "link", "script"):
        address = element.get("href") or element.get("src") or ""
        local = not urlsplit(address).scheme and not address.startswith("#")
        assert not local or not address or address.startswith(BASE), address


def test_a_broken_link_between_notes_stops_the_build(tmp_path: Path) -> None:
    copy_project(tmp_path)
    note = tmp_path / "docs/kernel/seqlock.md"
    text = note.read_text(encoding="utf-8")
    for link in ("wait-queues.md", "wait-queue.md#nowhere", "/kernel/wait-queue/", "wait-queue"):
        note.write_text(f"{text}\n[wait queue]({link})\n", encoding="utf-8")
        done = mkdocs("build", "--strict", folder=tmp_path)
        assert done.returncode == 1, link
        assert "kernel/seqlock.md" in done.stderr
