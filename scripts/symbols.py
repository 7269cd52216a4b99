"""Print the names in the notes' code that the index of symbols does not know.

Usage: python scripts/symbols.py
"""

from __future__ import annotations

import sys
from pathlib import Path

from around.symbols import TABLE, undecided
from notes.page import read_page


def main() -> int:
    docs = Path("docs")
    notes = [read_page(path, str(path)) for path in sorted(docs.glob("*/*.md")) if path.name != "index.md"]
    for line in undecided(read_page(docs / TABLE, TABLE), notes):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
