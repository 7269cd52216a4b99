"""Write the search index: small scripts in a built site, of which the browser loads what a query needs.

search/index.js: the rules of words.py, the table of terms, and the first key of each file of the two tables
search/<hash>/k0.js ...: for each key (a word, a part or an end of one, two Chinese characters) its notes
search/<hash>/s0.js ...: for each word with one letter left out that letter: what slips are found by
search/<hash>/n0.js ...: each note's text, to rank it and to show the sentence that matched
search/<hash>/r0.js ...: the remarks on a note, loaded when a word of the query stands nowhere else in it
What we wrote about the notes is found by its names alone, behind them: index.js has terms and pages by name.
"""

from __future__ import annotations

import hashlib
import json
import pickle
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import cast

from building.cache import Cache, digest
from search.kept import Edits, change_counts, edited, row, values_at
from search.keys import remark_keys, said, size, weights, words
from search.notes import Note
from search.tables import DIGITS, Lines, Sorter, cut, firsts, packed, slips, step_of
from search.words import KEPT, pairs, rules, tokens

# An end of a word (`msghdr` of `cmsghdr`) that more notes share names nothing.
COMMON, END = 50, "3"
# Of how many bytes files are, by a table's size: a query reads many keys, and what slips are found by seldom.
# Smaller ones cost more names of files in index.js, larger ones more in each query: these cost the least.
SIZES = {"k": "2.6", "s": "5.5"}
# Stands for the weight of a key that only a remark on the note has: there is no smaller one.
REMARK = "0"


COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
Tables = dict[str, Lines]


@dataclass
class State:
    """What is kept of the tables, beside the pieces of the alphabet.

    `notes` are the digests of the notes, `there` those of the wanted keys that they have, `words` has of each
    word how many notes have it; `places` are the pieces of the alphabet, each with its table.
    """

    notes: list[bytes] = field(default_factory=list)
    there: set[str] = field(default_factory=set)
    words: Counter[str] = field(default_factory=Counter)
    places: set[tuple[str, int]] = field(default_factory=set)


