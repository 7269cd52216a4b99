"""Write docs/source.md, the page that shows the whole source, from tests/source/misc-ideas.txt.

Usage: python scripts/source_page.py
"""

from __future__ import annotations

import re

from building.whole import in_one_line, write_whole
from notes.page import DOCS, SOURCE

FRONT = """---
title: The source
template: source.html
description: The author's own text file with the notes, whole and unchanged, line by line.
search:
  exclude: true
---

<!-- Made from tests/source/misc-ideas.txt by make source; do not edit it. -->

"""


def source_page(text: str) -> str:
    """The Markdown of the page: the text, whatever marks it holds, in one fenced block."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{FRONT}{fence}text\n{text}\n{fence}\n"


def main() -> None:
    text = SOURCE.read_text(encoding="utf-8")
    target = DOCS / "source.md"
    with in_one_line(target):
        write_whole(target, source_page(text))


if __name__ == "__main__":
    main()
