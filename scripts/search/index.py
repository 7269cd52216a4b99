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
from collections.abc import Iterator
from pathlib import Path

from search.keys import remark_keys, size, weights, words
from search.notes import Note
from search.tables import DIGITS, Lines, Sorter, cut, firsts, packed, slips
from search.words import pairs, rules, tokens

# An end of a word (`msghdr` of `cmsghdr`) that more notes share names nothing.
COMMON, END = 50, "3"
# Of how many bytes files are, by a table's size: a query reads many keys, and what slips are found by seldom.
# Smaller ones cost more names of files in index.js, larger ones more in each query: these cost the least.
SIZES = {"k": "2.6", "s": "5.5"}
# Stands for the weight of a key that only a remark on the note has: there is no smaller one.
REMARK = "0"


class Index:
    """The index of the notes, which are added one by one in the order of their addresses."""

    def __init__(self) -> None:
        # Bytes take half the memory that the notes themselves take.
        self.notes: list[bytes] = []
        self.sizes: list[int] = []

    def add(self, note: Note) -> None:
        self.notes.append(pickle.dumps(note, pickle.HIGHEST_PROTOCOL))
        self.sizes.append(size(note))

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
                write_script(f"{kind}{number}", "\n".join(piece))
                ends.append((piece[0].partition(" ")[0], piece[-1].partition(" ")[0]) if piece else ("", ""))
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

    def tables(self, wanted: set[str]) -> tuple[dict[str, Lines], set[str]]:
        """The lines of the two tables, and which of the wanted keys the notes have."""
        keys, slip_keys, seen = Sorter(), Sorter(), set[str]()
        middle = max(1.0, sum(self.sizes) / max(1, len(self.sizes)))
        for number, note in self.read():
            weighed = weights(note, middle)
            keys.add((key, f"{number}{DIGITS[weight]}") for key, weight in weighed.items())
            keys.add((key, f"{number}{REMARK}") for key in remark_keys(note))
            new = set(words(note)) - seen
            seen |= new
            slip_keys.add(pair for word in new for pair in slips(word))
        tables = {"k": Lines(), "s": Lines()}
        there = set()
        for key, values in keys.groups():
            found = {int(value[:-1]): value[-1] for value in values if value[-1] != REMARK}
            if len(found) > COMMON and is_end(key, found):
                found = {}
            if found and key in wanted:
                there.add(key)
            if len(found) < len(values):
                # They are found where a note has them nowhere else, and weigh the least there is.
                found = {int(value[:-1]): "1" for value in values if value[-1] == REMARK} | found
            if found:
                tables["k"].add(f"{key} {packed(sorted(found.items()))}")
        for key, values in slip_keys.groups():
            values.sort()
            tables["s"].add(f"{key} {' '.join(values)}")
        return tables, there


def is_end(key: str, found: dict[int, str]) -> bool:
    """Whether a key is the end of words only: as a word of its own it would weigh more somewhere."""
    return key.isalpha() and key.isascii() and max(found.values()) <= END


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
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
