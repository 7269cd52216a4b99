"""When the files below docs were last changed, by the history of the repository."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path


def last_changes(root: Path) -> dict[str, str]:
    """The ISO day of the last commit that touched a file, by the file's path from `root`: `docs/about.md`.

    Days are those of the committer's date in UTC, so that they hang on nobody's time zone. The answer is
    empty where the history cannot be told: no git, no repository, one whose top is not `root` (a copy inside
    another project), or a shallow clone, whose oldest commit seems to have made every file.
    """
    try:
        top, shallow = git(root, "rev-parse", "--show-toplevel", "--is-shallow-repository").splitlines()
        if shallow == "true" or Path(top).resolve() != root.resolve():
            return {}
        # With -c a merge lists the files that it has otherwise than either side; they were changed in it.
        log = git(
            root, "log", "--no-show-signature", "-z", "-c", "--name-only", "--format=@%ct", "--", "docs"
        )
    except (OSError, subprocess.CalledProcessError):
        return {}
    return first_days(log)


def git(root: Path, *arguments: str) -> str:
    """What git prints; raises OSError if there is no git, CalledProcessError if it fails."""
    done = subprocess.run(  # noqa: S603 (the arguments are this file's)
        ["git", *arguments],  # noqa: S607 (git is where the reader has it)
        cwd=root,
        capture_output=True,
        check=True,
    )
    return os.fsdecode(done.stdout)


def first_days(log: str) -> dict[str, str]:
    """The day of the first commit that lists a file; the log is `@seconds` and paths, each before a NUL."""
    days: dict[str, str] = {}
    day = ""
    for entry in log.split("\0"):
        if entry.startswith("@"):
            day = datetime.fromtimestamp(int(entry[1:]), UTC).date().isoformat()
        elif entry:
            days.setdefault(entry.removeprefix("\n"), day)
    return days
