"""The built site as files: addresses, anchors, navigation, and where it may stand."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from lxml import html

from conftest import BASE, ROOT, copy_project, mkdocs
from notes.page import DOCS, SECTIONS, is_note, read_page
from tiny import tiny_project
from yardstick import Yardstick

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def document(path: Path) -> html.HtmlElement:
    return html.document_fromstring(path.read_text(encoding="utf-8"))


def test_every_topic_has_its_address_and_nothing_else_is_a_page(
    facts: Yardstick, addresses: list[str]
) -> None:
    expected = {f"{topic.key}/" for topic in facts.topics} | {f"{name}/" for name in SECTIONS}
    assert set(addresses) - {f"{key}/" for key in new_notes()} == expected | {
        "",
        "about/",
        "glossary/",
        "map/",
        "paths/",
        "remarks/",
        "source/",
        "symbols/",
    }


def test_what_lies_elsewhere_keeps_its_address(tmp_path: Path) -> None:
    project = tiny_project(tmp_path / "tiny")
    settings = project / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    for kind in ("css", "js"):
        text = text.replace(
            f"  - assets/site.{kind}\n", f"  - assets/site.{kind}\n  - https://host.test/a.{kind}\n"
        )
    settings.write_text(text, encoding="utf-8")
    assert mkdocs("build", folder=project).returncode == 0
    page = document(project / "site/kernel/clock/index.html")
    assert page.xpath("//link[@rel='stylesheet']/@href") == [
        "../../assets/site.css",
        "https://host.test/a.css",
    ]
    assert page.xpath("//script/@src") == ["../../assets/site.js", "https://host.test/a.js"]


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
        links = {link.get("href") for link in page.find_class("notes")[0].iter("a")}
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
                texts = [p.text_content() for p in element.iter("p") if p.get("class") != "place"]
                front = read_page(ROOT / "docs" / section / f"{shown[-1][1]}.md", "").front
                summary = front["summary"].data
                assert isinstance(summary, dict)
                assert texts == [summary["en"], summary["zh"]]
        expected = [(t.group, t.slug) for t in facts.topics if t.section == section]
        assert sorted(pair for pair in shown if pair in expected) == sorted(expected)


def test_the_home_page_lists_and_counts_every_note(site: Path) -> None:
    home = document(site / "index.html")
    notes = {
        path.relative_to(ROOT / DOCS).with_suffix("").as_posix()
        for path in (ROOT / DOCS).rglob("*.md")
        if is_note(path, ROOT / DOCS)
    }
    bands = home.find_class("band")
    for band in bands:
        listed = [link.get("href", "").strip("/") for item in band.iter("li") for link in item.iter("a")]
        assert set(listed) == {note for note in notes if note.startswith(f"{band.get('id')}/")}
        assert band.find_class("count")[0].text_content().split()[0] == str(len(listed))
    assert len(bands) == len(SECTIONS)
    assert home.find_class("hero")[0].find_class("count")[0].text_content().split()[0] == str(len(notes))


def test_the_arcs_of_the_figure_are_the_sections_shares(site: Path, facts: Yardstick) -> None:
    home = document(site / "index.html")
    shares = {}
    for ring in home.find_class("figure")[0].iter("a"):
        arc = next(circle for circle in ring.iter("circle") if circle.get("class") == "arc")
        assert arc.get("pathlength") == str(len(facts.topics))
        shares[ring.get("href", "").strip("/")] = int(arc.get("stroke-dasharray", "").split()[0])
    assert shares == Counter(topic.section for topic in facts.topics)


def test_a_note_leads_to_its_lines_in_the_source_and_they_lead_back(site: Path, facts: Yardstick) -> None:
    lines = {element.get("id", ""): element for element in document(site / "source/index.html").iter("span")}
    for topic in facts.topics:
        note = document(site / topic.key / "index.html")
        links = [link.get("href", "") for link in note.find_class("facts")[0].iter("a")]
        assert links[0] == f"../../source/#L{topic.first}"
        back = [link.get("href") for link in lines[f"L{topic.first}"].iter("a")]
        assert back == [f"../{topic.key}/"]
    assert sum(len(list(line.iter("a"))) for line in lines.values()) == len(facts.topics)


def references(page: html.HtmlElement) -> list[tuple[str, str, str, str]]:
    """Of each reference below a note its address, its words, what is said of it, the address of the copy."""
    found = []
    for item in (item for box in page.find_class("references") for item in box.iter("li")):
        # What is newer than the author's address comes after it, and has a test of its own.
        link, copy, *_ = item.iter("a")
        said = next(item.iter("p")).text_content()
        found.append((link.get("href", ""), link.text_content(), said, copy.get("href", "")))
    return found


def test_a_note_lists_its_outside_links_outside_of_the_authors_text(site: Path, facts: Yardstick) -> None:
    shown = 0
    for topic in facts.topics:
        page = document(site / topic.key / "index.html")
        links = {
            address: text
            for line, text, address in reversed(facts.links)
            if topic.first <= line <= topic.last
        }
        expected = [
            (
                address,
                text,
                f"{urlsplit(address).hostname} · archived copy",
                f"https://web.archive.org/web/2023/{address}",
            )
            for address, text in reversed(links.items())
        ]
        assert references(page) == expected, topic.key
        assert not [
            box for note in page.iter() if "data-note" in note.attrib for box in note.find_class("references")
        ]
        shown += len(expected)
    assert shown >= len({address for _, _, address in facts.links}) > 50


def test_a_reference_that_is_known_to_be_dead_says_since_when(tmp_path: Path, facts: Yardstick) -> None:
    copy_project(tmp_path)
    address = next(address for line, _, address in facts.links if line == 219)
    assert "?" in address
    config = tmp_path / "mkdocs.yml"
    entry = f"  dead_links:\n    - address: {address}\n      since: 2026-11-01\n      reason: gone\n"
    text = config.read_text(encoding="utf-8")
    assert "  dead_links: []\n" in text
    config.write_text(text.replace("  dead_links: []\n", entry), encoding="utf-8")
    done = mkdocs("build", "--strict", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    dead, *others = references(document(tmp_path / "site/kernel/lockup/index.html"))
    assert dead[2] == "linuxperf.com · dead since 2026-11-01 · archived copy"
    assert others
    assert not [other for other in others if "dead" in other[2]]


def test_the_source_page_shows_every_line_and_search_does_not_know_it(site: Path, facts: Yardstick) -> None:
    page = document(site / "source/index.html")
    for added in [element for element in page.iter() if "data-added" in element.attrib]:
        added.drop_tree()
    shown = {line.get("id"): line.text_content() for line in page.iter("span") if "id" in line.attrib}
    assert shown == {f"L{number}": f"{line}\n" for number, line in enumerate(facts.lines) if number}
    known = [path.read_text(encoding="utf-8") for path in site.glob("search/*/n*.js")]
    assert [text for text in known if '"kernel/seqlock/"' in text]
    assert not [text for text in known if '"source/' in text]


def test_previous_and_next_stay_in_the_section(site: Path) -> None:
    for section in SECTIONS:
        pages = [p.parent.name for p in (site / section).glob("*/index.html")]
        order = [
            link.get("href", "").strip("/")
            for link in document(site / section / "index.html").find_class("notes")[0].iter("a")
        ]
        assert sorted(order) == sorted(pages)
        for before, note, after in zip(["", *order], order, [*order[1:], ""], strict=False):
            found = {
                link.get("rel"): link.get("href")
                for nav in document(site / section / note / "index.html").find_class("neighbours")
                for link in nav.iter("a")
            }
            expected = {"prev": f"../{before}/", "next": f"../{after}/"}
            assert found == {rel: href for rel, href in expected.items() if href != "..//"}


def test_a_page_lists_its_headings_when_it_has_two(site: Path, addresses: list[str]) -> None:
    lists = 0
    for address in addresses:
        page = document(site / address / "index.html")
        anchors = [f"#{h.get('id')}" for part in page.find_class("text") for h in part.iter("h1", "h2", "h3")]
        groups = [f"#{h.get('id')}" for group in page.find_class("group") for h in group.iter("h2")]
        listed = [link.get("href") for toc in page.find_class("toc") for link in toc.iter("a")]
        assert listed == groups or listed == (anchors if len(anchors) > 1 else []), address
        assert not groups or listed, address
        lists += bool(listed)
    assert lists > len(SECTIONS)


def test_anchors_are_ascii_unique_and_say_something(site: Path, addresses: list[str]) -> None:
    for address in addresses:
        page = document(site / address / "index.html")
        ids = [element.get("id", "") for element in page.iter() if "id" in element.attrib]
        assert len(ids) == len(set(ids)), address
        for heading in (h for article in page.iter("article") for h in article.iter(*HEADINGS)):
            anchor = heading.get("id", "")
            assert re.fullmatch(r"[a-z0-9][a-z0-9_-]*[a-z0-9]", anchor), (address, anchor)
            assert re.search(r"[a-z]", anchor), (address, anchor)


def test_the_anchor_under_a_chinese_heading_does_not_hang_on_its_place(site: Path) -> None:
    page = document(site / "kernel" / "clocksource" / "index.html")
    anchors = {h.get("id"): h.text_content().rstrip("¶") for h in page.iter("h2")}
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
