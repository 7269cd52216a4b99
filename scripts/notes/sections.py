"""Read and check what makes a section: its letter, its Chinese names, the numbers of its notes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path

from notes import navigation
from notes.page import SECTIONS, Page, Problem, Value, at, read_page


def check(docs: Path, pages: dict[Path, Page], notes: dict[Path, Page]) -> Iterator[Problem]:
    """What is wrong with the sections below `docs` and with the numbers of their notes.

    `pages` are all Markdown files, `notes` those of them that are notes. A section whose index page is
    missing or cannot be read is passed over: that is reported elsewhere.
    """
    letters: dict[str, str] = {}
    for section in SECTIONS:
        folder = docs / section
        index = pages.get(folder / "index.md")
        if index and not index.problems:
            yield from check_letter(index, letters)
            yield from check_chinese(index, folder)
            yield from check_numbers(index, [page for path, page in notes.items() if path.parent == folder])


def check_letter(index: Page, letters: dict[str, str]) -> Iterator[Problem]:
    """What is wrong with a section's letter; it is added to `letters`, where each has its index page."""
    if "letter" not in index.front:
        return
    value = index.front["letter"]
    letter = str(value.data)
    if not re.fullmatch("[A-Z]", letter):
        yield at(index.path, value, f"`letter: {letter}` is not one capital letter", "write one of A to Z")
    elif letter in letters:
        yield at(
            index.path,
            value,
            f"the letter {letter} belongs to {letters[letter]}",
            "give one of the two sections another",
        )
    letters.setdefault(letter, index.path)


def check_chinese(index: Page, folder: Path) -> Iterator[Problem]:
    """What is wrong with the Chinese names of a section and of the groups in its `.pages`."""
    chinese = index.front.get("chinese")
    if chinese and not chinese.data:
        yield at(index.path, chinese, "`chinese` is empty", "write the Chinese name on the same line")
    pages = navigation.read_pages(folder)
    if "groups" not in index.front or pages.problems:
        return
    value = index.front["groups"]
    names = value.data if isinstance(value.data, dict) else {}
    groups = navigation.groups(pages)
    for group in groups:
        if not names.get(group):
            yield at(
                index.path,
                value,
                f"the group `{group}` of {pages.path} has no Chinese name",
                f"add `  {group}: ` and the name below `groups:`",
            )
    for name in names:
        if name not in groups:
            yield at(
                index.path,
                value,
                f"`{name}` in `groups` is no group of {pages.path}",
                "correct the name or take the line out",
            )


def check_numbers(index: Page, notes: list[Page]) -> Iterator[Problem]:
    """What is wrong with the numbers of a section: the notes' and the retired ones are 1 to n, each once."""
    retired = index.front.get("retired", Value(1, []))
    if not (isinstance(retired.data, list) and all(isinstance(number, int) for number in retired.data)):
        yield at(index.path, retired, "`retired` is no list of numbers", "write it like `retired: [5, 8]`")
        return
    places = dict.fromkeys(retired.data, (index.path, retired))
    readable = [page for page in notes if not page.problems]
    faults = list(number_faults(index, readable, places, next_number(index, readable)))
    yield from faults
    # A gap may come from a number that is wrong elsewhere, so it is looked for when all others are right.
    if not faults and len(readable) == len(notes):
        yield from gaps(index, places)


def read_section(folder: Path) -> tuple[Page, dict[Path, Page]]:
    """The index page of a section, and its notes by their paths."""
    pages = {path: read_page(path, str(path)) for path in sorted(folder.glob("*.md"))}
    index = folder / "index.md"
    return pages.pop(index, None) or read_page(index, str(index)), pages


def next_number(index: Page, notes: list[Page]) -> int:
    """The number that the next new note of a section gets: no note has it or a greater one, none ever had."""
    retired = index.front.get("retired", Value(1, [])).data
    values = [page.front["number"].data for page in notes if "number" in page.front]
    taken = [*(retired if isinstance(retired, list) else []), *values]
    return max((number for number in taken if isinstance(number, int)), default=0) + 1


def number_faults(
    index: Page, notes: list[Page], places: dict[int, tuple[str, Value]], free: int
) -> Iterator[Problem]:
    """What is wrong with the numbers one by one; `places` has where each stands, the notes' are added."""
    for note in notes:
        value = note.front.get("number", Value(1, None))
        if value.data is None:
            yield Problem(
                note.path, 1, "no `number` in the front matter", f"add `number: {free}`, the next free one"
            )
        elif not isinstance(value.data, int):
            yield at(
                note.path,
                value,
                f"`number: {value.data}` is no positive integer",
                f"write it in digits, without quotes; the next free one is {free}",
            )
        elif value.data not in places:
            places[value.data] = (note.path, value)
        elif places[value.data][0] == index.path:
            yield at(
                note.path,
                value,
                f"the number {value.data} is retired in {index.path}",
                f"numbers are never reused: write the next free one, {free}",
            )
        else:
            yield at(
                note.path,
                value,
                f"the number {value.data} belongs to {places[value.data][0]}",
                f"give the newer of the two notes the next free one, {free}",
            )


def gaps(index: Page, places: dict[int, tuple[str, Value]]) -> Iterator[Problem]:
    for before, number in itertools.pairwise(sorted({0, *places})):
        if number - before > 1:
            left_out = f"{before + 1}" if number == before + 2 else f"{before + 1} to {number - 1}"
            yield at(
                *places[number],
                f"the number {number} leaves out {left_out}",
                "numbers are never reused: give a new note the next free one; list the number of a note that "
                f"was taken out under `retired` in {index.path}",
            )
