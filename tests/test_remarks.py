"""Remarks: at the line that they speak of, whole below the note, in lists, in search, never in the text."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tarfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from lxml import html
from lxml.html import HtmlElement
from playwright.sync_api import expect

import gone_symbols
import old_remarks
from around import newer, remark_marks, remarks
from conftest import ROOT, Tab, copy_project, mkdocs
from external_links import outside_addresses
from notes.page import Page, Row, read_page
from recall import Query, ask_all
from verbatim import lines_of, note_of
from yardstick import Yardstick

OpenTab = Callable[..., Tab]
DOCS = ROOT / "docs"
NOTES = {
    path.relative_to(DOCS).with_suffix("").as_posix(): read_page(path, str(path.relative_to(ROOT)))
    for path in sorted(DOCS.glob("*/*.md"))
    if path.name != "index.md"
}
REMARKED = sorted(name for name, page in NOTES.items() if remarks.of(page))
CODE, PROSE = "networking/sendmsg/", "kernel/gfp-flags/"
KINDS = {
    "wrong": "有误",
    "outdated": "过时",
    "misleading": "易误解",
    "words lost": "有缺失",
    "ended": "已终止",
}


def document(path: Path) -> HtmlElement:
    return html.document_fromstring(path.read_text(encoding="utf-8"))


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def lines(row: Row) -> list[int]:
    found = row["lines"]
    assert isinstance(found, list)
    return found


def test_the_notes_have_remarks_of_every_kind() -> None:
    kinds = [str(row["kind"]) for name in REMARKED for row in remarks.of(NOTES[name])]
    assert len(kinds) > 60
    assert set(kinds) == set(remarks.KINDS) == set(KINDS)


@pytest.mark.parametrize("name", REMARKED)
def test_a_remark_stands_whole_below_the_note_and_its_mark_at_its_line(
    site: Path, facts: Yardstick, name: str
) -> None:
    text = (site / name / "index.html").read_text(encoding="utf-8")
    page = html.document_fromstring(text)
    (note,) = page.xpath("//*[@data-note]")
    expected: dict[int, list[str]] = {}
    for number, row in enumerate(remarks.of(NOTES[name]), 1):
        item = page.get_element_by_id(remarks.anchor(row))
        assert not [above for above in item.iterancestors() if above in (note, *note.iterdescendants())]
        said = words(item)
        kind = str(row["kind"])
        assert said.startswith(f"R{number} {kind} {KINDS[kind]} ")
        for language in ("en", "zh"):
            assert " ".join(str(row[language]).replace("`", "").split()) in said
        assert str(row["checked"]) in [time.get("datetime") for time in item.iter("time")]
        links = {link.get("href"): words(link) for link in item.iter("a")}
        for source in row["sources"]:  # type: ignore[attr-defined]
            assert links[source["address"]] == source["title"]
            assert " ".join(source["seen"].replace("`", "").split()) in said
        for line in lines(row):
            assert links[f"#line-{line}"] == f"line {line} ↑"
            expected.setdefault(line, []).append(f"R{number} {kind}")
    for line, labels in expected.items():
        marks = page.get_element_by_id(f"line-{line}")
        assert "data-added" in marks.attrib
        assert [words(link) for link in marks.iter("a")] == labels
        for link in marks.iter("a"):
            assert page.get_element_by_id(link.get("href", "")[1:]).tag == "li"
        assert line_at(text, line) == facts.lines[line].rstrip()
    assert len(page.find_class("marks")) == len(expected)


def line_at(page: str, line: int) -> str:
    """The line of the note, as the verbatim proof reads it, at the end of which the mark of a line stands."""
    document = html.document_fromstring(page)
    marks = document.get_element_by_id(f"line-{line}")
    for link in list(marks):
        marks.remove(link)
    marks.text, sign = "\x7f", "\x7f"
    del marks.attrib["data-added"]
    marks.drop_tag()
    found = lines_of(note_of(html.tostring(document, encoding="unicode")))
    (text,) = [one.text for one in found if sign in one.text]
    assert text.rstrip().endswith(sign)
    return text.replace(sign, "").rstrip()


def test_every_note_says_when_it_was_checked_and_against_what(site: Path) -> None:
    for name, note in NOTES.items():
        facts = words(document(site / name / "index.html").find_class("facts")[0])
        checked = note.front["checked"].data
        assert f"Checked {checked}" in facts, name
        for source in note.front["against"].data:  # type: ignore[attr-defined]
            assert source.replace("`", "") in facts, name


def test_a_section_says_which_notes_have_remarks_and_of_which_kind(site: Path) -> None:
    for section in {name.split("/")[0] for name in NOTES}:
        page = document(site / section / "index.html")
        for item in page.find_class("brief"):
            name = f"{section}/{item.find('a').get('href').strip('/')}"  # type: ignore[union-attr]
            links = {link.get("href"): words(link) for link in item.iter("a") if "#" in link.get("href", "")}
            slug = name.split("/")[1]
            assert links == {
                f"{slug}/#{remarks.anchor(row)}": f"R{number} {row['kind']} {KINDS[str(row['kind'])]}"
                for number, row in enumerate(remarks.of(NOTES[name]), 1)
            }, name


def test_one_page_lists_all_remarks_by_kind_and_date_and_the_notes_that_stand(site: Path) -> None:
    page = document(site / "remarks/index.html")
    rows = {name: remarks.of(note) for name, note in NOTES.items()}
    for kind in remarks.KINDS:
        (heading,) = page.xpath("//h2[@id=$id]", id=kind.replace(" ", "-"))
        items = heading.getparent().xpath("ol/li")
        expected = sorted(
            f"../{name}/#{remarks.anchor(row)}"
            for name, found in rows.items()
            for row in found
            if row["kind"] == kind
        )
        assert sorted(item.xpath("p[1]/a[2]/@href")[0] for item in items) == expected
        assert words(heading).endswith(f" {len(expected)}")
    days = {str(row["checked"]) for found in rows.values() for row in found}
    assert sorted(page.xpath("//p/b/time/@datetime"), reverse=True) == sorted(days, reverse=True)
    for day in days:
        (listing,) = page.xpath("//p[b/time/@datetime=$day]/following-sibling::ul[1]", day=day)
        expected = sorted(
            f"../{name}/#{remarks.anchor(row)}"
            for name, found in rows.items()
            for row in found
            if row["checked"] == day
        )
        assert sorted(link for link in listing.xpath(".//a/@href") if "#" in link) == expected
    for anchor, about in (("stand", True), ("silent", False)):
        (listing,) = page.xpath("//h2[@id=$id]/following-sibling::ul[1]", id=anchor)
        assert sorted(listing.xpath(".//a/@href")) == [
            f"../{name}/"
            for name, note in sorted(NOTES.items())
            if not rows[name] and bool(note.front["against"].data) == about
        ]
    assert "found right, or nothing was found" in words(page)
    unconfirmed = read_page(DOCS / "remarks.md", "").front["unconfirmed"].data
    (listing,) = page.xpath("//h2[@id='unconfirmed']/following-sibling::ul[1]")
    assert len(listing) == len(unconfirmed)  # type: ignore[arg-type]


def test_a_newer_address_stands_beside_the_authors(site: Path) -> None:
    number = 0
    for name, note in NOTES.items():
        for row in note.front["newer"].data if "newer" in note.front else ():  # type: ignore[attr-defined]
            page = document(site / name / "index.html")
            items = [
                item
                for box in page.find_class("references")
                for item in box.iter("li")
                if item.xpath("a[1]/@href") == [row["address"]]
            ]
            assert [words(link) for link in items[0].iter("a") if link.get("href") == row["now"]] == [
                row["title"]
            ]
            assert row["en"].replace("`", "") in words(items[0])
            number += 1
    assert number >= 12


@pytest.mark.parametrize("width", [360, 1280])
def test_a_mark_leads_to_its_remark_and_back_without_scripts(
    open_tab: OpenTab, home: str, width: int
) -> None:
    # Without motion: keys come faster here than a hand's, while the page still scrolls to the focus.
    tab = open_tab(
        java_script_enabled=False,
        viewport={"width": width, "height": 800},
        has_touch=width == 360,
        reduced_motion="reduce",
    )
    for address, mark in ((PROSE, "#line-1030"), (CODE, ".highlight .marks")):
        tab.page.goto(home + address)
        link = tab.page.locator(f"{mark} a").first
        target = link.get_attribute("href") or ""
        if width == 360:
            link.tap()
        else:
            link.focus()
            tab.page.keyboard.press("Enter")
        remark = tab.page.locator(target)
        expect(remark).to_be_in_viewport()
        assert tab.page.url.endswith(target)
        remark.locator("a[href^='#line-']").first.click()
        expect(link).to_be_in_viewport()
    assert not tab.faults


COVERED = """() => [...document.querySelectorAll(".marks a")].filter((link) => {
  link.scrollIntoView({ block: "center", behavior: "instant" });
  const box = link.getBoundingClientRect();
  const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  // What lies beneath: the author's words on the same spot.
  const note = document.querySelector("[data-note]");
  const walker = document.createTreeWalker(note, NodeFilter.SHOW_TEXT);
  let covers = false;
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const ours = node.parentElement.closest("[data-added], .headerlink, button");
    if (ours || !node.data.trim()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    covers ||= [...range.getClientRects()].some((one) => one.width &&
      Math.min(one.right, box.right) - Math.max(one.left, box.left) > 1 &&
      Math.min(one.bottom, box.bottom) - Math.max(one.top, box.top) > 6);
  }
  return covers || !link.contains(hit) || box.left < 0 || box.right > innerWidth;
}).map((link) => link.closest(".marks").id + " " + link.textContent)"""


def test_a_mark_hides_no_word_and_is_hidden_by_none(open_tab: OpenTab, home: str) -> None:
    page = open_tab().page
    for name in REMARKED:
        page.goto(f"{home}{name}/")
        for width in (360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("innerWidth") == width
            assert page.evaluate(COVERED) == [], (name, width)


def test_code_is_copied_without_its_marks(open_tab: OpenTab, home: str, facts: Yardstick) -> None:
    tab = open_tab(permissions=["clipboard-read", "clipboard-write"])
    tab.page.goto(home + CODE)
    box = tab.page.locator(".highlight", has=tab.page.locator(".marks")).first
    box.locator(".copy").click()
    expect(box.locator(".copy")).to_have_text("copied")
    copied = tab.page.evaluate("() => navigator.clipboard.readText()")
    first = facts.lines.index("struct msghdr {")
    assert copied.split("\n") == facts.lines[first : first + copied.count("\n") + 1]
    assert "R4" not in copied


def test_remarks_are_printed(open_tab: OpenTab, home: str) -> None:
    tab = open_tab()
    tab.page.goto(home + PROSE)
    tab.page.emulate_media(media="print")
    expect(tab.page.locator("#line-1030")).to_be_visible()
    expect(tab.page.locator("#wrong-1030")).to_be_visible()
    assert "16 MB" in tab.page.locator("#wrong-1030").inner_text()


@pytest.mark.parametrize(
    ("query", "note", "words"),
    [
        ("sched_tick", "kernel/scheduling", "sched_tick()"),
        ("ZeroOmega", "networking/switchyomega-forgetting", "ZeroOmega"),
        ("SO_ZEROCOPY", "networking/sendmsg", "SO_ZEROCOPY"),
        ("错误队列", "networking/sendmsg", "错误队列"),
    ],
)
def test_the_search_finds_a_word_of_a_remark_and_says_that_it_is_one(
    open_tab: OpenTab, home: str, query: str, note: str, words: str
) -> None:
    tab = open_tab()
    assert ask_all(tab.page, home, [Query("", query, ())])[0][1][0] == note
    row = tab.page.locator(".md-search-result__item").first
    expect(row.locator("[data-added]").first).to_contain_text(words)
    expect(row.locator(".search__label")).to_have_text("Editors’ remark")
    expect(row).to_contain_text("Remarks: ")
    assert not tab.faults


def test_a_word_of_the_author_comes_before_one_of_a_remark(open_tab: OpenTab, home: str) -> None:
    """Words that stand in the text of one note, and of another in a remark only."""
    texts = {name: re.sub(r"\]\(\S+", "]", "\n".join(note.body)).lower() for name, note in NOTES.items()}
    whole = {
        name: f"{texts[name]}\n{note.data()['summary']}{note.data()['aliases']}".lower()
        for name, note in NOTES.items()
    }
    found: dict[str, tuple[set[str], set[str]]] = {}
    for name in REMARKED:
        said = " ".join(str(row["en"]) for row in remarks.of(NOTES[name])).lower()
        for word in set(re.findall(r"\b[a-z]{5,}\b", said)):
            pattern = re.compile(rf"\b{word}\b")
            authors = {other for other, text in texts.items() if pattern.search(text)}
            if 1 <= len(authors) <= 2 and name not in authors and word[:4] not in whole[name]:
                found.setdefault(word, (authors, set()))[1].add(name)
    assert len(found) > 40
    tab = open_tab()
    tab.page.goto(f"{home}?q=kernel")
    expect(tab.page.locator(".md-search-result__link").first).to_be_visible()
    addresses = sorted(f"{name}/" for name in NOTES)
    both = 0
    for word, (authors, others) in found.items():
        hits = tab.page.evaluate(
            """async (query) => {
              const { hits } = await finder.answer(query, async () => true);
              return hits.map(({ note }) => note);
            }""",
            word,
        )
        pages = [addresses[number].strip("/") for number in hits]
        first = min((pages.index(name) for name in authors & set(pages)), default=len(pages))
        for name in others & set(pages):
            assert first < pages.index(name), word
            both += 1
    assert both > 20


NOTE = """---
title: Clock
number: 1
source: 3-5
checked: 2026-11-25
against: [Linux 6.12]
remarks:
  - lines: [3, 5]
    kind: wrong
    since: always
    en: It is so.
    zh: 是这样。
    sources:
      - {title: A page, address: 'https://host.test/', seen: that it is so}
    checked: 2026-11-25
    against: Linux 6.12
