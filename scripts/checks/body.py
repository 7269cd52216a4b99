"""Check what a page holds below its front matter: headings, anchors, fences, comments."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from functools import cache

from pygments.lexers import get_all_lexers  # type: ignore[import-untyped]

from links.markdown_links import prose
from notes.page import Mild, Page, Problem
from notes.structure import Heading, fences, headings, main_headings

# `{ #name }` at the end of a heading, as the extension attr_list reads it.
ANCHOR = re.compile(r"\{:?[^{}]*#[^\s{}]+[^{}]*\}$")
# Of `c`, `{.c}`, `{ .c .annotate }`, `c title="x"`: the language.
LANGUAGE = re.compile(r"\{?[ \t]*\.?(?P<name>[^\s{}]*)")


def check_note(page: Page) -> Iterator[Problem]:
    """What is wrong with a note: one first-level heading begins it, and text stands below that."""
    main = main_headings(page)
    first = next((n for n, line in enumerate(page.body, page.body_line) if line.strip()), None)
    if first is None:
        yield Problem(page.path, page.body_line, "the note is empty", "write `# Heading` and the text")
        return
    if not main:
        yield Problem(page.path, first, "no first-level heading", "begin the note with `# Heading`")
        return
    for line in main[1:]:
        what = f"a second first-level heading (the first is in line {main[0]})"
        yield Problem(page.path, line, what, "write `##` for a heading inside a note")
    if main[0] != first:
        yield Problem(page.path, first, "text before the heading", "begin the note with `# Heading`")
    after = page.body[main[0] - page.body_line + 1 :]
    if len(main) == 1 and not any(line.strip("= \t\r") for line in after):
        yield Problem(page.path, main[0], "no text below the heading", "write the note")


def check_marks(page: Page, own: bool, note: bool) -> Iterator[Problem]:
    """What is wrong with the marks that we set in a page; `own` says whether the words are ours, too."""
    yield from check_fences(page)
    yield from check_comments(page)
    found = headings(page)
    yield from check_anchors(page, [heading for heading in found if note or heading.level > 1])
    if own:
        yield from check_levels(page, found)


def check_fences(page: Page) -> Iterator[Problem]:
    for fence in fences(page):
        language = LANGUAGE.match(fence.info)
        name = language["name"].lower() if language else ""
        if fence.last is None:
            mend = "close it with a line of the same marks"
            yield Mild(page.path, fence.first, "a fence that never closes", mend, fence.column)
        if not name:
            mend = "name it behind the marks: `c`, `bash`, `text` if it is none"
            yield Mild(page.path, fence.first, "a fence without a language", mend, fence.column)
        elif name not in languages():
            close = difflib.get_close_matches(name, languages(), 1)
            mend = f"write `{close[0]}`" if close else "write one, or `text`"
            column = fence.column + len(fence.marks)
            yield Mild(page.path, fence.first, f"Pygments knows no language `{name}`", mend, column)


@cache
def languages() -> set[str]:
    """The names of languages that Pygments knows."""
    return {name for _, names, _, _ in get_all_lexers(plugins=False) for name in names}


def check_comments(page: Page) -> Iterator[Problem]:
    text = prose(page)
    place = text.find("<!--")
    if place >= 0:
        row = text.count("\n", 0, place)
        what = "a comment that never closes; the rest of the note is lost in it"
        yield Mild(
            page.path, page.body_line + row, what, "close it with `-->`", page.body[row].find("<!--") + 1
        )


def check_anchors(page: Page, found: list[Heading]) -> Iterator[Problem]:
    for heading in found:
        if not heading.text.isascii() and not ANCHOR.search(heading.text):
            mend = "write one by hand, like `## Rating 字段 { #rating-field }`"
            yield Mild(page.path, heading.line, "a heading that is not all ASCII has no anchor", mend)


def check_levels(page: Page, found: list[Heading]) -> Iterator[Problem]:
    before = 0
    for heading in found:
        if before and heading.level > before + 1:
            what = f"a heading of level {heading.level} below one of level {before}"
            yield Mild(page.path, heading.line, what, f"write `{'#' * (before + 1)}`")
        before = heading.level
