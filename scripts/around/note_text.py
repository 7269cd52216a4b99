"""Take the HTML of a note apart into pieces of code and of plain text, each with its heading."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser

from notes.page import KEPT

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
# Within them text runs on; any other element ends a piece.
INLINE = {"a", "abbr", "b", "code", "em", "i", "kbd", "mark", "span", "strong", "sub", "sup"}


@dataclass(frozen=True)
class Piece:
    """A run of text; `anchor` and `heading` are "" in what stands before the note's second heading."""

    anchor: str
    heading: str
    code: bool
    text: str


class NoteReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[Piece] = []
        self.anchor = self.heading = self.text = ""
        self.code = 0
        self.skipped = 0
        self.in_heading = ""
        self.open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a":
            self.open.append(values.get("class") == "headerlink")
            self.skipped += self.open[-1]
        if tag not in INLINE or tag == "code":
            self.end_piece()
        if tag in HEADINGS:
            self.in_heading = tag
            self.anchor = "" if tag == "h1" else values.get("id") or ""
            self.heading = ""
        if tag in ("code", "pre"):
            self.code += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.open:
            self.skipped -= self.open.pop()
        if tag not in INLINE or tag == "code":
            self.end_piece()
        if tag in ("code", "pre") and self.code:
            self.code -= 1
        if tag == self.in_heading:
            self.end_heading()

    def handle_data(self, data: str) -> None:
        if self.skipped:
            return
        self.text += data
        if self.in_heading:
            self.heading += data

    def end_piece(self) -> None:
        if self.text.strip():
            self.pieces.append(Piece(self.anchor, self.heading.strip(), self.code > 0, self.text))
        self.text = ""

    def end_heading(self) -> None:
        """Give the pieces of the heading itself its whole text; the note's own heading names no part."""
        whole = "" if self.in_heading == "h1" else self.heading.strip()
        for number, piece in enumerate(self.pieces):
            if piece.anchor == self.anchor and piece.heading != whole:
                self.pieces[number] = Piece(piece.anchor, whole, piece.code, piece.text)
        self.heading, self.in_heading = whole, ""


@lru_cache(KEPT)
def pieces(html: str) -> tuple[Piece, ...]:
    """The pieces of a note in its order, without the signs that link to its headings."""
    reader = NoteReader()
    reader.feed(html)
    reader.close()
    reader.end_piece()
    return tuple(reader.pieces)
