"""The lists that templates show, made of the pages of the notes: `lists` in every template.

A note is a page of MkDocs; notes are given by name, `kernel/seqlock`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any, NamedTuple

from mkdocs.utils import get_relative_url

from around.remarks import anchor
from around.symbols import Places, Symbol
from notes import shown

# Of a large section a page lists so many notes before and after it.
NEAREST = 10
# How many notes a feed has.
NEWEST = 30
# The kinds of remarks, in Chinese, and what each means.
KINDS = {
    "wrong": ("有误", "It never was so.", "从来不是这样。"),
    "outdated": ("过时", "It was so once.", "曾经如此，现在不是。"),
    "misleading": (
        "易误解",
        "It is so only under conditions that the note leaves out.",
        "只在笔记没有提到的条件下成立。",
    ),
    "words lost": (
        "有缺失",
        "Words, or what the words point at, were lost in the export.",
        "导出时丢失了字句，或字句所指的内容。",
    ),
    "ended": (
        "已终止",
        "A project or product that the note speaks of has ended.",
        "笔记所说的项目或产品已经终止。",
    ),
}
LINK = re.compile(r"<a (?:[^>]*?\s)?href=\"([^\"]*://[^\"]*)\"[^>]*>(.*?)</a>", re.DOTALL)


class Remark(NamedTuple):
    """A remark on a note: its number there, and its row in the front matter."""

    kind: str
    day: str
    note: Any
    row: Any
    number: int


class Group(NamedTuple):
    """A group of a section as the pages of the section list it, with its address and how many notes it has.

    `items` are the notes that are listed, as HTML, "" where the group is named alone; `before` and `after`
    are how many are left out.
    """

    title: str
    address: str
    total: int
    items: str
    before: int
    after: int


@dataclass
class Reference:
    """An outside address of a note, both as HTML: the address, and the author's words for it.

    `dead` is since when it is known to be dead, "" if it is not; `newer` are the rows of newer addresses.
    """

    address: str
    words: str
    dead: str
    newer: list[Any]

    @property
    def host(self) -> str:
        return self.address.split("/")[2]


def kind(name: str) -> str:
    """The name of a kind of remark in both languages, as HTML."""
    return f"{name} {shown.marked(KINDS[name][0])}"


def since(remark: Mapping[str, Any]) -> str:
    """Since when it is as a remark says, as HTML."""
    when = str(remark["since"])
    if when == "export":
        return "lost in the export"
    if when == "always":
        return "never so" if remark["kind"] == "wrong" else "from the start"
    if when.startswith("by "):
        return f"since {shown.marked(when[3:])} at the latest"
    return f"since {shown.marked(when)}"


def brief(note: Any, address: str) -> str:
    """The remarks of a note by number and kind, each a link, as HTML; `address` leads to the note."""
    links = [
        f' <a href="{address}#{anchor(row)}">R{number} {kind(row["kind"])}</a>'
        for number, row in enumerate(note.meta["remarks"], 1)
    ]
    return f'Remarks <span lang="zh-Hans">批注</span>:{"".join(links)}'


def by_day(remarks: Iterable[Remark]) -> list[tuple[str, int, list[list[Remark]]]]:
    """The days of the remarks' checks, the last first: how many there are, and they by note."""
    found: dict[str, dict[str, list[Remark]]] = {}
    for remark in remarks:
        found.setdefault(remark.day, {}).setdefault(remark.note.url, []).append(remark)
    return [
        (day, sum(map(len, notes.values())), [notes[url] for url in sorted(notes)])
        for day, notes in sorted(found.items(), reverse=True)
    ]


def of_kind(remarks: Iterable[Remark], kind: str) -> list[Remark]:
    """The remarks of a kind, those checked last first."""
    return sorted((remark for remark in remarks if remark.kind == kind), key=lambda r: r.day, reverse=True)


def all_remarks(notes: Iterable[Any]) -> list[Remark]:
    """The remarks on all notes, in the notes' order."""
    return [
        Remark(str(row["kind"]), str(row["checked"]), note, row, number)
        for note in notes
        for number, row in enumerate(note.meta.get("remarks") or (), 1)
    ]


def without_remarks(notes: Iterable[Any]) -> tuple[list[Any], list[Any], list[Any]]:
    """The notes that were checked and stand; those that state nothing to check; those not checked yet."""
    notes = list(notes)
    checked = [note for note in notes if note.meta.get("checked") and not note.meta.get("remarks")]
    return (
        [note for note in checked if note.meta.get("against")],
        [note for note in checked if not note.meta.get("against")],
        [note for note in notes if not note.meta.get("checked")],
    )


def references(html: str, front: Mapping[str, Any], dead_links: list[Any] | None) -> list[Reference]:
    """The outside addresses of a note, each once; `dead_links` is the list in mkdocs.yml."""
    dead = {str(row["address"]): str(row["since"]) for row in dead_links or ()}
    found: dict[str, Reference] = {}
    for written, words in LINK.findall(html):
        if written not in found:
            address = unescape(written)
            newer = [row for row in front.get("newer") or () if row["address"] == address]
            found[written] = Reference(written, words, dead.get(address, ""), newer)
    return list(found.values())


