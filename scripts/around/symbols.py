"""Find the symbols that the notes name, by the table in the front matter of docs/symbols.md."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from around.note_text import Piece, any_of
from notes.page import (
    Page,
    Problem,
    Row,
    Value,
    at,
    left_out_without_reason,
    listed,
    rows,
    stale,
    texts,
    unknown_row_keys,
)
from notes.structure import outside_fences

TABLE = "symbols.md"
SYMBOL_KEYS = ("name", "forms", "only", "plain", "at", "seen")
# What begins or ends a name is no letter, digit or underscore.
NAME = r"(?<![0-9A-Za-z_])(?:{})(?![0-9A-Za-z_])"
# A name of small letters is a word of English, too: outside of code it is the symbol only in `send(`.
WORDLIKE = re.compile("[a-z]+")
# What a reader takes for a symbol in code: names with underscores, capitals, calls, files, directives.
LOOKS = re.compile(
    r"(?<![\w/.$-])(?:\w*[a-z0-9]_\w+|_\w+|[A-Z][A-Z0-9_]{3,}|\w+(?=\(\))|/\w[\w./-]+|\.[a-z]\w+)"
)


@dataclass(frozen=True)
class Symbol:
    """A row of the table.

    `forms` are other spellings, `only` the notes that mean it by them (all, if it is empty), `plain` those
    that mean it by a mere word, too; `address` is where it is documented, "" if that is not known.
    """

    name: str
    kind: str
    forms: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    address: str = ""
    authority: str = ""
    seen: str = ""

    @property
    def anchor(self) -> str:
        """Its anchor on the page of the index: `function-kvm_get_msr`, `path-etc-default-grub`."""
        return anchor(self.kind, self.name)


def anchor(kind: str, name: str) -> str:
    return f"{kind}-{re.sub('[^0-9A-Za-z_]+', '-', name).strip('-')}"


def read(front: Mapping[str, object]) -> list[Symbol]:
    """The symbols of a table that is sound, in its order; `front` is the front matter of its page."""
    authorities, kinds = front.get("authorities", {}), front.get("kinds", {})
    found = []
    for kind, group in kinds.items():  # type: ignore[attr-defined]
        for row in group["symbols"]:
            authority, address = documented(row, authorities)  # type: ignore[arg-type]
            found.append(
                Symbol(
                    str(row["name"]),
                    kind,
                    tuple(map(str, row.get("forms", ()))),
                    tuple(row.get("only", ())),
                    tuple(row.get("plain", ())),
                    address,
                    authority,
                    str(row.get("seen", "")),
                )
            )
    return found


def documented(row: Mapping[str, object], authorities: Mapping[str, Mapping[str, str]]) -> tuple[str, str]:
    """The title of the authority that a row names, and the address there; "" and "" if it names none."""
    key, _, page = str(row.get("at", "")).partition(" ")
    if not key:
        return "", ""
    return authorities[key]["title"], authorities[key]["address"].replace("{}", page or str(row["name"]))


Places = dict[str, list[tuple[str, str]]]


class Finder:
    """Finds the symbols in the notes, one note after the other.

    `found` has for each symbol the notes that name it, in order, each with the anchors and headings of the
    places; `there` are the names of all notes.
    """

    def __init__(self, symbols: Iterable[Symbol], there: Container[str]) -> None:
        self.by_form: dict[str, list[Symbol]] = {}
        for symbol in symbols:
            for form in (symbol.name, *symbol.forms):
                self.by_form.setdefault(form, []).append(symbol)
        self.found: dict[Symbol, Places]
        self.found = {symbol: {} for group in self.by_form.values() for symbol in group}
        self.there = there
        self.pattern = re.compile(NAME.format(any_of(self.by_form)))

    def look(self, note: str, text: Iterable[Piece]) -> None:
        for piece in text if self.by_form else ():
            for match in self.pattern.finditer(piece.text):
                called = piece.text.startswith("(", match.end())
                word = not piece.code and not called and bool(WORDLIKE.fullmatch(match[0]))
                for symbol in self.by_form[match[0]]:
                    if means(symbol, note, word, self.there):
                        places = self.found[symbol].setdefault(note, [])
                        place = (piece.anchor, piece.heading)
                        places += [] if place in places else [place]


def find(symbols: Iterable[Symbol], notes: Mapping[str, Iterable[Piece]]) -> dict[Symbol, Places]:
    """What a Finder finds in the notes."""
    finder = Finder(symbols, notes)
    for note, text in notes.items():
        finder.look(note, text)
    return finder.found


def means(symbol: Symbol, note: str, word: bool, there: Container[str]) -> bool:
    """Whether a note that has a symbol's name means the symbol; `word`: it may be a mere word of English.

    A list with a note that is not `there` is out of date and rules nothing out: a note that was renamed keeps
    the entries of the index.
    """
    stale = any(name not in there for name in (*symbol.only, *symbol.plain))
    return stale or note in symbol.plain or (not word and (not symbol.only or note in symbol.only))


def addresses(page: Page) -> Iterator[tuple[int, str]]:
    """The addresses of the symbols' documentation, each with its line, if the page has a table of symbols.

    Where only a name makes the address, the first stands for all: whether a name is there the source told.
    """
    authorities = page.front["authorities"].data if "authorities" in page.front else Row()
    groups = page.front["kinds"].data if "kinds" in page.front else Row()
    asked: set[str] = set()
    for group in groups.values() if isinstance(groups, Row) else ():
        for row in rows(group.get("symbols")) if isinstance(group, Row) else ():
            at = str(row.get("at", ""))
            if at and at not in asked and isinstance(authorities, Row):
                asked.add(at)
                yield row.line, documented(row, authorities)[1]  # type: ignore[arg-type]


def check(page: Page, notes: set[str]) -> Iterator[Problem]:
    """What is wrong with the table; `notes` are the names of all notes (`kernel/seqlock`)."""

    kinds, authorities = page.front["kinds"], page.front.get("authorities", Value(1, Row()))
    named = authorities.data if isinstance(authorities.data, Row) else Row()
    for key, authority in named.items():
        if not texts(authority, ("title", "zh", "address", "seen")) or "{}" not in str(authority["address"]):  # type: ignore[index]
            mend = "give it `title`, `zh`, `address` with `{}` for the page, and `seen`"
            yield at(page.path, authorities, f"the authority `{key}` is not whole", mend)
    taken: dict[str, str] = {}
    groups = kinds.data if isinstance(kinds.data, Row) else Row()
    for kind, group in groups.items():
        if not (isinstance(group, Row) and set(group) == {"title", "zh", "symbols"}):
            yield at(
                page.path, kinds, f"the kind `{kind}` is not whole", "give it `title`, `zh` and `symbols`"
            )
            continue
        for row in rows(group["symbols"]):
            name = str(row.get("name", ""))
            yield from unknown_row_keys(page.path, row, SYMBOL_KEYS)
            if not name:
                yield at(page.path, row, "a symbol has no `name`", "write `{name: …}`")
                continue
            mark = anchor(kind, name)
            if mark in taken:
                yield at(page.path, row, f"`{name}` has the anchor of `{taken[mark]}`", "keep one of the two")
            taken[mark] = name
            authority = str(row.get("at", "")).partition(" ")[0]
            if authority and authority not in named:
                yield at(
                    page.path, row, f"there is no authority `{authority}`", f"name one of {', '.join(named)}"
                )
            yield from stale(page.path, row, listed(row, "only", "plain"), notes)
    yield from left_out_without_reason(page)


def undecided(table: Page, notes: Iterable[Page]) -> Iterator[str]:
    """A line for each name in the notes' code that looks like a symbol and that the table does not know."""
    front = table.data()
    known = {form for symbol in read(front) for form in (symbol.name, *symbol.forms)}
    known |= {str(row["name"]) for row in rows(front.get("left_out"))}
    for note in notes:
        said: set[str] = set()
        for line, text in code_of(note):
            for name in LOOKS.findall(text):
                if name not in known | said and not any(name in form for form in known):
                    said.add(name)
                    mend = f"add it to docs/{TABLE}, to a kind or to `left_out`"
                    yield f"{note.path}:{line}: `{name}` may be a symbol; {mend}"


def code_of(note: Page) -> Iterator[tuple[int, str]]:
    """The lines of code of a note, and what stands between backticks in the others, each with its line."""
    prose = dict(outside_fences(note))
    for number, line in enumerate(note.body, note.body_line):
        if number not in prose:
            yield number, line
        else:
            yield from ((number, code) for code in re.findall(r"`([^`]+)`", line))
