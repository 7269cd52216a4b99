"""More notes than there are: varied copies of the real ones, to see how the search grows.

A copy is about another subject in the same jargon. Words that tell its note from the others (its title's, and
those that at most two notes have) are new in each copy; of the rest more than half are other words that many
notes have. A word that is replaced is replaced in the whole copy by the same one.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable

from around.note_text import Part
from search.notes import Note
from search.words import HAN

PIECE = re.compile(f"[{HAN}]{{1,2}}|[0-9A-Za-z]+")
SYLLABLES = [
    a + b
    for a in ("b", "br", "c", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "st", "t", "tr", "v", "z")
    for b in "aeiou"
]
RARE, REPLACED = 2, 0.55


def pieces(text: str) -> set[str]:
    return {piece.lower() for piece in PIECE.findall(text)}


class Vocabulary:
    """The words of all notes, to give a copy of one of them others."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.count = Counter(piece for text in texts for piece in pieces(text))
        known = sorted(piece for piece in self.count if self.count[piece] > RARE)
        self.words = [piece for piece in known if piece.isascii()]
        self.runs = [piece for piece in known if not piece.isascii()]
        self.characters = sorted(
            {character for piece in self.count if not piece.isascii() for character in piece}
        )

    def others(self, text: str, titles: str, chance: random.Random) -> dict[str, str]:
        """What to write for words of a note's text; `titles` are its title and headings."""
        named = pieces(titles)
        new: dict[str, str] = {}
        for piece in sorted(pieces(text)):
            if piece in named or self.count[piece] <= RARE:
                new[piece] = fresh(piece, chance, self.characters)
            elif chance.random() < REPLACED:
                new[piece] = chance.choice(self.words if piece.isascii() else self.runs)
        return new


def change(text: str, new: dict[str, str]) -> str:
    return PIECE.sub(lambda piece: new.get(piece[0].lower(), piece[0]), text)


def text_of(note: Note) -> str:
    lines = [line for _, heading, part in note.parts for line in (heading, *part)]
    return "\n".join([note.title, *note.aliases, *note.summary, *note.figures, *lines])


def copies(notes: list[Note], times: int, seed: int = 1) -> list[Note]:
    """The notes, and `times` - 1 varied copies of each behind them; the same for the same seed."""
    vocabulary = Vocabulary(map(text_of, notes))
    result = list(notes)
    for turn in range(1, times):
        for number, note in enumerate(notes):
            chance = random.Random(f"{seed} {turn} {number}")
            titles = "\n".join([note.title, *[heading for _, heading, _ in note.parts]])
            new = vocabulary.others(text_of(note), titles, chance)
            result.append(varied(note, f"{note.address.rstrip('/')}-{turn}/", new))
    return result


def fresh(piece: str, chance: random.Random, characters: list[str]) -> str:
    """A word that no note has, of about the same length."""
    if not piece.isascii():
        return "".join(chance.choice(characters) for _ in piece)
    if piece.isdigit():
        return str(chance.randrange(10 ** len(piece)))
    return "".join(chance.choice(SYLLABLES) for _ in range(max(2, round(len(piece) / 2.4))))


def varied(note: Note, address: str, new: dict[str, str]) -> Note:
    return Note(
        address,
        change(note.title, new),
        note.number,
        [change(text, new) for text in note.aliases],
        [change(text, new) for text in note.summary],
        [change(text, new) for text in note.figures],
        [[kind, anchor, *(change(text, new) for text in both)] for kind, anchor, *both in note.remarks],
        [
            Part(anchor, change(heading, new), [change(line, new) for line in lines])
            for anchor, heading, lines in note.parts
        ],
    )
