"""Find tables in our own Markdown that Python-Markdown shows otherwise than they were meant, or as text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from links.markdown_links import without_indented_code
from notes.page import Mild, Page, Problem
from notes.structure import outside_fences

DELIMITERS = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
# What looks like an attempt at a row of delimiters, and what holds a pipe that parts no cells.
DASHES = re.compile(r"[ \t|:\u2013\u2014=+-]*[\u2013\u2014=+-][ \t|:\u2013\u2014=+-]*")
NO_PIPE = re.compile(r"\\.|(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)")


def cells(row: str) -> int:
    """How many cells a row has; a pipe in a span of code or after a backslash parts none."""
    text = NO_PIPE.sub("x", row).strip()
    return text.removeprefix("|").removesuffix("|").count("|") + 1


def blocks(page: Page) -> Iterator[list[tuple[int, str]]]:
    """The lines that stand together, outside code, each with its number in the file."""
    prose = dict(outside_fences(page))
    kept = without_indented_code("\n".join(prose.values())).split("\n") if prose else []
    block: list[tuple[int, str]] = []
    for number, line in zip(prose, kept, strict=True):
        if block and (not line.strip() or number != block[-1][0] + 1):
            yield block
            block = []
        if line.strip():
            block.append((number, line))
    if block:
        yield block


def check(page: Page) -> Iterator[Problem]:
    """What is wrong with the tables of a page."""
    for block in blocks(page) if "|" in page.text else ():
        if len(block) < 2 or "|" not in NO_PIPE.sub("x", block[0][1]):
            continue
        (_, header), (second, delimiters), *rows = block
        count = cells(header)
        if not DELIMITERS.fullmatch(delimiters) or "|" not in delimiters:
            boxed = all(line.strip().startswith("|") for _, line in block[:2])
            if boxed or ("|" in delimiters and DASHES.fullmatch(delimiters)):
                mend = f"write `|{' --- |' * count}` below the header"
                yield Mild(page.path, second, "a table without its row of delimiters", mend)
            continue
        if cells(delimiters) != count:
            what = f"{cells(delimiters)} delimiters below a header of {count} cells"
            yield Mild(page.path, second, what, f"write `|{' --- |' * count}`")
            continue
        for number, row in rows:
            if cells(row) != count:
                what = f"a row of {cells(row)} cells in a table of {count} columns"
                mend = f"write {count}; a pipe inside a cell is written `\\|`"
                yield Mild(page.path, number, what, mend, len(row) - len(row.lstrip()) + 1)
