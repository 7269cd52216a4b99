"""Find where a fault of the built site was written: in which note, template or setting, on which lines."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from links import file_links
from links.file_links import Project, file_of, mild
from links.markdown_links import Link, ids, images_without_alt, links
from links.readable_links import why_unreadable
from notes.page import Page, Problem, read_page

COMMENT = re.compile(r"\{#.*?#\}|^\s*#[^\n]*", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Fault:
    """What is wrong with `subject`, the address of a link or an image or an id, in a file of the site."""

    name: str
    line: int
    kind: str
    subject: str
    what: str
    mend: str

    def problem(self, path: str, line: int, column: int = 1) -> Problem:
        """The fault as it is told, at a place where it was written."""
        return mild(path, line, column, self.subject, (self.what, self.mend))


def problems(faults: list[Fault], project: Project) -> set[Problem]:
    """The faults where they were written, each once, however many pages show it."""
    found = set()
    nowhere: dict[tuple[str, str], Fault] = {}
    by_name: dict[str, list[Fault]] = {}
    for fault in faults:
        by_name.setdefault(fault.name, []).append(fault)
    for name, here in by_name.items():
        source = source_of(name, project.docs)
        page = read_page(source, str(source)) if source else Page("")
        for fault in here:
            if leads_to_left_out(fault, page, project):
                continue
            places = (
                list(in_markdown(fault, page, project))
                or list(in_own_file(fault, project))
                or list(in_templates(fault, project))
            )
            found.update(places)
            # The list of references has a copy of each outside address, at the end of an archive's.
            copied = (
                other.subject for other in here if "://" in other.subject and other.subject != fault.subject
            )
            if not places and not fault.subject.endswith(tuple(copied)):
                nowhere.setdefault((from_home(fault, project.root), fault.mend), fault)
    return found | {fault.problem(fault.name, fault.line) for fault in nowhere.values()}


def source_of(name: str, docs: Path) -> Path | None:
    """The Markdown file that a page of the built site was made from, None if there is none."""
    if not name.endswith(".html"):
        return None
    path = re.sub(r"(^|/)index$", "", name.removesuffix(".html"))
    candidates = [docs / f"{path}.md"] * bool(path) + [docs / path / "index.md"]
    return next((file for file in candidates if file.is_file()), None)


def leads_to_left_out(fault: Fault, page: Page, project: Project) -> bool:
    """Whether a link leads to a page that is left out; what is wrong with that page is told already."""
    path = urlsplit(from_home(fault, project.root)).path if fault.kind == "link" and project.left_out else ""
    sources = [source_of(f"{unquote(path)}index.html", project.docs)] if path.endswith("/") else []
    sources += [
        file_of(link, Path(page.path)) for link in links(page) if path and is_same(link, fault.subject)
    ]
    return any(source in project.left_out for source in sources)


def absolute(link: str, name: str, root: str) -> str:
    """The address that a link on the file `name` of the site leads to, "" if it is none."""
    return "" if why_unreadable(link) else urljoin(root + name.removesuffix("index.html"), link)


def in_markdown(fault: Fault, page: Page, project: Project) -> Iterator[Problem]:
    """The fault at each line of the page's Markdown that holds it."""
    if fault.kind == "id":
        lines = [line for line, name in ids(page) if name == fault.subject]
        other = f"line {lines[0]}" if len(lines) > 1 else "what stands around the note"
        for line in lines[1:] or lines:
            yield replace(fault, what=f"an id that {other} has too").problem(page.path, line)
    elif fault.kind == "image":
        for link in images_without_alt(page):
            if is_same(link, fault.subject):
                yield replace(fault, subject=link.target).problem(page.path, link.line, link.column)
    else:
        address = absolute(fault.subject, fault.name, project.root)
        for link in links(page):
            file = file_of(link, Path(page.path))
            made = address_of(file, link.target, project) if file and file.is_file() else ""
            if is_same(link, fault.subject) or (made and made == address):
                told = file_links.fault(link, page, project) or (fault.what, fault.mend)
                yield mild(page.path, link.line, link.column, link.target, told)


def is_same(link: Link, address: str) -> bool:
    """Whether an address of a built page is one of its Markdown, written as it is there."""
    return address in (link.target, html.unescape(link.target))


def address_of(file: Path, target: str, project: Project) -> str:
    """The full address that MkDocs gives a link to a file in `docs`, "" for another file."""
    if not file.is_relative_to(project.docs):
        return ""
    path = quote(file.relative_to(project.docs).as_posix())
    if file.suffix == ".md":
        path = re.sub(r"(^|(?<=/))index/$", "", path.removesuffix(".md") + "/")
    parts = urlsplit(target)
    return urljoin(project.root + path, urlunsplit(("", "", "", parts.query, parts.fragment)))


def in_own_file(fault: Fault, project: Project) -> Iterator[Problem]:
    """The fault in a file of `docs` that is no page: a style sheet, slimmed in the site; a drawing."""
    file = project.docs / fault.name
    if file.is_file():
        lines = without_comments(file).splitlines()
        found = [number for number, line in enumerate(lines, 1) if fault.subject in line]
        yield from (fault.problem(str(file), line) for line in found or [fault.line])


def in_templates(fault: Fault, project: Project) -> Iterator[Problem]:
    """The fault at each line of the templates or else the settings that holds it."""
    link, rest = fault.subject, from_home(fault, project.root)
    path, mark, anchor = rest.partition("#")
    if fault.kind == "id":
        wanted = [(f'id="{link}"', link)]
    else:
        wanted = [
            (rest, rest),
            (link, link),
            (mark + anchor, link if link.startswith("#") else rest),
            (path, rest),
        ]
    texts = {
        file: without_comments(file) for file in (*sorted(project.overrides.rglob("*.*")), project.config)
    }
    for text, told in ((text, told) for text, told in wanted if len(text) > 1):
        pattern = re.compile(rf"(?<![\w-]){re.escape(text)}(?![\w-])")
        places = [
            (file, content.count("\n", 0, match.start()) + 1)
            for file, content in texts.items()
            for match in pattern.finditer(content)
        ]
        if places:
            yield from (replace(fault, subject=told).problem(str(file), line) for file, line in places)
            return


def from_home(fault: Fault, root: str) -> str:
    """A link as a template may write it: from the home page on; as it is if it leads out of the site."""
    return (
        absolute(fault.subject, fault.name, root).removeprefix(root)
        if fault.kind == "link"
        else fault.subject
    )


def without_comments(file: Path) -> str:
    return COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), file.read_text(encoding="utf-8"))
