"""Bring the tables of the index up to date where a few notes changed: by the lines of their keys.

Of each piece of the alphabet two texts are kept: `rows`, each key with all that belongs to it, and `lines`,
as they stand in the table. Each line of a text has a newline before it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from search.tables import place_of, utf16

LineOf = Callable[[str, list[str]], str]


@dataclass
class Edits:
    """What to take from keys and what to give to them, by the piece of the alphabet that they lie in."""

    places: dict[int, dict[str, tuple[set[str], list[str]]]] = field(default_factory=dict)

    def change(self, old: set[tuple[str, str]], new: set[tuple[str, str]]) -> None:
        """Let pairs of a key and what belongs to it take the place of others."""
        for key, value in old - new:
            self.of_key(key)[0].add(value)
        for key, value in new - old:
            self.of_key(key)[1].append(value)

    def of_key(self, key: str) -> tuple[set[str], list[str]]:
        return self.places.setdefault(place_of(key[0]), {}).setdefault(key, (set(), []))


def change_counts(
    counts: Counter[str], notes: Iterable[tuple[set[str], set[str]]]
) -> tuple[set[str], set[str]]:
    """The words that no note has any more, and those that none had before.

    `counts` has of each word how many notes have it; `notes` are the old and the new words of those that
    changed.
    """
    before: dict[str, bool] = {}
    for old, new in notes:
        for words, step in ((old - new, -1), (new - old, 1)):
            for word in words:
                before.setdefault(word, counts[word] > 0)
                counts[word] += step
    gone = {word for word, there in before.items() if there and not counts[word]}
    come = {word for word, there in before.items() if not there and counts[word]}
    for word in before:
        if not counts[word]:
            del counts[word]
    return gone, come


def edited(
    rows: str, lines: str, edits: Mapping[str, tuple[set[str], list[str]]], line_of: LineOf
) -> tuple[str, str]:
    """The rows and the lines of a piece of the alphabet with edits; `line_of` makes a line of a row."""
    for key, (gone, come) in edits.items():
        old = values_at(rows, key)
        new = [value for value in old if value not in gone] + come
        rows = with_line(rows, key, row(key, old), row(key, new))
        lines = with_line(lines, key, line_of(key, old), line_of(key, new))
    return rows, lines


def row(key: str, values: list[str]) -> str:
    """A key with all that belongs to it, with a newline before it; "" if nothing does."""
    return f"\n{key} {' '.join(values)}" if values else ""


def values_at(rows: str, key: str) -> list[str]:
    start = rows.find(f"\n{key} ")
    if start < 0:
        return []
    end = rows.find("\n", start + 1)
    return rows[start + len(key) + 2 : end if end > 0 else len(rows)].split(" ")


def with_line(text: str, key: str, old: str, new: str) -> str:
    """A text with a line in the place of another; either may be none."""
    if old == new:
        return text
    start = text.find(f"\n{key} ") if old else place_in(text, key)
    return text[:start] + new + text[start + len(old) :]


def place_in(text: str, key: str) -> int:
    """Where the line of a key is to begin that has none yet."""
    lines = text.split("\n")[1:]
    before = bisect_left(lines, utf16(key), key=lambda line: utf16(line.partition(" ")[0]))
    return sum(map(len, lines[:before])) + before
