"""Find characters that fool the eye in our own text, and say which ones were meant.

The body of a note that came from the source is the author's: nothing here looks at it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from notes import yaml_faults
from notes.page import DOCS, Mild, Page, Problem, is_verbatim

# Cyrillic and Greek letters that look like Latin ones, and these (Unicode's confusables.txt).
LOOK_ALIKES = dict(
    zip(
        "аесорхуіјѕԁһԛԝАВЕЅІЈКМНОРСТУХοικνρυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
        "aecopxyijsdhqwABESIJKMHOPCTYXoikvpuxABEZHIKMNOPTYX",
        strict=True,
    )
)
# Radicals that are encoded apart from the ideograph that they are, which NFKC does not tell: the property
# Equivalent_Unified_Ideograph (Unicode's EquivalentUnifiedIdeograph.txt), those that a font draws alike;
# `-` stands for the others.
RADICALS = dict(
    enumerate(
        "厂--乙亻冂𠘨刀刂卜㔾小小兀-尢-巳幺彑彐忄心扌攵-旡日月歺母民氵氺灬爫爫丬牛犭王-目示礻-"
        "糹纟-罒-冗-羊--耂肀聿肉-艹艹艹虎衤覀西见角-讠贝-车辶辶辶邑钅長-长门-阝雨青韦页风飞"
        "食--饣-马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
        0x2E81,
    )
)
KINDS = ("", ".md", ".yml", ".html", ".xml", ".txt", ".json", ".svg", ".css", ".js")
# Of these the last line has an end; what a template ends with is a part of what it makes.
ENDED = ("", ".md", ".yml")
WORD = re.compile(r"[^\W\d_]+")
# What is looked at more closely: everything but printable ASCII, ideographs and the usual punctuation.
SUSPECT = re.compile("[^\t\n -~\u3001-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff5e]")


@dataclass(frozen=True)
class Odd:
    """A piece of a line, from 0, that fools the eye; `meant` is what is to stand there, None if unsure."""

    start: int
    end: int
    what: str
    mend: str
    meant: str | None


def named(char: str) -> str:
    """A character by its code and name: `U+200B ZERO WIDTH SPACE`."""
    return f"U+{ord(char):04X} {unicodedata.name(char, 'a control code')}"


def in_line(line: str) -> list[Odd]:
    """Whatever fools the eye in a line, from left to right."""
    suspects = [match.start() for match in SUSPECT.finditer(line)]
    if not suspects:
        return []
    found = [odd for place in suspects if (odd := of_character(line, place))]
    found += [odd for match in WORD.finditer(line) if (odd := of_word(match))]
    return sorted(found, key=lambda odd: odd.start)


def of_character(line: str, place: int) -> Odd | None:
    char = line[place]
    kind = unicodedata.category(char)
    before = line[place - 1 : place]

    def odd(mend: str, meant: str | None) -> Odd:
        return Odd(place, place + 1, f"`{named(char)}`", mend, meant)

    if kind in ("Zs", "Zl", "Zp"):
        return odd("write a plain space", " ")
    # A joiner and a selector of a drawing (U+FE0E, U+FE0F) belong to the emoji before them.
    joins = char in "\u200d\ufe0e\ufe0f" and before and unicodedata.category(before) in ("So", "Sk", "Mn")
    if (kind == "Cf" or 0xFE00 <= ord(char) <= 0xFE0F) and not joins:
        return odd("take it out: nobody sees it", "")
    if kind == "Cc":
        return odd("take it out", None if char == "\r" else "")
    if kind == "Co":
        return odd("write what is meant: every font draws another thing, or none", None)
    if char == "\ufffd":
        return odd("write the letter that was lost here", None)
    meant = RADICALS.get(ord(char), "-").replace("-", unicodedata.normalize("NFKC", char))
    if 0x2E80 <= ord(char) <= 0x2FDF or 0xF900 <= ord(char) <= 0xFAFF or 0x2F800 <= ord(char) <= 0x2FA1F:
        if meant == char:
            return odd("write the ideograph that is meant", None) if ord(char) < 0x3000 else None
        return odd(f"write the ideograph `{meant}` (U+{ord(meant):04X})", meant)
    return None


def of_word(match: re.Match[str]) -> Odd | None:
    """A word of Latin letters with a Cyrillic one in it, or a Greek one that looks Latin; `μs` has none."""
    word = match[0]
    foreign = [char for char in word if "\u0370" <= char <= "\u052f"]
    wrong = [char for char in foreign if char in LOOK_ALIKES or char >= "\u0400"]
    if not wrong or not re.search("[A-Za-z]", word):
        return None
    meant = "".join(LOOK_ALIKES.get(char, char) for char in word)
    sure = all(char in LOOK_ALIKES for char in foreign)
    mend = f"write `{meant}`" if sure else "write it in one script"
    return Odd(
        *match.span(),
        f"`{word}` has a letter that looks Latin, `{named(wrong[0])}`",
        mend,
        meant if sure else None,
    )


def mended(line: str) -> str:
    """A line with what was meant in the place of all that is sure."""
    for odd in reversed(in_line(line)):
        if odd.meant is not None:
            line = line[: odd.start] + odd.meant + line[odd.end :]
    return line


def check(path: Path, lines: int | None = None, front: int | None = 0) -> Iterator[Problem]:
    """The faults of the first `lines` of a text file, None for all; what is no UTF-8 is told elsewhere.

    The first `front` of these are YAML: what it cannot read there a site is not built with.
    """
    if lines == 0:
        return
    raw = path.read_bytes()
    text = raw.decode("utf-8", "replace")
    if "\ufffd" in text and "\ufffd".encode() not in raw:
        return
    whole = text.split("\n")
    own = whole[:lines]
    windows = next((number for number, line in enumerate(own, 1) if line.endswith("\r")), None)
    if windows:
        what, column = "a line end of Windows (CR LF)", len(own[windows - 1])
        yield Mild(str(path), windows, what, "save the file with line ends of Unix (LF)", column)
    for number, line in suspect_lines(own):
        for odd in in_line(line.removesuffix("\r")):
            grave = (front is None or number <= front) and yaml_faults.UNREADABLE.match(line, odd.start)
            kind = Problem if grave else Mild
            yield kind(str(path), number, odd.what, odd.mend, odd.start + 1)
    if lines is None and whole[-1] and path.suffix in ENDED:
        mend = "end the last line with a line end"
        yield Mild(str(path), len(whole), "no line end at the end of the file", mend, len(whole[-1]) + 1)


def suspect_lines(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The lines, with their numbers from 1, that need a closer look."""
    text, number, end = "\n".join(lines), 0, 0
    for match in SUSPECT.finditer(text):
        if match.start() >= end:
            number += text.count("\n", end - 1 if end else 0, match.start()) + (not number)
            end = text.find("\n", match.start()) + 1 or len(text)
            yield number, lines[number - 1]


def texts(root: Path) -> list[Path]:
    """The texts of a project, besides its notes, that people write and readers see."""
    patterns = ("*.md", "*.yml", "LICENSE", "NOTICE", "scripts/*.md", "overrides/**/*", f"{DOCS}/assets/*")
    found = {path for pattern in patterns for path in root.glob(pattern)}
    return sorted(path for path in found if path.suffix in KINDS and path.is_file())


def own_lines(page: Page) -> int | None:
    """How many lines of a page are ours: the front matter's; None for all."""
    return page.body_line - 1 if is_verbatim(page) else None