class Index:
    """The index of the notes, which are added one by one in the order of their addresses.

    A cache keeps the tables, so that another build brings them up to date.
    """

    def __init__(self, cache: Cache | None = None) -> None:
        # Bytes take half the memory that the notes themselves take.
        self.notes: list[bytes] = []
        self.sizes: list[int] = []
        self.addresses: list[str] = []
        # What a note was at the build before, by its number here.
        self.before: dict[int, bytes] = {}
        self.cache = cache or Cache()

    def add(self, note: Note) -> None:
        self.take(note.address, packed_note(note), size(note))

    def take(self, address: str, note: bytes, size: int, before: bytes = b"") -> None:
        """Add a note that is packed; `before` is what it was at the build before."""
        self.before[len(self.notes)] = before
        self.notes.append(note)
        self.sizes.append(size)
        self.addresses.append(address)

    def read(self) -> Iterator[tuple[int, Note]]:
        """The notes that were added, each with its number."""
        for number, kept in enumerate(self.notes):
            yield number, pickle.loads(kept)  # noqa: S301 (pickled above)

    def write(self, target: Path, terms: list[tuple[list[str], int]], pages: list[list[str]]) -> None:
        """Write the index to a folder, in the place of what is there; raises OSError.

        Terms and pages are as search/notes.py reads them.
        """
        wanted = {key for names, _ in terms for name in names for key in keys_of_name(name)}
        tables, there = self.tables(wanted)
        new = target / "new"
        shutil.rmtree(target, ignore_errors=True)
        new.mkdir(parents=True)
        sum_of_all = hashlib.sha256()

        def write_script(name: str, body: object) -> None:
            script = f"searchFile({compact([name, body])});\n".encode()
            sum_of_all.update(script)
            # There are many: a Path for each takes longer than its bytes.
            with open(f"{new}/{name}.js", "wb", buffering=0) as file:  # noqa: PTH123
                file.write(script)

        begins = {}
        for kind, lines in tables.items():
            ends = []
            for number, piece in enumerate(cut(lines, SIZES[kind])):
                write_script(f"{kind}{number}", b"\n".join(piece).decode())
                ends.append((key_of(piece[0]), key_of(piece[-1])) if piece else ("", ""))
            begins[kind] = " ".join(firsts(ends))
        for number, note in self.read():
            added = [note.aliases, note.summary, note.figures]
            kinds = list(dict.fromkeys(kind for kind, *_ in note.remarks))
            body = [note.address, note.title, note.number, note.parts, *added, kinds]
            write_script(f"n{number}", body)
            if kinds:
                write_script(f"r{number}", [rest for _, *rest in note.remarks])
        folder = sum_of_all.hexdigest()[:10]
        new.rename(target / folder)
        index = {
            "folder": folder,
            "notes": len(self.notes),
            "files": begins,
            "terms": [
                [entry, found, *names] for names, entry in terms if (found := found_names(names, there))
            ],
            "pages": pages,
            "rules": rules(),
        }
        (target / "index.js").write_bytes(f"searchIndex({compact(index)});\n".encode())

    def tables(self, wanted: set[str]) -> tuple[Tables, set[str]]:
        """The lines of the two tables, and which of the wanted keys the notes have."""
        middle = middling(self.sizes)
        key = digest(repr(middle), *sorted(wanted), "", *self.addresses)
        state = cast("State | None", self.cache.get("tables", "", key)) or State()
        tables = self.updated(state, middle, wanted) or self.made(state, middle, wanted)
        if self.cache.keeps:
            state.notes = [digest(data) for data in self.notes]
            self.cache.put("tables", "", key, state)
        return tables, state.there

    def made(self, state: State, middle: float, wanted: set[str]) -> Tables:
        """The tables, made of all notes."""
        keys, slip_keys = Sorter(), Sorter()
        state.words, state.there, state.places = Counter(), set(), set()
        for number, note in self.read():
            text_chunks = said(note)
            keys.add(pairs_of(number, note, text_chunks, middle))
            found = words(note, text_chunks)
            # `found - state.words.keys()` would go through all words, note by note.
            slip_keys.add([pair for word in found if word not in state.words for pair in slips(word)])
            state.words.update(found)
        tables = {"k": Lines(), "s": Lines()}
        for kind, sorter in (("k", keys), ("s", slip_keys)):
            for place, in_order, rows in sorter.places():
                lines = "".join(LINE_OF[kind](key, rows[key]) for key in in_order)
                tables[kind].add(lines)
                if kind == "k":
                    state.there |= {key for key in wanted & rows.keys() if notes_of(key, rows[key])}
                if self.cache.keeps:
                    state.places.add((kind, place))
                    self.cache.put("lines", f"{kind}{place}", b"", lines)
                    kept = "".join(row(key, rows[key]) for key in in_order)
                    self.cache.put("rows", f"{kind}{place}", b"", kept)
        return tables

    def updated(self, state: State, middle: float, wanted: set[str]) -> Tables | None:
        """The tables, made of what was kept and of the notes that changed; None if too little was kept."""
        changes = self.changes(state)
        if changes is None:
            return None
        edits = {"k": Edits(), "s": Edits()}
        for number, old, new in changes:
            edits["k"].change(*(set(pairs_of(number, note, said(note), middle)) for note in (old, new)))
        gone, come = change_counts(
            state.words, [(words(old, said(old)), words(new, said(new))) for _, old, new in changes]
        )
        edits["s"].change(*({pair for word in found for pair in slips(word)} for found in (gone, come)))
        tables = {"k": Lines(), "s": Lines()}
        new_places = {(kind, place) for kind in edits for place in edits[kind].places} - state.places
        for kind, place in sorted(state.places | new_places):
            name, is_new = f"{kind}{place}", (kind, place) in new_places
            lines = "" if is_new else self.cache.get("lines", name, b"")
            if found := edits[kind].places.get(place):
                rows = "" if is_new else self.cache.get("rows", name, b"")
                if rows is None or lines is None:
                    return None
                rows, lines = edited(str(rows), str(lines), found, LINE_OF[kind])
                self.cache.put("lines", name, b"", lines)
                self.cache.put("rows", name, b"", rows)
                if kind == "k":
                    state.there -= found.keys()
                    state.there |= {
                        key for key in wanted & found.keys() if notes_of(key, values_at(rows, key))
                    }
            if lines is None:
                return None
            tables[kind].add(str(lines))
        state.places |= new_places
        return tables

    def changes(self, state: State) -> list[tuple[int, Note, Note]] | None:
        """The notes that changed, by number, as they were and as they are; None if one is not known."""
        found = []
        for number, (data, before) in enumerate(zip(self.notes, state.notes, strict=False)):
            if digest(data) != before:
                old = self.before.get(number, b"")
                if digest(old) != before:
                    return None
                found.append((number, pickle.loads(old), pickle.loads(data)))  # noqa: S301 (pickled in add)
        return found if len(state.notes) == len(self.notes) else None


