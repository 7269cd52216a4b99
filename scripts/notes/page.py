"""Read notes: their front matter, headings and place in the source. Pure functions over text."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache, wraps
from pathlib import Path
from typing import TypeVar, cast
from urllib.parse import urlsplit

import yaml

from notes import yaml_faults, yaml_nodes

DOCS = Path("docs")
# The author's export.
SOURCE = Path("tests/source/misc-ideas.txt")
SECTIONS = ("kernel", "kvm", "networking", "assembly-elf", "boot")
# What YAML takes for a positive integer, or for nothing, unless it stands in quotes.
SIMPLE = re.compile(r"[1-9][0-9]*|~|null|Null|NULL|")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LANGUAGES = ("en", "zh")
# The template of the page that shows the author's whole export.
SOURCE_TEMPLATE = "source.html"
Found = TypeVar("Found")


@dataclass(frozen=True)
class Problem:
    """One fault of the input: where it is, what is wrong, how to mend it.

    Lines and columns count from 1, columns in characters; where only the line is known the column is 1. It is
    told as the GNU coding standards have it (section 4.4), so that editors can jump there.
    """

    path: str
    line: int
    what: str
    mend: str
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.what}; {self.mend}"

    def __lt__(self, other: Problem) -> bool:
        return self.order() < other.order()

    def order(self) -> tuple[str, int, int, str, str]:
        return self.path, self.line, self.column, self.what, self.mend


class Mild(Problem):
    """A fault that the site can be built with: a reader has the page all the same."""


@dataclass(frozen=True)
class Value:
    """What stands under a key of YAML.

    `line` is the key's in the file; `column` is where the value begins if that is on the same line, else the
    key's.
    """

    line: int
    data: object
    column: int = 1


class Placed:
    """What has a place in a file: the line and column where it begins, 1 where nobody has set them."""

    __slots__ = ()
    line: int
    column: int

    def __getattr__(self, name: str) -> int:
        if name in ("line", "column"):
            return 1
        raise AttributeError(name)


class Row(dict[str, object], Placed):
    """A mapping inside a value, such as a row of a table."""

    __slots__ = ("column", "line")


class Text(str, Placed):
    """A text inside a value."""

    __slots__ = ("column", "line")


def at(path: str, place: Value | Row | Text, what: str, mend: str) -> Problem:
    """A fault of what was read from YAML, at its place."""
    return Problem(path, place.line, what, mend, place.column)


# Two pages are one only if they are the same object: what is found out about one is kept by it.
@dataclass(eq=False)
class Page:
    """A Markdown file taken apart; `front` maps the keys of its front matter to their values."""

    path: str
    front: dict[str, Value] = field(default_factory=dict)
    body: list[str] = field(default_factory=list)
    body_line: int = 1
    problems: list[Problem] = field(default_factory=list)
    # What was found out about the page, by what found it out.
    found: dict[object, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The body as it stands in the file."""
        return "\n".join(self.body)

    def data(self) -> dict[str, object]:
        """The front matter without the lines."""
        return {key: value.data for key, value in self.front.items()}

    def blame(self, line: int, what: str, mend: str, column: int = 1) -> None:
        self.problems.append(Problem(self.path, line, what, mend, column))


def once(find: Callable[[Page], Found]) -> Callable[[Page], Found]:
    """Let a function find out about a page once: what it found is kept by the page, and goes with it."""

    @wraps(find)
    def found(page: Page) -> Found:
        if find not in page.found:
            page.found[find] = find(page)
        return cast(Found, page.found[find])

    return found


def is_note(path: Path, docs: Path) -> bool:
    """A note lies in the folder of a section and is not that section's index page."""
    return path.relative_to(docs).parts[0] in SECTIONS and path.name != "index.md"


def is_verbatim(page: Page) -> bool:
    """Whether the body of a page is the author's own text, which is never changed.

    It may be when the front matter cannot be read, or has a key that is meant to be `source`.
    """
    template = page.front.get("template", Value(1, "")).data
    return bool(page.problems) or mean_source(tuple(page.front)) or template == SOURCE_TEMPLATE


@cache
def mean_source(keys: tuple[str, ...]) -> bool:
    """Whether one of the keys is meant to be `source`; most pages have the same keys."""
    return bool(difflib.get_close_matches("source", [key.lower() for key in keys]))


