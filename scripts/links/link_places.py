"""Find where a fault of the built site was written: in which note, template or setting, on which lines."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from links.markdown_links import Link, ids, images_without_alt, links, undefined_references
from links.readable_links import why_unreadable
from notes.page import Page, Problem, read_page

NO_ALT = "an image without alt", "say in it what the image shows"
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

    def problem(self, path: str, line: int) -> Problem:
        """The fault as it is told, at a place where it was written."""
        subject = re.sub(r"\s", " ", self.subject)
        what = f"`{subject}`: {self.what}" if subject.strip() else self.what
        return Problem(path, line, what, self.mend)


@dataclass(frozen=True)
class Project:
    """What a site was made of: folders of notes and of templates, settings, its full address.

    Two kinds of pages are not in it: `left_out` are wrong themselves, the settings keep `excluded` out.
    """

    docs: Path
    overrides: Path
    config: Path
    root: str
    left_out: set[Path]
    excluded: set[Path]


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


def of_markdown(project: Project) -> Iterator[Problem]:
    """The faults that only the Markdown shows: names that are not defined, images without alt."""
    for path in sorted(set(project.docs.rglob("*.md")) - project.excluded):
        page = read_page(path, str(path))
        for link in undefined_references(page):
            what = f"`[{link.text}][{link.target}]`: the name `{link.target}` is defined nowhere"
            mend = f"write `[{link.target}]: address` on a line of its own, or `\\[` for a bracket"
            yield Problem(page.path, link.line, what, mend)
        for link in images_without_alt(page):
            yield Fault(page.path, link.line, "image", link.target, *NO_ALT).problem(page.path, link.line)


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
                yield replace(fault, subject=link.target).problem(page.path, link.line)
    else:
        address = absolute(fault.subject, fault.name, project.root)
        for link in links(page):
            file = file_of(link, Path(page.path))
            made = address_of(file, link.target, project) if file and file.is_file() else ""
            if is_same(link, fault.subject) or (made and made == address):
                told = told_as_file(replace(fault, subject=link.target), file, project)
                yield told.problem(page.path, link.line)


def is_same(link: Link, address: str) -> bool:
    """Whether an address of a built page is one of its Markdown, written as it is there."""
    return address in (link.target, html.unescape(link.target))


def file_of(link: Link, page: Path) -> Path | None:
    """The file that MkDocs takes a Markdown link to be, there or not; None if it leads to none."""
    if link.kind not in ("link", "image", "definition") or why_unreadable(link.target):
        return None
    parts = urlsplit(link.target)
    if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
        return None
    return Path(posixpath.normpath((page.parent / unquote(parts.path)).as_posix()))


def address_of(file: Path, target: str, project: Project) -> str:
    """The full address that MkDocs gives a link to a file in `docs`, "" for another file."""
    if not file.is_relative_to(project.docs):
        return ""
    path = quote(file.relative_to(project.docs).as_posix())
    if file.suffix == ".md":
        path = re.sub(r"(^|(?<=/))index/$", "", path.removesuffix(".md") + "/")
    parts = urlsplit(target)
    return urljoin(project.root + path, urlunsplit(("", "", "", parts.query, parts.fragment)))


def told_as_file(fault: Fault, file: Path | None, project: Project) -> Fault:
    """A fault in the terms of the Markdown: with the file that is missing, if its link names one."""
    if file in project.excluded:
        return replace(fault, what=f"{project.config} keeps {file} out of the site")
    if file is None or not file.suffix or file.is_file():
        return fault
    if not file.is_relative_to(project.docs):
        return replace(fault, what=f"leaves {project.docs}", mend="use fewer `../`")
    names = file.parent.iterdir() if file.parent.is_dir() else []
    close = next((name for name in names if name.name.lower() == file.name.lower()), None)
    mend = f"the file is {close}" if close else "correct the link"
    return replace(fault, what=f"there is no {file}", mend=mend)


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
