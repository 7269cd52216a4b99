"""Check the `.pages` files: every page stands in the navigation once, every note in a group."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from notes.page import (
    SECTIONS,
    Page,
    Problem,
    Row,
    Text,
    Value,
    at,
    read_mapping,
    read_text,
    rows,
    unknown_keys,
)

PAGES_KEYS = ("title", "nav")


def check(docs: Path, pages: set[Path], notes: set[Path]) -> Iterator[Problem]:
    """What is wrong with the `.pages` of the root and of each section.

    `pages` are all Markdown files below `docs`, `notes` those of them that are notes.
    """
    folders = [docs] + [docs / section for section in SECTIONS if (docs / section).is_dir()]
    listed: set[Path] = set()
    for folder in folders:
        yield from check_folder(folder, notes, listed)
    for folder in folders[1:]:
        if folder not in listed:
            root = str(docs / ".pages")
            yield Problem(root, 1, f"`{folder.name}` is not listed", f"add `- {folder.name}`")
    for path in sorted(page for page in pages - listed if page.parent in folders):
        home = path.parent / ".pages"
        group = " below a group" if path in notes else ""
        yield Problem(
            str(path),
            1,
            "the page is outside the navigation",
            f"add `{path.name}` to {home}{group}",
        )


def check_folder(folder: Path, notes: set[Path], listed: set[Path]) -> Iterator[Problem]:
    """What is wrong with one `.pages` file; the pages that it lists are added to `listed`.

    Of a file that cannot be read, all pages of its folder are: that is one fault, not one a page.
    """
    page = read_pages(folder)
    if page.problems:
        yield from page.problems
        listed.update(folder.iterdir())
        return
    yield from unknown_keys(page.path, page.front, PAGES_KEYS)
    nav = page.front.get("nav", Value(1, []))
    yield from check_groups(page.path, nav)
    names = list(entries(nav.data))
    if names[:1] != [("index.md", "")]:
        yield at(page.path, nav, "`nav` does not begin with the index page", "put `- index.md` first")
    for name, group in names:
        target = folder / name
        if not (target.exists() or target.is_symlink()):
            close = next(
                (path for path in sorted(folder.iterdir()) if path.name.lower() == name.lower()), None
            )
            mend = f"the file is `{close.name}`" if close else "correct the name or take the line out"
            yield at(page.path, name, f"there is no `{name}`", mend)
            target = close or target
        elif target in listed:
            yield at(page.path, name, f"`{name}` is listed twice", "keep one of the two")
        elif target in notes and not group:
            yield at(page.path, name, f"the note `{name}` is in no group", "list it below a group")
        listed.add(target)


def check_groups(path: str, nav: Value) -> Iterator[Problem]:
    """What is wrong with the groups of a `nav`: each has a name of its own, and notes."""
    taken: set[str] = set()
    for item in rows(nav.data):
        for group, names in item.items():
            if group in taken:
                yield at(path, item, f"a second group `{group}`", "list its notes below the first")
            taken.add(group)
            if not names:
                yield at(path, item, f"the group `{group}` has no notes", "list one below it or take it out")
            for row in rows(names):
                mend = "let it stand beside the other, not inside"
                yield at(path, row, f"the group `{'`, `'.join(row)}` stands in another", mend)


def read_pages(folder: Path) -> Page:
    """The `.pages` of a folder: `front` has its keys, `body` its lines, `problems` why it cannot be read."""
    path = folder / ".pages"
    page = Page(str(path))
    if not path.is_file():
        page.blame(1, "the folder has no .pages", "list its pages below `nav:`")
        return page
    text = read_text(path, page.path)
    if isinstance(text, Problem):
        page.problems.append(text)
    else:
        page.body = text.split("\n")
        page.front = read_mapping(text, 1, page)
    return page


def groups(page: Page) -> list[str]:
    """The names of the groups in a `.pages`, in its order."""
    return list(
        dict.fromkeys(group for item in rows(page.front.get("nav", Value(1, [])).data) for group in item)
    )


def entries(nav: object) -> Iterator[tuple[Text, str]]:
    """The names in a `nav`, with their places, and the group that holds each, "" at the top level."""
    for item in nav if isinstance(nav, list) else []:
        for group, names in item.items() if isinstance(item, Row) else [("", item)]:
            for name in names if isinstance(names, list) else [names]:
                if name and not isinstance(name, Row | list):
                    yield name if isinstance(name, Text) else Text(name), group
