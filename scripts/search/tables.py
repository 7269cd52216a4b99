"""Sorted tables of the index: made in little memory, packed, and cut into files.

A table has a line for each key. What belongs to a key is added in any order; it is sorted a piece of the
alphabet at a time, so that never all keys are objects at once.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
# So many lines of a piece of the alphabet are kept as they are added, before they become one text.
LOOSE = 2000


def utf16(text: str) -> bytes:
    """What JavaScript compares a text by."""
    return text.encode("utf-16-be")


class Sorter:
    """Takes pairs of a key and what belongs to it, both without spaces, and gives them back by key."""

    def __init__(self) -> None:
        self.loose: dict[int, list[str]] = defaultdict(list)
        self.joined: dict[int, list[bytes]] = defaultdict(list)

    def add(self, key: str, value: str) -> None:
        first = ord(key[0])
        # Sorted as UTF-16: what lies above its 16 bits stands before the last of them.
        place = first if first < 128 else (first >> 8) + 128 if first < 0xE000 else 0x200 + (first <= 0xFFFF)
        lines = self.loose[place]
        lines.append(f"{key} {value}")
        if len(lines) >= LOOSE:
            self.joined[place].append("\n".join(lines).encode())
            lines.clear()

    def groups(self) -> Iterator[tuple[str, list[str]]]:
        """Each key with what was added to it, in the order of the keys; nothing is left then."""
        for place in sorted(self.loose.keys() | self.joined):
            found: dict[str, list[str]] = defaultdict(list)
            lines = (line for text in self.joined.pop(place, ()) for line in text.decode().split("\n"))
            for line in itertools.chain(lines, self.loose.pop(place, ())):
                key, _, value = line.partition(" ")
                found[key].append(value)
            yield from sorted(found.items(), key=lambda item: utf16(item[0]))


class Lines:
    """The lines of a table: many, in the memory that their bytes take."""

    def __init__(self) -> None:
        self.size = 0
        self.loose: list[str] = []
        self.joined: list[bytes] = []

    def add(self, line: str) -> None:
        self.loose.append(line)
        if len(self.loose) >= LOOSE:
            self.join()

    def join(self) -> None:
        text = "\n".join(self.loose).encode()
        self.size += len(text) - len(self.loose) + 1
        self.joined.append(text)
        self.loose.clear()

    def __iter__(self) -> Iterator[bytes]:
        if self.loose:
            self.join()
        return (line for text in self.joined for line in text.split(b"\n"))


def packed(found: Iterable[tuple[int, int]]) -> str:
    """Notes and weights as text: for each note the step from the one before, and its weight.

    A digit of a step that is not the last is a capital letter (base 26); the last is one of DIGITS (base 32).
    """
    text, before = [], -1
    for number, weight in found:
        step, digits = number - before - 1, ""
        while step >= 32:
            digits, step = digits + chr(ord("A") + step % 26), step // 26
        text.append(digits + DIGITS[step] + DIGITS[weight])
        before = number
    return "".join(text)


def slips(word: str) -> Iterator[tuple[str, str]]:
    """The keys that slips of a word are found by, each with what makes the word of it.

    `.` is the key itself, `2o` the key with an `o` before its third letter. Words that are one slip apart
    share a key.
    """
    yield word, "."
    for place, letter in enumerate(word):
        yield word[:place] + word[place + 1 :], DIGITS[place] + letter


def cut(lines: Lines, size: str) -> Iterator[list[str]]:
    """The lines of a sorted table in pieces, each to be one file, the larger the larger `size` is.

    Files grow more slowly than the table: more notes make more of them, and a query loads little more.
    """
    all_lines = iter(lines)
    # What the power of a float is depends on the processor; that of a decimal number does not.
    limit = round(Decimal(size) * Decimal(lines.size) ** Decimal("0.42"))
    piece: list[str] = []
    filled = 0
    for line in all_lines:
        if filled + len(line) > limit and piece:
            yield piece
            piece, filled = [], 0
        piece.append(line.decode())
        filled += len(line)
    yield piece


def firsts(pieces: Iterable[tuple[str, str]]) -> list[str]:
    """For each piece as much of its first key as tells it from the last key of the piece before.

    A piece is given by its first and its last key.
    """
    found, last = [], None
    for first, end in pieces:
        both = zip(last, first, strict=False) if last is not None else ()
        same = next((n for n, (a, b) in enumerate(both) if a != b), len(last or ""))
        found.append(first if last is None else first[: same + 1])
        last = end
    return found
