"""How much work a command is, in calls of functions: the same on every machine."""

from __future__ import annotations

import pstats
import subprocess
import sys
import tempfile
from pathlib import Path

from conftest import shell


def counted(folder: Path, *command: str) -> tuple[subprocess.CompletedProcess[str], int]:
    """Run Python with a command, a script or `-m` and a module; how it ended, and its calls of functions."""
    with tempfile.TemporaryDirectory() as place:
        profile = Path(place) / "profile"
        done = subprocess.run(
            [sys.executable, "-m", "cProfile", "-o", str(profile), *command],
            cwd=folder,
            env=shell(),
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        stats = pstats.Stats(str(profile))
    return done, stats.total_calls  # type: ignore[attr-defined]
