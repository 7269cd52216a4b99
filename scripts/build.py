"""Write the site to a folder, whole or not at all: what is there stays until all of the new site is written.

Usage: python scripts/build.py [SITE]
SITE is `site` by default. Prints one line when the folder cannot be written or the build is stopped.
"""

from __future__ import annotations

import errno
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from click import ClickException
from mkdocs.__main__ import cli

REMEDIES = {
    errno.ENOSPC: "free some space on the disk",
    errno.EDQUOT: "free some space of your quota",
    errno.EFBIG: "raise the limit of file sizes (ulimit -f)",
    errno.EROFS: "name a place that can be written",
    errno.EACCES: "allow yourself to write there",
    errno.EPERM: "allow yourself to write there",
    errno.EISDIR: "name a file, or take that folder away",
    errno.ENOTDIR: "name a folder, or take that file away",
}


def run_mkdocs(*options: str) -> None:
    """Build the project in the current folder; the options are those of `mkdocs build`.

    Raises SystemExit if MkDocs refuses it (it has printed why), OSError if a file cannot be written.
    """
    try:
        # Not cli.main: that makes an exception of its own of a KeyboardInterrupt.
        with cli.make_context("mkdocs", ["build", *options]) as context:
            cli.invoke(context)
    except ClickException as refusal:
        refusal.show()
        raise SystemExit(1) from refusal


def build(site: Path) -> None:
    """Build the site strictly beside its place, then put it there; raises what run_mkdocs raises.

    A process that is killed between the two renames leaves the old site in the folder for work; the next
    build puts it back first.
    """
    work = site.with_name(f".{site.name}-build")
    put_back(site, work)
    try:
        run_mkdocs("--strict", "--site-dir", str(work / "new"))
        if site.exists():
            site.rename(work / "old")
        (work / "new").rename(site)
    finally:
        put_back(site, work)


def put_back(site: Path, work: Path) -> None:
    """Take the folder for work away, but first put back an old site that was moved there for no new one."""
    if (work / "old").exists() and not site.exists():
        (work / "old").rename(site)
    shutil.rmtree(work, ignore_errors=True)


@contextmanager
def in_one_line(target: Path) -> Iterator[None]:
    """Run what writes `target`; if it cannot, or is stopped, say so in one line and exit (1, 130)."""
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.default_int_handler)
    try:
        yield
    except OSError as error:
        # Of a copy that fails Python names the file that was read.
        place = f" ({error.filename})" if error.errno == errno.ENOENT else ""
        mend = REMEDIES.get(error.errno or 0, "mend that and try again")
        sys.exit(f"{target}: not written: {error.strerror or error}{place}; {mend}; nothing was changed")
    except KeyboardInterrupt:
        print(f"{target}: not written: stopped; type the command again; nothing was changed", file=sys.stderr)
        sys.exit(130)


def main(arguments: list[str]) -> int:
    site = Path(arguments[0] if arguments else "site")
    with in_one_line(site):
        build(site)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
