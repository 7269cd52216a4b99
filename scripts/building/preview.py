"""Decide what `mkdocs serve --dirty` builds anew after a change: one note's page, or the whole site.

MkDocs then reads and writes only the pages whose file is newer than what was built of it. That is right for
the text of a note, if the other pages are known from before; for anything else it is not.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path

from mkdocs.structure.pages import Page

from notes.page import is_note

# So few notes are built within a second or two, lists and search with them.
FEW = 100
# What MkDocs makes of a page's file, and a template may ask of any page.
READ = ("meta", "markdown", "content", "toc", "present_anchor_ids")

# What the last build was made of and what it read: MkDocs keeps nothing from one build to the next.
made_of: dict[str, object] = {}
read: dict[str, dict[str, object]] = {}


def starts_anew(folders: Iterable[Path], docs: Path, left_out: list[str]) -> bool:
    """Whether the whole site is to be built anew; remembers what it is made of for the next time.

    `folders` hold, or are, what the site is made of, `docs` among them; `left_out` are the wrong pages.
    """
    now = dict(ingredients(folders, docs), left_out=left_out)
    notes = sum(isinstance(state, str) for state in now.values())
    same = now == made_of
    made_of.clear()
    made_of.update(now)
    return notes <= FEW or not same


def ingredients(folders: Iterable[Path], docs: Path) -> Iterator[tuple[str, object]]:
    """Each file by its path: of a note its front matter, which other pages show, of others time and size."""
    for folder in folders:
        for path in folder.rglob("*") if folder.is_dir() else [folder]:
            if path.suffix == ".md" and path.is_relative_to(docs) and is_note(path, docs):
                yield str(path), path.read_text(encoding="utf-8", errors="replace").split("\n---", 1)[0]
            elif path.is_file() and path.suffix != ".pyc":
                yield str(path), (path.stat().st_mtime_ns, path.stat().st_size)


def take_away(site: Path) -> None:
    """Remove the pages of a built site: MkDocs builds anew what is not there."""
    for path in site.rglob("*.html"):
        path.unlink()


def is_no_warning(record: logging.LogRecord) -> bool:
    """Whether a message of MkDocs is none that warns of `--dirty`: what it warns of is seen to here."""
    return "'dirty' build" not in str(record.msg)


def remember(pages: Iterable[Page]) -> list[str]:
    """Give pages that were not read this time what was read before; return the names of those that were."""
    fresh = []
    for page in pages:
        name = page.file.src_uri
        if page.markdown is None and name in read:
            for key, value in read[name].items():
                setattr(page, key, value)
        else:
            fresh.append(name)
            read[name] = {key: getattr(page, key) for key in READ}
    return fresh
