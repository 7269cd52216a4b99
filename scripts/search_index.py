"""Write the search index of a built site, as every build does.

Usage: python scripts/search_index.py SITE [DOCS]
"""

from __future__ import annotations

import sys
from pathlib import Path

from around import glossary
from notes.page import DOCS
from search.index import Index
from search.notes import read_notes, read_pages, read_tables, read_terms


def write(site: Path, docs: Path) -> None:
    """Write the index of a built site; raises what read_notes raises."""
    index = Index()
    for note in read_notes(site, docs):
        index.add(note)
    ending = "/" if any(site.glob("*/index.html")) else ".html"
    tables = read_tables(docs)
    index.write(site / "search", read_terms(tables.get(glossary.TABLE, {})), read_pages(tables, ending))


def main(arguments: list[str]) -> int:
    if len(arguments) not in (1, 2):
        print("usage: python scripts/search_index.py SITE [DOCS]", file=sys.stderr)
        return 2
    try:
        write(Path(arguments[0]), Path(arguments[1]) if len(arguments) > 1 else DOCS)
    except (OSError, ValueError) as error:
        print(
            f"{arguments[0]}: no search index written: {error}; build the site with `make build` first",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
