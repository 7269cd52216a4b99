"""Sorted tables of the index: made in little memory, packed, and cut into files.

A table has a line for each key. What belongs to a key is added in any order; it is sorted a piece of the
alphabet at a time, so that never all keys are objects at once.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from functools import cache
from operator import add

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
# So many pairs are kept as they are added, before those of each piece of the alphabet become one text.
LOOSE = 100_000


class Sorter:
    """Takes pairs of a key and what belongs to it, both without spaces, and gives them back by key."""

    def __init__(self) -> None:
        self.count = 0
        self.loose: dict[int, dict[str, list[str]]] = {}
        self.joined: dict[int, list[bytes]] = defaultdict(list)
        # What is loose by the first letters of the keys.
        self.by_letter: dict[str, dict[str, list[str]]] = {}

    def add(self, pairs: Collection[tuple[str, str]]) -> None:
        by_letter = self.by_letter
        for key, value in pairs:
            letter = key[0]
            if letter not in by_letter:
                by_letter[letter] = self.loose.setdefault(place_of(letter), {})
            found = by_letter[letter]
            if key in found:
                found[key].append(value)
            else:
                found[key] = [value]
        self.count += len(pairs)
        if self.count > LOOSE:
            self.count = 0
            for place, found in self.loose.items():
                if found:
                    lines = "\n".join(f"{key} {' '.join(values)}" for key, values in found.items())
                    self.joined[place].append(lines.encode())
                    found.clear()

    def places(self) -> Iterator[tuple[int, list[str], dict[str, list[str]]]]:
        """The pieces of the alphabet, each with its keys in order, and by key what was added.

        Nothing is left then.
        """
        self.by_letter.clear()
        for place in sorted(self.loose):
            found: dict[str, list[str]] = {}
            for text in self.joined.pop(place, ()):
                for line in text.decode().split("\n"):
                    key, *values = line.split(" ")
                    found.setdefault(key, []).extend(values)
            for key, values in self.loose.pop(place).items():
                found.setdefault(key, []).extend(values)
            # JavaScript compares text by its UTF-16; of ASCII that is the order of the letters.
            yield place, sorted(found, key=None if "".join(found).isascii() else utf16), found


def place_of(letter: str) -> int:
    """Which piece of the alphabet a key lies in, by its first letter; in the order of UTF-16."""
    code = ord(letter)
    if code > 0xFFFF:
        return 0xD8 + 128
    return code if code < 128 else (code >> 8) + 128


def utf16(text: str) -> bytes:
    return text.encode("utf-16-be")


class Lines:
    """The lines of a table: many, in the memory that their bytes take."""

    def __init__(self) -> None:
        self.size = 0
        self.joined: list[bytes] = []

    def add(self, lines: str) -> None:
        """Add lines, each with a newline before it."""
        if lines:
            text = lines[1:].encode()
            self.size += len(text) - text.count(b"\n")
            self.joined.append(text)


def packed(found: Iterable[tuple[int, str]]) -> str:
    """Notes and weights, each one of DIGITS, as text: for each note the step from the one before, then what
    it weighs.
    """
    text, before = "", -1
    for number, weight in found:
        text += step_of(number - before - 1) + weight
        before = number
    return text


@cache
def step_of(step: int) -> str:
    """A step from one note to another as text.

    A digit that is not the last is a capital letter (base 26); the last is one of DIGITS (base 32).
    """
    return DIGITS[step] if step < 32 else chr(ord("A") + step % 26) + step_of(step // 26)


def slips(word: str) -> list[tuple[str, str]]:
    """The keys that slips of a word are found by, each with what makes the word of it.

    `.` is the key itself, `2o` the key with an `o` before its third letter. Words that are one slip apart
    share a key.
    """
    # What is left of a word without its last letter comes first.
    shorter = map("".join, itertools.combinations(word, len(word) - 1))
    letters = map(add, DIGITS[len(word) - 1 :: -1], reversed(word))
    return [(word, "."), *zip(shorter, letters, strict=True)]


def cut(lines: Lines, size: str) -> Iterator[list[bytes]]:
    """The lines of a sorted table in pieces, each to be one file, the larger the larger `size` is.

    Files grow more slowly than the table: more notes make more of them, and a query loads little more.
    """
    # What the power of a float is depends on the processor; that of a decimal number does not.
    limit = round(Decimal(size) * Decimal(lines.size) ** Decimal("0.42"))
    rest: list[bytes] = []
    for some in lines.joined:
        rest += some.split(b"\n")
        ends = list(itertools.accumulate(map(len, rest)))
        start, before = 0, 0
        while start + 1 < len(rest) and ends[-1] - before > limit:
            stop = max(start + 1, bisect_right(ends, before + limit))
            yield rest[start:stop]
            start, before = stop, ends[stop - 1]
        rest = rest[start:]
    yield rest


def firsts(pieces: Iterable[tuple[str, str]]) -> list[str]:
    """For each piece as much of its first key as tells it from the last key of the piece before.

    A piece is given by its first and its last key.
    """
    found: list[str] = []
    last = ""
    for first, end in pieces:
        same = next((n for n, (a, b) in enumerate(zip(last, first, strict=False)) if a != b), len(last))
        found.append(first[: same + 1] if found else first)
        last = end
    return found
