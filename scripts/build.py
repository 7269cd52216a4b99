"""Write the site to a folder, whole or not at all: what is there stays until all of the new site is written.

Usage: python scripts/build.py [SITE]
SITE is `site` by default. Prints one line when the folder cannot be written or the build is stopped.
"""

from __future__ import annotations

import logging
import shutil
import sys
from pathlib import Path

from click import ClickException
from mkdocs.__main__ import cli

from building.progress import progress
from building.whole import in_one_line


def run_mkdocs(*options: str) -> None:
    """Build the project in the current folder; the options are those of `mkdocs build`.

    Raises SystemExit if MkDocs refuses it (it has printed why), OSError if a file cannot be written.
    """
    # What MkDocs tells of its doings is no fault.
    logging.disable(logging.INFO)
    try:
        # Not cli.main: that makes an exception of its own of a KeyboardInterrupt.
        with progress("building the site"), cli.make_context("mkdocs", ["build", *options]) as context:
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


def main(arguments: list[str]) -> int:
    site = Path(arguments[0] if arguments else "site")
    with in_one_line(site):
        build(site)
    print(f"{site}: {len(list(site.rglob('*.html')))} pages")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
