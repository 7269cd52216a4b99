"""Take the HTML of a note apart: into pieces of code and of plain text, and into parts with their lines.

Every build reads each note so, once: what is found in it and what the search knows of it come from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
# Within them text runs on; any other element ends a piece.
INLINE = {"a", "abbr", "b", "code", "em", "i", "kbd", "mark", "span", "strong", "sub", "sup"}
# Each of these, and each line of code, is a line of its own.
LINES = {"p", "li", "pre", "ul", "ol"}
# Elements without an end tag.
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
TAG = re.compile(
    r"<!--.*?-->"
    # Elements whose content is no text.
    r"|(?i:<(?P<raw>script|style|object)\b.*?</(?P=raw)\s*>)"
    r"|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*)(?P<attributes>[^\"'>]*(?:(?:\"[^\"]*\"|'[^']*')[^\"'>]*)*)>",
    re.DOTALL,
)
ID = re.compile(r"\sid=[\"']?([^\s\"'>]+)")
# The sign that links to a heading, and what we added.
SKIPPED = re.compile(r"\sclass=[\"']?headerlink|\sdata-added")


class Piece(NamedTuple):
    """A run of text; `anchor` and `heading` are "" in what stands before the note's second heading."""

    anchor: str
    heading: str
    code: bool
    text: str


class Part(NamedTuple):
    """What stands below a heading: a paragraph or an item of a list is one line, of code each line.

    `anchor` is "" at the note's own heading; so are both in what stands above any heading.
    """

    anchor: str
    heading: str
    lines: list[str]


@dataclass
class OpenPart:
    """A part that is being read; `depth` is how deep its heading lies in other elements."""

    anchor: str
    depth: float
    heading: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    def closed(self) -> Part:
        lines = (" ".join(line.split()) for line in "".join(self.text).split("\n"))
        return Part(self.anchor, "".join(self.heading).strip(), [line for line in lines if line])


class NoteReader:
    """Reads a note; `pieces` and `parts` have what was read."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.found: list[OpenPart] = []
        self.part: OpenPart | None = None
        self.anchor = self.heading = self.text = self.in_heading = ""
        self.in_title = False
        self.code = self.pre = self.depth = 0
        # How deep the element lies whose text is not read, 0 if there is none.
        self.skipped = 0

    @property
    def parts(self) -> list[Part]:
        return [part.closed() for part in self.found]

    def read(self, html: str) -> NoteReader:
        place = 0
        for tag in TAG.finditer(html):
            if place < tag.start() and not self.skipped:
                self.data(html[place : tag.start()])
            place = tag.end()
            if name := (tag["name"] or "").lower():
                if tag["end"]:
                    self.end(name)
                elif name in VOID or tag["attributes"].endswith("/"):
                    # It has no text; the lines of a drawing are such elements.
                    self.end_piece()
                else:
                    self.start(name, tag["attributes"])
        if place < len(html) and not self.skipped:
            self.data(html[place:])
        self.end_piece()
        return self

    def start(self, name: str, attributes: str) -> None:
        self.depth += 1
        if self.skipped:
            return
        if attributes and SKIPPED.search(attributes):
            self.skipped = self.depth
            return
        if name not in INLINE or name == "code":
            self.end_piece()
        if name in HEADINGS:
            self.start_heading(name, attributes)
        elif name in ("code", "pre"):
            self.code += 1
            self.pre += name == "pre"
        if name in LINES:
            self.now().text.append("\n")

    def start_heading(self, name: str, attributes: str) -> None:
        found = ID.search(attributes)
        anchor = unescape(found[1]) if found else ""
        self.in_heading, self.heading = name, ""
        self.anchor = "" if name == "h1" else anchor
        if anchor:
            # Only the heading that the note begins with needs no anchor: the note's address is its own.
            if name != "h1" and not self.found:
                self.now()
            self.part = OpenPart(anchor if self.found else "", self.depth)
            self.found.append(self.part)
            self.in_title = True

    def end(self, name: str) -> None:
        if name in VOID:
            return
        self.depth -= 1
        if self.skipped:
            if self.depth < self.skipped:
                self.skipped = 0
            return
        if name not in INLINE or name == "code":
            self.end_piece()
        if name in ("code", "pre"):
            self.code -= 1
            self.pre -= name == "pre"
        elif name == self.in_heading:
            self.end_heading()
        if name in LINES:
            self.now().text.append("\n")
        if self.part and self.part.depth > self.depth + 1:
            # The heading lay within an element that ends here: what follows belongs to the part around it.
            self.part.depth = float("inf")
            around = (part for part in reversed(self.found) if part.depth <= self.depth + 1)
            self.part = next(around, self.part)

    def now(self) -> OpenPart:
        """The part that is being read; what stands above any heading is one, too."""
        if self.part is None:
            self.part = OpenPart("", 0)
            self.found.append(self.part)
        return self.part

    def data(self, text: str) -> None:
        if "&" in text:
            text = unescape(text)
        self.text += text
        if self.in_heading:
            self.heading += text
        if self.part is None and text.isspace():
            return
        part = self.now()
        (part.heading if self.in_title else part.text).append(text if self.pre else text.replace("\n", " "))

    def end_piece(self) -> None:
        if self.text and not self.text.isspace():
            self.pieces.append(Piece(self.anchor, self.heading.strip(), self.code > 0, self.text))
        self.text = ""

    def end_heading(self) -> None:
        """Give the pieces of the heading itself its whole text; the note's own heading names no part."""
        whole = "" if self.in_heading == "h1" else self.heading.strip()
        for number in range(len(self.pieces) - 1, -1, -1):
            piece = self.pieces[number]
            if piece.anchor != self.anchor:
                break
            if piece.heading != whole:
                self.pieces[number] = piece._replace(heading=whole)
        self.heading, self.in_heading, self.in_title = whole, "", False


def any_of(names: Iterable[str]) -> str:
    """A pattern for any of the names, the longest first.

    Sorted by their first letters: a pattern that tries each name at each place takes several times as long.
    """
    rests: dict[str, list[str]] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        rests.setdefault(name[0], []).append(re.escape(name[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(found)})" for first, found in rests.items())


def read(html: str) -> NoteReader:
    """What a note's HTML holds, without what we added and the signs that link to its headings."""
    return NoteReader().read(html)


def pieces(html: str) -> list[Piece]:
    """The pieces of a note in its order."""
    return read(html).pieces
