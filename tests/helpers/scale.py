"""The search of a built site with more notes than there are."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from conftest import ROOT
from copies import copies
from search.index import files, read_notes, read_pages, read_terms


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
    notes = copies(read_notes(site, ROOT / "docs"), times)
    start = perf_counter()
    index = files(notes, read_terms(ROOT / "docs"), read_pages(ROOT / "docs", "/"))
    for name, text in index.items():
        path = folder / "search" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    seconds = perf_counter() - start
    return Scale(folder, len(notes), len(index), sum(len(text.encode()) for text in index.values()), seconds)
