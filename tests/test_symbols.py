"""The index of symbols: what counts as a name in a note, and that the index holds all of them and no more."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import cast

import pytest
from lxml import html
from lxml.html import HtmlElement

from around import symbols
from around.note_text import Piece, pieces
from around.symbols import Symbol, find
from conftest import ROOT
from notes.page import Row, is_note, read_page
from yardstick import Yardstick

DOCS = ROOT / "docs"
KINDS = {
    "function", "type", "member", "macro", "syscall", "instruction", "directive", "section", "path", "tool",
    "parameter", "event",
}  # fmt: skip


def test_a_note_is_taken_apart_into_code_and_text_with_their_headings() -> None:
    page = """<h1 id="top">A <code>b</code><a class="headerlink" href="#top">&para;</a></h1>
    <p>one <em>two</em> <code>f(x)</code>, <span lang="zh-Hans">三</span> &amp; four</p>
    <h2 id="part"><code>g</code>, part<a class="headerlink" href="#part">&para;</a></h2>
    <div class="highlight"><pre><span></span><code><span class="k">int</span> <span class="n">x</span>
</code></pre></div><ul><li>item</li><li>item <a href="x">link</a></li></ul>"""
    found = [(piece.anchor, piece.heading, piece.code, piece.text.strip()) for piece in pieces(page)]
    assert found == [
        ("", "", False, "A"),
        ("", "", True, "b"),
        ("", "", False, "one two"),
        ("", "", True, "f(x)"),
        ("", "", False, ", 三 & four"),
        ("part", "g, part", True, "g"),
        ("part", "g, part", False, ", part"),
        ("part", "g, part", True, "int x"),
        ("part", "g, part", False, "item"),
        ("part", "g, part", False, "item link"),
    ]


# A name, a text, whether that is code, and whether the name is in it.
NAMED = {
    "a name in code": ("kvm_get_msr", "x = kvm_get_msr(v);", True, True),
    "a part of a name": ("kvm_get_msr", "kvm_get_msr_ignored_check()", True, False),
    "an end of a name": ("get_msr", "kvm_get_msr", True, False),
    "a name in the text": ("kvm_get_msr", "Call trace for kvm_get_msr (reversed)", False, True),
    "a name of the text in Chinese": ("sk_buff", "通过往sk_buff中增加", False, True),
    "a word of English": ("send", "we send a message", False, False),
    "a word that is called": ("send", "the send() call", False, True),
    "a word with parameters": ("listen", "listen(fd, backlog)", False, True),
    "a word in code": ("send", "send", True, True),
    "a capital in the text": ("UD1", "the 0FB9H opcode (UD1 instruction)", False, True),
    "a directive": (".byte", "such as .byte 0x90", False, True),
    "a directive that another begins with": (".text", ".textual", True, False),
    "a file": ("/proc/cmdline", "cat /proc/cmdline is not", False, True),
    "an exception": ("#VE", "the EPT-violation #VE VM-execution", False, True),
}


@pytest.mark.parametrize("case", NAMED)
def test_a_name_is_found_as_a_name(case: str) -> None:
    name, text, code, expected = NAMED[case]
    found = find([Symbol(name, "x")], {"kernel/a": [Piece("", "", code, text)]})
    assert found[Symbol(name, "x")] == ({"kernel/a": [("", "")]} if expected else {})


def test_the_longest_name_other_spellings_and_meanings_in_few_notes() -> None:
    proc, cmdline = Symbol("/proc", "path"), Symbol("/proc/cmdline", "path")
    globl = Symbol(".globl", "directive", forms=(".global",))
    read = Symbol("read", "syscall", only=("kernel/b",))
    rpm = Symbol("rpm", "tool", plain=("kernel/a",))
    text = [Piece("", "", False, "Install by rpm")]
    assert find([rpm], {"kernel/a": text, "kernel/b": text})[rpm] == {"kernel/a": [("", "")]}
    note = [
        Piece("", "", True, "/proc/cmdline .global read"),
        Piece("p", "P", True, ".globl .globl"),
    ]
    found = find([proc, cmdline, globl, read], {"kernel/a": note, "kernel/b": note[:1]})
    assert found[proc] == {}
    assert found[cmdline] == {"kernel/a": [("", "")], "kernel/b": [("", "")]}
    assert found[globl] == {"kernel/a": [("", ""), ("p", "P")], "kernel/b": [("", "")]}
    assert found[read] == {"kernel/b": [("", "")]}


def test_names_that_nobody_decided_about_are_told_with_their_line(tmp_path: Path) -> None:
    note = tmp_path / "a.md"
    note.write_text(
        "---\ntitle: A\n---\n\n# A\n\n`kvm_get_msr` `new_name()` plain_text\n\n```c\nMSR_NEW /etc/x\n```\n",
        "utf-8",
    )
    table = read_page(DOCS / symbols.TABLE, "")
    found = list(symbols.undecided(table, [read_page(note, "a.md")]))
    mend = "may be a symbol; add it to docs/symbols.md, to a kind or to `left_out`"
    assert found == [
        f"a.md:7: `new_name` {mend}",
        f"a.md:10: `MSR_NEW` {mend}",
        f"a.md:10: `/etc/x` {mend}",
    ]


def table() -> list[Symbol]:
    front = read_page(DOCS / symbols.TABLE, "").front
    return symbols.read({key: value.data for key, value in front.items()})


def test_every_name_in_the_authors_code_is_in_the_index_or_left_out_with_a_reason() -> None:
    notes = [read_page(path, str(path)) for path in sorted(DOCS.rglob("*.md")) if is_note(path, DOCS)]
    old = [note for note in notes if "source" in note.front]
    assert len(old) == 67
    assert list(symbols.undecided(read_page(DOCS / symbols.TABLE, ""), old)) == []


def test_the_table_has_all_kinds_and_names_where_it_was_seen() -> None:
    page = read_page(DOCS / symbols.TABLE, "")
    kinds = cast(Row, page.front["kinds"].data)
    assert set(kinds) == KINDS
    assert len(table()) > 220
    for symbol in table():
        if "elixir" in symbol.address:
            assert re.fullmatch(r"[\w/-]+(\.[ch]|/Kconfig[.\w]*)( \(Linux 6\.1\))?", symbol.seen), symbol
    addressed = [symbol for symbol in table() if symbol.address]
    assert len(addressed) > 0.6 * len(table())


def entries(site: Path) -> dict[str, HtmlElement]:
    """The entries of the page of the index by their anchors."""
    page = html.document_fromstring((site / "symbols/index.html").read_text(encoding="utf-8"))
    found = [item for kind in page.find_class("kind") for item in kind.iterfind("./ul/li") if item.get("id")]
    return {item.get("id", ""): item for item in found}


def text_of(site: Path, note: str) -> tuple[str, list[str]]:
    """The author's text of a built note, and the headings in it."""
    page = html.document_fromstring((site / note / "index.html").read_text(encoding="utf-8"))
    text = next(element for element in page.iter() if "data-note" in element.attrib)
    for added in [element for element in text.iter() if "data-added" in element.attrib]:
        added.drop_tree()
    return text.text_content(), [heading.get("id", "") for heading in text.iter("h1", "h2")]


