"""How much work a command is, in calls of functions: the same on every machine."""

from __future__ import annotations

import pstats
import subprocess
import sys
import tempfile
from pathlib import Path

from conftest import shell

# As `python -m cProfile` does, which ends with 0 however the command ended.
PROFILED = """
import cProfile, pathlib, runpy, sys
written, *sys.argv = sys.argv[1:]
profile = cProfile.Profile()
profile.enable()
try:
    if sys.argv[0] == "-m":
        sys.argv = sys.argv[1:]
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    else:
        sys.path.insert(0, str(pathlib.Path(sys.argv[0]).parent))
        runpy.run_path(sys.argv[0], run_name="__main__")
finally:
    profile.disable()
    profile.dump_stats(written)
"""


def counted(folder: Path, *command: str) -> tuple[subprocess.CompletedProcess[str], int]:
    """Run Python with a command, a script or `-m` and a module; how it ended, and its calls of functions."""
    with tempfile.TemporaryDirectory() as place:
        written = Path(place) / "profile"
        done = subprocess.run(
            [sys.executable, "-c", PROFILED, str(written), *command],
            cwd=folder,
            env=shell() | {"NO_MKDOCS_2_WARNING": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        return done, pstats.Stats(str(written)).total_calls  # type: ignore[attr-defined]
