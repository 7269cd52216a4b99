"""Check the front matter of notes and of other pages: keys, titles, summaries, aliases, source ranges."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterable, Iterator

from notes.languages import RUN
from notes.page import LANGUAGES, Page, Problem, Row, Text, Value, at, source_range, unknown_keys

NOTE_KEYS = (
    "title",
    "number",
    "source",
    "summary",
    "aliases",
    "figures",
    "checked",
    "against",
    "remarks",
    "newer",
)
INDEX_KEYS = ("title", "chinese", "letter", "retired", "template", "summary", "groups")
# How many other names a note has at least; and how long one may be: it is a name or a short question.
LEAST_ALIASES, LONGEST_ALIAS = 6, 80
IDEOGRAPH = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
# What stands where a text is still to be written: alone, or first; and the example of CONTRIBUTING.md.
PLACEHOLDER = re.compile(
    r"(?i:(todo|fixme|tbd|wip|x{3,}|lorem ipsum.*|待定|待补|待写|暂无)[.:\u3002\uff1a]?)"
    r"|\.{3,}|\u2026+"
    r"|(TODO|FIXME|TBD|XXX)\b.*"
    r"|One sentence in English that tells what the note holds\.|一句话，说明这篇笔记的内容。"
)
SMART = ("\u201c", "\u2018")
SMART_QUOTES = re.compile(r"[\u201c\u2018][^\u201c\u201d\u2018\u2019]*[\u201d\u2019]")


def check_index(page: Page) -> Iterator[Problem]:
    """What is wrong with the front matter of a section's index page."""
    yield from check_keys(page, INDEX_KEYS, tuple(key for key in INDEX_KEYS if key != "retired"))


def check_note(page: Page, last_line: int) -> Iterator[Problem]:
    """What is wrong with the front matter of a note; the author's export has `last_line` lines."""
    yield from check_keys(page, NOTE_KEYS, ("title", "summary", "aliases"))
    if "aliases" in page.front:
        yield from check_aliases(page, page.front["aliases"])
    if "source" in page.front:
        yield from check_source(page, page.front["source"], last_line)


def check_keys(page: Page, allowed: tuple[str, ...], needed: tuple[str, ...]) -> Iterator[Problem]:
    """Keys that may not be there or are missing, and what is wrong with title and summary."""
    meant = dict(misspelled(page, allowed))
    unknown = {key: value for key, value in page.front.items() if key not in meant}
    yield from unknown_keys(page.path, unknown, allowed)
    for key, right in meant.items():
        mend = f"the keys are {', '.join(allowed)}: write `{right}`"
        yield Problem(page.path, page.front[key].line, f"unknown key `{key}`", mend)
    for key in needed:
        if key not in page.front and key not in meant.values():
            yield Problem(page.path, 1, f"no `{key}` in the front matter", f"add `{key}:`")
    title = page.front.get("title")
    if title:
        text = title.data
        if not (isinstance(text, str) and text.strip()) or "\n" in text.strip():
            yield at(page.path, title, "`title` is no text", "write it on the same line, a number in quotes")
        else:
            yield from check_text(page.path, "title", text, title)
    if "summary" in allowed and "summary" in page.front:
        yield from check_summary(page, page.front["summary"])


