"""Put the marks of remarks into the HTML of a note, at the end of the lines that they speak of.

A line of the source is a paragraph, a heading, an item of a list or a line of code: in the HTML those come in
the source's order, so the lines with text of both are the same. What is put in carries `data-added`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from around.note_text import INLINE
from around.remarks import anchor
from notes.languages import TOKEN

# The author's bullet or number, which HTML draws.
MARKER = re.compile(r"\s*(?:•|\d+\.)\s+")


@dataclass
class Line:
    """A line of the source as it stands in the HTML: its text, and where in the HTML it ends."""

    text: str
    end: int


def lines_of(page: str) -> list[Line]:
    """The lines of a note's HTML that have text, in their order."""
    found: list[Line] = []
    text = ""
    code = skipped = 0

    def end_line(end: int) -> None:
        nonlocal text
        if text.strip():
            found.append(Line(html.unescape(text).strip(), len(page[:end].rstrip())))
        text = ""

    at = 0
    for tag in [*TOKEN.finditer(page), None]:
        if tag and tag["run"]:
            continue
        stop = tag.start() if tag else len(page)
        for part in re.split("(\n)", page[at:stop]) if code else [page[at:stop]]:
            if part == "\n":
                end_line(at)
            elif not skipped:
                text += part
            at += len(part)
        if tag is None:
            end_line(at)
            break
        at = tag.end()
        name = (tag["name"] or "").lower()
        if name == "pre":
            code += -1 if tag["end"] else 1
        if name == "a" and (skipped or 'class="headerlink"' in tag[0]):
            # What links to a heading stands behind the author's words.
            if not skipped:
                end_line(tag.start())
            skipped = 0 if tag["end"] else 1
        if name not in INLINE:
            end_line(tag.start())
    return found


def place(page: str, source: Sequence[str], remarks: Sequence[Mapping[str, Any]], first: int) -> str:
    """The HTML of a note with the marks of its remarks.

    `source` are the lines of the note, `first` is the number of the first one. Raises ValueError if a line of
    a remark is not where it should be.
    """
    by_line: dict[int, list[tuple[int, Mapping[str, Any]]]] = {}
    for number, remark in enumerate(remarks, 1):
        for line in remark["lines"]:
            by_line.setdefault(line, []).append((number, remark))
    numbers = [number for number, line in enumerate(source, first) if line.strip()]
    found = dict(zip(numbers, lines_of(page), strict=False))
    for line in sorted(by_line, reverse=True):
        wanted = source[line - first].strip()
        here = found.get(line)
        if here is None or here.text not in (wanted, MARKER.sub("", wanted, count=1)):
            raise ValueError(f"line {line} of the source is not the page's text")
        page = f"{page[: here.end]}{marks(line, by_line[line])}{page[here.end :]}"
    return page


def marks(line: int, remarks: Sequence[tuple[int, Mapping[str, Any]]]) -> str:
    """The marks of a line, a link to each of its remarks."""
    links = " ".join(
        f'<a href="#{anchor(remark)}"><b>R{number}</b> <i>{remark["kind"]}</i></a>'
        for number, remark in remarks
    )
    return f'<span class="marks" id="line-{line}" data-added>{links}</span>'
