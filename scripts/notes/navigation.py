"""Check the `.pages` files: every page stands in the navigation once, every note in a group."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from notes.page import SECTIONS, Page, Problem, Value, read_mapping, read_text, unknown_keys

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
    names = list(entries(nav.data))
    if names[:1] != [("index.md", "")]:
        yield Problem(
            page.path, nav.line, "`nav` does not begin with the index page", "put `- index.md` first"
        )
    for name, group in names:
        line = line_of(page.body, name)
        target = folder / name
        if not target.exists():
            yield Problem(page.path, line, f"there is no `{name}`", "correct the name or take the line out")
        elif target in listed:
            yield Problem(page.path, line, f"`{name}` is listed twice", "keep one of the two")
        elif target in notes and not group:
            yield Problem(page.path, line, f"the note `{name}` is in no group", "list it below a group")
        listed.add(target)


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
    nav = page.front.get("nav", Value(1, []))
    return list(dict.fromkeys(group for _, group in entries(nav.data) if group))


def entries(nav: object) -> Iterator[tuple[str, str]]:
    """The names in a `nav` with the group that holds them, "" at the top level."""
    for item in nav if isinstance(nav, list) else []:
        if isinstance(item, dict):
            for group, names in item.items():
                for name in names if isinstance(names, list) else [names]:
                    yield str(name), str(group)
        else:
            yield str(item), ""


def line_of(lines: list[str], name: str) -> int:
    """The line (from 1) of a `.pages` file that lists `name`; of several, the last."""
    return max((n for n, line in enumerate(lines, 1) if line.split("- ")[-1].strip() == name), default=1)
