"""Split what was read into topics, and give each a title, a slug and anchors."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from markdown.extensions.toc import slugify, unique

from importing.blocks import Block, Line
from importing.shown import Reader, fold, render
from notes import new_notes

WIKI = re.compile(r"!?\[\[([^\[\]|\n]*?)(?:\\?\|([^\[\]\n]*))?\]\]")
LONGEST_SLUG = 60
# What makes no note of its own.
WORDLESS = {"rule", "comment", "definition", "footnote", "heading"}


@dataclass
class Note:
    """A note to be; `anchors` are the ids of its headings by their text, `handmade` those that are written.

    `title` is its name, `heading` the block that begins it, if the input has one.
    """

    file: str
    blocks: list[Block]
    heading: Block | None
    title: str
    slug: str = ""
    section: str = ""
    group: str = ""
    source: str = ""
    aliases: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    anchors: dict[str, str] = field(default_factory=dict)
    handmade: dict[int, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"{self.section}/{self.slug}.md" if self.section else f"{self.slug}.md"

    @property
    def lines(self) -> list[Line]:
        blocks = [self.heading, *self.blocks] if self.heading else self.blocks
        return [line for block in blocks for line in block.lines]


@dataclass
class Report:
    """What the review must know: what was guessed, and lines that no note shows as they were."""

    guesses: list[tuple[str, int, str]] = field(default_factory=list)
    left: list[tuple[str, Line]] = field(default_factory=list)
    places: set[tuple[str, int]] = field(default_factory=set)
    # Lines as they are in a note when what they held of links and the like is turned.
    turned: dict[tuple[str, int], str] = field(default_factory=dict)

    def guess(self, line: Line, what: str) -> None:
        self.guesses.append((line.file, line.number, what))

    def leave(self, lines: Iterable[Line], why: str) -> None:
        for line in lines:
            if line.raw.strip(" \t\f\r"):
                self.left.append((why, line))
                self.places.add((line.file, line.number))

    def holds(self, line: Line) -> bool:
        return (line.file, line.number) in self.places


def code(text: str) -> str:
    """Text as inline code of the report."""
    text = re.sub(r"[\r\n]", " ", text)
    return f"`` {re.sub('`{2,}', '`', text)} ``" if "`" in text else f"`{text}`"


def level_to_split(blocks: list[Block], alone: bool, described: bool) -> int:
    """The level of the headings that begin a topic, 0 if all is one.

    A file of a folder is one note. A file alone splits at its first-level headings if there are several;
    otherwise, unless front matter describes it as one note, at the highest level that occurs twice.
    """
    levels = Counter(block.level for block in blocks if block.kind == "heading")
    if not alone or (described and levels[1] < 2):
        return 0
    return min((level for level, count in levels.items() if count > 1), default=0)


def split(
    file: str, name: str, titled: bool, blocks: list[Block], level: int, report: Report
) -> Iterator[Note]:
    """The notes of one file that begin at headings of a level or above.

    `name` is for a note without a heading; `titled` tells that it is the author's, not the file's. Headings
    and marks that no note holds go to the report.
    """
    pieces: list[list[Block]] = [[]]
    for block in blocks:
        if block.kind == "heading" and block.level <= level:
            pieces.append([])
        pieces[-1].append(block)
    for piece in pieces:
        while piece and piece[-1].kind == "rule":
            report.leave(piece.pop().lines, "A rule at the end of a note")
        firsts = [block for block in piece if block.kind == "heading" and block.level == 1]
        own = bool(piece) and piece[0].kind == "heading" and (level > 0 or firsts == piece[:1])
        # A file with several first-level headings may begin with its own name.
        own = own or (firsts[:1] == piece[:1] != [] and title_of(piece[0]).casefold() == name.casefold())
        heading, held = (piece[0], piece[1:]) if own else (None, piece)
        if not any(block.kind not in WORDLESS for block in held):
            for block in piece:
                empty = "A heading with no text below" if block.kind == "heading" else "No text around it"
                report.leave(block.lines, empty)
            continue
        if not heading and not titled:
            report.guess(held[0].lines[0], f"no heading; the note has the name of the file, {code(name)}")
        yield Note(file, held, heading, (heading and title_of(heading)) or name)


def title_of(heading: Block) -> str:
    """The text of a heading as a reader sees it."""
    if heading.shown is not None:
        return fold(heading.shown)
    text = WIKI.sub(lambda link: link[2] or link[1], heading.text)
    return fold(Reader(render(f"## {text}")).words)


def slug_of(text: str, otherwise: str) -> str:
    """A slug made of the Latin letters and digits of a text; the other name if they are no word."""
    slug = ""
    for part in filter(None, new_notes.slug_of(text).split("-")):
        if slug and len(slug) + 1 + len(part) > LONGEST_SLUG:
            break
        slug = f"{slug}-{part}" if slug else part[:LONGEST_SLUG]
    return slug if re.search(r"[a-z]|\d{4}", slug) else otherwise


def name_notes(notes: list[Note], taken: set[str], places: dict[str, int], report: Report) -> None:
    """Give each note without a slug one that no other has, of the site neither; and its headings anchors.

    `places` are numbers of files, for the slugs of notes that have no Latin title; a file alone has none.
    """
    taken = taken | {note.slug for note in notes if note.slug}
    for note in notes:
        first = note.lines[0]
        if not note.slug:
            otherwise = f"note-{places.get(note.file, first.number)}"
            wish = slug_of(note.title, otherwise)
            names = itertools.chain([wish], (f"{wish}-{number}" for number in itertools.count(2)))
            note.slug = next(name for name in names if name not in taken)
            if wish == otherwise:
                report.guess(
                    first, f"the title has no Latin word, so the slug is `{note.slug}`; choose a better"
                )
            elif note.slug != wish:
                report.guess(first, f"another note has the slug `{wish}`, so this one is `{note.slug}`")
            taken.add(note.slug)
        name_headings(note)


def name_headings(note: Note) -> None:
    headings = [block for block in note.blocks if block.kind == "heading"]
    ids = {note.slug} if not note.title.isascii() else {slugify(note.title, "-")}
    for number, block in enumerate(headings):
        text = title_of(block)
        anchor = slugify(text, "-") if text.isascii() else ""
        if not anchor:
            anchor = slug_of(text, f"line-{block.lines[0].number}")
            while anchor in ids:
                anchor += f"-{number}"
            note.handmade[block.lines[0].number] = anchor
            ids.add(anchor)
        else:
            anchor = unique(anchor, ids)
        note.anchors.setdefault(text.casefold(), anchor)
    lowest = min((block.level for block in headings), default=2)
    for block in headings:
        block.level = min(6, block.level - lowest + 2)
