"""The source and the tables of facts about it (tests/source), read and checked.

Line numbers are lines of the source from 1; columns are character offsets from 0, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "source"
QUOTES = frozenset({339, 341, 382})


class BrokenTableError(ValueError):
    """A table of facts that cannot be read; says file, line, fault and remedy."""


@dataclass(frozen=True)
class Topic:
    first: int
    last: int
    section: str
    group: str
    slug: str
    title: str
    heading: str

    @property
    def key(self) -> str:
        return f"{self.section}/{self.slug}"


@dataclass(frozen=True)
class Mark:
    line: int
    start: int
    end: int
    kind: str
    text: str


@dataclass(frozen=True)
class Yardstick:
    """`lines[1]` is the first line of the source; `lines[0]` is empty."""

    lines: list[str]
    topics: list[Topic]
    subheadings: dict[int, str]
    code_blocks: dict[int, tuple[int, str]]
    links: list[tuple[int, str, str]]
    marks: list[Mark]


def read_table(path: Path, columns: tuple[str, ...]) -> list[list[str]]:
    """The rows of a table without its header; raises BrokenTableError on a wrong header or row."""
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    rows = [line.split("\t") for line in lines]
    if rows[0] != list(columns):
        raise BrokenTableError(f"{path}:1: the columns are {rows[0]}; they should be {list(columns)}")
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(columns):
            raise BrokenTableError(
                f"{path}:{number}: {len(row)} columns; separate {len(columns)} by single tabs"
            )
    return rows[1:]


def read_yardstick(folder: Path = FOLDER) -> Yardstick:
    text = (folder / "misc-ideas.txt").read_text(encoding="utf-8")
    topics = read_table(
        folder / "topics.tsv",
        ("first_line", "last_line", "section", "group", "slug", "nav_title", "heading"),
    )
    return Yardstick(
        lines=["", *text.split("\n")],
        topics=[Topic(int(first), int(last), *rest) for first, last, *rest in topics],
        subheadings={
            int(line): topic
            for line, topic, _ in read_table(folder / "subheadings.tsv", ("line", "topic", "heading"))
        },
        code_blocks={
            int(first): (int(last), language)
            for first, last, language in read_table(
                folder / "code-blocks.tsv", ("first_line", "last_line", "language")
            )
        },
        links=[
            (int(line), label, address)
            for line, label, address in read_table(folder / "links.tsv", ("line", "text", "address"))
        ],
        marks=[
            Mark(int(line), int(start), int(end), kind, label)
            for line, start, end, kind, label in read_table(
                folder / "marks.tsv", ("line", "from", "to", "kind", "text")
            )
        ],
    )
