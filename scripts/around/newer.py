"""Check the newer or truer addresses that stand beside the author's: `newer` in a note's front matter."""

from __future__ import annotations

from collections.abc import Iterator

from links.markdown_links import links
from notes.page import Page, Problem, at, is_address, is_table, rows, texts

KEYS = ("address", "title", "now", "en", "zh")


def check(page: Page) -> Iterator[Problem]:
    """What is wrong with the newer addresses of a note."""
    if "newer" not in page.front:
        return
    listed = page.front["newer"]
    held = {link.target for link in links(page)}
    if not is_table(listed.data):
        mend = f"write `- address:` and below it {', '.join(f'`{key}`' for key in KEYS[1:])}"
        yield at(page.path, listed, "`newer` is no list of addresses", mend)
    for row in rows(listed.data):
        if not texts(row, KEYS):
            mend = f"give it {', '.join(f'`{key}`' for key in KEYS)}"
            yield at(page.path, row, "a newer address is not whole", mend)
        elif row["address"] not in held:
            mend = "write the author's address as it stands in the note"
            yield at(page.path, row, f"the note has no link to `{row['address']}`", mend)
        elif not is_address(row["now"]):
            mend = "write the whole address, from `https://` on"
            yield at(page.path, row, "`now` is no address", mend)


def addresses(page: Page) -> Iterator[tuple[int, str]]:
    """The newer addresses, each with its line."""
    for row in rows(page.front["newer"].data) if "newer" in page.front else ():
        yield row.line, str(row.get("now", ""))