def packed_note(note: Note) -> bytes:
    return pickle.dumps(note, pickle.HIGHEST_PROTOCOL)


def middling(sizes: list[int]) -> float:
    """The size of a middling note, in two digits: an edit of one note seldom changes what others weigh."""
    return max(1.0, float(f"{sum(sizes) / max(1, len(sizes)):.1e}"))


def pairs_of(number: int, note: Note, text_chunks: Mapping[str, int], middle: float) -> list[tuple[str, str]]:
    """The keys of a note, each with the note's number and what the note weighs for it."""
    values = [f"{number}{digit}" for digit in DIGITS]
    pairs = [(key, values[weight]) for key, weight in weights(note, text_chunks, middle).items()]
    return pairs + [(key, f"{number}{REMARK}") for key in remark_keys(note)]


def key_of(line: bytes) -> str:
    """The key of a line of a table."""
    return line.partition(b" ")[0].decode()


def notes_of(key: str, values: list[str]) -> dict[int, str]:
    """The notes that have a key in their text, and what they weigh for it; none if it names nothing."""
    found = {int(value[:-1]): value[-1] for value in values if value[-1] != REMARK}
    return {} if len(found) > COMMON and is_end(key, found) else found


def line_of_key(key: str, values: list[str]) -> str:
    """The line of a key in its table, with a newline before it; "" if it has none."""
    if len(values) == 1 and values[0][-1] != REMARK:
        # So are most.
        return f"\n{key} {step_of(int(values[0][:-1]))}{values[0][-1]}"
    # Words of remarks are found where a note has them nowhere else; they weigh the least there is.
    found = {int(value[:-1]): "1" for value in values if value[-1] == REMARK} | notes_of(key, values)
    return f"\n{key} {packed(sorted(found.items()))}" if found else ""


def line_of_slip(key: str, values: list[str]) -> str:
    """The line of a key in the table of slips, with a newline before it."""
    if len(values) == 1:
        return f"\n{key} {values[0]}"
    return f"\n{key} {' '.join(sorted(values))}" if values else ""


# What makes the line of a key in each table.
LINE_OF = {"k": line_of_key, "s": line_of_slip}


def is_end(key: str, found: dict[int, str]) -> bool:
    """Whether a key is the end of words only: as a word of its own it would weigh more somewhere."""
    return key.isalpha() and key.isascii() and max(found.values()) <= END


@lru_cache(KEPT)
def keys_of_name(name: str) -> list[str]:
    """The keys that a note has that has all of a name."""
    found = [[token] if kind != "han" else pairs(token) for kind, token in tokens(name) if kind != "raw"]
    return [key.lower() for keys in found for key in keys]


def found_names(names: list[str], there: set[str]) -> int:
    """Which of the names the notes have, a bit each: only those are looked up for another name.

    A term none of whose names they have need not be loaded.
    """
    return sum(1 << place for place, name in enumerate(names) if there.issuperset(keys_of_name(name)))


def compact(data: object) -> str:
    return COMPACT.encode(data)
