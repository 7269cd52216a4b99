"""Write the search index: small scripts in a built site, of which the browser loads what a query needs.

Reads what the search plugin wrote (SITE/search/search_index.json) and the front matter of the notes.

search/index.js: the rules of words.py, the table of terms, and the first key of each file of the two tables
search/<hash>/k0.js ...: for each key (a word, a part or an end of one, two Chinese characters) its notes
search/<hash>/s0.js ...: for each word with one letter left out that letter: what slips are found by
search/<hash>/n0.js ...: each note's text, to rank it and to show the sentence that matched
search/<hash>/r0.js ...: the remarks on a note, loaded when a word of the query stands nowhere else in it
What we wrote about the notes is found by its names alone, behind them: index.js has terms and pages by name.
"""

from __future__ import annotations

import hashlib
import html
import itertools
import json
import math
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from around import glossary, paths, relations, remarks, symbols
from notes.page import LANGUAGES, Page, Row, is_note, read_page, rows
from search.words import STOP, STOP_RUNS, WORD, pairs, parts, rules, tokens

# What a word weighs by where it stands. What we added weighs less than any word of the author's.
TITLE, HEADING, ALIAS, SUMMARY = 4.0, 2.0, 0.45, 0.3
# What it weighs by how much of the author's word it is.
PART, TAIL, INFIX = 0.7, 0.6, 0.3
# An end of a word (`msghdr` of `cmsghdr`) that more notes share names nothing.
COMMON = 50
# Where docs/assets/find.js cuts Chinese.
CUTS = "|".join(sorted(STOP_RUNS.split(), key=len, reverse=True))
# Of how many bytes files are, by a table's size: a query reads many keys, and what slips are found by seldom.
# Smaller ones cost more names of files in index.js, larger ones more in each query: these cost the least.
SMALL, LARGE = 2.6, 5.5
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
FIGURES = Path("overrides/figures")
# For each key its notes, by number, each with a weight.
Table = dict[str, list[tuple[int, int]]]
# What else our own pages are called; the page of a table is known by its file.
PAGES = {
    paths.TABLE: "阅读路径",
    relations.TABLE: "地图",
    symbols.TABLE: "符号索引",
    glossary.TABLE: "术语表",
    remarks.TABLE: "批注",
}


@dataclass
class Note:
    """What the search knows of a note; a part is an anchor ("" at the top), a heading and its lines."""

    address: str
    title: str
    number: str
    aliases: list[str] = field(default_factory=list)
    summary: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    # Of each remark its kind and anchor, and what it says in both languages.
    remarks: list[list[str]] = field(default_factory=list)
    parts: list[tuple[str, str, list[str]]] = field(default_factory=list)


def read_notes(site: Path, docs: Path) -> list[Note]:
    """The notes of a built site in the order of their addresses.

    Raises OSError if the site has no index of the search plugin, ValueError if that is not in the format of
    mkdocs-material 9.8: `docs`, a list of places with `location`, `title` and `text` as HTML.
    """
    places = json.loads((site / "search/search_index.json").read_text(encoding="utf-8"))
    letters = {
        index.parent: str(read_page(index, "").front["letter"].data) for index in docs.glob("*/index.md")
    }
    notes: dict[str, Note] = {}
    try:
        for place in places["docs"]:
            address, _, anchor = place["location"].partition("#")
            path = docs / (address.removesuffix(".html").rstrip("/") + ".md")
            if not address or not path.is_file() or not is_note(path, docs):
                continue
            if address not in notes:
                notes[address] = read_note(address, path, letters[path.parent], docs.parent / FIGURES)
            notes[address].parts.append((anchor, text_of(place["title"]), lines_of(place["text"])))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"search_index.json is not as mkdocs-material 9.8 writes it: {error!r}") from error
    return [notes[address] for address in sorted(notes)]


