"""Tell on a terminal how far something is that takes longer than two seconds; in a pipe say nothing.

What works says how far it is by `come_to`, and need not know whether anybody is told.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

# Nothing is told of what ends before this many seconds, and no more often than this.
AFTER, EVERY = 1.0, 0.2
# Goes to the begin of the line and empties it.
CLEAR = "\r\x1b[K"


# How far what is under way has come, in words.
place = ""


def come_to(words: str) -> None:
    """Say how far what is under way has come, such as `412 of 6,700 pages`."""
    global place
    place = words


@contextmanager
def progress(what: str) -> Iterator[None]:
    """Run something and tell on stderr, if that is a terminal, what it is and for how long it has run.

    The line is taken away at the end, also of what fails or is stopped.
    """
    come_to("")
    if not sys.stderr.isatty():
        yield
        return
    start, ended = time.monotonic(), threading.Event()

    def tell() -> None:
        wait = AFTER
        while not ended.wait(wait):
            wait = EVERY
            words = filter(None, (place, f"{time.monotonic() - start:.0f} s"))
            columns = os.get_terminal_size(sys.stderr.fileno()).columns or 80
            line = f"{what}: {', '.join(words)}"[: columns - 1]
            print(CLEAR + line, end="", file=sys.stderr, flush=True)
        if wait == EVERY:
            print(CLEAR, end="", file=sys.stderr, flush=True)

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield
    finally:
        ended.set()
        teller.join()
