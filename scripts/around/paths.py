"""Check the reading paths, and tell which of them a note is on.

The table is `paths` in the front matter of docs/paths.md.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass

from notes.page import LANGUAGES, SLUG, Page, Problem, Row, at, rows, stale, texts, unknown_row_keys

TABLE = "paths.md"
PATH_KEYS = ("slug", "title", "summary", "steps")
# A walk of fewer steps explains nothing that its notes do not; one of more is not walked to its end.
FEWEST, MOST = 4, 9


@dataclass(frozen=True)
class Stop:
    """A note's place on a path: its step from 1, of how many, and the next step's note, "" at the end."""

    path: str
    title: Mapping[str, str]
    step: int
    steps: int
    after: str


def stops(front: Mapping[str, object], there: Container[str]) -> dict[str, list[Stop]]:
    """For each note (`kernel/seqlock`) its places, of a table that is sound; `front` is that of its page.

    The paths pass over notes that are not `there`.
    """
    found: dict[str, list[Stop]] = {}
    for path in front.get("paths") or ():  # type: ignore[attr-defined]
        notes = [step["note"] for step in path["steps"] if step["note"] in there]
        for number, (note, after) in enumerate(zip(notes, [*notes[1:], ""], strict=True), 1):
            stop = Stop(path["slug"], path["title"], number, len(notes), after)
            found.setdefault(note, []).append(stop)
    return found


def check(page: Page, notes: set[str]) -> Iterator[Problem]:
    """What is wrong with the table; `notes` are the names of all notes."""
    table = page.front["paths"]
    taken: set[str] = set()
    if not isinstance(table.data, list) or len(rows(table.data)) != len(table.data):
        yield at(page.path, table, "`paths` is no list of paths", "write `- slug: …` for each")
    for path in rows(table.data):

        def blame(what: str, mend: str, path: Row = path) -> Problem:
            return at(page.path, path, what, mend)

        yield from unknown_row_keys(page.path, path, PATH_KEYS)
        slug = str(path.get("slug", ""))
        if not SLUG.fullmatch(slug):
            yield blame(f"`{slug}` is no slug", "write small letters, digits and single hyphens")
        if slug in taken:
            yield blame(f"the slug `{slug}` belongs to another path", "rename one of the two")
        taken.add(slug)
        for key in ("title", "summary"):
            if not texts(path.get(key), LANGUAGES):
                yield blame(f"the path `{slug}` has no `{key}`", f"write `{key}:` with `en` and `zh`")
        steps = rows(path.get("steps"))
        if not FEWEST <= len(steps) <= MOST:
            yield blame(f"the path `{slug}` has {len(steps)} steps", f"give it {FEWEST} to {MOST}")
        walked: set[str] = set()
        for step in steps:
            yield from check_step(page.path, step, walked, notes)


def check_step(path: str, step: Row, walked: set[str], notes: set[str]) -> Iterator[Problem]:
    """What is wrong with a step; its note is added to `walked`, the notes of the steps before it."""
    note = str(step.get("note", ""))
    if set(step) != {"note", "why"} or not texts(step.get("why"), LANGUAGES):
        yield at(path, step, "a step is not whole", "write `note:`, and `why:` with `en` and `zh`")
    yield from stale(path, step, [note], notes)
    if note in walked:
        yield at(path, step, f"the path comes by `{note}` twice", "take one of the steps out")
    walked.add(note)
