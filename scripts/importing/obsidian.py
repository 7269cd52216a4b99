"""Turn what only Obsidian reads, and what this site's Markdown lacks, into this site's Markdown."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import yaml
from markdown.extensions.toc import slugify_unicode

from importing.blocks import Line
from importing.shown import TAGS
from importing.spelling import ADDRESS, EDGE, entities, spell
from importing.topics import Note, Report, code, slug_of

PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif", ".bmp"}
WORD = r"\w/\u00c0-\u2fff\u3040-\ufeff-"
LABEL = r"(?:[^\[\]\\`\n]|\\.|`[^`\n]*`|!?\[[^\[\]\n]*\](?:\([^()\s]*\))?)*"
TOKEN = re.compile(
    rf"""(?P<code>(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))
    |(?P<escaped>\\[^\w\s])
    |(?P<auto><(?:https?|ftp|mailto):[^<>\s]*>|<[\w.+-]+@[\w.-]+>)
    |(?P<html></?(?:{TAGS})(?:\s[^<>]*)?/?>|<!--.*?-->)
    |(?P<less><(?=[a-zA-Z/!?]))
    |(?P<comment>%%.*?%%)
    |(?P<wiki>(?P<embed>!?)\[\[(?P<target>[^\[\]|\n]*?)(?:\\?\|(?P<label>[^\[\]\n]*))?\]\])
    |(?P<foot>\[(?=\^[^\[\]\s]+\]))
    |(?P<link>(?P<image>!?)\[(?P<text>{LABEL})\]\((?P<to><[^<>\n]*>|(?:[^()\n]|\([^()\n]*\))*?)(?P<title>\s+"[^"\n]*")?\))
    |(?P<address>(?<![\w/"'=(<]){ADDRESS})
    |(?P<mark>(?<![\w=])==(?=[^\s=])(?P<marked>[^\n]*?[^\s=])==(?![\w=]))
    |(?P<gone>(?<!~)~~(?=[^\s~])(?P<deleted>[^\n]*?[^\s~])~~(?!~))
    |(?P<maths>(?<![\w$\\])\$\$?(?=[^\s$])[^$\n]*[^\s$\\]\$\$?(?![\w$]))
    |(?P<tag>(?<![^\s(（,，。、;；])\#(?=[{WORD}]*[^\W\d]|[{WORD}]*[^\x00-\x7f])[{WORD}]+)
    |(?P<id>(?:^|[ \t]+)\^[A-Za-z0-9-]+[ \t]*\Z)
    |(?P<brace>\{{(?=:?[ ]*[^}}\n ][^\n]*\}}))""",
    re.VERBOSE | re.DOTALL | re.MULTILINE | re.ASCII,
)
# Attributes as this site writes them may be meant; any other braces are text.
ATTRIBUTES = re.compile(r"\{:?[ ]*[#.][a-zA-Z][\w-]*[ ]*\}")


@dataclass
class World:
    """All that links may lead to: notes by their names, files by their paths and names, notes of the site."""

    notes: dict[str, Note] = field(default_factory=dict)
    parts: dict[str, list[Note]] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    site: dict[str, str] = field(default_factory=dict)
    copies: dict[str, Path] = field(default_factory=dict)


def front_matter(lines: list[Line]) -> tuple[dict[str, object], int]:
    """The values of the front matter that begins a file, and how many lines it has; 0 if there is none."""
    if not lines or lines[0].raw.rstrip(" \t") != "---":
        return {}, 0
    end = next((n for n in range(1, len(lines)) if lines[n].raw.rstrip(" \t") in ("---", "...")), 0)
    try:
        values = yaml.safe_load("\n".join(line.raw for line in lines[1:end]))
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        # Broken, but meant as such: it begins with a key.
        return {}, end + 1 if end and re.match(r"[\w-]+:(\s|$)", lines[1].raw) else 0
    return (values, end + 1) if isinstance(values, dict) else ({}, 0)


def listed(value: object) -> list[str]:
    """The texts of a value of front matter, be it a list or one text with commas."""
    values = value if isinstance(value, list) else str(value or "").split(",")
    return list(dict.fromkeys(str(each).strip() for each in values if str(each or "").strip()))


@dataclass
class Turner:
    """Turns the Markdown of one note; `changes` are pieces of the input and what stands for each now."""

    note: Note
    world: World
    report: Report
    changes: list[tuple[str, str]] = field(default_factory=list)

    def turn(self, text: str, lines: list[Line]) -> str:
        """A paragraph of the input, whose lines are given, as this site's Markdown."""

        def turned(found: re.Match[str]) -> str:
            line = lines[min(text.count("\n", 0, found.start()), len(lines) - 1)]
            kind = found.lastgroup if found.lastgroup in TURNS else None
            kind = kind or next((name for name in TURNS if found[name] is not None), "")
            return TURNS[kind](self, found, line) if kind else found[0]

        done = TOKEN.sub(turned, text)
        # A backslash breaks a line only in CommonMark. What is no ASCII space at the edges is the author's.
        done = EDGE.sub(entities, re.sub(r"(?<!\\)\\\n", "  \n", done))
        # Only a heading of its own begins with `#`; Python-Markdown would see one in `#tag`, too.
        return re.sub(r"(?m)^[ \t]*(?=#)", r"\\", done)

    def change(self, old: str, new: str) -> str:
        self.changes.append((old, new))
        return new

    def wiki(self, found: re.Match[str], line: Line) -> str:
        target, _, place = found["target"].partition("#")
        target, place = target.strip(), place.strip()
        name = " > ".join(part for part in (target, *place.split("#")) if part)
        size = re.search(r"(?:^|\|)(\d+(?:x\d+)?)$", found["label"] or "") if found["embed"] else None
        label = (found["label"] or "")[: size.start() if size else None].strip() or name
        copied = self.copy(target, line) if target else None
        if copied:
            return self.change(
                found[0], self.file(found["embed"], label, target, copied, line, size and size[1])
            )
        address = self.address(target, place, line, found[0])
        text = spell(label, addresses=False)
        if found["embed"]:
            self.report.guess(
                line, f"{code(found[0])} showed another note or file here; now it is a link or text"
            )
        if not address:
            self.report.leave([line], "A link that leads nowhere: its text stands in the note")
            return text
        text = re.sub(r"(?<!\\)([][])", r"\\\1", text)
        return self.change(found[0], f"[{text}]({address})")

    def file(self, embed: str, label: str, target: str, copied: str, line: Line, size: str | None) -> str:
        if not embed or Path(target).suffix.lower() not in PICTURES:
            return f"[{spell(label, addresses=False)}]({copied})"
        name = posixpath.basename(target) if label == target else label
        self.report.guess(
            line, f"picture {code(name)}: write what it shows" + (f"; {size} wide" if size else "")
        )
        return f"![{spell(name, addresses=False)}]({copied})"

    def address(self, target: str, place: str, line: Line, written: str) -> str:
        """Where a link to a note and a heading in it leads from this note; "" if there is none."""
        key = target.removesuffix(".md").casefold()
        folder = posixpath.dirname(self.note.file)
        keys = [posixpath.normpath(posixpath.join(folder, key)).casefold(), key] if key else []
        note = next((self.world.notes[key] for key in keys if key in self.world.notes), None)
        if not key or (note and place):
            # A heading may have become a note of its own.
            parts = self.world.parts[note.file if note else self.note.file]
            wanted = place.split("#")[-1].strip().casefold()
            for part in parts:
                named = {part.title.casefold(): "", **{k: f"#{v}" for k, v in part.anchors.items()}}
                slugs = {slugify_unicode(k, "-"): v for k, v in reversed(named.items())}
                if wanted and (wanted in named or wanted in slugs):
                    anchor = named.get(wanted, slugs.get(wanted, ""))
                    return anchor if part is self.note and anchor else self.relative(part.path) + anchor
            if not note:
                return ""
            self.report.guess(line, f"{code(written)} names a place that is not there; it leads to the note")
        if note:
            return self.relative(note.path)
        there = self.world.site.get(key)
        if there and self.note.section:
            self.report.guess(
                line, f"{code(written)} leads to docs/{there}.md, once the note stands in docs/"
            )
            return self.relative(f"{there}.md")
        if there:
            self.report.guess(
                line, f"{code(written)} is docs/{there}.md: link it when the note has a section"
            )
        return ""

    def relative(self, path: str) -> str:
        return posixpath.relpath(path, posixpath.dirname(self.note.path) or ".")

    def copy(self, target: str, line: Line) -> str | None:
        """Where a file of the input will stand beside the note; None if it is not there or is a note."""
        near = posixpath.normpath(posixpath.join(posixpath.dirname(line.file), target)).casefold()
        source = self.world.files.get(near) or self.world.files.get(target.casefold())
        if not source:
            return None
        stem, folder = slug_of(source.stem, "file"), f"{self.note.section}/" if self.note.section else ""
        for number in range(1, len(self.world.copies) + 2):
            path = f"{folder}{stem}{f'-{number}' if number > 1 else ''}{source.suffix.lower()}"
            if self.world.copies.setdefault(path, source) == source:
                return self.relative(path)
        return None

    def link(self, found: re.Match[str], line: Line) -> str:
        text, to = found["text"], found["to"].strip("<> ")
        inner = self.turn(text, [line]) if text else ""
        title = found["title"] or ""
        if re.match(r"[a-z][a-z0-9+.-]*:|//", to, re.IGNORECASE) or not to:
            return found[0] if inner == text else f"{found['image']}[{inner}]({found['to']}{title})"
        path, _, place = to.partition("#")
        path, place = unquote(path), unquote(place)
        address = (path and self.copy(path, line)) or ""
        if address and found["image"] and not text:
            self.report.guess(line, f"picture {code(posixpath.basename(path))}: write what it shows")
        if not address and not found["image"]:
            address = self.address(path, place, line, found[0])
        if not address:
            self.report.leave([line], "A link that leads nowhere: its text stands in the note")
            return inner or spell(posixpath.basename(path), addresses=False)
        return self.change(found[0], f"{found['image']}[{inner}]({address}{title})")

    def comment(self, _: re.Match[str], line: Line) -> str:
        self.report.leave([line], "A comment, which readers do not see")
        return ""

    def id(self, _: re.Match[str], line: Line) -> str:
        self.report.leave([line], "The name of a block, `^…`, which this site does not have")
        return ""

    def tag(self, found: re.Match[str], _: Line) -> str:
        self.note.tags.append(found[0])
        return found[0]

    def brace(self, found: re.Match[str], _: Line) -> str:
        at = found.start()
        before = found.string[:at]
        meant = ATTRIBUTES.match(found.string, at)
        edge = not before or before[-1] in "\n \t`*_)]>"
        return "\\{" if edge and not meant else "{"

    def maths(self, found: re.Match[str], line: Line) -> str:
        self.report.guess(line, "a formula: this site shows it as it was typed")
        return spell(found[0], addresses=False)


TURNS: dict[str, Callable[[Turner, re.Match[str], Line], str]] = {
    "less": lambda *_: "&lt;",
    "comment": Turner.comment,
    "wiki": Turner.wiki,
    "foot": lambda *_: "\\[",
    "link": Turner.link,
    "address": lambda _, found, *__: f"<{found[0]}>",
    "mark": lambda turner, found, line: f"<mark>{turner.turn(found['marked'], [line])}</mark>",
    "gone": lambda turner, found, line: f"<del>{turner.turn(found['deleted'], [line])}</del>",
    "maths": Turner.maths,
    "tag": Turner.tag,
    "id": Turner.id,
    "brace": Turner.brace,
}
