"""The search of a built site with more notes than there are."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from around import glossary
from conftest import ROOT
from copies import copies
from search.index import Index
from search.notes import read_notes, read_pages, read_tables, read_terms


@dataclass(frozen=True)
class Scale:
    """A built site with the index of `notes` notes: `number` files of `size` bytes, written in `seconds`."""

    site: Path
    notes: int
    number: int
    size: int
    seconds: float


def scaled(site: Path, times: int, folder: Path) -> Scale:
    """A copy of the site in a folder, with the index of `times` the notes (see copies.py)."""
    shutil.copytree(
        site,
        folder,
        ignore=lambda path, _: ["search"] if path == str(site) else [],
        dirs_exist_ok=True,
    )
    notes = copies(list(read_notes(site, ROOT / "docs")), times)
    tables = read_tables(ROOT / "docs")
    start = perf_counter()
    index = Index()
    for note in notes:
        index.add(note)
    index.write(folder / "search", read_terms(tables[glossary.TABLE]), read_pages(tables, "/"))
    seconds = perf_counter() - start
    sizes = [path.stat().st_size for path in (folder / "search").rglob("*.js")]
    return Scale(folder, len(notes), len(sizes), sum(sizes), seconds)
