"""Check where the files below docs lie and what they are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from checks.pictures import KINDS
from notes.page import SECTIONS, SLUG, Mild, Page, Problem

# What MkDocs takes for a page, or a writer means to be one; the tools here read `.md` alone.
LIKE_PAGES = (".markdown", ".mdown", ".mkdn", ".mkd", ".md")
NAME = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")


def check(docs: Path) -> Iterator[Problem]:
    """What is wrong with files that are no pages and could be meant as pages or pictures."""
    for path in sorted(docs.rglob("*")):
        if path.suffix == ".md" or not path.is_file():
            continue
        text = path.suffix == ".txt" and path.parent.name in SECTIONS
        if text or path.suffix.lower() in LIKE_PAGES:
            mend = f"name it `{path.stem}.md`, or take it away"
            yield Mild(str(path), 1, f"`{path.suffix}` is not the end of a note's name", mend)
        elif path.suffix.lower() in KINDS and not NAME.fullmatch(path.name):
            mend = "use small letters, digits, hyphens: addresses tell small letters from capitals"
            yield Mild(str(path), 1, f"`{path.name}` is no good name for a file", mend)


def check_place(path: Path, page: Page, docs: Path) -> Iterator[Problem]:
    """What is wrong with the folder and the name of a page."""
    place = path.relative_to(docs).parts
    if len(place) > 2 or (len(place) == 2 and place[0] not in SECTIONS):
        close = place[0].lower() if len(place) == 2 and place[0].lower() in SECTIONS else ""
        mend = f"the folder is `{close}`" if close else f"move the file into one of {', '.join(SECTIONS)}"
        yield Problem(page.path, 1, "no section has this folder", mend)
    if not SLUG.fullmatch(path.stem):
        close = re.sub("[^a-z0-9]+", "-", path.stem.lower()).strip("-")
        like = f", like `{close}.md`" if close else ""
        mend = f"name the file with small letters, digits and single hyphens{like}"
        yield Problem(page.path, 1, f"`{path.stem}` is no slug", mend)


def check_slugs(notes: dict[Path, Page]) -> Iterator[Problem]:
    """The notes whose slug another note has."""
    taken: dict[str, str] = {}
    for path, page in notes.items():
        slug = path.stem.lower()
        if slug in taken:
            what = f"the slug `{slug}` belongs to {taken[slug]}"
            yield Problem(page.path, 1, what, "rename one of the two files")
        taken.setdefault(slug, page.path)
