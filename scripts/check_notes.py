"""Check the notes before anything is built, and mend what is safe to mend.

Usage: python scripts/check_notes.py [--fix] [DOCS [SOURCE]]
Without DOCS it checks the whole project: the notes, what mkdocs.yml says of addresses, and the characters of
the templates and of other texts. Prints a line a problem, `file:line:column: what is wrong; how to mend it`,
and exits with 1 if there is any. --fix first mends what has one way to be mended, never the text of a note
that came from the source, and prints `file:line:column: fixed: what` for each.
"""

from __future__ import annotations

import gc
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from addresses import LIST, read_list
from around import figures, glossary, newer, paths, relations, remarks, symbols
from building.left_out import excluded
from building.progress import progress
from building.whole import stoppable
from checks import body, characters, files, fix, front_matter, pictures, tables
from links import dead_links, file_links, redirects
from links.markdown_links import links
from notes import navigation, sections
from notes.configuration import CONFIG
from notes.page import DOCS, SECTIONS, SOURCE, Page, Problem, is_note, is_verbatim, read_page

USAGE = "usage: python scripts/check_notes.py [--fix] [DOCS [SOURCE]], in the folder of mkdocs.yml"
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


@dataclass(frozen=True)
class Facts:
    """What a page is checked against: the project, the names of all notes, the author's export, today."""

    project: file_links.Project
    names: set[str]
    export: list[str]
    today: date


def facts_of(pages: dict[Path, Page], source: Path, project: file_links.Project) -> Facts:
    """The facts of a project whose pages are as read_pages gives them; `source` is the author's export.

    The project says what moved: tables may still use the old names.
    """
    docs = project.docs
    notes = (path for path in pages if is_note(path, docs))
    names = {path.relative_to(docs).with_suffix("").as_posix() for path in notes} | project.moved
    export = source.read_text(encoding="utf-8").split("\n")
    return Facts(project, names, export, datetime.now(UTC).date())


def check(pages: dict[Path, Page], facts: Facts) -> list[Problem]:
    """All problems of the notes and of whatever else lies in the project's `docs`, by file and place.

    `pages` are as read_pages gives them.
    """
    project, docs = facts.project, facts.project.docs
    notes = {path: page for path, page in pages.items() if is_note(path, docs)}
    problems: list[Problem] = []
    for path, page in pages.items():
        problems += check_page(path, page, facts)
    problems += files.check(docs)
    problems += files.check_slugs(notes)
    problems += front_matter.check_overlaps(notes.values())
    problems += navigation.check(docs, set(pages), set(notes))
    problems += sections.check(docs, pages, notes)
    shown = {file_links.file_of(link, path) for path, page in pages.items() for link in links(page)}
    problems += pictures.check(docs, [project.overrides, docs / "assets", project.config], shown)
    for path in sorted(docs.rglob(".pages")):
        problems += characters.check(path, front=None)
    return sorted(set(problems))


def check_page(path: Path, page: Page, facts: Facts) -> list[Problem]:
    """The problems of a page that no other page has a part in."""
    project, docs = facts.project, facts.project.docs
    problems = list(page.problems)
    problems += characters.check(path, characters.own_lines(page), page.body_line - 1)
    problems += files.check_place(path, page, docs)
    if page.problems:
        return problems
    own, note = not is_verbatim(page), is_note(path, docs)
    if note:
        problems += front_matter.check_note(page, len(facts.export))
        problems += body.check_note(page)
        problems += figures.check(page, docs.parent / figures.FOLDER)
        problems += remarks.check(page, facts.export, facts.today)
        problems += newer.check(page)
    elif path.parent.name in SECTIONS:
        problems += front_matter.check_index(page)
    else:
        problems += check_tables(page, facts.names)
    problems += body.check_marks(page, own, note)
    problems += tables.check(page) if own else ()
    problems += file_links.problems(page, project) if path not in project.excluded else ()
    return problems


def read_pages(docs: Path) -> dict[Path, Page]:
    """All pages below `docs` by their paths, in order."""
    return {path: read_page(path, str(path)) for path in sorted(docs.rglob("*.md")) if not path.is_dir()}


def check_tables(page: Page, names: set[str]) -> Iterator[Problem]:
    """What is wrong with the front matter of a page that is no note and no index; `names` are the notes'."""
    tables = [key for key in TABLES if key in page.front]
    keys = [name for key in tables for name in (key, *TABLES[key][1])]
    yield from front_matter.check_keys(page, (*PAGE_KEYS, *(keys or TABLES)), ("title",))
    for key in tables:
        yield from TABLES[key][0](page, names)


def read_project(pages: dict[Path, Page], docs: Path, config: Path) -> file_links.Project:
    """The project of a mkdocs.yml, whose pages are as read_pages gives them."""
    moved, _ = redirects.read_redirects(config, docs)
    return file_links.Project(
        docs,
        config.parent / "overrides",
        config,
        excluded=excluded(config, docs),
        moved=set(redirects.renamed(moved)),
        known={*moved, *read_list(config.parent / LIST)},
        pages=pages,
    )


def check_project(pages: dict[Path, Page], docs: Path, source: Path, config: Path) -> list[Problem]:
    """All problems of the notes, of the addresses in mkdocs.yml, and of the characters of other texts.

    In order: by file and place; `pages` are as read_pages gives them.
    """
    faults = redirects.read_redirects(config, docs)[1]
    held = {link.target for page in pages.values() for link in links(page)}
    odd = [problem for path in characters.texts(config.parent) for problem in characters.check(path)]
    dead = dead_links.dead_links(config, held, datetime.now(UTC).date())[1]
    facts = facts_of(pages, source, read_project(pages, docs, config))
    return sorted({*check(pages, facts), *faults, *dead, *odd})


def main(arguments: list[str]) -> int:
    folders = [Path(word) for word in arguments if word != "--fix"]
    docs, source = [*folders, *(DOCS, SOURCE)[len(folders) :]][:2]
    if not (docs.is_dir() and source.is_file()):
        print(f"there is no {source if docs.is_dir() else docs}; {USAGE}", file=sys.stderr)
        return 2
    if "--fix" in arguments:
        for line in fix.fix(docs, [] if folders else characters.texts(CONFIG.parent)):
            print(line)
    with progress("checking the notes"):
        if folders:
            project = file_links.Project(docs, docs.parent / "overrides", CONFIG)
            pages = read_pages(docs)
            problems = check(pages, facts_of(pages, source, project))
        else:
            problems = check_project(read_pages(docs), docs, source, CONFIG)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    # Whoever reads only the first lines, such as `head`, is no fault.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    # It ends before there is anything to forget.
    gc.disable()
    with stoppable("check"):
        sys.exit(main(sys.argv[1:]))
