"""What the search knows of the notes, of the glossary's terms and of our own pages."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from around import glossary, note_text, paths, relations, remarks, symbols
from notes.page import LANGUAGES, Row, is_note, read_page, rows

FIGURES = Path("overrides/figures")
# What else our own pages are called; the page of a table is known by its file.
PAGES = {
    paths.TABLE: "阅读路径",
    relations.TABLE: "地图",
    symbols.TABLE: "符号索引",
    glossary.TABLE: "术语表",
    remarks.TABLE: "批注",
}


@dataclass
class Note:
    """What the search knows of a note; a part is an anchor ("" at the top), a heading and its lines."""

    address: str
    title: str
    number: str
    aliases: list[str] = field(default_factory=list)
    summary: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    # Of each remark its kind and anchor, and what it says in both languages.
    remarks: list[list[str]] = field(default_factory=list)
    parts: list[note_text.Part] = field(default_factory=list)


def read_notes(site: Path, docs: Path) -> Iterator[Note]:
    """The notes of a built site in the order of their addresses, as they stand on its pages.

    Raises OSError if a page cannot be read, ValueError if it shows no note.
    """
    ending = "/" if any(site.glob("*/index.html")) else ".html"
    notes = (path for path in docs.rglob("*.md") if is_note(path, docs))
    found = {path.relative_to(docs).with_suffix("").as_posix() + ending: path for path in notes}
    letters: dict[Path, str] = {}
    for address, path in sorted(found.items()):
        page = site / (f"{address}index.html" if ending == "/" else address)
        if not page.is_file():
            # A build that is not strict leaves out what is wrong.
            continue
        _, mark, text = page.read_text(encoding="utf-8").partition(" data-note")
        if not mark:
            raise ValueError(f"{page} shows no note")
        index = path.with_name("index.md")
        if index not in letters:
            letters[index] = str(read_page(index, "").front["letter"].data)
        content = text.partition(">")[2].partition('<footer class="added"')[0]
        parts = note_text.read(content).parts
        front = read_page(path, str(path)).data()
        yield read_note(address, front, letters[index], docs.parent / FIGURES, parts)


def read_note(
    address: str, front: Mapping[str, object], letter: str, figures: Path, parts: list[note_text.Part]
) -> Note:
    """A note by its front matter, the letter of its section, its figures' folder, and its parts."""
    summary, aliases = front.get("summary"), front.get("aliases")
    title, slug = str(front["title"]), address.removesuffix(".html").rstrip("/").rpartition("/")[2]
    names = [str(alias) for alias in aliases] if isinstance(aliases, list) else []
    words = slug.replace("-", " ")
    return Note(
        address,
        title,
        f"{letter}·{int(str(front['number'])):02}",
        names if words in title.lower() else [*names, words],
        [str(text) for text in summary.values()] if isinstance(summary, dict) else [],
        read_figures(front, figures),
        read_remarks(front),
        parts,
    )


def read_figures(front: Mapping[str, object], folder: Path) -> list[str]:
    """What the figures of a note are called, in both languages; the drawing has its English title."""
    names = []
    for row in rows(front.get("figures")):
        drawing = (folder / f"{row['name']}.svg").read_text(encoding="utf-8")
        names += [*map(text_of, re.findall(r"<title[^>]*>([^<]*)", drawing)), str(row["zh"])]
    return names


def read_remarks(front: Mapping[str, object]) -> list[list[str]]:
    """The remarks of a note, each as its kind, its anchor and what it says in both languages."""
    return [
        [str(row["kind"]), remarks.anchor(row), *(str(row[key]).replace("`", "") for key in LANGUAGES)]
        for row in rows(front.get("remarks"))
    ]


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup)).strip()


def read_terms(front: Mapping[str, object]) -> list[tuple[list[str], int]]:
    """The names of each term of the glossary in both languages, and which of them its entry has, or -1.

    `front` is the front matter of the page of the glossary.
    """
    found = []
    for row in rows(front.get("terms")):
        names = [*map(str, cast(list[object], row["en"])), *map(str, cast(list[object], row["zh"]))]
        found.append((names, names.index(str(row.get("short") or names[0])) if "means" in row else -1))
    return found


def read_pages(tables: Mapping[str, Mapping[str, object]], ending: str) -> list[list[str]]:
    """The pages that we wrote about the notes, and each path: address, then names in both languages.

    `tables` are as read_tables gives them, `ending` is how the address of a page ends, `/` or `.html`.
    """
    found = []
    for name in PAGES:
        if name in tables:
            found.append([name.replace(".md", ending), str(tables[name]["title"]), PAGES[name]])
    for path in rows(tables.get(paths.TABLE, {}).get("paths")):
        names = [str(text) for text in cast(Row, path["title"]).values()]
        found.append([f"paths{ending}#{path['slug']}", *names])
    return found


def read_tables(docs: Path) -> dict[str, dict[str, object]]:
    """The front matter of the pages that we wrote about the notes, by the name of the file."""
    return {name: read_page(docs / name, name).data() for name in PAGES if (docs / name).is_file()}
