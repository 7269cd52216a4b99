"""Find the glossary's terms in the notes, and put each abbreviation's meaning beside its first use.

The table is `terms` in the front matter of docs/glossary.md. A term has names in both languages; a defined
one also has `means` and `source`, an abbreviation `short` and `long`. `left_out` has words of capitals that
are no abbreviations.
"""

from __future__ import annotations

import html
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from around.note_text import HEADINGS, Piece, any_of
from notes.languages import RUN, TOKEN, mark
from notes.page import (
    LANGUAGES,
    Page,
    Problem,
    Row,
    at,
    is_address,
    left_out_without_reason,
    listed,
    rows,
    stale,
    texts,
    unknown_row_keys,
)

TABLE = "glossary.md"
TERM_KEYS = ("en", "zh", "short", "long", "means", "source", "only", "also")
# A tooltip is read at a glance: letters of English, characters of Chinese.
LONGEST = {"en": 200, "zh": 110}
WORD = r"(?<![0-9A-Za-z_])(?:{})s?(?![0-9A-Za-z_])"
# Where no word is wrapped: code, the author's links and what is an addition already.
UNTOUCHED = {"code", "pre", "a", "button", "script", "style", "title", "svg"}


@dataclass(frozen=True)
class Term:
    """A term that is defined; `short` is "" if it is no abbreviation.

    `only` are the notes that mean it by its names (all, if it is empty), `also` those with other words.
    """

    name: str
    en: tuple[str, ...]
    zh: tuple[str, ...]
    short: str
    long: str
    means: tuple[str, str]
    only: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        return re.sub("[^0-9a-z]+", "-", self.name.lower()).strip("-")


def read(front: Mapping[str, object]) -> list[Term]:
    """The defined terms of a table that is sound, in its order; `front` is the front matter of its page."""
    found = []
    for row in front.get("terms") or ():  # type: ignore[attr-defined]
        if "means" in row:
            short = str(row.get("short", ""))
            found.append(
                Term(
                    short or str(row["en"][0]),
                    tuple(map(str, row["en"])),
                    tuple(map(str, row["zh"])),
                    short,
                    str(row.get("long", "")),
                    (str(row["means"]["en"]), str(row["means"]["zh"])),
                    tuple(row.get("only", ())),
                    tuple(row.get("also", ())),
                )
            )
    return found


class Finder:
    """Finds the terms in the notes, one note after the other.

    `found` has for each term the notes that use it, by any of its names, in order; `there` are all notes.
    """

    def __init__(self, terms: Iterable[Term], there: Container[str]) -> None:
        self.found = {term: [note for note in term.also if note in there] for term in terms}
        self.shorts = {term.short: term for term in self.found if term.short}
        self.names: dict[str, Term] = {}
        for term in self.found:
            self.names |= {name.lower(): term for name in (*term.en, *term.zh) if name != term.short}
        self.short = alternatives(self.shorts)
        self.chinese = alternatives([name for name in self.names if not name.isascii()])
        self.english = alternatives([name for name in self.names if name.isascii()])

    def look(self, note: str, text: Iterable[Piece]) -> None:
        # No name goes from one piece into the next.
        whole = "\n".join(piece.text for piece in text)
        for name in self.short.findall(whole):
            self.add(note, self.shorts.get(name) or self.shorts[name.removesuffix("s")])
        small = whole.lower()
        for line in small.split("\n"):
            found = []
            if not line.isascii():
                # English within a Chinese name is a part of it.
                found, line = self.chinese.findall(line), self.chinese.sub("\n", line)
            for name in (*found, *self.english.findall(line)):
                self.add(note, self.names.get(name) or self.names[name.removesuffix("s")])

    def add(self, note: str, term: Term) -> None:
        if note not in self.found[term] and (not term.only or note in term.only):
            self.found[term].append(note)


def find(terms: Iterable[Term], notes: Mapping[str, Iterable[Piece]]) -> dict[Term, list[str]]:
    """What a Finder finds in the notes."""
    finder = Finder(terms, notes)
    for note, text in notes.items():
        finder.look(note, text)
    return finder.found


