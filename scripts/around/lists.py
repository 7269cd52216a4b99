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

from around.symbols import Places, Symbol
from notes import shown

# How many notes a feed has.
NEWEST = 30
LINK = re.compile(r"<a (?:[^>]*?\s)?href=\"([^\"]*://[^\"]*)\"[^>]*>(.*?)</a>", re.DOTALL)


class Remark(NamedTuple):
    """A remark on a note: its number there, and its row in the front matter."""

    kind: str
    day: str
    note: Any
    row: Any
    number: int


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
