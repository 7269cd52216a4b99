"""More notes than there are, as Markdown: varied copies of the real ones, to see how the site grows.

A copy is made as in copies.py: it tells of another subject in the same jargon, at the same length.
"""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import cast

import yaml

from checks.characters import mended
from checks.front_matter import LONGEST_ALIAS, PLACEHOLDER
from copies import Vocabulary, change
from notes.page import Page, is_note, read_page

# What a copy must keep as it is: how a fence begins, addresses, tags of HTML, attributes of a heading.
KEPT = re.compile(r"^\s*(?:```|~~~).*$|\]\([^)\n]*\)|<[^>\n]*>|\{[^}\n]*\}|&\w+;|https?://\S+", re.MULTILINE)
# Front matter that a copy has no right to: lines of the source, and drawings and remarks about them.
OWN = ("source", "figures", "checked", "against", "remarks", "newer")


def multiply(docs: Path, times: int, seed: int = 1) -> int:
    """Add `times` - 1 copies of each note below `docs`, in its group; return how many notes there are."""
    paths = [path for path in sorted(docs.rglob("*.md")) if is_note(path, docs)]
    pages = {path: read_page(path, str(path)) for path in paths}
    vocabulary = Vocabulary(text_of(page) for page in pages.values())
    sizes = {folder: len(list(folder.glob("*.md"))) - 1 for folder in {path.parent for path in paths}}
    added: dict[Path, list[str]] = {path: [] for path in paths}
    for turn in range(1, times):
        for number, (path, page) in enumerate(pages.items()):
            chance = random.Random(f"{seed} {turn} {number}")
            sizes[path.parent] += 1
            text = copy(page, sizes[path.parent], vocabulary, chance)
            copied = path.with_stem(f"{path.stem}-{turn}")
            copied.write_text(text, encoding="utf-8")
            added[path].append(copied.name)
    for folder in sizes:
        grow_navigation(
            folder / ".pages", {path.name: added[path] for path in paths if path.parent == folder}
        )
    return len(paths) * times


def text_of(page: Page) -> str:
    return "\n".join([str(page.front["title"].data), *page.body])


def copy(page: Page, number: int, vocabulary: Vocabulary, chance: random.Random) -> str:
    """A note's Markdown with other words and the given number; none of its characters is the author's."""
    titles = [str(page.front["title"].data), *[line for line in page.body if line.startswith("#")]]
    new = vocabulary.others(text_of(page), "\n".join(titles), chance)
    front: dict[str, object] = {
        key: changed(value.data, new) for key, value in page.front.items() if key not in OWN
    }
    # Two names may have become one, and one too long, or `todo`.
    names = dict.fromkeys(name[:LONGEST_ALIAS].strip() for name in cast("list[str]", front["aliases"]))
    front |= {"number": number, "aliases": [name for name in names if not PLACEHOLDER.fullmatch(name)]}
    whole, body, end = "\n".join(page.body), "", 0
    for kept in KEPT.finditer(whole):
        body += change(whole[end : kept.start()], new) + kept[0]
        end = kept.end()
    body = "\n".join(map(mended, (body + change(whole[end:], new)).split("\n")))
    return f"---\n{yaml.safe_dump(front, allow_unicode=True, width=10_000)}---\n{body}"


def changed(value: object, new: dict[str, str]) -> object:
    """A value of front matter with other words."""
    if isinstance(value, dict):
        return {key: changed(part, new) for key, part in value.items()}
    if isinstance(value, list):
        return [changed(part, new) for part in value]
    return change(str(value), new)


def grow_navigation(file: Path, added: dict[str, list[str]]) -> None:
    """Write each note's copies into a `.pages` below the note."""
    lines = []
    for line in file.read_text(encoding="utf-8").split("\n"):
        lines.append(line)
        name = line.split("- ")[-1]
        lines += [line.replace(name, copied) for copied in added.get(name, ())]
    file.write_text("\n".join(lines), encoding="utf-8")
