"""A Python that has read MkDocs and what it uses, and forks for each build; most take less than that.

Of the project's scripts it has read none: each build reads those of its own folder, as a new Python does.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
from pathlib import Path
from subprocess import CompletedProcess

# What a build reads, but for parts of packages that come along.
READ = (
    # What runs the tests, which each fork would read anew.
    "__main__",
    "difflib",
    "jinja2.ext",
    "lxml.html",
    "markdown.extensions.attr_list",
    "markdown.extensions.codehilite",
    "markdown.extensions.fenced_code",
    "markdown.extensions.md_in_html",
    "markdown.extensions.tables",
    "markdown.extensions.toc",
    "material.templates",
    "mkdocs.__main__",
    "mkdocs.commands.build",
    "mkdocs.config.defaults",
    "mkdocs_awesome_pages_plugin.plugin",
    "pygments.lexers",
    "pymdownx.highlight",
    "pymdownx.superfences",
    "sqlite3",
)
OURS = Path(__file__).parents[2]
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(list(READ))


def build(folder: Path, arguments: list[str], environment: dict[str, str]) -> CompletedProcess[str]:
    """Run MkDocs in a folder as `python -m mkdocs` does, but for what a Python does as it starts."""
    with tempfile.TemporaryDirectory() as place:
        written = [Path(place) / name for name in ("stdout", "stderr")]
        for path in written:
            path.touch()
        process = FORKS.Process(target=run, args=(folder, arguments, environment, written))
        process.start()
        process.join()
        texts = [path.read_text(encoding="utf-8") for path in written]
        assert process.exitcode is not None
        return CompletedProcess(["mkdocs", *arguments], process.exitcode, *texts)


def run(folder: Path, arguments: list[str], environment: dict[str, str], written: list[Path]) -> None:
    """What the fork does."""
    for number, path in enumerate(written, 1):
        opened = os.open(path, os.O_WRONLY)
        os.dup2(opened, number)
        os.close(opened)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    # Not where the tests find the scripts of the project itself.
    own = {str(OURS / name) for name in ("scripts", "tests", "tests/helpers")}
    sys.path[:] = [str(folder), *(path for path in sys.path if path not in own)]

    from mkdocs.__main__ import cli

    cli(arguments, prog_name="mkdocs")
