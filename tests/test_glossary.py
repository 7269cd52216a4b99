"""The glossary: whose terms are in which note, and the tooltip at the first use of an abbreviation."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Locator, expect

from around import glossary, symbols
from around.glossary import Term
from around.note_text import Piece
from conftest import ROOT, Tab
from notes.languages import RUN
from notes.page import read_page, rows
from yardstick import Yardstick

OpenTab = Callable[..., Tab]
NOTE = "kvm/virtualization-exception/"
EPT = Term(
    "EPT",
    ("EPT", "extended page table"),
    ("扩展页表",),
    "EPT",
    "Extended <Page> Tables",
    ("It maps.", "映射。"),
    (),
)
TIP = (
    '<span class="tip" id="term-ept" role="tooltip" data-added><b>Extended &lt;Page&gt; Tables</b> '
    '<span lang="zh-Hans">扩展页表</span> <span>It maps.</span> '
    '<span><span lang="zh-Hans">映射。</span></span></span>'
)
TERM = '<abbr class="term" tabindex="0" aria-describedby="term-ept">{}</abbr>' + TIP


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>the EPT, an EPT</p>", "<p>the [EPT], an EPT</p>"),
        ("<p>two EPTs</p>", "<p>two [EPTs]</p>"),
        ("<p>EPTP EPT_X xEPT ept</p>", "<p>EPTP EPT_X xEPT ept</p>"),
        ("<p>EPT-violation</p>", "<p>[EPT]-violation</p>"),
        ('<p><span lang="zh-Hans">翻译</span>EPT</p>', '<p><span lang="zh-Hans">翻译</span>[EPT]</p>'),
        ("<p><code>EPT</code> <em>EPT</em></p>", "<p><code>EPT</code> <em>[EPT]</em></p>"),
        ('<p><a href="EPT">EPT</a> EPT</p>', '<p><a href="EPT">EPT</a> [EPT]</p>'),
        ("<pre><code>EPT</code></pre>", "<pre><code>EPT</code></pre>"),
        ("<h1>EPT</h1><p>EPT</p>", "<h1>EPT</h1><p>[EPT]</p>"),
        ("<h1>EPT</h1><p>x</p>", "<h1>[EPT]</h1><p>x</p>"),
        ("EPT", "[EPT]"),
        # An abbreviation that the note is said not to mean.
        ("<p>NPT EPT NPTs</p>", "<p>NPT [EPT] NPTs</p>"),
        ("", ""),
    ],
)
def test_the_first_use_in_the_text_is_explained(before: str, after: str) -> None:
    expected = re.sub(r"\[(EPTs?)\]", lambda word: TERM.format(word[1]), after)
    pattern = glossary.alternatives(["EPT", "NPT"])
    assert glossary.explain(before, [EPT], pattern) == expected
    assert glossary.explain(before, [], pattern) == before


def test_terms_are_found_by_every_name_in_both_languages() -> None:
    lock = Term("spin lock", ("spin lock", "spinlock"), ("自旋锁",), "", "", ("", ""), ())
    pid = Term("PID", ("PID",), ("进程号",), "PID", "process identifier", ("", ""), ("kernel/e",))
    notes = {
        "kernel/a": "two Spin Locks",
        "kernel/b": "一个自旋锁 here",
        "kernel/c": "spinlock_t and spin",
        "kernel/d": "the PID 2",
        "kernel/e": "the PID, rapid",
    }
    found = glossary.find(
        [lock, pid, EPT], {name: [Piece("", "", False, text)] for name, text in notes.items()}
    )
    assert found == {lock: ["kernel/a", "kernel/b"], pid: ["kernel/e"], EPT: []}


def table() -> list[Term]:
    front = read_page(ROOT / "docs" / glossary.TABLE, "").front
    return glossary.read({key: value.data for key, value in front.items()})


def test_the_terms_are_enough_and_in_their_language() -> None:
    terms = table()
    assert len([term for term in terms if term.short]) >= 50
    assert len([term for term in terms if not term.short]) >= 40
    for term in terms:
        english, chinese = term.means
        assert not re.search(RUN, english), term
        assert re.search(RUN, chinese), term
        assert english.endswith("."), term
        assert chinese.endswith("。"), term


def authors_text(page: html.HtmlElement, *without: str) -> html.HtmlElement:
    """The author's text of a built page, without additions and without what has one of the tags."""
    note = next(element for element in page.iter() if "data-note" in element.attrib)
    for element in [e for e in note.iter() if "data-added" in e.attrib or e.tag in without]:
        element.drop_tree()
    return note


def test_every_abbreviation_of_a_note_is_explained_once_at_its_first_use(
    site: Path, facts: Yardstick
) -> None:
    shorts = {term.short: term for term in table() if term.short}
    explained = 0
    for topic in facts.topics:
        page = html.document_fromstring((site / topic.key / "index.html").read_text(encoding="utf-8"))
        marked = [word.text_content() for word in page.find_class("term")]
        tips = {tip.get("id", ""): tip.text_content() for tip in page.find_class("tip")}
        assert len(tips) == len(marked)
        for word in page.find_class("term"):
            text = word.text_content()
            term = shorts.get(text) or shorts[text.removesuffix("s")]
            tip = tips[word.get("aria-describedby", "")]
            assert all(part in tip for part in (term.long, *term.means)), topic.key
        text = authors_text(page, "code", "pre", "a", "h1").text_content()
        for short, term in shorts.items():
            uses = re.findall(rf"(?<![\w])(?:{re.escape(short)})s?(?!\w)", text, re.ASCII)
            wanted = bool(uses) and (not term.only or topic.key in term.only)
            assert not wanted or any(word.removesuffix("s") == short.removesuffix("s") for word in marked), (
                topic.key,
                short,
            )
        explained += len(marked)
    assert explained > 60


