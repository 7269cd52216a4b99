"""Check the notes before anything is built: front matter, headings, slugs, source ranges, sections.

Usage: python scripts/check_notes.py [DOCS [SOURCE]]
Without DOCS it also checks what mkdocs.yml says of addresses. Prints one line a problem, `file:line: what is
wrong; how to mend it`, and exits with 1 if there is any.
"""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path

from around import figures, glossary, newer, paths, relations, remarks, symbols
from links import dead_links, redirects
from links.markdown_links import links
from notes import navigation, sections
from notes.configuration import CONFIG
from notes.languages import RUN
from notes.page import (
    DOCS,
    LANGUAGES,
    SECTIONS,
    SLUG,
    SOURCE,
    Page,
    Problem,
    Value,
    is_note,
    main_headings,
    read_page,
    source_range,
    unknown_keys,
)

NOTE_KEYS = (
    "title",
    "number",
    "source",
    "summary",
    "aliases",
    "figures",
    "checked",
    "against",
    "remarks",
    "newer",
)
INDEX_KEYS = ("title", "chinese", "letter", "retired", "template", "summary", "groups")
# Keys of the other pages; `template` and `search` are the theme's. A page with a summary that is
# not the index of a section would be shown as a note, so these have none.
PAGE_KEYS = ("title", "template", "description", "search")
# The tables that pages hold: by the key that tells them, what checks it, and what other keys come with it.
TABLES: dict[str, tuple[Callable[[Page, set[str]], Iterator[Problem]], tuple[str, ...]]] = {
    "terms": (glossary.check, ("left_out",)),
    "kinds": (symbols.check, ("authorities", "left_out")),
    "paths": (paths.check, ()),
    "related": (relations.check, ("unrelated",)),
    "unconfirmed": (remarks.check_unconfirmed, ("left_out",)),
}
# How many other names a note has at least; and how long one may be: it is a name or a short question.
LEAST_ALIASES, LONGEST_ALIAS = 6, 80


def check(docs: Path, source: Path, moved: Iterable[str] = ()) -> list[Problem]:
    """All problems of the Markdown files and `.pages` files below `docs`, by file and line.

    `source` is the author's export: a note's `source` must lie within its lines. `moved` are the names that
    notes had, which tables may still use: redirects tell where they are now.
    """
    pages = {path: read_page(path, str(path)) for path in sorted(docs.rglob("*.md"))}
    notes = {path: page for path, page in pages.items() if is_note(path, docs)}
    names = {path.relative_to(docs).with_suffix("").as_posix() for path in notes} | set(moved)
    export = source.read_text(encoding="utf-8").split("\n")
    today = datetime.now(UTC).date()
    problems: list[Problem] = []
    for path, page in pages.items():
        problems += page.problems
        if page.problems:
            continue
        if path in notes:
            problems += check_note(page, len(export))
            problems += figures.check(page, docs.parent / figures.FOLDER)
            problems += remarks.check(page, export, today)
            problems += newer.check(page)
        elif path.parent.name in SECTIONS:
            problems += check_keys(page, INDEX_KEYS, tuple(key for key in INDEX_KEYS if key != "retired"))
        else:
            tables = [key for key in TABLES if key in page.front]
            keys = [name for key in tables for name in (key, *TABLES[key][1])]
            problems += check_keys(page, (*PAGE_KEYS, *(keys or TABLES)), ("title",))
            for key in tables:
                problems += TABLES[key][0](page, names)
        problems += check_place(path, page, docs)
    problems += check_slugs(notes)
    problems += check_overlaps(notes.values())
    problems += navigation.check(docs, set(pages), set(notes))
    problems += sections.check(docs, pages, notes)
    return sorted(problems, key=astuple)


def check_project(docs: Path, source: Path, config: Path) -> list[Problem]:
    """All problems of the notes, and of what mkdocs.yml says of addresses: redirects and dead links."""
    held = {link.target for path in docs.rglob("*.md") for link in links(read_page(path, str(path)))}
    today = datetime.now(UTC).date()
    moved, faults = redirects.read_redirects(config, docs)
    return [
        *check(docs, source, redirects.renamed(moved)),
        *faults,
        *dead_links.dead_links(config, held, today)[1],
    ]


def check_place(path: Path, page: Page, docs: Path) -> Iterator[Problem]:
    place = path.relative_to(docs).parts
    if len(place) > 2 or (len(place) == 2 and place[0] not in SECTIONS):
        names = ", ".join(SECTIONS)
        yield Problem(page.path, 1, "no section has this folder", f"move the file into one of {names}")
    if not SLUG.fullmatch(path.stem):
        yield Problem(
            page.path,
            1,
            f"`{path.stem}` is no slug",
            "name the file with small letters, digits and single hyphens",
        )


def check_keys(page: Page, allowed: tuple[str, ...], needed: tuple[str, ...]) -> Iterator[Problem]:
    yield from unknown_keys(page.path, page.front, allowed)
    for key in needed:
        if key not in page.front:
            yield Problem(page.path, 1, f"no `{key}` in the front matter", f"add `{key}:`")
    title = page.front.get("title")
    if title and not (isinstance(title.data, str) and title.data.strip()):
        yield Problem(
            page.path, title.line, "`title` is no text", "write it on the same line, a number in quotes"
        )
    if "summary" in allowed and "summary" in page.front:
        yield from check_summary(page, page.front["summary"])


