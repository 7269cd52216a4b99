"""Read the known-dead addresses: `dead_links` below `extra` in mkdocs.yml, each with a date and a reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from notes.configuration import setting
from notes.page import Problem, day_faults, plain

KEYS = ("address", "since", "reason")
SHAPE = "write `- address:`, `since:` and `reason:`, each with its text, a key a line"


@dataclass(frozen=True)
class DeadLink:
    """An address that is known to be dead: `since` is an ISO date, `line` the place in mkdocs.yml."""

    address: str
    since: str
    reason: str
    line: int


def dead_links(config: Path, held: set[str], today: date) -> tuple[list[DeadLink], list[Problem]]:
    """The known-dead addresses of mkdocs.yml that are in order, and what is wrong with the others.

    `held` are the addresses that pages link to, as they stand there. The list may be empty or absent.
    Raises OSError if the file cannot be read.
    """
    node = setting(config, "extra", "dead_links")
    if node is None or plain(node) == "":
        return [], []
    if not isinstance(node, yaml.SequenceNode):
        return [], [
            Problem(
                config.name,
                node.start_mark.line + 1,
                "`dead_links` is no list",
                SHAPE,
                node.start_mark.column + 1,
            )
        ]
    known: list[DeadLink] = []
    problems: list[Problem] = []
    for entry in node.value:
        line, column, item = entry.start_mark.line + 1, entry.start_mark.column + 1, plain(entry)
        faults = list(entry_faults(item, held, {link.address for link in known}, today))
        problems += [Problem(config.name, line, what, mend, column) for what, mend in faults]
        if isinstance(item, dict) and not faults:
            known.append(DeadLink(**item, line=line))
    return known, problems


def entry_faults(item: object, held: set[str], taken: set[str], today: date) -> Iterator[tuple[str, str]]:
    """What is wrong with one entry of the list, and how to mend it."""
    if not isinstance(item, dict):
        yield f"`{item}` is no known-dead address", SHAPE
        return
    for key in item:
        if key not in KEYS:
            yield f"unknown key `{key}` in `dead_links`", f"the keys are {', '.join(KEYS)}"
    texts = {key: item[key] for key in KEYS if isinstance(item.get(key), str) and item[key].strip()}
    for key in KEYS:
        if key not in texts:
            yield f"no `{key}` in an entry of `dead_links`", SHAPE
    address, since = texts.get("address"), texts.get("since")
    if address in taken:
        yield f"`{address}` stands twice in `dead_links`", "keep one of the two"
    elif address is not None and address not in held:
        yield f"no page links to `{address}`", "take it out of `dead_links`"
    if since is not None:
        yield from day_faults("since", since, today, "write the day when the address was first seen dead")
