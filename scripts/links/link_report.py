"""Write what became of the outside links as the text of an issue, and read the dates back from it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from links.ask_links import Answer, plain
from links.dead_links import DeadLink
from notes.page import is_day

# Every kind of finding, in words, in the order that they are counted in.
KINDS = {
    "alive": "alive",
    "moved": "moved",
    "guarded": "guarded by a bot wall",
    "again": "known dead and alive again",
    "known": "known dead",
    "unasked": "not asked",
    "dead": "dead",
}
NEW, STILL = "Newly dead", "Still dead"
ROW = re.compile(r"\| `([^`|]+)` \| (\S+) \|")
# What servers say is cut here, so that it cannot fill the issue, which holds 65,536 characters.
LONGEST = 300
# Nothing from outside may end the code or the cell that it stands in.
HARMLESS = str.maketrans("`|", "'¦")


@dataclass(frozen=True)
class Finding:
    """An address of the notes, where it stands (`docs/kernel/b4.md:30`), and what became of it.

    `known` is its entry in the list of known-dead addresses.
    """

    address: str
    places: tuple[str, ...]
    answer: Answer
    known: DeadLink | None = None

    @property
    def kind(self) -> str:
        """One of KINDS. A wall says nothing of the page behind it: what is guarded stays known as dead."""
        if self.known is None:
            return self.answer.kind
        return "again" if self.answer.kind in ("alive", "moved") else "known"


def count(findings: list[Finding]) -> str:
    """How many addresses were asked and what became of them, in one line."""
    kinds = [found.kind for found in findings]
    parts = [
        f"{kinds.count(kind)} {words}" for kind, words in KINDS.items() if kind in kinds or kind == "dead"
    ]
    return f"{len(findings)} addresses: {', '.join(parts)}"


def report(findings: list[Finding], before: str, today: date) -> str:
    """The text of the issue in Markdown; `before` is the text of the last one, whatever has become of it.

    The same findings give the same text, but for the day in its first line.
    """
    last = dead_since(before, today)
    day = today.isoformat()
    since = {found.address: last.get(plain(found.address), day) for found in findings}

    def of(*kinds: str) -> list[Finding]:
        return [found for found in findings if found.kind in kinds]

    def known(found: Finding) -> list[str]:
        return [found.known.since, code(found.known.reason)] if found.known else []

    dead = [(found, [since[found.address], code(found.answer.why)]) for found in of("dead")]
    alive = [found for found in of("alive", "moved", "guarded") if plain(found.address) in last]
    parts = [
        f"Checked on {day}: {count(findings)}.",
        "Every check writes this text anew and reads from its tables since when an address is dead.",
        *table(NEW, "since | why", [(found, cells) for found, cells in dead if cells[0] == day]),
        *table(STILL, "since | why", [(found, cells) for found, cells in dead if cells[0] != day]),
        *table(
            "Alive again", "dead since | now", [(f, [since[f.address], code(f.answer.why)]) for f in alive]
        ),
        *table("Moved", "to", [(f, [code(f.answer.new)]) for f in of("moved")]),
        *table("Guarded by a bot wall, alive", "why", [(f, [code(f.answer.why)]) for f in of("guarded")]),
        *table("Known dead", "since | reason", [(f, known(f)) for f in of("known")]),
        *table(
            "Alive again, to be taken out of `dead_links` in mkdocs.yml",
            "since | reason",
            [(f, known(f)) for f in of("again")],
        ),
    ]
    return "\n\n".join(parts) + "\n"


def table(title: str, heads: str, rows: list[tuple[Finding, list[str]]]) -> list[str]:
    """A heading and a table of Markdown: the address, cells of its own, and the places; nothing if empty."""
    if not rows:
        return []
    lines = [f"| address | {heads} | where |", "| --- " * (heads.count("|") + 3) + "|"]
    for found, cells in rows:
        where = ", ".join(map(code, found.places))
        lines.append(f"| `{plain(found.address)}` | {' | '.join(cells)} | {where} |")
    return [f"## {title}", "\n".join(lines)]


def code(text: str) -> str:
    """A text from outside as code: there it cannot be Markdown, mention a person or refer to an issue."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    cut = line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
    return f"`{cut.translate(HARMLESS)}`"


def dead_since(body: str, today: date = date.max) -> dict[str, str]:
    """The dead addresses of a report, as `plain` writes them, and the ISO day since when each is dead.

    Passes over what is no row of the two tables of the dead, and days that are none or after `today`.
    """
    found: dict[str, str] = {}
    title = ""
    for line in body.splitlines():
        if line.startswith("#"):
            title = line.strip("# ")
        row = ROW.match(line)
        if row and title in (NEW, STILL) and is_day(row[2]) and date.fromisoformat(row[2]) <= today:
            found[row[1]] = min(row[2], found.get(row[1], row[2]))
    return found