def check_note(page: Page, last_line: int) -> Iterator[Problem]:
    yield from check_keys(page, NOTE_KEYS, ("title", "summary", "aliases"))
    if "aliases" in page.front:
        yield from check_aliases(page, page.front["aliases"])
    if "source" in page.front:
        yield from check_source(page, page.front["source"], last_line)
    yield from check_body(page)


def check_summary(page: Page, summary: Value) -> Iterator[Problem]:
    texts = summary.data if isinstance(summary.data, dict) else {}
    for language in LANGUAGES:
        text = texts.get(language)
        if not (isinstance(text, str) and text.strip()):
            yield Problem(
                page.path,
                summary.line,
                f"no `{language}` in `summary`",
                f"add `  {language}: ` and one sentence below `summary:`",
            )
    for language in set(texts) - set(LANGUAGES):
        yield Problem(
            page.path,
            summary.line,
            f"unknown key `{language}` in `summary`",
            f"its keys are {', '.join(LANGUAGES)}",
        )


def check_aliases(page: Page, aliases: Value) -> Iterator[Problem]:
    names = aliases.data if isinstance(aliases.data, list) else []

    def blame(what: str, mend: str) -> Problem:
        return Problem(page.path, aliases.line, what, mend)

    if len(names) < LEAST_ALIASES:
        yield blame(
            f"{len(names)} `aliases`",
            f"list {LEAST_ALIASES} at least: what a reader would call the note or ask, in both languages",
        )
    for name in names:
        if not isinstance(name, str) or not 2 <= len(name.strip()) <= LONGEST_ALIAS:
            mend = f"write 2 to {LONGEST_ALIAS} letters, in quotes if it holds `: `"
            yield blame(f"the alias `{name}` is no name", mend)
    texts = [name for name in names if isinstance(name, str)]
    for name in sorted({name for name in texts if texts.count(name) > 1}):
        yield blame(f"the alias `{name}` stands twice", "keep one of the two")
    for language, chinese in (("Chinese", True), ("English", False)):
        if len(names) >= LEAST_ALIASES and not any(bool(re.search(RUN, name)) == chinese for name in texts):
            mend = f"add what a reader would call the note in {language}"
            yield blame(f"no {language} among `aliases`", mend)


def check_source(page: Page, source: Value, last_line: int) -> Iterator[Problem]:
    lines = source_range(str(source.data))
    if lines is None:
        yield Problem(
            page.path,
            source.line,
            f"`source: {source.data}` is no range of lines",
            "write first and last line, such as `790-910`, or leave the key out for a new note",
        )
    elif lines[1] > last_line:
        yield Problem(
            page.path,
            source.line,
            f"`source` ends at line {lines[1]}",
            f"the source has {last_line} lines",
        )


def check_body(page: Page) -> Iterator[Problem]:
    headings = main_headings(page)
    first = next((n for n, line in enumerate(page.body, page.body_line) if line.strip()), None)
    if first is None:
        yield Problem(page.path, page.body_line, "the note is empty", "write `# Heading` and the text")
        return
    if not headings:
        yield Problem(page.path, first, "no first-level heading", "begin the note with `# Heading`")
        return
    for line in headings[1:]:
        yield Problem(
            page.path,
            line,
            f"a second first-level heading (the first is in line {headings[0]})",
            "write `##` for a heading inside a note",
        )
    if headings[0] != first:
        yield Problem(page.path, first, "text before the heading", "begin the note with `# Heading`")
    after = page.body[headings[0] - page.body_line + 1 :]
    if len(headings) == 1 and not any(line.strip("= ") for line in after):
        yield Problem(page.path, headings[0], "no text below the heading", "write the note")


def check_slugs(notes: dict[Path, Page]) -> Iterator[Problem]:
    taken: dict[str, str] = {}
    for path, page in notes.items():
        slug = path.stem.lower()
        if slug in taken:
            yield Problem(
                page.path,
                1,
                f"the slug `{slug}` belongs to {taken[slug]}",
                "rename one of the two files",
            )
        taken.setdefault(slug, page.path)


def check_overlaps(notes: Iterable[Page]) -> Iterator[Problem]:
    ranges = []
    for page in notes:
        source = page.front.get("source", Value(0, ""))
        lines = source_range(str(source.data))
        if lines:
            ranges.append((lines, page.path, source.line))
    ranges.sort()
    for (before, owner, _), (lines, path, line) in itertools.pairwise(ranges):
        if lines[0] <= before[1]:
            yield Problem(
                path,
                line,
                f"`source` {lines[0]}-{lines[1]} overlaps {before[0]}-{before[1]} of {owner}",
                "a line of the source belongs to one note",
            )


def main(arguments: list[str]) -> int:
    if arguments:
        problems = check(Path(arguments[0]), Path(arguments[1]) if len(arguments) > 1 else SOURCE)
    else:
        problems = check_project(DOCS, SOURCE, CONFIG)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
