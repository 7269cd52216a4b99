"""Write files whole or not at all, and end in one line when that cannot be done or is stopped."""

from __future__ import annotations

import errno
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

REMEDIES = {
    errno.ENOSPC: "free some space on the disk",
    errno.EDQUOT: "free some space of your quota",
    errno.EFBIG: "raise the limit of file sizes (ulimit -f)",
    errno.EROFS: "name a place that can be written",
    errno.EACCES: "allow yourself to write there",
    errno.EPERM: "allow yourself to write there",
    errno.EISDIR: "name a file, or take that folder away",
    errno.ENOTDIR: "name a folder, or take that file away",
}


@contextmanager
def whole(target: Path) -> Iterator[IO[bytes]]:
    """A file to write to, which takes the place of `target` at the end; raises OSError if it cannot."""
    if target.exists() and not target.is_file() and not target.is_dir():
        # A pipe or a device is written to; nothing may take its place.
        with target.open("wb") as special:
            yield special
        return
    try:
        number, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}")
    except OSError as error:
        # Nobody asked for the file beside it.
        error.filename = str(target)
        raise
    unfinished = Path(name)
    try:
        with os.fdopen(number, "wb") as file:
            yield file
        unfinished.chmod(target.stat().st_mode if target.exists() else 0o644)
        unfinished.replace(target)
    except BaseException:
        unfinished.unlink()
        raise


def write_whole(target: Path, data: str | bytes) -> None:
    """Write a file whole or not at all; text as UTF-8, its line ends as they are. Raises OSError."""
    with whole(target) as file:
        file.write(data.encode("utf-8") if isinstance(data, str) else data)


def take_signals() -> None:
    """Let whatever stops the program do what Ctrl-C does: raise KeyboardInterrupt."""
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.default_int_handler)


@contextmanager
def stoppable(what: str) -> Iterator[None]:
    """Run something; if it is stopped, say so in one line and exit with 130."""
    take_signals()
    try:
        yield
    except KeyboardInterrupt:
        print(f"{what}: stopped; type the command again; nothing was changed", file=sys.stderr)
        sys.exit(130)


@contextmanager
def in_one_line(target: Path | str) -> Iterator[None]:
    """Run what writes `target`; if it cannot, or is stopped, say so in one line and exit (1, 130)."""
    with stoppable(str(target)):
        try:
            yield
        except OSError as error:
            # Of a copy that fails Python names the file that was read.
            place = f" ({error.filename})" if error.errno == errno.ENOENT else ""
            mend = REMEDIES.get(error.errno or 0, "mend that and try again")
            sys.exit(f"{target}: not written: {error.strerror or error}{place}; {mend}; nothing was changed")
