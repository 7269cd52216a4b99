"""Commands in the process of a test: to start a Python for each takes longer than what most of them do."""

from __future__ import annotations

import io
import signal
import sys
from collections.abc import Callable
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from subprocess import CompletedProcess
from unittest.mock import patch


def run_inside(
    main: Callable[[list[str]], int], folder: Path, *arguments: str | Path
) -> CompletedProcess[str]:
    """Run the `main` of a command in a folder, without a terminal; how it ended and what it printed."""
    words = [str(argument) for argument in arguments]
    handlers = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGHUP)}
    printed, errors = io.StringIO(), io.StringIO()
    try:
        with (
            chdir(folder),
            redirect_stdout(printed),
            redirect_stderr(errors),
            patch.object(sys, "stdin", io.StringIO()),
        ):
            status = status_of(main, words)
    finally:
        # Commands let what stops them raise KeyboardInterrupt.
        for name, handler in handlers.items():
            signal.signal(name, handler)
    return CompletedProcess(words, status, printed.getvalue(), errors.getvalue())


def status_of(main: Callable[[list[str]], int], words: list[str]) -> int:
    """The exit status that a Python has which ends with `main`."""
    try:
        return main(words)
    except SystemExit as stopped:
        if isinstance(stopped.code, str):
            print(stopped.code, file=sys.stderr)
            return 1
        return int(stopped.code or 0)
