"""Check the pictures below docs: their weight, their names, and that something shows each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from notes.page import Mild, Problem

KINDS = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif")
# Of text files, those that may name a picture besides the notes: templates, settings, style sheets, scripts.
NAMING = (".html", ".xml", ".txt", ".json", ".yml", ".css", ".js")
# What a slow phone, as Lighthouse takes one to be, loads in a second: 1.6 Mbit.
HEAVIEST = 200_000


def check(docs: Path, folders: Iterable[Path], shown: set[Path | None]) -> Iterator[Problem]:
    """What is wrong with the pictures below `docs`.

    `shown` are the files that notes link to; what in `folders` names a picture shows it, too.
    """
    pictures = sorted(path for path in docs.rglob("*") if path.suffix.lower() in KINDS and path.is_file())
    texts = ""
    if set(pictures) - shown:
        files = (path for folder in folders for path in (folder.rglob("*") if folder.is_dir() else [folder]))
        readable = sorted(path for path in files if path.suffix in NAMING and path.is_file())
        texts = "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in readable)
    for path in pictures:
        size = path.stat().st_size
        if size > HEAVIEST:
            what = f"a picture of {round(size / 1000)} kB"
            yield Mild(
                str(path), 1, what, f"make it smaller or draw it as SVG: {HEAVIEST // 1000} kB at most"
            )
        if not size:
            yield Mild(str(path), 1, "an empty picture", "put the picture here or take the file away")
        if path not in shown and path.name not in texts:
            yield Mild(str(path), 1, "no page shows it", "show it or take the file away")