---

# Clock
"""
SOURCE = ["", "", "Clock", "", "  • Tick"]


def faults(text: str, folder: Path) -> list[str]:
    path = folder / "clock.md"
    path.write_text(text, encoding="utf-8")
    return [str(problem) for problem in remarks.check(read_page(path, "c.md"), SOURCE, date(2026, 11, 26))]


def test_a_sound_remark_is_no_fault(tmp_path: Path) -> None:
    assert faults(NOTE, tmp_path) == []


DAY = "    checked: 2026-11-25\n"
SOURCES = "    sources:\n      - {title: A page, address: 'https://host.test/', seen: that it is so}\n"
# What is put in for what, and the beginning of the line that it gets.
FAULTS = {
    "a line of another note": ("[3, 5]", "[3, 6]", "8:5: the note has no line 6; its lines are 3 to 5"),
    "an empty line": ("[3, 5]", "[4]", "8:5: line 4 is empty; name a line with text"),
    "no list of lines": ("[3, 5]", "3", "8:5: a remark stands for no lines; write `lines: [12]`"),
    "another kind": (
        "kind: wrong",
        "kind: false",
        "8:5: `kind: false` is none; the kinds are wrong, outdated",
    ),
    "no Chinese": ("    zh: 是这样。\n", "", "8:5: a remark without `zh`; say it in both languages"),
    "Chinese for English": (
        "en: It is so.",
        "en: 是这样。",
        "8:5: `en` of a remark is in the other language;",
    ),
    "English for Chinese": (
        "zh: 是这样。",
        "zh: So it is.",
        "8:5: `zh` of a remark is in the other language;",
    ),
    "a long text": ("It is so.", "It is so. " * 50, "8:5: a long `en` in a remark; say it in 420 letters"),
    "an open name": (
        "It is so.",
        "It is `so.",
        "8:5: a backtick too many in `en`; a name stands between two",
    ),
    "no source": (SOURCES, "", "8:5: a remark without source; write `sources:` with `title`, `address` and"),
    "half a source": (", seen: that it is so", "", "8:5: a source is not whole; give it `title`, `address`"),
    "no address": ("'https://host.test/'", "host.test", "8:5: a source without an address; write the whole"),
    "a broken address": (
        "https://host.test/",
        "https://[host/",
        "8:5: a source without an address; write the",
    ),
    "a Chinese source": ("A page", "一页", "8:5: a source in Chinese; write `title` and `seen` in English"),
    "no since": (
        "    since: always\n",
        "",
        "8:5: a remark without `since`; write `always`, `export`, a version",
    ),
    "a day to come": (
        DAY,
        DAY.replace("25", "27"),
        "8:5: `checked: 2026-11-27` is yet to come; write the day",
    ),
    "no day": (
        DAY,
        DAY.replace("25", "32"),
        "8:5: `checked: 2026-11-32` is no date; write year, month and day",
    ),
    "a note checked before": (
        DAY,
        DAY.replace("25", "26"),
        "5:10: a remark was checked on 2026-11-26; a check of",
    ),
    "no version": ("    against: Linux 6.12\n", "", "8:5: a remark without `against`; say which version"),
    "another key": (
        DAY,
        f"{DAY}    by: me\n",
        "8:5: unknown key `by`; the keys are lines, kind, since, en, zh",
    ),
    "a note of our own": ("source: 3-5\n", "", "7:5: a remark on a note that is not in the source; mend the"),
    "no day of the note": (
        f"{DAY.strip()}\nagainst",
        "against",
        "5:10: one of `checked` and `against`; write both",
    ),
    "no list of sources": (
        "[Linux 6.12]",
        "Linux",
        "6:10: `against` is no list of what was read; write `[Linux",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_remark_is_one_clear_line(tmp_path: Path, fault: str) -> None:
    old, new, line = FAULTS[fault]
    assert old in NOTE
    found = faults(NOTE.replace(old, new, 1), tmp_path)
    assert [one for one in found if one.startswith(f"c.md:{line}")], found


def test_remarks_that_are_no_list_come_twice_or_out_of_order_are_told(tmp_path: Path) -> None:
    head, rest = NOTE.split("remarks:\n")
    one = rest.split("---")[0]
    assert (
        "order of their lines" in faults(f"{head}remarks:\n{one.replace('[3, 5]', '[5]')}{rest}", tmp_path)[0]
    )
    assert "a second remark `wrong` on line 3" in faults(f"{head}remarks:\n{one}{rest}", tmp_path)[0]
    assert "`remarks` is no list of remarks" in faults(f"{head}remarks: none\n---\n", tmp_path)[0]


NEWER = """newer:
  - address: https://old.test/
    title: The newest guide
    now: https://new.test/
    en: The link is old.
    zh: 链接已旧。