def read_text(path: Path, name: str) -> str | Problem:
    """The text of a file with Unix line ends, or the problem that it cannot be read or is not plain UTF-8."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        return Problem(name, 1, f"cannot be read: {error.strerror}", "mend that, or take it away")
    if raw.startswith(b"\xef\xbb\xbf"):
        return Problem(name, 1, "a byte order mark begins the file", "save it as UTF-8 without one")
    try:
        return raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        start = raw.rfind(b"\n", 0, error.start) + 1
        what = f"byte 0x{raw[error.start]:02x} is not UTF-8"
        column = len(raw[start : error.start].decode("utf-8")) + 1
        return Problem(name, line, what, "save the file as UTF-8", column)


def read_page(path: Path, name: str) -> Page:
    """Take a Markdown file apart; what is wrong with its front matter is in `problems`."""
    text = read_text(path, name)
    return Page(name, problems=[text]) if isinstance(text, Problem) else take_apart(text, name)


def take_apart(text: str, name: str) -> Page:
    """The page that the text of a Markdown file makes."""
    page = Page(name)
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        page.body = lines
        page.blame(*no_front_matter(lines))
        return page
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        page.blame(1, "the front matter does not end", "close it with a line `---`")
        return page
    page.body, page.body_line = lines[end + 1 :], end + 2
    page.front = read_mapping("\n".join(lines[1:end]), 2, page)
    return page


def no_front_matter(lines: list[str]) -> tuple[int, str, str]:
    """Where the front matter was meant to begin, what is wrong with that, and how to mend it."""
    for number, line in enumerate(lines, 1):
        if re.fullmatch(r"\s*[-\u2013\u2014]{1,6}\s*", line):
            if line.rstrip() == "---":
                what = f"the front matter begins in line {number}"
                return 1, what, "take away what stands above it: `---` is the first line of the file"
            return number, f"`{line.strip()}` does not begin the front matter", "write `---`, three hyphens"
        if line.strip():
            break
    return 1, "no front matter", "begin the file with a block between two lines of `---`"


def read_mapping(text: str, first_line: int, page: Page) -> dict[str, Value]:
    """The top level of a YAML mapping; `first_line` is the line of the file where the text begins."""
    text = yaml_faults.UNREADABLE.sub(" ", text)
    faults = list(yaml_faults.in_lines(text))
    root = None
    if not faults:
        try:
            root = yaml_nodes.compose(text)
        except yaml.YAMLError as error:
            faults.append(yaml_faults.of_error(error, text))
    if root is not None and not isinstance(root, yaml.MappingNode):
        faults.append((0, 0, "not a list of `key: value`", "write one key a line"))
    faults += yaml_faults.in_nodes(root, text) if root else ()
    for line, column, what, mend in faults:
        page.blame(first_line + line, what, mend, column + 1)
    values: dict[str, Value] = {}
    for key, node in root.value if isinstance(root, yaml.MappingNode) and not faults else ():
        mark = node.start_mark if node.start_mark.line == key.start_mark.line else key.start_mark
        values[key.value] = Value(first_line + key.start_mark.line, plain(node, first_line), mark.column + 1)
    return values


def unknown_keys(path: str, values: dict[str, Value], allowed: tuple[str, ...]) -> Iterator[Problem]:
    for key, value in values.items():
        if key not in allowed:
            yield Problem(path, value.line, f"unknown key `{key}`", f"the keys are {', '.join(allowed)}")


def unknown_row_keys(path: str, row: Row, allowed: tuple[str, ...]) -> Iterator[Problem]:
    for key in row:
        if key not in allowed:
            yield at(path, row, f"unknown key `{key}`", f"the keys are {', '.join(allowed)}")


def stale(path: str, row: Row, named: Iterable[object], notes: set[str]) -> Iterator[Problem]:
    """A problem for each of the named notes that is not among all `notes`."""
    for name in named:
        if name not in notes:
            yield Mild(path, row.line, f"there is no note `{name}`", "write it as `section/slug`", row.column)


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
            yield at(page.path, row, "a name that is left out has no reason", mend)


def plain(node: yaml.Node, first_line: int = 1) -> object:
    """A YAML node as lists, rows, positive integers, and texts: any other scalar as it was written."""
    found: Row | Text
    if isinstance(node, yaml.ScalarNode):
        if node.style or node.tag != yaml_nodes.UNTAGGED or not SIMPLE.fullmatch(node.value):
            found = Text(node.value)
        elif node.value.isdecimal():
            return int(node.value)
        else:
            found = Text("")
    elif isinstance(node, yaml.SequenceNode):
        return [plain(item, first_line) for item in node.value]
    else:
        found = Row({key.value: plain(value, first_line) for key, value in node.value})
    mark = node.start_mark
    found.line, found.column = first_line + mark.line, mark.column + 1
    return found


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
