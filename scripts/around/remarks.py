"""Check what editors say beside a note: `checked`, `against` and `remarks` in its front matter.

A remark stands for lines of the author's export, so only a note that came from there has any: a note of our
own is mended instead. The page of all remarks lists what could not be confirmed, below `unconfirmed`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from notes.languages import RUN
from notes.page import (
    LANGUAGES,
    Page,
    Problem,
    Row,
    Value,
    at,
    day_faults,
    is_address,
    is_table,
    left_out_without_reason,
    rows,
    source_range,
    stale,
    texts,
    unknown_row_keys,
)

TABLE = "remarks.md"
KINDS = ("wrong", "outdated", "misleading", "words lost", "ended")
KEYS = ("lines", "kind", "since", "en", "zh", "sources", "checked", "against")
SOURCE_KEYS = ("title", "address", "seen")
# One to three sentences: letters of English, characters of Chinese.
LONGEST = {"en": 420, "zh": 200}
DAY = "write the day of the check"


def check(page: Page, source: list[str], today: date) -> Iterator[Problem]:
    """What is wrong with the remarks of a note and with the day of its check; `source` is the export."""
    listed = page.front.get("remarks")
    checked = page.front.get("checked")
    if checked:
        for what, mend in day_faults("checked", checked.data, today, DAY):
            yield at(page.path, checked, what, mend)
    against = page.front.get("against")
    if against and not (
        isinstance(against.data, list) and all(isinstance(name, str) and name for name in against.data)
    ):
        mend = "write `[Linux 6.12, listen(2) of man-pages 6.03]`, or `[]` for a note with nothing to check"
        yield at(page.path, against, "`against` is no list of what was read", mend)
    if bool(checked) != bool(against):
        mend = "write both: when, and against what"
        yield at(page.path, checked or against or Value(1, ""), "one of `checked` and `against`", mend)
    if listed is None:
        return
    if not is_table(listed.data):
        mend = f"write `- lines: [12]` and below it {', '.join(f'`{key}`' for key in KEYS[1:])}"
        yield at(page.path, listed, "`remarks` is no list of remarks", mend)
        return
    if not checked:
        yield at(page.path, listed, "remarks, but no `checked`", "say when the note was checked")
    before = 0
    taken: set[str] = set()
    for remark in rows(listed.data):
        faults = list(remark_faults(page, remark, source, today))
        yield from (at(page.path, remark, what, mend) for what, mend in faults)
        if faults:
            continue
        first = remark["lines"][0]  # type: ignore[index]
        if first < before:
            mend = "put the remarks in the order of their lines"
            yield at(page.path, remark, f"line {first} comes after line {before}", mend)
        before = first
        if anchor(remark) in taken:
            mend = "say both in one remark"
            yield at(page.path, remark, f"a second remark `{remark['kind']}` on line {first}", mend)
        taken.add(anchor(remark))
        if checked and str(remark["checked"]) > str(checked.data):
            mend = "a check of a remark is one of the note: give the note its day"
            yield at(page.path, checked, f"a remark was checked on {remark['checked']}", mend)


def anchor(remark: Mapping[str, Any]) -> str:
    """The anchor of a remark on the note's page: `wrong-1030`, its kind and its first line."""
    return f"{remark['kind'].replace(' ', '-')}-{remark['lines'][0]}"


def remark_faults(page: Page, remark: Row, source: list[str], today: date) -> Iterator[tuple[str, str]]:
    """What is wrong with one remark, and how to mend it."""
    for problem in unknown_row_keys(page.path, remark, KEYS):
        yield problem.what, problem.mend
    lines = remark.get("lines")
    if not isinstance(lines, list) or not lines or not all(isinstance(line, int) for line in lines):
        yield "a remark stands for no lines", "write `lines: [12]`, lines of the source from 1"
    else:
        yield from line_faults(page, lines, source)
    if remark.get("kind") not in KINDS:
        yield f"`kind: {remark.get('kind', '')}` is none", f"the kinds are {', '.join(KINDS)}"
    for key, mend in (
        ("since", "write `always`, `export`, a version or a day, or `by` and a version that has it already"),
        ("against", "say which version of what was read"),
    ):
        text = remark.get(key)
        if not text or isinstance(text, (list, dict)) or re.search(RUN, str(text)):
            yield f"a remark without `{key}`", f"{mend}, in Latin letters"
    yield from language_faults(remark)
    yield from source_faults(remark.get("sources"))
    yield from day_faults("checked", remark.get("checked", ""), today, DAY)


def line_faults(page: Page, lines: list[int], source: list[str]) -> Iterator[tuple[str, str]]:
    whole = source_range(str(page.front["source"].data)) if "source" in page.front else None
    if whole is None:
        yield "a remark on a note that is not in the source", "mend the note instead"
        return
    for line in lines:
        if not whole[0] <= line <= whole[1]:
            yield f"the note has no line {line}", f"its lines are {whole[0]} to {whole[1]}"
        elif not source[line - 1].strip():
            yield f"line {line} is empty", "name a line with text"


def language_faults(remark: Row) -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:
        text = remark.get(language)
        chinese = bool(re.search(RUN, str(text)))
        if not (isinstance(text, str) and text.strip()):
            yield f"a remark without `{language}`", "say it in both languages"
        elif chinese != (language == "zh"):
            yield f"`{language}` of a remark is in the other language", "`en` is English, `zh` is Chinese"
        elif len(text) > LONGEST[language]:
            yield f"a long `{language}` in a remark", f"say it in {LONGEST[language]} letters at most"
        elif text.count("`") % 2:
            yield f"a backtick too many in `{language}`", "a name stands between two"


def source_faults(sources: object) -> Iterator[tuple[str, str]]:
    if not is_table(sources):
        yield "a remark without source", "write `sources:` with `title`, `address` and what was `seen`"
    for source in rows(sources):
        if not texts(source, SOURCE_KEYS):
            yield "a source is not whole", "give it `title`, `address` and what was `seen`"
        elif not is_address(source["address"]):
            yield "a source without an address", "write the whole address, from `https://` on"
        elif re.search(RUN, f"{source['title']}{source['seen']}"):
            yield "a source in Chinese", "write `title` and `seen` in English"


def of(page: Page) -> list[Row]:
    """The remarks of a note."""
    return rows(page.front["remarks"].data) if "remarks" in page.front else []


def addresses(page: Page) -> Iterator[tuple[int, str]]:
    """The addresses of the remarks' sources, each with its line."""
    for remark in of(page):
        for source in rows(remark.get("sources")):
            yield source.line, str(source.get("address", ""))


def check_unconfirmed(page: Page, notes: set[str]) -> Iterator[Problem]:
    """What is wrong with the table of what could not be confirmed; `notes` are the names of all notes."""
    listed = page.front["unconfirmed"]
    for row in rows(listed.data):
        lines = row.get("lines")
        if not (
            set(row) == {"note", "lines", *LANGUAGES}
            and isinstance(lines, list)
            and all(isinstance(line, int) for line in lines)
            and all(isinstance(row[language], str) and row[language] for language in LANGUAGES)
        ):
            mend = "write `{note: …, lines: [12], en: …, zh: …}`"
            yield at(page.path, row, "what could not be confirmed is not whole", mend)
            continue
        yield from stale(page.path, row, [row["note"]], notes)
    yield from left_out_without_reason(page)
