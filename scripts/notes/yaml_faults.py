"""Say what is wrong with YAML in the words of a writer, the same with either of PyYAML's parsers.

A fault is its line and column in the text (from 0), what is wrong, and how to mend it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

Fault = tuple[int, int, str, str]

# What YAML refuses to read or takes for a line end; the check of characters tells where it stands.
UNREADABLE = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
# Where these stand YAML sees no key, and takes the line for the end of the value above it.
WIDE_COLON = re.compile(r"^ *[A-Za-z_]+ *(\uff1a)", re.MULTILINE)
NO_SPACE = re.compile(r"^(?:[A-Za-z_]+| +(?:en|zh))(:)(?=[^\s/])", re.MULTILINE)
TAB = re.compile(r"^ *(\t)", re.MULTILINE)
QUOTE_VALUE = "put the value in quotes"
# What both parsers say alike in their context or problem; whether the place is where the context begins.
ERRORS = (
    ("quoted scalar", True, "a quote that never closes", "close it; within '…' write a ' twice"),
    ("flow ", True, "a bracket without its end", "close it, and put a comma between what it holds"),
    ("mapping values", False, "a value that holds `: `", QUOTE_VALUE),
    ("start any token", False, "a value begins with a mark that means something to YAML", QUOTE_VALUE),
    ("alias", False, "a value begins with `*`", QUOTE_VALUE),
    (
        "",
        False,
        "this line does not fit those around it",
        "indent it like them; quote a value that holds `: ` or ` #`",
    ),
)


def in_lines(text: str) -> Iterator[Fault]:
    """Faults that YAML does not see, or sees elsewhere."""
    for pattern, what, mend in (
        (WIDE_COLON, "a full-width colon after the key", "write `: `"),
        (NO_SPACE, "no space after the colon", "write `: `"),
    ):
        for match in pattern.finditer(text):
            yield *place(text, match.start(1)), what, mend


def of_error(error: yaml.YAMLError, text: str) -> Fault:
    """What is wrong with a text that YAML refuses."""
    tab = TAB.search(text)
    if tab:
        return *place(text, tab.start(1)), "a tab indents the line", "indent it with spaces"
    context = getattr(error, "context", None) or ""
    said = f"{context} {getattr(error, 'problem', None) or error}"
    _, begins, what, mend = next(entry for entry in ERRORS if entry[0] in said)
    marks = [getattr(error, name, None) for name in ("context_mark", "problem_mark")]
    mark = next((mark for mark in (marks if begins else marks[::-1]) if mark), None)
    lines = text.split("\n")
    line = min(mark.line, len(lines) - 1) if mark else 0
    return line, min(mark.column, len(lines[line])) if mark else 0, f"broken YAML: {what}", mend


def in_nodes(root: yaml.Node, text: str) -> list[Fault]:
    """Faults of YAML that can be read; `root` is what `text` was read as."""
    faults: list[Fault] = []
    seen: set[int] = set()
    waiting = [root]
    has_names = "*" in text
    while waiting:
        node = waiting.pop()
        if has_names:
            if id(node) in seen:
                mark = node.start_mark
                what = "a value that is used twice by its name (`&`, `*`)"
                faults.append((mark.line, mark.column, what, "write it out"))
                continue
            seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            waiting += node.value
        elif isinstance(node, yaml.MappingNode):
            keys = set()
            for key, value in node.value:
                here = key.start_mark.line, key.start_mark.column
                if not isinstance(key, yaml.ScalarNode):
                    faults.append((*here, "a key that is no text", "write a name before the colon"))
                elif key.value in keys:
                    faults.append((*here, f"the key `{key.value}` stands twice", "keep one of the two"))
                else:
                    keys.add(key.value)
                if has_names or not isinstance(value, yaml.ScalarNode):
                    waiting.append(value)
    return faults


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset in a text, from 0."""
    return text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset) - 1
