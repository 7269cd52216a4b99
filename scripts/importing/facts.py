"""Read the tables of facts about a plain text, as tests/source/README.md describes them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from notes.page import SECTIONS, SLUG

COLUMNS = {
    "topics": ("first_line", "last_line", "section", "group", "slug", "nav_title", "heading"),
    "subheadings": ("line", "topic", "heading"),
    "code-blocks": ("first_line", "last_line", "language"),
    "links": ("line", "text", "address"),
    "marks": ("line", "from", "to", "kind", "text"),
    "block-quotes": ("line",),
}


class FactError(ValueError):
    """A table that cannot be used; says file, line, what is wrong and how to mend it."""


@dataclass
class Facts:
    """What the tables tell, by lines of the text from 1; None where there is no such table."""

    topics: dict[int, tuple[int, str, str, str, str]] | None = None
    subheadings: set[int] | None = None
    code: dict[int, tuple[int, str]] | None = None
    spans: dict[int, list[tuple[int, int, str, str]]] = field(default_factory=dict)
    quotes: set[int] = field(default_factory=set)


def read_facts(folder: Path, lines: list[str]) -> Facts:
    """The tables of a folder about a text, whose lines are given; any may be missing, but not all.

    Raises FactError if a table is broken or does not fit the text.
    """
    tables = {name: list(read_table(folder / f"{name}.tsv", len(lines))) for name in COLUMNS}
    facts = Facts()
    if not any(tables.values()):
        raise FactError(
            f"{folder}: holds none of {', '.join(f'{n}.tsv' for n in COLUMNS)}; name their folder"
        )
    if tables["topics"]:
        facts.topics = {}
        for place, (first, last, section, group, slug, title, heading) in tables["topics"]:
            if lines[int(first) - 1] != heading:
                raise FactError(f"{place}: line {first} of the text is not `{heading}`; mend the table")
            if section not in SECTIONS or not SLUG.fullmatch(slug):
                raise FactError(f"{place}: `{section}/{slug}` is no section and slug; mend the table")
            facts.topics[int(first)] = int(last), section, group, slug, title
    if tables["subheadings"]:
        facts.subheadings = {int(line) for _, (line, _, _) in tables["subheadings"]}
    if tables["code-blocks"]:
        facts.code = {int(first): (int(last), kind) for _, (first, last, kind) in tables["code-blocks"]}
    for place, (line, text, address) in tables["links"]:
        start = lines[int(line) - 1].find(text)
        if start < 0 or not text:
            raise FactError(f"{place}: line {line} of the text has no `{text}`; mend the table")
        facts.spans.setdefault(int(line), []).append((start, start + len(text), "link", address))
    for place, (line, begin, end, kind, text) in tables["marks"]:
        held = lines[int(line) - 1][int(begin) : int(end)] if (begin + end).isdecimal() else ""
        if held != text or not text or kind not in ("code", "strong", "em"):
            raise FactError(
                f"{place}: columns {begin} to {end} of line {line} are not `{text}`; mend the table"
            )
        facts.spans.setdefault(int(line), []).append((int(begin), int(end), kind, ""))
    facts.quotes = {int(line) for _, (line,) in tables["block-quotes"]}
    return facts


def read_table(path: Path, last: int) -> Iterator[tuple[str, list[str]]]:
    """The rows of a table, each with its file and line; none if there is no such file."""
    if not path.is_file():
        return
    columns = COLUMNS[path.stem]
    try:
        rows = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    except UnicodeDecodeError:
        raise FactError(f"{path}:1: not UTF-8; save the file as UTF-8") from None
    if rows[0].split("\t") != list(columns):
        raise FactError(f"{path}:1: the columns are not {', '.join(columns)}; mend the first line")
    for number, row in enumerate(rows[1:], 2):
        cells = row.split("\t")
        numbers = [cells[n] for n, column in enumerate(columns) if column.endswith("line")]
        if len(cells) != len(columns):
            raise FactError(f"{path}:{number}: {len(cells)} columns; separate {len(columns)} by single tabs")
        if not all(each.isdecimal() and 0 < int(each) <= last for each in numbers):
            raise FactError(
                f"{path}:{number}: {', '.join(numbers)}: the text has lines 1 to {last}; mend the table"
            )
        yield f"{path}:{number}", cells