---

# Clock

[x](https://old.test/)
"""


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("", "", None),
        ("address: https://old.test/", "address: https://older.test/", "15:5: the note has no link to"),
        ("now: https://new.test/", "now: new.test", "15:5: `now` is no address; write the whole address"),
        ("    zh: 链接已旧。\n", "", "15:5: a newer address is not whole; give it `address`, `title`, `now`"),
        (
            NEWER[: NEWER.index("---")],
            "newer: none\n",
            "14:8: `newer` is no list of addresses; write `- address:`",
        ),
        (
            NEWER[: NEWER.index("---")],
            "newer: []\n",
            "14:8: `newer` is no list of addresses; write `- address:`",
        ),
    ],
)
def test_a_fault_of_a_newer_address_is_one_clear_line(
    tmp_path: Path, old: str, new: str, line: str | None
) -> None:
    path = tmp_path / "clock.md"
    head = "---\n" + "\n" * 12
    path.write_text(head + NEWER.replace(old, new, 1), encoding="utf-8")
    found = [str(problem) for problem in newer.check(read_page(path, "c.md"))]
    assert len(found) == (line is not None)
    assert not line or found[0].startswith(f"c.md:{line}")


UNCONFIRMED = """---
unconfirmed:
  - {note: kernel/clock, lines: [3], en: It says so., zh: 它这样说。}
left_out:
  - {name: kernel/clock 5, why: it is right}
---
"""


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("", "", None),
        (
            "kernel/clock,",
            "kernel/cluck,",
            "3:5: there is no note `kernel/cluck`; write it as `section/slug`",
        ),
        (
            ", en: It says so.",
            "",
            "3:5: what could not be confirmed is not whole; write `{note: …, lines: [12]",
        ),
        ("[3]", "3", "3:5: what could not be confirmed is not whole; write `{note: …, lines: [12]"),
        (", why: it is right", "", "5:5: a name that is left out has no reason; write `{name: …, why: …}`"),
    ],
)
def test_a_fault_of_what_could_not_be_confirmed_is_one_clear_line(
    tmp_path: Path, old: str, new: str, line: str | None
) -> None:
    path = tmp_path / "remarks.md"
    path.write_text(UNCONFIRMED.replace(old, new, 1), encoding="utf-8")
    found = [str(problem) for problem in remarks.check_unconfirmed(read_page(path, "r.md"), {"kernel/clock"})]
    assert len(found) == (line is not None)
    assert not line or found[0].startswith(f"r.md:{line}")


def test_the_sources_of_remarks_and_the_newer_addresses_are_asked_every_week(tmp_path: Path) -> None:
    path = tmp_path / "kernel" / "clock.md"
    path.parent.mkdir()
    path.write_text(NOTE.replace("---\n\n# Clock\n", NEWER), encoding="utf-8")
    places, problems = outside_addresses(tmp_path)
    assert not problems
    assert {
        address: [int(place.rsplit(":", 1)[1]) for place in found] for address, found in places.items()
    } == {
        "https://host.test/": [14],
        "https://new.test/": [18],
        "https://old.test/": [27],
    }


def test_what_is_wrong_with_a_remark_stops_the_build_with_its_line(tmp_path: Path) -> None:
    copy_project(tmp_path)
    path = tmp_path / "docs/kernel/gfp-flags.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("lines: [1030]", "lines: [930]"), encoding="utf-8")
    done = mkdocs("build", "--strict", folder=tmp_path)
    line = text[: text.index("lines: [1030]")].count("\n") + 1
    assert done.returncode
    assert (
        f"docs/kernel/gfp-flags.md:{line}:5: the note has no line 930; its lines are 1013 to 1040"
        in done.stderr
    )
    assert not (tmp_path / "site").exists()


def test_a_mark_that_finds_not_its_line_stops_the_build(tmp_path: Path) -> None:
    copy_project(tmp_path)
    path = tmp_path / "docs/kernel/gfp-flags.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("below a 16 GB address", "below a 16 MB address"), encoding="utf-8")
    done = mkdocs("build", "--strict", folder=tmp_path)
    assert done.returncode
    assert "docs/kernel/gfp-flags.md:1: line 1030 of the source is not the page's text" in done.stderr


NESTED = "<ul>\n<li>a{}<ul>\n<li>b{}</li>\n</ul>\n</li>\n</ul>"
HEADING = '<h2 id="a">a{}<a class="headerlink" href="#a">&para;</a></h2>\n<p>b</p>'


@pytest.mark.parametrize(
    ("line", "page"),
    [
        (1, "<p>a{}</p>"),
        (1, "<p>a <code>b</code>{}</p>"),
        (1, HEADING),
        (1, NESTED.replace("b{}", "b")),
        (2, NESTED.replace("a{}", "a")),
        (2, "<pre><span></span><code>a\n<span>b{}\n\nc</span>\n</code></pre>"),
        (2, "<pre><code>a\n\nb &lt; c{}  \n</code></pre>"),
        (1, '<p><span lang="zh-Hans">字</span> &amp; b{}</p>'),
    ],
)
def test_a_mark_stands_at_the_end_of_its_line(line: int, page: str) -> None:
    plain = page.replace("{}", "")
    source = [found.text for found in remark_marks.lines_of(plain)]
    remark = {"lines": [line], "kind": "wrong"}
    mark = remark_marks.marks(line, [(1, remark)])
    assert remark_marks.place(plain, source, [remark], 1) == page.replace("{}", mark)


def test_old_checks_are_told(tmp_path: Path) -> None:
    path = tmp_path / "kernel" / "clock.md"
    path.parent.mkdir()
    path.write_text(NOTE, encoding="utf-8")
    path.with_name("tick.md").write_text(NOTE.split("remarks:")[0] + "---\n", encoding="utf-8")
    command = [sys.executable, str(ROOT / "scripts/old_remarks.py"), "--docs", str(tmp_path), "--today"]
    done = subprocess.run([*command, "2027-11-25"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")
    done = subprocess.run([*command, "2027-11-26"], capture_output=True, text=True)
    mend = "last checked on 2026-11-25; check it again and give it the day"
    assert done.stdout.splitlines() == [
        f"{path}:8: the remark on line 3 was {mend}",
        f"{path.with_name('tick.md')}:5: the note was {mend}",
    ]
    assert done.returncode == 0


def test_the_age_of_a_page_without_checks_is_not_told() -> None:
    assert list(old_remarks.old(Page("x.md"), date(2030, 1, 1))) == []


def tarball(path: Path, files: dict[str, str]) -> Path:
    with tarfile.open(path, "w:xz") as archive:
        for name, text in files.items():
            member = tarfile.TarInfo(f"linux-source-9.9/{name}")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return path


def test_names_that_a_kernel_has_no_more_are_told(tmp_path: Path) -> None:
    table = gone_symbols.names(read_page(DOCS / "symbols.md", "").data())
    assert len(table) > 80
    assert "scheduler_tick" not in table, "the index leads to 6.1 for it: it is known to be gone"
    kept = set(table) - {"kmalloc", "sk_buff", "kvm_get_msr", "schedule"}
    code = "\n".join(f"int {name};" for name in kept)
    files = {
        "kernel/a.c": code + "\n/* kmalloc\n is gone */ // schedule too\nint kvm_get_msr_2;",
        "Documentation/a.rst": "sk_buff",
    }
    path = tarball(tmp_path / "linux-source-9.9.tar.xz", files)
    done = subprocess.run(
        [sys.executable, "scripts/gone_symbols.py", str(path)], cwd=ROOT, capture_output=True, text=True
    )
    found = re.findall(
        r"^docs/symbols\.md:(\d+): linux-source-9\.9\.tar\.xz has no `(\w+)`", done.stdout, re.M
    )
    assert {name: int(line) for line, name in found} == {
        name: table[name] for name in ("kmalloc", "sk_buff", "kvm_get_msr", "schedule")
    }
    text = (DOCS / "symbols.md").read_text(encoding="utf-8").splitlines()
    assert all(f"name: {name}" in text[int(line) - 1] for line, name in found)
    assert done.stdout.endswith(f"{len(table)} names looked for in linux-source-9.9.tar.xz, 4 gone\n")
    assert done.returncode == 0


@pytest.mark.parametrize("content", [None, b"no tarball"])
def test_a_source_that_cannot_be_read_is_one_clear_line(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "linux.tar.xz"
    if content is not None:
        path.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "scripts/gone_symbols.py", str(path)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert re.fullmatch(rf"{path}: cannot be read: .*; name a tarball of the kernel's source\n", done.stderr)
