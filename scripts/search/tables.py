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


class Sorter:
    """Takes pairs of a key and what belongs to it, both without spaces, and gives them back by key."""

    def __init__(self) -> None:
        self.loose: dict[int, list[str]] = {}
        self.joined: dict[int, list[bytes]] = defaultdict(list)
        # The loose lines by the first letters of their keys.
        self.by_letter: dict[str, list[str]] = {}

    def add(self, pairs: Iterable[tuple[str, str]]) -> None:
        by_letter = self.by_letter
        for key, value in pairs:
            letter = key[0]
            if letter not in by_letter:
                by_letter[letter] = self.loose.setdefault(place_of(letter), [])
            by_letter[letter].append(f"{key} {value}")
        for place, lines in self.loose.items():
            if len(lines) >= LOOSE:
                self.joined[place].append("\n".join(lines).encode())
                lines.clear()

    def places(self) -> Iterator[tuple[int, list[str], dict[str, list[str]]]]:
        """The pieces of the alphabet, each with its keys in order, and by key what was added.

        Nothing is left then.
        """
        self.by_letter.clear()
        for place in sorted(self.loose):
            found: dict[str, list[str]] = {}
            lines = (line for text in self.joined.pop(place, ()) for line in text.decode().split("\n"))
            for line in itertools.chain(lines, self.loose.pop(place)):
                key, _, value = line.partition(" ")
                if key in found:
                    found[key].append(value)
                else:
                    found[key] = [value]
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

    def __iter__(self) -> Iterator[bytes]:
        return (line for text in self.joined for line in text.split(b"\n"))


def packed(found: Iterable[tuple[int, str]]) -> str:
    """Notes and weights, each one of DIGITS, as text: for each note the step from the one before, its weight.

    A digit of a step that is not the last is a capital letter (base 26); the last is one of DIGITS (base 32).
    """
    text, before = "", -1
    for number, weight in found:
        step = number - before - 1
        while step >= 32:
            text, step = text + chr(ord("A") + step % 26), step // 26
        text += DIGITS[step] + weight
        before = number
    return text


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
    found: list[str] = []
    last = ""
    for first, end in pieces:
        same = next((n for n, (a, b) in enumerate(zip(last, first, strict=False)) if a != b), len(last))
        found.append(first[: same + 1] if found else first)
        last = end
    return found
