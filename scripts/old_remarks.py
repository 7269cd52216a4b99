"""Print what was checked more than a year ago: remarks, and notes that have none.

Usage: python scripts/old_remarks.py [--today DATE] [--docs DOCS]
One line each, `file:line: what; how to mend it`. Exits with 0 whatever it finds: age is no fault of a change.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from around import remarks
from notes.page import Page, is_day, read_page

# Days. A kernel comes every nine or ten weeks, so that is five of them.
YEAR = 365


def old(page: Page, today: date) -> Iterator[str]:
    """A line for each remark of a note, or for the note if it has none, whose check is older than a year."""
    mend = "check it again and give it the day"
    found = [
        (row.line, f"the remark on line {row['lines'][0]}", row["checked"])  # type: ignore[index]
        for row in remarks.of(page)
    ]
    if "checked" in page.front and not found:
        found = [(page.front["checked"].line, "the note", page.front["checked"].data)]
    for line, what, day in found:
        if is_day(str(day)) and (today - date.fromisoformat(str(day))).days > YEAR:
            yield f"{page.path}:{line}: {what} was last checked on {day}; {mend}"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Print what was checked more than a year ago.")
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="the folder of the notes")
    parser.add_argument("--today", type=date.fromisoformat, default=datetime.now(UTC).date())
    options = parser.parse_args(arguments)
    for path in sorted(options.docs.glob("*/*.md")):
        for line in old(read_page(path, str(path)), options.today):
            print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
