"""Read the redirects: where a page or an anchor that was published once is to be found now.

`redirects` below `extra` in mkdocs.yml maps old addresses to new ones, both as in scripts/addresses.txt:
`/kernel/old/: /kernel/new/`, `/kernel/new/#old: /kernel/new/#rating-field`. A page takes its anchors along.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from notes.configuration import setting
from notes.page import Problem, Value

ADDRESS = re.compile(r"/([a-z0-9-]+/)*(#[^\s#]+)?")
PAGE = """---
title: Moved
template: redirect.html
moved: {new}
search:
  exclude: true
---
"""


def read_redirects(config: Path, docs: Path) -> tuple[dict[str, Value], list[Problem]]:
    """The redirects of mkdocs.yml with their lines, and what is wrong with them before anything is built."""
    table = setting(config, "extra", "redirects")
    pairs = table.value if isinstance(table, yaml.MappingNode) else []
    found: dict[str, Value] = {}
    problems = []

    def blame(node: yaml.Node, what: str, mend: str) -> None:
        mark = node.start_mark
        problems.append(Problem(config.name, mark.line + 1, what, mend, mark.column + 1))

    for key, value in pairs:
        for node in (key, value):
            address = node.value
            if not ADDRESS.fullmatch(str(address)):
                mend = "write it from the home page on, like `/kernel/seqlock/` or `/kernel/seqlock/#anchor`"
                blame(node, f"`{address}` is no address of a page of this site", mend)
        path = docs / key.value.strip("/")
        here = [file for file in (path.with_suffix(".md"), path / "index.md") if file.is_file()]
        if key.value in found:
            blame(key, f"`{key.value}` is redirected twice", "keep one of the two")
        elif here:
            blame(key, f"`{key.value}` is redirected, but {here[0]} is there", "keep one of the two")
        found[key.value] = Value(key.start_mark.line + 1, value.value, value.start_mark.column + 1)
    return found, problems


def renamed(found: Mapping[str, Value]) -> dict[str, str]:
    """For the name that a page had (`kernel/old`) its name now."""
    return {
        old.strip("/"): str(value.data).partition("#")[0].strip("/")
        for old, value in found.items()
        if "#" not in old
    }


def pages(redirects: dict[str, Value]) -> Iterator[tuple[str, str]]:
    """The path and the Markdown of a page for each page that moved, so that its old address leads on."""
    for old, value in redirects.items():
        if "#" not in old:
            yield f"{old.strip('/')}.md", PAGE.format(new=value.data)
