"""Find the fences and headings of a Markdown file, as Python-Markdown and SuperFences see them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from notes.page import Page, once

# A fence may lie in a list or a quotation. What is indented deeper than the text around it is code.
FENCE = re.compile(r"(?P<before>[ \t>]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<info>[^\n`]*)$")
ITEM = re.compile(r"[ \t]*(?:[*+-]|\d+\.)[ \t]")
HEADING = re.compile(r"(?P<marks>#{1,6})[ \t]*(?P<text>.*?)[ \t]*#*[ \t]*$")


@dataclass(frozen=True)
class Fence:
    """A block of code: the line of the file and the column where it begins, what follows the marks there.

    `last` is the line that closes it, None if there is none.
    """

    first: int
    column: int
    marks: str
    info: str
    last: int | None


@dataclass(frozen=True)
class Heading:
    """A heading that begins with `#`: its line in the file, its level, its text with what is in braces."""

    line: int
    level: int
    text: str


@once
def fences(page: Page) -> list[Fence]:
    """The fences of the body. One that is never closed holds the rest of the body here."""
    text = page.text
    if "```" not in text and "~~~" not in text:
        return []
    found: list[Fence] = []
    open_fence: Fence | None = None
    depth = 0
    for number, line in enumerate(page.body, page.body_line):
        match = FENCE.match(line)
        if open_fence:
            # SuperFences takes no longer row of marks for the end.
            if match and match["fence"] == open_fence.marks and not match["info"].strip():
                found.append(Fence(**{**vars(open_fence), "last": number}))
                open_fence = None
        elif match and (deep := width(match["before"])) - depth < 4:
            depth = min(depth, deep)
            column = match.start("fence") + 1
            open_fence = Fence(number, column, match["fence"], match["info"].strip(), None)
        elif line.strip():
            item = ITEM.match(line)
            deep = width(line[: len(line) - len(line.lstrip())])
            depth = deep + 4 if item else min(depth, deep)
    return [*found, open_fence] if open_fence else found


def width(indent: str) -> int:
    """How far an indent reaches, marks of quotations left out."""
    return len(indent.replace(">", "").expandtabs(4))


@once
def outside_fences(page: Page) -> list[tuple[int, str]]:
    """The lines of the body that are not code, with their line in the file."""
    lines = list(enumerate(page.body, page.body_line))
    if not fences(page):
        return lines
    end = page.body_line + len(page.body)
    code = {n for fence in fences(page) for n in range(fence.first, (fence.last or end) + 1)}
    return [(number, line) for number, line in lines if number not in code]


def headings(page: Page) -> list[Heading]:
    """The headings of the body that begin with `#`."""
    marked = ((number, line) for number, line in outside_fences(page) if line.startswith("#"))
    found = ((number, HEADING.match(line)) for number, line in marked)
    return [Heading(number, len(match["marks"]), match["text"]) for number, match in found if match]


def main_headings(page: Page) -> list[int]:
    """The lines of the file that hold a first-level heading, in either of Markdown's two spellings."""
    found = []
    before = ""
    for number, line in outside_fences(page):
        if line.startswith("#"):
            found += [] if line.startswith("##") else [number]
        elif line.startswith("=") and not line.rstrip().strip("=") and before.strip():
            found.append(number - 1)
        before = line
    return found
