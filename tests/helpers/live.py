"""`mkdocs serve`, as a writer runs it, and how long an edit takes to show."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from conftest import HANGS, shell

# How often MkDocs looks at the files, in seconds: an edit before its first look is none.
LOOKS = 0.5


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, text: str, seconds: float = HANGS) -> str:
    """The page at `address` as soon as it holds `text`; raises AssertionError when it never does."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urlopen(address, timeout=seconds) as answer:  # noqa: S310 (a loopback address)
                page = str(answer.read().decode("utf-8"))
            if text in page:
                return page
        except (URLError, ConnectionError):
            pass
        time.sleep(0.02)
    raise AssertionError(f"{address} did not show {text!r} in {seconds} s")


@contextmanager
def serving(folder: Path, *options: str, log: Path | None = None) -> Iterator[str]:
    """Serve a project with live reload; gives the address of its home page as soon as that is there."""
    port = free_port()
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "--dev-addr", f"127.0.0.1:{port}"]
    with (log or folder.parent / "serve.log").open("w") as output:
        server = subprocess.Popen(
            [*command, *options],
            cwd=folder,
            env=shell() | {"NO_MKDOCS_2_WARNING": "1"},
            stderr=output,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/", "</html>")
        time.sleep(2 * LOOKS)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(timeout=HANGS)


def edit(note: Path, address: str, word: str) -> float:
    """Seconds from writing a word at the end of a note until its page at `address` has it."""
    text = note.read_text(encoding="utf-8")
    start = time.monotonic()
    note.write_text(f"{text}\n{word}\n", encoding="utf-8")
    wait_for(address, word)
    seconds = time.monotonic() - start
    time.sleep(2 * LOOKS)
    return seconds
