"""Read notes: their front matter, headings and place in the source. Pure functions over text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import yaml

DOCS = Path("docs")
# The author's export.
SOURCE = Path("tests/source/misc-ideas.txt")
SECTIONS = ("kernel", "kvm", "networking", "assembly-elf", "boot")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LANGUAGES = ("en", "zh")
FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of the input: where it is (path, line from 1), what is wrong, how to mend it."""

    path: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}; {self.mend}"


class Stale(Problem):
    """A table names a note that is not there; the site can be built without it."""


@dataclass(frozen=True)
class Value:
    """A value of YAML with the line of the file (from 1) that it stands on."""

    line: int
    data: object


class Row(dict[str, object]):
    """A mapping inside a value, such as a row of a table, with the line of the file that it begins on."""

    line: int = 1


@dataclass
class Page:
    """A Markdown file taken apart; `front` maps the keys of its front matter to their values."""

    path: str
    front: dict[str, Value] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)
    body_line: int = 1
    problems: list[Problem] = field(default_factory=list)

    def data(self) -> dict[str, object]:
        """The front matter without the lines."""
        return {key: value.data for key, value in self.front.items()}

    def blame(self, line: int, what: str, mend: str) -> None:
        self.problems.append(Problem(self.path, line, what, mend))


def is_note(path: Path, docs: Path) -> bool:
    """A note lies in the folder of a section and is not that section's index page."""
    return path.relative_to(docs).parts[0] in SECTIONS and path.name != "index.md"


def read_text(path: Path, name: str) -> str | Problem:
    """The text of a file with Unix line ends, or the problem that it is not plain UTF-8."""
    raw = path.read_bytes()
    if raw.startswith(b"\xef\xbb\xbf"):
        return Problem(name, 1, "a byte order mark begins the file", "save it as UTF-8 without one")
    try:
        return raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Problem(name, line, f"byte 0x{raw[error.start]:02x} is not UTF-8", "save the file as UTF-8")


def read_page(path: Path, name: str) -> Page:
    """Take a Markdown file apart; what is wrong with its front matter is in `problems`."""
    page = Page(name)
    text = read_text(path, name)
    if isinstance(text, Problem):
        page.problems.append(text)
        return page
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        page.body = lines
        page.blame(1, "no front matter", "begin the file with a block between two lines of `---`")
        return page
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        page.blame(1, "the front matter does not end", "close it with a line `---`")
        return page
    page.body, page.body_line = lines[end + 1 :], end + 2
    page.front = read_mapping("\n".join(lines[1:end]), 2, page)
    return page


def read_mapping(text: str, first_line: int, page: Page) -> dict[str, Value]:
    """The top level of a YAML mapping; `first_line` is the line of the file where the text begins."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        page.blame(line, f"broken YAML: {error.problem}", "quote a value that holds `: ` or ` #`")
        return {}
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        page.blame(first_line, "not a list of `key: value`", "write one key a line")
        return {}
    values: dict[str, Value] = {}
    for key, node in root.value:
        line = first_line + key.start_mark.line
        if key.value in values:
            page.blame(line, f"the key `{key.value}` stands twice", "keep one of the two")
        values[key.value] = Value(line, plain(node, first_line))
    return values


def unknown_keys(path: str, values: dict[str, Value], allowed: tuple[str, ...]) -> Iterator[Problem]:
    for key, value in values.items():
        if key not in allowed:
            yield Problem(path, value.line, f"unknown key `{key}`", f"the keys are {', '.join(allowed)}")


def unknown_row_keys(path: str, row: Row, allowed: tuple[str, ...]) -> Iterator[Problem]:
    return unknown_keys(path, {key: Value(row.line, value) for key, value in row.items()}, allowed)


def stale(path: str, row: Row, named: Iterable[object], notes: set[str]) -> Iterator[Problem]:
    """A problem for each of the named notes that is not among all `notes`."""
    for name in named:
        if name not in notes:
            yield Stale(path, row.line, f"there is no note `{name}`", "write it as `section/slug`")


def listed(row: Row, *keys: str) -> Iterator[object]:
    """What stands under the keys of a row, one after the other, be it a list or one thing."""
    for key in keys:
        value = row.get(key, [])
        yield from value if isinstance(value, list) else [value]


def left_out_without_reason(page: Page) -> Iterator[Problem]:
    """What is wrong with the names that a table leaves out, each with a reason under `why`."""
    for row in rows(page.front["left_out"].data) if "left_out" in page.front else ():
        if not texts(row, ("name", "why")):
            mend = "write `{name: …, why: …}`"
            yield Problem(page.path, row.line, "a name that is left out has no reason", mend)


def plain(node: yaml.Node, first_line: int = 1) -> object:
    """A YAML node as lists, rows, positive integers, and strings: any other scalar as it was written."""
    if isinstance(node, yaml.SequenceNode):
        return [plain(item, first_line) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        row = Row({key.value: plain(value, first_line) for key, value in node.value})
        row.line = first_line + node.start_mark.line
        return row
    if node.tag.endswith(":int") and re.fullmatch(r"[1-9]\d*", node.value):
        return int(node.value)
    return "" if node.tag.endswith(":null") else str(node.value)


def rows(value: object) -> list[Row]:
    """The rows of a table: those items of a list that are mappings."""
    return [item for item in value if isinstance(item, Row)] if isinstance(value, list) else []


def is_table(value: object) -> bool:
    """Whether a value is a list of rows: one at least, and nothing else."""
    return isinstance(value, list) and 0 < len(value) == len(rows(value))


def texts(row: object, keys: tuple[str, ...]) -> bool:
    """Whether a row has a text under each of the keys, and nothing else."""
    return (
        isinstance(row, Row) and set(row) == set(keys) and all(isinstance(t, str) and t for t in row.values())
    )


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar, written like 2026-11-24."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None


def day_faults(key: str, day: object, today: date, mend: str) -> Iterator[tuple[str, str]]:
    """What is wrong with a day that stands under `key`, and how to mend it; `mend` is for one yet to come."""
    if not is_day(str(day)):
        yield f"`{key}: {day}` is no date", "write year, month and day like `2026-11-24`"
    elif date.fromisoformat(str(day)) > today:
        yield f"`{key}: {day}` is yet to come", mend


def is_address(text: object) -> bool:
    """Whether a text is an address of the web; one that cannot be read is none."""
    try:
        return urlsplit(str(text)).scheme in ("http", "https") and bool(urlsplit(str(text)).netloc)
    except ValueError:
        return False


def source_range(text: str) -> tuple[int, int] | None:
    """`790-910` as (790, 910), lines of the source from 1, both included; None if it is no range."""
    match = re.fullmatch(r"([1-9]\d*)-([1-9]\d*)", text)
    if not match or int(match[1]) > int(match[2]):
        return None
    return int(match[1]), int(match[2])


def outside_fences(page: Page) -> Iterator[tuple[int, str]]:
    """The lines of the body that are not code, with their line in the file."""
    fence = ""
    for number, line in enumerate(page.body, page.body_line):
        mark = FENCE.match(line)
        if not fence and mark:
            fence = mark[1]
        elif fence and mark and mark[1].startswith(fence) and line.strip() == mark[1]:
            fence = ""
        elif not fence:
            yield number, line


def main_headings(page: Page) -> list[int]:
    """The lines of the file that hold a first-level heading, in either of Markdown's two spellings."""
    found = []
    before = ""
    for number, line in outside_fences(page):
        if re.match(r"#(?!#)", line):
            found.append(number)
        elif re.fullmatch(r"=+\s*", line) and before.strip():
            found.append(number - 1)
        before = line
    return found
