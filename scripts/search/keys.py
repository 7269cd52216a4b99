"""The keys that a note is found by, and what it weighs for each."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from search.notes import Note
from search.words import (
    KEPT,
    STOP,
    STOP_RUNS,
    WORD,
    bare,
    chunks,
    compiled,
    is_plain,
    pairs,
    parts,
    tokens,
    tokens_of,
)

# What a word weighs by where it stands. What we added weighs less than any word of the author's.
TITLE, HEADING, ALIAS, SUMMARY = 4.0, 2.0, 0.45, 0.3
# What it weighs by how much of the author's word it is, in tenths.
WHOLE, PART, TAIL, INFIX = 10, 7, 6, 3
# The largest weight there is, in sixths of a word in the text.
MOST = 35
# Where docs/assets/find.js cuts Chinese.
CUTS = "|".join(sorted(STOP_RUNS.split(), key=len, reverse=True))


def keys(text: str) -> list[tuple[str, int]]:
    """The keys that a text is found by, each with how much of what stands there it is, in tenths."""
    return [key for chunk in chunks(text) for key in keys_of(chunk)]


@lru_cache(KEPT)
def keys_of(chunk: str) -> tuple[tuple[str, int], ...]:
    """The keys of a chunk, as `keys` gives them."""
    if is_plain(word := bare(chunk)):
        word = word.lower()
        return () if word in STOP else ((word, WHOLE), *ends(word))
    return tuple(key for kind, token in tokens_of(chunk) for key in token_keys(kind, token))


def token_keys(kind: str, token: str) -> list[tuple[str, int]]:
    if kind == "han":
        return [(pair, WHOLE) for pair in (*pairs(token), token[-1])]
    if kind == "raw":
        if len(token) > 60:
            return []
        word = compiled(WORD)
        tails = [token[found.start() :] for found in word.finditer(token) if found.start()]
        return [(token, WHOLE), *((tail, TAIL) for tail in tails if not word.fullmatch(tail))]
    return word_keys(token) if token.lower() not in STOP else []


def word_keys(word: str) -> list[tuple[str, int]]:
    """The keys of a word: itself, its parts, and the ends of a name and of its parts."""
    whole, pieces = word.lower(), parts(word)
    found = [(whole, WHOLE)]
    without = whole.strip("_")
    if without and without != whole:
        found.append((without, WHOLE))
    if "_" in without:
        tails = [without[line.end() :] for line in re.finditer("_+", without)]
        found += [(tail, TAIL) for tail in tails if "_" in tail]
    found += [(piece, PART) for piece in dict.fromkeys(pieces) if piece != without]
    for piece in pieces or [without]:
        found += ends(piece)
    return found


def ends(piece: str) -> list[tuple[str, int]]:
    """The ends of a word or of a part of one, of four letters at least."""
    return [(piece[start:], INFIX) for start in range(1, len(piece) - 3)]


def size(note: Note) -> int:
    """How long the text of a note is, in characters."""
    return sum(len(line) for _, _, lines in note.parts for line in lines)


def said(note: Note) -> Counter[str]:
    """The chunks of the text of a note, and how often each is there."""
    # No word goes from one line into the next.
    return Counter(chunks("\n".join(line for _, _, lines in note.parts for line in lines)))


def weights(note: Note, text_chunks: Mapping[str, int], middle: float) -> dict[str, int]:
    """What a note weighs for each of its keys, 1 to MOST.

    `text_chunks` are what the note says, as `said` gives it; `middle` is the size of a middling note.
    """
    text: dict[str, int] = defaultdict(int)
    for chunk, times in text_chunks.items():
        for key, share in keys_of(chunk):
            text[key] += share * times
    # As in BM25: a word that comes again adds less and less, and less in a long text.
    stretch = WHOLE * 0.6 * (0.6 + 0.4 * math.sqrt(size(note) / middle))
    values = {count: 1.6 * count / (count + stretch) for count in set(text.values())}
    # Most keys stand in the text alone, and there only a few times.
    found = {count: in_sixths(value) for count, value in values.items()}
    more: dict[str, float] = {}

    def add(key: str, value: float) -> None:
        if key not in more:
            more[key] = values.get(text.get(key, 0), 0.0)
        more[key] += value

    headings = [heading for _, heading, _ in note.parts]
    for weight, texts in ((TITLE, [note.title, note.number, *headings[:1]]), (HEADING, headings[1:])):
        best: dict[str, int] = {}
        for line in texts:
            for key, share in keys(line):
                best[key] = max(share, best.get(key, 0))
        for key, share in best.items():
            add(key, weight * share / WHOLE / (1 + 0.05 * len(best) if weight == TITLE else 1))
    for weight, texts in ((ALIAS, note.aliases), (SUMMARY, note.summary), (SUMMARY, note.figures)):
        for key, share in {key: share for line in texts for key, share in keys(line)}.items():
            if share > INFIX:
                add(key, weight * share / WHOLE)
    weighed = {key: found[count] for key, count in text.items()}
    weighed.update((key, in_sixths(value)) for key, value in more.items())
    return weighed


@lru_cache(KEPT)
def in_sixths(weight: float) -> int:
    return min(MOST, max(1, round(6 * weight)))


def remark_keys(note: Note) -> set[str]:
    """The keys of a note's remarks: words, their parts, and Chinese as it is cut in a query.

    No ends of names, no punctuation.
    """
    found: set[str] = set()
    for text in (text for _, _, *both in note.remarks for text in both):
        for kind, token in tokens(text):
            runs = compiled(CUTS).split(token) if kind == "han" else [token] if kind == "word" else []
            found.update(key for run in runs for key, share in keys_of(run) if share >= PART)
    return found


def words(note: Note, text_chunks: Iterable[str]) -> set[str]:
    """The words of a note and their parts, in small letters: those that slips are found for.

    `text_chunks` are what the note says, as `said` gives it.
    """
    around = [note.title, *note.aliases, *note.summary, *note.figures]
    around += [heading for _, heading, _ in note.parts]
    return set().union(*map(words_of, {*text_chunks, *chunks("\n".join(around))}))


@lru_cache(KEPT)
def words_of(chunk: str) -> tuple[str, ...]:
    if is_plain(word := bare(chunk)):
        return (word.lower(),) if has_slips(word.lower()) else ()
    found = [token for kind, token in tokens_of(chunk) if kind == "word"]
    return tuple(word for token in found for word in (token.lower(), *parts(token)) if has_slips(word))


def has_slips(word: str) -> bool:
    """Whether a word is one that slips are found for: of letters, with digits behind them at most."""
    letters = word.rstrip("0123456789")
    return 3 <= len(word) <= 24 and letters.isascii() and letters.isalpha() and word not in STOP
