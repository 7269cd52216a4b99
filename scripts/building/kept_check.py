"""Check the notes; where all was well at the build before, those alone that changed since."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import check_notes
from building.cache import Cache, digest
from building.sources import Sources
from links.file_links import file_of
from links.markdown_links import links
from notes.page import SOURCE, Page, Problem


@dataclass
class Sound:
    """Notes without a problem: of each its digest and that of its links; those that others link into."""

    notes: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)
    targets: set[str] = field(default_factory=set)


def check(
    cache: Cache, sources: Sources, pages: dict[Path, Page], docs: Path, source: Path, settings: Path
) -> list[Problem]:
    """What check_notes.check_project finds."""
    key = digest(sources.fronts, datetime.now(UTC).date().isoformat())
    before = cast("Sound | None", cache.get("check", "", key))
    if before and are_sound(before, sources, pages, docs, settings):
        problems = []
    else:
        problems = check_notes.check_project(pages, docs, source, settings)
        before = Sound()
    if cache.keeps and not problems:
        cache.put("check", "", key, sound(before, sources, pages, docs))
    return problems


def are_sound(before: Sound, sources: Sources, pages: dict[Path, Page], docs: Path, settings: Path) -> bool:
    """Whether it is certain that the notes that changed have no problem, and make none for another page."""
    changed = [name for name, own in sources.notes.items() if before.notes[name][0] != own]
    project = check_notes.read_project(pages, docs, settings)
    facts = check_notes.facts_of(pages, settings.parent / SOURCE, project)
    return not any(
        name in before.targets
        or before.notes[name][1] != links_of(pages[docs / name])
        or check_notes.check_page(docs / name, pages[docs / name], facts)
        for name in changed
    )


def sound(before: Sound, sources: Sources, pages: dict[Path, Page], docs: Path) -> Sound:
    """What is to be known of sound notes; `before` has what is known of those that did not change."""
    now = Sound(targets=before.targets)
    for name, own in sources.notes.items():
        known = before.notes.get(name)
        now.notes[name] = known if known and known[0] == own else (own, links_of(pages[docs / name]))
    if not before.notes:
        targets = {
            file_of(link, path)
            for path, page in pages.items()
            for link in links(page)
            if "#" in link.target[1:]
        }
        now.targets = {
            path.relative_to(docs).as_posix() for path in targets if path and path.is_relative_to(docs)
        }
    return now


def links_of(page: Page) -> bytes:
    """The digest of a note's links: without them what else is there may be held by nobody."""
    return digest(*(f"{link.kind} {link.target}" for link in links(page)))
