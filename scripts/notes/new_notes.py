"""Make the text of a new note, and put it into the `.pages` and index of its section. Functions over text."""

from __future__ import annotations

import re
import unicodedata

import yaml

from notes import navigation
from notes.page import Page, Row, Text, Value

NOTE = """---
title: {title}
number: {number}
summary:
  en:
  zh:
aliases:
---

# {heading}

"""


def slug_of(title: str) -> str:
    """A slug from the ASCII letters and digits of a title, accents left out; "" if it has none."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode("ascii")
    return "-".join(re.findall("[a-z0-9]+", plain.lower().replace("'", "")))


def quoted(text: str) -> str:
    """A text as a key or a value of YAML that is read as this text: in quotes if it has to be."""
    try:
        plain = yaml.safe_load(f"a: {text}\n{text}:\n") == {"a": text, text: None}
    except yaml.YAMLError:
        plain = False
    return text if plain else "'" + text.replace("'", "''") + "'"


def new_note(title: str, slug: str, number: int) -> str:
    """The text of a note with nothing but its title: what is missing is for `make check` to say."""
    return NOTE.format(title=quoted(title), number=number, heading=heading(title, slug))


def heading(title: str, slug: str) -> str:
    """A title as a heading that shows it as it is, with an anchor by hand if it is not all ASCII."""
    marks = r"[\\`*\[\]{}#]|(?<![^\W_])_+|_+(?![^\W_])"
    text = re.sub(marks, lambda mark: "".join(f"\\{char}" for char in mark[0]), title).replace("<", "&lt;")
    return text if title.isascii() else f"{text} {{ #{slug} }}"


def with_note(text: str, pages: Page, group: str, slug: str) -> str:
    """The text of a `.pages`, read as `pages`, with a note at the end of its group; all else stays as it is.

    A group that is not there is made at the end of `nav`. Raises ValueError if there is not a line an entry.
    """
    nav = pages.front.get("nav", Value(1, [])).data
    entries = [name for name, _ in navigation.entries(nav)]
    names = [name for name, owner in navigation.entries(nav) if owner == group]
    last = max(names or entries, key=lambda name: name.line, default=Text())
    if names:
        added = [f"{before(text, last)}{slug}.md"]
    else:
        indent = before(text, entries[0]) if entries else ""
        added = [f"{indent}{quoted(group)}:", f"{' ' * len(indent)}  - {slug}.md"]
    return with_lines(text, last.line, added)


def before(text: str, name: Text) -> str:
    """What stands before a name in its line: `  - `. Raises ValueError if that is anything else."""
    start = text.split("\n")[name.line - 1][: name.column - 1]
    if not re.fullmatch(r" *- +", start):
        raise ValueError(f"`{name}` does not stand on a line of its own; write `- {name}`")
    return start


def with_group(text: str, index: Page, group: str, chinese: str) -> str:
    """The text of a section's index page with a new group, and its Chinese name, at the end of `groups`.

    Raises ValueError if there is not a line a group.
    """
    value = index.front.get("groups", Value(1, Row()))
    names = value.data if isinstance(value.data, Row) else Row()
    places = [name for name in names.values() if isinstance(name, Text)]
    last = max(places, key=lambda name: name.line, default=Text())
    start = re.match(" +", text.split("\n")[last.line - 1])
    if not places or last.line == value.line or not start:
        raise ValueError("`groups` is no list of `group: name`; write one a line")
    return with_lines(text, last.line, [f"{start[0]}{quoted(group)}: {quoted(chinese)}"])


def with_lines(text: str, below: int, added: list[str]) -> str:
    """A text with lines below one of its lines (from 1), their ends like those of the text."""
    end = "\r\n" if "\r\n" in text else "\n"
    kept = (text if text.endswith("\n") else text + end).split("\n")
    kept[below:below] = [line + end[:-1] for line in added]
    return "\n".join(kept)
