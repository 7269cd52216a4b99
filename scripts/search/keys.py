"""The keys that a note is found by, and what it weighs for each."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache

from search.notes import Note
from search.words import KEPT, STOP, STOP_RUNS, WORD, chunks, compiled, pairs, parts, tokens, tokens_of

# What a word weighs by where it stands. What we added weighs less than any word of the author's.
TITLE, HEADING, ALIAS, SUMMARY = 4.0, 2.0, 0.45, 0.3
# What it weighs by how much of the author's word it is, in tenths.
WHOLE, PART, TAIL, INFIX = 10, 7, 6, 3
# The largest weight there is, in sixths of a word in the text.
MOST = 35
# Where docs/assets/find.js cuts Chinese.
CUTS = "|".join(sorted(STOP_RUNS.split(), key=len, reverse=True))


def keys(text: str) -> Iterator[tuple[str, int]]:
    """The keys that a text is found by, each with how much of what stands there it is, in tenths."""
    return (key for chunk in chunks(text) for key in keys_of(chunk))


@lru_cache(KEPT)
def keys_of(chunk: str) -> tuple[tuple[str, int], ...]:
    """The keys of a chunk, as `keys` gives them."""
    return tuple(key for kind, token in tokens_of(chunk) for key in token_keys(kind, token))


def token_keys(kind: str, token: str) -> Iterator[tuple[str, int]]:
    if kind == "han":
        yield from ((pair, WHOLE) for pair in pairs(token))
        yield token[-1], WHOLE
    elif kind == "raw":
        if len(token) <= 60:
            yield token, WHOLE
            word = compiled(WORD)
            tails = [token[found.start() :] for found in word.finditer(token) if found.start()]
            yield from ((tail, TAIL) for tail in tails if not word.fullmatch(tail))
    elif token.lower() not in STOP:
        yield from word_keys(token)


def word_keys(word: str) -> Iterator[tuple[str, int]]:
    """The keys of a word: itself, its parts, and the ends of a name and of its parts."""
    whole, pieces = word.lower(), parts(word)
    yield whole, WHOLE
    bare = whole.strip("_")
    if bare and bare != whole:
        yield bare, WHOLE
    if "_" in bare:
        tails = [bare[found.end() :] for found in re.finditer("_+", bare)]
        yield from ((tail, TAIL) for tail in tails if "_" in tail)
    for piece in dict.fromkeys(pieces):
        if piece != bare:
            yield piece, PART
    for piece in pieces or [bare]:
        for start in range(1, len(piece) - 3):
            yield piece[start:], INFIX


def size(note: Note) -> int:
    """How long the text of a note is, in characters."""
    return sum(len(line) for _, _, lines in note.parts for line in lines)


def weights(note: Note, middle: float) -> dict[str, int]:
    """What a note weighs for each of its keys, 1 to MOST; `middle` is the size of a middling note."""
    text: dict[str, int] = defaultdict(int)
    # No word goes from one line into the next.
    said = Counter(chunks("\n".join(line for _, _, lines in note.parts for line in lines)))
    for chunk, times in said.items():
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
    return {key: found[count] for key, count in text.items()} | {
        key: in_sixths(value) for key, value in more.items()
    }


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
            found.update(key for run in runs for key, share in keys(run) if share >= PART)
    return found


def words(note: Note) -> Iterator[str]:
    """The words of a note and their parts, in small letters: those that slips are found for."""
    texts = [note.title, *note.aliases, *note.summary, *note.figures]
    for _, heading, lines in note.parts:
        texts += [heading, *lines]
    for chunk in set(chunks("\n".join(texts))):
        yield from words_of(chunk)


@lru_cache(KEPT)
def words_of(chunk: str) -> tuple[str, ...]:
    found = [token for kind, token in tokens_of(chunk) if kind == "word"]
    return tuple(word for token in found for word in (token.lower(), *parts(token)) if has_slips(word))


def has_slips(word: str) -> bool:
    """Whether a word is one that slips are found for: of letters, with digits behind them at most."""
    letters = word.rstrip("0123456789")
    return 3 <= len(word) <= 24 and letters.isascii() and letters.isalpha() and word not in STOP