def alternatives(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern for any of the names, the longest first; English ones are whole words or their plurals."""
    chinese = {name for name in names if re.search(RUN, name)}
    english = any_of(name for name in names if name not in chinese)
    parts = [any_of(chinese), english and WORD.format(english)]
    return re.compile("|".join(filter(None, parts)) or "(?!)")


def explain(page: str, terms: Iterable[Term], pattern: re.Pattern[str]) -> str:
    """The HTML of a note with a tooltip at the first use of each abbreviation, in the text or else a heading.

    `terms` are the note's, `pattern` is one for the abbreviations of all terms. Wraps the author's word and
    changes none; the tooltip behind it carries `data-added`.
    """
    shorts = {term.short: term for term in terms if term.short}
    if not shorts:
        return page
    first: dict[str, tuple[int, int]] = {}
    for in_heading in (False, True):
        for start, end in runs(page, in_heading):
            for found in pattern.finditer(page, start, end):
                short = found[0] if found[0] in shorts else found[0].removesuffix("s")
                if short in shorts:
                    first.setdefault(short, found.span())
    for short, (start, end) in sorted(first.items(), key=lambda item: -item[1][0]):
        page = f"{page[:start]}{tooltip(page[start:end], shorts[short])}{page[end:]}"
    return page


def runs(page: str, in_heading: bool) -> Iterator[tuple[int, int]]:
    """Where text runs in the HTML of a note, from and to, outside of what stays untouched."""
    depth = heading = end = 0
    for tag in TOKEN.finditer(page):
        if tag["run"]:
            continue
        if not depth and bool(heading) == in_heading and end < tag.start():
            yield end, tag.start()
        end = tag.end()
        name = (tag["name"] or "").lower()
        step = -1 if tag["end"] else 1
        depth += step * (name in UNTOUCHED)
        heading += step * (name in HEADINGS)
    if not depth and bool(heading) == in_heading:
        yield end, len(page)


def tooltip(word: str, term: Term) -> str:
    """The HTML of an abbreviation with its meaning."""
    name = f"term-{term.anchor}"
    meaning = " ".join(f"<span>{mark(html.escape(text))}</span>" for text in term.means)
    title = f"<b>{html.escape(term.long)}</b> {mark(html.escape(term.zh[0]))}"
    return (
        f'<abbr class="term" tabindex="0" aria-describedby="{name}">{word}</abbr>'
        f'<span class="tip" id="{name}" role="tooltip" data-added>{title} {meaning}</span>'
    )


def addresses(page: Page) -> Iterator[tuple[int, str]]:
    """The address of each term's source with its line, if the page has a table of terms."""
    for row in rows(page.front["terms"].data) if "terms" in page.front else ():
        if isinstance(source := row.get("source"), Row) and source.get("address"):
            yield source.line, str(source["address"])


def check(page: Page, notes: set[str]) -> Iterator[Problem]:
    """What is wrong with the table; `notes` are the names of all notes (`kernel/seqlock`)."""
    terms = page.front["terms"]
    taken: set[str] = set()
    for number, term in enumerate(terms.data if isinstance(terms.data, list) else [None], 1):
        place = term if isinstance(term, Row) else terms
        names = [term.get(language) for language in LANGUAGES] if isinstance(term, Row) else [None]
        if not all(isinstance(both, list) and both for both in names):
            mend = "write `- en: [name]` and below it `zh: [名称]`"
            yield at(page.path, place, f"term {number} has no names", mend)
            continue
        for name in (str(name).lower() for both in names for name in both):  # type: ignore[attr-defined]
            if name in taken:
                what = f"`{name}` in term {number} is a name already"
                yield at(page.path, place, what, "keep one of the two")
            taken.add(name)
        yield from check_term(page.path, term, notes)
    yield from left_out_without_reason(page)


def check_term(path: str, term: Row, notes: set[str]) -> Iterator[Problem]:
    """What is wrong with what a term has beside its names."""
    yield from unknown_row_keys(path, term, TERM_KEYS)
    name = str(term.get("short") or term["en"][0])  # type: ignore[index]
    if set(term) == set(LANGUAGES):
        return

    def blame(what: str, mend: str) -> Problem:
        return at(path, term, f"`{name}` {what}", mend)

    means, source = term.get("means"), term.get("source")
    if not texts(means, LANGUAGES):
        yield blame("has no meaning", "write `means:` with one sentence in `en` and one in `zh`")
    else:
        for language, longest in LONGEST.items():
            if len(means[language]) > longest:  # type: ignore[index]
                yield blame(f"has a long `{language}` in `means`", f"say it in {longest} letters at most")
    if not texts(source, ("title", "address", "seen")):
        yield blame("has no source", "write `source:` with `title`, `address`, and where it was `seen`")
    elif not is_address(source["address"]):  # type: ignore[index]
        yield blame("has a source without an address", "write the whole address, from `https://` on")
    if "short" in term and term["short"] not in term["en"]:  # type: ignore[operator]
        yield blame("is not among its names", f"put {term['short']} into `en`, as it is written in the notes")
    if ("short" in term) != ("long" in term):
        yield blame("has one of `short` and `long`", "write both, or neither if it is no abbreviation")
    yield from stale(path, term, listed(term, "only", "also"), notes)
