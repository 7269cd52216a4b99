"""Tell by digests what a site is built of: the texts of the notes, and everything else."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from building.cache import FOLDER, Cache, digest
from checks import characters
from notes.page import SOURCE, is_note

# Settings that no byte of a site hangs on.
ELSEWHERE = {"site_dir", "strict", "dev_addr"}


@dataclass
class Sources:
    """`notes` has of each note, by its file below docs, the digest of its file; `fronts` is that of all front
    matter; `state` that of everything else: of scripts, templates, settings, tables, packages, and names of
    files. `files` has of each file when it was changed, and its size."""

    state: bytes = b""
    fronts: bytes = b""
    notes: dict[str, bytes] = field(default_factory=dict)
    files: dict[Path, tuple[int, int]] = field(default_factory=dict)


def read_sources(config: MkDocsConfig) -> Sources:
    """The sources of a project; raises OSError if one cannot be read."""
    root, docs, files = Path(config.config_file_path).parent, Path(config.docs_dir), read_files(config)
    state: list[bytes | str] = [*settings(config), *packages()]
    fronts: list[bytes] = []
    notes: dict[str, bytes] = {}
    for path in sorted(files):
        raw = path.read_bytes()
        state.append(os.path.relpath(path, root))
        if path.suffix == ".md" and path.is_relative_to(docs) and is_note(path, docs):
            notes[path.relative_to(docs).as_posix()] = digest(raw)
            # Front matter ends here at the first, and a file without any is all front matter.
            fronts.append(raw[: raw.find(b"\n---\n") + 1] or raw)
        else:
            state.append(raw)
    return Sources(digest(*state), digest(*fronts), notes, files)


def read_files(config: MkDocsConfig) -> dict[Path, tuple[int, int]]:
    """The files that a site is built of, each with the time of its last change and its size."""
    root, docs = Path(config.config_file_path).parent, Path(config.docs_dir)
    found = {path for folder in (docs, root / "overrides", root / "scripts") for path in files_of(folder)}
    found |= {*characters.texts(root), root / SOURCE, Path(config.config_file_path)}
    states = {path: path.stat() for path in found}
    return {path: (state.st_mtime_ns, state.st_size) for path, state in states.items()}


def files_of(folder: Path) -> list[Path]:
    """All files below a folder, but not those that Python makes."""
    found = (Path(place, name) for place, _, names in os.walk(folder, followlinks=True) for name in names)
    return [path for path in found if path.suffix != ".pyc"]


def settings(config: MkDocsConfig) -> Iterator[str]:
    """The settings as text: those of mkdocs.yml, of the command line and of the environment."""
    for part in config.user_configs:
        yield repr({name: value for name, value in part.items() if name not in ELSEWHERE})
    yield repr(config.extra["serving"])
    yield os.path.relpath(config.docs_dir)
    yield os.environ.get("SOURCE_DATE_EPOCH", "")
    yield str(logging.getLogger("mkdocs").getEffectiveLevel() > logging.DEBUG)


def packages() -> Iterator[str]:
    """The version of Python, and the names and versions of all packages."""
    yield sys.version
    for folder in sys.path:
        if folder.endswith("-packages"):
            yield from sorted(path.name for path in Path(folder).glob("*-info"))


def open_cache(config: MkDocsConfig, environment: Mapping[str, str]) -> tuple[Cache, Sources]:
    """The cache of a project and its sources; one that keeps nothing where CI is set or NOTES_CACHE is 0."""
    if environment.get("CI") or environment.get("NOTES_CACHE") == "0":
        return Cache(), Sources()
    # A build that failed in `mkdocs serve` left it open.
    while opened:
        opened.pop().close()
    try:
        sources = read_sources(config)
    except OSError:
        return Cache(), Sources()
    name = "serve" if config.extra["serving"] else "build"
    opened.append(Cache(Path(config.config_file_path).parent / FOLDER / f"{name}.db", sources.state))
    return opened[-1], sources


def write_cache(cache: Cache, sources: Sources, config: MkDocsConfig) -> None:
    """Write what a build keeps, if none of the files that it was built of was changed since."""
    try:
        is_same = cache.keeps and read_files(config) == sources.files
    except OSError:
        is_same = False
    if is_same:
        cache.write()
    else:
        cache.close()


# The cache of the build that was begun last.
opened: list[Cache] = []
