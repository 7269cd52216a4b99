"""Gather what stands around the notes, for the templates: symbols, terms, relations, paths, links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import urljoin

from around import glossary, paths, relations, symbols
from around.note_text import Piece
from notes.page import Row

Places = dict[str, list[tuple[str, str]]]
LINK = re.compile(r'<a [^>]*?href="([^"#?]+)')


@dataclass
class Around:
    """What is known of all notes together; a note is named by its section and slug, `kernel/seqlock`."""

    # Of each kind its symbols, A to Z, with the notes that name them and the anchors and headings there.
    index: dict[str, list[tuple[symbols.Symbol, Places]]] = field(default_factory=dict)
    # The same by the letter that they begin with, whatever their kind.
    by_letter: dict[str, list[symbols.Symbol]] = field(default_factory=dict)
    # The terms that are defined, A to Z, with the notes that use them.
    terms: list[tuple[glossary.Term, list[str]]] = field(default_factory=list)
    pairs: list[relations.Relation] = field(default_factory=list)
    # Of each note what it has, and where it leads.
    symbols_of: dict[str, dict[str, list[symbols.Symbol]]] = field(default_factory=dict)
    terms_of: dict[str, list[glossary.Term]] = field(default_factory=dict)
    related_to: dict[str, list[tuple[str, relations.Relation]]] = field(default_factory=dict)
    linked_from: dict[str, list[str]] = field(default_factory=dict)
    stops_of: dict[str, list[paths.Stop]] = field(default_factory=dict)

    def about(self, note: str) -> str:
        """What hangs on the texts of notes of all that a note's page says of it."""
        return repr(
            (
                [symbol.anchor for group in self.symbols_of.get(note, {}).values() for symbol in group],
                [term.name for term in self.terms_of.get(note, ())],
                [(other, relation.shared, relation.why) for other, relation in self.related_to.get(note, ())],
                self.linked_from.get(note),
            )
        )


class Found(NamedTuple):
    """What is found in a note: symbols and terms by their place in their tables, notes that it links to."""

    symbols: dict[int, list[tuple[str, str]]]
    terms: list[int]
    targets: list[str]


class Gathering:
    """Gathers what stands around the notes, which are shown to it one by one.

    `addresses` has of each note its address in the site; `tables` the front matter of the pages that hold
    tables, by the name of the file (`symbols.md`).
    """

    def __init__(self, addresses: Mapping[str, str], tables: Mapping[str, Mapping[str, object]]) -> None:
        self.addresses, self.tables = addresses, tables
        self.names = {address: name for name, address in addresses.items()}
        self.symbols = symbols.Finder(symbols.read(tables.get(symbols.TABLE, {})), addresses)
        self.terms = glossary.Finder(glossary.read(tables.get(glossary.TABLE, {})), addresses)
        self.all_symbols, self.all_terms = list(self.symbols.found), list(self.terms.found)
        self.linked_from: dict[str, list[str]] = {}

    def look(self, name: str, html: str, text: Iterable[Piece]) -> Found:
        """Look at a note, by its HTML and its pieces; returns what `take` takes."""
        self.symbols.look(name, text)
        self.terms.look(name, text)
        # An address with a host is no link between notes, and may be none at all.
        links = {link for link in LINK.findall(html) if "//" not in link}
        targets = {self.names.get(urljoin(self.addresses[name], link), name) for link in links} - {name}
        for target in targets:
            self.linked_from.setdefault(target, []).append(name)
        return Found(
            {place: found[name] for place, found in enumerate(self.symbols.found.values()) if name in found},
            [place for place, found in enumerate(self.terms.found.values()) if found[-1:] == [name]],
            sorted(targets),
        )

    def take(self, name: str, found: Found) -> None:
        """Take what was found before in a note with the same text."""
        for place, places in found.symbols.items():
            self.symbols.found[self.all_symbols[place]][name] = places
        for place in found.terms:
            self.terms.add(name, self.all_terms[place])
        for target in found.targets:
            self.linked_from.setdefault(target, []).append(name)

    def around(self) -> Around:
        """What was gathered."""
        around = Around(linked_from=self.linked_from)
        named, used = self.symbols.found, self.terms.found
        for symbol, places in sorted(named.items(), key=lambda item: by_letters(item[0].name)):
            for note in places:
                around.symbols_of.setdefault(note, {}).setdefault(symbol.kind, []).append(symbol)
            if places:
                around.index.setdefault(symbol.kind, []).append((symbol, places))
                letter = by_letters(symbol.name)[0][:1].upper()
                around.by_letter.setdefault(letter if letter.isalpha() else "0–9", []).append(symbol)
        around.terms = sorted(used.items(), key=lambda item: by_letters(item[0].name))
        for term, found in around.terms:
            for note in found:
                around.terms_of.setdefault(note, []).append(term)
        around.pairs = related(list(self.addresses), named, used, self.tables.get(relations.TABLE, {}))
        for relation in around.pairs:
            around.related_to.setdefault(relation.one, []).append((relation.other, relation))
            around.related_to.setdefault(relation.other, []).append((relation.one, relation))
        around.stops_of = paths.stops(self.tables.get(paths.TABLE, {}), self.addresses)
        return around


def with_new_names(table: Any, renamed: Mapping[str, str]) -> Any:
    """A table with the new names of the notes that moved, wherever it has an old one."""
    if isinstance(table, Mapping):
        return Row({key: with_new_names(value, renamed) for key, value in table.items()})
    if isinstance(table, list):
        return [with_new_names(value, renamed) for value in table]
    return renamed.get(table, table) if isinstance(table, str) else table


def related(
    notes: list[str],
    named: Mapping[symbols.Symbol, Places],
    used: Mapping[glossary.Term, list[str]],
    table: Mapping[str, object],
) -> list[relations.Relation]:
    """The relations of the notes by what they share and by the table."""
    names: dict[str, list[str]] = {symbol.name: list(places) for symbol, places in named.items()}
    for term, found in used.items():
        # A term that is a symbol, too, is one name.
        names[term.name] = sorted({*names.get(term.name, ()), *found})
    there = set(notes)
    by_hand = {pair: why for pair, why in relations.pairs(table, "related").items() if there >= set(pair)}
    return relations.relate(notes, names, by_hand, set(relations.pairs(table, "unrelated")))


def by_letters(name: str) -> tuple[str, str]:
    """A key to sort names by: without regard to case, and to signs that they begin with."""
    return re.sub("^[^0-9A-Za-z]+", "", name).lower(), name
