"""What templates show of notes and of text from front matter, as HTML: `text` in every template.

Jinja calls these as they are; what a template would compute letter by letter stands here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sized
from functools import lru_cache
from typing import Any

from jinja2.utils import url_quote
from markupsafe import escape

from notes.languages import CHINESE, RUN

# So many texts are taken apart once only: pages show the same titles and sentences again and again.
KEPT = 10_000
CHINESE_RUN = re.compile(RUN)
# Of a section with more notes than these a page lists not all: no page grows with every section.
LARGE = 40
# Of one with more than these its own page has titles alone.
TITLES_ALONE = 200
# Of the notes that name a thing a list has so many; the search finds the others.
MOST = 20


@lru_cache(KEPT)
def marked(text: object) -> str:
    """Text with its runs of Chinese marked as such; "" if there is none (a template's undefined value)."""
    html = str(escape(text))
    return html if html.isascii() else CHINESE_RUN.sub(rf'<span lang="{CHINESE}">\g<0></span>', html)


@lru_cache(KEPT)
def coded(text: str) -> str:
    """Text of ours in which names from the code stand between backticks."""
    parts = [marked(part) for part in text.split("`")]
    parts[1::2] = [f"<code>{part}</code>" for part in parts[1::2]]
    return "".join(parts)


@lru_cache(KEPT)
def title(text: str) -> str:
    """A title for lists: names from the code stand in the letters of code."""
    return " ".join(map(_word, text.split(" ")))


def _word(word: str) -> str:
    name = word.rstrip(",")
    is_code = "_" in name or "->" in name or name.endswith("()") or name.startswith(".") or name == "struct"
    return f"<code>{escape(name)}</code>{word[len(name) :]}" if is_code else marked(word)


def two_digits(note: Any) -> str:
    """The number of a note, which is a page of MkDocs, within its section."""
    return f"{int(note.meta['number']):02}"


def number(note: Any) -> str:
    """A note's number as it is shown: the letter of its section and two digits."""
    return f"{letter(note)}·{two_digits(note)}"


def letter(note: Any) -> str:
    """The letter of a note's section."""
    return str(note.parent.parent.children[0].meta["letter"])


def named(note: Any) -> str:
    """A note as it is named in our lists."""
    return f'<span class="number">{number(note)}</span> {title(note.title)}'


def linked(note: Any, address: str) -> str:
    """A link to a note by its name, in the hue of its section; `address` leads there from the page."""
    return f'<a class="s-{section(note)}" href="{address}">{named(note)}</a>'


def section(page: Any) -> str:
    """The folder of the section that a page lies in."""
    return str(page.file.src_uri.partition("/")[0])


def anchor(group: str) -> str:
    """The anchor of a group, by its title, on its section's page."""
    return group.lower().replace(" ", "-").replace("/", "-")


def groups(part: Any) -> list[Any]:
    """The groups of a section of the navigation."""
    return [group for group in part.children if group.children]


def count(part: Any) -> int:
    """The number of notes in a section of the navigation: all pages of its groups."""
    return sum(len(group.children) for group in groups(part))


def total(nav: Iterable[Any]) -> int:
    """The number of notes on the whole site."""
    return sum(count(part) for part in nav if part.children)


def sign(slug: str, x: int, y: int) -> str:
    """The sign of a section on the map, as SVG with its middle at x and y."""
    if slug == "kernel":
        return f'<circle cx="{x}" cy="{y}" r="4.5"/>'
    if slug == "kvm":
        return f'<path d="M{x - 4} {y - 4}h8v8h-8z"/>'
    if slug == "networking":
        return f'<path d="M{x} {y - 5}l5 9h-10z"/>'
    if slug == "assembly-elf":
        return f'<path d="M{x} {y - 5.5}l5.5 5.5-5.5 5.5-5.5-5.5z"/>'
    return f'<circle class="open" cx="{x}" cy="{y}" r="3.5"/>'


def more(name: str, notes: Sized) -> str:
    """A link to the search for the notes that name a thing, where a list shows the first of them alone."""
    return f'<a href="?q={url_quote(name)}">{len(notes) - MOST} more notes</a>'
