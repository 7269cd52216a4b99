"""More notes than there are: varied copies of the real ones, to see how the search grows.

A copy is about another subject in the same jargon. Words that tell its note from the others (its title's, and
those that at most two notes have) are new in each copy; of the rest more than half are other words that many
notes have. A word that is replaced is replaced in the whole copy by the same one.
"""

from __future__ import annotations

import random
import re
from collections import Counter

from search_index import Note
from words import HAN

PIECE = re.compile(f"[{HAN}]{{1,2}}|[0-9A-Za-z]+")
SYLLABLES = [
    a + b
    for a in ("b", "br", "c", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "st", "t", "tr", "v", "z")
    for b in "aeiou"
]
RARE, REPLACED = 2, 0.55


def texts(note: Note) -> list[str]:
    lines = [line for _, heading, part in note.parts for line in (heading, *part)]
    return [note.title, *note.aliases, *note.summary, *note.figures, *lines]


def pieces(note: Note) -> set[str]:
    return {piece.lower() for text in texts(note) for piece in PIECE.findall(text)}


def copies(notes: list[Note], times: int, seed: int = 1) -> list[Note]:
    """The notes, and `times` - 1 varied copies of each behind them; the same for the same seed."""
    count = Counter(piece for note in notes for piece in pieces(note))
    known = sorted(piece for piece in count if count[piece] > RARE)
    words = [piece for piece in known if piece.isascii()]
    runs = [piece for piece in known if not piece.isascii()]
    characters = sorted({character for piece in count if not piece.isascii() for character in piece})
    result = list(notes)
    for turn in range(1, times):
        for number, note in enumerate(notes):
            chance = random.Random(f"{seed} {turn} {number}")
            named = {
                piece.lower()
                for text in (note.title, *[heading for _, heading, _ in note.parts])
                for piece in PIECE.findall(text)
            }
            new: dict[str, str] = {}
            for piece in sorted(pieces(note)):
                if piece in named or count[piece] <= RARE:
                    new[piece] = fresh(piece, chance, characters)
                elif chance.random() < REPLACED:
                    new[piece] = chance.choice(words if piece.isascii() else runs)
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
    def change(text: str) -> str:
        return PIECE.sub(lambda piece: new.get(piece[0].lower(), piece[0]), text)

    return Note(
        address,
        change(note.title),
        note.number,
        [change(text) for text in note.aliases],
        [change(text) for text in note.summary],
        [change(text) for text in note.figures],
        [[kind, anchor, *map(change, both)] for kind, anchor, *both in note.remarks],
        [
            (anchor, change(heading), [change(line) for line in lines])
            for anchor, heading, lines in note.parts
        ],
    )
