"""Small repositories for tests, made by git on the spot."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

# One moment: the last day of February in UTC, the first of March in Shanghai.
FIRST = "2024-03-01T07:30:00+08:00"


def git(folder: Path, *arguments: str, when: str = FIRST) -> None:
    """Run git as somebody without settings, who wrote long before `when`, the time of his commit."""
    author = {
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@notes.test",
        "GIT_AUTHOR_DATE": "2001-01-01T00:00Z",
    }
    committer = {"GIT_COMMITTER_NAME": "C", "GIT_COMMITTER_EMAIL": "c@notes.test", "GIT_COMMITTER_DATE": when}
    settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(
        ["git", "-c", "init.defaultBranch=main", *arguments],  # noqa: S607 (git is where the reader has it)
        cwd=folder,
        env=os.environ | author | committer | settings,
        check=True,
        capture_output=True,
    )


def commit_all(folder: Path) -> None:
    """Make a repository of a folder, with one commit that holds all of it."""
    git(folder, "init")
    git(folder, "add", ".")
    git(folder, "commit", "-m", "first")