def test_no_abbreviation_is_without_an_entry(site: Path, facts: Yardstick) -> None:
    """Words of capitals in the author's prose: an abbreviation, a symbol, or left out with a reason."""
    left_out = rows(read_page(ROOT / "docs" / glossary.TABLE, "").front["left_out"].data)
    named = symbols.read(
        {key: value.data for key, value in read_page(ROOT / "docs/symbols.md", "").front.items()}
    )
    known = {form for symbol in named for form in (symbol.name, *symbol.forms)}
    known |= {term.short for term in table()} | {str(row["name"]) for row in left_out}
    lost = set()
    for topic in facts.topics:
        page = html.document_fromstring((site / topic.key / "index.html").read_text(encoding="utf-8"))
        text = authors_text(page, "code", "pre", "a").text_content()
        for word in re.findall(r"(?<![\w/.])[A-Z][A-Za-z]?[A-Z0-9]+\w*(?![\w/])", text, re.ASCII):
            if "_" not in word and word not in known and word.removesuffix("s") not in known:
                lost.add((word, topic.key))
    assert not lost


def test_the_page_names_the_source_of_each_term_and_the_notes_that_use_it(site: Path) -> None:
    page = html.document_fromstring((site / "glossary/index.html").read_text(encoding="utf-8"))
    items = {
        item.get("id", ""): item for listing in page.find_class("terms") for item in listing.iterfind("./li")
    }
    terms = {term.anchor: term for term in table()}
    assert set(items) == set(terms)
    for anchor, item in items.items():
        source, *notes = (link.get("href", "") for link in item.iter("a"))
        assert source.startswith("http"), anchor
        assert notes, f"no note uses {anchor}"
        for text in (terms[anchor].name, *terms[anchor].means):
            assert text in item.text_content()


def first_term(tab: Tab, home: str) -> tuple[Locator, Locator]:
    tab.page.goto(home + NOTE)
    term = tab.page.locator(".term").first
    return term, tab.page.locator(f"#{term.get_attribute('aria-describedby')}")


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_a_mouse_the_keyboard_and_a_finger_reach_the_tooltip(
    open_tab: OpenTab, home: str, width: int
) -> None:
    tab = open_tab(viewport={"width": width, "height": 800}, has_touch=True)
    term, tip = first_term(tab, home)
    expect(tip).to_be_hidden()
    term.hover()
    expect(tip).to_be_visible()
    tip.hover()
    expect(tip).to_be_visible()
    tab.page.mouse.move(1, 1)
    expect(tip).to_be_hidden()
    term.focus()
    expect(tip).to_be_visible()
    box = tip.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    tab.page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    term.tap()
    expect(tip).to_be_visible()
    assert not tab.faults


def test_the_tooltip_needs_no_script_and_is_no_part_of_what_is_copied(open_tab: OpenTab, home: str) -> None:
    tab = open_tab(viewport={"width": 1280, "height": 800}, java_script_enabled=False)
    _, tip = first_term(tab, home)
    tab.page.mouse.move(1, 1)
    for _ in range(80):
        tab.page.keyboard.press("Tab")
        if tip.is_visible():
            break
    expect(tip).to_be_visible()
    scripted = open_tab(viewport={"width": 1280, "height": 800})
    first_term(scripted, home)
    copied = scripted.page.evaluate(
        """() => {
          const note = document.querySelector("[data-note]"), selection = getSelection();
          selection.selectAllChildren(note);
          return selection.toString();
        }"""
    )
    assert "EPT" in copied
    assert tip.text_content()
    assert not [text for text in scripted.page.locator(".tip").all_text_contents() if text in copied]


# Of each term that has the focus: whether its tooltip is seen, from where to where, and how far below it.
TIPS = """() => [...document.querySelectorAll(".term")].map((term) => {
  term.focus();
  const tip = document.getElementById(term.getAttribute("aria-describedby"));
  const { left, right, top } = tip.getBoundingClientRect();
  return [tip.checkVisibility({ visibilityProperty: true, opacityProperty: true }), left, right,
    top - term.getBoundingClientRect().top, term.textContent];
})"""


def test_every_tooltip_of_every_note_fits_into_a_phone(
    open_tab: OpenTab, home: str, site: Path, addresses: list[str]
) -> None:
    # Without motion: the page must not scroll between the measure of the one and of the other.
    tab = open_tab(viewport={"width": 360, "height": 800}, reduced_motion="reduce")
    shown = 0
    for address in addresses:
        if 'class="term"' not in (site / address / "index.html").read_text(encoding="utf-8"):
            continue
        tab.page.goto(home + address)
        for visible, left, right, below, term in tab.page.evaluate(TIPS):
            assert visible, (address, term)
            assert left >= 0, address
            assert right <= 360, address
            # Below its line, and near it.
            assert 0 <= below < 60, (address, term)
            shown += 1
        assert tab.page.evaluate("document.documentElement.scrollWidth") == 360, address
    assert shown > 60
