"""Begin a new note: write its file, with front matter to fill in, and list it in its group.

Usage: python scripts/new_note.py [--section S] [--group G] [--title T] [--slug SLUG] [--chinese NAME]
On a terminal it asks for what is not given; --chinese, the Chinese name of a group, makes that group. Nothing
is overwritten, and all files are written or none. Prints one line and exits with 2 if something is missing
and there is no terminal to ask at, with 130 if it is stopped, with 1 if it cannot do what it was asked.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from errno import EACCES
from pathlib import Path
from typing import NoReturn

from building.whole import in_one_line, write_whole
from checks.characters import in_line
from checks.front_matter import PLACEHOLDER, is_in
from notes import navigation, sections
from notes.new_notes import new_note, slug_of, with_group, with_note
from notes.page import DOCS, SECTIONS, SLUG, Page, read_page

ADDRESS = "http://127.0.0.1:8000"
NEW_GROUP = "a new group"


class MissingError(Exception):
    """What is not given, where nobody can be asked."""


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        sys.exit(told(f"{message}; see --help", 2))


def told(line: str, status: int) -> int:
    print(line, file=sys.stderr)
    return status


def one_line(text: str, what: str) -> str:
    """A title or a name as it can stand in a line; raises ValueError with what is wrong with it."""
    if not text.strip():
        raise ValueError(f"the {what} is empty; write one")
    if "\n" in text or "\t" in text:
        raise ValueError(f"a tab or a line end in the {what}; write it on one line")
    if odd := in_line(text):
        raise ValueError(f"{odd[0].what} in the {what}; {odd[0].mend}")
    if PLACEHOLDER.fullmatch(text.strip()):
        raise ValueError(f"`{text.strip()}` is a placeholder; write the {what}")
    return text.strip()


def known_section(name: str) -> str:
    if name not in SECTIONS or not (DOCS / name).is_dir():
        raise ValueError(f"there is no section `{name}`; the sections are {', '.join(SECTIONS)}")
    return name


def free_slug(slug: str) -> str:
    """A slug that no page has; raises ValueError for any other."""
    if not SLUG.fullmatch(slug) or slug == "index":
        like = slug_of(slug)
        mend = f", like `{like}`" if like not in ("", "index") else ""
        raise ValueError(f"`{slug}` is no slug; write small letters, digits and single hyphens{mend}")
    taken = next((path for path in sorted(DOCS.rglob("*.md")) if path.stem.lower() == slug), None)
    if taken:
        raise ValueError(f"the slug `{slug}` belongs to {taken}; write another")
    return slug


def group_for(name: str, groups: Sequence[str], section: str, chinese: str | None) -> str:
    """The name of a group that is there, or of a new one with a Chinese name; else raises ValueError."""
    if chinese is None and name not in groups:
        there = f"its groups are {', '.join(groups)}"
        raise ValueError(f"{section} has no group `{name}`; {there}; --chinese (CHINESE=) makes one")
    if chinese is not None and name in groups:
        raise ValueError(f"{section} has the group `{name}`; leave --chinese out")
    return one_line(name, "group")


def chinese_name(name: str) -> str:
    if not is_in("zh", one_line(name, "Chinese name")):
        raise ValueError(f"`{name}` is not Chinese; write the group's name in Chinese")
    return name.strip()


def ask(question: str, check: Callable[[str], str]) -> str:
    """An answer that passes the check, asked for again until one does."""
    while True:
        try:
            return check(input(question))
        except ValueError as error:
            print(error)


def choose(what: str, choices: Sequence[str]) -> str:
    """One of the choices, by its number or its name."""
    for number, choice in enumerate(choices, 1):
        print(f"{number:3} {choice}")

    def check(text: str) -> str:
        if text.strip().isascii() and text.strip().isdigit() and 0 < int(text) <= len(choices):
            return choices[int(text) - 1]
        if text.strip() in choices:
            return text.strip()
        raise ValueError(f"`{text.strip()}` is none of them; write a number from 1 to {len(choices)}")

    return ask(f"{what}: ", check)


def answers(given: argparse.Namespace, terminal: bool) -> tuple[str, str, str, str, str | None]:
    """Section, group, title, slug and the Chinese name of a new group, as given or asked for.

    Raises ValueError for what is given and wrong, MissingError for what is missing without a terminal.
    """
    missing = [f"--{name}" for name in ("section", "group", "title") if getattr(given, name) is None]
    if missing and not terminal:
        raise MissingError(
            f"{', '.join(missing)} missing; add it (in make: TITLE=…), or type it on a terminal"
        )
    section = choose("section", SECTIONS) if given.section is None else known_section(given.section)
    pages = sound(navigation.read_pages(DOCS / section))
    groups = navigation.groups(pages)
    group, chinese = given.group, given.chinese
    if group is None:
        group = choose("group", [*groups, NEW_GROUP] if chinese is None else [NEW_GROUP])
        if group == NEW_GROUP:
            group = ask("its name in English: ", lambda text: group_for(text.strip(), groups, section, ""))
            chinese = ask("its name in Chinese: ", chinese_name) if chinese is None else chinese
    group = group_for(group.strip(), groups, section, chinese)
    chinese = None if chinese is None else chinese_name(chinese)
    title = ask("title: ", lambda text: one_line(text, "title")) if given.title is None else given.title
    title = one_line(title, "title")
    slug = given.slug
    if slug is None and terminal:
        like = slug_of(title)
        default = f" [{like}]" if like else ""
        slug = ask(f"slug, the end of its address{default}: ", lambda text: free_slug(text.strip() or like))
    elif slug is None and not slug_of(title):
        raise MissingError(f"--slug missing: `{title}` has no letters for one; add it")
    return section, group, title, free_slug(slug_of(title) if slug is None else slug), chinese


def sound(page: Page) -> Page:
    """A page without a fault; raises ValueError with the first one."""
    if page.problems:
        raise ValueError(str(page.problems[0]))
    return page


def files_of(section: str, group: str, title: str, slug: str, chinese: str | None) -> dict[Path, str]:
    """The texts to write for a new note: its own, that of `.pages`, for a new group that of the index.

    Raises ValueError if one of the section's files is not as it should be.
    """
    folder = DOCS / section
    pages = sound(navigation.read_pages(folder))
    index, notes = sections.read_section(folder)
    number = sections.next_number(sound(index), list(map(sound, notes.values())))
    found = {folder / f"{slug}.md": new_note(title, slug, number)}
    found[folder / ".pages"] = with_note(text_of(folder / ".pages"), pages, group, slug)
    if chinese is not None:
        found[folder / "index.md"] = with_group(text_of(folder / "index.md"), index, group, chinese)
    return found


def text_of(path: Path) -> str:
    """A text with its line ends as they are."""
    return path.read_bytes().decode("utf-8")


def write_all(files: Mapping[Path, str]) -> None:
    """Write all files or none; raises OSError and whatever stops it, when all is as it was before."""
    for path in files:
        if path.exists() and not os.access(path, os.W_OK):
            raise OSError(EACCES, os.strerror(EACCES), str(path))
    before = {path: path.read_bytes() if path.exists() else None for path in files}
    try:
        for path, text in files.items():
            write_whole(path, text)
    except BaseException:
        for path, data in before.items():
            if data is None:
                path.unlink(missing_ok=True)
            elif path.read_bytes() != data:
                write_whole(path, data)
        raise


def main(arguments: list[str]) -> int:
    parser = Parser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("section", "group", "title", "slug", "chinese"):
        parser.add_argument(f"--{name}")
    given = parser.parse_args(arguments)
    if not DOCS.is_dir():
        return told(f"there is no folder {DOCS} here; run it in the folder of mkdocs.yml", 1)
    try:
        section, group, title, slug, chinese = answers(given, sys.stdin.isatty())
        files = files_of(section, group, title, slug, chinese)
    except MissingError as error:
        return told(str(error), 2)
    except ValueError as error:
        return told(f"{error}; nothing was written", 1)
    except (KeyboardInterrupt, EOFError):
        print()
        return told("stopped; nothing was written", 130)
    note = DOCS / section / f"{slug}.md"
    with in_one_line(note):
        write_all(files)
    letter = read_page(DOCS / section / "index.md", "").data().get("letter", "")
    number = read_page(note, "").data()["number"]
    print(f"{note}: {letter}·{number}, listed below `{group}` in {note.parent}/.pages")
    if chinese is not None:
        print(f"{note.parent}/index.md: the group `{group}` is {chinese}")
    print("Now fill in `summary` and `aliases`, and write the text below the heading.")
    print("`make check` says what is still missing; until nothing is, the note is left out of the site.")
    print(f"`make serve` shows it at {ADDRESS}/{section}/{slug}/")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