def source_lines(html: str, notes: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The lines of the author's file, as HTML, each with the note that begins there or None."""
    begins = {
        str(note.meta["source"]).partition("-")[0]: note for note in notes.values() if "source" in note.meta
    }
    lines = html.partition("<code>")[2].partition("</code>")[0].split("\n")
    for number, line in enumerate(lines if lines[-1] else lines[:-1], 1):
        yield line, begins.get(str(number))


def neighbours(note: Any) -> tuple[Any, Any]:
    """The notes before and after a note within its section, None where there is none."""
    section = note.parent.parent
    before, after = (
        other if other and other.parent and other.parent.parent == section else None
        for other in (note.previous_page, note.next_page)
    )
    return before, after


def sections(nav: Iterable[Any]) -> list[tuple[str, str, Any]]:
    """The sections of the navigation, each with its slug, its title and its own page."""
    parts = [(part, part.children[0]) for part in nav if part.children]
    return [(shown.section(index), part.title, index) for part, index in parts]


def beside(section: Any, page: Any) -> Iterator[Group]:
    """The groups of a section of the navigation, for the list beside the text of a page.

    Of a large section the page's own group alone shows notes, those around the page.
    """
    whole = shown.count(section) <= shown.LARGE
    index = get_relative_url(section.children[0].url, page.url)
    for group in shown.groups(section):
        notes, start, stop = group.children, 0, len(group.children)
        if not whole:
            # To compare pages for what they hold takes long.
            here = next((number for number, note in enumerate(notes) if note is page), None)
            start, stop = (0, 0) if here is None else (max(0, here - NEAREST), here + NEAREST + 1)
        items = (item(note, page) for note in notes[start:stop])
        address = f"{index}#{shown.anchor(group.title)}"
        yield Group(group.title, address, len(notes), "".join(items), start, len(notes) - stop)


def item(note: Any, page: Any) -> str:
    """A note in the list beside the text of a page, as HTML."""
    here = ' aria-current="page"' if note is page else ""
    number, title = shown.two_digits(note), shown.title(note.title)
    return (
        f'<li><a href="{get_relative_url(note.url, page.url)}"{here}>'
        f'<span class="number">{number}</span> <span>{title}</span></a></li>\n'
    )


def newest(nav: Iterable[Any]) -> list[Any]:
    """The notes that are new or were changed, the last first; of some the history is not known."""
    groups = (group for part in nav if part.children for group in shown.groups(part))
    notes = [note for group in groups for note in group.children if note.meta.get("changed")]
    return sorted(notes, key=lambda note: str(note.meta["changed"]), reverse=True)[:NEWEST]


def index_for_machines(index: Mapping[str, list[tuple[Symbol, Places]]], notes: Mapping[str, Any]) -> str:
    """The index of symbols as JSON, a line a symbol."""
    lines = [
        json.dumps(
            {
                "name": symbol.name,
                "kind": kind,
                "address": symbol.address,
                "authority": symbol.authority,
                "seen": symbol.seen,
                "notes": [
                    {
                        "note": notes[name].url,
                        "number": shown.number(notes[name]),
                        "title": str(notes[name].title),
                        "places": [{"anchor": anchor, "heading": heading} for anchor, heading in found],
                    }
                    for name, found in places.items()
                ],
            }
        )
        for kind, symbols in index.items()
        for symbol, places in symbols
    ]
    return "[\n" + ",\n".join(lines) + "\n]"


def by_names(rows: Iterable[Any]) -> dict[tuple[str, ...], Any]:
    """The rows of the table of terms by a term's English names."""
    return {tuple(map(str, row["en"])): row for row in rows}


def beside_figures(html: str, figures: Iterable[Any] | None) -> tuple[str, list[tuple[str, Any]], str]:
    """The HTML of a note's heading; what stands before each of its figures, with the figure; the rest.

    A figure stands beside the paragraph that it explains: before what follows that one, or at the end. A long
    heading breaks at its own slashes, not inside EPT-violation.
    """
    heading, _, rest = html.partition("</h1>")
    if " / " in heading and "<code" not in heading:
        tag, _, words = heading.partition(">")
        parts = words.replace(" / ", ' /</span> <span class="part">')
        heading = f'{tag}><span class="part">{parts}</span>'
    pieces = []
    for figure in figures or ():
        before = rest.partition(figure["before"])[0] if figure.get("before") else rest
        pieces.append((before, figure))
        rest = rest[len(before) :]
    return heading, pieces, rest


def to_heading(heading: Any) -> str:
    """A link to a heading of the page, from its table of contents, as HTML."""
    title = unescape(re.sub("<[^>]*>", "", heading.title))
    return f'<a href="{heading.url}"><span>{shown.marked(title)}</span></a>'