def test_every_entry_leads_to_where_the_name_stands(site: Path) -> None:
    by_anchor = {symbol.anchor: symbol for symbol in table()}
    found = entries(site)
    assert set(found) == set(by_anchor), "a symbol that no note names, or an entry that is in no table"
    texts: dict[str, tuple[str, list[str]]] = {}
    for anchor, item in found.items():
        symbol = by_anchor[anchor]
        assert next(item.iter("code")).text_content() == symbol.name
        links = [link.get("href", "") for link in item.iterfind("./ul/li/a")]
        assert links, symbol
        for link in links:
            note, _, heading = link.removeprefix("../").partition("#")
            if note not in texts:
                texts[note] = text_of(site, note)
            text, headings = texts[note]
            assert any(form in text for form in (symbol.name, *symbol.forms)), (symbol, note)
            assert not heading or heading in headings, (symbol, link)
        outside = [link.get("href") for link in item.find_class("where") if link.tag == "a"]
        assert outside == ([symbol.address] if symbol.address else []), symbol


def test_entries_stand_a_to_z_in_their_kind(site: Path) -> None:
    page = html.document_fromstring((site / "symbols/index.html").read_text(encoding="utf-8"))
    kinds = [kind for kind in page.find_class("kind") if kind.get("aria-labelledby") in KINDS]
    assert {kind.get("aria-labelledby") for kind in kinds} == KINDS
    for kind in kinds:
        names = [next(item.iter("code")).text_content() for item in kind.iterfind("./ul/li")]
        bare = [re.sub("^[^0-9A-Za-z]+", "", name).lower() for name in names]
        assert bare == sorted(bare)


def test_machines_read_the_same_index(site: Path) -> None:
    data = json.loads((site / "symbols.json").read_text(encoding="utf-8"))
    page = entries(site)
    assert {symbols.anchor(entry["kind"], entry["name"]) for entry in data} == set(page)
    for entry in data:
        item = page[symbols.anchor(entry["kind"], entry["name"])]
        links = [
            f"../{note['note']}" + (f"#{place['anchor']}" if place["anchor"] else "")
            for note in entry["notes"]
            for place in note["places"]
        ]
        assert links == [link.get("href") for link in item.iterfind("./ul/li/a")]


def test_below_a_note_stand_the_symbols_in_it(site: Path, facts: Yardstick) -> None:
    data = json.loads((site / "symbols.json").read_text(encoding="utf-8"))
    for topic in facts.topics:
        page = html.document_fromstring((site / topic.key / "index.html").read_text(encoding="utf-8"))
        footer = page.find_class("added")[0]
        shown = {link.get("href") for link in footer.iter("a") if "/symbols/#" in link.get("href", "")}
        expected = {
            f"../../symbols/#{symbols.anchor(entry['kind'], entry['name'])}"
            for entry in data
            if f"{topic.key}/" in [note["note"] for note in entry["notes"]]
        }
        assert shown == expected, topic.key
    named = {note["note"] for entry in data for note in entry["notes"]}
    assert len(named) > 50
