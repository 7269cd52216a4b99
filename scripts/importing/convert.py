"""From the texts of an input to those of its notes and the report, with the proof that no line is lost."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from importing.blocks import Block, Line, parse
from importing.facts import Facts
from importing.obsidian import World, front_matter, listed
from importing.plain import read_plain
from importing.shown import Reader, bare, holds, render, unmarked
from importing.topics import Note, Report, level_to_split, name_notes, slug_of, split, title_of
from importing.write import note_text, report_text
from notes.page import SECTIONS


class LostError(Exception):
    """A line of the input is neither in a note nor in the report: a fault of this program."""


@dataclass
class Input:
    """What is imported: the texts of its files, the other files, and what is known beside them."""

    name: str
    texts: dict[str, str]
    alone: bool
    files: dict[str, Path] = field(default_factory=dict)
    facts: Facts = field(default_factory=Facts)
    level: int | None = None
    # Files and folders that hold settings and the like: they are told, but not read.
    hidden: list[str] = field(default_factory=list)
    # The site's own notes, `section/slug` with their names; the export that their `source` counts lines of.
    site: dict[str, list[str]] = field(default_factory=dict)
    export: str | None = None


def convert(given: Input) -> tuple[dict[str, str], dict[str, Path]]:
    """The texts of the review folder and the files to copy there, by their paths in it.

    The report is always there, also if no note came of the input. Raises LostError if a line would be lost.
    """
    report = Report()
    world = World(files={path.casefold(): source for path, source in given.files.items()})
    for path, source in given.files.items():
        world.files.setdefault(posixpath.basename(path).casefold(), source)
    lines = {file: lines_of(file, text) for file, text in given.texts.items()}
    notes: list[Note] = []
    definitions: dict[str, dict[str, Block]] = {}
    for file in lines:
        found, definitions[file] = read_file(file, lines[file], given, report)
        world.parts[file] = found
        notes += found
    taken = {key.split("/")[1] for key in given.site} if given.facts.topics is None else set()
    places = {} if given.alone else {file: number for number, file in enumerate(lines, 1)}
    name_notes(notes, taken, places, report)
    name_targets(world, notes, given)
    texts = {note.path: note_text(note, definitions[note.file], world, report) for note in notes}
    for file, known in definitions.items():
        used = {id(block) for note in world.parts[file] for block in note.blocks}
        report_unused = [block for block in known.values() if id(block) not in used]
        for block in report_unused:
            report.leave(block.lines, "The target of a link or a footnote that nothing uses")
    copied = set(world.copies.values())
    others = [path for path, source in given.files.items() if source not in copied and not given.alone]
    others = sorted([*others, *given.hidden, *(file for file, parts in world.parts.items() if not parts)])
    texts["report.md"] = report_text(given.name, notes, report, others)
    for line in lost(lines, notes, texts, report):
        raise LostError(f"{line.file}:{line.number}")
    return texts, world.copies


def lines_of(file: str, text: str) -> list[Line]:
    """The lines of a text; they end with a newline, and nothing else ends one."""
    raws = text.replace("\r\n", "\n").split("\n")
    return [Line(file, number, raw, raw) for number, raw in enumerate(raws, 1)]


def read_file(
    file: str, lines: list[Line], given: Input, report: Report
) -> tuple[list[Note], dict[str, Block]]:
    """The notes of a file, without slugs for now, and what its links and footnotes lead to."""
    path = PurePosixPath(file)
    name = re.sub(r" [0-9a-f]{32}$", "", path.stem).strip() or path.name
    values: dict[str, object] = {}
    if path.suffix.lower() in (".md", ".markdown"):
        values, count = front_matter(lines)
        report.leave(lines[:count], "Front matter; `title` and `aliases` went into the note")
        blocks = parse(lines[count:])
    else:
        blocks = read_plain(lines, given.facts, report)
    known: dict[str, Block] = {}
    for block in blocks:
        if block.kind in ("definition", "footnote") and known.setdefault(block.mark, block) is not block:
            report.leave(block.lines, "The target of a link or a footnote that has one already")
    blocks = [block for block in blocks if block.kind not in ("definition", "footnote")]
    level = given.level
    if level is None:
        level = 1 if given.facts.topics is not None else level_to_split(blocks, given.alone, bool(values))
    title = " ".join(str(values.get("title") or "").split())
    notes = list(split(file, title or name, bool(title), blocks, level, report))
    if len(notes) == 1:
        notes[0].aliases = listed(values.get("aliases") or values.get("alias"))
        notes[0].tags = [f"#{tag.lstrip('#')}" for tag in listed(values.get("tags") or values.get("tag"))]
        notes[0].title = title or notes[0].title
    section = slug_of(path.parts[0], "")
    for note in notes:
        note.section = section if section in SECTIONS and len(path.parts) > 1 else ""
        first, last = note.lines[0].number, max(line.number for line in note.lines)
        if given.facts.topics is not None and first in given.facts.topics:
            last, note.section, note.group, note.slug, note.title = given.facts.topics[first]
        note.source = f"{first}-{last}" if given.export == given.texts[file] else ""
    return notes, known


def name_targets(world: World, notes: list[Note], given: Input) -> None:
    """Fill in by what names a link may call a note: its path, its file, its title, its aliases."""
    for file, parts in world.parts.items():
        stem = re.sub(r"\.(md|markdown|txt)$", "", file, flags=re.IGNORECASE).casefold()
        if parts:
            world.notes.setdefault(stem, parts[0])
    for file, parts in world.parts.items():
        stem = PurePosixPath(file).stem.casefold()
        if parts:
            world.notes.setdefault(stem, parts[0])
    for note in notes:
        names = [note.title, *([title_of(note.heading)] if note.heading else []), *note.aliases]
        for name in names:
            world.notes.setdefault(name.casefold(), note)
    for key, known in given.site.items():
        for name in (*known, key.split("/")[1]):
            world.site.setdefault(name.casefold(), key)


def lost(
    lines: dict[str, list[Line]], notes: list[Note], texts: dict[str, str], report: Report
) -> Iterator[Line]:
    """The lines of the input, blank ones excepted, whose characters are in no note and not in the report.

    Of plain text all characters count, of Markdown those that cannot be marks of it.
    """
    told = set(texts["report.md"].split("\n"))
    shown: dict[tuple[str, int], tuple[str, bool]] = {}
    for note in notes:
        body = re.sub(r"\A---\n.*?\n---\n", "", texts[note.path], flags=re.DOTALL)
        page = render(body)
        reader = Reader(page)
        plain = re.sub(r"\s", "", reader.words)
        marked = "\0".join([*map(bare, (reader.words, reader.all, page, body))])
        blocks = [*([note.heading] if note.heading else []), *note.blocks]
        for block in blocks:
            exact = block.shown is not None
            shown |= {(line.file, line.number): (plain if exact else marked, exact) for line in block.lines}
    for line in (line for file in lines.values() for line in file):
        place = line.file, line.number
        raw = report.turned.get(place, line.raw)
        text, exact = shown.get(place, ("", False))
        found = re.sub(r"\s", "", unmarked(raw)) in text if exact else holds(text, raw)
        found = found and place in shown
        if line.raw.strip(" \t\f\r") and not found and not (report.holds(line) and line.raw in told):
            yield line