def read_note(address: str, path: Path, letter: str, figures: Path) -> Note:
    """The front matter of a note, the letter of its section, the words of its figures from their folder."""
    page = read_page(path, str(path))
    front = page.data()
    summary, aliases = front.get("summary"), front.get("aliases")
    title, slug = str(front["title"]), path.stem.replace("-", " ")
    names = [str(alias) for alias in aliases] if isinstance(aliases, list) else []
    return Note(
        address,
        title,
        f"{letter}·{int(str(front['number'])):02}",
        names if slug in title.lower() else [*names, slug],
        [str(text) for text in summary.values()] if isinstance(summary, dict) else [],
        read_figures(front, figures),
        read_remarks(page),
    )


def read_figures(front: dict[str, object], folder: Path) -> list[str]:
    """What the figures of a note are called, in both languages; the drawing has its English title."""
    names = []
    for row in rows(front.get("figures")):
        drawing = (folder / f"{row['name']}.svg").read_text(encoding="utf-8")
        names += [*map(text_of, re.findall(r"<title[^>]*>([^<]*)", drawing)), str(row["zh"])]
    return names


def read_remarks(page: Page) -> list[list[str]]:
    """The remarks of a note, each as its kind, its anchor and what it says in both languages."""
    return [
        [str(row["kind"]), remarks.anchor(row), *(str(row[key]).replace("`", "") for key in LANGUAGES)]
        for row in remarks.of(page)
    ]


def front_of(path: Path) -> dict[str, object]:
    """The front matter of a page; empty if there is no such page."""
    page = read_page(path, str(path)) if path.is_file() else Page("")
    return page.data()


def read_terms(docs: Path) -> list[tuple[list[str], int]]:
    """The names of each term of the glossary in both languages, and which of them its entry has, or -1."""
    found = []
    for row in rows(front_of(docs / glossary.TABLE).get("terms")):
        names = [*map(str, cast(list[object], row["en"])), *map(str, cast(list[object], row["zh"]))]
        found.append((names, names.index(str(row.get("short") or names[0])) if "means" in row else -1))
    return found


def read_pages(docs: Path, ending: str) -> list[list[str]]:
    """The pages that we wrote about the notes, and each path: address, then names in both languages.

    `ending` is how the address of a page ends, `/` or `.html`.
    """
    found = []
    for name in PAGES:
        if front := front_of(docs / name):
            found.append([name.replace(".md", ending), str(front["title"]), PAGES[name]])
    for path in rows(front_of(docs / paths.TABLE).get("paths")):
        names = [str(text) for text in cast(Row, path["title"]).values()]
        found.append([f"paths{ending}#{path['slug']}", *names])
    return found


def text_of(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup)).strip()


def lines_of(markup: str) -> list[str]:
    """The lines of a text: a paragraph or an item of a list is one, of code each line."""
    blocks = re.sub(r"</(?:p|li|pre)>|<(?:p|li|pre|ul|ol)>", "\n", markup)
    lines = (re.sub(r"\s+", " ", text_of(line)) for line in blocks.split("\n"))
    return [line for line in lines if line]


def keys(text: str) -> Iterator[tuple[str, float]]:
    """The keys that a text is found by, each with how much of what stands there it is (1: all of it)."""
    for kind, token in tokens(text):
        if kind == "han":
            yield from ((pair, 1) for pair in pairs(token))
            yield token[-1], 1
        elif kind == "raw":
            if len(token) <= 60:
                yield token, 1
                tails = [token[found.start() :] for found in re.finditer(WORD, token) if found.start()]
                yield from ((tail, TAIL) for tail in tails if not re.fullmatch(WORD, tail))
        elif token.lower() not in STOP:
            yield from word_keys(token)


def word_keys(word: str) -> Iterator[tuple[str, float]]:
    """The keys of a word: itself, its parts, and the ends of a name and of its parts."""
    whole, pieces = word.lower(), parts(word)
    yield whole, 1
    bare = whole.strip("_")
    if bare != whole:
        yield bare, 1
    tails = [bare[found.end() :] for found in re.finditer("_+", bare)]
    yield from ((tail, TAIL) for tail in tails if "_" in tail)
    for piece in set(pieces) - {bare}:
        yield piece, PART
    for piece in pieces or [bare]:
        for start in range(1, len(piece) - 3):
            yield piece[start:], INFIX


