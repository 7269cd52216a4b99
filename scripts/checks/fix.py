"""Mend what has one way to be mended; the text of a note that came from the source is never touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from building.whole import in_one_line, write_whole
from checks.characters import ENDED, in_line, mended, own_lines
from checks.front_matter import NOTE_KEYS, misspelled
from notes import sections
from notes.page import SECTIONS, take_apart

# The place of what was mended (line and column, from 1), and what it was.
Fixed = tuple[int, int, str]


def fix(docs: Path, texts: Iterable[Path]) -> Iterator[str]:
    """Mend the pages and `.pages` below `docs`, and the texts; yields a line for each thing that was mended.

    That line is `file:line:column: fixed: what`. Each file is written whole or not at all; one that cannot be
    ends the program with a line that says so.
    """
    for path in sorted({*docs.rglob("*.md"), *docs.rglob(".pages"), *texts}):
        if path.is_file():
            yield from write(
                path, *mend(path, path.read_bytes(), path.suffix == ".md" and path.is_relative_to(docs))
            )
    for section in SECTIONS:
        yield from add_numbers(docs / section)


def write(path: Path, data: bytes, fixed: list[Fixed]) -> Iterator[str]:
    if fixed:
        with in_one_line(path):
            write_whole(path.resolve(), data)
    yield from (f"{path}:{line}:{column}: fixed: {what}" for line, column, what in fixed)


def mend(path: Path, raw: bytes, page: bool) -> tuple[bytes, list[Fixed]]:
    """A file with what is sure set right, and what that was. Of a page the author's text stays as it is."""
    bare = raw.removeprefix(b"\xef\xbb\xbf")
    fixed = [(1, 1, "the byte order mark is gone")] if bare != raw else []
    try:
        text = bare.decode("utf-8")
    except UnicodeDecodeError:
        return raw, []
    own = own_lines(take_apart(text.replace("\r\n", "\n"), "")) if page else None
    lines = text.split("\n")
    windows = 0
    for number, line in enumerate(lines[:own]):
        kept = line.removesuffix("\r") if number < len(lines) - 1 else line
        windows = windows or (number + 1 if kept != line else 0)
        sure = [odd for odd in in_line(kept) if odd.meant is not None]
        fixed += [(number + 1, odd.start + 1, f"{odd.what}; {told(odd.meant or '')}") for odd in sure]
        lines[number] = mended(kept)
    if windows:
        fixed.append((windows, len(text.split("\n")[windows - 1]), "line ends of Windows are those of Unix"))
    if own is None and lines[-1] and path.suffix in ENDED:
        fixed.append((len(lines), len(text) - text.rfind("\n"), "the last line has its end"))
        lines.append("")
    return "\n".join(lines).encode("utf-8"), sorted(fixed)


def told(meant: str) -> str:
    if not meant.strip():
        return "a plain space" if meant else "taken out"
    return f"now `{meant}`"


def add_numbers(folder: Path) -> Iterator[str]:
    """Give the notes of a section that have no number the next free ones; not while one cannot be read."""
    index, notes = sections.read_section(folder)
    if any(page.problems for page in (index, *notes.values())):
        return
    free = sections.next_number(index, list(notes.values()))
    for path, page in notes.items():
        meant = "number" in page.front or "number" in dict(misspelled(page, NOTE_KEYS)).values()
        title = page.front.get("title")
        if meant or not title:
            continue
        # Below the title, unless that is a text of many lines.
        others = [value.line for value in page.front.values() if value.line > title.line]
        line = title.line + 1 if min(others, default=page.body_line - 1) == title.line + 1 else 2
        raw = path.read_bytes().split(b"\n")
        end = b"\r" if raw[0].endswith(b"\r") else b""
        raw.insert(line - 1, f"number: {free}".encode() + end)
        yield from write(path, b"\n".join(raw), [(line, 1, f"no `number`; now `number: {free}`")])
        free += 1
