"""Check the figures that a note names: each is a drawing of ours, set beside a paragraph of the note."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from notes.page import SLUG, Page, Problem, at, rows

FOLDER = Path("overrides/figures")
FIGURE_KEYS = {"name", "zh", "before"}


def check(page: Page, folder: Path) -> Iterator[Problem]:
    """What is wrong with the figures of a note; `folder` holds the drawings, `name.svg`.

    `zh` is the drawing's title in Chinese; `before` is how what follows it begins in the HTML of the note;
    without it the figure stands at the end.
    """
    figures = page.front.get("figures")
    if figures is None:
        return
    found = rows(figures.data)
    if not isinstance(figures.data, list) or len(found) != len(figures.data):
        yield at(page.path, figures, "`figures` is no list", "write `- name: …` for each")
    for row in found:
        name = str(row.get("name", ""))
        if not set(row) <= FIGURE_KEYS or not SLUG.fullmatch(name) or not row.get("zh"):
            mend = "write `name:`, its title in Chinese as `zh:` and, to set it within the note, `before:`"
            yield at(page.path, row, "a figure is not whole", mend)
        elif not (folder / f"{name}.svg").is_file():
            mend = f"draw {FOLDER}/{name}.svg, or correct the name"
            yield at(page.path, row, f"there is no figure `{name}`", mend)