def weigh(notes: list[Note]) -> Table:
    """For each key its notes, by number, with a weight of 1 to 35: sixths of a word in the text."""
    table: Table = defaultdict(list)
    sizes = [sum(len(line) for _, _, lines in note.parts for line in lines) for note in notes]
    middle = max(1.0, sum(sizes) / max(1, len(sizes)))
    for number, (note, size) in enumerate(zip(notes, sizes, strict=True)):
        weights: dict[str, float] = defaultdict(float)
        text: dict[str, float] = defaultdict(float)
        headings = [heading for _, heading, _ in note.parts]
        for _, _, lines in note.parts:
            for line in lines:
                for key, share in keys(line):
                    text[key] += share
        # As in BM25: a word that comes again adds less and less, and less in a long text.
        stretch = 0.6 * (0.6 + 0.4 * math.sqrt(size / middle))
        for key, count in text.items():
            weights[key] += 1.6 * count / (count + stretch)
        for weight, texts in ((TITLE, [note.title, note.number, *headings[:1]]), (HEADING, headings[1:])):
            best: dict[str, float] = {}
            for line in texts:
                for key, share in keys(line):
                    best[key] = max(share, best.get(key, 0))
            for key, share in best.items():
                weights[key] += weight * share / (1 + 0.05 * len(best) if weight == TITLE else 1)
        for weight, texts in ((ALIAS, note.aliases), (SUMMARY, note.summary), (SUMMARY, note.figures)):
            for key, share in {key: share for line in texts for key, share in keys(line)}.items():
                if share > INFIX:
                    weights[key] += weight * share
        for key, value in weights.items():
            table[key].append((number, min(35, max(1, round(6 * value)))))
    return {key: found for key, found in table.items() if len(found) <= COMMON or not is_end(key, found)}


def with_remarks(table: Table, notes: list[Note]) -> Table:
    """The table with the words of remarks, where a note has them nowhere else; they weigh the least there is.

    These are words, their parts, and Chinese as it is cut in a query: no ends of names, no punctuation.
    """
    added: dict[str, dict[int, int]] = defaultdict(dict)
    for number, note in enumerate(notes):
        for text in (text for _, _, *both in note.remarks for text in both):
            for kind, token in tokens(text):
                runs = re.split(CUTS, token) if kind == "han" else [token] if kind == "word" else []
                for key, share in (found for run in runs for found in keys(run)):
                    if share >= PART:
                        added[key][number] = 1
    return table | {key: sorted((found | dict(table.get(key, ()))).items()) for key, found in added.items()}


def is_end(key: str, found: list[tuple[int, int]]) -> bool:
    """Whether a key is the end of words only: as a word of its own it would weigh more somewhere."""
    return key.isalpha() and key.isascii() and max(weight for _, weight in found) <= 3


def slips(notes: list[Note]) -> dict[str, list[str]]:
    """For each word of letters, and each word with one letter left out, what makes words of it.

    `.` is the key itself, `2o` the key with an `o` before its third letter. Words that are one slip apart
    share a key.
    """
    words: set[str] = set()
    for note in notes:
        texts = [note.title, *note.aliases, *note.summary, *note.figures]
        for _, heading, lines in note.parts:
            texts += [heading, *lines]
        for text in texts:
            for kind, token in tokens(text):
                if kind == "word":
                    words.update([token.lower(), *parts(token)])
    table: dict[str, list[str]] = defaultdict(list)
    for word in words:
        if 3 <= len(word) <= 24 and word not in STOP and re.fullmatch("[a-z]+[0-9]*", word):
            table[word].append(".")
            for place, letter in enumerate(word):
                table[word[:place] + word[place + 1 :]].append(DIGITS[place] + letter)
    return table


def packed(found: list[tuple[int, int]]) -> str:
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


