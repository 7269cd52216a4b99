"""Print the names of the symbol index that a kernel source no longer has.

Usage: python scripts/gone_symbols.py TARBALL
TARBALL is a source of Linux, such as the linux-source-6.12.tar.xz of Debian's package. Looks in its code,
without comments, for the names that docs/symbols.md documents by the kernel's own source. One line each,
`file:line: what; how to mend it`. Exits with 0 whatever it finds, and with 2 if there is no source to read.
"""

from __future__ import annotations

import lzma
import re
import sys
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from around import symbols
from notes.page import read_page, rows

# The authorities that show the source of a kernel which readers may run.
SOURCES = ("elixir", "source")
CODE = re.compile(r"\.[chS]$|/Kconfig[^/]*$|\.lds\.[hS]$")
COMMENT = re.compile(rb"/\*.*?\*/|//[^\n]*", re.DOTALL)
NOTHING_TO_READ = 2


def names(table: dict[str, object]) -> dict[str, int]:
    """The names that the table documents by the kernel's source, each with its line there.

    A name that is written with others (`struct sock`, `msg->msg_flags`) is looked for by its last word.
    """
    found = {}
    for group in table["kinds"].values():  # type: ignore[attr-defined]
        for row in rows(group["symbols"]):
            authority = str(row.get("at", "")).partition(" ")[0]
            if authority in SOURCES and (words := re.findall(r"\w+", str(row["name"]))):
                found[words[-1]] = row.line
    return found


def missing(wanted: Iterable[str], files: Iterable[tuple[str, IO[bytes]]]) -> set[str]:
    """Which of the names stand in no file's code; `files` are names and contents."""
    left = {name.encode() for name in wanted}
    for path, file in files:
        if not left or not CODE.search(path):
            continue
        text = file.read()
        here = {name for name in left if name in text}
        if here:
            left -= here & set(re.findall(rb"\w+", COMMENT.sub(b"", text)))
    return {name.decode() for name in left}


def members(tarball: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """The files of a tarball, one after the other, without unpacking it."""
    with tarfile.open(tarball, "r|*") as archive:
        for member in archive:
            if member.isfile() and (file := archive.extractfile(member)):
                yield member.name, file


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("usage: python scripts/gone_symbols.py TARBALL", file=sys.stderr)
        return NOTHING_TO_READ
    tarball = Path(arguments[0])
    table = Path("docs") / symbols.TABLE
    wanted = names(read_page(table, str(table)).data())
    try:
        gone = missing(wanted, members(tarball))
    except (OSError, EOFError, tarfile.TarError, lzma.LZMAError) as error:
        print(f"{tarball}: cannot be read: {error}; name a tarball of the kernel's source", file=sys.stderr)
        return NOTHING_TO_READ
    for name in sorted(gone, key=lambda name: wanted[name]):
        mend = "say in a remark what became of it, and let the index lead to a kernel that has it"
        print(f"{table}:{wanted[name]}: {tarball.name} has no `{name}` any more; {mend}")
    print(f"{len(wanted)} names looked for in {tarball.name}, {len(gone)} gone")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
