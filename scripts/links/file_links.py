"""Check what the Markdown alone shows of links: files and anchors that are not there, names, ids, images.

MkDocs builds a page all the same, and warns; `make links` tells the same faults in the same words.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from around import remarks
from links.markdown_links import (
    Link,
    ids,
    ids_by_hand,
    images_without_alt,
    links,
    undefined_references,
)
from links.readable_links import why_unreadable
from notes.page import Mild, Page, Problem, is_note, read_page

NO_ALT = "an image without alt", "say in it what the image shows"
NAME_FILE = "name the file, like `../kernel/wait-queue.md`"


@dataclass(frozen=True)
class Project:
    """What a site is made of: folders of notes and of templates, settings, its full address.

    Two kinds of pages are not in it: `left_out` are wrong themselves, the settings keep `excluded` out. Of a
    page that `moved` (`kernel/old`) a link may name the old file. `known` are addresses of anchors that notes
    have besides those of their Markdown (`/kernel/seqlock/#remarks`). `pages` are those read already.
    """

    docs: Path
    overrides: Path
    config: Path
    root: str = ""
    left_out: set[Path] = field(default_factory=set)
    excluded: set[Path] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    known: set[str] = field(default_factory=set)
    pages: Mapping[Path, Page] = field(default_factory=dict)


def problems(page: Page, project: Project) -> Iterator[Problem]:
    """The faults of a page's links, images and ids that need no built site."""
    for link in undefined_references(page):
        what = f"`[{link.text}][{link.target}]`: the name `{link.target}` is defined nowhere"
        mend = f"write `[{link.target}]: address` on a line of its own, or `\\[` for a bracket"
        yield Mild(page.path, link.line, what, mend, link.column)
    for link in images_without_alt(page):
        yield mild(page.path, link.line, link.column, link.target, NO_ALT)
    for link in links(page):
        told = fault(link, page, project)
        if told:
            yield mild(page.path, link.line, link.column, link.target, told)
    seen: dict[str, int] = {}
    for line, name in ids_by_hand(page):
        if name in seen:
            told = f"an id that line {seen[name]} has too", "give one of the two another name"
            yield mild(page.path, line, 1, name, told)
        seen.setdefault(name, line)


def mild(path: str, line: int, column: int, subject: str, told: tuple[str, str]) -> Mild:
    """A fault of an address or an id that MkDocs can build a page with: what is wrong, how to mend it."""
    subject = re.sub(r"\s", " ", subject)
    what = f"`{subject}`: {told[0]}" if subject.strip() else told[0]
    return Mild(path, line, what, told[1], column)


def fault(link: Link, page: Page, project: Project) -> tuple[str, str] | None:
    """What is wrong with a link to a file or an anchor, and how to mend it; None if nothing is."""
    why = why_unreadable(link.target)
    if why:
        return f"no address ({why})", "correct it"
    parts = urlsplit(link.target)
    if link.kind not in ("link", "image", "definition") or parts.scheme or parts.netloc:
        return None
    if not link.target.strip():
        return "an empty link", "write an address or take the link out"
    if parts.path.startswith("/"):
        return "an address from the root on", NAME_FILE
    file = file_of(link, Path(page.path)) or Path(page.path)
    if parts.path and not file.is_file():
        return missing(file, parts.path, project)
    if file in project.excluded:
        return f"{project.config} keeps {file} out of the site", "correct the link"
    anchor = unquote(parts.fragment.partition(":~:")[0])
    if not anchor or anchor == "top" or file.suffix != ".md" or not is_note(file, project.docs):
        return None
    target = page if file == Path(page.path) else project.pages.get(file) or read_page(file, str(file))
    if re.sub(r"_\d+$", "", anchor) in anchors(target, file, project):
        return None
    return f"{file} has no anchor `{anchor}`", "link to one of its headings"


def missing(file: Path, path: str, project: Project) -> tuple[str, str] | None:
    """What is wrong with a link to a file that is not there; `path` is what the link says."""
    if path.endswith("/") or not file.suffix:
        return "names no file", NAME_FILE
    if not file.is_relative_to(project.docs):
        return f"leaves {project.docs}", "use fewer `../`"
    if file.relative_to(project.docs).with_suffix("").as_posix() in project.moved:
        return None
    names = file.parent.iterdir() if file.parent.is_dir() else []
    close = next((name for name in names if name.name.lower() == file.name.lower()), None)
    return f"there is no {file}", f"the file is {close}" if close else "correct the link"


def file_of(link: Link, page: Path) -> Path | None:
    """The file that MkDocs takes a Markdown link to be, there or not; None if it leads to none."""
    if link.kind not in ("link", "image", "definition") or why_unreadable(link.target):
        return None
    parts = urlsplit(link.target)
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return None
    return Path(posixpath.normpath((page.parent / unquote(parts.path)).as_posix()))


def anchors(page: Page, file: Path, project: Project) -> set[str]:
    """The anchors of a note: of its Markdown, of its remarks, and those that are known."""
    address = f"/{file.relative_to(project.docs).with_suffix('').as_posix()}/#"
    known = {name.removeprefix(address) for name in project.known if name.startswith(address)}
    return {name for _, name in ids(page)} | {remarks.anchor(remark) for remark in remarks.of(page)} | known