def cut(table: dict[str, str], size: float) -> list[list[str]]:
    """A sorted table in pieces of its lines, each to be one file, the larger the larger `size` is.

    Files grow more slowly than the table: more notes make more of them, and a query loads little more.
    """
    # JavaScript compares text by its UTF-16.
    ordered = sorted(table.items(), key=lambda item: item[0].encode("utf-16-be"))
    lines = [f"{key} {value}" for key, value in ordered]
    sizes = [len(line.encode()) for line in lines]
    limit = round(size * sum(sizes) ** 0.42)
    pieces: list[list[str]] = [[]]
    filled = 0
    for line, length in zip(lines, sizes, strict=True):
        if filled + length > limit and pieces[-1]:
            pieces.append([])
            filled = 0
        pieces[-1].append(line)
        filled += length
    return pieces


def is_found(name: str, table: Table) -> bool:
    """Whether the notes have all of a name: a term none of whose names they have need not be loaded."""
    wanted = [[token] if kind != "han" else pairs(token) for kind, token in tokens(name) if kind != "raw"]
    return all(key.lower() in table for found in wanted for key in found)


def found_names(names: list[str], table: Table) -> int:
    """Which of the names the notes have, a bit each: only those are looked up for another name."""
    return sum(1 << place for place, name in enumerate(names) if is_found(name, table))


def firsts(pieces: list[list[str]]) -> list[str]:
    """For each piece as much of its first key as tells it from the last key of the piece before."""
    found = [pieces[0][0].split(" ")[0] if pieces[0] else ""]
    for before, piece in itertools.pairwise(pieces):
        last, first = before[-1].split(" ")[0], piece[0].split(" ")[0]
        same = next((n for n, (a, b) in enumerate(zip(last, first, strict=False)) if a != b), len(last))
        found.append(first[: same + 1])
    return found


def files(notes: list[Note], terms: list[tuple[list[str], int]], pages: list[list[str]]) -> dict[str, str]:
    """The files of the index by name; terms and pages as read_terms and read_pages give them."""
    table = weigh(notes)
    terms = [term for term in terms if any(is_found(name, table) for name in term[0])]
    pieces = {
        "k": cut({key: packed(found) for key, found in with_remarks(table, notes).items()}, SMALL),
        "s": cut({key: " ".join(sorted(values)) for key, values in slips(notes).items()}, LARGE),
    }
    bodies: dict[str, object] = {
        f"{kind}{n}": "\n".join(lines) for kind in pieces for n, lines in enumerate(pieces[kind])
    }
    for n, note in enumerate(notes):
        added = [note.aliases, note.summary, note.figures]
        kinds = list(dict.fromkeys(kind for kind, *_ in note.remarks))
        bodies[f"n{n}"] = [note.address, note.title, note.number, note.parts, *added, kinds]
        if kinds:
            bodies[f"r{n}"] = [rest for _, *rest in note.remarks]
    scripts = {name: f"searchFile({compact([name, body])});\n" for name, body in bodies.items()}
    folder = hashlib.sha256("".join(scripts.values()).encode()).hexdigest()[:10]
    index = {
        "folder": folder,
        "notes": len(notes),
        "files": {kind: " ".join(firsts(pieces[kind])) for kind in pieces},
        "terms": [[entry, found_names(names, table), *names] for names, entry in terms],
        "pages": pages,
        "rules": rules(),
    }
    whole = {"index.js": f"searchIndex({compact(index)});\n"}
    return whole | {f"{folder}/{name}.js": text for name, text in scripts.items()}


def compact(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def write(site: Path, docs: Path) -> None:
    """Write the index of a built site; raises what read_notes raises."""
    target = site / "search"
    notes = read_notes(site, docs)
    ending = ".html" if any(note.address.endswith(".html") for note in notes) else "/"
    written = files(notes, read_terms(docs), read_pages(docs, ending))
    for old in target.iterdir():
        if old.is_dir():
            shutil.rmtree(old)
    for name, text in written.items():
        (target / name).parent.mkdir(exist_ok=True)
        (target / name).write_text(text, encoding="utf-8")