def misspelled(page: Page, allowed: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Each unknown key with the one, not there yet, that it is meant to be."""
    for key in page.front:
        if key not in allowed:
            missing = [name for name in allowed if name not in page.front]
            if close := difflib.get_close_matches(key.lower(), missing, 1, 0.8):
                yield key, close[0]


def check_text(path: str, name: str, text: str, place: Value | Row | Text) -> Iterator[Problem]:
    """What is wrong with any text of ours: it is yet to be written, or its quotes are none to YAML."""
    bare = text.strip()
    if PLACEHOLDER.fullmatch(bare):
        yield at(path, place, f"`{name}` is a placeholder: `{bare}`", "write the text")
    elif bare[:1] in SMART and SMART_QUOTES.fullmatch(bare):
        what = f"`{name}` stands in {bare[0]} {bare[-1]}, no quotes to YAML"
        yield at(path, place, what, "write ' or \", or none")


def check_summary(page: Page, summary: Value) -> Iterator[Problem]:
    """What is wrong with a summary: one sentence in each language, and nothing else."""
    if isinstance(summary.data, str) and summary.data.strip():
        mend = "write `  en: ` and `  zh: ` below it, with one sentence each"
        yield at(page.path, summary, "`summary` is one text", mend)
        return
    texts = summary.data if isinstance(summary.data, Row) else Row()
    right: dict[str, Text] = {}
    for language in LANGUAGES:
        text = texts.get(language)
        if isinstance(text, Text) and text.strip():
            right[language] = text
        else:
            place = text if isinstance(text, Text) else summary
            mend = f"add `  {language}: ` and one sentence below `summary:`"
            yield at(page.path, place, f"no `{language}` in `summary`", mend)
    for language in set(texts) - set(LANGUAGES):
        what = f"unknown key `{language}` in `summary`"
        yield at(page.path, summary, what, f"its keys are {', '.join(LANGUAGES)}")
    if len({text.strip() for text in right.values()}) < len(right):
        yield at(
            page.path, right["zh"], "`en` and `zh` of `summary` are the same", "write each in its language"
        )
        return
    for language, text in right.items():
        faults = list(check_text(page.path, language, text, text))
        if not faults and not is_in(language, text):
            name = {"en": "English", "zh": "Chinese"}[language]
            faults = [at(page.path, text, f"`{language}` of `summary` is not {name}", f"write it in {name}")]
        yield from faults


def is_in(language: str, text: str) -> bool:
    """Whether a sentence may be English: mostly in Latin letters; or Chinese: it has a character."""
    chinese = len(IDEOGRAPH.findall(text))
    return chinese > 0 if language == "zh" else len(re.findall("[A-Za-z]", text)) > chinese


def check_aliases(page: Page, aliases: Value) -> Iterator[Problem]:
    """What is wrong with the other names of a note."""
    names = aliases.data if isinstance(aliases.data, list) else []

    def blame(what: str, mend: str, name: object = None) -> Problem:
        return at(page.path, name if isinstance(name, Row | Text) else aliases, what, mend)

    if len(names) < LEAST_ALIASES:
        yield blame(
            f"{len(names)} `aliases`",
            f"list {LEAST_ALIASES} at least: what a reader would call the note or ask, in both languages",
        )
    taken: set[str] = set()
    for name in names:
        if not isinstance(name, Text) or not 2 <= len(name.strip()) <= LONGEST_ALIAS:
            mend = f"write 2 to {LONGEST_ALIAS} letters, in quotes if it holds `: `"
            yield blame(f"the alias `{name}` is no name", mend, name)
        elif name in taken:
            yield blame(f"the alias `{name}` stands twice", "keep one of the two", name)
        else:
            taken.add(name)
            yield from check_text(page.path, "aliases", name, name)
    for language, chinese in (("Chinese", True), ("English", False)):
        if len(names) >= LEAST_ALIASES and not any(bool(re.search(RUN, name)) == chinese for name in taken):
            mend = f"add what a reader would call the note in {language}"
            yield blame(f"no {language} among `aliases`", mend)


def check_source(page: Page, source: Value, last_line: int) -> Iterator[Problem]:
    """What is wrong with the range of a note in the author's export."""
    lines = source_range(str(source.data))
    if lines is None:
        mend = "write first and last line, such as `790-910`, or leave the key out for a new note"
        yield at(page.path, source, f"`source: {source.data}` is no range of lines", mend)
    elif lines[1] > last_line:
        yield at(page.path, source, f"`source` ends at line {lines[1]}", f"the source has {last_line} lines")


def check_overlaps(notes: Iterable[Page]) -> Iterator[Problem]:
    """Notes that have lines of the export in common."""
    ranges = []
    for page in notes:
        source = page.front.get("source", Value(0, ""))
        lines = source_range(str(source.data))
        if lines:
            ranges.append((lines, page.path, source.line, source.column))
    ranges.sort()
    for (before, owner, *_), (lines, path, line, column) in itertools.pairwise(ranges):
        if lines[0] <= before[1]:
            what = f"`source` {lines[0]}-{lines[1]} overlaps {before[0]}-{before[1]} of {owner}"
            yield Problem(path, line, what, "a line of the source belongs to one note", column)
