"""When the files below docs were first and last changed, by the history of the repository."""

from __future__ import annotations

import os
import subprocess
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path


def days(root: Path) -> dict[str, list[str]]:
    """The ISO days of the commits that touched a file, newest first, by its path from `root` (`docs/a.md`).

    Days are those of the committer's date in UTC, so that they hang on nobody's time zone. The answer is
    empty where the history cannot be told: no git, no repository, one whose top is not `root` (a copy inside
    another project), or a shallow clone, whose oldest commit seems to have made every file.
    """
    return days_by_path(history(root))


def last_commit(root: Path) -> int:
    """When the last commit was made, in seconds since 1970; 0 where git cannot tell."""
    try:
        return int(git(root, "log", "-1", "--no-show-signature", "--format=%ct"))
    except (OSError, subprocess.CalledProcessError, ValueError):
        return 0


def history(root: Path) -> str:
    """Git's log of the files below docs, "" where it cannot be told."""
    try:
        top, shallow = git(root, "rev-parse", "--show-toplevel", "--is-shallow-repository").splitlines()
        if shallow == "true" or Path(top).resolve() != root.resolve():
            return ""
        # With -c a merge lists the files that it has otherwise than either side; they were changed in it.
        return git(
            root, "log", "--no-show-signature", "-z", "-c", "--name-only", "--format=@%ct", "--", "docs"
        )
    except (OSError, subprocess.CalledProcessError):
        return ""


def git(root: Path, *arguments: str) -> str:
    """What git prints; raises OSError if there is no git, CalledProcessError if it fails."""
    done = subprocess.run(  # noqa: S603 (the arguments are this file's)
        ["git", *arguments],  # noqa: S607 (git is where the reader has it)
        cwd=root,
        capture_output=True,
        check=True,
    )
    return os.fsdecode(done.stdout)


def days_by_path(log: str) -> dict[str, list[str]]:
    """The days of the commits that list a file, newest first.

    The log is `@seconds` and paths, each before a NUL.
    """
    found: dict[str, list[str]] = defaultdict(list)
    day = ""
    for entry in log.split("\0"):
        if entry.startswith("@"):
            day = datetime.fromtimestamp(int(entry[1:]), UTC).date().isoformat()
        elif entry:
            found[entry.removeprefix("\n")].append(day)
    return found
