"""Keep on disk what a build worked out, so that the next works out only what hangs on the texts that changed.

What is kept holds for one state of everything but the texts of notes, which sources.py tells. A thing is kept
by its kind and its name, with a key: what else it was made of, of which a note's text is a part.

It is an SQLite database, to which all that a build keeps is written at the build's end or not at all. A build
that finds it in use, or damaged, does without, or begins another: it takes longer and gives the same bytes.
"""

from __future__ import annotations

import hashlib
import logging
import pickle
import sqlite3
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

FOLDER = ".cache"
TABLE = """
CREATE TABLE IF NOT EXISTS kept (
    kind TEXT, name TEXT, key BLOB, sum BLOB, data BLOB, PRIMARY KEY (kind, name)
)
"""
PUT = "REPLACE INTO kept VALUES (?, ?, ?, ?, ?)"
GET = "SELECT key, sum, data FROM kept WHERE kind = ? AND name = ?"


class Cache:
    """What is kept; what is made without a database keeps nothing, nor does what is closed."""

    def __init__(self, database: Path | None = None, state: bytes = b"") -> None:
        self.connection: sqlite3.Connection | None = None
        self.warnings = Warnings()
        if database is not None:
            self.open(database, state, anew=True)

    def open(self, database: Path, state: bytes, anew: bool) -> None:
        """Open a database, and forget what it kept for another state; a damaged one is begun `anew`."""
        try:
            database.parent.mkdir(exist_ok=True)
            # Nobody waits for a build that is under way; a build of MkDocs may end in another thread.
            self.connection = sqlite3.connect(
                database, timeout=0, isolation_level=None, check_same_thread=False
            )
            # If the machine fails, sums show what is damaged.
            self.connection.execute("PRAGMA synchronous = OFF")
            self.connection.execute("BEGIN IMMEDIATE")
            self.connection.execute(TABLE)
        except (sqlite3.OperationalError, OSError):
            self.close()
            return
        except sqlite3.DatabaseError:
            self.close()
            database.unlink(missing_ok=True)
            if anew:
                self.open(database, state, anew=False)
            return
        for name in ("", "mkdocs"):
            logging.getLogger(name).addHandler(self.warnings)
        if self.get("state", "", state) is None:
            self.run("DELETE FROM kept")
            self.put("state", "", state, True)

    @property
    def keeps(self) -> bool:
        """Whether anything is kept."""
        return self.connection is not None

    def get(self, kind: str, name: str, key: bytes) -> object:
        """What is kept with that key, None if nothing is."""
        data = self.read(kind, name, key)
        return None if data is None else pickle.loads(data)  # noqa: S301 (its sum shows that we wrote it)

    def has(self, kind: str, name: str, key: bytes) -> bool:
        """Whether anything is kept with that key."""
        return self.read(kind, name, key) is not None

    def last(self, kind: str, name: str) -> object:
        """What was kept last by that name, with any key; None if nothing was."""
        data = self.read(kind, name, None)
        return None if data is None else pickle.loads(data)  # noqa: S301 (its sum shows that we wrote it)

    def read(self, kind: str, name: str, key: bytes | None) -> bytes | None:
        found = self.run(GET, kind, name)
        if not found or (key is not None and found[0] != key):
            return None
        data = bytes(found[2])
        return data if found[1] == sum_of(kind, name, found[0], data) else None

    def put(self, kind: str, name: str, key: bytes, what: object) -> None:
        """Keep something in the place of what was kept by that name."""
        if self.keeps:
            data = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
            self.run(PUT, kind, name, key, sum_of(kind, name, key, data), data)

    def run(self, statement: str, *values: object) -> tuple[bytes, bytes, bytes] | None:
        """The first row that a statement finds; what fails closes the cache."""
        try:
            found = self.connection.execute(statement, values).fetchone() if self.connection else None
        except (sqlite3.Error, UnicodeError):
            self.close()
            return None
        return found

    def write(self) -> None:
        """Write what is kept, and close the cache."""
        self.run("COMMIT")
        self.close()

    def close(self) -> None:
        """Forget what was not written; nothing is kept from now on."""
        for name in ("", "mkdocs"):
            logging.getLogger(name).removeHandler(self.warnings)
        if self.connection:
            self.connection.close()
        self.connection = None


class Warnings(logging.Handler):
    """Counts what a build warns of: what was warned of is made again, so that it is told again."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, _record: logging.LogRecord) -> None:
        self.count += 1


class Templates(BytecodeCache):
    """Keeps the templates as Jinja compiled them."""

    def __init__(self, cache: Cache) -> None:
        self.cache = cache

    def get_cache_key(self, name: str, filename: str | None = None) -> str:  # noqa: ARG002 (Jinja's method)
        """What a template is kept by: its name, wherever it lies; Jinja compares its text."""
        return name

    def load_bytecode(self, bucket: Bucket) -> None:
        code = self.cache.get("template", bucket.key, b"")
        if isinstance(code, bytes):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.cache.put("template", bucket.key, b"", bucket.bytecode_to_string())


def digest(*parts: bytes | str) -> bytes:
    """What stands for the parts in a key."""
    found = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        found.update(b"%d " % len(data))
        found.update(data)
    return found.digest()


def sum_of(kind: str, name: str, key: bytes, data: bytes) -> bytes:
    return digest(kind, name, key, data)
